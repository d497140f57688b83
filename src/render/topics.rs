//! The pages of topics, and the files that lead from a topic's id to its place on them.

use std::collections::BTreeMap;

use super::{
    Renderer,
    context::{
        LinkView, ProductCard, ProductTopicView, ProductView, TopicArticleView, TopicLinkView, TopicsView,
    },
};
use crate::{
    article::{cloud::Cloud, kind::Audience},
    output::OutputFile,
    site::{Topic, TopicPage},
};

impl<'a> Renderer<'a> {
    pub(super) fn topics(&self) -> TopicsView<'a> {
        let topics = &self.site.topics;
        let card = |(index, page): (usize, &'a TopicPage)| ProductCard {
            id: &page.product,
            name: &page.name,
            url: &page.url,
            topics: topics.parts(index).iter().map(|part| part.topics.len()).sum(),
        };
        TopicsView {
            products: topics
                .pages
                .iter()
                .enumerate()
                .filter(|(_, page)| page.part.0 == 1)
                .map(card)
                .collect(),
            count: topics.all().count(),
        }
    }

    /// The page of topics with this index.
    pub(super) fn product(&self, index: u32) -> ProductView<'a> {
        let topics = &self.site.topics;
        let page = &topics.pages[index as usize];
        ProductView {
            id: &page.product,
            name: &page.name,
            url: &page.url,
            topics: page.topics.iter().map(|topic| self.product_topic(topic)).collect(),
            part: page.part.0,
            parts: topics.parts(index as usize).iter().map(|part| &*part.url).collect(),
        }
    }

    fn product_topic(&self, topic: &'a Topic) -> ProductTopicView<'a> {
        let of = |audience: Audience| {
            let has = |index: &&u32| {
                self.site.corpus.entries[**index as usize].article.metadata.kind.audience() == audience
            };
            topic
                .articles
                .iter()
                .filter(has)
                .map(|index| self.topic_article(*index, &topic.articles))
                .collect()
        };
        ProductTopicView {
            id: &topic.id,
            name: &topic.name,
            anchor: &topic.anchor,
            customer: of(Audience::Customer),
            portal: of(Audience::Portal),
            staff: of(Audience::Staff),
            more: topic.more,
        }
    }

    fn topic_article(&self, index: u32, others: &[u32]) -> TopicArticleView<'a> {
        let LinkView { title, url } = self.link(index);
        let metadata = &self.site.corpus.entries[index as usize].article.metadata;
        let special = !metadata.clouds.contains(Cloud::Public);
        TopicArticleView {
            title,
            url,
            kind: self.words.kind(metadata.kind),
            clouds: if special { metadata.clouds.iter().map(Cloud::name).collect() } else { Vec::new() },
            line: self.line_among(index, others),
        }
    }

    /// The topic `id` with its place.
    pub(super) fn topic_link(&self, id: &'a str) -> TopicLinkView<'a> {
        match self.site.topics.get(id) {
            Some((page, topic)) => {
                TopicLinkView { id, name: &topic.name, url: format!("{}#{}", page.url, topic.anchor) }
            }
            // Every topic of a published article has a place; without one it leads to the index.
            None => TopicLinkView { id, name: id, url: "topics/index.html".to_owned() },
        }
    }

    /// The file of ids with this number: for each id its place and its name.
    pub(super) fn topic_ids(&self, number: u32) -> OutputFile {
        let topics = &self.site.topics;
        let ids: BTreeMap<&str, (String, &str)> = topics.files[number as usize]
            .iter()
            .map(|(page, place)| {
                let page = &topics.pages[*page as usize];
                let topic = &page.topics[*place as usize];
                (&*topic.id, (format!("{}#{}", page.url, topic.anchor), &*topic.name))
            })
            .collect();
        json(format!("topics/ids/{number}.json"), &ids)
    }

    /// The list of services that pages share: for each its page, its name and how many articles it has.
    pub(super) fn services_list(&self) -> OutputFile {
        let services = self.site.services.iter().filter(|service| !service.other);
        let rows: Vec<(&str, &str, usize)> =
            services.map(|service| (&*service.url, &*service.name, service.articles())).collect();
        json("services.json".to_owned(), &rows)
    }
}

/// A file of texts and numbers, which always serialize.
fn json(path: String, value: &impl serde::Serialize) -> OutputFile {
    OutputFile { path, content: serde_json::to_vec(value).unwrap_or_default() }
}
