//! Addresses for ever: a published address leads to its article, wherever that went, or is declared gone.

use std::fs;

use crate::support::{Project, article};

fn published() -> Project {
    let project = Project::new()
        .file("casebook.toml", "base_url = \"https://help.example/docs/\"\n")
        .article("one", &[], "# One\n")
        .article("two", &[], "# Two\n");
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    project
}

fn rename(project: &Project, from: &str, to: &str) {
    let path = |name: &str| project.root.join(format!("articles/acme.compute/{name}.md"));
    fs::rename(path(from), path(to)).unwrap();
}

#[test]
fn a_renamed_article_keeps_its_old_addresses() {
    let project = published();
    rename(&project, "one", "second-name");
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    rename(&project, "second-name", "third-name");
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    for old in ["one", "second-name"] {
        let page = project.page(&format!("acme.compute/{old}.html"));
        assert!(page.contains("content=\"0; url=../acme.compute/third-name.html\""), "{page}");
        assert!(
            page.contains(
                "rel=\"canonical\" href=\"https://help.example/docs/acme.compute/third-name.html\""
            )
        );
    }
    assert_eq!(
        project.page("_redirects"),
        "/docs/acme.compute/one.html /docs/acme.compute/third-name.html 301\n/docs/acme.compute/second-name.html /docs/acme.compute/third-name.html 301\n"
    );
    let map: serde_json::Value = serde_json::from_str(&project.page("redirects.json")).unwrap();
    assert_eq!(map["acme.compute/one.html"], "acme.compute/third-name.html");
    let ledger = fs::read_to_string(project.root.join("urls.toml")).unwrap();
    assert!(
        ledger.contains(
            "\"one\" = [\"acme.compute/third-name.html\", \"acme.compute/second-name.html\", \"acme.compute/one.html\"]"
        ),
        "{ledger}"
    );
    // Another article takes the place: then it is its page.
    project.put("articles/acme.compute/one.md", article("new", &[("displayOrder", "5")], "# New\n"));
    project.build(0);
    assert!(project.page("acme.compute/one.html").contains("Title of new"));
    assert!(!project.page("_redirects").contains("/one.html "));
}

#[test]
fn an_address_does_not_vanish_until_it_is_declared_gone() {
    let project = published();
    let before = project.site();
    fs::remove_file(project.root.join("articles/acme.compute/two.md")).unwrap();
    let outcome = project.build(2);
    assert!(
        outcome.stderr.contains("acme.compute/two.html (articleId two)")
            && outcome.stderr.contains("[gone]\n  \"two\" = \"why\""),
        "{}",
        outcome.stderr
    );
    assert!(project.site() == before);
    let ledger = fs::read_to_string(project.root.join("urls.toml")).unwrap();
    project.put("urls.toml", format!("{ledger}\"two\" = \"the product has ended\"\n"));
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    assert!(!project.root.join("site/acme.compute/two.html").exists());
    // What was declared stays declared.
    assert!(fs::read_to_string(project.root.join("urls.toml")).unwrap().contains("the product has ended"));
    project.build(0);
}

#[test]
fn a_published_catalog_stands_in_for_the_ledger() {
    let project = published();
    fs::remove_file(project.root.join("urls.toml")).unwrap();
    fs::copy(project.root.join("site/catalog.json"), project.root.join("old.json")).unwrap();
    rename(&project, "one", "other");
    project.run(&["build", "--quiet", "--published", "old.json"]).code(0);
    assert!(project.page("acme.compute/one.html").contains("../acme.compute/other.html"));
    fs::remove_file(project.root.join("articles/acme.compute/two.md")).unwrap();
    project.run(&["build", "--quiet", "--published", "old.json"]).code(2);
}

#[test]
fn a_variant_has_only_redirects_of_its_own_articles() {
    let project = published();
    project.put(
        "casebook.toml",
        "[variants.public]\nclouds = [\"public\"]\n[variants.gov]\nclouds = [\"fairfax\"]\n",
    );
    project
        .put("articles/acme.compute/two.md", article("two", &[("cloudEnvironments", "fairfax")], "# Two\n"));
    rename(&project, "two", "secret");
    fs::remove_dir_all(project.root.join("site")).unwrap();
    project.build(0);
    assert!(project.root.join("site/gov/acme.compute/two.html").exists());
    assert!(!project.root.join("site/public/acme.compute/two.html").exists());
    assert!(!project.root.join("site/public/_redirects").exists());
}

#[test]
fn a_ledger_cannot_write_elsewhere() {
    let project = published();
    for address in ["../../x.html", "/etc/x.html", "a/../x.html", "a/<b>.html", "index.html"] {
        project.put("urls.toml", format!("[articles]\n\"one\" = [\"{address}\"]\n"));
        let outcome = project.build(2);
        assert!(outcome.stderr.contains("is no address of a page"), "{address}: {}", outcome.stderr);
    }
    project.put("urls.toml", "[article]\n");
    assert!(project.build(2).stderr.contains("unknown field `article`"));
}

#[test]
fn an_address_leads_to_the_article_that_was_there_last() {
    let project = published();
    rename(&project, "two", "elsewhere");
    rename(&project, "one", "two");
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    rename(&project, "two", "later");
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    // `two` was there first, then `one`.
    assert!(project.page("acme.compute/two.html").contains("../acme.compute/later.html"));
}

#[test]
fn an_address_that_another_id_took_over_has_not_vanished() {
    let project = published();
    project.put("articles/acme.compute/two.md", article("new", &[], "# Two\n"));
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    rename(&project, "two", "moved");
    project.run(&["build", "--quiet", "--record-urls"]).code(0);
    assert!(project.page("acme.compute/two.html").contains("../acme.compute/moved.html"));
}

#[test]
fn ids_in_the_ledger_are_compared_without_case() {
    let project = published();
    fs::remove_file(project.root.join("articles/acme.compute/two.md")).unwrap();
    project.put(
        "urls.toml",
        "[articles]\n\"TWO\" = [\"acme.compute/two.html\"]\n\"two\" = [\"acme.compute/older.html\"]\n",
    );
    let told = project.build(2).stderr;
    assert!(
        told.contains("/two.html (articleId two)") && told.contains("/older.html (articleId two)"),
        "{told}"
    );
    let ledger = fs::read_to_string(project.root.join("urls.toml")).unwrap();
    project.put("urls.toml", format!("{ledger}[gone]\n\"Two\" = \"ended\"\n"));
    project.build(0);
}

#[test]
fn an_article_without_an_id_does_not_vanish_from_a_published_catalog() {
    let project = Project::new().article("one", &[], "# One\n");
    project
        .put("articles/plain/x.md", "<properties pageTitle=\"Plain\" selfHelpType=\"generic\" />\n# Plain\n");
    project.build(1);
    fs::copy(project.root.join("site/catalog.json"), project.root.join("old.json")).unwrap();
    fs::remove_file(project.root.join("articles/plain/x.md")).unwrap();
    let told = project.run(&["build", "--quiet", "--published", "old.json"]).code(2).stderr;
    assert!(told.contains("plain/x.html (without an articleId)"), "{told}");
    project.put("urls.toml", "[gone]\n\"plain/x.html\" = \"it was a draft\"\n");
    project.run(&["build", "--quiet", "--published", "old.json"]).code(0);
}

#[test]
fn every_folder_that_an_article_can_have_is_one_that_the_ledger_knows() {
    let project = Project::new();
    for folder in ["go", "assets", "search", "services", "topics", "images", "site"] {
        project.put(&format!("articles/{folder}/x.md"), article(&format!("in-{folder}"), &[], "# X\n"));
    }
    project.run(&["build", "--quiet", "--record-urls"]);
    let again = project.run(&["build", "--quiet", "--record-urls"]);
    assert!(!again.stderr.contains("no address"), "{}", again.stderr);
}
