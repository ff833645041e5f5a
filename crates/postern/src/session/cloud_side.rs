//! Asks the user's own AWS and Azure CLIs about the other side of connections, where the user has allowed that.

use std::net::IpAddr;

use aeon::ids::RegionInfoId;
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use super::app::App;
use super::connection_search::{Found, Search, subscriptions};
use super::lookups::{LookupCommand, understood};
use crate::check::KnownEndpoint;
use crate::cloud::Cloud;
use crate::cloud_cli::{self, Cli, CliCommand, CliFailure};
use crate::connection::{self, Connection, ConnectionPhase, connections};
use crate::inventory::{Details, Endpoint, Region};
use crate::principal::owner_key;
use crate::problem::{Problem, ProblemCode};
use crate::recipe::{RegionCode, ServiceName};

/// An endpoint's connections, and the lookup of whose they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionsView {
    pub connections: Vec<Connection>,
    /// Whether Postern may look them up in this account.
    pub is_on: bool,
    /// The commands that a lookup runs.
    pub plan: Vec<String>,
    /// Why they can't be looked up, if Postern may.
    pub obstacle: Option<CliFailure>,
    /// When the last lookup was started.
    #[specta(type = Option<String>)]
    pub looked_up: Option<Timestamp>,
    pub is_running: bool,
    /// What the last lookup ran.
    pub commands: Vec<LookupCommand>,
    /// Subscriptions that weren't searched: there are too many.
    pub left_out: u32,
}

impl App {
    /// An endpoint's connections, and the lookup of whose they are.
    ///
    /// # Errors
    /// The region no longer exists.
    pub async fn connections(&self, region: &RegionInfoId) -> Result<ConnectionsView, Problem> {
        let (_, cluster, at) = self.place(region)?;
        let of = &cluster.regions[at];
        let lookup = self.core.unlocked()?.lookups.get(region);
        let found = lookup.as_ref().map(|lookup| &lookup.found);
        let connections = connections(
            reported(of),
            found.map_or(&[], |found| &found.endpoints),
            of.endpoint.principals(),
            &self.book().names(),
        );
        let is_on = self
            .real_profile()
            .is_ok_and(|profile| self.core.cloud_access.get(profile).is_on);
        let search = if is_on {
            Some(self.search(of).await)
        } else {
            None
        };
        let (plan, obstacle) = match search {
            None => (Vec::new(), None),
            Some(Ok(search)) => (shown(&search.plan()), None),
            Some(Err(failure)) => (Vec::new(), failure),
        };
        Ok(ConnectionsView {
            connections,
            is_on,
            plan,
            obstacle,
            looked_up: lookup.as_ref().map(|lookup| lookup.started),
            is_running: lookup.as_ref().is_some_and(|lookup| lookup.is_running),
            left_out: found.map_or(0, |found| found.left_out),
            commands: lookup.map(|lookup| lookup.commands).unwrap_or_default(),
        })
    }

    /// Starts to look up whose an endpoint's connections are.
    ///
    /// # Errors
    /// Postern may not run the CLIs, or there is nothing to run.
    pub async fn look_up(&self, region: RegionInfoId) -> Result<(), Problem> {
        self.cli_allowed()?;
        let (_, cluster, at) = self.place(&region)?;
        let search = self.search(&cluster.regions[at]).await.map_err(|failure| {
            failure.map_or_else(
                || {
                    Problem::new(
                        ProblemCode::NotFound,
                        "The endpoint has no service name yet.",
                        "Wait until the endpoint is ready.",
                    )
                },
                |failure| problem(&failure),
            )
        })?;
        let programs = (search.program().clone(), self.core.options.cli.clone());
        let lookups = &self.core.unlocked()?.lookups;
        lookups.start(region, Found::default(), programs, |runner| {
            search.run(runner)
        });
        Ok(())
    }

    /// The endpoints of the service that lookups found, as far as their addresses are known.
    pub(super) fn known_endpoints(
        &self,
        region: &RegionInfoId,
    ) -> Result<Vec<KnownEndpoint>, Problem> {
        let open = self.core.unlocked()?;
        let looked_up = open
            .lookups
            .get(region)
            .map(|lookup| lookup.found.endpoints);
        let checked = open
            .preflights
            .get(region)
            .map(|last| last.found.into_endpoints());
        let mut known: Vec<KnownEndpoint> = Vec::new();
        for one in looked_up.into_iter().chain(checked).flatten() {
            let name = one.name.unwrap_or(one.id);
            let parsed = one
                .addresses
                .iter()
                .filter_map(|address| address.parse().ok());
            let addresses: Vec<IpAddr> = parsed.collect();
            if one.phase != ConnectionPhase::Ended && !addresses.is_empty() {
                let one = KnownEndpoint { name, addresses };
                if !known.contains(&one) {
                    known.push(one);
                }
            }
        }
        Ok(known)
    }

    /// Stops a lookup, and keeps what it found.
    ///
    /// # Errors
    /// No account is unlocked.
    pub fn stop_look_up(&self, region: &RegionInfoId) -> Result<(), Problem> {
        self.core.unlocked()?.lookups.stop(region);
        Ok(())
    }

    /// The names of accounts or subscriptions from the user's CLI, as a list that can be imported. `profile` is one of the
    /// AWS CLI's profiles; `None` asks the Azure CLI.
    ///
    /// # Errors
    /// Postern may not run the CLIs, or there is no answer.
    pub async fn names_from_cli(&self, profile: Option<String>) -> Result<String, Problem> {
        self.cli_allowed()?;
        let (cli, command) = match profile {
            None => (Cli::Az, CliCommand::subscriptions()),
            Some(name) => {
                let profiles = self.aws_profiles().await;
                let profile = profiles.iter().find(|one| one.name() == name);
                let profile = profile.ok_or_else(|| problem(&CliFailure::no_profile()))?;
                (Cli::Aws, CliCommand::organization_accounts(profile))
            }
        };
        let program = self
            .cli_program(cli)
            .await
            .map_err(|failure| problem(&failure))?;
        let printed = cloud_cli::run(&program, &command, &self.core.options.cli).await;
        let named = match cli {
            Cli::Aws => understood(connection::accounts)(&command, printed),
            Cli::Az => subscriptions(&command, printed).map(|all| {
                let all = all.into_iter();
                all.filter_map(|one| Some((one.id, one.name?))).collect()
            }),
        };
        let named: Vec<(String, String)> = named.map_err(|failure| problem(&failure))?;
        let list: Vec<_> = named
            .iter()
            .map(|(id, name)| serde_json::json!({ "id": id, "name": name }))
            .collect();
        Ok(serde_json::to_string_pretty(&list).unwrap_or_default())
    }

    /// What a lookup runs; an error without a failure means that the endpoint has no service name.
    async fn search(&self, region: &Region) -> Result<Search, Option<CliFailure>> {
        let service = service_name(region).ok_or(None)?;
        let service = ServiceName::parse(service).map_err(|_| None)?;
        match region.cloud {
            Cloud::Aws => {
                let program = self.cli_program(Cli::Aws).await.map_err(Some)?;
                let code = RegionCode::parse(&region.region).map_err(|_| None)?;
                let profiles = self.profiles_in_use().await.map_err(Some)?;
                Ok(Search::Aws {
                    program,
                    region: code,
                    service,
                    profiles,
                })
            }
            Cloud::Azure => {
                let reported = reported(region).unwrap_or_default();
                let listed = region.endpoint.principals().unwrap_or_default();
                let listed = listed.iter().filter_map(|view| view.owner.clone());
                let in_ids = connections(Some(reported), &[], None, &self.book().names());
                let in_ids = in_ids.into_iter().filter_map(|one| one.owner);
                Ok(Search::Azure {
                    program: self.cli_program(Cli::Az).await.map_err(Some)?,
                    service,
                    first: in_ids
                        .chain(listed)
                        .filter_map(|one| owner_key(&one))
                        .collect(),
                    reported: reported.to_vec(),
                })
            }
            _ => Err(None),
        }
    }
}

/// The commands as they can be pasted into a terminal.
pub(super) fn shown(commands: &[CliCommand]) -> Vec<String> {
    commands.iter().map(CliCommand::shown).collect()
}

fn reported(region: &Region) -> Option<&[String]> {
    match &region.endpoint {
        Endpoint::Present(present) => match &present.details {
            Details::Known { connections, .. } => connections.as_deref(),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn service_name(region: &Region) -> Option<&str> {
    match &region.endpoint {
        Endpoint::Present(present) => match &present.details {
            Details::Known { service_name, .. }
            | Details::Loading { service_name }
            | Details::Unreadable { service_name, .. } => service_name.as_deref(),
        },
        _ => None,
    }
}

pub(super) fn problem(failure: &CliFailure) -> Problem {
    let hint = match &failure.remedy {
        Some(remedy) => format!("{} {remedy}", failure.hint),
        None => failure.hint.clone(),
    };
    Problem::new(ProblemCode::Other, failure.message.clone(), hint)
}
