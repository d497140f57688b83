//! A running `casebook serve`, and requests to it as they go over the wire.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use crate::support::{CASEBOOK, Project};

/// Longer than anything takes that works.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A preview that runs until it is dropped.
pub(crate) struct Preview {
    pub(crate) child: Child,
    pub(crate) port: u16,
    lines: Receiver<String>,
}

impl Preview {
    #[track_caller]
    pub(crate) fn start(project: &Project, args: &[&str]) -> Self {
        let mut command = project.command(CASEBOOK);
        command.arg("serve").args(args);
        Self::run(command)
    }

    /// A preview that may have no more than `files` files and connections open.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn with_few_files(project: &Project, files: u32) -> Self {
        let mut command = project.command("sh");
        let script = format!("ulimit -n {files}; exec \"$0\" serve --port 0");
        command.args(["-c", &script, CASEBOOK]);
        Self::run(command)
    }

    #[track_caller]
    fn run(mut command: Command) -> Self {
        command.env_remove("VISUAL").env_remove("EDITOR");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        for stream in [
            Box::new(child.stdout.take().unwrap()) as Box<dyn std::io::Read + Send>,
            Box::new(child.stderr.take().unwrap()),
        ] {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        let mut preview = Self { child, port: 0, lines };
        let line = preview.line("http://");
        let port =
            line.split("://").nth(1).unwrap().split(['/', ' ']).next().unwrap().rsplit(':').next().unwrap();
        preview.port = port.parse().unwrap();
        preview.line("found");
        preview
    }

    /// The next line that contains `part`.
    #[track_caller]
    pub(crate) fn line(&self, part: &str) -> String {
        let end = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            if line.contains(part) {
                return line;
            }
            seen.push(line);
        }
        panic!("no line with {part:?} in {seen:#?}");
    }

    /// Sends `head`, whose lines end with line feeds, and `body`; returns status, head and body.
    #[track_caller]
    pub(crate) fn send(&self, head: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let head = head.replace("HOST", &format!("127.0.0.1:{}", self.port)).replace('\n', "\r\n");
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).unwrap();
        // Whoever is turned away early may not read what is sent.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let end = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("{head}: no answer"));
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        (head[9..12].parse().unwrap(), head, answer[end + 4..].to_vec())
    }

    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.send(&format!("GET /{path} HTTP/1.1\nHost: HOST\n"), b"")
    }

    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        String::from_utf8(self.get(path).2).unwrap()
    }

    /// Asks for `path` after every event until the answer is as `wanted`, and returns it.
    #[track_caller]
    pub(crate) fn until(&self, path: &str, wanted: impl Fn(&str) -> bool) -> String {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut events = BufReader::new(&stream);
        write!(&stream, "GET /_casebook/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port).unwrap();
        let end = Instant::now() + PATIENCE;
        let mut line = String::new();
        let mut page = String::new();
        // The first event comes at once, with the state that there is.
        while Instant::now() < end && events.read_line(&mut line).is_ok() {
            if line.starts_with("data:") {
                page = self.page(path);
                if wanted(&page) {
                    return page;
                }
            }
            line.clear();
        }
        panic!("{path} never became what it should:\n{page}");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
