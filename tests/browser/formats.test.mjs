/* The reports of `casebook check` against what reads them: SARIF against the schema of its standard, JUnit
 * through a reader of it, GitLab's report against what its documentation requires. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import Ajv from "ajv";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { parse } from "junit2json";

import { folder, program } from "./support.mjs";

/** Articles with faults of every severity, with related places, fixes, and characters that formats escape. */
const articles = {
  "disks/attach.md": `<properties\n\tpageTitle="Attach & <mount> a disk"\n\tarticleId="5d0c9f8e-1111-4a51-8f1e-0b3c6b0f9a01"\n\tselfHelpType="generic"\n\tsupportTopicIds="1; 2"\n\tcloudEnvironments="publik"\n/>\n# Attach a disk\n\nSee [the guide](guide.md) and [this](htps://halden.example/x).\n\n<script>alert("é")</script>\n`,
  "disks/copy.md": `<properties\n\tpageTitle="Copy"\n\tarticleId="5D0C9F8E-1111-4A51-8F1E-0B3C6B0F9A01"\n\tselfHelpType="generic"\n\tdisplayOrdr="4"\n/>\n## **Recomended Steps**\n\n1. Open &nbsp;the page at http://halden.example. 😀 [](https://halden.example)\n`,
  "forms/ask.md": `<properties\n\tpageTitle="Ask"\n\tarticleId="forms-ask"\n\tselfHelpType="supportForm"\n/>\n# Ask\n---\n{\n  "id": "ask"\n  "resource": "x",\n}\n---\n`,
  "empty/nothing.md": "",
};

let place;
before(async () => {
  place = await folder();
  for (const [name, text] of Object.entries(articles)) {
    await mkdir(join(place.path, "articles", dirname(name)), { recursive: true });
    await writeFile(join(place.path, "articles", name), text);
  }
});
after(() => place.remove());

const report = async (format, ...more) => {
  const { stdout } = await promisify(execFile)(
    program,
    ["check", "--exit-zero", "--format", format, place.path, ...more],
    { maxBuffer: 1e9 },
  );
  return stdout;
};

const found = async () => JSON.parse(await report("json"));

const validate = (validator, schema, value) => {
  const check = validator.compile(schema);
  assert.ok(check(value), JSON.stringify(check.errors, null, 1));
};

test("SARIF keeps to the schema of the standard", async () => {
  const at = createRequire(import.meta.url).resolve("@microsoft/jest-sarif");
  const schema = JSON.parse(await readFile(join(dirname(at), "schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
  const { $schema: version } = schema;
  // The schema has a pattern that is none with the `u` flag.
  const options = { strict: false, unicodeRegExp: false };
  const validator = version.includes("draft-04") ? new AjvDraft04(options) : new Ajv(options);
  addFormats(validator);
  const sarif = JSON.parse(await report("sarif"));
  validate(validator, schema, sarif);
  const { results } = sarif.runs[0];
  assert.equal(results.length, (await found()).diagnostics.length);
  assert.ok(results.some(({ relatedLocations }) => relatedLocations?.length), "none has a related place");
  const prints = new Set(results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)));
  assert.equal(prints.size, results.length, "fingerprints are not unique");
});

test("JUnit's report is read as one test a finding", async () => {
  const { diagnostics, summary } = await found();
  const suites = await parse(await report("junit"));
  const cases = suites.testsuite.flatMap(({ testcase }) => testcase);
  assert.equal(cases.length, diagnostics.length);
  assert.equal(Number(suites.tests), diagnostics.length);
  assert.equal(cases.filter(({ failure }) => failure?.length).length, summary.errors);
});

test("GitLab's report has what its documentation requires", async () => {
  const issue = {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", pattern: "^[0-9a-f]+$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^(?!\\./|/)" },
          lines: { type: "object", required: ["begin"], properties: { begin: { type: "integer", minimum: 1 } } },
        },
      },
    },
  };
  const issues = JSON.parse(await report("gitlab"));
  validate(new Ajv(), { type: "array", items: issue }, issues);
  assert.equal(issues.length, (await found()).diagnostics.length);
  assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
});

test("GitHub's annotations are one a finding, errors first, on one line each", async () => {
  const { diagnostics } = await found();
  const lines = (await report("github")).trimEnd().split("\n");
  assert.equal(lines.length, diagnostics.length);
  const levels = lines.map((line) => /^::(error|warning|notice) file=[^,]+,line=\d+/.exec(line)?.[1]);
  const rank = ["error", "warning", "notice"];
  assert.deepEqual(levels, [...levels].sort((a, b) => rank.indexOf(a) - rank.indexOf(b)));
});

test("the JSON report keeps to its documented form", async () => {
  const position = { type: "integer", minimum: 1 };
  const diagnostic = {
    type: "object",
    required: ["rule", "severity", "path", "line", "column", "end_line", "end_column", "message"],
    properties: {
      rule: { type: "string", pattern: "^[a-z0-9-]+$" },
      severity: { enum: ["error", "warning", "info"] },
      path: { type: "string", pattern: "^articles/" },
      line: position, column: position, end_line: position, end_column: position,
      message: { type: "string", minLength: 1 },
      related: { type: "array" },
      fix: { type: ["object", "null"] },
    },
  };
  const json = await found();
  validate(new Ajv({ allowUnionTypes: true }), { type: "array", items: diagnostic, minItems: 8 }, json.diagnostics);
  assert.equal(json.version, 1);
  const { errors, warnings, infos } = json.summary;
  assert.equal(errors + warnings + infos, json.diagnostics.length);
  assert.ok(errors && warnings, "the fixture has too few faults");
});
