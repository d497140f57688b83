//! Opens a file in the author's editor.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// Editors that need a terminal, which the preview has already.
const IN_TERMINALS: &[&str] = &[
    "vi", "vim", "nvim", "view", "nano", "pico", "micro", "hx", "helix", "kak", "joe", "ed", "emacs",
    "mcedit", "ne",
];
/// Editors with a window, and how they are told the line.
const KNOWN: &[(&[&str], &str)] = &[
    (&["code", "code-insiders", "codium", "cursor", "windsurf"], "--goto {file}:{line}:{column}"),
    (&["subl", "sublime_text", "zed", "atom", "pulsar"], "{file}:{line}:{column}"),
    (&["kate"], "--line {line} --column {column} {file}"),
    (&["gedit", "gnome-text-editor", "gvim", "mvim", "emacsclient", "mousepad"], "+{line} {file}"),
    (&["idea", "webstorm", "pycharm", "rustrover", "goland"], "--line {line} {file}"),
    (&["notepad++"], "-n{line} {file}"),
];

/// A command that opens a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Editor {
    /// The program and its arguments, with places for file, line and column.
    words: Vec<String>,
}

impl Editor {
    /// The editor that `command` names, else the one that `$VISUAL` or `$EDITOR` does; `None` when there is
    /// none with a window of its own.
    pub(super) fn new(command: Option<&str>) -> Option<Self> {
        match command {
            Some(command) => Self::of(command),
            None => ["VISUAL", "EDITOR"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .filter(|command| !IN_TERMINALS.contains(&&*program(command)))
                .find_map(|command| Self::of(&command)),
        }
    }

    fn of(command: &str) -> Option<Self> {
        let mut words = words(command);
        words.first()?;
        let has_place = words.iter().any(|word| word.contains("{file}"));
        if !has_place {
            let name = program(command);
            let known = KNOWN.iter().find(|(names, _)| names.contains(&&*name));
            words.extend(self::words(known.map_or("{file}", |(_, places)| places)));
        }
        Some(Self { words })
    }

    /// Opens `file` at `line` and `column`, and does not wait.
    pub(super) fn open(&self, file: &Path, line: u32, column: u32) -> Result<(), String> {
        let file = file.to_string_lossy();
        let filled = self.words.iter().map(|word| {
            let word = word.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
            word.replace("{file}", &file)
        });
        let words: Vec<String> = filled.collect();
        // There is a first word: an editor without one is none.
        let Some((program, arguments)) = words.split_first() else { return Ok(()) };
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.map_err(|error| format!("{program}: {error}"))?;
        // Somebody must take note of its end, or the system keeps it in its list.
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

/// The name of the program of `command`, without its folder and ending.
fn program(command: &str) -> String {
    let first = words(command).into_iter().next().unwrap_or_default();
    Path::new(&first).file_stem().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The words of `command`; quotes keep spaces.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut is_word) = (Vec::new(), String::new(), None, false);
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => (quote, is_word) = (Some(c), true),
            (None, c) if c.is_whitespace() => {
                if std::mem::take(&mut is_word) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (_, c) => {
                word.push(c);
                is_word = true;
            }
        }
    }
    if is_word {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_say_where_the_file_goes() {
        let of = |command: &str| Editor::of(command).map(|editor| editor.words.join("|"));
        assert_eq!(of("code --wait").unwrap(), "code|--wait|--goto|{file}:{line}:{column}");
        assert_eq!(of("'/my apps/ed x' {file} -l {line}").unwrap(), "/my apps/ed x|{file}|-l|{line}");
        assert_eq!(of("unheard-of").unwrap(), "unheard-of|{file}");
        assert_eq!(of("  "), None);
        assert_eq!(program("/usr/bin/vim -u x"), "vim");
    }
}
