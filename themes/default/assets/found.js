/* Marks the words of the search that led to this article, without touching its text (CSS custom
   highlights); browsers that do not know them show the article as it is. */

const MOST = 500;
/* Words of four letters or more, and shorter ones with a digit: the others stand in every sentence. */
const WORD = /[\p{L}\p{N}]{4,}|(?=\p{L}*\p{N})[\p{L}\p{N}]{2,3}/gu;

export function markFound() {
  let found;
  try {
    found = JSON.parse(sessionStorage.getItem("casebook:found"));
    sessionStorage.removeItem("casebook:found");
  } catch {
    return;
  }
  if (found?.path !== location.pathname || !globalThis.Highlight) return;
  const words = found.query.toLowerCase().match(WORD) ?? [];
  const ranges = [];
  const body = document.querySelector(".body");
  if (!body) return;
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (words.length && ranges.length < MOST && texts.nextNode()) {
    const node = texts.currentNode;
    for (const match of node.data.matchAll(WORD)) {
      const word = match[0].toLowerCase();
      // A word and its forms: one begins the other, and they differ by an ending at most.
      const same = (other) => (word.startsWith(other) || other.startsWith(word)) && Math.abs(word.length - other.length) <= 3;
      if (!words.some(same)) continue;
      const range = new Range();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}
