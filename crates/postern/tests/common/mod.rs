//! An inventory on a simulator of its own.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::time::Duration;

use aeon::{ApiKey, BaseUrl, Client, Proxy, Retry};
use aeon_simulator::{Durations, Handle, Seed, Simulator};
use postern::inventory::{
    About, Cluster, Details, Inventory, Link, Pace, Phase, Present, Region, Slot, Snapshot,
};
use tokio::sync::watch;
use tokio::time::timeout;

/// The reads of single PSEs, as the simulator's counters and faults name them.
pub const PSE_READS: &str = "GET /private-service-endpoints/{pse_id}";

/// How long a condition may take to come true.
pub const BOUND: Duration = Duration::from_secs(20);

/// A simulator, and the account that its admin key opens.
pub struct Service {
    pub simulator: Handle,
    pub about: About,
    /// How long a call may take with all its retries: long, because a busy machine is slow; short where
    /// a test waits for calls to fail.
    pub deadline: Duration,
}

impl Service {
    pub async fn start(seed: Seed) -> Self {
        let options = aeon_simulator::Options {
            durations: Durations::quick(),
            ..Default::default()
        };
        let simulator = Simulator::start(seed, options).await.unwrap();
        let account = client(&simulator, BOUND).account().await.unwrap();
        let project = &account.info.projects[0];
        let about = About {
            account_id: account.info.id.clone(),
            account_name: account.spec.name.clone(),
            project_id: project.id.clone(),
            project_name: project.name.clone(),
        };
        Self {
            simulator,
            about,
            deadline: BOUND,
        }
    }

    pub fn client(&self) -> Client {
        client(&self.simulator, self.deadline)
    }

    pub fn link(&self) -> Link {
        let (account, project) = (&self.about.account_id, &self.about.project_id);
        Link::new(self.client(), account.clone(), project.clone())
    }

    pub async fn inventory(&self, cache: Option<Slot>) -> Inventory {
        Inventory::start(self.link(), self.about.clone(), cache, Pace::quick()).await
    }

    /// An inventory whose first load is done.
    pub async fn loaded(&self) -> Inventory {
        let inventory = self.inventory(None).await;
        until(&inventory, "the first load is done", ready).await;
        inventory
    }

    pub fn count(&self, route: &str) -> u64 {
        self.simulator.requests().of(route)
    }
}

fn client(simulator: &Handle, deadline: Duration) -> Client {
    let mut options = aeon::Options::new(BaseUrl::parse(&simulator.base_url()).unwrap());
    options.proxy = Proxy::None;
    options.retry = Retry {
        deadline,
        base_delay: Duration::from_millis(10),
        max_delay: Duration::from_millis(50),
    };
    Client::new(&options, ApiKey::parse(&simulator.keys().admin).unwrap()).unwrap()
}

/// Waits for a snapshot that is as it should be.
pub async fn until(
    inventory: &Inventory,
    what: &str,
    condition: impl FnMut(&Snapshot) -> bool,
) -> Arc<Snapshot> {
    seen(inventory.snapshots(), what, condition).await
}

/// Waits for a value that is as it should be.
pub async fn seen<T: std::fmt::Debug>(
    mut values: watch::Receiver<Arc<T>>,
    what: &str,
    mut condition: impl FnMut(&T) -> bool,
) -> Arc<T> {
    if let Ok(value) = timeout(BOUND, values.wait_for(|value| condition(value))).await {
        return value.unwrap().clone();
    }
    panic!(
        "{what}: not so within {BOUND:?}; at last {:#?}",
        values.borrow()
    );
}

pub fn ready(snapshot: &Snapshot) -> bool {
    snapshot.phase == Phase::Ready
}

pub fn cluster<'a>(snapshot: &'a Snapshot, name: &str) -> &'a Cluster {
    let mut clusters = snapshot.clusters.iter();
    clusters.find(|cluster| cluster.name == name).unwrap()
}

pub fn region<'a>(snapshot: &'a Snapshot, name: &str, code: &str) -> &'a Region {
    let mut regions = cluster(snapshot, name).regions.iter();
    regions.find(|region| region.region == code).unwrap()
}

pub fn present<'a>(snapshot: &'a Snapshot, name: &str, code: &str) -> Option<&'a Present> {
    region(snapshot, name, code).endpoint.present()
}

/// The service name, once the details are known.
pub fn service_name(present: &Present) -> Option<&str> {
    match &present.details {
        Details::Known { service_name, .. } => service_name.as_deref(),
        _ => None,
    }
}
