//! The kinds of article (`selfHelpType`), whom each is for and what its body is made of.

macro_rules! kinds {
    ($($variant:ident = $name:literal, $label:literal, $audience:ident, $body:ident;)*) => {
        /// What an article is, by its `selfHelpType`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each variant is documented by its spelling and label, right beside it")]
        pub enum Kind {
            $($variant,)*
            /// No kind given, or one that is not known: shown like a customer's article.
            Unknown,
        }

        impl Kind {
            /// Every kind with a name, customer kinds first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The spelling used in headers; `unknown` for [`Kind::Unknown`].
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Unknown => "unknown" }
            }

            /// What readers see.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* Self::Unknown => "Article" }
            }

            /// Whom it is for.
            pub fn audience(self) -> Audience {
                match self { $(Self::$variant => Audience::$audience,)* Self::Unknown => Audience::Customer }
            }

            /// What its body is made of.
            pub fn body_form(self) -> BodyForm {
                match self { $(Self::$variant => BodyForm::$body,)* Self::Unknown => BodyForm::Markdown }
            }
        }
    };
}

kinds! {
    Generic = "generic", "Solution", Customer, Markdown;
    Resource = "resource", "Resource guide", Customer, Markdown;
    Apollo = "Apollo", "Guided solution", Customer, Markdown;
    DiagnoseAndSolve = "diagnoseandsolve", "Problem menu", Customer, Json;
    Tools = "tools", "Tools", Customer, Markdown;
    PartnerCenterQuickStart = "PartnerCenterQuickStart", "Quick start", Customer, Markdown;
    ProblemScopingQuestions = "problemScopingQuestions", "Scoping form", Portal, Json;
    Diagnostics = "diagnostics", "Diagnostic result", Portal, Markdown;
    Rca = "rca", "Root cause analysis", Portal, Markdown;
    ServiceHealthInsights = "servicehealthinsights", "Service health", Portal, Markdown;
    TsgContent = "TSG_Content", "Troubleshooting guide", Staff, Markdown;
    TsgDescription = "TSG_Description", "Guide introduction", Staff, Markdown;
    TsgQuestions = "TSG_Questions", "Guide questions", Staff, Json;
    Recommendation = "advisorRecommendationMetadata", "Recommendation", Staff, Json;
    SupportTopicDescription = "supportTopicDescription", "Topic tree", Staff, Json;
}

impl Kind {
    /// The kind that `name` spells, whatever its case. `health` is an older name of
    /// `servicehealthinsights`.
    pub fn from_name(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("health") {
            return Some(Self::ServiceHealthInsights);
        }
        Self::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// Whom an article is for. Ordered: customers come first in every list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// People with a problem.
    Customer,
    /// The provider's portal shows it in its own places.
    Portal,
    /// The provider's support staff.
    Staff,
}

impl Audience {
    /// Every audience in order.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Portal, Self::Staff];

    /// The word used in `casebook.toml` and `catalog.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Portal => "portal",
            Self::Staff => "staff",
        }
    }
}

/// What a body is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyForm {
    /// Markdown with portal constructs.
    Markdown,
    /// A headline and one JSON object between `---` lines.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_match_in_any_case() {
        assert_eq!(Kind::from_name("GENERIC"), Some(Kind::Generic));
        assert_eq!(Kind::from_name("tsg_content"), Some(Kind::TsgContent));
        assert_eq!(Kind::from_name("health"), Some(Kind::ServiceHealthInsights));
        assert_eq!(Kind::from_name("resource, generic"), None);
    }
}
