/* The theme's only entry: applies the reader's theme at once, then loads what the page at hand needs.
   Words that a reader sees stand in words.js, which casebook makes of the strings of the site's language. */

import { startSide } from "./side.js";
import { applyTheme, wireSwitch } from "./theme.js";

applyTheme();

const needs = [
  ["[data-article], [data-copy-text], .toc", "./article.js"],
  ["[data-filter]", "./filter.js"],
  ["form[role=search], [data-go]", "./search-box.js"],
  ["[data-results]", "./search-page.js"],
];

function start() {
  wireSwitch(document.querySelector(".switch"));
  startSide(document.querySelector(".side"));
  for (const [selector, module] of needs) {
    if (document.querySelector(selector)) import(module).then((loaded) => loaded.start());
  }
}

// The preview puts what is new into an open page: it gets what the rest of the page has.
document.addEventListener("casebook:swapped", () => {
  for (const [selector, module] of needs.slice(0, 1)) {
    if (document.querySelector(selector)) import(module).then((loaded) => loaded.start());
  }
});

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start, { once: true });
else start();
