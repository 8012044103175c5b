// A tap on a number is the sign that its call is being made; the server hears of it beside the phone.

/** Tells the server of each tap on a link with `data-dial`; `token` is what the page's own forms bear. */
export function tellOfCalls(token) {
  document.addEventListener("click", (event) => {
    const call = event.target.closest?.("[data-dial]")?.dataset.dial;
    if (call) navigator.sendBeacon(`/calls/${call}/dial`, new URLSearchParams({ form_token: token }));
  });
}
