// The demo page's parts, woken in order.

import { follow } from "/static/console/live.js";
import "./clock.js";
import "./phone.js";
import "./tabs.js";

const phone = document.querySelector("demo-phone");
const tabs = document.querySelector("demo-tabs");

for (const suggestion of document.querySelectorAll("[data-suggest]")) {
  suggestion.addEventListener("click", () => phone.write(suggestion.dataset.suggest));
}

follow(`/live?language=${document.documentElement.lang}`, () => {
  phone.refreshed();
  tabs.refreshed();
});
