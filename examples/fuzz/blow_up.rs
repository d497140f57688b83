//! Looks for texts that take more time than their length explains: each word that readers look for, repeated,
//! alone and in pairs, and what may stand in a text once, each with a number of its own, in a text of 16 KB and
//! in one eight times as long.
//!
//! Reports and decides nothing: time depends on the machine.

use std::time::Duration;

use crate::{
    kit::{Kit, Random, Target, WORDS},
    work::worked,
};

/// Length of the shorter text, in bytes.
const SHORT: usize = 16 * 1024;
/// How many times longer the other one is.
const TIMES: usize = 8;
/// A longer text that takes this many times the time of the shorter one is reported.
const SUSPICIOUS: f64 = 3.0 * TIMES as f64;
/// Random pairs for each target.
const PAIRS: usize = 300;

/// What differs from one to the next by the number in place of `#`.
const NUMBERED: [&str; 32] = [
    " a#=\"b\"",
    " article#=\"b\"",
    "\n## a#\n",
    "\n[a#]: b\n\n[a#]\n",
    "\n[^a#]: b\n",
    "\n* a#\n",
    "[a](#a#)",
    "[a](article:a#)",
    "[a](https://a.example/#)",
    "![a](a#.png)",
    "<a id=\"a#\">",
    "<a# b#=\"c\">",
    "\n<!-- casebook-ignore a#: b -->\n",
    "<!--section:a#-->",
    "<!--$a#-->a<!--/$a#-->",
    "\n> [!NOTE] a#",
    "\"a#\":1,",
    "{\"id\":\"a#\",\"order\":#},",
    "\"a\":{\"a#\":",
    "{\"id\":\"a#\",\"visibility\":\"b# == c\"},",
    "{\"id\":\"a#\"},",
    "{\"value\":\"a#\"},",
    "a == b# || ",
    "1000#,",
    "\n## a\n\n## a #\n",
    "a# == \"b#\" && ",
    "(a# != null || ",
    "[services.\"a#\"]\n",
    "a# = 1\n",
    "rules.a# = \"off\"\n",
    "{\"path\":\"a#\",\"rule\":\"b#\",\"fingerprint\":\"#\",\"count\":#},\n",
    "&#;",
];

/// Prints what is suspicious, and returns how many that were.
pub(crate) fn report(kit: &Kit) -> usize {
    let mut found = 0;
    for target in Target::ALL {
        let mut random = Random::new(1, target as u64);
        let singles = WORDS.iter().map(|word| (*word).to_owned());
        let pairs: Vec<String> = (0..PAIRS)
            .map(|_| {
                let second = if random.below(3) == 0 { "a" } else { random.pick(WORDS) };
                format!("{}{second}", random.pick(WORDS))
            })
            .collect();
        let mut tried = 0;
        let mut worst = (0.0, String::new());
        for unit in singles.chain(pairs).chain(NUMBERED.map(str::to_owned)) {
            for opening in openings(target) {
                tried += 1;
                let ratio = ratio(kit, target, opening, &unit);
                if ratio > worst.0 {
                    worst = (ratio, unit.clone());
                }
                if ratio > SUSPICIOUS {
                    found += 1;
                    println!("{target}: {unit:?} takes {ratio:.0} times the time for {TIMES} times the text");
                }
            }
        }
        println!(
            "{target}: {tried} repeated texts, the worst is {:?} with {:.1} times the time",
            worst.1, worst.0
        );
    }
    found
}

/// What stands before the repeated part.
fn openings(target: Target) -> &'static [&'static str] {
    match target {
        Target::Header => {
            &["<properties articleId=\"a\" ", "", "<properties articleId=\"a\" supportTopicIds=\""]
        }
        Target::Body => &["<properties articleId=\"a\" selfHelpType=\"generic\" />\n# A\n"],
        Target::Json => &[
            "<properties articleId=\"a\" selfHelpType=\"problemScopingQuestions\" />\n# A\n---\n{\"formElements\":[",
            "<properties articleId=\"a\" selfHelpType=\"problemScopingQuestions\" />\n# A\n---\n{\"formElements\":[{\"id\":\"a\",\"controlType\":\"infoblock\",\"content\":\"](",
            "<properties articleId=\"a\" selfHelpType=\"problemScopingQuestions\" />\n# A\n---\n{\"formElements\":[{\"id\":\"a\",\"controlType\":\"dropdown\",\"dropdownOptions\":[",
            "<properties articleId=\"a\" selfHelpType=\"problemScopingQuestions\" />\n# A\n---\n{\"formElements\":[{\"id\":\"a\",\"controlType\":\"dropdown\",\"dropdownOptions\":[\"b\"]},{\"visibility\":\"",
            "",
        ],
        Target::Ignores => &[
            "<properties articleId=\"a\" selfHelpType=\"generic\" />\n<!-- casebook-ignore image-missing: x -->\n",
        ],
        Target::Visibility | Target::Config | Target::Baseline => &[""],
    }
}

fn ratio(kit: &Kit, target: Target, opening: &str, unit: &str) -> f64 {
    let text = |length: usize| {
        let count = length / unit.len() + 1;
        if !NUMBERED.contains(&unit) {
            return format!("{opening}{}", unit.repeat(count));
        }
        let numbered = (0..count).map(|number| unit.replace('#', &number.to_string()));
        format!("{opening}{}", numbered.collect::<String>())
    };
    let (short, long) = (text(SHORT), text(SHORT * TIMES));
    let once = |text: &str| {
        let started = worked();
        let _ = target.run(kit, text.as_bytes());
        worked().saturating_sub(started)
    };
    let long_took = once(&long);
    // What is over at once is no worry, and its time says nothing.
    if long_took < Duration::from_millis(30) {
        return 0.0;
    }
    let short_took = once(&short).min(once(&short));
    long_took.min(once(&long)).as_secs_f64() / short_took.as_secs_f64().max(1e-6)
}
