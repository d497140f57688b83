/* A book of attacks: every payload in every field that an author fills. */

import { build, folder, join, mkdir, readFile, repository, writeFile } from "./support.mjs";
import { payloads } from "./payloads.mjs";

/** The attributes of headers. */
const attributes = [
  "pageTitle", "description", "infoBubbleText", "service", "resource", "authors", "ms.author", "displayOrder", "supportTopicIds",
  "productPesIds", "resourceTags", "cloudEnvironments", "disableClouds", "ownershipId", "diagnosticScenario", "schemaVersion",
  "symptomId", "articleTags", "searchTags", "category", "clientIds", "productFamilyId",
];

/** Where a payload stands in a Markdown body. The first few can all stand in one article. */
const places = [
  (a) => a,
  (a) => `text ${a} text`,
  (a) => `- ${a}`,
  (a) => `> ${a}`,
  (a) => `| a |\n|---|\n| ${a} |`,
  (a) => `## ${a}\n\ntext`,
  (a) => `**${a}**`,
  (a) => `[${a}](https://ok.example/)`,
  (a) => `[x](${a})`,
  (a) => `[x](<${a}>)`,
  (a) => `[x](https://ok.example/ "${a}")`,
  (a) => `[x][y]\n\n[y]: ${a}`,
  (a) => `![${a}](x.png)`,
  (a) => `![x](${a})`,
  (a) => `\`\`\`${a}\ncode\n\`\`\``,
  (a) => `\`\`\`html\n${a}\n\`\`\``,
  (a) => `\`${a}\``,
  (a) => `    ${a}`,
  (a) => `<!--$${a}-->[${a}]<!--/$${a}-->`,
  (a) => `<!--section:${a}-->x<!--/section:${a}-->`,
  (a) => `<insight symptomId="${a}" maxInsightCount="${a}"/>`,
  (a) => `<insight><symptomId>${a}</symptomId><failedText>${a}</failedText></insight>`,
  (a) => `<metric name="${a}" title="${a}" aggregationType="${a}"/>`,
  (a) => `<video src="${a}" title="${a}"/>`,
  (a) => `<azureKB client="${a}"/>`,
  (a) => `:::${a}:::\nx\n:::`,
  (a) => `> [!NOTE] ${a}\n> ${a}`,
  (a) => `<a href="${a}">x</a>`,
  (a) => `<img src="${a}" alt="${a}">`,
  (a) => `<details><summary>${a}</summary>${a}</details>`,
  (a) => `<${a}>`,
  (a) => `<!-- casebook-ignore ${a}: ${a} -->\nx`,
];
const together = 5;

/** JSON bodies with `t`, a JSON string, in each of their texts, by kind. */
const documents = (t) => ({
  problemScopingQuestions: `{"title":${t},"fileAttachmentHint":${t},"formElements":[{"id":${t},"controlType":"dropdown","displayLabel":${t},"infoBalloonText":${t},"watermarkText":${t},"visibility":${t},"hints":[{"text":${t}}],"dropdownOptions":[{"value":${t},"text":${t}}]},{"id":"b","controlType":"infoblock","content":${t}},{"id":"c","controlType":${t},"displayLabel":"x","validations":[{"type":${t},"text":${t}}]}],"diagnosticCard":{"title":${t},"description":${t},"insights":{"insightId":${t}}},"$schema":${t}}`,
  diagnoseandsolve: `{"commonProblems":[{"id":${t},"title":${t},"description":${t},"category":${t},"commonSolutionArticleId":${t},"articleId":${t}}],"troubleshootingTools":[{"id":"t","title":${t},"description":${t},"blade":{"name":${t},"extension":${t}}}]}`,
  supportTopicDescription: `{"shortDescription":${t},"longDescription":${t},"productLink1":${t},"productLink1Name":${t},"supportTopics":[{"id":${t},"shortDescription":${t},"longDescription":${t},"category":${t}}]}`,
  advisorRecommendationMetadata: `{"recommendationTypeId":${t},"displayLabel":${t},"longDescription":${t},"potentialBenefits":${t},"recommendationImpact":${t},"recommendationCategory":${t},"learnMoreLink":${t},"actions":[{"actionId":${t},"description":${t},"documentLink":${t},"actionType":${t},"extensionName":${t},"bladeName":${t}}]}`,
});

const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64");
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
const header = (id, kind, values = {}) =>
  `<properties ${Object.entries({ pageTitle: `Attack ${id}`, description: "x", service: "acme.compute", resource: "x", selfHelpType: kind, cloudEnvironments: "public", articleId: id, ...values })
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ")} />\n`;
/** `text` as a name that a file system takes. */
const fileName = (text, longest) => {
  let name = text.replaceAll(/[/\0]/g, "_");
  while (Buffer.byteLength(name) > longest) name = name.slice(0, -1);
  // Half a character is none.
  return name.replace(/[\ud800-\udbff]$/, "").replace(/^\.+/, "_") || "_";
};

/** Builds the book. Each payload goes through a body; `every`th ones go through all fields. */
export async function hostileBook(every) {
  const { path, remove } = await folder();
  const articles = join(path, "articles");
  const compute = join(articles, "acme.compute");
  await mkdir(compute, { recursive: true });
  const listed = (await readFile(join(repository, "tests/fixtures/hostile.txt"), "utf8")).trimEnd().split("\n");
  const attacks = [...new Set([...payloads, ...listed])];
  const settings = [
    'base_url = "https://acme.example/help"',
    `title = ${toml(`"><script>alert(1)</script>`)}`,
    `description = ${toml(`</title><img src=x onerror=alert(1)>`)}`,
  ];
  const tables = [];
  let fields = 0;
  const put = (name, text) => writeFile(join(compute, `${name}.md`), text);
  for (const [index, attack] of attacks.entries()) {
    const said = (number, kind = "generic") => header(`a${index}-${number}`, kind);
    // What gives orders to terminals and hosts reaches them through names and values too.
    const all = index % every === 0 || /\x1b|^::/.test(attack);
    if (!all) {
      await put(`a${index}-0`, `${said(0)}# A\n\n${places.slice(0, together).map((place) => place(attack)).join("\n\n")}\n`);
      fields += together;
      continue;
    }
    for (const [number, place] of places.entries()) {
      await put(`a${index}-${number}`, `${said(number, number % 2 ? "generic" : "Apollo")}# A\n\n${place(attack)}\n\nThe end.\n`);
    }
    await put(`a${index}-h`, header(`a${index}-h`, "generic", Object.fromEntries(attributes.map((name) => [name, escape(attack)]))) + `# ${attack}\n`);
    // As an author would write it who knows of no entities.
    await put(`a${index}-r`, header(`a${index}-r`, "generic", Object.fromEntries(attributes.map((name) => [name, attack]))) + `# A\n`);
    await put(`a${index}-i`, header(escape(attack), "generic") + "# A\n");
    await put(`a${index}-k`, header(`a${index}-k`, escape(attack)) + "# A\n");
    const texts = documents(JSON.stringify(attack));
    for (const [kind, json] of Object.entries(texts)) await put(`a${index}-${kind}`, `${said(kind, kind)}# ${attack}\n---\n${json}\n---\n`);
    await put(`a${index}-tsg`, `${said("tsg", "TSG_Questions")}---\n{ ${attack} }\n---\n`);
    const image = fileName(attack, 200);
    await writeFile(join(compute, `${image}.png`), pixel);
    await put(`a${index}-p`, `${said("p")}# A\n\n![x](<${image}.png>) ![x](${image}.png)\n`);
    await writeFile(join(compute, `${fileName(attack, 240)}.md`), said("f") + "# A\n");
    const below = join(articles, fileName(attack, 200));
    await mkdir(below, { recursive: true });
    await writeFile(join(below, "x.md"), header(`a${index}-d`, "generic", { service: "" }) + "# A\n");
    const service = `acme.s${index}`;
    await put(`a${index}-s`, header(`a${index}-s`, "generic", { service, productPesIds: `9${index}` }) + "# A\n");
    tables.push(`[services.${toml(service)}]\nname = ${toml(attack)}\ndescription = ${toml(attack)}\n`);
    fields += places.length + 2 * attributes.length + 9 + 40;
  }
  const products = attacks.map((attack, index) => (index % every === 0 ? `9${index} = { name = ${toml(attack)} }` : "")).filter(Boolean);
  await writeFile(join(path, "casebook.toml"), [...settings, "[history]", "contributors = true", "[files]", "markdown = true", ...tables, "[products]", ...products, ""].join("\n"));
  // Titles that attack stand in the feed, names of contributors on pages.
  const dated = attacks.map((attack, index) => [`articles/acme.compute/a${index}-h.md`, { changed: "2026-03-01", contributors: [attack] }]);
  const dates = join(path, "dates.json");
  await writeFile(dates, JSON.stringify({ version: 1, articles: Object.fromEntries(dated) }));
  const out = join(path, "site");
  await build(path, out, "--dates", dates);
  return { out, remove, path, attacks, fields };
}

/** `text` as a TOML string. */
function toml(text) {
  return `"${[...text].map((c) => (/[\x00-\x1f\x7f"\\]/.test(c) ? `\\u${c.codePointAt(0).toString(16).padStart(4, "0")}` : c)).join("")}"`;
}
