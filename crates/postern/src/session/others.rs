//! What others changed, for a notification of the desktop.

use jiff::Timestamp;

use super::Reminder;
use super::app::App;
use crate::change::{Action, endpoint_name};
use crate::journal::{HistoryEntry, HistoryOnly, HistoryQuery, HistoryStep};
use crate::principal::PrincipalView;

/// The most endpoints and principals that are named one by one.
const MOST_NAMED: usize = 5;

impl App {
    /// What others changed and Postern noticed after `since`, if the settings want a notification of that.
    pub async fn others_since(&self, since: Timestamp) -> Option<Reminder> {
        if !self.core.settings.get().notify_others {
            return None;
        }
        let query = HistoryQuery {
            only: HistoryOnly::Seen,
            ..HistoryQuery::default()
        };
        let page = self.history(query).await.ok()?;
        let entries = page.entries.into_iter();
        let new: Vec<_> = entries.filter(|entry| entry.started > since).collect();
        notification(&new)
    }
}

fn notification(entries: &[HistoryEntry]) -> Option<Reminder> {
    let newest = entries.first()?;
    let steps: Vec<&HistoryStep> = entries.iter().flat_map(|entry| &entry.steps).collect();
    let (title, text) = match steps.as_slice() {
        [] => return None,
        [step] => {
            let name = endpoint_name(&step.cluster_name, &step.region);
            (format!("Someone else changed {name}"), what(step))
        }
        steps => {
            let names: Vec<String> = steps
                .iter()
                .map(|step| endpoint_name(&step.cluster_name, &step.region))
                .collect();
            let all: u32 = entries.iter().map(|entry| entry.steps_total).sum();
            let all = usize::try_from(all).unwrap_or(names.len());
            let title = format!("Someone else changed {all} endpoints");
            (title, named(&names, all))
        }
    };
    Some(Reminder {
        id: newest.batch.0.to_string(),
        title,
        text,
    })
}

fn what(step: &HistoryStep) -> String {
    let texts = |views: &[PrincipalView]| {
        let texts: Vec<String> = views.iter().map(|view| view.text.clone()).collect();
        named(&texts, texts.len())
    };
    match step.action {
        Action::Create => "The endpoint was created.".to_owned(),
        Action::Delete => "The endpoint was deleted.".to_owned(),
        Action::Edit => {
            let parts = [("Added", &step.added), ("Removed", &step.removed)];
            let parts = parts.iter().filter(|(_, views)| !views.is_empty());
            let parts: Vec<String> = parts
                .map(|(verb, views)| format!("{verb}: {}.", texts(views)))
                .collect();
            parts.join(" ")
        }
    }
}

/// "a, b and 3 more".
fn named(names: &[String], all: usize) -> String {
    let shown = &names[..names.len().min(MOST_NAMED)];
    match all - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
