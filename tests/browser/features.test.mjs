/* What pages do for a reader beyond showing text. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eachOnItsOwnPage, join, pages, readFile } from "./support.mjs";

let site, context, page;
eachOnItsOwnPage((own) => ({ site, context, page } = own), { permissions: ["clipboard-read", "clipboard-write"] });

/** The first article of the sample whose page has `part`. */
async function articleWith(part) {
  for (const path of await pages(site.out)) {
    if (!path.startsWith("services/") && (await readFile(join(site.out, path), "utf8")).includes(part)) return path;
  }
  throw new Error(`no page of the sample has ${part}`);
}

const visible = (selector) => page.locator(`${selector}:visible`);

test("a service's list is filtered by words and kinds", async () => {
  await page.goto(`${site.base}services/halden.compute.html`);
  const box = page.getByLabel("Filter articles");
  const all = await page.locator("[data-items] > li").count();
  const found = page.locator("[data-found]");
  await box.fill("RESIZE");
  await page.waitForFunction((all) => !document.querySelector("[data-found]").textContent.startsWith(`${all} `), all);
  const shown = await visible("[data-items] > li").allTextContents();
  assert.ok(shown.length > 0 && shown.length < all);
  for (const text of shown) assert.match(text, /resize/i);
  assert.equal(await found.textContent(), `${shown.length} of ${all} articles`);
  await box.fill("nothing has these words");
  await page.waitForFunction(() => document.querySelector("[data-found]").textContent === "No article matches");
  assert.equal(await visible("[data-items] > li").count(), 0);
  await box.fill("");
  await page.waitForFunction((all) => document.querySelector("[data-found]").textContent.startsWith(`${all} `), all);
  const chip = page.locator('[data-by="kind"] button').first();
  const kind = await chip.textContent();
  await chip.click();
  await page.waitForFunction((all) => !document.querySelector("[data-found]").textContent.startsWith(`${all} `), all);
  for (const text of await visible("[data-items] > li .kind").allTextContents()) assert.equal(text, kind);
});

test("the theme is switched and remembered on other pages", async () => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${site.base}index.html`);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  const button = page.locator(".switch");
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  const dark = await background();
  assert.notEqual(dark, light);
  await page.goto(`${site.base}services/halden.compute.html`);
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  assert.equal(await background(), dark);
  await page.locator(".switch").click();
  assert.equal(await background(), light);
  await page.reload();
  assert.equal(await background(), light);
});

test("ticked steps are kept", async () => {
  await page.goto(site.base + (await articleWith('class="steps"')));
  const ticks = page.getByRole("checkbox", { name: /^Step \d+ is done$/ });
  await ticks.first().waitFor();
  assert.ok((await ticks.count()) > 1);
  await ticks.nth(1).click();
  assert.equal(await ticks.nth(1).getAttribute("aria-checked"), "true");
  await page.reload();
  await ticks.first().waitFor();
  assert.equal(await ticks.nth(0).getAttribute("aria-checked"), "false");
  assert.equal(await ticks.nth(1).getAttribute("aria-checked"), "true");
  await ticks.nth(1).press("Space");
  await page.reload();
  await ticks.first().waitFor();
  assert.equal(await ticks.nth(1).getAttribute("aria-checked"), "false");
});

test("code is copied without what stands around it", async () => {
  await page.goto(site.base + (await articleWith("<pre")));
  const code = await page.locator(".body pre code").first().textContent();
  await page.locator(".code .copy").first().click();
  await page.waitForFunction(() => document.querySelector(".code .copy").textContent === "Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, code.replace(/\n$/, ""));
});

test("headings have links and the on-this-page list leads to them", async () => {
  await page.goto(site.base + (await articleWith('class="toc"')));
  const link = page.locator(".toc a").last();
  if (!(await link.isVisible())) await page.locator(".toc summary").click();
  await link.click();
  const hash = new URL(page.url()).hash;
  assert.ok(hash.length > 1);
  assert.equal(await page.evaluate((id) => document.getElementById(id) !== null, decodeURIComponent(hash.slice(1))), true);
  await page.locator(".body .anchor").first().waitFor({ state: "attached" });
});

test("a page is read with the keyboard alone", async () => {
  await page.goto(`${site.base}index.html`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("main") !== null), true);
});

test("without scripts everything is there and nothing is offered that needs them", async () => {
  const plain = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  const page = await plain.newPage();
  await page.goto(`${site.base}services/halden.compute.html`);
  assert.ok((await page.locator(".list").boundingBox()).width > 600, "the page takes the place of the services");
  assert.equal(await page.locator("[data-filter]").isVisible(), false);
  assert.equal(await page.locator(".switch").isVisible(), false);
  const link = page.locator("[data-items] a").first();
  assert.ok(await link.isVisible());
  await link.click();
  assert.ok(await page.locator("article h1").isVisible());
  assert.ok((await page.locator("article .body").innerText()).length > 100);
  await plain.close();
});

test("articles can be printed", async () => {
  await page.goto(site.base + (await articleWith("<pre")));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".switch").isVisible(), false);
  assert.ok(await page.locator("article h1").isVisible());
});
