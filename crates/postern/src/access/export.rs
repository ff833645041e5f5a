//! Who can reach what, for other programs: CSV and JSON.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::AccessView;
use crate::inventory::Snapshot;
use crate::problem::{Problem, ProblemCode};

/// What an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// Comma-separated values, one line for each principal on each endpoint.
    Csv,
    /// JSON, with the findings.
    Json,
}

/// The CSV's first line: the fields of [`Line`].
const HEAD: [&str; 13] = [
    "account",
    "project",
    "owner",
    "owner_name",
    "principal",
    "principal_kind",
    "cloud",
    "cluster",
    "region",
    "endpoint_status",
    "since",
    "since_exact",
    "endpoint_connections",
];

/// A principal on an endpoint's list, as a line of the CSV.
#[derive(Serialize)]
struct Line<'a> {
    account: &'a str,
    project: &'a str,
    owner: &'a str,
    owner_name: String,
    principal: String,
    principal_kind: String,
    cloud: &'a str,
    cluster: &'a str,
    region: &'a str,
    endpoint_status: String,
    since: String,
    since_exact: &'static str,
    endpoint_connections: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole<'a> {
    postern_access: u32,
    account: &'a str,
    project: &'a str,
    read_at: Option<jiff::Timestamp>,
    #[serde(flatten)]
    view: &'a AccessView,
}

/// Writes out who can reach what.
///
/// # Errors
/// [`ProblemCode::Other`]: it can't be written as text, which no data that Postern reads leads to.
pub fn export(view: &AccessView, of: &Snapshot, format: ExportFormat) -> Result<String, Problem> {
    let failed = |error: &dyn std::fmt::Display| {
        Problem::new(
            ProblemCode::Other,
            format!("The export failed: {error}."),
            "",
        )
    };
    match format {
        ExportFormat::Json => {
            let whole = Whole {
                postern_access: 1,
                account: &of.account_name,
                project: &of.project_name,
                read_at: of.read_at,
                view,
            };
            serde_json::to_string_pretty(&whole).map_err(|error| failed(&error))
        }
        ExportFormat::Csv => {
            // The head stands there also where nobody has access.
            let mut writer = csv::WriterBuilder::new()
                .has_headers(false)
                .from_writer(Vec::new());
            writer.write_record(HEAD).map_err(|error| failed(&error))?;
            for line in lines(view, of) {
                writer.serialize(line).map_err(|error| failed(&error))?;
            }
            let bytes = writer.into_inner().map_err(|error| failed(&error))?;
            String::from_utf8(bytes).map_err(|error| failed(&error))
        }
    }
}

fn lines<'a>(view: &'a AccessView, of: &'a Snapshot) -> impl Iterator<Item = Line<'a>> {
    view.principals.iter().flat_map(move |access| {
        access.reaches.iter().map(move |reach| Line {
            account: &of.account_name,
            project: &of.project_name,
            owner: access.owner.as_deref().unwrap_or_default(),
            owner_name: plain(access.name.as_deref().unwrap_or_default()),
            principal: plain(&access.principal.text),
            principal_kind: word(&access.principal.kind),
            cloud: access.cloud.name(),
            cluster: &reach.cluster_name,
            region: &reach.region,
            endpoint_status: word(&reach.status),
            since: reach
                .since
                .map(|since| since.at.to_string())
                .unwrap_or_default(),
            since_exact: match reach.since {
                Some(since) if since.exact => "yes",
                Some(_) => "no",
                None => "",
            },
            endpoint_connections: reach.connections,
        })
    })
}

/// Text that a spreadsheet doesn't take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The word that the page gets for it too.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
