// From a query's words to the groups of word forms that answer them.

import { fingerprint, slips } from "./words.js";

/** Words from this length on may have one slip, from the second on two. */
const ONE_SLIP = 4, TWO_SLIPS = 8;
/** How many word forms a prefix stands for at most, and how many shards are loaded for it. */
const FORMS = 40, PREFIX_SHARDS = 2;
/** How many files the words of one query may cost; commoner words are left out beyond it. */
const FILES = 8;

/** What has the id `id`, in lower case: `[what it is, article numbers]` pairs. */
export async function articlesOfId(shards, id) {
  const shard = await shards.idShard(fingerprint(id, 0) & (shards.idNames.length - 1));
  return shard.get(fingerprint(id, 1)) ?? [];
}

/** The articles that the ids in `query` name, closest first, as `{ article, sort }`. */
export async function articlesOfIds(shards, ids) {
  const found = new Map();
  for (const [sort, articles] of (await Promise.all(ids.map((id) => articlesOfId(shards, id)))).flat()) {
    for (const article of articles) found.set(article, Math.min(sort, found.get(article) ?? 9));
  }
  return found;
}

/** From this length on a text is looked up as the beginning of a title. */
const TITLE = 3;

/** The articles whose title begins with the words of `text`, each with how much of its title that is. */
export async function articlesOfTitle(shards, text) {
  const typed = text.slice(0, 250);
  const found = new Map();
  if (typed.length < TITLE || shards.titles.names.length === 0) return found;
  const from = shards.titles.place(typed), to = Math.min(from + 1, shards.titles.place(`${typed}\uffff`));
  for (const shard of await Promise.all(from < to ? [shards.titleShard(from), shards.titleShard(to)] : [shards.titleShard(from)])) {
    for (const [title, articles] of shard) {
      if (title.startsWith(typed)) for (const article of articles) found.set(article, typed.length / title.length);
    }
  }
  return found;
}

/**
 * Looks every term up; gives each its `variants` and `conjunctions`.
 * @returns {Promise<{ partial: boolean, corrected: Map<string, string> }>} whether some articles were left
 *   out, and what unknown words were taken for.
 */
export async function lookUp(shards, query) {
  const corrected = new Map();
  const chosen = affordable(shards, query.terms);
  let partial = chosen.length < query.terms.length;
  await Promise.all(chosen.map(async (term) => {
    await variants(shards, term, corrected, query.terms.length === 1);
    partial ||= term.variants.some(({ group }) => group.kept < group.articles);
  }));
  return { terms: chosen, partial, corrected };
}

/** The terms whose files one query may load: common words go first when there are too many. */
function affordable(shards, terms) {
  const file = (term) => shards.common.get(term.word)?.name ?? shards.words.place(term.word);
  let chosen = terms;
  while (chosen.length > 1 && new Set(chosen.map(file)).size > FILES) {
    // Words that are not common count alike, and the last of them goes first.
    const cost = ({ word, required, prefix, quiet, also }) =>
      required || prefix ? 0 : (shards.common.get(word)?.articles ?? (also ? 2 : 1)) * (quiet ? 1e4 : 1);
    const worst = chosen.reduce((a, b) => (cost(b) >= cost(a) ? b : a));
    chosen = chosen.filter((term) => term !== worst);
  }
  return chosen;
}

/** The group of exactly `word`, if any article has it. */
async function exact(shards, word) {
  const common = shards.common.get(word);
  if (common) return shards.commonGroup(common);
  return (await shards.wordShard(shards.words.place(word))).get(word);
}

async function variants(shards, term, corrected, alone) {
  const groups = new Map();
  const add = (group, weight) => groups.set(group, Math.max(weight, groups.get(group) ?? 0));
  // What is needed in any case is asked for at once: each round trip is a wait.
  const [own, , ...conjunctions] = await Promise.all([
    exact(shards, term.word),
    term.prefix ? shards.wordShard(shards.words.place(term.word)) : null,
    ...term.alternatives.map((words) => Promise.all(words.map((word) => exact(shards, word)))),
  ]);
  if (own) add(own, 1);
  if (term.prefix && (alone || [...term.word].length > (own ? 2 : 1))) {
    await prefix(shards, term.word, own ? 0.7 : 0.95, own ? 1 : PREFIX_SHARDS, add);
  }
  if (!own && !term.also && groups.size === 0) {
    for (const { form, group, weight } of await nearest(shards, term.word, term.prefix)) {
      add(group, weight);
      if (!corrected.has(term.word)) corrected.set(term.word, form);
    }
  }
  term.variants = [...groups].map(([group, weight]) => ({ group, weight }));
  term.conjunctions = conjunctions.filter((found) => found.every(Boolean));
}

/** The forms that begin with `word`, from at most `most` shards. */
async function prefix(shards, word, weight, most, add) {
  const { words } = shards;
  const from = words.place(word), to = Math.min(words.place(`${word}\uffff`), from + most - 1);
  const loaded = await Promise.all(Array.from({ length: to - from + 1 }, (_, at) => shards.wordShard(from + at)));
  const found = loaded.flatMap((shard) => [...shard]).filter(([form]) => form.startsWith(word) && form !== word);
  found.sort((a, b) => b[1].articles - a[1].articles || (a[0] < b[0] ? -1 : 1));
  for (const [form, group] of found.slice(0, FORMS)) add(group, weight * (0.6 + (0.4 * word.length) / form.length));
  if (most === 1) return;
  const common = [...shards.common].filter(([form]) => form.startsWith(word)).map(([, its]) => its);
  if (common.length) add(await shards.commonGroup(common.reduce((a, b) => (b.articles > a.articles ? b : a))), weight * 0.8);
}

/** The known words nearest to one that nobody wrote. */
async function nearest(shards, word, isPrefix) {
  const length = [...word].length;
  if (length < ONE_SLIP || /^[0-9]+$/.test(word)) return [];
  const most = length >= TWO_SLIPS ? 2 : 1;
  const near = [];
  // Another number is another thing: an error code is never taken for its neighbour.
  const digits = (text) => text.replace(/[^0-9]/g, "");
  const number = digits(word);
  const consider = (form, load, articles) => {
    if (digits(form) !== number) return;
    let distance = slips(word, form, most);
    if (isPrefix && form.length > word.length) distance = Math.min(distance, slips(word, form.slice(0, word.length), most));
    if (distance <= most) near.push({ form, load, distance, articles });
  };
  const shard = await shards.wordShard(shards.words.place(word));
  for (const [form, group] of shard) consider(form, () => group, group.articles);
  for (const [form, its] of shards.common) consider(form, () => shards.commonGroup(its), its.articles);
  if (!near.some(({ distance }) => distance === 1)) {
    for (const { word: form, size } of await shards.endingsLike(word)) consider(form, () => exact(shards, form), 2 ** size);
  }
  const first = (a, b) => a.distance - b.distance || (b.form[0] === word[0]) - (a.form[0] === word[0]) || b.articles - a.articles;
  near.sort(first);
  const least = near[0]?.distance;
  const chosen = new Map();
  for (const { form, load, distance } of near) {
    if (distance > least || chosen.size >= 4) break;
    if (!chosen.has(form)) chosen.set(form, { load, weight: 0.85 ** distance });
  }
  // Together, so that they cost one round trip.
  const loaded = await Promise.all([...chosen].map(async ([form, { load, weight }]) => ({ form, group: await load(), weight })));
  return loaded.filter(({ group }) => group);
}
