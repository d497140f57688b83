//! Builds that are stopped or cannot write: nothing is lost, the message says why, the next build mends.
//!
//! `CASEBOOK_LONG=1` stops builds at 200 moments instead of 24.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

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

#[test]
fn a_build_may_be_killed_at_any_moment() {
    let long = std::env::var_os("CASEBOOK_LONG").is_some();
    let project = Project::new();
    let editions = editions(&project);
    write_articles(&project, 0);
    let started = Instant::now();
    project.run(&["build", "--quiet"]).code(0);
    let whole = started.elapsed();
    let mut at = 0;
    let mut stopped = 0_u32;
    // Moments are spread over a build's time; where exactly each falls is left to the machine.
    let moments: u32 = if long { 200 } else { 24 };
    for moment in 0..moments {
        at = 1 - at;
        write_articles(&project, at as u32);
        let mut build = project
            .command(CASEBOOK)
            .args(["build", "--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * (moment * 37 % moments) / moments);
        let _ = build.kill();
        stopped += u32::from(build.wait().unwrap().code().is_none());
        is_whole(&project.site(), &editions);
        // A third is mended by a build of the other edition, a third by none before the next is stopped.
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
    }
    assert!(stopped > 0, "no build was stopped");
}

#[test]
fn a_first_build_that_is_killed_leaves_no_site() {
    let project = Project::new();
    let editions = editions(&project);
    write_articles(&project, 0);
    for moment in 0..8_u64 {
        let mut build = project.command(CASEBOOK).args(["build", "--quiet"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment * 5));
        let _ = build.kill();
        let _ = build.wait();
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
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &room, "tmpfs"]).arg(&disk).output();
    let mounted = mounted.is_ok_and(|output| output.status.success());
    if !mounted {
        eprintln!("not mounted: this user may not");
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
