//! Reads typed values out of a TOML table, each fault with its place.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::ConfigError;
use crate::{article::metadata::nearest, span::Span};

/// Parses `text`.
pub(super) fn parse(text: &str) -> Result<DeTable<'_>, ConfigError> {
    match DeTable::parse(text) {
        Ok(table) => Ok(table.into_inner()),
        Err(error) => {
            let range = error.span().unwrap_or_default();
            Err(ConfigError {
                span: Span::new(range.start, range.end),
                message: error.message().to_owned(),
                help: None,
            })
        }
    }
}

/// A table and the dotted name it goes by.
pub(super) struct TableReader<'t> {
    name: String,
    table: &'t DeTable<'t>,
}

impl<'t> TableReader<'t> {
    pub(super) fn new(name: impl Into<String>, table: &'t DeTable<'t>) -> Self {
        Self { name: name.into(), table }
    }

    /// Refuses every key that is not in `known`.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), ConfigError> {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let place = if self.name.is_empty() { String::new() } else { format!(" in `{}`", self.name) };
                let help = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known are {}", known.join(", ")),
                };
                return Err(ConfigError {
                    span: span(&key.span()),
                    message: format!("unknown key `{name}`{place}"),
                    help: Some(help),
                });
            }
        }
        Ok(())
    }

    pub(super) fn string(&self, key: &str) -> Result<Option<String>, ConfigError> {
        self.string_with(key, |text| Ok(text.to_owned()))
    }

    /// The text at `key` and its place.
    pub(super) fn string_at(&self, key: &str) -> Result<Option<(String, Span)>, ConfigError> {
        let place = self.table.get(key).map(|value| span(&value.span()));
        Ok(self.string(key)?.zip(place))
    }

    /// The text at `key` as `read` understands it; what it says against the text becomes the help.
    pub(super) fn string_with<T>(
        &self,
        key: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        self.table.get(key).map(|value| self.read(key, value, &read)).transpose()
    }

    /// The list of texts at `key`, each as `read` understands it.
    pub(super) fn strings_with<T>(
        &self,
        key: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<Vec<T>>, ConfigError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let DeValue::Array(items) = value.get_ref() else {
            return Err(self.wrong_type(key, "a list of texts", value));
        };
        items.iter().map(|item| self.read(key, item, &read)).collect::<Result<_, _>>().map(Some)
    }

    pub(super) fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Boolean(value) => Ok(Some(*value)),
            _ => Err(self.wrong_type(key, "true or false", value)),
        }
    }

    /// The whole number at `key`, from 0.
    pub(super) fn number(&self, key: &str) -> Result<Option<u32>, ConfigError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().replace('_', "").parse().ok(),
            _ => return Err(self.wrong_type(key, "a whole number", value)),
        };
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(ConfigError {
                span: span(&value.span()),
                message: format!("`{}` is out of range", self.dotted(key)),
                help: Some(format!("write a whole number from 0 to {}", u32::MAX)),
            }),
        }
    }

    /// Every key with its text.
    pub(super) fn strings(&self) -> Result<Vec<(&'t str, String)>, ConfigError> {
        self.table
            .iter()
            .map(|(key, value)| {
                let key: &'t str = key.get_ref();
                Ok((key, self.read(key, value, |text| Ok(text.to_owned()))?))
            })
            .collect()
    }

    pub(super) fn table(&self, key: &str) -> Result<Option<TableReader<'t>>, ConfigError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Table(table) => Ok(Some(Self::new(self.dotted(key), table))),
            _ => Err(self.wrong_type(key, "a table", value)),
        }
    }

    /// The tables below `key`, by name.
    pub(super) fn tables(&self, key: &str) -> Result<Vec<(&'t str, TableReader<'t>)>, ConfigError> {
        let Some(outer) = self.table(key)? else { return Ok(Vec::new()) };
        outer
            .table
            .iter()
            .map(|(name, _)| {
                let name: &'t str = name.get_ref();
                // The key was just seen, so the table is there.
                Ok(outer.table(name)?.map(|table| (name, table)))
            })
            .filter_map(Result::transpose)
            .collect()
    }

    /// Where the key `key` stands.
    pub(super) fn key_span(&self, key: &str) -> Span {
        self.table.get_key_value(key).map(|(key, _)| span(&key.span())).unwrap_or_default()
    }

    /// Every key with its place and its text, each as `read` understands it, in the order of the file.
    pub(super) fn all_with<T>(
        &self,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<(String, Span, T)>, ConfigError> {
        let mut all = Vec::new();
        for (key, value) in self.table {
            let name: &str = key.get_ref();
            all.push((name.to_owned(), span(&key.span()), self.read(name, value, &read)?));
        }
        all.sort_by_key(|(_, span, _)| *span);
        Ok(all)
    }

    /// The tables of the list at `key`.
    pub(super) fn array_of_tables(&self, key: &str) -> Result<Vec<TableReader<'t>>, ConfigError> {
        let Some(value) = self.table.get(key) else { return Ok(Vec::new()) };
        let DeValue::Array(items) = value.get_ref() else {
            return Err(self.wrong_type(key, "a list of tables", value));
        };
        items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::Table(table) => Ok(Self::new(self.dotted(key), table)),
                _ => Err(self.wrong_type(key, "a list of tables", item)),
            })
            .collect()
    }

    fn read<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        let Some(text) = value.get_ref().as_str() else { return Err(self.wrong_type(key, "a text", value)) };
        read(text).map_err(|help| ConfigError {
            span: span(&value.span()),
            message: format!("`{}` cannot be {text:?}", self.dotted(key)),
            help: Some(help),
        })
    }

    fn wrong_type(&self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) -> ConfigError {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        ConfigError {
            span: span(&value.span()),
            message: format!("`{}` must be {wanted}, not {found}", self.dotted(key)),
            help: None,
        }
    }

    fn dotted(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }
}

fn span(range: &std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
