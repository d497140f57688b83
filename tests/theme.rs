//! Themes: files that take the place of the built-in ones, and faults in them.

use snapbox::{assert_data_eq, str};

use crate::support::{Project, files};

fn themed() -> Project {
    Project::new().file("casebook.toml", "theme = \"look\"\n").article("start", &[], "# Start\n")
}

#[test]
fn one_template_takes_the_place_of_its_namesake() {
    let project =
        themed().file("look/templates/404.html", "<!DOCTYPE html><title>Gone</title>{{ site.title }}");
    project.build(0);
    assert_eq!(project.page("404.html"), "<!DOCTYPE html><title>Gone</title>Help");
    assert!(project.page("index.html").contains("browse by service"));
}

#[test]
fn one_asset_takes_the_place_of_its_namesake_and_others_join() {
    let project = themed().file("look/theme.toml", "");
    project.build(0);
    let before = project.site();
    project.put("look/assets/style.css", "body{color:red}");
    project.put("look/assets/logo.txt", "Acme");
    project.build(0);
    let site = project.site();
    let find = |site: &std::collections::BTreeMap<String, Vec<u8>>, name: &str| {
        site.keys().find(|path| path.starts_with("assets/") && path.ends_with(name)).cloned()
    };
    let style = find(&site, "/style.css").unwrap();
    assert_eq!(site[&style], b"body{color:red}");
    assert_ne!(Some(style), find(&before, "/style.css"), "the address follows the content");
    assert!(find(&site, "/logo.txt").is_some() && find(&site, "/site.js").is_some());
    assert_eq!(site.keys().filter(|path| path.ends_with("/site.js")).count(), 1);
}

#[test]
fn a_template_that_does_not_parse_names_file_and_line() {
    let project = themed().file("look/templates/404.html", "<p>\n{% if %}\n");
    let outcome = project.build(2);
    assert_data_eq!(
        outcome.stderr,
        str![[r#"
error: the theme is faulty: Found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
 --> 404.html:2:7
  |
2 | {% if %}
  |       ^^

"#]]
    );
    assert!(!project.root.join("site").exists());
}

#[test]
fn a_template_that_fails_names_file_line_and_article() {
    let project = themed().file(
        "look/templates/article.html",
        "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ article.titel.text }}</h1>\n{% endblock %}\n",
    );
    let outcome = project.build(2);
    assert_data_eq!(
        outcome.stderr,
        str![[r#"
error: the theme is faulty: Field `titel` is not defined. Available fields: audience, body_html, changed, clouds, contributors, description, document, edit_url, headings, id, kind, kind_label, next, owner, path, previous, products, related, report_url, resource, service, service_inferred, subtitle, title, topics, url
 --> article.html:3:16
  |
3 | <h1>{{ article.titel.text }}</h1>
  |                ^^^^^
  while rendering articles/acme.compute/start.md

"#]]
    );
}

#[test]
fn a_build_that_fails_leaves_nothing_behind() {
    let project = themed().file("look/templates/article.html", "{{ article.titel.text }}");
    project.build(2);
    let names: Vec<String> = files(&project.root).into_keys().collect();
    assert_eq!(names, ["articles/acme.compute/start.md", "casebook.toml", "look/templates/article.html"]);
    project.put("look/templates/article.html", "{{ article.title }}");
    project.build(0);
    let before = project.site();
    project.put("look/templates/article.html", "{{ article.titel.text }}");
    project.build(2);
    assert_eq!(project.site(), before);
}

#[test]
fn a_theme_that_is_not_there_is_refused_at_its_line() {
    let outcome = themed().build(2);
    assert_data_eq!(
        outcome.stderr,
        str![[r#"
error: the theme `look` is not there
 --> ./casebook.toml:1:9
  |
1 | theme = "look"
  |         ^^^^^^
  |
  = help: name a folder beside this file, or remove the line to use the built-in theme

"#]]
    );
}

#[test]
fn a_file_and_a_folder_without_a_theme_are_refused() {
    let file = themed().file("look", "");
    assert_data_eq!(
        file.build(2).stderr,
        str![[r#"
error: the theme `look` is not a folder
 --> ./casebook.toml:1:9
  |
1 | theme = "look"
  |         ^^^^^^
  |
  = help: name a folder beside this file, or remove the line to use the built-in theme

"#]]
    );
    let empty = themed().file("look/style.css", "body{}").file("look/README.md", "Mine");
    assert_data_eq!(
        empty.build(2).stderr,
        str![[r#"
error: the theme `look` holds no file of a theme
 --> ./casebook.toml:1:9
  |
1 | theme = "look"
  |         ^^^^^^
  |
  = help: its templates are in `templates/`, what pages load is in `assets/`

"#]]
    );
}

#[test]
fn a_file_that_the_theme_does_not_use_is_named_with_the_nearest_one() {
    let project = themed()
        .file("look/templates/artcle.html", "x")
        .file("look/index.html", "x")
        .file("look/README.md", "Mine")
        .file("look/.DS_Store", "")
        .file("look/templates/part.html", "a part")
        .file("look/templates/404.html", "{% include \"part.html\" %}");
    assert_data_eq!(
        project.build(0).stderr,
        str![[r#"
warning: ./look/index.html is not used

help: nothing includes it, and no page is made of it

warning: ./look/templates/artcle.html is not used

help: did you mean `templates/article.html`?


"#]]
    );
    assert_eq!(project.run(&["build", "--quiet"]).stderr, "");
    assert_eq!(project.page("404.html"), "a part");
}

#[cfg(unix)]
#[test]
fn a_theme_may_be_made_of_links() {
    let project = themed().file("kept/404.html", "kept").file("look/theme.toml", "");
    std::os::unix::fs::symlink("../kept", project.root.join("look/templates")).unwrap();
    project.build(0);
    assert_eq!(project.page("404.html"), "kept");
}

#[test]
fn templates_escape_what_authors_wrote() {
    let project = themed()
        .file("look/templates/article.html", "{{ article.title }}|{{ article.description }}")
        .article("hostile", &[("pageTitle", "&lt;b>&amp;'"), ("description", "a<i>")], "");
    project.build(0);
    assert_eq!(project.page("acme.compute/hostile.html"), "&lt;b&gt;&amp;&#39;|a&lt;i&gt;");
}
