/* Every page of the sample: its links lead somewhere and its HTML is valid. `--long` has the real corpus too. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { HtmlValidate } from "html-validate";

import { build, existsSync, files as written, folder, join, pages, readFile, repository, start, valid } from "./support.mjs";

const corpus = join(repository, "target/corpus");

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** Follows every link of every page in `out`, as a browser reads it; what is dead, one a line. */
async function deadLinks(out) {
  const page = await (await site.browser.newContext({ javaScriptEnabled: true })).newPage();
  const files = new Set(await written(out));
  const links = [];
  const ids = new Map();
  const paths = await pages(out);
  for (let at = 0; at < paths.length; at += 200) {
    const some = paths.slice(at, at + 200);
    const texts = await Promise.all(some.map((path) => readFile(join(out, path), "utf8")));
    const read = await page.evaluate((texts) => {
      const parser = new DOMParser();
      return texts.map((text) => {
        const page = parser.parseFromString(text, "text/html");
        const all = (selector, name) => [...page.querySelectorAll(selector)].map((found) => found.getAttribute(name));
        return {
          ids: all("[id]", "id"),
          links: [...all("[href]", "href"), ...all("[src]", "src"), ...all("form[action]", "action")],
        };
      });
    }, texts);
    read.forEach((found, index) => {
      ids.set(some[index], new Set(found.ids));
      assert.equal(new Set(found.ids).size, found.ids.length, `${some[index]} has an id twice`);
      for (const link of found.links) links.push([some[index], link]);
    });
  }
  const dead = [];
  for (const [path, link] of links) {
    const url = new URL(link, `http://site.example/help/${path}`);
    if (url.host !== "site.example") continue;
    const target = decodeURIComponent(url.pathname).replace(/^\/help\//, "");
    const fragment = decodeURIComponent(url.hash.slice(1));
    // The 404 page is served anywhere, so its links begin at the host's root.
    const known = files.has(target) || (path === "404.html" && files.has(target.replace(/^\//, "")));
    if (!known) dead.push(`${path}: ${link}`);
    else if (fragment && ids.has(target) && !ids.get(target).has(fragment)) dead.push(`${path}: ${link}`);
  }
  assert.ok(links.length > paths.length);
  return dead;
}

test("every link of the sample leads somewhere", async () => {
  assert.deepEqual(await deadLinks(site.out), []);
});

test("the sample's pages are valid HTML", async (t) => {
  const validator = new HtmlValidate(valid);
  for (const path of await pages(site.out)) {
    await t.test(path, async () => {
      const report = await validator.validateString(await readFile(join(site.out, path), "utf8"), path);
      const faults = report.results.flatMap(({ messages }) =>
        messages.map(({ line, column, ruleId, message }) => `${path}:${line}:${column}: ${message} [${ruleId}]`),
      );
      assert.deepEqual(faults, []);
    });
  }
});

// A test of `./test --long`, where the real corpus is.
if (process.env.CASEBOOK_LONG && existsSync(corpus)) {
  test("every link of the real corpus leads somewhere", async () => {
    const { path, remove } = await folder();
    await build(corpus, join(path, "site"));
    assert.deepEqual(await deadLinks(join(path, "site")), []);
    await remove();
  });
}
