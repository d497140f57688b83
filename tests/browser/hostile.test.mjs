/* Articles that attack: opened in a real browser, nothing of them runs or is loaded. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";

import { visit } from "./attacks.mjs";
import { hostileBook } from "./hostile-book.mjs";
import { files, join, pages, program, readFile, start } from "./support.mjs";

const long = process.env.CASEBOOK_LONG !== undefined;

let site;
before(async () => {
  site = await start(() => hostileBook(long ? 1 : 150));
});
after(() => site.stop());

/** What happens in `paths` of the site in contexts of `options`; `all` is also to send events that handlers wait for. */
function visited(paths, options, all = false) {
  const then = async (page, path) => {
    if (path.startsWith("search.html?")) await page.waitForFunction(() => document.querySelector("[data-status]").textContent);
  };
  return visit(site.browser, site.base, paths, { context: options, look: { all }, then });
}

test("nothing of a hostile article runs or is loaded", async (t) => {
  const all = await pages(site.out);
  const paths = all.filter((_, index) => long || index % 3 === 0);
  t.diagnostic(`${site.attacks.length} payloads, ${site.fields} places, ${paths.length} of ${all.length} pages`);
  assert.deepEqual(await visited(paths, {}), []);
});

test("the pages are harmless also where a browser does not know the content policy", async () => {
  const paths = (await pages(site.out)).filter((_, index) => long || index % 10 === 0);
  assert.deepEqual(await visited(paths, { bypassCSP: true }, true), []);
});

test("results of a search show attacks as text", async () => {
  const words = ["alert", "script", "onerror", "evil", "svg", "javascript", "style", "x"];
  const queries = [...words, ...site.attacks.filter((_, index) => index % (long ? 5 : 60) === 0)];
  assert.deepEqual(await visited(queries.map((query) => `search.html?q=${encodeURIComponent(query)}`), { bypassCSP: true }, true), []);
});

test("what other programs read is well-formed", async () => {
  const page = await site.browser.newPage();
  for (const path of (await files(site.out)).filter((path) => /\.(json|xml|txt|md|webmanifest)$/.test(path))) {
    const text = await readFile(join(site.out, path), "utf8");
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\x00-\x08\x0b\x0c\x0e-\x1f]/, path);
    if (/\.(json|webmanifest)$/.test(path)) JSON.parse(text);
    if (path.endsWith(".xml")) {
      const bad = await page.evaluate((text) => {
        const read = new DOMParser().parseFromString(text, "application/xml");
        return [...read.querySelectorAll("parsererror, script, img, svg, iframe")].map((element) => element.outerHTML);
      }, text);
      assert.deepEqual(bad, [], path);
    }
  }
  await page.close();
});

test("a terminal gets no orders from articles, nor does a host that reads annotations", async () => {
  const check = (...options) => execFileSync(program, ["check", site.path, "--exit-zero", ...options], { maxBuffer: 1e9, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  for (const format of ["full", "concise", "summary", "markdown"]) {
    const text = check("--format", format, "--color", "always");
    // Colours are the only sequences.
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text.replaceAll(/\x1b\[[0-9;]*m/g, ""), /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/, format);
  }
  for (const line of check("--format", "github").split("\n")) assert.match(line, /^(::(error|warning|notice) title=[^:]*::.*)?$/);
});
