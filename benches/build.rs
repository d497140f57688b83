//! Times whole builds and prints ratios that one run measured: `cargo bench --bench build`.
//!
//! `-- DIR` builds the articles of DIR instead of generated ones, `-- --runs N` sets the number of rounds,
//! `-- --scale` builds ten times the articles as well. Everything happens in a memory file system where
//! there is one. The rounds alternate between what is compared, so that a busy machine slows both. The
//! ratios are what to quote; nothing here passes or fails.
#![expect(clippy::disallowed_methods, reason = "a bench prepares and removes its own folders")]

#[path = "../examples/corpus/generate/mod.rs"]
mod generate;
#[path = "build/parts.rs"]
mod parts;

use std::{
    error::Error,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CASEBOOK: &str = env!("CARGO_BIN_EXE_casebook");
const ARTICLES: usize = 15_000;
/// The hidden first argument with which the bench runs itself to learn a child's peak memory.
const MEASURE: &str = "--measure";

fn main() -> Result<()> {
    // `cargo bench` gives `--bench`; `cargo test` does not, and only wants to know that all of it works.
    let tested = !std::env::args().any(|word| word == "--bench" || word == MEASURE);
    let mut arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if arguments.first().is_some_and(|word| word == MEASURE) {
        return measure(&arguments[1..]);
    }
    let mut runs = if tested { 1 } else { 7 };
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
        let written = generate::corpus(if tested { 100 } else { ARTICLES }, &input)?;
        println!(
            "{} generated articles, {} bytes, in {}",
            written.articles,
            written.bytes,
            scratch.0.display()
        );
    }
    let base = compare(&scratch, &input, runs)?;
    parts::compare(&scratch, &input, runs)?;
    if scale {
        fs::remove_dir_all(&input)?;
        let written = generate::corpus(ARTICLES * 10, &input)?;
        println!("\n{} generated articles, {} bytes", written.articles, written.bytes);
        let large = compare(&scratch, &input, runs.min(3))?;
        let [time, processor, memory] = [0, 1, 2].map(|at| large[at] / base[at]);
        println!(
            "\nten times the articles: {time:.1} x the time, {processor:.1} x the processor time, {memory:.1} x the memory"
        );
    }
    overhead(&scratch)
}

/// Times fresh builds, builds without a change, and copies of the site. Returns what the fresh
/// builds took: the median of their seconds and of their processor time, and their peak memory in bytes.
fn compare(scratch: &Scratch, input: &Path, runs: usize) -> Result<[f64; 3]> {
    let (site, twin) = (scratch.0.join("site"), scratch.0.join("twin"));
    let mut rows = [const { Vec::new() }; 3];
    let mut processor = [const { Vec::new() }; 3];
    let mut peaks = [0.0_f64; 3];
    let mut stages: Vec<[f64; 3]> = Vec::new();
    for round in 0..=runs {
        for folder in [&site, &twin] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
        }
        let fresh = build(input, &site)?;
        let again = build(input, &site)?;
        let copied = copied(&site, &twin)?;
        // The first round warms the caches.
        if round > 0 {
            for (at, run) in [&fresh, &again, &copied].into_iter().enumerate() {
                rows[at].push(run.seconds);
                processor[at].push(run.processor);
                peaks[at] = peaks[at].max(run.peak);
            }
            stages.push(fresh.stages);
        }
    }
    println!(
        "\n{runs} rounds{:>19}{:>10}{:>13}{:>13}{:>10}",
        "median", "least", "processor", "peak memory", "x cp -r"
    );
    let unit = median(&mut rows[2]);
    for (at, name) in ["build, new site", "build, no change", "cp -r of the site"].iter().enumerate() {
        let (middle, busy) = (median(&mut rows[at]) * 1e3, median(&mut processor[at]) * 1e3);
        let (least, peak, ratio) = (rows[at][0] * 1e3, peaks[at] / 1e6, middle / unit / 1e3);
        println!("{name:<18}{middle:>7.0} ms{least:>7.0} ms{busy:>10.0} ms{peak:>10.0} MB{ratio:>10.2}");
    }
    for (at, name) in ["check", "arrange", "write"].iter().enumerate() {
        let mut row: Vec<f64> = stages.iter().map(|stages| stages[at]).collect();
        println!("  stage {name:<10}{:>7.0} ms", median(&mut row) * 1e3);
    }
    fs::remove_dir_all(&site)?;
    fs::remove_dir_all(&twin)?;
    Ok([median(&mut rows[0]), median(&mut processor[0]), peaks[0]])
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

/// What one run of a program took.
struct Run {
    seconds: f64,
    /// Seconds of processor time over all threads: steadier than `seconds` on a busy machine.
    processor: f64,
    peak: f64,
    /// Of a build, the seconds of its stages.
    stages: [f64; 3],
}

/// Builds `input` into `site`.
fn build(input: &Path, site: &Path) -> Result<Run> {
    let [casebook, command, json, out] = [CASEBOOK, "build", "--json", "--out"].map(OsStr::new);
    run(&[casebook, command, json, out, site.as_os_str(), input.as_os_str()])
}

/// Copies `site` to `twin`.
fn copied(site: &Path, twin: &Path) -> Result<Run> {
    run(&[OsStr::new("cp"), OsStr::new("-r"), site.as_os_str(), twin.as_os_str()])
}

/// Runs `command` in a process of its own and says what it took.
fn run(command: &[&OsStr]) -> Result<Run> {
    let output = Command::new(std::env::current_exe()?).arg(MEASURE).args(command).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut lines = text.lines().rev().map(serde_json::from_str::<serde_json::Value>);
    let measured = lines.next().ok_or("nothing was measured")??;
    // Only a build prints a summary as JSON.
    let summary = lines.next().and_then(std::result::Result::ok).unwrap_or_default();
    let number = |value: &serde_json::Value| value.as_f64().unwrap_or_default();
    Ok(Run {
        seconds: number(&measured["seconds"]),
        processor: number(&measured["processor"]),
        peak: number(&measured["peak"]),
        stages: ["check", "arrange", "write"].map(|stage| number(&summary["stages"][stage])),
    })
}

/// Runs `command`, then prints what it took. This small process has one child only, so the system's figure
/// for all children is the child's.
fn measure(command: &[String]) -> Result<()> {
    let started = Instant::now();
    let status = Command::new(&command[0]).args(&command[1..]).status()?;
    let seconds = started.elapsed().as_secs_f64();
    let (processor, peak) = used_by_children();
    println!("{}", serde_json::json!({ "seconds": seconds, "processor": processor, "peak": peak }));
    // Exit code 1 says that articles have errors, as some of the generated ones do.
    if status.code().is_some_and(|code| code < 2) { Ok(()) } else { Err(format!("{status}").into()) }
}

/// The processor time of all children in seconds, and the peak memory of the largest one in bytes.
#[cfg(unix)]
fn used_by_children() -> (f64, f64) {
    use nix::sys::{
        resource::{UsageWho, getrusage},
        time::TimeValLike as _,
    };
    // Kilobytes everywhere but on macOS, which counts bytes.
    let unit = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    getrusage(UsageWho::RUSAGE_CHILDREN).map_or((0.0, 0.0), |usage| {
        let time = usage.user_time() + usage.system_time();
        (time.num_milliseconds() as f64 / 1e3, usage.max_rss() as f64 * unit)
    })
}

#[cfg(not(unix))]
fn used_by_children() -> (f64, f64) {
    (0.0, 0.0)
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
