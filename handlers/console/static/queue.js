// The queue page follows what changes, tells of dialled numbers, and can be gone through with the arrow keys.

import { tellOfCalls } from "./dial.js";
import { follow } from "./live.js";

const calls = document.querySelector(".calls");

follow(`/queue/live${window.location.search}`);
tellOfCalls(calls.dataset.token);

// Only while the focus is among the calls, so that no key does anything by surprise.
calls.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...calls.querySelectorAll("[data-row]")];
  const row = event.target.closest(".call");
  const at = rows.indexOf(row?.querySelector("[data-row]"));
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    rows[Math.min(Math.max(at + steps[event.key], 0), rows.length - 1)]?.focus();
  } else if (event.key === "c") {
    row?.querySelector("[data-dial]")?.click();
  }
});
