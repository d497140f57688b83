/* Articles that attack: opened in a real browser, nothing of them runs or is loaded. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { build, folder, join, mkdir, pages, readFile, repository, start, watch, writeFile } from "./support.mjs";

let site;
before(async () => {
  site = await start(hostile);
});
after(() => site.stop());

/** A project with an article, a form and a tree for each line of the list of attacks. */
async function hostile() {
  const { path, remove } = await folder();
  const articles = join(path, "articles/acme.compute");
  await mkdir(articles, { recursive: true });
  await writeFile(join(path, "casebook.toml"), 'base_url = "https://acme.example/help"\n');
  const attacks = (await readFile(join(repository, "tests/fixtures/hostile.txt"), "utf8")).trimEnd().split("\n");
  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  for (const [index, attack] of attacks.entries()) {
    const header = (id, kind) =>
      `<properties pageTitle="${escape(attack)}" description="${escape(attack)}" service="acme.compute" resource="${escape(attack)}" selfHelpType="${kind}" cloudEnvironments="public" articleId="${id}" />\n# ${attack}\n`;
    const text = JSON.stringify(attack);
    const write = (kind, body) => writeFile(join(articles, `a${index}-${kind}.md`), header(`${index}-${kind}`, kind) + body);
    for (const kind of ["generic", "Apollo"]) {
      await write(kind, `\n${attack}\n\ntext ${attack} text\n\n- ${attack}\n\n| a |\n|---|\n| ${attack} |\n`);
    }
    await write(
      "problemScopingQuestions",
      `---\n{"title":${text},"formElements":[{"id":"a","controlType":"dropdown","displayLabel":${text},"infoBalloonText":${text},"dropdownOptions":[{"value":${text},"text":${text}}]},{"id":"b","controlType":"infoblock","content":${text}}]}\n---\n`,
    );
    await write("supportTopicDescription", `---\n{"shortDescription":${text},"productLink1":${text},"supportTopics":[{"id":${text},"shortDescription":${text}}]}\n---\n`);
    await write("diagnoseandsolve", `---\n{ "commonProblems": [ ${attack}\n---\n`);
  }
  const out = join(path, "site");
  await build(path, out);
  return { out, remove };
}

test("nothing of a hostile article runs or is loaded", async () => {
  const context = await site.browser.newContext();
  const faults = await watch(context, site.base);
  const page = await context.newPage();
  for (const path of await pages(site.out)) {
    await page.goto(site.base + path, { waitUntil: "load" });
    const found = await page.evaluate(() => {
      document.querySelectorAll("details").forEach((details) => (details.open = true));
      const bad = [];
      for (const element of document.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on") || name === "style" || name === "srcdoc") bad.push(`${element.tagName} ${name}`);
          if (["href", "src", "action", "formaction", "xlink:href"].includes(name)) {
            const { protocol } = new URL(value, document.baseURI);
            if (!["http:", "https:", "mailto:"].includes(protocol)) bad.push(`${element.tagName} ${name}=${value}`);
          }
        }
      }
      const scripts = document.querySelectorAll("script");
      if (scripts.length !== 1) bad.push(`${scripts.length} scripts`);
      if (document.querySelector("main style, main link, main meta, base, iframe, object, embed, main title")) bad.push("an element that acts");
      if (!document.querySelector("body > footer.end")) bad.push("the page ends early");
      return bad;
    });
    assert.deepEqual(found, [], path);
    assert.deepEqual(faults, [], path);
  }
  await context.close();
});
