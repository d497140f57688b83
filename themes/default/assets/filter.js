/* The filter of a page's lists: a box for words, chips for kinds, tags and clouds. Works over what the page
   already shows; texts are folded once, and only entries whose state changes are touched. */

import words from "./words.js";

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function readItems() {
  return [...document.querySelectorAll("[data-items] > li")].map((element) => ({
    element,
    group: element.closest("details, section"),
    text: fold(element.textContent),
    kind: element.querySelector(".kind")?.textContent,
    clouds: element.dataset.clouds?.split(" "), // none given: shown in all of them
    tags: element.dataset.tags?.split("|") ?? [],
  }));
}

export function start() {
  const filter = document.querySelector("[data-filter]");
  const box = filter.querySelector("input");
  const found = filter.querySelector("[data-found]");
  const pressed = (by) =>
    [...filter.querySelectorAll(`[data-by="${by}"] [aria-pressed="true"]`)].map((chip) => chip.textContent);
  let items;
  let waiting = false;
  let opened = [];

  const apply = () => {
    waiting = false;
    items ??= readItems();
    const wanted = fold(box.value).split(/\s+/).filter(Boolean);
    const kinds = pressed("kind");
    const clouds = pressed("cloud");
    const tags = pressed("tag").map((tag) => tag.toLowerCase());
    const active = tags.length + wanted.length + kinds.length + clouds.length > 0;
    const left = new Map();
    let count = 0;
    for (const item of items) {
      const shown =
        wanted.every((word) => item.text.includes(word)) &&
        (!kinds.length || kinds.includes(item.kind)) &&
        (!tags.length || tags.some((tag) => item.tags.includes(tag))) &&
        (!clouds.length || !item.clouds || clouds.some((cloud) => item.clouds.includes(cloud)));
      if (item.element.hidden === shown) item.element.hidden = !shown;
      left.set(item.group, (left.get(item.group) ?? 0) + shown);
      count += shown;
    }
    for (const [group, shown] of left) {
      if (!group) continue;
      if (group.hidden !== (shown === 0)) group.hidden = shown === 0;
      if (group.matches("details:not([open])") && active && shown) {
        group.open = true;
        opened.push(group);
      }
    }
    // The section around folded kinds goes when none of them is left.
    for (const section of document.querySelectorAll("section:has(> .fold)")) {
      section.hidden = !section.querySelector(":scope > .fold:not([hidden])");
    }
    if (!active) {
      for (const group of opened) group.open = false;
      opened = [];
    }
    const sentence = words[`${count ? "shown" : "none"}_${filter.dataset.filter}`];
    found.textContent = sentence.replace("{n}", count).replace("{total}", items.length);
  };
  const soon = () => {
    if (!waiting) waiting = Boolean(requestAnimationFrame(apply));
  };

  box.addEventListener("input", soon);
  // Reading a thousand entries takes a moment: before the first letter, not after it.
  box.addEventListener("focus", () => setTimeout(() => (items ??= readItems())), { once: true });
  filter.addEventListener("click", (event) => {
    const chip = event.target.closest("[aria-pressed]");
    if (!chip) return;
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    soon();
  });
  // The browser may bring back what was typed before.
  if (box.value) apply();
}
