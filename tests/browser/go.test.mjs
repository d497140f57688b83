// `go.html?id=…`: articles by their ids, and topics.

import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { beforeEach, test } from "node:test";

import { build, catalogOf, eachOnItsOwnPage, folder, join, repository, start, writeFile } from "./support.mjs";

let site, context, page, rows;
eachOnItsOwnPage((own) => ({ site, context, page } = own));
beforeEach(async () => {
  rows ??= await catalogOf(site.out);
});

const status = () => page.locator("[data-go] p[role=status]");

test("an articleId leads to its article, in any case, and leaves no step behind", async () => {
  const loaded = [];
  context.on("request", (request) => loaded.push(request.url()));
  const { url, articleId } = rows.find(({ kind }) => kind === "generic");
  for (const id of [articleId, ` ${articleId.toUpperCase()} `]) {
    await page.goto(`${site.base}index.html`);
    await page.goto(`${site.base}go.html?id=${encodeURIComponent(id)}`);
    await page.waitForURL(site.base + url);
    await page.goBack();
    await page.waitForURL(`${site.base}index.html`);
  }
  assert.ok(!loaded.some((address) => address.endsWith("catalog.json")), "no page loads the catalog");
});

test("the id of a topic leads to what a customer sees there", async () => {
  await page.goto(`${site.base}go.html?id=32600101`);
  await page.waitForURL(`${site.base}topics/41010.html#t-32600101`);
  assert.match(await page.locator("#t-32600101").innerText(), /What a customer sees\s+My virtual machine does not start/);
});

test("an id that nothing has is said, and can be searched for", async () => {
  // Names of files and products are no ids of articles.
  for (const id of ["d899b4f8-0000-0000-0000-000000000000", "<b>x</b>", "41010", rows[0].url.replace(/^.*\/|\.html$/g, "")]) {
    await page.goto(`${site.base}go.html?id=${encodeURIComponent(id)}`);
    await status().getByText("No article or topic here has the id").waitFor();
    assert.ok((await status().innerText()).includes(`“${id}”`));
    assert.equal(await page.locator("[data-go] input").inputValue(), id);
  }
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.waitForURL(`${site.base}search.html?q=*`);
});

test("an address without an id says so", async () => {
  for (const query of ["", "?id=", "?id=%20"]) {
    await page.goto(`${site.base}go.html${query}`);
    await status().getByText("The address names no id.").waitFor();
  }
});

test("an index that cannot be read is said", async () => {
  await page.route("**/search/manifest.json", (route) => route.fulfill({ status: 200, body: "{" }));
  await page.goto(`${site.base}go.html?id=${rows[0].articleId}`);
  await status().getByText("Search could not be loaded.").waitFor();
});

test("without scripts the page says what it needs", async () => {
  const plain = await site.browser.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(`${site.base}go.html?id=${rows[0].articleId}`);
  const text = await bare.locator("main").innerText();
  assert.match(text, /needs JavaScript to read the id/);
  assert.ok(!text.includes("Looking for"));
  await bare.getByRole("link", { name: "Search", exact: true }).click();
  await bare.waitForURL(`${site.base}search.html`);
  await plain.close();
});

test("a site without search opens topics, and says that of others", async () => {
  const { path, remove } = await folder();
  await symlink(join(repository, "articles"), join(path, "articles"));
  await writeFile(join(path, "casebook.toml"), "[search]\nenabled = false\n");
  await build(path, join(path, "site"));
  const other = await start(async () => ({ out: join(path, "site"), remove }));
  const visit = await other.browser.newPage();
  await visit.goto(`${other.base}go.html?id=32600101`);
  await visit.waitForURL(`${other.base}topics/41010.html#t-32600101`);
  await visit.goto(`${other.base}go.html?id=${rows[0].articleId}`);
  await visit.locator("[data-go] p[role=status]").getByText("No article or topic here has the id").waitFor();
  assert.equal(await visit.locator("[data-go] form").count(), 0);
  await other.stop();
});
