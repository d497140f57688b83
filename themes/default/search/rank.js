// Orders articles by how well they answer a query. Pure: postings in, scores out.

/** What each thing counts. docs/search.md says how these were found. */
export const weights = {
  title: 2.2, heading: 0.9, description: 1.3, words: 1, context: 0.45, body: 0.2,
  saturation: 1,
  quiet: 0.15,
  also: 0.5,
  coverage: 1,
  titleRecall: 0.8, titlePrecision: 0.3, order: 0.25, start: 0.1, begins: 0.5, exact: 1,
  audience: { customer: 1, portal: 0.78, staff: 0.72 },
  otherCloud: 0.95,
  least: 0.25,
};

/** For each set of fields what a word in them counts. */
function fieldScores(w) {
  const scores = new Float32Array(256);
  for (let fields = 0; fields < 256; fields += 1) {
    const sum =
      (fields & 0x80 ? w.title : 0) + (fields & 0x40 ? w.heading : 0) + (fields & 0x20 ? w.description : 0) +
      (fields & 0x10 ? w.words : 0) + (fields & 0x08 ? w.context : 0) + (fields & 7) * w.body;
    scores[fields] = sum / (sum + w.saturation);
  }
  return scores;
}

/** Calls `take(article, fields, title)` for each posting of `group`. */
export function postings(group, take) {
  const { data } = group;
  let article = 0;
  for (let at = 0; at < data.length; ) {
    let gap = 0, factor = 1, byte;
    do {
      byte = data[at++];
      gap += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    article += gap;
    const fields = data[at++];
    take(article, fields, fields & 0x80 ? data[at++] : 0);
  }
}

const bits = new Uint8Array(65536);
for (let at = 1; at < 65536; at += 1) bits[at] = bits[at >> 1] + (at & 1);

/**
 * What each article has of a query's words.
 * @param {{ variants: { group: import("./shards.js").Group, weight: number }[], conjunctions: object[][],
 *   quiet: boolean, also: boolean, required: boolean }[]} terms in the order of the query
 * @param {number} articles how many there are
 * @param {Map<number, number>} titles articles whose title begins with the query, and how much of it that is
 * @returns {{ touched: number[], score: Float32Array, covered: Float32Array, exact: Uint8Array, total: number }}
 */
export function score(terms, articles, titles, w = weights) {
  const byFields = fieldScores(w);
  const scores = new Float32Array(articles), covered = new Float32Array(articles);
  const best = new Float32Array(articles), inTitle = new Float32Array(articles);
  const spot = new Uint16Array(articles), titleBits = new Uint16Array(articles), titleLength = new Uint8Array(articles);
  const lastSpot = new Uint8Array(articles), lastTerm = new Int8Array(articles).fill(-9);
  const order = new Uint8Array(articles), start = new Uint8Array(articles), missing = new Uint8Array(articles);
  const seen = new Uint8Array(articles), touched = [];
  let total = 0, totalPlain = 0, required = 0, number = 0;
  for (const term of terms) {
    const found = [];
    let have = 0;
    const take = (article, value, title) => {
      if (best[article] === 0) found.push(article);
      if (value > best[article]) best[article] = value;
      if (title) {
        spot[article] |= 1 << (title >> 4);
        titleLength[article] = title & 15;
      }
    };
    for (const { group, weight } of term.variants) {
      have = Math.max(have, group.articles * weight);
      postings(group, (article, fields, title) => take(article, weight * byFields[fields], title));
    }
    for (const groups of term.conjunctions ?? []) {
      const all = conjunction(groups);
      have = Math.max(have, all.size);
      for (const [article, [fields, title, bits]] of all) {
        take(article, 0.9 * byFields[fields], title);
        if (bits) spot[article] |= bits;
      }
    }
    const idf = Math.log(1 + (articles - have + 0.5) / (have + 0.5));
    const value = term.also ? idf * w.also : term.quiet ? idf * w.quiet : idf;
    if (!term.also) total += found.length ? value : Math.max(value, 1) * (term.quiet ? w.quiet : 0.6);
    if (term.required) required += 1;
    for (const article of found) {
      if (!seen[article]) {
        seen[article] = 1;
        touched.push(article);
      }
      scores[article] += value * best[article];
      best[article] = 0;
      if (term.required) missing[article] += 1;
      if (term.also) { spot[article] = 0; continue; }
      covered[article] += value;
      const places = spot[article];
      if (places) {
        spot[article] = 0;
        inTitle[article] += value;
        titleBits[article] |= places;
        // The lowest place behind the last word's.
        const place = 31 - Math.clz32(places & -places);
        const next = lastSpot[article] + 1;
        const follows = (number === 0 || lastTerm[article] === number - 1) && places & (1 << next);
        if (follows) {
          order[article] += 1;
          if (next === number + 1) start[article] += 1;
        }
        lastTerm[article] = number;
        lastSpot[article] = follows ? next : place;
      }
    }
    if (!term.also) { number += 1; totalPlain += 1; }
  }
  const exact = new Uint8Array(articles);
  for (const [article] of titles) {
    if (!seen[article]) touched.push(article);
    covered[article] = total;
  }
  for (const article of touched) {
    if (missing[article] < required) { scores[article] = 0; covered[article] = 0; continue; }
    const coverage = Math.min(1, covered[article] / total);
    let value = scores[article] * coverage ** w.coverage;
    if (titleBits[article]) {
      const recall = Math.min(1, inTitle[article] / total);
      const precision = Math.min(1, bits[titleBits[article]] / Math.max(1, titleLength[article]));
      value += total * (w.titleRecall * recall ** 2 + w.titlePrecision * precision * recall ** 2);
      if (totalPlain > 1) value += total * recall * (w.order * order[article] + w.start * start[article]) / totalPlain;
      if (recall > 0.999 && precision === 1) { exact[article] = 1; value += total * w.exact; }
    }
    const begins = titles.get(article);
    if (begins) {
      value += total * w.begins * (0.8 + 0.2 * begins);
      if (begins === 1 && !exact[article]) { exact[article] = 1; value += total * w.exact; }
    }
    covered[article] = coverage;
    scores[article] = value;
  }
  return { touched, score: scores, covered, exact, total };
}

/** The articles that have a word of each of `groups`, with the fields they share. */
function conjunction(groups) {
  let all = new Map();
  groups.forEach((group, at) => {
    const next = new Map();
    postings(group, (article, fields, title) => {
      const before = all.get(article);
      if (at > 0 && !before) return;
      const shared = at ? (before[0] & fields & 0xf8) | Math.min(before[0] & 7, fields & 7) : fields;
      next.set(article, [shared, title || (before?.[1] ?? 0), (before?.[2] ?? 0) | (title ? 1 << (title >> 4) : 0)]);
    });
    all = next;
  });
  return all;
}
