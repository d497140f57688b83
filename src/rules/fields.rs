//! The members of a JSON object by the keys that its kind knows, for the rules over JSON bodies.
//!
//! Owns how a key that is not quite right finds the one that was meant. Knows no rules.

use crate::{
    article::json::{Member, Node, Value},
    diagnostic::{Finding, Related},
    span::Span,
};

/// The most keys that one kind of object may know.
const MOST: usize = 32;

/// An object's members: each known key in its place, and those that are not written as they should be.
pub(super) struct Fields<'a> {
    /// The object.
    pub(super) node: &'a Node,
    /// The members whose key is not exactly one of the known ones.
    pub(super) odd: Vec<(&'a Member, Odd)>,
    names: &'static [&'static str],
    slots: [Option<&'a Member>; MOST],
    /// A bit for each known key that a misspelt one stands for.
    misspelt: u32,
}

/// How a key differs from the known ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    /// Only in case; it counts as the known one.
    Case(&'static str),
    /// By a letter or two.
    Typo(&'static str),
    /// Altogether.
    Unknown,
}

impl<'a> Fields<'a> {
    /// The members of `node`, which has none unless it is an object, by their places in `names`.
    pub(super) fn new(node: &'a Node, names: &'static [&'static str]) -> Self {
        debug_assert!(names.len() <= MOST, "each name has a slot and a bit");
        let mut fields = Self { node, odd: Vec::new(), names, slots: [None; MOST], misspelt: 0 };
        let members = node.object().map_or(&[][..], |object| &object.members);
        for member in members {
            // The last of two equal keys counts, as in every JSON library.
            match names.iter().position(|name| *name == &*member.key) {
                Some(slot) => fields.slots[slot] = Some(member),
                None => fields.odd.push((member, Odd::Unknown)),
            }
        }
        for index in 0..fields.odd.len() {
            let member = fields.odd[index].0;
            let odd = odd(&member.key, names);
            fields.odd[index].1 = odd;
            match odd {
                Odd::Case(name) => {
                    let slot = fields.slot(name);
                    fields.slots[slot].get_or_insert(member);
                }
                Odd::Typo(name) => fields.misspelt |= 1 << fields.slot(name),
                Odd::Unknown => {}
            }
        }
        fields
    }

    fn slot(&self, name: &str) -> usize {
        self.names.iter().position(|known| *known == name).unwrap_or_default()
    }

    /// The member of the known key `name`.
    pub(super) fn member(&self, name: &str) -> Option<&'a Member> {
        let slot = self.names.iter().position(|known| *known == name)?;
        self.slots[slot]
    }

    /// Its value.
    pub(super) fn get(&self, name: &str) -> Option<&'a Node> {
        self.member(name).map(|member| &member.value)
    }

    /// Its text, trimmed; nothing for a blank one.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.text().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The elements of its array.
    pub(super) fn elements(&self, name: &str) -> &'a [Node] {
        self.get(name).map_or(&[], Node::elements)
    }

    /// Whether `name` is not there.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.slots[self.slot(name)].is_none()
    }

    /// Whether a misspelling of `name` is there.
    pub(super) fn misspells(&self, name: &str) -> bool {
        self.misspelt & (1 << self.slot(name)) != 0
    }
}

/// What `key`, which is none of `names`, stands for.
fn odd(key: &str, names: &'static [&'static str]) -> Odd {
    if let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(key)) {
        return Odd::Case(name);
    }
    near(key, names).map_or(Odd::Unknown, Odd::Typo)
}

/// The only one of `names` that differs from `word` by so few letters that it must be meant.
pub(super) fn near(word: &str, names: &[&'static str]) -> Option<&'static str> {
    let lower = word.trim().to_ascii_lowercase();
    let allowed = match lower.len() {
        0..=3 => return None,
        4..=6 => 1,
        7..=11 => 2,
        _ => 3,
    };
    let of_word = letters(&lower);
    let distance = |name: &str| {
        // Each edit adds or takes one kind of letter at most, which rules out nearly all names at once.
        let of_name = letters(name);
        let apart = (of_word & !of_name).count_ones().max((of_name & !of_word).count_ones()) as usize;
        if name.len().abs_diff(lower.len()) > allowed || apart > allowed {
            return usize::MAX;
        }
        strsim::damerau_levenshtein(&name.to_ascii_lowercase(), &lower)
    };
    let (best, name) = names.iter().map(|name| (distance(name), *name)).min()?;
    if best > allowed {
        return None;
    }
    let is_only = names.iter().filter(|other| distance(other) == best).count() == 1;
    is_only.then_some(name)
}

/// The letters that occur in `word`, whatever their case, as bits.
fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_alphabetic).fold(0, |bits, letter| bits | 1 << (letter & 31))
}

/// The first byte of `node`: where what is missing from it is reported.
pub(super) fn opening(node: &Node) -> Span {
    let start = node.span.start as usize;
    Span::new(start, (start + 1).min(node.span.end as usize))
}

/// Whether `node` says nothing: `null`, or a text or list with nothing in it.
pub(super) fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(object) => object.members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Each text that occurs more than once in `items`, with all its places, by the first one.
pub(super) fn repeated<'a>(items: impl Iterator<Item = (&'a str, Span)>) -> Vec<(&'a str, Vec<Span>)> {
    let mut items: Vec<(&str, Span)> = items.collect();
    items.sort_by(|a, b| a.0.cmp(b.0).then(a.1.cmp(&b.1)));
    let mut groups: Vec<(&str, Vec<Span>)> = items
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .map(|group| (group[0].0, group.iter().map(|item| item.1).collect()))
        .collect();
    groups.sort_by_key(|group| group.1[0]);
    groups
}

/// A finding of `rule` at every place where an id is used that others of its `what` have too.
pub(super) fn shared_ids<'a>(
    rule: &'static str,
    what: &str,
    items: impl Iterator<Item = (&'a str, Span)>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, spans) in repeated(items) {
        for span in &spans {
            let mut finding = Finding::new(rule, *span, format!("another {what} has the id `{id}` too"))
                .help("give the newer one an id of its own, or remove it if it is a copy");
            for other in spans.iter().filter(|other| *other != span).take(3) {
                finding = finding.related(Related {
                    path: None,
                    span: *other,
                    message: "used here too".to_owned(),
                });
            }
            found.push(finding);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_finds_the_one_that_was_meant() {
        const NAMES: &[&str] = &["dropdownOptions", "visibility", "min", "max", "id"];
        assert_eq!(odd("DropdownOptions", NAMES), Odd::Case("dropdownOptions"));
        assert_eq!(odd("dropDownOption", NAMES), Odd::Typo("dropdownOptions"));
        assert_eq!(odd("visibilty", NAMES), Odd::Typo("visibility"));
        assert_eq!(odd("mix", NAMES), Odd::Unknown);
        assert_eq!(odd("value", NAMES), Odd::Unknown);
    }

    #[test]
    fn repetitions_keep_all_places() {
        let items =
            ["c", "a", "b", "c", "a", "c"].into_iter().enumerate().map(|(at, text)| (text, Span::at(at)));
        let [c, a] =
            [vec![0, 3, 5], vec![1, 4]].map(|places| places.into_iter().map(Span::at).collect::<Vec<_>>());
        assert_eq!(repeated(items), [("c", c), ("a", a)]);
    }
}
