//! An inventory on a simulator of its own, and changes on it.

// Each test program uses a part of this.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use std::sync::Arc;
use std::time::Duration;

use aeon::{ApiKey, BaseUrl, Client, Proxy, Retry};
use aeon_simulator::{Clock, Durations, Handle, Seed, Simulator};
use postern::apply::Engine;
use postern::change::{BatchId, Change, ChangeId, Draft, RegionChange, StepState};
use postern::inventory::{
    About, Cluster, Details, Inventory, Link, Pace, Phase, Present, Region, Slot, Snapshot,
};
use postern::journal::{Journal, Ledger, Whose};
use postern::permission::Permissions;
use postern::plan::{Goal, Naming, Prepared, PreparedBulk, bulk};
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
    /// How old a list may be when another one is sent in its place.
    pub edit: Duration,
}

impl Service {
    pub async fn start(seed: Seed) -> Self {
        let options = aeon_simulator::Options {
            durations: Durations::quick(),
            ..Default::default()
        };
        Self::with(seed, options).await
    }

    pub async fn with(seed: Seed, options: aeon_simulator::Options) -> Self {
        let simulator = Simulator::start(seed, options).await.unwrap();
        let account = client(&simulator, aeon::Timeouts::default().edit, BOUND)
            .account()
            .await
            .unwrap();
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
            edit: aeon::Timeouts::default().edit,
        }
    }

    pub fn client(&self) -> Client {
        client(&self.simulator, self.edit, self.deadline)
    }

    pub fn link(&self) -> Link {
        let (account, project) = (&self.about.account_id, &self.about.project_id);
        Link::new(self.client(), account.clone(), project.clone())
    }

    pub fn ledger(&self, journal: &Journal) -> Ledger {
        journal.ledger(Whose {
            host: self.simulator.base_url(),
            account_id: self.about.account_id.clone(),
            account_name: self.about.account_name.clone(),
            project_id: self.about.project_id.clone(),
            project_name: self.about.project_name.clone(),
            profile_name: Some("Work".to_owned()),
        })
    }

    pub async fn inventory(&self, cache: Option<Slot>) -> Inventory {
        Inventory::start(
            self.link(),
            self.about.clone(),
            cache,
            Permissions::default(),
            Pace::quick(),
        )
        .await
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

fn client(simulator: &Handle, edit: Duration, deadline: Duration) -> Client {
    let mut options = aeon::Options::new(BaseUrl::parse(&simulator.base_url()).unwrap());
    options.proxy = Proxy::None;
    options.timeouts.edit = edit;
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

/// Northwind, loaded, with an engine on it.
pub struct Fixture {
    pub service: Service,
    pub inventory: Inventory,
    pub engine: Engine,
}

impl Fixture {
    pub async fn open() -> Self {
        Self::with(BOUND).await
    }

    /// Where a call is tried again for no longer than this.
    pub async fn with(deadline: Duration) -> Self {
        let mut service = Service::start(Seed::Demo).await;
        service.deadline = deadline;
        Self::on(service).await
    }

    /// The same on a service whose work ends when it is told so.
    pub async fn on_explicit_time() -> Self {
        let options = aeon_simulator::Options {
            clock: Clock::Explicit,
            ..Default::default()
        };
        Self::on(Service::with(Seed::Demo, options).await).await
    }

    pub async fn on(service: Service) -> Self {
        let inventory = service.loaded().await;
        let engine = Engine::open(&inventory, service.ledger(&Journal::in_memory())).await;
        service.simulator.reset_requests();
        Self {
            service,
            inventory,
            engine,
        }
    }

    /// The list that the user sees.
    pub fn shown(&self, name: &str, code: &str) -> Vec<String> {
        let now = self.inventory.snapshot();
        let views = &present(&now, name, code).unwrap().principals;
        let views = views.iter().flatten();
        views.map(|view| view.text.clone()).collect()
    }

    /// The list on the service.
    pub fn truth(&self, name: &str, code: &str) -> Vec<String> {
        self.service.simulator.principals(name, code).unwrap()
    }

    /// The reads of one PSE, for faults. The inventory keeps reading those of the demo that are changing.
    pub fn reads(&self, name: &str, code: &str) -> String {
        let now = self.inventory.snapshot();
        let id = &present(&now, name, code).unwrap().pse_id;
        format!("GET /private-service-endpoints/{}", id.as_str())
    }

    /// Another client's list.
    pub fn set(&self, name: &str, code: &str, list: &[String]) {
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        self.service.simulator.set_principals(name, code, &list);
    }

    /// The change for a list that was begun with `base`.
    pub fn edit(&self, name: &str, code: &str, base: &[String], mine: &[String]) -> RegionChange {
        RegionChange::Edit {
            region_id: region(&self.inventory.snapshot(), name, code).id.clone(),
            base: base.to_vec(),
            mine: mine.to_vec(),
        }
    }

    /// The change for one more principal on the list that is shown.
    pub fn add(&self, name: &str, code: &str, principal: &str) -> RegionChange {
        let base = self.shown(name, code);
        self.edit(name, code, &base, &with(&base, &[principal]))
    }

    pub fn create(&self, name: &str, code: &str, principals: &[&str]) -> RegionChange {
        RegionChange::Create {
            region_id: region(&self.inventory.snapshot(), name, code).id.clone(),
            principals: with(&[], principals),
        }
    }

    pub fn delete(&self, name: &str, code: &str) -> RegionChange {
        RegionChange::Delete {
            region_id: region(&self.inventory.snapshot(), name, code).id.clone(),
        }
    }

    pub fn plan(&self, name: &str, region_changes: Vec<RegionChange>) -> Prepared {
        let now = self.inventory.snapshot();
        let cluster_id = cluster(&now, name).id.clone();
        let reviewed = reviewed(
            Draft {
                cluster_id,
                region_changes,
            },
            &now,
        );
        let (_, _, mut prepared) = reviewed.into_batch(&[]);
        prepared.pop().unwrap()
    }

    pub async fn apply(&self, prepared: Prepared) -> ChangeId {
        let batch = BatchId(prepared.plan.id.0);
        let started = self.engine.apply_batch(batch, "Change", vec![prepared]);
        started.await.unwrap().pop().unwrap().id
    }

    /// Waits for a change that is as it should be.
    pub async fn until(
        &self,
        id: ChangeId,
        what: &str,
        condition: impl Fn(&Change) -> bool,
    ) -> Change {
        let change = |changes: &[Change]| changes.iter().find(|change| change.id == id).cloned();
        let found =
            |changes: &Vec<Change>| change(changes).is_some_and(|change| condition(&change));
        let changes: Arc<Vec<Change>> = seen(self.engine.changes(), what, found).await;
        change(&changes).unwrap()
    }

    pub async fn confirmed(&self, id: ChangeId) -> Change {
        self.until(id, "every step is confirmed", |change| {
            change.finished && change.steps.iter().all(|step| is_confirmed(&step.state))
        })
        .await
    }

    pub fn count(&self, route: &str) -> u64 {
        self.service.count(route)
    }
}

/// The plan of a draft.
pub fn reviewed(draft: Draft, now: &Snapshot) -> PreparedBulk {
    let drafts = vec![draft];
    let expanded = Goal::Drafts { drafts }.expand(now);
    bulk(expanded, Naming::Steps, now).unwrap()
}

pub fn with(list: &[String], more: &[&str]) -> Vec<String> {
    let more = more.iter().map(|text| (*text).to_owned());
    list.iter().cloned().chain(more).collect()
}

pub fn is_confirmed(state: &StepState) -> bool {
    matches!(state, StepState::Confirmed { .. })
}
