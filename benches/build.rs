//! Times whole builds and prints ratios that one run measured: `cargo bench --bench build`.
//!
//! `-- DIR` builds the articles of DIR instead of generated ones, `-- --runs N` sets the number of rounds,
//! `-- --scale` builds ten times the articles as well. Everything happens in a memory file system where
//! there is one. The rounds alternate between what is compared, so that a busy machine slows both. The
//! ratios are what to quote; nothing here passes or fails.
#![expect(clippy::disallowed_methods, reason = "a bench prepares and removes its own folders")]

#[path = "../examples/corpus/generate/mod.rs"]
mod generate;

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CASEBOOK: &str = env!("CARGO_BIN_EXE_casebook");
const ARTICLES: usize = 15_000;
/// The hidden first argument with which the bench runs itself to learn a child's peak memory.
const MEASURE: &str = "--measure";

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if arguments.first().is_some_and(|word| word == MEASURE) {
        return measure(&arguments[1..]);
    }
    let mut runs = 7;
    if let Some(at) = arguments.iter().position(|word| word == "--runs") {
        runs = arguments.get(at + 1).ok_or("--runs needs a number")?.parse()?;
        arguments.drain(at..at + 2);
    }
    let scale = arguments.iter().any(|word| word == "--scale");
    arguments.retain(|word| word != "--scale");
    let scratch = Scratch::new()?;
    let input = scratch.0.join("input");
    if let Some(dir) = arguments.first() {
        copy(&Path::new(dir).join("articles"), &input.join("articles"))?;
        println!("articles of {dir}, in {}", scratch.0.display());
    } else {
        let written = generate::corpus(ARTICLES, &input)?;
        println!(
            "{} generated articles, {} bytes, in {}",
            written.articles,
            written.bytes,
            scratch.0.display()
        );
    }
    let base = compare(&scratch, &input, runs)?;
    if scale {
        fs::remove_dir_all(&input)?;
        let written = generate::corpus(ARTICLES * 10, &input)?;
        println!("\n{} generated articles, {} bytes", written.articles, written.bytes);
        let large = compare(&scratch, &input, runs.min(3))?;
        println!(
            "\nten times the articles: {:.1} x the time, {:.1} x the memory",
            large.0 / base.0,
            large.1 / base.1
        );
    }
    overhead(&scratch)
}

/// Times fresh builds, builds without a change, and copies of the site. Returns the median of the fresh
/// builds in seconds and their peak memory in bytes.
fn compare(scratch: &Scratch, input: &Path, runs: usize) -> Result<(f64, f64)> {
    let (site, twin) = (scratch.0.join("site"), scratch.0.join("twin"));
    let mut rows = [const { Vec::new() }; 3];
    let mut peaks = [0.0_f64; 2];
    let mut stages: Vec<[f64; 3]> = Vec::new();
    for round in 0..=runs {
        for folder in [&site, &twin] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
        }
        let fresh = build(input, &site)?;
        let again = build(input, &site)?;
        let started = Instant::now();
        copy(&site, &twin)?;
        let copied = started.elapsed().as_secs_f64();
        // The first round warms the caches.
        if round > 0 {
            for (row, seconds) in rows.iter_mut().zip([fresh.seconds, again.seconds, copied]) {
                row.push(seconds);
            }
            stages.push(fresh.stages);
            peaks = [peaks[0].max(fresh.peak), peaks[1].max(again.peak)];
        }
    }
    println!("\n{runs} rounds{:>19}{:>10}{:>13}{:>14}", "median", "least", "peak memory", "x cp -r");
    let copied = median(&mut rows[2]);
    for (at, name) in ["build, new site", "build, no change", "cp -r of the site"].iter().enumerate() {
        let middle = median(&mut rows[at]);
        let peak = peaks.get(at).map_or(String::new(), |peak| format!("{:.0} MB", peak / 1e6));
        println!(
            "{name:<18}{:>7.0} ms{:>7.0} ms{peak:>13}{:>14.2}",
            middle * 1e3,
            rows[at][0] * 1e3,
            middle / copied
        );
    }
    for (at, name) in ["check", "arrange", "write"].iter().enumerate() {
        let mut row: Vec<f64> = stages.iter().map(|stages| stages[at]).collect();
        println!("  stage {name:<10}{:>7.0} ms", median(&mut row) * 1e3);
    }
    let fresh = median(&mut rows[0]);
    fs::remove_dir_all(&site)?;
    fs::remove_dir_all(&twin)?;
    Ok((fresh, peaks[0]))
}

/// How many bytes an article's page has beside its own text, over the project's sample.
fn overhead(scratch: &Scratch) -> Result<()> {
    let site = scratch.0.join("sample");
    build(Path::new(env!("CARGO_MANIFEST_DIR")), &site)?;
    let catalog: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(site.join("catalog.json"))?)?;
    let (mut pages, mut markups, mut texts, mut most) = (0, 0, 0, 0);
    for row in &catalog {
        let url = row["url"].as_str().ok_or("the catalog has a row without an address")?;
        let page = fs::read_to_string(site.join(url))?;
        let body = page.split_once("<div class=\"body\">").ok_or("a page without a body")?.1;
        let end = ["<footer class=\"foot\">", "<section class=\"facts\""].map(|end| body.find(end));
        let body = &body[..end.into_iter().flatten().min().ok_or("a body without an end")?];
        pages += page.len();
        markups += body.len();
        let text = text_of(body);
        texts += text;
        most = most.max(page.len() - body.len());
    }
    let mean = |bytes: usize| bytes / catalog.len().max(1);
    println!(
        "\nan article's page, mean over the {} of the sample: {} bytes, of them {} beside its own text ({} beside its body with markup, at most {most})",
        catalog.len(),
        mean(pages),
        mean(pages - texts),
        mean(pages - markups)
    );
    Ok(())
}

/// The bytes of `html` outside of tags, runs of white space counted once.
fn text_of(html: &str) -> usize {
    let outside = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    outside.flat_map(str::split_whitespace).map(|word| word.len() + 1).sum()
}

struct Built {
    seconds: f64,
    peak: f64,
    stages: [f64; 3],
}

/// Builds `input` into `site` in a process of its own.
fn build(input: &Path, site: &Path) -> Result<Built> {
    let output = Command::new(std::env::current_exe()?)
        .arg(MEASURE)
        .args([CASEBOOK.as_ref(), "build".as_ref(), input.as_os_str()])
        .args(["--json".as_ref(), "--out".as_ref(), site.as_os_str()])
        .stderr(Stdio::piped())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let text = String::from_utf8(output.stdout)?;
    let (summary, measured) = text.trim_end().rsplit_once('\n').ok_or("no summary was printed")?;
    let summary: serde_json::Value = serde_json::from_str(summary)?;
    let measured: serde_json::Value = serde_json::from_str(measured)?;
    let number = |value: &serde_json::Value| value.as_f64().ok_or("a number is missing");
    let stages = &summary["stages"];
    Ok(Built {
        seconds: number(&measured["seconds"])?,
        peak: number(&measured["peak"])?,
        stages: [number(&stages["check"])?, number(&stages["arrange"])?, number(&stages["write"])?],
    })
}

/// Runs `command`, then prints what it took. This small process has one child only, so the system's figure
/// for all children is the child's.
fn measure(command: &[String]) -> Result<()> {
    let started = Instant::now();
    let status = Command::new(&command[0]).args(&command[1..]).status()?;
    let seconds = started.elapsed().as_secs_f64();
    println!("{}", serde_json::json!({ "seconds": seconds, "peak": peak_of_children() }));
    // Exit code 1 says that articles have errors, as the generated ones do.
    if status.code().is_some_and(|code| code < 2) { Ok(()) } else { Err(format!("{status}").into()) }
}

#[cfg(unix)]
fn peak_of_children() -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    // Kilobytes everywhere but on macOS, which counts bytes.
    let unit = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0.0, |usage| usage.max_rss() as f64 * unit)
}

#[cfg(not(unix))]
fn peak_of_children() -> f64 {
    0.0
}

/// `cp -r`.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let status = Command::new("cp").arg("-r").arg(from).arg(to).status()?;
    if status.success() { Ok(()) } else { Err(format!("cp: {status}").into()) }
}

fn median(row: &mut [f64]) -> f64 {
    row.sort_by(f64::total_cmp);
    row.get(row.len() / 2).copied().unwrap_or_default()
}

/// A folder that goes when the bench ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = base.join(format!("casebook-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
