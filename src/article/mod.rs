//! Articles: what a file of the corpus says, read into types.
//!
//! Owns the parsers of headers and bodies. Knows nothing of other articles, rules or the site.

pub mod document;
pub mod json;
pub mod visibility;
