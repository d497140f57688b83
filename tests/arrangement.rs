//! The site's order: services, lists, titles, neighbours, addresses.

use snapbox::{assert_data_eq, str};

use crate::support::{Project, article, between, linked};

#[test]
fn an_article_without_a_service_takes_that_of_its_products_then_topics_then_folder() {
    let none = |id: &str, changes: &[(&str, &str)]| {
        article(id, &[&[("service", ""), ("resource", "")], changes].concat(), "# X\n")
    };
    let project = Project::new()
        .article("a", &[("productPesIds", "16578"), ("supportTopicIds", "32570001")], "# A\n")
        .article("b", &[("productPesIds", "16578")], "# B\n")
        .file(
            "articles/acme.net/c.md",
            article(
                "c",
                &[("service", "acme.net"), ("productPesIds", "16578"), ("supportTopicIds", "32570002")],
                "",
            ),
        )
        .file(
            "articles/misc/product.md",
            none("product", &[("productPesIds", "16578"), ("supportTopicIds", "32570002")]),
        )
        .file(
            "articles/misc/topic.md",
            none("topic", &[("productPesIds", "16579"), ("supportTopicIds", "32570002")]),
        )
        .file("articles/Acme.Net/folder.md", none("folder", &[]))
        .file("articles/misc/other.md", none("other", &[]));
    project.run(&["build"]);
    let of = |path: &str| {
        let row = project.row(path);
        (row["service"].as_str().unwrap().to_owned(), row["serviceInferred"].as_bool().unwrap())
    };
    assert_eq!(of("articles/acme.compute/a.md"), ("acme.compute".into(), false));
    assert_eq!(of("articles/misc/product.md"), ("acme.compute".into(), true));
    assert_eq!(of("articles/misc/topic.md"), ("acme.net".into(), true));
    assert_eq!(of("articles/Acme.Net/folder.md"), ("acme.net".into(), true));
    assert_eq!(of("articles/misc/other.md"), ("misc".into(), true));
    assert!(project.page("misc/topic.html").contains("(inferred: the article names none)"));
    let home = project.page("index.html");
    let (named, others) = home.split_once("Other collections").unwrap();
    assert!(named.contains("services/acme.net.html") && !named.contains("services/misc.html"));
    assert!(others.contains("services/misc.html"));
}

#[test]
fn lists_go_by_order_then_title_then_path() {
    let project = Project::new()
        .article("late", &[("displayOrder", "100")], "")
        .article("early", &[("displayOrder", "20")], "")
        .article("none-b", &[("pageTitle", "beta")], "")
        .article("none-a", &[("pageTitle", "Alpha")], "")
        .article("same-2", &[("displayOrder", "20"), ("pageTitle", "Same"), ("articleId", "1")], "")
        .article("same-1", &[("displayOrder", "20"), ("pageTitle", "Same"), ("articleId", "2")], "")
        .article("bad", &[("displayOrder", "x"), ("pageTitle", "Zeta")], "");
    project.build(1);
    let page = project.page("services/acme.compute.html");
    assert_eq!(linked(&page), ["same-1", "same-2", "early", "late", "none-a", "none-b", "bad"]);
}

#[test]
fn resources_are_groups_and_other_audiences_are_folded() {
    let project = Project::new()
        .article("disk", &[("resource", "disks")], "")
        .article("machine", &[("displayOrder", "1")], "")
        .article("machine-2", &[("displayOrder", "2"), ("resource", "Machines")], "")
        .article("general", &[("resource", ""), ("selfHelpType", "generic")], "")
        .article("guide", &[("selfHelpType", "TSG_Content")], "")
        .article("cause", &[("selfHelpType", "rca")], "");
    project.build(0);
    let page = project.page("services/acme.compute.html");
    assert_eq!(linked(&page), ["disk", "machine", "machine-2", "general", "cause", "guide"]);
    let (customer, folded) = page.split_once("For support</h2>").unwrap();
    assert_eq!(linked(customer).len(), 4);
    assert_eq!(folded.matches("<details").count(), 2);
}

#[test]
fn entries_that_share_a_title_get_a_line_that_tells_them_apart() {
    let project = Project::new()
        .article("a", &[("pageTitle", "VM RCA"), ("description", "The host failed")], "# VM RCA\n")
        .article("b", &[("pageTitle", "VM RCA"), ("description", "VM RCA")], "# The disk failed\n")
        .article("c", &[("pageTitle", "VM RCA"), ("description", "")], "# VM RCA\n");
    project.build(0);
    let page = project.page("services/acme.compute.html");
    let lines: Vec<&str> =
        page.split("VM RCA</a><p>").skip(1).map(|rest| rest.split_once("</p>").unwrap().0).collect();
    assert_eq!(lines, ["The host failed", "The disk failed", "c"]);
}

#[test]
fn a_headline_that_differs_becomes_a_second_line() {
    let project = Project::new()
        .article("same", &[("pageTitle", "Start fails")], "# **Start fails.**\n\n# Second\n")
        .article("other", &[("pageTitle", "Start fails")], "# Internal title\n")
        .article("apollo", &[("pageTitle", "Header"), ("selfHelpType", "Apollo")], "## Headline\n\nText\n")
        .article("none", &[("pageTitle", "")], "# Only a headline\n")
        .article("nothing", &[("pageTitle", "")], "Text\n");
    project.run(&["build"]);
    let head = |id: &str| {
        let page = project.page(&format!("acme.compute/{id}.html"));
        between(&page, "<header class=\"head\">\n", "<p class=\"meta\">").trim().to_owned()
    };
    assert_eq!(head("same"), "<h1>Start fails</h1>");
    assert!(project.body("same").contains("<h2 id=\"second\">Second</h2>"));
    assert_eq!(head("other"), "<h1>Start fails</h1>\n<p class=\"lead\">Internal title</p>");
    assert_eq!(head("apollo"), "<h1>Headline</h1>\n<p class=\"lead\">Header</p>");
    assert_eq!(head("none"), "<h1>Only a headline</h1>");
    assert_eq!(head("nothing"), "<h1>nothing</h1>");
}

#[test]
fn neighbours_are_those_of_the_list() {
    let project = Project::new()
        .article("a", &[("displayOrder", "3")], "")
        .article("b", &[("displayOrder", "1")], "")
        .article("c", &[("displayOrder", "2")], "")
        .article("d", &[("displayOrder", "2"), ("resource", "disks")], "");
    project.build(0);
    let page = project.page("acme.compute/c.html");
    assert!(page.contains("rel=\"prev\" href=\"../acme.compute/b.html\""), "{page}");
    assert!(page.contains("rel=\"next\" href=\"../acme.compute/a.html\""), "{page}");
    assert!(!project.page("acme.compute/d.html").contains("class=\"pager\""), "alone in its group");
}

#[test]
fn related_articles_are_customers_first_then_by_shared_topics() {
    let topics = |topics: &'static str| [("supportTopicIds", topics), ("selfHelpType", "generic")];
    let mut project = Project::new()
        .article("start", &topics("32570001,32570002,32570003"), "")
        .article("one", &topics("32570001"), "")
        .article("two", &topics("32570001,32570002"), "")
        .article("none", &topics("32570009"), "")
        .article("cause", &[("supportTopicIds", "32570001,32570002,32570003"), ("selfHelpType", "rca")], "");
    project.build(0);
    let related = |project: &Project| -> Vec<String> {
        let page = project.page("acme.compute/start.html");
        linked(between(&page, "Related articles", "</ul>")).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(related(&project), ["two", "one", "cause"]);
    for n in 0..9 {
        project = project.article(&format!("more-{n}"), &topics("32570003"), "");
    }
    project.build(0);
    assert_eq!(related(&project), ["two", "more-0", "more-1", "more-2", "more-3"]);
}

#[test]
fn addresses_that_collide_carry_a_hash_and_a_finding() {
    let project = Project::new()
        .file("articles/acme.compute/VM Start.md", article("1", &[], ""))
        .file("articles/acme.compute/vm-start.md", article("2", &[], ""))
        .file("articles/acme.compute/other.md", article("3", &[], "[one](article:1) [two](vm-start.md)"));
    project.build(0);
    let url = |path: &str| project.row(path)["url"].as_str().unwrap().to_owned();
    let (one, two) = (url("articles/acme.compute/VM Start.md"), url("articles/acme.compute/vm-start.md"));
    assert_ne!(one, two);
    let body = project.body("other");
    for url in [&one, &two] {
        assert!(
            url.starts_with("acme.compute/vm-start-")
                && url.len() == "acme.compute/vm-start-12345678.html".len()
        );
        assert!(body.contains(&format!("href=\"../{url}\"")), "{body}");
        project.page(url);
    }
    assert_data_eq!(
        project
            .run(&["check", "--format", "concise", "--ignore", "file"])
            .stdout
            .replace(&one, "[ONE]")
            .replace(&two, "[TWO]"),
        str![[r#"
articles/acme.compute/VM Start.md:1:1: warning[address-collision] another article would have the address `acme.compute/vm-start.html` too; this one is `[ONE]`
articles/acme.compute/vm-start.md:1:1: warning[address-collision] another article would have the address `acme.compute/vm-start.html` too; this one is `[TWO]`

"#]]
    );
}

#[test]
fn addresses_are_safe_on_every_host() {
    let project = Project::new()
        .file("articles/Acme.Compute/Größe & Maß.md", article("1", &[], ""))
        .file("articles/search/con.md", article("2", &[], ""))
        .file("articles/acme.compute/a/b/deep.md", article("3", &[], ""))
        .file("articles/top.md", article("4", &[], ""))
        .file(&format!("articles/acme.compute/{}.md", "long-".repeat(40)), article("5", &[], ""));
    project.run(&["build"]);
    let site = project.site();
    for path in site.keys() {
        assert!(
            path.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"./-_".contains(&b)),
            "{path}"
        );
        assert!(path.split('/').all(|part| part.len() <= 130), "{path}");
    }
    assert!(site.contains_key("articles/top.html"));
    assert!(
        project.row("articles/search/con.md")["url"].as_str().unwrap().starts_with("search-articles/con-")
    );
}

#[test]
fn topics_are_named_by_trees_then_menus_then_forms() {
    let json = |id: &str, kind: &str, title: &str, topics: &str, json: &str| {
        article(
            id,
            &[("selfHelpType", kind), ("pageTitle", title), ("supportTopicIds", topics)],
            &format!("# {id}\n---\n{json}\n---"),
        )
    };
    let folder = "articles/acme.compute";
    let project = Project::new()
        .article(
            "start",
            &[("selfHelpType", "generic"), ("supportTopicIds", "32570001,32570002,32570003,32570004"), ("productPesIds", "16578")],
            "",
        )
        .file(
            &format!("{folder}/tree.md"),
            json("tree", "supportTopicDescription", "T", "", r#"{"$schema":"SelfHelpContent","shortDescription":"P","supportTopics":[{"id":"32570001","shortDescription":"From the tree"}]}"#),
        )
        .file(
            &format!("{folder}/menu.md"),
            json("menu", "diagnoseandsolve", "M", "", r#"{"$schema":"SelfHelpContent","commonProblems":[{"id":"p","title":"From the menu","supportTopicId":"32570002"},{"id":"q","title":"Not this","supportTopicId":"32570001"}]}"#),
        )
        .file(
            &format!("{folder}/form.md"),
            json("form", "problemScopingQuestions", "From the form", "32570002,32570003", r#"{"$schema":"SelfHelpContent","title":"F","formElements":[]}"#),
        );
    project.build(0);
    let page = project.page("acme.compute/start.html");
    assert_eq!(
        between(&page, "<dt>Topics</dt><dd>", "</dd>"),
        "<ul><li><a href=\"../topics/16578.html#t-32570001\">From the tree</a> <code>32570001</code></li><li><a href=\"../topics/16578.html#t-32570002\">From the menu</a> <code>32570002</code></li><li><a href=\"../topics/16578.html#t-32570003\">From the form</a> <code>32570003</code></li><li><a href=\"../topics/16578.html#t-32570004\">32570004</a></li></ul>"
    );
}
