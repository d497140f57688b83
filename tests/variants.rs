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

/// A project whose public articles lead to hidden ones in every way that there is.
fn leading() -> Project {
    let json = |id: &str, kind: &str, object: &str| {
        let changes = [("selfHelpType", kind), ("cloudEnvironments", "public")];
        article(id, &changes, &format!("# About {id}\n---\n{object}\n---"))
    };
    let hidden = |id: &str, changes: &[(&str, &str)]| {
        article(id, &[&[("cloudEnvironments", "fairfax")], changes].concat(), "# Hidden\n")
    };
    let link =
        format!("See [the text](article:{MARKER}0#{MARKER}2), <a href='article:{MARKER}0'>more text</a>.");
    let body = format!(
        "{link}\n\n[By path](./{MARKER}.md) [elsewhere](../acme.compute/{MARKER}.md#x) [by name][name]\n\n[name]: {MARKER}.md\n"
    );
    project()
        .file("casebook.toml", "base_url = \"https://help.example/\"\n[files]\nmarkdown = true\n[history]\ncontributors = true\n[variants.public]\nclouds = [\"public\"]\n[variants.gov]\nclouds = [\"fairfax\"]\n")
        .file("articles/acme.compute/body.md", article("body", &[("displayOrder", "20"), ("supportTopicIds", "32600601")], &body))
        .file(
            "articles/acme.compute/public-menu.md",
            json("public-menu", "diagnoseandsolve", &format!("{{\"commonProblems\": [{{\"id\": \"a\", \"title\": \"First\", \"commonSolutionArticleId\": \"{MARKER}0\", \"description\": \"{link}\"}}, {{\"id\": \"b\", \"title\": \"Second\", \"supportTopicId\": \"32600699\", \"subProblems\": [{{\"id\": \"c\", \"title\": \"Third\", \"commonSolutionArticleId\": \"{MARKER}7\"}}]}}], \"troubleshootingTools\": [{{\"id\": \"t\", \"title\": \"Tool\", \"description\": \"{link}\"}}]}}")),
        )
        .file(
            "articles/acme.compute/public-tree.md",
            json("public-tree", "supportTopicDescription", &format!("{{\"shortDescription\": \"Tree\", \"longDescription\": \"{link}\", \"productLinks\": [{{\"name\": \"Guide\", \"url\": \"article:{MARKER}0\"}}], \"supportTopics\": [{{\"id\": \"32600699\", \"shortDescription\": \"Fourth\", \"longDescription\": \"{link}\"}}]}}")),
        )
        .file(
            "articles/acme.compute/public-advice.md",
            json("public-advice", "advisorRecommendationMetadata", &format!("{{\"description\": \"{link}\", \"longDescription\": \"{link} More.\", \"potentialBenefits\": \"{link}\", \"learnMoreLink\": \"article:{MARKER}0\", \"actions\": [{{\"description\": \"Go\", \"documentLink\": \"article:{MARKER}0\"}}]}}")),
        )
        .file(
            "articles/acme.compute/public-form.md",
            json("public-form", "problemScopingQuestions", &format!("{{\"formTitle\": \"Form\", \"fileAttachmentHint\": \"{link}\", \"diagnosticCard\": {{\"title\": \"Card\", \"description\": \"{link}\", \"insightNotAvailableText\": \"{link}\"}}, \"formElements\": [{{\"id\": \"i\", \"order\": 1, \"controlType\": \"infoblock\", \"content\": \"{link}\", \"infoBalloonText\": \"{link}\", \"displayLabel\": \"{link}\"}}]}}")),
        )
        // Between the others in order and topic: neighbour, related, only article of its topic.
        .file("articles/acme.compute/between.md", hidden(&format!("{MARKER}7"), &[("pageTitle", &format!("{MARKER}7")), ("displayOrder", "15"), ("supportTopicIds", "32600601,32600699")]))
        .file("dates.json", format!("{{\"version\": 1, \"articles\": {{\"articles/acme.compute/between.md\": {{\"changed\": \"2026-03-01T10:20:30Z\", \"contributors\": [\"{MARKER} 8\"]}}, \"articles/acme.compute/body.md\": {{\"changed\": \"2026-02-01\", \"contributors\": [\"Ada\"]}}}}}}"))
        .file("urls.toml", format!("[articles]\n\"{MARKER}7\" = [\"acme.compute/between.html\", \"acme.compute/{MARKER}-old.html\"]\n\"body\" = [\"acme.compute/body-old.html\"]\n\n[gone]\n\"{MARKER}9\" = \"{MARKER}\"\n"))
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
fn no_link_leads_out_of_a_variant() {
    let project = leading();
    project.run(&["build", "--quiet", "--dates", "dates.json"]);
    let (public, gov) = (files(&project.root.join("site/public")), files(&project.root.join("site/gov")));
    for (path, content) in &public {
        assert!(!path.contains(MARKER) && !says(content, "xvleak"), "{path}");
    }
    let page = |site: &std::collections::BTreeMap<String, Vec<u8>>, path: &str| {
        String::from_utf8(site[path].clone()).unwrap()
    };
    // In the other variant the same things are there, so that their absence says something.
    for (path, what) in [
        ("acme.compute/zqxvleak.html", "Related articles"),
        ("acme.compute/between.html", "zqxvleak 8"),
        ("acme.compute/zqxvleak-old.html", "between.html"),
        ("redirects.json", "zqxvleak-old"),
        ("feed.xml", "zqxvleak7"),
        ("acme.compute/between.md", "zqxvleak7"),
        ("index.html", "zqxvleak7"),
    ] {
        assert!(page(&gov, path).contains(what), "{path}");
    }
    for (path, texts) in [
        ("acme.compute/body.html", &["See the text, more text.", "By path elsewhere by name"][..]),
        ("acme.compute/body.md", &["the text", "by name"]),
        ("acme.compute/public-menu.html", &["See the text, more text.", "First", "Second", "Third"]),
        ("acme.compute/public-tree.html", &["See the text, more text.", "Fourth"]),
        ("acme.compute/public-advice.html", &["See the text, more text. More.", "Go"]),
        ("acme.compute/public-form.html", &["See the text, more text."]),
    ] {
        let html = page(&public, path);
        for text in texts {
            assert!(html.contains(text), "{path}: {text}: {html}");
        }
    }
    assert!(page(&public, "redirects.json").contains("body-old"));
    assert!(page(&public, "feed.xml").contains("Title of body"));
    for neighbour in ["rel=\"prev\"", "rel=\"next\""] {
        let html = page(&public, "acme.compute/body.html");
        assert!(
            html.contains(neighbour) || page(&public, "acme.compute/both.html").contains(neighbour),
            "{html}"
        );
    }
    // Each of these links is found, at its place.
    let findings = project.findings();
    let mut found: Vec<&str> = findings
        .lines()
        .filter(|line| line.contains("link-leaves-variant"))
        .filter_map(|line| line.strip_prefix("articles/acme.compute/")?.split(".md:").next())
        .collect();
    found.dedup();
    assert_eq!(found, ["body", "menu", "open", "public-advice", "public-form", "public-menu", "public-tree"]);
    let count = |name: &str| {
        let starts = format!("articles/acme.compute/{name}.md:");
        findings.lines().filter(|line| line.starts_with(&starts) && line.contains("link-leaves")).count()
    };
    // Links of one text are one finding; the menu has two solutions and a topic besides, the tree a topic.
    assert_eq!([count("body"), count("public-menu"), count("public-tree")], [5, 2 + 3, 2 + 1]);
    assert_eq!([count("public-advice"), count("public-form")], [3, 6]);
    assert!(
        findings.contains("the topic `32600699` has articles, but none that is in the variant `public`"),
        "{findings}"
    );
}

#[test]
fn a_link_that_leaves_a_variant_is_found() {
    let project = project();
    let findings = project.findings();
    let of_rule: Vec<&str> = findings.lines().filter(|line| line.contains("link-leaves-variant")).collect();
    assert_eq!(of_rule.len(), 3, "{findings}");
    assert!(of_rule[1].contains("which is not in the variant `public`"), "{}", of_rule[1]);
    // The solution of a problem in a menu.
    assert!(of_rule[0].starts_with("articles/acme.compute/menu.md:17:"), "{}", of_rule[0]);
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

#[test]
fn a_variant_that_is_no_longer_configured_goes_and_files_of_others_stay() {
    let project = project();
    project.run(&["build", "--quiet"]);
    project.put("site/gov/acme.compute/mine.html", "mine");
    project.put(
        "casebook.toml",
        "base_url = \"https://help.example/\"\n[variants.public]\nclouds = [\"public\"]\n",
    );
    let before = files(&project.root.join("site"));
    let dry = project.run(&["build", "--dry-run", "--report", "dry.json"]);
    assert!(dry.stdout.contains("gov: no longer a variant: "), "{}", dry.stdout);
    assert!(files(&project.root.join("site")) == before);
    let outcome = project.run(&["build", "--report", "changes.json"]);
    assert!(outcome.stdout.contains("files removed from ./site/gov"), "{}", outcome.stdout);
    let left = files(&project.root.join("site/gov"));
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["acme.compute/mine.html"]);
    let report = fs::read_to_string(project.root.join("changes.json")).unwrap();
    assert_eq!(
        report,
        fs::read_to_string(project.root.join("dry.json"))
            .unwrap()
            .replace("\"dry_run\": true", "\"dry_run\": false")
    );
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let gone = &report["sites"][1];
    assert_eq!((&gone["variant"], &gone["folder"]), (&"gov".into(), &"./site/gov".into()));
    assert_eq!(gone["articles"]["lost"].as_array().unwrap().len(), 5);
    assert!(
        gone["files"]
            .as_array()
            .unwrap()
            .iter()
            .all(|file| file["change"] == "removed" && file["why"] == "settings")
    );
    // Told once. Without any variants the others go too, and the site stands in their place.
    assert!(!project.run(&["build"]).stdout.contains("no longer"));
    project.put("casebook.toml", "");
    let outcome = project.run(&["build"]);
    assert!(outcome.stdout.contains("public: no longer a variant"), "{}", outcome.stdout);
    assert!(!project.root.join("site/public").exists() && project.root.join("site/index.html").exists());
    assert!(!project.root.join("site/.casebook/variants").exists());
}

#[test]
fn a_site_of_others_beside_the_variants_is_told_and_stays() {
    let project = project();
    project.run(&["build", "--quiet"]);
    let settings = fs::read_to_string(project.root.join("casebook.toml")).unwrap();
    project.put("casebook.toml", "");
    project.run(&["build", "--quiet", "--out", "site/other"]);
    project.put("casebook.toml", settings);
    let outcome = project.run(&["build"]);
    assert!(
        outcome.stderr.contains("warning: ./site/other: a site lies here that is no variant"),
        "{}",
        outcome.stderr
    );
    assert!(project.root.join("site/other/index.html").exists());
    // A list that names places elsewhere is not believed.
    project.put("site/.casebook/variants", "../articles\n..\ngov\npublic\nother2\n");
    project.run(&["build"]);
    assert!(project.root.join("articles").exists() && project.root.join("site/gov/index.html").exists());
}
