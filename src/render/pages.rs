//! The pages of a site: which there are, and how each is rendered.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use tera::Context;

use super::{
    body,
    context::{
        ArticleView, Common, DocumentView, EntryView, GroupView, HeadingView, HomeView, LinkView, NameView,
        NeighbourView, SearchView, ServiceCard, ServiceView, SiteView,
    },
    document,
    highlight::Highlighter,
    links::Links,
    policy::policy,
    strings::Strings,
    theme::{Theme, ThemeError, erased::View},
};
use crate::{
    article::{
        Body,
        cloud::{Cloud, CloudSet},
        kind::Kind,
        markdown::{cook::Cooked, events::Listener, outline::slug},
        metadata::Metadata,
    },
    corpus::{Entry, Via, stem},
    output::OutputFile,
    site::{ArticlePage, Group, Service, Site},
    source::SourceFile,
};

/// The most tags that a service's lists are filtered by.
const MOST_TAGS: usize = 12;

/// One page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// `index.html`.
    Home,
    /// `404.html`.
    NotFound,
    /// `search.html`.
    Search,
    /// `go.html`.
    Go,
    /// `topics/index.html`.
    Topics,
    /// A product's topics, by the index of the page.
    Product(u32),
    /// A file of topics' ids, by its number.
    TopicIds(u32),
    /// `services.json`.
    ServicesList,
    /// A service, by its index.
    Service(u32),
    /// An article, by its index in the corpus.
    Article(u32),
}

/// Renders the pages of one site.
pub struct Renderer<'a> {
    pub(super) site: &'a Site<'a>,
    theme: &'a Theme,
    pub(super) highlighter: &'a Highlighter,
    pub(super) words: &'a Strings,
    /// What templates see on pages at the root and one folder down.
    common: [Context; 2],
    /// What templates see on `404.html`, which hosts serve at any depth.
    absolute: Context,
}

impl<'a> Renderer<'a> {
    /// A renderer of `site` with `theme`.
    pub fn new(site: &'a Site<'a>, theme: &'a Theme, highlighter: &'a Highlighter) -> Self {
        let policy = policy(&site.config.image_hosts);
        let common = |root: &str| {
            let config = site.config;
            let common = Common {
                site: SiteView {
                    title: &config.title,
                    description: &config.description,
                    language: &config.language,
                    right_to_left: is_right_to_left(&config.language),
                    base_url: &config.base_url,
                    search: config.search.enabled,
                    policy: &policy,
                    topic_files: site.topics.files.len(),
                    helpful: config.article.helpful,
                    markdown: config.files.markdown,
                    feed: config.files.feed && !config.base_url.is_empty() && !site.history.is_empty(),
                },
                root,
                assets: &format!("{root}{}", theme.folder()),
            };
            // The view types are plain structs of texts, which always serialize.
            Context::from_serialize(&common).unwrap_or_default()
        };
        let root_path = site
            .config
            .base_url
            .splitn(4, '/')
            .nth(3)
            .map_or_else(|| "/".to_owned(), |path| format!("/{path}"));
        Self {
            site,
            theme,
            highlighter,
            words: theme.strings(),
            common: [common(""), common("../")],
            absolute: common(&root_path),
        }
    }

    /// The site whose pages it renders.
    pub fn site(&self) -> &'a Site<'a> {
        self.site
    }

    /// Every page, in a fixed order.
    pub fn pages(&self) -> Vec<Page> {
        let services = (0..self.site.services.len() as u32).map(Page::Service);
        let articles = self.site.entries().map(|(index, _)| Page::Article(index));
        let topic_pages = self.site.topics.pages.len() as u32;
        let topics = (topic_pages > 0).then_some(Page::Topics).into_iter();
        let topics = topics.chain((0..topic_pages).map(Page::Product));
        let ids = (0..self.site.topics.files.len() as u32).map(Page::TopicIds);
        [Page::Home, Page::NotFound, Page::Search, Page::Go, Page::ServicesList]
            .into_iter()
            .chain(topics)
            .chain(ids)
            .chain(services)
            .chain(articles)
            .collect()
    }

    /// Whether it is a page that people see; the others are data for pages.
    pub fn is_page(page: Page) -> bool {
        !matches!(page, Page::TopicIds(_) | Page::ServicesList)
    }

    /// Where a page lies, relative to the site's root.
    pub fn address(&self, page: Page) -> Cow<'_, str> {
        let site = self.site;
        match page {
            Page::Home => "index.html".into(),
            Page::NotFound => "404.html".into(),
            Page::Search => "search.html".into(),
            Page::Go => "go.html".into(),
            Page::Topics => "topics/index.html".into(),
            Page::Product(index) => (&*site.topics.pages[index as usize].url).into(),
            Page::TopicIds(number) => format!("topics/ids/{number}.json").into(),
            Page::ServicesList => "services.json".into(),
            Page::Service(index) => (&*site.services[index as usize].url).into(),
            Page::Article(index) => (&*site.corpus.entries[index as usize].address).into(),
        }
    }

    /// Renders one page.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn render(&self, page: Page) -> Result<OutputFile, ThemeError> {
        self.render_heard(page, &mut ())
    }

    /// Renders one page while `listener` hears the events of its Markdown body, if it has one.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn render_heard(&self, page: Page, listener: &mut dyn Listener) -> Result<OutputFile, ThemeError> {
        match page {
            Page::Home => self.file("index.html", "home.html", &self.common[0], Some(("home", &self.home()))),
            Page::Search => {
                self.file("search.html", "search.html", &self.common[0], Some(("search", &self.search())))
            }
            Page::Go => self.file("go.html", "go.html", &self.common[0], None),
            Page::ServicesList => Ok(self.services_list()),
            Page::TopicIds(number) => Ok(self.topic_ids(number)),
            Page::Topics => self.file(
                "topics/index.html",
                "topics.html",
                &self.common[1],
                Some(("topics", &self.topics())),
            ),
            Page::Product(index) => {
                let page = &self.site.topics.pages[index as usize];
                let view = self.product(index);
                self.file(&page.url, "product.html", &self.common[1], Some(("product", &view)))
            }
            Page::NotFound => self.file("404.html", "404.html", &self.absolute, None),
            Page::Service(index) => {
                let service = &self.site.services[index as usize];
                self.file(
                    &service.url,
                    "service.html",
                    &self.common[1],
                    Some(("service", &self.service(service))),
                )
            }
            Page::Article(index) => self.article(index, listener).map_err(|error| ThemeError {
                article: Some(self.site.corpus.source(index).path.to_string()),
                ..error
            }),
        }
    }

    fn file(
        &self,
        path: &str,
        template: &str,
        common: &Context,
        view: Option<(&'static str, &dyn View)>,
    ) -> Result<OutputFile, ThemeError> {
        let mut content = Vec::with_capacity(16 * 1024);
        self.theme.render(template, common, view, &mut content)?;
        Ok(OutputFile { path: path.to_owned(), content })
    }

    fn home(&self) -> HomeView<'a> {
        let card = |service: &'a Service| ServiceCard {
            name: &service.name,
            url: &service.url,
            description: &service.description,
            customer: service.customer(),
            articles: service.articles(),
        };
        let services = &self.site.services;
        HomeView {
            services: services.iter().filter(|service| !service.other).map(card).collect(),
            others: services.iter().filter(|service| service.other).map(card).collect(),
            articles: self.site.articles(),
            problems: self.problems(),
            recent: self.recent(),
        }
    }

    fn search(&self) -> SearchView<'a> {
        let link = |service: &'a Service| LinkView { title: &service.name, url: &service.url };
        SearchView { services: self.site.services.iter().map(link).collect() }
    }

    fn service(&self, service: &'a Service) -> ServiceView<'a> {
        let metadata = || {
            let groups = service.groups.iter().chain(&service.folded);
            groups
                .flat_map(|group| &group.entries)
                .map(|index| &self.site.corpus.entries[*index as usize].article.metadata)
        };
        let clouds = metadata().fold(CloudSet::EMPTY, |clouds, metadata| clouds.union(metadata.clouds));
        let kinds: BTreeSet<Kind> = metadata().map(|metadata| metadata.kind).collect();
        ServiceView {
            tags: tags(metadata()),
            menus: self.menus(service),
            trees: self.trees(service),
            kinds: kinds.into_iter().map(|kind| self.words.kind(kind)).collect(),
            clouds: clouds.iter().map(Cloud::name).collect(),
            url: &service.url,
            name: &service.name,
            id: &service.id,
            description: &service.description,
            other: service.other,
            groups: service.groups.iter().map(|group| self.group(group, "resource")).collect(),
            folded: service.folded.iter().map(|group| self.kind_group(group)).collect(),
            articles: service.articles(),
        }
    }

    /// Articles of one kind, under its name.
    fn kind_group(&self, group: &'a Group) -> GroupView<'a> {
        let first = group.entries.first().map(|index| &self.site.corpus.entries[*index as usize]);
        let name = first.map_or(&*group.name, |entry| self.words.kind(entry.article.metadata.kind));
        GroupView { name, ..self.group(group, "kind") }
    }

    fn group(&self, group: &'a Group, prefix: &str) -> GroupView<'a> {
        let entry = |index: &u32| {
            let entry = &self.site.corpus.entries[*index as usize];
            let page = &self.site.pages[*index as usize];
            let metadata = &entry.article.metadata;
            EntryView {
                title: &page.title,
                line: &page.line,
                url: &entry.address,
                kind: self.words.kind(metadata.kind),
                clouds: metadata.clouds.iter().map(Cloud::name).collect(),
                tags: metadata.tags.iter().map(|tag| &**tag).collect(),
                special: !metadata.clouds.contains(Cloud::Public),
                inferred: entry.service.via != Via::Header,
            }
        };
        GroupView {
            name: &group.name,
            anchor: format!("{prefix}-{}", slug(&group.name)),
            entries: group.entries.iter().map(entry).collect(),
        }
    }

    fn article(&self, index: u32, listener: &mut dyn Listener) -> Result<OutputFile, ThemeError> {
        let entry = &self.site.corpus.entries[index as usize];
        let page = &self.site.pages[index as usize];
        let source = self.site.corpus.source(index);
        let metadata = &entry.article.metadata;
        let mut body_html = String::new();
        let mut headings = Vec::new();
        let mut document = None;
        match &entry.article.body {
            Body::Markdown(outline) => {
                // Its findings were made when the article was parsed.
                let cooked = Cooked::new(&source.text, entry.article.header.body_start(), &mut Vec::new());
                body_html = body::html(
                    &cooked,
                    &source.text,
                    outline,
                    self.links(index),
                    self.highlighter,
                    listener,
                    self.words,
                );
                headings = outline
                    .headings
                    .iter()
                    .filter(|heading| heading.level <= 3)
                    .map(|heading| HeadingView { level: heading.level, id: &heading.id, text: &heading.text })
                    .collect();
            }
            Body::Json(body) => document = Some(document::view(self, index, body, metadata.kind)),
        }
        let service = &self.site.services[page.service as usize];
        let around: Vec<u32> =
            page.related.iter().copied().chain(page.previous).chain(page.next).chain([index]).collect();
        let neighbour = |other: u32| {
            let LinkView { title, url } = self.link(other);
            NeighbourView { title, url, line: self.line_among(other, &around) }
        };
        let view = ArticleView {
            title: &page.title,
            subtitle: &page.subtitle,
            description: &metadata.description,
            kind: metadata.kind.name(),
            kind_label: self.words.kind(metadata.kind),
            audience: metadata.kind.audience().name(),
            clouds: metadata.clouds.iter().map(Cloud::name).collect(),
            id: metadata.article_id.as_deref().unwrap_or_default(),
            owner: metadata.owner.as_deref().unwrap_or_default(),
            path: &source.path,
            url: &entry.address,
            service: LinkView { title: &service.name, url: &service.url },
            service_inferred: entry.service.via != Via::Header,
            resource: metadata.resource.as_deref().unwrap_or_default(),
            products: metadata
                .products
                .iter()
                .map(|id| NameView { id, name: self.site.config.products.get(&**id).map_or(id, |name| name) })
                .collect(),
            topics: metadata.topics.iter().map(|id| self.topic_link(id)).collect(),
            changed: &page.changed,
            contributors: self.contributors(index),
            report_url: address(&self.site.config.article.report_url, entry, source, page),
            edit_url: address(&self.site.config.article.edit_url, entry, source, page),
            headings,
            body_html: &body_html,
            document,
            previous: page.previous.map(neighbour),
            next: page.next.map(neighbour),
            related: page.related.iter().copied().map(neighbour).collect(),
        };
        self.file(&entry.address, "article.html", &self.common[1], Some(("article", &view)))
    }

    /// Who wrote the entry `index`, if pages say that.
    fn contributors(&self, index: u32) -> Vec<&'a str> {
        let change = self.site.change(index).filter(|_| self.site.config.history.contributors);
        change.map(|change| change.contributors.iter().map(|name| &**name).collect()).unwrap_or_default()
    }

    /// A link to the page of the entry `index`.
    pub(super) fn link(&self, index: u32) -> LinkView<'a> {
        LinkView {
            title: &self.site.pages[index as usize].title,
            url: &self.site.corpus.entries[index as usize].address,
        }
    }

    /// What tells the entry `index` apart from those of `others` that have its title; empty where none has.
    pub(super) fn line_among(&self, index: u32, others: &[u32]) -> &'a str {
        let page = &self.site.pages[index as usize];
        let same = |other: &u32| {
            *other != index && self.site.pages[*other as usize].title.eq_ignore_ascii_case(&page.title)
        };
        match others.iter().any(same) {
            true if page.line.is_empty() => stem(&self.site.corpus.source(index).path),
            true => &page.line,
            false => "",
        }
    }

    /// Resolves links of the entry `index`.
    pub(super) fn links(&self, index: u32) -> Links<'a> {
        Links {
            corpus: self.site.corpus,
            published: &self.site.published,
            index,
            root: "../",
            image_hosts: &self.site.config.image_hosts,
        }
    }

    /// A text of a JSON body as HTML.
    pub(super) fn fragment(&self, index: u32, text: &str) -> String {
        document::fragment(self, index, text)
    }
}

/// The tags of articles, the most frequent first, then by name: those that tell articles apart.
fn tags<'a>(metadata: impl Iterator<Item = &'a Metadata>) -> Vec<&'a str> {
    let mut counts: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for tag in metadata.flat_map(|metadata| &metadata.tags) {
        counts.entry(tag.to_lowercase()).or_insert((0, tag)).0 += 1;
    }
    let mut tags: Vec<(usize, &str)> = counts.into_values().collect();
    tags.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    tags.into_iter().take(MOST_TAGS).map(|(_, tag)| tag).collect()
}

/// `template` filled in for an article; empty where there is none.
fn address(template: &str, entry: &Entry, source: &SourceFile, page: &ArticlePage) -> String {
    if template.is_empty() {
        return String::new();
    }
    let id = entry.article.metadata.article_id.as_deref().unwrap_or_default();
    let values =
        [("{path}", &*source.path), ("{id}", id), ("{title}", &*page.title), ("{url}", &*entry.address)];
    values
        .iter()
        .fold(template.to_owned(), |address, (name, value)| address.replace(name, &percent_encoded(value)))
}

/// `text` so that it can stand in an address; slashes stay.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Whether a language, such as `he` or `ar-EG`, is written from right to left.
fn is_right_to_left(language: &str) -> bool {
    ["ar", "fa", "he", "ur"].iter().any(|code| language.starts_with(code))
}

impl DocumentView<'_> {
    /// The name that templates see as `type`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Form(_) => "form",
            Self::Menu(_) => "menu",
            Self::Tree(_) => "tree",
            Self::Recommendation(_) => "recommendation",
            Self::Unreadable(_) => "unreadable",
        }
    }
}
