//! Typed views of JSON bodies: a form, a problem menu, a topic tree, a recommendation.
//!
//! Owns the names of the keys and what type each value has. The views borrow from the tree, match keys
//! without regard to case, and leave out what is not there; what must be there is for rules to say.

mod form;
mod menu;
mod recommendation;
mod tree;

pub use form::{Choice, Control, DiagnosticCard, DynamicOptions, Form, FormElement, Validation, Visibility};
pub use menu::{Menu, Parameter, Problem, Tool};
pub use recommendation::{Action, Recommendation};
pub use tree::{ProductLink, Topic, TopicTree};

use super::json::Node;

/// What a JSON body holds.
#[derive(Clone, Debug)]
pub enum Document<'a> {
    /// problemScopingQuestions.
    Form(Form<'a>),
    /// `TSG_Questions`: a form of radio buttons that staff answer, without a head.
    Questions(Form<'a>),
    /// diagnoseandsolve.
    Menu(Menu<'a>),
    /// supportTopicDescription.
    TopicTree(TopicTree<'a>),
    /// advisorRecommendationMetadata.
    Recommendation(Box<Recommendation<'a>>),
    /// A kind without a JSON body, or one that is unknown here.
    Other(&'a Node),
}

/// The view of `node` that fits a kind, named as in selfHelpType, in any case.
pub fn document<'a>(kind_slug: &str, node: &'a Node) -> Document<'a> {
    match kind_slug.to_ascii_lowercase().as_str() {
        "problemscopingquestions" => Document::Form(Form::new(node)),
        "tsg_questions" => Document::Questions(Form::new(node)),
        "diagnoseandsolve" => Document::Menu(Menu::new(node)),
        "supporttopicdescription" => Document::TopicTree(TopicTree::new(node)),
        "advisorrecommendationmetadata" => Document::Recommendation(Box::new(Recommendation::new(node))),
        _ => Document::Other(node),
    }
}

/// The text of a key.
fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key)?.text()
}

/// The boolean of a key.
fn boolean(node: &Node, key: &str) -> Option<bool> {
    node.get(key)?.boolean()
}

/// The whole number of a key.
fn integer(node: &Node, key: &str) -> Option<i64> {
    node.get(key)?.integer()
}

/// The elements of a key's array, each as a view.
fn list<'a, T>(node: &'a Node, key: &str, view: impl Fn(&'a Node) -> T) -> Vec<T> {
    node.get(key).map(Node::elements).unwrap_or_default().iter().map(view).collect()
}

/// The object of a key, as a view.
fn object<'a, T>(node: &'a Node, key: &str, view: impl Fn(&'a Node) -> T) -> Option<T> {
    node.get(key).filter(|node| node.object().is_some()).map(view)
}

/// The parts of a list in a text, separated by commas or semicolons.
fn parts(text: Option<&str>) -> Vec<&str> {
    let parts = text.unwrap_or_default().split([',', ';']);
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    pub(super) fn node(json: &str) -> Node {
        let (node, findings) = super::super::json::read(json, Span::new(0, json.len()));
        assert_eq!(findings, []);
        node.unwrap()
    }

    #[test]
    fn a_kind_decides_about_the_view() {
        let node = node("{}");
        assert!(matches!(document("problemScopingQuestions", &node), Document::Form(_)));
        assert!(matches!(document("TSG_QUESTIONS", &node), Document::Questions(_)));
        assert!(matches!(document("diagnoseandsolve", &node), Document::Menu(_)));
        assert!(matches!(document("SupportTopicDescription", &node), Document::TopicTree(_)));
        assert!(matches!(document("advisorRecommendationMetadata", &node), Document::Recommendation(_)));
        assert!(matches!(document("generic", &node), Document::Other(_)));
    }
}
