//! The service's state, without HTTP. Each access first applies the events that are due, so no background task
//! is needed.

pub(crate) mod applied;
pub(crate) mod cluster;
mod cluster_lifecycle;
pub(crate) mod event;
mod ids;
mod lag;
pub(crate) mod principal;
pub(crate) mod pse;
pub(crate) mod regions;
pub(crate) mod task;
pub(crate) mod vpc;
pub(crate) mod vpc_rules;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Duration;

use aeon::wire::Vpc;
use jiff::Timestamp;

use crate::auth::KeyRow;
use crate::clock::Time;
use crate::options::{DeleteConnected, Durations, Lag, Options};
use crate::refusal::Refusal;
use applied::Applied;
use cluster::ClusterRow;
use event::{Event, ScheduledEvent};
pub(crate) use ids::Ids;
use task::TaskRow;

/// An account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: String,
}

/// A project with its resources.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) account: usize,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) vpcs: Vec<Vpc>,
    /// Sorted by name, as in lists.
    pub(crate) clusters: Vec<ClusterRow>,
}

/// The whole state of the service.
pub(crate) struct World {
    pub(crate) time: Time,
    pub(crate) durations: Durations,
    pub(crate) delete_connected: DeleteConnected,
    pub(crate) lag: Lag,
    pub(crate) hide_pse_tasks: bool,
    pub(crate) keep_updated_on: bool,
    pub(crate) random: fastrand::Rng,
    pub(crate) applied: Vec<Applied>,
    pub(crate) ids: Ids,
    pub(crate) accounts: Vec<Account>,
    pub(crate) projects: Vec<Project>,
    pub(crate) tasks: Vec<TaskRow>,
    pub(crate) keys: Vec<KeyRow>,
    tokens: HashMap<String, usize>,
    queue: BinaryHeap<Reverse<ScheduledEvent>>,
    sequence: u64,
}

impl World {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            time: Time::new(options.clock),
            durations: options.durations,
            delete_connected: options.delete_connected,
            lag: options.lag,
            hide_pse_tasks: options.hide_pse_tasks,
            keep_updated_on: options.keep_updated_on,
            random: fastrand::Rng::with_seed(options.random),
            applied: Vec::new(),
            ids: Ids::new(),
            accounts: Vec::new(),
            projects: Vec::new(),
            tasks: Vec::new(),
            keys: Vec::new(),
            tokens: HashMap::new(),
            queue: BinaryHeap::new(),
            sequence: 0,
        }
    }

    /// The current simulated time.
    pub(crate) fn now(&self) -> Timestamp {
        self.time.now()
    }

    /// Schedules an event `after` from now.
    pub(crate) fn schedule_in(&mut self, after: Duration, event: Event) {
        let at = self.now() + after;
        self.schedule_at(at, event);
    }

    /// Schedules an event.
    pub(crate) fn schedule_at(&mut self, at: Timestamp, event: Event) {
        self.sequence += 1;
        self.queue.push(Reverse(ScheduledEvent {
            at,
            sequence: self.sequence,
            event,
        }));
    }

    /// Applies the events that are due.
    pub(crate) fn catch_up(&mut self) {
        let now = self.now();
        while let Some(Reverse(due)) = self.queue.peek() {
            if due.at > now {
                break;
            }
            if let Some(Reverse(due)) = self.queue.pop() {
                self.apply(due);
            }
        }
    }

    /// Moves the simulated time forward.
    pub(crate) fn step(&mut self, by: Duration) {
        self.time.skip(by);
        self.catch_up();
    }

    /// Moves the simulated time forward until every operation has finished.
    pub(crate) fn settle(&mut self) {
        loop {
            self.catch_up();
            let next = self.queue.peek().map(|Reverse(due)| due.at);
            let task = self.tasks.iter().map(|task| task.end).max();
            match (next, task) {
                (Some(next), _) => self.time.skip_to(next),
                (None, Some(end)) if end > self.now() => self.time.skip_to(end),
                _ => return,
            }
        }
    }

    pub(crate) fn add_key(&mut self, key: KeyRow) {
        self.tokens.insert(key.token.clone(), self.keys.len());
        self.keys.push(key);
    }

    /// The key in an `Authorization` header; fails with 401.
    pub(crate) fn authenticate(&mut self, header: Option<&str>) -> Result<KeyRow, Refusal> {
        let invalid = || Refusal::new(401, "Invalid JWT");
        let token = header
            .and_then(|header| header.strip_prefix("Bearer "))
            .ok_or_else(invalid)?;
        let index = *self.tokens.get(token.trim()).ok_or_else(invalid)?;
        let now = self.now();
        let key = self.keys.get_mut(index).ok_or_else(invalid)?;
        if key.expires.is_some_and(|expires| expires <= now) {
            return Err(Refusal::new(401, "JWT has expired"));
        }
        key.last_used = Some(now);
        Ok(key.clone())
    }

    /// The index of the key's account; fails with 404 for any other.
    pub(crate) fn own_account(&self, key: &KeyRow, account: &str) -> Result<usize, Refusal> {
        match self.accounts.get(key.account) {
            Some(own) if own.id == account => Ok(key.account),
            _ => Err(Refusal::new(404, format!("Account {account} not found"))),
        }
    }

    /// The index of a project in the key's account; fails with 404 for any other.
    pub(crate) fn own_project(
        &self,
        key: &KeyRow,
        account: &str,
        project: &str,
    ) -> Result<usize, Refusal> {
        let account = self.own_account(key, account)?;
        self.projects
            .iter()
            .position(|row| row.account == account && row.id == project)
            .ok_or_else(|| Refusal::new(404, format!("Project {project} not found")))
    }

    /// A cluster in any project by its name, and the project's index.
    pub(crate) fn by_name(&mut self, name: &str) -> Option<(usize, &mut ClusterRow)> {
        self.projects
            .iter_mut()
            .enumerate()
            .find_map(|(index, project)| {
                let row = project
                    .clusters
                    .iter_mut()
                    .find(|row| row.wire.spec.name == name)?;
                Some((index, row))
            })
    }
}

impl Project {
    /// A cluster by its id; fails with 404.
    pub(crate) fn cluster(&mut self, id: &str) -> Result<&mut ClusterRow, Refusal> {
        self.clusters
            .iter_mut()
            .find(|row| row.wire.info.id.as_str() == id)
            .ok_or_else(|| Refusal::new(404, format!("Cluster {id} not found")))
    }

    /// Inserts a cluster in the order by name.
    pub(crate) fn insert(&mut self, row: ClusterRow) {
        let place = self
            .clusters
            .partition_point(|other| other.wire.spec.name < row.wire.spec.name);
        for region in &row.wire.spec.cluster_region_info {
            let Some(vpc) = &region.placement_info.vpc_id else {
                continue;
            };
            if let Some(vpc) = self.vpcs.iter_mut().find(|row| row.info.id == *vpc)
                && !vpc.info.cluster_ids.contains(&row.wire.info.id)
            {
                vpc.info.cluster_ids.push(row.wire.info.id.clone());
            }
        }
        self.clusters.insert(place, row);
    }

    /// Removes a cluster, from its VPCs as well.
    pub(crate) fn remove_cluster(&mut self, id: &str) {
        self.clusters.retain(|row| row.wire.info.id.as_str() != id);
        for vpc in &mut self.vpcs {
            vpc.info
                .cluster_ids
                .retain(|cluster| cluster.as_str() != id);
        }
    }
}
