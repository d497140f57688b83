//! Writing where something is in the way: other builds, links, files that casebook did not write, places
//! where a site cannot lie.
#![cfg(unix)]

use std::{
    fs::{self, File},
    os::unix::fs::symlink,
};

use crate::support::{Project, article, files};

fn site() -> Project {
    Project::new().article("one", &[], "# One\n").article("two", &[], "# Two\n")
}

#[test]
fn two_builds_into_one_folder_exclude_each_other() {
    let project = site();
    // While the site is not there yet, the lock lies beside it; then in it.
    for (lock, left) in [(".site.casebook-lock", false), ("site/.casebook/lock", true)] {
        project.put(lock, "");
        let other = File::options().append(true).open(project.root.join(lock)).unwrap();
        other.try_lock().unwrap();
        let outcome = project.build(2);
        assert!(
            outcome.stderr.contains("site: another casebook is building into this folder")
                && outcome.stderr.contains("help: wait until it has finished"),
            "{}",
            outcome.stderr
        );
        assert_eq!(project.root.join("site/index.html").exists(), left);
        drop(other);
        // The file that a killed build left is no lock.
        project.build(0);
        assert!(!project.root.join(lock).exists());
    }
}

#[test]
fn builds_that_start_at_once_leave_a_whole_site() {
    let project = site();
    project.run(&["build", "--out", "expected"]).code(0);
    let expected = files(&project.root.join("expected"));
    for _ in 0..4 {
        let mut builds: Vec<_> = (0..4)
            .map(|_| {
                let mut command = project.command(crate::support::CASEBOOK);
                command.args(["build", "--quiet"]).stderr(std::process::Stdio::null()).spawn().unwrap()
            })
            .collect();
        let codes: Vec<_> = builds.iter_mut().map(|build| build.wait().unwrap().code()).collect();
        assert!(
            codes.contains(&Some(0)) && codes.iter().all(|code| matches!(code, Some(0 | 2))),
            "{codes:?}"
        );
        assert!(project.site() == expected);
        fs::remove_dir_all(project.root.join("site")).unwrap();
    }
    let beside: Vec<_> =
        fs::read_dir(&project.root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(beside.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{beside:?}");
}

#[test]
fn links_in_the_site_are_not_followed() {
    let project = site().file("elsewhere/one.html", "mine").file("elsewhere/stale.html", "mine");
    project.build(0);
    let (site, elsewhere) = (project.root.join("site"), project.root.join("elsewhere"));
    fs::remove_dir_all(site.join("acme.compute")).unwrap();
    symlink(&elsewhere, site.join("acme.compute")).unwrap();
    // What was written there once is not removed through the link either.
    fs::remove_file(project.root.join("articles/acme.compute/two.md")).unwrap();
    project.put("elsewhere/two.html", "mine");
    let before = project.page("index.html");
    let outcome = project.build(2);
    assert!(
        outcome.stderr.contains("site/acme.compute: this is a link or no ordinary file")
            && outcome.stderr.contains("the site is as it was"),
        "{}",
        outcome.stderr
    );
    assert_eq!(project.page("index.html"), before);
    assert!(files(&elsewhere).values().all(|content| content == b"mine"));
    assert_eq!(files(&elsewhere).len(), 3);
    fs::remove_file(project.root.join("articles/acme.compute/one.md")).unwrap();
    project.put("articles/acme.net/net.md", article("net", &[("service", "acme.net")], ""));
    project.build(0);
    assert_eq!(files(&elsewhere).len(), 3);
}

#[test]
fn a_link_in_place_of_a_file_is_refused() {
    let project = site().file("precious.txt", "precious");
    project.build(0);
    let page = project.root.join("site/acme.compute/one.html");
    fs::remove_file(&page).unwrap();
    symlink(project.root.join("precious.txt"), &page).unwrap();
    let outcome = project.build(2);
    assert!(outcome.stderr.contains("one.html: this is a link"), "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(project.root.join("precious.txt")).unwrap(), "precious");
}

#[test]
fn casebooks_own_folder_is_no_link() {
    let project = site().file("elsewhere/new/mine", "mine");
    fs::create_dir(project.root.join("site")).unwrap();
    symlink(project.root.join("elsewhere"), project.root.join("site/.casebook")).unwrap();
    let outcome = project.build(2);
    assert!(outcome.stderr.contains("site/.casebook: this is a link"), "{}", outcome.stderr);
    assert_eq!(files(&project.root.join("elsewhere")).len(), 1);
}

#[test]
fn the_site_itself_may_be_a_link() {
    let project = site();
    fs::create_dir(project.root.join("elsewhere")).unwrap();
    symlink("elsewhere", project.root.join("site")).unwrap();
    project.build(0);
    assert!(project.root.join("elsewhere/index.html").exists());
}

#[test]
fn a_foreign_file_is_not_replaced() {
    let project = site().file("site/index.html", "mine");
    let outcome = project.build(2);
    assert_eq!(
        outcome.stderr,
        "error: ./site/index.html: casebook did not write this file, so it does not replace it\n\nhelp: move the file away, or name another folder with --out\n\nnote: ./site: the site is as it was\n"
    );
    assert_eq!(project.site().into_keys().collect::<Vec<_>>(), ["index.html"]);
    fs::remove_file(project.root.join("site/index.html")).unwrap();
    project.build(0);
}

#[test]
fn a_site_whose_list_was_lost_is_adopted() {
    let project = site();
    project.build(0);
    // A file with the right bytes is adopted; the catalog tells which others were pages.
    fs::remove_dir_all(project.root.join("site/.casebook")).unwrap();
    project.put("articles/acme.compute/one.md", article("one", &[("pageTitle", "Another")], "# One\n"));
    fs::remove_file(project.root.join("articles/acme.compute/two.md")).unwrap();
    project.put("site/acme.compute/mine.html", "mine");
    project.build(0);
    assert!(project.page("acme.compute/one.html").contains("Another"));
    assert!(!project.root.join("site/acme.compute/two.html").exists());
    assert_eq!(project.page("acme.compute/mine.html"), "mine");
}

#[test]
fn a_site_does_not_lie_among_its_sources() {
    let project = site().file("casebook.toml", "theme = \"theme\"\n").file("theme/assets/x.css", "");
    for (out, message) in [
        ("articles", "articles: the site would lie in ./articles, whose files it is made from"),
        ("articles/site/deep", "the site would lie in ./articles"),
        ("theme/site", "the site would lie in ./theme"),
        (".", ".: the site would lie among the files that it is made from"),
        ("casebook.toml", "casebook.toml: this is a file, and a site needs a folder"),
        ("casebook.toml/site", "casebook.toml is a file, so there can be no folder in it"),
        ("nowhere", "nowhere is a link that leads nowhere"),
    ] {
        if out == "nowhere" {
            symlink("missing", project.root.join(out)).unwrap();
        }
        let outcome = project.run(&["build", "--out", out]).code(2);
        assert!(
            outcome.stderr.contains(message) && outcome.stderr.contains("help: name a folder of its own"),
            "{out}: {}",
            outcome.stderr
        );
    }
    assert_eq!(files(&project.root.join("articles")).len(), 2);
}

#[test]
fn folders_and_files_in_each_others_place_are_named() {
    let project = site();
    fs::create_dir_all(project.root.join("site/index.html")).unwrap();
    let outcome = project.build(2);
    assert!(outcome.stderr.contains("index.html: a folder stands where casebook puts a file"));
    fs::remove_dir(project.root.join("site/index.html")).unwrap();
    project.put("site/acme.compute", "mine");
    let outcome = project.build(2);
    assert!(outcome.stderr.contains("acme.compute: a file stands where casebook needs a folder"));
}

#[test]
fn a_file_that_somebody_changed_is_left_when_it_is_made_no_longer() {
    let project = Project::new().article("a", &[], "Text.").article("b", &[], "Text.");
    project.build(0);
    project.put("site/robots.txt", "User-agent: *\nDisallow: /mine/\n");
    project.put("casebook.toml", "[files]\nrobots = false\nllms = false\n");
    let told = project.build(0).stderr;
    assert!(told.contains("robots.txt: casebook makes this file no longer"), "{told}");
    assert!(project.page("robots.txt").contains("/mine/"));
    // As it was, it goes without a word.
    assert!(!project.root.join("site/llms.txt").exists() && !told.contains("llms.txt"), "{told}");
    // From then on it is theirs.
    assert!(!project.build(0).stderr.contains("robots.txt"));
    assert!(project.page("robots.txt").contains("/mine/"));
}
