//! Markdown bodies: steps, documents, sections, tokens, tables, code and the odd slip.

use super::{Plan, World, random::Random};

/// The body of a Markdown article.
pub(super) fn body(world: &World, plan: &Plan, random: &mut Random) -> String {
    let mut out = String::with_capacity(4096);
    match plan.kind {
        "diagnostics" | "rca" | "servicehealthinsights" => sectioned(world, plan, random, &mut out),
        "tools" => tools(world, random, &mut out),
        "PartnerCenterQuickStart" => quick_start(world, random, &mut out),
        "Apollo" => apollo(world, plan, random, &mut out),
        _ => steps(world, plan, random, &mut out),
    }
    out
}

fn headline(plan: &Plan, world: &World, random: &mut Random, out: &mut String) {
    let title = if random.chance(0.5) { plan.title.clone() } else { world.words.phrase(random, 5..=5) };
    let mark = if random.chance(0.003) { "#" } else { "# " };
    out.push_str(&format!("{mark}{title}\n\n"));
}

fn steps(world: &World, plan: &Plan, random: &mut Random, out: &mut String) {
    headline(plan, world, random, out);
    if random.chance(328.0 / 8600.0) {
        out.push_str("<!--issueDescription-->\n");
        out.push_str(&format!("{}\n<!--/issueDescription-->\n\n", world.words.sentences(random, 2..=2)));
    } else {
        out.push_str(&format!("{}\n\n", world.words.sentences(random, 1..=3)));
    }
    out.push_str("## **Recommended Steps**\n\n");
    let numbered = random.chance(0.5);
    for step in 1..=random.between(2, 6) {
        let text = world.words.sentences(random, 1..=2);
        let link = if random.chance(0.4) { format!(" {}", link(world, plan, random)) } else { String::new() };
        if numbered {
            out.push_str(&format!("{step}. {text}{link}<br>\n"));
        } else {
            out.push_str(&format!("* {text}{link}\n"));
        }
    }
    out.push('\n');
    if random.chance(0.25) {
        code(world, random, out);
    }
    if random.chance(0.12) {
        table(world, random, out);
    }
    if random.chance(0.08) {
        out.push_str(&format!("> [!NOTE]\n> {}\n\n", world.words.sentence(random)));
    }
    for _ in 0..random.below(3) {
        let heading = world.words.phrase(random, 4..=4);
        let mark = if random.chance(0.02) { "##**" } else { "## **" };
        let text = world.words.sentences(random, 2..=5);
        out.push_str(&format!("{mark}{heading}**\n\n{text}\n\n"));
    }
    documents(world, plan, random, out);
}

fn documents(world: &World, plan: &Plan, random: &mut Random, out: &mut String) {
    out.push_str("## **Recommended Documents**\n\n");
    for _ in 0..random.between(2, 5) {
        out.push_str(&format!("* {}<br>\n", link(world, plan, random)));
    }
}

fn link(world: &World, plan: &Plan, random: &mut Random) -> String {
    let text = if random.chance(0.02) { "here".to_owned() } else { world.words.phrase(random, 4..=4) };
    let space = if random.chance(0.001) { " " } else { "" };
    let address = match random.below(100) {
        0..8 => {
            let blade = world.words.phrase(random, 2..=2).replace(' ', "");
            format!("data-blade:Halden_Help.{blade}Blade.id.$resourceId")
        }
        8..16 if plan.index > 40 => format!("article:{}", target(world, plan, random).id),
        16..20 if plan.index > 40 => format!("../{}.md", target(world, plan, random).place),
        20..23 => format!("https://docs.halden.example/en-us/{}", world.words.name(random)),
        _ => format!("https://docs.halden.example/{}/{}", world.words.name(random), world.words.name(random)),
    };
    format!("[{text}]{space}({address})")
}

/// An earlier article: any of the 40 before this one.
fn target(world: &World, plan: &Plan, random: &mut Random) -> Plan {
    Plan::new(world, plan.index - random.between(1, 40))
}

fn code(world: &World, random: &mut Random, out: &mut String) {
    let language = *random.pick::<&str>(&["", "", "", "bash", "powershell", "json"]);
    let (a, b) = (world.words.name(random).to_owned(), world.words.name(random).to_owned());
    let text = match language {
        "json" => format!("{{ \"{a}\": \"{b}\", \"count\": {} }}", random.below(100)),
        "powershell" => format!("Get-Halden{a} -Name \"{b}\" | Select-Object Id, State"),
        _ => format!("halden {a} show --name {b} --top {}", random.below(50)),
    };
    out.push_str(&format!("```{language}\n{text}\n```\n\n"));
}

fn table(world: &World, random: &mut Random, out: &mut String) {
    out.push_str("| Code | Meaning |\n|---|---|\n");
    for _ in 0..random.between(3, 8) {
        out.push_str(&format!(
            "| HLD-{} | {} |\n",
            random.between(1000, 9999),
            world.words.phrase(random, 6..=6)
        ));
    }
    out.push('\n');
}

fn sectioned(world: &World, plan: &Plan, random: &mut Random, out: &mut String) {
    let token = |random: &mut Random| {
        let name = world.words.name(random).to_owned();
        format!("<!--${name}-->[{name}]<!--/${name}-->")
    };
    headline(plan, world, random, out);
    let (first, second) = (token(random), token(random));
    out.push_str(&format!(
        "<!--issueDescription-->\n{first} {} {second}. {}\n",
        world.words.phrase(random, 8..=8).to_lowercase(),
        world.words.sentences(random, 3..=3)
    ));
    // Sections nest now and then, and some are not closed.
    let nested = plan.kind == "rca" && random.chance(0.2);
    if !nested && !random.chance(90.0 / 2322.0) {
        out.push_str("<!--/issueDescription-->\n\n");
    }
    if plan.kind == "rca" {
        let text = world.words.sentences(random, 4..=4);
        out.push_str(&format!("<!--rcaDescription-->\n{text}\n<!--/rcaDescription-->\n\n"));
    }
    if nested {
        out.push_str("<!--/issueDescription-->\n\n");
    }
    let text = world.words.sentences(random, 3..=3);
    out.push_str(&format!("<!--resolutionDetails-->\n{text}\n<!--/resolutionDetails-->\n\n"));
    out.push_str("<!--recommendedActions-->\n## **Recommended Steps**\n\n");
    for _ in 0..random.between(2, 6) {
        out.push_str(&format!("* {}\n", world.words.sentence(random)));
    }
    out.push_str("<!--/recommendedActions-->\n\n");
    documents(world, plan, random, out);
}

fn tools(world: &World, random: &mut Random, out: &mut String) {
    out.push_str("# Tools\n\n");
    for _ in 0..5 {
        let (text, blade) =
            (world.words.phrase(random, 3..=3), world.words.phrase(random, 2..=2).replace(' ', ""));
        let line = world.words.sentence(random);
        out.push_str(&format!(
            "[{text}](data-blade:Halden_Help.{blade}Blade.id.$resourceId)<br>\n{line}\n\n"
        ));
    }
}

fn quick_start(world: &World, random: &mut Random, out: &mut String) {
    out.push_str("# Quick start\n\n");
    for _ in 0..4 {
        out.push_str(&format!(
            "<!--Link-->https://portal.halden.example/{}<!--/Link-->\n<!--Text-->{}<!--/Text-->\n<!--IconClass-->icon-book<!--/IconClass-->\n\n",
            world.words.name(random),
            world.words.phrase(random, 5..=5)
        ));
    }
}

fn apollo(world: &World, plan: &Plan, random: &mut Random, out: &mut String) {
    out.push_str(&format!("## {}\n\n{}\n\n", plan.title, world.words.sentences(random, 2..=2)));
    out.push_str(&format!(
        "<insight>\n<symptomId>{}Symptom</symptomId>\n<executionText>{}</executionText>\n<noResultText>{}</noResultText>\n</insight>\n\n",
        world.words.name(random),
        world.words.phrase(random, 6..=6),
        world.words.phrase(random, 7..=7)
    ));
    for _ in 0..random.between(2, 4) {
        let (name, text) = (world.words.phrase(random, 3..=3), world.words.sentences(random, 4..=4));
        out.push_str(&format!(":::{name}:::\n{text}\n\n"));
    }
    out.push_str(":::\n\n");
    documents(world, plan, random, out);
}
