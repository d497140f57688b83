//! Mends what can be mended, round after round until nothing is left, and writes or shows the result.

use std::{fmt::Write as _, path::Path};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Failure, Terminal, load};
use crate::{
    check::{Checked, Options, fingerprint, mend},
    cli::FixArgs,
    config::Config,
    diagnostic::{Applicability, Diagnostic, Finding},
    output,
    source::{self, Encoding, SourceFault, SourceFile},
};

/// Rounds after which mending ends even if more could be mended.
const MAX_ROUNDS: usize = 10;

/// A finding whose fix was refused: its file and fingerprint.
type Place = (Box<str>, Box<str>);
/// Fixes that are not tried again, with their rules.
type Refused = FxHashMap<Place, &'static str>;

/// What mending did.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The corpus afterwards and what is still wrong with it.
    pub(super) checked: Checked,
    /// How many findings were mended.
    pub(super) mended: usize,
    /// Findings whose fixes would have made their file worse: path and rule.
    pub(super) refused: Vec<(Box<str>, &'static str)>,
    /// The files that changed, before and after, by path.
    pub(super) files: Vec<(SourceFile, SourceFile)>,
}

/// Mends in memory.
pub(super) fn run(
    dir: &Path,
    config: &Config,
    options: &Options,
    args: FixArgs,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let limit = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let mut originals: FxHashMap<Box<str>, SourceFile> = FxHashMap::default();
    let mut overlay = load::Overlay::default();
    let mut refused: Refused = FxHashMap::default();
    let mut mended = 0;
    let mut round = 0;
    let checked = loop {
        let checked = Checked::with(load::corpus(dir, overlay.clone(), config, terminal)?, config, options);
        if round == MAX_ROUNDS {
            break checked;
        }
        round += 1;
        let changes = mend_round(&checked, options, limit, &refused);
        refused.extend(changes.iter().flat_map(|change| change.refused.iter().cloned()));
        let changes: Vec<Change> = changes.into_iter().filter(|change| change.mended > 0).collect();
        if changes.is_empty() {
            break checked;
        }
        for change in changes {
            mended += change.mended;
            let path = change.after.path.clone();
            originals.entry(path.clone()).or_insert(change.before);
            overlay.insert(path, Some(change.after));
        }
    };
    let mut files: Vec<(SourceFile, SourceFile)> = overlay
        .into_iter()
        .filter_map(|(path, after)| Some((originals.remove(&path)?, after?)))
        .filter(|(before, after)| before != after)
        .collect();
    files.sort_by(|a, b| a.0.path.cmp(&b.0.path));
    let mut refused: Vec<_> = refused.into_iter().map(|((path, _), rule)| (path, rule)).collect();
    refused.sort();
    Ok(Outcome { checked, mended, refused, files })
}

/// What a round did to a file.
struct Change {
    before: SourceFile,
    after: SourceFile,
    mended: usize,
    refused: Vec<(Place, &'static str)>,
}

fn mend_round(checked: &Checked, options: &Options, limit: Applicability, refused: &Refused) -> Vec<Change> {
    let files: Vec<&[Diagnostic]> = checked.diagnostics.chunk_by(|a, b| a.file == b.file).collect();
    files
        .into_par_iter()
        .filter_map(|diagnostics| {
            let source = &checked.corpus.sources[diagnostics[0].file as usize];
            let key = |finding: &Finding| (source.path.clone(), fingerprint(source, finding));
            let findings: Vec<&Finding> = diagnostics
                .iter()
                .map(|diagnostic| &diagnostic.finding)
                .filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.applicability <= limit))
                .filter(|finding| refused.is_empty() || !refused.contains_key(&key(finding)))
                .collect();
            if findings.is_empty() || !options.scope.contains(&source.path) {
                return None;
            }
            let result = mend(source, &findings)?;
            Some(Change {
                before: SourceFile::clone(source),
                after: result.source,
                mended: result.applied.len(),
                refused: result
                    .refused
                    .iter()
                    .map(|index| (key(findings[*index]), findings[*index].rule))
                    .collect(),
            })
        })
        .collect()
}

/// Writes the files that changed, and says so.
pub(super) fn write(dir: &Path, outcome: &Outcome, terminal: &Terminal) -> Result<(), Failure> {
    for (before, after) in &outcome.files {
        let now = source::read_article(dir, &before.path);
        if let Some(SourceFault::Unreadable(cause)) = &now.fault {
            return Err(Failure(format!("{}: the file cannot be read: {cause}", before.path)));
        }
        if now != *before {
            return Err(Failure(format!(
                "{}: the file changed while it was being mended; nothing of it was written",
                before.path
            )));
        }
        output::replace_file(&dir.join(&*after.path), &bytes(after))?;
    }
    for (path, rule) in &outcome.refused {
        terminal.note(&format!("{path}: a fix of {rule} was refused: the article would have been worse"));
    }
    let count = outcome.files.len();
    terminal.note(&format!(
        "{} mended in {} {}",
        crate::report::counted(outcome.mended, "finding"),
        crate::report::grouped(count),
        if count == 1 { "file" } else { "files" },
    ));
    Ok(())
}

/// The changes as a unified diff.
pub(super) fn diff(outcome: &Outcome) -> String {
    let mut out = String::new();
    for (before, after) in &outcome.files {
        let path = &before.path;
        if before.encoding != after.encoding {
            // Writing to a string does not fail.
            let _ = writeln!(out, "# {path}: saved as UTF-8 without a byte order mark");
        }
        let diff = similar::TextDiff::from_lines(&*before.text, &*after.text);
        let diff = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
        out.push_str(&diff);
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// The file as it is stored.
fn bytes(source: &SourceFile) -> Vec<u8> {
    let mark: &[u8] = if source.encoding == Encoding::Utf8Bom { "\u{FEFF}".as_bytes() } else { b"" };
    [mark, source.text.as_bytes()].concat()
}
