//! The rules: everything about each in one place, a file a family.
//!
//! A rule is data: its name, group, severity, what it says and why, and examples that are its tests and
//! its documentation at once. What a parser notices is reported by the parser under the rule's name; the
//! rest is checked here, over one article or over the whole corpus. Rules know the corpus, not the site.

mod accessibility;
mod advisor;
mod attribute;
mod body;
mod bold;
mod casebook;
mod characters;
mod clouds;
mod context;
mod cross;
mod encoding;
pub mod example;
mod fields;
mod form;
mod header;
mod headings;
mod identity;
mod ids;
mod json;
mod link_hosts;
mod link_syntax;
mod links;
mod lists;
mod menu;
mod path;
mod portal;
mod portal_links;
mod recommended;
mod required;
mod rule;
mod style;
mod support;
mod tokens;
mod values;
mod variants;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

pub use context::Context;
pub use rule::{Family, Group, Rule};

use crate::{
    config::Config,
    corpus::Corpus,
    diagnostic::{Finding, Severity},
};

/// Every family of rules.
const FAMILIES: &[Family] = &[
    accessibility::FAMILY,
    advisor::FAMILY,
    attribute::FAMILY,
    body::FAMILY,
    bold::FAMILY,
    casebook::FAMILY,
    clouds::FAMILY,
    cross::FAMILY,
    encoding::FAMILY,
    form::FAMILY,
    header::FAMILY,
    headings::FAMILY,
    identity::FAMILY,
    ids::FAMILY,
    json::FAMILY,
    link_hosts::FAMILY,
    link_syntax::FAMILY,
    links::FAMILY,
    lists::FAMILY,
    menu::FAMILY,
    path::FAMILY,
    portal::FAMILY,
    portal_links::FAMILY,
    recommended::FAMILY,
    required::FAMILY,
    style::FAMILY,
    support::FAMILY,
    tokens::FAMILY,
    values::FAMILY,
    variants::FAMILY,
];

/// Every rule, by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules)
}

/// The rule called `name`.
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

/// Runs every rule that no parser has run; what they find comes with the index of the file.
///
/// `wanted` says whether any rule of a family is switched on, so that the others cost nothing.
pub fn run(corpus: &Corpus, config: &Config, wanted: impl Fn(&Family) -> bool + Sync) -> Vec<(u32, Finding)> {
    let families: Vec<&Family> = FAMILIES.iter().filter(|family| wanted(family)).collect();
    let mut found: Vec<(u32, Finding)> = families
        .par_iter()
        .filter_map(|family| family.corpus)
        .flat_map_iter(|check| guarded_corpus(check, corpus, config))
        .collect();
    found.par_extend((0..corpus.entries.len() as u32).into_par_iter().flat_map_iter(|index| {
        let source = corpus.entries[index as usize].source;
        article_findings(&families, corpus, config, index).into_iter().map(move |finding| (source, finding))
    }));
    found
}

/// What the rules over one article find in the entry `index`.
fn article_findings(families: &[&Family], corpus: &Corpus, config: &Config, index: u32) -> Vec<Finding> {
    let context = Context::new(corpus, config, index);
    let mut found = Vec::new();
    for check in families.iter().filter_map(|family| family.article) {
        let before = found.len();
        if catch_unwind(AssertUnwindSafe(|| check(&context, &mut found))).is_err() {
            found.truncate(before);
            found.push(casebook::panicked());
        }
    }
    json::forgive(&context, &mut found);
    found
}

fn guarded_corpus(check: rule::CorpusCheck, corpus: &Corpus, config: &Config) -> Vec<(u32, Finding)> {
    catch_unwind(AssertUnwindSafe(|| check(corpus, config)))
        .unwrap_or_else(|_| vec![(0, casebook::panicked())])
}
