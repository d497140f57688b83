/* What readers meet beside the plain pages: topics, ids, answers and paper. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { build, catalogOf, folder, join, large, largePage, open, repository, serve, settled, start, watch, writeFile } from "./support.mjs";

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

test("the current service is shown in its long list, however late the styles come", async () => {
  await page.setViewportSize({ width: 1440, height: 240 });
  let listed;
  const list = new Promise((done) => (listed = done));
  await page.route("**/style.css", async (route) => {
    await list;
    await route.continue();
  });
  page.on("requestfinished", (request) => request.url().endsWith("services.json") && listed());
  const { url } = rows.find(({ service }) => service === "halden.compute");
  await open(page, site.base + url);
  const current = page.locator(".side [aria-current]");
  await current.waitFor();
  assert.ok(await current.evaluate((link) => {
    const [inner, outer] = [link.getBoundingClientRect(), link.closest(".side").getBoundingClientRect()];
    return inner.top >= outer.top && inner.bottom <= outer.bottom;
  }), "it is scrolled out of sight");
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

test("a thousand articles are filtered, and only those are touched whose state changes", async () => {
  const own = await large();
  const server = await serve(own.out);
  const plain = await site.browser.newContext();
  const other = await plain.newPage();
  await open(other, server.base + largePage);
  const found = (text) => other.waitForFunction((text) => document.querySelector("[data-found]").textContent === text, text);
  const touched = () => other.evaluate(() => globalThis.seen.splice(0).length);
  await other.evaluate(() => {
    globalThis.seen = [];
    new MutationObserver((list) => globalThis.seen.push(...list)).observe(document.querySelector(".list"), { subtree: true, attributeFilter: ["hidden"] });
  });
  await other.locator('[data-by="tag"] button', { hasText: "linux" }).click();
  await found("500 of 1000 articles");
  // Groups and the section around folded kinds may go too.
  const first = await touched();
  assert.ok(first >= 500 && first < 520, `${first} were touched`);
  await other.getByLabel("Filter articles").fill("number 99");
  await found("14 of 1000 articles");
  assert.equal(await other.locator("[data-items] > li:visible").count(), 14);
  const second = await touched();
  assert.ok(second >= 486 && second < 520, `${second} were touched`);
  // One letter more that changes nothing touches nothing.
  await other.getByLabel("Filter articles").fill("number 99 m");
  await other.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.equal(await touched(), 0);
  await plain.close();
  await server.close();
  await own.remove();
});
