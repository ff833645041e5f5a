//! Sending a step: read again, merge, send once.

use aeon::ids::RegionInfoId;
use aeon::{Error, Timed, wire};
use jiff::Timestamp;

use super::recover;
use super::runner::{Question, Runner, Stage};
use super::verdict::{Sent, Shown};
use crate::change::{Conflict, StepState, Theirs};
use crate::inventory::{
    Cluster, Endpoint, EndpointStatus, PseRef, exists, failed, failed_in_the_way,
};
use crate::journal::Sending;
use crate::permission::Allowed;
use crate::plan::merge::{Intent, apply};
use crate::plan::{JobKind, show_lists};
use crate::principal::{principal_cloud, same};
use crate::problem::{Problem, ProblemCode};

const UNREAD: &str = "The service didn't return the endpoint's principals.";

impl Runner {
    /// Sends a step, or all creates that are waiting with it. Reads before it can be called off; a
    /// request that changes something is always waited for.
    pub(super) async fn send(&mut self, index: usize) {
        let refused = self.port().link().state().borrow().refused.clone();
        if let Some(problem) = refused {
            return self.fail(index, problem);
        }
        match self.steps[index].job.kind.clone() {
            JobKind::Create { .. } => self.send_creates(index).await,
            JobKind::Edit { intent, seen, .. } => self.send_edit(index, &intent, &seen).await,
            JobKind::Delete { .. } => self.send_delete(index).await,
        }
    }

    async fn send_edit(&mut self, index: usize, intent: &Intent, seen: &[String]) {
        self.state(index, StepState::Sending);
        let Some(read) = self.read_again(index).await else {
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
        let merged = apply(principal_cloud(&self.cloud), intent, seen, &now);
        self.show_merged(index, &now, &merged);
        if !merged.conflicts.is_empty() {
            let conflicts = merged.conflicts.iter().map(|clash| Conflict::Principal {
                principal: self.views(std::slice::from_ref(&clash.principal)).remove(0),
                mine: clash.mine,
                theirs: clash.theirs,
            });
            let state = StepState::Conflict {
                conflicts: conflicts.collect(),
                now: self.views(&now),
            };
            let question = Question::Clashes {
                clashes: merged.conflicts,
                now,
            };
            self.steps[index].stage = Stage::Asking(question);
            return self.state(index, state);
        }
        if same(principal_cloud(&self.cloud), &merged.list, &now) {
            return self.over(
                index,
                StepState::Confirmed {
                    at: Timestamp::now(),
                },
            );
        }
        let Some(target) = self.target(index) else {
            return self.vanished(index);
        };
        let spec = wire::PseRegionRequest {
            cluster_region_info_id: self.steps[index].job.region_id.clone(),
            security_principals: merged.list.clone(),
        };
        let sent = Sent {
            old: now,
            old_unread: false,
            new: merged.list,
            certain: true,
        };
        if !self.note(&[(index, &sent, Some(&target))]).await {
            return;
        }
        let project = self.port().link().project();
        let answer = project
            .edit_pse(&target.cluster_id, &target.pse_id, &spec, asked)
            .await;
        self.answered(index, answer.map(|_| ()), sent, Some(target));
    }

    async fn send_delete(&mut self, index: usize) {
        self.state(index, StepState::Sending);
        let Some(read) = self.read_again(index).await else {
            return;
        };
        let old = match read.map(|read| read.value) {
            Ok(Shown::Gone) => {
                return self.over(
                    index,
                    StepState::Confirmed {
                        at: Timestamp::now(),
                    },
                );
            }
            Ok(Shown::There { list, .. }) => list,
            Err(error) => return self.unreadable(index, &error),
        };
        let Some(target) = self.target(index) else {
            return;
        };
        let sent = Sent {
            old_unread: old.is_none(),
            old: old.unwrap_or_default(),
            new: Vec::new(),
            certain: true,
        };
        if !self.note(&[(index, &sent, Some(&target))]).await {
            return;
        }
        let project = self.port().link().project();
        match project.delete_pse(&target.cluster_id, &target.pse_id).await {
            // Somebody else may have been quicker, or the answer is wrong: reads tell.
            Err(Error::NotFound { .. }) => self.uncertain(index, sent, Some(target)),
            answer => self.answered(index, answer, sent, Some(target)),
        }
    }

    /// All creates that wait to be sent go in one call. Where the service refuses that, each goes by itself:
    /// what is wrong with one is no reason not to make the others.
    async fn send_creates(&mut self, index: usize) {
        let waiting = |runner: &Self, index: &usize| {
            let live = &runner.steps[*index];
            matches!(
                (&live.stage, &live.job.kind),
                (Stage::ToSend { .. }, JobKind::Create { .. })
            )
        };
        let indices: Vec<usize> = (0..self.steps.len())
            .filter(|each| waiting(self, each) && (!self.singly || *each == index))
            .collect();
        indices
            .iter()
            .for_each(|index| self.state(*index, StepState::Sending));
        let port = self.port().clone();
        let Some(read) = self.unless_cancelled(port.cluster(&self.cluster_id)).await else {
            return;
        };
        let cluster = match read {
            Ok(cluster) => cluster.value,
            Err(error) => {
                return indices
                    .into_iter()
                    .for_each(|index| self.hindered(index, &error));
            }
        };
        let to_make: Vec<usize> = indices
            .into_iter()
            .filter(|index| self.is_missing(*index, &cluster))
            .collect();
        let specs: Vec<wire::PseRegionRequest> = to_make
            .iter()
            .filter_map(|index| self.spec(*index))
            .collect();
        let sent: Vec<Sent> = specs
            .iter()
            .map(|spec| Sent {
                old: Vec::new(),
                old_unread: false,
                new: spec.security_principals.clone(),
                certain: true,
            })
            .collect();
        let notes: Vec<Note<'_>> = to_make
            .iter()
            .zip(&sent)
            .map(|(index, sent)| (*index, sent, None))
            .collect();
        if specs.is_empty() || !self.note(&notes).await {
            return;
        }
        let answer = port
            .link()
            .project()
            .create_pses(&self.cluster_id, &specs)
            .await;
        let refused = matches!(
            answer,
            Err(Error::Invalid { .. } | Error::Forbidden { .. } | Error::Refused { .. })
        );
        if refused && to_make.len() > 1 {
            self.singly = true;
            for index in to_make {
                let region = self.steps[index].job.region_id.clone();
                self.shared.sent(&region, false);
                self.send_soon(index);
            }
            return;
        }
        for (index, sent) in to_make.into_iter().zip(sent) {
            let region = &self.steps[index].job.region_id;
            let made = answer.as_ref().ok().and_then(|made| made_for(made, region));
            let target = made.map(|pse| PseRef {
                cluster_id: self.cluster_id.clone(),
                pse_id: pse.info.id.clone(),
            });
            self.answered(
                index,
                answer.as_ref().map(|_| ()).map_err(Clone::clone),
                sent,
                target,
            );
        }
    }

    /// Ends a step that the rules refuse, now that the endpoint has been read again.
    fn fail_as(&mut self, index: usize, rule: &Allowed) {
        if let Some(problem) = rule.problem(ProblemCode::Stale) {
            self.fail(index, problem);
        }
    }

    fn spec(&self, index: usize) -> Option<wire::PseRegionRequest> {
        match &self.steps[index].job.kind {
            JobKind::Create { list } => Some(wire::PseRegionRequest {
                cluster_region_info_id: self.steps[index].job.region_id.clone(),
                security_principals: list.clone(),
            }),
            _ => None,
        }
    }

    /// Whether the region still has no PSE. One that is there with our list is ours, from an attempt
    /// whose answer was lost; it is waited for like one that was just made.
    fn is_missing(&mut self, index: usize, cluster: &Cluster) -> bool {
        let job = &self.steps[index].job;
        let (region, JobKind::Create { list }) = (&job.region_id, &job.kind) else {
            return false;
        };
        let found = cluster.regions.iter().find(|found| found.id == *region);
        let (principals, target) = match found.map(|found| &found.endpoint) {
            None | Some(Endpoint::None) => return true,
            Some(Endpoint::Requested { principals }) => (principals, None),
            Some(Endpoint::Present(present)) if present.status == EndpointStatus::Deleting => {
                let reason = "The existing endpoint is being deleted.".to_owned();
                self.wait_for_cluster(index, reason);
                return false;
            }
            Some(Endpoint::Present(present)) if present.status == EndpointStatus::Failed => {
                self.fail_as(index, &failed_in_the_way());
                return false;
            }
            Some(Endpoint::Present(present)) => {
                let pse_id = present.pse_id.clone();
                (
                    &present.principals,
                    Some(PseRef {
                        cluster_id: cluster.id.clone(),
                        pse_id,
                    }),
                )
            }
        };
        let Some(principals) = principals else {
            self.wait_for_cluster(index, UNREAD.to_owned());
            return false;
        };
        if same(
            principal_cloud(&self.cloud),
            &crate::principal::texts(principals),
            list,
        ) {
            let sent = Sent {
                old: Vec::new(),
                old_unread: false,
                new: list.clone(),
                certain: true,
            };
            self.answered(index, Ok(()), sent, target);
        } else {
            self.fail_as(index, &exists());
        }
        false
    }

    /// Writes down what is about to be sent; when this returns `true`, it will be found again whatever
    /// happens. Where it can't be written, it is not sent, and the steps say why.
    async fn note(&mut self, notes: &[Note<'_>]) -> bool {
        if self.must_not_send() {
            return false;
        }
        let at = Timestamp::now();
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
        if let Err(error) = self.shared.ledger.sending(requests).await {
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
            added: self.views(&merged.added_by_them),
            removed: self.views(&merged.removed_by_them),
        });
        self.step(index, |step| {
            show_lists(&self.cloud, step, now, &merged.list);
            step.theirs = theirs.or(step.theirs.take());
        });
    }
}

/// What is sent for a step, and to which PSE.
type Note<'a> = (usize, &'a Sent, Option<&'a PseRef>);

/// The PSE that a create's answer gives for a region.
fn made_for<'a>(made: &'a [wire::Pse], region: &RegionInfoId) -> Option<&'a wire::Pse> {
    made.iter().find(|pse| {
        let spec = pse.spec.as_ref();
        spec.is_some_and(|spec| spec.cluster_region_info_id == *region)
            && !pse.info.id.as_str().is_empty()
    })
}
