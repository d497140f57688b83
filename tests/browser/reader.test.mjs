/* What readers meet beside the plain pages: topics, ids, answers and paper. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { build, catalogOf, folder, join, open, readFile, repository, settled, start, watch, writeFile } from "./support.mjs";

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
  await page.reload();
  await settled(page);
  assert.equal(await page.locator(".side li").count(), 0);
  await page.locator(".side summary").press("Enter");
  await page.locator(".side [aria-current]").waitFor();
  await page.locator(".side li").last().locator("a").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".side")), null);
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
  await open(other, server.base + url);
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
  await open(other, `${server.base}services/acme.compute.html`);
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

