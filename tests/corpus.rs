//! The real corpus, where `../shared/corpus` lies beside the repository.

use std::{collections::BTreeSet, fs, io::Write as _, path::Path, process::Command};

use crate::support::{Project, files};

#[test]
fn every_article_of_the_real_corpus_is_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unpack = root.join("../shared/corpus/unpack");
    if !unpack.exists() {
        // Not by a macro: what those print is shown only when the test fails.
        let _ = writeln!(std::io::stderr(), "skipped: there is no real corpus at {}", unpack.display());
        return;
    }
    let corpus = root.join("target/corpus");
    if !corpus.join("complete").exists() {
        let unpacked = Command::new("bash").arg(&unpack).arg(&corpus).status().unwrap();
        assert!(unpacked.success());
        fs::write(corpus.join("complete"), "").unwrap();
    }
    let expected: BTreeSet<String> = files(&corpus.join("articles"))
        .into_iter()
        .filter(|(_, content)| content.windows(11).any(|part| part == b"<properties"))
        .map(|(path, _)| format!("articles/{path}"))
        .collect();
    let project = Project::new();
    let out = project.root.join("site");
    let dir = corpus.to_str().unwrap();
    let outcome = project.run(&["build", dir, "--out", out.to_str().unwrap()]).code(1);
    assert!(!outcome.stderr.contains("panicked"));
    let catalog: serde_json::Value = serde_json::from_str(&project.page("catalog.json")).unwrap();
    let published: BTreeSet<String> =
        catalog.as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap().to_owned()).collect();
    let missing: Vec<&String> = expected.difference(&published).collect();
    assert!(missing.is_empty(), "not published: {missing:#?}");
    for row in catalog.as_array().unwrap() {
        assert!(out.join(row["url"].as_str().unwrap()).exists(), "{row}");
    }
    let report = project.run(&["check", dir, "--format", "json"]).code(1).json();
    for diagnostic in report["diagnostics"].as_array().unwrap() {
        assert!(casebook::rules::find(diagnostic["rule"].as_str().unwrap()).is_some(), "{diagnostic}");
        assert!(
            diagnostic["line"].as_u64() > Some(0) && diagnostic["column"].as_u64() > Some(0),
            "{diagnostic}"
        );
    }
}
