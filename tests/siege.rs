//! `casebook serve` under attack and load: those who come in numbers, slowly, or with requests that no browser
//! sends. Whatever they do, memory has a bound, no file gets out, and the next reader is answered.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    path::PathBuf,
    time::{Duration, Instant},
};

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::{
    served::{PATIENCE, Preview},
    support::{Project, article, png},
};

const LIVES: &str = "The machine starts.";

fn project() -> Project {
    Project::new().article("start", &[], &format!("# Start\n\n{LIVES}\n"))
}

/// Whether the preview answers as if nothing had been.
#[track_caller]
fn lives(preview: &Preview) {
    assert!(preview.page("acme.compute/start.html").contains(LIVES));
}

impl Preview {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// A connection that has sent `text`, in which `HOST` means the preview and lines end with line feeds.
    #[track_caller]
    fn asked(&self, text: &str) -> TcpStream {
        let stream = self.connect();
        self.ask(&stream, text);
        stream
    }

    fn ask(&self, mut stream: &TcpStream, text: &str) {
        let text = text.replace("HOST", &format!("127.0.0.1:{}", self.port)).replace('\n', "\r\n");
        // Whoever is turned away early may not read what is sent.
        let _ = stream.write_all(text.as_bytes());
    }

    /// All that is answered to `text` until the server ends the connection.
    #[track_caller]
    fn answered(&self, text: &str) -> String {
        rest(self.asked(text))
    }

    /// A page's connection for events, after the first one.
    #[track_caller]
    fn listening(&self) -> BufReader<TcpStream> {
        let mut stream = BufReader::new(self.asked("GET /_casebook/events HTTP/1.1\nHost: HOST\n\n"));
        assert!(event(&mut stream).contains("number"));
        stream
    }

    /// How many files and connections the server has open.
    fn open(&self) -> usize {
        fs::read_dir(self.about("fd")).unwrap().count()
    }

    /// The most memory that the server ever had, in megabytes.
    fn peak(&self) -> u64 {
        let status = fs::read_to_string(self.about("status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }

    fn about(&self, what: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{what}", self.child.id()))
    }

    /// Waits until no more than `count` files and connections are open.
    #[track_caller]
    fn until_open(&self, count: usize) {
        let end = Instant::now() + PATIENCE;
        while self.open() > count {
            assert!(Instant::now() < end, "{} are open still, not {count}", self.open());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// What comes until the other side ends the connection.
#[track_caller]
fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer) {
        // Who has sent more than was read is told by a reset.
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "the connection was not ended");
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// The data of the next event.
#[track_caller]
fn event(stream: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    while !line.starts_with("data:") {
        line.clear();
        assert_ne!(stream.read_line(&mut line).unwrap(), 0, "the stream ended");
    }
    line
}

/// Statuses of the answers in `text`.
fn statuses(text: &str) -> Vec<&str> {
    let heads = text.match_indices("HTTP/1.").map(|(at, _)| &text[at + "HTTP/1.x ".len()..]);
    heads.map(|head| head.get(..3).unwrap_or_default()).collect()
}

/// Lets this program have so many connections.
#[track_caller]
fn allow(connections: u64) {
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    assert!(most > connections, "the system allows {most} open files only: ulimit -Hn");
    setrlimit(Resource::RLIMIT_NOFILE, most, most).unwrap();
}

#[test]
fn who_is_silent_or_slow_is_ended() {
    allow(2_000);
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let before = preview.open();
    let page = "GET /acme.compute/start.html HTTP/1.1\nHost: HOST\n";
    let silent: Vec<_> = (0..300).map(|_| preview.connect()).collect();
    let halfway: Vec<_> = (0..300).map(|_| preview.asked(page)).collect();
    let mut idle: Vec<_> = (0..10).map(|_| preview.asked(&format!("{page}\n"))).collect();
    let posted = "POST /_casebook/open HTTP/1.1\nHost: HOST\nOrigin: http://HOST\nContent-Length: 100\n\n{";
    let posting = preview.asked(posted);
    // A byte now and then is no sign of life.
    let mut dripping = preview.asked(page);
    dripping.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    lives(&preview);
    let end = Instant::now() + PATIENCE;
    while dripping.write_all(b"X").is_ok() && !matches!(dripping.read(&mut [0; 64]), Ok(0)) {
        assert!(Instant::now() < end, "whoever drips is not ended");
    }
    for stream in silent.into_iter().chain(halfway) {
        assert_eq!(rest(stream), "");
    }
    for stream in idle.drain(..) {
        assert_eq!(statuses(&rest(stream)), ["200"]);
    }
    assert_eq!(statuses(&rest(posting)), ["408"]);
    drop(dripping);
    preview.until_open(before);
    lives(&preview);
}

#[test]
fn answers_that_nobody_takes_are_bounded_and_end() {
    const SIZE: usize = 24 << 20;
    let mut pixel = png(800, 600);
    pixel.resize(SIZE, 0);
    let project = project().file("articles/acme.compute/large.png", &pixel).article(
        "seen",
        &[],
        "# Seen\n\n![Large](large.png)\n",
    );
    let preview = Preview::start(&project, &["--port", "0"]);
    let page = preview.page("acme.compute/seen.html");
    let image = page.split("<img src=\"../").nth(1).unwrap().split('"').next().unwrap();
    let before = preview.open();
    let ask = format!("GET /{image} HTTP/1.1\nHost: HOST\n\n");
    // Many times what may be on its way.
    let waiting: Vec<_> = (0..32).map(|_| preview.asked(&ask)).collect();
    // Pages keep their places.
    lives(&preview);
    preview.until_open(before);
    drop(waiting);
    let peak = preview.peak();
    println!("32 answers of 24 MB that nobody takes: {peak} MB");
    assert!(peak < 500, "{peak} MB");
    let whole = preview.get(image);
    assert!(whole.0 == 200 && whole.2 == pixel, "{}", whole.1);
}

#[test]
fn heads_have_a_limit() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let start = "GET /index.html HTTP/1.1\nHost: HOST\n";
    let long = "x".repeat(100_000);
    for (text, status) in [
        (format!("{start}X: {long}\n\n"), "431"),
        (format!("{start}{}\n", "X: y\n".repeat(200)), "431"),
        (format!("{start}{}\n", "X: y\n".repeat(20_000)), "431"),
        (format!("{start}{long}: y\n\n"), "431"),
        (format!("GET /{long} HTTP/1.1\nHost: HOST\n\n"), "414 431"),
        (format!("GET /?{long} HTTP/1.1\nHost: HOST\n\n"), "414 431"),
        (format!("{long} / HTTP/1.1\nHost: HOST\n\n"), "400 431"),
        (format!("GET / HTTP/1.1\nHost: {long}\n\n"), "431"),
        (format!("{start}Cookie: {long}\n\n"), "431"),
        (long.clone(), "400 431"),
    ] {
        let answer = preview.answered(&text);
        // The reset for what was not read may overtake the answer.
        for said in statuses(&answer) {
            assert!(status.contains(said), "{}: {answer}", &text[..50]);
        }
    }
    lives(&preview);
}

#[test]
fn what_is_no_request_of_a_browser_is_turned_away() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let host = "Host: HOST\nConnection: close\n\n";
    for (text, status) in [
        ("\0\n\n", "400"),
        ("\n\n\n\n\n\n\n\nX\n\n", "400"),
        ("GET\n\n", "400"),
        ("GET /\n\n", "400"),
        ("GET / HTTP/9.9\nHost: HOST\n\n", "400"),
        ("GET / HTTP/1.1 HTTP/1.1\nHost: HOST\n\n", "400"),
        ("GET / HTTP/1.1\nHost HOST\n\n", "400"),
        ("GET / HTTP/1.1\nHost : HOST\n\n", "400"),
        ("GET / HTTP/1.1\nHost: HOST\nX: a\0b\n\n", "400"),
        ("GET / HTTP/1.1\nHost: HOST\n folded: yes\n\n", "400"),
        ("GET /a\u{7f}b HTTP/1.1\nHost: HOST\n\n", "400"),
        ("GET / HTTP/1.0\n\n", "403"),
        ("GET / HTTP/1.1\nConnection: close\n\n", "403"),
        (&format!("GET index.html HTTP/1.1\n{host}"), "400"),
        (&format!("GET * HTTP/1.1\n{host}"), "400"),
        (&format!("OPTIONS * HTTP/1.1\n{host}"), "400"),
        (&format!("CONNECT HOST HTTP/1.1\n{host}"), "400"),
        (&format!("CONNECT evil.example:443 HTTP/1.1\n{host}"), "400"),
        (&format!("GET http://evil.example/ HTTP/1.1\n{host}"), "400"),
        (&format!("GET //evil.example/ HTTP/1.1\n{host}"), "400"),
        (&format!("get / HTTP/1.1\n{host}"), "405"),
        (&format!("PROPFIND / HTTP/1.1\n{host}"), "405"),
        (&format!("TRACE / HTTP/1.1\n{host}"), "405"),
        (&format!("G€T / HTTP/1.1\n{host}"), "400"),
        (&format!("GET / HTTP/1.1\nUpgrade: websocket\nConnection: upgrade\n{host}"), "200"),
        (&format!("GET / HTTP/1.1\nRange: bytes=0-1,5-6,-1\n{host}"), "200"),
        (&format!("GET / HTTP/1.1\nExpect: 100-continue\n{host}"), "200"),
    ] {
        let answer = preview.answered(text);
        assert_eq!(statuses(&answer), [status], "{text:?}: {answer}");
    }
    lives(&preview);
}

/// Two servers that read one request differently could be made to answer one that nobody sent.
#[test]
fn one_request_is_never_read_as_two() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let hidden = "GET /index.html HTTP/1.1\nHost: HOST\nConnection: close\n\n";
    for (head, statuses_are) in [
        ("Content-Length: 5\nContent-Length: 6\n\n", &["400"][..]),
        ("Content-Length: -1\n\n", &["400"]),
        ("Content-Length: 5 5\n\n", &["400"]),
        ("Content-Length: +5\n\n", &["400"]),
        ("Content-Length: 99999999999999999999\n\n", &["400"]),
        ("Transfer-Encoding: chunked, identity\n\n0\n\n", &["400"]),
        ("Transfer-Encoding: xchunked\n\n0\n\n", &["400"]),
    ] {
        let answer = preview.answered(&format!("POST /_casebook/open HTTP/1.1\nHost: HOST\n{head}{hidden}"));
        assert_eq!(statuses(&answer), statuses_are, "{head:?}: {answer}");
    }
    // What is the body of a request is not a request.
    let inside = format!("GET /x HTTP/1.1\nHost: HOST\nContent-Length: {}\n\n{hidden}", hidden.len());
    let stream = preview.asked(&inside);
    let found = statuses(&rest(stream)).len();
    assert!(found <= 2, "{found}");
    lives(&preview);
}

#[test]
fn requests_in_a_row_are_answered_in_their_order() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let one = |path: &str| format!("GET /{path} HTTP/1.1\nHost: HOST\n\n");
    let mut text = (one("index.html") + &one("nowhere.html")).repeat(100);
    text += "GET /index.html HTTP/1.1\nHost: HOST\nConnection: close\n\n";
    let answer = preview.answered(&text);
    let found: Vec<&str> = statuses(&answer);
    assert_eq!(found.len(), 201);
    assert!(found.chunks(2).all(|pair| pair == ["200", "404"] || pair == ["200"]), "{found:?}");
    // Who asks on and on and takes nothing is not heard on and on.
    let before = preview.open();
    let stream = preview.connect();
    stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    let host = format!("GET /index.html HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", preview.port).repeat(1000);
    let mut sent = 0;
    while (&stream).write_all(host.as_bytes()).is_ok() {
        sent += host.len();
        assert!(sent < 500 << 20, "all was heard");
    }
    preview.until_open(before);
    let peak = preview.peak();
    assert!(peak < 200, "{peak} MB");
    lives(&preview);
}

/// Every file beside the site holds a mark, and nobody gets to see one, whichever way the path is turned.
#[test]
fn no_path_leads_to_a_file_beside_the_site() {
    const MARK: &str = "never-to-be-seen";
    let project = project()
        .file("casebook.toml", format!("# {MARK}\ntitle = \"Help\"\ntheme = \"theme\"\n"))
        .file("secret.txt", MARK)
        .file(".git/config", MARK)
        .file("articles/.hidden.md", MARK)
        .file("articles/acme.compute/notes.txt", MARK)
        .file("theme/assets/extra.css", "p { color: red }")
        .file("theme/templates/404.html", format!("{{# {MARK} #}}nothing"));
    std::os::unix::fs::symlink("../../secret.txt", project.root.join("articles/acme.compute/link.md"))
        .unwrap();
    std::os::unix::fs::symlink("../..", project.root.join("articles/acme.compute/up")).unwrap();
    let preview = Preview::start(&project, &["--port", "0"]);
    let root = project.root.display().to_string();
    let targets =
        ["secret.txt", "casebook.toml", ".git/config", "theme/templates/404.html", "articles/.hidden.md"];
    let ups = [
        "..",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "%252e%252e",
        "..;",
        "..%00",
        "%c0%ae%c0%ae",
        "%e0%80%ae%e0%80%ae",
        "%uff0e%uff0e",
        "..%20",
        "....",
        "\u{ff0e}\u{ff0e}",
        "up",
        "acme.compute/up",
        "%2e%2e%2e",
    ];
    let slashes = ["/", "%2f", "%5c", "\\", "%252f", "//", "%c0%af", "/./"];
    let starts =
        ["", "/", "acme.compute/", "search/", "images/", "assets/", "_casebook/", "services/", "%00/", "./"];
    let mut paths: Vec<String> = Vec::new();
    for target in targets {
        paths.extend([target.to_owned(), format!("{root}/{target}"), format!("file://{root}/{target}")]);
        paths.extend([format!("{target}%00.html"), format!("{target}?x"), format!("articles/../{target}")]);
        for (up, slash) in ups.iter().flat_map(|up| slashes.map(|slash| (up, slash))) {
            for (start, times) in starts.iter().flat_map(|start| [1, 2, 4].map(|times| (start, times))) {
                paths.push(format!("{start}{}{target}", format!("{up}{slash}").repeat(times)));
            }
        }
        for name in ["address", "path", "file", "rule", "service"] {
            paths.push(format!("_casebook/look?{name}=../{target}"));
            paths.push(format!("_casebook/?{name}=..%2f{target}"));
        }
    }
    for name in ["link.md", "link.html", "notes.txt", "up/secret.txt", "start.md", ".hidden.md"] {
        paths.extend([format!("acme.compute/{name}"), format!("articles/acme.compute/{name}")]);
    }
    // Many on one connection: what is answered is all that counts.
    for some in paths.chunks(500) {
        let mut text = String::new();
        for path in some {
            text += &format!("GET /{path} HTTP/1.1\nHost: HOST\n\n");
        }
        text += "GET /index.html HTTP/1.1\nHost: HOST\nConnection: close\n\n";
        let text = text.replace('\\', "%5c");
        let text: String =
            text.chars().map(|c| if c.is_ascii() { c.to_string() } else { "%ef%bc%8e".to_owned() }).collect();
        let answer = preview.answered(&text);
        assert_eq!(statuses(&answer).len(), some.len() + 1, "not all was answered: {some:?}");
        assert!(!answer.contains(MARK), "{answer}");
    }
    println!("{} paths", paths.len());
    lives(&preview);
}

#[test]
fn no_trick_with_host_or_origin_is_admitted() {
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let port = preview.port;
    let status = |head: &str| {
        let answer = preview.answered(&format!("GET /index.html HTTP/1.1\n{head}\nConnection: close\n\n"));
        statuses(&answer).first().map(|status| (*status).to_owned()).unwrap_or_default()
    };
    for host in [
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("evil.example@localhost:{port}"),
        format!("localhost:{port}@evil.example"),
        format!("localhost:{port}/.evil.example"),
        format!("localhost:{port},evil.example"),
        format!("localhost:{port} evil.example"),
        format!("localhost.:{port}"),
        format!("l\u{f6}calhost:{port}"),
        format!("127.1:{port}"),
        format!("2130706433:{port}"),
        format!("0x7f000001:{port}"),
        format!("0177.0.0.1:{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::]:{port}"),
        format!("10.0.0.1:{port}"),
        format!("169.254.169.254:{port}"),
        format!("[::1:{port}"),
        format!("localhost:+{port}"),
        format!("localhost:0{port}"),
        format!("localhost:{}", port ^ 1),
        "localhost".to_owned(),
        "localhost:".to_owned(),
        format!(":{port}"),
        String::new(),
    ] {
        assert_eq!(status(&format!("Host: {host}")), "403", "{host}");
    }
    for host in [format!("[::1]:{port}"), format!("127.0.0.2:{port}"), format!("LocalHost:{port}")] {
        assert_eq!(status(&format!("Host: {host}")), "200", "{host}");
    }
    for origin in [
        "null".to_owned(),
        String::new(),
        "http://evil.example".to_owned(),
        format!("http://evil.example:{port}"),
        "https://HOST".to_owned(),
        "HTTP://HOST".to_owned(),
        "http://HOST/".to_owned(),
        "http://HOST.evil.example".to_owned(),
        "http://HOST http://evil.example".to_owned(),
        "http://evil.example\nOrigin: http://HOST".to_owned(),
        "http://HOST\nOrigin: http://evil.example".to_owned(),
        format!("http://localhost:{port}"),
        "file://".to_owned(),
    ] {
        assert_eq!(status(&format!("Host: HOST\nOrigin: {origin}")), "403", "{origin}");
    }
    assert_eq!(status("Host: HOST\nOrigin: http://HOST"), "200");
    assert_eq!(status("Host: HOST\nX-Forwarded-Host: evil.example\nForwarded: host=evil.example"), "200");
}

#[test]
fn too_many_connections_are_told_and_forgotten() {
    let project = project();
    let preview = Preview::with_few_files(&project, 160);
    let before = preview.open();
    let mut streams = Vec::new();
    let mut refused = loop {
        assert!(streams.len() < 160, "streams have no limit");
        let mut stream = BufReader::new(preview.asked("GET /_casebook/events HTTP/1.1\nHost: HOST\n\n"));
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        if !line.starts_with("HTTP/1.1 200") {
            break stream;
        }
        streams.push(stream);
    };
    let mut said = String::new();
    refused.read_to_string(&mut said).unwrap();
    assert!(said.contains("too many pages of the preview are open"), "{said}");
    // Pages have places of their own, whoever listens.
    lives(&preview);
    let silent: Vec<_> = (0..32).map(|_| preview.connect()).collect();
    let said = preview.answered("GET /index.html HTTP/1.1\nHost: HOST\n\n");
    assert!(said.starts_with("HTTP/1.1 503") && said.contains("too many connections are open"), "{said}");
    drop((streams, silent));
    preview.until_open(before);
    lives(&preview);
    preview.listening();
}

/// Ten thousand open pages hear of an edit, and leave nothing behind; the short run has five hundred.
#[test]
fn thousands_of_pages_may_listen() {
    let count = if std::env::var_os("CASEBOOK_LONG").is_some() { 10_000 } else { 500 };
    allow(count + 1_000);
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let before = preview.open();
    let started = Instant::now();
    let mut streams: Vec<_> = (0..count).map(|_| preview.listening()).collect();
    lives(&preview);
    project.put("articles/acme.compute/start.md", article("start", &[], "# Start\n\nAn edit.\n"));
    for stream in &mut streams {
        event(stream);
    }
    let peak = preview.peak();
    println!("{count} streams heard of an edit: {peak} MB at most, {:.1} s", started.elapsed().as_secs_f64());
    assert!(peak < 400, "{peak} MB");
    for stream in streams {
        stream.into_inner().shutdown(Shutdown::Both).unwrap();
    }
    preview.until_open(before);
    assert!(preview.page("acme.compute/start.html").contains("An edit."));
}

/// Requests that are broken at random: nothing is answered with more than one answer for each head, nothing
/// stops the server.
#[test]
fn broken_requests_stop_nothing() {
    let count = if std::env::var_os("CASEBOOK_LONG").is_some() { 20_000 } else { 500 };
    let project = project();
    let preview = Preview::start(&project, &["--port", "0"]);
    let before = preview.open();
    let seeds = [
        "GET /index.html HTTP/1.1\nHost: HOST\nConnection: close\n\n",
        "POST /_casebook/open HTTP/1.1\nHost: HOST\nOrigin: http://HOST\nContent-Length: 4\nConnection: close\n\n{}{}",
        "HEAD /_casebook/look?address=x&path=%20 HTTP/1.1\nHost: HOST\nCookie: a=b; c\nIf-None-Match: \"x\"\n\n",
        "GET /search/manifest.json HTTP/1.0\nHost: HOST\nTransfer-Encoding: chunked\n\n1\nx\n0\n\n",
    ];
    let mut state = 1_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for _ in 0..count {
        let seed = seeds[below(seeds.len())].replace("HOST", &format!("127.0.0.1:{}", preview.port));
        let mut bytes = seed.replace('\n', "\r\n").into_bytes();
        for _ in 0..=below(4) {
            let at = below(bytes.len());
            match below(4) {
                0 => bytes[at] = below(256) as u8,
                1 => drop(bytes.drain(at..(at + below(9)).min(bytes.len()))),
                2 => bytes.insert(at, b"\0\r\n :/%\"\xff"[below(9)]),
                _ => bytes.extend_from_within(at..),
            }
        }
        let mut stream = preview.connect();
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    preview.until_open(before);
    lives(&preview);
}
