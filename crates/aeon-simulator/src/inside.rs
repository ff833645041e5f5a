//! Looking into the simulated service and acting as another client of it, past HTTP: a cluster is
//! meant by its name and a region by its code. What isn't there is left alone.

use std::time::Duration;

use aeon::wire::ClusterState;

use crate::handle::Handle;

impl Handle {
    /// A PSE's list as it is now, not as reads that lag behind give it.
    pub fn principals(&self, cluster: &str, region: &str) -> Option<Vec<String>> {
        let mut world = self.shared().world();
        let (_, row) = world.by_name(cluster)?;
        row.pse_in(region).map(|pse| pse.truth.clone())
    }

    /// Replaces a PSE's list at once, for reads as well; any text is taken.
    pub fn set_principals(&self, cluster: &str, region: &str, list: &[&str]) {
        let list: Vec<String> = list.iter().map(|text| (*text).to_owned()).collect();
        self.with_pse(cluster, region, |pse| {
            pse.truth.clone_from(&list);
            pse.served = list;
        });
    }

    /// Sets the cloud-side endpoints that are connected to a PSE.
    pub fn set_connections(&self, cluster: &str, region: &str, ids: &[&str]) {
        self.with_pse(cluster, region, |pse| {
            pse.connections = ids.iter().map(|id| (*id).to_owned()).collect();
        });
    }

    /// Takes a PSE away at once, as another client's deletion does in the end.
    pub fn remove_pse(&self, cluster: &str, region: &str) {
        let mut world = self.shared().world();
        if let Some((_, row)) = world.by_name(cluster) {
            row.pses.retain(|pse| pse.region != region);
            row.changed();
        }
    }

    /// Gives a cluster another name, of whatever characters.
    pub fn rename_cluster(&self, cluster: &str, name: &str) {
        let mut world = self.shared().world();
        if let Some((_, row)) = world.by_name(cluster) {
            name.clone_into(&mut row.wire.spec.name);
            row.changed();
        }
    }

    /// Takes a cluster away at once, as another client's deletion does in the end.
    pub fn remove_cluster(&self, cluster: &str) {
        let mut world = self.shared().world();
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
        let mut world = self.shared().world();
        if let Some((_, row)) = world.by_name(cluster) {
            if let Some(pse) = row.pse_in(region) {
                change(pse);
            }
            row.changed();
        }
    }

    /// A PSE's service name; `None` until it is ready.
    pub fn service_name(&self, cluster: &str, region: &str) -> Option<String> {
        let mut world = self.shared().world();
        let (_, row) = world.by_name(cluster)?;
        row.pse_in(region)?.service_name.clone()
    }

    /// The service's word for a PSE's state; `None` where there is no PSE.
    pub fn pse_state(&self, cluster: &str, region: &str) -> Option<String> {
        let mut world = self.shared().world();
        let (_, row) = world.by_name(cluster)?;
        row.pse_in(region).map(|pse| pse.state.to_string())
    }

    /// How many PSEs a cluster has, in whatever state.
    pub fn pse_count(&self, cluster: &str) -> usize {
        let mut world = self.shared().world();
        world.by_name(cluster).map_or(0, |(_, row)| row.pses.len())
    }

    /// Puts a cluster into a state, also one that nobody knows.
    pub fn set_cluster_state(&self, cluster: &str, state: &str) {
        let mut world = self.shared().world();
        if let Some((_, row)) = world.by_name(cluster) {
            row.set_state(ClusterState::from(state));
        }
    }

    /// Starts a locking task on a cluster.
    pub fn start_task(&self, cluster: &str, task_type: &str, lasts: Duration) {
        let mut world = self.shared().world();
        let found = world
            .by_name(cluster)
            .map(|(project, row)| (project, row.wire.info.id.to_string()));
        if let Some((project, id)) = found {
            world.start_task(project, ("CLUSTER", &id), task_type, lasts);
        }
    }

    /// The names of all clusters, of all accounts and projects, in order within each project.
    pub fn cluster_names(&self) -> Vec<String> {
        let world = self.shared().world();
        let clusters = world.projects.iter().flat_map(|project| &project.clusters);
        clusters.map(|row| row.wire.spec.name.clone()).collect()
    }

    /// The names of all VPCs, of all accounts and projects.
    pub fn vpc_names(&self) -> Vec<String> {
        let world = self.shared().world();
        let vpcs = world.projects.iter().flat_map(|project| &project.vpcs);
        vpcs.map(|vpc| vpc.spec.name.clone()).collect()
    }
}
