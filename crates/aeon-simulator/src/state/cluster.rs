//! A cluster, and how the API returns it.

use std::sync::Arc;

use aeon::wire::{
    AccessibilityType, CloudCode, Cluster, ClusterEndpoint, ClusterState, EndpointState,
    EndpointStateV1, PseRegionSpec,
};

use super::World;
use super::pse::PseRow;
use crate::refusal::Refusal;

/// A cluster. Its JSON is built from `wire` and `pses`, and cached until something changes: lists of hundreds of
/// clusters are read again and again.
#[derive(Debug)]
pub(crate) struct ClusterRow {
    /// The cluster without its PSEs.
    pub(crate) wire: Cluster,
    /// The UUID in its host names.
    pub(crate) host_uuid: String,
    /// What follows the cloud in its host names: `yugabyte.cloud`, or `ybdb.io` for an older cluster.
    pub(crate) domain: &'static str,
    pub(crate) pses: Vec<PseRow>,
    json: Option<Arc<str>>,
}

impl ClusterRow {
    pub(crate) fn new(wire: Cluster, host_uuid: String) -> Self {
        Self {
            wire,
            host_uuid,
            domain: "yugabyte.cloud",
            pses: Vec::new(),
            json: None,
        }
    }

    /// Drops the cached JSON. To be called after every change.
    pub(crate) fn changed(&mut self) {
        self.json = None;
    }

    pub(crate) fn set_state(&mut self, state: ClusterState) {
        self.wire.info.state = state;
        self.changed();
    }

    /// The code of the region with this cluster region info id.
    pub(crate) fn region_of(&self, region_info: &str) -> Option<&str> {
        self.wire
            .info
            .cluster_region_info_details
            .iter()
            .find(|details| details.id.as_str() == region_info)
            .map(|details| details.region.as_str())
    }

    pub(crate) fn pse(&mut self, id: &str) -> Option<&mut PseRow> {
        self.pses.iter_mut().find(|pse| pse.id.as_str() == id)
    }

    pub(crate) fn pse_in(&mut self, region: &str) -> Option<&mut PseRow> {
        self.pses.iter_mut().find(|pse| pse.region == region)
    }

    pub(crate) fn pse_host(&self, region: &str) -> String {
        let cloud = self.wire.spec.region_cloud(region);
        format!("pse-{}", host(&cloud, region, &self.host_uuid, self.domain))
    }

    /// The cluster's JSON, the same in lists and single reads.
    pub(crate) fn json(&mut self) -> Arc<str> {
        if let Some(json) = &self.json {
            return Arc::clone(json);
        }
        let json: Arc<str> = render(&self.view()).into();
        self.json = Some(Arc::clone(&json));
        json
    }

    /// The cluster with its PSEs as reads return them now.
    fn view(&self) -> Cluster {
        let mut cluster = self.wire.clone();
        for pse in &self.pses {
            for region in &mut cluster.spec.cluster_region_info {
                if region.placement_info.cloud_info.region == pse.region {
                    region
                        .accessibility_types
                        .push(AccessibilityType::PrivateServiceEndpoint);
                    region.private_service_endpoint_info = Some(PseRegionSpec {
                        cluster_region_info_id: pse.region_info.clone(),
                        security_principals: Some(pse.visible_principals.clone()),
                    });
                }
            }
            cluster
                .info
                .cluster_endpoints
                .get_or_insert_default()
                .push(pse.endpoint());
        }
        cluster
    }
}

/// The JSON of the wire type, with the fields that the service sends but our client doesn't read.
fn render(cluster: &Cluster) -> String {
    let mut value = serde_json::json!(cluster);
    // Reads say so whatever the regions are on.
    value["spec"]["cluster_info"]["is_multi_cloud"] = false.into();
    if cluster.spec.clouds().len() > 1 {
        for region in value["spec"]["cluster_region_info"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            if region.get("private_service_endpoint_info").is_none() {
                region["private_service_endpoint_info"] = serde_json::Value::Null;
            }
        }
    }
    let info = &mut value["info"];
    info["endpoints"] = cluster
        .info
        .endpoints()
        .iter()
        .filter(|endpoint| endpoint.accessibility_type == AccessibilityType::Public)
        .map(|endpoint| (endpoint.region.clone(), endpoint.host.clone().into()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    info["cluster_network_version"] = "V2".into();
    info["read_replica_info"] = serde_json::json!([]);
    value.to_string()
}

/// The part of a region's host names that its kinds of access share.
pub(crate) fn host(cloud: &CloudCode, region: &str, uuid: &str, domain: &str) -> String {
    let cloud = cloud.as_str().to_lowercase();
    format!("{region}.{uuid}.{cloud}.{domain}")
}

/// An endpoint that isn't a PSE.
pub(crate) fn plain_endpoint(
    id: String,
    region: &str,
    kind: AccessibilityType,
    host: String,
) -> ClusterEndpoint {
    ClusterEndpoint {
        id,
        region: region.to_owned(),
        host,
        accessibility_type: kind,
        state: Some(EndpointState::Active),
        state_v1: Some(EndpointStateV1::Enabled),
        pse_id: None,
    }
}

impl World {
    /// Fails with 409 unless the cluster is active and not locked.
    pub(crate) fn require_changeable(&mut self, project: usize, id: &str) -> Result<(), Refusal> {
        if self.projects[project].cluster(id)?.wire.info.state != ClusterState::Active {
            return Err(Refusal::new(409, "Cluster is not in an active state"));
        }
        self.require_unlocked(id)
    }
}
