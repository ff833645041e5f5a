//! Sending the creates of a change: all that wait go in one call.

use aeon::first_contact::Attempted;
use aeon::ids::RegionInfoId;
use aeon::{Error, wire};
use tokio::time::Instant;

use super::runner::{Deletion, Runner, Stage};
use super::send::{Note, UNREAD};
use super::verdict::Sent;
use crate::change::StepState;
use crate::inventory::{Cluster, Endpoint, EndpointStatus, PseRef, exists, failed_in_the_way};
use crate::plan::JobKind;
use crate::principal::same;

const DELETING: &str = "The existing endpoint is being deleted.";

impl Runner {
    /// All creates that wait to be sent go in one call. Where the service refuses that, each goes by itself:
    /// what is wrong with one is no reason not to make the others.
    pub(super) async fn send_creates(&mut self, index: usize) {
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
}

/// The PSE that a create's answer gives for a region.
fn made_for<'a>(made: &'a [wire::Pse], region: &RegionInfoId) -> Option<&'a wire::Pse> {
    made.iter().find(|pse| {
        let spec = pse.spec.as_ref();
        spec.is_some_and(|spec| spec.cluster_region_info_id == *region)
            && !pse.info.id.as_str().is_empty()
    })
}
