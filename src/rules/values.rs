//! Values of single attributes: services, owners, titles, and what was left to be filled in.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::{attribute::Attribute, header::Entry, metadata::is_placeholder},
    diagnostic::{Applicability, Edit, Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "bad-schema-version",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "`schemaVersion` is not a number.",
        explanation: "The portal picks the reader of a form by this number. Write digits, such as `1`.",
        bad: &["<properties articleId=\"form\" schemaVersion=\"⟦one⟧\" />\n"],
        good: &["<properties articleId=\"form\" schemaVersion=\"1\" />\n"],
    },
    Rule {
        name: "email-as-author",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "An author is given by an e-mail address.",
        explanation: "`authors` and `ms.author` hold aliases: tools look people up by them, and an address in a repository is read by more people than its owner meant. Write the part before the `@`.",
        bad: &[
            "<properties articleId=\"a\" authors=\"⟦docs@halden.example⟧\" ms.author=\"docs\" />\n",
            "<properties articleId=\"a\" ms.author=\"docs, ⟦team@halden.example⟧\" />\n",
        ],
        good: &["<properties articleId=\"a\" authors=\"docs\" ms.author=\"docs\" />\n"],
    },
    Rule {
        name: "malformed-ownership-id",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "`ownershipId` does not have the form of a team's name.",
        explanation: "An owner is one team, written as the organisation and the team with underscores between them: `Compute_VirtualMachines_Content`. Overrides in casebook.toml, the list of owners with the most findings and whoever routes a reader's feedback all go by it, so that spaces, hyphens, lists or a lone word send them astray. Write the one name that the team is registered under.",
        bad: &[
            "<properties articleId=\"a\" ownershipId=\"⟦Storage Buckets⟧\" />\n",
            "<properties articleId=\"a\" ownershipId=\"⟦Buckets⟧\" />\n",
            "<properties articleId=\"a\" ownershipId=\"⟦Storage_Buckets, Storage_Files⟧\" />\n",
        ],
        good: &["<properties articleId=\"a\" ownershipId=\"Storage_Buckets\" />\n"],
    },
    Rule {
        name: "malformed-resource",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "`resource` is not the name of one resource type.",
        explanation: "The portal compares the value with the type of the resource that a customer has open, such as `virtualMachines`. A list or words with spaces never match. Write one type as the provider registers it, and a second article for a second type.",
        bad: &[
            "<properties articleId=\"a\" service=\"halden.network\" resource=\"⟦Private network⟧\" />\n",
            "<properties articleId=\"a\" service=\"halden.network\" resource=\"⟦networks,gateways⟧\" />\n",
        ],
        good: &["<properties articleId=\"a\" service=\"halden.network\" resource=\"privateNetworks\" />\n"],
    },
    Rule {
        name: "malformed-service",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "`service` is not the name of a resource provider.",
        explanation: "A service is a namespace of the provider, such as `halden.compute`: words of letters and digits with dots between them. The portal compares the value with the resource that a customer has open, so that anything else never matches. Write the namespace, without a resource type behind it.",
        bad: &[
            "<properties articleId=\"a\" service=\"⟦Virtual Machines⟧\" />\n",
            "<properties articleId=\"a\" service=\"⟦halden.compute/⟧\" />\n",
            "<properties articleId=\"a\" service=\"⟦compute⟧\" />\n",
        ],
        good: &["<properties articleId=\"a\" service=\"halden.compute\" />\n"],
    },
    Rule {
        name: "padded-value",
        group: Group::Attribute,
        severity: Severity::Info,
        summary: "White space stands at the start or the end of a value.",
        explanation: "casebook trims values, but not every tool that reads these headers does: a tag with a space before it is another tag to them. Remove the white space.",
        bad: &[
            "<properties articleId=\"a\" resourceTags=\"⟦ ⟧linux\" />\n",
            "<properties articleId=\"a\" pageTitle=\"Cannot start⟦  ⟧\" />\n",
        ],
        good: &["<properties articleId=\"a\" resourceTags=\"linux\" />\n"],
    },
    Rule {
        name: "placeholder-value",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "A value was never filled in.",
        explanation: "Templates hold `xxxxxxxx` or `TBD` where a value belongs. Published like that, an article is offered for no topic and no product, or by a name that means nothing. Fill the value in.",
        bad: &[
            "<properties articleId=\"a\" supportTopicIds=\"⟦xxxxxxxx⟧\" />\n",
            "<properties articleId=\"a\" pageTitle=\"⟦TBD⟧\" productPesIds=\"41010, ⟦XXX⟧\" />\n",
        ],
        good: &["<properties articleId=\"a\" supportTopicIds=\"32600101\" />\n"],
    },
    Rule {
        name: "title-with-full-stop",
        group: Group::Attribute,
        severity: Severity::Info,
        summary: "`pageTitle` ends with a full stop.",
        explanation: "Titles stand in lists, where a full stop looks like a slip. Remove it.",
        bad: &["<properties articleId=\"a\" pageTitle=\"My machine does not start⟦.⟧\" />\n"],
        good: &[
            "<properties articleId=\"a\" pageTitle=\"My machine does not start\" />\n",
            "<properties articleId=\"a\" pageTitle=\"Waiting for a machine...\" />\n",
        ],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for entry in &*context.article.header.entries {
        let written = entry.value.text(context.text);
        if written.is_empty() {
            continue;
        }
        padding(entry, written, found);
        placeholder(context, entry, written, found);
        // What is taken for the header's gist must be what the parser took: the first entry of its name.
        let Some(attribute) = entry.attribute else { continue };
        let value = written.trim();
        if value.is_empty() {
            continue;
        }
        let span = Span::of(value, context.text);
        let malformed = match attribute {
            Attribute::Service if !is_dotted(value) => Some((
                "malformed-service",
                format!("`{value}` is not the name of a service"),
                "write one namespace such as `halden.compute`",
            )),
            Attribute::Resource if !value.bytes().all(is_type_byte) => Some((
                "malformed-resource",
                format!("`{value}` is not one resource type"),
                "write one type such as `virtualMachines`",
            )),
            Attribute::OwnershipId if !is_owner(value) => Some((
                "malformed-ownership-id",
                format!("`{value}` does not have the form of a team's name"),
                "write one name such as `Compute_VirtualMachines`",
            )),
            Attribute::SchemaVersion if !value.bytes().all(|b| b.is_ascii_digit() || b == b'.') => Some((
                "bad-schema-version",
                format!("`{value}` is not a number"),
                "write the number of the schema, such as `1`",
            )),
            _ => None,
        };
        if let Some((rule, message, help)) = malformed
            && !is_placeholder(value)
        {
            found.push(Finding::new(rule, span, message).help(help));
        }
        match attribute {
            Attribute::Authors | Attribute::MsAuthor | Attribute::Author | Attribute::AuthorAlias => {
                addresses(context, attribute, value, found);
            }
            Attribute::PageTitle if value.ends_with('.') && !value.ends_with("..") => {
                let end = span.end as usize;
                let stop = Span::new(end - 1, end);
                found.push(
                    Finding::new("title-with-full-stop", stop, "`pageTitle` ends with a full stop")
                        .help("remove it")
                        .fix(Fix::unsafe_(stop, "")),
                );
            }
            _ => {}
        }
    }
}

/// White space at either end of a value on one line.
fn padding(entry: &Entry, written: &str, found: &mut Vec<Finding>) {
    const BLANK: [char; 2] = [' ', '\t'];
    let before = written.len() - written.trim_start_matches(BLANK).len();
    let after = written.len() - written.trim_end_matches(BLANK).len();
    if before + after == 0 || before == written.len() || written.contains(['\n', '\r']) {
        return;
    }
    let (start, end) = (entry.value.start as usize, entry.value.end as usize);
    let edits: Vec<Edit> = [Span::new(start, start + before), Span::new(end - after, end)]
        .into_iter()
        .filter(|span| !span.is_empty())
        .map(|span| Edit { span, text: "".into() })
        .collect();
    let Some(first) = edits.first().map(|edit| edit.span) else { return };
    let finding =
        Finding::new("padded-value", first, "white space stands at the end of a value").help("remove it");
    let message =
        if before > 0 { "white space stands at the start of a value".to_owned() } else { finding.message };
    // An id must not change, so it is never mended unasked.
    let fix = (entry.attribute != Some(Attribute::ArticleId))
        .then_some(Fix { applicability: Applicability::Safe, edits });
    found.push(Finding { message, fix, ..finding });
}

/// Items of a value that were left to be filled in.
fn placeholder(context: &Context<'_>, entry: &Entry, written: &str, found: &mut Vec<Finding>) {
    if !written.trim_start().starts_with(['x', 'X', 't', 'T', 'p', 'P']) && !written.contains([',', ';']) {
        return;
    }
    for item in written.split([',', ';']).map(str::trim).filter(|item| is_placeholder(item)) {
        let name = entry.attribute.map_or("attribute", Attribute::name);
        found.push(
            Finding::new(
                "placeholder-value",
                Span::of(item, context.text),
                format!("`{name}` was never filled in: `{item}`"),
            )
            .help("fill the value in"),
        );
    }
}

/// Addresses among authors. They are not repeated in the message: findings travel further than headers.
fn addresses(context: &Context<'_>, attribute: Attribute, value: &str, found: &mut Vec<Finding>) {
    if memchr::memchr(b'@', value.as_bytes()).is_none() {
        return;
    }
    for item in value.split([',', ';']).map(str::trim) {
        let Some(at) = item.find('@').filter(|at| *at > 0 && *at + 1 < item.len()) else { continue };
        let span = Span::of(item, context.text);
        found.push(
            Finding::new("email-as-author", span, format!("`{}` holds an e-mail address", attribute.name()))
                .help("write the alias, which is the part before the `@`")
                .fix(Fix::unsafe_(Span::new(span.start as usize + at, span.end as usize), "")),
        );
    }
}

fn is_word_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')
}

/// Words with dots between them, two at least.
fn is_dotted(value: &str) -> bool {
    value.contains('.') && value.split('.').all(|word| !word.is_empty() && word.bytes().all(is_word_byte))
}

fn is_type_byte(b: u8) -> bool {
    is_word_byte(b) || matches!(b, b'.' | b'/')
}

/// Words with underscores between them, two at least.
fn is_owner(value: &str) -> bool {
    value.contains('_')
        && value.split('_').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()))
}
