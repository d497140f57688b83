//! `casebook build`: from the folder to the site.

mod addresses;
mod changes;
mod former;
mod inputs;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use rayon::prelude::*;
use serde::Serialize;

use super::{Failure, Terminal, dates, load, terminal::Progress, theme};
use crate::{
    article::markdown::events::Listener,
    check::{Checked, Options},
    cli::BuildArgs,
    config::Config,
    diagnostic::{Diagnostic, Severity},
    feeds,
    image::Image,
    ledger::{self, Ledger},
    output::{self, Mode, Origin, OutputFile, Variants, Writer, Written},
    render::{self, Highlighter, Page, Renderer, Theme},
    report::{self, Report, grouped},
    search,
    site::Site,
    source,
};
use changes::SiteChanges;
use inputs::Inputs;

/// What a build did. `--json` prints it; the form is a contract, see `docs/publish.md`.
#[derive(Clone, Debug, Serialize)]
struct Summary {
    version: u32,
    pages: usize,
    articles: Articles,
    findings: Findings,
    files: Files,
    seconds: f64,
    articles_per_second: f64,
    stages: Stages,
}

/// Seconds that each part of the way took.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Stages {
    /// Listing, reading, parsing, indexing and checking.
    check: f64,
    /// Arranging the site.
    arrange: f64,
    /// Rendering and writing.
    write: f64,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Articles {
    published: usize,
    /// Left out because of the audiences in the configuration.
    withheld: usize,
    /// Left out because they have no header that could be read.
    unreadable: usize,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Findings {
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Files {
    added: usize,
    changed: usize,
    unchanged: usize,
    removed: usize,
    bytes: u64,
}

/// Errors that are printed; a folder that was never checked may have thousands.
const MAX_ERRORS: usize = 100;

/// Builds and says what came of it.
pub(super) fn run(args: &BuildArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    load::use_threads(args.threads)?;
    let config = load::config(&args.dir, terminal)?;
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("site"));
    let folder = config.theme.as_ref().map(|theme| &*theme.folder);
    let sources = std::iter::once("articles").chain(folder).map(|name| args.dir.join(name));
    output::refuse(&out, &args.dir, &sources.collect::<Vec<_>>())?;
    let options = Options { baseline: load::baseline(&args.dir, &config)?, ..Options::default() };
    let (theme, checked) = rayon::join(
        || theme::load(&args.dir, &config, args.quiet, terminal),
        || load::checked(&args.dir, &config, &options, terminal),
    );
    let (theme, checked) = (theme?, checked?);
    let checked_after = started.elapsed();
    let configs: Vec<Config> = config.of_sites();
    let history = dates::load(&args.dir, &config, args.dates.as_deref(), terminal)?;
    let arrange = |config| Site::with_history(&checked.corpus, config, &history);
    let sites: Vec<Site<'_>> = configs.iter().map(arrange).collect();
    let arranged_after = started.elapsed();
    let inputs = Inputs::new(&checked.corpus, &history, &theme);
    let ledger = addresses::ledger(args, &sites)?;
    let mode = if args.publishing.dry_run { Mode::Dry } else { Mode::Write };
    let all = Sites { args, out: &out, inputs: &inputs, ledger: &ledger, theme: &theme, mode };
    let built = sites_written(&all, &sites, terminal)?;
    if args.publishing.record_urls && !args.publishing.dry_run {
        addresses::record(args, &ledger, &sites)?;
    }
    let took = started.elapsed();
    let stages = Stages {
        check: seconds(checked_after),
        arrange: seconds(arranged_after.saturating_sub(checked_after)),
        write: seconds(took.saturating_sub(arranged_after)),
    };
    let summary = summary(&checked, &sites, &built, seconds(took), stages);
    if !args.json {
        print_errors(&checked, terminal);
    }
    if args.publishing.dry_run && !args.quiet && !args.json {
        terminal.print("a dry run: nothing was written");
    }
    if args.json {
        // Numbers always serialize.
        terminal.print(&serde_json::to_string(&summary).unwrap_or_default());
    } else if !args.quiet {
        say(terminal, &checked, &summary, &built, &out);
    }
    let code = ExitCode::from(u8::from(summary.findings.errors > 0));
    // The program ends here, and the system takes the memory back faster than millions of drops would.
    std::mem::forget(sites);
    std::mem::forget(checked);
    Ok(code)
}

/// Prints the first [`MAX_ERRORS`] errors, and how to see the others.
fn print_errors(checked: &Checked, terminal: &Terminal) {
    let style = terminal.output_style();
    let report = Report::new(checked);
    let errors: Vec<&Diagnostic> =
        checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    let shown = &errors[..errors.len().min(MAX_ERRORS)];
    let texts: Vec<String> =
        shown.par_iter().map(|diagnostic| report::full(&report, diagnostic, style)).collect();
    for text in texts {
        terminal.print(&text);
        terminal.print("");
    }
    if errors.len() > shown.len() {
        let more = report::counted(errors.len() - shown.len(), "more error");
        terminal.print(&format!("and {more}: casebook check shows them all\n"));
    }
}

/// A site that was built, or one that was removed.
struct Built {
    variant: Option<String>,
    out: PathBuf,
    /// How many articles it has; `None` when it is a variant no longer, and was removed.
    articles: Option<usize>,
    pages: usize,
    written: Written,
}

/// A site whose files wait to be moved to their places.
struct Staged {
    built: Built,
    /// What was published before, if that is to be reported.
    before: Vec<changes::Row>,
    writer: Writer,
    /// When nothing has to be done: what the build says of it.
    unchanged: Option<Written>,
}

/// What the sites of one build share.
struct Sites<'a> {
    args: &'a BuildArgs,
    out: &'a Path,
    inputs: &'a Inputs,
    ledger: &'a Ledger,
    theme: &'a Theme,
    mode: Mode,
}

/// Writes every site: all are written aside before the first one changes.
fn sites_written(all: &Sites<'_>, sites: &[Site<'_>], terminal: &Terminal) -> Result<Vec<Built>, Failure> {
    let Sites { args, out, mode, .. } = *all;
    let names: Vec<&str> =
        sites.iter().filter_map(|site| Some(&*site.config.variant.as_ref()?.name)).collect();
    let mut variants = Variants::read(out)?;
    let highlighter = Highlighter::default();
    let renderers: Vec<Renderer<'_>> =
        sites.iter().map(|site| Renderer::new(site, all.theme, &highlighter)).collect();
    let pages = renderers.iter().map(|renderer| renderer.pages().len()).sum();
    let progress = terminal.progress("writing", pages);
    // Beside each other: while one site's index is put together, another one's pages are rendered.
    let staged: Vec<Result<Staged, Failure>> =
        renderers.par_iter().with_max_len(1).map(|renderer| all.staged(renderer, &progress)).collect();
    let staged: Vec<Staged> = staged.into_iter().collect::<Result<_, _>>()?;
    drop(progress);
    if mode == Mode::Write {
        variants.note(&names)?;
    }
    let finish = |Staged { built, before, writer, unchanged }: Staged| {
        let written = unchanged.map_or_else(|| writer.finish(), Ok)?;
        Ok((Built { written, ..built }, before))
    };
    let finished: Vec<Result<_, Failure>> = staged.into_par_iter().with_max_len(1).map(finish).collect();
    let mut changes = Vec::new();
    let mut all = Vec::new();
    for (site, finished) in sites.iter().zip(finished) {
        let (built, before) = finished?;
        for path in &built.written.kept {
            terminal.note(&format!(
                "warning: {}: casebook makes this file no longer, and leaves it because somebody changed it",
                built.out.join(path).display()
            ));
        }
        if args.publishing.report.is_some() {
            let variant = built.variant.as_deref();
            changes.push(SiteChanges::new(variant, &built.out, &before, site, &built.written));
        }
        all.push(built);
    }
    for (former, lost) in former::removed(out, &mut variants, &names, mode)? {
        changes.push(lost);
        all.push(former);
    }
    if !names.is_empty() {
        former::warn(out, &variants, &names, terminal)?;
    }
    if let Some(path) = &args.publishing.report {
        let report = changes::Report::new(args.publishing.dry_run, changes);
        output::replace_file(path, report.text().as_bytes())?;
    }
    Ok(all)
}

impl Sites<'_> {
    /// Renders one site and writes it aside.
    fn staged(&self, renderer: &Renderer<'_>, progress: &Progress) -> Result<Staged, Failure> {
        let site = renderer.site();
        let variant = site.config.variant.as_ref().map(|variant| variant.name.clone());
        if variant.is_some() && output::is_site(self.out)? {
            return Err(Failure(format!(
                "{}: a site without variants lies here, and would be published with them\n\nhelp: remove it, or name another folder with --out",
                self.out.display()
            )));
        }
        let out = variant.as_ref().map_or_else(|| self.out.to_owned(), |name| self.out.join(name));
        let before =
            if self.args.publishing.report.is_some() { changes::published(&out)? } else { Vec::new() };
        let redirects = self.ledger.redirects(site);
        let (made, all) = self.inputs.of(site.config, &redirects);
        let writer = Writer::new(&out, made, all, self.mode)?;
        let unchanged = writer.unchanged();
        if unchanged.is_none() {
            write(&self.args.dir, &writer, self.inputs, renderer, self.theme, progress)?;
            for file in ledger::files(&redirects, site) {
                writer.write(&file, Origin::Articles)?;
            }
        }
        let pages = renderer.pages().iter().filter(|page| Renderer::is_page(**page)).count();
        let built =
            Built { variant, out, articles: Some(site.articles()), pages, written: Written::default() };
        Ok(Staged { built, before, writer, unchanged })
    }
}

/// Renders and writes everything, one file at a time on each thread.
fn write(
    dir: &Path,
    writer: &Writer,
    inputs: &Inputs,
    renderer: &Renderer<'_>,
    theme: &Theme,
    progress: &Progress,
) -> Result<(), Failure> {
    let site = renderer.site();
    let pages = renderer.pages();
    for (path, content) in theme.assets() {
        writer.write(&OutputFile { path, content: content.to_vec() }, Origin::Theme)?;
    }
    let shown: std::collections::BTreeMap<&str, &str> = site
        .corpus
        .images
        .iter()
        .zip(&site.images)
        .filter(|(image, shown)| **shown && image.fault.is_none())
        .map(|(image, _)| (&*image.address, &*image.path))
        .collect();
    for (address, path) in shown {
        let content = source::read_bytes(&dir.join(path))?;
        // The address tells the content that was checked.
        if *Image::new(path, &content).address != *address {
            return Err(Failure(format!("{path}: the image changed while the site was built: build again")));
        }
        writer.write(&OutputFile { path: address.to_owned(), content }, Origin::Image)?;
    }
    let as_markdown = site.config.files.markdown;
    let write = |page: Page, listener: &mut dyn Listener| {
        let file = renderer.render_heard(page, listener).map_err(theme::failure)?;
        let origin = match page {
            Page::Article(index) => Origin::Article(inputs.articles[index as usize]),
            _ => Origin::Articles,
        };
        writer.write(&file, origin)?;
        match page {
            Page::Article(index) if as_markdown => writer.write(&feeds::article(site, index), origin)?,
            Page::Service(index) if as_markdown => writer.write(&feeds::list(site, index), origin)?,
            _ => {}
        }
        progress.step();
        Ok::<(), Failure>(())
    };
    // What names pages, beside the index.
    let others_last = || -> Result<(), Failure> {
        writer.write_last(&render::catalog(site), Origin::Index)?;
        for file in feeds::files(site) {
            writer.write_last(&file, Origin::Index)?;
        }
        Ok(())
    };
    let is_article = |page: &&Page| matches!(page, Page::Article(_));
    if site.config.search.enabled {
        // Bodies are read once, for their pages and for the search.
        let (others, (reading, blocks)) = rayon::join(
            || pages.par_iter().filter(|page| !is_article(page)).try_for_each(|page| write(*page, &mut ())),
            || {
                let reading = search::Reading::new(site);
                let blocks = reading.collect(|index, listener| write(Page::Article(index), listener));
                (reading, blocks)
            },
        );
        others?;
        let blocks = blocks?;
        let (others, index) = rayon::join(others_last, || index(&reading, &blocks, theme, writer));
        others?;
        index?;
        for (path, content) in theme.search() {
            writer.write_last(&OutputFile { path, content: content.to_vec() }, Origin::Theme)?;
        }
    } else {
        pages.par_iter().with_max_len(load::GRAIN).try_for_each(|page| write(*page, &mut ()))?;
        others_last()?;
    }
    Ok(())
}

/// Writes the index's shards, which are named by their content, and its manifest, which names them and so
/// must change last.
fn index(
    reading: &search::Reading<'_>,
    blocks: &[search::Block],
    theme: &Theme,
    writer: &Writer,
) -> Result<(), Failure> {
    let mut files = reading.files(blocks, &|kind| theme.strings().kind(kind));
    let manifest = files.pop();
    files.par_iter().try_for_each(|shard| writer.write(shard, Origin::Index))?;
    if let Some(manifest) = manifest {
        writer.write_last(&manifest, Origin::Index)?;
    }
    Ok(())
}

fn summary(checked: &Checked, sites: &[Site<'_>], built: &[Built], seconds: f64, stages: Stages) -> Summary {
    let entries = 0..checked.corpus.entries.len();
    let published = entries.filter(|index| sites.iter().any(|site| site.published[*index])).count();
    let sum = |of: &dyn Fn(&Written) -> usize| built.iter().map(|built| of(&built.written)).sum();
    Summary {
        version: 1,
        pages: built.iter().map(|built| built.pages).sum(),
        articles: Articles {
            published,
            withheld: checked.corpus.entries.len() - published,
            unreadable: checked.corpus.sources.len() - checked.corpus.entries.len(),
        },
        findings: Findings {
            errors: checked.count(Severity::Error),
            warnings: checked.count(Severity::Warning),
            infos: checked.count(Severity::Info),
        },
        files: Files {
            added: sum(&|written| written.added),
            changed: sum(&|written| written.changed),
            unchanged: sum(&|written| written.unchanged),
            removed: sum(&|written| written.removed),
            bytes: built.iter().map(|built| built.written.bytes).sum(),
        },
        seconds,
        articles_per_second: (published as f64 / seconds.max(1e-6)).round(),
        stages,
    }
}

/// Seconds to the millisecond.
fn seconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1000.0).round() / 1000.0
}

fn say(terminal: &Terminal, checked: &Checked, summary: &Summary, built: &[Built], out: &Path) {
    let Summary { articles, files, .. } = summary;
    let mut line = format!("{} published", report::counted(articles.published, "article"));
    if articles.withheld > 0 {
        line.push_str(&format!(", {} for other audiences left out", grouped(articles.withheld)));
    }
    if articles.unreadable > 0 {
        line.push_str(&format!(", {} without a readable header left out", grouped(articles.unreadable)));
    }
    terminal.print(&line);
    terminal.print(&format!(
        "{} in {}: {} new, {} changed, {} unchanged, {} removed",
        report::counted(summary.pages, "page"),
        out.display(),
        grouped(files.added),
        grouped(files.changed),
        grouped(files.unchanged),
        grouped(files.removed)
    ));
    for Built { variant, out, articles, written, .. } in built.iter().filter(|built| built.variant.is_some())
    {
        let variant = variant.as_deref().unwrap_or_default();
        let Some(articles) = articles else {
            let removed = report::counted(written.removed, "file");
            terminal.print(&format!(
                "  {variant}: no longer a variant: {removed} removed from {}",
                out.display()
            ));
            continue;
        };
        terminal.print(&format!(
            "  {variant}: {} in {}: {} new, {} changed, {} removed",
            report::counted(*articles, "article"),
            out.display(),
            grouped(written.added),
            grouped(written.changed),
            grouped(written.removed)
        ));
    }
    let more = if summary.findings.warnings + summary.findings.infos > 0 {
        "; casebook check shows them all"
    } else {
        ""
    };
    terminal.print(&format!("{} found{more}", report::counts(checked)));
    terminal.print(&format!(
        "{:.2} s, {} articles a second",
        summary.seconds,
        grouped(summary.articles_per_second as usize)
    ));
}
