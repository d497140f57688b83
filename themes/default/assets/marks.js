/* Marked words: builds text with <mark> elements from places that the search engine gives. */

/** Fills `element` with `text`, with marks around each `[start, end]` of `marks`. */
export function fill(element, text, marks = []) {
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end > text.length) continue;
    if (start > at) parts.push(text.slice(at, start));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    parts.push(mark);
    at = end;
  }
  parts.push(text.slice(at));
  element.replaceChildren(...parts);
}
