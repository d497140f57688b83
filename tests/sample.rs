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
