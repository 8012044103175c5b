// A text is copied by its button; the form follows the vacancy that is chosen.

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.firstChild;
  const asked = label.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = asked; }, 2000);
  });
}

document.querySelector("select[name=vacancy]")?.addEventListener("change", (event) => event.target.form.requestSubmit());
