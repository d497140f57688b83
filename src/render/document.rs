//! JSON bodies as view types: forms, menus, trees, recommendations, and the place of a fault.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::{
    body,
    context::{
        ActionView, CardView, DocumentView, FaultLine, FaultView, FieldView, FormView, LinkView, MenuView,
        NameView, OptionView, ProblemView, RecommendationView, TopicView, TreeView, UnreadableView,
    },
    html,
    strings::Strings,
};
use crate::{
    article::{
        JsonBody,
        document::{
            Control, Document, Form, FormElement, Menu, Problem, Recommendation, Tool, TopicTree, document,
        },
        kind::Kind,
        markdown::outline::cut,
        portal::PortalLink,
        url::Destination,
        visibility::Word,
    },
    render::pages::Renderer,
    span::{Position, Span},
};

/// The most articles listed for a topic.
const MOST_ARTICLES: usize = 5;

/// The view of `body`, the object of the entry `index`.
pub(super) fn view<'a>(
    renderer: &Renderer<'a>,
    index: u32,
    body: &'a JsonBody,
    kind: Kind,
) -> DocumentView<'a> {
    let text = &*renderer.site.corpus.source(index).text;
    let fault = body.fault.as_ref().map(|(message, span)| fault(text, message, *span));
    let Some(root) = body.root.as_ref().filter(|root| root.object().is_some()) else {
        return DocumentView::Unreadable(UnreadableView { fault });
    };
    let writer = Writer { renderer, index, left: Cell::new(MOST_LISTED) };
    match document(kind.name(), root) {
        Document::Form(form) | Document::Questions(form) => DocumentView::Form(writer.form(&form, fault)),
        Document::Menu(menu) => DocumentView::Menu(writer.menu(&menu, fault)),
        Document::TopicTree(tree) => DocumentView::Tree(writer.tree(&tree, fault)),
        Document::Recommendation(recommendation) => {
            DocumentView::Recommendation(writer.recommendation(&recommendation, fault))
        }
        Document::Other(_) => DocumentView::Unreadable(UnreadableView { fault }),
    }
}

struct Writer<'r, 'a> {
    renderer: &'r Renderer<'a>,
    index: u32,
    /// How many bytes the lists of topics' articles may still take on the page.
    left: Cell<usize>,
}

/// The lists of topics' articles take so many bytes on a page at most; people's take a tenth.
const MOST_LISTED: usize = 400_000;

impl<'a> Writer<'_, 'a> {
    /// A text of the object as HTML.
    fn html(&self, text: Option<&str>) -> String {
        text.map(|text| self.renderer.fragment(self.index, text)).unwrap_or_default()
    }

    /// A text of the object as HTML that may stand in a label.
    fn inline(&self, text: Option<&str>) -> String {
        let Some(text) = text else { return String::new() };
        let html = self.html(Some(text));
        let inner =
            html.trim().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(&html);
        let is_block = ["<p>", "<ul", "<ol", "<pre", "<div", "<table", "<h", "<blockquote", "<section"]
            .iter()
            .any(|tag| inner.contains(tag));
        if is_block { html::escaped(text) } else { inner.to_owned() }
    }

    fn form(&self, form: &Form<'a>, fault: Option<FaultView>) -> FormView<'a> {
        let mut needs = Vec::new();
        if form.subscription_required == Some(true) {
            needs.push("subscription");
        }
        if form.resource_required == Some(true) {
            needs.push("resource");
        }
        FormView {
            title: form.title.unwrap_or_default(),
            card: form.diagnostic_card.as_ref().map(|card| CardView {
                title: card.title.unwrap_or_default(),
                html: self.html(card.description),
                otherwise_html: self.html(card.insight_not_available_text),
            }),
            fields: form
                .ordered()
                .into_iter()
                .enumerate()
                .map(|(at, element)| self.field(form, at, element))
                .collect(),
            attachment_html: self.html(form.file_attachment_hint),
            needs,
            fault,
        }
    }

    fn field(&self, form: &Form<'a>, at: usize, element: &FormElement<'a>) -> FieldView<'a> {
        let number =
            |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok()).unwrap_or_default();
        FieldView {
            // Ids in the wild hold spaces and repeat, so they are not used as they are.
            id: format!("field-{}", at + 1),
            control: control_name(element.control),
            label_html: self.inline(element.display_label),
            required: element.required == Some(true),
            placeholder: element.watermark_text.unwrap_or_default(),
            help_html: self.inline(element.info_balloon_text),
            content_html: self.html(element.content),
            options: element
                .choices()
                .map(|choice| OptionView {
                    value: choice.value.or(choice.text).unwrap_or_default(),
                    text: choice.text.or(choice.value).unwrap_or_default(),
                })
                .collect(),
            dynamic: element
                .dynamic_dropdown_options
                .as_ref()
                .and_then(|options| options.uri)
                .unwrap_or_default(),
            shown_when: shown_when(form, element, self.renderer.words),
            lines: number(element.number_of_lines),
            max_length: number(element.max_length),
            hints: element.hints.iter().map(|hint| (*hint).to_owned()).collect(),
        }
    }

    fn menu(&self, menu: &Menu<'a>, fault: Option<FaultView>) -> MenuView<'a> {
        MenuView {
            problems: by_category(
                menu.common_problems.iter().map(|problem| self.problem(problem, 0)).collect(),
                |problem| problem.category,
            ),
            tools: by_category(
                menu.troubleshooting_tools.iter().map(|tool| self.tool(tool)).collect(),
                |tool| tool.category,
            ),
            fault,
        }
    }

    fn problem(&self, problem: &Problem<'a>, depth: usize) -> ProblemView<'a> {
        let topic = problem.support_topic_id.map(str::trim).filter(|id| !id.is_empty());
        let solution = problem
            .common_solution_article_id
            .and_then(|id| self.renderer.links(self.index).article(id.trim()));
        ProblemView {
            title: problem.title.or(problem.id).unwrap_or_default(),
            description_html: self.html(problem.description),
            category: problem.category.unwrap_or_default(),
            solution: solution.map(|target| self.renderer.link(target)),
            topic: topic.map(|id| NameView {
                id,
                name: self.renderer.site.topic_name(&id.to_lowercase()).unwrap_or(id),
            }),
            topic_articles: topic.map(|id| self.articles_of(id)).unwrap_or_default(),
            problems: if depth < 8 {
                problem.sub_problems.iter().map(|problem| self.problem(problem, depth + 1)).collect()
            } else {
                Vec::new()
            },
        }
    }

    fn tool(&self, tool: &Tool<'a>) -> ProblemView<'a> {
        let portal = PortalLink {
            extension: tool.extension_name.unwrap_or_default(),
            blade: tool.blade_name.unwrap_or_default(),
            parameters: Vec::new(),
            button: false,
        };
        let mut description_html = self.html(tool.description);
        if !portal.path().is_empty() {
            description_html.push_str("<p><span class=\"portal\"><span class=\"portal-path\">");
            html::text(
                &mut description_html,
                &self.renderer.words.filled("body.in_portal", "path", &portal.path()),
            );
            description_html.push_str("</span></span></p>\n");
        }
        ProblemView {
            title: tool.title.or(tool.id).unwrap_or_default(),
            description_html,
            category: tool.category.unwrap_or_default(),
            solution: None,
            topic: None,
            topic_articles: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The published customer articles of a topic; those of the portal and of staff are no answer.
    fn articles_of(&self, topic: &str) -> Vec<LinkView<'a>> {
        let site = self.renderer.site;
        site.corpus
            .with_topic(&topic.to_lowercase())
            .iter()
            .filter(|entry| site.published[**entry as usize] && **entry != self.index)
            .take(MOST_ARTICLES)
            .map(|entry| self.renderer.link(*entry))
            .take_while(|link| {
                let left = self.left.get().saturating_sub(link.title.len() + link.url.len() + 50);
                self.left.replace(left) > 0
            })
            .collect()
    }

    fn tree(&self, tree: &TopicTree<'a>, fault: Option<FaultView>) -> TreeView<'a> {
        TreeView {
            short_html: self.html(tree.short_description),
            long_html: self.html(tree.long_description),
            links: tree
                .product_links
                .iter()
                .filter(|link| is_web(link.url))
                .map(|link| LinkView {
                    title: link.name.filter(|name| !name.is_empty()).unwrap_or(link.url),
                    url: link.url,
                })
                .collect(),
            topics: by_category(
                tree.support_topics
                    .iter()
                    .map(|topic| TopicView {
                        id: topic.id.unwrap_or_default(),
                        name: topic.short_description.or(topic.id).unwrap_or_default(),
                        description_html: self.html(
                            topic.long_description.filter(|text| Some(*text) != topic.short_description),
                        ),
                        category: topic.category.unwrap_or_default(),
                        articles: topic.id.map(|id| self.articles_of(id)).unwrap_or_default(),
                    })
                    .collect(),
                |topic| topic.category,
            ),
            fault,
        }
    }

    fn recommendation(
        &self,
        recommendation: &Recommendation<'a>,
        fault: Option<FaultView>,
    ) -> RecommendationView<'a> {
        RecommendationView {
            category: recommendation.category.unwrap_or_default(),
            impact: recommendation.impact.unwrap_or_default(),
            resource_type: recommendation.resource_type.unwrap_or_default(),
            state: recommendation.metadata_state.unwrap_or_default(),
            label: recommendation.display_label.unwrap_or_default(),
            short_html: self.html(recommendation.description),
            long_html: self.html(
                recommendation.long_description.filter(|text| Some(*text) != recommendation.description),
            ),
            benefits_html: self.html(recommendation.potential_benefits),
            learn_more: recommendation
                .learn_more_link
                .map(str::trim)
                .filter(|link| is_web(link))
                .unwrap_or_default(),
            actions: recommendation
                .actions
                .iter()
                .map(|action| ActionView {
                    text: action.description.or(action.action_type).unwrap_or_default(),
                    link: action.document_link.map(str::trim).filter(|link| is_web(link)).unwrap_or_default(),
                    portal: PortalLink {
                        extension: action.extension_name.unwrap_or_default(),
                        blade: action.blade_name.unwrap_or_default(),
                        parameters: Vec::new(),
                        button: false,
                    }
                    .path(),
                })
                .collect(),
            fault,
        }
    }
}

/// `items` with those of one category together, categories in the order in which they first stand.
fn by_category<'a, T>(mut items: Vec<T>, category: impl Fn(&T) -> &'a str) -> Vec<T> {
    let name = |item: &T| category(item).trim().to_lowercase();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for item in &items {
        let next = places.len();
        places.entry(name(item)).or_insert(next);
    }
    items.sort_by_cached_key(|item| places.get(&name(item)).copied());
    items
}

fn is_web(url: &str) -> bool {
    matches!(Destination::parse(url), Destination::Web(_))
}

fn control_name(control: Control) -> &'static str {
    match control {
        Control::Dropdown => "dropdown",
        Control::MultiselectDropdown => "multiselectdropdown",
        Control::Textbox => "textbox",
        Control::MultilineTextbox => "multilinetextbox",
        Control::NumericTextbox => "numerictextbox",
        Control::DateTimePicker => "datetimepicker",
        Control::RadioButtonGroup => "radiobuttongroup",
        Control::Infoblock => "infoblock",
        Control::TextBlock => "textblock",
        Control::Unknown => "unknown",
    }
}

/// Of a condition so many words are shown, a label or an option counted as one.
const MOST_WORDS: usize = 200;
/// Of a label or an option so many bytes are shown in a condition: it stands whole where its question stands.
const LONGEST: usize = 200;

/// The condition in words, with the labels that a customer sees instead of ids and values.
fn shown_when(form: &Form<'_>, element: &FormElement<'_>, strings: &Strings) -> String {
    let Some(visibility) = &element.visibility else { return String::new() };
    let Ok(expression) = &visibility.expr else { return visibility.source.to_owned() };
    let words = expression.words();
    if matches!(words.as_slice(), [Word::Plain("Always shown")]) {
        return String::new();
    }
    let mut out = String::new();
    // The template says that this is when the field is shown.
    for (at, word) in words.into_iter().filter(|word| *word != Word::Plain("Shown when ")).enumerate() {
        if at == MOST_WORDS {
            out.push('…');
            break;
        }
        match word {
            Word::Plain(text) => {
                let word = text.trim();
                let key = match word {
                    "and" => "form.and",
                    "or" => "form.or",
                    "is" => "form.is",
                    "not" => "form.not",
                    "answered" => "form.answered",
                    "not answered" => "form.not_answered",
                    "always" => "form.always",
                    "never" | "Never shown" => "form.never",
                    bracket => {
                        out.push_str(bracket);
                        continue;
                    }
                };
                out.push_str(&text.replace(word, strings.text(key)));
            }
            Word::Id(id) => {
                let label = form.element(id).and_then(|element| element.display_label).map_or(id, str::trim);
                out.push_str(&format!("“{}”", cut(label, LONGEST)));
            }
            Word::Value { id, value } => {
                out.push_str(&cut(form.option_text(id, value).unwrap_or(value), LONGEST));
            }
        }
    }
    out
}

/// The fault with two lines before and after it.
fn fault(text: &str, message: &str, span: Span) -> FaultView {
    let Position { line, column } = Position::of(text, span.start);
    let first = line.saturating_sub(2).max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for (number, source) in (1..).zip(text.split_inclusive('\n')) {
        let shown = source.trim_end_matches(['\n', '\r']);
        if number > line + 2 {
            break;
        }
        if number >= first {
            lines.push(fault_line(number, shown, start, span));
        }
        start += source.len();
    }
    FaultView { message: message.to_owned(), line, column, lines }
}

/// One line; very long ones are cut around the fault.
fn fault_line(number: u32, line: &str, start: usize, span: Span) -> FaultLine {
    let clip = |text: &str, from_end: bool| -> String {
        if text.chars().count() <= 120 {
            return text.to_owned();
        }
        if from_end {
            let skipped = text.chars().count() - 119;
            ['…'].into_iter().chain(text.chars().skip(skipped)).collect()
        } else {
            text.chars().take(119).chain(['…']).collect()
        }
    };
    let from = (span.start as usize).saturating_sub(start);
    let to = (span.end as usize).saturating_sub(start).min(line.len()).max(from);
    let here = (span.start as usize) >= start && from <= line.len();
    match (here, line.get(..from), line.get(from..to), line.get(to..)) {
        (true, Some(before), Some(mark), Some(after)) => FaultLine {
            number,
            before: clip(before, true),
            mark: clip(mark, false),
            after: clip(after, false),
        },
        _ => FaultLine { number, before: clip(line, false), mark: String::new(), after: String::new() },
    }
}

/// A text of a JSON body as HTML: plain text stays quick.
pub(super) fn fragment(renderer: &Renderer<'_>, index: u32, text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let plain = !text.contains(['<', '&', '*', '_', '`', '[', '\n', '#', '|', '\\', '>', '~'])
        && !text.contains("://")
        && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '=' | ':'));
    if plain {
        return format!("<p>{}</p>\n", html::escaped(text));
    }
    body::fragment(text, renderer.links(index), renderer.highlighter, renderer.words)
}
