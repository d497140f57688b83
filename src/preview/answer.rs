//! What is answered at an address: what a build would write there, or a page of the preview's own.

use std::sync::Arc;

use super::{edition::Edition, faults, injected, list, look, own, stages::Stages};
use crate::{article::cloud::Cloud, render::Renderer};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The address, relative to the site's root, without the query.
    pub address: &'a str,
    /// The query's names and values.
    pub query: &'a [(String, String)],
    /// Whose readers' site it is; of all clouds when not given.
    pub cloud: Option<Cloud>,
    /// What lets a page open files in the editor.
    pub token: &'a str,
    /// Whether there is an editor to open files with.
    pub has_editor: bool,
}

impl<'a> Asked<'a> {
    /// The value of `name` in the query; empty when it is not there.
    pub(super) fn value(&self, name: &str) -> &'a str {
        self.query.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// What is answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status of HTTP: 200, 404 or 500.
    pub status: u16,
    /// The media type.
    pub kind: &'static str,
    /// Whether the address names the content, so that it never changes.
    pub lasting: bool,
    /// The content.
    pub content: Content,
}

/// The content of an answer.
#[derive(Clone, Debug)]
pub enum Content {
    /// Bytes of the stages'.
    Shared(Arc<[u8]>),
    /// Bytes made for this answer.
    Own(Vec<u8>),
    /// The image at this path, which is to be read; its content must give it `address` again.
    Image {
        /// `articles/<folder>/…/<file>`.
        path: Box<str>,
        /// Where the site serves it.
        address: Box<str>,
    },
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

impl Stages {
    /// Answers what is asked. Whatever a build would write at an address is answered with its very bytes,
    /// except that pages get a line that loads the preview's script. The whole site is there beside its
    /// variants, which lie where a build lays them.
    pub fn answer(&self, asked: &Asked<'_>) -> Answer {
        let address = self.local(asked.address);
        if let Some(name) = address.strip_prefix("_casebook/") {
            return self.own(name, asked);
        }
        let (edition, rest) = self.resolve(address, asked.cloud);
        if let Some(answer) = self.page_at(rest, edition, asked) {
            return answer;
        }
        if let Some(content) = self.content(rest, edition) {
            return Answer { status: 200, kind: kind(rest), lasting: is_lasting(rest), content };
        }
        self.missing(rest, edition, asked)
    }

    /// The content that a build writes at `address`, without anything of the preview's; `None` when it
    /// writes none, or when the theme fails.
    pub fn built(&self, address: &str, cloud: Option<Cloud>) -> Option<Content> {
        let (edition, address) = self.resolve(address, cloud);
        self.content(address, edition)
    }

    fn content(&self, address: &str, edition: Edition) -> Option<Content> {
        if let Some(page) = self.page(address, edition) {
            return self.render(page, edition).ok().map(Content::Own);
        }
        if address == "catalog.json" {
            return Some(Content::Own(self.catalog(edition)));
        }
        if let Some(content) = self.feed(address, edition).or_else(|| self.redirect(address, edition)) {
            return Some(Content::Own(content));
        }
        if let Some(content) = self.file(address, edition).filter(|_| self.is_built(address)) {
            return Some(Content::Shared(content));
        }
        if !address.starts_with("images/") {
            return None;
        }
        let site = self.site(edition);
        let mut images = site.corpus.images.iter().zip(&site.images);
        let (image, _) =
            images.rfind(|(image, shown)| **shown && image.fault.is_none() && *image.address == *address)?;
        Some(Content::Image { path: image.path.clone(), address: image.address.clone() })
    }

    /// `address` below the path of `base_url`, where the site will be, means the same as at the root.
    pub(super) fn local<'a>(&self, address: &'a str) -> &'a str {
        let base = self.config().base_url.splitn(4, '/').nth(3).unwrap_or_default();
        let address = address.strip_prefix(base).filter(|_| !base.is_empty()).unwrap_or(address);
        if address.is_empty() { "index.html" } else { address }
    }

    fn page_at(&self, address: &str, edition: Edition, asked: &Asked<'_>) -> Option<Answer> {
        let page = self.page(address, edition).filter(|page| Renderer::is_page(*page))?;
        let (status, content) = match self.render(page, edition) {
            Ok(html) => (200, injected::page(self, page, html, (edition, asked))),
            Err(error) => (500, faults::theme(self, &error, (edition, asked))),
        };
        Some(Answer { status, kind: HTML, lasting: false, content: Content::Own(content) })
    }

    /// What there is instead of a page that is not there.
    fn missing(&self, address: &str, edition: Edition, asked: &Asked<'_>) -> Answer {
        let answer =
            |status, content| Answer { status, kind: HTML, lasting: false, content: Content::Own(content) };
        if let Some((html, facts)) = faults::instead(self, address, edition) {
            return answer(404, faults::finish(self, html, facts, (edition, asked)));
        }
        match self.page("404.html", edition).map(|page| (page, self.render(page, edition))) {
            Some((page, Ok(html))) => answer(404, injected::page(self, page, html, (edition, asked))),
            Some((_, Err(error))) => answer(500, faults::theme(self, &error, (edition, asked))),
            None => answer(404, Vec::new()),
        }
    }

    /// The preview's own files and pages.
    fn own(&self, name: &str, asked: &Asked<'_>) -> Answer {
        let answer =
            |kind, content| Answer { status: 200, kind, lasting: false, content: Content::Own(content) };
        match name {
            "" => answer(HTML, list::page(self, asked)),
            "look" => answer("application/json", look::look(self, asked)),
            _ => own::file(name).map_or_else(
                || {
                    let content = Content::Own(b"not found".to_vec());
                    Answer { status: 404, kind: "text/plain; charset=utf-8", lasting: false, content }
                },
                |content| answer(kind(name), content.to_vec()),
            ),
        }
    }
}

/// Whether the address names the content: that of assets, images, and shards of the search does.
fn is_lasting(address: &str) -> bool {
    let is_shard = address.starts_with("search/") && !matches!(kind(address), "application/json" | SCRIPT);
    is_shard || address.starts_with("assets/") || address.starts_with("images/")
}

/// The media type of what lies at `address`, by its ending.
fn kind(address: &str) -> &'static str {
    match address.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => SCRIPT,
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
