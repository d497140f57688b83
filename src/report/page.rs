//! A rule's page: for terminals, and as Markdown for the handbook.

use std::fmt::Write as _;

use super::Style;
use crate::{
    check::fixable,
    diagnostic::Applicability,
    rules::{Group, Rule, example},
};

/// The page as Markdown.
pub fn page_markdown(rule: &Rule) -> String {
    let mut out = format!("# {}\n\n{}\n\n", rule.name, rule.summary);
    let off = if rule.group.is_on() { "" } else { ", off by default" };
    // Writing to a string does not fail.
    let _ = writeln!(out, "| Group | Severity | Fix |\n|---|---|---|");
    let _ = writeln!(out, "| `{}`{off} | {} | {} |", rule.group.name(), rule.severity.as_str(), fix(rule));
    if !rule.explanation.is_empty() {
        let _ = writeln!(out, "\n{}", rule.explanation.trim());
    }
    for (title, snippet) in examples(rule) {
        let shown = example::shown(snippet);
        let fence = "`".repeat(longest_run(&shown).max(2) + 1);
        let _ = writeln!(out, "\n## {title}\n\n{fence}markdown\n{shown}{fence}");
    }
    out
}

/// The page for a terminal.
pub fn page_text(rule: &Rule, style: Style) -> String {
    let (bold, dim, off) = match style {
        Style::Plain => ("", "", ""),
        Style::Coloured => ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"),
    };
    let state = if rule.group.is_on() { "" } else { ", off by default" };
    let mut out = format!("{bold}{}{off}\n{}\n\n", rule.name, rule.summary);
    let _ = writeln!(
        out,
        "{dim}group {}{state}, {}, fix: {}{off}",
        rule.group.name(),
        rule.severity.as_str(),
        fix(rule)
    );
    for paragraph in rule.explanation.trim().split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        let _ = writeln!(out, "\n{}", wrapped(paragraph));
    }
    for (title, snippet) in examples(rule) {
        let _ = writeln!(out, "\n{bold}{title}{off}\n");
        for line in example::shown(snippet).lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The list of `rules` by group, as Markdown, with links to their pages.
pub fn index<'r>(rules: impl Iterator<Item = &'r Rule>) -> String {
    let mut rules: Vec<&Rule> = rules.collect();
    rules.sort_by_key(|rule| (rule.group, rule.name));
    let mut out = String::from(
        "# Rules\n\nEach rule has a name, a group and a severity. Names and groups are used in `[rules]` of `casebook.toml`, in `--select` and `--ignore`; names also in `<!-- casebook-ignore RULE: reason -->`. `casebook explain RULE` prints a rule's page.\n\nThis folder is written by `casebook explain --all --format markdown --out docs/rules`.\n",
    );
    for of_group in rules.chunk_by(|a, b| a.group == b.group) {
        let group = of_group[0].group;
        let off = if group.is_on() { "" } else { ", off by default" };
        let _ = writeln!(out, "\n## {}{off}\n\n{}\n", group.name(), about(group));
        let _ = writeln!(out, "| Rule | Severity | Fix | |\n|---|---|---|---|");
        for rule in of_group {
            let _ = writeln!(
                out,
                "| [{name}]({name}.md) | {} | {} | {} |",
                rule.severity.as_str(),
                fix(rule),
                rule.summary.replace('|', "\\|"),
                name = rule.name
            );
        }
    }
    out
}

fn examples(rule: &Rule) -> impl Iterator<Item = (&'static str, &'static str)> {
    let bad = rule.bad.first().map(|snippet| ("Reported", *snippet));
    bad.into_iter().chain(rule.good.first().map(|snippet| ("Mended", *snippet)))
}

fn fix(rule: &Rule) -> &'static str {
    match fixable(rule) {
        Some(Applicability::Safe) => "`--fix`",
        Some(Applicability::Unsafe) => "`--unsafe-fixes`",
        None => "by hand",
    }
}

fn about(group: Group) -> &'static str {
    match group {
        Group::File => "Encodings, names, leftovers of tools.",
        Group::Header => "The form of the header.",
        Group::Attribute => "Attributes and their values.",
        Group::CrossFile => "Ids, orders, topics and references between articles.",
        Group::Json => "The syntax of JSON bodies.",
        Group::Form => "What forms must hold.",
        Group::Advisor => "What recommendations must hold.",
        Group::Menu => "What problem menus and topic trees must hold.",
        Group::Structure => "Headings and what a body is made of.",
        Group::Token => "Tokens, sections and comments.",
        Group::Link => "Links and images.",
        Group::Accessibility => "What readers with a screen reader need.",
        Group::Portal => "What the portal cannot show and this site can.",
        Group::Style => "Language.",
        Group::Casebook => "casebook's own: comments that ignore findings, rules that failed.",
    }
}

/// The longest run of backticks in `text`.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// `paragraph` in lines of at most 80 characters; lists and code keep their lines.
fn wrapped(paragraph: &str) -> String {
    let mut out = String::new();
    for line in paragraph.lines() {
        if !out.is_empty() {
            out.push('\n');
        }
        if line.starts_with("    ") || line.starts_with('|') {
            out.push_str(line);
            continue;
        }
        let mut width = 0;
        for word in line.split(' ') {
            let len = word.chars().count();
            if width > 0 && width + 1 + len > 80 {
                out.push('\n');
                width = 0;
            } else if width > 0 {
                out.push(' ');
                width += 1;
            }
            out.push_str(word);
            width += len;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn a_page_has_everything_about_its_rule() {
        let rule = rules::find("unused-ignore").unwrap();
        let page = page_markdown(rule);
        assert!(page.starts_with("# unused-ignore\n\nA comment ignores"), "{page}");
        assert!(page.contains("| `casebook` | warning | `--fix` |"), "{page}");
        assert!(page.contains("## Reported\n\n```markdown\n# Example"), "{page}");
        assert!(!page.contains('⟦'));
        assert!(index(rules::all()).contains("| [unused-ignore](unused-ignore.md) | warning | `--fix` |"));
    }

    #[test]
    fn paragraphs_are_wrapped() {
        let text = wrapped(&"word ".repeat(40));
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert_eq!(text.lines().count(), 3);
    }
}
