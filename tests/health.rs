//! `casebook report`: the page about the health of the articles and its data.

use std::fs;

use crate::support::{Project, article};

const TREE: &str = "{\"shortDescription\": \"T\", \"supportTopics\": [{\"id\": \"32600001\", \"shortDescription\": \"Served <topic>\"}, {\"id\": \"32600002\", \"shortDescription\": \"Lonely\"}, {\"id\": \"0d9ae9a4-5b4f-4fd5-8a2a-5ef0a1a8b1c2\", \"shortDescription\": \"Lonely too\"}]}";
const DATES: &str = "{\"version\": 1, \"articles\": {\"articles/acme.compute/a.md\": {\"changed\": \"2024-01-01\"}, \"articles/acme.compute/b.md\": {\"changed\": \"2026-02-01\"}}}";

fn project() -> Project {
    Project::new()
        .file("dates.json", DATES)
        .article("a", &[("supportTopicIds", "32600001")], "The same.")
        .article("b", &[("supportTopicIds", "32600001"), ("description", "")], "# Title of a\n\nThe same.")
        .article("tree", &[("selfHelpType", "supportTopicDescription")], &format!("---\n{TREE}\n---"))
        .file(
            "casebook-links.json",
            "{\"version\": 1, \"broken\": {\"https://x.example/\": {\"since\": \"2026-02-03\", \"why\": \"it answers 404 Not Found\"}}}",
        )
}

#[test]
fn the_report_tells_findings_coverage_ages_and_copies() {
    let project = project();
    project.run(&["report", "--out", "health", "--dates", "dates.json", "--today", "2026-03-01"]).code(0);
    let read = |name: &str| std::fs::read_to_string(project.root.join("health").join(name)).unwrap();
    let data: serde_json::Value = serde_json::from_str(&read("health.json")).unwrap();
    let tables = &data["tables"];
    assert_eq!(data["figures"]["broken links"], 1);
    assert_eq!(tables["coverage"][1]["served"], 1, "{tables:#}");
    let lonely: Vec<&str> =
        tables["topics"].as_array().unwrap().iter().map(|row| row["topic"].as_str().unwrap()).collect();
    assert_eq!(lonely, ["0d9ae9a4-5b4f-4fd5-8a2a-5ef0a1a8b1c2", "32600002"]);
    assert_eq!(tables["topics"][0]["form"], "UUID");
    assert_eq!(tables["competitors"][0]["topic"], "32600001");
    assert_eq!(tables["competitors"][0]["articles"], 2);
    assert_eq!(tables["identical"][0]["articles"], 2);
    assert_eq!(tables["age"][0]["articles"], 1);
    assert_eq!(tables["age"][4]["articles"], 1, "{}", tables["age"]);
    assert_eq!(tables["oldest"][0]["article"], "articles/acme.compute/a.md");
    assert_eq!(tables["links"][0]["broken since"], "2026-02-03");
    let rules = tables["rules"].as_array().unwrap();
    assert!(!rules.is_empty());
    let csv = read("rules.csv");
    assert!(csv.starts_with("rule,errors,warnings,infos,known\r\n"), "{csv}");
    assert_eq!(csv.lines().count(), rules.len() + 1);
    // Nothing stands in the page that its policy forbids, and nothing that an author wrote is markup.
    let page = read("index.html");
    for part in [" style=", "<style", "<script", "<topic>", " onclick"] {
        assert!(!page.contains(part), "{part} is in {page}");
    }
    assert!(
        page.contains("<rect class=") && page.contains("Served &lt;topic>") || page.contains("Lonely too")
    );
    assert!(project.root.join("health/style.css").exists());
}

#[test]
fn findings_are_told_against_the_baseline() {
    let project = project();
    project.run(&["check", "--write-baseline"]).code(0);
    project.put("articles/acme.compute/c.md", article("c", &[("description", "")], "New."));
    project.run(&["report", "--out", "health", "--today", "2026-03-01"]).code(0);
    let text = std::fs::read_to_string(project.root.join("health/health.json")).unwrap();
    let data: serde_json::Value = serde_json::from_str(&text).unwrap();
    let new = data["figures"]["new findings"].as_u64().unwrap();
    let known = data["figures"]["known to the baseline"].as_u64().unwrap();
    assert!(new > 0 && known > 0, "{data:#}");
    let rows = data["tables"]["owners"].as_array().unwrap();
    let sum = |name: &str| rows.iter().map(|row| row[name].as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum("known"), known);
    assert_eq!(sum("errors") + sum("warnings") + sum("infos"), new);
    assert_eq!(data["tables"]["age"].as_array().unwrap().len(), 0);
}

#[test]
fn a_report_replaces_no_other_page_and_no_site() {
    let project = Project::new().article("one", &[], "Text.").file("mine/index.html", "<h1>Mine</h1>");
    project.build(0);
    let before = project.site();
    for out in ["site", "mine"] {
        let told = project.run(&["report", "--out", out]).code(2).stderr;
        assert!(told.contains("no report of casebook"), "{told}");
    }
    assert!(project.site() == before);
    assert_eq!(fs::read_dir(project.root.join("mine")).unwrap().count(), 1);
    // Its own it replaces.
    project.run(&["report", "--out", "health"]).code(0);
    project.run(&["report", "--out", "health"]).code(0);
}

#[test]
fn articles_of_variants_alone_count() {
    let project = Project::new()
        .file(
            "casebook.toml",
            "audiences = [\"customer\"]\n[variants.public]\n[variants.staff]\naudiences = [\"staff\"]\n",
        )
        .article("one", &[], "Text.")
        .article("two", &[("selfHelpType", "TSG_Content")], "See [it](https://only.example/staff).");
    project.run(&["report", "--out", "health"]).code(0);
    let health: serde_json::Value =
        serde_json::from_slice(&fs::read(project.root.join("health/health.json")).unwrap()).unwrap();
    assert_eq!(health["figures"]["articles"], 2, "{}", health["figures"]);
    assert!(project.run(&["links"]).code(0).stdout.contains("https://only.example/staff"));
}
