//! What is too much: files of odd content, names and numbers, and a system that gives no more memory or
//! threads. All of it ends in findings or a message.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt as _, path::Path};

use crate::support::{CASEBOOK, Outcome, Project};

/// Runs `casebook` with the shell's `limit` in force.
fn limited(project: &Project, limit: &str, args: &str) -> Outcome {
    let mut command = project.command("sh");
    command.args(["-c", &format!("ulimit {limit}; exec \"$0\" \"$@\""), CASEBOOK]).args(args.split(' '));
    Outcome::of(&mut command)
}

/// Bytes that repeat and look like none.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33).to_le_bytes()
    })
    .flat_map(|bytes| [bytes[0], bytes[1], bytes[2]])
    .take(length)
    .collect()
}

#[test]
fn files_without_text_are_named_and_left_out() {
    let project = Project::new()
        .article("start", &[], "")
        .file("articles/acme.compute/empty.md", "")
        .file("articles/acme.compute/noise.md", noise(100_000, 1))
        .file("articles/acme.compute/zeros.md", [0; 5000]);
    let large = fs::File::create(project.root.join("articles/acme.compute/large.md")).unwrap();
    large.set_len(200 << 20).unwrap();
    project.build(1);
    let found = project.findings();
    for said in [
        "empty.md:1:1: error[file-empty]",
        "noise.md:1:1: error[file-unreadable] the file is no text, so it is not read",
        "zeros.md:1:1: error[file-unreadable] the file is no text, so it is not read",
        "large.md:1:1: error[file-too-large] the file has 209715200 bytes",
    ] {
        assert!(found.contains(said), "no {said} in {found}");
    }
    assert_eq!(found.matches("noise.md").count(), 1, "{found}");
}

/// A file for each byte that a name may hold; whatever the name, the page has a plain address below the site,
/// and a finding keeps to its line.
#[test]
fn names_may_hold_every_byte() {
    let project = Project::new().article("start", &[], "");
    let folder = project.root.join("articles/acme.compute");
    for byte in (1..=255_u8).filter(|byte| *byte != b'/') {
        let name = [b"n", &[byte][..], format!("{byte}.md").as_bytes()].concat();
        let text = crate::support::article(&format!("byte-{byte}"), &[], "");
        fs::write(folder.join(OsStr::from_bytes(&name)), text).unwrap();
    }
    let odd = folder.join(OsStr::from_bytes(b"a\n?#%41\"'<b>&\\ \x1b[31m"));
    fs::create_dir(&odd).unwrap();
    fs::write(odd.join("x.md"), crate::support::article("below", &[], "")).unwrap();
    project.run(&["build"]);
    let pages = project.site();
    let articles: Vec<&String> =
        pages.keys().filter(|path| path.starts_with("acme.compute/") && path.ends_with(".html")).collect();
    assert!(articles.len() > 120, "{articles:?}");
    for path in pages.keys() {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        assert!(path.chars().all(plain) && !path.contains(".."), "{path:?}");
    }
    assert_eq!(fs::read_dir(&project.root).unwrap().count(), 2, "something was written beside the site");
    let found = project.findings();
    for line in found.lines() {
        assert!(line.starts_with("articles/"), "{line:?}");
        assert!(!line.contains(char::is_control), "{line:?}");
    }
    assert!(found.contains("error[file-unreadable]"), "names that are no text are told: {found}");
}

/// What stands on many pages is cut, and told.
#[test]
fn long_titles_are_cut_and_told() {
    let title = "Zażółć gęślą jaźń ".repeat(60);
    let project = Project::new()
        .article("long", &[("pageTitle", &title), ("supportTopicIds", "32600101")], "Text.")
        .article("short", &[("pageTitle", "Short"), ("supportTopicIds", "32600101")], "Text.");
    project.build(0);
    assert!(project.findings().contains("long.md:2:16: warning[title-too-long]"), "{}", project.findings());
    let whole = project.page("acme.compute/long.html");
    for page in [&whole, &project.page("acme.compute/short.html")] {
        assert!(page.contains("Zażółć gęślą jaźń Za") && page.contains('…'), "{page}");
        assert!(!page.contains(title.trim()), "{page}");
    }
}

#[test]
fn paths_as_long_as_the_system_takes_are_read() {
    let mut path = String::from("articles/acme.compute");
    for _ in 0..12 {
        path.push('/');
        path.push_str(&"long-".repeat(49));
    }
    let project = Project::new().file(&format!("{path}/x.md"), crate::support::article("x", &[], ""));
    project.run(&["build"]);
    assert!(project.findings().contains("path-wrong-folder"));
    assert!(project.page("catalog.json").contains("\"x\""));
}

#[test]
fn threads_that_cannot_be_started_are_a_message() {
    let project = Project::new().article("start", &[], "");
    let mut command = project.command("sh");
    command
        .args(["-c", "ulimit -v 2000000; exec \"$0\" check", CASEBOOK])
        .env("RAYON_NUM_THREADS", "4000")
        .env("RUST_MIN_STACK", "8388608");
    let said = Outcome::of(&mut command).code(2).stderr;
    assert!(said.contains("error: the threads cannot be started: "), "{said}");
    assert!(said.contains("--threads 1"), "{said}");
}

#[test]
fn processes_at_their_limit_are_a_message() {
    let project = Project::new().article("start", &[], "");
    for args in [&["check"][..], &["build"], &["serve", "--port", "0"]] {
        let said = project.run_as_nobody("ulimit -u 1", args).code(2).stderr;
        assert!(said.starts_with("error: ") && said.contains("cannot be started"), "{args:?}: {said}");
        assert!(said.contains("help: raise the limits (ulimit -u"), "{args:?}: {said}");
    }
    // Enough for the work, too few for the preview, unless nobody has other processes.
    for limit in [3, 4, 5] {
        let args = ["serve", "--port", "0", "--threads", "1"];
        let said = project.run_as_nobody(&format!("ulimit -u {limit}"), &args).code(2).stderr;
        assert!(said.contains("cannot be started") && !said.contains("panicked"), "{limit}: {said}");
    }
}

#[test]
fn few_open_files_are_enough() {
    let project = Project::new().article("start", &[], "").article("stop", &[], "");
    limited(&project, "-n 16", "build").code(0);
    // So few that it only starts.
    let said = limited(&project, "-n 4", "build --out other").code(2).stderr;
    assert!(said.contains(": no more files can be opened"), "{said}");
    assert!(said.contains("raise the limit (ulimit -n)"), "{said}");
}

/// Where files may not grow as large as pages are, there is no site, or the one that was there as it was.
#[test]
fn files_that_may_not_grow_are_a_message() {
    let project = Project::new();
    for edition in ["An article.", "Another one."] {
        project.put("articles/acme.compute/start.md", crate::support::article("start", &[], edition));
        let there = || fs::exists(project.root.join("site")).unwrap().then(|| project.pages());
        let before = there();
        for blocks in [0, 1, 4] {
            let said = limited(&project, &format!("-f {blocks}"), "build --quiet").code(2).stderr;
            assert!(said.contains("the system lets no file grow that large"), "{said}");
            assert!(said.contains("raise the limit (ulimit -f)"), "{said}");
            assert_eq!(there(), before);
        }
        project.build(0);
        assert_eq!(project.body("start"), format!("<p>{edition}</p>"));
        assert_eq!(fs::read_dir(&project.root).unwrap().count(), 2, "something was left behind");
    }
}

/// With the least memory with which the program starts at all, and with a little more each time until it is
/// enough: it does its job, or says what is missing, and every page is old or new, whole.
#[test]
fn memory_that_runs_out_is_a_message() {
    let project = Project::new();
    let write = |edition: &str| {
        for number in 0..40 {
            let body = format!("{edition} of some words.\n\n").repeat(20_000);
            let code = "```powershell\nGet-Item \"$home\" | Sort-Object -Property Name\n```\n";
            let text = crate::support::article(&format!("a{number}"), &[], &format!("{code}\n{body}"));
            project.put(&format!("articles/acme.compute/a{number}.md"), text);
        }
    };
    let editions = ["An article", "Another one"].map(|edition| {
        write(edition);
        project.run(&["build", "--quiet"]);
        project.pages()
    });
    write("An article");
    project.run(&["build", "--quiet"]);
    write("Another one");
    let mut limit = 40_000;
    while limited_version(&project, limit).is_none() {
        limit += 20_000;
    }
    let mut said = String::new();
    for step in 0..12 {
        let script = format!("ulimit -v {}; exec \"$0\" build --threads 2 --quiet", limit + 15_000 * step);
        let mut command = project.command("sh");
        // Whoever wants backtraces is not kept waiting for one that cannot be made.
        let output = command.args(["-c", &script, CASEBOOK]).env("RUST_BACKTRACE", "1").output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(0..=2)), "{output:?}");
        if code == Some(2) {
            let message = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(message.contains("error: ") && message.contains("ulimit -v"), "{message}");
            said += &message;
        }
        for (path, content) in project.pages() {
            assert!(editions.iter().any(|edition| edition.get(&path) == Some(&content)), "{path} is broken");
        }
    }
    assert!(said.contains("memory ran out"), "memory never ran out: {said}");
    limited(&project, "-v unlimited", "build --quiet").code(0);
}

fn limited_version(project: &Project, limit: u32) -> Option<()> {
    let script = format!("ulimit -v {limit}; exec \"$0\" --version");
    let output = project.command("sh").args(["-c", &script, CASEBOOK]).output().unwrap();
    output.status.success().then_some(())
}

/// A gigabyte of random bytes, in less memory than half of that; and as many files in a folder as nobody has.
/// The long run alone has the time.
#[test]
fn a_flood_ends_with_findings() {
    let (files, small) =
        if std::env::var_os("CASEBOOK_LONG").is_some() { (256, 100_000) } else { (8, 2_000) };
    let project = Project::new();
    let folder = project.root.join("articles/acme.noise");
    fs::create_dir(&folder).unwrap();
    for number in 0..files {
        fs::write(folder.join(format!("n{number}.md")), noise(4 << 20, number)).unwrap();
    }
    let outcome = limited(&project, "-v 512000", "build --threads 2").code(1);
    assert_eq!(outcome.stdout.matches("error[file-unreadable]").count(), files.min(100) as usize);
    fs::remove_dir_all(&folder).unwrap();
    many(&project.root.join("articles/acme.many"), small);
    let outcome = project.run(&["build", "--json"]);
    assert_eq!(outcome.json()["articles"]["published"], small, "{}", outcome.stderr);
}

fn many(folder: &Path, count: u32) {
    fs::create_dir(folder).unwrap();
    for number in 0..count {
        let text = crate::support::article(&format!("m{number}"), &[("service", "acme.many")], "");
        fs::write(folder.join(format!("m{number}.md")), text).unwrap();
    }
}
