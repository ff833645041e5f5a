//! What tests and the demo do without HTTP: inspect the service's state, and change it as another client would.
//! Clusters are identified by name, regions by code. Calls for something that doesn't exist do nothing.

use std::time::Duration;

use aeon::wire::ClusterState;

use crate::handle::Handle;

impl Handle {
    /// A PSE's current list, which reads may lag behind.
    pub fn principals(&self, cluster: &str, region: &str) -> Option<Vec<String>> {
        let mut world = self.service().world();
        let (_, row) = world.by_name(cluster)?;
        row.pse_in(region).map(|pse| pse.principals.clone())
    }

    /// Replaces a PSE's list, with immediate effect on reads. Any text is accepted.
    pub fn set_principals(&self, cluster: &str, region: &str, list: &[&str]) {
        let list: Vec<String> = list.iter().map(|text| (*text).to_owned()).collect();
        self.with_pse(cluster, region, |pse| {
            pse.principals.clone_from(&list);
            pse.visible_principals = list;
            pse.versions.clear();
        });
    }

    /// Sets the ids of the endpoints that are connected to a PSE.
    pub fn set_connections(&self, cluster: &str, region: &str, ids: &[&str]) {
        self.with_pse(cluster, region, |pse| {
            pse.connections = ids.iter().map(|id| (*id).to_owned()).collect();
        });
    }

    /// Reads of a PSE no longer contain its connections.
    pub fn hide_connections(&self, cluster: &str, region: &str) {
        self.with_pse(cluster, region, |pse| pse.no_connections = true);
    }

    /// Moves a PSE to a host name or address that a test can listen on.
    pub fn set_pse_host(&self, cluster: &str, region: &str, host: &str) {
        self.with_pse(cluster, region, |pse| host.clone_into(&mut pse.host));
    }

    /// Removes a PSE at once.
    pub fn remove_pse(&self, cluster: &str, region: &str) {
        let mut world = self.service().world();
        if let Some((_, row)) = world.by_name(cluster) {
            row.pses.retain(|pse| pse.region != region);
            row.changed();
        }
    }

    /// Renames a cluster; any text is accepted.
    pub fn rename_cluster(&self, cluster: &str, name: &str) {
        let mut world = self.service().world();
        if let Some((_, row)) = world.by_name(cluster) {
            name.clone_into(&mut row.wire.spec.name);
            row.changed();
        }
    }

    /// Removes a cluster at once.
    pub fn remove_cluster(&self, cluster: &str) {
        let mut world = self.service().world();
        for project in &mut world.projects {
            project.clusters.retain(|row| row.wire.spec.name != cluster);
        }
    }

    fn with_pse(
        &self,
        cluster: &str,
        region: &str,
        change: impl FnOnce(&mut crate::state::pse::PseRow),
    ) {
        let mut world = self.service().world();
        if let Some((_, row)) = world.by_name(cluster) {
            if let Some(pse) = row.pse_in(region) {
                change(pse);
            }
            row.changed();
        }
    }

    /// A PSE's service name; `None` until it is ready.
    pub fn service_name(&self, cluster: &str, region: &str) -> Option<String> {
        let mut world = self.service().world();
        let (_, row) = world.by_name(cluster)?;
        row.pse_in(region)?.service_name.clone()
    }

    /// A PSE's state as the API spells it; `None` if there is no PSE.
    pub fn pse_state(&self, cluster: &str, region: &str) -> Option<String> {
        let mut world = self.service().world();
        let (_, row) = world.by_name(cluster)?;
        row.pse_in(region).map(|pse| pse.state.to_string())
    }

    /// The number of a cluster's PSEs, in any state.
    pub fn pse_count(&self, cluster: &str) -> usize {
        let mut world = self.service().world();
        world.by_name(cluster).map_or(0, |(_, row)| row.pses.len())
    }

    /// Sets a cluster's state, which may be one that the API doesn't have.
    pub fn set_cluster_state(&self, cluster: &str, state: &str) {
        let mut world = self.service().world();
        if let Some((_, row)) = world.by_name(cluster) {
            row.set_state(ClusterState::from(state));
        }
    }

    /// Starts a locking task on a cluster.
    pub fn start_task(&self, cluster: &str, task_type: &str, lasts: Duration) {
        let mut world = self.service().world();
        let found = world
            .by_name(cluster)
            .map(|(project, row)| (project, row.wire.info.id.to_string()));
        if let Some((project, id)) = found {
            world.start_task(project, ("CLUSTER", &id), task_type, lasts);
        }
    }

    /// The codes of a cluster's regions.
    pub fn regions(&self, cluster: &str) -> Vec<String> {
        let mut world = self.service().world();
        let regions = world.by_name(cluster).map(|(_, row)| {
            let regions = row.wire.spec.cluster_region_info.iter();
            regions
                .map(|region| region.placement_info.cloud_info.region.clone())
                .collect()
        });
        regions.unwrap_or_default()
    }

    /// A PSE's current list, by the cluster's id.
    pub fn list_in(&self, cluster: &str, region: &str) -> Option<Vec<String>> {
        let mut world = self.service().world();
        let mut projects = world.projects.iter_mut();
        let row = projects.find_map(|project| project.cluster(cluster).ok())?;
        row.pse_in(region).map(|pse| pse.principals.clone())
    }

    /// The changes of PSEs that were accepted over the API, in order.
    pub fn applied(&self) -> Vec<crate::Applied> {
        self.service().world().applied.clone()
    }

    /// The names of all clusters of all accounts, sorted within each project.
    pub fn cluster_names(&self) -> Vec<String> {
        let world = self.service().world();
        let clusters = world.projects.iter().flat_map(|project| &project.clusters);
        clusters.map(|row| row.wire.spec.name.clone()).collect()
    }

    /// The names of all VPCs of all accounts.
    pub fn vpc_names(&self) -> Vec<String> {
        let world = self.service().world();
        let vpcs = world.projects.iter().flat_map(|project| &project.vpcs);
        vpcs.map(|vpc| vpc.spec.name.clone()).collect()
    }
}
