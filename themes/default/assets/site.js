/* The theme's only entry: applies the reader's theme at once, then loads what the page at hand needs.
   Words that a reader sees come from the templates, as data attributes; none stand in the scripts. */

import { applyTheme, wireSwitch } from "./theme.js";

applyTheme();

const needs = [
  ["pre, [data-copy-text]", "./copy.js"],
  [".body :is(h2, h3, h4, h5, h6)[id], .toc", "./headings.js"],
  ["[data-step] .body", "./steps.js"],
  ["[data-filter]", "./filter.js"],
  ["form[data-search]", "./search-box.js"],
  ["[data-results]", "./search-page.js"],
  ["[data-article]", "./found.js"],
];

function start() {
  wireSwitch(document.querySelector("[data-theme-switch]"));
  for (const [selector, module] of needs) {
    if (document.querySelector(selector)) import(module).then((loaded) => loaded.start());
  }
}

// The preview puts what is new into an open page: it gets what the rest of the page has.
document.addEventListener("casebook:swapped", () => {
  for (const [selector, module] of needs.slice(0, 3)) {
    if (document.querySelector(selector)) import(module).then((loaded) => loaded.start());
  }
});

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start, { once: true });
else start();
