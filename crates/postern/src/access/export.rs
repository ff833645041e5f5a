//! Exports the access list as CSV and JSON.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::AccessView;
use crate::inventory::Snapshot;
use crate::problem::{Problem, ProblemCode};
use crate::table::{csv, word};
use crate::text::visible_json;

/// The file format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// Comma-separated values, one line per principal and endpoint.
    Csv,
    /// JSON, including the findings.
    Json,
}

/// The header line of the CSV file.
const HEAD: [&str; 17] = [
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
    "reason",
    "ticket",
    "until",
    "owner_group",
];

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

/// The access list as the text of a file.
///
/// # Errors
/// [`ProblemCode::Other`]: serialization failed, which no data that Postern reads causes.
pub fn export(view: &AccessView, of: &Snapshot, format: ExportFormat) -> Result<String, Problem> {
    match format {
        ExportFormat::Json => {
            let whole = Whole {
                postern_access: 1,
                account: &of.account_name,
                project: &of.project_name,
                read_at: of.read_at,
                view,
            };
            let json = serde_json::to_string_pretty(&whole).map_err(|error| {
                Problem::new(
                    ProblemCode::Other,
                    format!("The export failed: {error}."),
                    "",
                )
            })?;
            Ok(visible_json(&json))
        }
        // The header line is there even if nobody has access.
        ExportFormat::Csv => Ok(csv(HEAD, lines(view, of))),
    }
}

/// One line per principal and endpoint, and one per endpoint whose list wasn't read.
fn lines<'a>(view: &'a AccessView, of: &'a Snapshot) -> impl Iterator<Item = [String; 17]> + 'a {
    let unread = view.unread.iter().map(|place| {
        [
            of.account_name.clone(),
            of.project_name.clone(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            "not-read".to_owned(),
            place.cloud.name().to_owned(),
            place.cluster_name.clone(),
            place.region.clone(),
            word(&place.status),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ]
    });
    let listed = view.principals.iter().flat_map(move |access| {
        access.reaches.iter().map(move |reach| {
            let since = reach.since.map(|since| since.at.to_string());
            let exact = match reach.since {
                Some(since) if since.exact => "yes",
                Some(_) => "no",
                None => "",
            };
            let note = reach.note.clone().unwrap_or_default();
            let connections = reach.connections.map(|count| count.to_string());
            [
                of.account_name.clone(),
                of.project_name.clone(),
                access.owner.clone().unwrap_or_default(),
                access.name.clone().unwrap_or_default(),
                access.principal.text.clone(),
                word(&access.principal.kind),
                access.cloud.name().to_owned(),
                reach.cluster_name.clone(),
                reach.region.clone(),
                word(&reach.status),
                since.unwrap_or_default(),
                exact.to_owned(),
                connections.unwrap_or_default(),
                note.reason,
                note.ticket,
                note.until.map(|date| date.to_string()).unwrap_or_default(),
                access.group.clone().unwrap_or_default(),
            ]
        })
    });
    listed.chain(unread)
}
