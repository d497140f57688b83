//! What readers get beside the articles: words in their language, topics, common problems, and ways to answer.

use std::collections::{BTreeMap, BTreeSet};

use snapbox::{assert_data_eq, str};

use crate::support::{Project, article, between, files};

/// The built-in theme's files below `folder`.
fn built_in(folder: &str) -> BTreeMap<String, String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(folder);
    files(&root)
        .into_iter()
        .filter_map(|(path, content)| Some((path, String::from_utf8(content).ok()?)))
        .collect()
}

/// The keys of a file of strings, with how many forms each has and what is filled in.
fn keys(text: &str) -> BTreeMap<String, (usize, BTreeSet<String>)> {
    let table: toml::Table = toml::from_str(text).unwrap();
    let mut keys = BTreeMap::new();
    for (group, strings) in table {
        for (key, value) in strings.as_table().unwrap() {
            let forms: Vec<&str> = match value {
                toml::Value::String(text) => vec![text],
                value => value.as_array().unwrap().iter().map(|form| form.as_str().unwrap()).collect(),
            };
            let filled = forms.last().unwrap().split('{').skip(1);
            let filled = filled.map(|part| part.split('}').next().unwrap().to_owned()).collect();
            keys.insert(format!("{group}.{key}"), (forms.len(), filled));
        }
    }
    keys
}

#[test]
fn every_language_has_the_same_strings() {
    let strings = built_in("strings");
    assert!(strings.len() > 1, "{:?}", strings.keys());
    let english = keys(&strings["en.toml"]);
    for (name, text) in &strings {
        assert_eq!(keys(text), english, "{name}");
    }
}

#[test]
fn templates_and_scripts_hold_no_words() {
    let mut faults = Vec::new();
    for (name, text) in built_in("templates") {
        let mut plain = text.clone();
        for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("[[", "]]")] {
            while let Some(at) = plain.find(open) {
                let end = plain[at..].find(close).unwrap() + at + close.len();
                plain.replace_range(at..end, "");
            }
        }
        // What stands between tags, and in attributes that are read out.
        let texts = plain.split('>').map(|part| part.split('<').next().unwrap());
        let attributes = ["aria-label=\"", "placeholder=\"", "title=\"", "alt=\""];
        let attributes = attributes.iter().flat_map(|name| {
            plain.split(name).skip(1).map(|part| part.split('"').next().unwrap()).collect::<Vec<_>>()
        });
        for words in texts.chain(attributes) {
            if words.chars().any(char::is_alphabetic) {
                faults.push(format!("{name}: {}", words.trim()));
            }
        }
    }
    for (name, text) in built_in("assets") {
        if name.ends_with(".js") {
            for line in text.lines().filter(|line| {
                line.contains("textContent = \"") && !line.contains("= \"\"") || line.contains("ariaLabel")
            }) {
                faults.push(format!("{name}: {line}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_string_that_the_program_names_is_there_and_every_one_is_used() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render");
    let mut used = String::new();
    for (_, content) in files(&root) {
        used.push_str(&String::from_utf8(content).unwrap());
    }
    for text in built_in("templates").into_values().chain(built_in("assets").into_values()) {
        used.push_str(&text);
    }
    let unused: Vec<String> = keys(&built_in("strings")["en.toml"])
        .into_keys()
        .filter(|key| {
            let name = key.rsplit_once('.').unwrap().1;
            let computed = key.starts_with("kind.")
                || key.starts_with("script.shown_")
                || key.starts_with("script.none_")
                || key.ends_with("description")
                || matches!(
                    name,
                    "resolutiondetails" | "recommendedactions" | "additionalinfo" | "salutation"
                );
            let script = key.starts_with("script.")
                && (used.contains(&format!("words.{name}")) || used.contains(&format!("\"{name}\"")));
            !computed
                && !script
                && !used.contains(&format!("[[ {key} "))
                && !used.contains(&format!("\"{key}\""))
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn a_site_speaks_its_language() {
    let project = Project::new().file("casebook.toml", "language = \"de-AT\"\n").article(
        "start",
        &[("cloudEnvironments", "public")],
        "# Start\n\n> [!NOTE]\n> Text\n",
    );
    project.build(0);
    let page = project.page("acme.compute/start.html");
    for words in ["<html lang=\"de-AT\">", "Zum Inhalt", ">Hinweis</p>", "Über diesen Artikel"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(project.page("index.html").contains("Was ist das Problem?"));
    let site = project.site();
    let words = site.iter().find(|(path, _)| path.ends_with("/words.js")).unwrap().1;
    assert!(String::from_utf8_lossy(words).contains("\"copy\":\"Kopieren\""));
}

#[test]
fn a_string_that_is_not_there_stops_the_build() {
    let project = Project::new()
        .file("casebook.toml", "theme = \"look\"\n")
        .file("look/templates/404.html", "<p>\n[[ page.gone ]]")
        .article("start", &[], "");
    assert_data_eq!(
        project.build(2).stderr,
        str![[r#"
error: the theme is faulty: templates/404.html: line 2: no file of strings has `page.gone`

"#]]
    );
}

fn topics() -> Project {
    Project::new()
        .article(
            "one",
            &[("selfHelpType", "generic"), ("supportTopicIds", "32570001"), ("productPesIds", "16578,16599")],
            "",
        )
        .article(
            "two",
            &[
                ("selfHelpType", "generic"),
                ("supportTopicIds", "32570001,32570002"),
                ("productPesIds", "16578"),
            ],
            "",
        )
        .article(
            "form",
            &[("selfHelpType", "TSG_Content"), ("supportTopicIds", "32570001"), ("productPesIds", "16599")],
            "",
        )
}

#[test]
fn a_topic_stands_under_the_product_that_most_of_its_articles_have() {
    let project = topics();
    project.build(0);
    let index = project.page("topics/index.html");
    assert!(
        index.contains("<a href=\"../topics/16578.html\">16578</a><span class=\"count\">2 topics</span>"),
        "{index}"
    );
    assert!(!index.contains("topics/16599.html"));
    let page = project.page("topics/16578.html");
    assert_data_eq!(
        between(&page, "<li id=\"t-32570001\">", "</li>\n"),
        str![[
            r#"<h2><span data-copy-text>32570001</span></h2><h3>What a customer sees</h3><ul><li><a href="../acme.compute/one.html">Title of one</a> <span>Solution</span></li><li><a href="../acme.compute/two.html">Title of two</a> <span>Solution</span></li></ul><h3>For support staff</h3><ul><li><a href="../acme.compute/form.html">Title of form</a> <span>Troubleshooting guide</span></li></ul>"#
        ]]
    );
    let ids: serde_json::Value = serde_json::from_str(&project.page("topics/ids/0.json")).unwrap();
    assert_eq!(ids["32570002"][0], "topics/16578.html#t-32570002");
    assert!(project.page("acme.compute/two.html").contains("href=\"../topics/16578.html#t-32570002\""));
}

#[test]
fn a_product_with_many_topics_has_pages_below_200_kilobytes() {
    let mut project = Project::new();
    for number in 0..600 {
        let topics: Vec<String> = (0..10).map(|at| format!("{}", 32_000_000 + number * 10 + at)).collect();
        let id = format!("an-article-with-a-name-that-is-long-{number}");
        let text = article(&id, &[("supportTopicIds", &topics.join(",")), ("productPesIds", "16577")], "");
        project = project.file(&format!("articles/acme.compute/{id}.md"), text);
    }
    project.build(0);
    let site = project.site();
    let pages: Vec<_> = site.iter().filter(|(path, _)| path.starts_with("topics/16577")).collect();
    assert!(pages.len() > 2);
    for (path, content) in &pages {
        assert!(content.len() < 200_000, "{path} has {} bytes", content.len());
    }
    let topics: usize = pages
        .iter()
        .map(|(_, content)| String::from_utf8_lossy(content).matches("<li id=\"t-").count())
        .sum();
    assert_eq!(topics, 6_000);
    assert!(project.page("topics/16577_2.html").contains("<a href=\"../topics/16577.html\">1</a>"));
}

#[test]
fn readers_answer_where_the_site_wants_it() {
    let project = topics();
    project.build(0);
    let page = project.page("acme.compute/one.html");
    assert!(!page.contains("helpful") && !page.contains("Edit this page"));
    project.put(
        "casebook.toml",
        "[article]\nhelpful = true\nreport_url = \"https://acme.example/new?title={title}&id={id}\"\nedit_url = \"https://acme.example/edit/{path}\"\n",
    );
    project.build(0);
    let page = project.page("acme.compute/one.html");
    assert!(page.contains("Was this helpful?"));
    assert!(
        page.contains(
            "<a href=\"https://acme.example/new?title=Title%20of%20one&amp;id=one\">Report a problem</a>"
        ),
        "{page}"
    );
    assert!(
        page.contains(
            "<a href=\"https://acme.example/edit/articles/acme.compute/one.md\">Edit this page</a>"
        )
    );
}

#[test]
fn common_problems_lead_to_what_solves_them() {
    let menu = r#"{"$schema":"SelfHelpContent","commonProblems":[{"id":"a","title":"It does not start","commonSolutionArticleId":"one"},{"id":"b","title":"It is slow","description":"x"}]}"#;
    let project = topics().article(
        "menu",
        &[("selfHelpType", "diagnoseandsolve")],
        &format!("# M\n\n---\n{menu}\n---\n"),
    );
    project.run(&["build"]);
    let home = project.page("index.html");
    assert!(
        home.contains(
            "<li><a href=\"acme.compute/one.html\">It does not start</a><span>acme.compute</span></li>"
        ),
        "{home}"
    );
    let service = project.page("services/acme.compute.html");
    assert!(service.contains("<li><a href=\"../acme.compute/one.html\">It does not start</a></li>"));
    assert!(service.contains("<li><a href=\"../acme.compute/menu.html\">It is slow</a></li>"));
}

#[test]
fn files_of_the_theme_are_copied_to_be_changed() {
    let project = topics();
    assert!(project.run(&["theme", "list"]).code(0).stdout.contains("templates/article.html\n"));
    let outcome = project.run(&["theme", "copy", "templates/article.html"]).code(2);
    assert!(outcome.stderr.contains("add: theme = \"theme\""), "{}", outcome.stderr);
    project.put("casebook.toml", "theme = \"look\"\n");
    let outcome = project.run(&["theme", "copy", "templates/artcle.html"]).code(2);
    assert!(outcome.stderr.contains("did you mean templates/article.html?"), "{}", outcome.stderr);
    project.run(&["theme", "copy", "templates/article.html", "strings/en.toml"]).code(0);
    let copied = std::fs::read_to_string(project.root.join("look/templates/article.html")).unwrap();
    assert_eq!(copied, built_in("templates")["article.html"]);
    let outcome = project.run(&["theme", "copy", "templates/article.html"]).code(2);
    assert!(outcome.stderr.contains("there is a file already"), "{}", outcome.stderr);
}

/// The worked example of docs/themes.md.
#[test]
fn the_example_theme_builds() {
    let project = topics().file("casebook.toml", "theme = \"theme\"\n");
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/theme");
    for (path, content) in files(&example) {
        project.put(&format!("theme/{path}"), content);
    }
    project.run(&["theme", "copy", "templates/article.html", "assets/style.css"]).code(0);
    let place = "<section class=\"facts\"";
    let template = &built_in("templates")["article.html"];
    let changed = template.replacen(place, &format!("{{% include \"feedback.html\" %}}\n{place}"), 1);
    project.put("theme/templates/article.html", changed);
    let style = built_in("assets")["style.css"].replacen(
        "--accent: light-dark(#0b6478",
        "--accent: light-dark(#5b3fa8",
        1,
    );
    project.put("theme/assets/style.css", style);
    project.build(0);
    let page = project.page("acme.compute/one.html");
    assert!(
        page.contains(
            "Something wrong? <a href=\"https://help.halden.example/feedback?article=one\">Tell us</a>"
        ),
        "{page}"
    );
    assert!(!project.page("acme.compute/form.html").contains("Tell us"));
    assert!(project.page("index.html").contains("How can we help?"));
}

#[test]
fn styles_and_scripts_stay_small() {
    let project = topics();
    project.build(0);
    let gzipped = |content: &[u8]| {
        let output = std::process::Command::new("gzip")
            .arg("-9c")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .and_then(|mut child| {
                use std::io::Write as _;
                child.stdin.take().unwrap().write_all(content)?;
                child.wait_with_output()
            });
        output.unwrap().stdout.len()
    };
    let site = project.site();
    let sum = |ending: &str| -> usize {
        site.iter().filter(|(path, _)| path.ends_with(ending)).map(|(_, content)| gzipped(content)).sum()
    };
    let (styles, scripts) = (sum(".css"), sum(".js"));
    assert!(styles <= 12 * 1024, "{styles} bytes of styles");
    assert!(scripts <= 20 * 1024, "{scripts} bytes of scripts");
}
