/* `go.html?id=…`: goes on to the article with the id, or to what is shown for a topic. It asks the files that
   the search has anyway. */

import { engine } from "./engine.js";
import { topic } from "./topic.js";
import words from "./words.js";

/** Goes on from `page`, and says on it why not. */
export async function go(page) {
  const id = (new URLSearchParams(location.search).get("id") ?? "").trim();
  let said = words.go_none;
  try {
    // What a search form tells: where the site begins, and over how many files the ids of topics are spread.
    const site = { action: location.href, dataset: page.dataset };
    const article = id && "search" in page.dataset && (await (await engine(site)).article(id));
    const place = article || (await topic(site, id))?.url;
    // This page is no step that the back button leads to.
    if (place) return location.replace(place);
    if (id) said = words.go_unknown.replace("{id}", id);
  } catch {
    said = words.failed;
  }
  page.querySelector("[role=status]").textContent = said;
  const input = page.querySelector("input");
  if (!input) return;
  input.value = id;
  input.form.hidden = false;
}
