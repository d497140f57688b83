//! What cases begin with: the files of `tests/seeds`, the examples of the rules, and articles of a folder.

use std::path::Path;

use casebook::rules::{self, example};

use super::{Target, files};

/// The texts that cases of each target begin with.
pub(crate) struct Seeds([Vec<Vec<u8>>; Target::ALL.len()]);

impl Seeds {
    /// The seeds of the project in `root`, and those of the folder `corpus` with articles.
    pub(crate) fn new(root: &Path, corpus: Option<&Path>) -> Self {
        let folder = root.join("tests/seeds");
        let mut seeds = Target::ALL.map(|target| {
            files(&folder.join(target.to_string())).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>()
        });
        for rule in rules::all() {
            for snippet in rule.bad.iter().chain(rule.good) {
                for source in example::corpus(snippet).0.sources {
                    let text = source.text.as_bytes().to_vec();
                    seeds[article_target(rule.group) as usize].push(text);
                }
            }
        }
        for article in corpus.map(articles).unwrap_or_default() {
            let has = |word: &[u8]| article.windows(word.len()).any(|window| window == word);
            let target = if has(b"\n---") && has(b"{") { Target::Json } else { Target::Body };
            seeds[target as usize].push(article.clone());
            seeds[Target::Header as usize].push(article);
        }
        for of_target in &mut seeds {
            // An empty text is a seed too, and a target is never without any.
            of_target.push(Vec::new());
        }
        Self(seeds)
    }

    /// Those of `target`; at least one.
    pub(super) fn of(&self, target: Target) -> &[Vec<u8>] {
        &self.0[target as usize]
    }
}

fn article_target(group: rules::Group) -> Target {
    use rules::Group;
    match group {
        Group::Header | Group::Attribute | Group::File | Group::CrossFile => Target::Header,
        Group::Json | Group::Form | Group::Advisor | Group::Menu => Target::Json,
        Group::Casebook => Target::Ignores,
        _ => Target::Body,
    }
}

/// Every thirtieth article of moderate size below `folder`.
#[expect(clippy::disallowed_methods, reason = "a corpus is a folder of files")]
fn articles(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = casebook::source::list_files(folder).unwrap_or_default();
    paths.retain(|(name, _)| name.to_ascii_lowercase().ends_with(".md"));
    let read = paths.iter().step_by(30).filter_map(|(_, path)| std::fs::read(path).ok());
    read.filter(|bytes| bytes.len() < 12_000).collect()
}
