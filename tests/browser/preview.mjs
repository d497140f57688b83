/* A running `casebook serve`, for tests and the bench. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { program } from "./support.mjs";

/** Starts the preview of `dir`; `wrap` is a command that runs it, such as `taskset`. */
export async function preview(dir, { args = [], wrap = [], env = {} } = {}) {
  const [command, ...rest] = [...wrap, program, "serve", dir, "--port", "0", ...args];
  const started = performance.now();
  const child = spawn(command, rest, { env: { ...process.env, VISUAL: "", EDITOR: "", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const lines = [];
  const waiting = new Set();
  const hear = (line) => {
    lines.push(line);
    for (const check of waiting) check();
  };
  createInterface({ input: child.stdout }).on("line", hear);
  createInterface({ input: child.stderr }).on("line", hear);
  /** The first line from `from` on that has `part`. */
  const line = (part, from = 0) =>
    new Promise((found, failed) => {
      const end = setTimeout(() => failed(new Error(`no line with ${part} in\n${lines.join("\n")}`)), 60_000);
      const check = () => {
        const hit = lines.slice(from).find((text) => text.includes(part));
        if (hit === undefined) return;
        clearTimeout(end);
        waiting.delete(check);
        found(hit);
      };
      waiting.add(check);
      check();
    });
  const base = /http:\/\/[^/]+\//.exec(await line("http://"))[0];
  return {
    base,
    child,
    lines,
    line,
    started,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Memory of the process `pid` in megabytes: now, and at most. */
export async function memory(pid, readFile) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024;
  return { now: of("VmRSS"), peak: of("VmHWM") };
}
