//! The page: every table with its bars, which are drawn here. It loads one style sheet and nothing else.

use super::{Cell, Health, Table};
use crate::{
    render::html::{set, text},
    report::grouped,
};

/// Rows of a table that the page shows; the CSV files have all.
const SHOWN: usize = 50;
/// The length of a full bar.
const LENGTH: usize = 1000;

/// The style sheet, `style.css` beside the page.
pub const STYLE: &str = include_str!("style.css");

/// What every such page has, and no other one.
const HEADLINE: &str = "<header><h1>Health of the articles</h1>";

/// Whether `content` is such a page.
pub fn is_page(content: &[u8]) -> bool {
    memchr::memmem::find(content, HEADLINE.as_bytes()).is_some()
}

/// The page.
pub fn html(health: &Health) -> String {
    let mut out = String::with_capacity(256 * 1024);
    out.push_str("<!DOCTYPE html>\n<html");
    set(&mut out, "lang", "en");
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<title>Health · ");
    text(&mut out, &health.title);
    out.push_str("</title>\n<link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n");
    out.push_str(HEADLINE);
    out.push_str("\n<p>");
    text(&mut out, &health.title);
    out.push_str(&format!(" · <time>{}</time> · <a href=\"health.json\">JSON</a></p>\n<dl>", health.today));
    for (name, number) in &health.figures {
        out.push_str(&format!("<div><dt>{name}</dt><dd>{}</dd></div>", grouped(*number)));
    }
    out.push_str("</dl>\n</header>\n<nav aria-label=\"Tables\"><ul>");
    for table in &health.tables {
        out.push_str(&format!("<li><a href=\"#{}\">{}</a></li>", table.id, table.title));
    }
    out.push_str("</ul></nav>\n<main>\n");
    for table in &health.tables {
        section(&mut out, table);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn section(out: &mut String, table: &Table) {
    let Table { id, title, lead, columns, rows } = table;
    out.push_str(&format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n"));
    if !lead.is_empty() {
        out.push_str("<p>");
        text(out, lead);
        out.push_str("</p>\n");
    }
    if rows.is_empty() {
        out.push_str("</section>\n");
        return;
    }
    let total = |row: &[Cell]| -> usize { parts(table, row).map(|(_, number)| number).sum() };
    let most = rows.iter().map(|row| total(row)).max().unwrap_or(0);
    let has_bars = columns.iter().any(|column| column.bar.is_some());
    out.push_str(&format!(
        "<div class=\"table\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\"><table>\n<thead><tr>"
    ));
    for (at, column) in columns.iter().enumerate() {
        let class = if matches!(rows[0][at], Cell::Number(_)) { " class=\"number\"" } else { "" };
        let key = column.bar.map(|shade| format!("<i class=\"{}\"></i>", shade.name())).unwrap_or_default();
        out.push_str(&format!("<th scope=\"col\"{class}>{key}{}</th>", column.name));
        if at == 0 && has_bars {
            out.push_str("<td class=\"bar\"></td>");
        }
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows.iter().take(SHOWN) {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            match cell {
                Cell::Text(words) if at == 0 => {
                    out.push_str("<th scope=\"row\">");
                    text(out, words);
                    out.push_str("</th>");
                }
                Cell::Text(words) => {
                    out.push_str("<td>");
                    text(out, words);
                    out.push_str("</td>");
                }
                Cell::Number(number) => {
                    out.push_str(&format!("<td class=\"number\">{}</td>", grouped(*number)));
                }
            }
            if at == 0 && has_bars {
                bar(out, table, row, most);
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n<p class=\"more\">");
    if rows.len() > SHOWN {
        out.push_str(&format!("{} more are in ", grouped(rows.len() - SHOWN)));
    }
    out.push_str(&format!("<a href=\"{id}.csv\">{id}.csv</a></p>\n</section>\n"));
}

/// The numbers of `row` that its bar is made of, with the looks of each.
fn parts<'t>(table: &'t Table, row: &'t [Cell]) -> impl Iterator<Item = (&'static str, usize)> {
    table.columns.iter().zip(row).filter_map(|(column, cell)| match (column.bar, cell) {
        (Some(shade), Cell::Number(number)) => Some((shade.name(), *number)),
        _ => None,
    })
}

/// The bar of `row`: `most` is as long as can be. The numbers beside it say the same to those who cannot see.
fn bar(out: &mut String, table: &Table, row: &[Cell], most: usize) {
    out.push_str(&format!(
        "<td class=\"bar\"><svg aria-hidden=\"true\" viewBox=\"0 0 {LENGTH} 10\" preserveAspectRatio=\"none\">"
    ));
    let mut before = 0;
    for (class, number) in parts(table, row).filter(|(_, number)| *number > 0) {
        let (from, to) = (before * LENGTH / most.max(1), (before + number) * LENGTH / most.max(1));
        // What is there is seen, however little it is.
        let width = (to - from).max(4);
        out.push_str(&format!("<rect class=\"{class}\" x=\"{from}\" width=\"{width}\" height=\"10\"/>"));
        before += number;
    }
    out.push_str("</svg></td>");
}
