// A talk's page follows what is said, shows the last of it, and sends with Ctrl and Enter.

import { follow } from "./live.js";

const bubbles = document.getElementById("bubbles");
const shown = () => bubbles.scrollHeight - bubbles.scrollTop - bubbles.clientHeight < 48;
const toTheEnd = () => (bubbles.scrollTop = bubbles.scrollHeight);
let following = true;

bubbles.addEventListener("scroll", () => (following = shown()));
follow(`${window.location.pathname.replace(/\/(answer|knock|back)$/, "")}/live`, () => following && toTheEnd());
toTheEnd();

document.querySelector("[data-send]")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
});
