/* Lighthouse's scores with its mobile settings: `npx --yes -p lighthouse node lighthouse.mjs`, or with
   `npm install --no-save lighthouse` before. Prints a line for each page: performance, accessibility, best
   practices, search engines, and the layout shift; then how long the longest task is while a thousand articles are
   filtered, on a processor that is slowed down as Lighthouse does it. The exit code is 1 where a score is below 100,
   98 for performance. */

import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { delimiter } from "node:path";
import { tmpdir } from "node:os";
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

import { catalogOf, join, large, largePage, launch, open, sample, serve } from "./support.mjs";

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
const big = await large();
const bigServer = await serve(big.out, { compress: true });
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
const addresses = ["index.html", "services/halden.compute.html", rows.find(({ kind }) => kind === "generic").url, "search.html", "topics/41010.html"].map((path) => [path, server.base + path]);
addresses.push(["a service with a thousand articles", bigServer.base + largePage]);
let low = false;
for (const [name, address] of addresses) {
  const { lhr } = await lighthouse(address, { port, logLevel: "silent", onlyCategories: ["performance", "accessibility", "best-practices", "seo"] });
  const scores = Object.values(lhr.categories).map(({ score }) => Math.round(score * 100));
  const wanted = [98, 100, 100, 100];
  low ||= scores.some((score, at) => score < wanted[at]);
  console.log([...scores.map((score) => String(score).padStart(3)), `shift ${lhr.audits["cumulative-layout-shift"].numericValue}`, name].join("  "));
  for (const { auditRefs } of Object.values(lhr.categories)) {
    for (const { id, weight } of auditRefs) {
      const { score, title } = lhr.audits[id];
      if (weight && score !== null && score < 0.9) console.log(`     ${title} (${score})`);
    }
  }
}
chromium.kill();
await new Promise((done) => chromium.once("exit", done));

/* Each letter is typed when the one before it is drawn. */
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 412, height: 823 } });
await open(page, bigServer.base + largePage);
const devtools = await page.context().newCDPSession(page);
await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
await page.evaluate(() => {
  globalThis.tasks = [];
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
});
const drawn = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
const box = page.getByLabel("Filter articles");
await box.focus();
await drawn();
for (const letter of "number 99") {
  await box.press(letter);
  await drawn();
}
for (const name of ["linux", "windows"]) {
  await page.locator('[data-by="tag"] button', { hasText: name }).click();
  await drawn();
}
await box.fill("");
await drawn();
const tasks = await page.evaluate(() => globalThis.tasks);
console.log(`longest task while filtering, processor four times slower: ${tasks.length ? `${Math.max(...tasks)} ms` : "none over 50 ms"}`);
await browser.close();
for (const each of [[site, server], [big, bigServer]]) {
  await each[1].close();
  await each[0].remove();
}
await rm(profile, { recursive: true, force: true });
process.exitCode = low ? 1 : 0;
