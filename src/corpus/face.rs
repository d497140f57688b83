//! The face that an article shows to the others: what look-ups, lists and links elsewhere are made of.
//!
//! An article whose text changes behind the same face changes its own page and findings, and nothing of
//! any other file. That is what makes a preview of a large corpus quick; a test plays random edits and
//! compares with a corpus made anew.

use crate::article::{Article, Body, kind::Kind, markdown::outline::Link};

/// How much an edit of one article changes for the others. Ordered by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Nothing: the article shows the same face.
    Behind,
    /// What lists say of it, its place in them, and where the values of its header stand.
    Lists,
    /// Anything: how it is looked up, or where links to it lead.
    LookUps,
}

/// What is different for others between two texts and the articles read from them.
///
/// May say more than there is, never less.
pub fn difference((old_text, old): (&str, &Article), (new_text, new): (&str, &Article)) -> Difference {
    if !is_found_alike(old, new) {
        return Difference::LookUps;
    }
    // Other files' findings name places in the header, so those must be where they were.
    let same_header = old.header == new.header
        && old_text.get(..old.header.body_start()) == new_text.get(..new.header.body_start())
        && old.metadata == new.metadata;
    let title = |article: &'_ Article| article.body_title().map(|title| title.text.clone());
    let same_images = match (&old.body, &new.body) {
        (Body::Markdown(old), Body::Markdown(new)) => images(&old.links).eq(images(&new.links)),
        // Texts of a JSON body are read only when they are rendered.
        _ => !shows_images(old_text) && !shows_images(new_text),
    };
    if same_header && same_images && title(old) == title(new) {
        Difference::Behind
    } else {
        Difference::Lists
    }
}

/// Whether whatever finds the one, by id, path, topic or link, finds the other.
fn is_found_alike(old: &Article, new: &Article) -> bool {
    let (a, b) = (&old.metadata, &new.metadata);
    let same_names = a.kind == b.kind
        && a.article_id == b.article_id
        && a.service == b.service
        && a.products == b.products
        && a.topics == b.topics;
    // Menus, trees and the titles of forms give topics their names.
    let names_topics = match a.kind {
        Kind::DiagnoseAndSolve | Kind::SupportTopicDescription => true,
        Kind::ProblemScopingQuestions => a.title != b.title,
        _ => false,
    };
    let same_anchors = match (&old.body, &new.body) {
        (Body::Markdown(old), Body::Markdown(new)) => {
            old.headings.iter().map(|heading| &heading.id).eq(new.headings.iter().map(|heading| &heading.id))
        }
        (Body::Json(_), Body::Json(_)) => true,
        _ => false,
    };
    same_names && !names_topics && same_anchors
}

fn shows_images(text: &str) -> bool {
    ["<img", "![", "<IMG"].iter().any(|start| text.contains(start))
}

/// The addresses of a body's images.
fn images(links: &[Link]) -> impl Iterator<Item = &str> {
    links.iter().filter(|link| link.image).map(|link| &*link.url)
}
