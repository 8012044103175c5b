// The clock bar: moves the demo's clock, and tells a screen reader where it went.

class Clock extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.move(event.target.closest("[data-move]")));
  }

  async move(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const answer = await fetch(`/clock/${button.dataset.move}?language=${document.documentElement.lang}`, { method: "POST" });
    if (!answer.ok) return;
    const { day, clock } = await answer.json();
    const told = this.dataset.moved.replace("{day}", day).replace("{clock}", clock);
    this.querySelector("[role=status]").textContent = told;
  }
}

customElements.define("demo-clock", Clock);
