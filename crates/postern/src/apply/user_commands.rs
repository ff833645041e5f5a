//! What a change is told from outside: again, no further, go on, away with it.

use aeon::ids::RegionInfoId;

use super::runner::{Deletion, Question, Runner, Stage};
use crate::change::{Conflict, StepState};
use crate::plan::{JobKind, stale};
use crate::principal::texts;
use crate::problem::{Problem, ProblemCode};

impl Runner {
    pub(super) fn retry(&mut self, region: &RegionInfoId) -> Result<(), Problem> {
        // What puts something back comes after the step that it belongs to.
        let here = |index: &usize| self.steps[*index].job.region_id == *region;
        let can_retry = |index: &usize| {
            let state = self.shown_state(*index);
            state.is_some_and(|state| {
                state.can_retry() || matches!(state, StepState::Superseded { .. })
            })
        };
        let mut all = (0..self.steps.len()).filter(here);
        let first = all.clone().next();
        let index = all.find(can_retry).or(first).filter(|index| {
            let stage = &self.steps[*index].stage;
            matches!(
                stage,
                Stage::Over | Stage::Overdue { .. } | Stage::Unreadable
            )
        });
        let index = index.ok_or_else(|| stale("This step is still running.", ""))?;
        if matches!(self.steps[index].stage, Stage::Unreadable) {
            let hint = "Plan the change again.";
            return Err(stale("What this step does is no longer known.", hint));
        }
        match self.shown_state(index) {
            Some(StepState::Confirmed { .. } | StepState::Settled { happened: true, .. })
            | None => {
                return Err(stale("This step is done.", ""));
            }
            Some(StepState::Superseded { now }) => {
                if let JobKind::Edit { seen, .. } = &mut self.steps[index].job.kind {
                    *seen = texts(&now);
                }
                self.step(index, |_| {});
            }
            Some(_) => {}
        }
        self.again(index);
        // What was to be created in its place comes again, too.
        for later in index + 1..self.steps.len() {
            let is_over = matches!(self.steps[later].stage, Stage::Over);
            if is_over && self.deletion_before(later) == Some(Deletion::Open) {
                self.send_soon(later);
            }
        }
        Ok(())
    }

    /// What somebody else has changed since is the user's to decide, and is left alone.
    pub(super) fn retry_failed(&mut self) -> Result<(), Problem> {
        for index in self.over_as(|state| {
            matches!(
                state,
                StepState::Failed { .. }
                    | StepState::NotConfirmed { .. }
                    | StepState::NotSent
                    | StepState::Settled {
                        happened: false,
                        ..
                    }
            )
        }) {
            self.again(index);
        }
        self.shared.ledger.cancelled(self.id, false);
        let held = |live: &super::runner::Live| matches!(live.stage, Stage::Held);
        let still_held = self.steps.iter().any(held);
        self.shared.record(self.id, |change| {
            change.cancelled = false;
            change.recovered &= still_held;
        });
        Ok(())
    }

    /// Discards what was not sent. (What was sent is read until it is settled.)
    pub(super) fn call_off(&mut self, cancelled: bool) -> Result<(), Problem> {
        if cancelled {
            self.shared.ledger.cancelled(self.id, true);
        }
        self.shared.record(self.id, |change| {
            change.cancelled |= cancelled;
            change.recovered = false;
        });
        for index in 0..self.steps.len() {
            if !matches!(
                self.steps[index].stage,
                Stage::Over | Stage::Overdue { .. } | Stage::Unreadable | Stage::Sent { .. }
            ) {
                self.over(index, StepState::NotSent);
            }
        }
        let given_up = self.over_as(|state| {
            matches!(
                state,
                StepState::Settled {
                    happened: false,
                    ..
                }
            )
        });
        let unreadable = (0..self.steps.len())
            .filter(|index| matches!(self.steps[*index].stage, Stage::Unreadable));
        let keys = given_up
            .into_iter()
            .chain(unreadable)
            .map(|index| self.key(index));
        self.shared.ledger.give_up(keys.collect());
        Ok(())
    }

    /// Resumes what was unfinished when Postern quit.
    pub(super) fn resume(&mut self) -> Result<(), Problem> {
        let did_not_happen = self.over_as(|state| {
            matches!(
                state,
                StepState::Settled {
                    happened: false,
                    ..
                }
            )
        });
        self.shared
            .record(self.id, |change| change.recovered = false);
        for index in 0..self.steps.len() {
            let held = matches!(self.steps[index].stage, Stage::Held);
            if !held && !did_not_happen.contains(&index) {
                continue;
            }
            if matches!(self.steps[index].job.kind, JobKind::Delete { .. }) {
                self.ask(index, Question::DeleteAgain, Conflict::DeleteAgain);
            } else {
                self.again(index);
            }
        }
        Ok(())
    }

    pub(super) fn dismiss(&mut self) -> Result<(), Problem> {
        let sent = |live: &super::runner::Live| matches!(live.stage, Stage::Sent { .. });
        if self.steps.iter().any(sent) {
            return Err(Problem::new(
                ProblemCode::Other,
                "The change was sent and is being confirmed.",
                "Dismiss it when it is confirmed.",
            ));
        }
        self.call_off(false)?;
        for live in &self.steps {
            self.overlay(&live.job.region_id, None);
        }
        Ok(())
    }

    /// Asks the user about a deletion.
    pub(super) fn ask(&mut self, index: usize, question: Question, conflict: Conflict) {
        let region = self.steps[index].job.region_id.clone();
        self.shared.release(&region, self.key(index));
        self.steps[index].stage = Stage::Asking(question);
        let conflicts = vec![conflict];
        self.step(index, |step| step.conflicts.clone_from(&conflicts));
        let now = Vec::new();
        self.state(index, StepState::Conflict { conflicts, now });
    }

    fn again(&mut self, index: usize) {
        let region = self.steps[index].job.region_id.clone();
        self.overlay(&region, None);
        self.send_soon(index);
    }

    /// The steps that are over in such a state.
    fn over_as(&self, wanted: impl Fn(&StepState) -> bool) -> Vec<usize> {
        let over = |index: &usize| {
            matches!(
                self.steps[*index].stage,
                Stage::Over | Stage::Overdue { .. }
            )
        };
        let so = |index: &usize| self.shown_state(*index).is_some_and(|state| wanted(&state));
        (0..self.steps.len()).filter(over).filter(so).collect()
    }

    pub(super) fn shown_state(&self, index: usize) -> Option<StepState> {
        self.shared.look(self.id, |change| {
            Some(change.steps.get(index)?.state.clone())
        })?
    }
}
