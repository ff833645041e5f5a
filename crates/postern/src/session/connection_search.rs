//! Searches the accounts and subscriptions of the user for the other side of an endpoint's connections.

use std::path::PathBuf;
use std::sync::Arc;

use super::lookups::{Runner, counted, some_at_once, understood};
use crate::cloud_cli::{AwsProfile, CliCommand, CliFailure};
use crate::connection::{self, CloudEndpoint, Subscription};
use crate::principal::SubscriptionId;
use crate::recipe::{InterfaceId, RegionCode, ServiceName};

/// Maximum number of subscriptions to search, those on the endpoint's list first.
const SUBSCRIPTIONS: usize = 25;
/// Maximum number of network interfaces to ask for: an endpoint has one for each availability zone.
const INTERFACES: usize = 64;

/// What a search found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub endpoints: Vec<CloudEndpoint>,
    /// Subscriptions that weren't searched.
    pub left_out: u32,
}

/// What to look for, and where.
pub(super) enum Search {
    Aws {
        program: PathBuf,
        region: RegionCode,
        service: ServiceName,
        profiles: Vec<AwsProfile>,
    },
    Azure {
        program: PathBuf,
        /// The alias of the service.
        service: ServiceName,
        /// Subscriptions to search first: those that are on the list or in the ID of a connection.
        first: Vec<String>,
        /// The connections that Aeon reports.
        reported: Vec<String>,
    },
}

impl Search {
    pub fn program(&self) -> &PathBuf {
        match self {
            Self::Aws { program, .. } | Self::Azure { program, .. } => program,
        }
    }

    /// The commands that are known before it.
    pub fn plan(&self) -> Vec<CliCommand> {
        match self {
            Self::Aws {
                region,
                service,
                profiles,
                ..
            } => profiles
                .iter()
                .flat_map(|profile| {
                    [
                        CliCommand::caller_identity(profile, region),
                        CliCommand::vpc_endpoints(profile, region, service),
                    ]
                })
                .collect(),
            Self::Azure { first, .. } => {
                let known = first.iter().filter_map(|one| SubscriptionId::parse(one));
                let mut commands = vec![CliCommand::subscriptions()];
                for subscription in known {
                    let command = CliCommand::private_endpoints(&subscription);
                    if !commands.contains(&command) {
                        commands.push(command);
                    }
                }
                commands
            }
        }
    }

    pub async fn run(self, runner: Arc<Runner<Found>>) {
        match self {
            Self::Aws {
                region,
                service,
                profiles,
                ..
            } => aws(&runner, &region, &service, &profiles).await,
            Self::Azure {
                service,
                first,
                reported,
                ..
            } => azure(&runner, &service, &first, &reported).await,
        }
    }
}

impl Runner<Found> {
    fn endpoints(&self, endpoints: Vec<CloudEndpoint>) {
        self.found(|found| {
            for endpoint in endpoints {
                // Two profiles may sign in to one account.
                let mut known = found.endpoints.iter_mut();
                match known.find(|one| one.id == endpoint.id) {
                    Some(known) => *known = endpoint,
                    None => found.endpoints.push(endpoint),
                }
            }
        });
    }
}

/// Asks each profile who it is, for its account's endpoints of the service, and for their addresses.
async fn aws(
    runner: &Runner<Found>,
    region: &RegionCode,
    service: &ServiceName,
    profiles: &[AwsProfile],
) {
    let one = async |profile: &AwsProfile| {
        let caller = CliCommand::caller_identity(profile, region);
        let Some(owner) = runner
            .run(caller, understood(connection::caller), |owner| {
                format!("account {owner}")
            })
            .await
        else {
            return;
        };
        let endpoints = CliCommand::vpc_endpoints(profile, region, service);
        let read = understood(|printed: &str| connection::vpc_endpoints(printed, &owner));
        let found = runner
            .run(endpoints, read, |found| of_service(found.len()))
            .await;
        let mut found = found.unwrap_or_default();
        runner.endpoints(found.clone());
        let ids = found.iter().flat_map(|one| &one.interfaces);
        let ids: Vec<InterfaceId> = ids
            .filter_map(|id| InterfaceId::parse(id).ok())
            .take(INTERFACES)
            .collect();
        if ids.is_empty() {
            return;
        }
        let interfaces = CliCommand::network_interfaces(profile, region, &ids);
        let addresses = runner
            .run(
                interfaces,
                understood(connection::addresses),
                |all| match all.len() {
                    1 => "1 address".to_owned(),
                    n => format!("{n} addresses"),
                },
            )
            .await;
        let addresses = addresses.unwrap_or_default();
        for endpoint in &mut found {
            let own = addresses.iter();
            let own = own.filter(|(id, _)| endpoint.interfaces.contains(id));
            endpoint.addresses = own.map(|(_, address)| address.clone()).collect();
        }
        runner.endpoints(found);
    };
    some_at_once(profiles.iter().map(one)).await;
}

/// Asks for the subscriptions, and each of them for its private endpoints of the service.
async fn azure(
    runner: &Runner<Found>,
    service: &ServiceName,
    first: &[String],
    reported: &[String],
) {
    let all = runner
        .run(CliCommand::subscriptions(), subscriptions, |all| {
            counted(all.len(), "subscription")
        })
        .await;
    let Some(mut all) = all else {
        return;
    };
    all.retain(|one| one.is_enabled);
    all.sort_by_key(|one| !first.contains(&one.id));
    let left_out = all.len().saturating_sub(SUBSCRIPTIONS);
    runner.found(|found| found.left_out = u32::try_from(left_out).unwrap_or(u32::MAX));
    all.truncate(SUBSCRIPTIONS);
    let one = async |subscription: SubscriptionId| {
        let command = CliCommand::private_endpoints(&subscription);
        let read = understood(|printed: &str| {
            let all = connection::private_endpoints(printed, subscription.as_str())?;
            let ours = all.into_iter().filter(|(endpoint, targets)| {
                let is_target = |target: &String| target.eq_ignore_ascii_case(service.as_str());
                targets.iter().any(is_target)
                    || reported
                        .iter()
                        .any(|id| id.eq_ignore_ascii_case(&endpoint.id))
            });
            Some(ours.map(|(endpoint, _)| endpoint).collect::<Vec<_>>())
        });
        let found = runner
            .run(command, read, |found| of_service(found.len()))
            .await;
        runner.endpoints(found.unwrap_or_default());
    };
    let subscriptions = all.iter().filter_map(|one| SubscriptionId::parse(&one.id));
    some_at_once(subscriptions.map(one)).await;
}

/// The subscriptions in an answer of `az account list`.
pub(super) fn subscriptions(
    command: &CliCommand,
    printed: Result<String, CliFailure>,
) -> Result<Vec<Subscription>, CliFailure> {
    let all = understood(connection::subscriptions)(command, printed)?;
    if all.is_empty() {
        return Err(CliFailure::signed_out(command));
    }
    Ok(all)
}

pub(super) fn of_service(endpoints: usize) -> String {
    match endpoints {
        0 => "no endpoint of this service".to_owned(),
        1 => "1 endpoint of this service".to_owned(),
        n => format!("{n} endpoints of this service"),
    }
}
