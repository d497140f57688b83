//! The files of the site, and the only writer.
//!
//! A site that is not there yet is built beside its place and moved there whole. In one that is there,
//! every file is old or new, whole, at every moment: what is new or changed is first written aside, all of
//! it, so that a build that fails until then leaves the site as it was; then it is moved to its places: new
//! files, changed ones, those that name others, and what is no longer made goes last. So no page that can
//! be reached links to a file that is not there yet, and a build that is stopped leaves a site that the
//! next one mends.
//!
//! What casebook did not write is never replaced or removed, and links are not followed.

mod listing;
mod lock;
mod place;
mod single;
mod stamps;
mod steps;
#[cfg(test)]
mod tests;
mod variants;
mod why;
mod writer;

pub use place::{is_site, refuse};
pub use single::{create_file, remove_file, replace_file};
pub use variants::Variants;
pub use why::{Change, Made, Origin, What, Why};
pub use writer::{Mode, Writer, Written};

use crate::digest::Digest;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Where, relative to the site's root, with forward slashes.
    pub path: String,
    /// Its content.
    pub content: Vec<u8>,
}
