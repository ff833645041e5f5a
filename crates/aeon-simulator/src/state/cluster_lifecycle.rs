//! Creates, edits, pauses, resumes and deletes clusters.

use std::time::Duration;

use aeon::wire::{
    AccessibilityType, CloudCode, Cluster, ClusterInfo, ClusterRegionInfoDetails, ClusterSpec,
    ClusterState, HealthInfo, Timestamps,
};

use super::cluster::{ClusterRow, host, plain_endpoint};
use super::event::Event;
use super::{World, regions};
use crate::refusal::Refusal;

impl World {
    /// Starts to create a cluster and returns its id.
    pub(crate) fn create_cluster(
        &mut self,
        project: usize,
        spec: ClusterSpec,
    ) -> Result<String, Refusal> {
        self.check_cluster(project, &spec)?;
        let name = &spec.name;
        if self.projects[project]
            .clusters
            .iter()
            .any(|row| row.wire.spec.name == *name)
        {
            return Err(Refusal::new(
                409,
                format!("A cluster named {name} already exists"),
            ));
        }
        let mut row = self.cluster_row(project, spec);
        row.wire.info.state = ClusterState::Creating;
        let id = row.wire.info.id.to_string();
        self.projects[project].insert(row);
        self.cluster_task(project, &id, "CREATE_CLUSTER", ClusterState::Active);
        Ok(id)
    }

    /// An active cluster with new ids and endpoints.
    pub(crate) fn cluster_row(&mut self, project: usize, spec: ClusterSpec) -> ClusterRow {
        let host_uuid = self.ids.uuid();
        let now = self.now();
        let mut info = ClusterInfo {
            id: self.ids.uuid().as_str().into(),
            state: ClusterState::Active,
            project_id: Some(self.projects[project].id.as_str().into()),
            software_version: "2024.2.3.1-b5".to_owned(),
            health_info: HealthInfo {
                state: "HEALTHY".to_owned(),
                notes: Vec::new(),
            },
            metadata: Timestamps {
                created_on: Some(now),
                updated_on: Some(now),
            },
            ..ClusterInfo::default()
        };
        for region in &spec.cluster_region_info {
            let code = region.placement_info.cloud_info.region.as_str();
            info.cluster_region_info_details
                .push(ClusterRegionInfoDetails {
                    region: code.to_owned(),
                    id: self.ids.uuid().as_str().into(),
                    backup_region: Some(region.is_default == Some(true)),
                });
            for kind in &region.accessibility_types {
                let host = host(&spec.region_cloud(code), code, &host_uuid, "yugabyte.cloud");
                let host = match kind {
                    AccessibilityType::Public => host,
                    AccessibilityType::Private => format!("private-{host}"),
                    _ => continue,
                };
                let id = self.ids.uuid();
                info.cluster_endpoints
                    .get_or_insert_default()
                    .push(plain_endpoint(id, code, kind.clone(), host));
            }
        }
        ClusterRow::new(Cluster { spec, info }, host_uuid)
    }

    fn check_cluster(&self, project: usize, spec: &ClusterSpec) -> Result<(), Refusal> {
        let bad = |detail: String| Err(Refusal::new(400, detail));
        if spec.name.trim().is_empty() {
            return bad("name must not be empty".into());
        }
        if spec.cluster_region_info.is_empty() {
            return bad("cluster_region_info must name at least one region".into());
        }
        for (index, region) in spec.cluster_region_info.iter().enumerate() {
            let code = &region.placement_info.cloud_info.region;
            let cloud = &spec.region_cloud(code);
            if matches!(cloud, CloudCode::Other(_)) {
                return bad(format!("Unknown cloud: {cloud}"));
            }
            if !regions::of(cloud).contains(&code.as_str()) {
                return bad(format!("Unknown region for {cloud}: {code}"));
            }
            let before = &spec.cluster_region_info[..index];
            if before
                .iter()
                .any(|other| other.placement_info.cloud_info.region == *code)
            {
                return bad(format!("Region {code} is given more than once"));
            }
            if let Some(vpc) = &region.placement_info.vpc_id
                && !self.projects[project]
                    .vpcs
                    .iter()
                    .any(|row| row.info.id == *vpc)
            {
                return bad(format!("VPC {vpc} not found"));
            }
        }
        Ok(())
    }

    /// Edits a cluster's name and size. The simulator doesn't add or remove regions.
    pub(crate) fn edit_cluster(
        &mut self,
        project: usize,
        id: &str,
        spec: ClusterSpec,
    ) -> Result<(), Refusal> {
        self.projects[project].cluster(id)?;
        self.check_cluster(project, &spec)?;
        self.require_changeable(project, id)?;
        let row = self.projects[project].cluster(id)?;
        let codes = |spec: &ClusterSpec| -> Vec<String> {
            let regions = spec.cluster_region_info.iter();
            regions
                .map(|region| region.placement_info.cloud_info.region.clone())
                .collect()
        };
        if codes(&spec) != codes(&row.wire.spec) {
            return Err(Refusal::new(400, "The cluster's regions cannot be changed"));
        }
        let regions = std::mem::take(&mut row.wire.spec.cluster_region_info);
        row.wire.spec = ClusterSpec {
            cluster_region_info: regions,
            ..spec
        };
        row.set_state(ClusterState::Updating);
        self.projects[project]
            .clusters
            .sort_by(|a, b| a.wire.spec.name.cmp(&b.wire.spec.name));
        self.cluster_task(project, id, "EDIT_CLUSTER", ClusterState::Active);
        Ok(())
    }

    pub(crate) fn pause_cluster(&mut self, project: usize, id: &str) -> Result<(), Refusal> {
        self.require_changeable(project, id)?;
        self.projects[project]
            .cluster(id)?
            .set_state(ClusterState::Pausing);
        self.cluster_task(project, id, "PAUSE_CLUSTER", ClusterState::Paused);
        Ok(())
    }

    pub(crate) fn resume_cluster(&mut self, project: usize, id: &str) -> Result<(), Refusal> {
        let row = self.projects[project].cluster(id)?;
        if row.wire.info.state != ClusterState::Paused {
            return Err(Refusal::new(403, "Cluster is not in paused state"));
        }
        row.set_state(ClusterState::Resuming);
        self.cluster_task(project, id, "RESUME_CLUSTER", ClusterState::Active);
        Ok(())
    }

    pub(crate) fn delete_cluster(&mut self, project: usize, id: &str) -> Result<(), Refusal> {
        self.projects[project].cluster(id)?;
        self.require_unlocked(id)?;
        self.projects[project]
            .cluster(id)?
            .set_state(ClusterState::Deleting);
        let after = self.durations.task;
        self.start_task(project, ("CLUSTER", id), "DELETE_CLUSTER", after);
        self.schedule_in(
            after,
            Event::ClusterGone {
                project,
                cluster: id.to_owned(),
            },
        );
        Ok(())
    }

    fn cluster_task(&mut self, project: usize, id: &str, task: &str, state: ClusterState) {
        let after: Duration = self.durations.task;
        self.start_task(project, ("CLUSTER", id), task, after);
        self.schedule_in(
            after,
            Event::ClusterBecomes {
                project,
                cluster: id.to_owned(),
                state,
            },
        );
    }
}
