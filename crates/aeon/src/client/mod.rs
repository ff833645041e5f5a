//! The API's calls, one method each.

pub mod first_contact;
mod paging;
mod project;
pub(crate) mod request;

use std::fmt;

use serde::de::DeserializeOwned;

pub use paging::{Page, Pages};
pub use project::Project;

use crate::ids::{AccountId, ProjectId};
use crate::transport::{InFlight, Request, Route, Success, Transport};
use crate::wire::{self, decode, unverified};
use crate::{ApiKey, Error, FirstContact, Options, Timed};
use request::{Path, get};

/// The path of the API on its host.
pub const API: &str = "/api/public/v1";

/// A client for one API key. Cheap to clone; clones share connections and pacing.
#[derive(Clone)]
pub struct Client {
    transport: Transport,
}

/// Which tasks to list. The default lists all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Only tasks of this project.
    pub project_id: Option<ProjectId>,
    /// Only tasks on the entity with this id.
    pub entity_id: Option<String>,
    /// Only tasks on this kind of entity, such as `CLUSTER`.
    pub entity_type: Option<String>,
    /// Only tasks of this type, such as `EDIT_CLUSTER`.
    pub task_type: Option<String>,
}

impl Client {
    /// Creates a client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Config`] if the CA file or the proxy can't be used.
    pub fn new(options: &Options, key: ApiKey) -> Result<Self, Error> {
        Ok(Self {
            transport: Transport::new(options, key)?,
        })
    }

    /// Checks that the service responds.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn ping(&self) -> Result<(), Error> {
        let request = get(
            "reach the service",
            Path::new().fixed(unverified::PING_PATH),
        );
        let response = self.transport.send(&request).await?;
        unverified::read_ping(&response.body)
            .map_err(|reason| self.transport.unusable(&request, &response, &reason))
    }

    /// The account that the key belongs to, with its projects and the key's roles and permissions.
    ///
    /// # Errors
    /// [`Error::Unauthorized`] if the service rejects the key; any other [`Error`].
    pub async fn account(&self) -> Result<wire::Account, Error> {
        self.one(&get("read the account", Path::new().fixed("account")))
            .await
    }

    /// The account's tasks, newest first, one page at a time.
    pub fn tasks(&self, account: &AccountId, filter: &TaskFilter) -> Pages<wire::Task> {
        let path = Path::new()
            .fixed("accounts")
            .id("account", account.as_str())
            .fixed("tasks");
        let mut request = get("list the tasks", path);
        request.query = unverified::task_query(filter);
        paging::pages(self.transport.clone(), request)
    }

    /// The metadata of the account's API keys, one page at a time.
    pub fn api_keys(&self, account: &AccountId) -> Pages<wire::ApiKeyEntry> {
        let path = Path::new()
            .fixed("accounts")
            .id("account", account.as_str())
            .fixed("api-keys");
        paging::pages(self.transport.clone(), get("list the API keys", path))
    }

    /// The address ranges (CIDR) that Aeon doesn't allow for VPCs on this cloud.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn restricted_networks(&self, cloud: &wire::CloudCode) -> Result<Vec<String>, Error> {
        let path = unverified::restricted_networks_path(cloud);
        let request = get("read the restricted networks", path);
        let response = self.transport.send(&request).await?;
        unverified::read_restricted_networks(&response.body)
            .map_err(|reason| self.transport.unusable(&request, &response, &reason))
    }

    /// The calls for one project.
    pub fn project(&self, account: AccountId, project: ProjectId) -> Project {
        Project::new(self.clone(), account, project)
    }

    /// By how many seconds this machine's clock is ahead of the service's, by the latest response; negative if it
    /// is behind.
    pub fn clock_ahead(&self) -> Option<i64> {
        self.transport.clock_ahead()
    }

    /// How requests leave this machine.
    pub fn route(&self) -> Route {
        self.transport.route()
    }

    /// Has later requests open new connections, as after the network changed or the machine slept. Requests in
    /// flight keep theirs.
    pub fn reconnect(&self) {
        self.transport.reconnect();
    }

    /// What was learned of the service.
    pub fn first_contact(&self) -> &FirstContact {
        self.transport.first_contact()
    }

    /// How many requests may be in flight at once, and how many are now.
    pub fn in_flight(&self) -> InFlight {
        self.transport.in_flight()
    }

    /// How many requests were sent, retries included.
    pub fn requests_sent(&self) -> u64 {
        self.transport.requests_sent()
    }

    /// Sends a request and reads `{"data": …}` from the response.
    async fn one<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        self.timed(request).await.map(|timed| timed.value)
    }

    /// Like [`Client::one`], with the time of the request.
    async fn timed<T: DeserializeOwned>(&self, request: &Request) -> Result<Timed<T>, Error> {
        let response = self.transport.send(request).await?;
        let value = decode::one(&response.body)
            .map_err(|reason| self.unreadable(request, &response, &reason))?;
        Ok(Timed {
            value,
            asked: response.asked,
        })
    }

    fn unreadable(
        &self,
        request: &Request,
        response: &Success,
        reason: &decode::Unreadable,
    ) -> Error {
        self.transport
            .unusable(request, response, &reason.to_string())
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
