//! Where the links of a body lead on this site.

use std::borrow::Cow;

use crate::{
    article::{Body, portal::PortalLink, url::Destination},
    corpus::{Corpus, folder, join},
    image::Image,
};

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// Its text alone.
    Text,
    /// A link to this address.
    Href(Cow<'a, str>),
    /// A link that looks like a button.
    Button(Cow<'a, str>),
    /// A page of the portal, in words.
    Portal(PortalLink<'a>),
}

/// What becomes of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Picture<'a> {
    /// Its alternative text alone.
    Text,
    /// An image of the site.
    Local(&'a Image),
    /// An image of a host that is allowed.
    Remote(String),
    /// A link to an image elsewhere, with its host.
    Link(String, String),
}

/// Resolves the links of one article.
#[derive(Clone, Copy)]
pub(crate) struct Links<'a> {
    /// All articles.
    pub corpus: &'a Corpus,
    /// Which of them the site has.
    pub published: &'a [bool],
    /// The entry whose body it is.
    pub index: u32,
    /// The way to the site's root.
    pub root: &'a str,
    /// Hosts whose images may be shown.
    pub image_hosts: &'a [String],
}

impl<'a> Links<'a> {
    /// What becomes of the link to `url`.
    pub(crate) fn target<'u>(&self, url: &'u str) -> Target<'u> {
        match Destination::parse(url) {
            Destination::Empty | Destination::Forbidden(_) => Target::Text,
            Destination::Fragment(fragment) => match self.anchor(self.index, fragment) {
                Some(anchor) => Target::Href(format!("#{anchor}").into()),
                None => Target::Text,
            },
            Destination::Article(id, fragment) => match self.article(&id) {
                Some(target) => self.page(target, fragment),
                None => Target::Text,
            },
            Destination::Relative(path, fragment) => {
                let path = join(folder(&self.corpus.source(self.index).path), &path);
                match self.corpus.at_path(&path).filter(|target| self.published[*target as usize]) {
                    Some(target) => self.page(target, fragment),
                    None => Target::Text,
                }
            }
            Destination::Web(address) => Target::Href(address),
            Destination::Mail(address) => Target::Href(address.into()),
            Destination::Portal(link) => Target::Portal(link),
            Destination::Button(address) => Target::Button(address),
        }
    }

    /// What becomes of the image at `url`.
    pub(crate) fn picture(&self, url: &str) -> Picture<'a> {
        match Destination::parse(url) {
            Destination::Relative(path, _) => {
                let path = join(folder(&self.corpus.source(self.index).path), &path);
                match self.corpus.image_at(&path) {
                    Some(image) if image.fault.is_none() => Picture::Local(image),
                    _ => Picture::Text,
                }
            }
            Destination::Web(address) => match crate::article::url::host(&address) {
                Some(host) if self.image_hosts.contains(&host) => Picture::Remote(address.into_owned()),
                Some(host) => Picture::Link(address.into_owned(), host),
                None => Picture::Text,
            },
            _ => Picture::Text,
        }
    }

    /// The published article with the id `id`.
    pub(crate) fn article(&self, id: &str) -> Option<u32> {
        self.corpus.with_id(id).iter().copied().find(|target| self.published[*target as usize])
    }

    fn page(&self, target: u32, fragment: &str) -> Target<'static> {
        let address = &self.corpus.entries[target as usize].address;
        let anchor = if fragment.is_empty() { None } else { self.anchor(target, fragment) };
        Target::Href(match anchor {
            Some(anchor) => format!("{}{address}#{anchor}", self.root).into(),
            None => format!("{}{address}", self.root).into(),
        })
    }

    /// The anchor that `fragment` means in the article `target`.
    fn anchor(&self, target: u32, fragment: &str) -> Option<&'a str> {
        match &self.corpus.entries[target as usize].article.body {
            Body::Markdown(outline) => outline.anchor(fragment),
            Body::Json(_) => None,
        }
    }
}
