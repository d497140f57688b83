//! Which severity a rule has for an article: its own, the configuration's, or that of an override.

use rustc_hash::FxHashMap;

use crate::{
    article::metadata::nearest,
    config::{Config, ConfigError, Level, NamedLevel, Override},
    corpus::{Corpus, Entry},
    diagnostic::{Diagnostic, Finding, Severity},
    rules::{self, Family, Rule},
};

/// What the command line switches on and off, by names of rules and groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Switched on at their own severity, whatever the configuration says.
    pub select: Vec<String>,
    /// All others are switched off, if there is any. At their level in the configuration, or their own where
    /// that switches them off.
    pub only: Vec<String>,
    /// Switched off.
    pub ignore: Vec<String>,
}

impl Selection {
    /// The first name that is neither a rule nor a group.
    pub fn unknown(&self) -> Option<&str> {
        self.select
            .iter()
            .chain(&self.only)
            .chain(&self.ignore)
            .map(String::as_str)
            .find(|name| !is_known(name))
    }
}

/// Whether `name` is a rule or a group.
pub fn is_known(name: &str) -> bool {
    rules::find(name).is_some() || rules::Group::from_name(name).is_some()
}

/// The rule or group whose name is nearest to `name`.
pub fn nearest_name(name: &str) -> Option<&'static str> {
    let names = rules::all().map(|rule| rule.name).chain(rules::Group::ALL.map(rules::Group::name));
    nearest(name, names)
}

/// Refuses a configuration that sets the level of what does not exist.
///
/// # Errors
///
/// The first such name, with its place.
pub fn validate(config: &Config) -> Result<(), ConfigError> {
    let mut named = config.rules.iter().chain(config.overrides.iter().flat_map(|item| &item.rules));
    match named.find(|named| !is_known(&named.name)) {
        None => Ok(()),
        Some(named) => Err(ConfigError {
            span: named.span,
            message: format!("`{}` is neither a rule nor a group of rules", named.name),
            help: Some(match nearest_name(&named.name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "casebook explain --all lists them".to_owned(),
            }),
        }),
    }
}

/// The levels in force.
#[derive(Debug)]
pub struct Levels<'c> {
    base: FxHashMap<&'static str, Level>,
    overrides: &'c [Override],
}

impl<'c> Levels<'c> {
    /// The levels of `config` with the command line's `selection` on top.
    pub fn new(config: &'c Config, selection: &Selection) -> Self {
        let mut base: FxHashMap<&'static str, Level> = rules::all()
            .map(|rule| (rule.name, if rule.group.is_on() { Level::At(rule.severity) } else { Level::Off }))
            .collect();
        apply(&mut base, &config.rules);
        for name in &selection.select {
            for rule in rules::all().filter(|rule| names(name, rule)) {
                base.insert(rule.name, Level::At(rule.severity));
            }
        }
        if !selection.only.is_empty() {
            for rule in rules::all() {
                let is_named = selection.only.iter().any(|name| names(name, rule));
                let level = base.entry(rule.name).or_insert(Level::Off);
                match (is_named, *level) {
                    (false, _) => *level = Level::Off,
                    (true, Level::Off) => *level = Level::At(rule.severity),
                    (true, Level::At(_)) => {}
                }
            }
        }
        for name in &selection.ignore {
            for rule in rules::all().filter(|rule| names(name, rule)) {
                base.insert(rule.name, Level::Off);
            }
        }
        // Overrides could switch others on again.
        let overrides = if selection.only.is_empty() { &*config.overrides } else { &[] };
        Self { base, overrides }
    }

    /// Whether any rule of `family` may be reported somewhere.
    pub fn wants(&self, family: &Family) -> bool {
        let on = |rule: &Rule| self.base.get(rule.name) != Some(&Level::Off);
        let overridden = |rule: &Rule| {
            self.overrides.iter().any(|item| item.rules.iter().any(|named| names(&named.name, rule)))
        };
        family.rules.iter().any(|rule| on(rule) || overridden(rule))
    }

    /// `finding` in the file with index `file` with the severity it has there; `None` when its rule is off.
    pub fn diagnose(&self, corpus: &Corpus, file: u32, finding: Finding) -> Option<Diagnostic> {
        let severity = self.severity(corpus, file, finding.rule)?;
        Some(Diagnostic { file, severity, finding })
    }

    /// The severity of `rule` for the file with index `file`; `None` when it is off there.
    pub fn severity(&self, corpus: &Corpus, file: u32, rule: &str) -> Option<Severity> {
        let mut level = self.base.get(rule).copied().unwrap_or(Level::At(Severity::Error));
        if !self.overrides.is_empty() {
            let known = rules::find(rule);
            let path = &*corpus.sources[file as usize].path;
            let entry = corpus.entry_of(file);
            for item in self.overrides.iter().filter(|item| fits(item, path, entry)) {
                for named in &item.rules {
                    if known.is_some_and(|rule| names(&named.name, rule)) {
                        level = named.level;
                    }
                }
            }
        }
        match level {
            Level::Off => None,
            Level::At(severity) => Some(severity),
        }
    }
}

/// Groups first, so that a rule named alone wins over its group wherever it stands.
fn apply(base: &mut FxHashMap<&'static str, Level>, levels: &[NamedLevel]) {
    for groups in [true, false] {
        for named in levels.iter().filter(|named| rules::find(&named.name).is_none() == groups) {
            for rule in rules::all().filter(|rule| names(&named.name, rule)) {
                base.insert(rule.name, named.level);
            }
        }
    }
}

/// Whether `name` is the name of `rule` or of its group.
fn names(name: &str, rule: &Rule) -> bool {
    name == rule.name || name == rule.group.name()
}

fn fits(item: &Override, path: &str, entry: Option<&Entry>) -> bool {
    let metadata = entry.map(|entry| &entry.article.metadata);
    item.paths.as_ref().is_none_or(|paths| paths.is_match(path))
        && (item.kinds.is_empty() || metadata.is_some_and(|metadata| item.kinds.contains(&metadata.kind)))
        && (item.clouds.is_empty() || metadata.is_some_and(|metadata| item.clouds.overlaps(metadata.clouds)))
        && (item.owners.is_empty()
            || metadata
                .and_then(|metadata| metadata.owner.as_ref())
                .is_some_and(|owner| item.owners.contains(&owner.to_lowercase())))
}
