//! Exports the history as the text of a file. Pure.

use super::{HistoryEntry, HistoryFormat, HistoryStep, VpcResult};
use crate::principal::{Names, PrincipalView};
use crate::table::{csv, word};
use crate::text::visible_json;

/// Exports the entries, with the names of the owners of what was added and removed.
pub fn export(entries: &[HistoryEntry], names: &Names, format: HistoryFormat) -> String {
    match format {
        HistoryFormat::Json => {
            let file = serde_json::json!({
                "postern_history": 1,
                "owner_names": names.by_owner(),
                "owner_groups": names.groups(),
                "entries": entries,
            });
            // These values always serialize.
            visible_json(&serde_json::to_string_pretty(&file).unwrap_or_default())
        }
        HistoryFormat::Csv => table(entries, names),
    }
}

const HEAD: [&str; 25] = [
    "started",
    "ended",
    "kind",
    "title",
    "account",
    "project",
    "profile",
    "cluster",
    "cloud",
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
    "owner names",
    "why",
    "ticket",
    "until",
];

fn table(entries: &[HistoryEntry], names: &Names) -> String {
    let lines = entries.iter().flat_map(|entry| {
        let steps = entry.steps.iter().map(move |step| line(entry, step, names));
        // Only entries about shortening and about VPCs have no steps.
        let has_none = entry.shortened.is_some() || entry.vpc.is_some();
        steps.chain(has_none.then(|| without_step(entry)))
    });
    csv(HEAD, lines)
}

fn without_step(entry: &HistoryEntry) -> [String; 25] {
    let mut line: [String; 25] = Default::default();
    line[..7].clone_from_slice(&about(entry));
    if let Some(shortened) = entry.shortened {
        line[12] = format!("older entries deleted: {}", shortened.deleted);
    }
    if let Some(vpc) = &entry.vpc {
        line[10] = format!("{} VPC", word(&vpc.action));
        let (result, reason) = match &vpc.result {
            VpcResult::Unknown(reason) => ("unknown", reason.as_str()),
            VpcResult::Accepted => ("accepted", ""),
            VpcResult::Failed(reason) => ("failed", reason.as_str()),
        };
        result.clone_into(&mut line[11]);
        reason.clone_into(&mut line[12]);
    }
    line[19] = entry.batch.0.to_string();
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

fn line(entry: &HistoryEntry, step: &HistoryStep, names: &Names) -> [String; 25] {
    let time = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let note = entry.note.clone().unwrap_or_default();
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
        step.cloud.name().to_owned(),
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
        names
            .of_all(step.added.iter().chain(&step.removed))
            .join(", "),
        note.reason,
        note.ticket,
        note.until.map(|date| date.to_string()).unwrap_or_default(),
    ]
}

fn list(views: &[PrincipalView]) -> String {
    let texts: Vec<&str> = views.iter().map(|view| view.text.as_str()).collect();
    texts.join(" ")
}
