//! The application: one owner of everything, with a method for each thing that the page can ask for.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aeon::ids::{AccountId, ProjectId};
use tokio::runtime::Handle;
use tokio::sync::{broadcast, watch};
use tokio::task::{JoinHandle, JoinSet};

use super::open::Open;
use super::tried_keys::Drafts;
use super::{Active, AppEvent, AppOptions, AppState, Paths, SessionStatus};
use crate::config::AddressBook;
use crate::config::{NetworksFile, Profile, ProfileId, SettingsFile, certificates};
use crate::inventory::{Cache, Snapshot};
use crate::journal::Journal;
use crate::keys::{KeyringView, Vault};
use crate::problem::Problem;
use crate::sync::lock;

/// So many events can wait for a listener that is slow; one that falls behind asks for everything anew.
const EVENTS: usize = 256;

/// So many minutes longer an account stays open that nobody uses, while changes are being carried out:
/// a create takes up to 40.
const PUT_OFF: u32 = 60;

/// The application.
pub struct App {
    pub(super) core: Arc<Core>,
    /// For what is told from outside it.
    runtime: Handle,
    tasks: Vec<JoinHandle<()>>,
}

/// What the application consists of.
pub(super) struct Core {
    pub vault: Vault,
    pub settings: SettingsFile,
    pub networks: NetworksFile,
    /// Names for account numbers and subscriptions.
    pub names: AddressBook,
    /// The same for the demo account, of which nothing is written.
    pub demo_names: AddressBook,
    pub cache: Cache,
    pub journal: Journal,
    pub options: AppOptions,
    pub drafts: Drafts,
    pub events: broadcast::Sender<AppEvent>,
    keyring: Mutex<KeyringView>,
    seat: Mutex<Seat>,
    active_at: Mutex<Instant>,
    /// The copy of the extra CA certificates.
    pub ca_file: PathBuf,
    /// Accounts that were closed and wait for the answer to what they had sent.
    closing: Mutex<Closing>,
}

/// Accounts that were closed and wait for the answer to what they had sent.
#[derive(Default)]
pub(super) struct Closing {
    pub tasks: JoinSet<()>,
    /// Whose they are; a sender goes when its account has ended.
    accounts: Vec<(Project, watch::Receiver<()>)>,
}

/// A project of an account: what a change is about, whichever profile it was made with.
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

/// The account in use; changed as a whole.
#[derive(Default)]
pub(super) struct Seat {
    /// Grows whenever another account, or none, takes the seat.
    turn: u64,
    taken: Option<Taken>,
}

pub(super) struct Taken {
    /// `None` for the demo account.
    pub profile: Option<ProfileId>,
    pub name: String,
    pub status: Status,
    /// For the demo: whether the account to go back to is locked.
    pub locked_behind: bool,
}

pub(super) enum Status {
    Locked(Option<Problem>),
    /// `finishing`: it was closed a moment ago, and something that it had sent is not answered yet.
    Unlocking {
        finishing: bool,
    },
    NeedsKey(Problem),
    Open(Arc<Open>),
}

/// Names one taking of the seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn(u64);

impl Drop for App {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl App {
    /// Opens the application: reads profiles and settings, and begins to unlock the account that was last
    /// in use. No other account is contacted.
    pub async fn open(paths: Paths, options: AppOptions) -> Self {
        let file = paths.data.join("inventory.sqlite3");
        let journal = Journal::open(
            paths.data.join("journal.sqlite3"),
            options.on_commit.clone(),
        );
        let opened = tokio::task::spawn_blocking(move || {
            let settings = SettingsFile::open(&paths.config);
            let networks = NetworksFile::open(&paths.config);
            let names = AddressBook::open(&paths.config);
            let cache = Cache::open(&file);
            (cache, settings, networks, names, paths.config)
        });
        let (cache, settings, networks, names, config) =
            opened.await.expect("opening files does not panic");
        let vault = Vault::open(&config, options.keyring.clone());
        let problems = [
            vault.problem(),
            settings.problem(),
            networks.problem(),
            names.problem(),
        ];
        for problem in problems.into_iter().flatten() {
            tracing::warn!("{}", problem.message);
        }
        let core = Arc::new(Core {
            drafts: Drafts::new(options.draft_age),
            keyring: Mutex::new(KeyringView {
                store: options.keyring.store().to_owned(),
                problem: None,
                is_asking: false,
            }),
            ca_file: certificates::path(&config),
            vault,
            settings,
            networks,
            names,
            demo_names: AddressBook::in_memory(),
            cache,
            journal,
            options,
            events: broadcast::Sender::new(EVENTS),
            seat: Mutex::default(),
            active_at: Mutex::new(Instant::now()),
            closing: Mutex::default(),
        });
        let mut tasks = vec![
            tokio::spawn(Arc::clone(&core).look_after()),
            tokio::spawn(Arc::clone(&core).probe_keyring()),
            tokio::spawn(Arc::clone(&core).watch_keyring()),
            tokio::spawn(Arc::clone(&core).keep_pruning()),
        ];
        if let Some(profile) = core.last_profile() {
            let turn = core.take(Some(Taken {
                profile: Some(profile.id),
                name: profile.name.clone(),
                status: Status::Unlocking { finishing: false },
                locked_behind: false,
            }));
            let core = Arc::clone(&core);
            tasks.push(tokio::spawn(async move {
                // What went wrong is in the state.
                let _ = core.unlock(turn, profile).await;
            }));
        }
        Self {
            core,
            runtime: Handle::current(),
            tasks,
        }
    }

    /// All that the page needs to know before it shows a screen.
    pub async fn state(&self) -> AppState {
        self.core.state()
    }

    /// What is known of the account in use; nothing while it is locked.
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        let open = self.core.current()?;
        Some(open.inventory.snapshot())
    }

    /// Tells what is new. Who misses some of it ([`broadcast::error::RecvError::Lagged`]) asks for
    /// everything again.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.core.events.subscribe()
    }

    /// Says that the user did something: the time until the account locks itself begins anew.
    pub fn activity(&self) {
        *lock(&self.core.active_at) = Instant::now();
    }

    /// Says that the window has the focus: what is old is read again, and a keyring that could not be used
    /// is looked at again, for the user may come from unlocking it.
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

    /// Locks, and waits for the answer to whatever is being sent. To be called before the program ends.
    pub async fn close(&self) {
        self.core.take(None);
        let mut closing = std::mem::take(&mut lock(&self.core.closing).tasks);
        while closing.join_next().await.is_some() {}
        self.core.cache.close().await;
        self.core.journal.close().await;
    }
}

impl Core {
    pub fn tell(&self, event: AppEvent) {
        // Nobody listens: nobody needs to know.
        let _ = self.events.send(event);
    }

    /// Seats an account, or none. The one before is closed: nothing of it is shown any more, and it ends
    /// when what it was sending has been answered.
    pub fn take(&self, mut taken: Option<Taken>) -> Turn {
        let (turn, before) = {
            let mut seat = lock(&self.seat);
            if let Some(demo) = taken.as_mut().filter(|taken| taken.profile.is_none()) {
                demo.locked_behind = seat.taken.as_ref().is_some_and(|before| {
                    before.locked_behind || matches!(before.status, Status::Locked(_))
                });
            }
            seat.turn += 1;
            (Turn(seat.turn), std::mem::replace(&mut seat.taken, taken))
        };
        if let Some(Taken {
            status: Status::Open(open),
            ..
        }) = before
        {
            open.stop_reading();
            lock(&self.closing).add(open);
        }
        *lock(&self.active_at) = Instant::now();
        self.tell(AppEvent::StateChanged);
        turn
    }

    /// Changes the status of the account that took the seat at `turn`; `false`: another one has it now.
    pub fn set_status(&self, turn: Turn, status: Status) -> bool {
        let ours = {
            let mut seat = lock(&self.seat);
            let ours = seat.turn == turn.0;
            if let Some(taken) = seat.taken.as_mut().filter(|_| ours) {
                taken.status = status;
            }
            ours
        };
        self.tell(AppEvent::StateChanged);
        ours
    }

    /// Locks the account to go back to from the demo; `false`: the demo is not in front.
    pub fn lock_behind_demo(&self) -> bool {
        let mut seat = lock(&self.seat);
        match seat.taken.as_mut() {
            Some(taken) if taken.profile.is_none() => {
                taken.locked_behind = true;
                true
            }
            _ => false,
        }
    }

    /// Whether the seat is still as it was taken at `turn`.
    pub fn has_seat(&self, turn: Turn) -> bool {
        lock(&self.seat).turn == turn.0
    }

    /// Accounts that were closed and have not ended yet.
    pub fn closing(&self) -> &Mutex<Closing> {
        &self.closing
    }

    /// What is still closing on a project. Opening it again waits for that: what was sent before may still
    /// arrive, and would overwrite what is sent after it.
    pub fn closing_on(&self, project: &Project) -> Vec<watch::Receiver<()>> {
        let closing = lock(&self.closing);
        let on_it = closing.accounts.iter().filter(|(of, _)| of == project);
        on_it
            .map(|(_, ended)| ended.clone())
            .filter(|ended| ended.has_changed().is_ok())
            .collect()
    }

    /// Looks at the seat.
    pub fn seat<R>(&self, look: impl FnOnce(Option<&Taken>) -> R) -> R {
        look(lock(&self.seat).taken.as_ref())
    }

    pub fn rename_seat(&self, id: ProfileId, name: &str) {
        let mut seat = lock(&self.seat);
        if let Some(taken) = seat
            .taken
            .as_mut()
            .filter(|taken| taken.profile == Some(id))
        {
            name.clone_into(&mut taken.name);
        }
    }

    /// The account in use, if it is open.
    pub fn current(&self) -> Option<Arc<Open>> {
        self.seat(|taken| match taken?.status {
            Status::Open(ref open) => Some(Arc::clone(open)),
            _ => None,
        })
    }

    /// The account in use.
    ///
    /// # Errors
    /// None is unlocked.
    pub fn unlocked(&self) -> Result<Arc<Open>, Problem> {
        self.current().ok_or_else(Problem::locked)
    }

    fn last_profile(&self) -> Option<Profile> {
        self.vault.profile(self.settings.get().last_profile?).ok()
    }

    fn state(&self) -> AppState {
        let active = self.seat(|taken| {
            let taken = taken?;
            Some(Active {
                profile_id: taken.profile,
                name: taken.name.clone(),
                demo: taken.profile.is_none(),
                status: taken.status.shown(),
            })
        });
        AppState {
            app_version: self.options.version.clone(),
            profiles: self.vault.profiles(),
            active,
            keyring: lock(&self.keyring).clone(),
            journal: self.journal.trouble(),
            untried_key: self.drafts.untried(),
            settings: self.settings.get(),
            history_raised_from: self.settings.history_raised_from(),
        }
    }

    /// Finds out whether the keyring can be used.
    pub async fn probe_keyring(self: Arc<Self>) {
        let view = self.vault.keyring_view().await;
        self.show_keyring(|now| *now = view);
    }

    /// Shows while the keyring asks the user for its password.
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
        let news = {
            let mut now = lock(&self.keyring);
            let before = now.clone();
            change(&mut now);
            *now != before
        };
        if news {
            self.tell(AppEvent::StateChanged);
        }
    }

    /// Locks what nobody uses, and drops tried keys that nobody took. What is being carried out is not
    /// stopped half-way because nobody watches it, for some time.
    async fn look_after(self: Arc<Self>) {
        // Often enough for a lock that is on time, seldom enough to cost nothing.
        let step = (self.options.minute / 12).max(Duration::from_millis(5));
        let mut moved = false;
        loop {
            let waited = self.drafts.untried().is_some();
            tokio::time::sleep(step).await;
            self.drafts.sweep();
            if waited && self.drafts.untried().is_none() {
                self.tell(AppEvent::StateChanged);
            }
            let moves = self.current().is_some_and(|open| open.is_moving());
            // A step longer, so that its end is told before nothing is known of it any more.
            let carries_out = std::mem::replace(&mut moved, moves) || moves;
            let Some(minutes) = self.settings.get().lock_after_minutes else {
                continue;
            };
            let idle = lock(&self.active_at).elapsed();
            // Behind the demo it is locked once.
            let lockable = self.current().is_some()
                && self.seat(|taken| taken.is_some_and(|taken| !taken.locked_behind));
            let put_off = if carries_out { PUT_OFF } else { 0 };
            if lockable && idle >= self.options.minute * minutes.saturating_add(put_off) {
                tracing::info!("locked: nobody has used the account for {minutes} minutes");
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
                    may: access.may,
                    role: access.role,
                    key_expires: open.key_expires(),
                }
            }
        }
    }
}
