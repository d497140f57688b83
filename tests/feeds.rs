//! The files that hosts and machines read.

use crate::support::{Project, between};

const BASE: &str = "base_url = \"https://h.example/help/\"\ndescription = \"What to do\"\n";
const ID: &str = "0d9ae9a4-5b4f-4fd5-8a2a-5ef0a1a8b1c2";
const DATES: &str = "{\"version\": 1, \"articles\": {\"articles/acme.compute/a.md\": {\"changed\": \"2026-03-01T10:20:30Z\", \"contributors\": [\"Ada\", \"Bo\"]}, \"articles/acme.compute/b.md\": {\"changed\": \"2026-02-01\"}}}";

fn project(config: &str) -> Project {
    Project::new()
        .file("casebook.toml", config)
        .file("dates.json", DATES)
        .article("a", &[("articleId", ID), ("pageTitle", "A & <b>")], "Text.")
        .article("b", &[], "Text.")
        .article("c", &[], "Text.")
}

/// The elements and texts of `xml`, which must be well-formed.
#[track_caller]
fn read(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return found,
            quick_xml::events::Event::Start(start) => {
                found.push(start.name().as_ref().to_owned());
            }
            _ => {}
        }
    }
}

#[test]
fn every_file_is_there_and_each_can_be_left_out() {
    let names = ["_headers", "feed.xml", "llms.txt", "robots.txt", "sitemap.xml", "staticwebapp.config.json"];
    let project = project(BASE);
    project.run(&["build", "--dates", "dates.json"]).code(0);
    let there = |project: &Project| -> Vec<&str> {
        names.into_iter().filter(|name| project.root.join("site").join(name).exists()).collect()
    };
    assert_eq!(there(&project), names);
    // Without an address there is nothing to name, and without times nothing to say that is new.
    project.run(&["build"]).code(0);
    assert!(!project.root.join("site/feed.xml").exists());
    project.put("casebook.toml", "");
    project.run(&["build", "--dates", "dates.json"]).code(0);
    assert_eq!(there(&project), ["_headers", "llms.txt", "robots.txt", "staticwebapp.config.json"]);
    let off = "[files]\nsitemap = false\nfeed = false\nrobots = false\nheaders = false\nllms = false\n";
    project.put("casebook.toml", format!("{BASE}{off}"));
    project.run(&["build", "--dates", "dates.json"]).code(0);
    assert_eq!(there(&project), [""; 0]);
    assert!(!project.page("index.html").contains("feed.xml"));
}

#[test]
fn the_sitemap_names_every_page_and_when_it_changed() {
    let project = project(BASE);
    project.run(&["build", "--dates", "dates.json"]).code(0);
    let map = project.page("sitemap.xml");
    assert_eq!(read(&map).iter().filter(|name| *name == "url").count(), 5);
    assert!(map.contains("<url><loc>https://h.example/help/</loc></url>"));
    assert!(map.contains(
        "<url><loc>https://h.example/help/acme.compute/a.html</loc><lastmod>2026-03-01T10:20:30Z</lastmod></url>"
    ));
    assert!(map.contains("<url><loc>https://h.example/help/acme.compute/c.html</loc></url>"));
    assert!(project.page("robots.txt").contains("Sitemap: https://h.example/help/sitemap.xml\n"));
}

#[test]
fn the_feed_names_what_changed_last() {
    let project = project(BASE);
    project.run(&["build", "--dates", "dates.json"]).code(0);
    let feed = project.page("feed.xml");
    assert_eq!(read(&feed).iter().filter(|name| *name == "entry").count(), 2);
    let first = between(&feed, "<entry>", "</entry>");
    assert!(first.starts_with(&format!("<id>urn:uuid:{ID}</id><title>A &amp; &lt;b&gt;</title>")), "{first}");
    assert!(feed.contains("<updated>2026-03-01T10:20:30Z</updated><link rel=\"self\""));
    assert!(feed.contains("<id>https://h.example/help/acme.compute/b.html</id>"));
    assert!(project.page("index.html").contains("type=\"application/atom+xml\""));
}

#[test]
fn hosts_send_the_policy_that_pages_carry() {
    let project = project("[images]\nhosts = [\"i.example\"]\n");
    project.build(0);
    let page = project.page("acme.compute/a.html");
    let policy =
        between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").replace("&#x27;", "'");
    let policy = policy.replace("&#39;", "'");
    let headers = project.page("_headers");
    let sent = between(&headers, "Content-Security-Policy: ", "\n");
    assert_eq!(sent, format!("{policy}; frame-ancestors 'none'"));
    assert!(sent.contains("img-src 'self' https://i.example"));
    for rule in ["/assets/*\n", "/images/*\n", "/search/*.bin\n"] {
        assert!(headers.contains(&format!("{rule}  Cache-Control: public, max-age=31536000, immutable\n")));
    }
    let config: serde_json::Value = serde_json::from_str(&project.page("staticwebapp.config.json")).unwrap();
    assert_eq!(config["globalHeaders"]["Content-Security-Policy"], sent);
    assert_eq!(config["globalHeaders"]["X-Content-Type-Options"], "nosniff");
    assert_eq!(config["responseOverrides"]["404"]["rewrite"], "/404.html");
    assert_eq!(config["routes"][0]["route"], "/assets/*");
}

#[test]
fn the_sitemap_names_the_pages_of_topics() {
    let project = Project::new().file("casebook.toml", BASE).article(
        "a",
        &[("selfHelpType", "generic"), ("supportTopicIds", "32570001"), ("productPesIds", "16578")],
        "",
    );
    project.build(0);
    let map = project.page("sitemap.xml");
    for page in ["topics/index.html", "topics/16578.html"] {
        let address = format!("https://h.example/help/{page}");
        assert!(map.contains(&format!("<loc>{address}</loc>")), "{map}");
        assert!(project.page(page).contains(&format!("<link rel=\"canonical\" href=\"{address}\">")));
    }
}

#[test]
fn pages_show_the_day_of_the_last_change() {
    let project = project("");
    project.run(&["build", "--dates", "dates.json"]).code(0);
    let page = project.page("acme.compute/a.html");
    assert!(page.contains("<time datetime=\"2026-03-01\">Last changed 2026-03-01</time>"), "{page}");
    assert!(!project.page("acme.compute/c.html").contains("<time"));
    let home = project.page("index.html");
    let recent = between(&home, "Recently changed</h2>", "</ul>");
    let at = |part: &str| recent.find(part).unwrap_or_else(|| panic!("no {part} in {recent}"));
    assert!(at("acme.compute/a.html") < at("2026-03-01"));
    assert!(at("2026-03-01") < at("acme.compute/b.html"));
    assert!(!recent.contains("acme.compute/c.html"));
    project.build(0);
    assert!(!project.page("index.html").contains("Recently changed"));
}

#[test]
fn a_preview_asks_not_to_be_listed() {
    let project = project(&format!("{BASE}[files]\nindex = false\n"));
    project.build(0);
    assert!(!project.root.join("site/sitemap.xml").exists());
    assert_eq!(project.page("robots.txt"), "User-agent: *\nDisallow: /\n");
    assert!(project.page("_headers").contains("X-Robots-Tag: noindex\n"));
}

#[test]
fn pages_name_their_address_and_what_a_preview_of_them_shows() {
    let project = project(BASE);
    project.build(0);
    let page = project.page("acme.compute/a.html");
    for part in [
        "<link rel=\"canonical\" href=\"https://h.example/help/acme.compute/a.html\">",
        "<meta property=\"og:title\" content=\"A &amp; &lt;b&gt;\">",
        "<meta name=\"description\" property=\"og:description\" content=\"What to do\">",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(project.page("index.html").contains("<link rel=\"canonical\" href=\"https://h.example/help/\">"));
    project.put("casebook.toml", "");
    project.build(0);
    assert!(!project.page("acme.compute/a.html").contains("og:"));
}

#[test]
fn contributors_are_named_when_that_is_asked_for() {
    let project = project("");
    project.run(&["build", "--dates", "dates.json"]).code(0);
    assert!(!project.page("acme.compute/a.html").contains("Ada"));
    project.put("casebook.toml", "[history]\ncontributors = true\n");
    project.run(&["build", "--dates", "dates.json"]).code(0);
    assert!(project.page("acme.compute/a.html").contains("<dd>Ada, Bo</dd>"));
}

#[test]
fn articles_are_there_as_clean_markdown() {
    let body = "# Title of a\n\nThe <!--$vmname-->[VM]<!--/$vmname--> is **slow**. See [b](b.md#steps), [x](https://x.example/) and [none](none.md).<br>\nNext.\n\n<!--issueDescription-->\nSection text.\n<!--/issueDescription-->\n\n## Steps\n\n1. `one *`\n2. two\n\n```bash\necho \"<x>\"\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<insight symptomId=\"x\"/>\n";
    let project = Project::new()
        .file("casebook.toml", "[files]\nmarkdown = true\n")
        .article("a", &[], body)
        .article("b", &[], "## Steps\n\nText.");
    project.run(&["build"]);
    let text = project.page("acme.compute/a.md");
    assert!(text.starts_with("# Title of a\n\n"), "{text}");
    assert_eq!(text.matches("Title of a").count(), 1, "{text}");
    for part in [
        "is **slow**",
        "[b](../acme.compute/b.md#steps)",
        "[x](https://x.example/)",
        "Section text.",
        "## Steps",
        "`one *`",
        "echo \"<x>\"",
        "| 1 | 2 |",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    for part in ["<!--", "<insight", "none.md", "vmname", "\u{f0000}"] {
        assert!(!text.contains(part), "{part} is in {text}");
    }
    assert!(
        project
            .page("services/acme.compute.md")
            .contains("- [Title of b](../acme.compute/b.md): What to do\n")
    );
    assert!(project.page("llms.txt").contains("(services/acme.compute.md): 2 articles\n"));
    assert!(project.page("acme.compute/a.html").contains("href=\"../acme.compute/a.md\""));
    // What is an address of one of these files is no folder of articles.
    let project = project.file("articles/robots.txt/x.md", crate::support::article("x", &[], "Text."));
    project.run(&["build"]);
    assert!(project.page("robots.txt-articles/x.html").contains("Title of x"));
}

/// Markdown may hold HTML, so whoever shows an article's Markdown may run what its author meant to be run.
#[test]
fn articles_as_markdown_hold_no_markup_but_plain_blocks() {
    let body = "![<script>alert(1)</script>](x.png)\n\n<metric name=\"m\" title=\"<script>alert(2)</script>\"/>\n\n<details open ontoggle=\"alert(3)\"><summary><script>alert(4)</script></summary>More</details>\n\n<div onclick=alert(5)\nonfocus=alert(6)>x</div>\n";
    let project = Project::new().file("casebook.toml", "[files]\nmarkdown = true\n").article(
        "a",
        &[("selfHelpType", "Apollo")],
        body,
    );
    project.run(&["build"]);
    let text = project.page("acme.compute/a.md");
    let options = pulldown_cmark::Options::all();
    for event in pulldown_cmark::Parser::new_ext(&text, options) {
        if let pulldown_cmark::Event::Html(html) | pulldown_cmark::Event::InlineHtml(html) = event {
            for tag in html.split('<').skip(1) {
                let name = tag.split('>').next().unwrap();
                assert!(
                    ["details", "/details", "summary", "/summary", "div", "/div"].contains(&name),
                    "<{tag} in {text}"
                );
            }
        }
    }
    assert!(text.contains("alert(4)") && text.contains("<details><summary>"), "{text}");
}

/// What is a text to one parser may be a tag or a link to another one.
#[test]
fn articles_as_markdown_are_texts_to_every_parser() {
    let project = Project::new().file("casebook.toml", "[files]\nmarkdown = true\n");
    let headline = "# Title of a\n\n";
    for (body, copy) in [
        ("    <a href=\"javascript:alert(1)\">x</a>", "    <a href=\"javascript:alert(1)\">x</a>"),
        ("[x](\u{1}javascript:alert(1))", "[x](\u{fffd}javascript:alert(1))"),
        ("[x](java\rscript:alert(1))", "[x](java\nscript:alert(1))"),
        ("<p>a<script>alert(1)</script></p>", "<p>a&lt;script>alert(1)&lt;/script></p>"),
        ("https://x.example/<script>alert(1)", "https://x.example/&lt;script>alert(1)"),
        ("[x](https://x.example/ \"<a href=\"javascript:alert(1)\">x</a>\")", "[x](https://x.example/)"),
        ("[x][y]\n\n[y]: https://x.example/ '<b>'", "[x](https://x.example/)"),
        ("1 < 2 and `a<b>`", "1 \\< 2 and `a<b>`"),
    ] {
        project.put(
            "articles/acme.compute/a.md",
            crate::support::article("a", &[], &format!("{headline}{body}\n")),
        );
        project.run(&["build"]);
        assert_eq!(project.page("acme.compute/a.md"), format!("{headline}{copy}\n"));
    }
}
