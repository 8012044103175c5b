// Keeps the live parts of a page up to date from the server's events, touching only what changed.

/** Follows `address` and puts each part's HTML into the element with that `data-live`; calls `after` each time. */
export function follow(address, after = () => {}) {
  const lost = document.querySelector("[data-lost]");
  const source = new EventSource(address);
  source.addEventListener("parts", (event) => {
    show(JSON.parse(event.data));
    after();
  });
  source.addEventListener("open", () => (lost.hidden = true));
  source.addEventListener("error", () => (lost.hidden = false));
  addEventListener("pagehide", () => source.close());
}

function show(parts) {
  for (const [name, html] of Object.entries(parts)) {
    const part = document.querySelector(`[data-live="${name}"]`);
    const wanted = document.createElement(part.localName);
    wanted.innerHTML = html;
    liken(part, wanted);
  }
}

/** Makes the children of `part` like those of `wanted`. What stays the same keeps its focus and is not announced. */
function liken(part, wanted) {
  const keys = new Set([...wanted.children].map((child) => child.dataset.key));
  const kept = new Map();
  for (const child of [...part.children]) {
    const { key, pending } = child.dataset;
    if (key && (keys.has(key) || pending)) kept.set(key, child);
    else if (key) child.remove();
  }
  let place = part.firstChild;
  for (const next of [...wanted.childNodes]) {
    const same = kept.get(next.dataset?.key) ?? (alike(place, next) ? place : null);
    if (!same) part.insertBefore(next, place);
    else if (same === place) place = place.nextSibling;
    else part.insertBefore(same, place);
    if (same) become(same, next);
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    if (!gone.dataset?.pending) gone.remove();
  }
}

function alike(node, next) {
  return node && node.nodeName === next.nodeName && !node.dataset?.key && !next.dataset?.key;
}

function become(node, next) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.data !== next.data) node.data = next.data;
    return;
  }
  for (const { name } of [...node.attributes]) {
    if (!next.hasAttribute(name) && name !== "open") node.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  liken(node, next);
}
