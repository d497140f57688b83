//! Colours code at build time: class names only, the theme has the colours.
//!
//! The syntaxes are bat's, matched by syntect. They are loaded when the first code block with a language
//! is met, so a site without any pays nothing. Syntaxes tell apart hundreds of things, a theme colours a
//! dozen: each piece of code gets the one class that says most of it, and pieces alike become one.

use std::sync::OnceLock;

use syntect::{
    parsing::{ParseState, Scope, ScopeStack, SyntaxSet},
    util::LinesWithEndings,
};

use super::html;

/// Code longer than this is not coloured, in bytes.
const MAX_CODE: usize = 64 * 1024;

/// Nor is code with a line that is longer, in bytes, or with more scopes inside each other: every piece costs as
/// much as is open around it.
const MAX_LINE: usize = 4096;
const MAX_SCOPES: usize = 64;

/// What is coloured, by the first word of its scope; each is a class with `hl-` before it.
const COLOURED: [&str; 10] = [
    "comment", "constant", "entity", "invalid", "keyword", "markup", "storage", "string", "support",
    "variable",
];

/// Colours code.
#[derive(Debug, Default)]
pub struct Highlighter {
    loaded: OnceLock<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    syntaxes: SyntaxSet,
    /// The scopes of [`COLOURED`], and the two that are told by their second word: `markup.inserted` is
    /// coloured like a string, `markup.deleted` like a variable.
    classes: Vec<(Scope, &'static str)>,
}

impl Highlighter {
    /// Appends `code` in `language` as HTML; as plain text when the language is not known.
    pub(crate) fn write(&self, out: &mut String, language: &str, code: &str) {
        let before = out.len();
        if self.coloured(out, language, code).is_none() {
            out.truncate(before);
            html::text(out, code);
        }
    }

    fn coloured(&self, out: &mut String, language: &str, code: &str) -> Option<()> {
        if code.len() > MAX_CODE {
            return None;
        }
        let token = alias(language)?;
        let Loaded { syntaxes, classes } = self.loaded.get_or_init(Loaded::new);
        let mut state = ParseState::new(syntaxes.find_syntax_by_token(token)?);
        let mut scopes = ScopeStack::new();
        let mut pieces = Pieces { out, open: "" };
        for line in LinesWithEndings::from(code) {
            if line.len() > MAX_LINE || scopes.len() > MAX_SCOPES {
                return None;
            }
            let mut from = 0;
            for (at, change) in state.parse_line(line, syntaxes).ok()? {
                pieces.add(line.get(from..at)?, || class(classes, &scopes));
                scopes.apply(&change).ok()?;
                from = at;
            }
            pieces.add(line.get(from..)?, || class(classes, &scopes));
        }
        pieces.close();
        Some(())
    }
}

impl Loaded {
    fn new() -> Self {
        let scoped = |name: &str, class: &'static str| Scope::new(name).ok().map(|scope| (scope, class));
        let told_apart = [scoped("markup.inserted", "string"), scoped("markup.deleted", "variable")];
        let classes =
            told_apart.into_iter().chain(COLOURED.map(|name| scoped(name, name))).flatten().collect();
        Self { syntaxes: two_face::syntax::extra_newlines(), classes }
    }
}

/// The class of the innermost scope that has one; empty for none.
fn class(classes: &[(Scope, &'static str)], scopes: &ScopeStack) -> &'static str {
    let of = |scope: &Scope| classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
    scopes.as_slice().iter().rev().find_map(of).map_or("", |(_, class)| class)
}

/// Writes pieces of code, those of one class together.
struct Pieces<'o> {
    out: &'o mut String,
    /// The class of the element that is open; empty for none.
    open: &'static str,
}

impl Pieces<'_> {
    fn add(&mut self, text: &str, class: impl FnOnce() -> &'static str) {
        if text.is_empty() {
            return;
        }
        // White space has no colour: it joins what stands before it.
        let class = if text.trim().is_empty() { self.open } else { class() };
        if class != self.open {
            self.close();
            if !class.is_empty() {
                self.out.push_str("<span class=\"hl-");
                self.out.push_str(class);
                self.out.push_str("\">");
            }
            self.open = class;
        }
        html::text(self.out, text);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.out.push_str("</span>");
            self.open = "";
        }
    }
}

/// The name under which the syntaxes know `language`; `None` for what is no language.
fn alias(language: &str) -> Option<&str> {
    match language {
        "" | "text" | "txt" | "plain" | "plaintext" | "output" | "console" | "none" => None,
        "azurecli" | "azurecli-interactive" | "shell" | "sh" | "bash-interactive" => Some("bash"),
        "azurepowershell" | "azurepowershell-interactive" | "ps" | "ps1" | "pwsh" => Some("powershell"),
        "dos" | "cmd" => Some("bat"),
        "csharp" | "c#" => Some("cs"),
        "http" => Some("http"),
        "tsql" | "mssql" | "kusto" | "kql" => Some("sql"),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(language: &str, code: &str) -> String {
        let mut out = String::new();
        Highlighter::default().write(&mut out, language, code);
        out
    }

    #[test]
    fn known_languages_are_coloured_and_others_are_text() {
        assert!(written("json", "{\"a\": \"<b>\"}").contains("hl-string"));
        assert!(!written("json", "{\"a\": \"<b>\"}").contains("<b>"));
        for language in
            ["bash", "powershell", "sql", "yaml", "python", "kusto", "rust", "csharp", "xml", "dos"]
        {
            assert!(written(language, "x = 1 # <y>\n").contains("hl-"), "{language}");
        }
        assert_eq!(written("no-such-language", "<a>"), "&lt;a&gt;");
    }

    #[test]
    fn what_would_cost_the_square_of_its_length_is_text() {
        for (fits, code) in [
            (true, format!("x = [{}1]\n", "1, ".repeat(1_000))),
            (false, format!("x = [{}1]\n", "1, ".repeat(2_000))),
            (false, format!("{}1\n{}", "[\n".repeat(200), "]\n".repeat(200))),
        ] {
            assert_eq!(written("python", &code).contains("hl-"), fits, "{code:.30}");
        }
    }

    #[test]
    fn pieces_alike_are_one_and_the_innermost_scope_counts() {
        assert_eq!(
            written("json", "{\"a\": [1, 2]}"),
            "{<span class=\"hl-string\">\"a\"</span>: [<span class=\"hl-constant\">1</span>, <span class=\"hl-constant\">2</span>]}"
        );
        assert_eq!(
            written("diff", "-a\n+b\n"),
            "<span class=\"hl-variable\">-a\n</span><span class=\"hl-string\">+b\n</span>"
        );
    }
}
