//! A JSON reader that finds its way back after a fault, and the fences around a JSON body.
//!
//! Owns JSON as people write it by hand: every fault becomes a finding with its likely cause, and the tree
//! holds all that could be read. Knows nothing of what an article's kind expects to find in the tree.
//!
//! Reading takes time that grows with the length of the text and no faster: every byte is read once, and
//! the looks ahead are bounded.

mod ahead;
mod bare;
mod between;
mod cause;
mod container;
mod escape;
mod fence;
mod node;
mod reader;
mod text;

pub use fence::{Fence, fence};
pub(crate) use node::Places;
pub use node::{Member, Node, Object, Value};

use crate::diagnostic::Finding;
use crate::span::Span;

/// Reads the JSON in the bytes `span` of `text`, the whole file; all places are in terms of the file.
///
/// The node is `None` only when the span holds nothing but blanks.
pub fn read(text: &str, span: Span) -> (Option<Node>, Vec<Finding>) {
    let (node, findings, _) = reader::Reader::new(text, span).read();
    (node, findings)
}

/// Reads all of `text`.
#[cfg(test)]
fn read_all(text: &str) -> (Option<Node>, Vec<Finding>) {
    read(text, Span::new(0, text.len()))
}

#[cfg(test)]
mod tests;
