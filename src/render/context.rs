//! The view types: everything a template sees. This is the theme contract.
//!
//! Every string is plain text and is escaped by the template, except the fields named `…html`, which
//! hold markup that casebook made itself and that is safe to show.

use serde::Serialize;

/// What every template gets, whatever the page.
#[derive(Clone, Debug, Serialize)]
pub struct Common<'a> {
    /// The site, as `site`.
    pub site: SiteView<'a>,
    /// The way from the page to the site's root: empty or `../`; on `404.html`, which hosts serve at any
    /// depth, the path of `base_url`. Put before every address.
    pub root: &'a str,
    /// The folder of the theme's assets, as seen from the page, with a slash at its end. It is
    /// named by its content, so that it can be cached for ever.
    pub assets: &'a str,
}

/// The site as a whole.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by templates on its own")]
pub struct SiteView<'a> {
    /// The site's title.
    pub title: &'a str,
    /// One sentence about the site; may be empty.
    pub description: &'a str,
    /// The language of the articles, such as `en`.
    pub language: &'a str,
    /// Whether that language is written from right to left.
    pub right_to_left: bool,
    /// The site's address with a slash at its end; empty when not configured.
    pub base_url: &'a str,
    /// Whether the site was built with search.
    pub search: bool,
    /// The content policy for the page's `<meta>` element.
    pub policy: &'a str,
    /// How many files the ids of topics are spread over; 0 where the site has no topics.
    pub topic_files: usize,
    /// Whether readers are asked if an article was helpful.
    pub helpful: bool,
    /// Whether each article is there as Markdown too, at its address with `.md` at the end.
    pub markdown: bool,
    /// Whether `feed.xml` is there.
    pub feed: bool,
}

/// `home.html`, as `home`.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView<'a> {
    /// The services that articles name, by name.
    pub services: Vec<ServiceCard<'a>>,
    /// What is only known by its folder, shown under "Other".
    pub others: Vec<ServiceCard<'a>>,
    /// How many articles the site has.
    pub articles: usize,
    /// Common problems from the services' problem menus: at most eight, at most two of a service.
    pub problems: Vec<PlacedLink<'a>>,
    /// The articles that changed last: at most six; empty where the days of changes are not known.
    pub recent: Vec<PlacedLink<'a>>,
}

/// A link with the service that it belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct PlacedLink<'a> {
    /// Its text.
    pub title: &'a str,
    /// Where it leads, relative to the site's root.
    pub url: &'a str,
    /// The service's name.
    pub service: &'a str,
    /// The day of the last change, as `YYYY-MM-DD`; may be empty.
    pub changed: &'a str,
}

/// A service on the home page.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceCard<'a> {
    /// The service's name.
    pub name: &'a str,
    /// Its page.
    pub url: &'a str,
    /// One line about it; may be empty.
    pub description: &'a str,
    /// How many customer articles it has.
    pub customer: usize,
    /// How many articles it has.
    pub articles: usize,
}

/// `search.html`, as `search`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView<'a> {
    /// Every service, for readers without scripts.
    pub services: Vec<LinkView<'a>>,
}

/// `service.html`, as `service`.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceView<'a> {
    /// The service's name.
    pub name: &'a str,
    /// The id that headers use, such as `halden.compute`.
    pub id: &'a str,
    /// One line about it; may be empty.
    pub description: &'a str,
    /// Whether no article names the service and it is only known by its folder.
    pub other: bool,
    /// Customer articles by resource, in order.
    pub groups: Vec<GroupView<'a>>,
    /// The other kinds, folded away, one group a kind.
    pub folded: Vec<GroupView<'a>>,
    /// The kinds of its articles, in order.
    pub kinds: Vec<&'a str>,
    /// The clouds that show its articles, in order.
    pub clouds: Vec<&'static str>,
    /// The tags of its articles, the most frequent first: at most twelve.
    pub tags: Vec<&'a str>,
    /// Its problem menus, in the order of their paths.
    pub menus: Vec<MenuLinkView<'a>>,
    /// Its topic trees.
    pub trees: Vec<LinkView<'a>>,
    /// The page, relative to the site's root.
    pub url: &'a str,
    /// How many articles the page lists.
    pub articles: usize,
}

/// A problem menu, as its service's page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct MenuLinkView<'a> {
    /// The article's title.
    pub title: &'a str,
    /// Its page.
    pub url: &'a str,
    /// Its first problems, at most eight, each with what solves it; else the menu itself.
    pub problems: Vec<LinkView<'a>>,
}

/// Articles under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView<'a> {
    /// The heading; empty for articles without a resource.
    pub name: &'a str,
    /// For the heading's `id`.
    pub anchor: String,
    /// The articles in order.
    pub entries: Vec<EntryView<'a>>,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView<'a> {
    /// The article's title.
    pub title: &'a str,
    /// Tells apart entries that share a title, or describes the article; may be empty.
    pub line: &'a str,
    /// Its page, relative to the site's root.
    pub url: &'a str,
    /// What kind of article it is, such as `Solution`.
    pub kind: &'a str,
    /// Clouds that show it.
    pub clouds: Vec<&'static str>,
    /// Whether `public` is not among them.
    pub special: bool,
    /// Its tags.
    pub tags: Vec<&'a str>,
    /// Whether its service was inferred, not named.
    pub inferred: bool,
}

/// `article.html`, as `article`.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView<'a> {
    /// The title, for `<title>` and `<h1>`.
    pub title: &'a str,
    /// The body's own headline where it differs; may be empty.
    pub subtitle: &'a str,
    /// For `<meta name="description">`; may be empty.
    pub description: &'a str,
    /// The kind's spelling in headers, such as `problemScopingQuestions`.
    pub kind: &'static str,
    /// The kind for readers, such as `Scoping form`.
    pub kind_label: &'a str,
    /// `customer`, `portal` or `staff`.
    pub audience: &'static str,
    /// The clouds that show it.
    pub clouds: Vec<&'static str>,
    /// `articleId`; may be empty.
    pub id: &'a str,
    /// `ownershipId`; may be empty.
    pub owner: &'a str,
    /// The source, as `articles/<folder>/<file>`.
    pub path: &'a str,
    /// The page, relative to the site's root.
    pub url: &'a str,
    /// The service it is listed under.
    pub service: LinkView<'a>,
    /// Whether the service was inferred from products, topics or the folder.
    pub service_inferred: bool,
    /// The resource; may be empty.
    pub resource: &'a str,
    /// Products by name.
    pub products: Vec<NameView<'a>>,
    /// Topics by name.
    pub topics: Vec<TopicLinkView<'a>>,
    /// The day of its last change, as `YYYY-MM-DD`; may be empty.
    pub changed: &'a str,
    /// Who wrote it, by name; may be empty.
    pub contributors: Vec<&'a str>,
    /// Where a problem with it is reported; may be empty.
    pub report_url: String,
    /// Where it is edited; may be empty.
    pub edit_url: String,
    /// The headings of level 2 and 3, for the on-this-page list.
    pub headings: Vec<HeadingView<'a>>,
    /// The body of a Markdown article, and of a JSON article's text around its object.
    pub body_html: &'a str,
    /// The object of a JSON article.
    pub document: Option<DocumentView<'a>>,
    /// The article before it in its group.
    pub previous: Option<NeighbourView<'a>>,
    /// The article after it in its group.
    pub next: Option<NeighbourView<'a>>,
    /// At most five related articles.
    pub related: Vec<NeighbourView<'a>>,
}

/// A link to a page of the site.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView<'a> {
    /// Its text.
    pub title: &'a str,
    /// Where it leads, relative to the site's root.
    pub url: &'a str,
}

/// A link to an article beside another.
#[derive(Clone, Debug, Serialize)]
pub struct NeighbourView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page, relative to the site's root.
    pub url: &'a str,
    /// Tells it apart where another link, or the page itself, has the same title; else empty.
    pub line: &'a str,
}

/// An id with its name.
#[derive(Clone, Debug, Serialize)]
pub struct NameView<'a> {
    /// The id.
    pub id: &'a str,
    /// The name; the id again where none is known.
    pub name: &'a str,
}

/// A topic and where the articles of it are listed.
#[derive(Clone, Debug, Serialize)]
pub struct TopicLinkView<'a> {
    /// The id.
    pub id: &'a str,
    /// The name; the id again where none is known.
    pub name: &'a str,
    /// Its place, relative to the site's root.
    pub url: String,
}

/// `topics.html`, as `topics`: the products that topics stand under.
#[derive(Clone, Debug, Serialize)]
pub struct TopicsView<'a> {
    /// The products by name.
    pub products: Vec<ProductCard<'a>>,
    /// How many topics there are.
    pub count: usize,
}

/// A product with topics.
#[derive(Clone, Debug, Serialize)]
pub struct ProductCard<'a> {
    /// Its id; empty for topics without a product.
    pub id: &'a str,
    /// Its name; the id again where none is known.
    pub name: &'a str,
    /// Its page, relative to the site's root.
    pub url: &'a str,
    /// How many topics stand under it.
    pub topics: usize,
}

/// `product.html`, as `product`: the topics of a product.
#[derive(Clone, Debug, Serialize)]
pub struct ProductView<'a> {
    /// Its id; empty for topics without a product.
    pub id: &'a str,
    /// Its name; the id again where none is known.
    pub name: &'a str,
    /// The page, relative to the site's root.
    pub url: &'a str,
    /// The topics by name.
    pub topics: Vec<ProductTopicView<'a>>,
    /// Which part of the product's topics the page has, from 1.
    pub part: u32,
    /// All of its pages, relative to the site's root: one, or more where one would be too large.
    pub parts: Vec<&'a str>,
}

/// A topic on its product's page, with its articles by whom they are for.
#[derive(Clone, Debug, Serialize)]
pub struct ProductTopicView<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name; the id again where none is known.
    pub name: &'a str,
    /// For its heading's `id`.
    pub anchor: &'a str,
    /// What a customer sees.
    pub customer: Vec<TopicArticleView<'a>>,
    /// What the portal asks and shows.
    pub portal: Vec<TopicArticleView<'a>>,
    /// What support staff work with.
    pub staff: Vec<TopicArticleView<'a>>,
    /// How many more articles list it.
    pub more: u32,
}

/// An article of a topic.
#[derive(Clone, Debug, Serialize)]
pub struct TopicArticleView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page, relative to the site's root.
    pub url: &'a str,
    /// What kind of article it is.
    pub kind: &'a str,
    /// The clouds that show it, where `public` is not among them.
    pub clouds: Vec<&'static str>,
    /// Tells it apart where another article of the topic has the same title; else empty.
    pub line: &'a str,
}

/// A heading of the page.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingView<'a> {
    /// 2 or 3.
    pub level: u8,
    /// The anchor.
    pub id: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// The object of a JSON article, by what it is. In templates `document.type` tells.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum DocumentView<'a> {
    /// A form that scopes a problem, or a troubleshooter's questions.
    Form(FormView<'a>),
    /// Common problems and tools.
    Menu(MenuView<'a>),
    /// The topics of a product.
    Tree(TreeView<'a>),
    /// A recommendation.
    Recommendation(RecommendationView<'a>),
    /// The object could not be read at all, or not as what it should be: only `fault` has something.
    Unreadable(UnreadableView),
}

/// The object could not be read.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UnreadableView {
    /// Where the source is faulty.
    pub fault: Option<FaultView>,
}

/// A form as a customer would see it. It cannot be sent.
#[derive(Clone, Debug, Serialize)]
pub struct FormView<'a> {
    /// Its headline; may be empty.
    pub title: &'a str,
    /// What happens before the form is shown, if it names a diagnostic.
    pub card: Option<CardView<'a>>,
    /// The fields in order.
    pub fields: Vec<FieldView<'a>>,
    /// What to attach; may be empty.
    pub attachment_html: String,
    /// Whether a resource or a subscription has to be chosen first.
    pub needs: Vec<&'static str>,
    /// Where the source is faulty.
    pub fault: Option<FaultView>,
}

/// A titled text.
#[derive(Clone, Debug, Serialize)]
pub struct CardView<'a> {
    /// Its headline.
    pub title: &'a str,
    /// Its text.
    pub html: String,
    /// What is said when nothing was found; may be empty.
    pub otherwise_html: String,
}

/// One field of a form.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView<'a> {
    /// The field's id, for `id` and `name` attributes: unique in the page.
    pub id: String,
    /// `dropdown`, `multiselectdropdown`, `textbox`, `multilinetextbox`, `numerictextbox`,
    /// `datetimepicker`, `radiobuttongroup`, `infoblock` or `textblock`; `unknown` for anything else.
    pub control: &'a str,
    /// The label.
    pub label_html: String,
    /// Whether it has to be filled in.
    pub required: bool,
    /// Grey text in an empty field; may be empty.
    pub placeholder: &'a str,
    /// More explanation; may be empty.
    pub help_html: String,
    /// The text of an `infoblock` or `textblock`; may be empty.
    pub content_html: String,
    /// The choices.
    pub options: Vec<OptionView<'a>>,
    /// When the choices come from the reader's own resources: from where.
    pub dynamic: &'a str,
    /// When the field is shown, in words; empty for always.
    pub shown_when: String,
    /// The rows of a multi-line text box; 0 where not given.
    pub lines: u32,
    /// The most characters; 0 where not given.
    pub max_length: u32,
    /// Hints under the field.
    pub hints: Vec<String>,
}

/// One choice of a field.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What is shown.
    pub text: &'a str,
}

/// A menu of common problems.
#[derive(Clone, Debug, Serialize)]
pub struct MenuView<'a> {
    /// The problems in order.
    pub problems: Vec<ProblemView<'a>>,
    /// The troubleshooting tools in order.
    pub tools: Vec<ProblemView<'a>>,
    /// Where the source is faulty.
    pub fault: Option<FaultView>,
}

/// A problem or tool in a menu.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its text; may be empty.
    pub description_html: String,
    /// Its group; may be empty.
    pub category: &'a str,
    /// The article that solves it.
    pub solution: Option<LinkView<'a>>,
    /// The topic it belongs to.
    pub topic: Option<NameView<'a>>,
    /// Articles that serve the topic, at most five.
    pub topic_articles: Vec<LinkView<'a>>,
    /// Finer problems.
    pub problems: Vec<ProblemView<'a>>,
}

/// The topics of a product.
#[derive(Clone, Debug, Serialize)]
pub struct TreeView<'a> {
    /// One line.
    pub short_html: String,
    /// More.
    pub long_html: String,
    /// Links about the product: title and outside address.
    pub links: Vec<LinkView<'a>>,
    /// The topics in order.
    pub topics: Vec<TopicView<'a>>,
    /// Where the source is faulty.
    pub fault: Option<FaultView>,
}

/// One topic of a tree.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its text; may be empty.
    pub description_html: String,
    /// Its group; may be empty.
    pub category: &'a str,
    /// Articles that serve it, at most five.
    pub articles: Vec<LinkView<'a>>,
}

/// A recommendation.
#[derive(Clone, Debug, Serialize)]
pub struct RecommendationView<'a> {
    /// `Cost`, `Performance`, …; may be empty.
    pub category: &'a str,
    /// `High`, `Medium`, `Low`; may be empty.
    pub impact: &'a str,
    /// What it is about, such as `halden.compute/virtualMachines`; may be empty.
    pub resource_type: &'a str,
    /// `Active`, `Disabled`, …; may be empty.
    pub state: &'a str,
    /// The label of the recommendation; may be empty.
    pub label: &'a str,
    /// One paragraph.
    pub short_html: String,
    /// More.
    pub long_html: String,
    /// What is gained; may be empty.
    pub benefits_html: String,
    /// Where to read on: an outside address; may be empty.
    pub learn_more: &'a str,
    /// What to do.
    pub actions: Vec<ActionView<'a>>,
    /// Where the source is faulty.
    pub fault: Option<FaultView>,
}

/// One action of a recommendation.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView<'a> {
    /// What the action is, as text.
    pub text: &'a str,
    /// An outside address; may be empty.
    pub link: &'a str,
    /// The portal page it opens, in words; may be empty.
    pub portal: String,
}

/// The place where a JSON body is faulty, with the lines around it.
#[derive(Clone, Debug, Serialize)]
pub struct FaultView {
    /// What is wrong.
    pub message: String,
    /// The line in the file, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The lines around it.
    pub lines: Vec<FaultLine>,
}

/// One line of a faulty source.
#[derive(Clone, Debug, Serialize)]
pub struct FaultLine {
    /// Its number, from 1.
    pub number: u32,
    /// The text before the fault; the whole line where the fault is elsewhere.
    pub before: String,
    /// The faulty text; may be empty.
    pub mark: String,
    /// The text after it.
    pub after: String,
}
