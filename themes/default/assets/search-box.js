/* The search box of every page as a combobox (WAI-ARIA pattern): results while typing, arrows to move,
   Enter to open, Escape to close, `/` and Ctrl-K to get there. Without this script the form leads to the
   search page. */

export { announce, engine, fill, remember, topic } from "./engine.js";
import { announce, engine, fill, recent, remember, topic } from "./engine.js";
import { go } from "./go.js";
import words from "./words.js";

const SHOWN = 8;

/** Wires one search form. */
class SearchBox {
  constructor(form, index) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.turn = 0;
    this.list = document.createElement("div");
    this.list.className = "found";
    this.list.id = `found-${index}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words.results);
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "vh";
    this.status.setAttribute("role", "status");
    this.input.after(this.list, this.status);
    const combobox = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(combobox)) this.input.setAttribute(name, value);
    this.input.addEventListener("focus", () => this.focus());
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("submit", () => remember(this.input.value.trim()));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.close();
    });
    // Pressing the mouse on a result must not take the focus first.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option, event.ctrlKey || event.metaKey);
    });
  }

  focus() {
    engine(this.form).catch(() => {});
    if (this.input.value.trim()) this.search();
    else this.showRecent();
  }

  async search() {
    const query = this.input.value.trim();
    const turn = ++this.turn;
    if (!query) return this.showRecent();
    let answer;
    let place;
    try {
      [answer, place] = await Promise.all([
        engine(this.form).then((search) => search.search(query, { limit: SHOWN })),
        topic(this.form, query),
      ]);
    } catch {
      if (turn === this.turn) this.say(words.failed);
      return;
    }
    // A newer query is on its way, or the reader has left.
    if (turn !== this.turn || document.activeElement !== this.input) return;
    this.show(query, answer, place);
    announce(query, answer.results);
  }

  show(query, { results, total, suggestion }, place) {
    this.results = results;
    const rows = [];
    if (place) rows.push(this.place(place));
    const groups = results.reduce((map, result) => map.set(result.serviceName, [...(map.get(result.serviceName) ?? []), result]), new Map());
    for (const [service, members] of groups) {
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", service);
      const label = document.createElement("p");
      label.textContent = service;
      label.setAttribute("aria-hidden", "true");
      group.append(label, ...members.map((result) => this.option(result)));
      rows.push(group);
    }
    if (!results.length && !place) rows.push(this.note(words.none));
    if (!results.length && suggestion) rows.push(this.plain(suggestion, words.instead));
    if (results.length) rows.push(this.plain(query, words.all));
    this.open(rows);
    this.say((results.length ? words.count : words.none).replace("{n}", total));
  }

  option(result) {
    const option = this.blank();
    option.dataset.url = new URL(result.url, new URL("./", this.form.action)).href;
    const title = document.createElement("span");
    fill(title, result.title, result.titleMarks);
    const line = document.createElement("span");
    const kind = document.createElement("b");
    kind.textContent = result.kindLabel;
    const excerpt = document.createElement("span");
    fill(excerpt, result.excerpt || result.description || "", result.excerpt ? result.marks : []);
    line.append(kind, " ", excerpt);
    option.append(title, line);
    return option;
  }

  /** An option that leads to a topic. */
  place({ id, name, url }) {
    const option = this.blank();
    option.dataset.url = url;
    const title = document.createElement("span");
    title.textContent = words.topic.replace("{id}", id).replace("{name}", name);
    const line = document.createElement("span");
    line.textContent = words.topic_see;
    option.append(title, line);
    return option;
  }

  /** An option that searches for `query`. */
  plain(query, sentence) {
    const option = this.blank();
    option.dataset.query = query;
    option.textContent = sentence.replace("{q}", query);
    return option;
  }

  blank() {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  note(text) {
    const note = document.createElement("p");
    note.textContent = text;
    return note;
  }

  showRecent() {
    this.turn += 1;
    const queries = recent();
    if (!queries.length || this.input.value.trim()) return this.close();
    this.open([this.note(words.recent), ...queries.map((query) => this.plain(query, "{q}"))]);
  }

  open(rows) {
    // Results of the last key may come when the reader has moved on to one of those before.
    const chosen = this.options?.[this.active]?.dataset.url;
    this.list.replaceChildren(...rows);
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.move(chosen ? this.options.findIndex(({ dataset }) => dataset.url === chosen) : -1);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.turn += 1;
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  say(text) {
    this.status.textContent = text;
  }

  /** Makes the option `to` the active one; -1 for none. */
  move(to) {
    this.active = to;
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === to)));
    if (to < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.options[to].id);
    this.options[to].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const isOpen = !this.list.hidden;
    const count = this.options?.length ?? 0;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return this.focus();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One more place than options: the box itself.
      this.move(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active], event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  choose(option, apart) {
    if (option.dataset.query !== undefined) {
      this.input.value = option.dataset.query;
      this.form.requestSubmit();
      return;
    }
    const query = this.input.value.trim();
    remember(query, option.dataset.url);
    announce(query, this.results, option.dataset.url);
    if (apart) window.open(option.dataset.url, "_blank", "noopener");
    else location.href = option.dataset.url;
    this.close();
  }
}

/** Wires every search form of the page and the keys that lead to the first one; goes on where the page is for that. */
export function start() {
  const page = document.querySelector("[data-go]");
  if (page) go(page);
  const boxes = [...document.querySelectorAll("form[role=search]")].map((form, index) => new SearchBox(form, index));
  addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    const wanted = (event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
    if (!wanted || !boxes.length) return;
    event.preventDefault();
    boxes[0].input.focus();
    boxes[0].input.select();
  });
}
