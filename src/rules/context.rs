//! What a check of one article sees.

use crate::{
    article::{
        Article, Body,
        attribute::Attribute,
        header::Entry,
        json::Node,
        kind::Kind,
        markdown::outline::{BlockKind, Outline},
        metadata::Metadata,
    },
    config::Config,
    source::SourceFile,
    span::Span,
};

/// One article, by itself.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The article.
    pub article: &'a Article,
    /// Its file.
    pub source: &'a SourceFile,
    /// Its text.
    pub text: &'a str,
}

impl<'a> Context<'a> {
    /// The context of `article`, which was read from `source`.
    pub fn new(source: &'a SourceFile, article: &'a Article, config: &'a Config) -> Self {
        Self { config, article, source, text: &source.text }
    }

    /// The article's kind.
    pub fn kind(&self) -> Kind {
        self.article.metadata.kind
    }

    /// The article's fields.
    pub fn metadata(&self) -> &'a Metadata {
        &self.article.metadata
    }

    /// The header's entry for `attribute`.
    pub fn entry(&self, attribute: Attribute) -> Option<&'a Entry> {
        self.article.header.get(attribute)
    }

    /// The opening `<properties` of the header: where what is missing is reported.
    pub fn header_start(&self) -> Span {
        let start = self.article.header.span.start as usize;
        let len = self.text[start..].split(|c: char| c.is_whitespace()).next().map_or(0, str::len);
        Span::new(start, start + len)
    }

    /// The outline of a Markdown body.
    pub fn outline(&self) -> Option<&'a Outline> {
        match &self.article.body {
            Body::Markdown(outline) => Some(outline),
            Body::Json(_) => None,
        }
    }

    /// The object of a JSON body.
    pub fn json(&self) -> Option<&'a Node> {
        match &self.article.body {
            Body::Json(body) => body.root.as_ref(),
            Body::Markdown(_) => None,
        }
    }

    /// Where the body starts in the file.
    pub fn body_start(&self) -> usize {
        self.article.header.body_start()
    }

    /// The body's text.
    pub fn body(&self) -> &'a str {
        &self.text[self.body_start()..]
    }

    /// The lines of the body with their places, without line ends.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let start = self.body_start();
        let body = self.body();
        let mut at = 0;
        std::iter::from_fn(move || {
            let rest = body.get(at..).filter(|rest| !rest.is_empty())?;
            let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            let end = if rest[len..].starts_with("\r\n") { 2 } else { usize::from(len < rest.len()) };
            let line = (start + at, &rest[..len]);
            at += len + end;
            Some(line)
        })
    }

    /// The `/>` that ends the header: where it is reported that the body lacks something.
    pub fn header_end(&self) -> Span {
        let end = self.body_start();
        let len =
            if self.text[..end].ends_with("/>") { 2 } else { usize::from(self.text[..end].ends_with('>')) };
        Span::new(end - len, end)
    }

    /// Whether byte `at` of the file is code, or stands in a comment that is never shown.
    pub fn is_hidden(&self, at: usize) -> bool {
        self.in_comment(at) || self.in_code(at)
    }

    /// Whether byte `at` of the file stands in a comment that is never shown.
    pub fn in_comment(&self, at: usize) -> bool {
        self.outline().is_some_and(|outline| {
            let after = outline.comments.partition_point(|comment| comment.start as usize <= at);
            after > 0 && at < outline.comments[after - 1].end as usize
        })
    }

    /// Whether byte `at` of the file is code in a Markdown body.
    pub fn in_code(&self, at: usize) -> bool {
        self.outline().is_some_and(|outline| {
            // Blocks come in the order of their ends, and nothing ends within code.
            let after = outline.blocks.partition_point(|block| block.span.end as usize <= at);
            outline.blocks.get(after).is_some_and(|block| {
                matches!(block.kind, BlockKind::CodeBlock | BlockKind::Code)
                    && block.span.range().contains(&at)
            })
        })
    }
}
