//! Writes the preview's own pages: HTML with every text escaped.

use crate::render::html;

/// A page that is being written.
#[derive(Debug, Default)]
pub(super) struct Html(pub(super) String);

impl Html {
    /// Appends markup.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Appends text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        html::text(&mut self.0, text);
        self
    }

    /// Appends a message, whose names stand between backticks.
    pub(super) fn said(&mut self, message: &str) -> &mut Self {
        for (at, part) in message.split('`').enumerate() {
            if at % 2 == 0 {
                self.text(part);
            } else {
                self.raw("<code>").text(part).raw("</code>");
            }
        }
        self
    }

    /// Appends ` name="value"`.
    pub(super) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        html::set(&mut self.0, name, value);
        self
    }
}

/// `name=value` for a query, with what is special in one written otherwise.
pub(super) fn pair(name: &str, value: &str) -> String {
    let encoded = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
    format!("{name}={encoded}")
}

/// A short name of `content`.
pub(super) fn hash(content: &[u8]) -> String {
    blake3::hash(content).to_hex()[..16].to_owned()
}
