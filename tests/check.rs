//! `casebook check`: what findings look like.

use snapbox::{assert_data_eq, str};

use crate::support::Project;

fn faulty() -> Project {
    Project::new()
        .article(
            "start",
            &[("displayOrder", "first")],
            "# Start\n\nRead [the quota](article:nothing) über [alles](gone.md).\n",
        )
        .article("twin", &[("articleId", "START")], "# Twin\n")
}

#[test]
fn findings_show_their_place() {
    let outcome = faulty().run(&["check"]).code(1);
    assert_data_eq!(
        outcome.stdout,
        str![[r#"
error[bad-display-order]: `first` is not a whole number
 --> articles/acme.compute/start.md:8:19
  |
8 |     displayOrder="first"
  |                   ^^^^^
  |
  = help: write digits only; without a number the article comes last

error[duplicate-article-id]: articleId `start` is also used by another article
  --> articles/acme.compute/start.md:11:16
   |
11 |     articleId="start"
   |                ^^^^^
   |
  ::: articles/acme.compute/twin.md:11:16
   |
11 |     articleId="START"
   |                ----- used here too
   |
   = help: give the newer article an id of its own; a published id must never change

error[broken-article-ref]: no article has the id `nothing`; the link is shown as text
  --> articles/acme.compute/start.md:18:6
   |
18 | Read [the quota](article:nothing) über [alles](gone.md).
   |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: use the id of an article that exists

warning[link-relative-broken]: `gone.md` is no article here; the link is shown as text
  --> articles/acme.compute/start.md:18:40
   |
18 | Read [the quota](article:nothing) über [alles](gone.md).
   |                                        ^^^^^^^^^^^^^^^^
   |
   = help: link to an article by `article:ID` or its relative path, and to other sites with `https://`

error[duplicate-article-id]: articleId `START` is also used by another article
  --> articles/acme.compute/twin.md:11:16
   |
11 |     articleId="START"
   |                ^^^^^
   |
  ::: articles/acme.compute/start.md:11:16
   |
11 |     articleId="start"
   |                ----- used here too
   |
   = help: give the newer article an id of its own; a published id must never change


"#]]
    );
    assert_data_eq!(
        outcome.stderr,
        str![[r#"
2 files checked: 4 errors and 1 warning found

"#]]
    );
}

#[test]
fn findings_fit_a_line() {
    let outcome = faulty().run(&["check", "--format", "concise"]).code(1);
    assert_data_eq!(
        outcome.stdout,
        str![[r#"
articles/acme.compute/start.md:8:19: error[bad-display-order] `first` is not a whole number
articles/acme.compute/start.md:11:16: error[duplicate-article-id] articleId `start` is also used by another article
articles/acme.compute/start.md:18:6: error[broken-article-ref] no article has the id `nothing`; the link is shown as text
articles/acme.compute/start.md:18:40: warning[link-relative-broken] `gone.md` is no article here; the link is shown as text
articles/acme.compute/twin.md:11:16: error[duplicate-article-id] articleId `START` is also used by another article

"#]]
    );
}

#[test]
fn findings_are_data() {
    let outcome = faulty().run(&["check", "--format", "json"]).code(1);
    assert_eq!(outcome.stderr, "");
    assert_data_eq!(
        serde_json::to_string_pretty(&outcome.json()).unwrap(),
        str![[r#"
{
  "diagnostics": [
    {
      "column": 19,
      "end_column": 24,
      "end_line": 8,
      "fix": null,
      "help": "write digits only; without a number the article comes last",
      "line": 8,
      "message": "`first` is not a whole number",
      "path": "articles/acme.compute/start.md",
      "related": [],
      "rule": "bad-display-order",
      "severity": "error"
    },
    {
      "column": 16,
      "end_column": 21,
      "end_line": 11,
      "fix": null,
      "help": "give the newer article an id of its own; a published id must never change",
      "line": 11,
      "message": "articleId `start` is also used by another article",
      "path": "articles/acme.compute/start.md",
      "related": [
        {
          "column": 16,
          "end_column": 21,
          "end_line": 11,
          "line": 11,
          "message": "used here too",
          "path": "articles/acme.compute/twin.md"
        }
      ],
      "rule": "duplicate-article-id",
      "severity": "error"
    },
    {
      "column": 6,
      "end_column": 34,
      "end_line": 18,
      "fix": null,
      "help": "use the id of an article that exists",
      "line": 18,
      "message": "no article has the id `nothing`; the link is shown as text",
      "path": "articles/acme.compute/start.md",
      "related": [],
      "rule": "broken-article-ref",
      "severity": "error"
    },
    {
      "column": 40,
      "end_column": 56,
      "end_line": 18,
      "fix": null,
      "help": "link to an article by `article:ID` or its relative path, and to other sites with `https://`",
      "line": 18,
      "message": "`gone.md` is no article here; the link is shown as text",
      "path": "articles/acme.compute/start.md",
      "related": [],
      "rule": "link-relative-broken",
      "severity": "warning"
    },
    {
      "column": 16,
      "end_column": 21,
      "end_line": 11,
      "fix": null,
      "help": "give the newer article an id of its own; a published id must never change",
      "line": 11,
      "message": "articleId `START` is also used by another article",
      "path": "articles/acme.compute/twin.md",
      "related": [
        {
          "column": 16,
          "end_column": 21,
          "end_line": 11,
          "line": 11,
          "message": "used here too",
          "path": "articles/acme.compute/start.md"
        }
      ],
      "rule": "duplicate-article-id",
      "severity": "error"
    }
  ],
  "summary": {
    "baselined": 0,
    "errors": 4,
    "files": 2,
    "ignored": 0,
    "infos": 0,
    "stale": 0,
    "warnings": 1
  },
  "version": 1
}
"#]]
    );
}

#[test]
fn a_project_without_faults_is_fine() {
    let project = Project::new().article("start", &[("displayOrder", "1")], "# Start\n");
    let outcome = project.run(&["check"]).code(0);
    assert_eq!((&*outcome.stdout, &*outcome.stderr), ("", "1 file checked: nothing found\n"));
    let report = project.run(&["check", "--format", "json"]).code(0).json();
    assert_eq!(report["diagnostics"], serde_json::json!([]));
}

#[test]
fn warnings_alone_are_fine() {
    let project = Project::new().article("start", &[], "# Start\n\n[x](gone.md)\n");
    assert!(project.run(&["check"]).code(0).stdout.contains("warning[link-relative-broken]"));
    project.build(0);
}

#[test]
fn pipes_get_no_colours() {
    for args in [&["check"][..], &["check", "--format", "concise"], &["build"], &["--help"], &["nonsense"]] {
        let outcome = faulty().run(args);
        assert!(!outcome.stdout.contains('\u{1b}') && !outcome.stderr.contains('\u{1b}'), "{args:?}");
    }
}

#[test]
fn colours_can_be_asked_for_and_forbidden() {
    let project = faulty();
    assert!(project.run(&["check", "--color", "always"]).code(1).stdout.contains("\u{1b}["));
    assert!(project.run(&["build", "--color", "always"]).code(1).stdout.contains("\u{1b}["));
    let mut forced = project.command(crate::support::CASEBOOK);
    let forced = crate::support::Outcome::of(
        forced.args(["check", "--color", "auto"]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "0"),
    );
    assert!(!forced.stdout.contains('\u{1b}'));
    assert!(!project.run(&["check", "--color", "never"]).code(1).stdout.contains('\u{1b}'));
}

#[test]
fn a_reader_that_stops_listening_is_no_fault() {
    let project = faulty();
    let mut child = project
        .command(crate::support::CASEBOOK)
        .arg("check")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[test]
fn completions_and_the_manual_are_printed() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(project.run(&["completions", shell]).code(0).stdout.contains("casebook"));
    }
    assert!(project.run(&["man"]).code(0).stdout.starts_with(".ie"));
    assert!(project.run(&["--version"]).code(0).stdout.starts_with("casebook "));
}
