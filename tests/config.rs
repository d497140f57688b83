//! `casebook.toml`: what it sets, and how faults in it are told.

use snapbox::{assert_data_eq, str};

use crate::support::Project;

fn refused(text: &str) -> String {
    let outcome = Project::new().file("casebook.toml", text).run(&["build"]).code(2);
    assert_eq!(outcome.stdout, "");
    outcome.stderr
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert_data_eq!(
        refused("title = \"T\"\naudience = [\"customer\"]\n"),
        str![[r#"
error: unknown key `audience`
 --> ./casebook.toml:2:1
  |
2 | audience = ["customer"]
  | ^^^^^^^^
  |
  = help: did you mean `audiences`?

"#]]
    );
}

#[test]
fn an_unknown_key_of_a_service_names_its_table() {
    assert_data_eq!(
        refused("[services.\"acme.compute\"]\ntitle = \"VM\"\n"),
        str![[r#"
error: unknown key `title` in `services.acme.compute`
 --> ./casebook.toml:2:1
  |
2 | title = "VM"
  | ^^^^^
  |
  = help: known are name, description

"#]]
    );
}

#[test]
fn a_wrong_type_names_both() {
    assert_data_eq!(
        refused("title = \"T\"\n\n[images]\nhosts = \"x.example\"\n"),
        str![[r#"
error: `images.hosts` must be a list of texts, not a text
 --> ./casebook.toml:4:9
  |
4 | hosts = "x.example"
  |         ^^^^^^^^^^^

"#]]
    );
}

#[test]
fn a_value_that_cannot_be_says_what_can() {
    assert_data_eq!(
        refused("audiences = [\"customer\", \"all\"]\n"),
        str![[r#"
error: `audiences` cannot be "all"
 --> ./casebook.toml:1:26
  |
1 | audiences = ["customer", "all"]
  |                          ^^^^^
  |
  = help: write "customer", "portal" or "staff"

"#]]
    );
}

#[test]
fn toml_that_does_not_parse_names_its_line() {
    assert_data_eq!(
        refused("title = \"T\"\nlanguage = \n"),
        str![[r#"
error: string values must be quoted, expected literal string
 --> ./casebook.toml:2:12
  |
2 | language = 
  |            ^

"#]]
    );
}

#[test]
fn a_configuration_that_is_no_text_is_refused() {
    let outcome = Project::new().file("casebook.toml", [0xFF, 0xFE, 0x00]).run(&["check"]).code(2);
    assert_data_eq!(
        outcome.stderr,
        str![[r#"
error: ./casebook.toml: the file is not UTF-8

"#]]
    );
}

#[test]
fn settings_reach_the_pages() {
    let project = Project::new()
        .file(
            "casebook.toml",
            r#"title = "Acme <Help>"
description = "All about Acme"
base_url = "https://help.acme.example/kb"
language = "pt-BR"
[services."acme.compute"]
name = "Machines"
description = "Things that compute"
[products.16578]
name = "Acme VM"
[images]
hosts = ["img.acme.example"]
"#,
        )
        .article(
            "start",
            &[("productPesIds", "16578")],
            "# S\n\n![One](https://img.acme.example/1.png) ![Two](https://other.example/2.png)\n",
        );
    project.build(0);
    let page = project.page("acme.compute/start.html");
    for part in [
        "<html lang=\"pt-BR\">",
        "Acme &lt;Help&gt;</a>",
        "<link rel=\"canonical\" href=\"https://help.acme.example/kb/acme.compute/start.html\">",
        ">Machines</a>",
        "<dd>Acme VM</dd>",
        "img-src 'self' https://img.acme.example;",
        "src=\"https://img.acme.example/1.png\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("src=\"https://other.example"), "{page}");
    assert!(page.contains("href=\"https://other.example/2.png\""), "{page}");
    let home = project.page("index.html");
    assert!(home.contains("<p>All about Acme</p>") && home.contains("Things that compute"), "{home}");
}
