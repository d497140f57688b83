//! Bodies as authors write them and the HTML that readers get.

use super::*;
use crate::{
    article::kind::Kind,
    corpus::{Corpus, Parsed},
    image::Image,
    source::{Encoding, SourceFile},
};

fn render(body: &str) -> String {
    let file = |path: &str, text: String| SourceFile {
        path: path.into(),
        text: text.into(),
        encoding: Encoding::Utf8,
        fault: None,
    };
    let gif = b"GIF89a\x02\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,";
    let corpus = Corpus::new(
        vec![
            Parsed::new(file(
                "articles/a/one.md",
                format!("<properties articleId=\"one\" selfHelpType=\"generic\"/>\n{body}"),
            )),
            Parsed::new(file("articles/b/two.md", "<properties articleId=\"two\"/>\n## Steps\n".to_owned())),
        ],
        vec![Image::new("articles/a/images/x.gif", gif)],
    );
    let source = &corpus.sources[0];
    let entry = &corpus.entries[0];
    let cooked = Cooked::new(&source.text, entry.article.header.body_start(), &mut Vec::new());
    let outline = Outline::new(&cooked, &source.text, Kind::Generic, &mut Vec::new());
    let links = Links {
        corpus: &corpus,
        published: &[true, true],
        index: 0,
        root: "../",
        image_hosts: &["img.example".to_owned()],
    };
    let words = crate::render::theme::built_in_strings("en");
    html(&cooked, &source.text, &outline, links, &Highlighter::default(), &mut (), &words)
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(render(body).trim(), expected, "{body}");
}

#[test]
fn house_style_reads_well() {
    check(
        "# Title\n\n## **Recommended Steps**\n\n1. One<br>\n2. Two",
        "<h2 id=\"recommended-steps\">Recommended Steps</h2>\n<ol class=\"steps\">\n<li>One</li>\n<li>Two</li>\n</ol>",
    );
    check("##**Steps**\n* a", "<h2 id=\"steps\">Steps</h2>\n<ul>\n<li>a</li>\n</ul>");
    check(
        "> [!NOTE]\n> Mind this",
        "<div class=\"note note-note\" role=\"note\"><p class=\"note-title\">Note</p>\n<p>Mind this</p>\n</div>",
    );
    check(
        "|a|b|\n|-|-:|\n|1|2|",
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th>a</th><th class=\"right\">b</th></tr></thead>\n<tbody>\n<tr><td>1</td><td class=\"right\">2</td></tr>\n</tbody></table></div>",
    );
}

#[test]
fn markdown_behind_a_comment_at_line_start_is_not_lost() {
    check(
        "<!--issueDescription-->\n<!--$vm-->[VM]<!--/$vm--> is **down**\n<!--/issueDescription-->\n\nNext",
        "<section class=\"section section-issuedescription\" aria-label=\"Issue description\"><p class=\"section-label\">Issue description</p>\n<p><span class=\"token\" title=\"Filled in at run time: vm\">VM</span> is <strong>down</strong></p>\n</section>\n<p>Next</p>",
    );
    check("<!-- staff --> **x**", "<p><strong>x</strong></p>");
    check(
        "- a <!--$b-->**c**<!--/$b-->",
        "<ul>\n<li>a <span class=\"token\" title=\"Filled in at run time: b\"><strong>c</strong></span></li>\n</ul>",
    );
}

#[test]
fn what_is_left_open_is_closed_in_order() {
    check("a <!--$b-->c", "<p>a <span class=\"token\" title=\"Filled in at run time: b\">c</span></p>");
    check(
        "<!--rcaDescription-->\na",
        "<section class=\"section section-rcadescription\" aria-label=\"Root cause\"><p class=\"section-label\">Root cause</p>\n<p>a</p>\n</section>",
    );
    check("**a <b>c** d</b>", "<p><strong>a <b>c</b></strong> d</p>");
    check("<ul><li>a<li>b</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    check("<div>\n\n**x**\n\n</div>", "<div>\n\n<p><strong>x</strong></p>\n</div>");
    check("</b></div></section>", "");
}

#[test]
fn markup_that_is_not_allowed_is_text() {
    check(
        "Use <container-name> and <script>alert(1)</script>",
        "<p>Use &lt;container-name&gt; and &lt;script&gt;alert(1)&lt;/script&gt;</p>",
    );
    check("<b onclick=\"x\" style=\"y\">a</b>", "<p><b>a</b></p>");
    check("<a href=\"javascript:x\" onclick=\"y\">a</a>", "<p>a</p>");
    check("[a](javascript:x) <javascript:y>", "<p>a &lt;javascript:y&gt;</p>");
    check("<img src=x onerror=alert(1)>", "");
    check("<td>a</td>", "a");
    check("<svg/onload=alert(1)>", "<p>&lt;svg/onload=alert(1)&gt;</p>");
}

#[test]
fn links_lead_where_they_can() {
    check(
        "[a](article:TWO#steps) [b](../b/two.md) [c](article:none) [d](x.md)",
        "<p><a href=\"../b/two.html#steps\">a</a> <a href=\"../b/two.html\">b</a> c d</p>",
    );
    check(
        "[a] (https://a.example) and https://b.example/x_y.",
        "<p><a href=\"https://a.example\">a</a> and <a href=\"https://b.example/x_y\">https://b.example/x_y</a>.</p>",
    );
    check(
        "[a](button-link:https://a.example)",
        "<p><a class=\"button\" href=\"https://a.example\">a</a></p>",
    );
    check(
        "[Resize](data-blade:Halden_Compute.Size.id.$resourceId)",
        "<p><span class=\"portal\"><span class=\"portal-text\">Resize</span> <span class=\"portal-path\">In the portal: Halden_Compute › Size</span> <span class=\"portal-params\">id = $resourceId</span></span></p>",
    );
    check(
        "<a href=\"https://a.example?b=1&amp;c=2\">d</a>",
        "<p><a href=\"https://a.example?b=1&amp;c=2\">d</a></p>",
    );
}

#[test]
fn images_have_a_size_or_become_links() {
    check(
        "![A *b*](images\\x.gif)",
        format!(
            "<p><img src=\"../{}\" alt=\"A b\" width=\"2\" height=\"3\" loading=\"lazy\"></p>",
            image_address()
        )
        .as_str(),
    );
    check(
        "![A](https://other.example/x.png)",
        "<p><a class=\"image-link\" href=\"https://other.example/x.png\">Image: A (other.example)</a></p>",
    );
    check(
        "![A](https://img.example/x.png)",
        "<p><img src=\"https://img.example/x.png\" alt=\"A\" loading=\"lazy\"></p>",
    );
    check("![A](gone.png)", "<p>A</p>");
}

fn image_address() -> String {
    let gif = b"GIF89a\x02\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,";
    Image::new("", gif).address.to_string()
}

#[test]
fn apollo_elements_become_cards() {
    check(
        "Text<metric name=\"CPU\" aggregationType=\"Avg\"/>more",
        "<p>Text</p>\n<div class=\"card card-metric\"><p class=\"card-kind\">Metric</p><p class=\"card-title\">CPU</p><dl><dt>Aggregation</dt><dd>Avg</dd></dl></div>\n<p>more</p>",
    );
    check(
        ":::Section Checks:::\n<videoGroup>\n<video><src>https://v.example</src><title>T</title></video>\n</videoGroup>\n:::",
        "<section class=\"panel\"><h2 id=\"checks\">Checks</h2>\n<div class=\"video-group\">\n<a class=\"card card-video\" href=\"https://v.example\"><span class=\"card-title\">T</span><span class=\"card-kind\">Opens v.example</span></a>\n</div>\n</section>",
    );
}

proptest::proptest! {
    #[test]
    fn any_body_gives_balanced_markup(body in "([ \n\"'=/>a-c<!\\-#`\\[\\]()*_|:$]|<!--|-->|<b>|</b>|<ul>|<li>|<td>|<table>|<tr>|<div>|<p>|<a href='https://x.example'>|</a>|<!--\\$a-->|<!--/\\$a-->|<!--issueDescription-->|<!--/issueDescription-->|<insight>|:::A:::|> ){0,60}") {
        let html = render(&body);
        let mut open: Vec<&str> = Vec::new();
        for (at, _) in html.match_indices('<') {
            let tag = &html[at + 1..at + html[at..].find('>').unwrap()];
            let name = tag.trim_start_matches('/').split(' ').next().unwrap();
            if tag.starts_with('/') {
                proptest::prop_assert_eq!(open.pop(), Some(name), "{}", html);
            } else if !["br", "hr", "img", "wbr"].contains(&name) {
                open.push(name);
            }
        }
        proptest::prop_assert!(open.is_empty(), "{:?} in {}", open, html);
    }
}

#[test]
fn no_more_than_a_hundred_elements_stand_inside_each_other() {
    let deep = |text: &str| {
        let html = render(text);
        let (mut open, mut most) = (0_usize, 0);
        for (at, _) in html.match_indices('<') {
            let rest = &html[at..];
            if rest.starts_with("</") {
                open -= 1;
            } else if !rest.starts_with("<br") && !rest.starts_with("<hr") && !rest.starts_with("<img") {
                open += 1;
            }
            most = most.max(open);
        }
        assert_eq!(open, 0, "{text:.40}");
        assert!(html.contains("last"), "{text:.40}");
        most
    };
    let quotes = "> ".repeat(5_000);
    let lists: String = (0..300).flat_map(|level| ["  ".repeat(level), "- a\n".to_owned()]).collect();
    for text in [
        format!("{quotes}last"),
        format!("{lists}\nlast"),
        format!("{}last", "<div>\n".repeat(5_000)),
        format!("{}last", "<b>".repeat(5_000)),
        format!("{}last{}", "*a **b ".repeat(2_000), "** *".repeat(2_000)),
        format!("x {}last", "<!--$a-->".repeat(500)),
        format!("{}\nlast", "<!--RcaDescription--><!--Salutation-->\n".repeat(500)),
        format!("{}\nlast", "<videoGroup>\n".repeat(500)),
    ] {
        let most = deep(&text);
        assert!((1..=104).contains(&most), "{most} in {text:.40}");
    }
}

#[test]
fn a_quick_start_is_cards_that_are_links() {
    check(
        "<!--Link-->https://a.example/x?y=1&z=2<!--/Link-->\n<!--Text-->Add **one**<!--/Text-->\n<!--IconClass-->icon<!--/IconClass-->",
        "<a class=\"card card-link\" href=\"https://a.example/x?y=1&amp;z=2\"><span class=\"card-title\">Add one</span><span class=\"card-kind\">a.example</span></a>",
    );
    let alone = render("<!--Link-->https://a.example<!--/Link-->\n\nText\n\n<!--Text-->Other<!--/Text-->");
    assert_eq!(
        alone.replace('\n', ""),
        "<p><a href=\"https://a.example\">https://a.example</a></p><p>Text</p><p>Other</p>"
    );
    assert_eq!(render("<!--Text-->Alone<!--/Text-->").trim(), "<p>Alone</p>");
}

#[test]
fn parts_of_a_quick_start_in_odd_places_cost_nothing_else() {
    let odd = [
        // Ends within what begins in it.
        "<!--Link-->https://a.example<!--/Link-->\n\n<!--Text-->\n- one<!--/Text-->\n- two",
        "<!--IconClass-->\n- one<!--/IconClass-->\n- two",
        // A part that is open ends where another one, which a list closed, was to end.
        "<!--Link-->x\n<!--Text-->G<!--/Text-->\n\n- <!--Link-->[P](https://a.example)<!--/Link--><br>\n  <!--Text-->C<br><!--/Text-->\n- two",
        // One within the other, around letters of several bytes.
        "<!--Link-->https://a.example/ééé<!--/Link--><!--IconClass--><!--Text-->ééééééééééééééééé<!--/Text-->é<!--/IconClass-->é",
        "<!--Link-->https://a.example<!--Text-->ééééééé<!--/Text--><!--/Link-->é<!--/Text-->é<!--/IconClass-->",
    ];
    for body in odd {
        let html = render(body);
        for tag in ["ul", "li", "p", "a"] {
            let opened =
                html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag} in {html}");
        }
        assert!(!body.contains("two") || html.contains("two"), "{html}");
        assert!(html.contains('é') == body.contains('é'), "{html}");
    }
}

#[test]
fn line_breaks_at_the_end_of_a_block_show_nothing() {
    check("a<br>\nb<br><br>", "<p>a<br>\nb</p>");
    check("- a<br>\n  - b<br>", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>");
    check("**Errors:**<br>", "<p><strong>Errors:</strong></p>");
}
