//! The tables for programs: one JSON object, and a CSV file for each table.

use serde_json::{Map, Value, json};

use super::{Cell, Health, Table};

impl Cell {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
        }
    }
}

/// Everything as one JSON object.
pub fn json(health: &Health) -> String {
    let table = |table: &Table| {
        let rows: Vec<Value> = table
            .rows
            .iter()
            .map(|row| {
                table
                    .columns
                    .iter()
                    .zip(row)
                    .map(|(column, cell)| (column.name.to_owned(), cell.value()))
                    .collect::<Map<_, _>>()
                    .into()
            })
            .collect();
        (table.id.to_owned(), Value::from(rows))
    };
    let figures: Map<String, Value> =
        health.figures.iter().map(|(name, number)| ((*name).to_owned(), (*number).into())).collect();
    let tables: Map<String, Value> = health.tables.iter().map(table).collect();
    let all = json!({"version": 1, "day": health.today.to_string(), "figures": figures, "tables": tables});
    format!("{all:#}\n")
}

/// A table as CSV, as RFC 4180 has it.
pub fn csv(table: &Table) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // A Vec takes all that is written to it, and all rows are as long as the first.
    let _ = writer.write_record(table.columns.iter().map(|column| column.name));
    for row in &table.rows {
        let _ = writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => inert(text),
            Cell::Number(number) => number.to_string(),
        }));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// `text` so that no spreadsheet takes it for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::{columns, text};

    #[test]
    fn texts_are_quoted_and_are_no_formulas() {
        let table = Table {
            id: "t",
            title: "T",
            lead: String::new(),
            columns: columns(&[("a", None), ("b", None)]),
            rows: vec![vec![text("=1+1"), Cell::Number(2)], vec![text("x, \"y\""), Cell::Number(3)]],
        };
        assert_eq!(csv(&table), "a,b\r\n'=1+1,2\r\n\"x, \"\"y\"\"\",3\r\n");
    }
}
