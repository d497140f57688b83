//! `casebook links`: the list for a link checker, and what one found.

use crate::support::{Outcome, Project, between};

/// What lychee printed of the links of [`project`], which it asked of `tests/lychee/serve.py`.
const RECORDED: &str = include_str!("lychee/results.json");

/// A project with a link to every kind of answer.
fn project() -> Project {
    let host = "http://127.0.0.1:8765";
    let paths = ["ok", "301", "403", "404?a=1&b=(x)#part", "410", "429", "500", "slow", "silent"];
    let list = paths.map(|path| format!("- [{path}](<{host}/{path}>)\n")).concat();
    let body =
        format!("{list}- [refused](http://127.0.0.1:8766/)\n- [mail](mailto:a@b.example) and [b](b.md)\n");
    let menu = format!(
        "{{\"commonProblems\": [{{\"id\": \"1\", \"title\": \"T\", \"description\": \"See [it]({host}/404?a=1&b=(x)).\"}}]}}"
    );
    Project::new().article("a", &[], &body).article("b", &[], "Bare: http://127.0.0.1:8765/ok.").article(
        "m",
        &[("selfHelpType", "diagnoseandsolve")],
        &format!("---\n{menu}\n---"),
    )
}

#[track_caller]
fn results(project: &Project, day: &str, more: &[&str]) -> Outcome {
    let mut args = vec!["links", "--results", "lychee.json", "--today", day, "--format", "concise"];
    args.extend(more);
    project.run(&args)
}

#[test]
fn the_list_names_each_link_once_and_where_it_stands() {
    let project = project();
    project.run(&["links", "--out", "links.html"]).code(0);
    let html = std::fs::read_to_string(project.root.join("links.html")).unwrap();
    assert_eq!(html.matches("<a href=").count(), 10, "{html}");
    assert_eq!(html, include_str!("lychee/links.html"), "record it anew: tests/lychee/record.sh");
    let row = between(&html, "404?a=1&amp;b=(x)\">", "</li>");
    assert_eq!(row, "link</a> articles/acme.compute/a.md:21:3, articles/acme.compute/m.md:17:62");
    project.run(&["links", "--out", "links.json"]).code(0);
    let text = std::fs::read_to_string(project.root.join("links.json")).unwrap();
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(list["links"].as_array().unwrap().len(), 10);
    assert!(project.run(&["links"]).code(0).stdout == html);
}

#[test]
fn broken_links_are_findings_that_grow_graver() {
    let project = project().file("lychee.json", RECORDED);
    let ran = results(&project, "2026-03-01", &[]).code(0);
    let failing = |ran: &Outcome, rule: &str| -> Vec<String> {
        let lines = ran.stdout.lines().filter(|line| line.contains(rule));
        lines.map(|line| line.split(": ").skip(1).collect::<Vec<_>>().join(": ")).collect()
    };
    let broken = failing(&ran, "[link-failing]");
    assert_eq!(broken.len(), 6, "{}", ran.stdout);
    assert!(
        broken[0].contains(
            "`http://127.0.0.1:8765/404?a=1&b=(x)`: it answers 404 Not Found; broken since 2026-03-01"
        ),
        "{broken:?}"
    );
    assert!(broken.iter().any(|line| line.contains("410 Gone")));
    assert!(broken.iter().any(|line| line.contains("500")));
    assert!(
        broken.iter().any(|line| line.contains("silent") && line.contains("no answer in time")),
        "{broken:?}"
    );
    assert!(ran.stdout.lines().any(|line| line.contains("m.md") && line.contains("404")));
    for fine in ["/ok", "/301", "/slow", "/403", "/429"] {
        assert!(!ran.stdout.contains(&format!("8765{fine}")), "{fine} in {}", ran.stdout);
    }
    assert!(ran.stderr.contains("of 2 links the results do not say"), "{}", ran.stderr);

    // The same answers within the grace period, and after it.
    let ran = results(&project, "2026-03-14", &[]).code(0);
    assert!(ran.stdout.contains("broken since 2026-03-01") && !ran.stdout.contains("[link-dead]"));
    let ran = results(&project, "2026-03-15", &[]).code(1);
    assert_eq!(failing(&ran, "error[link-dead]").len(), 6, "{}", ran.stdout);
    results(&project, "2026-03-15", &["--exit-zero", "--output-file", "links.sarif"]).code(0);
    assert!(project.root.join("links.sarif").exists());
    project.put("casebook.toml", "[links]\ngrace = 30\n");
    results(&project, "2026-03-15", &[]).code(0);
    results(&project, "2026-03-15", &["--deny", "infos"]).code(1);

    // What answers again is forgotten, and breaks anew on another day.
    let mut mended: serde_json::Value = serde_json::from_str(RECORDED).unwrap();
    let rows = mended["error_map"]["links.html"].as_array_mut().unwrap();
    let at = rows.iter().position(|row| row["url"].as_str().unwrap().contains("404?")).unwrap();
    let row = rows.remove(at);
    mended["success_map"]["links.html"].as_array_mut().unwrap().push(row);
    project.put("lychee.json", mended.to_string());
    let ran = results(&project, "2026-03-16", &[]).code(0);
    assert!(!ran.stdout.contains("404?"), "{}", ran.stdout);
    project.put("lychee.json", RECORDED);
    let ran = results(&project, "2026-03-17", &["--frozen-ledger"]).code(0);
    assert!(ran.stdout.contains("it answers 404 Not Found; broken since 2026-03-17"), "{}", ran.stdout);
    let ledger = std::fs::read_to_string(project.root.join("casebook-links.json")).unwrap();
    assert!(!ledger.contains("2026-03-17") && ledger.contains("2026-03-01"));
}

#[test]
fn a_comment_ignores_a_broken_link() {
    let project = project().file("lychee.json", RECORDED);
    let before = results(&project, "2026-03-01", &[]).code(0).stdout.lines().count();
    let path = "articles/acme.compute/a.md";
    let text = std::fs::read_to_string(project.root.join(path)).unwrap();
    let text = text.replace("- [410]", "<!-- casebook-ignore link-failing: it comes back -->\n- [410]");
    project.put(path, text);
    let ran = results(&project, "2026-03-01", &[]).code(0);
    assert_eq!(ran.stdout.lines().count(), before - 1, "{}", ran.stdout);
    assert!(!project.findings().contains("unused-ignore"));
}

#[test]
fn what_is_no_result_is_refused() {
    let project =
        project().file("lychee.json", "{}").file("casebook-links.json", "{\"version\": 1, \"broken\": {}}");
    let ran = results(&project, "2026-03-01", &[]).code(2);
    assert!(ran.stderr.contains("lychee.json: this is not what lychee prints"), "{}", ran.stderr);
    project.put("lychee.json", RECORDED);
    project.put(
        "casebook-links.json",
        "{\"version\": 1, \"broken\": {\"https://a.example/\": {\"since\": \"x\", \"why\": \"\"}}}",
    );
    let ran = results(&project, "2026-03-01", &[]).code(2);
    assert!(
        ran.stderr.contains("casebook-links.json: `https://a.example/`: `since` is \"x\""),
        "{}",
        ran.stderr
    );
    let ran = project.run(&["links", "--results", "none.json"]).code(2);
    assert!(ran.stderr.contains("none.json: there is no such file"), "{}", ran.stderr);
}
