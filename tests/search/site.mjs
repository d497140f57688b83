// Builds the book beside this file once, and opens its search over a fetch that reads the folder.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.CASEBOOK ?? join(here, "../../target/release/casebook");
export const base = "https://site.test/help/";

/** Builds the site of `book` and returns its folder. Findings do not matter here. */
export function build(book = join(here, "book")) {
  const out = join(mkdtempSync(join(tmpdir(), "casebook-search-")), "site");
  try {
    execFileSync(program, ["build", book, "--out", out, "--quiet"], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  return out;
}

/** A fetch that reads `site`; `change(path, bytes)` may return other bytes, or null for none. */
export function reader(site, change = (_, bytes) => bytes) {
  return async (url) => {
    const path = decodeURIComponent(new URL(url).pathname).replace(/^\/help\//, "");
    let bytes;
    try {
      bytes = change(path, readFileSync(join(site, path)));
    } catch {
      bytes = null;
    }
    return bytes === null ? new Response("", { status: 404 }) : new Response(bytes);
  };
}

/** The client that `site` ships. */
export const client = (site) => import(pathToFileURL(join(site, "search/client.js")).href);
