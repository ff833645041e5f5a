//! Sending a step: read again, merge, send once. Creates and deletions are in files of their own.

use aeon::clock::timestamp;
use aeon::{Error, Moment, Timed, wire};
use tokio::time::Instant;

use super::recover;
use super::runner::{Deletion, Question, Runner, Stage};
use super::verdict::{Sent, Shown};
use crate::change::{Conflict, StepState, Theirs};
use crate::inventory::{EndpointStatus, PseRef, failed};
use crate::journal::Sending;
use crate::mutant::{Mutant, is_left_out};
use crate::permission::Allowed;
use crate::plan::merge::{Intent, apply};
use crate::plan::{JobKind, show_lists, stale};
use crate::principal::same;
use crate::problem::{Problem, ProblemCode};

const TAKEN: &str = "Queued: another change of this endpoint is being confirmed.";
pub(super) const UNREAD: &str = "The service didn't return the endpoint's principals.";

impl Runner {
    /// Sends a step, or all creates that are waiting with it. Reads before it can be called off; a
    /// request that changes something is always waited for.
    pub(super) async fn send(&mut self, index: usize) {
        let refused = self.port().link().state().borrow().refused.clone();
        if let Some(problem) = refused {
            return self.fail(index, problem);
        }
        if self.deletion_before(index) == Some(Deletion::Undone) {
            let message = "The failed endpoint wasn't deleted, so no new one was created.";
            let hint = "Try again: that starts with the deletion.";
            return self.fail(index, stale(message, hint));
        }
        match self.steps[index].job.kind.clone() {
            JobKind::Create { .. } => self.send_creates(index).await,
            _ if !self.may_go_ahead(index) => {}
            JobKind::Edit { intent, seen, .. } => self.send_edit(index, &intent, &seen).await,
            JobKind::Delete { .. } => self.send_delete(index).await,
        }
    }

    /// Whether a step may go ahead in its region; another one may be under way there.
    pub(super) fn may_go_ahead(&mut self, index: usize) -> bool {
        let region = self.steps[index].job.region_id.clone();
        if self.shared.claim(&region, self.key(index)) {
            return true;
        }
        self.wait_for_cluster(index, TAKEN.to_owned());
        false
    }

    /// Reads the step's PSE, after looking for hints of somebody else. These come first: the list is replaced within
    /// two seconds of reading it, however long a list of tasks takes.
    async fn read_after_hints(&mut self, index: usize) -> Option<Result<Timed<Shown>, Error>> {
        if is_left_out(Mutant::ReadBefore)
            && let JobKind::Edit { seen, .. } = &self.steps[index].job.kind
        {
            let value = Shown::There {
                status: EndpointStatus::Ready,
                list: Some(seen.clone()),
            };
            let asked = Moment::now();
            return Some(Ok(Timed { value, asked }));
        }
        self.unless_cancelled(self.look_for_others()).await?;
        self.read_again(index).await
    }

    async fn send_edit(&mut self, index: usize, intent: &Intent, seen: &[String]) {
        self.state(index, StepState::Sending);
        let (began, read_at) = (Instant::now(), self.shared.service_time());
        let Some(read) = self.read_after_hints(index).await else {
            return;
        };
        let Timed {
            value: shown,
            asked,
        } = match read {
            Ok(read) => read,
            Err(error) => return self.unreadable(index, &error),
        };
        let (status, now) = match shown {
            Shown::Gone => return self.vanished(index),
            Shown::There {
                status,
                list: Some(list),
            } => (status, list),
            Shown::There { list: None, .. } => {
                return self.wait_for_cluster(index, UNREAD.to_owned());
            }
        };
        match status {
            EndpointStatus::Failed => {
                return self.fail_as(index, &failed());
            }
            EndpointStatus::Deleting => return self.vanished(index),
            status if status.is_changing() => {
                return self.wait_for_cluster(index, "The endpoint is being changed.".to_owned());
            }
            _ => {}
        }
        let region = self.steps[index].job.region_id.clone();
        self.shared.note_list(&region, seen);
        self.shared.note_list(&region, &now);
        if self.hinted(index, seen, &now) {
            return;
        }
        let merged = apply(self.steps[index].principal_cloud(), intent, seen, &now);
        let nothing = same(self.steps[index].principal_cloud(), &merged.list, &now);
        // What an earlier attempt has changed stays the step's difference, for the history.
        if !(nothing && self.steps[index].noticed.sent_before) {
            self.show_merged(index, &now, &merged);
        }
        if !merged.conflicts.is_empty() {
            let conflicts = merged.conflicts.iter().map(|clash| Conflict::Principal {
                principal: self
                    .views(index, std::slice::from_ref(&clash.principal))
                    .remove(0),
                mine: clash.mine,
                theirs: clash.theirs,
            });
            let state = StepState::Conflict {
                conflicts: conflicts.collect(),
                now: self.views(index, &now),
            };
            let question = Question::Clashes {
                clashes: merged.conflicts,
                now,
            };
            self.shared.release(&region, self.key(index));
            self.steps[index].stage = Stage::Asking(question);
            return self.state(index, state);
        }
        if nothing {
            if self.must_look_again(index) {
                return;
            }
            return self.over(index, StepState::Confirmed { at: timestamp() });
        }
        let Some(target) = self.target(index) else {
            return self.vanished(index);
        };
        let spec = wire::PseRegionRequest {
            cluster_region_info_id: self.steps[index].job.region_id.clone(),
            security_principals: merged.list.clone(),
        };
        let sent = Sent {
            read_at: Some(read_at),
            sent_at: Some(began),
            ..Sent::new(Some(now), merged.list)
        };
        if !self.note(&[(index, &sent, Some(&target))]).await {
            return;
        }
        let way = self.port().link().way();
        let sending = Instant::now();
        let answer = way
            .project()
            .edit_pse(&target.cluster_id, &target.pse_id, &spec, asked)
            .await;
        if let Err(error) = &answer {
            way.note(error);
        }
        let taken = answer.as_ref().err().is_none_or(Error::was_taken);
        if taken {
            self.shared.accepted(&self.cluster_id, sending);
        }
        self.answered(index, answer.map(|_| ()), sent, Some(target));
    }

    /// Ends a step that the rules refuse, now that the endpoint has been read again.
    pub(super) fn fail_as(&mut self, index: usize, rule: &Allowed) {
        if let Some(problem) = rule.problem(ProblemCode::Stale) {
            self.fail(index, problem);
        }
    }

    /// Writes down what is about to be sent; when this returns `true`, it will be found again whatever
    /// happens. Where it can't be written, it is not sent, and the steps say why.
    pub(super) async fn note(&mut self, notes: &[Note<'_>]) -> bool {
        if self.must_not_send() {
            return false;
        }
        let at = timestamp();
        let mut requests = Vec::new();
        for (index, sent, target) in notes {
            let shown = self.shared.look(self.id, |change| {
                Some(change.steps.get(*index)?.step.clone())
            });
            let sent = Sent {
                certain: false,
                ..(*sent).clone()
            };
            if let Some(shown) = shown.flatten() {
                requests.push(Sending {
                    key: self.key(*index),
                    shown,
                    job: recover::job(&self.steps[*index].job),
                    sent: recover::posted(&sent, *target),
                    at,
                });
            }
        }
        let ledger = self.shared.ledger.clone();
        let noted = async move {
            if is_left_out(Mutant::JournalWait) {
                tokio::spawn(async move { ledger.sending(requests).await });
                return Ok(());
            }
            ledger.sending(requests).await
        };
        if let Err(error) = noted.await {
            let problem = Problem::from(error);
            let problem = Problem {
                message: format!("{} Nothing was sent.", problem.message),
                ..problem
            };
            for (index, ..) in notes {
                self.fail(*index, problem.clone());
            }
            return false;
        }
        for (index, sent, _) in notes {
            self.ours(*index, sent);
        }
        true
    }

    fn show_merged(&self, index: usize, now: &[String], merged: &crate::plan::merge::Merged) {
        let touched = !merged.added_by_them.is_empty() || !merged.removed_by_them.is_empty();
        let theirs = touched.then(|| Theirs {
            added: self.views(index, &merged.added_by_them),
            removed: self.views(index, &merged.removed_by_them),
        });
        self.step(index, |step| {
            show_lists(step, now, &merged.list);
            step.theirs = theirs.or(step.theirs.take());
        });
    }
}

/// What is sent for a step, and to which PSE.
pub(super) type Note<'a> = (usize, &'a Sent, Option<&'a PseRef>);
