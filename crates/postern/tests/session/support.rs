//! An application in a folder of its own, and a service for it.

use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aeon::Retry;
use aeon::ids::{ClusterId, RegionInfoId};
use aeon_simulator::{Clock, Durations, Handle, Keys, Options, Seed, Simulator};

use postern::change::{Change, ChangeId, Draft, Plan, RegionChange, StepState};
use postern::config::{KeyStore, ProfileId};
use postern::inventory::{Cluster, Details, Endpoint, Pace, Phase, Present, Region, Snapshot};
use postern::keys::Keyring;
use postern::plan::{BulkPlan, Goal};
use postern::problem::Problem;
use postern::session::{
    App, AppOptions, ConsentPrompt, NewAccount, Paths, SessionStatus, TriedKey,
};
use secrecy::SecretString;
use tempfile::TempDir;

/// What a stand-in for the system answers.
pub type Answer<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// No wait is longer than this; one that is has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until `look` gives something.
pub async fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "it never happened: {what}");
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}

/// One cluster's plan, and the whole that it is all of.
pub struct Reviewed {
    pub whole: BulkPlan,
    plan: Plan,
}

impl Deref for Reviewed {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.plan
    }
}

pub struct Stage {
    pub sim: Handle,
    pub app: App,
    pub folder: TempDir,
    pub options: AppOptions,
}

/// An account for the first of a key's projects.
pub fn first_project(tried: &TriedKey, name: &str) -> Vec<NewAccount> {
    vec![NewAccount {
        project_id: tried.projects[0].id.clone(),
        name: name.to_owned(),
    }]
}

/// Quick in everything: the pace, the client's patience; a user who agrees to everything.
pub fn quick() -> AppOptions {
    AppOptions {
        pace: Pace::quick(),
        retry: Some(Retry {
            deadline: Duration::from_secs(3),
            base_delay: Duration::from_millis(5),
            max_delay: Duration::from_millis(20),
        }),
        keyring: Keyring::absent(),
        confirm: ConsentPrompt::new(|_| async { true }),
        ..AppOptions::default()
    }
}

/// A service whose work takes fractions of a second.
pub async fn simulator(seed: Seed) -> Handle {
    let options = Options {
        durations: Durations::quick(),
        ..Options::default()
    };
    Simulator::start(seed, options).await.unwrap()
}

pub async fn start(folder: &TempDir, options: &AppOptions) -> App {
    let paths = Paths {
        config: folder.path().join("config"),
        data: folder.path().join("data"),
    };
    App::open(paths, options.clone()).await
}

/// An application with the admin's account on a service whose work ends when it is told so.
pub async fn on_explicit_time() -> Stage {
    let options = Options {
        clock: Clock::Explicit,
        ..Options::default()
    };
    let sim = Simulator::start(Seed::Demo, options).await.unwrap();
    Stage::with(sim, quick(), |keys| keys.admin).await
}

impl Stage {
    /// An application without an account.
    pub async fn empty(sim: Handle, options: AppOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = start(&folder, &options).await;
        Self {
            sim,
            app,
            folder,
            options,
        }
    }

    /// An application with the admin's account, loaded.
    pub async fn demo() -> Self {
        Self::with(simulator(Seed::Demo).await, quick(), |keys| keys.admin).await
    }

    pub async fn with(sim: Handle, options: AppOptions, key: impl FnOnce(Keys) -> String) -> Self {
        let stage = Self::empty(sim, options).await;
        stage.add("Work", &key(stage.sim.keys())).await.unwrap();
        stage.ready().await;
        stage
    }

    /// The same folder after Postern ended and was started again.
    pub async fn restarted(self) -> Self {
        let Self {
            sim,
            app,
            folder,
            options,
        } = self;
        app.close().await;
        drop(app);
        let app = start(&folder, &options).await;
        Self {
            sim,
            app,
            folder,
            options,
        }
    }

    pub async fn try_key(&self, key: &str) -> Result<TriedKey, Problem> {
        self.app
            .try_key(self.sim.base_url(), SecretString::from(key.to_owned()))
            .await
    }

    /// Adds the account of a key with its first project; the key is kept for this session.
    pub async fn add(&self, name: &str, key: &str) -> Result<ProfileId, Problem> {
        let tried = self.try_key(key).await?;
        let accounts = first_project(&tried, name);
        self.app
            .add_accounts(tried.draft, accounts, KeyStore::Session)
            .await
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.app.snapshot().unwrap()
    }

    /// Waits until everything that was asked for has been read.
    pub async fn ready(&self) {
        until("the inventory is read", || {
            let snapshot = self.app.snapshot()?;
            (snapshot.phase == Phase::Ready && snapshot.read_at.is_some()).then_some(())
        })
        .await;
    }

    pub async fn status(&self) -> Option<SessionStatus> {
        self.app.state().await.active.map(|active| active.status)
    }

    pub fn cluster(&self, name: &str) -> Arc<Cluster> {
        let snapshot = self.snapshot();
        Arc::clone(
            snapshot
                .clusters
                .iter()
                .find(|cluster| cluster.name == name)
                .unwrap(),
        )
    }

    pub fn region(&self, cluster: &str, region: &str) -> Region {
        let cluster = self.cluster(cluster);
        cluster
            .regions
            .iter()
            .find(|found| found.region == region)
            .unwrap()
            .clone()
    }

    pub fn present(&self, cluster: &str, region: &str) -> Option<Present> {
        match self.region(cluster, region).endpoint {
            Endpoint::Present(present) => Some(present),
            _ => None,
        }
    }

    pub fn principals(&self, cluster: &str, region: &str) -> Vec<String> {
        texts(&self.present(cluster, region).unwrap())
    }

    /// The change to go from `base` to `mine` in a region.
    pub fn edit(&self, cluster: &str, region: &str, base: &[String], mine: &[&str]) -> Draft {
        Draft {
            cluster_id: self.cluster(cluster).id.clone(),
            region_changes: vec![RegionChange::Edit {
                region_id: self.region(cluster, region).id,
                base: base.to_vec(),
                mine: owned(mine),
            }],
        }
    }

    /// The change to add a principal to what is there.
    pub fn adding(&self, cluster: &str, region: &str, principal: &str) -> Draft {
        let base = self.principals(cluster, region);
        let mine: Vec<&str> = base.iter().map(String::as_str).chain([principal]).collect();
        self.edit(cluster, region, &base, &mine)
    }

    pub async fn plan(&self, draft: Draft) -> Reviewed {
        let drafts = vec![draft];
        let mut whole = self.app.plan_bulk(Goal::Drafts { drafts }).await.unwrap();
        let plan = whole.plans.pop().expect("something would change");
        Reviewed { whole, plan }
    }

    /// Reviews and carries out; everything that has to be typed is typed.
    pub async fn apply(&self, draft: Draft) -> ChangeId {
        let plan = self.plan(draft).await;
        assert_eq!(plan.blocked, None);
        self.apply_plan(&plan).await
    }

    pub async fn apply_plan(&self, plan: &Reviewed) -> ChangeId {
        let id = plan.whole.id;
        let typed = self.app.to_type(id, vec![]).await.unwrap();
        let changes = self.app.apply_bulk(id, typed, vec![]).await.unwrap();
        changes[0].id
    }

    /// Takes a change off the list.
    pub async fn dismiss(&self, id: ChangeId) -> Result<(), Problem> {
        self.app
            .engine()
            .expect("an unlocked account")
            .dismiss_batch(self.change(id).await.batch)
            .await
    }

    pub async fn change(&self, id: ChangeId) -> Change {
        let changes = self.app.changes();
        changes.into_iter().find(|change| change.id == id).unwrap()
    }

    /// The step's state, once it is one of those that are waited for.
    pub async fn step(
        &self,
        id: ChangeId,
        step: usize,
        wanted: impl Fn(&StepState) -> bool,
    ) -> StepState {
        let state_in = |changes: &[Change]| {
            let change = changes.iter().find(|change| change.id == id);
            change.map(|change| change.steps[step].state.clone())
        };
        // Some states last for moments only, so each one is looked at as it comes.
        let seen = async {
            loop {
                let changes = self.app.engine().map(|engine| engine.changes());
                if let Ok(mut changes) = changes {
                    let is_wanted =
                        |now: &Arc<Vec<Change>>| state_in(now).is_some_and(|state| wanted(&state));
                    // It ends without one when the account is locked.
                    if let Ok(now) = changes.wait_for(is_wanted).await {
                        return state_in(&now).expect("the state that was waited for");
                    }
                }
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        };
        match tokio::time::timeout(PATIENCE, seen).await {
            Ok(state) => state,
            Err(_) => panic!("the step stays {:?}", state_in(&self.app.changes())),
        }
    }

    pub async fn confirmed(&self, id: ChangeId) {
        for step in 0..self.change(id).await.steps.len() {
            let state = self.step(id, step, is_settled).await;
            assert!(
                matches!(state, StepState::Confirmed { .. }),
                "step {step}: {state:?}"
            );
        }
        assert!(self.change(id).await.finished);
    }
}

/// Whether nothing more happens without the user.
pub fn is_settled(state: &StepState) -> bool {
    !matches!(
        state,
        StepState::Planned
            | StepState::Waiting { .. }
            | StepState::Sending
            | StepState::Accepted { .. }
            | StepState::InForce { .. }
    )
}

pub fn texts(present: &Present) -> Vec<String> {
    let list = present.principals.iter().flatten();
    list.map(|view| view.text.clone()).collect()
}

pub fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

pub fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

pub fn service_name(present: &Present) -> Option<String> {
    match &present.details {
        Details::Known { service_name, .. } => service_name.clone(),
        _ => None,
    }
}

/// A route's last part, as the simulator counts them.
pub const PSE: &str = "/private-service-endpoints/{pse_id}";
pub const PSES: &str = "/private-service-endpoints";

pub fn create(cluster: &ClusterId, region_changes: &[(RegionInfoId, &[&str])]) -> Draft {
    let region_change = |(region, list): &(RegionInfoId, &[&str])| RegionChange::Create {
        region_id: region.clone(),
        principals: owned(list),
    };
    Draft {
        cluster_id: cluster.clone(),
        region_changes: region_changes.iter().map(region_change).collect(),
    }
}
