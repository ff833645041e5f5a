//! Exports the history as the text of a file. Pure.

use super::{HistoryEntry, HistoryFormat, HistoryStep};
use crate::principal::PrincipalView;
use crate::table::{csv, word};

/// Exports the entries.
pub fn export(entries: &[HistoryEntry], format: HistoryFormat) -> String {
    match format {
        HistoryFormat::Json => {
            let file = serde_json::json!({ "postern_history": 1, "entries": entries });
            // These values always serialize.
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
    let lines = entries.iter().flat_map(|entry| {
        let steps = entry.steps.iter().map(move |step| line(entry, step));
        // Only entries about shortening have no steps.
        let shortened = entry.shortened.map(|_| without_step(entry));
        steps.chain(shortened)
    });
    csv(HEAD, lines)
}

fn without_step(entry: &HistoryEntry) -> [String; 20] {
    let mut line: [String; 20] = Default::default();
    let deleted = entry.shortened.map_or(0, |shortened| shortened.deleted);
    line[..7].clone_from_slice(&about(entry));
    line[11] = format!("older entries deleted: {deleted}");
    line[18] = entry.batch.0.to_string();
    line
}

/// The first columns of a line.
fn about(entry: &HistoryEntry) -> [String; 7] {
    [
        entry.started.to_string(),
        entry.ended.map(|at| at.to_string()).unwrap_or_default(),
        word(&entry.kind),
        entry.title.clone(),
        entry.account_name.clone(),
        entry.project_name.clone(),
        entry.profile_name.clone().unwrap_or_default(),
    ]
}

fn line(entry: &HistoryEntry, step: &HistoryStep) -> [String; 20] {
    let time = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let [started, ended, kind, title, account, project, profile] = about(entry);
    [
        started,
        ended,
        kind,
        title,
        account,
        project,
        profile,
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
