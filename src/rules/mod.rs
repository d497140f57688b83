//! The list of rules: every name a finding can carry, with its severity and what it says.
//!
//! Parsers name their findings by a rule of this list; what needs several articles is checked in the
//! modules below. Rules know the corpus, not the site.

mod cross;

use crate::{
    corpus::Corpus,
    diagnostic::{
        Finding,
        Severity::{self, Error, Info, Warning},
    },
};

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name: a slug that names the fault. Never reused for another one.
    pub name: &'static str,
    /// The severity when nothing else is configured.
    pub severity: Severity,
    /// What it reports, in one sentence.
    pub summary: &'static str,
}

const fn rule(name: &'static str, severity: Severity, summary: &'static str) -> Rule {
    Rule { name, severity, summary }
}

/// Every rule, sorted by name.
pub const RULES: &[Rule] = &[
    rule("address-collision", Warning, "Two articles would have the same address."),
    rule("attribute-case", Info, "An attribute's name is written in another case."),
    rule("bad-display-order", Error, "`displayOrder` is not a whole number."),
    rule("bad-id", Error, "An item of an id list is neither a number nor a GUID."),
    rule("broken-article-ref", Error, "A reference to an article by its id leads nowhere."),
    rule("byte-order-mark", Info, "The file starts with a byte order mark."),
    rule("comment-unclosed", Error, "A comment is not closed."),
    rule("control-character", Warning, "A control character stands in the text."),
    rule("duplicate-article-id", Error, "Two articles have the same `articleId`."),
    rule("duplicate-attribute", Error, "An attribute is given twice."),
    rule("duplicate-id-in-list", Warning, "An id stands twice in a list."),
    rule("element-missing-attribute", Warning, "An Apollo element lacks an attribute that the portal needs."),
    rule("empty-list-item", Warning, "A list has an empty item."),
    rule("file-empty", Error, "The file is empty."),
    rule("file-too-large", Error, "The file is larger than an article may be."),
    rule("file-unreadable", Error, "The file cannot be read."),
    rule("h1-no-space", Error, "No space stands between `#` and the headline."),
    rule("header-attribute-no-space", Error, "No white space stands between two attributes."),
    rule("header-close-not-self-closing", Error, "The header is closed with `>` instead of `/>`."),
    rule("header-comment", Warning, "A comment stands in the header."),
    rule("header-duplicate-block", Error, "`<properties` stands twice."),
    rule("header-missing", Error, "The file has no header, so it is not published."),
    rule("header-missing-equals", Error, "`=` is missing after an attribute's name."),
    rule(
        "header-missing-open-tag",
        Error,
        "The header's attributes stand without `<properties` before them.",
    ),
    rule("header-missing-quote", Error, "A value lacks one of its quotes."),
    rule("header-single-quote", Warning, "A value stands in single quotes."),
    rule("header-smart-quote", Warning, "A value stands in typographic quotes."),
    rule("header-stray-quote", Error, "A quote stands where none belongs."),
    rule("header-stray-text", Error, "Text stands between the attributes."),
    rule("header-text-before", Warning, "Text stands before the header."),
    rule("header-unquoted-value", Error, "A value is not quoted, or missing."),
    rule("header-unterminated", Error, "The header is not closed."),
    rule("header-value-multiline", Warning, "A value spans lines."),
    rule("heading-no-space", Warning, "No space stands between `#` and a heading."),
    rule("image-host-not-allowed", Info, "An image of another host is shown as a link."),
    rule("image-invalid", Warning, "An image's file is not what its name says, or not safe to show."),
    rule("image-missing", Warning, "An image's file does not exist."),
    rule("invisible-character", Warning, "An invisible character stands in the header."),
    rule("issue-description-unbalanced", Error, "The comments of `issueDescription` do not pair."),
    rule("json-bad-escape", Error, "A text holds an escape that JSON does not know."),
    rule("json-bad-literal", Error, "A word stands where a value belongs."),
    rule("json-comment", Error, "A comment stands in the JSON."),
    rule("json-control-char", Error, "A text holds a raw control character."),
    rule("json-double-comma", Error, "Two commas follow each other."),
    rule("json-doubled-quote", Error, "A quote is doubled."),
    rule("json-duplicate-key", Warning, "A key stands twice in one object."),
    rule("json-extra-bracket", Error, "A bracket closes nothing."),
    rule("json-extra-data", Error, "Something follows the end of the object."),
    rule("json-fence-missing", Error, "The `---` line before or after the JSON is missing."),
    rule("json-leading-comma", Error, "A comma stands before the first item."),
    rule("json-missing", Error, "The article has no JSON object."),
    rule("json-missing-close-quote", Error, "A text's closing quote is missing."),
    rule("json-missing-colon", Error, "The colon after a key is missing."),
    rule("json-missing-comma", Error, "The comma between two items is missing."),
    rule("json-missing-key-quote", Error, "A key lacks one of its quotes."),
    rule("json-missing-open-quote", Error, "A text's opening quote is missing."),
    rule("json-missing-value", Error, "A key has no value."),
    rule("json-raw-newline", Error, "A text holds a raw line end."),
    rule("json-raw-tab", Error, "A text holds a raw tab."),
    rule("json-smart-quote", Error, "Typographic quotes stand where straight ones belong."),
    rule("json-syntax", Error, "The JSON does not parse."),
    rule("json-text-after-fence", Warning, "Text follows the JSON's closing line."),
    rule("json-text-before", Warning, "Text stands between the headline and the JSON."),
    rule("json-too-deep", Error, "The JSON is nested too deeply."),
    rule("json-trailing-comma", Error, "A comma stands after the last item."),
    rule("json-unclosed-bracket", Error, "A bracket is not closed."),
    rule("json-unescaped-quote", Error, "A text holds a quote that is not escaped."),
    rule("json-unquoted-key", Error, "A key is not quoted."),
    rule("link-empty-url", Error, "A link leads nowhere."),
    rule("link-fragment-missing", Warning, "A link leads to a heading that does not exist."),
    rule("link-relative-broken", Warning, "A relative link leads to no article."),
    rule("link-scheme-malformed", Error, "A link uses a scheme that is misspelt or not allowed."),
    rule("link-space", Error, "A space stands between a link's text and its address."),
    rule("merge-conflict-marker", Error, "A merge conflict was left in the file."),
    rule("misspelt-attribute", Error, "An attribute's name is misspelt."),
    rule("not-utf8", Error, "The file is not UTF-8."),
    rule("path-no-md-extension", Error, "An article's file does not end in `.md`."),
    rule("raw-html-not-allowed", Warning, "HTML that is not allowed is shown as text."),
    rule("section-unbalanced", Warning, "The comments of a section do not pair."),
    rule("token-malformed", Error, "A token is not written as one."),
    rule("token-unbalanced", Error, "The comments of a token do not pair."),
    rule("trailing-comma", Warning, "A list ends with a comma."),
    rule("unescaped-character", Warning, "A raw `&` or `<` stands in a value."),
    rule("unknown-attribute", Warning, "An attribute is not known."),
    rule("unknown-cloud", Error, "A cloud is not known."),
    rule("unknown-kind", Error, "`selfHelpType` is not a known kind."),
];

/// The rule called `name`.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|index| &RULES[index])
}

/// Runs every rule that needs more than one file; what it finds comes with the index of the file.
pub fn run(corpus: &Corpus, image_hosts: &[String]) -> Vec<(u32, Finding)> {
    cross::run(corpus, image_hosts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_named_as_slugs() {
        assert!(RULES.is_sorted_by(|a, b| a.name < b.name));
        for rule in RULES {
            assert!(
                rule.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                rule.name
            );
            assert!(rule.summary.ends_with('.'), "{}", rule.name);
        }
    }
}
