/* Prints every number of the preview, through the real file system and the real browser:

     node preview-bench.mjs DIR        DIR holds `articles`; it is copied, nothing in it changes
     CASEBOOK_LONG=1 …                 with 10,000 edits for the memory, instead of 1,000

   Needs git, and taskset for the requests on one core. */

import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { memory, preview } from "./preview.mjs";
import { launch } from "./support.mjs";

const from = process.argv[2];
if (!from) throw new Error("node preview-bench.mjs DIR");
const long = Boolean(process.env.CASEBOOK_LONG);
const scratch = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "casebook-preview-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
cpSync(join(from, "articles"), join(scratch, "articles"), { recursive: true });
const files = readdirSync(join(scratch, "articles"), { recursive: true })
  .map((path) => `articles/${path}`)
  .filter((path) => /^articles\/[^/]+\/[^/]+\.md$/.test(path))
  .sort();

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const ms = (value) => `${value.toFixed(0)} ms`;
const print = (name, value) => console.log(`${name.padEnd(52)} ${value}`);
const now = () => performance.timeOrigin + performance.now();

print("articles", files.length);
const browser = await launch();

/* From start to the first page on screen. */
const starts = [];
for (let round = 0; round < 5; round += 1) {
  const page = await browser.newPage();
  const begun = now();
  const served = await preview(scratch);
  await page.goto(served.base, { waitUntil: "commit" });
  const painted = await page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint").forEach((entry) => done(performance.timeOrigin + entry.startTime))).observe({ type: "paint", buffered: true });
      }),
  );
  starts.push(painted - begun);
  await page.close();
  await served.stop();
}
print("start to first page on screen, median of 5 (asked 500)", `${ms(at(starts, 0.5))}, least ${ms(Math.min(...starts))}`);

/* An article with a Markdown body and a page, whose texts are edited. */
const body = (path) => readFileSync(join(scratch, path), "utf8");
const chosen = files.find((path) => /selfHelpType="generic"/.test(body(path)) && /pageTitle="[^"]+"/.test(body(path)) && /\n## /.test(body(path)));
const original = body(chosen);
const pageOf = (path) => path.slice("articles/".length).toLowerCase().replace(/\.md$/, ".html");

let served = await preview(scratch);
await served.line("found");
print("memory after the first check", `${(await memory(served.child.pid, readFile)).now.toFixed(0)} MB`);
const page = await browser.newPage();
await page.goto(served.base + pageOf(chosen));
await page.waitForFunction(() => document.documentElement.dataset.casebook);

/** Saves `text` and waits for `mark` in the page; the time between. */
async function saved(text, mark) {
  const seen = page.evaluate(
    (mark) =>
      new Promise((done) => {
        const look = () => document.querySelector("main")?.textContent.includes(mark) && done(performance.timeOrigin + performance.now());
        new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
      }),
    mark,
  );
  await page.evaluate(() => 0);
  const begun = now();
  writeFileSync(join(scratch, chosen), text);
  return (await seen) - begun;
}

async function edits(count, make) {
  const times = [];
  for (let round = 0; round < count; round += 1) {
    const mark = `mark${Math.random().toString(36).slice(2)}`;
    times.push(await saved(make(mark), mark));
  }
  return times;
}

const told = (times) => `p50 ${ms(at(times, 0.5))}, p95 ${ms(at(times, 0.95))}, most ${ms(Math.max(...times))}`;
const texts = await edits(100, (mark) => `${original}\n\nA sentence with ${mark}.\n`);
print("save to new text in the DOM, 100 edits (asked p95 60)", told(texts));
let order = 0;
const titles = await edits(100, (mark) =>
  original
    .replace(/pageTitle="[^"]+"/, `pageTitle="Title ${mark}"`)
    .replace(/displayOrder="[^"]*"/, () => `displayOrder="${(order += 1)}"`),
);
print("the same for title and order, 100 edits (asked 100)", told(titles));
writeFileSync(join(scratch, chosen), original);

/* What casebook itself says of its part. */
const own = served.lines.filter((line) => line.startsWith("changed ")).map((line) => Number(/ (\d+) ms/.exec(line)?.[1]));
print("of which casebook, event to swap with findings, texts", told(own.slice(0, 100)));
print("                                   title and order", told(own.slice(100, 200)));
await page.close();

/* A checkout of 5,000 files. */
const git = (...words) => execFileSync("git", ["-C", scratch, "-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgsign=false", ...words], { stdio: "ignore" });
git("init", "-q", "-b", "one");
git("add", "articles");
git("commit", "-qm", "one");
git("checkout", "-qb", "two");
const many = files.slice(0, 5000);
for (const path of many) appendFileSync(join(scratch, path), "\n\nA sentence of the other branch.\n");
git("commit", "-qam", "two");
git("checkout", "-q", "one");
const fetched = async (path) => (await fetch(served.base + pageOf(path))).text();
const probes = many.filter((path) => /selfHelpType="(generic|resource)"/.test(body(path)) && !/[A-Z _]/.test(path.slice(9)));
const probe = [probes[0], probes.at(-1), probes[Math.floor(probes.length / 2)]];
const right = async (wanted) => (await Promise.all(probe.map(fetched))).every((text) => text.includes("A sentence of the other branch.") === wanted);
while (!(await right(false))) await new Promise((done) => setTimeout(done, 20));
await new Promise((done) => setTimeout(done, 1500));
const checkouts = [];
for (const [branch, wanted] of [["two", true], ["one", false], ["two", true], ["one", false], ["two", true]]) {
  git("checkout", "-q", branch);
  const begun = now();
  while (!(await right(wanted))) await new Promise((done) => setTimeout(done, 10));
  checkouts.push(now() - begun);
}
print("5,000-file checkout served, after git ends (asked 1000)", `median ${ms(at(checkouts, 0.5))}, most ${ms(Math.max(...checkouts))}`);
await served.stop();

/* Requests on one core while edits go on. Each state says its number in the header and in the body. */
const state = (number) => `${original.replace(/pageTitle="[^"]+"/, `pageTitle="State ${number}."`)}\n\nThis is state ${number}.\n`;
writeFileSync(join(scratch, chosen), state(0));
served = await preview(scratch, { wrap: ["taskset", "-c", "0"] });
await served.line("found");
try {
  execFileSync("taskset", ["-acp", "1", String(process.pid)], { stdio: "ignore" });
} catch {
  // One core alone: the bench shares it.
}
const { hostname, port, host } = new URL(served.base);
const paths = [...probe, chosen].map(pageOf);
let answered = 0;
let failed = 0;
let mixed = 0;
let ended = false;
function client(offset) {
  return new Promise((done) => {
    const socket = connect(Number(port), hostname);
    let buffer = Buffer.alloc(0);
    let turn = offset;
    let path;
    const ask = () => {
      path = paths[turn++ % paths.length];
      socket.write(`GET /${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    };
    socket.on("error", () => (failed++, done()));
    socket.on("close", done);
    socket.on("data", (data) => {
      buffer = buffer.length ? Buffer.concat([buffer, data]) : data;
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = buffer.latin1Slice(0, end);
      const length = Number(/content-length: (\d+)/.exec(head)[1]);
      if (buffer.length < end + 4 + length) return;
      if (!head.startsWith("HTTP/1.1 200")) failed += 1;
      if (path === paths.at(-1)) {
        const text = buffer.utf8Slice(end + 4, end + 4 + length);
        const title = /<h1>State (\d+)\./.exec(text)?.[1];
        if (title === undefined || !text.includes(`This is state ${title}.`)) mixed += 1;
      }
      answered += 1;
      buffer = buffer.subarray(end + 4 + length);
      if (ended) socket.end();
      else ask();
    });
    ask();
  });
}
const seconds = 6;
const begun = now();
const clients = Array.from({ length: 8 }, (_, index) => client(index));
let number = 0;
while (now() - begun < seconds * 1000) {
  writeFileSync(join(scratch, chosen), state((number += 1)));
  await new Promise((done) => setTimeout(done, 200));
}
const took = (now() - begun) / 1000;
ended = true;
const total = answered;
await Promise.all(clients);
print("requests a second on one core, with 5 edits a second (asked 2000)", `${(total / took).toFixed(0)}; ${failed} failed, ${mixed} mixed`);

/* Memory over many edits. */
const rounds = long ? 10_000 : 1_000;
const marks = [];
for (let round = 0; round < rounds; round += 1) {
  const path = probes[round % 200];
  if (round % 4 === 0) writeFileSync(join(scratch, path), body(path).replace(/(displayOrder=")[^"]*/, `$1${round}`));
  else appendFileSync(join(scratch, path), `\nEdit ${round}.\n`);
  if (round % 20 === 0) await fetch(`${served.base}search/manifest.json`).then((response) => response.text());
  if (round % (rounds / 10) === rounds / 10 - 1) marks.push((await memory(served.child.pid, readFile)).now);
  await new Promise((done) => setTimeout(done, 3));
}
await new Promise((done) => setTimeout(done, 1000));
const { now: after, peak } = await memory(served.child.pid, readFile);
print(`memory over ${rounds} edits, each tenth (asked at most 250, flat)`, `${marks.map((mark) => mark.toFixed(0)).join(" ")} MB; at the end ${after.toFixed(0)}, peak ${peak.toFixed(0)} MB`);

await served.stop();
await browser.close();
