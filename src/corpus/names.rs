//! Names of topics: from trees, else from problem menus, else from the forms that list them.

use rustc_hash::FxHashMap;

use super::Entry;
use crate::article::{
    Body,
    json::Node,
    kind::{Audience, Kind},
    markdown::outline::{LONGEST_TITLE, cut},
};

type Names = FxHashMap<Box<str>, Box<str>>;

/// Names of topics by id, apart by the kind of article that gives them.
#[derive(Clone, Debug, Default)]
pub struct TopicNames {
    trees: Names,
    menus: Names,
    forms: Names,
}

impl TopicNames {
    /// The name of the topic `id` by the best source that `audiences` may read.
    pub fn get(&self, id: &str, audiences: &[Audience]) -> Option<&str> {
        [
            (Kind::SupportTopicDescription, &self.trees),
            (Kind::DiagnoseAndSolve, &self.menus),
            (Kind::ProblemScopingQuestions, &self.forms),
        ]
        .into_iter()
        .filter(|(kind, _)| audiences.contains(&kind.audience()))
        .find_map(|(_, names)| names.get(id))
        .map(|name| &**name)
    }
}

/// The names of every topic that something names. Entries come sorted by path, and the first name of a
/// source wins.
pub(super) fn topics<'e>(entries: impl Iterator<Item = &'e Entry>) -> TopicNames {
    let TopicNames { mut trees, mut menus, mut forms } = TopicNames::default();
    for entry in entries {
        let metadata = &entry.article.metadata;
        let root = match &entry.article.body {
            Body::Json(body) => body.root.as_ref(),
            Body::Markdown(_) => None,
        };
        match (metadata.kind, root) {
            (Kind::SupportTopicDescription, Some(root)) => tree(root, &mut trees),
            (Kind::DiagnoseAndSolve, Some(root)) => {
                root.get("commonProblems")
                    .map_or(&[][..], Node::elements)
                    .iter()
                    .for_each(|problem| menu(problem, &mut menus, 0));
            }
            (Kind::ProblemScopingQuestions, _) if !metadata.title.is_empty() => {
                let title = cut(&metadata.title, LONGEST_TITLE);
                for topic in &metadata.topics {
                    forms.entry(topic.clone()).or_insert_with(|| (*title).into());
                }
            }
            _ => {}
        }
    }
    TopicNames { trees, menus, forms }
}

fn tree(root: &Node, names: &mut Names) {
    for topic in root.get("supportTopics").map_or(&[][..], Node::elements) {
        name(topic.get("id"), topic.get("shortDescription"), names);
    }
}

fn menu(problem: &Node, names: &mut Names, depth: u32) {
    name(problem.get("supportTopicId"), problem.get("title"), names);
    if depth < 8 {
        problem
            .get("subProblems")
            .map_or(&[][..], Node::elements)
            .iter()
            .for_each(|problem| menu(problem, names, depth + 1));
    }
}

fn name(id: Option<&Node>, name: Option<&Node>, names: &mut Names) {
    let (Some(id), Some(name)) = (id.and_then(Node::text), name.and_then(Node::text)) else { return };
    let (id, name) = (id.trim().to_lowercase(), name.trim());
    if !id.is_empty() && !name.is_empty() {
        names.entry(id.into()).or_insert_with(|| (*cut(name, LONGEST_TITLE)).into());
    }
}
