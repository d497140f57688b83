//! `casebook serve` as browsers and attackers meet it. `tests/siege.rs` has those who come in numbers.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::Stdio,
    time::Instant,
};

use crate::{
    dates::{commit, git},
    served::{PATIENCE, Preview},
    support::{CASEBOOK, Project, article, files},
};

fn project() -> Project {
    Project::new()
        .article("start", &[], "# Start\n\nThe machine starts.\n")
        .article("stop", &[], "# Stop\n\nSee [start](article:start).\n")
        .article("broken", &[], "# Broken\n\nSee [nothing](article:nowhere).\n")
}

/// A page as a build makes it: without the preview's own line.
fn plain(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(page.to_vec()).unwrap();
    let Some((before, rest)) = text.split_once("<script src=\"/_casebook/live.js\"") else {
        return text.into();
    };
    format!("{before}{}", rest.split_once("</script>\n").unwrap().1).into()
}

/// Builds `project` and compares each file with what is served at its address. Returns their paths.
#[track_caller]
fn compare(preview: &Preview, project: &Project) -> Vec<String> {
    project.run(&["build", "--quiet"]);
    let mut built = files(&project.root.join("site"));
    built.retain(|path, _| !path.contains(".casebook/"));
    for (path, content) in &built {
        let (status, head, body) = preview.get(path);
        assert_eq!(status, 200, "{path}: {head}");
        let body = if path.ends_with(".html") { plain(&body) } else { body };
        assert!(body == *content, "{path} differs: {}", String::from_utf8_lossy(&body));
    }
    built.into_keys().collect()
}

#[test]
fn every_file_of_a_build_is_served() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    compare(&preview, &project);
    assert_eq!(preview.get("").0, 200);
    assert_eq!(preview.get("acme.compute/nowhere.html").0, 404);
    let (_, head, _) = preview.get("index.html");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let again = format!("GET /index.html HTTP/1.1\nHost: HOST\nIf-None-Match: {tag}\n");
    assert_eq!(preview.send(&again, b"").0, 304);
    let (status, head, body) = preview.send("HEAD /index.html HTTP/1.1\nHost: HOST\n", b"");
    assert!(status == 200 && head.contains("content-length") && body.is_empty(), "{head}");
}

#[test]
fn what_is_saved_is_served() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let start = "articles/acme.compute/start.md";
    project.put(start, article("start", &[], "# Start\n\nA new sentence.\n"));
    preview.until("acme.compute/start.html", |page| page.contains("A new sentence."));
    assert!(preview.line("changed").contains(start));
    // As editors save: beside it, then over it.
    project
        .put("articles/acme.compute/.start.md.swp", article("start", &[], "# Start\n\nAnother sentence.\n"));
    fs::rename(project.root.join("articles/acme.compute/.start.md.swp"), project.root.join(start)).unwrap();
    preview.until("acme.compute/start.html", |page| page.contains("Another sentence."));
    // A title is shown by other pages too.
    project.put(start, article("start", &[("pageTitle", "Quite another title")], "# Start\n"));
    preview.until("services/acme.compute.html", |page| page.contains("Quite another title"));
    // Renamed, removed, and a new folder with a file in it.
    fs::rename(project.root.join(start), project.root.join("articles/acme.compute/begin.md")).unwrap();
    preview.until("acme.compute/begin.html", |page| page.contains("Quite another title"));
    assert_eq!(preview.get("acme.compute/start.html").0, 404);
    fs::remove_file(project.root.join("articles/acme.compute/begin.md")).unwrap();
    preview.until("acme.compute/begin.html", |page| !page.contains("Quite another title"));
    project.put("articles/acme.network/dns.md", article("dns", &[], "# Names\n\nNames are found.\n"));
    preview.until("acme.network/dns.html", |page| page.contains("Names are found."));
    fs::rename(project.root.join("articles/acme.network"), project.root.join("articles/acme.names")).unwrap();
    preview.until("acme.names/dns.html", |page| page.contains("Names are found."));
    assert_eq!(preview.get("acme.network/dns.html").0, 404);
    project.put("casebook.toml", "title = \"Our help\"\n");
    preview.until("index.html", |page| page.contains("Our help"));
    // All of it is what a build makes.
    compare(&preview, &project);
}

/// Articles that were elsewhere before, with an image, topics, a menu and a tree.
fn large_project() -> Project {
    let gif: &[u8] =
        b"GIF89a\x02\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00,";
    let topics = [("supportTopicIds", "32600101,32600102"), ("productPesIds", "41010")];
    let with = |more: &[(&'static str, &'static str)]| [&topics[..], more].concat();
    let menu = "{\"commonProblems\": [{\"id\": \"a\", \"title\": \"It stops\", \"supportTopicId\": \"32600101\", \"commonSolutionArticleId\": \"stop\"}], \"troubleshootingTools\": []}";
    let tree = "{\"shortDescription\": \"All\", \"longDescription\": \"\", \"supportTopics\": [{\"id\": \"32600102\", \"shortDescription\": \"It is slow\"}]}";
    Project::new()
        .file("urls.toml", "[articles]\nstart = [\"acme.compute/first.html\", \"acme.compute/begin.html\"]\n")
        .file("articles/acme.compute/images/machine.gif", gif)
        .article("start", &with(&[]), "# Start\n\n![A machine](images/machine.gif)\n")
        .article(
            "stop",
            &with(&[("cloudEnvironments", "fairfax")]),
            "# Stop\n\nSee [start](article:start).\n",
        )
        .article(
            "menu",
            &with(&[("selfHelpType", "diagnoseandsolve")]),
            &format!("# Menu\n---\n{menu}\n---\n"),
        )
        .article(
            "tree",
            &with(&[("selfHelpType", "supportTopicDescription")]),
            &format!("# Tree\n---\n{tree}\n---\n"),
        )
}

#[test]
fn dates_and_old_addresses_are_those_of_a_build() {
    let settings = "base_url = \"https://help.example/docs/\"\n[history]\nenabled = true\ncontributors = true\n[files]\nmarkdown = true\n";
    let project = large_project().file("casebook.toml", settings).file(".gitignore", "site\n").article(
        "late",
        &[],
        "# Late\n",
    );
    git(&project, "Ada", 0, &["init", "-q", "-b", "main"]);
    commit(&project, "Ada", 1);
    let preview = Preview::start(&project, &["--port", "0"]);
    let (late, page) = ("articles/acme.compute/late.md", "acme.compute/late.html");
    preview.until(page, |page| page.contains("2026-01-01"));
    let paths = compare(&preview, &project);
    for path in [
        "acme.compute/first.html",
        "_redirects",
        "redirects.json",
        "feed.xml",
        "sitemap.xml",
        "topics/41010.html",
    ] {
        assert!(paths.iter().any(|known| known == path), "{path} is not in {paths:?}");
    }
    // What nobody committed yet has no date.
    project.put(late, article("late", &[], "# Late\n\nMore.\n"));
    preview.until(page, |page| page.contains("More.") && !page.contains("2026-01-01"));
    compare(&preview, &project);
    commit(&project, "Bo", 2);
    preview.until(page, |page| page.contains("2026-01-01") && page.contains("Bo"));
    compare(&preview, &project);
    project.put("urls.toml", "[articles]\nstop = [\"acme.compute/end.html\"]\n");
    preview.until("acme.compute/end.html", |page| page.contains("http-equiv=\"refresh\""));
    compare(&preview, &project);
    assert_eq!(preview.get("acme.compute/first.html").0, 404);
    // As a build, the preview says what is wrong with the ledger; its pages are those of before.
    project.put("urls.toml", "[articles]\nstop = 7\n");
    preview.line("urls.toml");
    assert_eq!(preview.get("acme.compute/end.html").0, 200);
}

#[test]
fn variants_lie_where_a_build_lays_them() {
    let settings = "title = \"All\"\nbase_url = \"https://help.example/docs/\"\n[variants.open]\nclouds = [\"public\"]\n[variants.gov]\ntitle = \"Government\"\nclouds = [\"fairfax\"]\naudiences = [\"customer\"]\n[variants.\"acme_compute\"]\n";
    let project = large_project().file("casebook.toml", settings);
    let preview = Preview::start(&project, &["--port", "0"]);
    let paths = compare(&preview, &project);
    for path in ["open/acme.compute/start.html", "gov/acme.compute/stop.html", "open/search/manifest.json"] {
        assert!(paths.iter().any(|known| known == path), "{path} is not in {paths:?}");
    }
    assert!(preview.page("gov/").contains("Government"));
    // The whole site is there too, and pages know where they are.
    assert_eq!(preview.get("acme.compute/start.html").0, 200);
    let page = preview.page("gov/acme.compute/stop.html");
    assert!(page.contains("data-variant=\"gov\" data-variants=\"acme_compute gov open\""), "{page}");
    let (status, _, page) = preview.get("gov/acme.compute/start.html");
    assert!(status == 404 && String::from_utf8_lossy(&page).contains("Not shown in gov"));
    // Edits of a text, a title and of what a variant takes.
    let stop = "articles/acme.compute/stop.md";
    project.put(stop, article("stop", &[("cloudEnvironments", "fairfax")], "# Stop\n\nMore.\n"));
    preview.until("gov/acme.compute/stop.html", |page| page.contains("More."));
    compare(&preview, &project);
    project.put(stop, article("stop", &[("cloudEnvironments", "public"), ("pageTitle", "Halt")], "# Stop\n"));
    preview.until("open/acme.compute/stop.html", |page| page.contains("Halt"));
    assert_eq!(preview.get("gov/acme.compute/stop.html").0, 404);
    compare(&preview, &project);
}

#[test]
fn polling_finds_the_same() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0", "--poll"]);
    project.put("articles/acme.compute/start.md", article("start", &[], "# Start\n\nA new sentence.\n"));
    preview.until("acme.compute/start.html", |page| page.contains("A new sentence."));
    project.put("articles/acme.network/dns.md", article("dns", &[], "# Names\n\nNames are found.\n"));
    preview.until("acme.network/dns.html", |page| page.contains("Names are found."));
}

#[test]
fn new_and_mended_findings_are_told() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let panel = preview.page("_casebook/look?address=acme.compute/broken.html");
    assert!(panel.contains("broken-article-ref"), "{panel}");
    project.put(
        "articles/acme.compute/broken.md",
        article("broken", &[], "# Broken\n\nSee [start](article:start).\n"),
    );
    assert!(preview.line("mended").contains("broken-article-ref"));
    // What an edit breaks in another file is told too.
    fs::remove_file(project.root.join("articles/acme.compute/start.md")).unwrap();
    let line = preview.line("new");
    assert!(line.contains("broken-article-ref"), "{line}");
    let list = preview.until("_casebook/?rule=broken-article-ref", |page| page.contains("stop.md"));
    assert!(list.contains("acme.compute"));
}

#[test]
fn faults_of_settings_and_theme_keep_the_site_and_are_shown() {
    let project = project()
        .file("casebook.toml", "theme = \"theme\"\n")
        .file("theme/assets/extra.css", "p { color: red }\n");
    let preview = Preview::start(&project, &["--port", "0"]);
    let look = "_casebook/look?address=index.html";
    project.put("theme/templates/home.html", "{% extends \"base.html\" %}\n{% block main %}{{ home.");
    let page = preview.until(look, |page| page.contains("\"about\":\"theme\""));
    assert!(page.contains("home.html"), "{page}");
    assert_eq!(preview.get("index.html").0, 200);
    fs::remove_file(project.root.join("theme/templates/home.html")).unwrap();
    preview.until(look, |page| page.contains("\"fault\":null"));
    project.put("casebook.toml", "theme = \"theme\"\ntitel = \"x\"\n");
    let page = preview.until(look, |page| page.contains("casebook.toml"));
    assert!(page.contains("did you mean `title`?"), "{page}");
    project.put("casebook.toml", "theme = \"theme\"\ntitle = \"Mended\"\n");
    preview.until("index.html", |page| page.contains("Mended"));
    project.put("theme/templates/404.html", "Nothing here but {{ site.title }}");
    preview.until("nowhere.html", |page| page.contains("Nothing here but Mended"));
}

#[test]
fn a_file_without_a_readable_header_is_shown_as_its_source() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    project.put("articles/acme.compute/start.md", "no header <here>\n");
    let page = preview.until("acme.compute/start.html", |page| page.contains("no header &lt;here&gt;"));
    assert!(page.contains("class=\"source\"") && page.contains("live.js"), "{page}");
}

#[test]
fn a_folder_that_vanishes_is_waited_for() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let (folder, away) = (project.root.join("articles"), project.root.join("away"));
    fs::rename(&folder, &away).unwrap();
    preview.line("until they are back");
    assert!(preview.page("acme.compute/start.html").contains("The machine starts."));
    fs::rename(&away, &folder).unwrap();
    preview.line("are back");
    project.put("articles/acme.compute/start.md", article("start", &[], "# Start\n\nIt works again.\n"));
    preview.until("acme.compute/start.html", |page| page.contains("It works again."));
}

#[test]
fn a_taken_port_moves_on_and_says_so() {
    let project = project();
    let first = Preview::start(&project, &["--port", "0"]);
    let mut command = project.command(CASEBOOK);
    let port = first.port.to_string();
    command.args(["serve", "--port", &port]).stdout(Stdio::piped());
    let mut second = command.spawn().unwrap();
    let lines: Vec<String> =
        BufReader::new(second.stdout.take().unwrap()).lines().map_while(Result::ok).take(3).collect();
    second.kill().unwrap();
    second.wait().unwrap();
    assert!(lines[1].contains(&format!("port {port} is taken")), "{lines:#?}");
    assert!(lines[2].contains("http://127.0.0.1:") && !lines[2].contains(&format!(":{port}/")), "{lines:#?}");
}

#[test]
fn other_hosts_origins_and_sites_are_turned_away() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let status = |head: &str| preview.send(&format!("GET /index.html HTTP/1.1\n{head}"), b"").0;
    assert_eq!(status("Host: HOST\n"), 200);
    // It is at one address of this machine, not at every one.
    assert!(std::net::TcpStream::connect(("127.0.0.2", preview.port)).is_err());
    assert_eq!(status(&format!("Host: localhost:{}\n", preview.port)), 200);
    assert_eq!(status(&format!("Host: evil.example:{}\n", preview.port)), 403);
    assert_eq!(status("Host: 127.0.0.1\n"), 403);
    assert_eq!(status("Host: HOST\nHost: HOST\n"), 403);
    assert_eq!(status("Host: HOST\nOrigin: http://evil.example\n"), 403);
    assert_eq!(status("Host: HOST\nOrigin: null\n"), 403);
    assert_eq!(status("Host: HOST\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\n"), 403);
    assert_eq!(status("Host: HOST\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\n"), 200);
    let events = format!("GET /_casebook/events HTTP/1.1\nHost: evil.example:{}\n", preview.port);
    assert_eq!(preview.send(&events, b"").0, 403);
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        assert_eq!(
            preview.send(&format!("{method} /index.html HTTP/1.1\nHost: HOST\n"), b"").0,
            405,
            "{method}"
        );
    }
}

#[test]
fn no_address_leads_out_of_the_site() {
    let project = project().file("secret.txt", "a secret").file("casebook.toml", "title = \"secret\"\n");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", project.root.join("articles/acme.compute/passwd.md"))
            .unwrap();
        std::os::unix::fs::symlink("/etc", project.root.join("articles/etc")).unwrap();
        std::os::unix::fs::symlink("../../secret.txt", project.root.join("articles/acme.compute/link.png"))
            .unwrap();
        project.put(
            "articles/acme.compute/start.md",
            article("start", &[], "# Start\n\n![A secret](link.png)\n"),
        );
    }
    let preview = Preview::start(&project, &["--port", "0"]);
    for path in [
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "%252e%252e%252fsecret.txt",
        "acme.compute/../../secret.txt",
        "acme.compute/..%5c..%5csecret.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "file:///etc/passwd",
        "casebook.toml",
        "secret.txt",
        "articles/acme.compute/start.md",
        "acme.compute/passwd.md",
        "acme.compute/passwd.html",
        "acme.compute/link.png",
        "etc/passwd",
        "etc/passwd.html",
        "_casebook/../secret.txt",
        "_casebook/look?address=../secret.txt&path=../secret.txt",
        "images/../../secret.txt",
        "search/../secret.txt",
    ] {
        let (status, _, body) = preview.get(path);
        let body = String::from_utf8_lossy(&body);
        assert!(!body.contains("root:") && !body.contains("a secret"), "{path}: {status} {body}");
    }
    let absolute = preview.send("GET http://evil.example/index.html HTTP/1.1\nHost: HOST\n", b"");
    assert_ne!(absolute.0, 200);
    let long = format!("GET /index.html HTTP/1.1\nHost: HOST\nX: {}\n", "x".repeat(200_000));
    assert_ne!(preview.send(&long, b"").0, 200);
    assert_eq!(preview.get("index.html").0, 200);
}

#[cfg(unix)]
#[test]
fn the_editor_opens_files_of_the_corpus_and_nothing_else() {
    let project = project().file("secret.txt", "a secret");
    let told = project.root.join("told");
    let editor = format!("sh -c 'printf %s\\\\n \"$0:$1\" >> {}' {{file}} {{line}}", told.display());
    let preview = Preview::start(&project, &["--port", "0", "--editor", &editor]);
    let page = preview.page("acme.compute/start.html");
    let token = page.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(token.len(), 32);
    let post = |origin: &str, path: &str, token: &str| {
        let body = format!("{{\"token\":\"{token}\",\"path\":\"{path}\",\"line\":3,\"column\":1}}");
        let head =
            format!("POST /_casebook/open HTTP/1.1\nHost: HOST\n{origin}Content-Length: {}\n", body.len());
        preview.send(&head, body.as_bytes()).0
    };
    let (start, own) = ("articles/acme.compute/start.md", "Origin: http://HOST\n");
    assert_eq!(post("", start, token), 403);
    assert_eq!(post("Origin: http://evil.example\n", start, token), 403);
    assert_eq!(post(own, start, "0123"), 403);
    assert_eq!(post(own, start, &"0".repeat(32)), 403);
    for path in ["secret.txt", "../secret.txt", "articles/../secret.txt", "/etc/passwd", "casebook.toml"] {
        assert_eq!(post(own, path, token), 404, "{path}");
    }
    assert_eq!(post(own, start, token), 200);
    let end = Instant::now() + PATIENCE;
    while !fs::read_to_string(&told).is_ok_and(|told| told.ends_with('\n')) && Instant::now() < end {
        std::thread::yield_now();
    }
    let told = fs::read_to_string(&told).unwrap();
    assert!(told.ends_with("articles/acme.compute/start.md:3\n") && told.lines().count() == 1, "{told}");
}
