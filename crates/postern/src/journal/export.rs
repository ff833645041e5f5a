//! The history as the text of a file. Pure.

use super::{HistoryEntry, HistoryFormat, HistoryKind, HistoryStep};
use crate::inventory::PrincipalView;
use crate::table::{csv, word};

/// The entries as a file.
pub fn export(entries: &[HistoryEntry], format: HistoryFormat) -> String {
    match format {
        HistoryFormat::Json => {
            let file = serde_json::json!({ "postern_history": 1, "entries": entries });
            // Values that have just been made have a JSON form.
            serde_json::to_string_pretty(&file).unwrap_or_default()
        }
        HistoryFormat::Csv => table(entries),
    }
}

const HEAD: [&str; 20] = [
    "started",
    "ended",
    "kind",
    "title",
    "account",
    "project",
    "profile",
    "cluster",
    "region",
    "action",
    "result",
    "reason",
    "sent",
    "step ended",
    "added",
    "removed",
    "before",
    "after",
    "batch",
    "region id",
];

fn table(entries: &[HistoryEntry]) -> String {
    let lines = entries
        .iter()
        .flat_map(|entry| entry.steps.iter().map(move |step| line(entry, step)));
    csv(HEAD, lines)
}

fn line(entry: &HistoryEntry, step: &HistoryStep) -> [String; 20] {
    let time = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let kind = match entry.kind {
        HistoryKind::Ours => "ours",
        HistoryKind::Seen => "seen",
    };
    [
        entry.started.to_string(),
        time(entry.ended),
        kind.to_owned(),
        entry.title.clone(),
        entry.account_name.clone(),
        entry.project_name.clone(),
        entry.profile_name.clone().unwrap_or_default(),
        step.cluster_name.clone(),
        step.region.clone(),
        word(&step.action),
        word(&step.result),
        step.reason.clone(),
        time(step.sent),
        time(step.ended),
        list(&step.added),
        list(&step.removed),
        list(&step.before),
        list(&step.after),
        entry.batch.0.to_string(),
        step.region_id.to_string(),
    ]
}

fn list(views: &[PrincipalView]) -> String {
    let texts: Vec<&str> = views.iter().map(|view| view.text.as_str()).collect();
    texts.join(" ")
}
