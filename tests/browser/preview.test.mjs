/* The preview as an author sees it: what is saved is on the page, in its place. */

import assert from "node:assert/strict";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { preview } from "./preview.mjs";
import { cutOff, folder, join, launch, readFile, repository, watch, writeFile } from "./support.mjs";

const name = "articles/halden.compute/preview-article.md";
const address = "halden.compute/preview-article.html";

const article = (body, { title = "A machine is slow", id = "preview-article" } = {}) => `<properties
    pageTitle="${title}"
    description="Find what slows the machine down."
    authors="docs"
    ms.author="docs"
    service="halden.compute"
    resource="virtualMachines"
    displayOrder="991"
    selfHelpType="generic"
    supportTopicIds="32600101"
    productPesIds="41010"
    cloudEnvironments="public,fairfax"
    articleId="${id}"
    ownershipId="Compute_Preview"
/>
# A machine is slow

${body}
`;

const filler = Array.from({ length: 60 }, (_, at) => `Paragraph ${at} stays as it is.`).join("\n\n");
const long = (sentence) =>
  article(`## **Recommended Steps**\n\n1. Look at the load.\n2. Stop what is not needed.\n\n## A part\n\n${sentence}\n\n\`\`\`bash\nuptime\n\`\`\`\n\n${filler}\n\n## Last part\n\nThe end.`);

let dir, served, browser;

before(async () => {
  dir = await folder();
  await cp(join(repository, "articles"), join(dir.path, "articles"), { recursive: true });
  const settings = await readFile(join(repository, "casebook.toml"), "utf8");
  await mkdir(join(dir.path, "theme/assets"), { recursive: true });
  await mkdir(join(dir.path, "theme/templates"), { recursive: true });
  await writeFile(join(dir.path, "casebook.toml"), `theme = "theme"\n${settings.replace(/^theme = .*$/m, "")}`);
  await writeFile(join(dir.path, name), long("The first sentence."));
  const style = await readFile(join(repository, "themes/default/assets/style.css"), "utf8");
  await writeFile(join(dir.path, "theme/assets/style.css"), style);
  [served, browser] = await Promise.all([preview(dir.path), launch()]);
});

after(async () => {
  await browser?.close();
  await served?.stop();
  await dir?.remove();
});

const save = (text, path = name) => writeFile(join(dir.path, path), text);

/** A page of the preview whose navigations are counted. Its article is as at first. */
async function open(options = {}, at = address) {
  await save(long("The first sentence."));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const faults = await watch(context, served.base);
  const page = await context.newPage();
  await page.goto(served.base + at);
  // The panel has been drawn once the page knows what is new.
  await page.waitForFunction(() => document.documentElement.dataset.casebook);
  if (at === address) await page.getByText("The first sentence.").waitFor();
  await page.evaluate(() => (window.stays = true));
  const stays = () => page.evaluate(() => window.stays === true);
  return { page, context, faults, stays };
}

/** What axe finds on `page`, in short. */
async function violations(page) {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

const panel = (page) => page.locator("casebook-preview");

test("a saved text is swapped in place: scroll, focus, selection and what scripts added stay", async () => {
  const { page, context, faults, stays } = await open();
  await page.locator(".tick").first().click();
  await page.evaluate(() => scrollTo({ top: 2000, behavior: "instant" }));
  const tick = page.locator(".tick").nth(1);
  await tick.evaluate((element) => element.focus({ preventScroll: true }));
  const scroll = await page.evaluate(() => scrollY);
  assert.ok(scroll > 500);
  await save(long("The second sentence, with **bold** words."));
  await page.locator("strong", { hasText: "bold" }).waitFor({ state: "attached" });
  assert.ok(await stays(), "the page was loaded again");
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - scroll) < 60, "the page jumped");
  assert.ok(await tick.evaluate((element) => element === document.activeElement), "the focus is gone");
  assert.equal(await page.locator(".tick").count(), 2);
  assert.equal(await page.locator('.tick[aria-checked="true"]').count(), 1);
  assert.equal(await page.locator(".code-bar").count(), 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test("what is new on the page gets what the theme adds", async () => {
  const { page, context, stays } = await open();
  await save(long("The first sentence.\n\n```bash\nhostname\n```"));
  await page.locator("pre", { hasText: "hostname" }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll(".code-bar").length === 2);
  assert.ok(await stays());
  await context.close();
});

test("open details stay open", async () => {
  const { page, context, stays } = await open({ viewport: { width: 700, height: 800 } });
  const contents = page.locator(".toc details, .body details").first();
  await contents.evaluate((element) => (element.open = true));
  await save(long("A third sentence."));
  await page.getByText("A third sentence.").waitFor();
  assert.ok(await contents.evaluate((element) => element.open));
  assert.ok(await stays());
  await context.close();
});

test("a page that is not affected stays still", async () => {
  const { page, context, stays } = await open({}, "404.html");
  const number = () => page.evaluate(() => Number(document.documentElement.dataset.casebook));
  const before = await number();
  const html = await page.locator("main").innerHTML();
  await save(long("A sentence of another page."));
  await page.waitForFunction((before) => Number(document.documentElement.dataset.casebook) > before, before);
  assert.ok(await stays());
  assert.equal(await page.locator("main").innerHTML(), html);
  await context.close();
});

test("a changed style sheet is swapped without a reload", async () => {
  const { page, context, faults, stays } = await open();
  const path = "theme/assets/style.css";
  const style = await readFile(join(dir.path, path), "utf8");
  await save(`${style}\nh1 { color: rgb(1, 2, 3); }\n`, path);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  assert.ok(await stays());
  await save(style, path);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(1, 2, 3)");
  // The page goes on as before.
  await save(long("After the style."));
  await page.getByText("After the style.").waitFor();
  assert.ok(await stays());
  assert.deepEqual(faults, []);
  await context.close();
});

test("the tab follows a renamed article", async () => {
  const { page, context } = await open();
  const other = "articles/halden.compute/preview-renamed.md";
  await rename(join(dir.path, name), join(dir.path, other));
  await page.waitForURL(`${served.base}halden.compute/preview-renamed.html`);
  await page.getByText("The first sentence.").waitFor();
  // Another id, another name, the same text otherwise: gone.
  await rename(join(dir.path, other), join(dir.path, name));
  await page.waitForURL(served.base + address);
  await context.close();
});

test("findings are in the panel, live, and lead to the editor only with one", async () => {
  const { page, context, faults } = await open();
  const pill = panel(page).locator(".pill");
  await pill.click();
  await save(long("See [nothing](article:nowhere-at-all)."));
  await panel(page).getByText("no article has the id").waitFor();
  assert.match(await panel(page).locator(".findings .where").first().textContent(), /Line \d+, column \d+/);
  assert.equal(await panel(page).getByText("Open in editor").count(), 0);
  await save(long("See nothing."));
  await panel(page).getByText("no article has the id").waitFor({ state: "detached" });
  await panel(page).getByRole("tab", { name: "Article" }).click();
  await panel(page).getByText(name, { exact: true }).waitFor();
  await panel(page).getByRole("tab", { name: "In the portal" }).click();
  await panel(page).locator(".cards .own").first().waitFor();
  await page.keyboard.press("Escape");
  assert.ok(await panel(page).locator(".panel").isHidden());
  assert.deepEqual(faults, []);
  await context.close();
});

test("another cloud shows what its readers see", async () => {
  const { page, context } = await open();
  await panel(page).locator(".pill").click();
  await panel(page).locator("select").selectOption("mooncake");
  await page.getByText("Not shown in mooncake").waitFor();
  await panel(page).locator("select").selectOption("fairfax");
  await page.getByText("The first sentence.").waitFor();
  await panel(page).locator("select").selectOption("");
  await page.waitForFunction(() => document.cookie === "");
  await context.close();
});

test("a template error is an overlay over the page of before", async () => {
  const { page, context, stays } = await open();
  const path = "theme/templates/article.html";
  await save("{% extends \"base.html\" %}\n{% block main %}{{ article.titel }}{% endblock %}", path);
  await panel(page).locator(".overlay pre").waitFor();
  assert.match(await panel(page).locator(".overlay pre").textContent(), /article\.html/);
  assert.ok(await stays());
  // One that cannot even be read is said instead.
  const first = await panel(page).locator(".overlay pre").textContent();
  await save("{% extends \"base.html\" %}\n{% block main %}{{ article.", path);
  const said = () => document.querySelector("casebook-preview").shadowRoot.querySelector(".overlay pre").textContent;
  while ((await page.evaluate(said)) === first) await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.match(await page.evaluate(said), /article\.html/);
  await rm(join(dir.path, path));
  await panel(page).locator(".overlay").waitFor({ state: "hidden" });
  await context.close();
});

test("a file whose header breaks shows its source with the fault marked, and comes back", async () => {
  const { page, context } = await open();
  await save("no header at all\n<<<<<<< here\n");
  const source = page.locator("pre.source");
  await source.getByText("no header at all").waitFor();
  await page.locator(".faults li").first().waitFor();
  // Another fault is put into the page, which is not loaded again for it.
  await page.evaluate(() => (window.stays = true));
  await save("neither here\n>>>>>>> there\n");
  await source.getByText("neither here").waitFor();
  await page.locator(".faults li").first().waitFor();
  assert.ok(await page.evaluate(() => window.stays));
  await save(long("The first sentence."));
  await page.getByText("The first sentence.").waitFor();
  await context.close();
});

test("the findings page filters by rule, service and owner, follows edits, and axe finds nothing on it", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 1440]) {
      const { page, context, faults, stays } = await open({ colorScheme, viewport: { width, height: 900 } }, "_casebook/");
      await save(long("See [nothing](article:nowhere-at-all)."));
      await page.getByText("no article has the id").waitFor();
      assert.ok(await stays());
      assert.deepEqual(faults, []);
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is too wide");
      await page.getByRole("link", { name: /^Compute_Preview/ }).click();
      await page.waitForURL(/owner=/);
      assert.ok((await page.locator(".findings li").count()) > 0);
      await page.getByRole("link", { name }).first().click();
      await page.waitForURL(served.base + address);
      await panel(page).locator(".pill").click();
      // What axe itself does to a page with a shadow tree is no fault of the page.
      assert.deepEqual(await violations(page), []);
      await context.close();
    }
  }
});

/** What is wrong with how the page is shown: what axe finds, too wide, cut off. */
async function shown(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [...(await violations(page)), ...(wide ? ["too wide"] : []), ...(await cutOff(page))];
}

// 640 pixels are what a window of 1280 pixels has at 200 %.
for (const [colorScheme, width] of [["light", 360], ["light", 640], ["light", 1440], ["dark", 360], ["dark", 1440]]) {
  test(`what the preview says of faults is accessible, ${colorScheme}, ${width} pixels wide`, async () => {
    const { page, context, faults } = await open({ colorScheme, viewport: { width, height: width === 640 ? 400 : 900 } });
    // The panel, each of its parts.
    await save(long("See [nothing](article:nowhere-at-all)."));
    await panel(page).locator(".pill").click();
    await panel(page).getByText("no article has the id").waitFor();
    for (const name of ["Findings", "Article", "In the portal"]) {
      await panel(page).getByRole("tab", { name }).click();
      assert.deepEqual(faults, [], name);
      assert.deepEqual(await shown(page), [], name);
      // What axe itself does to a page with a shadow tree is no fault of the page.
      faults.length = 0;
    }
    await page.keyboard.press("Escape");
    // The overlay of a theme that fails, and the page that is nothing but the fault.
    const path = "theme/templates/article.html";
    await save('{% extends "base.html" %}\n{% block main %}{{ article.titel }}{% endblock %}', path);
    await panel(page).locator(".overlay pre").waitFor();
    assert.deepEqual(await shown(page), [], "the overlay");
    await page.goto(served.base + address);
    await page.getByRole("heading", { name: "A template fails" }).waitFor();
    assert.deepEqual(await shown(page), [], "a template that fails");
    await rm(join(dir.path, path));
    await page.getByText("See nothing").waitFor();
    // A file that has no page.
    await save(`no header at all\n<<<<<<< here ${"and on ".repeat(60)}\n`);
    await page.locator("pre.source").getByText("no header at all").waitFor();
    // The findings come after the page.
    await page.locator(".faults li").first().waitFor();
    assert.deepEqual(await shown(page), [], "a file without a page");
    await page.goto(`${served.base}_casebook/`);
    await page.locator(".findings li").first().waitFor();
    assert.deepEqual(await shown(page), [], "all findings");
    await context.close();
  });
}

test("a variant is one click away, and its pages lead to its own", async () => {
  const path = "casebook.toml";
  const settings = await readFile(join(dir.path, path), "utf8");
  await save(`${settings}\n[variants.open]\nclouds = ["public"]\n[variants.other]\nclouds = ["mooncake"]\n`, path);
  const { page, context } = await open();
  await page.waitForFunction(() => document.querySelector("casebook-preview").shadowRoot.querySelectorAll("select").length === 2).catch(() => {});
  await page.reload();
  await panel(page).locator(".pill").click();
  await panel(page).getByLabel("Variant").selectOption("open");
  await page.waitForURL(`${served.base}open/${address}`);
  await page.getByText("The first sentence.").waitFor();
  await save(long("A sentence in a variant."));
  await page.getByText("A sentence in a variant.").waitFor();
  await panel(page).getByRole("tab", { name: "In the portal" }).click();
  await panel(page).locator(".cards a").first().click();
  await page.waitForURL(`${served.base}open/**`);
  await page.goBack();
  await panel(page).getByLabel("Variant").selectOption("other");
  await page.getByText("Not shown in other").waitFor();
  await panel(page).getByLabel("Variant").selectOption("");
  await page.waitForURL(served.base + address);
  await save(settings, path);
  await context.close();
});

test("search finds what was just written", async () => {
  const { page, context } = await open();
  await save(long("The xylophone hums."));
  await page.getByText("The xylophone hums.").waitFor();
  await page.goto(`${served.base}search.html?q=xylophone`);
  await page.getByRole("link", { name: "A machine is slow" }).first().waitFor();
  await context.close();
});
