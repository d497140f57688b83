/* "Was this helpful": says the answer to whoever listens on the document, and to nobody else. */

import words from "./words.js";

let wired;

export function startHelpful() {
  const box = document.querySelector(".helpful");
  if (!box || box === wired) return;
  wired = box;
  box.addEventListener("click", (event) => {
    const answer = event.target.closest("button")?.value;
    if (!answer) return;
    const { article } = document.querySelector("[data-article]").dataset;
    const id = document.querySelector("[data-copy-id]")?.textContent ?? "";
    document.dispatchEvent(new CustomEvent("casebook:helpful", { detail: { article, id, helpful: answer === "yes" } }));
    box.setAttribute("role", "status");
    box.textContent = words.thanks;
  });
}
