//! Which images the site has: those that its articles show, and no others.

use crate::{
    article::{Body, url::Destination},
    corpus::{Corpus, folder, join},
};

/// For each image of the corpus whether a published article shows it.
pub(super) fn shown(corpus: &Corpus, published: &[bool]) -> Vec<bool> {
    let mut shown = vec![false; corpus.images.len()];
    if shown.is_empty() {
        return shown;
    }
    for (index, entry) in corpus.entries.iter().enumerate().filter(|(index, _)| published[*index]) {
        let source = corpus.source(index as u32);
        match &entry.article.body {
            Body::Markdown(outline) => {
                for link in outline.links.iter().filter(|link| link.image) {
                    if let Destination::Relative(path, _) = Destination::parse(&link.url)
                        && let Some(image) = corpus.image_index(&join(folder(&source.path), &path))
                    {
                        shown[image] = true;
                    }
                }
            }
            // Texts of a JSON body are read only when they are rendered; that a file is named is enough.
            Body::Json(_) if ["<img", "![", "<IMG"].iter().any(|start| source.text.contains(start)) => {
                for (image, shown) in corpus.images.iter().zip(&mut shown) {
                    let name = image.path.rsplit('/').next().unwrap_or_default();
                    *shown |= memchr::memmem::find(source.text.as_bytes(), name.as_bytes()).is_some();
                }
            }
            Body::Json(_) => {}
        }
    }
    shown
}
