//! Reading until an answer agrees with what was sent.

use std::sync::Arc;

use aeon::clock::timestamp;
use aeon::{Error, Timed};
use tokio::time::Instant;

use super::runner::{Runner, Stage, after};
use super::verdict::{self, Sent, Shown, Times, Verdict};
use crate::change::StepState;
use crate::inventory::{Overlay, OverlayKind};
use crate::plan::JobKind;
use crate::plan::merge::{Intent, apply};
use crate::principal::{same, spelt, without};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

impl Runner {
    /// Reads everything again that was sent and is due.
    pub(super) async fn confirm(&mut self) {
        let now = Instant::now();
        let is_due = |index: &usize| matches!(self.steps[*index].stage, Stage::Sent { due, .. } | Stage::Overdue { due, .. } if due <= now);
        let due: Vec<usize> = (0..self.steps.len()).filter(is_due).collect();
        let creates = |index: &usize| matches!(self.steps[*index].job.kind, JobKind::Create { .. });
        let cluster = if due.iter().any(creates) {
            let port = self.port().clone();
            let Some(cluster) = self.unless_cancelled(port.cluster(&self.cluster_id)).await else {
                return;
            };
            Some(cluster)
        } else {
            None
        };
        for index in due {
            let read = match (&self.steps[index].job.kind, &cluster) {
                (JobKind::Create { .. }, Some(Ok(cluster))) => Some(Ok(Timed {
                    value: self.shown_in(index, &cluster.value),
                    asked: cluster.asked,
                })),
                (JobKind::Create { .. }, Some(Err(error))) => Some(Err(error.clone())),
                _ => self.read_for_watch(index).await,
            };
            match read {
                Some(read) if matches!(self.steps[index].stage, Stage::Overdue { .. }) => {
                    self.settle_late(index, read).await;
                }
                Some(read) => self.settle(index, read).await,
                None => return,
            }
        }
    }

    /// A read of an edit that is being watched. Many of them share reads of all clusters.
    async fn read_for_watch(&mut self, index: usize) -> Option<Result<Timed<Shown>, Error>> {
        if !self.edits(index) || lock(&self.shared.claims).len() <= self.port().pace().few {
            return self.read_again(index).await;
        }
        let shared = Arc::clone(&self.shared);
        let read = self.unless_cancelled(shared.all_clusters()).await?;
        let Timed { value, asked } = match read {
            Ok(read) => read,
            Err(error) => return Some(Err(error)),
        };
        let Some(cluster) = value.iter().find(|cluster| cluster.id == self.cluster_id) else {
            return self.read_again(index).await;
        };
        match self.shown_in(index, cluster) {
            Shown::Gone => self.read_again(index).await,
            value => Some(Ok(Timed { value, asked })),
        }
    }

    /// A read that agrees after the time for it was over.
    async fn settle_late(&mut self, index: usize, read: Result<Timed<Shown>, Error>) {
        let slow = self.port().pace().refresh;
        let fulfilled = match (&read, &self.steps[index].job.kind) {
            (
                Ok(Timed {
                    value: Shown::Gone, ..
                }),
                JobKind::Delete { .. },
            ) => true,
            (
                Ok(Timed {
                    value:
                        Shown::There {
                            status,
                            list: Some(list),
                        },
                    ..
                }),
                JobKind::Edit { .. } | JobKind::Create { .. },
            ) => !status.is_changing() && self.fulfilled(index, list),
            _ => false,
        };
        if fulfilled {
            let at = timestamp();
            self.over(index, StepState::Confirmed { at });
            let region_id = self.steps[index].job.region_id.clone();
            self.overlay(&region_id, None);
            self.port().save(&self.cluster_id).await;
        } else if let Stage::Overdue { reads, due, .. } = &mut self.steps[index].stage {
            *reads += 1;
            *due = after(slow);
        }
    }

    async fn settle(&mut self, index: usize, read: Result<Timed<Shown>, Error>) {
        let Stage::Sent {
            sent,
            since,
            recovered,
            ..
        } = &self.steps[index].stage
        else {
            return;
        };
        let (sent, since, recovered) = (sent.clone(), *since, *recovered);
        let waited = since.elapsed();
        let asked = read.as_ref().map(|read| read.asked.since(since));
        let pace = self.port().pace();
        let edits = matches!(self.steps[index].job.kind, JobKind::Edit { .. });
        let limit = match self.steps[index].job.kind {
            JobKind::Create { .. } => pace.create,
            JobKind::Edit { .. } => pace.edit,
            JobKind::Delete { .. } => pace.delete,
        };
        let times = Times {
            since: asked.unwrap_or_default(),
            waited,
            lag: self.shared.lag(),
            margin: pace.margin,
            settled: pace.edit,
            limit,
        };
        let cloud = self.steps[index].principal_cloud();
        let read = read.map(|read| read.value);
        if let (
            true,
            Ok(Shown::There {
                list: Some(list), ..
            }),
        ) = (edits, &read)
        {
            let region = self.steps[index].job.region_id.clone();
            if self.observe(index, list) && !sent.certain {
                // Its answer was lost; now that it is known to have arrived, its task is, too.
                let at = sent.sent_at.unwrap_or(since);
                self.shared.accepted(&self.cluster_id, at);
            }
            self.shared.note_list(&region, list);
            self.look_for_contest(index).await;
        }
        let sent = match &self.steps[index].stage {
            Stage::Sent { sent, .. } => sent.clone(),
            _ => sent,
        };
        let verdict = match (&read, &self.steps[index].job.kind) {
            (Err(error), _) if times.waited >= limit => Verdict::TimeOver(error.to_string()),
            (Err(_), _) => Verdict::Open,
            (Ok(shown), JobKind::Create { .. }) => verdict::create(cloud, &sent, shown, times),
            (Ok(shown), JobKind::Edit { .. }) => verdict::edit(cloud, &sent, shown, times),
            (Ok(shown), JobKind::Delete { .. }) => verdict::delete(&sent, shown, times),
        };
        let now = match read {
            Ok(Shown::There { list, .. }) => list,
            _ => None,
        };
        self.conclude(index, verdict, &sent, recovered, now.as_deref())
            .await;
    }

    /// `settles`: it was sent before Postern ended.
    async fn conclude(
        &mut self,
        index: usize,
        verdict: Verdict,
        sent: &Sent,
        settles: bool,
        now: Option<&[String]>,
    ) {
        if matches!(verdict, Verdict::Confirmed)
            && let (true, Some(now)) = (self.edits(index), now)
        {
            let region = self.steps[index].job.region_id.clone();
            if self.put_back(index, sent, now) {
                self.shared.sent(&region, true);
                self.shared.release(&region, self.key(index));
                return self.overlay(&region, None);
            }
        }
        if let (Verdict::Superseded(now), true) = (&verdict, self.edits(index)) {
            self.tell_replaced(index, sent, now);
        }
        let region = self.steps[index].job.region.clone();
        let state = match verdict {
            Verdict::Open if self.edits(index) => return self.watch_next(index),
            Verdict::InForce => return self.watch_next(index),
            Verdict::Open => return self.read_later(index),
            Verdict::UnderWay => {
                self.now_certain(index);
                return self.read_later(index);
            }
            Verdict::TimeOver(reason) => {
                if sent.certain {
                    self.draw(index, sent, true);
                }
                self.shared.sent(&self.steps[index].job.region_id, true);
                return self.overdue(index, reason);
            }
            Verdict::Confirmed if settles && !sent.certain => {
                self.read_result(index).await;
                settled(true, "A read shows it.")
            }
            Verdict::Confirmed => {
                self.read_result(index).await;
                StepState::Confirmed { at: timestamp() }
            }
            Verdict::Superseded(now) if settles && self.fulfilled(index, &now) => settled(
                true,
                "A read shows it, along with someone else's later change.",
            ),
            Verdict::Superseded(now) if self.fulfilled(index, &now) => {
                self.read_result(index).await;
                StepState::Confirmed { at: timestamp() }
            }
            Verdict::Superseded(now) => StepState::Superseded {
                now: self.views(index, &now),
            },
            Verdict::NotArrived if settles => settled(
                false,
                "Postern quit before it was sent, or it was lost on the way: reads show what was \
                 there before.",
            ),
            Verdict::NotArrived => StepState::Failed {
                problem: Problem::new(
                    ProblemCode::Other,
                    format!("The change to the endpoint in {region} didn't arrive."),
                    "Try again.",
                ),
            },
            Verdict::Failed => StepState::Failed {
                problem: Problem::new(
                    ProblemCode::Other,
                    format!("The service reports that the endpoint in {region} has failed."),
                    "Check it in the Aeon console, or delete it and create a new one.",
                ),
            },
            Verdict::Vanished => StepState::Failed {
                problem: Problem::new(
                    ProblemCode::NotFound,
                    format!("The endpoint in {region} has been deleted since."),
                    "Refresh, then try again.",
                ),
            },
        };
        let arrived = !matches!(
            state,
            StepState::Failed { .. }
                | StepState::Settled {
                    happened: false,
                    ..
                }
        );
        self.shared.sent(&self.steps[index].job.region_id, arrived);
        // The new state first: the row never shows the old list without the change being explained.
        self.over(index, state);
        let region_id = self.steps[index].job.region_id.clone();
        self.overlay(&region_id, None);
        self.port().save(&self.cluster_id).await;
    }

    /// Gives up waiting for a read that agrees; one that comes later still counts.
    fn overdue(&mut self, index: usize, reason: String) {
        let target = self.target(index);
        self.over(index, StepState::NotConfirmed { reason });
        self.steps[index].noticed.sent_before = true;
        self.steps[index].stage = Stage::Overdue {
            target,
            reads: 0,
            due: after(self.port().pace().edit),
        };
    }

    /// After a create or a delete the rest of the cluster's answer is of interest as well: host, name.
    async fn read_result(&mut self, index: usize) {
        if matches!(self.steps[index].job.kind, JobKind::Edit { .. }) {
            return;
        }
        let port = self.port().clone();
        let cluster = match self.unless_cancelled(port.cluster(&self.cluster_id)).await {
            Some(Ok(cluster)) => cluster.value,
            _ => return,
        };
        if let Some(target) = self.target_in(index, &cluster) {
            let _ = self.unless_cancelled(port.pse(&target)).await;
        }
    }

    fn read_later(&mut self, index: usize) {
        let pace = self.port().pace().clone();
        if let Stage::Sent { reads, due, .. } = &mut self.steps[index].stage {
            *reads += 1;
            *due = after(pace.follow_after(*reads));
        }
    }

    /// A read has shown that what was sent without an answer did arrive.
    fn now_certain(&mut self, index: usize) {
        let Stage::Sent { sent, .. } = &mut self.steps[index].stage else {
            return;
        };
        if std::mem::replace(&mut sent.certain, true) {
            return;
        }
        let sent = sent.clone();
        self.draw(index, &sent, false);
        self.state(index, StepState::Accepted { since: timestamp() });
    }

    /// Whether a list is as the user wants it, whatever else was changed in it.
    fn fulfilled(&self, index: usize, now: &[String]) -> bool {
        let cloud = self.steps[index].principal_cloud();
        match &self.steps[index].job.kind {
            JobKind::Create { list } => without(&spelt(cloud, list), &spelt(cloud, now)).is_empty(),
            JobKind::Edit { intent, .. } => same(cloud, &apply(cloud, intent, now, now).list, now),
            JobKind::Delete { .. } => false,
        }
    }

    /// Has the inventory draw what was sent before Postern ended, and says that it is ours.
    pub(super) fn draw_what_was_sent(&self) {
        for (index, live) in self.steps.iter().enumerate() {
            if let Stage::Sent { sent, .. } = &live.stage {
                self.shared.claim(&live.job.region_id, self.key(index));
                self.ours(index, sent);
                if self.edits(index) && (sent.certain || sent.shown) && !sent.tasks_listed {
                    self.shared.accepted(&self.cluster_id, Instant::now());
                }
                if sent.certain {
                    self.draw(index, sent, false);
                }
            }
        }
    }

    /// Says that what comes up in a step's region is ours.
    pub(super) fn ours(&self, index: usize, sent: &Sent) {
        let job = &self.steps[index].job;
        if let (JobKind::Edit { .. }, false) = (&job.kind, job.puts_back) {
            let cloud = self.steps[index].principal_cloud();
            let change = Intent::between(cloud, &sent.old, &sent.new);
            self.shared.note_own(&job.region_id, &change);
        }
        let list = |list: &Vec<String>| Some(list.clone());
        let (old, new) = match job.kind {
            JobKind::Create { .. } => (None, list(&sent.new)),
            JobKind::Edit { .. } => (list(&sent.old), list(&sent.new)),
            JobKind::Delete { .. } => (list(&sent.old), None),
        };
        let old = (!sent.old_unread).then_some(old);
        self.shared.sends(&job.region_id, old, new);
    }

    /// Has the inventory draw what was sent over what it reads.
    pub(super) fn draw(&self, index: usize, sent: &Sent, overdue: bool) {
        let job = &self.steps[index].job;
        let kind = match &job.kind {
            JobKind::Create { list } => OverlayKind::Create {
                principals: list.clone(),
            },
            JobKind::Edit { .. } => OverlayKind::Edit {
                old: sent.old.clone(),
                new: sent.new.clone(),
            },
            JobKind::Delete { .. } => OverlayKind::Delete,
        };
        self.overlay(&job.region_id, Some(Overlay { kind, overdue }));
    }
}

fn settled(happened: bool, reason: &str) -> StepState {
    StepState::Settled {
        at: timestamp(),
        happened,
        reason: reason.to_owned(),
    }
}
