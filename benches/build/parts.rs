//! The parts of a build beside each other: checking, search, variants, and one edit.

use std::{ffi::OsStr, fs, path::Path};

use super::{CASEBOOK, Result, Scratch, build, copied, median, run};

/// Names and clouds of four variants that hold most articles of a corpus each, but not the same ones.
const VARIANTS: [&str; 4] = ["public", "fairfax", "mooncake", "usnat"];

/// Times `check` beside `cp -r` of the articles, builds without search and with variants beside `cp -r` of the
/// site, all in the same rounds; then says what one more sentence in an article writes.
pub(super) fn compare(scratch: &Scratch, input: &Path, runs: usize) -> Result<()> {
    let config = input.join("casebook.toml");
    let own = fs::read(&config).unwrap_or_default();
    let (site, twin) = (scratch.0.join("parts"), scratch.0.join("parts-twin"));
    let one = format!("[variants.{0}]\nclouds = [\"{0}\"]\n", VARIANTS[0]);
    let four: String =
        VARIANTS.iter().flat_map(|name| ["[variants.", name, "]\nclouds = [\"", name, "\"]\n"]).collect();
    let mut rows = [const { Vec::new() }; 7];
    for round in 0..=runs {
        let mut times = [0.0; 7];
        for (at, settings) in ["", "[search]\nenabled = false\n", &one, &four].into_iter().enumerate() {
            remove(&site)?;
            fs::write(&config, settings)?;
            times[at] = build(input, &site)?.seconds;
            if at == 0 {
                remove(&twin)?;
                times[4] = copied(&site, &twin)?.seconds;
            }
        }
        fs::write(&config, "")?;
        let [casebook, command, form, summary] = [CASEBOOK, "check", "--format", "summary"].map(OsStr::new);
        times[5] = run(&[casebook, command, form, summary, input.as_os_str()])?.seconds;
        remove(&twin)?;
        times[6] = copied(&input.join("articles"), &twin)?.seconds;
        // The first round warms the caches.
        if round > 0 {
            rows.iter_mut().zip(times).for_each(|(row, time)| row.push(time));
        }
    }
    let [whole, plain, one, four, copy, check, articles] =
        [0, 1, 2, 3, 4, 5, 6].map(|at| median(&mut rows[at]) * 1e3);
    println!("\nparts, medians of {runs} rounds");
    println!("check {check:.0} ms, {:.2} x cp -r of the articles ({articles:.0} ms)", check / articles);
    println!(
        "making the search {:.0} ms ({whole:.0} with it, {plain:.0} without), {:.2} x cp -r of the site ({copy:.0} ms)",
        whole - plain,
        (whole - plain) / copy
    );
    println!("four variants {four:.0} ms, {:.2} x one ({one:.0} ms)", four / one);
    remove(&site)?;
    edit(scratch, input, &site)?;
    if own.is_empty() {
        fs::remove_file(&config)?;
    } else {
        fs::write(&config, own)?;
    }
    remove(&site)?;
    remove(&twin)
}

/// Says which files one more sentence in an article writes into a site that is there.
fn edit(scratch: &Scratch, input: &Path, site: &Path) -> Result<()> {
    build(input, site)?;
    let catalog: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(site.join("catalog.json"))?)?;
    let markdown = catalog.iter().filter(|row| row["kind"] == "generic");
    let path = markdown
        .clone()
        .nth(markdown.count() / 2)
        .and_then(|row| row["path"].as_str())
        .ok_or("no article to edit")?;
    let article = input.join(path);
    let before = fs::read(&article)?;
    let mut after = before.clone();
    after.extend_from_slice(b"\n\nA sentence was added to this article about doors.\n");
    fs::write(&article, after)?;
    let report = scratch.0.join("changes.json");
    let [casebook, command, json, out, to] =
        [CASEBOOK, "build", "--json", "--out", "--report"].map(OsStr::new);
    run(&[casebook, command, json, out, site.as_os_str(), to, report.as_os_str(), input.as_os_str()])?;
    fs::write(&article, before)?;
    let report: serde_json::Value = serde_json::from_slice(&fs::read(report)?)?;
    let files = report["sites"][0]["files"].as_array().ok_or("the report has no files")?;
    let written = files.iter().filter(|file| file["change"] != "removed");
    let (mut pages, mut search, mut others) = (0, (0, 0), 0);
    for file in written {
        let path = file["path"].as_str().unwrap_or_default();
        let bytes = file["bytes"].as_u64().unwrap_or_default();
        match path {
            _ if path.starts_with("search/") => search = (search.0 + 1, search.1 + bytes),
            _ if path.rsplit_once('.').is_some_and(|(_, end)| end == "html") => pages += 1,
            _ => others += 1,
        }
    }
    println!(
        "one more sentence writes {pages} pages, {} files of the search with {:.1} KB, {others} others",
        search.0,
        search.1 as f64 / 1e3
    );
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}
