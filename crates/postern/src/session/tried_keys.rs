//! Keys held in memory between being entered and being saved: those that passed the test, until their
//! account is added, and one that couldn't be tested, for another attempt. Aeon shows a key only once, so
//! the user can't simply copy it again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aeon::{ApiKey, wire};
use jiff::Timestamp;
use uuid::Uuid;

use super::UntriedKey;
use crate::permission::{self, Permissions};
use crate::problem::{Problem, ProblemCode};
use crate::session::{ProjectView, TriedKey};

/// A key that passed the test.
#[derive(Clone)]
pub(super) struct TriedKeyEntry {
    pub key: ApiKey,
    pub host: String,
    pub account: wire::Account,
}

/// A key being tested, or one that couldn't be tested for a reason other than the key itself.
pub(super) struct Untried {
    pub key: ApiKey,
    /// The service address to which the user agreed to send it.
    pub agreed: Option<String>,
    /// Clears the clipboard that it was read from.
    pub clear: Option<ClearClipboard>,
    /// When it was entered; further attempts don't extend its lifetime.
    entered: Instant,
    until: Timestamp,
}

/// Clears a clipboard.
pub type ClearClipboard = Box<dyn FnOnce() + Send>;

/// How often Postern had been locked when an attempt started, so that locking also ends the attempt.
#[derive(Clone, Copy)]
pub(super) struct Locks(u64);

/// The keys held in memory. A dropped key is wiped from memory.
pub(super) struct TriedKeys {
    held: Mutex<HeldKeys>,
    /// How long a key is held.
    lifetime: Duration,
}

#[derive(Default)]
struct HeldKeys {
    tried: HashMap<String, (Instant, TriedKeyEntry)>,
    untried: Option<Untried>,
    locks: u64,
}

impl TriedKeys {
    pub fn new(lifetime: Duration) -> Self {
        Self {
            held: Mutex::default(),
            lifetime,
        }
    }

    /// A key that was just entered.
    pub fn entered(&self, key: ApiKey) -> Untried {
        Untried {
            key,
            agreed: None,
            clear: None,
            entered: Instant::now(),
            until: Timestamp::now() + self.lifetime,
        }
    }

    pub fn locks(&self) -> Locks {
        Locks(self.fresh().locks)
    }

    /// Holds a key that passed the test, unless Postern was locked since.
    pub fn add(&self, since: Locks, entry: TriedKeyEntry) -> Result<TriedKey, Problem> {
        // Random, so that only the page that tested the key can use it.
        let name = Uuid::new_v4().to_string();
        let project = |project: &wire::Project| ProjectView {
            id: project.id.clone(),
            name: project.name.clone(),
        };
        let tried = TriedKey {
            draft: name.clone(),
            host: entry.host.clone(),
            account_id: entry.account.info.id.clone(),
            account_name: entry.account.spec.name.clone(),
            projects: entry.account.info.projects.iter().map(project).collect(),
            role: permission::label(&entry.account),
            may_edit: Permissions::of(&entry.account).edit_endpoints,
            key_expires: entry.key.expires(),
        };
        let mut held = self.fresh();
        if held.locks != since.0 {
            return Err(gone());
        }
        held.tried.insert(name, (Instant::now(), entry));
        Ok(tried)
    }

    pub fn get(&self, name: &str) -> Result<TriedKeyEntry, Problem> {
        let found = self.fresh().tried.get(name).map(|(_, entry)| entry.clone());
        found.ok_or_else(gone)
    }

    pub fn remove(&self, name: &str) {
        self.fresh().tried.remove(name);
    }

    /// Holds a key for another attempt, replacing the previous one, unless Postern was locked since.
    pub fn put_untried(&self, since: Locks, untried: Untried) {
        let mut held = self.fresh();
        if held.locks == since.0 {
            held.untried = Some(untried);
        }
    }

    /// Takes the key that waits for another attempt.
    pub fn take_untried(&self) -> Result<Untried, Problem> {
        self.fresh().untried.take().ok_or_else(gone)
    }

    /// What the page is told about the key that waits for another attempt.
    pub fn untried(&self) -> Option<UntriedKey> {
        let held = self.fresh();
        let until = held.untried.as_ref()?.until;
        Some(UntriedKey { until })
    }

    pub fn drop_untried(&self) {
        self.fresh().untried = None;
    }

    /// Drops all keys because Postern is being locked.
    pub fn lock(&self) {
        let mut held = self.fresh();
        held.locks += 1;
        held.tried.clear();
        held.untried = None;
    }

    /// Drops keys whose lifetime has passed.
    pub fn sweep(&self) {
        drop(self.fresh());
    }

    fn fresh(&self) -> MutexGuard<'_, HeldKeys> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.tried
            .retain(|_, (made, _)| made.elapsed() < self.lifetime);
        held.untried
            .take_if(|untried| untried.entered.elapsed() >= self.lifetime);
        held
    }
}

fn gone() -> Problem {
    Problem::new(
        ProblemCode::Stale,
        "That key is no longer in memory.",
        "Enter it again.",
    )
}
