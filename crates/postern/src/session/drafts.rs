//! Keys that were tried and wait, in memory only, for their account to be added.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aeon::{ApiKey, wire};
use uuid::Uuid;

use super::may;
use crate::problem::{Problem, ProblemCode};
use crate::vault::{ProjectView, TriedKey};

/// A key that was tried and works.
#[derive(Clone)]
pub(super) struct Draft {
    pub key: ApiKey,
    pub host: String,
    pub account: wire::Account,
}

/// The drafts, by name. The key in one that is dropped is wiped from memory.
pub(super) struct Drafts {
    kept: Mutex<HashMap<String, (Instant, Draft)>>,
    /// How long one waits.
    age: Duration,
}

impl Drafts {
    pub fn new(age: Duration) -> Self {
        Self {
            kept: Mutex::default(),
            age,
        }
    }

    pub fn add(&self, draft: Draft) -> TriedKey {
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
            role: may::label(&draft.account),
            key_expires: draft.key.expires(),
        };
        self.fresh().insert(name, (Instant::now(), draft));
        tried
    }

    pub fn get(&self, name: &str) -> Result<Draft, Problem> {
        let found = self.fresh().get(name).map(|(_, draft)| draft.clone());
        found.ok_or_else(|| {
            Problem::new(
                ProblemCode::Stale,
                "The key that was tried is not kept any more.",
                "Give Postern the key once more.",
            )
        })
    }

    pub fn remove(&self, name: &str) {
        self.fresh().remove(name);
    }

    /// Drops what has waited too long.
    pub fn sweep(&self) {
        drop(self.fresh());
    }

    fn fresh(&self) -> MutexGuard<'_, HashMap<String, (Instant, Draft)>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (made, _)| made.elapsed() < self.age);
        kept
    }
}
