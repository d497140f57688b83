#!/usr/bin/env node
/* How long the search of a built site takes in Chromium.
 *   node tests/browser/search-bench.mjs SITE
 * Every query is asked twice in one page: the first time its files are loaded, the second time it is warm. Tells
 * tasks over 50 ms too. The queries are made of the site: titles, beginnings of titles, titles with a slip,
 * words of descriptions. */

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { launch, serve } from "./support.mjs";

const [argument] = process.argv.slice(2);
if (!argument) {
  console.error("usage: search-bench.mjs SITE");
  process.exit(2);
}
const out = resolve(argument);
const catalog = JSON.parse(await readFile(join(out, "catalog.json"), "utf8"));
const step = Math.max(1, Math.floor(catalog.length / 60));
const queries = catalog.filter((_, at) => at % step === 0).flatMap(({ title, description }) => {
  const words = (description || title).split(/\s+/).filter((word) => word.length > 3);
  const slip = title.slice(0, 3) + title.slice(4);
  return [title, title.slice(0, Math.ceil(title.length / 2)), slip, words.slice(0, 8).join(" "), words.slice(0, 3).join(" ")];
});
const server = await serve(out);
const browser = await launch();
const page = await browser.newPage();
await page.goto(`${server.base}search.html`);
const measured = await page.evaluate(async (queries) => {
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  const { open } = await import(new URL("search/client.js", location.href).href);
  const engine = await open({ base: new URL(".", location.href).href });
  const times = { loading: [], warm: [] };
  for (const row of Object.values(times)) {
    for (const query of queries) {
      const start = performance.now();
      await engine.search(query);
      row.push(performance.now() - start);
      // A task of its own for each query, as each key that a reader presses is.
      await new Promise((next) => setTimeout(next));
    }
  }
  return { ...times, long };
}, queries);
await browser.close();
await server.close();

const pick = (list, part) => +[...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))].toFixed(1);
const spread = (list) => ({ p50: pick(list, 0.5), p95: pick(list, 0.95), max: pick(list, 1) });
console.log(JSON.stringify({
  articles: catalog.length,
  queries: queries.length,
  loadingMilliseconds: spread(measured.loading),
  warmMilliseconds: spread(measured.warm),
  tasksOver50Milliseconds: measured.long.length,
}, null, 2));
