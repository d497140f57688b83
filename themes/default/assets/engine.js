/* The way from the pages to the search engine: loads it once, when a reader is about to search, and tells
   the page what was searched and chosen. Nothing is sent anywhere. */

import { load, save } from "./store.js";

export { fill } from "./marks.js";
export { topic } from "./topic.js";

const MOST_RECENT = 5;
let opened;

/** The engine of the site that `form` searches. */
export function engine(form) {
  const base = new URL("./", form.action).href;
  opened ??= import(new URL("search/client.js", base)).then(({ open }) => open({ base, fetch: (url) => fetch(url) }));
  // A failure now may be a network that comes back.
  opened.catch(() => (opened = undefined));
  return opened;
}

/** The reader's last searches, the newest first. */
export const recent = () => load("recent", []).filter((query) => typeof query === "string");

/** Remembers `query`, and for the article at `url` that its words led there. */
export function remember(query, url) {
  const kept = [query, ...recent().filter((other) => other !== query)];
  save("recent", kept.slice(0, MOST_RECENT));
  if (!url) return;
  try {
    sessionStorage.setItem("casebook:found", JSON.stringify({ path: new URL(url, location).pathname, query }));
  } catch {
    // The article opens without marks.
  }
}

/** Tells whoever listens on the document what was searched, found and, at the end, chosen. */
export function announce(query, results, chosen = null) {
  document.dispatchEvent(new CustomEvent("casebook:search", { detail: { query, results, chosen } }));
}
