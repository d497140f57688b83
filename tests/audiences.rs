//! `audiences`: what is not published leaves no trace.

use crate::support::{Project, article, png};

/// Stands in everything that only readers of other audiences may see.
const SECRET: &str = "Zq7Marker";

fn project(configuration: &str) -> Project {
    let secret = |id: &str, kind: &str, service: &str, topics: &str, body: &str| {
        let id = format!("{SECRET}-{id}");
        article(
            &id,
            &[
                ("selfHelpType", kind),
                ("service", service),
                ("resource", SECRET),
                ("pageTitle", &id),
                ("description", SECRET),
                ("ownershipId", SECRET),
                ("productPesIds", "16578"),
                ("supportTopicIds", topics),
            ],
            body,
        )
    };
    let mut image = png(3, 4);
    image.extend(SECRET.as_bytes());
    Project::new()
        .file("casebook.toml", configuration)
        .article(
            "open",
            &[("supportTopicIds", "32570956")],
            &format!(
                "# Open\n\nSee [the guide](article:{SECRET}-guide) and [it](../{SECRET}/guide.md#part-{SECRET}).\n"
            )
            .replace(&format!("(article:{SECRET}"), "(article:ZQ7mARKER")
            .replace(&format!("(../{SECRET}/guide.md#part-{SECRET})"), "(../zQ7mARKER/guide.md)"),
        )
        .article("none", &[("service", ""), ("productPesIds", "16578")], "# No service\n")
        .file(
            &format!("articles/{SECRET}/guide.md"),
            secret("guide", "TSG_Content", SECRET, "32570956", &format!("# {SECRET}\n\n## Part {SECRET}\n\n![x]({SECRET}.png)\n")),
        )
        .file(&format!("articles/{SECRET}/{SECRET}.png"), image)
        .file(
            &format!("articles/{SECRET}/form.md"),
            secret(
                "form",
                "problemScopingQuestions",
                "acme.compute",
                "32570956",
                &format!("# F\n---\n{{\"$schema\": \"SelfHelpContent\", \"title\": \"{SECRET}\", \"formElements\": []}}\n---"),
            ),
        )
        .file(
            &format!("articles/{SECRET}/tree.md"),
            secret(
                "tree",
                "supportTopicDescription",
                "acme.compute",
                "",
                &format!("# F\n---\n{{\"shortDescription\": \"{SECRET}\", \"supportTopics\": [{{\"id\": \"32570956\", \"shortDescription\": \"{SECRET}\"}}]}}\n---"),
            ),
        )
}

/// The output files that hold the marker in their path or content, whatever its case.
fn traces(project: &Project) -> Vec<String> {
    let secret = SECRET.to_lowercase();
    project
        .site()
        .into_iter()
        .filter(|(path, content)| {
            path.to_lowercase().contains(&secret)
                || String::from_utf8_lossy(content).to_lowercase().contains(&secret)
        })
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn what_other_audiences_read_leaves_no_trace() {
    let project = project("audiences = [\"customer\"]\n");
    let outcome = project.run(&["build"]);
    assert!(outcome.stdout.contains("2 articles published, 3 for other audiences left out"), "{outcome:?}");
    assert_eq!(traces(&project), Vec::<String>::new());
}

#[test]
fn all_audiences_are_published_unless_told_otherwise() {
    let project = project("");
    let outcome = project.run(&["build"]);
    assert!(outcome.stdout.contains("5 articles published\n"), "{outcome:?}");
    assert!(traces(&project).len() > 5);
}

#[test]
fn articles_that_are_left_out_say_nothing_of_the_services_of_others() {
    let staff = [("selfHelpType", "TSG_Content"), ("service", "acme.secret"), ("productPesIds", "16578")];
    let project = Project::new()
        .article("none", &[("service", ""), ("productPesIds", "16578")], "")
        .article("guide", &staff, "");
    project.run(&["build"]);
    assert!(project.page("acme.compute/none.html").contains("acme.secret"));
    project.put("casebook.toml", "audiences = [\"customer\"]\n");
    project.run(&["build"]);
    assert!(!project.page("acme.compute/none.html").contains("acme.secret"));
}
