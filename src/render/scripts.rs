//! Scripts as they are served: a few files, each with the modules that it needs, without comments.
//!
//! Small modules read better, and few files load faster. A module names each import and each export on a
//! line of its own, holds no text over several lines, and shares no top-level name with those it is joined to.

use std::collections::{BTreeMap, BTreeSet};

/// The modules that are joined to those that import them, by folder.
const JOINED: &[&str] = &[
    "assets/copy.js",
    "assets/engine.js",
    "assets/found.js",
    "assets/go.js",
    "assets/headings.js",
    "assets/helpful.js",
    "assets/marks.js",
    "assets/side.js",
    "assets/steps.js",
    "assets/store.js",
    "assets/theme.js",
    "assets/topic.js",
    "search/lookup.js",
    "search/query.js",
    "search/rank.js",
    "search/shards.js",
    "search/words.js",
];

/// The scripts of `modules` (path, text) as they are served.
pub(super) fn served(modules: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let entries = modules.keys().filter(|path| !JOINED.contains(&path.as_str()));
    entries.map(|path| (path.clone(), joined(path, modules))).collect()
}

fn joined(entry: &str, modules: &BTreeMap<String, String>) -> String {
    let mut joiner = Joiner { modules, seen: BTreeSet::new(), imports: BTreeSet::new(), out: String::new() };
    joiner.add(entry, true);
    let imports: String = joiner.imports.iter().flat_map(|line| [line, "\n"]).collect();
    imports + &joiner.out
}

struct Joiner<'m> {
    modules: &'m BTreeMap<String, String>,
    seen: BTreeSet<String>,
    /// Imports of what is a file of its own.
    imports: BTreeSet<&'m str>,
    out: String,
}

impl Joiner<'_> {
    /// Adds the module at `path`, what it imports before it. Its exports stay such where `exported`.
    fn add(&mut self, path: &str, exported: bool) {
        let Some(text) = self.modules.get(path).filter(|_| self.seen.insert(path.to_owned())) else { return };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut own = String::with_capacity(text.len());
        // Within a comment, and within a text over several lines.
        let (mut in_comment, mut in_text) = (false, false);
        for line in text.lines().map(without_comment) {
            let was_in_comment = in_comment;
            in_comment = (in_comment || line.starts_with("/*")) && !line.ends_with("*/");
            if was_in_comment || line.is_empty() || line.starts_with("//") || line.starts_with("/*") {
                continue;
            }
            match imported(line) {
                Some(name) if JOINED.contains(&&*format!("{folder}/{name}")) => {
                    self.add(&format!("{folder}/{name}"), exported && line.starts_with("export "));
                }
                Some(_) => {
                    self.imports.insert(line);
                }
                None => {
                    own.push_str(if exported { line } else { line.strip_prefix("export ").unwrap_or(line) });
                    in_text ^= line.matches('`').count() % 2 == 1;
                    // Behind these a line's end says nothing, unless it ends a comment or stands in a text.
                    if in_text || line.contains("//") || !line.ends_with([';', '{', '(', '[', ',']) {
                        own.push('\n');
                    }
                }
            }
        }
        self.out.push_str(&own);
    }
}

/// The line without its indentation and a comment at its end.
fn without_comment(line: &str) -> &str {
    let line = line.trim();
    match line.rsplit_once(" // ") {
        Some((code, comment)) if !comment.contains(['"', '\'', '`']) => code.trim_end(),
        _ => line,
    }
}

/// The module of the same folder that `line` imports from, or exports from.
fn imported(line: &str) -> Option<&str> {
    let is_import = line.starts_with("import ") || line.starts_with("export {");
    let (_, name) = line.split_once(" from \"./").filter(|_| is_import)?;
    name.strip_suffix("\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_that_mean_something_stay() {
        let text = "go(); // don't;\nconst a = `one;\ntwo,\nthree`;\nlast();\n";
        let served = served(&[("assets/site.js".to_owned(), text.to_owned())].into());
        assert_eq!(served["assets/site.js"], "go(); // don't;\nconst a = `one;\ntwo,\nthree`;last();");
    }

    #[test]
    fn modules_are_joined_without_comments() {
        let modules = [
            (
                "assets/site.js",
                "/* The entry:\n   over lines. */\n\nimport { load } from \"./store.js\";\nimport words from \"./words.js\";\nexport { fill } from \"./marks.js\";\n\nexport const a = () => {\n  return load(words); // one\n};\n",
            ),
            ("assets/store.js", "// Keeps.\nexport function load() {}\n"),
            ("assets/marks.js", "import { load } from \"./store.js\";\nexport function fill() {}\n"),
        ];
        let modules = modules.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
        let served = served(&modules);
        assert_eq!(served.keys().collect::<Vec<_>>(), ["assets/site.js"]);
        assert_eq!(
            served["assets/site.js"],
            "import words from \"./words.js\";\nfunction load() {}\nexport function fill() {}\nexport const a = () => {return load(words);};"
        );
    }
}
