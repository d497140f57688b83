//! Pages: views of the site through the theme's templates.
//!
//! Knows no rules and no files. `context` is the theme contract.

pub(crate) mod body;
pub mod context;
pub mod highlight;
pub(crate) mod html;
pub(crate) mod links;
