// One call's page: tells of a dialled number, copies the text for the client.

import { tellOfCalls } from "./dial.js";

tellOfCalls(document.querySelector("main").dataset.token);

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  const told = document.querySelector("[data-copied]");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).value);
    told.textContent = told.dataset.copied;
  });
}
