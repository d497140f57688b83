//! `casebook check`, `explain` and `new` as their users see them: the real program in folders of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder that goes away with the test.
struct Site(PathBuf);

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a command came to.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Site {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("casebook-check-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("articles/a")).unwrap();
        let site = Self(folder);
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_casebook"))
            .args(arguments)
            .current_dir(&self.0)
            .env("CASEBOOK_NEW_ID", "7c1e0001-5a1d-4b6e-9c00-0000000000aa")
            .env("USER", "me")
            .output()
            .unwrap();
        ran(&output)
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"])
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// An article without faults, with these ids and this body.
fn article(id: &str, order: u32, body: &str) -> String {
    format!(
        "<properties\n    pageTitle=\"Title {id}\"\n    description=\"What {id} is about and for whom\"\n    service=\"h.a\"\n    resource=\"things\"\n    authors=\"me\"\n    ms.author=\"me\"\n    displayOrder=\"{order}\"\n    selfHelpType=\"resource\"\n    cloudEnvironments=\"public\"\n    ownershipId=\"A_Things\"\n    articleId=\"{id}\"\n/>\n\n# Title {id}\n\n## **Recommended Steps**\n\n{body}\n\n## **Recommended Documents**\n\n* [A document](https://example.com/)\n"
    )
}

const IMAGE: &str = "![A map of the rooms](map.png)";
/// Only what this file is about, whatever other rules there are.
const ONLY: &str = "--ignore=file,header,attribute,structure,token,accessibility,form,advisor,menu,json";

fn concise(site: &Site, more: &[&str]) -> Ran {
    site.run(&[&["check", "--format", "concise", ONLY], more].concat())
}

#[test]
fn the_exit_code_follows_the_level_that_fails() {
    let site = Site::new("exit", &[("articles/a/a-x.md", &article("x", 1, IMAGE))]);
    let warned = concise(&site, &[]);
    assert_eq!(warned.code, 0, "{warned:?}");
    assert!(warned.out.starts_with("articles/a/a-x.md:19:1: warning[image-missing] "), "{warned:?}");
    assert_eq!(concise(&site, &["--deny", "warnings"]).code, 1);
    assert_eq!(concise(&site, &["--deny", "warnings", "--exit-zero"]).code, 0);
    assert_eq!(site.run(&["check", "nowhere"]).code, 2);
}

#[test]
fn unknown_names_are_refused_with_the_nearest_one() {
    let site = Site::new("names", &[("articles/a/a-x.md", &article("x", 1, "Text."))]);
    let ran = site.run(&["check", "--select", "image-mising"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `image-missing`?"), "{ran:?}");
    site.write("casebook.toml", "title = \"T\"\n\n[rules]\nimage-mising = \"off\"\n");
    for command in ["check", "build"] {
        let ran = site.run(&[command]);
        assert!(ran.code == 2 && ran.err.contains("casebook.toml:4:1"), "{ran:?}");
        assert!(ran.err.contains("did you mean `image-missing`?"), "{ran:?}");
    }
}

#[test]
fn files_are_reported_with_what_they_break_elsewhere() {
    let site = Site::new(
        "files",
        &[
            ("articles/a/a-x.md", &article("x", 1, IMAGE)),
            ("articles/a/a-y.md", &article("x", 2, "Text.")),
            ("articles/b/b-z.md", &article("z", 3, IMAGE)),
        ],
    );
    let lines = |path: &str| -> Vec<String> {
        let ran = concise(&site, &[path]);
        ran.out
            .lines()
            .map(|line| line.split([':', '[', ']']).take(5).collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(lines(".").len(), 4);
    let of_y = lines("articles/a/a-y.md");
    assert_eq!(of_y.len(), 2, "{of_y:?}");
    assert!(of_y[0].starts_with("articles/a/a-x.md") && of_y[1].starts_with("articles/a/a-y.md"));
    assert_eq!(lines("articles/b").len(), 1);
    assert_eq!(site.run(&["check", "articles/a/none.md"]).code, 2);
}

#[test]
fn comments_ignore_findings_in_check_and_build_and_never_reach_readers() {
    let body = format!("<!-- casebook-ignore image-missing: drawn later -->\n{IMAGE}");
    let site = Site::new("ignore", &[("articles/a/a-x.md", &article("x", 1, &body))]);
    site.write("casebook.toml", "[rules]\nimage-missing = \"error\"\n");
    let ran = concise(&site, &[]);
    assert_eq!((ran.code, &*ran.out), (0, ""), "{ran:?}");
    assert!(ran.err.contains("1 ignored by comments"), "{ran:?}");
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(!site.read("site/a/a-x.html").contains("casebook-ignore"));
}

#[test]
fn a_baseline_makes_only_new_findings_count() {
    let site = Site::new("baseline", &[("articles/a/a-x.md", &article("x", 1, IMAGE))]);
    site.write("casebook.toml", "[rules]\nimage-missing = \"error\"\n");
    assert_eq!(concise(&site, &[]).code, 1);
    let ran = site.run(&["check", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let text = site.read("casebook-baseline.json");
    assert!(text.starts_with("[{\"version\":1}\n,{\"path\":\"articles/a/a-x.md\""), "{text}");
    site.write("articles/a/a-x.md", article("x", 1, &format!("More.\n\n{IMAGE}")));
    let ran = site.run(&["check", "--deny", "infos"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("known to the baseline"), "{ran:?}");
    assert_eq!(site.run(&["build"]).code, 0);

    site.write("articles/a/a-x.md", article("x", 1, &format!("{IMAGE}\n\n![Another](other.png)")));
    assert_eq!(site.run(&["check"]).code, 1);
    let ran = site.run(&["check", "--write-baseline", "--frozen-baseline"]);
    assert!(ran.code == 1 && ran.err.contains("grow by 1 finding"), "{ran:?}");
    assert_eq!(site.read("casebook-baseline.json"), text);

    site.write("articles/a/a-x.md", article("x", 1, "Nothing."));
    let ran = site.run(&["check"]);
    assert!(ran.code == 0 && ran.err.contains("is gone"), "{ran:?}");
    assert_eq!(site.run(&["check", "--frozen-baseline"]).code, 1);
    assert_eq!(site.run(&["check", "--write-baseline"]).code, 0);
    assert_eq!(site.run(&["check", "--frozen-baseline"]).code, 0);

    site.write("casebook-baseline.json", "[{\"version\":1}\n<<<<<<< ours\n]");
    let ran = site.run(&["check"]);
    assert!(ran.code == 2 && ran.err.contains("line 2"), "{ran:?}");
}

#[test]
fn fixes_keep_what_they_are_not_about() {
    let crlf = article("x", 1, "Text.").replace("ms.author", "ms.authors").replace('\n', "\r\n");
    let site = Site::new("fix", &[]);
    site.write("articles/a/a-x.md", format!("\u{FEFF}{}", crlf.trim_end()));
    let select = ["--select", "misspelt-attribute", "--ignore", "file,structure,token"];
    let diff = site.run(&[&["check", "--diff"], &select[..]].concat());
    assert_eq!(diff.code, 1, "{diff:?}");
    assert!(
        diff.out.contains("-    ms.authors=\"me\"") && diff.out.contains("+    ms.author=\"me\""),
        "{diff:?}"
    );
    assert!(site.read("articles/a/a-x.md").contains("ms.authors"));
    let ran = site.run(&[&["check", "--fix"], &select[..]].concat());
    assert!(ran.err.contains("1 finding mended in 1 file"), "{ran:?}");
    let expected = format!("\u{FEFF}{}", crlf.trim_end().replace("ms.authors", "ms.author"));
    assert_eq!(site.read("articles/a/a-x.md"), expected);
    let again = site.run(&[&["check", "--fix"], &select[..]].concat());
    assert!(again.err.contains("0 findings mended in 0 files"), "{again:?}");
}

#[test]
fn rules_are_added_to_those_that_are_on_or_seen_alone() {
    let body = format!("{IMAGE}\n\nPlease click on it.");
    let site = Site::new("only", &[("articles/a/a-x.md", &article("x", 1, &body))]);
    let rules = |more: &[&str]| -> Vec<String> {
        let ran = concise(&site, more);
        ran.out.lines().filter_map(|line| Some(line.split(['[', ']']).nth(1)?.to_owned())).collect()
    };
    assert_eq!(rules(&[]), ["image-missing"]);
    let added = rules(&["--select", "style"]);
    assert!(added.len() > 1 && added.contains(&"image-missing".to_owned()), "{added:?}");
    let alone = rules(&["--only", "style"]);
    assert_eq!(alone.len(), added.len() - 1, "{alone:?}");
    site.write("casebook.toml", "[[overrides]]\npaths = [\"**\"]\nrules = { image-missing = \"error\" }\n");
    assert_eq!(rules(&["--only", "style"]), alone);
    assert_eq!(site.run(&["check", "--only", "styl"]).code, 2);
}

#[test]
fn files_are_saved_as_utf8_where_that_is_asked_for() {
    let text = article("x", 1, "It doesn’t start.");
    let site = Site::new("recode", &[]);
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = text.replace('’', "\u{92}").chars().map(|c| c as u8).collect();
    let put = |bytes: &[u8]| fs::write(site.0.join("articles/a/a-x.md"), bytes).unwrap();
    let read = || fs::read(site.0.join("articles/a/a-x.md")).unwrap();
    fs::create_dir_all(site.0.join("articles/a")).unwrap();
    put(&utf16);
    let ran = site.run(&["check", "--fix", "--ignore", "file-unreadable"]);
    assert_eq!((ran.code, read()), (0, text.clone().into_bytes()), "{ran:?}");
    for bytes in [windows, format!("\u{FEFF}{text}").into_bytes()] {
        put(&bytes);
        site.run(&["check", "--fix"]);
        assert_eq!(read(), bytes);
        let ran = site.run(&["check", "--unsafe-fixes"]);
        assert_eq!((ran.code, read()), (0, text.clone().into_bytes()), "{ran:?}");
    }
}

#[test]
fn what_a_fix_inserts_has_the_line_ends_of_its_place() {
    let text = article("x", 1, "Do one:\n* First\n* Second\n").replace('\n', "\r\n");
    let site = Site::new("line-ends", &[("articles/a/a-x.md", &text)]);
    let ran = site.run(&["check", "--format", "json", "--select", "list-no-blank-line"]);
    assert!(ran.out.contains("\"text\":\"\\r\\n\""), "{ran:?}");
}

#[test]
fn every_format_is_printed_and_written() {
    let site = Site::new("formats", &[("articles/a/a-x.md", &article("x", 1, IMAGE))]);
    for format in ["summary", "full", "concise", "json", "github", "sarif", "gitlab", "junit", "markdown"] {
        let ran = site.run(&["check", "--format", format]);
        assert!(ran.code == 0 && ran.out.contains("image-missing"), "{format}: {ran:?}");
    }
    let ran = site.run(&[
        "check",
        "--output-file",
        "out/a.sarif",
        "--output-file",
        "gitlab=out/b.json",
        "--output-file=out/c.xml",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(site.read("out/a.sarif").contains("\"version\":\"2.1.0\""));
    assert!(site.read("out/b.json").contains("\"check_name\""));
    assert!(site.read("out/c.xml").starts_with("<?xml"));
    assert_eq!(site.run(&["check", "--output-file", "x.odd"]).code, 2);
    let parent = Site(site.0.with_extension("none"));
    let output = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(["check", "--format", "github"])
        .arg(site.0.file_name().unwrap())
        .current_dir(parent.0.parent().unwrap())
        .output()
        .unwrap();
    let name = site.0.file_name().unwrap().to_string_lossy();
    assert!(ran_contains(&output, &format!("file={name}/articles/a/a-x.md")), "{output:?}");
}

fn ran_contains(output: &Output, part: &str) -> bool {
    ran(output).out.contains(part)
}

#[test]
fn only_what_a_change_is_to_blame_for_is_reported() {
    let site = Site::new(
        "git",
        &[
            ("articles/a/a-x.md", &article("x", 1, "[Y](article:y)")),
            ("articles/a/a-y.md", &article("y", 2, "Text.")),
            ("articles/a/a-z.md", &article("z", 3, IMAGE)),
        ],
    );
    let ran = site.run(&["check", "--changed-since", "HEAD"]);
    assert!(ran.code == 2 && ran.err.contains("not in a git repository"), "{ran:?}");
    site.git(&["init", "-q"]);
    site.git(&["add", "."]);
    site.git(&["commit", "-qm", "first"]);
    let ran = concise(&site, &["--changed-since", "no-such-ref"]);
    assert!(ran.code == 2 && ran.err.contains("no commit `no-such-ref`"), "{ran:?}");
    assert_eq!(concise(&site, &["--changed-since", "HEAD"]).out, "");

    // Its id changes in a file that moves: the identity is lost, and a link elsewhere leads nowhere.
    fs::rename(site.0.join("articles/a/a-y.md"), site.0.join("articles/a/a-yy.md")).unwrap();
    site.write("articles/a/a-yy.md", article("y", 2, "Text.").replace("articleId=\"y\"", "articleId=\"yy\""));
    site.git(&["add", "."]);
    site.git(&["commit", "-qm", "second"]);
    let ran = concise(&site, &["--changed-since", "HEAD~1"]);
    let rules: Vec<&str> = ran.out.lines().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!(rules, ["broken-article-ref", "article-id-changed"], "{ran:?}");
    assert_eq!(ran.code, 1);
    // A new file that no one has added is part of the change.
    site.write("articles/a/a-new.md", article("new", 9, IMAGE));
    assert!(concise(&site, &["--changed-since", "HEAD"]).out.contains("a-new.md"));
}

#[test]
fn rules_are_explained() {
    let site = Site::new("explain", &[]);
    let ran = site.run(&["explain", "unused-ignore"]);
    assert!(ran.code == 0 && ran.out.starts_with("unused-ignore\n"), "{ran:?}");
    let ran = site.run(&["explain", "unused-ignor"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `unused-ignore`?"), "{ran:?}");
    assert!(site.run(&["explain", "--all"]).out.lines().count() > 20);
    site.write("docs/rules/gone.md", "old");
    assert_eq!(site.run(&["explain", "--all", "--format", "markdown", "--out", "docs/rules"]).code, 0);
    assert!(site.read("docs/rules/README.md").contains("(unused-ignore.md)"));
    assert!(site.read("docs/rules/unused-ignore.md").starts_with("# unused-ignore\n"));
    assert!(!site.0.join("docs/rules/gone.md").exists());
}

#[test]
fn new_articles_fit_their_neighbours() {
    let site = Site::new("new", &[("articles/a/a-x.md", &article("x", 7, "Text."))]);
    let ran = site.run(&["new", "resource", "articles/a/a-does-not-start.md"]);
    assert_eq!((ran.code, &*ran.out), (0, "articles/a/a-does-not-start.md\n"), "{ran:?}");
    let text = site.read("articles/a/a-does-not-start.md");
    assert!(text.contains("displayOrder=\"8\"") && text.contains("0000000000aa"), "{text}");
    let ran = site.run(&["new", "resource", "articles/a/a-does-not-start.md"]);
    assert!(ran.code == 2 && ran.err.contains("already"), "{ran:?}");
    let ran = site.run(&["new", "resorce", "articles/a/a-y.md"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean `resource`?"), "{ran:?}");
    let ran = site.run(&["new", "--from", "articles/a/a-x.md", "articles/a/a-y.md"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(site.read("articles/a/a-y.md").contains("displayOrder=\"9\""));
    assert!(Path::new(&site.0).exists());
}
