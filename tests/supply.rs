//! What casebook is made of and shipped as: dependencies with licences and sources that `deny.toml` allows,
//! every one with its reason, versions that are stated.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use crate::support::{Project, between};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The texts in quotes between `start` and `end`.
fn quoted<'a>(text: &'a str, start: &str, end: &str) -> BTreeSet<&'a str> {
    between(text, start, end).split('"').skip(1).step_by(2).collect()
}

#[test]
fn every_licence_is_allowed() {
    let deny = read("deny.toml");
    let allowed = quoted(&deny, "allow = [", "]");
    let about = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let about = String::from_utf8(about).unwrap();
    let host = between(&about, "host: ", "\n");
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        // `A AND B` asks for both, `A OR B` and the older `A/B` for one.
        let each = licence.split(" AND ").all(|part| {
            part.trim_matches(['(', ')'])
                .replace('/', " OR ")
                .split(" OR ")
                .any(|one| allowed.contains(one.trim()))
        });
        assert!(each, "{}: `{licence}` is not allowed by deny.toml", package["name"]);
    }
}

#[test]
fn every_dependency_comes_from_one_registry_with_a_checksum() {
    let lock: toml::Table = toml::from_str(&read("Cargo.lock")).unwrap();
    let mut sources = BTreeSet::new();
    for package in lock["package"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if name == "casebook" {
            continue;
        }
        let source = package.get("source").and_then(|source| source.as_str()).unwrap_or(name);
        assert!(source.starts_with("registry+"), "{name}: {source}");
        assert!(package.get("checksum").is_some(), "{name} has no checksum");
        sources.insert(source.to_owned());
    }
    assert_eq!(sources.len(), 1, "{sources:?}");
    let npm: serde_json::Value = serde_json::from_str(&read("tests/browser/package-lock.json")).unwrap();
    for (name, package) in npm["packages"].as_object().unwrap().iter().filter(|(name, _)| !name.is_empty()) {
        assert!(package["integrity"].is_string(), "{name} has no checksum");
    }
    let wanted: serde_json::Value = serde_json::from_str(&read("tests/browser/package.json")).unwrap();
    for (name, version) in wanted["devDependencies"].as_object().unwrap() {
        assert!(version.as_str().unwrap().starts_with(|c: char| c.is_ascii_digit()), "{name} is not pinned");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    let text = read("ARCHITECTURE.md");
    let reasons = between(&text, "## Dependencies\n", "\n## ");
    let tables = [&manifest["dependencies"], &manifest["build-dependencies"]].into_iter();
    let of_systems = manifest["target"].as_table().unwrap().values().map(|system| &system["dependencies"]);
    let missing: Vec<&String> = tables
        .chain(of_systems)
        .flat_map(|table| table.as_table().unwrap().keys())
        .filter(|name| !reasons.split([' ', ',', '|']).any(|word| word == name.as_str()))
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md, \"Dependencies\", does not say why: {missing:?}");
}

/// The versions of all that other programs read, as `docs/versions.md` states them and as they are.
#[test]
fn versions_are_what_they_are_said_to_be() {
    let text = read("docs/versions.md");
    let stated = |what: &str| -> String {
        let row =
            text.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("no {what} in {text}"));
        row.split('|').nth(2).unwrap().trim().to_owned()
    };
    let project = Project::new().article("start", &[], "[a](htp://x)");
    let summary = project.run(&["build", "--json"]).json();
    assert_eq!(stated("`build --json`"), summary["version"].to_string());
    let manifest: serde_json::Value = serde_json::from_str(&project.page("search/manifest.json")).unwrap();
    assert_eq!(stated("`search/manifest.json`"), manifest["version"].to_string());
    let found = project.run(&["check", "--format", "json"]).json();
    assert_eq!(stated("`check --format json`"), found["version"].to_string());
    project.run(&["check", "--write-baseline"]);
    let baseline = fs::read_to_string(project.root.join("casebook-baseline.json")).unwrap();
    assert!(baseline.starts_with(&format!("[{{\"version\":{}}}", stated("baseline"))), "{baseline}");
    let theme: toml::Table = toml::from_str(&read("themes/default/theme.toml")).unwrap();
    assert_eq!(stated("theme contract"), theme["version"].to_string());
    let said = project.run(&["--version"]).code(0).stdout;
    assert_eq!(said.trim(), format!("casebook {}", env!("CARGO_PKG_VERSION")));
    assert!(read("CHANGELOG.md").contains(&format!("## [{}]", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn completions_and_the_manual_page_name_every_command() {
    let project = Project::new();
    let help = project.run(&["--help"]).code(0).stdout;
    let commands: Vec<&str> = between(&help, "Commands:\n", "\n\n")
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"build") && commands.contains(&"check"), "{help}");
    let page = project.run(&["man"]).code(0).stdout;
    for shell in ["bash", "zsh", "fish"] {
        let script = project.run(&["completions", shell]).code(0).stdout;
        for command in &commands {
            assert!(script.contains(command), "{shell}: {command}");
            assert!(page.contains(command), "man: {command}");
        }
    }
}

/// SECURITY.md names tests for its promises; each of them is there.
#[test]
fn every_test_that_the_promises_name_exists() {
    let text = read("SECURITY.md");
    let mut named = 0;
    for cell in text.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.split('|').nth(3)) {
        for name in cell.split('`').skip(1).step_by(2) {
            let (file, test) = name.split_once(": ").unwrap_or_else(|| panic!("`{name}` is no FILE: TEST"));
            let source = read(file);
            let is_there =
                source.contains(&format!("fn {test}(")) || source.contains(&format!("test(\"{test}\""));
            assert!(is_there, "{file} has no test `{test}`");
            named += 1;
        }
    }
    assert!(named > 20, "{named}");
}
