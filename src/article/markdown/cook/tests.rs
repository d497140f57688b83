//! Bodies as people write them, and properties that hold for any body.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn cook(text: &str) -> (String, Vec<&'static str>) {
    let mut findings = Vec::new();
    let cooked = Cooked::new(text, 0, &mut findings);
    let shown = cooked.text.chars().map(|c| if is_mark(c) { '¤' } else { c }).collect();
    (shown, findings.iter().map(|finding| finding.rule).collect())
}

#[test]
fn comments_vanish_and_tokens_become_marks() {
    assert_eq!(cook("a <!-- b --> c").0, "a  c");
    assert_eq!(cook("<!-- b -->    **c**").0, "**c**");
    assert_eq!(cook("<!--$vm-->[VM]<!--/$vm--> is").0, "¤VM¤ is");
    assert_eq!(cook("<!--- staff\n\n only -->\nx").0, "\nx");
    assert_eq!(cook("a<br>b").0, "a¤b");
}

#[test]
fn emphasis_closes_before_a_tag() {
    assert_eq!(cook("**Errors:**<br>").0, "**Errors:** ¤");
    assert_eq!(cook("<a href=\"x\">**How?**</a>").0, "¤**How?** ¤");
    assert_eq!(cook("**Errors**<br>").0, "**Errors**¤");
    assert_eq!(cook("x:<br>").0, "x:¤");
}

#[test]
fn sections_stand_alone() {
    assert_eq!(
        cook("<!--issueDescription-->\ntext <!--/issueDescription-->\nmore").0,
        "\n\n¤\n\n\ntext\n\n¤\n\n\nmore"
    );
    assert_eq!(cook("- <!--salutation-->x").0, "- ¤x");
}

#[test]
fn placeholders_are_text_and_code_is_left_alone() {
    assert_eq!(cook("use <vm-name> here").0, "use \\<vm-name> here");
    assert_eq!(cook("`<vm-name>` <!--x-->").0, "`<vm-name>` ");
    assert_eq!(cook("```\n<!--$a-->\n##x\n```\n##x").0, "```\n<!--$a-->\n##x\n```\n## x");
    assert_eq!(cook("1 < 2 <https://a.example>").0, "1 \\< 2 <https://a.example>");
    assert_eq!(cook("<script>").1, ["raw-html-not-allowed"]);
}

#[test]
fn slips_are_mended_with_a_finding() {
    assert_eq!(cook("##**T**"), ("## **T**".into(), vec!["heading-no-space"]));
    assert_eq!(cook("[a] (https://b.example)"), ("[a](https://b.example)".into(), vec!["link-space"]));
    assert_eq!(cook("#1 reason"), ("#1 reason".into(), vec![]));
    assert_eq!(cook("a <!-- b\nc\n\nd"), ("a \n\nd".into(), vec![]));
}

#[test]
fn offsets_lead_back_to_the_source() {
    let text = "xx##**T** <!-- c --> <!--$a-->[N]<!--/$a--> end";
    let cooked = Cooked::new(text, 2, &mut Vec::new());
    for needle in ["T", "N", "end"] {
        let at = cooked.text.find(needle).unwrap();
        assert_eq!(cooked.span(&(at..at + needle.len())).text(text), needle);
    }
}

proptest! {
    #[test]
    fn any_body_keeps_offsets_in_bounds(text in "([ \n\r\"'=/>a-c<!\\-#`\\[\\]():$é\u{F0001}]|<!--|-->|<br>|:::|```){0,120}") {
        let mut findings = Vec::new();
        let cooked = Cooked::new(&text, 0, &mut findings);
        let mut last = 0;
        for (at, c) in cooked.text.char_indices() {
            let source = cooked.source(at);
            prop_assert!(source >= last && source <= text.len(), "{} at {}", source, at);
            last = source;
            let inserted = matches!(c, '\\' | '\n' | ' ');
            prop_assert!(inserted || is_mark(c) || text[source..].starts_with(c));
        }
        for finding in findings {
            prop_assert!(text.get(finding.span.range()).is_some());
        }
        for mark in &cooked.marks {
            prop_assert!(text.get(mark.span.range()).is_some());
        }
    }
}
