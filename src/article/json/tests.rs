//! Faults of all causes, and properties that hold for every text.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Fix;

/// The rules of some findings.
pub(super) fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

/// The text after a repair.
pub(super) fn apply(text: &str, fix: &Fix) -> String {
    let mut fixed = text.to_owned();
    for edit in fix.edits.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    fixed
}

/// The same value in another library's type.
fn to_serde(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(text) => serde_json::from_str(text).unwrap(),
        Value::String(text) => (&**text).into(),
        Value::Array(elements) => elements.iter().map(to_serde).collect(),
        Value::Object(object) => {
            let members = object.members.iter();
            serde_json::Value::Object(
                members.map(|member| (member.key.to_string(), to_serde(&member.value))).collect(),
            )
        }
    }
}

/// Checks that `faulty` has one fault, of `rule`, and that it is read as `meant`; if it has a repair, the
/// repaired text is faultless and means the same.
#[track_caller]
fn check(faulty: &str, rule: &str, meant: &str) {
    let (node, findings) = read_all(faulty);
    assert_eq!(rules(&findings), [rule], "{findings:#?}");
    let meant: serde_json::Value = serde_json::from_str(meant).unwrap();
    assert_eq!(to_serde(&node.unwrap()), meant);
    if let Some(fix) = &findings[0].fix {
        let fixed = apply(faulty, fix);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&fixed).ok(), Some(meant), "{fixed}");
    }
}

#[test]
fn commas_too_many_are_dropped() {
    check("{\"a\": 1,\n}", "json-trailing-comma", r#"{"a": 1}"#);
    check("[1, 2,]", "json-trailing-comma", "[1, 2]");
    check("{\"a\": [{},, {}]}", "json-double-comma", r#"{"a": [{}, {}]}"#);
    check("{\"a\": [, {}]}", "json-leading-comma", r#"{"a": [{}]}"#);
}

#[test]
fn commas_too_few_are_added() {
    check("{\n\"a\": \"x\"\n\"b\": 2\n}", "json-missing-comma", r#"{"a": "x", "b": 2}"#);
    check("{\"a\": 1 \"b\": 2}", "json-missing-comma", r#"{"a": 1, "b": 2}"#);
    check("[{} {}]", "json-missing-comma", "[{}, {}]");
    check("[{}，{}]", "json-missing-comma", "[{}, {}]");
    check("{\"a\": true;\n\"b\": 1}", "json-missing-comma", r#"{"a": true, "b": 1}"#);
}

#[test]
fn a_colon_may_be_missing() {
    check("{\"a\" 1}", "json-missing-colon", r#"{"a": 1}"#);
    check("{\"a\" = \"x\"}", "json-missing-colon", r#"{"a": "x"}"#);
    check("{\"a=true\", \"b\": 1}", "json-missing-colon", r#"{"a": true, "b": 1}"#);
    check("{\"a: 1,\n\"b\": 2}", "json-missing-key-quote", r#"{"a": 1, "b": 2}"#);
    check("{\"a: \"x\",\n\"b\": 2}", "json-missing-key-quote", r#"{"a": "x", "b": 2}"#);
}

#[test]
fn a_value_may_be_missing() {
    check("{\"a\": ,\n\"b\": 1}", "json-missing-value", r#"{"a": null, "b": 1}"#);
    check("{\"a\":\n\"b\": 1}", "json-missing-value", r#"{"a": null, "b": 1}"#);
    check("{\"a\",\n\"b\": 1}", "json-missing-value", r#"{"a": null, "b": 1}"#);
}

#[test]
fn brackets_may_be_too_many_or_too_few() {
    check("{\"a\": 1}}", "json-extra-bracket", r#"{"a": 1}"#);
    check("{\"a\": 1\n]\n}", "json-extra-bracket", r#"{"a": 1}"#);
    check("{\"a\": [{ {\"b\": 1}]}", "json-extra-bracket", r#"{"a": [{"b": 1}]}"#);
    check("{\"a\": 1}, \"b\": 2}", "json-extra-bracket", r#"{"a": 1, "b": 2}"#);
    check("{\"a\": [{\"b\": 1, {\"b\": 2}]}", "json-unclosed-bracket", r#"{"a": [{"b": 1}, {"b": 2}]}"#);
    check("{\"a\": [{\"b\": 1], \"c\": 2}", "json-unclosed-bracket", r#"{"a": [{"b": 1}], "c": 2}"#);
    check("{\"a\": [1, 2, \"c\": 2}", "json-unclosed-bracket", r#"{"a": [1, 2], "c": 2}"#);
    check("{\"a\": [{\"b\": 1", "json-unclosed-bracket", r#"{"a": [{"b": 1}]}"#);
    check("{\"a\": [{\"b\": 1}, \"b\": 2}]}", "json-syntax", r#"{"a": [{"b": 1}, {"b": 2}]}"#);
    check(
        "{\"a\": {\"b\": 1}, {\"b\": 2}], \"c\": 1}",
        "json-syntax",
        r#"{"a": [{"b": 1}, {"b": 2}], "c": 1}"#,
    );
    check("{\n \"a\": {\n  \"b\": 1}\n ],\n \"c\": 1}", "json-syntax", r#"{"a": [{"b": 1}], "c": 1}"#);
    check("{\"a\": ], \"c\": 1}", "json-syntax", r#"{"a": [], "c": 1}"#);
    check("{\n \"a\":\n  \"b\": 1\n },\n \"c\": 1}", "json-syntax", r#"{"a": {"b": 1}, "c": 1}"#);
    check("{\"a\": [, \"c\": 1}", "json-unclosed-bracket", r#"{"a": [], "c": 1}"#);
    check("\n\"a\": 1}", "json-syntax", r#"{"a": 1}"#);
}

#[test]
fn the_rest_is_named_too() {
    check("{\"a\": 1, // so\n\"b\": 2}", "json-comment", r#"{"a": 1, "b": 2}"#);
    check("{\"a\": 1}\nand more", "json-extra-data", r#"{"a": 1}"#);
    check("{\u{202f}\"a\": 1\u{a0}}", "json-syntax", r#"{"a": 1}"#);
    let (_, findings) = read_all("{\"a\": 1, \"a\": 2}");
    assert_eq!(rules(&findings), ["json-duplicate-key"]);
    let (_, findings) = read_all(&"[".repeat(reader::DEPTH + 1));
    assert_eq!(rules(&findings), ["json-too-deep"]);
    assert_eq!(read_all(" \n").0, None);
}

/// Texts made of the pieces that JSON and its faults are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\""),
        Just("\"a\":"),
        Just("\"id\": \""),
        Just("\n"),
        Just("---\n"),
        Just("# A"),
        Just("\r\n"),
        Just("\t"),
        Just(" "),
        Just("\\"),
        Just("\\\""),
        Just("\\u"),
        Just("\\ud83d"),
        Just("true"),
        Just("a"),
        Just("12"),
        Just("-"),
        Just("“"),
        Just("”"),
        Just("'"),
        Just("é"),
        Just("，"),
        Just(";"),
        Just("="),
        Just("//"),
        Just("/*"),
        Just("<!--"),
        Just("\u{a0}"),
        Just("\u{1}"),
        Just("—"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Any value.
fn values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e9..1e9f64).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "[a\"},:\\[ \n{]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let key = prop_oneof![any::<String>(), "[a\":, }]{0,6}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::hash_map(key, inner, 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Reads `text` and checks what must hold for every text.
#[track_caller]
fn check_any(text: &str) {
    let (node, findings, steps) = reader::Reader::new(text, Span::new(0, text.len())).read();
    let fits = |span: Span| span.start <= span.end && text.get(span.range()).is_some();
    for finding in &findings {
        assert!(fits(finding.span), "{finding:?}");
        assert!(finding.related.iter().all(|related| fits(related.span)), "{finding:?}");
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let mut last = 0;
        for edit in edits {
            assert!(fits(edit.span) && edit.span.start >= last, "{finding:?}");
            last = edit.span.end;
        }
    }
    let mut nodes: Vec<_> = node.iter().collect();
    while let Some(node) = nodes.pop() {
        assert!(fits(node.span), "{node:?}");
        nodes.extend(node.elements());
        nodes
            .extend(node.object().into_iter().flat_map(|object| &object.members).map(|member| &member.value));
    }
    assert!(steps <= 400 * (text.len() + 1), "{steps} steps for {} bytes", text.len());
}

proptest! {
    #[test]
    fn faultless_json_is_read_as_it_is(value in values(), pretty in any::<bool>()) {
        let text = if pretty {
            serde_json::to_string_pretty(&value).unwrap()
        } else {
            value.to_string()
        };
        let (node, findings) = read_all(&text);
        prop_assert_eq!(findings, []);
        let same: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(to_serde(&node.unwrap()), same);
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check_any(&text);
    }

    #[test]
    fn any_pieces_are_read(text in pieces()) {
        check_any(&text);
        let fence = fence(&text, Span::new(0, text.len()));
        let fits = |span: Span| span.start <= span.end && text.get(span.range()).is_some();
        prop_assert!(fence.json.is_none_or(fits));
        for finding in &fence.findings {
            prop_assert!(fits(finding.span), "{:?}", finding);
        }
    }

    #[test]
    fn json_without_a_byte_is_read(value in values(), at in any::<prop::sample::Index>()) {
        let mut bytes = serde_json::to_string_pretty(&value).unwrap().into_bytes();
        bytes.remove(at.index(bytes.len()));
        check_any(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn every_character_of_a_text_has_a_place(text in pieces()) {
        let json = format!("\"{text}\"");
        let (node, _) = read_all(&json);
        let node = node.unwrap();
        let decoded = node.text().unwrap_or_default();
        let mut places = Places::new(&node, &json);
        for (at, char) in decoded.char_indices() {
            let inner = Span::new(at, at + char.len_utf8());
            let place = node.locate(&json, inner);
            prop_assert!(json.get(place.range()).is_some_and(|source| !source.is_empty()));
            prop_assert_eq!(places.locate(inner), place);
        }
        // Whoever asks for an earlier one is answered too.
        prop_assert_eq!(places.locate(Span::at(0)), node.locate(&json, Span::at(0)));
    }

    #[test]
    fn reading_is_linear(piece in pieces()) {
        let steps = |times: usize| {
            let text = piece.repeat(times);
            reader::Reader::new(&text, Span::new(0, text.len())).read().2
        };
        // Looks ahead are bounded, so short texts are not yet as slow as long ones.
        let (few, many) = (steps(400), steps(4000));
        prop_assert!(many <= 12 * few + 20_000, "{few} steps become {many}");
    }
}
