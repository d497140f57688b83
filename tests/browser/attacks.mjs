/* Opens pages that attacks went into, and says what of them ran, loaded or became markup. */

import { watch } from "./support.mjs";

/** Pages that are open at once. */
const TABS = 3;

/**
 * What is in the page that must not be; runs in the browser. `all` sends events that handlers wait for. `scripts` is
 * how many scripts the page has of its own, `end` what stands at its very end.
 */
export function inspect({ all = false, scripts = 1, end = "body > footer.end", ids = ["main", "q"] } = {}) {
  const bad = [];
  const acting = "main style, main link, main meta, base, iframe, frame, object, embed, applet, main title, math, animate, set, foreignObject, main svg script, portal, form[action^='http'], .body :is(template, noscript), main :is(audio, video)";
  const roots = [document, ...[...document.querySelectorAll("*")].map((element) => element.shadowRoot).filter(Boolean)];
  for (const root of roots) {
    for (const element of root.querySelectorAll(acting)) bad.push(`<${element.localName}>`);
    for (const element of root.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on") || ["style", "srcdoc", "srcset", "ping", "formaction", "background"].includes(name)) bad.push(`${element.tagName} ${name}`);
        if (["href", "src", "action", "xlink:href", "poster", "data", "cite"].includes(name)) {
          const { protocol } = new URL(value, document.baseURI);
          // No icon: nothing that a browser would ask for.
          if (element.localName === "link" && value === "data:,") continue;
          if (!["http:", "https:", "mailto:"].includes(protocol)) bad.push(`${element.tagName} ${name}=${value}`);
        }
      }
      if (all) for (const type of ["mouseover", "focus", "error", "load", "toggle", "animationstart"]) element.dispatchEvent(new Event(type));
    }
    root.querySelectorAll("details").forEach((details) => (details.open = true));
  }
  const found = document.querySelectorAll("script").length;
  if (found !== scripts) bad.push(`${found} scripts`);
  for (const one of ids) if (document.querySelectorAll(`[id="${one}"]`).length !== 1) bad.push(`not one #${one}`);
  if (!document.querySelector(end)) bad.push("the page ends early");
  return bad;
}

/**
 * Opens every one of `paths` below `base`, and says what happens in them. `look` is what `inspect` is told; `then` does
 * more with each page. A page that is not there is no fault where `missing` says that it may be so.
 */
export async function visit(browser, base, paths, { context: options = {}, look = {}, then, missing = false } = {}) {
  const waiting = [...paths];
  const found = [];
  const tab = async () => {
    const context = await browser.newContext(options);
    const faults = await watch(context, base);
    const page = await context.newPage();
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      // A page of thousands of attacks takes its time on a busy machine.
      await page.goto(base + path, { waitUntil: "load", timeout: 600_000 });
      await then?.(page, path);
      if (look) faults.push(...(await page.evaluate(inspect, look)));
      const counted = missing ? faults.filter((fault) => !/^404: |404 \(Not Found\)/.test(fault)) : faults;
      found.push(...counted.map((fault) => `${path}: ${fault}`));
      faults.length = 0;
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: TABS }, tab));
  return found;
}
