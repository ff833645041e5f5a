//! Rows of the tables as text for other programs. Pure.

mod values;

use std::collections::HashSet;
use std::hash::Hash;

use aeon::ids::{ClusterId, RegionInfoId, VpcId};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::inventory::Snapshot;
use crate::principal::Names;
use crate::table::{BYTE_ORDER_MARK, csv, markdown, on_one_line, tab_separated};
use crate::text::visible_json;
use values::{Row, Table, Values, clusters, dated_endpoints, endpoints, vpcs};

/// Names rows of one table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", content = "ids", rename_all = "kebab-case")]
pub enum Rows {
    Endpoints(Vec<RegionInfoId>),
    Clusters(Vec<ClusterId>),
    Vpcs(Vec<VpcId>),
}

/// What becomes of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum RowsFormat {
    /// The names of clusters and VPCs, one a line, without repeats.
    Names,
    /// The service names of endpoints, one a line.
    ServiceNames,
    /// The host names of endpoints, one a line.
    Hosts,
    /// The principals of endpoints, one a line, without repeats.
    Principals,
    /// Links that show endpoints in Postern, one a line.
    Links,
    /// Tab-separated values with a line of titles, for a spreadsheet.
    Tsv,
    Csv,
    Json,
    /// A Markdown table.
    Markdown,
}

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum FileFormat {
    Csv,
    Json,
}

/// The text, and how much is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowsText {
    /// Empty if `count` is 0.
    pub text: String,
    pub summary: RowsSummary,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowsSummary {
    /// The number of values or rows in the text.
    pub count: u32,
    /// The number of rows that have no such value, or whose value isn't known.
    pub without: u32,
    /// The first lines of the text, if it is one of values.
    pub first: Vec<String>,
}

/// How many lines of a text are shown to the user.
const SHOWN: usize = 3;

/// Makes a text of rows, in the order in which they are named. Rows that no longer exist are left out. `owners` names the
/// owners of principals.
#[must_use]
pub fn text_of(snapshot: &Snapshot, owners: &Names, rows: &Rows, format: RowsFormat) -> RowsText {
    match rows {
        Rows::Endpoints(ids) => endpoints(snapshot, owners, &distinct(ids)).text(format),
        Rows::Clusters(ids) => clusters(snapshot, &distinct(ids)).text(format),
        Rows::Vpcs(ids) => vpcs(snapshot, &distinct(ids)).text(format),
    }
}

/// Makes a file of endpoints, in the order in which they are named, with when each was read. Regions that no longer
/// exist are left out.
#[must_use]
pub fn endpoints_file(
    snapshot: &Snapshot,
    owners: &Names,
    ids: &[RegionInfoId],
    format: FileFormat,
) -> String {
    let table = dated_endpoints(snapshot, owners, &distinct(ids));
    match format {
        FileFormat::Csv => csv(table.titles, table.rows.iter().map(Row::texts)),
        FileFormat::Json => table.json(),
    }
}

impl<const N: usize> Table<N> {
    fn json(&self) -> String {
        let objects = self.rows.iter().map(|row| row.object(&self.titles));
        let objects = serde_json::Value::Array(objects.collect());
        visible_json(&format!("{objects:#}\n"))
    }

    fn text(&self, format: RowsFormat) -> RowsText {
        let Self { titles, rows } = self;
        let cells = || rows.iter().map(Row::texts);
        let text = match format {
            RowsFormat::Names => return lines(rows, |row| &row.names),
            RowsFormat::ServiceNames => return lines(rows, |row| &row.service_names),
            RowsFormat::Hosts => return lines(rows, |row| &row.hosts),
            RowsFormat::Links => return lines(rows, |row| &row.links),
            RowsFormat::Principals => return lines(rows, |row| &row.principals),
            _ if rows.is_empty() => String::new(),
            RowsFormat::Tsv => tab_separated(*titles, cells()),
            // The mark is for files.
            RowsFormat::Csv => csv(*titles, cells())
                .trim_start_matches(BYTE_ORDER_MARK)
                .to_owned(),
            RowsFormat::Markdown => markdown(*titles, cells()),
            RowsFormat::Json => self.json(),
        };
        RowsText {
            text,
            summary: RowsSummary {
                count: number(rows.len()),
                ..RowsSummary::default()
            },
        }
    }
}

/// One value a line, without repeats.
fn lines<const N: usize>(rows: &[Row<N>], of: fn(&Row<N>) -> &Values) -> RowsText {
    let all = rows.iter().flat_map(|row| of(row).iter());
    // A name with a line break, pasted into a shell, would run what comes after it.
    let values = distinct(&all.map(|value| on_one_line(value)).collect::<Vec<_>>());
    let first = values.iter().take(SHOWN);
    let summary = RowsSummary {
        count: number(values.len()),
        without: number(rows.iter().filter(|row| of(row).is_empty()).count()),
        first: first.cloned().collect(),
    };
    RowsText {
        text: values.join("\n"),
        summary,
    }
}

/// The items without repeats, in their order.
fn distinct<T: Clone + Eq + Hash>(items: &[T]) -> Vec<T> {
    let mut seen = HashSet::new();
    let new = items.iter().filter(|item| seen.insert(*item));
    new.cloned().collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
