//! Reading until an answer agrees with what was sent.

use std::future::Future;

use aeon::Error;
use jiff::Timestamp;
use tokio::time::Instant;

use super::StepState;
use super::job::JobKind;
use super::judge::{self, Sent, Shown, Times, Verdict};
use super::merge::{apply, same, spelt, without};
use super::runner::{Runner, Stage, after};
use crate::inventory::{
    Cluster, Endpoint, EndpointStatus, Overlay, OverlayKind, Target, principal_cloud, pse_status,
};
use crate::problem::{Problem, ProblemCode};

impl Runner {
    /// Reads everything again that was sent and is due.
    pub(super) async fn confirm(&mut self) {
        let now = Instant::now();
        let is_due = |index: &usize| matches!(self.steps[*index].stage, Stage::Sent { due, .. } if due <= now);
        let due: Vec<usize> = (0..self.steps.len()).filter(is_due).collect();
        let creates = |index: &usize| matches!(self.steps[*index].job.kind, JobKind::Create { .. });
        let cluster = if due.iter().any(creates) {
            let desk = self.desk().clone();
            let Some(cluster) = self.unless_cancelled(desk.cluster(&self.cluster_id)).await else {
                return;
            };
            Some(cluster)
        } else {
            None
        };
        for index in due {
            let read = match (&self.steps[index].job.kind, &cluster) {
                (JobKind::Create { .. }, Some(Ok(cluster))) => {
                    Some(Ok(self.shown_in(index, cluster)))
                }
                (JobKind::Create { .. }, Some(Err(error))) => Some(Err(error.clone())),
                _ => self.read_again(index).await,
            };
            match read {
                Some(read) => self.settle(index, read).await,
                None => return,
            }
        }
    }

    async fn settle(&mut self, index: usize, read: Result<Shown, Error>) {
        let Stage::Sent {
            sent,
            since,
            before,
            ..
        } = &self.steps[index].stage
        else {
            return;
        };
        let (sent, waited, before) = (sent.clone(), since.elapsed(), *before);
        let pace = self.desk().pace();
        let edits = matches!(self.steps[index].job.kind, JobKind::Edit { .. });
        let limit = if edits { pace.edit } else { pace.slow };
        let times = Times {
            since: waited + before.unwrap_or_default(),
            waited,
            lag: pace.lag,
            limit,
        };
        let cloud = principal_cloud(&self.cloud);
        let verdict = match (&read, &self.steps[index].job.kind) {
            (Err(error), _) if times.waited >= limit => Verdict::TimeOver(error.to_string()),
            (Err(_), _) => Verdict::Open,
            (Ok(shown), JobKind::Create { .. }) => judge::create(cloud, &sent, shown, times),
            (Ok(shown), JobKind::Edit { .. }) => judge::edit(cloud, &sent, shown, times),
            (Ok(shown), JobKind::Delete { .. }) => judge::delete(&sent, shown, times),
        };
        self.conclude(index, verdict, &sent, before.is_some()).await;
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
                "A read shows it, beside what somebody else has changed since.",
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
                "Postern ended before it was sent, or it was lost on the way: reads show what was \
                 there before.",
            ),
            Verdict::NotArrived => StepState::Failed {
                problem: Problem::new(
                    ProblemCode::Other,
                    format!("The change of the endpoint in {region} did not arrive."),
                    "Try again.",
                ),
            },
            Verdict::Failed => StepState::Failed {
                problem: Problem::new(
                    ProblemCode::Other,
                    format!("The service says that the endpoint in {region} has failed."),
                    "See what the Aeon console says; delete the endpoint and create a new one.",
                ),
            },
            Verdict::Vanished => StepState::Failed {
                problem: Problem::new(
                    ProblemCode::NotFound,
                    format!("The endpoint in {region} was deleted in the meantime."),
                    "Refresh and look again.",
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
        self.desk().save(&self.cluster_id).await;
    }

    /// After a create or a delete the rest of the cluster's answer is of interest as well: host, name.
    async fn read_result(&mut self, index: usize) {
        if matches!(self.steps[index].job.kind, JobKind::Edit { .. }) {
            return;
        }
        let desk = self.desk().clone();
        let cluster = match self.unless_cancelled(desk.cluster(&self.cluster_id)).await {
            Some(Ok(cluster)) => cluster,
            _ => return,
        };
        if let Some(target) = self.target_in(index, &cluster) {
            let _ = self.unless_cancelled(desk.pse(&target)).await;
        }
    }

    fn read_later(&mut self, index: usize) {
        let pace = self.desk().pace().clone();
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

    /// Reads a step's PSE; `None`: called off.
    pub(super) async fn read_again(&mut self, index: usize) -> Option<Result<Shown, Error>> {
        let Some(target) = self.target(index) else {
            return Some(Ok(Shown::Gone));
        };
        let desk = self.desk().clone();
        let pse = match self.unless_cancelled(desk.pse(&target)).await? {
            Ok(pse) if pse.info.state == aeon::wire::PseState::Deleted => {
                return Some(Ok(Shown::Gone));
            }
            Ok(pse) => pse,
            Err(Error::NotFound { .. }) => return Some(Ok(Shown::Gone)),
            Err(error) => return Some(Err(error)),
        };
        let status = pse_status(&pse.info.state).unwrap_or(EndpointStatus::Ready);
        if let Some(spec) = pse.spec {
            let list = Some(spec.security_principals);
            return Some(Ok(Shown::There { status, list }));
        }
        // The service sends no spec at times; the cluster's answer has the list then.
        match self
            .unless_cancelled(desk.cluster(&self.cluster_id))
            .await?
        {
            Ok(cluster) => {
                let list = match self.shown_in(index, &cluster) {
                    Shown::There { list, .. } => list,
                    Shown::Gone => None,
                };
                Some(Ok(Shown::There { status, list }))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// What a cluster's answer shows of a step's region.
    fn shown_in(&self, index: usize, cluster: &Cluster) -> Shown {
        let region = &self.steps[index].job.region_id;
        match cluster
            .regions
            .iter()
            .find(|found| found.id == *region)
            .map(|found| &found.endpoint)
        {
            None | Some(Endpoint::None) => Shown::Gone,
            Some(Endpoint::Requested { .. }) => Shown::There {
                status: EndpointStatus::Creating,
                list: None,
            },
            Some(Endpoint::Present(present)) => Shown::There {
                status: present.status,
                list: Some(super::plan::texts(&present.principals)),
            },
        }
    }

    /// The PSE that a step is about.
    pub(super) fn target(&self, index: usize) -> Option<Target> {
        if let Stage::Sent {
            target: Some(target),
            ..
        } = &self.steps[index].stage
        {
            return Some(target.clone());
        }
        let pse_id = match &self.steps[index].job.kind {
            JobKind::Create { .. } => None,
            JobKind::Edit { pse_id, .. } => pse_id.clone(),
            JobKind::Delete { pse_id } => Some(pse_id.clone()),
        }?;
        Some(Target {
            cluster_id: self.cluster_id.clone(),
            pse_id,
        })
    }

    fn target_in(&self, index: usize, cluster: &Cluster) -> Option<Target> {
        let region = &self.steps[index].job.region_id;
        let found = cluster.regions.iter().find(|found| found.id == *region)?;
        let pse_id = found.endpoint.present()?.pse_id.clone();
        Some(Target {
            cluster_id: cluster.id.clone(),
            pse_id,
        })
    }

    /// Waits for something that may be dropped half-way: a read.
    pub(super) async fn unless_cancelled<T>(&self, read: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => None,
            result = read => Some(result),
        }
    }
}

fn settled(happened: bool, reason: &str) -> StepState {
    StepState::Settled {
        at: Timestamp::now(),
        happened,
        reason: reason.to_owned(),
    }
}
