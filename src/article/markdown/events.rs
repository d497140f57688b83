//! The one way a cooked body becomes Markdown events, so that outline, page and search agree.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

use super::cook::Cooked;

/// The events of `cooked` with their ranges in the cooked text. Text comes merged.
pub fn events<'a>(cooked: &'a Cooked<'_>) -> impl Iterator<Item = (Event<'a>, Range<usize>)> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    TextMergeWithOffset::new(Parser::new_ext(&cooked.text, options).into_offset_iter())
}
