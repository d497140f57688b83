//! Variants: several sites of one folder, none of which says a word of what it does not have.

use std::{fs, io::Read as _};

use crate::support::{Project, article, files, png};

/// What the articles of one cloud hold and no other may say.
const MARKER: &str = "zqxvleak";

fn project() -> Project {
    let marked = |at: u32| format!("{MARKER}{at}");
    let [title, body, topic, menu, form, tag] = [1, 2, 3, 4, 5, 6].map(marked);
    let secret = |id: &str, changes: &[(&str, &str)], text: &str| {
        let clouds = [("cloudEnvironments", "fairfax"), ("supportTopicIds", "32600601")];
        article(id, &[&clouds, changes].concat(), text)
    };
    let hidden = format!(
        "# {title}\n\n## {body}\n\n`{body}` [{body}](https://{MARKER}.example/) ![{body}]({MARKER}.png)\n"
    );
    let changes = [("pageTitle", &*title), ("description", &*title), ("resource", &*title)];
    let more =
        [("ms.author", &*title), ("ownershipId", &*title), ("infoBubbleText", &*title), ("tags", &*tag)];
    Project::new()
        .file("casebook.toml", "base_url = \"https://help.example/\"\n[variants.public]\nclouds = [\"public\"]\n[variants.gov]\nclouds = [\"fairfax\"]\ntitle = \"Government\"\n")
        .file(format!("articles/acme.compute/{MARKER}.md").as_str(), secret(&marked(0), &[changes, [more[0], more[1], more[3]]].concat(), &hidden))
        .file(format!("articles/acme.compute/{MARKER}.png").as_str(), png(3, 4))
        .file(
            "articles/acme.compute/tree.md",
            secret("tree", &[("selfHelpType", "supportTopicDescription"), ("pageTitle", &title)], &format!("# {title}\n---\n{{\"supportTopics\": [{{\"id\": \"32600601\", \"shortDescription\": \"{topic}\"}}]}}\n---")),
        )
        .file(
            "articles/acme.compute/menu.md",
            secret("menu", &[("selfHelpType", "diagnoseandsolve")], &format!("# {title}\n---\n{{\"commonProblems\": [{{\"id\": \"p\", \"title\": \"{menu}\", \"supportTopicId\": \"32600601\", \"commonSolutionArticleId\": \"open\", \"searchTags\": \"{menu}\"}}]}}\n---")),
        )
        .file("articles/acme.compute/form.md", secret("form", &[("selfHelpType", "problemScopingQuestions"), ("pageTitle", &form)], &format!("# {form}\n---\n{{\"formElements\": []}}\n---")))
        .file(
            "articles/acme.compute/open.md",
            article("open", &[("supportTopicIds", "32600601"), ("cloudEnvironments", "public")], &format!("# Open\n\nSee [that one](article:{MARKER}0) and [this](./{MARKER}.md) and [itself](article:open).\n").replace(MARKER, "zqxvleak")),
        )
        .file(
            "articles/acme.compute/both.md",
            article("both", &[("supportTopicIds", "32600601"), ("cloudEnvironments", "public,fairfax"), ("displayOrder", "3")], "# Both\n"),
        )
}

/// Whether `needle` stands in `content`, as it is or packed.
fn says(content: &[u8], needle: &str) -> bool {
    let mut unpacked = Vec::new();
    let _ = flate2::read::DeflateDecoder::new(content).read_to_end(&mut unpacked);
    let _ = flate2::read::ZlibDecoder::new(content).read_to_end(&mut unpacked);
    [content, &unpacked].iter().any(|bytes| String::from_utf8_lossy(bytes).to_lowercase().contains(needle))
}

#[test]
fn nothing_leaks_into_a_variant() {
    let project = project();
    let outcome = project.run(&["build"]);
    assert!(outcome.stdout.contains("public: 2 articles in ./site/public"), "{}", outcome.stdout);
    let (public, gov) = (files(&project.root.join("site/public")), files(&project.root.join("site/gov")));
    // Words of the index may share their beginnings, so the marker's end is looked for.
    for (path, content) in &public {
        assert!(!path.contains(MARKER) && !says(content, "xvleak"), "{path}");
    }
    let telling =
        gov.iter().filter(|(path, content)| path.contains(MARKER) || says(content, "xvleak")).count();
    assert!(telling > 10, "the markers are found where they belong: {telling}");
    assert!(gov.iter().any(|(path, content)| path.starts_with("search/") && says(content, "xvleak")));
    for (path, content) in &gov {
        assert!(!says(content, "title of open"), "{path}");
    }
    let open = String::from_utf8(public["acme.compute/open.html"].clone()).unwrap();
    assert!(open.contains("See that one and this and <a href="), "{open}");
    assert!(open.contains("https://help.example/public/acme.compute/open.html"));
    assert!(String::from_utf8(gov["index.html"].clone()).unwrap().contains("<title>Government"));
    assert!(!project.root.join("site/index.html").exists());
}

#[test]
fn a_link_that_leaves_a_variant_is_found() {
    let project = project();
    let findings = project.findings();
    let of_rule: Vec<&str> = findings.lines().filter(|line| line.contains("link-leaves-variant")).collect();
    assert_eq!(of_rule.len(), 2, "{findings}");
    assert!(of_rule[0].contains("which is not in the variant `public`"), "{}", of_rule[0]);
}

#[test]
fn the_report_says_what_each_variant_gained_and_lost() {
    let project = project();
    project.run(&["build", "--quiet"]);
    let open = fs::read_to_string(project.root.join("articles/acme.compute/open.md")).unwrap();
    project.put("articles/acme.compute/open.md", open.replace("\"public\"", "\"fairfax\""));
    project.run(&["build", "--quiet", "--report", "changes.json"]);
    let text = fs::read_to_string(project.root.join("changes.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sites = report["sites"].as_array().unwrap();
    for (site, variant, gained, lost) in [(&sites[0], "gov", 1, 0), (&sites[1], "public", 0, 1)] {
        assert_eq!(site["variant"], variant);
        assert_eq!(site["articles"]["gained"].as_array().unwrap().len(), gained);
        assert_eq!(site["articles"]["lost"].as_array().unwrap().len(), lost);
    }
    assert_eq!(sites[1]["articles"]["lost"][0]["articleId"], "open");
}

#[test]
fn variants_are_chosen_by_service_kind_owner_and_product() {
    let project = Project::new()
        .article("one", &[("productPesIds", "41010")], "")
        .article("two", &[("selfHelpType", "generic"), ("ownershipId", "Other_Team")], "")
        .file("articles/acme.net/net.md", article("net", &[("service", "acme.net")], ""))
        .file("casebook.toml", "[variants.a]\nservices = [\"Acme.Net\"]\n[variants.b]\nkinds = [\"resource\"]\nservices = [\"acme.compute\"]\n[variants.c]\nowners = [\"other_team\"]\n[variants.d]\nproducts = [\"41010\"]\n");
    project.run(&["build", "--quiet"]);
    for (variant, ids) in [("a", ["net"]), ("b", ["one"]), ("c", ["two"]), ("d", ["one"])] {
        let text = project.page(&format!("{variant}/catalog.json"));
        let catalog: serde_json::Value = serde_json::from_str(&text).unwrap();
        let found: Vec<&str> =
            catalog.as_array().unwrap().iter().map(|row| row["articleId"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{variant}");
    }
}

#[test]
fn a_site_without_variants_is_not_published_with_them() {
    let project = Project::new().article("one", &[], "");
    project.build(0);
    project.put("casebook.toml", "[variants.public]\nclouds = [\"public\"]\n");
    let outcome = project.build(2);
    assert!(outcome.stderr.contains("site: a site without variants lies here"), "{}", outcome.stderr);
    project.put("casebook.toml", "[variants.\"No/pe\"]\nclouds = [\"public\"]\n");
    assert!(project.build(2).stderr.contains("a variant cannot be called `No/pe`"));
}
