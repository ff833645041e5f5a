//! The way to the service: one client that everything of an account shares, and what becomes of it when
//! the key is refused.

use std::sync::{Arc, Mutex, PoisonError};

use aeon::ids::{AccountId, ProjectId};
use aeon::{Client, Project};
use tokio::sync::watch;

use crate::problem::Problem;

/// The client of the account in use. Clones share it; replacing it (another key, another proxy) replaces
/// it for all.
#[derive(Clone)]
pub struct Link(Arc<Inner>);

struct Inner {
    account: AccountId,
    project: ProjectId,
    client: Mutex<Client>,
    state: watch::Sender<LinkState>,
}

/// Whether the service can be asked anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkState {
    /// Grows whenever the client is replaced.
    pub epoch: u32,
    /// Why the key is refused; nothing is sent until the client is replaced.
    pub refused: Option<Problem>,
}

impl Link {
    /// The way to a project.
    pub fn new(client: Client, account: AccountId, project: ProjectId) -> Self {
        Self(Arc::new(Inner {
            account,
            project,
            client: Mutex::new(client),
            state: watch::Sender::default(),
        }))
    }

    /// The client.
    pub fn client(&self) -> Client {
        self.0
            .client
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The account's id.
    pub fn account(&self) -> &AccountId {
        &self.0.account
    }

    /// The project's id.
    pub fn project_id(&self) -> &ProjectId {
        &self.0.project
    }

    /// The project's calls.
    pub fn project(&self) -> Project {
        self.client()
            .project(self.0.account.clone(), self.0.project.clone())
    }

    /// Goes on with another client.
    pub fn replace(&self, client: Client) {
        *self.0.client.lock().unwrap_or_else(PoisonError::into_inner) = client;
        self.0.state.send_modify(|state| {
            state.epoch += 1;
            state.refused = None;
        });
    }

    /// Tells whether the key is refused, now and whenever that changes.
    pub fn state(&self) -> watch::Receiver<LinkState> {
        self.0.state.subscribe()
    }

    /// Whether the key is refused.
    pub fn is_refused(&self) -> bool {
        self.0.state.borrow().refused.is_some()
    }

    /// Why the key is refused, where it is.
    pub fn refused(&self) -> Option<Problem> {
        self.0.state.borrow().refused.clone()
    }

    /// To be told of every error: a 401 stops everything.
    pub fn note(&self, error: &aeon::Error) {
        if matches!(error, aeon::Error::Unauthorized { .. }) {
            self.0.state.send_if_modified(|state| {
                let first = state.refused.is_none();
                state.refused = Some(Problem::from(error));
                first
            });
        }
    }

    /// Waits until the key is not refused (any more).
    pub async fn restored(&self) {
        // The sender lives as long as `self`, so waiting can't fail.
        let _ = self.state().wait_for(|state| state.refused.is_none()).await;
    }
}
