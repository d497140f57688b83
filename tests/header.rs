//! Headers as people write them: every form is read, and what is wrong with it is said where it stands.

use snapbox::{assert_data_eq, data::Inline, str};

use crate::support::Project;

/// What a well-formed header gives.
const WELL: &str = "<properties\n    pageTitle=\"Disk & <more>\"\n    description=\"Text\"\n    service=\"acme.compute\"\n    resource=\"machines\"\n    authors=\"alias\"\n    supportTopicIds=\"\"\n    productPesIds=\"\"\n    selfHelpType=\"resource\"\n    displayOrder=\"7\"\n    cloudEnvironments=\"public\"\n    articleId=\"disk\"\n    ownershipId=\"A_Team\"\n    ms.author=\"alias\"\n/>\n# Disk\n\nThe text.\n";

/// The text must be published as well as a faultless one, and `expected` be found wrong with it.
#[track_caller]
fn reads(text: impl AsRef<[u8]>, expected: Inline) {
    let project = Project::new().file("articles/acme.compute/disk.md", text);
    let outcome = project.run(&["build"]);
    assert!(matches!(outcome.code, Some(0 | 1)), "{outcome:?}");
    let row = project.row("articles/acme.compute/disk.md");
    for (field, value) in [
        ("title", "Disk & <more>"),
        ("description", "Text"),
        ("service", "acme.compute"),
        ("resource", "machines"),
        ("kind", "resource"),
        ("articleId", "disk"),
        ("owner", "A_Team"),
    ] {
        assert_eq!(row[field], value, "{field}");
    }
    assert_eq!(row["displayOrder"], 7);
    assert_eq!(row["clouds"], serde_json::json!(["public"]));
    assert!(project.page("acme.compute/disk.html").contains("<h1>Disk &amp; &lt;more&gt;</h1>"));
    assert!(project.body("disk").ends_with("<p>The text.</p>"), "{}", project.body("disk"));
    assert_data_eq!(project.findings(), expected);
}

/// [`WELL`] with its title escaped, so that nothing is wrong with it but what `change` makes wrong.
fn with(change: impl Fn(&str) -> String) -> String {
    change(&WELL.replace("Disk & <more>", "Disk &amp; &lt;more>"))
}

#[test]
fn a_faultless_header() {
    reads(with(str::to_owned), str![""]);
    reads(with(|text| text.replace("\n    ", " ")), str![""]);
    reads(with(|text| format!("\n\n<!-- A note -->\n\n{text}")), str![""]);
    reads(with(|text| text.replace('\n', "\r\n")), str![""]);
    reads(with(|text| text.replace("=\"", " = \"")), str![""]);
}

#[test]
fn raw_ampersands_and_angle_brackets() {
    reads(
        WELL,
        str![[r#"
articles/acme.compute/disk.md:2:21: warning[unescaped-character] `pageTitle` holds a raw `&`

"#]],
    );
}

#[test]
fn names_in_another_case() {
    reads(
        with(|text| text.replace("articleId", "ArticleID").replace("\"resource\"", "\"Resource\"")),
        str![[r#"
articles/acme.compute/disk.md:12:5: info[attribute-case] `ArticleID` is spelt `articleId`

"#]],
    );
}

#[test]
fn a_byte_order_mark() {
    reads(
        with(|text| format!("\u{FEFF}{text}")),
        str![[r#"
articles/acme.compute/disk.md:1:1: info[byte-order-mark] the file starts with a byte order mark

"#]],
    );
}

#[test]
fn single_quotes() {
    reads(
        with(|text| text.replace("\"A_Team\"", "'A_Team'")),
        str![[r#"
articles/acme.compute/disk.md:13:17: warning[header-single-quote] `ownershipId` stands in single quotes

"#]],
    );
}

#[test]
fn typographic_quotes_and_invisible_characters() {
    reads(
        with(|text| {
            text.replace("\"A_Team\"", "“A_Team”").replace("    service", "\u{A0}  \u{200B} service")
        }),
        str![[r#"
articles/acme.compute/disk.md:4:1: warning[no-break-space] a no-break space stands between the attributes
articles/acme.compute/disk.md:4:4: warning[invisible-character] an invisible character stands between the attributes
articles/acme.compute/disk.md:13:17: warning[header-smart-quote] `ownershipId` stands in typographic quotes

"#]],
    );
}

#[test]
fn text_before_the_header() {
    reads(
        with(|text| format!("# Disk\n\n{text}")),
        str![[r#"
articles/acme.compute/disk.md:1:1: warning[header-text-before] text stands before the header and is not shown

"#]],
    );
    reads(
        with(|text| format!("x{text}")),
        str![[r#"
articles/acme.compute/disk.md:1:1: warning[header-text-before] text stands before the header and is not shown

"#]],
    );
}

#[test]
fn stray_characters_between_attributes() {
    reads(
        with(|text| text.replace("\"Text\"", "\"Text\"\"").replace("\"A_Team\"", "\"A_Team\",")),
        str![[r#"
articles/acme.compute/disk.md:3:23: error[header-stray-quote] a stray quote stands between the attributes: `"`
articles/acme.compute/disk.md:13:25: error[header-stray-text] stray text stands between the attributes: `,`

"#]],
    );
    reads(
        with(|text| text.replace("    service", "    word\n    service")),
        str![[r#"
articles/acme.compute/disk.md:4:5: error[header-stray-text] stray text stands between the attributes: `word`

"#]],
    );
}

#[test]
fn a_missing_quote() {
    reads(
        with(|text| text.replace("\"Text\"", "\"Text")),
        str![[r#"
articles/acme.compute/disk.md:3:17: error[header-missing-quote] `description` has no closing quote

"#]],
    );
    reads(
        with(|text| text.replace("\"Text\"", "Text\"")),
        str![[r#"
articles/acme.compute/disk.md:3:17: error[header-missing-quote] `description` has no opening quote

"#]],
    );
    reads(
        with(|text| text.replace("\"7\"", "7")),
        str![[r#"
articles/acme.compute/disk.md:10:18: error[header-unquoted-value] the value of `displayOrder` is not quoted

"#]],
    );
}

#[test]
fn a_missing_equals_sign_or_space() {
    reads(
        with(|text| text.replace("description=", "description ")),
        str![[r#"
articles/acme.compute/disk.md:3:17: error[header-missing-equals] `=` is missing after `description`

"#]],
    );
    reads(
        with(|text| text.replace("\"Text\"\n    ", "\"Text\"")),
        str![[r#"
articles/acme.compute/disk.md:3:23: error[header-attribute-no-space] no white space stands before `service`

"#]],
    );
}

#[test]
fn a_header_that_is_not_closed_as_it_should() {
    reads(
        with(|text| text.replace("\n/>", "\n>")),
        str![[r#"
articles/acme.compute/disk.md:15:1: error[header-close-not-self-closing] the header is closed with `>`, not with `/>`

"#]],
    );
    reads(
        with(|text| text.replace("\n/>", "\n></properties>")),
        str![[r#"
articles/acme.compute/disk.md:15:1: error[header-close-not-self-closing] the header is closed with `>`, not with `/>`

"#]],
    );
    reads(
        with(|text| text.replace("\n/>", "\n")),
        str![[r#"
articles/acme.compute/disk.md:1:1: error[header-unterminated] the header is not closed before the body begins

"#]],
    );
}

#[test]
fn a_header_without_its_opening() {
    reads(
        with(|text| text.replace("<properties\n", "")),
        str![[r#"
articles/acme.compute/disk.md:1:1: error[header-missing-open-tag] the header's attributes stand without `<properties` before them

"#]],
    );
    reads(with(|text| text.replace("<properties", "<Properties")), str![""]);
}

#[test]
fn bytes_that_are_not_utf8() {
    let mut bytes = with(|text| text.replace("# Disk", "# It didn_t")).into_bytes();
    let at = bytes.iter().rposition(|b| *b == b'_').unwrap();
    bytes[at] = 0x92;
    reads(
        bytes,
        str![[r#"
articles/acme.compute/disk.md:16:10: error[not-utf8] the file is not UTF-8; it was read as Windows-1252

"#]],
    );
}

#[test]
fn misspelt_unknown_and_repeated_attributes() {
    reads(
        with(|text| {
            text.replace("description=", "descripton=")
                .replace(
                    "    service",
                    "    colour=\"red\"\n    articleId=\"other\"\n    description=\"Text\"\n    service",
                )
                .replace("    articleId=\"disk\"\n", "")
                .replace("\"other\"", "\"disk\"")
        }),
        str![[r#"
articles/acme.compute/disk.md:3:5: error[misspelt-attribute] `descripton` looks like `description`, which is given too and counts
articles/acme.compute/disk.md:4:5: warning[unknown-attribute] `colour` is no known attribute

"#]],
    );
}

#[test]
fn an_attribute_given_twice() {
    reads(
        with(|text| text.replace("    service", "    description=\"Other\"\n    service")),
        str![[r#"
articles/acme.compute/disk.md:4:5: error[duplicate-attribute] `description` is given twice; the first one counts

"#]],
    );
}

#[test]
fn a_misspelt_attribute_does_not_count_beside_the_right_one() {
    let project = Project::new().file(
        "articles/acme.compute/disk.md",
        with(|text| text.replace("    description", "    descripton=\"Other\"\n    description")),
    );
    project.build(1);
    assert_eq!(project.row("articles/acme.compute/disk.md")["description"], "Text");
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/disk.md:3:5: error[misspelt-attribute] `descripton` looks like `description`, which is given too and counts

"#]]
    );
}

#[test]
fn files_without_the_ending_are_articles_all_the_same() {
    let project = Project::new()
        .file("articles/acme.compute/disk.txt", with(str::to_owned))
        .file("articles/acme.compute/readme.txt", "How to write <properties");
    project.build(1);
    project.page("acme.compute/disk.txt.html");
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/disk.txt:1:1: error[path-no-md-extension] the file is an article but its name does not end in `.md`

"#]]
    );
}

#[test]
fn what_has_no_header_is_left_out_with_a_finding() {
    let project = Project::new()
        .file("articles/acme.compute/empty.md", "")
        .file("articles/acme.compute/plain.md", "# Title\n\nText with service=\"x\" in it.\n")
        .file("articles/acme.compute/html.md", "<property a=\"b\" />\n");
    let outcome = project.build(1);
    assert!(
        outcome.stdout.contains("0 articles published, 3 without a readable header left out"),
        "{outcome:?}"
    );
    assert_data_eq!(
        project.findings(),
        str![[r#"
articles/acme.compute/empty.md:1:1: error[file-empty] the file is empty
articles/acme.compute/html.md:1:1: error[header-missing] the file has no `<properties … />` header, so it is not published
articles/acme.compute/plain.md:1:1: error[header-missing] the file has no `<properties … />` header, so it is not published

"#]]
    );
}
