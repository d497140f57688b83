//! The theme's words in one language: a file of strings for each, `strings/<language>.toml`.
//!
//! Templates name a string as `[[ group.key ]]`, and are put into words once, when the theme is loaded: no
//! page costs a look-up. What Rust writes into bodies asks here too, and the scripts' words become a file
//! of the site.

use std::collections::BTreeMap;

use super::html;
use crate::article::kind::Kind;

/// The strings of one language, by `group.key`.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    phrases: BTreeMap<String, Phrase>,
}

/// A string, or its forms for one and for any other number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phrase {
    One(String),
    Numbered(String, String),
}

impl Strings {
    /// Reads `files`, texts of string files with their names; where several have a string, the last wins.
    ///
    /// # Errors
    ///
    /// The name of a file and what is wrong with it.
    pub(super) fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Self, String> {
        let mut phrases = BTreeMap::new();
        for (name, content) in files {
            let text = std::str::from_utf8(content).map_err(|_| format!("{name} is not UTF-8"))?;
            let table: toml::Table =
                toml::from_str(text).map_err(|error| format!("{name}: {}", error.message()))?;
            for (group, keys) in table {
                let keys = keys.as_table().ok_or_else(|| format!("{name}: `{group}` must be a table"))?;
                for (key, value) in keys {
                    let phrase = phrase(value).ok_or_else(|| {
                        format!("{name}: `{group}.{key}` must be a text, or a list of two texts")
                    })?;
                    phrases.insert(format!("{group}.{key}"), phrase);
                }
            }
        }
        Ok(Self { phrases })
    }

    /// The string `key`; the key itself where there is none, so that a gap is seen.
    pub fn text<'s>(&'s self, key: &'s str) -> &'s str {
        match self.phrases.get(key) {
            Some(Phrase::One(text) | Phrase::Numbered(_, text)) => text,
            None => key,
        }
    }

    /// The string `key` with `{name}` filled in.
    pub fn filled(&self, key: &str, name: &str, value: &str) -> String {
        self.text(key).replace(&format!("{{{name}}}"), value)
    }

    /// What readers call articles of `kind`.
    pub fn kind(&self, kind: Kind) -> &str {
        match self.phrases.get(&format!("kind.{}", kind.name().to_lowercase())) {
            Some(Phrase::One(text)) => text,
            _ => kind.label(),
        }
    }

    /// The scripts' words as a module.
    pub(super) fn script(&self) -> String {
        let words: BTreeMap<&str, &str> = self
            .phrases
            .iter()
            .filter_map(|(key, phrase)| match (key.strip_prefix("script."), phrase) {
                (Some(key), Phrase::One(text)) => Some((key, text.as_str())),
                _ => None,
            })
            .collect();
        // Texts always serialize.
        format!("export default {};\n", serde_json::to_string(&words).unwrap_or_default())
    }

    /// The template `text` with every `[[ key ]]` and `[[ key name=value; … ]]` put into words. A value is
    /// an expression of the template language; of a string with two forms the value of `n` picks one.
    ///
    /// # Errors
    ///
    /// The line and the key that there is no string for.
    pub(super) fn put_into(&self, text: &str) -> Result<String, String> {
        let mut out = String::with_capacity(text.len() + text.len() / 4);
        let mut rest = text;
        while let Some(at) = rest.find("[[") {
            let Some(length) = rest[at..].find("]]") else { break };
            out.push_str(&rest[..at]);
            let call = rest[at + 2..at + length].trim();
            let (key, values) = call.split_once(' ').unwrap_or((call, ""));
            let values: Vec<(&str, &str)> = values
                .split(';')
                .filter_map(|value| value.split_once('='))
                .map(|(name, value)| (name.trim(), value.trim()))
                .collect();
            let Some(phrase) = self.phrases.get(key) else {
                let line = text[..text.len() - rest.len() + at].matches('\n').count() + 1;
                return Err(format!("line {line}: no file of strings has `{key}`"));
            };
            push(&mut out, phrase, &values);
            rest = &rest[at + length + 2..];
        }
        out.push_str(rest);
        Ok(out)
    }
}

fn phrase(value: &toml::Value) -> Option<Phrase> {
    match value {
        toml::Value::String(text) => Some(Phrase::One(text.clone())),
        toml::Value::Array(forms) => match forms.as_slice() {
            [toml::Value::String(one), toml::Value::String(other)] => {
                Some(Phrase::Numbered(one.clone(), other.clone()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Writes `phrase` as a piece of a template.
fn push(out: &mut String, phrase: &Phrase, values: &[(&str, &str)]) {
    let fill = |text: &str| {
        let mut escaped = String::with_capacity(text.len());
        html::attribute(&mut escaped, text);
        let mut text = escaped;
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), &format!("{{{{ {value} }}}}"));
        }
        text
    };
    match phrase {
        Phrase::One(text) => out.push_str(&fill(text)),
        Phrase::Numbered(one, other) => {
            let number = values.iter().find(|(name, _)| *name == "n").map_or("0", |(_, value)| *value);
            out.push_str(&format!(
                "{{% if {number} == 1 %}}{}{{% else %}}{}{{% endif %}}",
                fill(one),
                fill(other)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[a]\nplain = \"Say “hi” & go\"\nof = \"{n} of {total}\"\nmany = [\"{n} dog\", \"{n} dogs\"]\n[script]\ncopy = \"Copy\"\n";

    fn strings() -> Strings {
        Strings::new([("strings/en.toml", TEXT.as_bytes())]).unwrap()
    }

    #[test]
    fn templates_are_put_into_words() {
        let into = |text: &str| strings().put_into(text);
        assert_eq!(into("<p>[[ a.plain ]]</p>").unwrap(), "<p>Say “hi” &amp; go</p>");
        assert_eq!(
            into("[[ a.of n=x.y; total=list | length ]]").unwrap(),
            "{{ x.y }} of {{ list | length }}"
        );
        assert_eq!(
            into("[[ a.many n=count ]]!").unwrap(),
            "{% if count == 1 %}{{ count }} dog{% else %}{{ count }} dogs{% endif %}!"
        );
        assert_eq!(into("\n\n[[ a.gone ]]").unwrap_err(), "line 3: no file of strings has `a.gone`");
        assert_eq!(into("a[[b").unwrap(), "a[[b");
    }

    #[test]
    fn later_files_win_and_scripts_have_their_own_words() {
        let more = "[script]\ncopy = \"Kopieren\"\n";
        let strings =
            Strings::new([("strings/en.toml", TEXT.as_bytes()), ("strings/de.toml", more.as_bytes())])
                .unwrap();
        assert_eq!(strings.script(), "export default {\"copy\":\"Kopieren\"};\n");
        assert_eq!(strings.filled("a.of", "n", "3"), "3 of {total}");
        let error = Strings::new([("strings/x.toml", b"[a]\nb = 1\n".as_slice())]).unwrap_err();
        assert_eq!(error, "strings/x.toml: `a.b` must be a text, or a list of two texts");
    }
}
