// Loads and reads the files of the index. docs/search-format.md describes them.

const VERSION = 1;
const TIMEOUT = 20_000;

/** What went wrong with the index: `message` says which file and what about it. */
export class SearchError extends Error {
  constructor(message, cause) {
    super(message, { cause });
    this.name = "SearchError";
  }
}

/** Reads numbers and words off bytes; throws when they end too early. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new RangeError("it ends too early");
    return this.bytes[this.at++];
  }

  number() {
    let value = 0, factor = 1, byte;
    do {
      byte = this.byte();
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  }

  /** The next `length` bytes. */
  take(length) {
    if (this.at + length > this.bytes.length) throw new RangeError("it ends too early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** The next word, of which the beginning is that of the word before. */
  word(before, shared, decoder) {
    const word = new Uint8Array(shared + this.byte());
    word.set(before.subarray(0, shared));
    word.set(this.take(word.length - shared), shared);
    return { bytes: word, text: decoder.decode(word) };
  }

  get done() {
    return this.at >= this.bytes.length;
  }
}

/**
 * The articles of a group of word forms.
 * @typedef {{ articles: number, kept: number, data: Uint8Array, forms: string[] }} Group
 */

const group = (reader) => {
  const articles = reader.number(), kept = reader.number();
  return { articles, kept, data: reader.take(reader.number()), forms: [] };
};

/** A list of article numbers, written as gaps. */
const articleNumbers = (reader) => {
  const articles = [];
  let number = 0;
  for (let left = reader.number(); left > 0; left -= 1) articles.push((number += reader.number()));
  return articles;
};

/** A word shard as its forms in order, each with its group. */
const wordShard = (bytes) => {
  const reader = new Reader(bytes), decoder = new TextDecoder();
  const forms = [], places = [];
  let before = new Uint8Array();
  for (let left = reader.number(); left > 0; left -= 1) {
    const word = reader.word(before, reader.byte(), decoder);
    before = word.bytes;
    forms.push(word.text);
    places.push(reader.number());
  }
  const groups = [];
  while (!reader.done) groups.push(group(reader));
  const shard = new Map();
  forms.forEach((form, at) => {
    const its = groups[places[at]];
    if (!its) throw new RangeError("a word has no articles");
    its.forms.push(form);
    shard.set(form, its);
  });
  return shard;
};

/** A list of endings as words with the size of their groups in powers of two. */
const endingList = (bytes) => {
  const reader = new Reader(bytes), decoder = new TextDecoder();
  const list = [];
  let before = new Uint8Array();
  while (!reader.done) {
    const word = reader.word(before, reader.byte(), decoder);
    before = word.bytes;
    list.push({ word: [...word.text].reverse().join(""), size: reader.byte() });
  }
  return list;
};

/** A title shard as `[title, article numbers]` pairs in order. */
const titleShard = (bytes) => {
  const reader = new Reader(bytes), decoder = new TextDecoder(), titles = [];
  let before = new Uint8Array();
  while (!reader.done) {
    const word = reader.word(before, reader.byte(), decoder);
    before = word.bytes;
    titles.push([word.text, articleNumbers(reader)]);
  }
  return titles;
};

/** An id shard: fingerprint to `[sort, article numbers]` pairs. */
const idShard = (bytes) => {
  const reader = new Reader(bytes), ids = new Map();
  while (!reader.done) {
    const place = reader.take(4);
    const key = (place[0] | (place[1] << 8) | (place[2] << 16) | (place[3] << 24)) >>> 0;
    const sort = reader.byte();
    if (!ids.has(key)) ids.set(key, []);
    ids.get(key).push([sort, articleNumbers(reader)]);
  }
  return ids;
};

const inflate = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
};

const names = (text, length) => text.match(new RegExp(`.{${length}}`, "g")) ?? [];

/** A sorted list of shards: each with the first word that may be in it. */
class Sorted {
  constructor([firsts, all], length) {
    this.firsts = firsts ? firsts.split("|") : [];
    this.names = names(all, length);
  }

  /** The place of the shard that would hold `word`. */
  place(word) {
    let low = 0, high = this.firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.firsts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** The files of one site's index, each loaded once. */
export class Shards {
  /**
   * @param {string} base the site's root
   * @param {typeof fetch} fetcher
   */
  constructor(base, fetcher) {
    this.folder = new URL("search/", base);
    this.fetcher = fetcher;
    this.loaded = new Map();
  }

  /** Loads the manifest and the names in it. */
  async open() {
    const manifest = await this.#load("manifest.json", (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    if (manifest.version !== VERSION) {
      throw new SearchError(`the search index has format ${manifest.version}, this client reads ${VERSION}`);
    }
    const length = manifest.name;
    this.manifest = manifest;
    this.articles = manifest.articles;
    this.documentNames = names(manifest.documents, length);
    this.idNames = names(manifest.ids, length);
    this.words = new Sorted(manifest.words, length);
    this.endings = new Sorted(manifest.endings, length);
    this.titles = new Sorted(manifest.titles, length);
    /** Forms of the commonest groups. */
    this.common = new Map();
    for (const [name, articles, forms] of manifest.common) {
      const list = forms.split(" "), its = { name, articles, forms: list };
      for (const form of list) this.common.set(form, its);
    }
    return this;
  }

  #load(file, read) {
    if (!this.loaded.has(file)) {
      const promise = this.#fetch(file, read);
      // What failed is tried again next time.
      promise.catch(() => this.loaded.delete(file));
      this.loaded.set(file, promise);
    }
    return this.loaded.get(file);
  }

  async #fetch(file, read) {
    const url = new URL(file, this.folder);
    const fail = (why, cause) => {
      throw new SearchError(`the search index cannot be read: ${url.pathname}: ${why}`, cause);
    };
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), TIMEOUT);
    let bytes;
    try {
      const response = await this.fetcher(url.href, { signal: limit.signal });
      if (!response.ok) fail(`the host answered ${response.status}`);
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      if (error instanceof SearchError) throw error;
      fail(limit.signal.aborted ? "no answer in time" : "the host cannot be reached", error);
    } finally {
      clearTimeout(timer);
    }
    try {
      return await read(bytes);
    } catch (error) {
      return fail("its content is damaged", error);
    }
  }

  /** The group of a common form. @returns {Promise<Group>} */
  commonGroup(its) {
    return this.#load(`${its.name}.bin`, (bytes) => Object.assign(group(new Reader(bytes)), { forms: its.forms }));
  }

  /** The word shard at `place`. @returns {Promise<Map<string, Group>>} */
  wordShard(place) {
    return place < this.words.names.length
      ? this.#load(`${this.words.names[place]}.bin`, wordShard)
      : Promise.resolve(new Map());
  }

  /** The words that end as `word` does, as far as one list holds them. */
  endingsLike(word) {
    const place = this.endings.place([...word].reverse().join(""));
    return place < this.endings.names.length
      ? this.#load(`${this.endings.names[place]}.bin`, endingList)
      : Promise.resolve([]);
  }

  /** The title shard at `place`. */
  titleShard(place) {
    return this.#load(`${this.titles.names[place]}.bin`, titleShard);
  }

  /** The id shard at `place`. */
  idShard(place) {
    return this.#load(`${this.idNames[place]}.bin`, idShard);
  }

  /** What the facets are called, and which article has which. */
  facets() {
    this.read ??= this.#facets().catch((error) => {
      throw new SearchError("the search index cannot be read: the facets are damaged", error);
    });
    return this.read;
  }

  async #facets() {
    const facets = await inflate(Uint8Array.from(atob(this.manifest.facets), (letter) => letter.charCodeAt(0)));
    const runOf = new Uint32Array(this.articles), runs = [];
    let article = 0;
    for (let at = 0; at < facets.runs.length; at += 5) {
      const [service, kind, resource, clouds, count] = facets.runs.slice(at, at + 5);
      runOf.fill(runs.length, article, (article += count));
      runs.push({ service, kind, resource, clouds });
    }
    if (article !== this.articles) throw new RangeError("the facets miss articles");
    return { ...facets, runs, runOf };
  }

  /** What is shown of the article `number`: title, url, description, articleId. */
  async document(number) {
    const { perShard } = this.manifest;
    const rows = await this.#load(`${this.documentNames[Math.floor(number / perShard)]}.bin`, inflate);
    const [title, url, description, articleId] = rows[number % perShard] ?? [];
    if (title === undefined) throw new SearchError("the search index cannot be read: an article is missing");
    return { title, url, description, articleId };
  }
}
