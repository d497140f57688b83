/* Articles that attack: opened in a real browser, nothing of them runs or is loaded. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";

import { hostileBook } from "./hostile-book.mjs";
import { files, join, pages, program, readFile, start, watch } from "./support.mjs";

const long = process.env.CASEBOOK_LONG !== undefined;
/** Pages that are open at once. */
const TABS = 3;

let site;
before(async () => {
  site = await start(() => hostileBook(long ? 1 : 150));
});
after(() => site.stop());

/** What is in the page that must not be; runs in the browser. */
function inspect(all) {
  const bad = [];
  const acting = "main style, main link, main meta, base, iframe, frame, object, embed, applet, main title, math, animate, set, foreignObject, main svg script, portal, form[action^='http'], .body :is(template, noscript), main :is(audio, video)";
  for (const element of document.querySelectorAll(acting)) bad.push(`<${element.localName}>`);
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || ["style", "srcdoc", "srcset", "ping", "formaction", "background"].includes(name)) bad.push(`${element.tagName} ${name}`);
      if (["href", "src", "action", "xlink:href", "poster", "data", "cite"].includes(name)) {
        const { protocol } = new URL(value, document.baseURI);
        if (!["http:", "https:", "mailto:"].includes(protocol)) bad.push(`${element.tagName} ${name}=${value}`);
      }
    }
    if (all) for (const type of ["mouseover", "focus", "error", "load", "toggle", "animationstart"]) element.dispatchEvent(new Event(type));
  }
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  const scripts = document.querySelectorAll("script").length;
  if (scripts !== 1) bad.push(`${scripts} scripts`);
  for (const one of ["main", "q"]) if (document.querySelectorAll(`[id="${one}"]`).length !== 1) bad.push(`not one #${one}`);
  if (!document.querySelector("body > footer.end")) bad.push("the page ends early");
  return bad;
}

/** Opens every one of `paths` in a context of its own, and says what happens in them. */
async function visit(paths, options, all = false) {
  const waiting = [...paths];
  const found = [];
  const tab = async () => {
    const context = await site.browser.newContext(options);
    const faults = await watch(context, site.base);
    const page = await context.newPage();
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      await page.goto(site.base + path, { waitUntil: "load" });
      if (path.startsWith("search.html?")) await page.waitForFunction(() => document.querySelector("[data-status]").textContent);
      faults.push(...(await page.evaluate(inspect, all)));
      found.push(...faults.splice(0).map((fault) => `${path}: ${fault}`));
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: TABS }, tab));
  return found;
}

test("nothing of a hostile article runs or is loaded", async (t) => {
  const paths = await pages(site.out);
  t.diagnostic(`${site.attacks.length} payloads, ${site.fields} places, ${paths.length} pages`);
  assert.deepEqual(await visit(paths, {}), []);
});

test("the pages are harmless also where a browser does not know the content policy", async () => {
  const paths = (await pages(site.out)).filter((_, index) => long || index % 6 === 0);
  assert.deepEqual(await visit(paths, { bypassCSP: true }, true), []);
});

test("results of a search show attacks as text", async () => {
  const words = ["alert", "script", "onerror", "evil", "svg", "javascript", "style", "x"];
  const queries = [...words, ...site.attacks.filter((_, index) => index % (long ? 5 : 60) === 0)];
  assert.deepEqual(await visit(queries.map((query) => `search.html?q=${encodeURIComponent(query)}`), { bypassCSP: true }, true), []);
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
