//! `sitemap.xml`: every page for search engines. More pages than one may hold go into several files, and
//! `sitemap.xml` names those.

use super::{file, xml::Xml};
use crate::{history::Change, output::OutputFile, site::Site};

/// The most addresses that a sitemap may hold.
const MOST: usize = 50_000;
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A page and when it changed.
struct Page<'s> {
    address: &'s str,
    change: Option<&'s Change>,
}

/// The sitemaps of `site`; the one that names the others comes last.
pub(super) fn files(site: &Site<'_>) -> Vec<OutputFile> {
    let bare = |address| Page { address, change: None };
    let mut pages = vec![bare("")];
    pages.extend(site.services.iter().map(|service| bare(&*service.url)));
    let topics = &site.topics.pages;
    pages.extend((!topics.is_empty()).then_some(bare("topics/index.html")));
    pages.extend(topics.iter().map(|page| bare(&*page.url)));
    pages.extend(
        site.entries().map(|(index, entry)| Page { address: &entry.address, change: site.change(index) }),
    );
    split(&site.config.base_url, &pages, MOST)
}

fn split(base: &str, pages: &[Page<'_>], most: usize) -> Vec<OutputFile> {
    if pages.len() <= most {
        return vec![file("sitemap.xml", map(base, pages))];
    }
    let mut files: Vec<OutputFile> = pages
        .chunks(most)
        .enumerate()
        .map(|(at, pages)| file(format!("sitemap-{}.xml", at + 1), map(base, pages)))
        .collect();
    let mut index = Xml::new("sitemapindex", &[NAMESPACE], 1024);
    for OutputFile { path, .. } in &files {
        index.open("sitemap", &[]);
        index.text("loc", &format!("{base}{path}"));
        index.close("sitemap");
        index.line();
    }
    files.push(file("sitemap.xml", index.finish("sitemapindex")));
    files
}

fn map(base: &str, pages: &[Page<'_>]) -> Vec<u8> {
    let mut xml = Xml::new("urlset", &[NAMESPACE], pages.len() * (base.len() + 100));
    for Page { address, change } in pages {
        xml.open("url", &[]);
        xml.text("loc", &format!("{base}{address}"));
        if let Some(change) = change {
            xml.text("lastmod", &change.moment());
        }
        xml.close("url");
        xml.line();
    }
    xml.finish("urlset")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_pages_are_split_and_named() {
        let pages = ["", "a/b.html", "a/c.html"].map(|address| Page { address, change: None });
        let names = |files: &[OutputFile]| files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        assert_eq!(names(&split("https://h.example/", &pages, 3)), ["sitemap.xml"]);
        let files = split("https://h.example/", &pages, 2);
        assert_eq!(names(&files), ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        let text = |at: usize| String::from_utf8(files[at].content.clone()).unwrap();
        assert!(text(0).contains("<url><loc>https://h.example/</loc></url>"));
        assert!(text(1).contains("<loc>https://h.example/a/c.html</loc>") && !text(1).contains("b.html"));
        assert!(text(2).contains("<sitemap><loc>https://h.example/sitemap-2.xml</loc></sitemap>"));
    }
}
