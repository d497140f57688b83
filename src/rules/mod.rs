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
mod limits;
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
    article::Article,
    config::Config,
    corpus::Corpus,
    diagnostic::{Finding, Severity},
    source::SourceFile,
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
    limits::FAMILY,
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

/// The checks that are to be run: of families of which any rule is switched on.
///
/// What is found of one file by itself, of one article among the others and of all together are three
/// parts, so that a preview can keep what an edit does not touch.
pub struct Checks {
    families: Vec<&'static Family>,
}

impl Checks {
    /// The checks of the families that are `wanted`; the others cost nothing.
    pub fn new(wanted: impl Fn(&Family) -> bool) -> Self {
        Self { families: FAMILIES.iter().filter(|family| wanted(family)).collect() }
    }

    /// What is wrong with a file by itself, beyond what its parser found.
    pub fn alone(&self, source: &SourceFile, article: Option<&Article>, config: &Config) -> Vec<Finding> {
        let mut found = Vec::new();
        for check in self.families.iter().filter_map(|family| family.file) {
            guarded(&mut found, |found| found.extend(check(source, article)));
        }
        let Some(article) = article else { return found };
        let context = Context::new(source, article, config);
        for check in self.families.iter().filter_map(|family| family.article) {
            guarded(&mut found, |found| check(&context, found));
        }
        json::forgive(&context, &mut found);
        found
    }

    /// What is wrong with the entry `index` among the others. Of them it depends on their faces only.
    pub fn among(&self, corpus: &Corpus, index: u32, config: &Config) -> Vec<Finding> {
        let mut found = Vec::new();
        let context = Context::new(corpus.source(index), &corpus.entries[index as usize].article, config);
        for check in self.families.iter().filter_map(|family| family.among) {
            guarded(&mut found, |found| check(corpus, &context, found));
        }
        found
    }

    /// What is wrong between articles, with the index of the file. It depends on their faces, and where
    /// there are variants on their links.
    pub fn together(&self, corpus: &Corpus, config: &Config) -> Vec<(u32, Finding)> {
        let checks: Vec<_> = self.families.iter().filter_map(|family| family.corpus).collect();
        checks.par_iter().flat_map_iter(|check| guarded_corpus(*check, corpus, config)).collect()
    }

    /// What is wrong with the file with index `file`, by itself and among the others.
    pub fn of_file(&self, corpus: &Corpus, file: u32, config: &Config) -> Vec<Finding> {
        let index = corpus.index_of(file);
        let article = index.map(|index| &*corpus.entries[index as usize].article);
        let mut found = self.alone(&corpus.sources[file as usize], article, config);
        found.extend(index.into_iter().flat_map(|index| self.among(corpus, index, config)));
        found
    }
}

/// Runs `check`; should it panic, what it found gives way to a finding that says so.
fn guarded(found: &mut Vec<Finding>, check: impl Fn(&mut Vec<Finding>)) {
    let before = found.len();
    if catch_unwind(AssertUnwindSafe(|| check(found))).is_err() {
        found.truncate(before);
        found.push(casebook::panicked());
    }
}

fn guarded_corpus(check: rule::CorpusCheck, corpus: &Corpus, config: &Config) -> Vec<(u32, Finding)> {
    catch_unwind(AssertUnwindSafe(|| check(corpus, config)))
        .unwrap_or_else(|_| vec![(0, casebook::panicked())])
}
