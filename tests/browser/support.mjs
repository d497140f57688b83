/* What the browser tests share: a built site, a small server for it, and Chromium. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { chromium } from "playwright-core";

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The program under test: `CASEBOOK`, else the release build. */
export const program = process.env.CASEBOOK ?? join(repository, "target/release/casebook");

/** Sites are served below this folder, as most hosts of projects do. */
const under = "/help/";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** A folder that is removed when the tests of `t` are over. */
export async function folder() {
  const path = await mkdtemp(join(tmpdir(), "casebook-browser-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Builds the project in `dir` into `out`. Findings are no failure here. */
export async function build(dir, out, ...options) {
  const done = await promisify(execFile)(program, ["build", dir, "--out", out, "--json", ...options], { maxBuffer: 1e9 }).catch(
    (error) => error,
  );
  if (done.code && done.code !== 1) throw new Error(done.stderr || done.message);
}

/** The project's own sample, with an address below `under`, so that its 404 page finds its files. */
export async function sample() {
  const { path, remove } = await folder();
  await symlink(join(repository, "articles"), join(path, "articles"));
  const settings = await readFile(join(repository, "casebook.toml"), "utf8");
  await writeFile(
    join(path, "casebook.toml"),
    settings.replace(/^base_url = .*$/m, `base_url = "https://help.halden.example${under}"`),
  );
  const out = join(path, "site");
  await build(path, out);
  return { out, remove };
}

const states = ["is slow", "does not start", "cannot be resized", "loses its connection", "reports a wrong charge"];

/** A site with a service of a thousand articles: of several resources, kinds, tags and clouds. */
export async function large() {
  const { path, remove } = await folder();
  const articles = join(path, "articles/acme.compute");
  await mkdir(articles, { recursive: true });
  const write = (number) => {
    const kind = number % 10 === 9 ? "TSG_Content" : number % 10 === 8 ? "resource" : "generic";
    const title = `Problem number ${number}: a machine ${states[number % states.length]}`;
    return writeFile(
      join(articles, `article-${number}.md`),
      `<properties\n  pageTitle="${title}"\n  description="What to look at first, and what to do when a machine ${states[(number + 1) % states.length]} as well"\n  service="acme.compute"\n  resource="resource${number % 12}"\n  displayOrder="${number}"\n  selfHelpType="${kind}"\n  resourceTags="${number % 2 ? "linux" : "windows"}"\n  cloudEnvironments="${number % 7 ? "public, fairfax" : "mooncake"}"\n  articleId="a-${number}"\n/>\n\n# Problem\n\nText\n`,
    );
  };
  await Promise.all(Array.from({ length: 1000 }, (_, number) => write(number)));
  await writeFile(join(path, "casebook.toml"), `title = "Help"\ndescription = "Answers to common problems"\nbase_url = "https://help.example${under}"\n`);
  const out = join(path, "site");
  await build(path, out);
  return { out, remove };
}

/** The page of its service. */
export const largePage = "services/acme.compute.html";

/**
 * Serves the site in `out` on a free port of this machine. Unknown addresses get the site's 404 page.
 * With `compress` texts are sent as hosts send them, compressed and to be kept.
 */
export async function serve(out, { compress = false } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(under) ? join(out, normalize("/" + path.slice(under.length))) : undefined;
    if (file?.endsWith("/")) file += "index.html";
    let status = 200;
    let content = file && (await readFile(file).catch(() => undefined));
    if (!content) {
      status = 404;
      file = join(out, "404.html");
      content = await readFile(file);
    }
    const headers = { "content-type": types[extname(file)] ?? "application/octet-stream" };
    if (compress) headers["cache-control"] = "public, max-age=31536000";
    if (compress && !/png|woff2|octet/.test(headers["content-type"])) {
      headers["content-encoding"] = "gzip";
      content = gzipSync(content);
    }
    response.writeHead(status, headers).end(content);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    base: origin + under,
    close: () => new Promise((closed) => (server.closeAllConnections(), server.close(closed))),
  };
}

/** What HTML must keep to. */
export const valid = {
  extends: ["html-validate:standard"],
  rules: {
    // Style, not validity: the pages write HTML as short as it may be.
    "void-style": "off",
    "no-trailing-whitespace": "off",
    "doctype-style": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-raw-characters": ["error", { relaxed: true }],
  },
};

/** Chromium as Debian has it; `CHROMIUM` names another. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A sample site, its server and a browser, started before the tests and stopped after them. */
export async function start(makeSite = sample) {
  const site = await makeSite();
  const server = await serve(site.out);
  const browser = await launch();
  return {
    ...site,
    ...server,
    browser,
    stop: async () => {
      await browser.close();
      await server.close();
      await site.remove();
    },
  };
}

/** Every file of a site that casebook wrote, relative to its root: the last word of each line of its list. */
export async function files(out) {
  const listing = await readFile(join(out, ".casebook/files"), "utf8");
  return listing.trimEnd().split("\n").slice(1).map((line) => line.split(" ").at(-1));
}

/** Every page of a site, relative to its root: home, services, articles, 404. */
export async function pages(out) {
  return (await files(out)).filter((path) => path.endsWith(".html"));
}

/** The rows of the site's catalog. */
export async function catalogOf(out) {
  return JSON.parse(await readFile(join(out, "catalog.json"), "utf8"));
}

/** One page of each type: home, every service, an article of each kind, search without and with results, 404. */
export async function pageTypes(out) {
  const catalog = await catalogOf(out);
  const kinds = new Map();
  for (const { kind, url } of catalog) if (!kinds.has(kind)) kinds.set(kind, url);
  const services = (await pages(out)).filter((path) => path.startsWith("services/"));
  return [["home", "index.html"], ...services.map((path) => [path.slice(9, -5), path]), ...kinds, ["search", "search.html"], ["results", "search.html?q=disk"], ["go", "go.html?id=nothing"], ["404", "404.html"], ["topics", "topics/index.html"], ["product", "topics/41010.html"]];
}

const requests = new WeakMap();

/** What is on its way in `page`: noted from the first call on. */
function requestsOf(page) {
  if (!requests.has(page)) {
    const state = { open: new Set(), begun: 0 };
    page.on("request", (request) => (state.open.add(request), state.begun++));
    for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => state.open.delete(request));
    page.on("framenavigated", () => state.open.clear());
    requests.set(page, state);
  }
  return requests.get(page);
}

/** Waits until the page's scripts have loaded what they load, and what they did is drawn: without a guess at how long. */
export async function settled(page) {
  const state = requestsOf(page);
  let begun;
  do {
    begun = state.begun;
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))));
  } while (state.open.size || state.begun !== begun);
}

/** Opens `url` in `page` and waits until it is settled. */
export async function open(page, url) {
  requestsOf(page);
  const response = await page.goto(url, { waitUntil: "load" });
  await settled(page);
  return response;
}

/**
 * Serves the sample to the tests of a file, and gives each a page in a context of its own, in which nothing may go
 * wrong. `hand` gets `site`, `context` and `page` before each test.
 */
export function eachOnItsOwnPage(hand, options) {
  let site, context, faults;
  before(async () => {
    site = await start();
  });
  after(() => site?.stop());
  beforeEach(async () => {
    context = await site.browser.newContext(options);
    faults = await watch(context, site.base);
    hand({ site, context, page: await context.newPage() });
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
}

/** The texts on `page` that are cut off: by a box that neither grows nor scrolls. Also in the preview's panel. */
export function cutOff(page) {
  return page.evaluate(() => {
    const found = [];
    const look = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) look(element.shadowRoot);
        const style = getComputedStyle(element);
        const across = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
        const down = /hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
        // What is for screen readers alone is one pixel large.
        // Lists in wide windows show the beginning of a description.
        const meant = element.clientWidth <= 1 || element.clientHeight <= 1 || element.closest("svg, iframe") || (innerWidth > 640 && style.webkitLineClamp !== "none");
        if ((across || down) && !meant && element.textContent.trim() && element.checkVisibility({ visibilityProperty: true })) {
          found.push(`cut off: ${element.outerHTML.slice(0, 120)}`);
        }
      }
    };
    look(document.body);
    return found;
  });
}

/** Collects what goes wrong in the pages of `context`. `base` is where the site lies. */
export async function watch(context, base) {
  const faults = [];
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`error: ${error.error()}`));
  context.on("dialog", (dialog) => (faults.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  context.on("request", (request) => {
    if (!request.url().startsWith(base)) faults.push(`request to ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    const cause = request.failure()?.errorText;
    // What was still on its way when the next page was opened.
    if (cause !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} ${cause}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  return faults;
}

export { existsSync, join, mkdir, readFile, writeFile };
