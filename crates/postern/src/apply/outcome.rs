//! How batches ended, for whoever isn't looking. Pure.

use std::collections::{HashMap, HashSet};

use crate::change::{BatchId, Change, StepState};

/// A batch in which nothing more happens without the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What the batch does.
    pub title: String,
    /// How it ended.
    pub text: String,
}

/// Notices when a batch that was under way no longer is.
#[derive(Default)]
pub struct Outcomes {
    under_way: HashSet<BatchId>,
}

impl Outcomes {
    /// The batches that have come to rest since it was last asked.
    pub fn since(&mut self, changes: &[Change]) -> Vec<Outcome> {
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
    /// Whether something of it is still to be sent or being confirmed, and goes on by itself.
    pub fn moves(&self) -> bool {
        self.steps.iter().any(|step| match step.state {
            // What was left when Postern ended waits for the user.
            StepState::Planned => !self.recovered,
            StepState::Waiting { .. } | StepState::Sending | StepState::Accepted { .. } => true,
            _ => false,
        })
    }
}

fn outcome(changes: &[&Change]) -> Outcome {
    let states = || changes.iter().flat_map(|change| &change.steps);
    let count =
        |wanted: fn(&StepState) -> bool| states().filter(|step| wanted(&step.state)).count();
    let all = states().count();
    let confirmed = count(|state| {
        matches!(
            state,
            StepState::Confirmed { .. } | StepState::Settled { happened: true, .. }
        )
    });
    let text = if confirmed == all {
        match all {
            1 => "Confirmed.".to_owned(),
            all => format!("All {all} endpoints confirmed."),
        }
    } else {
        let parts = [
            (confirmed, "confirmed"),
            (
                count(|state| matches!(state, StepState::Failed { .. })),
                "failed",
            ),
            (
                count(|state| matches!(state, StepState::NotConfirmed { .. })),
                "not confirmed",
            ),
            (
                count(|state| matches!(state, StepState::Superseded { .. })),
                "replaced by somebody else's list",
            ),
            (
                count(|state| matches!(state, StepState::Conflict { .. })),
                "waiting for your decision",
            ),
            (
                count(|state| {
                    matches!(
                        state,
                        StepState::NotSent
                            | StepState::Planned
                            | StepState::Settled {
                                happened: false,
                                ..
                            }
                    )
                }),
                "not sent",
            ),
        ];
        let said = parts.iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = said
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        format!("{} of {all}.", said.join(", "))
    };
    let title = changes.first().map(|change| change.title.clone());
    Outcome {
        title: title.unwrap_or_default(),
        text,
    }
}
