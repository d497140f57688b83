//! The workflow files of `docs/ci`: every command of casebook in them runs, and they name nothing of one
//! machine. `tests/browser/workflows.test.mjs` lints them.

use std::{fs, path::Path};

use crate::support::{CASEBOOK, Outcome, Project};

/// The files, by name.
fn workflows() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> =
        fs::read_dir(root.join("docs/ci")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.push(root.join("action.yml"));
    files.sort();
    let read = |path: std::path::PathBuf| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
    };
    files.into_iter().map(read).collect()
}

/// The command lines of casebook in `text`: each is a line of its own, or an item of a list.
fn commands(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim().trim_start_matches("- "));
    lines
        .filter(|line| line.starts_with("casebook "))
        .map(|line| line.split(" || ").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_command_of_casebook_runs() {
    let mut all = 0;
    for (name, text) in workflows() {
        let project = Project::new()
            .article("a", &[], "Text.")
            .file("lychee.json", "{\"total\": 0, \"error_map\": {}}");
        for args in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "A change"]] {
            let mut git = project.command("git");
            git.args(["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgSign=false"]);
            Outcome::of(git.args(args)).code(0);
        }
        for command in commands(&text) {
            if command.contains("${arguments[@]}") {
                continue;
            }
            all += 1;
            let command = command.replace("\"$BASE\"", "HEAD");
            assert!(!command.contains(['$', '"', '|']), "{name}: {command}");
            let args: Vec<&str> = command.split_whitespace().skip(1).collect();
            let ran = Outcome::of(project.command(CASEBOOK).args(&args));
            assert_eq!(ran.code, Some(0), "{name}: {command}\n{}{}", ran.stdout, ran.stderr);
        }
    }
    assert!(all > 15, "{all} commands were found");
}

#[test]
fn workflows_name_no_machine_and_no_registry() {
    for (name, text) in workflows() {
        for odd in ["/home/", "/root/", "/tmp/", "C:\\", "://"] {
            assert!(!text.contains(odd), "{name} has {odd}");
        }
        // Nothing is loaded from a host that the file names: tools come with the machine or its packages.
        let ends = [".com", ".dev", ".io", ".net", ".org"];
        for word in text.split(|c: char| !c.is_alphanumeric() && !"-.".contains(c)) {
            assert!(!ends.iter().any(|end| word.ends_with(end)), "{name} has {word}");
        }
        assert!(text.ends_with('\n') && !text.contains('\t'), "{name}");
    }
}
