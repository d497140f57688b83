/* What readers meet beside the plain pages: topics, ids, answers, other directions, zoom, paper, and stillness. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { HtmlValidate } from "html-validate";

import { build, catalogOf, existsSync, folder, join, pages, pageTypes, readFile, repository, start, valid, watch, writeFile } from "./support.mjs";

let site;
let context;
let faults;
let page;
let rows;
before(async () => {
  site = await start();
  rows = await catalogOf(site.out);
});
after(() => site.stop());
beforeEach(async () => {
  context = await site.browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], viewport: { width: 1440, height: 900 } });
  faults = await watch(context, site.base);
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  assert.deepEqual(faults, []);
});

test("a topic's id leads to what a customer sees there", async () => {
  await page.goto(`${site.base}search.html?q=32600101`);
  const link = page.locator("[data-topic] a");
  await link.waitFor();
  await link.click();
  assert.equal(page.url(), `${site.base}topics/41010.html#t-32600101`);
  const topic = page.locator("#t-32600101");
  assert.match(await topic.innerText(), /What a customer sees\s+My virtual machine does not start/);
});

test("the address that is copied beside an id leads to the article", async () => {
  const { url, articleId } = rows.find(({ kind }) => kind === "generic");
  await page.goto(site.base + url);
  await page.getByRole("button", { name: "Copy link", exact: true }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `${site.base}go.html?id=${articleId}`);
  await page.goto(copied);
  await page.waitForURL(site.base + url);
});

test("services stand beside the page in wide windows, the current one marked", async () => {
  const { url } = rows.find(({ service }) => service === "halden.compute");
  await page.goto(site.base + url);
  await page.locator(".side [aria-current]").waitFor();
  assert.equal(await page.locator(".side [aria-current]").innerText(), "Virtual Machines");
  assert.equal(await page.locator(".side li").count(), 9);
  // In a narrower window they are folded above it, loaded when they are unfolded, and hold the focus nowhere.
  await page.setViewportSize({ width: 360, height: 800 });
  await page.reload({ waitUntil: "networkidle" });
  assert.equal(await page.locator(".side li").count(), 0);
  await page.locator(".side summary").press("Enter");
  await page.locator(".side [aria-current]").waitFor();
  await page.locator(".side li").last().locator("a").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".side")), null);
});

test("nothing moves while a page is read", async () => {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [name, path] of await pageTypes(site.out)) {
      // What was looked for comes when it is found, below what stands there.
      if (["results", "go"].includes(name)) continue;
      await page.goto(site.base + path, { waitUntil: "networkidle" });
      const shift = await page.evaluate(() => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.hadRecentInput ? 0 : entry.value))).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => setTimeout(() => done(sum)));
      }));
      assert.equal(shift, 0, `${name}, ${width} pixels wide`);
    }
  }
});

test("pages zoomed to 200 % lose nothing", async () => {
  // A window of 1280 by 800 pixels, of which each takes four of the screen's.
  await page.setViewportSize({ width: 640, height: 400 });
  for (const [name, path] of await pageTypes(site.out)) {
    await page.goto(site.base + path, { waitUntil: "networkidle" });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`);
  }
});

test("pages read from right to left", async () => {
  for (const [name, path] of await pageTypes(site.out)) {
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(site.base + path, { waitUntil: "networkidle" });
      await page.evaluate(() => (document.documentElement.dir = "rtl"));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide at ${width}`);
      const start = await page.evaluate(() => getComputedStyle(document.querySelector("h1")).textAlign);
      // Home is centred; nothing is set to a side.
      assert.match(start, /^(start|center)$/, name);
    }
  }
});

test("paper has the targets of links", async () => {
  for (const { url } of rows.filter(({ kind }) => kind === "generic")) {
    await page.goto(site.base + url);
    const link = page.locator('.body a[href^="http"]').first();
    if (!(await link.count())) continue;
    await page.emulateMedia({ media: "print" });
    const after = await link.evaluate((link) => getComputedStyle(link, "::after").content);
    assert.match(after, /attr\(href\)|https?:/);
    for (const hidden of [".bar", ".side", ".toc"]) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    return;
  }
  throw new Error("no article of the sample links elsewhere");
});

test("an answer to “Was this helpful?” is an event and nothing else", async () => {
  const own = await folder();
  await writeFile(join(own.path, "casebook.toml"), "[article]\nhelpful = true\n");
  const { path, url, articleId } = rows.find(({ kind }) => kind === "generic");
  await (await import("node:fs/promises")).cp(join(repository, path), join(own.path, path), { recursive: true });
  const out = join(own.path, "site");
  await build(own.path, out);
  const { serve } = await import("./support.mjs");
  const server = await serve(out);
  const plain = await site.browser.newContext();
  const requests = [];
  plain.on("request", (request) => requests.push(request.url()));
  const other = await plain.newPage();
  await other.goto(server.base + url, { waitUntil: "networkidle" });
  await other.evaluate(() => document.addEventListener("casebook:helpful", ({ detail }) => (globalThis.answer = detail)));
  const before = requests.length;
  await other.getByRole("button", { name: "No" }).click();
  assert.deepEqual(await other.evaluate(() => globalThis.answer), { article: path, id: articleId, helpful: false });
  assert.equal(await other.getByText("Thank you").isVisible(), true);
  assert.equal(requests.length, before);
  await plain.close();
  await server.close();
  await own.remove();
});

test("a thousand articles are filtered without a stutter", async () => {
  const own = await folder();
  for (let number = 0; number < 1000; number++) {
    const path = join(own.path, `articles/acme.compute/article-${number}.md`);
    if (!number) await (await import("node:fs/promises")).mkdir(join(own.path, "articles/acme.compute"), { recursive: true });
    const tag = number % 2 ? "linux" : "windows";
    await writeFile(path, `<properties\n  pageTitle="Problem number ${number}"\n  description="What to do about ${number}"\n  service="acme.compute"\n  resource="machines"\n  selfHelpType="generic"\n  resourceTags="${tag}"\n  cloudEnvironments="public"\n  articleId="a-${number}"\n/>\n\n# Problem\n\nText\n`);
  }
  const out = join(own.path, "site");
  await build(own.path, out);
  const { serve } = await import("./support.mjs");
  const server = await serve(out);
  const plain = await site.browser.newContext();
  const other = await plain.newPage();
  await other.goto(`${server.base}services/acme.compute.html`, { waitUntil: "networkidle" });
  await other.locator('[data-by="tag"] button', { hasText: "linux" }).click();
  await other.waitForFunction(() => document.querySelector("[data-found]").textContent === "500 of 1000 articles");
  await other.getByLabel("Filter articles").fill("number 99");
  await other.waitForFunction(() => document.querySelector("[data-found]").textContent === "14 of 1000 articles");
  const count = await other.locator("[data-items] > li:visible").count();
  assert.equal(count, 14);
  await plain.close();
  await server.close();
  await own.remove();
});

const corpus = join(repository, "target/corpus");
test("five hundred pages of the real corpus are valid HTML", { skip: process.env.CASEBOOK_LONG ? !existsSync(corpus) && "there is no real corpus" : "only with --long" }, async () => {
  const own = await folder();
  const out = process.env.CASEBOOK_SITE ?? join(own.path, "site");
  if (!process.env.CASEBOOK_SITE) await build(corpus, out);
  const validator = new HtmlValidate(valid);
  const all = await pages(out);
  const found = [];
  for (let at = 0; at < 500; at++) {
    const path = all[Math.floor((at * all.length) / 500)];
    const report = await validator.validateString(await readFile(join(out, path), "utf8"), path);
    for (const { messages } of report.results) {
      for (const { line, column, ruleId, message } of messages) found.push(`${path}:${line}:${column}: ${message} [${ruleId}]`);
    }
  }
  await own.remove();
  assert.deepEqual(found, []);
});
