//! The one way a cooked body becomes Markdown events, so that outline, page and search agree; and how one
//! reading of a body serves two of them.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

use super::cook::Cooked;

/// How Markdown is read.
pub const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_GFM);

/// The events of `cooked` with their ranges in the cooked text. Text comes merged.
pub fn events<'a>(cooked: &'a Cooked<'_>) -> impl Iterator<Item = (Event<'a>, Range<usize>)> {
    TextMergeWithOffset::new(Parser::new_ext(&cooked.text, OPTIONS).into_offset_iter())
}

/// Listens while somebody else goes over the events of a body, so that it need not be read twice.
pub trait Listener {
    /// Hears `event` of the body that `cooked` was made of, in the file with the text `file`.
    fn hear(&mut self, cooked: &Cooked<'_>, file: &str, event: &Event<'_>);
}

/// Nobody listens.
impl Listener for () {
    fn hear(&mut self, _: &Cooked<'_>, _: &str, _: &Event<'_>) {}
}
