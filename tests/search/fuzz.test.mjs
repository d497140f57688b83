// A short run of the broken queries of `fuzz.mjs`, the same each time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, query } from "./fuzz.mjs";

test("no query stops the search", async () => {
  const ask = await opened();
  const count = process.env.CASEBOOK_LONG === undefined ? 1500 : 50_000;
  for (let number = 0; number < count; number += 1) {
    const text = query(1, number);
    assert.equal(await ask(text), null, JSON.stringify(text));
  }
});
