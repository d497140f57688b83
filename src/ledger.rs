//! Addresses for ever: which article was published where, and what becomes of an address that no longer
//! has a page.
//!
//! `urls.toml` is the ledger; a published catalog can stand in for it. Knows sites, not how they are drawn.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{corpus::Corpus, output::OutputFile, site::Site};

/// How the file begins.
const HEAD: &str = "# Where each article was published, by its articleId, newest first.
# `casebook build --record-urls` keeps this file; keep it with the articles.
";

/// Folders that are the site's own, in which no article has its page.
const OWN: [&str; 5] = ["assets", "images", "search", "services", "topics"];

/// The addresses at which articles were published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// By articleId in lower case the addresses, newest first.
    #[serde(default)]
    articles: BTreeMap<String, Vec<String>>,
    /// Ids, in lower case, and addresses that are meant to be gone, and why.
    #[serde(default)]
    gone: BTreeMap<String, String>,
    /// Addresses of articles without an id, of which only a published catalog knows.
    #[serde(skip)]
    without_id: BTreeSet<String>,
}

/// Where old addresses of a site lead: the old one and the new one, relative to the site's root.
pub type Redirects = BTreeMap<String, String>;

impl Ledger {
    /// Reads `urls.toml`.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if let Some(address) = read.articles.values().flatten().find(|address| !is_address(address)) {
            return Err(format!("`{address}` is no address of a page"));
        }
        let mut ledger = Self::default();
        for (id, addresses) in read.articles {
            // Two keys may differ in case only.
            let known = ledger.articles.entry(id.to_lowercase()).or_default();
            for address in addresses {
                add(known, address);
            }
        }
        ledger.gone = read.gone.into_iter().map(|(name, why)| (name.to_lowercase(), why)).collect();
        Ok(ledger)
    }

    /// Adds what the rows of a published catalog say.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn add_catalog(&mut self, catalog: &[u8]) -> Result<(), String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Row {
            url: String,
            article_id: Option<String>,
        }
        let rows: Vec<Row> = serde_json::from_slice(catalog).map_err(|error| error.to_string())?;
        for Row { url, article_id } in rows.into_iter().filter(|row| is_address(&row.url)) {
            match article_id {
                Some(id) => add(self.articles.entry(id.to_lowercase()).or_default(), url),
                None => drop(self.without_id.insert(url)),
            }
        }
        Ok(())
    }

    /// Whether it knows of no address.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.without_id.is_empty()
    }

    /// Addresses that no site would have any more, neither as a page nor as a redirect, with the ids of their
    /// articles, and that nobody declared gone.
    pub fn vanished(&self, sites: &[Site<'_>]) -> Vec<(&str, Option<&str>)> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut kept: BTreeSet<&str> = sites.iter().flat_map(addresses).collect();
        let is_there = |id: &str| sites.iter().any(|site| article(site, id).is_some());
        let (there, lost): (Vec<_>, Vec<_>) = self.articles.iter().partition(|(id, _)| is_there(id));
        // Whichever article an address leads to, it leads somewhere.
        kept.extend(there.into_iter().flat_map(|(_, addresses)| addresses).map(String::as_str));
        let is_lost = |address: &str| !kept.contains(address) && !self.gone.contains_key(address);
        let lost = lost.into_iter().filter(|(id, _)| !self.gone.contains_key(*id));
        lost.flat_map(|(id, addresses)| addresses.iter().map(move |address| (&**address, Some(&**id))))
            .chain(self.without_id.iter().map(|address| (&**address, None)))
            .filter(|(address, _)| is_lost(address))
            .collect()
    }

    /// Where the old addresses of the articles of `site` lead. An address that has a page again leads
    /// nowhere else.
    pub fn redirects(&self, site: &Site<'_>) -> Redirects {
        let mut redirects = Redirects::new();
        if self.is_empty() {
            return redirects;
        }
        let pages: BTreeSet<&str> = addresses(site).collect();
        for (id, addresses) in &self.articles {
            let Some(target) = article(site, id) else { continue };
            for old in addresses.iter().filter(|old| !pages.contains(old.as_str())) {
                redirects.entry(old.clone()).or_insert_with(|| target.to_owned());
            }
        }
        redirects
    }

    /// The ledger's text after `sites` were published.
    pub fn recorded(&self, sites: &[Site<'_>]) -> String {
        let mut articles = self.articles.clone();
        let mut owners: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for site in sites {
            for (_, entry) in site.entries() {
                let Some(id) = &entry.article.metadata.article_id else { continue };
                let known = articles.entry(id.to_lowercase()).or_default();
                known.retain(|address| **address != *entry.address);
                known.insert(0, entry.address.to_string());
                owners.entry(&entry.address).or_default().insert(id.to_lowercase());
            }
        }
        // Whoever has the page now is whose it was last, should the page move on.
        for (id, known) in &mut articles {
            known.retain(|address| owners.get(&**address).is_none_or(|owners| owners.contains(id)));
        }
        articles.retain(|_, known| !known.is_empty());
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut text = format!("{HEAD}\n[articles]\n");
        for (id, addresses) in &articles {
            let addresses: Vec<String> = addresses.iter().map(|address| quoted(address)).collect();
            text.push_str(&format!("{} = [{}]\n", quoted(id), addresses.join(", ")));
        }
        text.push_str("\n# Ids or addresses that are meant to be gone, and why.\n[gone]\n");
        for (name, why) in &self.gone {
            text.push_str(&format!("{} = {}\n", quoted(name), quoted(why)));
        }
        text
    }
}

/// The files of `redirects`: a page for each, and lists for hosts that read them. None when there are none.
pub fn files(redirects: &Redirects, site: &Site<'_>) -> Vec<OutputFile> {
    if redirects.is_empty() {
        return Vec::new();
    }
    let base = &site.config.base_url;
    let root = base.splitn(4, '/').nth(3).map_or_else(|| "/".to_owned(), |path| format!("/{path}"));
    let mut files: Vec<OutputFile> = redirects
        .iter()
        .map(|(old, new)| OutputFile { path: old.clone(), content: page(old, new, base).into_bytes() })
        .collect();
    let mut lines = String::new();
    for (old, new) in redirects {
        lines.push_str(&format!("{root}{old} {root}{new} 301\n"));
    }
    files.push(OutputFile { path: "_redirects".to_owned(), content: lines.into_bytes() });
    // Texts always serialize.
    let json = serde_json::to_string_pretty(redirects).unwrap_or_default() + "\n";
    files.push(OutputFile { path: "redirects.json".to_owned(), content: json.into_bytes() });
    files
}

/// A page that leads from `old` to `new`. Addresses have no character that HTML would take for its own.
fn page(old: &str, new: &str, base: &str) -> String {
    let up = "../".repeat(old.matches('/').count());
    let canonical = if base.is_empty() { format!("{up}{new}") } else { format!("{base}{new}") };
    format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n<title>{new}</title>\n<link rel=\"canonical\" href=\"{canonical}\">\n<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={up}{new}\">\n</head>\n<body><p><a href=\"{up}{new}\">{new}</a></p></body>\n</html>\n"
    )
}

/// Where the article with the id `id` is, if the site has it.
fn article<'s>(site: &Site<'s>, id: &str) -> Option<&'s str> {
    let corpus: &'s Corpus = site.corpus;
    let index = corpus.with_id(id).iter().find(|index| site.published[**index as usize])?;
    Some(&corpus.entries[*index as usize].address)
}

/// Adds `address` to those that are known of an article.
fn add(known: &mut Vec<String>, address: String) {
    if !known.contains(&address) {
        known.push(address);
    }
}

fn addresses<'s>(site: &'s Site<'_>) -> impl Iterator<Item = &'s str> {
    site.entries().map(|(_, entry)| &*entry.address)
}

/// Whether `address` can be that of an article's page: two names as casebook writes them.
fn is_address(address: &str) -> bool {
    let safe = |part: &str| {
        !part.starts_with('.')
            && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'))
    };
    address.split_once('/').is_some_and(|(folder, page)| {
        let name = page.strip_suffix(".html").unwrap_or_default();
        !folder.is_empty() && safe(folder) && !OWN.contains(&folder) && !name.is_empty() && safe(page)
    })
}
