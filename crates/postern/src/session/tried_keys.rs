//! Keys that wait, in memory only: those that work, for their account to be added, and one that could not
//! be tried, for another attempt. Aeon shows a key only once.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aeon::{ApiKey, wire};
use jiff::Timestamp;
use uuid::Uuid;

use super::UntriedKey;
use crate::permission;
use crate::problem::{Problem, ProblemCode};
use crate::session::{ProjectView, TriedKey};

/// A key that was tried and works.
#[derive(Clone)]
pub(super) struct Draft {
    pub key: ApiKey,
    pub host: String,
    pub account: wire::Account,
}

/// A key that is being tried, or could not be for a reason that lies elsewhere.
pub(super) struct Untried {
    pub key: ApiKey,
    /// The address to which the user has agreed to send it.
    pub agreed: Option<String>,
    /// Clears the clipboard that it was taken from.
    pub clear: Option<ClearClipboard>,
    /// When it came, which no further attempt puts off.
    came: Instant,
    until: Timestamp,
}

/// Clears a clipboard.
pub type ClearClipboard = Box<dyn FnOnce() + Send>;

/// Says how often Postern had been locked when an attempt began.
#[derive(Clone, Copy)]
pub(super) struct Locks(u64);

/// The keys that wait. One that is dropped is wiped from memory.
pub(super) struct Drafts {
    kept: Mutex<Kept>,
    /// How long one waits.
    age: Duration,
}

#[derive(Default)]
struct Kept {
    drafts: HashMap<String, (Instant, Draft)>,
    untried: Option<Untried>,
    locks: u64,
}

impl Drafts {
    pub fn new(age: Duration) -> Self {
        Self {
            kept: Mutex::default(),
            age,
        }
    }

    /// A key that was just given.
    pub fn given(&self, key: ApiKey) -> Untried {
        Untried {
            key,
            agreed: None,
            clear: None,
            came: Instant::now(),
            until: Timestamp::now() + self.age,
        }
    }

    pub fn locks(&self) -> Locks {
        Locks(self.fresh().locks)
    }

    /// Keeps a key that works, unless Postern was locked since.
    pub fn add(&self, since: Locks, draft: Draft) -> Result<TriedKey, Problem> {
        // The name can't be guessed: what knows it has been told it.
        let name = Uuid::new_v4().to_string();
        let project = |project: &wire::Project| ProjectView {
            id: project.id.clone(),
            name: project.name.clone(),
        };
        let tried = TriedKey {
            draft: name.clone(),
            host: draft.host.clone(),
            account_id: draft.account.info.id.clone(),
            account_name: draft.account.spec.name.clone(),
            projects: draft.account.info.projects.iter().map(project).collect(),
            role: permission::label(&draft.account),
            key_expires: draft.key.expires(),
        };
        let mut kept = self.fresh();
        if kept.locks != since.0 {
            return Err(gone());
        }
        kept.drafts.insert(name, (Instant::now(), draft));
        Ok(tried)
    }

    pub fn get(&self, name: &str) -> Result<Draft, Problem> {
        let found = self
            .fresh()
            .drafts
            .get(name)
            .map(|(_, draft)| draft.clone());
        found.ok_or_else(gone)
    }

    pub fn remove(&self, name: &str) {
        self.fresh().drafts.remove(name);
    }

    /// Keeps a key for another attempt, in the place of the one before, unless Postern was locked since.
    pub fn put_untried(&self, since: Locks, untried: Untried) {
        let mut kept = self.fresh();
        if kept.locks == since.0 {
            kept.untried = Some(untried);
        }
    }

    /// Takes out the key that waits for another attempt.
    pub fn take_untried(&self) -> Result<Untried, Problem> {
        self.fresh().untried.take().ok_or_else(gone)
    }

    /// The key that waits for another attempt, as it is shown.
    pub fn untried(&self) -> Option<UntriedKey> {
        let kept = self.fresh();
        let until = kept.untried.as_ref()?.until;
        Some(UntriedKey { until })
    }

    pub fn drop_untried(&self) {
        self.fresh().untried = None;
    }

    /// Drops all of them: Postern is being locked.
    pub fn lock(&self) {
        let mut kept = self.fresh();
        kept.locks += 1;
        kept.drafts.clear();
        kept.untried = None;
    }

    /// Drops what has waited too long.
    pub fn sweep(&self) {
        drop(self.fresh());
    }

    fn fresh(&self) -> MutexGuard<'_, Kept> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.drafts.retain(|_, (made, _)| made.elapsed() < self.age);
        kept.untried
            .take_if(|untried| untried.came.elapsed() >= self.age);
        kept
    }
}

fn gone() -> Problem {
    Problem::new(
        ProblemCode::Stale,
        "The key is no longer in memory.",
        "Enter it again.",
    )
}
