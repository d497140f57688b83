/* Headings: a link to copy beside each, and the one being read marked in the on-this-page list. */

import { copy } from "./copy.js";
import words from "./words.js";

function addAnchors() {
  for (const heading of document.querySelectorAll(".body :is(h2, h3, h4, h5, h6)[id]:not(:has(> .anchor))")) {
    const link = Object.assign(document.createElement("a"), { className: "anchor", href: `#${heading.id}` });
    link.setAttribute("aria-label", words.copy_heading);
    link.addEventListener("click", () => {
      if (navigator.clipboard) copy(new URL(link.href, location.href).href, link);
    });
    heading.append(link);
  }
}

let stop;

function markCurrent() {
  stop?.abort();
  stop = new AbortController();
  const links = new Map();
  for (const link of document.querySelectorAll(".toc a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  if (!links.size) return;
  let current;
  let waiting = false;
  const update = () => {
    waiting = false;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4 && scrollY > 0;
    const headings = [...links.keys()];
    const read = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.25);
    const next = links.get((atEnd ? headings : read).at(-1) ?? headings[0]);
    if (next === current) return;
    current?.removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    current = next;
  };
  addEventListener("scroll", () => {
    if (!waiting) waiting = Boolean(requestAnimationFrame(update));
  }, { passive: true, signal: stop.signal });
  update();
}

export function startHeadings() {
  addAnchors();
  markCurrent();
}
