//! Writing: what is kept, replaced and removed, and that nothing but the articles decides over the bytes.

use std::{fs, path::PathBuf, time::SystemTime};

use crate::support::{Project, article, files};

fn site() -> Project {
    Project::new()
        .article("one", &[("displayOrder", "1")], "# One\n")
        .article("two", &[("displayOrder", "2")], "# Two\n")
        .file("articles/acme.net/net.md", article("net", &[("service", "acme.net")], "# Net\n"))
}

/// When each file of the site was written.
fn times(project: &Project) -> Vec<(String, SystemTime)> {
    let root = project.root.join("site");
    let time = |path: &PathBuf| fs::metadata(path).unwrap().modified().unwrap();
    project.site().into_keys().map(|path| (path.clone(), time(&root.join(path)))).collect()
}

#[test]
fn an_unchanged_project_writes_nothing() {
    let project = site();
    project.build(0);
    let before = times(&project);
    let outcome = project.build(0);
    assert!(outcome.stdout.contains(" 0 new, 0 changed, "), "{}", outcome.stdout);
    assert_eq!(times(&project), before);
}

#[test]
fn only_what_changed_is_written() {
    let project = site();
    project.build(0);
    let before = times(&project);
    project.put("articles/acme.net/net.md", article("net", &[("service", "acme.net")], "# Net\n\nMore.\n"));
    project.build(0);
    // The shards of the index are named by their content; their own test says how few of them change.
    let pages = |(path, _): &(String, _)| !path.starts_with("search/") && !path.starts_with(".casebook/");
    let before: Vec<_> = before.into_iter().filter(pages).collect();
    let after: Vec<_> = times(&project).into_iter().filter(pages).collect();
    assert_eq!(before.len(), after.len());
    let changed: Vec<String> =
        before.into_iter().zip(after).filter(|(a, b)| a != b).map(|(a, _)| a.0).collect();
    assert_eq!(changed, ["acme.net/net.html"]);
}

#[test]
fn stale_files_go_and_foreign_ones_stay() {
    let project = site();
    project.build(0);
    project.put("site/acme.compute/mine.txt", "mine");
    project.put("site/.well-known/security.txt", "mine");
    fs::remove_dir_all(project.root.join("articles/acme.net")).unwrap();
    fs::remove_file(project.root.join("articles/acme.compute/two.md")).unwrap();
    project.build(0);
    let site = project.site();
    for gone in ["acme.net/net.html", "services/acme.net.html", "acme.compute/two.html"] {
        assert!(!site.contains_key(gone), "{gone}");
    }
    assert!(!project.root.join("site/acme.net").exists());
    for kept in ["acme.compute/mine.txt", ".well-known/security.txt", "acme.compute/one.html"] {
        assert!(site.contains_key(kept), "{kept}");
    }
}

#[test]
fn an_incremental_build_equals_a_clean_one() {
    let project = site();
    project.build(0);
    project.put("articles/acme.compute/one.md", article("one", &[("pageTitle", "Another title")], "# One\n"));
    fs::remove_file(project.root.join("articles/acme.compute/two.md")).unwrap();
    project.put("articles/acme.compute/three.md", article("three", &[], "[one](article:one)\n"));
    project.build(0);
    let incremental = project.site();
    fs::remove_dir_all(project.root.join("site")).unwrap();
    project.build(0);
    assert_eq!(incremental, project.site());
}

#[test]
fn what_a_stopped_build_left_is_mended() {
    let project = site();
    project.build(0);
    let whole = project.site();
    // Stopped while it replaced files: new contents wait, one page is gone, one is old, the list is old.
    project.put("site/.casebook/new/0", "half");
    project.put("site/.casebook/new/files", "acme");
    project.put("site/acme.compute/one.html", "old");
    fs::remove_file(project.root.join("site/acme.compute/two.html")).unwrap();
    project.build(0);
    assert_eq!(project.site(), whole);
}

#[test]
fn what_a_stopped_first_build_left_is_mended() {
    let project = site();
    project.put(".site.casebook-new/acme.compute/one.html", "half");
    project.put(".site.casebook-new/stale.html", "half");
    project.build(0);
    assert!(!project.root.join(".site.casebook-new").exists());
    let site = project.site();
    assert!(!site.contains_key("stale.html") && site.contains_key("acme.compute/one.html"));
}

#[test]
fn a_list_of_files_that_was_tampered_with_removes_nothing_outside() {
    let project = site().file("precious.txt", "precious").file("site/notes.txt", "mine");
    project.build(0);
    let outside = project.root.join("precious.txt");
    project.put("site/.casebook/files", format!("../precious.txt\n{}\n", outside.display()));
    project.build(0);
    assert!(outside.exists());
}

#[test]
fn threads_and_the_order_of_files_do_not_matter() {
    let texts: Vec<(String, String)> = (0..24)
        .map(|n| {
            let order = (n % 5).to_string();
            let topics = format!("3257095{},3257{:04}", n % 3, n);
            let changes =
                [("displayOrder", &*order), ("supportTopicIds", &topics), ("pageTitle", "Same title")];
            let changes = if n % 4 == 0 { &changes[1..] } else { &changes[..] };
            let path = format!("articles/acme.{}/a{n}.md", ["compute", "net", "Compute"][n % 3]);
            (path, article(&format!("id-{n}"), changes, "# Same\n\n`code` [x](article:id-3)\n"))
        })
        .collect();
    let (forwards, backwards) = (Project::new(), Project::new());
    for (path, text) in &texts {
        forwards.put(path, text);
    }
    for (path, text) in texts.iter().rev() {
        backwards.put(path, text);
    }
    forwards.run(&["build", "-j", "1"]);
    backwards.run(&["build", "-j", "4", "--out", "elsewhere"]);
    assert!(forwards.site() == files(&backwards.root.join("elsewhere")), "the sites differ");
}

#[test]
fn the_output_may_lie_anywhere() {
    let project = site();
    project.run(&["build", "--out", "a/b/site", "--quiet"]).code(0);
    assert!(project.root.join("a/b/site/index.html").exists());
    let elsewhere = Project::new();
    let dir = project.root.to_str().unwrap();
    assert_eq!(elsewhere.run(&["build", dir, "--quiet"]).code(0).stdout, "");
    assert_eq!(project.site(), files(&project.root.join("a/b/site")));
}

#[test]
fn names_of_authors_are_not_published() {
    let names = [("authors", "name-one"), ("ms.author", "name-two"), ("author", "name-three")];
    let names = [&names[..], &[("authorAlias", "name-four")]].concat();
    let project = Project::new()
        .file("casebook.toml", "base_url = \"https://help.example/\"\n[files]\nmarkdown = true\n")
        .article("start", &names, "Text.")
        .article(
            "form",
            &[&names[..], &[("selfHelpType", "problemScopingQuestions")]].concat(),
            "---\n{}\n---\n",
        );
    project.run(&["build"]);
    let site = project.site();
    assert!(site.contains_key("acme.compute/start.md"));
    for (path, content) in site {
        assert!(!String::from_utf8_lossy(&content).contains("name-"), "{path}");
    }
}
