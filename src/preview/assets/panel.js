/* The preview's panel: what is wrong with the article, what it is, and how the portal would use it. It lives
   in a shadow tree, so that neither it nor the theme touches the other. */

const tabs = { findings: "Findings", article: "Article", portal: "In the portal" };
const clouds = ["public", "fairfax", "mooncake", "blackforest", "usnat", "ussec"];

/** An element with attributes, and children that are elements or texts. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A message, whose names stand between backticks, as nodes. */
const said = (message) => message.split("`").map((part, at) => (at % 2 ? el("code", {}, part) : part));

const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function remember(key, value) {
  try {
    if (value === undefined) return sessionStorage.getItem(`casebook:preview:${key}`);
    sessionStorage.setItem(`casebook:preview:${key}`, value);
  } catch {
    // Without a store the panel is closed on every page.
  }
  return null;
}

/** Puts the panel into the page; `known` is what the page says of itself. */
export function begin(known) {
  const host = el("casebook-preview");
  const root = host.attachShadow({ mode: "open" });
  const state = { about: null, counts: [0, 0, 0], fault: null, away: false, tab: remember("tab") ?? "findings" };
  const style = el("link", { rel: "stylesheet", href: "/_casebook/panel.css" });
  const pill = el("button", { type: "button", class: "pill", "aria-expanded": "false", "aria-controls": "panel", onclick: () => toggle(!isOpen()) });
  const close = el("button", { type: "button", class: "close", "aria-label": "Close the panel", onclick: () => (toggle(false), pill.focus()) }, "×");
  const cloud = el(
    "select",
    { onchange: () => choose(cloud.value) },
    el("option", { value: "" }, "all clouds"),
    clouds.map((name) => el("option", { value: name, selected: known.cloud === name }, name)),
  );
  const names = known.variants?.split(" ").filter(Boolean) ?? [];
  const variant = el(
    "select",
    { onchange: () => location.assign(elsewhere(variant.value)) },
    el("option", { value: "" }, "whole site"),
    names.map((name) => el("option", { value: name, selected: known.variant === name }, name)),
  );
  const list = el("div", { class: "tabs", role: "tablist", "aria-label": "Preview" });
  const body = el("div", { class: "body", id: "tab", role: "tabpanel", tabindex: "0" });
  const panel = el(
    "section",
    { id: "panel", class: "panel", "aria-label": "Preview", hidden: true },
    el("header", {}, el("div", { class: "choices" }, names.length ? el("label", {}, "Variant ", variant) : null, el("label", {}, "Seen by ", cloud)), el("a", { href: "/_casebook/" }, "All findings"), close),
    list,
    body,
  );
  const overlay = el("section", { class: "overlay", role: "alert", hidden: true });
  const status = el("p", { class: "vh", role: "status" });
  root.append(style, panel, pill, overlay, status);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) (toggle(false), pill.focus());
  });
  document.body.append(host);
  // The list of all findings is what the panel would lead to.
  pill.hidden = document.body.classList.contains("casebook-own") && !known.path && !known.cloud && !known.variant;
  if (remember("open") === "1" && !pill.hidden) toggle(true);
  draw();

  function isOpen() {
    return !panel.hidden;
  }

  function toggle(open) {
    panel.hidden = !open;
    pill.setAttribute("aria-expanded", String(open));
    remember("open", open ? "1" : "0");
  }

  /** Where this page is in the variant `name`; the preview's own pages are in none. */
  function elsewhere(name) {
    const path = known.address.startsWith("_casebook/") ? "" : encodeURI(known.address);
    return `/${name ? `${name}/` : ""}${path}${location.search}${location.hash}`;
  }

  function choose(name) {
    document.cookie = `casebook-cloud=${name}; path=/; samesite=strict${name ? "" : "; max-age=0"}`;
    location.reload();
  }

  function draw() {
    const findings = state.about?.findings ?? [];
    const count = (severity) => findings.filter((finding) => finding.severity === severity).length;
    const [errors, warnings, infos] = ["error", "warning", "info"].map(count);
    const worst = errors ? "error" : warnings ? "warning" : infos ? "info" : "fine";
    const about = state.about;
    const words = !about
      ? `${plural(state.counts[0], "error")} on the site`
      : findings.length
        ? [errors && plural(errors, "error"), warnings && plural(warnings, "warning"), infos && plural(infos, "info")].filter(Boolean).join(", ")
        : "No findings";
    pill.className = `pill ${state.away ? "away" : about ? worst : state.counts[0] ? "error" : "fine"}`;
    pill.replaceChildren(el("span", { class: "dot", "aria-hidden": "true" }), state.away ? "Preview stopped" : words);
    for (const name of [known.variant, known.cloud]) if (name) pill.append(el("span", { class: "chip" }, name));
    if (status.textContent !== words && about) status.textContent = words;
    list.replaceChildren(
      ...Object.entries(tabs).map(([name, label]) =>
        el(
          "button",
          { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "tab", "aria-selected": String(state.tab === name), tabindex: state.tab === name ? "0" : "-1", onclick: () => select(name), onkeydown: step },
          name === "findings" ? `${label} (${findings.length})` : label,
        ),
      ),
    );
    body.setAttribute("aria-labelledby", `tab-${state.tab}`);
    const scroll = body.scrollTop;
    body.replaceChildren(...{ findings: findingsOf, article: articleOf, portal: portalOf }[state.tab](about, known));
    body.scrollTop = scroll;
    const fault = state.fault;
    overlay.hidden = !fault;
    if (fault) {
      overlay.replaceChildren(
        el("h2", {}, fault.about === "theme" ? "The theme is faulty" : fault.about === "articles" ? "The articles are gone" : `${fault.about} is faulty`),
        el("pre", { tabindex: "0" }, fault.message),
        el("p", {}, "The page below is that of before. It is brought up to date as soon as this is mended."),
        el("button", { type: "button", onclick: () => (overlay.hidden = true) }, "Hide"),
      );
    }
  }

  function select(name) {
    state.tab = name;
    remember("tab", name);
    draw();
    root.getElementById(`tab-${name}`)?.focus();
  }

  function step(event) {
    const names = Object.keys(tabs);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) select(names[(names.indexOf(state.tab) + by + names.length) % names.length]);
  }

  return {
    show(about) {
      state.about = about;
      draw();
    },
    counts(counts) {
      if (String(counts) === String(state.counts)) return;
      state.counts = counts;
      if (!state.about) draw();
    },
    fault(fault) {
      if (JSON.stringify(fault ?? null) === JSON.stringify(state.fault ?? null)) return;
      state.fault = fault;
      draw();
    },
    away(away) {
      if (away === state.away) return;
      state.away = away;
      draw();
    },
  };
}

const nothing = (text) => [el("p", { class: "quiet" }, text)];

function findingsOf(about, known) {
  if (!about) return nothing("This page is made of many articles. Open one to see what is wrong with it.");
  if (!about.findings.length) return nothing("Nothing is wrong with this article.");
  return [
    el(
      "ol",
      { class: "findings" },
      about.findings.map((finding) =>
        el(
          "li",
          { class: finding.severity },
          el("p", { class: "what" }, el("span", { class: "level" }, finding.severity), " ", said(finding.message)),
          finding.help ? el("p", { class: "help" }, said(finding.help)) : null,
          finding.related.map((other) => el("p", { class: "help" }, `${other.path}:${other.place.line}: ${other.message}`)),
          el("p", { class: "where" }, `Line ${finding.place.line}, column ${finding.place.column} · `, el("code", {}, finding.rule), opener(about.path, finding.place, known)),
        ),
      ),
    ),
  ];
}

/** The button that opens the file where the finding is. */
function opener(path, place, known) {
  if (!known.token) return null;
  const button = el("button", { type: "button", "aria-label": `Open ${path} at line ${place.line} in the editor` }, "Open in editor");
  button.addEventListener("click", async () => {
    const response = await fetch("/_casebook/open", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: known.token, path, ...place }),
    });
    button.textContent = response.ok ? "Opened" : "Not opened";
    setTimeout(() => (button.textContent = "Open in editor"), 1600);
  });
  return button;
}

function articleOf(about, known) {
  if (!about) return nothing("This page shows no single article.");
  const article = about.article;
  const rows = [["Source", el("span", {}, el("code", {}, about.path), opener(about.path, { line: 1, column: 1 }, known))]];
  if (!article) rows.push(["Header", "It cannot be read, so the file has no page."]);
  else {
    const names = (list) => (list.length ? list.join(", ") : "none");
    rows.push(
      ["Kind", `${article.label} (${article.kind}), for ${{ customer: "customers", portal: "the portal", staff: "support staff" }[article.audience]}`],
      ["Article ID", article.id ?? "none"],
      ["Order", article.order ?? "none: after those that have one"],
      ["Service", article.inferred ? `${article.service} (inferred: the header names none)` : article.service],
      ["Resource", article.resource ?? "none"],
      ["Topics", article.topics.length ? el("ul", {}, article.topics.map((topic) => el("li", {}, topic.name ? `${topic.name} ` : "", el("code", {}, topic.id)))) : "none"],
      ["Products", names(article.products)],
      ["Tags", names(article.tags)],
      ["Clouds", el("span", { class: "chips" }, article.clouds.map((cloud) => el("span", { class: cloud === known.cloud ? "chip on" : "chip" }, cloud)))],
      ["Owner", article.owner ?? "none"],
    );
  }
  return [el("dl", {}, rows.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))))];
}

function portalOf(about, known) {
  if (!about?.portal) return nothing(about ? "The portal does not show this article here." : "This page shows no single article.");
  const { service, topics } = about.portal;
  const parts = [];
  if (service) {
    parts.push(
      el("h3", {}, `In the list of ${service.name}`),
      el("p", { class: "quiet" }, `Place ${service.at} of ${service.of}${service.group ? ` under ${service.group}` : ""}`),
      service.before ? el("p", { class: "quiet" }, `${service.before} before`) : "",
      cards(service.cards),
      service.after ? el("p", { class: "quiet" }, `${service.after} after`) : "",
    );
  }
  for (const topic of topics) {
    const rivals = topic.competitors ? `${plural(topic.competitors, "article")} of this kind compete for it` : "no other of this kind competes for it";
    parts.push(
      el("h3", {}, `Topic: ${topic.name ?? topic.id}`),
      el("p", { class: "quiet" }, `${plural(topic.of, "article")}; ${rivals}`),
      cards(topic.cards),
    );
  }
  if (!topics.length) parts.push(el("p", { class: "quiet" }, "It lists no topic, so no topic shows it."));
  return parts;
}

function cards(list) {
  return el(
    "ol",
    { class: "cards" },
    list.map((card) =>
      el(
        "li",
        { class: card.own ? "own" : card.competes ? "rival" : "", "aria-current": card.own ? "true" : null },
        card.own ? el("strong", {}, card.title) : el("a", { href: `/${card.url}` }, card.title),
        card.line ? el("p", {}, card.line) : null,
        el("p", { class: "quiet" }, [card.kind, card.order === null ? null : `order ${card.order}`, card.clouds.join(", "), card.own ? "this article" : card.competes ? "competes" : null].filter(Boolean).join(" · ")),
      ),
    ),
  );
}
