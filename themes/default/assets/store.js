/* What this browser keeps for the reader. Storage may be forbidden or full: then nothing is kept. */

export function load(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`casebook:${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function save(key, value) {
  try {
    if (value === null) localStorage.removeItem(`casebook:${key}`);
    else localStorage.setItem(`casebook:${key}`, JSON.stringify(value));
  } catch {
    // The page works without it.
  }
}
