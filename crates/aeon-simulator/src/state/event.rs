//! Scheduled events, and their effects.

use aeon::wire::{CloudCode, ClusterState, PseState, VpcState};
use jiff::Timestamp;

use super::{World, regions};
use crate::options::DeleteConnected;

/// The end of an operation, or another change that comes later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    VpcActive {
        project: usize,
        vpc: String,
    },
    VpcGone {
        project: usize,
        vpc: String,
    },
    ClusterBecomes {
        project: usize,
        cluster: String,
        state: ClusterState,
    },
    ClusterGone {
        project: usize,
        cluster: String,
    },
    PseReady {
        project: usize,
        cluster: String,
        pse: String,
    },
    PseEdited {
        project: usize,
        cluster: String,
        pse: String,
    },
    PsePublish {
        project: usize,
        cluster: String,
        pse: String,
        list: Vec<String>,
    },
    PseConnect {
        project: usize,
        cluster: String,
        pse: String,
    },
    PseGone {
        project: usize,
        cluster: String,
        pse: String,
    },
}

/// An event and its time. Events of the same time are applied in the order in which they were scheduled.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ScheduledEvent {
    pub(crate) at: Timestamp,
    pub(crate) sequence: u64,
    pub(crate) event: Event,
}

impl Ord for ScheduledEvent {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.sequence).cmp(&(other.at, other.sequence))
    }
}

impl PartialOrd for ScheduledEvent {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl World {
    /// Applies an event that is due.
    pub(crate) fn apply(&mut self, due: ScheduledEvent) {
        match due.event {
            Event::VpcActive { project, vpc } => {
                let rows = &mut self.projects[project].vpcs;
                if let Some(row) = rows.iter_mut().find(|row| row.info.id.as_str() == vpc) {
                    row.info.state = VpcState::Active;
                    row.info.external_vpc_id = Some(format!("vpc-0{}", self.ids.hex(16)));
                }
            }
            Event::VpcGone { project, vpc } => {
                let rows = &mut self.projects[project].vpcs;
                rows.retain(|row| row.info.id.as_str() != vpc);
            }
            Event::ClusterBecomes {
                project,
                cluster,
                state,
            } => {
                if let Ok(row) = self.projects[project].cluster(&cluster) {
                    row.set_state(state);
                }
            }
            Event::ClusterGone { project, cluster } => {
                self.projects[project].remove_cluster(&cluster);
            }
            Event::PseReady {
                project,
                cluster,
                pse,
            } => {
                self.pse_ready(project, &cluster, &pse);
                let at = due.at + self.durations.connect;
                self.schedule_at(
                    at,
                    Event::PseConnect {
                        project,
                        cluster,
                        pse,
                    },
                );
            }
            Event::PseEdited {
                project,
                cluster,
                pse,
            } => {
                self.with_pse(project, &cluster, &pse, |row| {
                    if row.state == PseState::Updating {
                        row.state = PseState::Active;
                    }
                });
            }
            Event::PsePublish {
                project,
                cluster,
                pse,
                list,
            } => {
                self.with_pse(project, &cluster, &pse, |row| {
                    // A list that a test has set meanwhile is visible already, and stays.
                    if row.visible_principals != row.principals {
                        row.visible_principals = list;
                    }
                });
            }
            Event::PseConnect {
                project,
                cluster,
                pse,
            } => self.pse_connect(project, &cluster, &pse),
            Event::PseGone {
                project,
                cluster,
                pse,
            } => {
                self.pse_gone(project, &cluster, &pse);
            }
        }
    }

    fn with_pse(
        &mut self,
        project: usize,
        cluster: &str,
        pse: &str,
        change: impl FnOnce(&mut super::pse::PseRow),
    ) {
        if let Ok(row) = self.projects[project].cluster(cluster) {
            if let Some(pse) = row.pse(pse) {
                change(pse);
            }
            row.changed();
        }
    }

    fn pse_ready(&mut self, project: usize, cluster: &str, pse: &str) {
        let (hex, guid) = (self.ids.hex(16), self.ids.uuid());
        let Ok(row) = self.projects[project].cluster(cluster) else {
            return;
        };
        let spec = &row.wire.spec;
        let name = spec.name.clone();
        let pse = row.pses.iter_mut().find(|row| row.id.as_str() == pse);
        if let Some(pse) = pse
            && pse.state == PseState::Creating
        {
            let cloud = spec.region_cloud(&pse.region);
            pse.state = PseState::Active;
            pse.service_name = Some(service_name(&cloud, &name, &pse.region, &hex, &guid));
            pse.zones = regions::zones(&cloud, &pse.region);
        }
        row.changed();
    }

    /// A PSE's deletion ends, if its connections allow it.
    fn pse_gone(&mut self, project: usize, cluster: &str, pse: &str) {
        let behavior = self.delete_connected;
        let Ok(row) = self.projects[project].cluster(cluster) else {
            return;
        };
        let is_connected = row.pse(pse).is_some_and(|row| !row.connections.is_empty());
        match behavior {
            DeleteConnected::Return if is_connected => {
                if let Some(pse) = row.pse(pse) {
                    pse.state = PseState::Active;
                }
            }
            DeleteConnected::Hang if is_connected => return,
            _ => row.pses.retain(|row| row.id.as_str() != pse),
        }
        row.changed();
    }

    /// The first connection appears, if the list has a principal.
    fn pse_connect(&mut self, project: usize, cluster: &str, pse: &str) {
        let Ok(row) = self.projects[project].cluster(cluster) else {
            return;
        };
        let region = row.pse(pse).map(|row| row.region.clone());
        let cloud = region.map(|region| row.wire.spec.region_cloud(&region));
        let azure = cloud == Some(CloudCode::Azure);
        let listed = row.pse(pse).and_then(|row| row.principals.first().cloned());
        let id = self.ids.connection(azure, listed.as_deref());
        self.with_pse(project, cluster, pse, |row| {
            if row.state == PseState::Active
                && !row.principals.is_empty()
                && row.connections.is_empty()
            {
                row.connections.push(id);
            }
        });
    }
}

/// The service name (AWS) or the alias of the private link service (Azure).
pub(crate) fn service_name(
    cloud: &CloudCode,
    cluster: &str,
    region: &str,
    hex: &str,
    guid: &str,
) -> String {
    if *cloud == CloudCode::Azure {
        format!("{cluster}-pls.{guid}.{region}.azure.privatelinkservice")
    } else {
        format!("com.amazonaws.vpce.{region}.vpce-svc-0{hex}")
    }
}
