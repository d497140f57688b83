//! The one helper of these tests: a project in a folder of its own, and the program run over it.
//!
//! Every test writes the few files it needs, so that it can be read alone.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

/// The program under test.
pub(crate) const CASEBOOK: &str = env!("CARGO_BIN_EXE_casebook");

/// A folder with the files of one test; removed when the test is over.
pub(crate) struct Project {
    pub(crate) root: PathBuf,
}

impl Project {
    #[track_caller]
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("casebook-test-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("articles")).unwrap();
        Self { root }
    }

    /// With the file `path`.
    #[track_caller]
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.put(path, content);
        self
    }

    /// Writes the file `path`.
    #[track_caller]
    pub(crate) fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// With the article `id` as `articles/acme.compute/<id>.md`; see [`article`].
    #[track_caller]
    pub(crate) fn article(self, id: &str, changes: &[(&str, &str)], body: &str) -> Self {
        self.file(&format!("articles/acme.compute/{id}.md"), article(id, changes, body))
    }

    /// Runs `casebook` in the folder, without what the surroundings say about colours.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        Outcome::of(self.command(CASEBOOK).args(args))
    }

    /// Runs `casebook` as nobody, whom permissions and limits bind also where tests run as root, and after the
    /// command `first` of bash.
    #[track_caller]
    pub(crate) fn run_as_nobody(&self, first: &str, args: &[&str]) -> Outcome {
        let program = self.root.join("casebook");
        // Another process copies it: what this one holds open to write, a program that another test starts
        // meanwhile would hold too, and a file that is open to write cannot be run.
        assert!(self.command("cp").arg(CASEBOOK).arg(&program).status().unwrap().success());
        fs::set_permissions(&self.root, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = self.command("bash");
        if fs::read_dir("/root").is_ok() {
            command.uid(65534).gid(65534);
        }
        Outcome::of(command.arg("-c").arg(format!("{first}; exec \"$0\" \"$@\"")).arg(program).args(args))
    }

    /// `program`, to be run in the folder.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CASEBOOK_THREADS"] {
            command.env_remove(name);
        }
        command
    }

    /// Builds into `site`; the exit code must be `code`.
    #[track_caller]
    pub(crate) fn build(&self, code: i32) -> Outcome {
        self.run(&["build"]).code(code)
    }

    /// The text of the output file `path`.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        let path = self.root.join("site").join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// What stands in the body of the article's page `acme.compute/<id>.html`.
    #[track_caller]
    pub(crate) fn body(&self, id: &str) -> String {
        let page = self.page(&format!("acme.compute/{id}.html"));
        let body = between(&page, "<div class=\"body\">\n", "<section class=\"facts\"");
        let body = body.split("<footer class=\"foot\">").next().unwrap_or_default();
        body.trim().strip_suffix("</div>").unwrap_or(body).trim().to_owned()
    }

    /// Every file of the site, with its content.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.root.join("site"))
    }

    /// Every file of the site that readers or other programs may see, with its content.
    pub(crate) fn pages(&self) -> BTreeMap<String, Vec<u8>> {
        self.site().into_iter().filter(|(path, _)| !path.starts_with(".casebook/")).collect()
    }

    /// The findings of `check`, one a line.
    #[track_caller]
    pub(crate) fn findings(&self) -> String {
        self.run(&["check", "--format", "concise"]).stdout
    }

    /// The row of `catalog.json` for the article at `path`.
    #[track_caller]
    pub(crate) fn row(&self, path: &str) -> serde_json::Value {
        let catalog: serde_json::Value = serde_json::from_str(&self.page("catalog.json")).unwrap();
        let rows = catalog.as_array().unwrap();
        rows.iter()
            .find(|row| row["path"] == path)
            .unwrap_or_else(|| panic!("no {path} in {catalog}"))
            .clone()
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let outcome = Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
        outcome
    }

    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }
}

/// A faultless article with the id `id`; `changes` sets attributes, an empty value takes one out.
///
/// Its order follows from the id. A body without an H1 gets the title as one, and a body of nothing but
/// headings a line of text.
pub(crate) fn article(id: &str, changes: &[(&str, &str)], body: &str) -> String {
    let title = format!("Title of {id}");
    let order = id.bytes().fold(7_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 90_000) + 10_000;
    let order = order.to_string();
    let mut attributes = vec![
        ("pageTitle", &*title),
        ("description", "What to do"),
        ("service", "acme.compute"),
        ("resource", "machines"),
        ("authors", "alias"),
        ("ms.author", "alias"),
        ("displayOrder", &order),
        ("selfHelpType", "resource"),
        ("cloudEnvironments", "public"),
        ("articleId", id),
        ("ownershipId", "Compute_Team"),
    ];
    for change in changes {
        match attributes.iter_mut().find(|(name, _)| *name == change.0) {
            Some(attribute) => attribute.1 = change.1,
            None => attributes.push(*change),
        }
    }
    attributes.retain(|(_, value)| !value.is_empty());
    if attributes.contains(&("selfHelpType", "resource")) {
        for named in ["supportTopicIds", "productPesIds"] {
            if attributes.iter().all(|(name, _)| *name != named) {
                attributes.push((named, ""));
            }
        }
    }
    let is_h1 = |line: &str| line.starts_with('#') && !line.starts_with("##");
    let title = attributes.iter().find(|(name, _)| *name == "pageTitle").map(|(_, title)| *title);
    let h1 = match title {
        Some(title) if !attributes.contains(&("selfHelpType", "Apollo")) && !body.lines().any(is_h1) => {
            format!("# {title}\n\n")
        }
        _ => String::new(),
    };
    let attributes: String =
        attributes.into_iter().flat_map(|(name, value)| ["    ", name, "=\"", value, "\"\n"]).collect();
    let headings_only = body.lines().all(|line| line.is_empty() || line.starts_with('#'));
    let text = if headings_only { "\nText.\n" } else { "" };
    format!("<properties\n{attributes}/>\n{h1}{body}\n{text}")
}

/// The first text between `start` and the next `end`.
#[track_caller]
pub(crate) fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start:?} in {text}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end:?} in {rest}")).0
}

/// Every file below `folder`, by its path with forward slashes, but those of `.casebook/seen`, which hold
/// times of this machine.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, name: &str, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{name}{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                collect(&entry.path(), &format!("{name}/"), into);
            } else if !name.ends_with(".casebook/seen") {
                into.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(folder, "", &mut found);
    found
}

/// The texts of all links in `html` that lead to articles of `acme.compute`, in order.
pub(crate) fn linked(html: &str) -> Vec<&str> {
    html.match_indices("href=\"../acme.compute/")
        .map(|(at, found)| html[at + found.len()..].split(['"', '#']).next().unwrap_or_default())
        .map(|name| name.strip_suffix(".html").unwrap_or(name))
        .collect()
}

/// A PNG of `width` × `height` as far as a look at its head can tell.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
    bytes
}
