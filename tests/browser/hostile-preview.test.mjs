/* The preview of hostile articles: its panel, its own pages and its answers show attacks as text. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { visit } from "./attacks.mjs";
import { hostileBook } from "./hostile-book.mjs";
import { preview } from "./preview.mjs";
import { catalogOf, launch } from "./support.mjs";

const long = process.env.CASEBOOK_LONG !== undefined;
/** A page of the preview: the preview's own script is there, and one of the theme. */
const page = { scripts: 2 };
/** A page of the preview's own. */
const own = { scripts: 2, end: "main", ids: ["main", "q"] };

let book, served, browser, paths;
before(async () => {
  book = await hostileBook(long ? 10 : 300);
  paths = (await catalogOf(book.out)).map(({ url }) => url);
  [served, browser] = await Promise.all([preview(book.path, { args: ["--editor", "true"] }), launch()]);
});
after(async () => {
  await browser?.close();
  await served?.stop();
  await book?.remove();
});

/** Opens the panel and each of its tabs. */
async function open(page) {
  const panel = page.locator("casebook-preview #panel");
  await panel.waitFor({ state: "attached" });
  // A page remembers that the one before it had its panel open.
  if (await panel.isHidden()) await page.locator("casebook-preview .pill").click();
  for (const tab of ["article", "portal", "findings"]) await page.locator(`casebook-preview #tab-${tab}`).click();
}

test("the panel shows what is wrong with hostile articles as text", async (t) => {
  const some = paths.filter((_, index) => index % (long ? 1 : 20) === 0);
  t.diagnostic(`${some.length} pages`);
  assert.deepEqual(await visit(browser, served.base, some, { context: { bypassCSP: true }, look: { ...page, all: true }, then: open }), []);
});

test("the list of findings shows them as text, whatever it is asked for", async () => {
  const names = ["q", "rule", "service", "owner", "severity", "from", "other"];
  const asked = book.attacks.filter((_, index) => index % (long ? 1 : 8) === 0).map((attack, index) => `_casebook/?${new URLSearchParams({ [names[index % names.length]]: attack, q: index % 2 ? attack : "" })}`);
  const all = ["_casebook/", ...Array.from({ length: 8 }, (_, at) => `_casebook/?from=${200 * at}`), ...asked];
  assert.deepEqual(await visit(browser, served.base, all, { context: { bypassCSP: true }, look: { ...own, all: true } }), []);
});

test("answers are told to be what they are, and hold no more than text of what was asked", async () => {
  for (const attack of book.attacks.filter((_, index) => index % (long ? 1 : 8) === 0)) {
    const query = new URLSearchParams({ address: attack, path: attack, page: attack, id: attack, text: attack });
    const look = await fetch(`${served.base}_casebook/look?${query}`);
    assert.equal(look.headers.get("content-type"), "application/json");
    assert.equal(look.headers.get("x-content-type-options"), "nosniff");
    JSON.parse(await look.text());
    const gone = await fetch(served.base + encodeURIComponent(attack).replaceAll(/%(00|2F|5C|3A)/g, "_"));
    assert.ok([400, 404].includes(gone.status), `${gone.status}: ${attack}`);
    assert.match(gone.headers.get("content-type"), /^text\/(html|plain); charset=utf-8$/);
  }
  const missing = book.attacks.filter((_, index) => index % (long ? 2 : 20) === 0).map((attack) => encodeURIComponent(attack).replaceAll(/%(00|2F|5C|3A)/g, "_"));
  assert.deepEqual(await visit(browser, served.base, missing, { context: { bypassCSP: true }, look: null, missing: true }), []);
});
