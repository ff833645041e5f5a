//! What the service's answer to a request means.

use std::time::Duration;

use aeon::Error;
use aeon::clock::timestamp;
use aeon::wire::activity_named_in;
use tokio::time::Instant;

use super::runner::{Live, Question, Runner, Stage, after};
use super::verdict::Sent;
use crate::change::{Conflict, StepState};
use crate::inventory::PseRef;
use crate::plan::JobKind;
use crate::problem::Problem;

const OUR_TURN: &str = "Queued: this cluster accepts one change at a time.";
const SLOWER: &str = "Waiting: the service asked for fewer requests.";
const OLD_KEY: &str =
    "The API key that was replaced meanwhile was refused. Trying again with the new one.";
const LOST: &str = "No usable answer: checking whether the change arrived.";

impl Runner {
    /// What the service's answer to something that was sent means for the step.
    pub(super) fn answered(
        &mut self,
        index: usize,
        answer: Result<(), Error>,
        sent: Sent,
        target: Option<PseRef>,
    ) {
        // A 2xx says that it was taken, whatever became of its content.
        let answer = answer.or_else(|error| {
            if error.was_taken() {
                Ok(())
            } else {
                Err(error)
            }
        });
        match answer {
            Ok(()) => {
                self.draw(index, &sent, false);
                self.wait_for_read(index, sent, target);
                self.state(index, StepState::Accepted { since: timestamp() });
            }
            Err(error) if !error.may_have_happened() => {
                let region = self.steps[index].job.region_id.clone();
                self.shared.sent(&region, false);
                self.refused(index, error);
            }
            Err(_) => self.uncertain(index, sent, target),
        }
    }

    /// Whether the service took it is not known: reads tell.
    pub(super) fn uncertain(&mut self, index: usize, sent: Sent, target: Option<PseRef>) {
        let sent = Sent {
            certain: false,
            ..sent
        };
        self.wait_for_read(index, sent, target);
        let reason = LOST.to_owned();
        self.state(index, StepState::Waiting { reason });
    }

    /// The service did not take it.
    fn refused(&mut self, index: usize, error: Error) {
        match error {
            Error::Busy { .. } if self.under_way() => {
                self.wait_for_cluster(index, OUR_TURN.to_owned());
            }
            Error::Busy { detail, .. } => {
                self.wait_for_cluster(index, busy(detail.text));
            }
            // One answer doesn't say that it is gone: the next reads do, its cluster's among them.
            error @ Error::NotFound { .. } if self.edits(index) => self.not_found(index, &error),
            error @ Error::TooLate { .. } => self.wait_for_cluster(index, error.to_string()),
            // An edit is not sent again as it is, however short the wait: it is read and merged first, and
            // that ends it where nothing can be reached.
            error @ Error::Unreachable { .. } if self.edits(index) => {
                self.wait_for_cluster(index, error.to_string());
            }
            error => self.hindered(index, &error),
        }
    }

    /// The service could not be asked, or took nothing: where it only asks for patience, the step is read
    /// and merged again after that.
    pub(super) fn hindered(&mut self, index: usize, error: &Error) {
        if let Error::RateLimited { retry_after, .. } = error {
            // A header can ask for a day, or for nothing at all.
            let pace = self.port().pace();
            let asked = retry_after.unwrap_or_default().min(pace.longest);
            let limit = pace.busy;
            return self.wait_to_send(index, SLOWER.to_owned(), asked, limit);
        }
        // What the service says of the key that is in use now is noted, and stops everything.
        if matches!(error, Error::Unauthorized { .. }) && !self.port().link().is_refused() {
            return self.wait_for_cluster(index, OLD_KEY.to_owned());
        }
        self.fail(index, Problem::from(error));
    }

    /// Whether a step of this change was sent and is not confirmed yet: the cluster's lock is most likely
    /// our own.
    fn under_way(&self) -> bool {
        let sent = |live: &Live| matches!(live.stage, Stage::Sent { .. });
        self.steps.iter().any(sent)
    }

    pub(super) fn edits(&self, index: usize) -> bool {
        matches!(self.steps[index].job.kind, JobKind::Edit { .. })
    }

    fn wait_for_read(&mut self, index: usize, sent: Sent, target: Option<PseRef>) {
        let since = Instant::now();
        let pace = self.port().pace();
        let due = after(if self.edits(index) {
            pace.watch
        } else {
            pace.follow_after(0)
        });
        self.steps[index].stage = Stage::Sent {
            sent,
            target,
            since,
            recovered: false,
            reads: 0,
            due,
        };
    }

    /// An endpoint could not be read before something is sent to it.
    pub(super) fn unreadable(&mut self, index: usize, error: &Error) {
        match error {
            Error::NotFound { .. } => self.not_found(index, error),
            error => self.hindered(index, error),
        }
    }

    /// The service doesn't find an endpoint that its cluster still lists: one of the two answers is wrong.
    fn not_found(&mut self, index: usize, error: &Error) {
        let limit = self.port().pace().edit;
        self.wait_to_send(index, error.to_string(), Duration::ZERO, limit);
    }

    /// Tries again later, until the time limit is reached.
    pub(super) fn wait_for_cluster(&mut self, index: usize, reason: String) {
        let limit = self.port().pace().busy;
        self.wait_to_send(index, reason, Duration::ZERO, limit);
    }

    /// Tries again later, no sooner than after `at_least` and for no longer than `limit`.
    pub(super) fn wait_to_send(
        &mut self,
        index: usize,
        reason: String,
        at_least: Duration,
        limit: Duration,
    ) {
        let pace = self.port().pace().clone();
        let (since, attempts) = match self.steps[index].stage {
            Stage::ToSend {
                refused: Some(refused),
                ..
            } => refused,
            _ => (Instant::now(), 0),
        };
        if since.elapsed() >= limit {
            let hint = if self.steps[index].noticed.sent_before {
                "An earlier attempt may have arrived. Refresh and check."
            } else {
                "Nothing was sent. Try again later."
            };
            let message = format!("Gave up waiting: {reason}");
            return self.fail(index, crate::plan::stale(message, hint));
        }
        let due = after(pace.follow_after(attempts).max(at_least));
        self.steps[index].stage = Stage::ToSend {
            due,
            refused: Some((since, attempts + 1)),
        };
        self.state(index, StepState::Waiting { reason });
    }

    pub(super) fn vanished(&mut self, index: usize) {
        if !self.edits(index) {
            let hint = "Refresh, then try again.";
            let problem = crate::plan::stale("The cluster or its endpoint no longer exists.", hint);
            return self.fail(index, problem);
        }
        let region = self.steps[index].job.region_id.clone();
        self.shared.release(&region, self.key(index));
        self.steps[index].stage = Stage::Asking(Question::Vanished);
        self.step(index, |step| step.conflicts = vec![Conflict::Vanished]);
        let conflicts = vec![Conflict::Vanished];
        self.state(
            index,
            StepState::Conflict {
                conflicts,
                now: Vec::new(),
            },
        );
    }
}

/// What the cluster is busy with, in words if the service names a task, or in the service's own.
fn busy(detail: String) -> String {
    match activity_named_in(&detail) {
        Some(activity) => format!("Waiting: the cluster is {activity}."),
        None if detail.is_empty() => "Waiting: the cluster is busy.".to_owned(),
        None => detail,
    }
}
