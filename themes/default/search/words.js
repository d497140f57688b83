// Words of a text, by the same rules as src/search/tokens.rs. docs/search-format.md states them.

const RUN = /[\p{Alphabetic}\p{N}]+(?:['\u2019][\p{Alphabetic}\p{N}]+)*/gu;
const SPACELESS =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const MAX = 40;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `word` cut to the longest that the index keeps. */
const cut = (word) => {
  if (word.length * 3 <= MAX) return word;
  const bytes = encoder.encode(word);
  return bytes.length > MAX ? decoder.decode(bytes.subarray(0, MAX)).replace(/\ufffd+$/, "") : word;
};

/**
 * The words of `text` in order.
 * @param {string} text
 * @returns {{ word: string, start: number, end: number, also: boolean, parts?: string[] }[]}
 *   `also`: a name made of the words before it; `parts`: what a name such as HostPool is made of.
 */
export function words(text) {
  const found = [];
  let joined = "", runs = 0, telling = false, before = "", last = 0, joinedStart = 0;
  const endJoined = (end) => {
    if (runs > 1 && telling) {
      found.push({ word: cut(joined), start: joinedStart, end, also: true });
    }
    joined = ""; runs = 0; telling = false;
  };
  for (const match of text.matchAll(RUN)) {
    const raw = match[0], start = match.index, end = start + raw.length;
    const gap = text.slice(last, start);
    if (runs > 0 && /^[_.:-]$/.test(gap)) {
      joined += gap;
      telling ||= gap === "_";
    } else {
      endJoined(last);
    }
    if (/[.\n]/.test(gap)) before = "";
    last = end;
    const word = cut(raw.replace(/['\u2019]/g, "").toLowerCase());
    if (SPACELESS.test(word)) {
      endJoined(start);
      const letters = [...word];
      if (letters.length === 1) found.push({ word, start, end, also: false });
      for (let at = 0; at + 1 < letters.length; at += 1) {
        const from = start + letters.slice(0, at).join("").length;
        const pair = letters[at] + letters[at + 1];
        found.push({ word: pair, start: from, end: from + pair.length, also: false });
      }
      continue;
    }
    const parts = word.length === raw.length ? raw.split(/(?<=[a-z])(?=[A-Z])/) : [];
    const entry = { word, start, end, also: false };
    if (parts.length > 1) entry.parts = parts.filter((part) => part.length > 1).map((part) => part.toLowerCase());
    found.push(entry);
    if (!joined) joinedStart = start;
    joined += word;
    runs += 1;
    telling ||= /[0-9]/.test(word);
    if (before && /^[0-9]{1,5}$/.test(word)) found.push({ word: before + word, start, end, also: true });
    if (/^(https?|status)$/.test(word)) before = "http";
    else if (/^(error|code)$/.test(word)) before ||= "error";
    else before = "";
  }
  endJoined(last);
  return found;
}

/** FNV-1a of `text` in 32 bits, from `seed`: how ids are found in their shards. */
export function fingerprint(text, seed) {
  let hash = 0x811c9dc5 ^ seed;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * How many letters must be added, taken out, changed or swapped to get from `a` to `b`;
 * anything above `most` counts as `most + 1`.
 */
export function slips(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let older = [], old = [], row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    [older, old, row] = [old, row, [i]];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
  }
  return row[b.length];
}
