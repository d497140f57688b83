//! A site is written, written again, and given up.
#![expect(clippy::disallowed_methods, reason = "tests lay out files and look at what was written")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("casebook-output-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn begun(root: &Path) -> Writer {
    Writer::new(root, Made::default(), Digest::default(), Mode::Write).unwrap()
}

fn build(root: &Path, files: &[(&str, &str)]) -> Written {
    let writer = begun(root);
    for (path, content) in files {
        writer
            .write(
                &OutputFile { path: (*path).to_owned(), content: content.as_bytes().to_vec() },
                Origin::Articles,
            )
            .unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn unchanged_files_are_left_alone_and_stale_ones_removed() {
    let root = folder("stale");
    assert_eq!(build(&root, &[("a/1.html", "1"), ("b/2.html", "2")]).added, 2);
    fs::write(root.join("b/foreign.txt"), "x").unwrap();
    let before = fs::metadata(root.join("a/1.html")).unwrap().modified().unwrap();
    let written = build(&root, &[("a/1.html", "1"), ("c/3.html", "3")]);
    assert_eq!((written.added, written.changed, written.unchanged, written.removed), (1, 0, 1, 1));
    assert_eq!(fs::metadata(root.join("a/1.html")).unwrap().modified().unwrap(), before);
    assert!(root.join("b/foreign.txt").exists() && !root.join("b/2.html").exists());
    assert_eq!(build(&root, &[("a/1.html", "one"), ("c/3.html", "3")]).changed, 1);
    assert_eq!(fs::read_to_string(root.join("a/1.html")).unwrap(), "one");
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn a_build_that_is_given_up_changes_nothing() {
    let root = folder("given-up");
    build(&root, &[("a/1.html", "1")]);
    let given_up = begun(&root);
    for (path, content) in [("a/1.html", "one"), ("b/2.html", "2")] {
        given_up
            .write(
                &OutputFile { path: path.to_owned(), content: content.as_bytes().to_vec() },
                Origin::Articles,
            )
            .unwrap();
    }
    drop(given_up);
    assert_eq!(fs::read_to_string(root.join("a/1.html")).unwrap(), "1");
    assert!(!root.join("b").exists() && !root.join(".casebook/new").exists());
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn what_a_stopped_build_added_is_removed_by_the_next_one() {
    let root = folder("stopped");
    build(&root, &[("a/1.html", "1")]);
    // Stopped after it had moved its first file.
    fs::create_dir(root.join("b")).unwrap();
    fs::write(root.join("b/2.html"), "2").unwrap();
    fs::write(root.join(".casebook/added"), "b/2.html\nb/3.html\n").unwrap();
    assert_eq!(build(&root, &[("a/1.html", "1")]).removed, 1);
    assert!(!root.join("b").exists() && !root.join(".casebook/added").exists());
    fs::remove_dir_all(root).unwrap();
}
