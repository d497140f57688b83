//! Recommendations: what an advisor tells a customer about a resource, and what can be done.
//!
//! Owns the keys that are shown or checked. Owner, data source, test data and version are internal and have
//! no place here; the node has them.

use super::{list, text};
use crate::article::json::{Node, Object};

/// A recommendation.
#[derive(Clone, Debug)]
pub struct Recommendation<'a> {
    /// The whole.
    pub node: &'a Node,
    /// Its identity.
    pub type_id: Option<&'a str>,
    /// The service that makes it.
    pub offering_name: Option<&'a str>,
    /// Its internal name.
    pub friendly_name: Option<&'a str>,
    /// Cost, performance and so on.
    pub category: Option<&'a str>,
    /// How much it matters.
    pub impact: Option<&'a str>,
    /// The type of resource it is about.
    pub resource_type: Option<&'a str>,
    /// Whether it is active.
    pub metadata_state: Option<&'a str>,
    /// Its title.
    pub display_label: Option<&'a str>,
    /// What it says in a line.
    pub description: Option<&'a str>,
    /// What it says.
    pub long_description: Option<&'a str>,
    /// What is gained.
    pub potential_benefits: Option<&'a str>,
    /// A hint.
    pub tip: Option<&'a str>,
    /// The address to learn more at.
    pub learn_more_link: Option<&'a str>,
    /// What can be done.
    pub actions: Vec<Action<'a>>,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// The whole.
    pub node: &'a Node,
    /// Its identity.
    pub id: Option<&'a str>,
    /// `Document` or `Blade`.
    pub action_type: Option<&'a str>,
    /// What it does.
    pub description: Option<&'a str>,
    /// The page that explains it.
    pub document_link: Option<&'a str>,
    /// The extension of the portal that does it.
    pub extension_name: Option<&'a str>,
    /// The page of that extension.
    pub blade_name: Option<&'a str>,
    /// What the page is told.
    pub metadata: Option<&'a Object>,
}

impl<'a> Recommendation<'a> {
    /// The recommendation that `node` holds.
    pub fn new(node: &'a Node) -> Self {
        Self {
            node,
            type_id: text(node, "recommendationTypeId"),
            offering_name: text(node, "recommendationOfferingName"),
            friendly_name: text(node, "recommendationFriendlyName"),
            category: text(node, "recommendationCategory"),
            impact: text(node, "recommendationImpact"),
            resource_type: text(node, "recommendationResourceType"),
            metadata_state: text(node, "recommendationMetadataState"),
            display_label: text(node, "displayLabel"),
            description: text(node, "description"),
            long_description: text(node, "longDescription"),
            potential_benefits: text(node, "potentialBenefits"),
            tip: text(node, "tip"),
            learn_more_link: text(node, "learnMoreLink"),
            actions: list(node, "actions", Action::new),
        }
    }
}

impl<'a> Action<'a> {
    fn new(node: &'a Node) -> Self {
        Self {
            node,
            id: text(node, "actionId"),
            action_type: text(node, "actionType"),
            description: text(node, "description"),
            document_link: text(node, "documentLink"),
            extension_name: text(node, "extensionName"),
            blade_name: text(node, "bladeName"),
            metadata: node.get("metadata").and_then(Node::object),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::node;
    use super::*;

    #[test]
    fn a_recommendation_has_actions() {
        let node = node(
            r#"{"recommendationImpact": "High", "actions": [
                {"actionType": "Blade", "bladeName": "Page", "metadata": {"id": "{resourceId}"}}]}"#,
        );
        let recommendation = Recommendation::new(&node);
        assert_eq!(recommendation.impact, Some("High"));
        let action = &recommendation.actions[0];
        assert_eq!(action.blade_name, Some("Page"));
        assert_eq!(
            action.metadata.and_then(|data| data.get("ID")).and_then(Node::text),
            Some("{resourceId}")
        );
    }
}
