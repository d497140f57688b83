//! Feeds broken texts to everything that reads what people write:
//! `cargo run --release --example fuzz -- all --seconds 3600`.
//!
//! A text that breaks a promise is kept in `target/fuzz`; put it into `tests/seeds/kept/<target>-<what>` with
//! the repair. `--case N` runs one case again; `blow-up` looks for texts that take more time than they should.

#[path = "blow_up.rs"]
mod blow_up;
mod kit;
mod work;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use clap::Parser as _;
use kit::{Kit, Seeds, Target};
use work::worked;

/// A case that computes for longer than this hangs.
const LIMIT: Duration = Duration::from_secs(60);
/// So does one that is not over after this, though it computes nothing: it waits for something that never comes.
/// The clock runs on while a machine stands still, so this is much.
const AGES: Duration = Duration::from_secs(1800);
/// A target is given up after so many broken promises.
const MOST: usize = 20;

/// Feeds broken texts to everything that reads what people write.
#[derive(clap::Parser)]
struct Arguments {
    /// header, body, json, visibility, config, ignores, baseline, all, or blow-up
    target: String,
    /// How long for each target
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Another seed gives other cases
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this case
    #[arg(long)]
    case: Option<u64>,
    /// The first case
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// A folder with articles that cases begin with too
    #[arg(long)]
    corpus: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<usize, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kit = Kit::new()?;
    if arguments.target == "blow-up" {
        return Ok(blow_up::report(&kit));
    }
    let seeds = Seeds::new(root, arguments.corpus.as_deref());
    let targets: Vec<Target> = match arguments.target.as_str() {
        "all" => Target::ALL.to_vec(),
        name => {
            vec![Target::from_name(name).ok_or_else(|| format!("there is no target `{name}`: see --help"))?]
        }
    };
    // What a panic says is in the case's line; a report of each would bury it.
    std::panic::set_hook(Box::new(|_| {}));
    let mut broken = 0;
    for target in targets {
        broken += fuzz(target, &kit, &seeds, arguments, &root.join("target/fuzz"))?;
    }
    Ok(broken)
}

#[expect(clippy::disallowed_methods, reason = "cases that break something are kept")]
fn fuzz(
    target: Target,
    kit: &Kit,
    seeds: &Seeds,
    arguments: &Arguments,
    folder: &Path,
) -> Result<usize, String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(said)?;
    let started = Instant::now();
    let current = Arc::new(AtomicU64::new(arguments.from));
    watch(target, arguments.seed, &current);
    let mut number = arguments.case.unwrap_or(arguments.from);
    let (mut cases, mut bytes, mut broken) = (0_u64, 0_u64, 0);
    while started.elapsed() < Duration::from_secs(arguments.seconds) && broken < MOST {
        current.store(number, Ordering::Relaxed);
        let text = target.case(seeds, arguments.seed, number);
        if let Err(what) = target.run(kit, &text) {
            broken += 1;
            let path = folder.join(format!("{target}-{}-{number}", arguments.seed));
            fs::write(&path, &text).map_err(said)?;
            println!("{target}: case {number}: {what}\n  kept as {}", path.display());
        }
        cases += 1;
        bytes += text.len() as u64;
        number += 1;
        if arguments.case.is_some() {
            break;
        }
    }
    current.store(u64::MAX, Ordering::Relaxed);
    println!(
        "{target}: {cases} cases of {} bytes in {:.0} s from seed {}: {broken} broken",
        bytes / cases.max(1),
        started.elapsed().as_secs_f64(),
        arguments.seed
    );
    Ok(broken)
}

/// Ends the program when one case hangs, by the time that the processor gave to it: a machine that is busy with
/// other things makes nothing hang. Every minute says which case it is, so that one that kills the program can
/// be found.
#[expect(clippy::disallowed_methods, reason = "a case that hangs cannot be stopped otherwise")]
fn watch(target: Target, seed: u64, current: &Arc<AtomicU64>) {
    let current = Arc::clone(current);
    std::thread::spawn(move || {
        let (mut last, mut since, mut before) = (u64::MAX, Instant::now(), worked());
        for seconds in 1_u64.. {
            std::thread::sleep(Duration::from_secs(1));
            let now = current.load(Ordering::Relaxed);
            if now == u64::MAX {
                return;
            }
            let work = worked().saturating_sub(before);
            if now != last {
                (last, since, before) = (now, Instant::now(), worked());
            } else if work > LIMIT || since.elapsed() > AGES {
                let (work, waited) = (work.as_secs(), since.elapsed().as_secs());
                println!(
                    "{target}: case {now} of seed {seed} hangs: not over after {work} s of work in {waited} s"
                );
                std::process::exit(1);
            }
            if seconds.is_multiple_of(60) {
                eprintln!("{target}: at case {now} after {seconds} s");
            }
        }
    });
}
