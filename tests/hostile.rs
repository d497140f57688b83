//! Hostile articles: nothing an author writes runs in a reader's browser.
//!
//! `tests/browser/hostile.test.mjs` opens pages of the same texts in a real browser.

use crate::support::{Project, article};

/// One attack a line.
const ATTACKS: &str = include_str!("fixtures/hostile.txt");

/// Elements that pages of the default theme are made of.
const ELEMENTS: &[&str] = &[
    "a",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "use",
    "noscript",
    "template",
    "var",
    "wbr",
];

/// Fails when `html` holds anything that a browser would run or load from elsewhere.
#[track_caller]
fn is_harmless(html: &str) {
    let mut rest = html;
    let mut scripts = 0;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!DOCTYPE html>") {
            continue;
        }
        let tag = tag(rest);
        let name = tag.name.trim_start_matches('/');
        assert!(ELEMENTS.contains(&name), "<{}", &rest[..rest.len().min(80)]);
        scripts += usize::from(tag.name == "script");
        for (attribute, value) in &tag.attributes {
            let place = format!("<{name} {attribute}=\"{value}\">");
            assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc", "{place}");
            if ["href", "src", "action", "formaction", "xlink:href"].contains(&&**attribute) {
                let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
                let plain = plain.replace("&amp;", "&").to_lowercase();
                assert!(
                    plain.starts_with("https://")
                        || plain.starts_with("http://")
                        || plain.starts_with("mailto:")
                        || !plain.contains(':') && !plain.contains("&#") && !plain.contains("&colon"),
                    "{place}"
                );
                assert!(attribute != "src" || !plain.contains(':'), "{place}");
            }
        }
        rest = tag.rest;
    }
    assert_eq!(scripts, 1, "the theme's own");
}

struct Tag<'a> {
    name: String,
    attributes: Vec<(String, &'a str)>,
    rest: &'a str,
}

/// Reads the tag that starts behind its `<`, as browsers do: quotes hide `>`.
fn tag(text: &str) -> Tag<'_> {
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    let name = text[..end].to_lowercase();
    let mut rest = text[end..].trim_start();
    let mut attributes = Vec::new();
    while !rest.is_empty() && !rest.starts_with('>') {
        let end = rest.find(|c: char| c.is_whitespace() || "=>".contains(c)).unwrap_or(rest.len()).max(1);
        let attribute = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let end = after[1..].find(quote).unwrap_or(after.len() - 1);
                    (&after[1..=end], after.get(end + 2..).unwrap_or_default())
                }
                _ => {
                    after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len()))
                }
            };
            rest = rest.trim_start();
        }
        attributes.push((attribute, value));
    }
    Tag { name, attributes, rest }
}

#[test]
fn hostile_bodies_are_harmless() {
    let mut project = Project::new();
    for (number, attack) in ATTACKS.lines().enumerate() {
        for kind in ["generic", "Apollo", "tools", "rca"] {
            let body = format!(
                "# Title\n\n{attack}\n\ntext {attack} text\n\n- {attack}\n\n| a | b |\n|---|---|\n| {attack} | x |\n\nThe end.\n"
            );
            project = project.article(&format!("a{number}-{kind}"), &[("selfHelpType", kind)], &body);
        }
    }
    project.run(&["build"]);
    let mut pages = 0;
    for (path, content) in project.site().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(content).unwrap();
        is_harmless(html);
        if path.starts_with("acme.compute/") {
            pages += 1;
        }
    }
    assert_eq!(pages, ATTACKS.lines().count() * 4);
}

#[test]
fn hostile_headers_are_harmless() {
    let mut project = Project::new();
    for (number, attack) in ATTACKS.lines().enumerate() {
        let value = attack.replace('&', "&amp;").replace('"', "&quot;");
        let all = [
            ("pageTitle", &*value),
            ("description", &value),
            ("service", &value),
            ("resource", &value),
            ("articleId", &value),
            ("ownershipId", &value),
            ("productPesIds", &value),
            ("supportTopicIds", &value),
            ("cloudEnvironments", &value),
        ];
        let text = article("x", &all, &format!("# {attack}\n"));
        project = project.file(&format!("articles/acme.compute/a{number}.md"), text);
    }
    project.run(&["build"]);
    for content in
        project.site().iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, content)| content)
    {
        is_harmless(std::str::from_utf8(content).unwrap());
    }
}

#[test]
fn hostile_documents_are_harmless() {
    let mut project = Project::new();
    for (number, attack) in ATTACKS.lines().enumerate() {
        let text = serde_json::to_string(attack).unwrap();
        let documents = [
            (
                "problemScopingQuestions",
                format!(
                    r#"{{"title":{text},"fileAttachmentHint":{text},"formElements":[{{"id":{text},"controlType":"dropdown","displayLabel":{text},"infoBalloonText":{text},"watermarkText":{text},"visibility":{text},"hints":[{{"text":{text}}}],"dropdownOptions":[{{"value":{text},"text":{text}}}]}},{{"id":"i","controlType":"infoblock","content":{text}}},{{"id":"r","controlType":{text},"displayLabel":"x"}}],"diagnosticCard":{{"title":{text},"description":{text}}}}}"#
                ),
            ),
            (
                "diagnoseandsolve",
                format!(
                    r#"{{"commonProblems":[{{"id":{text},"title":{text},"description":{text},"category":{text},"commonSolutionArticleId":{text}}}],"troubleshootingTools":[{{"id":"t","title":{text},"description":{text}}}]}}"#
                ),
            ),
            (
                "advisorRecommendationMetadata",
                format!(
                    r#"{{"displayLabel":{text},"longDescription":{text},"potentialBenefits":{text},"recommendationImpact":{text},"learnMoreLink":{text},"actions":[{{"description":{text},"documentLink":{text},"extensionName":{text},"bladeName":{text}}}]}}"#
                ),
            ),
            (
                "supportTopicDescription",
                format!(
                    r#"{{"shortDescription":{text},"longDescription":{text},"productLink1":{text},"productLink1Name":{text},"supportTopics":[{{"id":{text},"shortDescription":{text},"longDescription":{text},"category":{text}}}]}}"#
                ),
            ),
            ("TSG_Questions", format!("{{ {attack} }}")),
        ];
        for (kind, json) in documents {
            let id = format!("a{number}-{}", kind.to_lowercase());
            project = project.article(&id, &[("selfHelpType", kind)], &format!("# T\n---\n{json}\n---\n"));
        }
    }
    project.run(&["build"]);
    for content in
        project.site().iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, content)| content)
    {
        is_harmless(std::str::from_utf8(content).unwrap());
    }
}
