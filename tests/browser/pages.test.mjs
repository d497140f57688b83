/* Every type of page in Chromium: nothing fails, nothing is loaded from elsewhere, everyone can use it. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { pageTypes, readFile, start, watch } from "./support.mjs";

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

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1440]) {
    test(`pages are sound and accessible, ${colorScheme}, ${width} pixels wide`, async (t) => {
      const context = await site.browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const faults = await watch(context, site.base);
      const page = await context.newPage();
      for (const [name, path] of types) {
        await t.test(name, async () => {
          faults.length = 0;
          const response = await page.goto(site.base + path, { waitUntil: "networkidle" });
          assert.equal(response.status(), 200);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `${overflow} pixels too wide`);
          // Folded parts count too.
          await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() =>
            globalThis.axe.run(document, {
              runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            }),
          );
          assert.equal(inWords(violations), "");
          const opened = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(opened <= 0, `${opened} pixels too wide when all is open`);
          assert.deepEqual(faults, []);
        });
      }
      await context.close();
    });
  }
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
