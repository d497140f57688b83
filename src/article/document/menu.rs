//! Problem menus: common problems that lead to articles and topics, and tools.
//!
//! Owns the keys of menus. Whether the articles and topics exist is not known here.

use super::{list, parts, text};
use crate::article::json::Node;

/// A menu of common problems.
#[derive(Clone, Debug)]
pub struct Menu<'a> {
    /// The whole.
    pub node: &'a Node,
    /// The problems.
    pub common_problems: Vec<Problem<'a>>,
    /// The tools.
    pub troubleshooting_tools: Vec<Tool<'a>>,
}

/// A problem and where it leads.
#[derive(Clone, Debug)]
pub struct Problem<'a> {
    /// The whole.
    pub node: &'a Node,
    /// Its identity in the menu.
    pub id: Option<&'a str>,
    /// The problem.
    pub title: Option<&'a str>,
    /// More about it.
    pub description: Option<&'a str>,
    /// The group it is listed in.
    pub category: Option<&'a str>,
    /// Words that find it.
    pub search_tags: Vec<&'a str>,
    /// The topic of case submission that it is about.
    pub support_topic_id: Option<&'a str>,
    /// The article that solves it.
    pub common_solution_article_id: Option<&'a str>,
    /// The symptom that diagnostics know it as.
    pub symptom_id: Option<&'a str>,
    /// Its special cases.
    pub sub_problems: Vec<Problem<'a>>,
}

/// A tool of the portal.
#[derive(Clone, Debug)]
pub struct Tool<'a> {
    /// The whole.
    pub node: &'a Node,
    /// Its identity in the menu.
    pub id: Option<&'a str>,
    /// Its name.
    pub title: Option<&'a str>,
    /// What it does.
    pub description: Option<&'a str>,
    /// The group it is listed in.
    pub category: Option<&'a str>,
    /// Words that find it.
    pub search_tags: Vec<&'a str>,
    /// How it opens.
    pub kind: Option<&'a str>,
    /// The extension of the portal that has it.
    pub extension_name: Option<&'a str>,
    /// The page of that extension.
    pub blade_name: Option<&'a str>,
    /// What the page is told.
    pub parameters: Vec<Parameter<'a>>,
}

/// A parameter of a tool's page.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Its value.
    pub value: Option<&'a str>,
}

impl<'a> Menu<'a> {
    /// The menu that `node` holds.
    pub fn new(node: &'a Node) -> Self {
        Self {
            node,
            common_problems: list(node, "commonProblems", Problem::new),
            troubleshooting_tools: list(node, "troubleshootingTools", Tool::new),
        }
    }

    /// All problems with their special cases, in the order of the file.
    pub fn problems(&self) -> Vec<&Problem<'a>> {
        let mut all = Vec::new();
        collect(&self.common_problems, &mut all);
        all
    }
}

/// Adds `problems` and theirs; no deeper than the brackets of the file.
fn collect<'b, 'a>(problems: &'b [Problem<'a>], all: &mut Vec<&'b Problem<'a>>) {
    for problem in problems {
        all.push(problem);
        collect(&problem.sub_problems, all);
    }
}

impl<'a> Problem<'a> {
    fn new(node: &'a Node) -> Self {
        Self {
            node,
            id: text(node, "id"),
            title: text(node, "title"),
            description: text(node, "description"),
            category: text(node, "category"),
            search_tags: parts(text(node, "searchTags")),
            support_topic_id: text(node, "supportTopicId"),
            common_solution_article_id: text(node, "commonSolutionArticleId"),
            symptom_id: text(node, "symptomId"),
            sub_problems: list(node, "subProblems", Problem::new),
        }
    }
}

impl<'a> Tool<'a> {
    fn new(node: &'a Node) -> Self {
        let link = node.get("bladeLink").unwrap_or(node);
        Self {
            node,
            id: text(node, "id"),
            title: text(node, "title"),
            description: text(node, "description"),
            category: text(node, "category"),
            search_tags: parts(text(node, "searchTags")),
            kind: text(node, "type"),
            extension_name: text(link, "extensionName"),
            blade_name: text(link, "bladeName"),
            parameters: list(link, "parameters", |parameter| Parameter {
                name: text(parameter, "name"),
                value: text(parameter, "value"),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::node;
    use super::*;

    #[test]
    fn a_menu_has_problems_and_tools() {
        let node = node(
            r#"{
              "commonProblems": [{"id": "a", "supportTopicId": 7, "searchTags": "x, y; z",
                                  "subProblems": [{"id": "b", "commonSolutionArticleId": "c"}]}],
              "troubleshootingTools": [{"id": "t", "bladeLink": {"bladeName": "Page",
                                        "parameters": [{"name": "n", "value": 1}]}}]
            }"#,
        );
        let menu = Menu::new(&node);
        let ids: Vec<_> = menu.problems().iter().filter_map(|problem| problem.id).collect();
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(menu.common_problems[0].support_topic_id, Some("7"));
        assert_eq!(menu.common_problems[0].search_tags, ["x", "y", "z"]);
        let tool = &menu.troubleshooting_tools[0];
        assert_eq!((tool.blade_name, tool.parameters[0].value), (Some("Page"), Some("1")));
    }
}
