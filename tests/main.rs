//! Tests of the program as people use it: small projects, the real binary, what it prints and writes.
//!
//! `SNAPSHOTS=overwrite cargo test --test main` writes the expected outputs anew; look at the difference.
#![expect(clippy::needless_raw_string_hashes, reason = "expected outputs are written by SNAPSHOTS=overwrite")]
#![expect(clippy::too_many_lines, reason = "most lines are expected outputs")]
#![expect(clippy::disallowed_methods, reason = "tests lay out files and look at what was written")]
#![expect(clippy::unwrap_used, reason = "also helpers of tests may stop them")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the site writes lower-case names")]

mod addresses;
mod arrangement;
mod audiences;
mod build;
mod changes;
mod check;
mod check_run;
mod config;
mod corpus;
mod dates;
mod determinism;
mod documents;
mod feeds;
mod fuzz;
mod header;
mod health;
mod hostile;
#[cfg(unix)]
mod limits;
mod links;
mod machine;
mod outgoing;
mod output;
mod preview;
mod reader;
mod sample;
mod serve;
mod served;
#[cfg(unix)]
mod siege;
mod stops;
mod supply;
mod support;
mod theme;
mod tidy;
mod variants;
mod workflows;
mod writes;
