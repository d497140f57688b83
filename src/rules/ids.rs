//! Ids: the article's own, and the lists of topics and products.
//!
//! What is wrong with a list is found where the header is read (`article::metadata`).

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::{
        attribute::Attribute,
        metadata::{is_guid, is_placeholder},
    },
    diagnostic::Finding,
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "bad-id",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "An item of an id list is neither a number nor a GUID.",
        explanation: "`supportTopicIds` and `productPesIds` are what case submission looks articles up by. An item that is no id matches nothing, and where two ids run together neither is found. Write numbers or GUIDs with commas between them; tags belong in `resourceTags`.",
        bad: &[
            "<properties articleId=\"a\" supportTopicIds=\"32600101, ⟦buckets_overview⟧\" />\n",
            "<properties articleId=\"a\" supportTopicIds=\"⟦32600101. 32600102⟧\" />\n",
            "<properties articleId=\"a\" productPesIds=\"⟦-⟧\" />\n",
        ],
        good: &[
            "<properties articleId=\"a\" supportTopicIds=\"32600101, 32600102\" />\n",
            "<properties articleId=\"a\" supportTopicIds=\"0F3B1C2D-9A55-4c7e-8a10-2b6f0d9e4411;32600102\" />\n",
        ],
    },
    Rule {
        name: "duplicate-id-in-list",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "An id stands twice in a list.",
        explanation: "The second one does nothing; most often another id was meant, and the topic it stands for shows no article. Look up which id is missing, or remove the repetition.",
        bad: &["<properties articleId=\"a\" productPesIds=\"41010,41020,⟦41010⟧\" />\n"],
        good: &["<properties articleId=\"a\" productPesIds=\"41010,41020\" />\n"],
    },
    Rule {
        name: "empty-list-item",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "A list has an empty item.",
        explanation: "Two commas in a row are what is left of an id that was removed, or where one was forgotten. Some tools that read these lists stop at the empty item. Remove the comma.",
        bad: &[
            "<properties articleId=\"a\" productPesIds=\"41010⟦,⟧,41020\" cloudEnvironments=\"public⟦, ⟧,usnat\" />\n",
        ],
        good: &[
            "<properties articleId=\"a\" productPesIds=\"41010,41020\" cloudEnvironments=\"public,usnat\" />\n",
        ],
    },
    Rule {
        name: "malformed-guid",
        group: Group::Attribute,
        severity: Severity::Info,
        summary: "`articleId` looks like a GUID but is none.",
        explanation: "A letter past `f` or a group of another length shows that somebody made the id up or mistyped it. It works as a name, since any name does, but made-up ids tend to be made up twice. Use a real GUID for a new article (`casebook new` makes one). The id of an article that is published stays as it is: links and statistics go by it.",
        bad: &[
            "<properties articleId=\"⟦0f3b1c2d-9a55-4c7e-8k10-2b6f0d9e4411⟧\" />\n",
            "<properties articleId=\"⟦0f3b1c2d1-9a55-4c7e-8a10-2b6f0d9e4411⟧\" />\n",
        ],
        good: &[
            "<properties articleId=\"0f3b1c2d-9a55-4c7e-8a10-2b6f0d9e4411\" />\n",
            "<properties articleId=\"compute-vm-does-not-start\" />\n",
        ],
    },
    Rule {
        name: "odd-character-in-id",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "`articleId` holds a character that does not belong in an id.",
        explanation: "Ids stand in addresses, links and tables. Spaces, slashes and the like must be escaped there, which is forgotten as often as not. Use letters, digits, `-`, `_` and `.` for a new article. The id of an article that is published stays as it is: links and statistics go by it.",
        bad: &[
            "<properties articleId=\"compute⟦ ⟧start\" />\n",
            "<properties articleId=\"compute⟦/⟧start\" />\n",
        ],
        good: &["<properties articleId=\"compute-start_2.0\" />\n"],
    },
    Rule {
        name: "trailing-comma",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "A list ends with a comma.",
        explanation: "A comma at the end announces an item that is not there: either one was forgotten, or the comma was. Add the one or remove the other.",
        bad: &["<properties articleId=\"a\" supportTopicIds=\"32600101,32600102⟦,⟧\" />\n"],
        good: &["<properties articleId=\"a\" supportTopicIds=\"32600101,32600102\" />\n"],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(entry) = context.entry(Attribute::ArticleId) else { return };
    let id = entry.value.text(context.text).trim();
    let span = Span::of(id, context.text);
    let odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if let Some((at, c)) = id.char_indices().find(|(_, c)| odd(*c)) {
        let start = span.start as usize + at;
        found.push(
            Finding::new(
                "odd-character-in-id",
                Span::new(start, start + c.len_utf8()),
                format!("`articleId` holds `{c}`"),
            )
            .help("use letters, digits, `-`, `_` and `.`, but leave the id of a published article alone"),
        );
    } else if (33..=39).contains(&id.len()) && is_nearly_guid(id) && !is_guid(id) && !is_placeholder(id) {
        found.push(
            Finding::new("malformed-guid", span, format!("`{id}` looks like a GUID but is none"))
                .help("use a real GUID for a new article, but leave the id of a published one alone"),
        );
    }
}

/// Whether `id` is five groups of letters and digits, each at most one off the length that a GUID's have.
fn is_nearly_guid(id: &str) -> bool {
    let mut lengths = [8_usize, 4, 4, 4, 12].into_iter();
    id.split('-').all(|group| {
        lengths.next().is_some_and(|len| group.len().abs_diff(len) <= 1)
            && group.bytes().all(|b| b.is_ascii_alphanumeric())
    }) && lengths.next().is_none()
}
