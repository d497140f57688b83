//! Which service an article belongs to, also when its header does not say.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, kind::Audience};

/// The service of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOf {
    /// Its id in lower case; the folder's name for [`Via::Folder`].
    pub id: Arc<str>,
    /// How it is known.
    pub via: Via,
}

/// How an article's service is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// The header names it.
    Header,
    /// Most articles with one of its products have it.
    Product,
    /// Most articles with one of its topics have it.
    Topic,
    /// Its folder is named like a service.
    FolderOfService,
    /// Nothing but its folder is known.
    Folder,
}

/// Articles follow a service whose id has no more bytes.
const LONGEST: usize = 200;

/// Counts of services by an id.
type Votes<'a> = FxHashMap<&'a str, FxHashMap<&'a str, u32>>;

/// The service of each article. Only articles for `audiences` say something about the others, so that no
/// reader meets the name of a service that none of theirs has.
pub(super) fn assign(
    articles: &[(Arc<Article>, u32)],
    paths: &[&str],
    audiences: &[Audience],
) -> Vec<ServiceOf> {
    let mut by_product = Votes::default();
    let mut by_topic = Votes::default();
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for (article, _) in articles {
        let metadata = &article.metadata;
        if !audiences.contains(&metadata.kind.audience()) {
            continue;
        }
        let Some(service) = metadata.service.as_deref() else { continue };
        known.insert(service);
        // No name is that long, and each article that follows it would repeat it.
        if service.len() > LONGEST {
            continue;
        }
        for product in &metadata.products {
            *by_product.entry(product).or_default().entry(service).or_default() += 1;
        }
        for topic in &metadata.topics {
            *by_topic.entry(topic).or_default().entry(service).or_default() += 1;
        }
    }
    articles
        .iter()
        .zip(paths)
        .map(|((article, _), path)| {
            let metadata = &article.metadata;
            let of = |id: &str, via| ServiceOf { id: id.into(), via };
            if let Some(service) = &metadata.service {
                return of(service, Via::Header);
            }
            if let Some(service) = winner(&by_product, &metadata.products) {
                return of(service, Via::Product);
            }
            if let Some(service) = winner(&by_topic, &metadata.topics) {
                return of(service, Via::Topic);
            }
            let folder = super::folder(path).strip_prefix("articles/").unwrap_or("articles").to_lowercase();
            let via = if known.contains(&*folder) { Via::FolderOfService } else { Via::Folder };
            of(&folder, via)
        })
        .collect()
}

/// The service that most articles with one of `ids` have; among equals the first by name.
fn winner<'a>(votes: &Votes<'a>, ids: &[Box<str>]) -> Option<&'a str> {
    let mut total: FxHashMap<&str, u32> = FxHashMap::default();
    for (service, count) in ids.iter().filter_map(|id| votes.get(&**id)).flatten() {
        *total.entry(service).or_default() += count;
    }
    total.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(service, _)| service)
}
