/* Recommended steps: each can be ticked off. Ticks stay in this browser, for the last articles used. */

import { load, save } from "./store.js";
import words from "./words.js";

const KEPT_ARTICLES = 50;

/** A step is known by its words, so that a tick never moves to another step when the text changes. */
function fingerprint(text) {
  let hash = 5381;
  for (const character of text.replace(/\s+/g, " ").trim()) hash = (hash * 33 + character.codePointAt(0)) | 0;
  return (hash >>> 0).toString(36);
}

/** The lists that style.css numbers as steps. */
function lists(body) {
  const after = '[id^="recommended-steps"]';
  const list = ":is(ol, ul)";
  return body.querySelectorAll(`.steps, ${after} + ${list}, ${after} + p + ${list}`);
}

function remember(path, done) {
  const others = load("steps", []).filter(([known]) => known !== path);
  save("steps", [...(done.size ? [[path, [...done]]] : []), ...others].slice(0, KEPT_ARTICLES));
}

export function startSteps() {
  const article = document.querySelector("[data-article]");
  if (!article) return;
  const path = article.dataset.article;
  const done = new Set(load("steps", []).find(([known]) => known === path)?.[1]);
  for (const list of lists(article.querySelector(".body"))) {
    [...list.children].forEach((step, index) => {
      if (step.querySelector(":scope > .tick")) return;
      const key = fingerprint(step.textContent);
      const tick = Object.assign(document.createElement("button"), { type: "button", className: "tick" });
      const show = () => {
        step.classList.toggle("done", done.has(key));
        tick.setAttribute("aria-checked", String(done.has(key)));
      };
      tick.setAttribute("role", "checkbox");
      tick.setAttribute("aria-label", words.step.replace("{n}", index + 1));
      tick.addEventListener("click", () => {
        if (!done.delete(key)) done.add(key);
        show();
        remember(path, done);
      });
      show();
      step.append(tick);
    });
  }
}
