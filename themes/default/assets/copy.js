/* Copying: a bar with the language and a button over every block of code, and a button beside ids. */

import words from "./words.js";

let announcer;

/** Copies `text` and says so: on `button` for a moment, and to screen readers. */
export async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  announcer ??= document.body.appendChild(
    Object.assign(document.createElement("p"), { className: "vh", role: "status" }),
  );
  const label = button.querySelector("span");
  const name = label?.textContent;
  button.classList.add("done");
  if (label) label.textContent = words.copied;
  announcer.textContent = words.copied;
  setTimeout(() => {
    button.classList.remove("done");
    if (label) label.textContent = name;
    announcer.textContent = "";
  }, 1600);
}

function copyButton(textOf, name = words.copy) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy" });
  const label = document.createElement("span");
  label.textContent = name;
  button.append(label);
  button.addEventListener("click", () => copy(textOf(), button));
  return button;
}

/** An address that leads to the article with this id, also when the article has moved. */
function byId(id) {
  const home = document.querySelector(".brand").href;
  return `${new URL("go.html", home).href}?id=${encodeURIComponent(id)}`;
}

export function startCopying() {
  if (!navigator.clipboard) document.documentElement.classList.add("no-clipboard");
  for (const pre of document.querySelectorAll(".body pre:not(.source, .code > pre)")) {
    const code = pre.querySelector("code") ?? pre;
    const box = Object.assign(document.createElement("div"), { className: "code" });
    const bar = Object.assign(document.createElement("div"), { className: "code-bar" });
    const language = document.createElement("span");
    language.textContent = /language-([\w+#.-]+)/.exec(code.className)?.[1] ?? "";
    bar.append(language);
    if (navigator.clipboard) bar.append(copyButton(() => code.textContent.replace(/\n$/, "")));
    pre.replaceWith(box);
    box.append(pre, bar);
    // A block that scrolls must be reachable with the keyboard.
    if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
  }
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll("[data-copy-text]:not(:has(+ .copy))")) {
    text.after(copyButton(() => text.textContent));
  }
  for (const id of document.querySelectorAll("[data-copy-id]:has(+ :empty)")) {
    id.nextElementSibling?.append(copyButton(() => id.textContent), copyButton(() => byId(id.textContent), words.copy_link));
  }
}
