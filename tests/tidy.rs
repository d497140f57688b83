//! The code holds to its own rules: which module knows which, what every file says of itself, which rules
//! exist.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::support::{Project, between, files};

/// The rows of "Import order" in `ARCHITECTURE.md`: a module and those it imports.
fn import_order() -> Vec<(String, BTreeSet<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(path).unwrap();
    let section = between(&text, "## Import order\n", "\n## ");
    let names =
        |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let mut rows: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let imports = if cells[2].contains("everything above") {
            rows.iter().map(|(module, _)| module.clone()).collect()
        } else {
            names(cells[2]).into_iter().collect()
        };
        rows.extend(names(cells[1]).into_iter().map(|module| (module, BTreeSet::clone(&imports))));
    }
    rows
}

/// Every source file: its path below `src/` with forward slashes, and its text.
fn sources() -> Vec<(String, String)> {
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, into);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                into.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// `text` without comments.
fn code(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line.split(" // ").next().unwrap_or_default(), "\n"])
        .collect()
}

/// The part of a file that is not its tests.
fn program(name: &str, text: &str) -> String {
    if name.ends_with("tests.rs") || name == "rules/tester.rs" {
        return String::new();
    }
    code(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default())
}

/// The modules that follow `crate::` in `code`, also within braces. What is no module starts with a capital.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add = |item: &str| {
        let name: String =
            item.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if name.starts_with(|c: char| c.is_ascii_lowercase()) {
            found.insert(name);
        }
    };
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            add(rest);
            continue;
        };
        let mut depth = 0;
        let mut item = 0;
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    add(&list[item..at]);
                    item = at + 1;
                    if c == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn imports_run_one_way() {
    let order = import_order();
    let mut faults = Vec::new();
    for (at, (module, imports)) in order.iter().enumerate() {
        for import in imports.iter().filter(|import| !order[..at].iter().any(|(above, _)| above == *import)) {
            faults.push(format!("ARCHITECTURE.md: `{import}` does not stand above `{module}`"));
        }
    }
    for (name, text) in
        sources().into_iter().filter(|(name, _)| name != "lib.rs" && name != "rules/tester.rs")
    {
        let module = name.split(['/', '.']).next().unwrap();
        let Some((_, allowed)) = order.iter().find(|(known, _)| known == module) else {
            faults.push(format!("src/{name}: `{module}` has no row in ARCHITECTURE.md, \"Import order\""));
            continue;
        };
        for import in imports(&code(&text).replace("use casebook::", "use crate::")) {
            if import != module && !allowed.contains(&import) {
                faults.push(format!("src/{name}: ARCHITECTURE.md does not let `{module}` import `{import}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn imports_are_read_from_every_form() {
    let read = |code| imports(code).into_iter().collect::<Vec<_>>();
    assert_eq!(read("use crate::span::Span;"), ["span"]);
    assert_eq!(
        read(
            "use crate::{\n    article::{Body, json::{Node, X}},\n    span::Span,\n    source,\n};\nuse std::x;"
        ),
        ["article", "source", "span"]
    );
    assert_eq!(read("x: &crate::image::Image, y: crate::report::grouped(1)"), ["image", "report"]);
    assert_eq!(read("use crate::{Failure, load};"), ["load"]);
}

#[test]
fn every_file_says_what_it_owns_and_stays_small() {
    for (name, text) in sources() {
        assert!(text.starts_with("//! "), "src/{name} does not start with `//! `");
        let lines = text.lines().count();
        assert!(lines <= 600, "src/{name} has {lines} lines");
    }
}

#[test]
fn every_rule_is_listed_and_every_listed_rule_exists() {
    let mut emitted = BTreeSet::new();
    let listed: BTreeSet<String> = casebook::rules::all().map(|rule| rule.name.to_owned()).collect();
    let mut quoted = BTreeSet::new();
    for (name, text) in sources() {
        let program = program(&name, &text);
        for (at, found) in program.match_indices("Finding::new(") {
            let argument = program[at + found.len()..].trim_start();
            if let Some(rule) = argument.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                emitted.insert(rule.to_owned());
            }
        }
        if name != "rules/mod.rs" {
            quoted.extend(program.split('"').map(str::to_owned));
        }
    }
    let unlisted: Vec<_> = emitted.difference(&listed).collect();
    assert!(unlisted.is_empty(), "not in rules::RULES: {unlisted:?}");
    // Some names reach `Finding::new` through a table or a helper.
    let unused: Vec<_> = listed.difference(&quoted).collect();
    assert!(unused.is_empty(), "in rules::RULES, but never reported: {unused:?}");
}

#[test]
fn nothing_is_unwrapped_without_a_reason() {
    let mut faults = Vec::new();
    for (name, text) in sources() {
        let length = program(&name, &text).lines().count();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|_| length > 0) {
            let unwraps =
                [".unwrap()", ".expect(", "panic!(", "unreachable!("].iter().any(|call| line.contains(call));
            let said = line.contains("//") || at > 0 && lines[at - 1].trim_start().starts_with("//");
            if unwraps && !said {
                faults.push(format!("src/{name}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "say why it cannot fail, in a comment: {faults:#?}");
}

/// `docs/rules` is what the program says of its rules today.
#[test]
fn the_handbook_of_rules_is_up_to_date() {
    let project = Project::new();
    project.run(&["explain", "--all", "--format", "markdown", "--out", "handbook"]).code(0);
    let kept = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules"));
    assert!(
        kept == files(&project.root.join("handbook")),
        "write it anew: casebook explain --all --format markdown --out docs/rules"
    );
}
