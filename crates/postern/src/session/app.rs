//! The application: owns everything, with a method for each thing that the page can request.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aeon::ids::{AccountId, ProjectId};
use tokio::runtime::Handle;
use tokio::sync::{broadcast, watch};
use tokio::task::{JoinHandle, JoinSet};

use super::link::OpenedLink;
use super::network::CheckedNetwork;
use super::open::Open;
use super::tried_keys::TriedKeys;
use super::{Active, AppEvent, AppOptions, AppState, Paths, SessionStatus};
use crate::config::{
    AddressBook, CloudAccessFile, NetworksFile, Profile, ProfileId, ServicesFile, Settings,
    SettingsFile, ViewsFile, certificates,
};
use crate::files::make_private;
use crate::inventory::{Cache, Snapshot};
use crate::journal::Journal;
use crate::keys::{KeyringView, Vault};
use crate::problem::Problem;
use crate::sync::lock;

/// Number of events that may wait for a slow listener. One that falls behind requests everything again.
const EVENTS: usize = 256;

/// Minutes by which locking is delayed while changes are being carried out. A create takes up to 40 minutes.
const LOCK_DELAY: u32 = 60;

/// The application.
pub struct App {
    pub(super) core: Arc<Core>,
    /// For spawning from outside the runtime.
    runtime: Handle,
    tasks: Vec<JoinHandle<()>>,
}

/// The parts of the application, shared with its tasks.
pub(super) struct Core {
    pub vault: Vault,
    pub settings: SettingsFile,
    pub networks: NetworksFile,
    pub services: ServicesFile,
    /// The last requests that failed, of all accounts.
    pub failures: aeon::Failures,
    /// The user's names for AWS accounts and Azure subscriptions.
    pub names: AddressBook,
    /// The same for the demo account; never written to disk.
    pub demo_names: AddressBook,
    pub views: ViewsFile,
    /// Where the user's AWS and Azure CLIs may be run.
    pub cloud_access: CloudAccessFile,
    pub cache: Cache,
    pub journal: Journal,
    pub options: AppOptions,
    pub tried_keys: TriedKeys,
    pub events: broadcast::Sender<AppEvent>,
    /// The link that was opened last.
    pub link: Mutex<Option<OpenedLink>>,
    pub keyring: Mutex<KeyringView>,
    slot: Mutex<ActiveSlot>,
    active_at: Mutex<Instant>,
    /// Path of Postern's copy of the extra CA certificates.
    pub ca_file: PathBuf,
    pub network: Mutex<CheckedNetwork>,
    /// Closed accounts that still wait for answers to requests they sent.
    closing: Mutex<Closing>,
}

/// Closed accounts that still wait for answers to requests they sent.
#[derive(Default)]
pub(super) struct Closing {
    pub tasks: JoinSet<()>,
    /// The projects of the closing accounts. A sender is dropped when its account has ended.
    accounts: Vec<(Project, watch::Receiver<()>)>,
}

/// Changes belong to a project of an account, whichever profile they were made with.
type Project = (AccountId, ProjectId);

impl Closing {
    fn add(&mut self, open: Arc<Open>) {
        while self.tasks.try_join_next().is_some() {}
        self.accounts
            .retain(|(_, ended)| ended.has_changed().is_ok());
        let (sender, ended) = watch::channel(());
        self.accounts.push((open.project(), ended));
        self.tasks.spawn(async move {
            open.close().await;
            drop(sender);
        });
    }
}

/// The account in use, replaced as a whole.
#[derive(Default)]
pub(super) struct ActiveSlot {
    /// Incremented whenever the account is replaced or closed.
    activation: u64,
    active: Option<ActiveAccount>,
}

pub(super) struct ActiveAccount {
    /// `None` for the demo account.
    pub profile: Option<ProfileId>,
    pub name: String,
    pub status: Status,
    /// For the demo: whether the account to return to is locked.
    pub locked_behind: bool,
}

pub(super) enum Status {
    Locked(Option<Problem>),
    /// `finishing`: waits for the answer to a request sent before the account was last closed.
    Unlocking {
        finishing: bool,
    },
    NeedsKey(Problem),
    Open(Arc<Open>),
}

/// Identifies one activation of an account, so that a late result of an earlier one is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Activation(u64);

impl Drop for App {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl App {
    /// Opens the application: reads profiles and settings, and starts unlocking the account used last.
    /// Contacts no other account.
    pub async fn open(paths: Paths, options: AppOptions) -> Self {
        let file = paths.data.join("inventory.sqlite3");
        let for_journal = paths.data.join("journal.sqlite3");
        let opened = tokio::task::spawn_blocking(move || {
            make_private(&paths.config);
            make_private(&paths.data);
            let settings = SettingsFile::open(&paths.config);
            let networks = NetworksFile::open(&paths.config);
            let services = ServicesFile::open(&paths.config);
            let names = AddressBook::open(&paths.config);
            let views = ViewsFile::open(&paths.config);
            let clouds = CloudAccessFile::open(&paths.config);
            let cache = Cache::open(&file);
            (
                cache,
                settings,
                networks,
                services,
                names,
                views,
                clouds,
                paths.config,
            )
        });
        let (cache, settings, networks, services, names, views, cloud_access, config) =
            opened.await.expect("opening files does not panic");
        let journal = Journal::open(for_journal, options.on_commit.clone());
        let vault = Vault::open(&config, options.keyring.clone());
        let core = Arc::new(Core {
            tried_keys: TriedKeys::new(options.tried_key_lifetime),
            keyring: Mutex::new(KeyringView {
                store: options.keyring.store().to_owned(),
                problem: None,
                is_asking: false,
            }),
            ca_file: certificates::path(&config),
            network: Mutex::default(),
            vault,
            settings,
            networks,
            services,
            failures: aeon::Failures::default(),
            names,
            demo_names: AddressBook::in_memory(),
            views,
            cloud_access,
            cache,
            journal,
            options,
            events: broadcast::Sender::new(EVENTS),
            link: Mutex::default(),
            slot: Mutex::default(),
            active_at: Mutex::new(Instant::now()),
            closing: Mutex::default(),
        });
        for problem in core.file_problems() {
            tracing::warn!("{}", problem.message);
        }
        let mut tasks = vec![
            tokio::spawn(Arc::clone(&core).run_idle_tasks()),
            tokio::spawn(Arc::clone(&core).probe_keyring()),
            tokio::spawn(Arc::clone(&core).watch_keyring()),
            tokio::spawn(Arc::clone(&core).keep_pruning()),
            tokio::spawn(Arc::clone(&core).keep_learned()),
            tokio::spawn(Arc::clone(&core).keep_looking_for_updates()),
        ];
        if let Some(profile) = core.last_profile() {
            let activation = core.activate(Some(ActiveAccount {
                profile: Some(profile.id),
                name: profile.name.clone(),
                status: Status::Unlocking { finishing: false },
                locked_behind: false,
            }));
            let core = Arc::clone(&core);
            tasks.push(tokio::spawn(async move {
                // A failure is in the state.
                let _ = core.unlock(activation, profile, false).await;
            }));
        }
        Self {
            core,
            runtime: Handle::current(),
            tasks,
        }
    }

    /// The state that the page needs before it shows a screen.
    pub async fn state(&self) -> AppState {
        self.core.state()
    }

    /// The snapshot of the account in use; `None` while it is locked.
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        let open = self.core.current()?;
        Some(open.inventory.snapshot())
    }

    /// Whether the account in use is locked, or the one to return to from the demo.
    pub fn is_locked(&self) -> bool {
        self.core.is_locked()
    }

    /// Subscribes to events. A listener that misses some ([`broadcast::error::RecvError::Lagged`]) requests
    /// everything again.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.core.events.subscribe()
    }

    /// Reports user activity, which restarts the time until the account locks itself.
    pub fn activity(&self) {
        *lock(&self.core.active_at) = Instant::now();
    }

    /// Reports that the window got the focus. Old data is read again, and so is the state of a keyring that
    /// couldn't be used, since the user may just have unlocked it.
    pub fn window_focused(&self) {
        self.activity();
        if lock(&self.core.keyring).problem.is_some() {
            let core = Arc::clone(&self.core);
            self.runtime.spawn(core.probe_keyring());
        }
        if let Some(open) = self.core.current() {
            open.inventory.window_focused();
        }
    }

    /// Locks and waits for the answers to requests in flight. Call this before the program ends.
    pub async fn close(&self) {
        self.core.activate(None);
        let mut closing = std::mem::take(&mut lock(&self.core.closing).tasks);
        while closing.join_next().await.is_some() {}
        self.core.cache.close().await;
        self.core.journal.close().await;
    }
}

impl Core {
    pub fn emit(&self, event: AppEvent) {
        // Fails only if nobody listens.
        let _ = self.events.send(event);
    }

    /// Makes an account the one in use, or none. The previous one is no longer shown, and ends once its
    /// requests in flight have been answered.
    pub fn activate(&self, mut active: Option<ActiveAccount>) -> Activation {
        let (activation, before) = {
            let mut slot = lock(&self.slot);
            if let Some(demo) = active.as_mut().filter(|active| active.profile.is_none()) {
                demo.locked_behind = slot.active.as_ref().is_some_and(|before| {
                    before.locked_behind || matches!(before.status, Status::Locked(_))
                });
            }
            slot.activation += 1;
            (
                Activation(slot.activation),
                std::mem::replace(&mut slot.active, active),
            )
        };
        if let Some(ActiveAccount {
            status: Status::Open(open),
            ..
        }) = before
        {
            open.stop_reading();
            lock(&self.closing).add(open);
        }
        *lock(&self.active_at) = Instant::now();
        self.emit(AppEvent::StateChanged);
        activation
    }

    /// Changes the status of the account of this activation. `false` if another one has replaced it.
    pub fn set_status(&self, activation: Activation, status: Status) -> bool {
        let ours = {
            let mut slot = lock(&self.slot);
            let ours = slot.activation == activation.0;
            if let Some(active) = slot.active.as_mut().filter(|_| ours) {
                active.status = status;
            }
            ours
        };
        self.emit(AppEvent::StateChanged);
        ours
    }

    /// If the demo is in use, locks the account to return to.
    pub fn lock_behind_demo(&self) {
        let mut slot = lock(&self.slot);
        if let Some(active) = slot
            .active
            .as_mut()
            .filter(|active| active.profile.is_none())
        {
            active.locked_behind = true;
        }
    }

    /// Whether the account of this activation is still in use.
    pub fn is_active(&self, activation: Activation) -> bool {
        lock(&self.slot).activation == activation.0
    }

    /// Closed accounts that haven't ended yet.
    pub fn closing(&self) -> &Mutex<Closing> {
        &self.closing
    }

    /// Accounts still closing on a project. Reopening it waits for them: a request sent before may still
    /// arrive, and would overwrite one sent after it.
    pub fn closing_on(&self, project: &Project) -> Vec<watch::Receiver<()>> {
        let closing = lock(&self.closing);
        let on_it = closing.accounts.iter().filter(|(of, _)| of == project);
        on_it
            .map(|(_, ended)| ended.clone())
            .filter(|ended| ended.has_changed().is_ok())
            .collect()
    }

    /// Reads from the account in use.
    pub fn with_active<R>(&self, read: impl FnOnce(Option<&ActiveAccount>) -> R) -> R {
        read(lock(&self.slot).active.as_ref())
    }

    pub fn rename_active(&self, id: ProfileId, name: &str) {
        let mut slot = lock(&self.slot);
        if let Some(active) = slot
            .active
            .as_mut()
            .filter(|active| active.profile == Some(id))
        {
            name.clone_into(&mut active.name);
        }
    }

    /// The account in use, if it is open.
    pub fn current(&self) -> Option<Arc<Open>> {
        self.with_active(|active| match active?.status {
            Status::Open(ref open) => Some(Arc::clone(open)),
            _ => None,
        })
    }

    /// The account in use.
    ///
    /// # Errors
    /// No account is unlocked.
    pub fn unlocked(&self) -> Result<Arc<Open>, Problem> {
        self.current().ok_or_else(Problem::locked)
    }

    fn last_profile(&self) -> Option<Profile> {
        self.vault.profile(self.settings.get().last_profile?).ok()
    }

    fn state(&self) -> AppState {
        let active = self.with_active(|active| {
            let active = active?;
            Some(Active {
                profile_id: active.profile,
                name: active.name.clone(),
                demo: active.profile.is_none(),
                is_locked_behind: active.locked_behind,
                status: active.status.shown(),
            })
        });
        AppState {
            app_version: self.options.version.clone(),
            profiles: self.vault.profiles(),
            active,
            keyring: lock(&self.keyring).clone(),
            journal: self.journal.problem(),
            file_problems: self.file_problems(),
            untried_key: self.tried_keys.untried(),
            settings: self.shown_settings(),
            clock_ahead_minutes: self.clock_ahead_minutes(),
            history_raised_from: self.settings.history_raised_from(),
            link: self.link_view(),
            updates: self.updates_view(),
        }
    }

    /// The settings as the page may know them.
    fn shown_settings(&self) -> Settings {
        let mut settings = self.settings.get();
        settings.proxy = settings.proxy.without_password();
        settings
    }

    /// Why configuration files couldn't be read when Postern started.
    fn file_problems(&self) -> Vec<Problem> {
        let problems = [
            self.vault.problem(),
            self.settings.problem(),
            self.networks.problem(),
            self.services.problem(),
            self.names.problem(),
            self.views.problem(),
            self.cloud_access.problem(),
        ];
        problems.into_iter().flatten().cloned().collect()
    }

    /// Finds out whether the keyring can be used.
    pub async fn probe_keyring(self: Arc<Self>) {
        let view = self.vault.keyring_view().await;
        self.show_keyring(|now| *now = view);
    }

    /// Saves what is learned of services.
    async fn keep_learned(self: Arc<Self>) {
        loop {
            self.services.changed().await;
            if let Err(error) = self.services.save().await {
                tracing::warn!(%error, "what was learned of the service couldn't be saved");
            }
            self.emit(AppEvent::StateChanged);
        }
    }

    /// Keeps the state up to date while the keyring asks the user for its password.
    async fn watch_keyring(self: Arc<Self>) {
        let mut asking = self.options.keyring.asking();
        loop {
            let is_asking = *asking.borrow_and_update() > 0;
            self.show_keyring(|now| now.is_asking = is_asking);
            if asking.changed().await.is_err() {
                return;
            }
        }
    }

    fn show_keyring(&self, change: impl FnOnce(&mut KeyringView)) {
        let is_changed = {
            let mut now = lock(&self.keyring);
            let before = now.clone();
            change(&mut now);
            *now != before
        };
        if is_changed {
            self.emit(AppEvent::StateChanged);
        }
    }

    /// Locks an idle account, later if changes are being carried out, and drops tried keys that have waited
    /// too long.
    async fn run_idle_tasks(self: Arc<Self>) {
        // Often enough to lock on time, rarely enough to cost nothing.
        let step = (self.options.minute / 12).max(Duration::from_millis(5));
        let mut was_moving = false;
        let mut clock_ahead = None;
        loop {
            let was_waiting = self.tried_keys.untried().is_some();
            tokio::time::sleep(step).await;
            self.tried_keys.sweep();
            if was_waiting && self.tried_keys.untried().is_none() {
                self.emit(AppEvent::StateChanged);
            }
            let clock_was = std::mem::replace(&mut clock_ahead, self.clock_ahead_minutes());
            if clock_was != clock_ahead {
                self.emit(AppEvent::StateChanged);
            }
            let is_moving = self.current().is_some_and(|open| open.is_moving());
            // One step longer, so that the end of a change is reported before locking drops it.
            let is_busy = std::mem::replace(&mut was_moving, is_moving) || is_moving;
            let Some(minutes) = self.settings.get().lock_after_minutes else {
                continue;
            };
            let idle = lock(&self.active_at).elapsed();
            // The account behind the demo needs to be locked only once.
            let lockable = self.current().is_some()
                && self.with_active(|active| active.is_some_and(|active| !active.locked_behind));
            let delay = if is_busy { LOCK_DELAY } else { 0 };
            if lockable && idle >= self.options.minute * minutes.saturating_add(delay) {
                tracing::info!("locked after {minutes} minutes without activity");
                self.lock();
            }
        }
    }
}

impl Status {
    fn shown(&self) -> SessionStatus {
        match self {
            Self::Locked(problem) => SessionStatus::Locked {
                problem: problem.clone(),
            },
            Self::Unlocking { finishing } => SessionStatus::Unlocking {
                finishing: *finishing,
            },
            Self::NeedsKey(problem) => SessionStatus::NeedsKey {
                problem: problem.clone(),
            },
            Self::Open(open) => {
                if let Some(problem) = open.link.state().borrow().refused.clone() {
                    return SessionStatus::NeedsKey { problem };
                }
                let access = open.access();
                SessionStatus::Unlocked {
                    may: access.permissions,
                    role: access.role,
                    key_expires: open.key_expires(),
                }
            }
        }
    }
}
