/* Keeps an open page up to date. Loaded as the last element of every page, before any other script has
   touched it, so that what the server sent is known by node. */

(() => {
  const line = document.getElementById("casebook-live");
  const known = { ...line.dataset };
  const own = document.body.classList.contains("casebook-own");
  const pristine = document.documentElement.cloneNode(true);
  const modules = Promise.all([import("/_casebook/swap.js"), import("/_casebook/panel.js")]).then(([swap, panel]) => {
    const swapper = swap.begin(pristine, document.documentElement, known.folder);
    return { swapper, panel: panel.begin(known) };
  });

  let panelStamp = "";
  let working = false;
  let wanted = 0;

  /* The address of the page, as the site names it. */
  const address = () => decodeURIComponent(location.pathname.slice(1));

  async function look() {
    const query = new URLSearchParams({
      address: address(),
      page: known.page ?? "",
      path: known.path ?? "",
      id: known.articleId ?? "",
      text: known.text ?? "",
      panel: panelStamp,
    });
    const response = await fetch(`/_casebook/look?${query}`, { cache: "no-store" });
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  }

  /* Style sheets of a theme that changed: the new ones are there before the old ones go. */
  async function restyle(folder) {
    const links = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => link.href.includes(known.folder));
    await Promise.all(
      links.map(
        (old) =>
          new Promise((done) => {
            const link = old.cloneNode();
            link.href = old.href.replace(known.folder, folder);
            link.onload = link.onerror = () => (old.remove(), done());
            old.after(link);
          }),
      ),
    );
  }

  async function update() {
    const [news, { swapper, panel }] = await Promise.all([look(), modules]);
    if (news.follow !== undefined) return location.replace(`/${news.follow}${location.hash}`);
    if (news.gone !== undefined) {
      if (news.gone !== known.page && !own) return location.reload();
    } else if (news.scripts !== known.scripts && known.scripts) {
      return location.reload();
    }
    if (own && news.html === undefined) {
      const html = await (await fetch(location.href)).text();
      if (!swapper.swap(html, news.folder)) return location.reload();
      Object.assign(known, new DOMParser().parseFromString(html, "text/html").getElementById("casebook-live").dataset);
    }
    if (news.html !== undefined) {
      if (known.folder !== news.folder && news.styles !== known.styles) await restyle(news.folder);
      if (!swapper.swap(news.html, news.folder)) return location.reload();
    } else if (news.styles !== known.styles) {
      await restyle(news.folder);
    }
    for (const name of ["page", "path", "text"]) if (news[name] !== undefined) known[name] = news[name];
    if (news.id !== undefined) known.articleId = news.id;
    known.styles = news.styles;
    known.folder = news.folder;
    known.number = news.number;
    if (news.panel !== panelStamp) {
      panelStamp = news.panel;
      panel.show(news.about ?? null);
    }
    panel.counts(news.counts);
    // A page that is nothing but the fault says it already.
    panel.fault(own && !known.path && location.pathname !== "/_casebook/" ? null : news.fault);
    document.documentElement.dataset.casebook = news.number;
  }

  /* One look at a time; what comes meanwhile is one more. */
  async function run() {
    if (working) return;
    working = true;
    let shown = -1;
    while (shown < wanted) {
      shown = wanted;
      try {
        await update();
      } catch {
        // The server is gone for a moment; the event stream says when it is back.
      }
    }
    working = false;
  }

  let source;
  function listen() {
    source?.close();
    source = new EventSource("/_casebook/events");
    source.onmessage = (event) => {
      wanted = Math.max(wanted + 1, JSON.parse(event.data).number);
      run();
    };
    source.onopen = () => modules.then(({ panel }) => panel.away(false));
    source.onerror = () => modules.then(({ panel }) => panel.away(true));
  }

  // A browser keeps six connections to a server: a page that nobody sees must not hold one of them.
  function attend() {
    if (document.visibilityState === "visible") listen();
    else source?.close();
  }
  document.addEventListener("visibilitychange", attend);
  addEventListener("pageshow", (event) => event.persisted && attend());
  addEventListener("pagehide", () => source?.close());
  attend();
})();
