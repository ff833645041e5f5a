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
    /// With its epoch.
    client: Mutex<(u32, Client)>,
    state: watch::Sender<LinkState>,
}

/// The client of one moment. What it says of the key is about its own key, not about one that has
/// replaced it since.
pub(crate) struct Way {
    link: Link,
    epoch: u32,
    client: Client,
}

impl Way {
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The project's calls.
    pub fn project(&self) -> Project {
        let Inner {
            account, project, ..
        } = &*self.link.0;
        self.client.project(account.clone(), project.clone())
    }

    /// To be told of every error: a 401 stops everything, unless the key has been replaced.
    pub fn note(&self, error: &aeon::Error) {
        self.link.note_of(Some(self.epoch), error);
    }
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
            client: Mutex::new((0, client)),
            state: watch::Sender::default(),
        }))
    }

    /// The client.
    pub fn client(&self) -> Client {
        self.way().client
    }

    /// The client, for calls whose errors are noted.
    pub(crate) fn way(&self) -> Way {
        let now = self.0.client.lock().unwrap_or_else(PoisonError::into_inner);
        let (epoch, client) = now.clone();
        Way {
            link: self.clone(),
            epoch,
            client,
        }
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
        self.way().project()
    }

    /// Switches to another client.
    pub fn replace(&self, client: Client) {
        let mut now = self.0.client.lock().unwrap_or_else(PoisonError::into_inner);
        let epoch = now.0 + 1;
        *now = (epoch, client);
        self.0.state.send_replace(LinkState {
            epoch,
            refused: None,
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

    /// To be told of every error of the client that is in use: a 401 stops everything.
    pub fn note(&self, error: &aeon::Error) {
        self.note_of(None, error);
    }

    fn note_of(&self, epoch: Option<u32>, error: &aeon::Error) {
        if matches!(error, aeon::Error::Unauthorized { .. }) {
            self.0.state.send_if_modified(|state| {
                if epoch.is_some_and(|epoch| epoch != state.epoch) {
                    return false;
                }
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
