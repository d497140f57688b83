/* Light or dark. Follows the system until the reader chooses otherwise; choosing what the system
   says follows the system again. */

import { load, save } from "./store.js";

const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

export function applyTheme() {
  const chosen = load("theme", null);
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
}

export function wireSwitch(button) {
  if (!button) return;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const dark = !isDark();
    if (dark === system.matches) {
      delete root.dataset.theme;
      save("theme", null);
    } else {
      root.dataset.theme = dark ? "dark" : "light";
      save("theme", root.dataset.theme);
    }
    show();
  });
  system.addEventListener("change", show);
  show();
}
