//! The calls: one method each.

mod paging;
mod project;
pub(crate) mod request;

use std::fmt;

use serde::de::DeserializeOwned;

pub use paging::{Page, Pages};
pub use project::Project;

use crate::ids::{AccountId, ProjectId};
use crate::transport::{Answer, InFlight, Request, Transport};
use crate::wire::{self, decode, unverified};
use crate::{ApiKey, Error, Options, Timed};
use request::{Path, get};

/// The service, as one key sees it. Cheap to clone; clones share connections and pacing.
#[derive(Clone)]
pub struct Client {
    transport: Transport,
}

/// Which tasks to list; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Only tasks of this project.
    pub project_id: Option<ProjectId>,
    /// Only tasks that work on this thing.
    pub entity_id: Option<String>,
    /// Only tasks that work on this kind of thing, such as `CLUSTER`.
    pub entity_type: Option<String>,
    /// Only tasks of this kind, such as `EDIT_CLUSTER`.
    pub task_type: Option<String>,
}

impl Client {
    /// Sets the client up; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Config`] where the CA file or the proxy can't be used.
    pub fn new(options: &Options, key: ApiKey) -> Result<Self, Error> {
        Ok(Self {
            transport: Transport::new(options, key)?,
        })
    }

    /// Asks whether the service is there.
    ///
    /// # Errors
    /// [`Error`], as for every call: what was tried, what happened, what to do.
    pub async fn ping(&self) -> Result<(), Error> {
        let request = get(
            "reach the service",
            Path::new().fixed(unverified::PING_PATH),
        );
        let answer = self.transport.send(&request).await?;
        unverified::read_ping(&answer.body)
            .map_err(|reason| self.transport.bad(&request, &answer, &reason))
    }

    /// Whose key this is, with projects, roles and permissions.
    ///
    /// # Errors
    /// [`Error`]; above all [`Error::Unauthorized`] where the key is not taken.
    pub async fn account(&self) -> Result<wire::Account, Error> {
        self.one(&get("read the account", Path::new().fixed("account")))
            .await
    }

    /// The account's tasks, newest first, page by page.
    pub fn tasks(&self, account: &AccountId, filter: &TaskFilter) -> Pages<wire::Task> {
        let path = Path::new()
            .fixed("accounts")
            .id("account", account.as_str())
            .fixed("tasks");
        let mut request = get("list the tasks", path);
        request.query = unverified::task_query(filter);
        paging::pages(self.transport.clone(), request)
    }

    /// The account's API keys: what is known of them, page by page.
    pub fn api_keys(&self, account: &AccountId) -> Pages<wire::ApiKeyEntry> {
        let path = Path::new()
            .fixed("accounts")
            .id("account", account.as_str())
            .fixed("api-keys");
        paging::pages(self.transport.clone(), get("list the API keys", path))
    }

    /// The address ranges that may not be used for VPCs on this cloud.
    ///
    /// # Errors
    /// [`Error`], as for every call.
    pub async fn restricted_networks(&self, cloud: &wire::CloudCode) -> Result<Vec<String>, Error> {
        let path = unverified::restricted_networks_path(cloud);
        let request = get("read the restricted networks", path);
        let answer = self.transport.send(&request).await?;
        unverified::read_restricted_networks(&answer.body)
            .map_err(|reason| self.transport.bad(&request, &answer, &reason))
    }

    /// The calls within one project.
    pub fn project(&self, account: AccountId, project: ProjectId) -> Project {
        Project::new(self.clone(), account, project)
    }

    /// How many requests may be under way at once, and how many are.
    pub fn in_flight(&self) -> InFlight {
        self.transport.in_flight()
    }

    /// How many requests were sent, repetitions included.
    pub fn requests_sent(&self) -> u64 {
        self.transport.requests_sent()
    }

    /// Sends it and reads `{"data": …}`.
    async fn one<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        self.timed(request).await.map(|timed| timed.value)
    }

    /// The same, with when it was asked for.
    async fn timed<T: DeserializeOwned>(&self, request: &Request) -> Result<Timed<T>, Error> {
        let answer = self.transport.send(request).await?;
        let value = decode::one(&answer.body)
            .map_err(|reason| self.unreadable(request, &answer, &reason))?;
        Ok(Timed {
            value,
            asked: answer.asked,
        })
    }

    fn unreadable(&self, request: &Request, answer: &Answer, reason: &decode::Unreadable) -> Error {
        self.transport.bad(request, answer, &reason.to_string())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.transport.base().to_string())
            .field("in_flight", &self.in_flight())
            .finish_non_exhaustive()
    }
}
