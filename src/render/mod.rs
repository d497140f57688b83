//! Pages: views of the site through the theme's templates.
//!
//! Knows no rules and reads no files. `context` is the theme contract.

pub(crate) mod body;
mod catalog;
pub mod context;
mod document;
mod filters;
mod highlight;
pub(crate) mod html;
pub(crate) mod links;
mod menus;
mod pages;
pub(crate) mod policy;
mod scripts;
mod strings;
mod theme;
mod topics;

pub use catalog::catalog;
pub use highlight::Highlighter;
pub use pages::{Page, Renderer};
pub use strings::Strings;
pub use theme::{Theme, ThemeError};
