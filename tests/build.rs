//! `casebook build`: pages, summary, exit codes.

use std::{fs, os::unix::fs::PermissionsExt as _};

use snapbox::{assert_data_eq, str};

use crate::support::Project;

fn two_articles() -> Project {
    Project::new()
        .article(
            "start",
            &[("displayOrder", "10"), ("pageTitle", "The machine does not start")],
            "# The machine does not start\n\n## **Recommended Steps**\n\n1. Look at [the quota](article:quota).<br>\n2. Start it with `acme start`:\n\n```bash\nacme start --now\n```\n\n> [!NOTE]\n> A start takes a minute.\n\n| State | Meaning |\n|---|---|\n| stopped | ~~off~~ free |\n\nMore at https://status.acme.example.\n",
        )
        .article("quota", &[("displayOrder", "2")], "# Quota\n\nAsk for more than <number>.\n")
}

#[test]
fn two_articles_become_a_site() {
    let project = two_articles();
    let outcome = project.build(0);
    assert_data_eq!(
        outcome.stdout,
        str![[r#"
2 articles published
7 pages in ./site: [..] new, 0 changed, 0 unchanged, 0 removed
nothing found
[..] s, [..] articles a second

"#]]
    );
    let site = project.site();
    let own: Vec<&str> = site
        .keys()
        .map(|path| &**path)
        .filter(|path| !path.starts_with("assets/") && !path.ends_with(".bin"))
        .collect();
    assert_data_eq!(
        own.join("\n"),
        str![[r#"
.casebook/files
404.html
_headers
acme.compute/quota.html
acme.compute/start.html
catalog.json
go.html
index.html
llms.txt
robots.txt
search.html
search/client.js
search/manifest.json
services.json
services/acme.compute.html
staticwebapp.config.json
"#]]
    );
    let assets: Vec<&str> = site.keys().filter_map(|path| path.strip_prefix("assets/")).collect();
    assert!(assets.iter().any(|path| path.ends_with("/style.css")), "{assets:?}");
    assert_data_eq!(
        project.body("start"),
        str![[r#"
<h2 id="recommended-steps">Recommended Steps</h2>
<ol class="steps">
<li>Look at <a href="../acme.compute/quota.html">the quota</a>.</li>
<li>Start it with <code>acme start</code>:</li>
</ol>
<pre tabindex="0"><code class="language-bash"><span class="hl-variable">acme</span> start<span class="hl-variable"> --now
</span></code></pre>
<div class="note note-note" role="note"><p class="note-title">Note</p>
<p>A start takes a minute.</p>
</div>
<div class="table" role="region" tabindex="0" aria-label="Table"><table>
<thead><tr><th>State</th><th>Meaning</th></tr></thead>
<tbody>
<tr><td>stopped</td><td><del>off</del> free</td></tr>
</tbody></table></div>
<p>More at <a href="https://status.acme.example">https://status.acme.example</a>.</p>
"#]]
    );
}

#[test]
fn the_missing_page_leads_home() {
    let project = two_articles();
    project.build(0);
    let page = project.page("404.html");
    assert!(page.contains("This page does not exist") && page.contains("index.html\""), "{page}");
}

#[test]
fn the_catalog_lists_every_field() {
    let project = Project::new().article(
        "start",
        &[
            ("displayOrder", "10"),
            ("supportTopicIds", "32570956,32570957"),
            ("productPesIds", "16578"),
            ("disableClouds", "mooncake"),
            ("cloudEnvironments", "public, Mooncake, fairfax"),
        ],
        "# Start\n\n## First\n\n### Second [x](https://x.example)\n",
    );
    project.build(0);
    let row = serde_json::to_string_pretty(&project.row("articles/acme.compute/start.md")).unwrap();
    assert_data_eq!(
        row,
        str![[r#"
{
  "articleId": "start",
  "audience": "customer",
  "clouds": [
    "public",
    "fairfax"
  ],
  "description": "What to do",
  "displayOrder": 10,
  "headings": [
    "First",
    "Second x"
  ],
  "kind": "resource",
  "owner": "Compute_Team",
  "path": "articles/acme.compute/start.md",
  "products": [
    "16578"
  ],
  "resource": "machines",
  "service": "acme.compute",
  "serviceInferred": false,
  "title": "Title of start",
  "topics": [
    "32570956",
    "32570957"
  ],
  "url": "acme.compute/start.html"
}
"#]]
    );
}

#[test]
fn the_summary_as_json_counts_what_was_done() {
    let project = two_articles()
        .article("broken", &[("displayOrder", "first")], "# B\n")
        .file("articles/acme.compute/plain.md", "# No header\n");
    let outcome = project.run(&["build", "--json"]).code(1);
    assert_eq!(outcome.stderr, "");
    let mut summary = outcome.json();
    for number in ["seconds", "articles_per_second", "stages"] {
        assert!(summary.as_object_mut().unwrap().remove(number).is_some(), "{number}");
    }
    assert!(summary["files"].as_object_mut().unwrap().remove("bytes").unwrap().as_u64() > Some(10_000));
    assert_data_eq!(
        serde_json::to_string_pretty(&summary).unwrap(),
        str![[r#"
{
  "articles": {
    "published": 3,
    "unreadable": 1,
    "withheld": 0
  },
  "files": {
    "added": 32,
    "changed": 0,
    "removed": 0,
    "unchanged": 0
  },
  "findings": {
    "errors": 2,
    "infos": 0,
    "warnings": 0
  },
  "pages": 8,
  "version": 1
}
"#]]
    );
}

#[test]
fn a_bad_article_never_stops_the_others() {
    let project = two_articles()
        .file("articles/acme.compute/none.md", "")
        .file("articles/acme.compute/text.md", "Just text.\n")
        .file("articles/acme.compute/bytes.md", [0xFF, 0x00, 0xC3, 0x28, b'<', b'p'])
        .file("articles/acme.compute/open.md", "<properties\n pageTitle=\"x")
        .file("articles/acme.compute/deep.md", format!("{}x", "> ".repeat(5000)))
        .article(
            "json",
            &[("selfHelpType", "diagnoseandsolve")],
            "# M\n---\n{ \"commonProblems\": [ {\n---\n",
        );
    let outcome = project.build(1);
    assert!(
        outcome.stdout.contains("4 articles published, 4 without a readable header"),
        "{}",
        outcome.stdout
    );
    for page in ["start", "quota", "json", "open"] {
        project.page(&format!("acme.compute/{page}.html"));
    }
}

#[test]
fn a_folder_without_articles_is_refused() {
    let project = Project::new();
    fs::remove_dir(project.root.join("articles")).unwrap();
    let outcome = project.build(2);
    assert_eq!(outcome.stdout, "");
    assert_data_eq!(
        outcome.stderr,
        str![[r#"
error: ./articles: there is no such folder

help: run casebook in the folder that holds `articles/`, or name that folder: casebook build DIR

"#]]
    );
    assert!(!project.root.join("site").exists());
}

#[test]
fn an_empty_folder_of_articles_is_a_site() {
    let project = Project::new();
    project.build(0);
    assert!(project.page("index.html").contains("There are no articles yet."));
    assert_eq!(project.page("catalog.json").trim().replace('\n', ""), "[]");
}

#[test]
fn unknown_arguments_are_refused() {
    let project = Project::new();
    for args in
        [&["build", "--nothing"][..], &["bild"], &[], &["build", "-j", "0"], &["check", "--format", "x"]]
    {
        project.run(args).code(2);
    }
}

#[test]
fn an_output_that_cannot_be_written_is_refused() {
    let project = two_articles().file("taken", "a file");
    let outcome = project.run(&["build", "--out", "taken"]).code(2);
    assert!(outcome.stderr.contains("taken"), "{}", outcome.stderr);
    let outcome = project.run(&["build", "--out", "taken/site"]).code(2);
    assert!(outcome.stderr.contains("taken"), "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(project.root.join("taken")).unwrap(), "a file");
}

#[test]
fn an_output_folder_that_holds_a_folder_in_the_way_is_refused() {
    let project = two_articles().file("site/index.html/mine.txt", "mine");
    let outcome = project.build(2);
    assert!(outcome.stderr.contains("index.html"), "{}", outcome.stderr);
    assert_eq!(project.page("index.html/mine.txt"), "mine");
}

#[test]
fn a_folder_that_cannot_be_read_is_refused() {
    let project = two_articles().file("articles/acme.secret/x.md", "x");
    let folder = project.root.join("articles/acme.secret");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
    let outcome = project.run_as_nobody("true", &["check"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(outcome.code(2).stderr.contains("articles/acme.secret: casebook may not read this"));
}

#[test]
fn a_file_that_cannot_be_read_is_a_finding() {
    let project = two_articles().article("secret", &[], "# Secret");
    fs::set_permissions(
        project.root.join("articles/acme.compute/secret.md"),
        fs::Permissions::from_mode(0o000),
    )
    .unwrap();
    let outcome = project.run_as_nobody("true", &["check", "--format", "concise"]).code(1);
    assert_data_eq!(
        outcome.stdout,
        str![[r#"
articles/acme.compute/secret.md:1:1: error[file-unreadable] the file cannot be read: Permission denied (os error 13)

"#]]
    );
}

#[test]
fn links_out_of_the_project_are_not_followed() {
    let project = two_articles().file("outside/x.md", "# Outside");
    std::os::unix::fs::symlink(
        project.root.join("outside/x.md"),
        project.root.join("articles/acme.compute/linked.md"),
    )
    .unwrap();
    std::os::unix::fs::symlink(project.root.join("articles"), project.root.join("articles/loop")).unwrap();
    project.build(1);
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/linked.md:1:1: error[file-unreadable] this is a symbolic link that leads out of `articles`, so it is not read
articles/loop:1:1: error[file-unreadable] this is a symbolic link to a folder that it lies in, so it is not read

"#]]
    );
}
