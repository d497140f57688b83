/* From the id of a topic to its place: the ids are spread over a few small files, of which one is loaded. */

const files = new Map();

/** Which of `count` files has `id`; src/render/topics.rs counts alike. */
function fileOf(id, count) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  return hash & (count - 1);
}

/** The topic that `query` is the id of, for a search `form`: its id, its name and its address. */
export async function topic(form, query) {
  const count = Number(form.dataset.topics);
  const id = query.trim().toLowerCase();
  if (!count || !/^[\w.-]*\d[\w.-]*$/.test(id)) return null;
  const url = new URL(`topics/ids/${fileOf(id, count)}.json`, new URL("./", form.action)).href;
  if (!files.has(url)) files.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : {})));
  const found = (await files.get(url).catch(() => ({})))[id];
  return found ? { id, name: found[1], url: new URL(found[0], new URL("./", form.action)).href } : null;
}
