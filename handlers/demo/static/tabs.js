// Two tabs where the page is narrow: the phone, and the recruiter's side with the number of its calls.

class Tabs extends HTMLElement {
  connectedCallback() {
    this.tabs = [...this.querySelectorAll("[role=tab]")];
    this.addEventListener("click", (event) => this.choose(event.target.closest("[role=tab]")));
    this.addEventListener("keydown", (event) => this.steer(event));
    this.refreshed();
  }

  /** Each tab bears how many calls wait, or messages came, behind it. */
  refreshed() {
    const messages = document.querySelectorAll(".bubble.theirs").length;
    if (this.tabs[0].ariaSelected === "true") this.read = messages;
    this.querySelector("[data-unread]").textContent = messages - this.read || "";
    this.querySelector("[data-calls]").textContent = document.querySelectorAll(".call.is-booked").length || "";
  }

  choose(chosen) {
    if (!chosen) return;
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
    }
    this.refreshed();
  }

  steer(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = this.tabs.at((this.tabs.indexOf(document.activeElement) + step) % this.tabs.length);
    this.choose(next);
    next.focus();
  }
}

customElements.define("demo-tabs", Tabs);
