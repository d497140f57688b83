//! The header of an article, with the slips of the pen that real ones have at their real rates.

use super::{Plan, World, random::Random};

/// Of a snapshot of 15,585 articles, how many have each fault.
const ARTICLES: f64 = 15_585.0;
const CLOUDS: &[&str] = &[
    "public",
    "public",
    "public",
    "Public",
    "public, fairfax",
    "public,fairfax,mooncake",
    "public, Fairfax, Mooncake, usnat, ussec",
    "public, fairfax, mooncake, blackforest, usnat, ussec",
    "fairfax",
    "mooncake",
];

/// The whole file: header and body, with its line ends and encoding.
pub(super) fn file(plan: &Plan, world: &World, body: &str, random: &mut Random) -> Vec<u8> {
    let mut text = String::with_capacity(body.len() + 1024);
    if random.chance(27.0 / ARTICLES) {
        text.push_str("# A headline too early\n\n");
    }
    text.push_str("<properties\n");
    let style = Style::new(random);
    for (name, value) in attributes(plan, world, random) {
        text.push_str(&style.attribute(name, &value, random));
    }
    text.push_str(if random.chance(4.0 / ARTICLES) { ">\n\n" } else { "/>\n\n" });
    text.push_str(body);
    if random.chance(2513.0 / ARTICLES) {
        text = text.replace('\n', "\r\n");
    }
    let mut bytes = text.into_bytes();
    if random.chance(375.0 / ARTICLES) {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    if random.chance(3.0 / ARTICLES) {
        bytes.extend_from_slice(b"\nIt doesn\x92t fit.\n");
    }
    bytes
}

/// How one author writes attributes.
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
struct Style {
    other_case: bool,
    spaces: bool,
    single: bool,
    smart: bool,
    missing_quote: bool,
    misspelt: bool,
}

impl Style {
    fn new(random: &mut Random) -> Self {
        Self {
            other_case: random.chance(1870.0 / ARTICLES),
            spaces: random.chance(432.0 / ARTICLES),
            single: random.chance(353.0 / ARTICLES),
            smart: random.chance(45.0 / ARTICLES),
            missing_quote: random.chance(6.0 / ARTICLES),
            misspelt: random.chance(15.0 / ARTICLES),
        }
    }

    fn attribute(&self, name: &str, value: &str, random: &mut Random) -> String {
        let name = match name {
            "articleId" if self.other_case => "articleid",
            "supportTopicIds" if self.misspelt => "supportToicIds",
            name => name,
        };
        let equals = if self.spaces && random.chance(0.3) { " = " } else { "=" };
        let (open, close) = match name {
            "pageTitle" if self.smart => ("\u{201C}", "\u{201D}"),
            "resourceTags" if self.missing_quote => ("\"", ""),
            _ if self.single && !value.contains('\'') => ("'", "'"),
            _ => ("\"", "\""),
        };
        format!("    {name}{equals}{open}{value}{close}\n")
    }
}

fn attributes(plan: &Plan, world: &World, random: &mut Random) -> Vec<(&'static str, String)> {
    let service = &world.services[plan.service];
    let mut title = plan.title.clone();
    if random.chance(471.0 / ARTICLES) {
        title.push_str(" &amp; ");
        title.push_str(world.words.name(random));
    } else if random.chance(34.0 / ARTICLES) {
        title.push_str(" & ");
        title.push_str(world.words.name(random));
    }
    let description = if random.chance(1172.0 / ARTICLES) {
        String::new()
    } else if random.chance(0.3) {
        title.clone()
    } else {
        world.words.phrase(random, 12..=12)
    };
    let mut list = vec![("pageTitle", title), ("description", description)];
    if plan.named {
        list.push(("service", service.id.clone()));
        list.push(("resource", random.pick(&service.resources).clone()));
    }
    list.push(("authors", format!("author{}", random.below(400))));
    list.push(("ms.author", format!("author{}", random.below(400))));
    if plan.kind == "resource" || random.chance(0.2) {
        list.push(("displayOrder", random.between(1, 2000).to_string()));
    }
    let separator = if random.chance(0.5) { "," } else { ", " };
    list.push(("supportTopicIds", plan.topics.join(separator)));
    list.push(("productPesIds", plan.products.join(separator)));
    list.push(("resourceTags", if random.chance(0.3) { "windows, linux" } else { "" }.to_owned()));
    list.push(("selfHelpType", plan.kind.to_owned()));
    match plan.kind {
        "diagnostics" | "rca" | "servicehealthinsights" => {
            list.push(("infoBubbleText", world.words.phrase(random, 7..=7)));
            list.push(("diagnosticScenario", world.words.phrase(random, 2..=2).replace(' ', "")));
        }
        "problemScopingQuestions" => list.push(("schemaVersion", "1".to_owned())),
        _ => {}
    }
    list.push(("cloudEnvironments", (*random.pick(CLOUDS)).to_owned()));
    if !random.chance(8.0 / 10_521.0) {
        list.push(("articleId", plan.id.clone()));
    }
    list.push(("ownershipId", format!("Team{}_Content", plan.service)));
    list
}
