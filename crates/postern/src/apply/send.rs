//! Sending a step: read again, merge, send once.

use aeon::clock::timestamp;
use aeon::first_contact::Attempted;
use aeon::ids::RegionInfoId;
use aeon::{Error, Moment, Timed, wire};

use tokio::time::Instant;

use super::recover;
use super::runner::{Deletion, Question, Runner, Stage};
use super::verdict::{Sent, Shown};
use crate::change::{Conflict, StepState, Theirs};
use crate::inventory::{
    Cluster, Endpoint, EndpointStatus, PseRef, exists, failed, failed_in_the_way,
};
use crate::journal::Sending;
use crate::mutant::{Mutant, is_left_out};
use crate::permission::Allowed;
use crate::plan::merge::{Intent, apply};
use crate::plan::{JobKind, Reviewed, show_lists, stale};
use crate::principal::{same, spelt, without};
use crate::problem::{Problem, ProblemCode};

const TAKEN: &str = "Queued: another change of this endpoint is being confirmed.";
const DELETING: &str = "The existing endpoint is being deleted.";
const UNREAD: &str = "The service didn't return the endpoint's principals.";

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
    fn may_go_ahead(&mut self, index: usize) -> bool {
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

    async fn send_delete(&mut self, index: usize) {
        self.state(index, StepState::Sending);
        let Some(read) = self.read_again(index).await else {
            return;
        };
        let old = match read.map(|read| read.value) {
            Ok(Shown::Gone) => {
                return self.over(index, StepState::Confirmed { at: timestamp() });
            }
            Ok(Shown::There { list, .. }) => list,
            Err(error) => return self.unreadable(index, &error),
        };
        let Some(target) = self.target(index) else {
            return;
        };
        if let Some((now, conflict)) = self.new_since_review(index, old.as_deref()) {
            return self.ask(index, Question::NewSinceReview(now), conflict);
        }
        let sent = Sent::new(old, Vec::new());
        if !self.note(&[(index, &sent, Some(&target))]).await {
            return;
        }
        let way = self.port().link().way();
        let sending = Instant::now();
        let answer = way
            .project()
            .delete_pse(&target.cluster_id, &target.pse_id)
            .await;
        match &answer {
            Ok(()) => self.shared.accepted(&self.cluster_id, sending),
            Err(error) => way.note(error),
        }
        match answer {
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
            .filter(|each| matches!(self.deletion_before(*each), None | Some(Deletion::Done)))
            .collect();
        let indices: Vec<usize> = indices
            .into_iter()
            .filter(|each| self.may_go_ahead(*each))
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
            .map(|spec| Sent::new(Some(Vec::new()), spec.security_principals.clone()))
            .collect();
        let notes: Vec<Note<'_>> = to_make
            .iter()
            .zip(&sent)
            .map(|(index, sent)| (*index, sent, None))
            .collect();
        if specs.is_empty() {
            return;
        }
        let sending = Instant::now();
        let Some(answer) = self.create(&to_make, &notes, &specs).await else {
            return;
        };
        if answer.is_ok() {
            self.shared.accepted(&self.cluster_id, sending);
        }
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

    /// The principals and connections of an endpoint that is to be deleted that were not there when that was
    /// reviewed.
    fn new_since_review(
        &self,
        index: usize,
        list: Option<&[String]>,
    ) -> Option<(Reviewed, Conflict)> {
        let live = &self.steps[index];
        let JobKind::Delete {
            reviewed: Some(reviewed),
            ..
        } = &live.job.kind
        else {
            return None;
        };
        let new = |now: Option<&[String]>, before: &Option<Vec<String>>| match (now, before) {
            (Some(now), Some(before)) => without(now, before),
            _ => Vec::new(),
        };
        let cloud = live.principal_cloud();
        let list = list.map(|list| spelt(cloud, list));
        let before = reviewed.principals.as_ref().map(|list| spelt(cloud, list));
        let principals = new(list.as_deref(), &before);
        let connections = new(live.noticed.connections.as_deref(), &reviewed.connections);
        if principals.is_empty() && connections.is_empty() {
            return None;
        }
        let now = Reviewed {
            principals: list.or(before),
            connections: live
                .noticed
                .connections
                .clone()
                .or(reviewed.connections.clone()),
        };
        let principals = self.views(index, &principals);
        Some((
            now,
            Conflict::NewSinceReview {
                principals,
                connections,
            },
        ))
    }

    /// Sends a create, and other forms of it while the service refuses the form; each attempt is in the journal
    /// before it is sent. `None` if nothing more may be sent.
    async fn create(
        &mut self,
        indices: &[usize],
        notes: &[Note<'_>],
        specs: &[wire::PseRegionRequest],
    ) -> Option<Result<Vec<wire::Pse>, Error>> {
        let way = self.port().link().way();
        let project = way.project();
        let creation = project.creation(&self.cluster_id, specs);
        let mut creation = self.unless_cancelled(creation).await?;
        loop {
            if !self.note(notes).await {
                return None;
            }
            match creation.attempt().await {
                Attempted::Final(answer) => {
                    if let Err(error) = &answer {
                        way.note(error);
                    }
                    return Some(answer);
                }
                Attempted::Refused(error) => {
                    let reason = format!("{error} Trying another form of the request.");
                    for &index in indices {
                        let region = self.steps[index].job.region_id.clone();
                        self.shared.sent(&region, false);
                        let reason = reason.clone();
                        self.state(index, StepState::Waiting { reason });
                    }
                }
            }
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
                self.wait_for_cluster(index, DELETING.to_owned());
                return false;
            }
            Some(Endpoint::Present(present)) if present.status == EndpointStatus::Failed => {
                if self.deletion_before(index) == Some(Deletion::Done) {
                    // This read is behind the one that confirmed the deletion.
                    self.wait_for_cluster(index, DELETING.to_owned());
                    return false;
                }
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
            self.steps[index].principal_cloud(),
            &crate::principal::texts(principals),
            list,
        ) {
            let sent = Sent::new(Some(Vec::new()), list.clone());
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
type Note<'a> = (usize, &'a Sent, Option<&'a PseRef>);

/// The PSE that a create's answer gives for a region.
fn made_for<'a>(made: &'a [wire::Pse], region: &RegionInfoId) -> Option<&'a wire::Pse> {
    made.iter().find(|pse| {
        let spec = pse.spec.as_ref();
        spec.is_some_and(|spec| spec.cluster_region_info_id == *region)
            && !pse.info.id.as_str().is_empty()
    })
}
