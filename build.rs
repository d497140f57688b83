//! Lists the files of the default theme, so that the program can carry them, and makes a compact list of
//! common misspellings.
#![expect(
    clippy::disallowed_methods,
    reason = "the line between reading and writing is drawn in the program"
)]

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("themes/default");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut list = String::from("[\n");
    for file in files {
        println!("cargo::rerun-if-changed={file}");
        let name = file[root.display().to_string().len() + 1..].replace('\\', "/");
        writeln!(list, "    ({name:?}, include_bytes!({file:?}).as_slice()),")?;
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("theme_files.rs"), list)?;
    misspellings()?;
    name_program()
}

/// Writes the words that have one correction, and their corrections, as the typos project lists them.
///
/// Its own table is made of some 200,000 pointers, of which the system would adjust every one whenever the program
/// starts; a search in a finite-state transducer needs none.
fn misspellings() -> Result<(), Box<dyn Error>> {
    let mut rights: BTreeMap<&str, u64> = BTreeMap::new();
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    let mut text = String::new();
    for (word, corrections) in typos_dict::WORD.map.entries() {
        if let ([right], word) = (*corrections, word.into_inner())
            && word.bytes().all(|b| b.is_ascii_alphabetic())
        {
            let place = rights.entry(right).or_insert_with(|| {
                text.push_str(right);
                ((text.len() - right.len()) as u64) << 8 | right.len() as u64
            });
            words.insert(word.to_ascii_lowercase(), *place);
        }
    }
    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    fs::write(folder.join("corrections.txt"), text)?;
    let mut builder = fst::MapBuilder::memory();
    builder.extend_iter(words)?;
    fs::write(folder.join("misspellings.fst"), builder.into_inner()?)?;
    Ok(())
}

/// Names the program by its sources: what another program has made is not taken for this one's.
fn name_program() -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let mut files = ["Cargo.toml", "Cargo.lock"].map(|name| format!("{root}/{name}")).to_vec();
    for folder in ["src", "themes"] {
        collect(&Path::new(&root).join(folder), &mut files)?;
    }
    files.sort();
    // Its keys are fixed, so that two builds of the same sources have one name.
    let mut hasher = DefaultHasher::new();
    for file in files {
        println!("cargo::rerun-if-changed={file}");
        // A packaged crate may come without a lock file.
        if let Ok(content) = fs::read(&file) {
            (&file[root.len()..], content).hash(&mut hasher);
        }
    }
    let version = env::var("CARGO_PKG_VERSION")?;
    println!("cargo::rustc-env=CASEBOOK_PROGRAM={version}-{:016x}", hasher.finish());
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path.display().to_string());
        }
    }
    Ok(())
}
