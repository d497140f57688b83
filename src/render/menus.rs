//! Problem menus and topic trees on other pages than their own: on home and on their service's page.

use std::cmp::Reverse;

use super::{
    Renderer,
    context::{LinkView, MenuLinkView, PlacedLink},
};
use crate::{
    article::{
        Body,
        document::{Document, Menu, Problem, document},
        kind::Kind,
    },
    site::Service,
};

/// The most problems of a menu on its service's page.
const MOST_PROBLEMS: usize = 8;
/// The most problems on home, and of one service there.
const MOST_AT_HOME: (usize, usize) = (8, 2);
/// The most changed articles on home.
const MOST_RECENT: usize = 6;

impl<'a> Renderer<'a> {
    /// The problem menus of a service.
    pub(super) fn menus(&self, service: &'a Service) -> Vec<MenuLinkView<'a>> {
        let menus = self.of_kind(service, Kind::DiagnoseAndSolve);
        menus.into_iter().map(|index| self.menu(index)).filter(|menu| !menu.problems.is_empty()).collect()
    }

    /// The topic trees of a service.
    pub(super) fn trees(&self, service: &'a Service) -> Vec<LinkView<'a>> {
        let trees = self.of_kind(service, Kind::SupportTopicDescription);
        trees.into_iter().map(|index| self.link(index)).collect()
    }

    /// Problems that readers may have, by the services with the most articles.
    pub(super) fn problems(&self) -> Vec<PlacedLink<'a>> {
        let mut services: Vec<&Service> = self.site.services.iter().collect();
        services.sort_by_key(|service| Reverse(service.customer()));
        let problems = services.into_iter().flat_map(|service| {
            let menus = self.menus(service).into_iter();
            menus.flat_map(|menu| menu.problems).take(MOST_AT_HOME.1).map(|link| PlacedLink {
                title: link.title,
                url: link.url,
                service: &service.name,
                changed: "",
            })
        });
        problems.take(MOST_AT_HOME.0).collect()
    }

    /// The articles that changed last.
    pub(super) fn recent(&self) -> Vec<PlacedLink<'a>> {
        let mut recent: Vec<u32> = self.site.entries().map(|(index, _)| index).collect();
        recent.retain(|index| !self.site.pages[*index as usize].changed.is_empty());
        recent.sort_by_key(|index| Reverse(&self.site.pages[*index as usize].changed));
        let placed = |index: u32| {
            let LinkView { title, url } = self.link(index);
            let page = &self.site.pages[index as usize];
            let service = &self.site.services[page.service as usize];
            PlacedLink { title, url, service: &service.name, changed: &page.changed }
        };
        recent.into_iter().take(MOST_RECENT).map(placed).collect()
    }

    fn of_kind(&self, service: &Service, kind: Kind) -> Vec<u32> {
        let entries = service.groups.iter().chain(&service.folded).flat_map(|group| &group.entries);
        let mut found: Vec<u32> = entries.copied().collect();
        found.retain(|index| self.site.corpus.entries[*index as usize].article.metadata.kind == kind);
        // Entries are sorted by path.
        found.sort_unstable();
        found
    }

    fn menu(&self, index: u32) -> MenuLinkView<'a> {
        let LinkView { title, url } = self.link(index);
        let problems = match self.parsed_menu(index) {
            Some(menu) => {
                let mut problems: Vec<LinkView<'a>> = Vec::new();
                for problem in &menu.common_problems {
                    let Some(title) = problem.title.map(str::trim).filter(|title| !title.is_empty()) else {
                        continue;
                    };
                    let target = self.solution(index, problem).unwrap_or(url);
                    if problems.len() < MOST_PROBLEMS && !problems.iter().any(|link| link.title == title) {
                        problems.push(LinkView { title, url: target });
                    }
                }
                problems
            }
            None => Vec::new(),
        };
        MenuLinkView { title, url, problems }
    }

    fn parsed_menu(&self, index: u32) -> Option<Menu<'a>> {
        let article = &self.site.corpus.entries[index as usize].article;
        let Body::Json(body) = &article.body else { return None };
        let root = body.root.as_ref().filter(|root| root.object().is_some())?;
        match document(article.metadata.kind.name(), root) {
            Document::Menu(menu) => Some(menu),
            _ => None,
        }
    }

    /// The page that solves a problem: where there are finer problems, the menu asks for them first.
    fn solution(&self, index: u32, problem: &Problem<'a>) -> Option<&'a str> {
        if !problem.sub_problems.is_empty() {
            return None;
        }
        let id = problem.common_solution_article_id?;
        self.links(index).article(id.trim()).map(|target| self.link(target).url)
    }
}
