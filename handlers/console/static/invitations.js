// A list is previewed and sent without leaving the page, so that the file need not be chosen twice; it tells how far it is.

const form = document.querySelector("form.list");
const progress = form.querySelector("[data-progress]");
const results = document.querySelector("[data-results]");
const send = form.querySelector("[data-send]");
const buttons = form.querySelectorAll("button");

form.list.addEventListener("change", () => {
  send.hidden = true;
  results.replaceChildren();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const sending = body.get("do") === "send";
  form.querySelector("[data-again]")?.remove();
  buttons.forEach((button) => { button.disabled = true; });
  progress.textContent = form.dataset.begun;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/x-ndjson" } });
    if (!answer.ok) throw new Error(await answer.text());
    await hear(answer.body.pipeThrough(new TextDecoderStream()).getReader());
    const shown = results.querySelector("[data-result]");
    send.hidden = sending || !(Number(shown?.dataset.invited) > 0);
    progress.textContent = "";
  } catch (error) {
    progress.textContent = form.dataset.failed;
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
});

async function hear(reader) {
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) show(JSON.parse(line));
  }
}

function show(told) {
  if (told.told) progress.textContent = told.told;
  if (told.html) results.innerHTML = told.html;
}
