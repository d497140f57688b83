//! The same input gives the same bytes, whatever the surroundings: locale, time zone, threads, the order in
//! which files were made, the working directory, and what was there before.

use std::{collections::BTreeMap, fs, path::Path};

use crate::support::{CASEBOOK, Outcome, Project, article, files, png};

type Files = BTreeMap<String, Vec<u8>>;

/// The sample, and articles that are alike in whatever order could go by: with variants, dates, old addresses
/// and every file for hosts.
fn input() -> Files {
    let mut input = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("articles"));
    for n in 0..24 {
        let order = (n % 5).to_string();
        let topics = format!("3257095{},3257{:04}", n % 3, n);
        let clouds = ["public", "fairfax", "public,fairfax"][n % 3];
        let changes = [
            ("pageTitle", "Größe"),
            ("supportTopicIds", &*topics),
            ("productPesIds", "41010,41020"),
            ("cloudEnvironments", clouds),
            ("ownershipId", ["A_Team", "a_team", "Ä_Team"][n % 3]),
            ("displayOrder", &*order),
        ];
        let changes = if n % 4 == 0 { &changes[..5] } else { &changes[..] };
        let text = article(&format!("id-{n}"), changes, "# Same\n\n`code` [x](article:id-3) ![A](a.png)\n");
        let folder = ["acme.compute", "acme.net", "acme.Compute"][n % 3];
        input.insert(format!("{folder}/a{n}.md"), text.into_bytes());
    }
    for (folder, width) in [("acme.compute", 3), ("acme.net", 4), ("acme.Compute", 3)] {
        input.insert(format!("{folder}/a.png"), png(width, 5));
    }
    let mut dates = String::new();
    for (at, path) in input.keys().filter(|path| path.ends_with(".md")).enumerate() {
        // Many on one day, moments and days alone, names that sort otherwise in other languages.
        let day = ["2026-03-29", "2026-03-29T01:30:00Z", "2025-12-31T23:59:59Z"][at % 3];
        let name = ["Zoë", "Ångström", "ada", "Ivana"][at % 4];
        let comma = if dates.is_empty() { "" } else { "," };
        dates.push_str(&format!(
            "{comma}\n\"articles/{path}\": {{\"changed\": \"{day}\", \"contributors\": [\"{name}\", \"I\"]}}"
        ));
    }
    let mut all: Files =
        input.into_iter().map(|(path, content)| (format!("articles/{path}"), content)).collect();
    all.insert(
        "dates.json".to_owned(),
        format!("{{\"version\": 1, \"articles\": {{{dates}}}}}").into_bytes(),
    );
    let settings = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("casebook.toml")).unwrap();
    let more = "[files]\nmarkdown = true\n[history]\ncontributors = true\n[variants.public]\nclouds = [\"public\"]\n[variants.gov]\nclouds = [\"fairfax\"]\n[variants.few]\nowners = [\"a_team\", \"ä_team\"]\n";
    all.insert("casebook.toml".to_owned(), format!("{settings}\n{more}").into_bytes());
    let ledger = "[articles]\n\"id-3\" = [\"acme.compute/old.html\", \"acme.net/older.html\"]\n\"id-4\" = [\"acme.net/a-4.html\"]\n";
    all.insert("urls.toml".to_owned(), ledger.into());
    all
}

/// How a site is built.
struct Surroundings {
    environment: &'static [(&'static str, &'static str)],
    threads: &'static str,
    /// The order in which the input's files are made: the place of the first, and the step to the next.
    order: (usize, usize),
    /// Whether the program runs in another folder than the input's.
    elsewhere: bool,
    /// Whether another site was built there before.
    over: bool,
}

/// The sites that are built of `input` so.
fn built(input: &Files, surroundings: &Surroundings) -> Files {
    let project = Project::new();
    let names: Vec<&String> = input.keys().collect();
    let (first, step) = surroundings.order;
    for at in 0..names.len() {
        let name = names[(first + at * step) % names.len()];
        project.put(name, &input[name]);
    }
    let run = || {
        let mut command = project.command(CASEBOOK);
        command.envs(surroundings.environment.iter().copied());
        command.args(["build", "--quiet", "-j", surroundings.threads, "--dates"]);
        if surroundings.elsewhere {
            command.current_dir(std::env::temp_dir());
            command.arg(project.root.join("dates.json")).arg("--out").arg(project.root.join("site"));
            command.arg(&project.root);
        } else {
            command.arg("dates.json");
        }
        assert!(matches!(Outcome::of(&mut command).code, Some(0 | 1)));
    };
    if surroundings.over {
        for path in ["articles/acme.net/a1.md", "articles/acme.compute/a3.md"] {
            fs::remove_file(project.root.join(path)).unwrap();
        }
        project.put(
            "articles/acme.net/more.md",
            article("more", &[("cloudEnvironments", "public,fairfax")], ""),
        );
        project.put("urls.toml", "[gone]\n\"id-3\" = \"tried\"\n");
        run();
        fs::remove_file(project.root.join("articles/acme.net/more.md")).unwrap();
        for path in ["articles/acme.net/a1.md", "articles/acme.compute/a3.md", "urls.toml"] {
            project.put(path, &input[path]);
        }
    }
    run();
    project.site()
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_surroundings() {
    let input = input();
    // A step that has no divisor in common with the number of files meets each of them once.
    let step = (7..100).find(|step| gcd(*step, input.len()) == 1).unwrap();
    let plain = Surroundings {
        environment: &[("LC_ALL", "C"), ("LANG", "C"), ("TZ", "UTC")],
        threads: "1",
        order: (0, 1),
        elsewhere: false,
        over: false,
    };
    let expected = built(&input, &plain);
    for file in [
        "gov/feed.xml",
        "public/redirects.json",
        "few/go.html",
        "gov/acme.net/a1.md",
        "public/search/manifest.json",
    ] {
        assert!(expected.contains_key(file), "{file}");
    }
    let others = [
        Surroundings {
            environment: &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")],
            threads: "2",
            order: (input.len() - 1, input.len() - 1),
            elsewhere: true,
            ..plain
        },
        Surroundings {
            environment: &[("LC_ALL", "de_DE.ISO-8859-1"), ("LANG", "sv_SE"), ("TZ", "America/St_Johns")],
            threads: "7",
            order: (3, step),
            over: true,
            ..plain
        },
        Surroundings {
            environment: &[
                ("LC_ALL", ""),
                ("LANG", "no such"),
                ("LANGUAGE", "ja"),
                ("TZ", ":nowhere"),
                ("HOME", "/"),
                ("TMPDIR", "/"),
            ],
            threads: "16",
            order: (11, step),
            elsewhere: true,
            over: true,
        },
        Surroundings { environment: &[("LC_ALL", "ja_JP.eucJP"), ("TZ", "UTC-14")], threads: "3", ..plain },
    ];
    for (at, surroundings) in others.iter().enumerate() {
        let site = built(&input, surroundings);
        assert_eq!(site.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "surroundings {at}");
        for (path, content) in &site {
            assert!(expected[path] == *content, "{path} differs in surroundings {at}");
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
