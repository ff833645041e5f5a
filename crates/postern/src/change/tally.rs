//! Counting a change's steps, for progress, notifications and "try again".

use serde::Serialize;
use specta::Type;

use super::{Change, StepState};

/// How many steps are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// All steps.
    pub all: u32,
    /// Confirmed, or found to have happened.
    pub done: u32,
    /// Failed.
    pub failed: u32,
    /// Not confirmed in time.
    pub not_confirmed: u32,
    /// Replaced by somebody else's list.
    pub superseded: u32,
    /// Waiting for the user's decision.
    pub decisions: u32,
    /// Being sent or confirmed.
    pub sent: u32,
    /// Waiting for the cluster.
    pub waiting: u32,
    /// Not sent yet.
    pub planned: u32,
    /// Called off, or found not to have happened.
    pub not_sent: u32,
    /// Settled by reading after a restart, whichever way.
    pub settled: u32,
    /// Among those that are sent: sent before a restart, and being settled by reading.
    pub settling: u32,
    /// What "try again" takes.
    pub again: u32,
    /// What of an interrupted change waits for the user's word.
    pub rest: u32,
}

impl Change {
    /// Counts the steps again; to be called whenever something of them has changed.
    pub(crate) fn recount(&mut self) {
        let mut tally = Tally::default();
        for running in &mut self.steps {
            running.can_retry = running.state.can_retry();
            tally.count(&running.state, self.recovered);
        }
        self.tally = tally;
    }
}

impl StepState {
    /// Whether "try again" takes a step in this state.
    pub(crate) fn can_retry(&self) -> bool {
        matches!(
            self,
            Self::Failed { .. }
                | Self::NotConfirmed { .. }
                | Self::NotSent
                | Self::Settled {
                    happened: false,
                    ..
                }
        )
    }
}

impl Tally {
    fn count(&mut self, state: &StepState, recovered: bool) {
        self.all += 1;
        self.again += u32::from(state.can_retry());
        match state {
            StepState::Planned => {
                self.planned += 1;
                self.rest += u32::from(recovered);
            }
            // What was left with nothing sent waits as planned: one that waits for more has been sent.
            StepState::Waiting { .. } if recovered => {
                self.sent += 1;
                self.settling += 1;
            }
            StepState::Waiting { .. } => self.waiting += 1,
            StepState::Sending | StepState::Accepted { .. } | StepState::InForce { .. } => {
                self.sent += 1;
            }
            StepState::Confirmed { .. } => self.done += 1,
            StepState::NotConfirmed { .. } => self.not_confirmed += 1,
            StepState::Superseded { .. } => self.superseded += 1,
            StepState::Conflict { .. } => self.decisions += 1,
            StepState::Failed { .. } => self.failed += 1,
            StepState::NotSent => {
                self.not_sent += 1;
                self.rest += u32::from(recovered);
            }
            StepState::Settled { happened, .. } => {
                self.settled += 1;
                if *happened {
                    self.done += 1;
                } else {
                    self.not_sent += 1;
                    self.rest += u32::from(recovered);
                }
            }
        }
    }

    /// The tally of several changes together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            all: self.all + other.all,
            done: self.done + other.done,
            failed: self.failed + other.failed,
            not_confirmed: self.not_confirmed + other.not_confirmed,
            superseded: self.superseded + other.superseded,
            decisions: self.decisions + other.decisions,
            sent: self.sent + other.sent,
            waiting: self.waiting + other.waiting,
            planned: self.planned + other.planned,
            not_sent: self.not_sent + other.not_sent,
            settled: self.settled + other.settled,
            settling: self.settling + other.settling,
            again: self.again + other.again,
            rest: self.rest + other.rest,
        }
    }
}
