//! The time in which reads can be behind: what hints at somebody else's change before an edit is sent, and what the
//! edit has replaced.

use std::time::Duration;

use aeon::clock::timestamp;
use futures_util::future::join;
use tokio::time::{Instant, timeout};

use super::recover;
use super::runner::{Live, Question, Runner, Stage, after};
use super::verdict::Sent;
use crate::change::{Action, Conflict, RunningStep, Step, StepState, Theirs};
use crate::cloud::Cloud;
use crate::plan::merge::{Intent, apply};
use crate::plan::{Job, JobKind, show_lists};
use crate::principal::{PrincipalCloud, same, spelt, without};

const OTHER_LIST: &str =
    "The list isn't the one that was reviewed. Waiting until reads can no longer be behind.";
const LOOK_AGAIN: &str = "The list is already as you want it. Reading it again to be sure.";

/// How long hints of somebody else are waited for.
const HINTS: Duration = Duration::from_secs(5);

/// What was noticed of somebody else before a step is sent, and what has been waited for because of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Noticed {
    /// The list that differed from the plan's, once the lag has been waited out.
    list: Option<Vec<String>>,
    /// Whether a read has shown that there is nothing to do.
    fulfilled: bool,
    /// Whether the step was sent before, and may have arrived.
    pub sent_before: bool,
    /// The connections that the last read showed.
    pub connections: Option<Vec<String>>,
}

impl Runner {
    /// Whether somebody else may be changing the list at this moment: it isn't the one that was seen, or the cluster
    /// has tasks that aren't ours. Then the step waits until reads can no longer be behind. Quiet proves nothing.
    pub(super) fn hinted(&mut self, index: usize, seen: &[String], now: &[String]) -> bool {
        let lag = self.shared.lag();
        let stranger = self.shared.stranger(&self.cluster_id);
        let left = stranger.map(|task| (lag.saturating_sub(task.found.elapsed()), task.says));
        let left = left.filter(|(left, _)| !left.is_zero());
        let cloud = self.steps[index].principal_cloud();
        let noticed = &mut self.steps[index].noticed;
        let known = same(cloud, now, seen)
            || noticed
                .list
                .as_ref()
                .is_some_and(|list| same(cloud, list, now));
        let (wait, reason) = match left {
            _ if !known => (lag, OTHER_LIST.to_owned()),
            Some(left) => left,
            None => return false,
        };
        noticed.list = Some(now.to_vec());
        let limit = self.port().pace().busy;
        self.wait_to_send(index, reason, wait, limit);
        true
    }

    /// Looks for hints of somebody else on the cluster, unless a step of this change has just done so. What can't be read
    /// in time is no hint.
    pub(super) async fn look_for_others(&self) {
        let young = self.port().pace().hints;
        if self.shared.has_looked(&self.cluster_id, young) {
            return;
        }
        let from = Instant::now();
        let since = self.shared.tasks_since(self.shared.service_time());
        let look = join(
            self.shared.list_tasks(&self.cluster_id, since),
            self.shared.look_at_update(&self.cluster_id),
        );
        let _ = timeout(HINTS, look).await;
        self.shared.looked(&self.cluster_id, from);
    }

    /// Finds out from the cluster's tasks whether somebody else's request came between our read and our edit, once the
    /// service is known to have taken that. Where they can't be listed, the next read tries again.
    pub(super) async fn look_for_contest(&mut self, index: usize) {
        let Stage::Sent { sent, since, .. } = &self.steps[index].stage else {
            return;
        };
        if sent.tasks_listed || !(sent.certain || sent.shown) {
            return;
        }
        let began = sent.sent_at.unwrap_or(*since);
        // One list serves all edits of the cluster that the service had answered before.
        if !(sent.certain && self.shared.tasks_listed_since(&self.cluster_id, *since)) {
            let read_at = sent.read_at.unwrap_or_else(|| self.shared.service_time());
            let from = self.shared.tasks_since(read_at);
            let list = timeout(HINTS, self.shared.list_tasks(&self.cluster_id, from));
            if !matches!(self.unless_cancelled(list).await, Some(Ok(true))) {
                return;
            }
        }
        let strangers = self.shared.strangers_since(&self.cluster_id, began);
        if let Stage::Sent { sent, .. } = &mut self.steps[index].stage {
            sent.tasks_listed = true;
            sent.strangers = strangers;
        }
    }

    /// Whether a read shows for the first time that there is nothing to do: it may be behind.
    pub(super) fn must_look_again(&mut self, index: usize) -> bool {
        if std::mem::replace(&mut self.steps[index].noticed.fulfilled, true) {
            return false;
        }
        self.wait_out_the_lag(index, LOOK_AGAIN);
        true
    }

    /// Takes note of a list that a read shows while an edit may not have arrived everywhere yet. `true`: it is the
    /// first one with our change.
    pub(super) fn observe(&mut self, index: usize, list: &[String]) -> bool {
        let cloud = self.steps[index].principal_cloud();
        let region = self.steps[index].job.region_id.clone();
        let Stage::Sent { sent, since, .. } = &mut self.steps[index].stage else {
            return false;
        };
        let ours = same(cloud, list, &sent.new);
        let news = (ours || sent.is_part_of(cloud, list)) && !sent.shown;
        sent.shown |= news;
        if ours && news && sent.certain {
            self.shared.measure(since.elapsed());
        }
        let known = ours
            || same(cloud, list, &sent.old)
            || sent.seen.iter().any(|known| same(cloud, known, list))
            || self
                .shared
                .was_there(&region, *since, |known| same(cloud, known, list));
        if !known {
            sent.seen.push(list.to_vec());
            sent.seen_before += usize::from(!sent.shown);
        }
        if news {
            let since = timestamp();
            self.state(index, StepState::InForce { since });
        } else if !known && let Some(state) = self.shown_state(index) {
            self.state(index, state);
        }
        news
    }

    /// Says what of somebody else an edit has replaced, as far as it is no longer so, or that it may have replaced
    /// something that no read has shown. Gives the last list with such a change.
    pub(super) fn tell_replaced(
        &mut self,
        index: usize,
        sent: &Sent,
        now: &[String],
    ) -> Option<(Vec<String>, Theirs)> {
        let cloud = self.steps[index].principal_cloud();
        if sent.may_have_replaced_more(cloud, now) {
            self.step(index, |step| step.unseen = true);
        }
        let own = self.shared.own(&self.steps[index].job.region_id);
        let mut lost = Intent::default();
        for theirs in &sent.seen {
            let more = replaced(cloud, sent, theirs, now, &own);
            lost.added.extend(without(&more.added, &lost.added));
            lost.removed.extend(without(&more.removed, &lost.removed));
        }
        let last = sent.seen.last().filter(|_| lost != Intent::default())?;
        let theirs = Theirs {
            added: self.views(index, &lost.added),
            removed: self.views(index, &lost.removed),
        };
        self.step(index, |step| step.replaced = Some(theirs.clone()));
        Some((last.clone(), theirs))
    }

    /// What an edit that is in force has replaced, now that reads are current. If it has, somebody else's
    /// change is put back, in a step of its own; the second time the user is asked. `true`: the user is asked.
    pub(super) fn put_back(&mut self, index: usize, sent: &Sent, now: &[String]) -> bool {
        let Some((last, theirs)) = self.tell_replaced(index, sent, now) else {
            return false;
        };
        let cloud = self.steps[index].principal_cloud();
        let own = self.shared.own(&self.steps[index].job.region_id);
        let job = &self.steps[index].job;
        let JobKind::Edit { pse_id, .. } = &job.kind else {
            return false;
        };
        let wanted = replaced(cloud, sent, &last, now, &own);
        let list = apply(cloud, &wanted, now, now).list;
        if same(cloud, &list, now) {
            return false;
        }
        if job.puts_back {
            let question = Question::Replaced {
                intent: wanted,
                now: now.to_vec(),
            };
            self.steps[index].stage = Stage::Asking(question);
            let conflicts = vec![Conflict::Replaced { theirs }];
            self.step(index, |step| step.conflicts.clone_from(&conflicts));
            let now = self.views(index, now);
            self.state(index, StepState::Conflict { conflicts, now });
            return true;
        }
        let job = Job {
            region_id: job.region_id.clone(),
            region: job.region.clone(),
            kind: JobKind::Edit {
                pse_id: pse_id.clone(),
                intent: wanted,
                seen: now.to_vec(),
                mine: list.clone(),
            },
            puts_back: true,
        };
        let cloud = self.steps[index].cloud.clone();
        self.append(job, cloud, now, &list);
        false
    }

    /// Adds a step to the change, to be sent at once.
    fn append(&mut self, job: Job, cloud: Cloud, now: &[String], list: &[String]) {
        let mut step = Step {
            region_id: job.region_id.clone(),
            region: job.region.clone(),
            pse_id: match &job.kind {
                JobKind::Edit { pse_id, .. } => pse_id.clone(),
                _ => None,
            },
            cloud: cloud.clone(),
            action: Action::Edit,
            before: Vec::new(),
            after: Vec::new(),
            list_unread: false,
            added: Vec::new(),
            removed: Vec::new(),
            theirs: None,
            conflicts: Vec::new(),
            warnings: Vec::new(),
            puts_back: true,
            replaced: None,
            unseen: false,
            confirm: Vec::new(),
        };
        show_lists(&mut step, now, list);
        let kept = recover::job(&job);
        self.steps.push(Live::new(job, cloud));
        let key = self.key(self.steps.len() - 1);
        self.shared.ledger.add_step(key, step.clone(), kept);
        self.shared.record(self.id, |change| {
            change.steps.push(RunningStep {
                step,
                state: StepState::Planned,
                can_retry: false,
            });
        });
    }

    fn wait_out_the_lag(&mut self, index: usize, reason: &str) {
        let lag = self.shared.lag();
        let limit = self.port().pace().busy;
        self.wait_to_send(index, reason.to_owned(), lag, limit);
    }

    /// When an edit that was sent is read again.
    pub(super) fn watch_next(&mut self, index: usize) {
        let pause = self.port().pace().watch;
        if let Stage::Sent { reads, due, .. } = &mut self.steps[index].stage {
            *reads += 1;
            *due = after(pause);
        }
    }
}

impl Sent {
    /// Whether there were more requests of others than lists that they can have written and ours has replaced.
    pub fn may_have_replaced_more(&self, cloud: PrincipalCloud, now: &[String]) -> bool {
        // A list with our change, or in its place, was written after it: it is none that ours has replaced.
        let before = |list: &&Vec<String>| !self.is_part_of(cloud, list) && !same(cloud, list, now);
        let earlier = self.seen.iter().take(self.seen_before);
        self.strangers > earlier.filter(before).count()
    }

    /// Whether a list includes what was sent as a change of the list before.
    pub fn is_part_of(&self, cloud: PrincipalCloud, list: &[String]) -> bool {
        let change = Intent::between(cloud, &self.old, &self.new);
        change != Intent::default() && same(cloud, &apply(cloud, &change, list, list).list, list)
    }
}

/// What a list that reads showed beside ours had changed, as far as it is no longer so. That it lacks what we did
/// ourselves, or has what we removed, only says that it was written without it.
fn replaced(
    cloud: PrincipalCloud,
    sent: &Sent,
    theirs: &[String],
    now: &[String],
    own: &Intent,
) -> Intent {
    let change = Intent::between(cloud, &sent.old, theirs);
    let now = spelt(cloud, now);
    let removed = change.removed.into_iter().filter(|text| now.contains(text));
    Intent {
        added: without(&without(&change.added, &now), &own.removed),
        removed: without(&removed.collect::<Vec<_>>(), &own.added),
    }
}
