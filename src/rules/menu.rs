//! What problem menus and topic trees must hold.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::{
    Context, Family, Group, Rule, Severity,
    fields::{Fields, is_blank, opening, shared_ids},
};
use crate::{
    article::{
        Body,
        json::{Node, Places, Value},
        kind::{Audience, Kind},
    },
    corpus::Corpus,
    diagnostic::Finding,
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family =
    Family { rules: RULES, article: Some(run), among: Some(unknown_topics), ..Family::NONE };

const MENU: &[&str] = &["$schema", "commonProblems", "troubleshootingTools"];
const PROBLEM: &[&str] = &["id", "title", "supportTopicId", "commonSolutionArticleId", "subProblems"];
const TOOL: &[&str] = &["id", "title", "type", "bladeLink"];
const TREE: &[&str] = &["$schema", "shortDescription", "longDescription", "supportTopics"];
const TOPIC: &[&str] = &["id", "shortDescription"];

/// Problems inside problems deeper than this are not checked.
const DEPTH: usize = 8;

const RULES: &[Rule] = &[
    Rule {
        name: "menu-missing-key",
        group: Group::Menu,
        severity: Severity::Warning,
        summary: "A problem menu, or a problem or tool of one, lacks a key that it needs.",
        explanation: "A menu is `commonProblems` and `troubleshootingTools`, which may be empty lists. A \
            problem without a `title` is an empty line of the menu, and one without an `id` cannot be \
            counted or linked to; a tool needs both, and `bladeLink` to open.\n\nAdd the key. A problem that only gathers \
            `subProblems` needs no id.",
        bad: &[
            "kind: diagnoseandsolve\n# Buckets\n---\n{\"commonProblems\": [\n  ⟦{⟧\"id\": \"bucket_full\", \"supportTopicId\": \"32600101\"}\n], \"troubleshootingTools\": []}\n---",
            "kind: diagnoseandsolve\n# Buckets\n---\n⟦{⟧\"commonProblems\": []}\n---",
        ],
        good: &[
            "kind: diagnoseandsolve\n# Buckets\n---\n{\"commonProblems\": [\n  {\"id\": \"bucket_full\", \"title\": \"A bucket is full\", \"supportTopicId\": \"32600101\"}\n], \"troubleshootingTools\": []}\n---",
        ],
    },
    Rule {
        name: "menu-duplicate-id",
        group: Group::Menu,
        severity: Severity::Warning,
        summary: "Two problems or tools of a menu have the same id.",
        explanation: "The portal keeps one entry for each id, so the other is not in the menu, and what \
            customers chose is counted for both.\n\nGive the later one an id of its own, or remove it if it \
            is a copy.",
        bad: &[
            "kind: diagnoseandsolve\n# Buckets\n---\n{\"commonProblems\": [\n  {\"id\": ⟦\"bucket_full\"⟧, \"title\": \"A bucket is full\"},\n  {\"id\": ⟦\"bucket_full\"⟧, \"title\": \"A bucket is slow\"}\n], \"troubleshootingTools\": []}\n---",
        ],
        good: &[
            "kind: diagnoseandsolve\n# Buckets\n---\n{\"commonProblems\": [\n  {\"id\": \"bucket_full\", \"title\": \"A bucket is full\"},\n  {\"id\": \"bucket_slow\", \"title\": \"A bucket is slow\"}\n], \"troubleshootingTools\": []}\n---",
        ],
    },
    Rule {
        name: "menu-leads-nowhere",
        group: Group::Menu,
        severity: Severity::Warning,
        summary: "A problem of a menu names neither an article nor a topic nor a symptom.",
        explanation: "The reader finds the problem and is left with it: nothing opens.\n\nAdd \
            `commonSolutionArticleId` with the id of an article, `supportTopicId` with a topic of case \
            submission, or `symptomId` with one that diagnostics know; or gather special cases under \
            `subProblems`.",
        bad: &[
            "kind: diagnoseandsolve\n# Buckets\n---\n{\"commonProblems\": [\n  {\"id\": ⟦\"bucket_full\"⟧, \"title\": \"A bucket is full\", \"supportTopicId\": \"\"}\n], \"troubleshootingTools\": []}\n---",
        ],
        good: &[
            "kind: diagnoseandsolve\n# Buckets\n---\n{\"commonProblems\": [\n  {\"id\": \"bucket_full\", \"title\": \"A bucket is full\", \"supportTopicId\": \"32600101\"}\n], \"troubleshootingTools\": []}\n---",
        ],
    },
    Rule {
        name: "menu-topic-unknown",
        group: Group::Menu,
        severity: Severity::Warning,
        summary: "A problem of a menu names a topic that no article and no tree has.",
        explanation: "The problem leads to a topic of case submission for which there is nothing to read. \
            Mostly the topic was replaced by another one.\n\nUse the topic that the articles about the \
            problem list in `supportTopicIds`.",
        bad: &[
            "=== articles/halden.storage/storage-menu.md\n<properties pageTitle=\"Buckets\" articleId=\"storage-menu\" selfHelpType=\"diagnoseandsolve\" cloudEnvironments=\"public\" />\n# Buckets\n---\n{\"commonProblems\": [{\"id\": \"bucket_full\", \"title\": \"A bucket is full\", \"supportTopicId\": ⟦\"32600999\"⟧}], \"troubleshootingTools\": []}\n---",
        ],
        good: &[
            "=== articles/halden.storage/storage-menu.md\n<properties pageTitle=\"Buckets\" articleId=\"storage-menu\" selfHelpType=\"diagnoseandsolve\" cloudEnvironments=\"public\" />\n# Buckets\n---\n{\"commonProblems\": [{\"id\": \"bucket_full\", \"title\": \"A bucket is full\", \"supportTopicId\": \"32600101\"}], \"troubleshootingTools\": []}\n---\n=== articles/halden.storage/storage-bucket-full.md\n<properties pageTitle=\"A bucket is full\" articleId=\"storage-bucket-full\" supportTopicIds=\"32600101\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# A bucket is full\n",
        ],
    },
    Rule {
        name: "tree-missing-id",
        group: Group::Menu,
        severity: Severity::Warning,
        summary: "A topic of a tree has no id.",
        explanation: "A tree gives the topics of a product their names; a name without an id belongs to no \
            topic and is never shown.\n\nAdd the id of the topic, or remove the entry.",
        bad: &[
            "kind: supportTopicDescription\n# Buckets\n---\n{\"shortDescription\": \"Buckets\", \"supportTopics\": [\n  ⟦{⟧\"shortDescription\": \"A bucket is full\"}\n]}\n---",
        ],
        good: &[
            "kind: supportTopicDescription\n# Buckets\n---\n{\"shortDescription\": \"Buckets\", \"supportTopics\": [\n  {\"id\": \"32600101\", \"shortDescription\": \"A bucket is full\"}\n]}\n---",
        ],
    },
    Rule {
        name: "tree-missing-key",
        group: Group::Menu,
        severity: Severity::Warning,
        summary: "A topic tree, or a topic of one, lacks a key that it needs.",
        explanation: "A tree names a product and its topics: without `shortDescription` the product or \
            the topic has no name, and without `supportTopics` there is nothing to name.\n\nAdd the key with its value.",
        bad: &[
            "kind: supportTopicDescription\n# Buckets\n---\n{\"shortDescription\": \"Buckets\", \"longDescription\": \"\", \"supportTopics\": [\n  ⟦{⟧\"id\": \"32600101\", \"shortDescription\": \"\"}\n]}\n---",
            "kind: supportTopicDescription\n# Buckets\n---\n⟦{⟧\"shortDescription\": \"Buckets\"}\n---",
        ],
        good: &[
            "kind: supportTopicDescription\n# Buckets\n---\n{\"shortDescription\": \"Buckets\", \"longDescription\": \"\", \"supportTopics\": [\n  {\"id\": \"32600101\", \"shortDescription\": \"A bucket is full\"}\n]}\n---",
        ],
    },
    Rule {
        name: "tree-duplicate-id",
        group: Group::Menu,
        severity: Severity::Warning,
        summary: "Two topics of a tree have the same id.",
        explanation: "A topic has one name and one place: which of the two entries counts is chance.\n\nMend \
            the id of the one that was copied, or remove it.",
        bad: &[
            "kind: supportTopicDescription\n# Buckets\n---\n{\"supportTopics\": [\n  {\"id\": ⟦\"32600101\"⟧, \"shortDescription\": \"A bucket is full\"},\n  {\"id\": ⟦\"32600101\"⟧, \"shortDescription\": \"A bucket is slow\"}\n]}\n---",
        ],
        good: &[
            "kind: supportTopicDescription\n# Buckets\n---\n{\"supportTopics\": [\n  {\"id\": \"32600101\", \"shortDescription\": \"A bucket is full\"},\n  {\"id\": \"32600102\", \"shortDescription\": \"A bucket is slow\"}\n]}\n---",
        ],
    },
];

fn run(context: &Context<'_>, found: &mut Vec<Finding>) {
    let check = match context.kind() {
        Kind::DiagnoseAndSolve => menu,
        Kind::SupportTopicDescription => tree,
        _ => return,
    };
    if let Some(node) = context.json().filter(|node| node.object().is_some()) {
        check(context, node, found);
    }
}

fn menu(_: &Context<'_>, node: &Node, found: &mut Vec<Finding>) {
    let fields = Fields::new(node, MENU);
    missing("menu-missing-key", &fields, "this menu", &["commonProblems", "troubleshootingTools"], found);
    let mut ids = Vec::new();
    problems(fields.elements("commonProblems"), 0, &mut ids, found);
    found.extend(shared_ids("menu-duplicate-id", "problem", ids.into_iter()));
    let mut ids = Vec::new();
    for node in objects(fields.elements("troubleshootingTools")) {
        let tool = Fields::new(node, TOOL);
        missing("menu-missing-key", &tool, "this tool", &["id", "title", "bladeLink"], found);
        ids.extend(id(&tool));
    }
    found.extend(shared_ids("menu-duplicate-id", "tool", ids.into_iter()));
}

fn problems<'a>(nodes: &'a [Node], depth: usize, ids: &mut Vec<(&'a str, Span)>, found: &mut Vec<Finding>) {
    if depth > DEPTH {
        return;
    }
    for node in objects(nodes) {
        let problem = Fields::new(node, PROBLEM);
        let gathers = !problem.elements("subProblems").is_empty();
        missing(
            "menu-missing-key",
            &problem,
            "this problem",
            if gathers { &["title"] } else { &["id", "title"] },
            found,
        );
        ids.extend(id(&problem));
        let leads = ["supportTopicId", "commonSolutionArticleId"]
            .iter()
            .any(|name| problem.get(name).is_some_and(|node| !is_blank(node)))
            || node.get("symptomId").is_some_and(|node| !is_blank(node));
        if !gathers && !leads {
            let place = id(&problem).map_or(opening(node), |(_, span)| span);
            found.push(
                Finding::new("menu-leads-nowhere", place, "this problem leads nowhere")
                    .help("add `commonSolutionArticleId`, `supportTopicId` or `symptomId`"),
            );
        }
        problems(problem.elements("subProblems"), depth + 1, ids, found);
    }
}

/// Looks for the topics of a menu's problems among the articles.
fn unknown_topics(corpus: &Corpus, context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.kind() == Kind::DiagnoseAndSolve
        && let Some(node) = context.json().filter(|node| node.object().is_some())
    {
        let named = OnceCell::new();
        let is_known = |topic: &str| {
            !corpus.with_topic(topic).is_empty()
                // A menu that names the topic gives it a name too, so a name alone does not decide.
                || corpus.topic_name(topic, &Audience::ALL).is_some()
                    && named.get_or_init(|| named_by_trees(corpus)).contains(topic)
        };
        topics_of(&is_known, context, Fields::new(node, MENU).elements("commonProblems"), 0, found);
    }
}

fn topics_of(
    is_known: &dyn Fn(&str) -> bool,
    context: &Context<'_>,
    nodes: &[Node],
    depth: usize,
    found: &mut Vec<Finding>,
) {
    if depth > DEPTH {
        return;
    }
    for node in objects(nodes) {
        let problem = Fields::new(node, PROBLEM);
        let value = problem.get("supportTopicId").filter(|_| problem.text("supportTopicId").is_some());
        for (topic, span) in value.into_iter().flat_map(|value| topics(context.text, value)) {
            if !is_known(topic) {
                found.push(
                    Finding::new("menu-topic-unknown", span, format!("no article lists the topic `{topic}`"))
                        .help("use a topic that the articles about this problem list"),
                );
            }
        }
        topics_of(is_known, context, problem.elements("subProblems"), depth + 1, found);
    }
}

/// The topics that `value` lists, with their places; a topic alone has the place of the whole value.
fn topics<'a>(text: &str, value: &'a Node) -> Vec<(&'a str, Span)> {
    let list = value.text().unwrap_or_default();
    let parts = list.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut places = Places::new(value, text);
    let parts: Vec<(&str, Span)> = parts.map(|part| (part, places.locate(Span::of(part, list)))).collect();
    match parts.as_slice() {
        [(only, _)] => vec![(only, value.span)],
        _ => parts,
    }
}

/// The topics that trees name.
fn named_by_trees(corpus: &Corpus) -> FxHashSet<&str> {
    let trees =
        corpus.entries.iter().filter(|entry| entry.article.metadata.kind == Kind::SupportTopicDescription);
    let roots = trees.filter_map(|entry| match &entry.article.body {
        Body::Json(body) => body.root.as_ref(),
        Body::Markdown(_) => None,
    });
    let topics = roots.filter_map(|root| root.get("supportTopics")).flat_map(Node::elements);
    topics.filter_map(|topic| topic.get("id")?.text()).collect()
}

fn tree(_: &Context<'_>, node: &Node, found: &mut Vec<Finding>) {
    let fields = Fields::new(node, TREE);
    // Many trees leave the product's own name blank: the site has it from elsewhere.
    for name in ["shortDescription", "supportTopics"].into_iter().filter(|name| fields.lacks(name)) {
        found.push(lacking("tree-missing-key", node, "this tree", name));
    }
    let mut ids = Vec::new();
    for node in objects(fields.elements("supportTopics")) {
        let topic = Fields::new(node, TOPIC);
        missing("tree-missing-id", &topic, "this topic", &["id"], found);
        missing("tree-missing-key", &topic, "this topic", &["shortDescription"], found);
        ids.extend(id(&topic));
    }
    found.extend(shared_ids("tree-duplicate-id", "topic", ids.into_iter()));
}

fn objects(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    nodes.iter().filter(|node| node.object().is_some())
}

/// The id of an entry, with its place.
fn id<'a>(fields: &Fields<'a>) -> Option<(&'a str, Span)> {
    Some((fields.text("id")?, fields.get("id")?.span))
}

/// Reports the keys of `names` that `fields` lacks or has blank, at the brace; an empty list is no blank.
fn missing(rule: &'static str, fields: &Fields<'_>, what: &str, names: &[&str], found: &mut Vec<Finding>) {
    for name in names {
        let is_there =
            fields.get(name).is_some_and(|node| !is_blank(node) || matches!(node.value, Value::Array(_)));
        if !is_there {
            found.push(lacking(rule, fields.node, what, name));
        }
    }
}

fn lacking(rule: &'static str, node: &Node, what: &str, name: &str) -> Finding {
    Finding::new(rule, opening(node), format!("{what} has no `{name}`")).help(format!("add `\"{name}\": …`"))
}
