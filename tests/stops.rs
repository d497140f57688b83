//! Builds that are stopped or cannot write: nothing is lost, the message says why, the next build mends.
//!
//! Moments are told by changes of files, not by the clock: a build goes from one change to the next and is
//! killed after a number of them. `CASEBOOK_LONG=1` kills 200 builds instead of 16.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use notify::{EventKind, RecursiveMode, Watcher as _};

use crate::support::{CASEBOOK, Outcome, Project, article, files};

const ARTICLES: usize = 150;

/// Articles of which the edition `edition` says so in its title.
fn write_articles(project: &Project, edition: u32) {
    for n in 0..ARTICLES {
        let id = format!("id-{n}");
        let title = format!("Edition {edition} of {n}");
        let order = n.to_string();
        // Each edition has an article that no other one has.
        let name = if n == 0 { format!("only-{edition}") } else { id.clone() };
        let text = article(&id, &[("pageTitle", &title), ("displayOrder", &order)], "## Do\n\n1. This\n");
        project.put(&format!("articles/acme.compute/{name}.md"), text);
    }
    let other = 1 - edition;
    let _ = fs::remove_file(project.root.join(format!("articles/acme.compute/only-{other}.md")));
}

/// A whole site of each edition.
fn editions(project: &Project) -> [BTreeMap<String, Vec<u8>>; 2] {
    [0, 1].map(|edition| {
        write_articles(project, edition);
        project.run(&["build", "--quiet", "--out", "whole"]).code(0);
        let site = files(&project.root.join("whole"));
        fs::remove_dir_all(project.root.join("whole")).unwrap();
        site
    })
}

/// Whether every page of `site` is whole: of one edition or of the other, byte for byte.
#[track_caller]
fn is_whole(site: &BTreeMap<String, Vec<u8>>, editions: &[BTreeMap<String, Vec<u8>>; 2]) {
    for (path, content) in site.iter().filter(|(path, _)| !path.starts_with(".casebook/")) {
        assert!(editions.iter().any(|edition| edition.get(path) == Some(content)), "{path} is broken");
    }
    // What a page may lead to is there: all that both editions have.
    for path in editions[0].keys().filter(|path| editions[1].contains_key(*path)) {
        assert!(site.contains_key(path), "{path} is missing");
    }
}

/// A build whose changes of files are seen. It is halted at each that is seen and goes on when it was looked
/// at, so that where it stands depends on what it has done, however busy the machine is.
struct Watched {
    build: Child,
    events: mpsc::Receiver<notify::Result<notify::Event>>,
    _watcher: notify::RecommendedWatcher,
    /// How many changes below the project's folder were seen.
    changes: usize,
}

impl Watched {
    fn new(project: &Project, command: &mut Command) -> Self {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender).unwrap();
        watcher.watch(&project.root, RecursiveMode::Recursive).unwrap();
        command.args(["build", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::piped());
        Self { build: command.spawn().unwrap(), events, _watcher: watcher, changes: 0 }
    }

    /// Lets the build go on until `is` says so of the paths of a change and the number of changes; it is halted
    /// then. `false` when it came to its end before.
    fn until(&mut self, is: impl Fn(&[PathBuf], usize) -> bool) -> bool {
        loop {
            match self.events.recv_timeout(Duration::from_millis(5)) {
                Ok(event) => {
                    self.signal(Signal::SIGSTOP);
                    for event in std::iter::once(event).chain(self.events.try_iter().collect::<Vec<_>>()) {
                        let event = event.unwrap();
                        // That files are looked at is no change.
                        if matches!(event.kind, EventKind::Access(_)) {
                            continue;
                        }
                        self.changes += 1;
                        if is(&event.paths, self.changes) {
                            return true;
                        }
                    }
                    self.signal(Signal::SIGCONT);
                }
                // Nothing happens: it may have ended.
                Err(_) => {
                    if self.build.try_wait().unwrap().is_some() {
                        return false;
                    }
                }
            }
        }
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(i32::try_from(self.build.id()).unwrap()), signal).unwrap();
    }

    /// Lets the build go on to its end.
    fn end(self) -> Outcome {
        self.signal(Signal::SIGCONT);
        let output = self.build.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Outcome { code: output.status.code(), stdout: String::new(), stderr }
    }
}

/// How a build ended that was to be killed.
struct Stopped {
    /// Whether it was killed before it came to its end.
    killed: bool,
    /// How many changes of files were seen.
    changes: usize,
}

/// Builds, and kills the build after `changes` changes of files.
fn stopped_after(project: &Project, changes: usize) -> Stopped {
    let mut watched = Watched::new(project, &mut project.command(CASEBOOK));
    if changes > 0 {
        watched.until(|_, seen| seen >= changes);
    }
    watched.build.kill().unwrap();
    Stopped { killed: watched.build.wait().unwrap().code().is_none(), changes: watched.changes }
}

#[test]
fn a_build_may_be_killed_at_any_moment() {
    let long = std::env::var_os("CASEBOOK_LONG").is_some();
    let project = Project::new();
    let editions = editions(&project);
    write_articles(&project, 0);
    project.run(&["build", "--quiet"]).code(0);
    write_articles(&project, 1);
    let whole = stopped_after(&project, usize::MAX);
    assert!(!whole.killed && whole.changes > ARTICLES, "{} changes seen", whole.changes);
    assert!(project.site() == editions[1]);
    let mut at = 1;
    let (mut killed, mut moment) = (0, 0);
    // Moments are spread over the changes of a whole build, in an order that is none. A build that mends what
    // was stopped may have less to do, and come to its end before its moment.
    let moments = if long { 200 } else { 16 };
    while killed < moments {
        at = 1 - at;
        write_articles(&project, at as u32);
        let stopped = stopped_after(&project, whole.changes * (moment * 37 % moments) / moments);
        killed += usize::from(stopped.killed);
        is_whole(&project.site(), &editions);
        // A third is mended by a build of the same edition, a third by one of the other, a third by none
        // before the next is stopped.
        match moment % 3 {
            0 => {
                project.run(&["build", "--quiet"]).code(0);
                assert!(project.site() == editions[at], "not mended");
            }
            1 => {
                at = 1 - at;
                write_articles(&project, at as u32);
                project.run(&["build", "--quiet"]).code(0);
                assert!(project.site() == editions[at], "not mended by the other edition");
            }
            _ => {}
        }
        moment += 1;
        assert!(moment < 4 * moments, "only {killed} of {moment} builds were killed before their end");
    }
    println!("{killed} of {moment} builds were killed, at moments spread over {} changes", whole.changes);
}

#[test]
fn a_first_build_that_is_killed_leaves_no_site() {
    let project = Project::new();
    let editions = editions(&project);
    write_articles(&project, 0);
    let whole = stopped_after(&project, usize::MAX);
    assert!(!whole.killed && project.site() == editions[0]);
    fs::remove_dir_all(project.root.join("site")).unwrap();
    for moment in 0..8 {
        stopped_after(&project, whole.changes * moment / 8);
        if project.root.join("site").exists() {
            assert!(project.site() == editions[0]);
            fs::remove_dir_all(project.root.join("site")).unwrap();
        }
    }
    project.build(0);
    assert!(project.site() == editions[0]);
    assert!(!project.root.join(".site.casebook-new").exists());
}

/// A program that rights count for: for root, who may everything, one of another user.
fn plain_user(project: &Project, program: &Path) -> Command {
    let mut command = project.command(program);
    if nix::unistd::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    command
}

/// Gives all files to the user that [`plain_user`] runs as, and lets it reach them and the program.
fn given(project: &Project) -> std::path::PathBuf {
    let program = project.root.join("casebook");
    fs::copy(CASEBOOK, &program).unwrap();
    if nix::unistd::geteuid().is_root() {
        let given = Command::new("chown").args(["-R", "65534:65534"]).arg(&project.root).status().unwrap();
        assert!(given.success());
    }
    program
}

#[test]
fn a_folder_that_may_not_be_written_is_named_and_nothing_is_lost() {
    let project = Project::new();
    write_articles(&project, 0);
    project.build(0);
    let before = project.site();
    write_articles(&project, 1);
    let program = given(&project);
    for locked in ["site", "site/acme.compute", "site/.casebook"] {
        let folder = project.root.join(locked);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
        let outcome = Outcome::of(plain_user(&project, &program).args(["build", "--quiet"])).code(2);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(
            outcome.stderr.contains("casebook may not write here")
                && outcome.stderr.contains("help: give the user"),
            "{locked}: {}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains(&format!("./{locked}")), "{locked}: {}", outcome.stderr);
        assert!(project.site() == before, "{locked}: {}", outcome.stderr);
    }
    Outcome::of(plain_user(&project, &program).args(["build", "--quiet"])).code(0);
}

#[test]
fn rights_that_go_in_the_middle_of_a_build_are_said_and_the_next_build_mends() {
    let project = Project::new();
    let editions = editions(&project);
    write_articles(&project, 0);
    project.build(0);
    let program = given(&project);
    // While new contents are written aside, and while they are moved to their places.
    for (folder, note, is_old) in [
        ("site/.casebook/new", "note: ./site: the site is as it was", true),
        ("site/acme.compute", "part of the site may be new and part old; the next build mends that", false),
    ] {
        write_articles(&project, 1);
        let locked = project.root.join(folder);
        let mut watched = Watched::new(&project, &mut plain_user(&project, &program));
        assert!(
            watched.until(|paths, _| paths.iter().any(|path| path.parent() == Some(&locked))),
            "{folder}"
        );
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
        let outcome = watched.end().code(2);
        if locked.exists() {
            fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
        }
        assert!(
            outcome.stderr.contains("casebook may not write here") && outcome.stderr.contains(note),
            "{folder}: {}",
            outcome.stderr
        );
        is_whole(&project.site(), &editions);
        assert_eq!(same_but_own(&project.site(), &editions[0]), is_old, "{folder}");
        Outcome::of(plain_user(&project, &program).args(["build", "--quiet"])).code(0);
        assert!(project.site() == editions[1], "{folder}");
        write_articles(&project, 0);
        Outcome::of(plain_user(&project, &program).args(["build", "--quiet"])).code(0);
    }
}

/// Whether two sites are the same but for casebook's own files.
fn same_but_own(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> bool {
    let public = |site: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let files = site.iter().filter(|(path, _)| !path.starts_with(".casebook/"));
        files.map(|(path, content)| (path.clone(), content.clone())).collect()
    };
    public(a) == public(b)
}

/// Mounts a file system in memory at `disk`; whether this user may.
fn mounted(disk: &Path, options: &str) -> bool {
    let output = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(disk).output();
    let is_mounted = output.is_ok_and(|output| output.status.success());
    if !is_mounted {
        eprintln!("not mounted: this user may not");
    }
    is_mounted
}

#[test]
fn a_read_only_disk_is_said_and_nothing_is_lost() {
    let project = Project::new();
    write_articles(&project, 0);
    let disk = project.root.join("disk");
    fs::create_dir(&disk).unwrap();
    if !mounted(&disk, "size=64m,mode=777") {
        return;
    }
    let first = project.run(&["build", "--quiet", "--out", "disk/site"]);
    let before = files(&disk.join("site"));
    write_articles(&project, 1);
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(&disk).status().unwrap();
    let outcomes = ["disk/site", "disk/other"].map(|out| project.run(&["build", "--quiet", "--out", out]));
    let after = files(&disk.join("site"));
    let freed = Command::new("umount").arg(&disk).status().unwrap();
    assert!(freed.success() && remounted.success());
    first.code(0);
    for outcome in outcomes {
        let outcome = outcome.code(2);
        assert!(
            outcome.stderr.contains("the file system is read-only")
                && outcome.stderr.contains("help: mount it for writing"),
            "{}",
            outcome.stderr
        );
    }
    assert!(after == before);
}

#[test]
fn a_full_disk_leaves_the_site_as_it_was() {
    let project = Project::new();
    write_articles(&project, 0);
    let disk = project.root.join("disk");
    fs::create_dir(&disk).unwrap();
    project.run(&["build", "--quiet", "--out", "measured"]).code(0);
    let pages =
        files(&project.root.join("measured")).values().map(|file| file.len().div_ceil(4096)).sum::<usize>();
    // Room for one site and half of another, where this user may mount.
    let room = format!("size={}k,mode=777", (pages * 6).max(1024));
    if !mounted(&disk, &room) {
        return;
    }
    let outcome = project.run(&["build", "--quiet", "--out", "disk/site"]);
    let before = files(&disk.join("site"));
    write_articles(&project, 1);
    let full = project.run(&["build", "--quiet", "--out", "disk/site"]);
    let after = files(&disk.join("site"));
    let freed = Command::new("umount").arg(&disk).status().unwrap();
    assert!(freed.success());
    outcome.code(0);
    let full = full.code(2);
    assert!(
        full.stderr.contains("there is no room left") && full.stderr.contains("the site is as it was"),
        "{}",
        full.stderr
    );
    assert!(after == before);
}
