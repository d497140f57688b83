//! `feed.xml`: the articles that changed last, as an Atom feed.

use std::cmp::Reverse;

use super::xml::Xml;
use crate::{corpus::Entry, history::Change, output::OutputFile, site::Site};

/// The most articles that the feed names.
const MOST: usize = 50;

/// The feed of `site`.
pub(super) fn file(site: &Site<'_>) -> OutputFile {
    let config = site.config;
    let base = &config.base_url;
    let changed = changed(site);
    let namespace = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &*config.language)];
    let mut xml = Xml::new("feed", &namespace, 32 * 1024);
    xml.text("id", base);
    xml.text("title", &config.title);
    if !config.description.is_empty() {
        xml.text("subtitle", &config.description);
    }
    let last = changed.first().map(|(_, _, change)| change.moment());
    xml.text("updated", last.as_deref().unwrap_or("1970-01-01T00:00:00Z"));
    xml.empty("link", &[("rel", "self"), ("href", &format!("{base}feed.xml"))]);
    xml.empty("link", &[("href", base)]);
    xml.open("author", &[]);
    xml.text("name", &config.title);
    xml.close("author");
    xml.line();
    for (index, entry, change) in changed {
        let page = &site.pages[index as usize];
        let address = format!("{base}{}", entry.address);
        xml.open("entry", &[]);
        xml.text("id", &id(site, entry, &address));
        xml.text("title", &page.title);
        xml.text("updated", &change.moment());
        xml.empty("link", &[("href", &address)]);
        let service = &site.services[page.service as usize];
        xml.empty("category", &[("term", &service.id), ("label", &service.name)]);
        let description = &*entry.article.metadata.description;
        if !description.is_empty() {
            xml.text("summary", description);
        }
        xml.close("entry");
        xml.line();
    }
    super::file("feed.xml", xml.finish("feed"))
}

/// The articles that changed last, the last one first.
fn changed<'s>(site: &'s Site<'_>) -> Vec<(u32, &'s Entry, &'s Change)> {
    let mut changed: Vec<(u32, &Entry, &Change)> =
        site.entries().filter_map(|(index, entry)| Some((index, entry, site.change(index)?))).collect();
    // Entries come by path, which decides among those of one commit.
    changed.sort_by_key(|(_, _, change)| Reverse(change.time));
    changed.truncate(MOST);
    changed
}

/// What a feed reader knows the article by, also after it has moved: its id if that is one of its own.
fn id(site: &Site<'_>, entry: &Entry, address: &str) -> String {
    let Some(id) = &entry.article.metadata.article_id else { return address.to_owned() };
    let is_uuid = id.len() == 36
        && id.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if is_uuid && site.corpus.with_id(id).len() == 1 {
        format!("urn:uuid:{}", id.to_lowercase())
    } else {
        address.to_owned()
    }
}
