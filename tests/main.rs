//! Tests of the program as people use it: small projects, the real binary, what it prints and writes.
//!
//! `SNAPSHOTS=overwrite cargo test --test main` writes the expected outputs anew; look at the difference.

mod arrangement;
mod audiences;
mod build;
mod check;
mod config;
mod corpus;
mod documents;
mod header;
mod hostile;
mod links;
mod output;
mod sample;
mod support;
mod theme;
mod tidy;
