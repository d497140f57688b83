//! When articles changed: from git, and from a file.

use std::process::Command;

use crate::support::{Outcome, Project, article};

/// Runs git in `project` as `who`, at `second` after 2026-01-01.
#[track_caller]
pub(crate) fn git(project: &Project, who: &str, second: u32, arguments: &[&str]) -> String {
    let when = format!("2026-01-01T00:00:{second:02}Z");
    let mut command: Command = project.command("git");
    command.args(["-c", "core.autocrlf=false", "-c", "commit.gpgSign=false"]);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), "a@b.example");
        command.env(format!("GIT_{role}_DATE"), &when);
    }
    let outcome = Outcome::of(command.args(arguments)).code(0);
    outcome.stdout
}

#[track_caller]
pub(crate) fn commit(project: &Project, who: &str, second: u32) {
    git(project, who, second, &["add", "-A"]);
    git(project, who, second, &["commit", "-q", "-m", "A change"]);
}

/// A project with four commits: all three articles, an edit of `a`, `a` moved to `d`, an edit of all.
fn project() -> Project {
    let project = Project::new()
        .file(".gitignore", "site\n*.json\ncasebook.toml\n")
        .article("a", &[], "One.")
        .article("b", &[], "Two.")
        .article("c", &[], "Three.");
    git(&project, "Ada", 0, &["init", "-q", "-b", "main"]);
    commit(&project, "Ada", 1);
    project.put("articles/acme.compute/a.md", article("a", &[], "One more."));
    commit(&project, "Bo", 2);
    git(&project, "Cy", 3, &["mv", "articles/acme.compute/a.md", "articles/acme.compute/d.md"]);
    commit(&project, "Cy", 3);
    for (path, id) in [("d", "a"), ("b", "b"), ("c", "c")] {
        project.put(
            &format!("articles/acme.compute/{path}.md"),
            article(id, &[("description", "New")], "Text."),
        );
    }
    commit(&project, "Di", 4);
    project.put("articles/acme.compute/b.md", article("b", &[], "Last."));
    commit(&project, "Eli", 5);
    project
}

/// What `casebook dates` says of the articles: name, second, contributors.
#[track_caller]
fn dates(project: &Project) -> Vec<String> {
    let said = project.run(&["dates"]).code(0).json();
    let row = |(path, row): (&String, &serde_json::Value)| {
        let name = path.trim_start_matches("articles/acme.compute/");
        let names: Vec<&str> =
            row["contributors"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        format!("{name} {} {}", &row["changed"].as_str().unwrap()[17..19], names.join(","))
    };
    said["articles"].as_object().unwrap().iter().map(row).collect()
}

#[test]
fn git_tells_who_changed_what_and_when() {
    let project = project();
    assert_eq!(dates(&project), ["b.md 05 Ada,Di,Eli", "c.md 04 Ada,Di", "d.md 04 Ada,Bo,Di"]);
    // An answer that was kept is the same answer.
    assert!(project.root.join(".git/casebook/dates").exists());
    assert_eq!(dates(&project), ["b.md 05 Ada,Di,Eli", "c.md 04 Ada,Di", "d.md 04 Ada,Bo,Di"]);
    project.put(".mailmap", "Adele Example <a@b.example> Ada <a@b.example>\n");
    assert_eq!(dates(&project)[1], "c.md 04 Adele Example,Di");
    project.put("casebook.toml", "[history]\nignore_over = 2\n");
    assert_eq!(
        dates(&project),
        ["b.md 05 Adele Example,Eli", "c.md 01 Adele Example", "d.md 02 Adele Example,Bo"]
    );
    let id = git(&project, "Ada", 6, &["rev-parse", "HEAD~1"]);
    project.put("ignore", format!("# Headers.\n{}", &id));
    project.put("casebook.toml", "[history]\nignore_file = \"ignore\"\n");
    assert_eq!(dates(&project)[1], "c.md 01 Adele Example");
}

#[test]
fn what_is_not_committed_has_no_date() {
    let project = project();
    project.put("articles/acme.compute/b.md", article("b", &[], "Not yet."));
    project.put("articles/acme.compute/e.md", article("e", &[], "New."));
    assert_eq!(dates(&project), ["c.md 04 Ada,Di", "d.md 04 Ada,Bo,Di"]);
}

#[test]
fn a_merge_counts_what_it_changed_itself_and_both_sides() {
    let project = project();
    git(&project, "Flo", 10, &["checkout", "-q", "-b", "side", "HEAD~1"]);
    project.put("articles/acme.compute/c.md", article("c", &[], "Side."));
    commit(&project, "Flo", 10);
    git(&project, "Gus", 11, &["checkout", "-q", "main"]);
    git(&project, "Gus", 11, &["merge", "-q", "--no-edit", "side"]);
    assert_eq!(dates(&project)[..2], ["b.md 05 Ada,Di,Eli", "c.md 10 Ada,Di,Flo"]);
}

#[test]
fn a_build_has_dates_only_when_it_is_asked_for_them() {
    let project = project();
    project.put("casebook.toml", "base_url = \"https://h.example/\"\n");
    project.build(0);
    assert!(!project.page("sitemap.xml").contains("lastmod"));
    project.put("casebook.toml", "base_url = \"https://h.example/\"\n[history]\nenabled = true\n");
    project.build(0);
    let from_git = project.site();
    assert!(project.page("sitemap.xml").contains("<lastmod>2026-01-01T00:00:05Z</lastmod>"));
    project.run(&["dates", "--out", "dates.json"]).code(0);
    std::fs::remove_dir_all(project.root.join(".git")).unwrap();
    // Without git the same dates give the same site.
    project.run(&["build", "--dates", "dates.json"]).code(0);
    assert!(project.site() == from_git);
}

#[test]
fn what_cannot_be_known_is_left_out_with_a_reason() {
    let project = project();
    let clone = Project::new();
    let url = format!("file://{}", project.root.display());
    git(&clone, "Ada", 6, &["clone", "-q", "--depth", "1", &url, "shallow"]);
    clone.put("shallow/casebook.toml", "base_url = \"https://h.example/\"\n[history]\nenabled = true\n");
    let ran = clone.run(&["build", "shallow"]).code(0);
    assert!(ran.stderr.contains("warning: the site has no dates: this is a shallow clone"), "{}", ran.stderr);
    let map = std::fs::read_to_string(clone.root.join("shallow/site/sitemap.xml")).unwrap();
    assert!(!map.contains("lastmod"));
    let ran = clone.run(&["dates", "shallow"]).code(2);
    assert!(ran.stderr.contains("--dates FILE"), "{}", ran.stderr);

    let without =
        Project::new().article("a", &[], "Text.").file("casebook.toml", "[history]\nenabled = true\n");
    let mut command = without.command(crate::support::CASEBOOK);
    let ran =
        Outcome::of(command.args(["build"]).env("GIT_CEILING_DIRECTORIES", std::env::temp_dir())).code(0);
    assert!(
        ran.stderr.contains("warning: the site has no dates: git says: not a git repository"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_faulty_file_of_dates_is_named_with_its_line() {
    let project = Project::new().article("a", &[], "Text.").file(
        "dates.json",
        "{\"version\": 1, \"articles\": {\n\"articles/acme.compute/a.md\": {\"changed\": \"soon\"}}}",
    );
    let ran = project.run(&["build", "--dates", "dates.json"]).code(2);
    assert!(
        ran.stderr.contains("dates.json:2: `articles/acme.compute/a.md`: `changed` is \"soon\""),
        "{}",
        ran.stderr
    );
    let ran = project.run(&["build", "--dates", "none.json"]).code(2);
    assert!(ran.stderr.contains("casebook dates --out none.json"), "{}", ran.stderr);
}
