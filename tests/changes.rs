//! What a build says that it changed, and that it never takes a changed file for an unchanged one.

use std::{
    fs::{self, File},
    time::{Duration, SystemTime},
};

use serde_json::Value;

use crate::support::{Project, article};

fn site() -> Project {
    Project::new()
        .article("one", &[("displayOrder", "1")], "# One\n")
        .article("two", &[("displayOrder", "2")], "# Two\n")
        .file("articles/acme.net/net.md", article("net", &[("service", "acme.net")], "# Net\n"))
}

/// Builds with `args` and returns the files of the report's first site, each as `path change why`, without those of
/// the search.
#[track_caller]
fn report(project: &Project, args: &[&str]) -> (Vec<String>, Value) {
    let (mut rows, site) = whole_report(project, args);
    rows.retain(|row| !row.starts_with("search/"));
    (rows, site)
}

/// As [`report`], with the files of the search.
#[track_caller]
fn whole_report(project: &Project, args: &[&str]) -> (Vec<String>, Value) {
    project.run(&[&["build", "--quiet", "--report", "changes.json"], args].concat()).code(0);
    let text = fs::read_to_string(project.root.join("changes.json")).unwrap();
    let site = serde_json::from_str::<Value>(&text).unwrap()["sites"][0].take();
    let word = |file: &Value, name: &str| file[name].as_str().unwrap().to_owned();
    let files = site["files"].as_array().unwrap();
    let rows = files
        .iter()
        .map(|file| [word(file, "path"), word(file, "change"), word(file, "why")].join(" "))
        .collect();
    (rows, site)
}

#[test]
fn the_report_says_what_changed_and_why() {
    let project = site();
    let (rows, whole) = report(&project, &[]);
    assert!(rows.contains(&"acme.net/net.html added article".to_owned()), "{rows:?}");
    assert_eq!(whole["articles"]["gained"].as_array().unwrap().len(), 3);
    assert_eq!(report(&project, &[]).0, [""; 0]);
    project.put(
        "articles/acme.compute/one.md",
        article("one", &[("pageTitle", "Another"), ("displayOrder", "1")], "# One\n"),
    );
    fs::remove_file(project.root.join("articles/acme.net/net.md")).unwrap();
    let (rows, site) = report(&project, &[]);
    assert_eq!(
        rows,
        [
            "acme.compute/one.html changed article",
            "acme.compute/two.html changed neighbour",
            "acme.net/net.html removed article",
            "catalog.json changed index",
            "index.html changed neighbour",
            "llms.txt changed index",
            "search.html changed neighbour",
            "services.json changed neighbour",
            "services/acme.compute.html changed neighbour",
            "services/acme.net.html removed neighbour",
        ]
    );
    assert_eq!(site["articles"]["lost"][0]["articleId"], "net");
    assert_eq!(site["articles"]["gained"].as_array().unwrap().len(), 0);
    project.put("casebook.toml", "title = \"Another\"\n");
    let (rows, _) = report(&project, &[]);
    assert!(rows.contains(&"acme.compute/two.html changed settings".to_owned()), "{rows:?}");
    project.put("casebook.toml", "title = \"Another\"\ntheme = \"theme\"\n");
    project.put("theme/assets/site.css", "body {}");
    let (rows, _) = report(&project, &[]);
    assert!(rows.contains(&"acme.compute/two.html changed theme".to_owned()), "{rows:?}");
}

#[test]
fn the_report_says_why_files_go() {
    let project = site();
    project.build(0);
    let removed = |project: &Project| -> Vec<String> {
        let (rows, _) = whole_report(project, &[]);
        rows.into_iter().filter(|row| row.contains(" removed ")).collect()
    };
    project.put("articles/acme.net/net.md", article("net", &[("service", "acme.net")], "Zebras.\n"));
    let rows = removed(&project);
    assert!(!rows.is_empty() && rows.iter().all(|row| row.ends_with(" index")), "{rows:?}");
    project.put("casebook.toml", "theme = \"theme\"\n");
    project.put("theme/assets/style.css", "p { color: red }");
    let rows = removed(&project);
    assert!(!rows.is_empty() && rows.iter().all(|row| row.ends_with(" theme")), "{rows:?}");
}

#[test]
fn a_moved_article_is_neither_gained_nor_lost() {
    let project = site();
    project.build(0);
    fs::rename(
        project.root.join("articles/acme.compute/one.md"),
        project.root.join("articles/acme.compute/renamed.md"),
    )
    .unwrap();
    let (_, site) = report(&project, &[]);
    assert_eq!(site["articles"]["gained"], serde_json::json!([]));
    assert_eq!(site["articles"]["lost"], serde_json::json!([]));
    assert_eq!(site["articles"]["moved"][0]["before"], "acme.compute/one.html");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let project = site();
    let first = report(&project, &["--dry-run"]).0;
    assert!(!project.root.join("site").exists());
    assert_eq!(report(&project, &[]).0, first);
    project.put("articles/acme.net/net.md", article("net", &[("service", "acme.net")], "# Net\n\nMore.\n"));
    let before = project.site();
    let dry = report(&project, &["--dry-run"]).0;
    assert!(dry.contains(&"acme.net/net.html changed article".to_owned()), "{dry:?}");
    assert!(project.site() == before);
    assert_eq!(report(&project, &[]).0, dry);
}

#[test]
fn a_file_that_was_changed_by_hand_is_written_again() {
    let project = site();
    project.build(0);
    let whole = project.site();
    let page = project.root.join("site/acme.compute/one.html");
    let old = SystemTime::now() - Duration::from_secs(1000);
    for round in 0..2 {
        // Old files are settled: their stamps count. The change keeps size and time.
        for path in whole.keys() {
            let file = File::options().append(true).open(project.root.join("site").join(path)).unwrap();
            file.set_modified(old).unwrap();
        }
        project.build(0);
        let text = fs::read_to_string(&page).unwrap();
        fs::write(&page, text.replace("One", "Two")).unwrap();
        if round == 0 {
            File::options().append(true).open(&page).unwrap().set_modified(old).unwrap();
        }
        let (rows, _) = report(&project, &[]);
        assert_eq!(rows, ["acme.compute/one.html changed hand"]);
        assert!(project.site() == whole);
        fs::remove_file(&page).unwrap();
        assert_eq!(report(&project, &[]).0, ["acme.compute/one.html added hand"]);
    }
}

#[test]
fn another_folder_of_the_same_articles_is_the_same_site() {
    let project = site();
    project.build(0);
    let whole = project.site();
    // A copy, as a cache of a build machine makes one: no time is as it was.
    let copied = project.command("cp").args(["-r", "site", "copy"]).status().unwrap();
    assert!(copied.success());
    let (rows, _) = report(&project, &["--out", "copy"]);
    assert_eq!(rows, [""; 0]);
    assert!(crate::support::files(&project.root.join("copy")) == whole);
}
