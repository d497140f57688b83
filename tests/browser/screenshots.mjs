/* Pictures of every type of page into screenshots/: `node screenshots.mjs [WORD …]`, only those whose name has a word. */

import { mkdir, join, open, pageTypes, repository, start } from "./support.mjs";

const folder = join(repository, "tests/browser/screenshots");
const words = process.argv.slice(2);
const site = await start();
await mkdir(folder, { recursive: true });
for (const colorScheme of ["light", "dark"]) {
  for (const [size, width] of [["narrow", 360], ["wide", 1440]]) {
    const context = await site.browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const [name, path] of await pageTypes(site.out)) {
      const file = `${name}-${size}-${colorScheme}.png`;
      if (words.length && !words.some((word) => file.includes(word))) continue;
      await open(page, site.base + path);
      await page.screenshot({ path: join(folder, file), fullPage: true });
    }
    await context.close();
  }
}
await site.stop();
console.log(`pictures are in ${folder}`);
