//! Whatever operation of the file system fails in a command: each file is as before or as it was to become,
//! whole, no page leads to one that is missing, the message names file and cause, the exit code is 2, and the
//! next run does what was not done.
//!
//! Each operation fails once, in one of four ways: the device has a fault, the disk is full, the user may not,
//! or the program is stopped, after half of what was to be written. `CASEBOOK_LONG=1` takes all four ways, also
//! where the short run passes over most operations because others are of the same kind.
#![expect(clippy::disallowed_methods, reason = "tests lay out files and look at what was written")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "casebook writes lower-case names")]
#![expect(clippy::unwrap_used, reason = "also helpers of tests may stop them")]

mod scene_tests;

use scene_tests::{Scene, Tally};

/// An article with the id `id`, which has `body` below its title.
fn article(id: &str, cloud: &str, body: &str) -> String {
    format!(
        "<properties\n    pageTitle=\"Title of {id}\"\n    description=\"What to do\"\n    service=\"acme.compute\"\n    resource=\"machines\"\n    authors=\"alias\"\n    ms.author=\"alias\"\n    displayOrder=\"100\"\n    selfHelpType=\"resource\"\n    supportTopicIds=\"3200{id}\"\n    productPesIds=\"41010\"\n    cloudEnvironments=\"{cloud}\"\n    articleId=\"{id}\"\n    ownershipId=\"Compute_Team\"\n/>\n# Title of {id}\n\n{body}\n"
    )
}

/// An image that is `side` pixels wide and high.
fn image(side: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\"><path d=\"M0 0h9v9z\"/></svg>\n"
    )
}

const SETTINGS: &str = "base_url = \"https://help.example/\"\ntheme = \"look\"\n[files]\nmarkdown = true\n";
const PUBLIC: &str = "[variants.public]\nclouds = [\"public\"]\n";
const GOVERNMENT: &str = "[variants.gov]\nclouds = [\"fairfax\"]\n";

const A: &str = "articles/acme.compute/a.md";
const B: &str = "articles/acme.compute/b.md";
const C: &str = "articles/acme.compute/c.md";
const D: &str = "articles/acme.compute/d.md";

/// Articles, images, a theme, dates, and what becomes of them: of each kind something is new, something is
/// another and something goes.
fn scene(name: &'static str) -> Scene {
    let dates = |day: &str| {
        format!("{{\"version\": 1, \"articles\": {{\"{B}\": {{\"changed\": \"2026-03-{day}\"}}}}}}\n")
    };
    Scene {
        name,
        old: vec![
            ("casebook.toml", SETTINGS.to_owned()),
            ("look/assets/extra.css", "a{}\n".to_owned()),
            ("dates.json", dates("01")),
            (A, article("1", "public", "See [the next](b.md).\n\n![A](media/old.svg)")),
            (B, article("2", "public, fairfax", "See [the last](c.md).\n\n![A](media/same.svg)")),
            (C, article("3", "public, fairfax", "Text.")),
            // An article without the ending, as there are.
            ("articles/acme.compute/e.txt", article("5", "public", "Text.")),
            ("articles/acme.compute/media/old.svg", image(9)),
            ("articles/acme.compute/media/same.svg", image(10)),
        ],
        changes: vec![
            ("look/assets/extra.css", "b{}\n".to_owned()),
            ("dates.json", dates("02")),
            (A, article("1", "public", "See [the new](d.md).\n\n![A](media/new.svg)")),
            (B, article("2", "public, fairfax", "Text.\n\n![A](media/same.svg)")),
            (C, String::new()),
            (D, article("4", "public, fairfax", "See [the first](a.md).")),
            ("articles/acme.compute/media/old.svg", String::new()),
            ("articles/acme.compute/media/new.svg", image(11)),
        ],
        mends: true,
        ..Scene::default()
    }
}

/// Plays the scene, in which the command must do at least so many operations.
#[track_caller]
fn played(scene: &Scene, least: usize) {
    let tally: Tally = scene.play();
    println!("{}: {tally:?}", scene.command);
    assert!(tally.steps >= least, "{tally:?}");
}

#[test]
fn a_build_over_a_site() {
    let scene = Scene {
        before: vec!["build {} --quiet --dates {}/dates.json --record-urls"],
        // Articles that are gone must be declared so.
        changes: [scene("over").changes, vec![("urls.toml", "[gone]\n\"3\" = \"done\"\n".to_owned())]]
            .concat(),
        command: "build {} --quiet --dates {}/dates.json --record-urls --report {}/changes.json",
        site: Some("site"),
        ..scene("over")
    };
    played(&scene, 300);
}

#[test]
fn a_build_where_no_site_is() {
    let scene =
        Scene { command: "build {} --quiet --out {}/deep/site", site: Some("deep/site"), ..scene("first") };
    played(&scene, 150);
}

#[test]
fn a_build_of_what_did_not_change() {
    let scene = Scene {
        before: vec!["build {} --quiet"],
        changes: Vec::new(),
        command: "build {} --quiet",
        site: Some("site"),
        ..scene("same")
    };
    played(&scene, 100);
}

#[test]
fn a_build_of_variants_one_of_which_goes() {
    let settings = |variants: &str| ("casebook.toml", format!("{SETTINGS}{variants}"));
    let government = format!("{PUBLIC}{GOVERNMENT}");
    // Writing one site is played whole elsewhere.
    let with = |name, before: &str, after: &str| Scene {
        thin: true,
        old: [scene(name).old, vec![settings(before)]].concat(),
        before: vec!["build {} --quiet"],
        changes: [scene(name).changes, vec![settings(after)]].concat(),
        command: "build {} --quiet",
        site: Some("site"),
        ..scene(name)
    };
    played(&with("variants", &government, PUBLIC), 300);
    played(&with("none", PUBLIC, ""), 300);
    played(&with("more", PUBLIC, &government), 300);
}

#[test]
fn fixes() {
    let slips = |id| article(id, "public", "Do one:\n* Stop it\n\n##Recommended Steps\n\nSee [ it ](a.md ).");
    let scene = Scene {
        name: "fixes",
        old: vec![(A, slips("1")), (B, slips("2")), (C, article("3", "public", "Text."))],
        command: "check {} --fix --exit-zero --output-file json={}/found.json --output-file sarif={}/found.sarif",
        mends: true,
        ..Scene::default()
    };
    played(&scene, 30);
}

#[test]
fn a_baseline() {
    let scene = Scene {
        name: "baseline",
        old: vec![(A, article("1", "public", "[a](gone.md)")), (B, article("2", "public", "Text."))],
        before: vec!["check {} --write-baseline"],
        changes: vec![(B, article("2", "public", "[b](gone.md)"))],
        command: "check {} --write-baseline",
        mends: true,
        ..Scene::default()
    };
    played(&scene, 15);
}

#[test]
fn a_new_article() {
    for (name, command) in [
        ("new", "new resource {}/articles/acme.compute/new.md"),
        ("copied", "new --from {}/articles/acme.compute/a.md {}/articles/acme.net/new.md"),
    ] {
        // One that is there is not written again.
        let scene = Scene { name, old: scene(name).old, command, ..Scene::default() };
        played(&scene, 25);
    }
}

#[test]
fn files_of_the_theme() {
    let scene = Scene {
        name: "theme",
        old: vec![("casebook.toml", SETTINGS.to_owned())],
        command: "theme copy assets/style.css templates/404.html --dir {}",
        ..Scene::default()
    };
    played(&scene, 15);
}

#[test]
fn links_and_their_ledger() {
    let body = "[a](https://a.example/x) [b](https://b.example/y)";
    let results = "{\"total\": 2, \"success_map\": {}, \"error_map\": {\"links.html\": [{\"url\": \"https://b.example/y\", \"status\": {\"text\": \"404 Not Found\", \"code\": 404}}]}}";
    let old = vec![(A, article("1", "public", body)), ("lychee.json", results.to_owned())];
    for (name, command) in [
        ("links", "links {} --out {}/links.html"),
        (
            "ledger",
            "links {} --results {}/lychee.json --today 2026-03-01 --exit-zero --output-file json={}/found.json",
        ),
    ] {
        played(&Scene { name, old: old.clone(), command, mends: true, ..Scene::default() }, 10);
    }
}

#[test]
fn dates() {
    let scene = Scene {
        repository: true,
        changes: Vec::new(),
        command: "dates {} --out {}/made/dates.json",
        ..scene("dates")
    };
    played(&scene, 10);
}

#[test]
fn a_report() {
    let scene = Scene {
        before: vec!["report {} --out {}/health --today 2026-03-01 --dates {}/dates.json"],
        command: "report {} --out {}/health --today 2026-03-02 --dates {}/dates.json",
        ..scene("report")
    };
    played(&scene, 60);
}
