// What readers may expect of the search, on a small book. Run with `node --test tests/search/`.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { base, build, client, reader } from "./site.mjs";

let site, module, engine;
before(async () => {
  site = build();
  module = await client(site);
  engine = await module.open({ base, fetch: reader(site) });
});

const stem = (result) => result.url.replace(/^.*\/|\.html$/g, "");
const find = async (text, options) => (await engine.search(text, options)).results.map(stem);

test("an id typed in full goes to its article", async () => {
  assert.equal((await find("5F0E7C1A-0000-4000-8000-000000000001"))[0], "trains-ticket-refused");
  assert.equal((await find("trains-seat-reservation.md"))[0], "trains-seat-reservation");
  assert.equal((await find("trains-seat-reservation"))[0], "trains-seat-reservation");
  assert.equal((await find("topic 32100003"))[0], "trains-engine-broken");
  assert.ok((await engine.search("32100003")).results[0].byId);
});

test("an id of several articles has those for customers first", async () => {
  assert.deepEqual(await find("32100001"), ["trains-ticket-refused", "trains-ticket-refused-staff"]);
  assert.equal((await engine.search("4711", { limit: 50 })).total, 10);
});

test("codes are found whole", async () => {
  assert.equal((await find("GATE_E_CHIP_MISSING"))[0], "trains-ticket-refused");
  assert.equal((await find("error 4031"))[0], "trains-ticket-refused");
  assert.equal((await find("http 502"))[0], "trains-delay-refund");
});

test("words count in any order and in any form", async () => {
  assert.equal((await find("reserving bicycle seats"))[0], "trains-seat-reservation");
  assert.equal((await find("card machine refused"))[0], "trains-ticket-refused");
});

test("an exact title comes first, customers before others", async () => {
  assert.deepEqual((await find("the ticket machine refuses my card")).slice(0, 2), [
    "trains-ticket-refused",
    "trains-ticket-refused-staff",
  ]);
});

test("the last word may be unfinished", async () => {
  assert.equal((await find("reserve a seat for a bic"))[0], "trains-seat-reservation");
  assert.equal((await find("locom"))[0], "trains-engine-broken");
  assert.equal((await find("s"))[0] !== undefined, true);
});

test("slips are forgiven, at the beginning too, and a suggestion says how", async () => {
  const { results, suggestion } = await engine.search("resrevation for a bicycle ");
  assert.equal(stem(results[0]), "trains-seat-reservation");
  assert.equal(suggestion, "reservation for a bicycle ");
  assert.equal((await find("xocomotive "))[0], "trains-engine-broken");
  assert.equal((await engine.search("bicycle")).suggestion, null);
});

test("a code is never taken for its neighbour", async () => {
  assert.deepEqual(await find("error4032"), []);
  assert.equal((await engine.search("error4032")).suggestion, null);
});

test("quoted words must all occur, words behind a minus must not", async () => {
  assert.deepEqual(await find('"locomotive engine"'), ["trains-engine-broken"]);
  assert.deepEqual(await find('"locomotive bicycle"'), []);
  const without = await find("cabin stopped -lake");
  assert.equal(without[0], "lifts-cabin-stopped");
  assert.ok(!without.includes("lifts-cabin-stopped-fairfax"));
  assert.ok((await find("cabin - lake")).length >= 2);
});

test("synonyms of the configuration hold in both directions", async () => {
  assert.equal((await find("loco broken "))[0], "trains-engine-broken");
});

test("search words and names in camel case are found", async () => {
  assert.equal((await find("towing"))[0], "trains-engine-broken");
  assert.equal((await find("pass reader green"))[0], "lifts-ski-pass");
});

test("texts without spaces are found", async () => {
  assert.equal((await find("払い戻し"))[0], "lifts-japanese");
});

test("other clouds come behind the public one", async () => {
  assert.deepEqual((await find("cabin stopped wind")).slice(0, 2), ["lifts-cabin-stopped", "lifts-cabin-stopped-fairfax"]);
});

test("filters narrow the results, and counts leave their own facet out", async () => {
  const all = await engine.search("cabin OR train engine seat ticket", { limit: 50 });
  const lifts = await engine.search("cabin OR train engine seat ticket", { limit: 50, filters: { service: "alpen.lifts" } });
  assert.ok(lifts.results.every((result) => result.service === "alpen.lifts"));
  assert.deepEqual(lifts.facets.service, all.facets.service);
  assert.equal(lifts.total, all.facets.service.find(({ value }) => value === "alpen.lifts").count);
  assert.equal(all.facets.service.find(({ value }) => value === "alpen.trains").label, "Trains");
  const other = await engine.search("cabin", { filters: { cloud: ["fairfax"], service: ["alpen.lifts"] } });
  assert.deepEqual(other.results.map(stem), ["lifts-cabin-stopped-fairfax"]);
  assert.equal((await engine.search("cabin", { filters: { kind: "none" } })).total, 0);
});

test("words that stand in every sentence are not marked beside others", async () => {
  const marked = async (text) => {
    const [{ title, titleMarks }] = (await engine.search(text)).results;
    return titleMarks.map(([from, to]) => title.slice(from, to).toLowerCase());
  };
  assert.deepEqual(await marked("the ticket machine"), ["ticket machine"]);
});

test("results can be paged", async () => {
  const all = await find("the train cabin card", { limit: 50 });
  assert.deepEqual(await find("the train cabin card", { limit: 2, offset: 2 }), all.slice(2, 4));
});

test("results say what they are and where the words stand", async () => {
  const [result] = (await engine.search("bicycle reservation")).results;
  assert.equal(result.url, "alpen.trains/trains-seat-reservation.html");
  assert.equal(result.serviceName, "Trains");
  assert.equal(result.kindLabel, "Solution");
  assert.equal(result.audience, "customer");
  assert.deepEqual(result.titleMarks.map(([start, end]) => result.title.slice(start, end)), ["Reserve", "bicycle"]);
  assert.deepEqual(result.marks.map(([start, end]) => result.excerpt.slice(start, end)), ["Bicycles", "reservation"]);
});

test("queries without sense find nothing and break nothing", async () => {
  for (const text of ["", "   ", '"', "-", '""', "-x", "\u0000", "?!…", "🦀🦀", "%%%", "a".repeat(10_000), "zq ".repeat(5000), "constructor", "__proto__"]) {
    const { total, results } = await engine.search(text);
    assert.ok(Number.isInteger(total) && Array.isArray(results), text.slice(0, 20));
  }
  assert.equal((await engine.search("")).total, 0);
  assert.equal((await engine.search(undefined)).total, 0);
});

test("the same query gives the same answer", async () => {
  assert.deepEqual(await engine.search("cabin train"), await engine.search("cabin train"));
});

test("a missing shard is an error that names the file, and is tried again", async () => {
  let broken = true;
  const fetch = reader(site, (path, bytes) => (broken && path.endsWith(".bin") ? null : bytes));
  const damaged = await module.open({ base, fetch });
  await assert.rejects(damaged.search("bicycle"), (error) => error.name === "SearchError" && /\.bin: the host answered 404/.test(error.message));
  broken = false;
  assert.equal(stem((await damaged.search("bicycle")).results[0]), "trains-seat-reservation");
});

test("a damaged shard is an error, never a hang", async () => {
  for (const damage of [(bytes) => bytes.subarray(0, 7), () => Buffer.alloc(0), (bytes) => Buffer.from(bytes).fill(255)]) {
    const damaged = await module.open({ base, fetch: reader(site, (path, bytes) => (path.endsWith(".bin") ? damage(bytes) : bytes)) });
    await assert.rejects(damaged.search("bicycle"), { name: "SearchError" });
  }
});

test("an unreachable, strange or newer manifest is an error", async () => {
  await assert.rejects(module.open({ base, fetch: async () => { throw new TypeError("offline"); } }), { name: "SearchError" });
  for (const text of ["", "<html>", '{"version":2}']) {
    await assert.rejects(module.open({ base, fetch: async () => new Response(text) }), { name: "SearchError" });
  }
});

test("an articleId alone names an article", async () => {
  assert.match(await engine.article("5F0E7C1A-0000-4000-8000-000000000001"), /trains-ticket-refused\.html$/);
  for (const id of ["32100003", "4711", "5f0e7c1a", ""]) assert.equal(await engine.article(id), undefined);
});
