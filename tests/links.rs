//! Links and images in bodies.

use snapbox::{assert_data_eq, str};

use crate::support::{Project, article, png};

#[test]
fn links_lead_to_articles_by_id_and_by_path() {
    let project = Project::new()
        .article("start", &[], "[a](article:QUOTA) [b](quota.md#how-to) [c](../acme.net/dns.md) [d](../../articles/acme.net/dns.md) [e](#here)\n\n## Here\n")
        .article("quota", &[], "# Q\n\n## How to\n")
        .file("articles/acme.net/dns.md", article("dns", &[], "[up](../acme.compute/start.md)"));
    project.build(0);
    assert_eq!(project.findings(), "");
    assert_data_eq!(
        project.body("start"),
        str![[r##"
<p><a href="../acme.compute/quota.html">a</a> <a href="../acme.compute/quota.html#how-to">b</a> <a href="../acme.net/dns.html">c</a> <a href="../acme.net/dns.html">d</a> <a href="#here">e</a></p>
<h2 id="here">Here</h2>
"##]]
    );
    assert!(project.page("acme.net/dns.html").contains("href=\"../acme.compute/start.html\""));
}

#[test]
fn dead_links_become_text_with_a_finding() {
    let project = Project::new().article(
        "start",
        &[],
        "[by id](article:nothing) [by path](gone.md) [out](../../../etc/passwd) [inside](#nowhere) [part](start.md#nowhere) [none]()\n",
    );
    project.build(1);
    assert_data_eq!(
        project.body("start"),
        str![[r#"<p>by id by path out inside <a href="../acme.compute/start.html">part</a> none</p>"#]]
    );
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/start.md:18:1: error[broken-article-ref] no article has the id `nothing`; the link is shown as text
articles/acme.compute/start.md:18:26: warning[link-relative-broken] `gone.md` is no article here; the link is shown as text
articles/acme.compute/start.md:18:45: warning[link-relative-broken] `../../../etc/passwd` is no article here; the link is shown as text
articles/acme.compute/start.md:18:72: warning[link-fragment-missing] the article has no heading `#nowhere`; the link is shown as text
articles/acme.compute/start.md:18:91: warning[link-fragment-missing] `articles/acme.compute/start.md` has no heading `#nowhere`; the link leads to its start
articles/acme.compute/start.md:18:116: error[link-empty-url] the link leads nowhere

"#]]
    );
}

#[test]
fn portal_links_say_where_they_lead() {
    let project = Project::new().article(
        "start",
        &[],
        "[Resize](data-blade:Acme_Compute.SizeBlade.id.$resourceId)\n\n[Open](button-data-blade:Acme_Compute.MainBlade)\n\n[Read more about sizes](button-link:https://docs.acme.example/x)\n\n[Run](vbscript:x) [Mail](mailto:help@acme.example) [Plain](http://acme.example/a?b=1&c=2)\n",
    );
    project.build(1);
    assert_data_eq!(
        project.body("start"),
        str![[r#"
<p><span class="portal"><span class="portal-text">Resize</span> <span class="portal-path">In the portal: Acme_Compute › SizeBlade</span> <span class="portal-params">id = $resourceId</span></span></p>
<p><span class="portal portal-button"><span class="portal-text">Open</span> <span class="portal-path">In the portal: Acme_Compute › MainBlade</span></span></p>
<p><a class="button" href="https://docs.acme.example/x">Read more about sizes</a></p>
<p>Run <a href="mailto:help@acme.example">Mail</a> <a href="http://acme.example/a?b=1&amp;c=2">Plain</a></p>
"#]]
    );
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/start.md:24:1: error[link-scheme-malformed] a link may not use `vbscript`; it is shown as text

"#]]
    );
}

#[test]
fn links_with_a_space_and_headings_without_one_are_meant_as_such() {
    let project = Project::new().article(
        "start",
        &[],
        "#Start\n\n##**Steps**\n\nSee [the guide] (https://docs.acme.example/)\n",
    );
    project.build(1);
    assert_data_eq!(
        project.body("start"),
        str![[r#"
<h2 id="steps">Steps</h2>
<p>See <a href="https://docs.acme.example/">the guide</a></p>
"#]]
    );
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/start.md:16:1: error[h1-no-space] no space stands between `#` and the heading's text
articles/acme.compute/start.md:18:1: warning[heading-no-space] no space stands between `#` and the heading's text
articles/acme.compute/start.md:20:16: error[link-space] a space stands between `]` and `(`, so this is no link elsewhere

"#]]
    );
}

#[test]
fn images_are_copied_under_a_name_of_their_content_with_their_size() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><path d=\"M0 0h20v10z\"/></svg>";
    let project = Project::new()
        .article(
            "start",
            &[],
            "![States](images/states.png) ![Same](Images\\states.png)\n\n![Drawing](drawing.svg)\n",
        )
        .file("articles/acme.compute/images/states.png", png(640, 480))
        .file("articles/acme.compute/drawing.svg", svg);
    project.build(0);
    let site = project.site();
    let images: Vec<&str> =
        site.keys().map(|path| &**path).filter(|path| path.starts_with("images/")).collect();
    assert_eq!(images.len(), 2, "{images:?}");
    let body = project.body("start");
    let (png_path, svg_path) = (
        *images.iter().find(|path| path.ends_with(".png")).unwrap(),
        *images.iter().find(|path| path.ends_with(".svg")).unwrap(),
    );
    assert_eq!(site[png_path], png(640, 480));
    assert_data_eq!(
        body.replace(png_path, "[PNG]").replace(svg_path, "[SVG]"),
        str![[r#"
<p><img src="../[PNG]" alt="States" width="640" height="480" loading="lazy"> <img src="../[PNG]" alt="Same" width="640" height="480" loading="lazy"></p>
<p><img src="../[SVG]" alt="Drawing" width="20" height="10" loading="lazy"></p>
"#]]
    );
}

#[test]
fn images_that_are_missing_or_not_safe_are_findings() {
    let project = Project::new()
        .article(
            "start",
            &[],
            "![Gone](gone.png) ![Text](text.png) ![Active](active.svg) ![Far](https://img.example/x.png)\n",
        )
        .file("articles/acme.compute/text.png", "no image")
        .file(
            "articles/acme.compute/active.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        );
    project.build(0);
    assert!(!project.site().keys().any(|path| path.starts_with("images/")));
    assert_data_eq!(
        project.body("start"),
        str![[
            r#"<p>Gone Text Active <a class="image-link" href="https://img.example/x.png">Image: Far (img.example)</a></p>"#
        ]]
    );
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/start.md:18:1: warning[image-missing] the image `gone.png` does not exist
articles/acme.compute/start.md:18:19: warning[image-invalid] `text.png` is not shown: it is no PNG, JPEG, GIF, WebP or SVG
articles/acme.compute/start.md:18:37: warning[image-invalid] `active.svg` is not shown: it holds a script, a handler, a style sheet, HTML or an address elsewhere
articles/acme.compute/start.md:18:59: info[image-host-not-allowed] the image of `img.example` is shown as a link

"#]]
    );
}
