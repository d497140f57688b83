// What a reader typed, as words to look up.

import { words } from "./words.js";

const LONGEST = 1000;
const MOST = 24;

/**
 * One word of a query.
 * @typedef {{ word: string, quiet: boolean, required: boolean, phrase: number, prefix: boolean,
 *   also: boolean, alternatives: string[][], place: number }} Term
 */

/**
 * Reads `text`.
 * @param {string} text
 * @param {{ quiet: Set<string>, synonyms: [string[], string[]][] }} language
 * @returns {{ text: string, terms: Term[], without: string[][], ids: string[], title: string }} `title`: the words as a title would have them
 */
export function parse(text, language) {
  text = String(text ?? "").slice(0, LONGEST).trimStart();
  const terms = [], without = [];
  let phrase = 0;
  // Quoted words, words behind a minus, and the rest; a minus or a quote without its words is text.
  for (const match of text.matchAll(/"([^"]+)"|(?<!\S)-(?=[\p{Alphabetic}\p{N}])(\S+)|(?:[^"\s]|"(?![^"]*"))+/gu)) {
    const [whole, quoted, minus] = match;
    // A name in a title that was pasted is no word to leave out.
    if (minus !== undefined && !/_|[a-z][A-Z]/.test(minus)) {
      const found = words(minus).filter((entry) => !entry.also);
      // `-a-b` means the name; only its words in a row could be told apart, so all of them must be there.
      if (found.length) without.push(found.map((entry) => entry.word));
      continue;
    }
    if (quoted !== undefined) phrase += 1;
    const offset = match.index + (quoted !== undefined ? 1 : 0);
    for (const { word, also, parts, end } of words(quoted ?? whole)) {
      if (terms.some((term) => term.word === word && term.also === also)) continue;
      terms.push({
        word,
        also,
        // A single letter at the end is the beginning of a word that is not known yet.
        quiet: quoted === undefined && (language.quiet.has(word) || (word.length === 1 && offset + end === text.length)),
        required: quoted !== undefined && !also,
        phrase: quoted !== undefined ? phrase : 0,
        prefix: quoted === undefined && !also && offset + end === text.length,
        alternatives: parts ? [parts] : [],
        place: terms.length,
      });
    }
  }
  // "http 502" spans pieces that were split at spaces.
  for (const { word, also } of words(text.replace(/"/g, " "))) {
    if (also && !terms.some((term) => term.word === word)) {
      terms.push({ word, also, quiet: false, required: false, phrase: 0, prefix: false, alternatives: [], place: terms.length });
    }
  }
  addSynonyms(terms, language.synonyms);
  const title = phrase || without.length ? "" : words(text).filter(({ also }) => !also).map(({ word }) => word).join(" ");
  return { text, title, terms: terms.slice(0, MOST), without, ids: ids(text) };
}

/** Gives terms what they also stand for, in both directions. */
function addSynonyms(terms, synonyms) {
  const plain = terms.filter((term) => !term.also);
  for (const [from, to] of synonyms) {
    for (let at = 0; at + from.length <= plain.length; at += 1) {
      if (from.every((word, offset) => plain[at + offset].word === word)) {
        for (let offset = 0; offset < from.length; offset += 1) plain[at + offset].alternatives.push(to);
      }
    }
  }
}

/** What in `text` may be an id typed in full: the whole, and each piece with a digit or a joiner. */
function ids(text) {
  const tidy = (id) => id.trim().toLowerCase().replace(/^["'(<[{]+|["')>\]},;]+$/g, "").replace(/\.(md|html)$/, "");
  const pieces = text.split(/[\s,;]+/).map((piece) => piece.replace(/^.*[/\\=]/, "")).map(tidy);
  const whole = tidy(text);
  const telling = pieces.filter((piece) => piece.length >= 4 && /[0-9_.-]/.test(piece)).slice(0, 4);
  return [...new Set([...(pieces.length === 1 ? [whole] : []), ...telling])].filter(Boolean);
}
