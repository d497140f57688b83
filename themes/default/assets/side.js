/* The list of services: beside the page in wide windows, else folded above it. One file that all pages share. */

/** Fills `side` at once where it stands beside the page, else when it is unfolded. */
export function startSide(side) {
  const fold = side?.firstElementChild;
  if (!fold) return;
  fold.addEventListener("toggle", () => listServices(side, fold).catch(() => {}), { once: true });
  const wide = matchMedia("(min-width: 84rem)");
  const fit = () => (fold.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
}

async function listServices(side, fold) {
  const home = document.querySelector(".brand").href;
  const answer = await fetch(new URL("services.json", home));
  if (!answer.ok) return;
  const here = (document.querySelector(".crumbs li:nth-child(2) a") ?? location).href.split(/[?#]/)[0];
  const list = document.createElement("ul");
  for (const [url, name] of await answer.json()) {
    const link = Object.assign(document.createElement("a"), { href: new URL(url, home).href, textContent: name.replace(/[./]/g, "$&\u200b") });
    if (link.href === here) link.setAttribute("aria-current", link.href === location.href.split(/[?#]/)[0] ? "page" : "true");
    list.append(document.createElement("li"));
    list.lastChild.append(link);
  }
  fold.append(list);
  // The current one is shown in the middle of a long list; the page itself stays where it is. Not before the
  // page is drawn: without its styles the list is not one that scrolls.
  const current = side.querySelector("[aria-current]");
  if (current) requestAnimationFrame(() => (side.scrollTop = current.offsetTop - side.clientHeight / 2));
}
