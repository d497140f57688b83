//! Findings by rule, service and owner, those that the baseline knows apart.

use std::collections::BTreeMap;

use super::{Cell, Evidence, Shade, Table, columns, text};
use crate::diagnostic::{Diagnostic, Severity};

/// New errors, warnings and infos, and all that the baseline knows.
#[derive(Clone, Copy, Default)]
struct Counts {
    new: [usize; 3],
    all: usize,
}

impl Counts {
    fn known(self) -> usize {
        self.all - self.new.iter().sum::<usize>()
    }
}

pub(super) fn tables(evidence: &Evidence<'_>) -> Vec<Table> {
    let site = evidence.site;
    let service = |diagnostic: &Diagnostic| match site.corpus.entry_of(diagnostic.file) {
        Some(entry) => {
            let service = site.services.iter().find(|service| *service.id == *entry.service.id);
            service.map_or_else(|| entry.service.id.to_string(), |service| service.name.to_string())
        }
        None => "(no header)".to_owned(),
    };
    let owner = |diagnostic: &Diagnostic| {
        let entry = site.corpus.entry_of(diagnostic.file);
        let owner = entry.and_then(|entry| entry.article.metadata.owner.as_deref());
        owner.unwrap_or("(no owner)").to_owned()
    };
    let rule = |diagnostic: &Diagnostic| diagnostic.finding.rule.to_owned();
    vec![
        table(evidence, "rules", "Findings by rule", "rule", &rule),
        table(evidence, "services", "Findings by service", "service", &service),
        table(evidence, "owners", "Findings by owner", "owner", &owner),
    ]
}

fn table(
    evidence: &Evidence<'_>,
    id: &'static str,
    title: &'static str,
    name: &'static str,
    key: &dyn Fn(&Diagnostic) -> String,
) -> Table {
    let mut by_key: BTreeMap<String, Counts> = BTreeMap::new();
    for diagnostic in evidence.all {
        by_key.entry(key(diagnostic)).or_default().all += 1;
    }
    for diagnostic in evidence.new {
        let at = match diagnostic.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        };
        by_key.entry(key(diagnostic)).or_default().new[at] += 1;
    }
    let mut rows: Vec<(String, Counts)> = by_key.into_iter().collect();
    rows.sort_by(|(a, x), (b, y)| (y.new, y.all).cmp(&(x.new, x.all)).then_with(|| a.cmp(b)));
    let row = |(name, counts): (String, Counts)| {
        let [errors, warnings, infos] = counts.new.map(Cell::Number);
        vec![text(name), errors, warnings, infos, Cell::Number(counts.known())]
    };
    Table {
        id,
        title,
        lead: if rows.is_empty() { "Nothing was found.".to_owned() } else { String::new() },
        columns: columns(&[
            (name, None),
            ("errors", Some(Shade::Error)),
            ("warnings", Some(Shade::Warning)),
            ("infos", Some(Shade::Info)),
            ("known", Some(Shade::Known)),
        ]),
        rows: rows.into_iter().map(row).collect(),
    }
}
