//! Levels, ignores and scopes on small corpora.

use super::*;
use crate::{
    corpus::Parsed,
    source::{Encoding, SourceFile},
};

const HEADER: &str = "<properties\n pageTitle=\"A\"\n description=\"A\"\n articleId=\"ID\"\n selfHelpType=\"resource\"\n service=\"a.b\"\n resource=\"c\"\n displayOrder=\"1\"\n cloudEnvironments=\"public\"\n ownershipId=\"O\"\n ms.author=\"a\"\n/>\n";

fn check(files: &[(&str, &str)], options: &Options) -> Checked {
    let parsed = files
        .iter()
        .map(|(path, text)| {
            Parsed::new(SourceFile {
                path: (*path).into(),
                text: (*text).into(),
                encoding: Encoding::Utf8,
                fault: None,
            })
        })
        .collect();
    Checked::with(Corpus::new(parsed, Vec::new()), &Config::default(), options)
}

/// The rules found among `image-missing` and those about comments in an article with `body`.
#[track_caller]
fn found(body: &str, expected: &[&str]) {
    let selection = Selection {
        only: Vec::new(),
        select: vec!["image-missing".to_owned()],
        ignore: rules::Group::ALL
            .map(|group| group.name().to_owned())
            .into_iter()
            .filter(|name| name != "cross-file" && name != "casebook")
            .collect(),
    };
    let options = Options { selection, ..Options::default() };
    let checked = check(&[("articles/a/a.md", &format!("{HEADER}{body}"))], &options);
    let mut rules: Vec<&str> = checked.diagnostics.iter().map(|diagnostic| diagnostic.finding.rule).collect();
    rules.sort_unstable();
    assert_eq!(rules, expected, "{:#?}", checked.diagnostics);
}

#[test]
fn a_comment_ignores_the_next_line_with_text() {
    let image = "![A map](map.png)\n";
    found(image, &["image-missing"]);
    found(&format!("<!-- casebook-ignore image-missing: drawn later -->\n\n{image}"), &[]);
    found(&format!("<!--casebook-ignore image-missing : drawn later-->{image}"), &[]);
    found(
        &format!("<!-- casebook-ignore image-missing: drawn later -->\nText.\n\n{image}"),
        &["image-missing", "unused-ignore"],
    );
    found(
        &format!(
            "<!-- casebook-ignore link-relative-broken: one -->\n<!-- casebook-ignore image-missing: two -->\n[A](b.md) {image}"
        ),
        &[],
    );
    found(&format!("<!-- casebook-ignore-file image-missing: drawn later -->\n\nText.\n\n{image}"), &[]);
}

#[test]
fn comments_need_a_reason_a_known_rule_and_something_to_ignore() {
    let image = "![A map](map.png)\n";
    found(
        &format!("<!-- casebook-ignore image-missing -->\n{image}"),
        &["ignore-without-reason", "image-missing"],
    );
    found(
        &format!("<!-- casebook-ignore image-mising: drawn later -->\n{image}"),
        &["image-missing", "unknown-rule-in-ignore"],
    );
    found("<!-- casebook-ignore link: no groups -->\nText.\n", &["unknown-rule-in-ignore"]);
    found("<!-- casebook-ignore json-comment: the rule is off -->\nText.\n", &[]);
    found("<!-- casebook-ignore-file unused-ignore, image-missing: both -->\nText.\n", &[]);
    found("```text\n<!-- casebook-ignore image-missing: code -->\n```\n", &[]);
    // Within a comment nothing else begins, and what is never closed is none.
    found(
        &format!("<!-- casebook-ignore image-missing: one <!-- casebook-ignore nothing: two -->\n{image}"),
        &[],
    );
    found("Text.\n\n<!-- casebook-ignore image-missing: one <!-- casebook-ignore nothing: two", &[]);
    found(
        &format!(
            "<!-- casebook-ignore image-missing: one --> {image} <!-- casebook-ignore image-missing: two --> b"
        ),
        &["unused-ignore"],
    );
}

#[test]
fn unused_comments_go_with_their_line_or_their_name() {
    let text = format!(
        "{HEADER}Text.\n\n<!-- casebook-ignore image-missing: a -->\n![x](x.png)\n\n<!-- casebook-ignore image-missing, broken-article-ref: b -->\n![x](x.png)\n<!-- casebook-ignore image-missing: c -->\nEnd.\n"
    );
    let checked = check(&[("articles/a/a.md", &text)], &Options::default());
    let cut: Vec<&str> = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.finding.rule == "unused-ignore")
        .map(|diagnostic| diagnostic.finding.fix.as_ref().unwrap().edits[0].span.text(&text))
        .collect();
    assert_eq!(cut, [", broken-article-ref", "<!-- casebook-ignore image-missing: c -->\n"]);
    assert_eq!(checked.ignored, 2);
}

#[test]
fn a_comment_before_the_header_covers_it() {
    let text = HEADER.replace("ms.author", "ms.authors");
    let rules = |text: &str| {
        let checked = check(&[("articles/a/a.md", text)], &Options::default());
        checked.diagnostics.iter().filter(|d| d.finding.rule == "misspelt-attribute").count()
    };
    assert_eq!(rules(&text), 1);
    assert_eq!(rules(&format!("<!-- casebook-ignore misspelt-attribute: so it is -->\n{text}")), 0);
}

#[test]
fn a_comment_before_a_json_object_covers_it() {
    let header = HEADER.replace("\"resource\"", "\"problemScopingQuestions\"");
    for comment in ["casebook-ignore", "casebook-ignore-file"] {
        let text = format!(
            "{header}# A\n<!-- {comment} json-trailing-comma: so it is -->\n---\n{{\n\"a\": 1,\n}}\n---\n"
        );
        let checked = check(&[("articles/a/a.md", &text)], &Options::default());
        let bad = ["json-trailing-comma", "unused-ignore", "json-fence-missing", "json-text-before"];
        let rules: Vec<&str> =
            checked.diagnostics.iter().map(|d| d.finding.rule).filter(|rule| bad.contains(rule)).collect();
        assert_eq!(rules, [""; 0], "{:#?}", checked.diagnostics);
    }
}

#[test]
fn a_scope_shows_what_its_files_break_elsewhere() {
    let files =
        [("articles/a/a.md", HEADER), ("articles/a/b.md", HEADER), ("articles/a/c.md", "<properties\n/>\n")];
    let scope = Scope::Files(["articles/a/b.md"].into_iter().collect());
    let checked = check(&files, &Options { scope, ..Options::default() });
    let found: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.finding.rule == "duplicate-article-id")
        .map(|diagnostic| diagnostic.file)
        .collect();
    assert_eq!(found, [0, 1]);
    assert!(checked.diagnostics.iter().all(|diagnostic| diagnostic.file != 2));
}

#[test]
fn a_baseline_takes_known_findings_away_and_tells_stale_ones() {
    let text = format!("{HEADER}![x](x.png)\n");
    let before = check(&[("articles/a/a.md", &text)], &Options::default());
    let baseline = Baseline::of(&before.corpus, &before.diagnostics);
    let with = |text: &str| {
        let options = Options { baseline: baseline.clone(), ..Options::default() };
        let checked = check(&[("articles/a/a.md", text)], &options);
        let missing = checked.diagnostics.iter().filter(|d| d.finding.rule == "image-missing").count();
        (missing, checked.baseline.stale.len())
    };
    assert_eq!(with(&format!("{HEADER}![x](x.png)\n\nNew.\n")), (0, 0));
    assert_eq!(with(&format!("{HEADER}![x](x.png)\n\n![x](x.png)\n")), (1, 0));
    assert_eq!(with(&format!("{HEADER}Nothing.\n")), (0, 1));
}

#[test]
fn of_a_rule_a_thousand_findings_of_a_file_are_shown_and_all_are_known() {
    for count in [MOST_OF_A_RULE, MOST_OF_A_RULE + 1, 3 * MOST_OF_A_RULE] {
        let text = format!("{HEADER}# A\n\n{}\n", "a\u{1} ".repeat(count));
        let files = [("articles/a/a.md", &*text), ("articles/a/b.md", "a\u{1}\n")];
        let mut checked = check(&files, &Options::default());
        let of_rule = |checked: &Checked| -> Vec<String> {
            let findings = checked.diagnostics.iter().map(|diagnostic| &diagnostic.finding);
            findings.filter(|it| it.rule == "control-character").map(|it| it.message.clone()).collect()
        };
        let baseline = Baseline::of(&checked.corpus, &checked.diagnostics);
        assert_eq!(of_rule(&checked).len(), count + 1);
        checked.bound();
        let shown = of_rule(&checked);
        assert_eq!(shown.len(), MOST_OF_A_RULE + 1, "those of another file are its own");
        let more =
            shown[MOST_OF_A_RULE - 1].contains("; more findings of this rule in this file are not listed");
        assert_eq!(more, count > MOST_OF_A_RULE);
        let known = check(&files, &Options { baseline, ..Options::default() });
        assert_eq!(of_rule(&known).len(), 0, "a baseline knows all");
    }
}

#[test]
fn unknown_names_in_the_configuration_have_a_place() {
    let text = "[rules]\njson = \"off\"\n[[overrides]]\npaths = [\"*\"]\n[overrides.rules]\nimage-mising = \"off\"\n";
    let error = validate(&Config::parse(text).unwrap()).unwrap_err();
    assert_eq!(error.span.text(text), "image-mising");
    assert_eq!(error.help.as_deref(), Some("did you mean `image-missing`?"));
}
