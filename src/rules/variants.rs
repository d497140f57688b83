//! Links that leave a variant: their target is not in every site that their article is in.

use super::{Family, Group, Rule, Severity};
use crate::{
    article::{
        Body,
        json::{Node, Value},
        kind::Kind,
        markdown::{cook::Cooked, outline::Outline},
        url::Destination,
    },
    config::Config,
    corpus::{Corpus, Entry, folder, join},
    diagnostic::Finding,
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, corpus: Some(run), ..Family::NONE };

const RULES: &[Rule] = &[Rule {
    name: "link-leaves-variant",
    group: Group::CrossFile,
    severity: Severity::Warning,
    summary: "A link leads to an article that a variant of the site does not have.",
    explanation: "Each variant of the site, as `[variants.NAME]` in casebook.toml describes it, has only some of the articles. In a variant that has this article and not the one behind the link, readers see the link's text and no link. The same goes for the solution of a problem in a menu, for links in the texts of forms, menus, trees and recommendations, and for topics of menus and trees: where a variant has no article of a topic, nothing stands below it.\n\nLink to an article that is in all variants in which this one is, say in the text what to do, or let the other article have the same clouds.",
    bad: &[],
    good: &[],
}];

fn run(corpus: &Corpus, config: &Config) -> Vec<(u32, Finding)> {
    let sites: Vec<(&str, Vec<bool>)> = config
        .variants
        .iter()
        .map(|variant| {
            let config = config.of_variant(variant);
            let has = corpus.entries.iter().map(|it| config.publishes(&it.article.metadata, &it.service.id));
            (&*variant.name, has.collect())
        })
        .collect();
    if sites.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, entry) in (0..).zip(&corpus.entries) {
        let mut looker = Looker { corpus, config, sites: &sites, index, entry, found: &mut found };
        match &entry.article.body {
            Body::Markdown(outline) => {
                for link in outline.links.iter().filter(|link| !link.image) {
                    looker.link(&link.url, link.span);
                }
            }
            Body::Json(body) => body.root.iter().for_each(|root| looker.node("", root)),
        }
    }
    found
}

/// Looks at what one article leads to.
struct Looker<'a> {
    corpus: &'a Corpus,
    config: &'a Config,
    /// The variants by name, with what each of them has.
    sites: &'a [(&'a str, Vec<bool>)],
    index: u32,
    entry: &'a Entry,
    found: &'a mut Vec<(u32, Finding)>,
}

impl Looker<'_> {
    /// A value of a JSON body, which is that of `key`; elements of a list are of its key.
    fn node(&mut self, key: &str, node: &Node) {
        match &node.value {
            Value::String(text) => {
                let is = |name: &str| key.eq_ignore_ascii_case(name);
                match self.entry.article.metadata.kind {
                    Kind::DiagnoseAndSolve if is("commonSolutionArticleId") => self.article(text, node.span),
                    Kind::DiagnoseAndSolve if is("supportTopicId") => self.topic(text, node.span),
                    Kind::SupportTopicDescription if is("id") => self.topic(text, node.span),
                    // Nothing else can hold a link.
                    kind if text.contains(['[', '<']) => {
                        let cooked = Cooked::new(text, 0, &mut Vec::new());
                        for link in Outline::new(&cooked, text, kind, &mut Vec::new()).links {
                            if !link.image {
                                self.link(&link.url, node.span);
                            }
                        }
                    }
                    _ => {}
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| self.node(key, element)),
            Value::Object(object) => {
                object.members.iter().for_each(|member| self.node(&member.key, &member.value));
            }
            _ => {}
        }
    }

    /// A link to `url`.
    fn link(&mut self, url: &str, span: Span) {
        match Destination::parse(url) {
            Destination::Article(id, _) => self.article(&id, span),
            Destination::Relative(path, _) => {
                let here = folder(&self.corpus.source(self.index).path);
                let target = self.corpus.at_path(&join(here, &path));
                self.lead(target.as_slice(), span);
            }
            _ => {}
        }
    }

    /// A link to the article with this id.
    fn article(&mut self, id: &str, span: Span) {
        self.lead(self.corpus.with_id(id.trim()), span);
    }

    /// A link to one of `targets`.
    fn lead(&mut self, targets: &[u32], span: Span) {
        // What leads nowhere at all is another rule's.
        let Some(target) = targets.first() else { return };
        if let Some(names) = self.without(targets) {
            let path = &self.corpus.source(*target).path;
            let message = format!("the link leads to {path}, which is not in {names}");
            self.say(message, "there its text is shown without a link", span);
        }
    }

    /// A topic with its articles below it.
    fn topic(&mut self, id: &str, span: Span) {
        let topic = id.trim().to_lowercase();
        let is_shown = |target: &u32| {
            let metadata = &self.corpus.entries[*target as usize].article.metadata;
            *target != self.index && self.config.audiences.contains(&metadata.kind.audience())
        };
        let targets: Vec<u32> =
            self.corpus.with_topic(&topic).iter().copied().filter(|target| is_shown(target)).collect();
        if targets.is_empty() {
            return;
        }
        if let Some(names) = self.without(&targets) {
            let message = format!("the topic `{topic}` has articles, but none that is in {names}");
            self.say(message, "there nothing is shown below it", span);
        }
    }

    /// The variants that have this article and none of `targets`, in words; `None` where there are none.
    fn without(&self, targets: &[u32]) -> Option<String> {
        let lacks = |has: &[bool]| !targets.iter().any(|target| has[*target as usize]);
        let lacking = self.sites.iter().filter(|(_, has)| has[self.index as usize] && lacks(has));
        let names: Vec<String> = lacking.map(|(name, _)| format!("`{name}`")).collect();
        match &*names {
            [] => None,
            [name] => Some(format!("the variant {name}")),
            _ => Some(format!("the variants {}", names.join(", "))),
        }
    }

    fn say(&mut self, message: String, help: &'static str, span: Span) {
        let finding = Finding::new("link-leaves-variant", span, message).help(help);
        self.found.push((self.entry.source, finding));
    }
}
