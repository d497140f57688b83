/* Lighthouse's scores with its mobile settings: `npx --yes -p lighthouse node lighthouse.mjs`, or with
   `npm install --no-save lighthouse` before. Prints a line for each page: performance, accessibility, best
   practices, search engines, and the layout shift. The exit code is 1 where a score is below 100, 98 for performance. */

import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { delimiter } from "node:path";
import { tmpdir } from "node:os";
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

import { catalogOf, join, sample, serve } from "./support.mjs";

/** The module, from here or from where npx put it. */
async function load(name) {
  const places = [import.meta.url, ...process.env.PATH.split(delimiter).map((path) => pathToFileURL(join(path, "x")).href)];
  for (const place of places) {
    try {
      return await import(pathToFileURL(createRequire(place).resolve(name)).href);
    } catch {
      // The next place.
    }
  }
  throw new Error(`${name} is not installed: npm install --no-save ${name}`);
}

const { default: lighthouse } = await load("lighthouse");
const site = await sample();
const server = await serve(site.out, { compress: true });
const profile = await mkdtemp(join(tmpdir(), "casebook-lighthouse-"));
const port = 9333;
const chromium = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", `--user-data-dir=${profile}`, `--remote-debugging-port=${port}`, "about:blank",
], { stdio: "ignore" });
// The port answers when Chromium is ready.
for (let tries = 0; tries < 300; tries++) {
  if (await fetch(`http://127.0.0.1:${port}/json/version`).catch(() => undefined)) break;
  await new Promise((wake) => setTimeout(wake, 100));
}
const rows = await catalogOf(site.out);
const paths = ["index.html", "services/halden.compute.html", rows.find(({ kind }) => kind === "generic").url, "search.html", "topics/41010.html"];
let low = false;
for (const path of paths) {
  const { lhr } = await lighthouse(server.base + path, { port, logLevel: "silent", onlyCategories: ["performance", "accessibility", "best-practices", "seo"] });
  const scores = Object.values(lhr.categories).map(({ score }) => Math.round(score * 100));
  const wanted = [98, 100, 100, 100];
  low ||= scores.some((score, at) => score < wanted[at]);
  console.log([...scores.map((score) => String(score).padStart(3)), `shift ${lhr.audits["cumulative-layout-shift"].numericValue}`, path].join("  "));
  for (const { auditRefs } of Object.values(lhr.categories)) {
    for (const { id, weight } of auditRefs) {
      const { score, title } = lhr.audits[id];
      if (weight && score !== null && score < 0.9) console.log(`     ${title} (${score})`);
    }
  }
}
chromium.kill();
await new Promise((done) => chromium.once("exit", done));
await server.close();
await site.remove();
await rm(profile, { recursive: true, force: true });
process.exitCode = low ? 1 : 0;
