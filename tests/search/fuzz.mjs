// Broken queries for the search: `node tests/search/fuzz.mjs --seconds 3600 [--seed N]`. The same seed and number
// give the same query. `fuzz.test.mjs` has a short run.

import { fileURLToPath } from "node:url";
import { base, build, client, reader } from "./site.mjs";

const words = [
  "ticket", "machine", "refused", "bicycle", "locomotive", "engine", "seat", "train", "cabin", "32100001", "GATE_E_CHIP_MISSING", "5F0E7C1A-0000-4000-8000-000000000001",
  '"', "'", "-", "+", "*", "?", "~", "^", ":", "(", ")", "[", "]", "{", "}", "\\", "/", "<", ">", "&", "%", "#", "|", "OR", "AND", "NOT", " ", "\t", "\n", "\0", "\u00a0", "\u200b",
  "\u202e", "\ufeff", "\ud800", "\udc00", "é", "e\u0301", "ß", "İ", "漢字", "払い戻し", "🦀", "👩‍👩‍👧", "__proto__", "constructor", "toString", "hasOwnProperty", "service:", "kind:", "topic ", ".md", "1e999", "-0", "NaN",
];

/** The generator splitmix64, in halves. */
function chance(seed, number) {
  let state = BigInt.asUintN(64, BigInt(seed) * 0xd6e8feb86659fd93n + BigInt(number));
  return (limit) => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return Number((z ^ (z >> 31n)) % BigInt(limit));
  };
}

/** Query `number` of `seed`. */
export function query(seed, number) {
  const below = chance(seed, number);
  let text = "";
  for (let part = below(8); part >= 0; part -= 1) {
    const word = words[below(words.length)];
    const kind = below(10);
    if (kind < 5) text += word;
    else if (kind < 7) text += `${word} `;
    else if (kind === 7) text += word.slice(0, 1 + below(word.length));
    else if (kind === 8) text += word.repeat(1 + below(200));
    else text += String.fromCodePoint(below(0x10ffff));
  }
  return text.slice(0, 4000);
}

/** Opens a search, and returns what asks it and says what is wrong with the answer. */
export async function opened() {
  const site = build();
  const engine = await (await client(site)).open({ base, fetch: reader(site) });
  return async (text) => {
    const { results, total } = await engine.search(text, { limit: 20 });
    if (!Number.isInteger(total) || total < results.length) return `total is ${total} of ${results.length}`;
    for (const { title, titleMarks, excerpt, marks, url } of results) {
      if (!/^[a-z0-9._/-]+\.html$/.test(url)) return `a result leads to ${url}`;
      for (const [of, places] of [[title, titleMarks], [excerpt ?? "", marks ?? []]]) {
        let last = 0;
        for (const [start, end] of places) {
          if (start < last || end < start || end > of.length) return `the mark ${start}..${end} is no place in ${of.length}`;
          last = end;
        }
      }
    }
    return null;
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const value = (name, otherwise) => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] || otherwise);
  const seconds = process.argv.includes("--seconds") ? value("seconds", 60) : 60;
  const seed = process.argv.includes("--seed") ? value("seed", 1) : 1;
  const ask = await opened();
  const end = Date.now() + seconds * 1000;
  let [number, broken, slowest] = [0, 0, { took: 0, text: "" }];
  for (; Date.now() < end; number += 1) {
    const text = query(seed, number);
    const started = performance.now();
    const said = await ask(text).catch((error) => String(error));
    const took = performance.now() - started;
    if (took > slowest.took) slowest = { took, text };
    if (said) {
      broken += 1;
      console.log(`query ${number}: ${said}: ${JSON.stringify(text)}`);
    }
  }
  console.log(`query: ${number} cases in ${seconds} s from seed ${seed}: ${broken} broken; the slowest took ${slowest.took.toFixed(0)} ms: ${JSON.stringify(slowest.text.slice(0, 60))}`);
  process.exit(broken ? 1 : 0);
}
