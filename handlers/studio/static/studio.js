// The editor: line numbers with findings beside the text, and a phone that talks with the text as it is now.

const form = document.querySelector("#editor");
const box = form.querySelector("#text");
const findings = form.querySelector("[data-findings]");

/** The same text, with its lines numbered and those marked that something was found in. */
class ScriptText extends HTMLElement {
  connectedCallback() {
    this.numbers = this.querySelector(".numbers");
    this.marks = new Map();
    box.addEventListener("input", () => this.draw());
    box.addEventListener("scroll", () => this.follow());
    box.addEventListener("keydown", (event) => this.indent(event));
    this.draw();
    this.enrich();
  }

  /** The richer editor, where the browser can load it; until then, and else, the textarea is all there is. */
  async enrich() {
    const { edit } = await import("./editor.js").catch(() => ({}));
    if (!edit) return;
    const host = document.createElement("div");
    host.className = "rich";
    this.append(host);
    const label = document.querySelector(`label[for="${box.id}"]`).textContent;
    this.rich = edit(host, box, label, JSON.parse(this.dataset.words));
    this.rich.mark(this.found ?? []);
    if (document.activeElement === box) this.rich.show(box.value.slice(0, box.selectionEnd).split("\n").length);
    this.numbers.hidden = box.hidden = true;
  }

  mark(lines) {
    this.found = lines;
    this.rich?.mark(lines);
    this.marks = new Map();
    for (const { line, grave } of lines) if (grave || !this.marks.has(line)) this.marks.set(line, grave ? "grave" : "advice");
    this.draw();
  }

  draw() {
    const count = box.value.split("\n").length;
    this.numbers.replaceChildren(
      ...Array.from({ length: count }, (_, at) => {
        const number = document.createElement("span");
        number.textContent = at + 1;
        number.className = this.marks.get(at + 1) ?? "";
        return number;
      }),
    );
    this.follow();
  }

  follow() {
    this.numbers.scrollTop = box.scrollTop;
  }

  /** Enter keeps the indentation; Tab stays what it is elsewhere, so that a keyboard gets out of here. */
  indent(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    const before = box.value.slice(0, box.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    const deeper = line.trimEnd().endsWith(":") ? "  " : "";
    const spaces = line.match(/^ */)[0] + deeper;
    if (!spaces) return;
    event.preventDefault();
    box.setRangeText(`\n${spaces}`, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show(line) {
    if (this.rich) return this.rich.show(line);
    const starts = box.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const ends = box.value.indexOf("\n", starts);
    box.focus();
    box.setSelectionRange(starts, ends < 0 ? box.value.length : ends);
    box.scrollTop = Math.max(0, (line - 6) * 20);
  }
}

/** A phone that holds the whole talk again with the text as it is now, each time that something happens. */
class ScriptPhone extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.moves = [];
    this.at = this.dataset.at;
    this.message = this.querySelector("#message");
    this.querySelector("[data-composer]").addEventListener("submit", (event) => this.say(event));
    this.message.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.say(event);
    });
    this.querySelector("[data-replies]").addEventListener("click", (event) => this.tap(event.target.closest("button")));
    this.querySelector("[data-anew]").addEventListener("click", () => this.anew());
    this.querySelector("[data-keep]").addEventListener("click", (event) => this.keep(event.target));
    for (const button of this.querySelectorAll("[data-wait]")) {
      button.addEventListener("click", () => this.move({ wait: button.dataset.wait }));
    }
    this.until = this.querySelector("[data-until]");
    this.querySelector("[data-set]").addEventListener("click", () => this.set(this.until.value));
    for (const cast of this.querySelectorAll("[data-cast]")) cast.addEventListener("change", () => this.anew());
    this.show();
  }

  anew() {
    this.moves = [];
    this.show();
  }

  /** Beside each message whose words stand in the script, the way to them. */
  point(places) {
    for (const [key, line] of Object.entries(places)) {
      const way = this.querySelector("template").content.firstElementChild.cloneNode(true);
      way.addEventListener("click", () => document.querySelector("script-text").show(line));
      this.querySelector(`[data-key="${key}"]`)?.append(way);
    }
  }

  /** Ahead time passes; back the talk begins anew then. Both are written alike, so their letters tell which is later. */
  set(moment) {
    if (!moment || moment === this.shown) return;
    if (moment > this.shown) return this.move({ until: moment });
    this.at = moment;
    this.anew();
  }

  say(event) {
    event.preventDefault();
    const text = this.message.value.trim();
    this.message.value = "";
    if (text) this.move({ text });
  }

  tap(button) {
    if (!button) return;
    this.move("share" in button.dataset ? { share: "" } : { tap: button.dataset.button });
  }

  move(move) {
    this.moves.push(move);
    return this.show();
  }

  async keep(button) {
    const shown = await this.show("yes");
    if (shown) this.querySelector("[data-status]").textContent = button.dataset.kept;
  }

  async show(keep = "") {
    const cast = Object.fromEntries([...this.querySelectorAll("[data-cast]")].map((one) => [one.dataset.cast, one.value]));
    const asked = (this.asked = Symbol("asked"));
    const talk = await send(this.dataset.address, { ...cast, at: this.at, moves: JSON.stringify(this.moves), keep });
    if (!talk || asked !== this.asked) return false;
    const wrong = this.querySelector("[data-wrong]");
    wrong.hidden = !talk.wrong;
    wrong.textContent = talk.wrong ?? "";
    const scroller = this.querySelector(".scroller");
    if (talk.wrong) {
      scroller.scrollTop = scroller.scrollHeight;
      return false;
    }
    this.querySelector("[data-status]").textContent = "";
    this.querySelector("[data-thread]").innerHTML = talk.thread;
    this.point(talk.places);
    this.querySelector("[data-replies]").innerHTML = talk.replies;
    this.querySelector("[data-told]").innerHTML = talk.told.trim();
    this.querySelector("[data-clock]").textContent = talk.clock;
    this.shown = this.until.value = talk.moment;
    scroller.scrollTop = scroller.scrollHeight;
    return true;
  }
}

async function send(address, values) {
  const body = new URLSearchParams({ ...values, text: box.value, form_token: form.elements.form_token.value });
  const answer = await fetch(address, { method: "POST", body }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function check(tests = "no") {
  const found = await send(form.action.replace(/edit$/, "check"), { tests });
  if (!found) return false;
  findings.innerHTML = found.html;
  document.querySelector("script-text").mark(found.lines);
  if (tests === "no") document.querySelector("script-phone").show();
  return true;
}

/** The tests, without leaving the place where somebody writes; where that fails, the form does it. */
async function test(button) {
  button.disabled = true;
  findings.setAttribute("aria-busy", "true");
  const held = await check("yes");
  findings.removeAttribute("aria-busy");
  button.disabled = false;
  if (held) findings.scrollIntoView({ block: "nearest" });
  else form.requestSubmit(button);
}

let soon;
let unsaved = "unsaved" in form.dataset;
box.addEventListener("input", () => {
  if (!unsaved) form.querySelector("[data-standing]").textContent = form.dataset.changed;
  unsaved = true;
  clearTimeout(soon);
  soon = setTimeout(check, 500);
});
let asked = false;
form.addEventListener("submit", (event) => {
  const tests = event.submitter?.value === "test" && !asked;
  asked = tests;
  if (!tests) return (unsaved = false);
  event.preventDefault();
  test(event.submitter).finally(() => (asked = false));
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
findings.addEventListener("click", (event) => {
  const line = Number(event.target.closest("[data-line]")?.dataset.line);
  if (!line) return;
  event.preventDefault();
  document.querySelector("script-text").show(line);
});

customElements.define("script-text", ScriptText);
customElements.define("script-phone", ScriptPhone);
document.querySelector("script-text").mark(
  [...findings.querySelectorAll("[data-line]")].filter((one) => one.dataset.line).map((one) => ({
    line: Number(one.dataset.line),
    message: one.parentElement.textContent.trim(),
    grave: one.parentElement.className === "grave",
  })),
);
