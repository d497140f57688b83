#!/usr/bin/env node
// Checks a team's golden queries on a built site, with the module that its pages use.
//   node tests/search/golden.mjs SITE queries.toml
// The file has tables of this form, and nothing else:
//   [[query]]
//   q = "what a reader types"
//   expect = "the articleId that must be found"
//   within = 3        # in the first so many results; 3 when it is not given
// Exit code 0 when all are found, 1 when some are not, 2 when it could not be checked.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The queries in `text`; a fault is an Error with its line. */
export function read(text) {
  const queries = [];
  text.split(/\r?\n/).forEach((line, at) => {
    const fail = (why) => { throw new Error(`line ${at + 1}: ${why}`); };
    const content = line.trim();
    if (content === "" || content.startsWith("#")) return;
    if (/^\[\[\s*query\s*\]\]\s*(#.*)?$/.test(content)) return void queries.push({ line: at + 1, within: 3 });
    const [, key, value] = /^(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*'|\d+)\s*(?:#.*)?$/.exec(content) ?? fail("write key = \"text\" or key = number");
    const query = queries.at(-1) ?? fail("write [[query]] first");
    if (key === "within") query.within = /^\d+$/.test(value) && value > 0 ? Number(value) : fail("`within` must be a number from 1");
    else if (key !== "q" && key !== "expect") fail(`unknown key \`${key}\`; known are q, expect, within`);
    else if (/^\d/.test(value)) fail(`\`${key}\` must be a text`);
    else if (value.startsWith("'")) query[key] = value.slice(1, -1);
    else {
      try {
        query[key] = JSON.parse(value);
      } catch {
        fail(`\`${key}\` has an escape that is not understood`);
      }
    }
  });
  for (const { line, q, expect } of queries) {
    if (q === undefined || expect === undefined) throw new Error(`line ${line}: the query needs \`q\` and \`expect\``);
  }
  return queries;
}

/** Asks each of `queries`; returns those that fail, with where the article was and what came first. */
export async function check(engine, queries) {
  const failed = [];
  for (const query of queries) {
    const { results } = await engine.search(query.q, { limit: Math.max(50, query.within) });
    const place = results.findIndex((result) => result.articleId.toLowerCase() === query.expect.toLowerCase());
    if (place < 0 || place >= query.within) failed.push({ ...query, place, first: results[0] });
  }
  return failed;
}

async function main() {
  const [site, file] = process.argv.slice(2);
  if (!file) throw new Error("usage: golden.mjs SITE queries.toml");
  const root = resolve(site);
  const { open } = await import(pathToFileURL(join(root, "search/client.js")).href);
  const fetch = async (url) => {
    try {
      return new Response(readFileSync(join(root, decodeURIComponent(new URL(url).pathname))));
    } catch {
      return new Response("", { status: 404 });
    }
  };
  let queries;
  try {
    queries = read(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
  const failed = await check(await open({ base: "https://site.test/", fetch }), queries);
  for (const { line, q, expect, within, place, first } of failed) {
    const found = place < 0 ? "not among the first 50" : `in place ${place + 1}`;
    console.log(`${file}:${line}: "${q}" expects ${expect} in the first ${within}, it is ${found}${first ? `; first is "${first.title}" (${first.articleId})` : ""}`);
  }
  console.log(`${queries.length - failed.length} of ${queries.length} golden queries hold`);
  return failed.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  main().then(
    (code) => { process.exitCode = code; },
    (error) => {
      console.error(`error: ${error.message}`);
      process.exitCode = 2;
    },
  );
}
