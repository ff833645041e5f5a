//! How batches ended, for a notification. Pure.

use std::collections::{HashMap, HashSet};

use crate::change::{BatchId, Change, StepState, Tally};
use crate::text::visible;

/// A batch in which nothing more happens without the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchResult {
    /// What the batch does.
    pub title: String,
    /// How it ended.
    pub text: String,
}

/// Notices when a batch that was under way no longer is.
#[derive(Default)]
pub struct BatchResults {
    under_way: HashSet<BatchId>,
}

impl BatchResults {
    /// The batches that have come to rest since it was last asked.
    pub fn since(&mut self, changes: &[Change]) -> Vec<BatchResult> {
        let mut batches: HashMap<BatchId, Vec<&Change>> = HashMap::new();
        for change in changes {
            batches.entry(change.batch).or_default().push(change);
        }
        let moves = |changes: &[&Change]| changes.iter().any(|change| change.moves());
        let ended = batches
            .iter()
            .filter(|(id, changes)| self.under_way.contains(id) && !moves(changes))
            .map(|(_, changes)| outcome(changes));
        let ended = ended.collect();
        let under_way = batches.iter().filter(|(_, changes)| moves(changes));
        self.under_way = under_way.map(|(id, _)| *id).collect();
        ended
    }
}

impl Change {
    /// Whether some of it is still being sent or confirmed without the user.
    pub fn moves(&self) -> bool {
        self.steps.iter().any(|step| match step.state {
            // What was left when Postern ended waits for the user.
            StepState::Planned => !self.recovered,
            StepState::Waiting { .. }
            | StepState::Sending
            | StepState::Accepted { .. }
            | StepState::InForce { .. } => true,
            _ => false,
        })
    }
}

fn outcome(changes: &[&Change]) -> BatchResult {
    let tally = changes
        .iter()
        .fold(Tally::default(), |sum, change| sum.and(change.tally));
    let text = if tally.done == tally.all {
        match tally.all {
            1 => "Confirmed.".to_owned(),
            all => format!("All {all} endpoints confirmed."),
        }
    } else {
        let parts = [
            (tally.done, "confirmed"),
            (tally.failed, "failed"),
            (tally.not_confirmed, "not confirmed"),
            (tally.superseded, "replaced by someone else's list"),
            (tally.decisions, "waiting for your decision"),
            (tally.not_sent + tally.planned, "not sent"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        format!("{} of {}.", parts.join(", "), tally.all)
    };
    let title = changes.first().map(|change| change.title.clone());
    BatchResult {
        // A title of an earlier version may have names as they are.
        title: visible(&title.unwrap_or_default()),
        text,
    }
}
