// The search of a casebook site: `open` loads the index's manifest, `search` answers queries.
//
// The only ranker: pages, tests and measurements all use this module. It has no dependencies, touches no
// document, and works in browsers and in Node.

import { articlesOfId, articlesOfIds, articlesOfTitle, lookUp } from "./lookup.js";
import { parse } from "./query.js";
import { postings, score, weights } from "./rank.js";
import { SearchError, Shards } from "./shards.js";
import { words } from "./words.js";

export { SearchError, weights };

const FACETS = ["service", "kind", "resource", "cloud"];

/**
 * An article that was found.
 * @typedef {object} Result
 * @property {string} url relative to the site's root
 * @property {string} title
 * @property {[number, number][]} titleMarks where the query's words stand in the title
 * @property {string} description
 * @property {string} excerpt a text to show below the title
 * @property {[number, number][]} marks where the query's words stand in the excerpt
 * @property {string} articleId may be empty
 * @property {string} service its id
 * @property {string} serviceName
 * @property {string} resource may be empty
 * @property {string} kind as in selfHelpType
 * @property {string} kindLabel
 * @property {"customer" | "portal" | "staff"} audience
 * @property {string[]} clouds
 * @property {boolean} byId whether an id in the query names it
 */

/**
 * Opens the search of the site at `base`.
 * @param {{ base: string, fetch?: typeof fetch }} options
 */
export async function open({ base, fetch: fetcher = (...args) => fetch(...args) }) {
  const shards = await new Shards(base, fetcher).open();
  const language = {
    quiet: new Set(shards.manifest.quiet.split(" ")),
    synonyms: synonyms(shards.manifest.synonyms),
  };
  return {
    articles: shards.articles,
    language: shards.manifest.language,
    /**
     * @param {string} text what the reader typed
     * @param {{ limit?: number, offset?: number, filters?: Record<string, string | string[]> }} [options]
     *   filters by service, kind, resource or cloud: an article must have one of the values of each
     * @returns {Promise<{ total: number, totalIsLowerBound: boolean, results: Result[],
     *   facets: Record<string, { value: string, label: string, count: number }[]>, suggestion: string | null }>}
     */
    search: (text, options) => search(shards, parse(text, language), options ?? {}),
    /**
     * @param {string} id an articleId in full; case does not matter
     * @returns {Promise<string | undefined>} the article's address, relative to the site's root
     */
    article: async (id) => {
      const own = (await articlesOfId(shards, id.toLowerCase())).find(([sort]) => sort === 0);
      return own && (await shards.document(own[1][0])).url;
    },
  };
}

/** Pairs of words that stand for each other. */
function synonyms(settings) {
  const plain = (text) => words(text).filter(({ also }) => !also).map(({ word }) => word);
  return Object.entries(settings ?? {}).flatMap(([from, to]) => {
    const pair = [plain(from), plain(to)];
    return pair.every((side) => side.length) ? [pair, [pair[1], pair[0]]] : [];
  });
}

async function search(shards, query, { limit = 10, offset = 0, filters = {} }) {
  const empty = query.terms.length === 0 && query.ids.length === 0;
  const [facets, ids, titles, found, without] = await Promise.all([
    shards.facets(),
    empty ? new Map() : articlesOfIds(shards, query.ids),
    articlesOfTitle(shards, query.title),
    lookUp(shards, query),
    Promise.all(query.without.map((words) => excluded(shards, words))),
  ]);
  const ranked = score(found.terms, shards.articles, titles);
  const audience = facets.kinds.map(([, , name]) => name);
  const audienceOf = (article) => audience[facets.runs[facets.runOf[article]].kind];
  const gone = new Set(without.flatMap((articles) => [...articles]));
  let best = 0;
  for (const article of ranked.touched) {
    const { clouds } = facets.runs[facets.runOf[article]];
    if (!ranked.exact[article]) ranked.score[article] *= weights.audience[audienceOf(article)];
    if (!(clouds & 1)) ranked.score[article] *= weights.otherCloud;
    best = Math.max(best, ranked.covered[article]);
  }
  const matching = ranked.touched.filter((article) =>
    ranked.score[article] > 0 && ranked.covered[article] >= weights.least * best && !ids.has(article) && !gone.has(article));
  const order = { customer: 0, portal: 1, staff: 2 };
  const byId = [...ids.keys()].filter((article) => !gone.has(article)).sort((a, b) =>
    ids.get(a) - ids.get(b) || order[audienceOf(a)] - order[audienceOf(b)] || ranked.score[b] - ranked.score[a] || a - b);
  matching.sort((a, b) => ranked.score[b] - ranked.score[a] || a - b);
  const { counts, allowed } = narrow(facets, [...byId, ...matching], filters);
  const page = allowed.slice(offset, offset + limit);
  const marked = markedForms(found.terms);
  const results = await Promise.all(page.map(async (article) =>
    result(article, await shards.document(article), facets, marked, ids.has(article))));
  return {
    total: allowed.length,
    totalIsLowerBound: found.partial,
    results,
    facets: counts,
    suggestion: suggestion(query.text, found.corrected),
  };
}

/** The articles that have all of `names`. */
async function excluded(shards, names) {
  const terms = names.map((word) =>
    ({ word, quiet: false, also: false, required: true, phrase: 0, prefix: false, alternatives: [], place: 0 }));
  const { terms: found } = await lookUp(shards, { terms });
  let all;
  for (const { variants } of found) {
    const own = new Set();
    for (const { group, weight } of variants) if (weight === 1) postings(group, (article) => own.add(article));
    all = all ? new Set([...all].filter((article) => own.has(article))) : own;
  }
  return all ?? new Set();
}

/** The articles that pass `filters`, and for each facet how many have which value if its own filter is left out. */
function narrow(facets, articles, filters) {
  const wanted = FACETS.map((facet) => {
    const values = [filters[facet] ?? []].flat().map((value) => value.toLowerCase());
    return values.length ? new Set(values) : null;
  });
  const values = facets.runs.map(({ service, kind, resource, clouds }) => [
    [facets.services[service][0]],
    [facets.kinds[kind][0]],
    facets.resources[resource] ? [facets.resources[resource]] : [],
    facets.clouds.filter((_, at) => clouds & (1 << at)),
  ]);
  const failing = values.map((own) => FACETS.map((_, at) =>
    wanted[at] !== null && !own[at].some((value) => wanted[at].has(value.toLowerCase()))));
  const perRun = new Map(), allowed = [];
  for (const article of articles) {
    const run = facets.runOf[article];
    perRun.set(run, (perRun.get(run) ?? 0) + 1);
    if (!failing[run].includes(true)) allowed.push(article);
  }
  const labels = [new Map(facets.services), new Map(facets.kinds.map(([name, label]) => [name, label]))];
  const counts = {};
  FACETS.forEach((facet, at) => {
    const count = new Map();
    for (const [run, articles] of perRun) {
      if (failing[run].some((fails, other) => fails && other !== at)) continue;
      for (const value of values[run][at]) count.set(value, (count.get(value) ?? 0) + articles);
    }
    counts[facet] = [...count]
      .map(([value, count]) => ({ value, label: labels[at]?.get(value) ?? value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  });
  return { counts, allowed };
}

/** Every form that answers one of `terms`, and the prefix that was typed. Words such as `to` only when nothing else was asked. */
function markedForms(terms) {
  const forms = new Set();
  const telling = terms.filter(({ quiet }) => !quiet);
  for (const { word, variants, conjunctions } of telling.length ? telling : terms) {
    forms.add(word);
    for (const { group } of variants) group.forms.forEach((form) => forms.add(form));
    for (const { forms: own } of conjunctions.flat()) own.forEach((form) => forms.add(form));
  }
  return forms;
}

/** Where words of `forms` stand in `text`, neighbours joined. */
export function marks(text, forms) {
  const found = [];
  for (const { word, start, end, also } of words(text)) {
    if (also || !forms.has(word)) continue;
    const last = found.at(-1);
    if (last && start - last[1] <= 1) last[1] = end;
    else found.push([start, end]);
  }
  return found;
}

function result(article, { title, url, description, articleId }, facets, forms, byId) {
  const run = facets.runs[facets.runOf[article]];
  const [service, serviceName] = facets.services[run.service];
  const [kind, kindLabel, audience] = facets.kinds[run.kind];
  return {
    url,
    title,
    titleMarks: marks(title, forms),
    description,
    excerpt: description,
    marks: marks(description, forms),
    articleId: articleId ?? "",
    service,
    serviceName,
    resource: facets.resources[run.resource],
    kind,
    kindLabel,
    audience,
    clouds: facets.clouds.filter((_, at) => run.clouds & (1 << at)),
    byId,
  };
}

/** The query with what unknown words were taken for. */
function suggestion(text, corrected) {
  if (corrected.size === 0) return null;
  let out = "", last = 0;
  for (const { word, start, end, also } of words(text)) {
    if (also || !corrected.has(word) || start < last) continue;
    out += text.slice(last, start) + corrected.get(word);
    last = end;
  }
  return out + text.slice(last);
}
