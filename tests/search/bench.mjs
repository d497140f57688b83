#!/usr/bin/env node
// What searching a built site costs.
//   node tests/search/bench.mjs SITE [ARTICLES] [--json]
// The queries are made of the site itself: titles, beginnings of titles, titles with a slip, words of
// descriptions, ids. ARTICLES is the folder of Markdown files that the index is compared with.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [siteArgument, articles] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (!siteArgument) {
  console.error("usage: bench.mjs SITE [ARTICLES] [--json]");
  process.exit(2);
}
const site = resolve(siteArgument), base = "https://site.test/";
const { open } = await import(pathToFileURL(join(site, "search/client.js")).href);
const catalog = JSON.parse(readFileSync(join(site, "catalog.json"), "utf8"));

let bytes = 0, requests = 0, waves = 0, pending = 0;
const countingFetch = async (url) => {
  // Requests that wait for no answer belong to one round trip.
  if (pending === 0) waves += 1;
  pending += 1;
  await new Promise((done) => setTimeout(done, 1));
  const body = readFileSync(join(site, decodeURIComponent(new URL(url).pathname)));
  pending -= 1;
  bytes += body.length;
  requests += 1;
  return new Response(body);
};
const reset = () => ([bytes, requests, waves] = [0, 0, 0]);

/** Numbers that look random and are the same in every run. */
let state = 42;
const random = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((state / 0x80000000) * below);
};
const slip = (text) => {
  const at = 1 + random(Math.max(1, text.length - 2));
  return text.slice(0, at) + text.slice(at + 1);
};
const queries = [];
for (let count = 0; count < 60; count += 1) {
  const { title, description, articleId } = catalog[random(catalog.length)];
  const words = (description || title).split(/\s+/).filter((word) => word.length > 3);
  queries.push(title, title.slice(0, 6 + random(Math.max(1, title.length - 6))), slip(title));
  queries.push(words.slice(0, 8).join(" "), words.slice(0, 3).join(" "));
  if (articleId) queries.push(articleId);
}

const first = [], later = [], times = [];
for (const query of queries) {
  reset();
  await (await open({ base, fetch: countingFetch })).search(query);
  first.push({ bytes, requests, waves });
}
const engine = await open({ base, fetch: countingFetch });
for (const query of queries) {
  reset();
  await engine.search(query);
  later.push({ bytes, requests, waves });
}
for (const query of queries) {
  const start = performance.now();
  await engine.search(query);
  times.push(performance.now() - start);
}

const pick = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))];
const spread = (list) => ({ p50: +pick(list, 0.5).toFixed(1), p95: +pick(list, 0.95).toFixed(1), max: +Math.max(...list).toFixed(1) });
const column = (rows, key) => spread(rows.map((row) => row[key]));
const files = readdirSync(join(site, "search"));
const size = (wanted) => files.filter(wanted).reduce((sum, name) => sum + statSync(join(site, "search", name)).size, 0);
const modules = files.filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(site, "search", name)));
const report = {
  articles: catalog.length,
  queries: queries.length,
  first: { bytes: column(first, "bytes"), requests: column(first, "requests"), roundTrips: column(first, "waves") },
  later: { bytes: column(later, "bytes"), requests: column(later, "requests") },
  warmMilliseconds: spread(times),
  indexBytes: size((name) => !name.endsWith(".js")),
  indexFiles: files.length - modules.length,
  clientGzipped: modules.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0),
};
if (articles) {
  const markdown = readdirSync(articles, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
  report.ofMarkdown = +(report.indexBytes / markdown).toFixed(3);
}
console.log(process.argv.includes("--json") ? JSON.stringify(report) : JSON.stringify(report, null, 2));
