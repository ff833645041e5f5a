//! Reading until an answer agrees with what was sent.

use aeon::{Error, Timed};
use jiff::Timestamp;
use tokio::time::Instant;

use super::runner::{Runner, Stage, after};
use super::verdict::{self, Sent, Shown, Times, Verdict};
use crate::change::StepState;
use crate::inventory::{Overlay, OverlayKind};
use crate::plan::JobKind;
use crate::plan::merge::apply;
use crate::principal::{principal_cloud, same, spelt, without};
use crate::problem::{Problem, ProblemCode};

impl Runner {
    /// Reads everything again that was sent and is due.
    pub(super) async fn confirm(&mut self) {
        let now = Instant::now();
        let is_due = |index: &usize| matches!(self.steps[*index].stage, Stage::Sent { due, .. } if due <= now);
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
                _ => self.read_again(index).await,
            };
            match read {
                Some(read) => self.settle(index, read).await,
                None => return,
            }
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
        let (sent, waited, recovered) = (sent.clone(), since.elapsed(), *recovered);
        let asked = read.as_ref().map(|read| read.asked.since(since.into_std()));
        let pace = self.port().pace();
        let edits = matches!(self.steps[index].job.kind, JobKind::Edit { .. });
        let limit = if edits { pace.edit } else { pace.slow };
        let times = Times {
            since: asked.unwrap_or_default(),
            waited,
            lag: pace.lag,
            limit,
        };
        let cloud = principal_cloud(&self.cloud);
        let read = read.map(|read| read.value);
        let verdict = match (&read, &self.steps[index].job.kind) {
            (Err(error), _) if times.waited >= limit => Verdict::TimeOver(error.to_string()),
            (Err(_), _) => Verdict::Open,
            (Ok(shown), JobKind::Create { .. }) => verdict::create(cloud, &sent, shown, times),
            (Ok(shown), JobKind::Edit { .. }) => verdict::edit(cloud, &sent, shown, times),
            (Ok(shown), JobKind::Delete { .. }) => verdict::delete(&sent, shown, times),
        };
        self.conclude(index, verdict, &sent, recovered).await;
    }

    /// `settles`: it was sent before Postern ended.
    async fn conclude(&mut self, index: usize, verdict: Verdict, sent: &Sent, settles: bool) {
        let region = self.steps[index].job.region.clone();
        let state = match verdict {
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
                return self.over(index, StepState::NotConfirmed { reason });
            }
            Verdict::Confirmed if settles && !sent.certain => {
                self.read_result(index).await;
                settled(true, "A read shows it.")
            }
            Verdict::Confirmed => {
                self.read_result(index).await;
                StepState::Confirmed {
                    at: Timestamp::now(),
                }
            }
            Verdict::Superseded(now) if settles && self.fulfilled(index, &now) => settled(
                true,
                "A read shows it, along with someone else's later change.",
            ),
            Verdict::Superseded(now) if self.fulfilled(index, &now) => {
                self.read_result(index).await;
                StepState::Confirmed {
                    at: Timestamp::now(),
                }
            }
            Verdict::Superseded(now) => StepState::Superseded {
                now: self.views(&now),
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
        self.state(
            index,
            StepState::Accepted {
                since: Timestamp::now(),
            },
        );
    }

    /// Whether a list is as the user wants it, whatever else was changed in it.
    fn fulfilled(&self, index: usize, now: &[String]) -> bool {
        let cloud = principal_cloud(&self.cloud);
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
                self.ours(index, sent);
                if sent.certain {
                    self.draw(index, sent, false);
                }
            }
        }
    }

    /// Says that what comes up in a step's region is ours.
    pub(super) fn ours(&self, index: usize, sent: &Sent) {
        let job = &self.steps[index].job;
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
        at: Timestamp::now(),
        happened,
        reason: reason.to_owned(),
    }
}
