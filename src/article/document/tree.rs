//! Topic trees: the topics of a product, with their names.
//!
//! Owns the keys of trees.

use super::{boolean, list, parts, text};
use crate::article::json::Node;

/// The topics of a product.
#[derive(Clone, Debug)]
pub struct TopicTree<'a> {
    /// The whole.
    pub node: &'a Node,
    /// The product's name or a line about it.
    pub short_description: Option<&'a str>,
    /// More about the product.
    pub long_description: Option<&'a str>,
    /// Up to three links to the product's documentation, those with an address.
    pub product_links: Vec<ProductLink<'a>>,
    /// The topics.
    pub support_topics: Vec<Topic<'a>>,
}

/// A link to a product's documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductLink<'a> {
    /// The address, never blank.
    pub url: &'a str,
    /// Its name.
    pub name: Option<&'a str>,
}

/// A topic of case submission.
#[derive(Clone, Debug)]
pub struct Topic<'a> {
    /// The whole.
    pub node: &'a Node,
    /// The topic's id.
    pub id: Option<&'a str>,
    /// Its name or a line about it.
    pub short_description: Option<&'a str>,
    /// More about it.
    pub long_description: Option<&'a str>,
    /// The group it is listed in.
    pub category: Option<&'a str>,
    /// Words that find it.
    pub search_tags: Vec<&'a str>,
    /// Whether the problem menu shows it.
    pub use_in_diagnose_and_solve: Option<bool>,
}

impl<'a> TopicTree<'a> {
    /// The tree that `node` holds.
    pub fn new(node: &'a Node) -> Self {
        let keys = [
            ("productLink1", "productLinkName1"),
            ("productLink2", "productLinkName2"),
            ("productLink3", "productLinkName3"),
        ];
        let link = |(url, name)| {
            let url = text(node, url).map(str::trim).filter(|url| !url.is_empty())?;
            Some(ProductLink { url, name: text(node, name).filter(|name| !name.trim().is_empty()) })
        };
        Self {
            node,
            short_description: text(node, "shortDescription"),
            long_description: text(node, "longDescription"),
            product_links: keys.into_iter().filter_map(link).collect(),
            support_topics: list(node, "supportTopics", Topic::new),
        }
    }
}

impl<'a> Topic<'a> {
    fn new(node: &'a Node) -> Self {
        Self {
            node,
            id: text(node, "id"),
            short_description: text(node, "shortDescription"),
            long_description: text(node, "longDescription"),
            category: text(node, "category"),
            search_tags: parts(text(node, "searchTags")),
            use_in_diagnose_and_solve: boolean(node, "useInDiagnoseAndSolve"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::node;
    use super::*;

    #[test]
    fn a_tree_has_links_and_topics() {
        let node = node(
            r#"{
              "shortDescription": "Printers", "productLink1": "https://example.org", "productLinkName1": "Manual",
              "productLink2": "", "productLink3": null,
              "SupportTopics": [{"id": "a", "shortDescription": "Paper", "useInDiagnoseAndSolve": "true"}]
            }"#,
        );
        let tree = TopicTree::new(&node);
        let link = ProductLink { url: "https://example.org", name: Some("Manual") };
        assert_eq!(tree.product_links, [link]);
        assert_eq!(tree.support_topics[0].use_in_diagnose_and_solve, Some(true));
    }
}
