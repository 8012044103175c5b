// The candidate's phone: what is written or tapped shows at once, and counts once however often it is sent.

class Phone extends HTMLElement {
  connectedCallback() {
    this.thread = this.querySelector(".thread");
    this.scroller = this.querySelector(".scroller");
    this.box = this.querySelector("textarea");
    this.share = this.querySelector(".share");
    this.querySelector(".composer").addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("keydown", (event) => this.enter(event));
    this.querySelector(".replies").addEventListener("click", (event) => this.tap(event.target.closest("button")));
    this.share.addEventListener("submit", (event) => this.shareNumber(event));
    this.share.querySelector("[data-close]").addEventListener("click", () => this.closeShare());
    new ResizeObserver(() => this.toEnd("instant")).observe(this.scroller);
    if (!this.thread.childElementCount) this.post({ start: this.dataset.door }).catch(() => {});
  }

  /** Puts words on the line, to be sent or altered. */
  write(words) {
    this.box.value = words;
    this.box.focus();
  }

  /** The server's parts were shown anew. */
  refreshed() {
    if (!this.querySelector(".replies [data-share]")) this.share.hidden = true;
    const last = this.thread.lastElementChild;
    if (this.content && !last) return location.reload(); // the demo was started anew, and knows nothing of this talk
    const content = last && `${last.dataset.key} ${this.querySelector(".typing").childElementCount}`;
    if (content !== this.content) this.toEnd("smooth");
    this.content = content;
  }

  enter(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.say(text, { text });
  }

  tap(button) {
    if (!button) return;
    if ("share" in button.dataset) return this.openShare(button);
    for (const reply of this.querySelectorAll(".replies button")) reply.disabled = true;
    const { button: id, title } = button.dataset;
    this.say(title, { button: id, title });
    this.backToLine();
  }

  openShare(button) {
    this.share.hidden = false;
    button.setAttribute("aria-expanded", "true");
    this.share.querySelector("input").focus();
    this.toEnd("instant");
  }

  closeShare() {
    this.share.hidden = true;
    this.querySelector(".replies [data-share]")?.setAttribute("aria-expanded", "false");
    this.backToLine();
  }

  /** What was tapped goes away: the focus goes to the line, but for fingers, to whom that would raise a keyboard. */
  backToLine() {
    if (!fingers.matches) this.box.focus({ preventScroll: true });
  }

  async shareNumber(event) {
    event.preventDefault();
    const wrong = this.share.querySelector(".wrong");
    wrong.textContent = "";
    try {
      const answer = await this.post({ number: this.share.querySelector("input").value });
      if (answer.ok) this.closeShare();
      else wrong.textContent = await answer.text();
    } catch {
      wrong.textContent = this.dataset.failed;
    }
  }

  /** Shows a bubble at once and sends it; where that fails, the bubble offers to send the very same again. */
  say(words, message) {
    const id = uuid();
    const bubble = this.pendingBubble(id, words);
    this.thread.append(bubble);
    this.toEnd("smooth");
    this.deliver(bubble, { ...message, id });
  }

  async deliver(bubble, message) {
    try {
      const answer = await this.post(message);
      if (!answer.ok) throw new Error(await answer.text());
    } catch {
      this.offerAgain(bubble, message);
    }
  }

  offerAgain(bubble, message) {
    if (!bubble.dataset.pending) return; // it came through after all: only the answer was lost
    const again = document.createElement("button");
    again.type = "button";
    again.className = "retry";
    again.textContent = this.dataset.failed;
    again.addEventListener("click", () => {
      again.remove();
      this.deliver(bubble, message);
    });
    for (const reply of this.querySelectorAll(".replies button")) reply.disabled = false;
    bubble.append(again);
    this.toEnd("smooth");
  }

  pendingBubble(id, words) {
    const bubble = document.createElement("li");
    bubble.className = "bubble mine";
    bubble.dataset.key = id;
    bubble.dataset.pending = "yes";
    for (const [name, text] of [["unseen", `${this.dataset.you}: `], ["words", words], ["stamp", "…"]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      bubble.append(part);
    }
    bubble.lastElementChild.setAttribute("aria-label", this.dataset.sending);
    return bubble;
  }

  post(message) {
    return fetch("/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id: uuid(), language: document.documentElement.lang, ...message }),
    });
  }

  toEnd(behavior) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: calm.matches ? "instant" : behavior });
  }
}

const fingers = matchMedia("(pointer: coarse)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** A random UUID, also where the page came over plain HTTP and `crypto.randomUUID` is missing. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

customElements.define("demo-phone", Phone);
