/* Pictures of pages into screenshots/, each narrow and wide, in light and dark:

     node screenshots.mjs [WORD …]                                  every type of page of the sample; with words only
                                                                    those whose file's name has one
     node screenshots.mjs --corpus DIR --random 20 [--seed 7]       pages of DIR's site chosen at random: kind after
                                                                    kind until there are enough; says which
     node screenshots.mjs … --print                                 as they come out on paper, as PDF
     node screenshots.mjs … --rtl                                   as they are from right to left */

import { parseArgs } from "node:util";

import { catalogOf, folder, join, mkdir, open, build, launch, pageTypes, repository, sample, serve } from "./support.mjs";

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: "string" },
    random: { type: "string" },
    seed: { type: "string", default: "7" },
    print: { type: "boolean" },
    rtl: { type: "boolean" },
  },
});
const target = join(repository, "tests/browser/screenshots");

/** Numbers from 0 below 1 that look random and are the same for the same seed. */
function randomOf(seed) {
  let state = Number(seed) >>> 0;
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Pages chosen at random: one of each kind in turn, until there are `count`. */
async function chosen(out, count) {
  const random = randomOf(values.seed);
  const kinds = new Map();
  for (const row of await catalogOf(out)) kinds.set(row.kind, [...(kinds.get(row.kind) ?? []), row]);
  const names = [...kinds.keys()].sort();
  const pages = [];
  while (pages.length < count && names.some((name) => kinds.get(name).length)) {
    for (const name of names) {
      const rows = kinds.get(name);
      if (!rows.length || pages.length === count) continue;
      const [row] = rows.splice(Math.floor(random() * rows.length), 1);
      const number = String(pages.length + 1).padStart(2, "0");
      pages.push([`random-${values.seed}-${number}-${name}`, row.url]);
      console.log(`${number}  ${name.padEnd(26)} ${row.path}`);
    }
  }
  return pages;
}

async function corpusSite() {
  const { path, remove } = await folder();
  const out = join(path, "site");
  await build(values.corpus, out);
  return { out, remove };
}

const site = await (values.corpus ? corpusSite() : sample());
const server = await serve(site.out);
const browser = await launch();
const pages = values.random ? await chosen(site.out, Number(values.random)) : await pageTypes(site.out);
await mkdir(target, { recursive: true });
for (const colorScheme of values.print ? ["light"] : ["light", "dark"]) {
  for (const [size, width] of values.print ? [["paper", 800]] : [["narrow", 360], ["wide", 1440]]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    if (values.rtl) await context.addInitScript(() => document.addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl")));
    const page = await context.newPage();
    for (const [name, path] of pages) {
      const file = `${name}-${size}-${colorScheme}${values.rtl ? "-rtl" : ""}.${values.print ? "pdf" : "png"}`;
      if (words.length && !words.some((word) => file.includes(word))) continue;
      await open(page, server.base + path);
      if (values.print) await page.pdf({ path: join(target, file), format: "A4" });
      else await page.screenshot({ path: join(target, file), fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
await server.close();
await site.remove();
console.log(`pictures are in ${target}`);
