/* Every type of page in Chromium: nothing fails, nothing is loaded from elsewhere, everyone can use it. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { catalogOf, cutOff, open, pageTypes, readFile, settled, start, watch } from "./support.mjs";

let site;
let types;
let axe;
before(async () => {
  site = await start();
  types = await pageTypes(site.out);
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(() => site.stop());

/** The faults of the page in words, one a line. */
const inWords = (violations) =>
  violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).slice(0, 3).join("\n  ")}`).join("\n");

/** How much wider than its window the page is. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** How far parts of the page moved by themselves since it was opened. */
const shift = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        let sum = 0;
        const add = (list) => list.getEntries().forEach((entry) => (sum += entry.hadRecentInput ? 0 : entry.value));
        new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => setTimeout(() => done(sum)));
      }),
  );

test("the sample has an article of every kind", async () => {
  const kinds = new Set((await catalogOf(site.out)).map(({ kind }) => kind));
  assert.equal(kinds.size, 15, [...kinds].join());
});

// The narrowest one is what a window of 1280 pixels has at 400 %, where nothing may be lost or scroll sideways
// but tables and code; 640 is the same at 200 %.
for (const [colorScheme, width] of [["light", 320], ["light", 360], ["light", 640], ["light", 1440], ["dark", 360], ["dark", 1440]]) {
  test(`pages are sound and accessible, ${colorScheme}, ${width} pixels wide`, async (t) => {
    const context = await site.browser.newContext({ colorScheme, viewport: { width, height: width === 640 ? 400 : 900 }, reducedMotion: "reduce" });
    const faults = await watch(context, site.base);
    const page = await context.newPage();
    for (const [name, path] of types) {
      await t.test(name, async () => {
        faults.length = 0;
        const response = await open(page, site.base + path);
        assert.equal(response.status(), 200);
        assert.ok((await overflow(page)) <= 0, "it is too wide");
        // Results come when they are found, below what stands there.
        if (name !== "results") assert.equal(await shift(page), 0, "something moved");
        // Folded parts count too.
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        await settled(page);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          }),
        );
        assert.equal(inWords(violations), "");
        assert.ok((await overflow(page)) <= 0, "it is too wide when all is open");
        assert.deepEqual(await cutOff(page), []);
        await page.evaluate(() => (document.documentElement.dir = "rtl"));
        assert.ok((await overflow(page)) <= 0, "it is too wide from right to left");
        // Home is centred; nothing is set to a side.
        assert.match(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).textAlign), /^(start|center)$/);
        assert.deepEqual(faults, []);
      });
    }
    await context.close();
  });
}

test("an address that is not there gets a page that works", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const response = await page.goto(`${site.base}no/such/page.html`);
  assert.equal(response.status(), 404);
  const color = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
  assert.match(color, /Figtree/i);
  await page.getByRole("link", { name: "See all services" }).click();
  assert.equal(page.url(), `${site.base}index.html`);
  await context.close();
});
