//! The other client: it reads a list, thinks, and replaces it over the same API, with the same lag and locks.

use std::time::Duration;

use aeon::ids::{ClusterId, RegionInfoId};
use aeon::{Moment, Project, wire};

use crate::trace::{Trace, short};

/// An endpoint as the other client knows it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub cluster: ClusterId,
    pub name: String,
    pub region_id: RegionInfoId,
    pub region: String,
}

/// A principal that only this name stands for.
pub(crate) fn principal(name: &str) -> String {
    format!("arn:aws:iam::300000000001:role/{name}")
}

pub(crate) struct Other {
    pub project: Project,
    pub trace: Trace,
    pub random: fastrand::Rng,
    pub made: u32,
}

impl Other {
    /// Edits one endpoint: adds a principal, and sometimes removes one.
    pub async fn edit(&mut self, place: &Place) {
        let Ok(cluster) = self.project.cluster(&place.cluster).await else {
            return;
        };
        let mut endpoints = cluster.info.endpoints().iter();
        let Some(endpoint) = endpoints.find(|endpoint| {
            endpoint.region == place.region
                && endpoint.accessibility_type == wire::AccessibilityType::PrivateServiceEndpoint
        }) else {
            return;
        };
        let id = endpoint
            .pse_id
            .clone()
            .unwrap_or_else(|| endpoint.id.as_str().into());
        let Ok(read) = self.project.timed_pse(&place.cluster, &id).await else {
            return;
        };
        let Some(mut list) = read.value.spec.and_then(|spec| spec.security_principals) else {
            return;
        };
        let think = Duration::from_millis(self.random.u64(100..4000));
        tokio::time::sleep(think).await;
        self.made += 1;
        let name = format!("o{}", self.made);
        let mut what = format!("+{name}");
        if self.random.u32(..3) == 0 && list.len() > 1 {
            let gone = list.remove(self.random.usize(..list.len()));
            what = format!("{what} -{}", short(&gone));
        }
        list.push(principal(&name));
        let spec = wire::PseRegionRequest {
            cluster_region_info_id: place.region_id.clone(),
            security_principals: list,
        };
        // It doesn't care how old its read is.
        let answer = self
            .project
            .edit_pse(&place.cluster, &id, &spec, Moment::now())
            .await;
        let word = if answer.is_ok() {
            "accepted"
        } else {
            "refused"
        };
        let (cluster, region) = (&place.name, &place.region);
        self.trace
            .line(format!("other {cluster}/{region} {what}: {word}"));
    }
}
