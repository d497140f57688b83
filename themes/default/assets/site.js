/* The theme's only entry: applies the reader's theme at once, then loads what the page at hand needs.
   Words that a reader sees stand in words.js, which casebook makes of the strings of the site's language. */

import { applyTheme, wireSwitch } from "./theme.js";

applyTheme();

const needs = [
  [".body pre, [data-copy-text], [data-copy-id]", "./copy.js"],
  [".body :is(h2, h3, h4, h5, h6)[id], .toc", "./headings.js"],
  ["[data-article] .body :is(ol, ul)", "./steps.js"],
  [".helpful", "./helpful.js"],
  ["[data-filter]", "./filter.js"],
  ["form[role=search]", "./search-box.js"],
  ["[data-results]", "./search-page.js"],
  ["[data-article]", "./found.js"],
];

function start() {
  wireSwitch(document.querySelector(".switch"));
  if (document.querySelector(".side") && matchMedia("(min-width: 84rem)").matches) import("./side.js").then((loaded) => loaded.start());
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
