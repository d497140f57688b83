//! What results show: titles and addresses of articles, and the facets of all of them.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::json;

use super::bytes;
use crate::{
    article::{cloud::Cloud, kind::Kind, markdown::outline::start},
    output::OutputFile,
    site::Site,
};

/// How many articles a shard has.
pub(super) const SHARD: usize = 48;
/// The longest description that is shown, in bytes.
const DESCRIPTION: usize = 180;

/// The shards of the articles in `order`, with their names.
pub(super) fn documents(site: &Site<'_>, order: &[u32], excerpts: &[&str]) -> Vec<(String, OutputFile)> {
    order
        .par_chunks(SHARD)
        .zip(excerpts.par_chunks(SHARD))
        .map_init(bytes::Deflater::new, |deflater, (entries, excerpts)| {
            let rows: Vec<_> = entries
                .iter()
                .zip(excerpts)
                .map(|(index, excerpt)| {
                    let entry = &site.corpus.entries[*index as usize];
                    let page = &site.pages[*index as usize];
                    let metadata = &entry.article.metadata;
                    let description = metadata.description.trim();
                    let shown = if description.is_empty() || description.eq_ignore_ascii_case(&page.title) {
                        excerpt
                    } else {
                        beginning(description)
                    };
                    json!([page.title, &*entry.address, shown, metadata.article_id])
                })
                .collect();
            // Rows are texts, which always serialize.
            bytes::named(deflater.deflate(&serde_json::to_vec(&rows).unwrap_or_default()))
        })
        .collect()
}

fn beginning(text: &str) -> &str {
    if text.len() <= DESCRIPTION {
        return text;
    }
    let part = start(text, DESCRIPTION);
    part.rsplit_once(' ').map_or(part, |(whole, _)| whole)
}

/// The facets of the articles in `order`, as runs of articles that agree in all of them, in base 64.
pub(super) fn facets(site: &Site<'_>, order: &[u32], label: super::Label<'_>) -> String {
    let distinct: FxHashSet<&str> = order.iter().map(|index| resource(site, *index)).collect();
    let mut resources: Vec<&str> = distinct.into_iter().collect();
    resources.sort_unstable();
    let mut runs: Vec<[u32; 5]> = Vec::new();
    for index in order {
        let entry = &site.corpus.entries[*index as usize];
        let metadata = &entry.article.metadata;
        let clouds = metadata.clouds.iter().fold(0, |bits, cloud| bits | 1 << cloud as u32);
        // Every resource is in the list that was made of them.
        let place = resources.binary_search(&resource(site, *index)).unwrap_or_default() as u32;
        let facets = [site.pages[*index as usize].service, metadata.kind as u32, place, clouds, 1];
        match runs.last_mut() {
            Some(run) if run[..4] == facets[..4] => run[4] += 1,
            _ => runs.push(facets),
        }
    }
    let kinds: Vec<_> = Kind::ALL
        .iter()
        .chain(&[Kind::Unknown])
        .map(|kind| json!([kind.name(), label(*kind), kind.audience().name()]))
        .collect();
    let services: Vec<_> = site.services.iter().map(|service| json!([service.id, service.name])).collect();
    let facets = json!({
        "services": services,
        "kinds": kinds,
        "resources": resources,
        "clouds": Cloud::ALL.iter().map(|cloud| cloud.name()).collect::<Vec<_>>(),
        "runs": runs.concat(),
    });
    bytes::base64(&bytes::Deflater::new().deflate(facets.to_string().as_bytes()))
}

fn resource<'s>(site: &'s Site<'_>, index: u32) -> &'s str {
    site.corpus.entries[index as usize].article.metadata.resource.as_deref().unwrap_or_default()
}
