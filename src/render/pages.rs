//! The pages of a site: which there are, and how each is rendered.

use std::collections::BTreeSet;

use tera::Context;

use super::{
    body,
    context::{
        ArticleView, Common, DocumentView, EntryView, GroupView, HeadingView, HomeView, LinkView, NameView,
        SearchView, ServiceCard, ServiceView, SiteView,
    },
    document,
    highlight::Highlighter,
    links::Links,
    theme::{Theme, ThemeError, erased::View},
};
use crate::{
    article::{
        Body,
        cloud::{Cloud, CloudSet},
        kind::Kind,
        markdown::{cook::Cooked, events::Listener, outline::slug},
    },
    corpus::Via,
    output::OutputFile,
    site::{Group, Service, Site},
};

/// One page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// `index.html`.
    Home,
    /// `404.html`.
    NotFound,
    /// `search.html`.
    Search,
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
        Self { site, theme, highlighter, common: [common(""), common("../")], absolute: common(&root_path) }
    }

    /// Every page, in a fixed order.
    pub fn pages(&self) -> Vec<Page> {
        let services = (0..self.site.services.len() as u32).map(Page::Service);
        let articles = self.site.entries().map(|(index, _)| Page::Article(index));
        [Page::Home, Page::NotFound, Page::Search].into_iter().chain(services).chain(articles).collect()
    }

    /// Where a page lies, relative to the site's root.
    pub fn address(&self, page: Page) -> &'a str {
        match page {
            Page::Home => "index.html",
            Page::NotFound => "404.html",
            Page::Search => "search.html",
            Page::Service(index) => &self.site.services[index as usize].url,
            Page::Article(index) => &self.site.corpus.entries[index as usize].address,
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
            kinds: kinds.into_iter().map(Kind::label).collect(),
            clouds: clouds.iter().map(Cloud::name).collect(),
            url: &service.url,
            name: &service.name,
            id: &service.id,
            description: &service.description,
            other: service.other,
            groups: service.groups.iter().map(|group| self.group(group, "resource")).collect(),
            folded: service.folded.iter().map(|group| self.group(group, "kind")).collect(),
            articles: service.articles(),
        }
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
                kind: metadata.kind.label(),
                clouds: metadata.clouds.iter().map(Cloud::name).collect(),
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
                body_html =
                    body::html(&cooked, &source.text, outline, self.links(index), self.highlighter, listener);
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
        let view = ArticleView {
            title: &page.title,
            subtitle: &page.subtitle,
            description: &metadata.description,
            kind: metadata.kind.name(),
            kind_label: metadata.kind.label(),
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
            topics: metadata
                .topics
                .iter()
                .map(|id| NameView { id, name: self.site.topic_name(id).unwrap_or(id) })
                .collect(),
            headings,
            body_html: &body_html,
            document,
            previous: page.previous.map(|other| self.link(other)),
            next: page.next.map(|other| self.link(other)),
            related: page.related.iter().map(|other| self.link(*other)).collect(),
        };
        self.file(&entry.address, "article.html", &self.common[1], Some(("article", &view)))
    }

    /// A link to the page of the entry `index`.
    pub(super) fn link(&self, index: u32) -> LinkView<'a> {
        LinkView {
            title: &self.site.pages[index as usize].title,
            url: &self.site.corpus.entries[index as usize].address,
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

/// Whether a language, such as `he` or `ar-EG`, is written from right to left.
fn is_right_to_left(language: &str) -> bool {
    ["ar", "fa", "he", "ur"].iter().any(|code| language.starts_with(code))
}

/// What a page may load: its own site's files, and images of the hosts that the configuration allows.
fn policy(image_hosts: &[String]) -> String {
    let images: String = image_hosts.iter().flat_map(|host| [" https://", host.as_str()]).collect();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{images}; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
    )
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
