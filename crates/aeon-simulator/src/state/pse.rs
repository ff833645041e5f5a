//! Creates, edits and deletes private service endpoints. Reads lag behind edits.

use aeon::ids::{PseId, RegionInfoId};
use aeon::wire::{
    AccessibilityType, CloudCode, ClusterEndpoint, EndpointState, EndpointStateV1, Pse, PseInfo,
    PseRegionRequest, PseRegionSpec, PseState,
};

use super::event::Event;
use super::lag::Version;
use super::{World, principal};
use crate::options::{DeleteConnected, Lag};
use crate::refusal::Refusal;

/// A PSE in a region of a cluster.
#[derive(Clone, Debug)]
pub(crate) struct PseRow {
    pub(crate) id: PseId,
    pub(crate) endpoint_id: String,
    pub(crate) region_info: RegionInfoId,
    pub(crate) region: String,
    pub(crate) host: String,
    pub(crate) state: PseState,
    /// The current list.
    pub(crate) principals: Vec<String>,
    /// The list that reads return: it lags behind `principals` after an edit.
    pub(crate) visible_principals: Vec<String>,
    /// The lists of the last edits, unless reads lag by a fixed time.
    pub(crate) versions: Vec<Version>,
    pub(crate) service_name: Option<String>,
    pub(crate) zones: Vec<String>,
    pub(crate) connections: Vec<String>,
    /// Reads return `"spec": null`, as the service sometimes does.
    pub(crate) null_spec: bool,
    /// The endpoint has no `state_v1`.
    pub(crate) no_state_v1: bool,
    /// Reads don't contain the connections.
    pub(crate) no_connections: bool,
}

impl PseRow {
    /// The PSE as the API returns it.
    pub(crate) fn wire(&self) -> Pse {
        Pse {
            spec: (!self.null_spec).then(|| PseRegionSpec {
                cluster_region_info_id: self.region_info.clone(),
                security_principals: Some(self.visible_principals.clone()),
            }),
            info: PseInfo {
                id: self.id.clone(),
                state: self.state.clone(),
                service_name: self.service_name.clone(),
                availability_zones: self.zones.clone(),
                connections: (!self.no_connections).then(|| self.connections.clone()),
            },
        }
    }

    /// The PSE's entry in the cluster's list of endpoints.
    pub(crate) fn endpoint(&self) -> ClusterEndpoint {
        let v1 = match &self.state {
            PseState::Active => EndpointStateV1::Enabled,
            PseState::Failed => EndpointStateV1::Failed,
            PseState::Queued | PseState::Creating => EndpointStateV1::Disabled,
            other => EndpointStateV1::from(other.as_str()),
        };
        ClusterEndpoint {
            id: self.endpoint_id.clone(),
            region: self.region.clone(),
            host: self.host.clone(),
            accessibility_type: AccessibilityType::PrivateServiceEndpoint,
            state: Some(EndpointState::from(self.state.as_str())),
            state_v1: (!self.no_state_v1).then_some(v1),
            // Some endpoints have no `pse_id`; their own id is the PSE's.
            pse_id: (self.endpoint_id != self.id.as_str()).then(|| self.id.clone()),
        }
    }
}

impl World {
    /// Starts to create PSEs in regions of a cluster: all of them or, if one is refused, none.
    pub(crate) fn create_pses(
        &mut self,
        project: usize,
        cluster: &str,
        specs: &[PseRegionRequest],
    ) -> Result<Vec<Pse>, Refusal> {
        let bad = |detail: String| Err(Refusal::new(400, detail));
        let row = self.projects[project].cluster(cluster)?;
        if row.wire.spec.cluster_info.cluster_tier == aeon::wire::ClusterTier::Free {
            return bad("Private service endpoints are not supported for sandbox clusters".into());
        }
        let regions = &row.wire.spec.cluster_region_info;
        if regions.is_empty() || regions.iter().any(|r| r.placement_info.vpc_id.is_none()) {
            return bad("Private service endpoints require a cluster deployed in a VPC".into());
        }
        if specs.is_empty() {
            return bad("At least one region is required".into());
        }
        for (index, spec) in specs.iter().enumerate() {
            let id = spec.cluster_region_info_id.as_str();
            let Some(region) = row.region_of(id).map(str::to_owned) else {
                return bad(format!("Cluster region info {id} not found in the cluster"));
            };
            let cloud = row.wire.spec.region_cloud(&region);
            if !has_endpoints(&cloud) {
                return bad(format!(
                    "Private service endpoints are not supported on {cloud} (region {region})"
                ));
            }
            if specs[..index]
                .iter()
                .any(|s| s.cluster_region_info_id.as_str() == id)
            {
                return bad(format!("Region {region} is given more than once"));
            }
            if row.pse_in(&region).is_some() {
                return Err(Refusal::new(
                    409,
                    format!("A private service endpoint already exists in region {region}"),
                ));
            }
            check_principals(&cloud, &spec.security_principals, &[])?;
        }
        self.require_changeable(project, cluster)?;

        let after = self.durations.create;
        let mut created = Vec::new();
        for spec in specs {
            let (id, endpoint_id) = (self.ids.uuid(), self.ids.uuid());
            let row = self.projects[project].cluster(cluster)?;
            let region_info = spec.cluster_region_info_id.clone();
            let Some(region) = row.region_of(region_info.as_str()).map(str::to_owned) else {
                continue;
            };
            let list = distinct(&spec.security_principals);
            let pse = PseRow {
                id: id.as_str().into(),
                endpoint_id,
                host: row.pse_host(&region),
                region_info,
                region,
                state: PseState::Creating,
                principals: list.clone(),
                visible_principals: list,
                versions: Vec::new(),
                service_name: None,
                zones: Vec::new(),
                connections: Vec::new(),
                null_spec: false,
                no_state_v1: false,
                no_connections: false,
            };
            created.push(pse.wire());
            row.pses.push(pse);
            row.changed();
            let cluster = cluster.to_owned();
            self.schedule_in(
                after,
                Event::PseReady {
                    project,
                    cluster,
                    pse: id,
                },
            );
        }
        self.start_task(
            project,
            ("CLUSTER", cluster),
            "CREATE_PRIVATE_SERVICE_ENDPOINT",
            after,
        );
        Ok(created)
    }

    /// Replaces a PSE's whole list. Reads show it after the read lag.
    pub(crate) fn edit_pse(
        &mut self,
        project: usize,
        cluster: &str,
        pse: &str,
        spec: &PseRegionRequest,
    ) -> Result<Pse, Refusal> {
        let row = self.projects[project].cluster(cluster)?;
        let region = row.pse(pse).ok_or_else(|| unknown(pse))?.region.clone();
        let cloud = row.wire.spec.region_cloud(&region);
        let found = row.pse(pse).ok_or_else(|| unknown(pse))?;
        if found.region_info != spec.cluster_region_info_id {
            return Err(Refusal::new(
                400,
                format!(
                    "Cluster region info {} is not the private service endpoint's",
                    spec.cluster_region_info_id
                ),
            ));
        }
        check_principals(&cloud, &spec.security_principals, &found.principals)?;
        let state = found.state.clone();
        self.require_changeable(project, cluster)?;
        if state != PseState::Active {
            return Err(Refusal::new(
                409,
                "Private service endpoint is not in an active state",
            ));
        }
        let list = distinct(&spec.security_principals);
        let (edit, lag) = (self.durations.edit, self.durations.read_lag);
        let (now, model) = (self.now(), self.lag);
        let row = self.projects[project].cluster(cluster)?;
        let found = row.pse(pse).ok_or_else(|| unknown(pse))?;
        match model {
            Lag::Fixed => found.principals.clone_from(&list),
            _ => found.write(&list, now, lag, &mut self.random),
        }
        if !edit.is_zero() {
            found.state = PseState::Updating;
        }
        let mut response = found.wire();
        response.spec = Some(PseRegionSpec {
            cluster_region_info_id: spec.cluster_region_info_id.clone(),
            security_principals: Some(list.clone()),
        });
        row.changed();
        let (cluster, pse) = (cluster.to_owned(), pse.to_owned());
        self.start_task(
            project,
            ("CLUSTER", &cluster),
            "EDIT_PRIVATE_SERVICE_ENDPOINT",
            edit,
        );
        self.schedule_in(
            edit,
            Event::PseEdited {
                project,
                cluster: cluster.clone(),
                pse: pse.clone(),
            },
        );
        if model == Lag::Fixed {
            self.schedule_in(
                lag,
                Event::PsePublish {
                    project,
                    cluster,
                    pse,
                    list,
                },
            );
        }
        Ok(response)
    }

    /// Starts to delete a PSE.
    pub(crate) fn delete_pse(
        &mut self,
        project: usize,
        cluster: &str,
        pse: &str,
    ) -> Result<(), Refusal> {
        let row = self.projects[project].cluster(cluster)?;
        let found = row.pse(pse).ok_or_else(|| unknown(pse))?;
        let (state, connected) = (found.state.clone(), found.connections.len());
        self.require_changeable(project, cluster)?;
        if connected > 0 && self.delete_connected == DeleteConnected::Refuse {
            return Err(Refusal::new(
                400,
                format!("Private service endpoint has connections: {connected}"),
            ));
        }
        if state == PseState::Deleting {
            return Err(Refusal::new(
                409,
                "Private service endpoint is being deleted",
            ));
        }
        let row = self.projects[project].cluster(cluster)?;
        row.pse(pse).ok_or_else(|| unknown(pse))?.state = PseState::Deleting;
        row.changed();
        let after = self.durations.delete;
        self.start_task(
            project,
            ("CLUSTER", cluster),
            "DELETE_PRIVATE_SERVICE_ENDPOINT",
            after,
        );
        let (cluster, pse) = (cluster.to_owned(), pse.to_owned());
        self.schedule_in(
            after,
            Event::PseGone {
                project,
                cluster,
                pse,
            },
        );
        Ok(())
    }
}

fn has_endpoints(cloud: &CloudCode) -> bool {
    matches!(cloud, CloudCode::Aws | CloudCode::Azure)
}

pub(crate) fn unknown(pse: &str) -> Refusal {
    Refusal::new(404, format!("Private service endpoint {pse} not found"))
}

/// Fails with 400 for an invalid principal, unless the list contains it already: the service accepted it once, and
/// an edit of other entries must not require its removal.
fn check_principals(cloud: &CloudCode, list: &[String], current: &[String]) -> Result<(), Refusal> {
    let wrong = list
        .iter()
        .find(|text| !principal::is_valid(cloud, text) && !current.contains(text));
    match wrong {
        None => Ok(()),
        Some(text) => Err(Refusal::new(
            400,
            format!("Invalid security principal for {cloud}: {text}"),
        )),
    }
}

fn distinct(list: &[String]) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::with_capacity(list.len());
    for text in list {
        if !distinct.contains(text) {
            distinct.push(text.clone());
        }
    }
    distinct
}
