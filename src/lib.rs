//! casebook turns a folder of support articles into a help site.
//!
//! One way for the data, each stage a type that is made whole by one function:
//!
//! ```text
//! files ─read─▶ SourceFile ─parse─▶ Article ─index─▶ Corpus ─check─▶ Checked ─arrange─▶ Site ─render─▶ OutputFile ─write─▶ folder
//! ```
//!
//! `ARCHITECTURE.md` has the map, the invariants and the reasons.

pub mod article;
pub mod check;
pub mod cli;
pub mod commands;
pub mod config;
pub mod corpus;
pub mod diagnostic;
pub mod digest;
mod disk;
pub mod draft;
mod fault;
pub mod feeds;
pub mod health;
pub mod history;
pub mod image;
pub mod ledger;
pub mod links;
pub mod output;
pub mod preview;
pub mod render;
pub mod report;
pub mod rules;
pub mod search;
pub mod server;
pub mod site;
pub mod source;
pub mod span;
pub mod watch;
