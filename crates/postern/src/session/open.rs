//! An unlocked account: one owner of its client, inventory and changes.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use std::time::Duration;

use aeon::ids::{AccountId, ProjectId};
use aeon::{ApiKey, Client, wire};
use ipnet::IpNet;
use jiff::Timestamp;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use super::app::Core;
use super::checks::Checks;
use super::connection_search::Found;
use super::inventory::Given;
use super::lookups::Lookups;
use super::network_question::Preflights;
use super::reading::Readings;
use super::review::Reviewed;
use super::{AppEvent, ConsentPlace};
use crate::apply::Engine;
use crate::change::Change;
use crate::inventory::{About, Inventory, Link, Pace, ReadPort, Slot};
use crate::journal::{self, Ledger};
use crate::permission::{self, Permissions};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// Whose account is opened, and with what.
pub(super) struct Opening {
    pub host: String,
    pub about: About,
    pub key: ApiKey,
    pub client: Client,
    /// The account as it was just read; `None`: it is read again.
    pub account: Option<wire::Account>,
    pub slot: Option<Slot>,
    /// Where changes are kept.
    pub ledger: Ledger,
    /// Whether the account is set to read-only.
    pub is_read_only: bool,
}

pub(super) struct Open {
    pub host: String,
    pub link: Link,
    pub inventory: Inventory,
    pub given: Mutex<Given>,
    pub engine: Arc<Engine>,
    pub ledger: Ledger,
    /// Kept to set up another client when the proxy or the CA file changes.
    key: Mutex<ApiKey>,
    access: Arc<Mutex<Access>>,
    pub bulks: Mutex<Vec<Reviewed>>,
    /// Clusters that are being read again for a review.
    pub readings: Readings,
    pub restricted: tokio::sync::Mutex<HashMap<String, Vec<IpNet>>>,
    /// Checks of connections from this machine.
    pub checks: Checks,
    /// Lookups of whose connections they are.
    pub lookups: Lookups<Found>,
    /// Whether the user's own networks can connect.
    pub preflights: Preflights,
    tasks: Vec<JoinHandle<()>>,
    /// Reads the account.
    reader: Option<JoinHandle<()>>,
}

/// What the key's roles allow, and what the account's settings leave of that.
#[derive(Clone, Default)]
pub(super) struct Access {
    pub permissions: Permissions,
    pub role: String,
    of_key: Permissions,
    is_read_only: bool,
}

impl Access {
    /// Takes the roles of a key.
    fn take(&mut self, account: &wire::Account) {
        self.of_key = Permissions::of(account);
        self.role = permission::label(account);
        self.combine();
    }

    fn set_read_only(&mut self, is_read_only: bool) {
        self.is_read_only = is_read_only;
        self.combine();
    }

    fn combine(&mut self) {
        let of_key = self.of_key.clone();
        self.permissions = if self.is_read_only {
            of_key.read_only()
        } else {
            of_key
        };
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let tasks = self.tasks.iter().chain(&self.reader);
        tasks.for_each(JoinHandle::abort);
    }
}

impl Open {
    pub async fn start(opening: Opening, pace: Pace, events: &broadcast::Sender<AppEvent>) -> Self {
        let Opening {
            host,
            about,
            key,
            client,
            account,
            slot,
            ledger,
            is_read_only,
        } = opening;
        let ids: (AccountId, ProjectId) = (about.account_id.clone(), about.project_id.clone());
        let link = Link::new(client, ids.0, ids.1);
        // The roles of the last time, until they are read.
        let remembered = match (&account, &slot) {
            (Some(account), Some(slot)) => {
                slot.put_account(account.clone()).await;
                Some(account.clone())
            }
            (Some(account), None) => Some(account.clone()),
            (None, Some(slot)) => slot.account().await,
            (None, None) => None,
        };
        let mut access = Access::default();
        if let Some(account) = &remembered {
            access.take(account);
        }
        access.set_read_only(is_read_only);
        let permissions = access.permissions.clone();
        let access = Arc::new(Mutex::new(access));
        let inventory =
            Inventory::start(link.clone(), about, slot.clone(), permissions, pace.clone()).await;
        let engine = Engine::open(&inventory, ledger.clone()).await;
        let mut tasks = forward(&link, &inventory, &engine, events, pace.publish);
        let noticed = events.clone();
        tasks.push(tokio::spawn(journal::watch(
            ledger.clone(),
            inventory.snapshots(),
            engine.ours(),
            pace.lag,
            move || {
                let _ = noticed.send(AppEvent::OthersNoticed);
            },
        )));
        let reader = account.is_none().then(|| {
            let reader = Reader {
                link: link.clone(),
                access: Arc::clone(&access),
                port: inventory.port(),
                slot: slot.clone(),
                events: events.clone(),
                wait: match remembered {
                    Some(_) => pace.head_start,
                    None => Duration::ZERO,
                },
                pace,
            };
            tokio::spawn(reader.run())
        });
        Self {
            host,
            link,
            inventory,
            given: Mutex::default(),
            engine: Arc::new(engine),
            ledger,
            key: Mutex::new(key),
            access,
            bulks: Mutex::default(),
            readings: Readings::default(),
            restricted: tokio::sync::Mutex::default(),
            checks: Checks::new(events.clone()),
            lookups: Lookups::new(events.clone()),
            preflights: Preflights::new(events.clone()),
            tasks,
            reader,
        }
    }

    /// The account as confirmations name it.
    pub fn place(&self, core: &Core) -> ConsentPlace {
        let snapshot = self.inventory.snapshot();
        let name = core.with_active(|active| active.map(|active| active.name.clone()));
        ConsentPlace {
            name: name.unwrap_or_default(),
            environment: core.environment(),
            account: snapshot.account_name.clone(),
            project: snapshot.project_name.clone(),
            address: self.host.clone(),
        }
    }

    /// The account and its project.
    pub fn project(&self) -> (AccountId, ProjectId) {
        (self.link.account().clone(), self.link.project_id().clone())
    }

    pub fn access(&self) -> Access {
        lock(&self.access).clone()
    }

    pub fn key(&self) -> ApiKey {
        lock(&self.key).clone()
    }

    pub fn key_expires(&self) -> Option<Timestamp> {
        lock(&self.key).expires()
    }

    /// Switches to another key.
    pub fn use_key(&self, key: ApiKey, client: Client, account: &wire::Account) {
        *lock(&self.key) = key;
        let permissions = {
            let mut access = lock(&self.access);
            access.take(account);
            access.permissions.clone()
        };
        self.inventory.set_permissions(permissions);
        self.link.replace(client);
    }

    /// Allows changes, or none at all.
    pub fn set_read_only(&self, is_read_only: bool) {
        let permissions = {
            let mut access = lock(&self.access);
            access.set_read_only(is_read_only);
            access.permissions.clone()
        };
        self.inventory.set_permissions(permissions);
    }

    /// Whether a change is still to be sent or being confirmed.
    pub fn is_moving(&self) -> bool {
        self.engine.changes().borrow().iter().any(Change::moves)
    }

    /// Ends all that only reads, at once.
    pub fn stop_reading(&self) {
        self.checks.stop_all();
        self.lookups.stop_all();
        self.preflights.stop_all();
        self.readings.close();
        self.reader.iter().for_each(JoinHandle::abort);
        self.inventory.stop();
    }

    /// Waits for what is being sent, then ends everything.
    pub async fn close(&self) {
        self.stop_reading();
        self.engine.close().await;
        self.inventory.close().await;
    }
}

/// Passes on that something is new.
fn forward(
    link: &Link,
    inventory: &Inventory,
    engine: &Engine,
    events: &broadcast::Sender<AppEvent>,
    pause: Duration,
) -> Vec<JoinHandle<()>> {
    let send = |events: &broadcast::Sender<AppEvent>, event| {
        // Without a listener there is nothing to tell.
        let _ = events.send(event);
    };
    let mut snapshots = inventory.snapshots();
    snapshots.mark_changed();
    let to = events.clone();
    let snapshots = tokio::spawn(async move {
        while snapshots.changed().await.is_ok() {
            let version = snapshots.borrow_and_update().version;
            send(&to, AppEvent::SnapshotChanged { version });
        }
    });
    let mut changes = engine.changes();
    let to = events.clone();
    let changes = tokio::spawn(async move {
        while changes.changed().await.is_ok() {
            changes.mark_unchanged();
            send(&to, AppEvent::ChangesChanged);
            // What follows at once is told together: a batch has thousands of states.
            tokio::time::sleep(pause).await;
        }
    });
    let (mut state, to) = (link.state(), events.clone());
    let refused = tokio::spawn(async move {
        while state.changed().await.is_ok() {
            state.mark_unchanged();
            send(&to, AppEvent::StateChanged);
        }
    });
    vec![snapshots, changes, refused]
}

/// Reads the account, for the roles of the key; tries until it is there.
struct Reader {
    link: Link,
    access: Arc<Mutex<Access>>,
    port: ReadPort,
    slot: Option<Slot>,
    events: broadcast::Sender<AppEvent>,
    /// How long the roles of the last time do.
    wait: Duration,
    pace: Pace,
}

impl Reader {
    async fn run(self) {
        tokio::time::sleep(self.wait).await;
        for failures in 1.. {
            let way = self.link.way();
            match way.client().account().await {
                Ok(account) => {
                    let permissions = {
                        let mut access = lock(&self.access);
                        access.take(&account);
                        access.permissions.clone()
                    };
                    self.port.set_permissions(permissions);
                    let _ = self.events.send(AppEvent::StateChanged);
                    if let Some(slot) = &self.slot {
                        slot.put_account(account).await;
                    }
                    return;
                }
                Err(error) => {
                    way.note(&error);
                    if self.link.is_refused() {
                        // A new key comes with its account.
                        return;
                    }
                    tracing::info!(%error, "the account can't be read");
                }
            }
            tokio::time::sleep(self.pace.retry_after(failures)).await;
        }
    }
}

/// Waits no longer than this for something that a user is waiting for.
pub(super) async fn within<T>(
    bound: Duration,
    work: impl Future<Output = Result<T, aeon::Error>>,
) -> Result<T, Problem> {
    match tokio::time::timeout(bound, work).await {
        Ok(result) => result.map_err(Problem::from),
        Err(_) => Err(Problem::new(
            ProblemCode::Offline,
            "The service did not answer in time.",
            "Check the network connection, then try again.",
        )),
    }
}
