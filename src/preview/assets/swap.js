/* Puts a page's new content in place of the old one, node by node: what is the same stays the very node it
   was, with its focus, its scroll position, its selection and whatever scripts added to it. */

/** What was sent (`pristine`) and what it became (`live`), which are the same tree at this moment; `folder` is
    where the theme's files were. */
export function begin(pristine, live, folder) {
  let shown = pristine;
  let shownFolder = folder;
  const nodes = new Map();
  pair(pristine, live, nodes);
  return {
    /** Shows `html`, in which the theme's files are in `folder`; false when only a reload can. */
    swap(html, folder) {
      const next = new DOMParser().parseFromString(html, "text/html").documentElement;
      const old = shown.querySelector("main");
      const main = next.querySelector("main");
      const target = nodes.get(old);
      if (!old || !main || !target?.isConnected || !sameAround(shown, next, shownFolder, folder)) return false;
      const added = [];
      if (!sameShell(old, main)) return false;
      children(old, main, nodes, added);
      nodes.set(main, target);
      document.title = next.querySelector("title")?.textContent ?? "";
      shown = next;
      shownFolder = folder;
      // Themes add to what is new what they add to a page: see docs/themes.md.
      if (added.length) document.dispatchEvent(new CustomEvent("casebook:swapped", { detail: added }));
      return true;
    },
  };
}

/** Whether what surrounds the content says the same: the title, descriptions and the theme's folder aside. */
function sameAround(old, next, oldFolder, folder) {
  const around = (root, name) => {
    const copy = root.cloneNode(true);
    copy.querySelector("main").replaceChildren();
    for (const element of copy.querySelectorAll("title, meta[name], meta[property], link[rel=canonical], #casebook-live")) element.remove();
    // Scripts may have set attributes of the root, such as the theme that the reader chose.
    const text = copy.querySelector("head").innerHTML + copy.querySelector("body").outerHTML;
    return text.replaceAll(name, "").replace(/\s+/g, " ");
  };
  return around(old, oldFolder) === around(next, folder);
}

/** Notes which live node each node of `from` became; both trees are the same. */
function pair(from, live, nodes) {
  nodes.set(from, live);
  let other = live.firstChild;
  for (let node = from.firstChild; node; node = node.nextSibling, other = other?.nextSibling) {
    if (!other) return;
    pair(node, other, nodes);
  }
}

/** `from` and `to` are equal: the live nodes of the one become those of the other. */
function carry(from, to, nodes) {
  nodes.set(to, nodes.get(from));
  nodes.delete(from);
  for (let a = from.firstChild, b = to.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) carry(a, b, nodes);
}

function sameShell(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.cloneNode(false).isEqualNode(b.cloneNode(false));
}

/** Makes the live children of `from` those of `to`. */
function children(from, to, nodes, added) {
  const old = [...from.childNodes];
  const next = [...to.childNodes];
  let start = 0;
  while (start < old.length && start < next.length && old[start].isEqualNode(next[start])) {
    carry(old[start], next[start], nodes);
    start += 1;
  }
  let oldEnd = old.length;
  let nextEnd = next.length;
  while (oldEnd > start && nextEnd > start && old[oldEnd - 1].isEqualNode(next[nextEnd - 1])) {
    carry(old[--oldEnd], next[--nextEnd], nodes);
  }
  const parent = nodes.get(from);
  const middle = old.slice(start, oldEnd);
  const wanted = next.slice(start, nextEnd);
  // What is left on both sides is matched in order: equal ones first, then those of one kind.
  let at = 0;
  const partners = wanted.map((node) => {
    let found = middle.findIndex((other, index) => index >= at && other.isEqualNode(node));
    if (found < 0) found = middle.findIndex((other, index) => index >= at && index < at + 1 && sameShell(other, node));
    if (found < 0) return undefined;
    at = found + 1;
    return middle[found];
  });
  const kept = new Set(partners);
  for (const node of middle) if (!kept.has(node)) outermost(nodes.get(node), parent)?.remove();
  // From the last to the first, so that each knows what it stands before.
  let before = next[nextEnd] ? outermost(nodes.get(next[nextEnd]), parent) : afterLast(old, oldEnd, parent, nodes);
  for (let index = wanted.length - 1; index >= 0; index -= 1) {
    const node = wanted[index];
    const partner = partners[index];
    if (partner) {
      if (partner.isEqualNode(node)) carry(partner, node, nodes);
      else {
        const live = nodes.get(partner);
        if (node.nodeType === Node.ELEMENT_NODE) children(partner, node, nodes, added);
        else live.data = node.data;
        nodes.set(node, live);
        nodes.delete(partner);
      }
    } else {
      const live = document.importNode(node, true);
      pair(node, live, nodes);
      parent.insertBefore(live, before);
      if (live.nodeType === Node.ELEMENT_NODE) added.push(live);
    }
    before = outermost(nodes.get(node), parent) ?? before;
  }
}

/** The child of `parent` that holds `live`: scripts may have put something around it. */
function outermost(live, parent) {
  let node = live;
  while (node && node.parentNode !== parent) node = node.parentNode;
  return node;
}

/** What stands behind the last of the old children: nothing, or what scripts added. */
function afterLast(old, end, parent, nodes) {
  const last = old.slice(0, end).findLast((node) => outermost(nodes.get(node), parent));
  return last ? outermost(nodes.get(last), parent).nextSibling : null;
}
