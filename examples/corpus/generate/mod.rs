//! Plans every article from its number and writes it.

mod header;
mod json;
mod markdown;
mod random;

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};

use random::{Random, Words, Zipf};

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Written {
    /// How many articles.
    pub(crate) articles: usize,
    /// Their bytes.
    pub(crate) bytes: usize,
}

/// The kinds in the proportions of a snapshot of 2021: spelling, how many of 15,580.
const KINDS: &[(&str, usize)] = &[
    ("generic", 6484),
    ("problemScopingQuestions", 2831),
    ("TSG_Content", 1947),
    ("diagnostics", 1427),
    ("resource", 980),
    ("advisorRecommendationMetadata", 681),
    ("rca", 471),
    ("servicehealthinsights", 424),
    ("supportTopicDescription", 129),
    ("TSG_Description", 100),
    ("Apollo", 79),
    ("diagnoseandsolve", 18),
    ("tools", 4),
    ("TSG_Questions", 3),
    ("PartnerCenterQuickStart", 2),
];

/// What is shared by all articles.
#[derive(Debug)]
struct World {
    words: Words,
    services: Vec<Service>,
    sizes: Zipf,
}

#[derive(Debug)]
struct Service {
    /// Such as `halden.brondea`.
    id: String,
    resources: Vec<String>,
    /// How many topics it has; each article picks of them.
    topics: usize,
}

/// One article before its text.
#[derive(Debug)]
struct Plan {
    index: usize,
    kind: &'static str,
    service: usize,
    /// Whether the header names the service.
    named: bool,
    id: String,
    /// `<folder>/<stem>`.
    place: String,
    title: String,
    topics: Vec<String>,
    products: Vec<String>,
}

/// Writes `count` articles below `dir/articles`.
#[expect(clippy::disallowed_methods, reason = "the generator is a program of its own")]
pub(crate) fn corpus(count: usize, dir: &Path) -> io::Result<Written> {
    let world = World::new(count);
    let mut folders: HashSet<PathBuf> = HashSet::new();
    let mut written = Written::default();
    for index in 0..count {
        let plan = Plan::new(&world, index);
        let mut random = Random::new(3, index as u64);
        let body = body(&world, &plan, &mut random);
        let bytes = header::file(&plan, &world, &body, &mut random);
        // A few articles lack their ending, as in every repository.
        let ending = if random.chance(11.0 / 15_585.0) { "" } else { ".md" };
        let path = dir.join(format!("articles/{}{ending}", plan.place));
        if let Some(folder) = path.parent()
            && folders.insert(folder.to_owned())
        {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &bytes)?;
        written.articles += 1;
        written.bytes += bytes.len();
    }
    Ok(written)
}

fn body(world: &World, plan: &Plan, random: &mut Random) -> String {
    match plan.kind {
        "problemScopingQuestions" => json::form(world, plan, random),
        "TSG_Questions" => json::questions(world, random),
        "advisorRecommendationMetadata" => json::recommendation(world, plan, random),
        "diagnoseandsolve" => json::menu(world, plan, random),
        "supportTopicDescription" => json::tree(world, plan, random),
        _ => markdown::body(world, plan, random),
    }
}

impl World {
    fn new(count: usize) -> Self {
        let words = Words::new(20_000);
        // 290 services at 15,000 articles; ten times the articles have about three times the services,
        // and each of them about three times the topics.
        let scale = (count as f64 / 15_000.0).sqrt();
        let services = (scale * 290.0).round().max(6.0) as usize;
        let mut random = Random::new(1, 0);
        let mut known = HashSet::new();
        let mut list = Vec::with_capacity(services);
        while list.len() < services {
            let name = words.name(&mut random).to_owned();
            if !known.insert(name.clone()) {
                continue;
            }
            let resources = (0..random.between(1, 5)).map(|_| words.name(&mut random).to_owned()).collect();
            list.push(Service {
                id: format!("halden.{name}"),
                resources,
                topics: (random.between(8, 60) as f64 * scale).ceil() as usize,
            });
        }
        Self { words, services: list, sizes: Zipf::new(services, 6.0) }
    }
}

impl Plan {
    /// The article with `index`: always the same one.
    fn new(world: &World, index: usize) -> Self {
        let mut random = Random::new(2, index as u64);
        let kind = kind(&mut random);
        let service = world.sizes.rank(&mut random);
        let Service { id: service_id, topics, .. } = &world.services[service];
        let named = !matches!(kind, "problemScopingQuestions" | "supportTopicDescription")
            && !random.chance(0.12)
            || random.chance(0.05);
        let short = service_id.trim_start_matches("halden.");
        let title = world.words.phrase(&mut random, 3..=7);
        let folder = match kind {
            "problemScopingQuestions" if random.chance(0.6) => format!("problemscopingques.{short}"),
            _ => service_id.clone(),
        };
        let stem = format!("{short}-{}-{index}", title.to_lowercase().replace(' ', "-"));
        let id = if random.chance(17.0 / 10_521.0) && index > 0 {
            Self::id(index - 1, "twice")
        } else {
            Self::id(index, &stem)
        };
        let mut ids: Vec<usize> =
            (0..if random.chance(0.2) { random.between(3, 9) } else { random.between(1, 2) })
                .map(|_| 32_000_000 + service * 1000 + random.below(*topics))
                .collect();
        ids.sort_unstable();
        // Some lists repeat an id.
        if !random.chance(0.01) {
            ids.dedup();
        }
        let topics = ids.iter().map(ToString::to_string).collect();
        let product = 15_000 + service * 3;
        let products = match random.below(10) {
            0 => vec![product, product + 1],
            1 => vec![product + 2],
            _ => vec![product],
        };
        let products = products.iter().map(ToString::to_string).collect();
        Self { index, kind, service, named, id, place: format!("{folder}/{stem}"), title, topics, products }
    }

    /// A GUID for a bit more than half of the articles, else the file's name.
    fn id(index: usize, stem: &str) -> String {
        let mut random = Random::new(5, index as u64);
        if random.chance(0.54) { guid(&mut random) } else { stem.to_owned() }
    }
}

fn kind(random: &mut Random) -> &'static str {
    let total: usize = KINDS.iter().map(|(_, share)| share).sum();
    let mut at = random.below(total);
    for (kind, share) in KINDS {
        if at < *share {
            return kind;
        }
        at -= share;
    }
    KINDS[0].0
}

fn guid(random: &mut Random) -> String {
    let (a, b) = (random.next(), random.next());
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        a >> 32,
        a >> 16 & 0xFFFF,
        a & 0xFFF,
        b >> 48 & 0xFFF,
        b & 0xFFFF_FFFF_FFFF
    )
}
