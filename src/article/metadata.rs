//! What a header says, typed: the fields that the rest of casebook works with.
//!
//! Values that do not fit become findings and are left out; nothing here looks at other articles.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    article::{
        attribute::Attribute,
        cloud::{Cloud, CloudSet},
        header::{Entry, Header},
        kind::Kind,
    },
    diagnostic::{Applicability, Edit, Finding, Fix, Related},
    span::Span,
};

/// A list of ids or words.
pub type List = Box<[Box<str>]>;

/// The typed fields of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// `pageTitle`; empty when absent.
    pub title: Box<str>,
    /// `description`; empty when absent.
    pub description: Box<str>,
    /// `articleId`, as written.
    pub article_id: Option<Box<str>>,
    /// `service`, in lower case.
    pub service: Option<Box<str>>,
    /// `resource`, as written.
    pub resource: Option<Box<str>>,
    /// `selfHelpType`.
    pub kind: Kind,
    /// `displayOrder`; absent ones come last.
    pub display_order: Option<u64>,
    /// `supportTopicIds`, in lower case, without repetitions.
    pub topics: List,
    /// `productPesIds`, in lower case, without repetitions.
    pub products: List,
    /// `resourceTags`.
    pub tags: List,
    /// Clouds that show the article: `cloudEnvironments` less `disableClouds`; `public` when the header
    /// names none.
    pub clouds: CloudSet,
    /// `ownershipId`.
    pub owner: Option<Box<str>>,
    /// `searchTags` and `articleTags`.
    pub search_tags: List,
    /// `symptomId`, `diagnosticScenario`: what the portal calls the finding that the article explains.
    pub scenario: Option<Box<str>>,
}

impl Metadata {
    /// Reads the fields of `header`, which was read from `text`.
    pub fn parse(header: &Header, text: &str, findings: &mut Vec<Finding>) -> Self {
        let mut reader = Reader { header, text, findings };
        reader.names();
        reader.characters();
        let value = |reader: &Reader<'_>, attribute| -> Option<Box<str>> {
            let value = reader.value(attribute)?;
            (!value.is_empty()).then(|| value.into())
        };
        Self {
            title: value(&reader, Attribute::PageTitle).unwrap_or_default(),
            description: value(&reader, Attribute::Description).unwrap_or_default(),
            article_id: value(&reader, Attribute::ArticleId),
            service: value(&reader, Attribute::Service).map(|service| service.to_ascii_lowercase().into()),
            resource: value(&reader, Attribute::Resource),
            kind: reader.kind(),
            display_order: reader.display_order(),
            topics: reader.ids(Attribute::SupportTopicIds),
            products: reader.ids(Attribute::ProductPesIds),
            tags: reader.words(Attribute::ResourceTags),
            clouds: reader.clouds(),
            owner: value(&reader, Attribute::OwnershipId),
            search_tags: [reader.words(Attribute::SearchTags), reader.words(Attribute::ArticleTags)]
                .concat()
                .into(),
            scenario: value(&reader, Attribute::DiagnosticScenario)
                .or_else(|| value(&reader, Attribute::SymptomId)),
        }
    }
}

/// Among so few entries one is found by looking at each.
const FEW: usize = 64;

struct Reader<'a> {
    header: &'a Header,
    text: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn value(&self, attribute: Attribute) -> Option<Cow<'a, str>> {
        Some(self.header.get(attribute)?.value(self.text))
    }

    /// Reports names that are misspelt, in another case, unknown or repeated.
    fn names(&mut self) {
        let mut seen: Vec<&Entry> = Vec::with_capacity(self.header.entries.len());
        let mut by_name = (self.header.entries.len() > FEW).then(FxHashMap::default);
        for entry in &*self.header.entries {
            let written = entry.name.text(self.text);
            let first = match &mut by_name {
                None => {
                    seen.iter().find(|seen| seen.name.text(self.text).eq_ignore_ascii_case(written)).copied()
                }
                Some(by_name) => {
                    let first = *by_name.entry(written.to_ascii_lowercase()).or_insert(entry);
                    (!std::ptr::eq(first, entry)).then_some(first)
                }
            };
            if let Some(first) = first {
                let finding = Finding::new(
                    "duplicate-attribute",
                    entry.name,
                    format!("`{written}` is given twice; the first one counts"),
                )
                .help("keep one of them")
                .related(Related {
                    path: None,
                    span: first.name,
                    message: "given here already".to_owned(),
                });
                let fix = self.same(first, entry).then(|| Fix::safe(self.with_space(entry), ""));
                self.findings.push(Finding { fix, ..finding });
                continue;
            }
            seen.push(entry);
            match entry.attribute {
                Some(known) if known.name() == written => {}
                Some(known) if known.name().eq_ignore_ascii_case(written) => self.findings.push(
                    Finding::new(
                        "attribute-case",
                        entry.name,
                        format!("`{written}` is spelt `{}`", known.name()),
                    )
                    .fix(Fix::safe(entry.name, known.name())),
                ),
                Some(known) => {
                    let finding = Finding::new(
                        "misspelt-attribute",
                        entry.name,
                        format!("`{written}` is read as `{}`", known.name()),
                    )
                    .help("mend the spelling");
                    self.findings.push(finding.fix(Fix::safe(entry.name, known.name())));
                }
                None if let Some(given) = Attribute::nearest(written).and_then(|it| self.header.get(it)) => {
                    let name = given.attribute.map_or("", Attribute::name);
                    self.findings.push(
                        Finding::new(
                            "misspelt-attribute",
                            entry.name,
                            format!("`{written}` looks like `{name}`, which is given too and counts"),
                        )
                        .help("keep one of them")
                        .related(Related {
                            path: None,
                            span: given.name,
                            message: "given here".to_owned(),
                        }),
                    );
                }
                None => self.findings.push(
                    Finding::new(
                        "unknown-attribute",
                        entry.name,
                        format!("`{written}` is no known attribute"),
                    )
                    .help("remove it, or mend its name"),
                ),
            }
        }
    }

    /// Whether leaving out `second` says nothing less: it is empty, or says the same as `first`.
    fn same(&self, first: &Entry, second: &Entry) -> bool {
        let value = second.value(self.text);
        self.text[second.value.end as usize..].starts_with('"')
            && (value.is_empty() || value == first.value(self.text))
    }

    /// The whole attribute with its closing quote and the white space before it.
    fn with_space(&self, entry: &Entry) -> Span {
        let start = self.text[..entry.name.start as usize].trim_end().len();
        Span::new(start, entry.value.end as usize + 1)
    }

    /// Reports characters that hide in values, and markup characters that are not escaped.
    fn characters(&mut self) {
        for entry in &*self.header.entries {
            let value = entry.value.text(self.text);
            let name = entry.name.text(self.text);
            if value.is_ascii() && !value.contains(['&', '<']) {
                continue;
            }
            // An id must not change, so it is never mended unasked.
            let mendable = entry.attribute != Some(Attribute::ArticleId);
            let odd = |c: char| crate::article::header::is_invisible(c) || c == '\u{A0}';
            let edits: Vec<Edit> = value
                .char_indices()
                .filter(|(_, c)| odd(*c))
                .map(|(at, c)| edit(entry, at, c, if c == '\u{A0}' { " " } else { "" }))
                .collect();
            if let Some(first) = edits.first() {
                let c = first.span.text(self.text).chars().next().unwrap_or_default();
                let (rule, message) = if c == '\u{A0}' {
                    ("no-break-space", format!("`{name}` holds a no-break space"))
                } else {
                    let code = u32::from(c);
                    ("invisible-character", format!("`{name}` holds an invisible character (U+{code:04X})"))
                };
                let finding = Finding::new(rule, first.span, message)
                    .help("remove it; it often comes along when text is copied from a web page");
                self.findings.push(Finding { fix: mendable.then(|| safe(edits)), ..finding });
            }
            let raw =
                value.char_indices().filter(|&(at, c)| c == '<' || c == '&' && !is_entity(&value[at..]));
            let edits: Vec<Edit> =
                raw.map(|(at, c)| edit(entry, at, c, if c == '&' { "&amp;" } else { "&lt;" })).collect();
            if let Some(first) = edits.first() {
                let c = first.span.text(self.text);
                let finding =
                    Finding::new("unescaped-character", first.span, format!("`{name}` holds a raw `{c}`"))
                        .help(format!("write `{}`", first.text));
                self.findings.push(Finding { fix: mendable.then(|| safe(edits)), ..finding });
            }
        }
    }

    fn kind(&mut self) -> Kind {
        let Some(entry) = self.header.get(Attribute::SelfHelpType) else { return Kind::Unknown };
        let value = entry.value(self.text);
        if value.is_empty() {
            return Kind::Unknown;
        }
        if let Some(kind) = Kind::from_name(&value) {
            return kind;
        }
        let meant = nearest(&value, Kind::ALL.iter().map(|kind| kind.name()));
        let help = meant.map_or_else(
            || "write one of the known kinds, such as `generic`".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        let finding =
            Finding::new("unknown-kind", entry.value, format!("`{value}` is no kind of article")).help(help);
        let fix = meant.map(|name| Fix::unsafe_(entry.value, name));
        self.findings.push(Finding { fix, ..finding });
        // `resource, generic` means that somebody could not decide; the first known one is close enough.
        value.split([',', ';']).find_map(|part| Kind::from_name(part.trim())).unwrap_or(Kind::Unknown)
    }

    fn display_order(&mut self) -> Option<u64> {
        let entry = self.header.get(Attribute::DisplayOrder)?;
        let value = entry.value(self.text);
        if value.is_empty() {
            return None;
        }
        let order = value.parse().ok();
        if order.is_none() {
            self.findings.push(
                Finding::new("bad-display-order", entry.value, format!("`{value}` is not a whole number"))
                    .help("write digits only; without a number the article comes last"),
            );
        }
        order
    }

    fn words(&self, attribute: Attribute) -> List {
        let Some(value) = self.value(attribute) else { return List::default() };
        value.split([',', ';']).map(str::trim).filter(|item| !item.is_empty()).map(Into::into).collect()
    }

    /// A list of numbers or GUIDs.
    fn ids(&mut self, attribute: Attribute) -> List {
        let Some(&entry) = self.header.get(attribute) else { return List::default() };
        let items: Vec<Span> = self.items(entry);
        let mut ids: Vec<Box<str>> = Vec::with_capacity(items.len());
        let mut known = FxHashSet::default();
        for (index, span) in items.iter().copied().enumerate() {
            let written = span.text(self.text);
            let id = written.to_ascii_lowercase();
            if !is_id(&id) {
                if !is_placeholder(written) {
                    self.findings.push(
                        Finding::new(
                            "bad-id",
                            span,
                            format!("`{written}` in `{}` is neither a number nor a GUID", attribute.name()),
                        )
                        .help("write numbers of 3 to 9 digits or GUIDs, separated by commas"),
                    );
                }
                continue;
            }
            if !known.insert(id.clone()) {
                self.findings.push(
                    Finding::new(
                        "duplicate-id-in-list",
                        span,
                        format!("`{written}` stands twice in `{}`", attribute.name()),
                    )
                    .help("keep one of them")
                    .fix(without(&items, index)),
                );
                continue;
            }
            ids.push(id.into());
        }
        ids.into()
    }

    /// The items of a list with their places; empty items are reported.
    fn items(&mut self, entry: Entry) -> Vec<Span> {
        let value = entry.value.text(self.text);
        let name = entry.name.text(self.text);
        if value.trim().is_empty() {
            return Vec::new();
        }
        let mut items = Vec::new();
        let mut start = entry.value.start as usize;
        let parts: Vec<&str> = value.split([',', ';']).collect();
        for (index, part) in parts.iter().enumerate() {
            let trimmed =
                part.trim_matches(|c: char| c.is_whitespace() || crate::article::header::is_invisible(c));
            if trimmed.is_empty() {
                let last = index + 1 == parts.len();
                let (rule, what) = if last {
                    ("trailing-comma", "ends with a comma")
                } else {
                    ("empty-list-item", "has an empty item")
                };
                let span = Span::new(
                    start.saturating_sub(1).max(entry.value.start as usize),
                    (start + part.len()).max(entry.value.start as usize + 1),
                );
                let at = if last { Span::new(start - 1, start) } else { span };
                self.findings.push(
                    Finding::new(rule, at, format!("`{name}` {what}"))
                        .help("remove the comma")
                        .fix(Fix::safe(if last { at } else { Span::new(start, start + part.len() + 1) }, "")),
                );
            } else {
                items.push(Span::of(trimmed, self.text));
            }
            start += part.len() + 1;
        }
        items
    }

    fn clouds(&mut self) -> CloudSet {
        let shown = self.cloud_list(Attribute::CloudEnvironments);
        let hidden = self.cloud_list(Attribute::DisableClouds);
        let shown = if shown.is_empty() { CloudSet::EMPTY.with(Cloud::Public) } else { shown };
        shown.minus(hidden)
    }

    fn cloud_list(&mut self, attribute: Attribute) -> CloudSet {
        let Some(&entry) = self.header.get(attribute) else { return CloudSet::EMPTY };
        let mut clouds = CloudSet::EMPTY;
        let items = self.items(entry);
        for (index, span) in items.iter().copied().enumerate() {
            let name = span.text(self.text);
            if let Some(cloud) = Cloud::from_name(name) {
                if clouds.contains(cloud) {
                    self.findings.push(
                        Finding::new("duplicate-cloud", span, format!("`{name}` is named twice"))
                            .help("keep one of them")
                            .fix(without(&items, index)),
                    );
                }
                clouds = clouds.with(cloud);
                continue;
            }
            let meant = nearest(name, Cloud::ALL.iter().map(|cloud| cloud.name()));
            let help = meant.map_or_else(
                || "write one of public, fairfax, mooncake, blackforest, usnat, ussec".to_owned(),
                |cloud| format!("did you mean `{cloud}`?"),
            );
            let finding = Finding::new("unknown-cloud", span, format!("`{name}` is no cloud")).help(help);
            let fix = meant.map(|cloud| Fix::unsafe_(span, cloud));
            self.findings.push(Finding { fix, ..finding });
        }
        clouds
    }
}

/// An edit of `c`, which stands at byte `at` of the entry's value.
fn edit(entry: &Entry, at: usize, c: char, text: &str) -> Edit {
    let start = entry.value.start as usize + at;
    Edit { span: Span::new(start, start + c.len_utf8()), text: text.into() }
}

/// A safe repair of several edits.
fn safe(edits: Vec<Edit>) -> Fix {
    Fix { applicability: Applicability::Safe, edits }
}

/// Takes the item `index`, which is not the first, out of a list with the comma before it.
fn without(items: &[Span], index: usize) -> Fix {
    let before = items[..index].last().map_or(items[index].start, |item| item.end);
    Fix::safe(Span { start: before, end: items[index].end }, "")
}

/// Whether `value` was left to be filled in: `xxxxxxxx`, `TBD` and the like.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let crossed = value.bytes().filter(|b| b.eq_ignore_ascii_case(&b'x')).count();
    (crossed >= 3 && value.bytes().all(|b| b.eq_ignore_ascii_case(&b'x') || b == b'-'))
        || ["tbd", "todo", "placeholder"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// The name in `known` that is closest to `written`, if it is close.
pub(crate) fn nearest<'n>(written: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let written = written.to_ascii_lowercase();
    known
        .map(|name| (strsim::osa_distance(&written, &name.to_ascii_lowercase()), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .map(|(_, name)| name)
}

/// Whether `id` is a number as topics and products have, or a GUID.
fn is_id(id: &str) -> bool {
    let digits = id.bytes().all(|b| b.is_ascii_digit());
    (digits && (3..=9).contains(&id.len())) || is_guid(id)
}

/// Whether `id` has the form of a GUID: 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_guid(id: &str) -> bool {
    id.len() == 36
        && id
            .bytes()
            .enumerate()
            .all(|(at, b)| if matches!(at, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
}

/// Whether `text`, which starts with `&`, starts with an entity.
fn is_entity(text: &str) -> bool {
    let Some(end) = text.bytes().take(12).position(|b| b == b';') else { return false };
    let name = &text[1..end];
    match name.strip_prefix('#') {
        Some(number) => {
            !number.is_empty() && number.trim_start_matches(['x', 'X']).bytes().all(|b| b.is_ascii_hexdigit())
        }
        None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(attributes: &str) -> (Metadata, Vec<&'static str>) {
        let text = format!("<properties {attributes} />");
        let (header, mut findings) = Header::parse(&text);
        let metadata = Metadata::parse(&header.unwrap(), &text, &mut findings);
        (metadata, findings.into_iter().map(|finding| finding.rule).collect())
    }

    #[test]
    fn fields_are_typed_and_trimmed() {
        let (metadata, rules) = parse(
            r#"pageTitle=" A &amp; B " service="Halden.Compute" selfHelpType="GENERIC" displayOrder="007"
               supportTopicIds="32600101; 7C1E0001-5A1D-4B6E-9C00-000000000001" cloudEnvironments="Public,Fairfax" disableClouds="public""#,
        );
        assert_eq!(rules, [""; 0]);
        assert_eq!(&*metadata.title, "A & B");
        assert_eq!(metadata.service.as_deref(), Some("halden.compute"));
        assert_eq!(metadata.kind, Kind::Generic);
        assert_eq!(metadata.display_order, Some(7));
        assert_eq!(*metadata.topics, ["32600101".into(), "7c1e0001-5a1d-4b6e-9c00-000000000001".into()]);
        assert_eq!(metadata.clouds.iter().collect::<Vec<_>>(), [Cloud::Fairfax]);
    }

    #[test]
    fn faulty_values_are_reported_and_left_out() {
        let (metadata, rules) = parse(
            r#"displayOrder="1a" supportTopicIds="1,32600101,,32600101," cloudEnvironments="Moooncake" selfHelpType="resource, generic""#,
        );
        assert_eq!(
            rules,
            [
                "unknown-kind",
                "bad-display-order",
                "empty-list-item",
                "trailing-comma",
                "bad-id",
                "duplicate-id-in-list",
                "unknown-cloud"
            ]
        );
        assert_eq!(metadata.display_order, None);
        assert_eq!(metadata.kind, Kind::Resource);
        assert_eq!(*metadata.topics, ["32600101".into()]);
    }

    #[test]
    fn odd_names_and_characters_are_reported() {
        let (metadata, rules) = parse(
            "articleid=\"a\" supportToicIds=\"32600101\" foo=\"\" ARTICLEID=\"b\" pageTitle=\"A & B\u{a0}\"",
        );
        assert_eq!(
            rules,
            [
                "attribute-case",
                "misspelt-attribute",
                "unknown-attribute",
                "duplicate-attribute",
                "no-break-space",
                "unescaped-character"
            ]
        );
        assert_eq!(metadata.article_id.as_deref(), Some("a"));
        assert_eq!(*metadata.topics, ["32600101".into()]);
        assert_eq!(&*metadata.title, "A & B");
    }

    #[test]
    fn a_name_that_stands_twice_is_found_among_any_number() {
        for count in [2, FEW, 3 * FEW] {
            let others = (0..count).map(|number| format!("x{number}=\"\" ")).collect::<Vec<_>>().concat();
            let (metadata, rules) = parse(&format!("articleId=\"a\" {others}ARTICLEID=\"b\" X1=\"\""));
            assert_eq!(rules.iter().filter(|rule| **rule == "duplicate-attribute").count(), 2, "of {count}");
            assert_eq!(metadata.article_id.as_deref(), Some("a"));
        }
    }

    #[test]
    fn an_id_that_stands_twice_is_found_in_either_case() {
        let guid = "0A1B2C3D-0000-4000-8000-00000000000A";
        let (metadata, rules) =
            parse(&format!("articleId=\"a\" supportTopicIds=\"{guid},32600101,{}\"", guid.to_lowercase()));
        assert_eq!(rules, ["duplicate-id-in-list"]);
        assert_eq!(*metadata.topics, [guid.to_lowercase().into(), "32600101".into()]);
    }
}
