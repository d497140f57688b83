/* The search page: all results of a query with facets, counts and pages. The address says what is shown,
   so it can be shared, and the back button leads back. */

import { announce, engine, fill, remember, topic } from "./search-box.js";
import words from "./words.js";

const PAGE = 20;
const FACETS = ["service", "kind", "cloud", "resource"];

const page = document.querySelector("[data-results]");
const tips = document.querySelector("[data-empty]");
const form = document.querySelector("form[role=search]");
const input = form.querySelector("input[type=search]");
const part = (name) => page.querySelector(`[data-${name}]`);

/** What the address asks for. */
function wanted() {
  const address = new URLSearchParams(location.search);
  const filters = Object.fromEntries(FACETS.map((facet) => [facet, address.getAll(facet)]).filter(([, values]) => values.length));
  return { query: (address.get("q") ?? "").trim(), filters, number: Math.max(1, Number(address.get("page")) || 1) };
}

/** The address of a query with filters and a page. */
function address({ query, filters, number }) {
  const to = new URLSearchParams({ q: query });
  for (const facet of FACETS) for (const value of filters[facet] ?? []) to.append(facet, value);
  if (number > 1) to.set("page", number);
  return `${location.pathname}?${to}`;
}

let turn = 0;

/** Shows what the address asks for. */
async function show() {
  const mine = ++turn;
  const { query, filters, number } = wanted();
  if (document.activeElement !== input) input.value = query;
  document.title = `${(query ? words.title : words.start).replace("{q}", query)} · ${page.dataset.results}`;
  page.hidden = !query;
  tips.hidden = query > "";
  if (!query) return;
  let answer;
  let place;
  try {
    const search = await engine(form);
    [answer, place] = await Promise.all([
      search.search(query, { limit: PAGE, offset: (number - 1) * PAGE, filters }),
      topic(form, query),
    ]);
  } catch {
    if (mine === turn) part("status").textContent = words.failed;
    return;
  }
  if (mine !== turn) return;
  const { results, total, totalIsLowerBound } = answer;
  const count = total.toLocaleString(document.documentElement.lang) + (totalIsLowerBound ? "+" : "");
  part("status").textContent = (results.length ? words.count_for : words.none_for).replace("{n}", count).replace("{q}", query);
  part("list").replaceChildren(...results.map((result) => item(result, query)));
  part("facets").replaceChildren(...FACETS.map((facet) => group(facet, answer.facets?.[facet] ?? [], filters)).filter(Boolean));
  tips.hidden = results.length > 0;
  lead(place);
  suggest(answer.suggestion, filters);
  pager(number, Math.ceil(total / PAGE), { query, filters });
  announce(query, results);
}

function item(result, query) {
  const row = document.getElementById("result").content.firstElementChild.cloneNode(true);
  const link = row.querySelector("a");
  link.href = new URL(result.url, new URL("./", form.action)).href;
  fill(link, result.title, result.titleMarks);
  fill(row.querySelector("p"), result.excerpt || result.description || "", result.excerpt ? result.marks : []);
  row.querySelector(".kind").textContent = result.kindLabel;
  row.querySelector(".service").textContent = result.serviceName;
  link.addEventListener("click", () => {
    remember(query, link.href);
    announce(query, [], link.href);
  });
  return row;
}

/** One facet as check boxes. */
function group(facet, values, filters) {
  const chosen = filters[facet] ?? [];
  const missing = chosen.filter((value) => !values.some((known) => known.value === value)).map((value) => ({ value, label: value, count: 0 }));
  const all = [...missing, ...values];
  if (all.length < 2 && !chosen.length) return null;
  const set = document.getElementById("facet").content.firstElementChild.cloneNode(true);
  set.className = facet;
  set.querySelector("legend").textContent = words[facet];
  for (const { value, label, count } of all.slice(0, 12)) {
    const row = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = chosen.includes(value);
    box.addEventListener("change", () => {
      const state = wanted();
      const left = (state.filters[facet] ?? []).filter((other) => other !== value);
      go({ ...state, number: 1, filters: { ...state.filters, [facet]: box.checked ? [...left, value] : left } });
    });
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = count ? count.toLocaleString(document.documentElement.lang) : "";
    row.append(box, ` ${label} `, number);
    set.append(row);
  }
  return set;
}

/** To the topic whose id was typed. */
function lead(place) {
  const line = part("topic");
  line.hidden = !place;
  if (!place) return;
  const link = document.createElement("a");
  link.href = place.url;
  link.textContent = words.topic_see;
  const name = document.createElement("b");
  name.textContent = words.topic.replace("{id}", place.id).replace("{name}", place.name);
  line.replaceChildren(name, link);
}

/** What to try when nothing, or not enough, was found. */
function suggest(suggestion, filters) {
  const line = part("suggestion");
  line.hidden = !suggestion;
  if (suggestion) {
    const link = document.createElement("a");
    link.href = address({ query: suggestion, filters: {}, number: 1 });
    link.textContent = suggestion;
    const [before, after] = words.instead.split("{q}");
    line.replaceChildren(before, link, after);
  }
  part("widen").hidden = !Object.keys(filters).length;
}

function pager(number, last, state) {
  const bar = part("pager");
  const link = (to, rel, text) => {
    const made = document.createElement("a");
    made.href = address({ ...state, number: to });
    made.rel = rel;
    made.textContent = text;
    return made;
  };
  const place = document.createElement("span");
  place.textContent = words.place.replace("{n}", number).replace("{m}", last);
  bar.hidden = last < 2;
  bar.replaceChildren(...[number > 1 && link(number - 1, "prev", words.previous), place, number < last && link(number + 1, "next", words.next)].filter(Boolean));
}

/** Moves on to `state`, as a step that the back button takes back. */
function go(state) {
  history.pushState(null, "", address(state));
  show();
}

/** Wires the page. */
export function start() {
  addEventListener("popstate", show);
  page.addEventListener("click", (event) => {
    const link = event.target.closest("[data-pager] a, [data-suggestion] a, [data-widen]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.matches("[data-widen]")) go({ ...wanted(), filters: {}, number: 1 });
    else {
      history.pushState(null, "", link.href);
      show();
    }
    scrollTo(0, 0);
  });
  show();
}
