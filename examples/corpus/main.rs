//! Writes a made-up corpus: `cargo run --release --example corpus -- 15000 DIR`.
//!
//! The same number always gives the same files, byte for byte. Kinds, sizes, overlaps and faults come in
//! the proportions of a real repository of support articles; every word is invented.

mod generate;

use std::{path::PathBuf, process::ExitCode};

const USAGE: &str = "usage: cargo run --release --example corpus -- ARTICLES DIR";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, dir] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let Ok(count) = count.parse() else {
        eprintln!("`{count}` is no number of articles\n{USAGE}");
        return ExitCode::from(2);
    };
    match generate::corpus(count, &PathBuf::from(dir)) {
        Ok(written) => {
            println!(
                "{} articles, {} bytes, {} a piece",
                written.articles,
                written.bytes,
                written.bytes / written.articles.max(1)
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{dir}: {error}");
            ExitCode::from(2)
        }
    }
}
