//! What the machine does to casebook: odd files where ordinary ones are looked for, an output that takes
//! nothing, numbers beyond reason.

use std::os::unix::{fs::symlink, net::UnixListener};

use nix::{sys::stat::Mode, unistd::mkfifo};

use crate::support::{CASEBOOK, Outcome, Project};

fn pipe(project: &Project, path: &str) {
    let path = project.root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    mkfifo(&path, Mode::from_bits_truncate(0o600)).unwrap();
}

#[test]
fn a_pipe_is_waited_for_nowhere() {
    for path in ["casebook.toml", "casebook-baseline.json"] {
        let project = Project::new().article("start", &[], "");
        pipe(&project, path);
        let outcome = project.build(2);
        assert_eq!(outcome.stderr, format!("error: ./{path}: this is a named pipe, not a file\n"));
    }
    let project = Project::new().article("start", &[], "").file("casebook.toml", "theme = \"look\"\n");
    pipe(&project, "look/templates/404.html");
    assert_eq!(
        project.build(2).stderr,
        "error: ./look/templates/404.html: this is a named pipe, not a file\n"
    );
}

#[test]
fn a_device_and_a_folder_are_no_configuration() {
    let project = Project::new().article("start", &[], "");
    symlink("/dev/zero", project.root.join("casebook.toml")).unwrap();
    assert_eq!(project.build(2).stderr, "error: ./casebook.toml: this is a device, not a file\n");
    std::fs::remove_file(project.root.join("casebook.toml")).unwrap();
    std::fs::create_dir(project.root.join("casebook.toml")).unwrap();
    assert_eq!(project.build(2).stderr, "error: ./casebook.toml: this is a folder, not a file\n");
}

#[test]
fn a_configuration_may_be_a_link() {
    let project = Project::new().article("start", &[], "").file("kept/site.toml", "title = \"Kept\"\n");
    symlink("kept/site.toml", project.root.join("casebook.toml")).unwrap();
    project.build(0);
    assert!(project.page("index.html").contains("Kept"));
}

#[test]
fn what_is_no_file_below_the_articles_is_not_read_and_named() {
    let project = Project::new().article("start", &[], "").file("elsewhere.md", "secret");
    let folder = project.root.join("articles/acme.compute");
    pipe(&project, "articles/acme.compute/a-pipe.md");
    symlink("start.md", folder.join("b-inside.md")).unwrap();
    symlink("../../elsewhere.md", folder.join("c-outside.md")).unwrap();
    symlink("d-circle.md", folder.join("d-circle.md")).unwrap();
    symlink("nowhere", folder.join("e-nothing.md")).unwrap();
    symlink("..", folder.join("f-parent")).unwrap();
    // A lock of an editor.
    symlink("someone@host.1", folder.join(".#start.md")).unwrap();
    pipe(&project, "articles/acme.compute/g.png");
    let _listens = UnixListener::bind(folder.join("h-socket.md")).unwrap();
    let found = project.findings();
    let said: Vec<&str> =
        found.lines().filter_map(|line| line.strip_prefix("articles/acme.compute/")).collect();
    let expected = [
        "a-pipe.md:1:1: error[file-unreadable] this is a named pipe, so it is not read",
        "b-inside.md:1:1: error[file-unreadable] this is a symbolic link to something else in `articles`, so it is not read",
        "c-outside.md:1:1: error[file-unreadable] this is a symbolic link that leads out of `articles`, so it is not read",
        "d-circle.md:1:1: error[file-unreadable] this is a symbolic link that leads in a circle or cannot be followed, so it is not read",
        "e-nothing.md:1:1: error[file-unreadable] this is a symbolic link to nothing, so it is not read",
        "f-parent:1:1: error[file-unreadable] this is a symbolic link to a folder that it lies in, so it is not read",
        "g.png:1:1: error[file-unreadable] this is a named pipe, so it is not read",
        "h-socket.md:1:1: error[file-unreadable] this is a socket, so it is not read",
    ];
    assert_eq!(said, expected);
}

#[test]
fn files_beyond_the_limits_are_not_read() {
    let project = Project::new().article("start", &[], "![A](big.png)");
    let sized = |path: &str, bytes: u64| {
        let file = std::fs::File::create(project.root.join(path)).unwrap();
        file.set_len(bytes).unwrap();
    };
    sized("articles/acme.compute/big.png", 65 << 20);
    sized("articles/acme.compute/log.md", (4 << 20) + 1);
    let found = project.findings();
    assert!(found.contains("error[file-too-large] the file has 4194305 bytes"), "{found}");
    assert!(found.contains("is not shown: it is larger than 64 MiB"), "{found}");
    sized("casebook.toml", 65 << 20);
    let said = project.run(&["check"]).code(2).stderr;
    assert_eq!(
        said,
        "error: ./casebook.toml: the file has 68157440 bytes, more than the 67108864 that are read\n"
    );
}

#[test]
fn a_number_of_threads_beyond_reason_is_refused() {
    let project = Project::new().article("start", &[], "");
    for number in ["0", "257", "100000", "-1", "many"] {
        let said = project.run(&["check", &format!("--threads={number}")]).code(2).stderr;
        assert!(said.contains("write a number from 1 to 256"), "{said}");
    }
    project.run(&["check", "-j", "256"]).code(0);
}

#[test]
fn an_output_that_takes_nothing_is_a_failure() {
    let project = Project::new().article("start", &[], "[here](http://)");
    // Files may not grow beyond nothing, as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\" >full";
    for args in ["check", "check --format json", "explain --all", "man"] {
        let mut command = project.command("sh");
        command.args(["-c", script, CASEBOOK]).args(args.split(' '));
        let outcome = Outcome::of(&mut command).code(2);
        assert!(
            outcome.stderr.contains("error: standard output could not be written: "),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let project = Project::new().article("start", &[], "");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let outcome = project.command(CASEBOOK).args(["explain", "--all"]).stdout(writer).output().unwrap();
    assert_eq!((outcome.status.code(), outcome.stderr), (Some(0), Vec::new()));
    project.run(&["check"]).code(0);
}

/// As many faults as bytes allow, on one line and on many: what is printed and how grows with them and no
/// faster, or this would take hours.
#[test]
fn a_large_article_with_nothing_but_faults_is_reported_in_every_format() {
    for between in [" ", "\n\n"] {
        let body = format!("[here](http://x.halden.example/en-us/){between}").repeat(20_000);
        let project = Project::new().article("start", &[], &body);
        for format in ["summary", "full", "concise", "json", "github", "sarif", "gitlab", "junit", "markdown"]
        {
            let outcome = project.run(&["check", "--format", format, "--exit-zero"]).code(0);
            assert!(!outcome.stdout.is_empty());
        }
        project.run(&["check", "--write-baseline"]).code(0);
        let said = project.run(&["check"]).code(0).stderr;
        assert!(said.contains("nothing found") && said.contains("known to the baseline"), "{said}");
    }
}

#[test]
fn a_build_prints_a_hundred_errors_and_counts_the_others() {
    let project = Project::new().article("start", &[], &"[a](htp://halden.example/x)\n\n".repeat(130));
    let said = project.build(1).stdout;
    assert_eq!(said.matches("error[link-scheme-malformed]").count(), 100);
    assert!(said.contains("and 30 more errors: casebook check shows them all\n"), "{said}");
}

/// The text of a page, without tags and white space.
fn words(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap_or(html);
    let mut inside = true;
    let text = main.chars().filter(|c| {
        inside = match c {
            '<' => true,
            '>' => false,
            _ => return !inside && !c.is_whitespace(),
        };
        false
    });
    text.collect()
}

#[test]
fn safe_fixes_change_no_text_that_readers_see() {
    let slips = "Do one:\n* Stop it\n* Start it\n\n##  Recommended Steps\n\nSee [ the guide ](https://halden.example/a ) and [it](halden.example/b.html).<br/ >\nMore\u{a0}text.\n";
    let project = Project::new()
        .article("start", &[("SERVICE", "x"), ("displayOrder", " 12 "), ("description", "A & B")], slips)
        .article("stop", &[], &slips.replace('\n', "\r\n"));
    project.run(&["build"]);
    let before: Vec<String> =
        ["start", "stop"].map(|id| words(&project.page(&format!("acme.compute/{id}.html")))).into();
    let said = project.run(&["check", "--fix"]).stderr;
    assert!(said.contains("mended in 2 files"), "{said}");
    project.run(&["build"]);
    let after: Vec<String> =
        ["start", "stop"].map(|id| words(&project.page(&format!("acme.compute/{id}.html")))).into();
    assert_eq!(before, after);
    let again = project.run(&["check", "--fix", "--format", "json"]);
    assert!(again.stderr.contains("0 findings mended in 0 files"), "{}", again.stderr);
    assert!(!again.stdout.contains("\"applicability\":\"safe\""), "{}", again.stdout);
}
