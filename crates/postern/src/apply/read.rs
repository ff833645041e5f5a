//! Reading a step's endpoint: before something is sent, and until an answer agrees with what was.

use std::future::Future;

use aeon::{Error, Moment, Timed};

use super::runner::{Runner, Stage};
use super::verdict::Shown;
use crate::inventory::{Cluster, Endpoint, EndpointStatus, PseRef, pse_status};
use crate::plan::JobKind;
use crate::principal::texts;

impl Runner {
    /// Reads a step's PSE; `None`: called off.
    pub(super) async fn read_again(&mut self, index: usize) -> Option<Result<Timed<Shown>, Error>> {
        let gone = Timed {
            value: Shown::Gone,
            asked: Moment::now(),
        };
        let Some(target) = self.target(index) else {
            return Some(Ok(gone));
        };
        let port = self.port().clone();
        let Timed { value: pse, asked } = match self.unless_cancelled(port.pse(&target)).await? {
            Ok(Some(read)) => read,
            Ok(None) => return Some(Ok(gone)),
            Err(error) => return Some(Err(error)),
        };
        self.steps[index].noticed.connections = pse.info.connections.clone();
        let status = pse_status(&pse.info.state).unwrap_or(EndpointStatus::Ready);
        let list = pse.spec.and_then(|spec| spec.security_principals);
        if list.is_some() {
            let value = Shown::There { status, list };
            return Some(Ok(Timed { value, asked }));
        }
        // The service sometimes sends no list; the cluster's answer may have it.
        match self
            .unless_cancelled(port.cluster(&self.cluster_id))
            .await?
        {
            Ok(Timed { value, asked }) => {
                let list = match self.shown_in(index, &value) {
                    Shown::There { list, .. } => list,
                    Shown::Gone => None,
                };
                let value = Shown::There { status, list };
                Some(Ok(Timed { value, asked }))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// What a cluster's answer shows of a step's region.
    pub(super) fn shown_in(&self, index: usize, cluster: &Cluster) -> Shown {
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
                list: present.principals.as_deref().map(texts),
            },
        }
    }

    /// The PSE that a step is about.
    pub(super) fn target(&self, index: usize) -> Option<PseRef> {
        if let Stage::Sent {
            target: Some(target),
            ..
        }
        | Stage::Overdue {
            target: Some(target),
            ..
        } = &self.steps[index].stage
        {
            return Some(target.clone());
        }
        let pse_id = match &self.steps[index].job.kind {
            JobKind::Create { .. } => None,
            JobKind::Edit { pse_id, .. } => pse_id.clone(),
            JobKind::Delete { pse_id, .. } => Some(pse_id.clone()),
        }?;
        Some(PseRef {
            cluster_id: self.cluster_id.clone(),
            pse_id,
        })
    }

    pub(super) fn target_in(&self, index: usize, cluster: &Cluster) -> Option<PseRef> {
        let region = &self.steps[index].job.region_id;
        let found = cluster.regions.iter().find(|found| found.id == *region)?;
        let pse_id = found.endpoint.present()?.pse_id.clone();
        Some(PseRef {
            cluster_id: cluster.id.clone(),
            pse_id,
        })
    }

    /// Waits for something that may be dropped half-way: a read.
    pub(super) async fn unless_cancelled<T>(&self, read: impl Future<Output = T>) -> Option<T> {
        // An order that came while nothing was being read has been carried out.
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => None,
            () = self.ordered.notified() => None,
            result = read => Some(result),
        }
    }
}
