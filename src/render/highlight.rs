//! Colours code at build time: class names only, the theme has the colours.
//!
//! The syntaxes are bat's, matched by syntect. They are loaded when the first code block with a language
//! is met, so a site without any pays nothing.

use std::sync::OnceLock;

use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::SyntaxSet,
    util::LinesWithEndings,
};

use super::html;

/// Code longer than this is not coloured, in bytes.
const MAX_CODE: usize = 64 * 1024;
const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Colours code.
#[derive(Debug, Default)]
pub struct Highlighter {
    syntaxes: OnceLock<SyntaxSet>,
}

impl Highlighter {
    /// Appends `code` in `language` as HTML; as plain text when the language is not known.
    pub(crate) fn write(&self, out: &mut String, language: &str, code: &str) {
        match self.coloured(language, code) {
            Some(html) => out.push_str(&html),
            None => html::text(out, code),
        }
    }

    fn coloured(&self, language: &str, code: &str) -> Option<String> {
        if code.len() > MAX_CODE {
            return None;
        }
        let token = alias(language)?;
        let syntaxes = self.syntaxes.get_or_init(two_face::syntax::extra_newlines);
        let syntax = syntaxes.find_syntax_by_token(token)?;
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, CLASSES);
        for line in LinesWithEndings::from(code) {
            generator.parse_html_for_line_which_includes_newline(line).ok()?;
        }
        Some(generator.finalize())
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

    #[test]
    fn known_languages_are_coloured_and_others_are_text() {
        let highlighter = Highlighter::default();
        let write = |language: &str, code: &str| {
            let mut out = String::new();
            highlighter.write(&mut out, language, code);
            out
        };
        assert!(write("json", "{\"a\": \"<b>\"}").contains("hl-string"));
        assert!(!write("json", "{\"a\": \"<b>\"}").contains("<b>"));
        for language in
            ["bash", "powershell", "sql", "yaml", "python", "kusto", "rust", "csharp", "xml", "dos"]
        {
            assert!(write(language, "x = 1 # <y>\n").contains("hl-"), "{language}");
        }
        assert_eq!(write("no-such-language", "<a>"), "&lt;a&gt;");
    }
}
