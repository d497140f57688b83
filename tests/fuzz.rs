//! A short run of the fuzz targets of `examples/fuzz`, the same each time, and every case that once broke
//! something.

use std::path::Path;

#[path = "../examples/fuzz/kit/mod.rs"]
#[expect(unused_imports, reason = "the example uses more of it")]
mod kit;

use kit::{Kit, Seeds, Target};

/// Cases of each target; with `CASEBOOK_LONG` many more.
fn cases() -> u64 {
    if std::env::var_os("CASEBOOK_LONG").is_some() { 20_000 } else { 600 }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn fuzz(target: Target) {
    let (kit, seeds) = (Kit::new().unwrap(), Seeds::new(root(), None));
    for number in 0..cases() {
        if let Err(what) = target.run(&kit, &target.case(&seeds, 1, number)) {
            panic!("{what}: cargo run --release --example fuzz -- {target} --case {number}");
        }
    }
}

#[test]
fn headers_hold_what_they_promise() {
    fuzz(Target::Header);
}

#[test]
fn bodies_hold_what_they_promise() {
    fuzz(Target::Body);
}

#[test]
fn json_holds_what_it_promises() {
    fuzz(Target::Json);
}

#[test]
fn conditions_configuration_and_baseline_hold_what_they_promise() {
    fuzz(Target::Visibility);
    fuzz(Target::Config);
    fuzz(Target::Baseline);
}

#[test]
fn ignoring_comments_hold_what_they_promise() {
    fuzz(Target::Ignores);
}

#[test]
fn what_once_broke_stays_mended() {
    let kit = Kit::new().unwrap();
    for (name, bytes) in kit::files(&root().join("tests/seeds/kept")) {
        let target = name.split('-').next().and_then(Target::from_name);
        let target =
            target.unwrap_or_else(|| panic!("tests/seeds/kept/{name} does not begin with a target's name"));
        if let Err(what) = target.run(&kit, &bytes) {
            panic!("tests/seeds/kept/{name}: {what}");
        }
    }
}
