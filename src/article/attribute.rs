//! The attributes a header may hold, by their one right spelling.
//!
//! Knows names only; what the values mean belongs to `metadata`.

use strsim::osa_distance;

macro_rules! attributes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A known header attribute.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each variant is documented by its spelling, right beside it")]
        pub enum Attribute { $($(#[$doc])* $variant,)* }

        impl Attribute {
            /// Every known attribute.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The right spelling.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

attributes! {
    PageTitle = "pageTitle",
    Description = "description",
    ArticleId = "articleId",
    Service = "service",
    Resource = "resource",
    SelfHelpType = "selfHelpType",
    DisplayOrder = "displayOrder",
    SupportTopicIds = "supportTopicIds",
    ProductPesIds = "productPesIds",
    ResourceTags = "resourceTags",
    CloudEnvironments = "cloudEnvironments",
    DisableClouds = "disableClouds",
    Authors = "authors",
    MsAuthor = "ms.author",
    OwnershipId = "ownershipId",
    InfoBubbleText = "infoBubbleText",
    DiagnosticScenario = "diagnosticScenario",
    SchemaVersion = "schemaVersion",
    SymptomId = "symptomId",
    ArticleTags = "articleTags",
    SearchTags = "searchTags",
    Category = "category",
    ClientIds = "clientIds",
    ProductFamilyId = "productFamilyId",
    ResourceRequired = "resourceRequired",
    IssueNotListed = "issueNotListed",
    MappedToBucket = "mappedToBucket",
    UseAsAdditionalDetails = "useAsAdditionalDetails",
    MsService = "ms.service",
    Author = "author",
    AuthorAlias = "authorAlias",
    Editor = "editor",
    DocumentationCenter = "documentationCenter",
    IcmTeam = "icmTeam",
    IcmService = "icmService",
    FeedbackEmail = "feedbackEmail",
}

impl Attribute {
    /// The attribute that `name` spells, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.name().eq_ignore_ascii_case(name))
    }

    /// The attribute that `name` most likely means: at most two slips of the pen away, and closer than
    /// half its length.
    pub fn nearest(name: &str) -> Option<Self> {
        if name.len() < 5 || name.len() > 40 {
            return None;
        }
        let name = name.to_ascii_lowercase();
        let (distance, best) = Self::ALL
            .iter()
            .map(|known| (osa_distance(&name, &known.name().to_ascii_lowercase()), *known))
            .min_by_key(|(distance, _)| *distance)?;
        (distance <= 2).then_some(best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_in_any_case() {
        assert_eq!(Attribute::from_name("ARTICLEID"), Some(Attribute::ArticleId));
        assert_eq!(Attribute::from_name("ms.Author"), Some(Attribute::MsAuthor));
        assert_eq!(Attribute::from_name("articleTitle"), None);
    }

    #[test]
    fn slips_find_the_attribute_that_was_meant() {
        assert_eq!(Attribute::nearest("supportToicIds"), Some(Attribute::SupportTopicIds));
        assert_eq!(Attribute::nearest("infoBubbleTest"), Some(Attribute::InfoBubbleText));
        assert_eq!(Attribute::nearest("ms.authors"), Some(Attribute::MsAuthor));
        assert_eq!(Attribute::nearest("somethingElse"), None);
    }
}
