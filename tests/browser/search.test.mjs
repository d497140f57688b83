/* Search as a reader uses it: the box of every page by keyboard and mouse, the page of all results, and what
   is left without scripts. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { eachOnItsOwnPage } from "./support.mjs";

let site, context, page;
eachOnItsOwnPage((own) => ({ site, context, page } = own));

const box = () => page.getByRole("combobox");
const options = () => page.getByRole("option");

test("results come while typing, arrows move, Enter opens", async () => {
  await page.goto(`${site.base}index.html`);
  // The script makes a combobox of the box; before, a key is only a key.
  await box().waitFor();
  await page.keyboard.press("/");
  assert.equal(await box().evaluate((element) => element === document.activeElement), true);
  await page.keyboard.type("machine does not strat");
  // The results of the whole query, not of its beginning.
  await options().filter({ hasText: "machine does not strat" }).waitFor();
  assert.equal(await box().getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const active = page.locator(`#${await box().getAttribute("aria-activedescendant")}`);
  assert.equal(await active.getAttribute("aria-selected"), "true");
  assert.match(await active.textContent(), /machine does not start/i);
  assert.ok((await active.locator("mark").count()) > 0);
  await page.keyboard.press("Enter");
  await page.waitForURL(/compute-vm-does-not-start\.html$/);
  await page.waitForFunction(() => CSS.highlights.get("found")?.size > 0);
});

test("results that come late leave the reader's choice", async () => {
  await page.goto(`${site.base}index.html`);
  await box().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("machine does not start");
  await options().filter({ hasText: "machine does not start”" }).waitFor();
  await page.keyboard.press("ArrowDown");
  const before = await options().first().elementHandle();
  // Asked once more, the same results come again, as new elements.
  await box().dispatchEvent("input");
  await page.waitForFunction((option) => !option.isConnected, before);
  assert.equal(await options().first().getAttribute("aria-selected"), "true");
  assert.equal(await box().getAttribute("aria-activedescendant"), await options().first().getAttribute("id"));
  // A list that was closed has no choice when it opens again.
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowDown");
  await options().first().waitFor();
  assert.equal(await box().getAttribute("aria-activedescendant"), null);
});

test("Escape closes the list, Ctrl-K leads back to the box, and the mouse opens a result", async () => {
  await page.goto(`${site.base}services/halden.network.html`);
  await box().waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("gateway");
  await options().first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("listbox").count(), 0);
  assert.equal(await box().inputValue(), "gateway");
  await page.keyboard.press("ArrowDown");
  await options().first().click();
  await page.waitForURL(/halden\.[a-z]+\/[a-z-]+\.html$/);
});

test("last searches are offered in an empty box", async () => {
  await page.goto(`${site.base}search.html?q=disk`);
  await page.locator("[data-list] li").first().waitFor();
  await page.locator("[data-list] a").first().click();
  await page.waitForURL(/halden/);
  await box().focus();
  await page.getByRole("option", { name: "disk", exact: true }).waitFor();
});

test("an address shows all results with facets, and the back button leads back", async () => {
  await page.goto(`${site.base}search.html?q=disk`);
  const list = page.locator("[data-list] > li");
  await list.first().waitFor();
  const all = await list.count();
  await page.getByRole("group", { name: "Service" }).getByLabel(/Databases/).check();
  await page.waitForURL(/service=halden\.databases/);
  await page.waitForFunction((all) => document.querySelectorAll("[data-list] > li").length < all, all);
  assert.ok((await list.count()) > 0);
  await page.goBack();
  await page.waitForFunction((all) => document.querySelectorAll("[data-list] > li").length === all, all);
  assert.equal(new URL(page.url()).search, "?q=disk");
});

test("an id that support gave leads straight to its article", async () => {
  await page.goto(`${site.base}search.html?q=compute-vm-does-not-start`);
  await page.locator("[data-list] a").first().waitFor();
  assert.match(await page.locator("[data-list] a").first().getAttribute("href"), /compute-vm-does-not-start\.html$/);
});

test("nothing found says so and how to go on", async () => {
  await page.goto(`${site.base}search.html?q=zzzqqqxxx`);
  await page.locator("[data-empty]").waitFor();
  assert.match(await page.locator("[data-status]").textContent(), /No article found/);
});

test("searches are told to the page, and to nobody else", async () => {
  await page.goto(`${site.base}index.html`);
  await page.evaluate(() => {
    globalThis.told = [];
    document.addEventListener("casebook:search", ({ detail }) => globalThis.told.push(detail));
  });
  await box().fill("gateway");
  await options().first().waitFor();
  const told = await page.evaluate(() => globalThis.told.at(-1));
  assert.equal(told.query, "gateway");
  assert.ok(told.results.length > 0 && told.chosen === null);
});

test("without scripts the search page says so and leads to the services", async () => {
  const plain = await site.browser.newContext({ javaScriptEnabled: false });
  const shown = await plain.newPage();
  await shown.goto(`${site.base}index.html`);
  await shown.locator("input[name=q]").fill("disk");
  await shown.keyboard.press("Enter");
  await shown.waitForURL(/search\.html\?q=disk$/);
  assert.match(await shown.locator("main").textContent(), /needs JavaScript/);
  await shown.getByRole("link", { name: "Virtual Machines" }).click();
  assert.match(shown.url(), /services\/halden\.compute\.html$/);
  await plain.close();
});
