//! `--report`: what a build changed and why, as JSON. The form is a contract, see `docs/publish.md`.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    commands::Failure,
    output::{Change, What, Written},
    site::Site,
    source,
};

/// The whole report.
#[derive(Serialize)]
pub(super) struct Report {
    version: u32,
    /// Whether nothing was written.
    dry_run: bool,
    sites: Vec<SiteChanges>,
}

/// What changed in one site.
#[derive(Serialize)]
pub(super) struct SiteChanges {
    /// The variant; null where there are none.
    variant: Option<String>,
    /// The site's folder.
    folder: String,
    articles: ArticleChanges,
    /// Bytes of the files that were added or changed.
    upload: u64,
    files: Vec<Change>,
}

/// Articles that a site gained, lost, or has at another address.
#[derive(Serialize, Default)]
struct ArticleChanges {
    gained: Vec<Row>,
    lost: Vec<Row>,
    moved: Vec<Moved>,
}

/// An article, as the catalog names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    path: String,
    article_id: Option<String>,
    url: String,
}

#[derive(Serialize)]
struct Moved {
    #[serde(flatten)]
    now: Row,
    before: String,
}

impl Report {
    pub(super) fn new(dry_run: bool, sites: Vec<SiteChanges>) -> Self {
        Self { version: 1, dry_run, sites }
    }

    /// The report as text.
    pub(super) fn text(&self) -> String {
        // Texts and numbers always serialize.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The articles that the site at `out` has before it is written.
pub(super) fn published(out: &Path) -> Result<Vec<Row>, Failure> {
    let catalog = source::read_if_present(&out.join("catalog.json"))?.unwrap_or_default();
    // One that cannot be read says of no article that it was there.
    Ok(serde_json::from_slice(&catalog).unwrap_or_default())
}

impl SiteChanges {
    pub(super) fn new(
        variant: Option<&str>,
        out: &Path,
        before: &[Row],
        site: &Site<'_>,
        written: &Written,
    ) -> Self {
        Self {
            variant: variant.map(str::to_owned),
            folder: out.display().to_string(),
            articles: articles(before, site),
            upload: written
                .changes
                .iter()
                .filter(|change| change.change != What::Removed)
                .map(|change| change.bytes)
                .sum(),
            files: written.changes.clone(),
        }
    }

    /// Of a site that is no longer a variant and was removed; it had the articles `lost`.
    pub(super) fn removed(variant: &str, out: &Path, mut lost: Vec<Row>, written: &Written) -> Self {
        lost.sort();
        Self {
            variant: Some(variant.to_owned()),
            folder: out.display().to_string(),
            articles: ArticleChanges { lost, ..ArticleChanges::default() },
            upload: 0,
            files: written.changes.clone(),
        }
    }
}

/// An article is the same as before if it has the same id, or else the same path.
fn articles(before: &[Row], site: &Site<'_>) -> ArticleChanges {
    let name = |row: &Row| match &row.article_id {
        Some(id) => format!("id {}", id.to_lowercase()),
        None => format!("path {}", row.path),
    };
    let mut gone: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in before.iter().rev() {
        gone.entry(name(row)).or_default().push(row);
    }
    let mut changes = ArticleChanges::default();
    for (index, entry) in site.entries() {
        let row = Row {
            path: site.corpus.source(index).path.to_string(),
            article_id: entry.article.metadata.article_id.as_deref().map(str::to_owned),
            url: entry.address.to_string(),
        };
        match gone.get_mut(&name(&row)).and_then(Vec::pop) {
            None => changes.gained.push(row),
            Some(old) if old.url != row.url => {
                changes.moved.push(Moved { now: row, before: old.url.clone() });
            }
            Some(_) => {}
        }
    }
    changes.lost = gone.into_values().flatten().cloned().collect();
    changes.lost.sort();
    changes
}
