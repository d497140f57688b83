//! When elements are shown: expressions that do not parse, and names in them that nothing has.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Element, Form, Group, Rule, Severity};
use crate::{
    article::{
        document::Control,
        json::{Places, Value},
        visibility::{Comparison, Operand, parse},
    },
    diagnostic::{Finding, Fix, Related},
    rules::fields::is_blank,
    span::Span,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "visibility-syntax",
        group: Group::Form,
        severity: Severity::Error,
        summary: "A visibility expression does not parse.",
        explanation: "The portal cannot tell when to show the element, so it shows it always or never.\n\n\
            An expression compares the id of another element with a value: `plan == Basic`. `==` and `!=` \
            compare, `&&` and `||` join comparisons, parentheses group them. Both sides must be written each \
            time: `plan == Basic || plan == Large`. Values stand without quotes.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": \"plan⟦=⟧Basic\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": \"plan == Basic || ⟦Large⟧\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": ⟦[\"plan == Basic\"]⟧}]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"plan\"}, {\"id\": \"size\", \"visibility\": \"plan == Basic\"}]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [{\"id\": \"size\", \"visibility\": true}, {\"visibility\": null}, {\"visibility\": \"\"}]}\n---",
        ],
    },
    Rule {
        name: "visibility-unknown-id",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A visibility expression names an element that the form does not have.",
        explanation: "The comparison is never true, so the element is never shown. Mostly the other element \
            was renamed, or the id is written in another case.\n\nUse the id of an element of this form, \
            letter by letter. The repair for an id in another case is safe; one for a misspelling is not.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": 2, \"visibility\": \"⟦plan1⟧ == Basic\"}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": 2, \"visibility\": \"⟦Plan⟧ == Basic\"}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"order\": 1},\n  {\"id\": \"size\", \"order\": 2, \"visibility\": \"plan == Basic\"}\n]}\n---",
        ],
    },
    Rule {
        name: "visibility-unknown-value",
        group: Group::Form,
        severity: Severity::Warning,
        summary: "A visibility expression compares with a value that no option has.",
        explanation: "The comparison with `==` is never true, and the one with `!=` always, so the element is \
            never shown, or always. Mostly the option's text stands where its value belongs, or the option \
            was reworded.\n\nUse the `value` of an option, letter by letter. Lists that a service fills are \
            not checked.",
        bad: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic plan\"}]},\n  {\"id\": \"size\", \"visibility\": \"plan == ⟦Basic plan⟧\"}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic plan\"}]},\n  {\"id\": \"size\", \"visibility\": \"plan == ⟦large⟧ || plan == basic\"}\n]}\n---",
        ],
        good: &[
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dropdownOptions\": [{\"value\": \"basic\", \"text\": \"Basic plan\"}]},\n  {\"id\": \"size\", \"visibility\": \"plan == basic || plan == null\"}\n]}\n---",
            "kind: problemScopingQuestions\n# Billing\n---\n{\"formElements\": [\n  {\"id\": \"plan\", \"controlType\": \"dropdown\", \"dynamicDropdownOptions\": {\"uri\": \"/plans\"}},\n  {\"id\": \"size\", \"visibility\": \"plan == large\"}\n]}\n---",
        ],
    },
];

/// The options of an element that lists all it has.
struct Options<'a> {
    /// Values and texts.
    listed: Vec<(&'a str, &'a str)>,
    values: FxHashSet<&'a str>,
}

impl<'a> Options<'a> {
    /// The options of `element`; nothing where any value may stand.
    fn new(element: &Element<'a>) -> Option<Self> {
        let is_closed = matches!(
            element.control,
            Some(Control::Dropdown | Control::MultiselectDropdown | Control::RadioButtonGroup)
        ) && element.fields.get("dynamicDropdownOptions").is_none_or(is_blank);
        let choices = element.fields.elements("dropdownOptions").iter();
        let choices = choices.chain(element.fields.elements("radioButtonOptions")).filter(|_| is_closed);
        let listed: Vec<(&str, &str)> = choices
            .map(|choice| {
                let text = |key| choice.get(key).unwrap_or(choice).text().unwrap_or_default();
                (text("value"), text("text"))
            })
            .collect();
        let values = listed.iter().map(|option| option.0.trim()).collect();
        (!listed.is_empty()).then_some(Self { listed, values })
    }
}

/// What is known of a form while its conditions are checked.
struct Known<'a> {
    /// The options of the elements that were looked at.
    options: FxHashMap<&'a str, Option<Options<'a>>>,
    /// How many ids and options may still be compared with what is written, to say which one is meant.
    steps: usize,
}

impl Known<'_> {
    /// Whether another `steps` comparisons may be made. Of forms that people write they all may.
    fn may_compare(&mut self, steps: usize) -> bool {
        let left = self.steps.checked_sub(steps);
        self.steps = left.unwrap_or(self.steps);
        left.is_some()
    }
}

/// How many comparisons a form may cost.
const STEPS: usize = 1_000_000;
/// A comparison letter by letter costs as much as so many others.
const LETTERS: usize = 20;
/// Ids from this length on, in bytes, are not compared letter by letter.
const LONGEST: usize = 64;

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Finding>) {
    let mut known = Known { options: FxHashMap::default(), steps: STEPS };
    for element in &form.elements {
        let Some(node) = element.fields.get("visibility").filter(|node| !is_blank(node)) else { continue };
        let source = match &node.value {
            Value::String(source) => source,
            Value::Bool(_) => continue,
            _ => {
                found.push(
                    Finding::new("visibility-syntax", node.span, "this is not an expression")
                        .help("write a text such as `\"id == value\"`"),
                );
                continue;
            }
        };
        match parse(source) {
            Err(error) => {
                let span = node.locate(form.text, error.span);
                found.push(
                    Finding::new("visibility-syntax", span, error.message)
                        .help("write comparisons such as `id == value`, joined by `&&` or `||`"),
                );
            }
            Ok(expr) => {
                let mut places = Places::new(node, form.text);
                for comparison in expr.comparisons() {
                    compare(form, &mut places, comparison, &mut known, found);
                }
            }
        }
    }
}

/// Checks the names in `comparison`, which stands in a text with `places`.
fn compare<'a>(
    form: &Form<'a>,
    places: &mut Places<'_>,
    comparison: &Comparison<'a>,
    known: &mut Known<'a>,
    found: &mut Vec<Finding>,
) {
    let id = comparison.id;
    let Some(element) = form.element(id) else {
        found.push(unknown_id(form, places, comparison, known));
        return;
    };
    let Operand::Text(value) = comparison.value else { return };
    let Some(options) = known.options.entry(id).or_insert_with(|| Options::new(element)) else { return };
    if options.values.contains(value) {
        return;
    }
    let (count, bare) = (options.listed.len(), value.trim_matches(['\'', '"']));
    let is_quoted = bare.len() < value.len() && options.values.contains(bare);
    let is_meant = |(other, text): &&(&str, &str)| text.trim() == value || other.eq_ignore_ascii_case(value);
    let may_compare = known.may_compare(count);
    let options = known.options.get(id).and_then(Option::as_ref).filter(|_| may_compare);
    let meant = options.and_then(|options| options.listed.iter().find(is_meant));
    let span = places.locate(comparison.value_span);
    let place = option_place(element);
    let finding = Finding::new(
        "visibility-unknown-value",
        span,
        format!("no option of `{id}` has the value `{value}`"),
    )
    .related(Related { path: None, span: place, message: "its options are here".to_owned() });
    found.push(match meant {
        Some((meant, _)) if is_plain(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(Fix::unsafe_(span, meant.trim()))
        }
        _ if is_quoted => finding.help("write the value without quotes").fix(Fix::unsafe_(span, bare)),
        _ => finding.help("use the value of an option, letter by letter"),
    });
}

fn unknown_id(
    form: &Form<'_>,
    places: &mut Places<'_>,
    comparison: &Comparison<'_>,
    known: &mut Known<'_>,
) -> Finding {
    let id = comparison.id;
    let span = places.locate(comparison.id_span);
    let finding =
        Finding::new("visibility-unknown-id", span, format!("no element of this form has the id `{id}`"));
    let count = form.elements.len();
    let of = |count| form.elements.iter().take(count).filter_map(|element| element.id);
    let mut ids = of(if known.may_compare(count) { count } else { 0 });
    if let Some(meant) = ids.find(|other| other.eq_ignore_ascii_case(id)) {
        let finding = finding.help(format!("write `{meant}`"));
        return if is_plain(meant) { finding.fix(Fix::safe(span, meant)) } else { finding };
    }
    let mut ids = of(if known.may_compare(count.saturating_mul(LETTERS)) { count } else { 0 });
    let near = ids.find(|other| {
        let fit = (4..LONGEST).contains(&other.len()) && id.len() < LONGEST;
        fit && strsim::damerau_levenshtein(other, id) <= 2
    });
    match near {
        Some(meant) if is_plain(meant) => {
            finding.help(format!("did you mean `{meant}`?")).fix(Fix::unsafe_(span, meant))
        }
        _ => finding.help("use the id of an element of this form"),
    }
}

/// Whether `text` can stand in a JSON text as it is.
fn is_plain(text: &str) -> bool {
    !text.contains(['"', '\\', '&', '|', '=']) && !text.contains(char::is_control)
}

fn option_place(element: &Element<'_>) -> Span {
    let options = element.fields.member("dropdownOptions").filter(|member| !is_blank(&member.value));
    options
        .or_else(|| element.fields.member("radioButtonOptions"))
        .map_or(element.place(), |member| member.key_span)
}
