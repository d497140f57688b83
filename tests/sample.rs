//! The project's own sample.

use std::{collections::BTreeSet, path::Path};

use crate::support::Project;

#[test]
fn the_sample_builds_without_a_finding() {
    let project = Project::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = project.root.join("site");
    let outcome =
        project.run(&["build", sample.to_str().unwrap(), "--out", out.to_str().unwrap(), "--json"]).code(0);
    let summary = outcome.json();
    assert_eq!(
        summary["findings"],
        serde_json::json!({ "errors": 0, "warnings": 0, "infos": 0 }),
        "casebook check says which"
    );
    assert_eq!(summary["articles"]["unreadable"], 0);
    let catalog: serde_json::Value = serde_json::from_str(&project.page("catalog.json")).unwrap();
    let articles = catalog.as_array().unwrap();
    let all = |field: &str| -> BTreeSet<&str> {
        articles.iter().map(|article| article[field].as_str().unwrap()).collect()
    };
    assert!(articles.len() >= 60);
    assert!(all("service").len() >= 8);
    let kinds = all("kind");
    for kind in casebook::article::kind::Kind::ALL {
        assert!(kinds.contains(kind.name()), "no article of the kind {}", kind.name());
    }
}

#[test]
fn an_article_s_page_has_little_beside_its_own_text() {
    let project = Project::new();
    let out = project.root.join("site");
    project.run(&["build", env!("CARGO_MANIFEST_DIR"), "--out", out.to_str().unwrap()]).code(0);
    let catalog: serde_json::Value = serde_json::from_str(&project.page("catalog.json")).unwrap();
    let (mut pages, mut beside_text) = (0, 0);
    for row in catalog.as_array().unwrap() {
        let url = row["url"].as_str().unwrap();
        let page = project.page(url);
        let (_, body) = page.split_once("<div class=\"body\">").unwrap();
        let ends = ["<footer class=\"foot\">", "<section class=\"facts\""].map(|end| body.find(end));
        let body = &body[..ends.into_iter().flatten().min().unwrap()];
        let beside_body = page.len() - body.len();
        assert!(beside_body <= 6 * 1024, "{url} has {beside_body} bytes beside its body");
        let outside = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        beside_text +=
            page.len() - outside.flat_map(str::split_whitespace).map(|word| word.len() + 1).sum::<usize>();
        pages += 1;
    }
    // Markup of the text counts here.
    let mean = beside_text / pages;
    assert!(mean <= 6 * 1024, "{mean} bytes beside an article's own text");
}
