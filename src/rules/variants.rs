//! Links that leave a variant: their target is not in every site that their article is in.

use super::{Family, Group, Rule, Severity};
use crate::{
    article::{Body, url::Destination},
    config::Config,
    corpus::{Corpus, folder, join},
    diagnostic::Finding,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, corpus: Some(run), ..Family::NONE };

const RULES: &[Rule] = &[Rule {
    name: "link-leaves-variant",
    group: Group::CrossFile,
    severity: Severity::Warning,
    summary: "A link leads to an article that a variant of the site does not have.",
    explanation: "Each variant of the site, as `[variants.NAME]` in casebook.toml describes it, has only some of the articles. In a variant that has this article and not the one behind the link, readers see the link's text and no link.\n\nLink to an article that is in all variants in which this one is, say in the text what to do, or let the other article have the same clouds.",
    bad: &[],
    good: &[],
}];

fn run(corpus: &Corpus, config: &Config) -> Vec<(u32, Finding)> {
    let variants: Vec<(&str, Vec<bool>)> = config
        .variants
        .iter()
        .map(|variant| {
            let config = config.of_variant(variant);
            let has = corpus.entries.iter().map(|it| config.publishes(&it.article.metadata, &it.service.id));
            (&*variant.name, has.collect())
        })
        .collect();
    let mut found = Vec::new();
    if variants.is_empty() {
        return found;
    }
    for (index, entry) in corpus.entries.iter().enumerate() {
        let Body::Markdown(outline) = &entry.article.body else { continue };
        for link in outline.links.iter().filter(|link| !link.image) {
            let targets: Vec<u32> = match Destination::parse(&link.url) {
                Destination::Article(id, _) => corpus.with_id(&id).to_vec(),
                Destination::Relative(path, _) => {
                    let here = folder(&corpus.source(index as u32).path);
                    corpus.at_path(&join(here, &path)).into_iter().collect()
                }
                _ => continue,
            };
            // What leads nowhere at all is another rule's.
            let Some(target) = targets.first() else { continue };
            let without: Vec<&str> = variants
                .iter()
                .filter(|(_, has)| has[index] && !targets.iter().any(|target| has[*target as usize]))
                .map(|(name, _)| *name)
                .collect();
            if !without.is_empty() {
                let path = &corpus.source(*target).path;
                let names = without.join("`, `");
                let message = format!("the link leads to {path}, which is not in the variant `{names}`");
                let finding = Finding::new("link-leaves-variant", link.span, message);
                found.push((entry.source, finding.help("there its text is shown without a link")));
            }
        }
    }
    found
}
