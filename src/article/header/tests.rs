//! Headers as people write them, and properties that hold for any text.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)], rules: &[&str]) {
    let (header, findings) = Header::parse(text);
    let entries: Vec<(String, String)> = header
        .iter()
        .flat_map(|header| header.entries.iter())
        .map(|entry| (entry.name.text(text).to_owned(), entry.value(text).into_owned()))
        .collect();
    let expected: Vec<_> = expected.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    assert_eq!(entries, expected, "{text}");
    assert_eq!(
        findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(),
        rules,
        "{text}\n{findings:#?}"
    );
}

#[test]
fn a_plain_header_is_read_without_findings() {
    check(
        "<properties\n    pageTitle=\"A\"\n    articleId = \"b\"\n/>\n# A",
        &[("pageTitle", "A"), ("articleId", "b")],
        &[],
    );
    check("\n<!-- note -->\n<PROPERTIES pageTitle=\"A &amp; B\" />", &[("pageTitle", "A & B")], &[]);
    check("<properties pageTitle=\n\"A\"/>", &[("pageTitle", "A")], &[]);
}

#[test]
fn damaged_openings_are_recovered() {
    check("properties\n pageTitle=\"A\"\n/>", &[("pageTitle", "A")], &["header-missing-open-tag"]);
    check("articleId=\"b\"\n/>", &[("articleId", "b")], &["header-missing-open-tag"]);
    check("s<properties pageTitle=\"A\"/>", &[("pageTitle", "A")], &["header-text-before"]);
    check("# Only a headline", &[], &["header-missing"]);
    check(" \n", &[], &["file-empty"]);
}

#[test]
fn damaged_closings_are_recovered() {
    check("<properties pageTitle=\"A\">\n# A", &[("pageTitle", "A")], &["header-close-not-self-closing"]);
    check("<properties\npageTitle=\"A\"\n\n# A", &[("pageTitle", "A")], &["header-unterminated"]);
    let text = "<properties\npageTitle=\"A\"\n# A";
    let (header, _) = Header::parse(text);
    assert_eq!(&text[header.unwrap().body_start()..], "# A");
}

#[test]
fn damaged_values_are_recovered() {
    check(
        "<properties\npageTitle=\"A\ndescription=\"B\"\n/>",
        &[("pageTitle", "A"), ("description", "B")],
        &["header-missing-quote"],
    );
    check(
        "<properties\nauthors=a\"\nresource=\"b\"\n/>",
        &[("authors", "a"), ("resource", "b")],
        &["header-missing-quote"],
    );
    check("<properties\narticleId=\"b />", &[("articleId", "b")], &["header-missing-quote"]);
    check(
        "<properties\nservice=\nresource=\"b\"\n/>",
        &[("service", ""), ("resource", "b")],
        &["header-unquoted-value"],
    );
    check(
        "<properties\nresourceRequired = true\n/>",
        &[("resourceRequired", "true")],
        &["header-unquoted-value"],
    );
    check("<properties\npageTitle='A'\n/>", &[("pageTitle", "A")], &["header-single-quote"]);
    check("<properties\npageTitle=“A”\n/>", &[("pageTitle", "A")], &["header-smart-quote"]);
    check("<properties\nms.author\"a\"\n/>", &[("ms.author", "a")], &["header-missing-equals"]);
    check("<properties\nms.author:\"a\"\n/>", &[("ms.author", "a")], &["header-stray-text"]);
    check(
        "<properties\npageTitle=\"An \"odd\" title\"\n/>",
        &[("pageTitle", "An \"odd\" title")],
        &["header-stray-quote"],
    );
    check(
        "<properties\nsupportTopicIds=\"1,\n2\"\n/>",
        &[("supportTopicIds", "1, 2")],
        &["header-value-multiline"],
    );
}

#[test]
fn stray_tokens_between_attributes_cost_nothing_else() {
    check(
        "<properties\npageTitle=\"A\"\"\nresource=\"b\"\n/>",
        &[("pageTitle", "A"), ("resource", "b")],
        &["header-stray-quote"],
    );
    check(
        "<properties\npageTitle=\"A\", \"B\"\nresource=\"b\"\n/>",
        &[("pageTitle", "A"), ("resource", "b")],
        &["header-stray-text"],
    );
    check(
        "<properties\npageTitle=\"A\"resource=\"b\"\n/>",
        &[("pageTitle", "A"), ("resource", "b")],
        &["header-attribute-no-space"],
    );
    check(
        "<properties\npageTitle=\"A\" word\nresource=\"b\"\n/>",
        &[("pageTitle", "A"), ("resource", "b")],
        &["header-stray-text"],
    );
    check("<properties\n<!-- x=\"y\" -->\npageTitle=\"A\"\n/>", &[("pageTitle", "A")], &["header-comment"]);
    check(
        "<properties\n<<<<<<< HEAD\npageTitle=\"A\"\n/>",
        &[("pageTitle", "A")],
        &["merge-conflict-marker"],
    );
    check(
        "<properties\u{a0}\npageTitle=\"A\"\u{200b}\n/>",
        &[("pageTitle", "A")],
        &["invisible-character", "invisible-character"],
    );
}

proptest! {
    #[test]
    fn any_text_ends_in_bounds(text in "(<properties)?[ \n\r\"'=/>a-z<!\\-#{}“”\u{a0}\u{200b}.:,]{0,200}") {
        let (header, findings) = Header::parse(&text);
        if let Some(header) = header {
            prop_assert!(text.get(header.span.range()).is_some());
            for entry in &header.entries {
                prop_assert!(text.get(entry.name.range()).is_some());
                prop_assert!(text.get(entry.value.range()).is_some());
            }
        }
        for finding in findings {
            prop_assert!(text.get(finding.span.range()).is_some(), "{:?}", finding);
        }
    }

    #[test]
    fn well_formed_headers_agree_with_an_xml_parser(
        attributes in proptest::collection::btree_map("[a-z][a-zA-Z.]{0,8}", "([a-zA-Z0-9 ,;.é-]|&amp;|&lt;|'){0,12}", 0..8),
        gap in "[ \n\t]{1,3}",
        around in "[ \t]?",
    ) {
        let inner: String = attributes.iter()
            .flat_map(|(name, value)| [gap.as_str(), name, &around, "=", &around, "\"", value, "\""])
            .collect();
        let text = format!("<properties{inner}{gap}/>");
        let (header, findings) = Header::parse(&text);
        prop_assert_eq!(findings, vec![]);
        let ours: Vec<(String, String)> = header.unwrap().entries.iter()
            .map(|entry| (entry.name.text(&text).to_owned(), entry.value.text(&text).to_owned()))
            .collect();
        let tag = quick_xml::events::BytesStart::from_content(&text[1..text.len() - 2], "properties".len());
        let theirs: Vec<(String, String)> = tag.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
        }).collect();
        prop_assert_eq!(ours, theirs);
    }
}
