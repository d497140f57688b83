//! Forms: the questions that a customer answers before a case is opened.
//!
//! Owns the keys of forms and their elements. Knows nothing of how a form is shown.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::{boolean, integer, list, object, parts, text};
use crate::article::json::Node;
use crate::article::visibility::{Expr, ExprError, parse};

/// A form.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    /// The whole.
    pub node: &'a Node,
    /// What the form is about.
    pub title: Option<&'a str>,
    /// Whether a resource must be chosen first.
    pub resource_required: Option<bool>,
    /// Whether a subscription must be chosen first.
    pub subscription_required: Option<bool>,
    /// Which files help.
    pub file_attachment_hint: Option<&'a str>,
    /// The diagnostics that run with the answers.
    pub diagnostic_card: Option<DiagnosticCard<'a>>,
    /// The questions in the order of the file; [`Form::ordered`] has them as shown.
    pub elements: Vec<FormElement<'a>>,
    names: OnceCell<Names<'a>>,
}

/// What conditions name in a form, once one was looked up.
#[derive(Clone, Debug, Default)]
struct Names<'a> {
    /// The first element of each id.
    ids: FxHashMap<&'a str, usize>,
    /// The same, by the id in lower case.
    folded: FxHashMap<String, usize>,
    /// The text of each element's first option of a value.
    texts: FxHashMap<(usize, &'a str), Option<&'a str>>,
}

/// What is said about the diagnostics of a form.
#[derive(Clone, Copy, Debug)]
pub struct DiagnosticCard<'a> {
    /// Its title.
    pub title: Option<&'a str>,
    /// What it does.
    pub description: Option<&'a str>,
    /// What it says when it found nothing.
    pub insight_not_available_text: Option<&'a str>,
}

/// One question, or one text between the questions.
#[derive(Clone, Debug)]
pub struct FormElement<'a> {
    /// The whole.
    pub node: &'a Node,
    /// What visibility expressions call it.
    pub id: Option<&'a str>,
    /// Its place.
    pub order: Option<i64>,
    /// What it is.
    pub control: Control,
    /// What it is, as it is written.
    pub control_type: Option<&'a str>,
    /// The question.
    pub display_label: Option<&'a str>,
    /// What stands in the field before an answer.
    pub watermark_text: Option<&'a str>,
    /// The explanation.
    pub info_balloon_text: Option<&'a str>,
    /// Whether it must be answered.
    pub required: Option<bool>,
    /// The answers of a drop-down list.
    pub dropdown_options: Vec<Choice<'a>>,
    /// The answers of radio buttons.
    pub radio_button_options: Vec<Choice<'a>>,
    /// Answers that are asked from a service.
    pub dynamic_dropdown_options: Option<DynamicOptions<'a>>,
    /// A text that is asked from a service: what is shown when it does not answer.
    pub dynamic_default_text: Option<&'a str>,
    /// When it is shown; absent means always.
    pub visibility: Option<Visibility<'a>>,
    /// Hints below the field.
    pub hints: Vec<&'a str>,
    /// The text of an information block.
    pub content: Option<&'a str>,
    /// The height of a text field.
    pub number_of_lines: Option<i64>,
    /// The longest answer.
    pub max_length: Option<i64>,
    /// Whether the answer becomes the description of the case.
    pub use_as_additional_details: Option<bool>,
    /// The clients whose diagnostics need the answer.
    pub diagnostic_input_required_clients: Vec<&'a str>,
    /// What an answer must look like.
    pub validations: Vec<Validation<'a>>,
    /// The kind of number that a numeric field takes, and its bounds.
    pub number_type: Option<&'a str>,
    /// The least number.
    pub min: Option<i64>,
    /// The greatest number.
    pub max: Option<i64>,
    /// The pattern of an answer.
    pub regex: Option<&'a str>,
    /// Whether a list can be filtered.
    pub filter: Option<bool>,
}

/// What a form element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Control {
    /// A list with one answer.
    Dropdown,
    /// A list with several answers.
    MultiselectDropdown,
    /// A line of text.
    Textbox,
    /// Lines of text.
    MultilineTextbox,
    /// A number.
    NumericTextbox,
    /// A date and a time.
    DateTimePicker,
    /// Buttons with one answer.
    RadioButtonGroup,
    /// A text with a frame.
    Infoblock,
    /// A text.
    TextBlock,
    /// Anything else.
    Unknown,
}

/// One answer of a list.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The whole.
    pub node: &'a Node,
    /// What is sent, and what visibility expressions compare with.
    pub value: Option<&'a str>,
    /// What is shown.
    pub text: Option<&'a str>,
}

/// Answers that are asked from a service when the form is shown.
#[derive(Clone, Debug)]
pub struct DynamicOptions<'a> {
    /// The whole.
    pub node: &'a Node,
    /// The address that is asked.
    pub uri: Option<&'a str>,
    /// Where the list is in the reply.
    pub j_token_path: Option<&'a str>,
    /// Which property is shown.
    pub text_property: Option<&'a str>,
    /// Which property is sent.
    pub value_property: Option<&'a str>,
    /// Which part of the property is shown.
    pub text_property_regex: Option<&'a str>,
    /// Which part of the property is sent.
    pub value_property_regex: Option<&'a str>,
    /// How several properties are shown.
    pub text_template: Option<&'a str>,
    /// The element whose answer the address needs.
    pub depends_on: Option<&'a str>,
    /// Whether the list can be filtered.
    pub filter: Option<&'a str>,
    /// The answers that are always offered; written as one or as a list.
    pub default_dropdown_options: Vec<Choice<'a>>,
}

/// When an element is shown.
#[derive(Clone, Debug)]
pub struct Visibility<'a> {
    /// The value, for its place.
    pub node: &'a Node,
    /// As it is written.
    pub source: &'a str,
    /// As it is meant; spans are relative to `source`, see [`Node::locate`].
    pub expr: Result<Expr<'a>, ExprError>,
}

/// What an answer must look like.
#[derive(Clone, Copy, Debug)]
pub struct Validation<'a> {
    /// The kind of check.
    pub kind: Option<&'a str>,
    /// What is compared with.
    pub value: Option<&'a str>,
    /// What is said when it fails.
    pub text: Option<&'a str>,
}

impl<'a> Form<'a> {
    /// The form that `node` holds.
    pub fn new(node: &'a Node) -> Self {
        Self {
            node,
            title: text(node, "title"),
            resource_required: boolean(node, "resourceRequired"),
            subscription_required: boolean(node, "subscriptionRequired"),
            file_attachment_hint: text(node, "fileAttachmentHint"),
            diagnostic_card: object(node, "diagnosticCard", |card| DiagnosticCard {
                title: text(card, "title"),
                description: text(card, "description"),
                insight_not_available_text: text(card, "insightNotAvailableText"),
            }),
            elements: list(node, "formElements", FormElement::new),
            names: OnceCell::new(),
        }
    }

    /// The elements as they are shown: by `order`, those without one last.
    pub fn ordered(&self) -> Vec<&FormElement<'a>> {
        let mut elements: Vec<_> = self.elements.iter().collect();
        elements.sort_by_key(|element| (element.order.is_none(), element.order));
        elements
    }

    /// The element that an expression means with `id`.
    pub fn element(&self, id: &str) -> Option<&FormElement<'a>> {
        self.place(id).map(|at| &self.elements[at])
    }

    /// The text of the option that an expression means with `value` of the element `id`.
    pub fn option_text(&self, id: &str, value: &str) -> Option<&'a str> {
        self.names().texts.get(&(self.place(id)?, value)).copied().flatten()
    }

    fn place(&self, id: &str) -> Option<usize> {
        let names = self.names();
        names.ids.get(id).or_else(|| names.folded.get(&id.to_ascii_lowercase())).copied()
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| {
            let mut names = Names::default();
            for (at, element) in self.elements.iter().enumerate() {
                if let Some(id) = element.id {
                    names.ids.entry(id).or_insert(at);
                    names.folded.entry(id.to_ascii_lowercase()).or_insert(at);
                }
                for choice in element.choices() {
                    if let Some(value) = choice.value {
                        names.texts.entry((at, value)).or_insert(choice.text);
                    }
                }
            }
            names
        })
    }
}

impl<'a> FormElement<'a> {
    fn new(node: &'a Node) -> Self {
        let control_type = text(node, "controlType");
        let dynamic_text = node.get("dynamicTextBlockOptions");
        Self {
            node,
            id: text(node, "id"),
            order: integer(node, "order"),
            control: control_type.map_or(Control::Unknown, Control::new),
            control_type,
            display_label: text(node, "displayLabel"),
            watermark_text: text(node, "watermarkText"),
            info_balloon_text: text(node, "infoBalloonText"),
            required: boolean(node, "required"),
            dropdown_options: list(node, "dropdownOptions", Choice::new),
            radio_button_options: list(node, "radioButtonOptions", Choice::new),
            dynamic_dropdown_options: object(node, "dynamicDropdownOptions", DynamicOptions::new),
            dynamic_default_text: dynamic_text.and_then(|node| text(node, "defaultTextBlockText")),
            visibility: node.get("visibility").and_then(Visibility::new),
            // A hint is an object with a text, or the text itself.
            hints: list(node, "hints", |hint| text(hint, "text").or_else(|| hint.text()))
                .into_iter()
                .flatten()
                .collect(),
            content: text(node, "content"),
            number_of_lines: integer(node, "numberOfLines"),
            max_length: integer(node, "maxLength"),
            use_as_additional_details: boolean(node, "useAsAdditionalDetails"),
            diagnostic_input_required_clients: parts(text(node, "diagnosticInputRequiredClients")),
            validations: list(node, "validations", |check| Validation {
                kind: text(check, "type"),
                value: text(check, "value"),
                text: text(check, "text"),
            }),
            number_type: text(node, "numberType"),
            min: integer(node, "min"),
            max: integer(node, "max"),
            regex: text(node, "regex"),
            filter: boolean(node, "filter"),
        }
    }

    /// All answers that are known without asking a service.
    pub fn choices(&self) -> impl Iterator<Item = &Choice<'a>> {
        let dynamic =
            self.dynamic_dropdown_options.iter().flat_map(|dynamic| &dynamic.default_dropdown_options);
        self.dropdown_options.iter().chain(&self.radio_button_options).chain(dynamic)
    }
}

impl Control {
    /// The control that `name` means, in any case.
    pub fn new(name: &str) -> Self {
        match name.trim().to_ascii_lowercase().as_str() {
            "dropdown" => Self::Dropdown,
            "multiselectdropdown" => Self::MultiselectDropdown,
            "textbox" => Self::Textbox,
            "multilinetextbox" => Self::MultilineTextbox,
            "numerictextbox" => Self::NumericTextbox,
            "datetimepicker" => Self::DateTimePicker,
            "radiobuttongroup" => Self::RadioButtonGroup,
            "infoblock" => Self::Infoblock,
            "textblock" => Self::TextBlock,
            _ => Self::Unknown,
        }
    }
}

impl<'a> Choice<'a> {
    fn new(node: &'a Node) -> Self {
        // An answer that is a bare text is its own value.
        let bare = node.text();
        Self { node, value: text(node, "value").or(bare), text: text(node, "text").or(bare) }
    }
}

impl<'a> DynamicOptions<'a> {
    fn new(node: &'a Node) -> Self {
        let default = node.get("defaultDropdownOptions");
        let defaults = default.map_or(&[][..], |node| match node.object() {
            Some(_) => std::slice::from_ref(node),
            None => node.elements(),
        });
        Self {
            node,
            uri: text(node, "uri"),
            j_token_path: text(node, "jTokenPath"),
            text_property: text(node, "textProperty"),
            value_property: text(node, "valueProperty"),
            text_property_regex: text(node, "textPropertyRegex"),
            value_property_regex: text(node, "valuePropertyRegex"),
            text_template: text(node, "textTemplate"),
            depends_on: text(node, "dependsOn"),
            filter: text(node, "filter"),
            default_dropdown_options: defaults.iter().map(Choice::new).collect(),
        }
    }
}

impl<'a> Visibility<'a> {
    /// Nothing for `null` and blank texts, which mean always.
    fn new(node: &'a Node) -> Option<Self> {
        let source = node.text().filter(|source| !source.trim().is_empty())?;
        Some(Self { node, source, expr: parse(source) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::node;
    use super::*;

    #[test]
    fn a_form_is_read_leniently() {
        let node = node(
            r#"{
              "title": "Printing", "resourcerequired": "True", "subscriptionRequired": false,
              "diagnosticCard": {"title": "Test"},
              "FormElements": [
                {"id": "size", "order": "2", "controltype": "TextBox", "maxLength": 5,
                 "visibility": "os == Linux", "hints": [{"text": "one"}, "two"],
                 "diagnosticInputRequiredClients": "Portal, ASC"},
                {"id": "os", "order": 1, "controlType": "dropdown", "visibility": null,
                 "dropdownOptions": [{"Value": "Linux", "Text": "Linux"}],
                 "dynamicDropdownOptions": {"uri": "/x", "defaultDropdownOptions": {"value": "no", "text": "None"}}}
              ]
            }"#,
        );
        let form = Form::new(&node);
        assert_eq!((form.resource_required, form.subscription_required), (Some(true), Some(false)));
        assert_eq!(form.diagnostic_card.and_then(|card| card.title), Some("Test"));
        let ids: Vec<_> = form.ordered().iter().filter_map(|element| element.id).collect();
        assert_eq!(ids, ["os", "size"]);
        let size = form.element("Size").unwrap();
        assert_eq!((size.control, size.order, size.max_length), (Control::Textbox, Some(2), Some(5)));
        assert_eq!(size.hints, ["one", "two"]);
        assert_eq!(size.diagnostic_input_required_clients, ["Portal", "ASC"]);
        let expr = size.visibility.as_ref().unwrap().expr.as_ref().unwrap();
        assert_eq!(expr.to_string(), "Shown when *os* is Linux");
        let os = form.element("os").unwrap();
        assert!(os.visibility.is_none());
        let values: Vec<_> = os.choices().filter_map(|choice| choice.value).collect();
        assert_eq!(values, ["Linux", "no"]);
    }
}
