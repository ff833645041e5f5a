//! Asks the user's own AWS and Azure CLIs about the other side of connections, where the user has allowed that.

use std::path::PathBuf;

use aeon::ids::RegionInfoId;
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use super::app::App;
use super::lookups::{LookupCommand, Search, subscriptions, understood};
use super::{AppEvent, ConsentPlace, ConsentRequest};
use crate::cloud::Cloud;
use crate::cloud_cli::{self, AwsProfile, Cli, CliCommand, CliFailure, aws_profiles};
use crate::config::{CloudAccess, ProfileId};
use crate::connection::{self, Connection, connections};
use crate::inventory::{Details, Endpoint, Region};
use crate::principal::{SubscriptionId, owner_key};
use crate::problem::{Problem, ProblemCode};
use crate::recipe::{RegionCode, ServiceName};

/// Whether Postern may run the CLIs in the account in use, and what it would run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CloudAccessView {
    pub is_on: bool,
    pub aws: CliView,
    pub az: CliView,
    /// The AWS CLI's profiles.
    pub profiles: Vec<AwsProfileView>,
    /// The commands that Postern runs, with `…` for what it puts in.
    pub commands: Vec<String>,
}

/// A CLI on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CliView {
    pub cli: Cli,
    /// The program's file; `None` if it wasn't found.
    pub program: Option<String>,
    /// Whether the user chose the file.
    pub is_chosen: bool,
    /// Why it can't be run.
    pub missing: Option<CliFailure>,
}

/// A profile of the AWS CLI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AwsProfileView {
    pub name: String,
    /// The account number, if the AWS CLI's files have it.
    pub account: Option<String>,
    /// The account's name, from the address book.
    pub account_name: Option<String>,
    /// Whether it signs in through IAM Identity Center.
    pub is_sso: bool,
    /// Whether it is used in this account.
    pub is_selected: bool,
}

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
    /// Whether Postern may run the CLIs in the account in use, and what it would run.
    ///
    /// # Errors
    /// No account is unlocked, or it is the demo's, in which nothing is real.
    pub async fn cloud_access(&self) -> Result<CloudAccessView, Problem> {
        let profile = self.real_profile()?;
        let access = self.core.cloud_access.get(profile);
        let names = self.book().names();
        let selected = |profile: AwsProfile| AwsProfileView {
            is_selected: access.aws_profiles.iter().any(|one| one == profile.name()),
            account_name: profile.account.as_ref().and_then(|one| names.of(one)),
            is_sso: profile.is_sso,
            name: profile.name().to_owned(),
            account: profile.account,
        };
        Ok(CloudAccessView {
            is_on: access.is_on,
            aws: self.cli(Cli::Aws).await,
            az: self.cli(Cli::Az).await,
            profiles: self.profiles().await.into_iter().map(selected).collect(),
            commands: VERBS.map(str::to_owned).into(),
        })
    }

    /// Sets whether Postern may run the CLIs in the account in use, and the profiles to use. The user must agree before
    /// it is switched on.
    ///
    /// # Errors
    /// The user doesn't agree, a profile isn't one of the AWS CLI's, or the file can't be written.
    pub async fn set_cloud_access(
        &self,
        is_on: bool,
        profiles: Vec<String>,
    ) -> Result<(), Problem> {
        let profile = self.real_profile()?;
        let known = self.profiles().await;
        if let Some(unknown) = profiles
            .iter()
            .find(|name| !known.iter().any(|one| one.name() == name.as_str()))
        {
            return Err(Problem::new(
                ProblemCode::Invalid,
                format!(
                    "“{}” isn't a profile of the AWS CLI.",
                    crate::text::shown(unknown)
                ),
                "Select one of the profiles in its files.",
            ));
        }
        if is_on && !self.core.cloud_access.get(profile).is_on {
            let request = ConsentRequest::RunClis {
                place: ConsentPlace::from(&self.core.vault.profile(profile)?),
                lines: self.agreed_lines().await,
            };
            self.core.confirm(request).await?;
        }
        let access = CloudAccess {
            is_on,
            aws_profiles: profiles,
        };
        self.core.cloud_access.set(profile, access).await?;
        if !is_on && let Some(open) = self.core.current() {
            open.lookups.stop_all();
        }
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Uses the file that the user chose for a CLI, after they agree.
    ///
    /// # Errors
    /// It can't be run, the user doesn't agree, or the choice can't be saved.
    pub async fn use_cli(&self, cli: Cli, program: PathBuf) -> Result<(), Problem> {
        self.real_profile()?;
        if !cloud_cli::fits(&program) {
            return Err(Problem::new(
                ProblemCode::Invalid,
                "This file can't be run.",
                format!("Choose the program {}.", cli.name()),
            ));
        }
        let request = ConsentRequest::UseCli {
            title: cli.title(),
            file: program.display().to_string(),
        };
        self.core.confirm(request).await?;
        self.core
            .cloud_access
            .set_program(cli, Some(program))
            .await?;
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Looks for a CLI in the usual places again.
    ///
    /// # Errors
    /// It can't be saved.
    pub async fn find_cli(&self, cli: Cli) -> Result<(), Problem> {
        self.core.cloud_access.set_program(cli, None).await?;
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// An endpoint's connections, and the lookup of whose they are.
    ///
    /// # Errors
    /// The region no longer exists.
    pub async fn connections(&self, region: &RegionInfoId) -> Result<ConnectionsView, Problem> {
        let (_, cluster, at) = self.place(region)?;
        let of = &cluster.regions[at];
        let lookup = self.core.unlocked()?.lookups.get(region);
        let found = lookup.as_ref().map(|lookup| lookup.found.as_slice());
        let connections = connections(
            reported(of),
            found.unwrap_or_default(),
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
            Some(Ok(search)) => (planned(&search), None),
            Some(Err(failure)) => (Vec::new(), failure),
        };
        Ok(ConnectionsView {
            connections,
            is_on,
            plan,
            obstacle,
            looked_up: lookup.as_ref().map(|lookup| lookup.started),
            is_running: lookup.as_ref().is_some_and(|lookup| lookup.is_running),
            left_out: lookup.as_ref().map_or(0, |lookup| lookup.left_out),
            commands: lookup.map(|lookup| lookup.commands).unwrap_or_default(),
        })
    }

    /// Starts to look up whose an endpoint's connections are.
    ///
    /// # Errors
    /// Postern may not run the CLIs, or there is nothing to run.
    pub async fn look_up(&self, region: RegionInfoId) -> Result<(), Problem> {
        self.allowed()?;
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
        let environment = self.core.options.cli.clone();
        self.core
            .unlocked()?
            .lookups
            .start(region, search, environment);
        Ok(())
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
        self.allowed()?;
        let (cli, command) = match profile {
            None => (Cli::Az, CliCommand::subscriptions()),
            Some(name) => {
                let profiles = self.profiles().await;
                let profile = profiles.iter().find(|one| one.name() == name);
                let profile = profile.ok_or_else(|| problem(&CliFailure::no_profile()))?;
                (Cli::Aws, CliCommand::organization_accounts(profile))
            }
        };
        let program = self
            .program(cli)
            .await
            .map_err(|failure| problem(&failure))?;
        let printed = cloud_cli::run(&program, &command, &self.core.options.cli).await;
        let printed = printed.map_err(|failure| problem(&failure))?;
        let named = match cli {
            Cli::Aws => understood(connection::accounts)(&command, &printed),
            Cli::Az => subscriptions(&command, &printed).map(|all| {
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

    /// The account in use, if it isn't the demo's.
    fn real_profile(&self) -> Result<ProfileId, Problem> {
        self.core.unlocked()?;
        let profile = self.core.with_active(|active| active?.profile);
        profile.ok_or_else(|| {
            Problem::new(
                ProblemCode::Forbidden,
                "The demo account doesn't run the AWS and Azure CLIs.",
                "Add an account of your own.",
            )
        })
    }

    fn allowed(&self) -> Result<CloudAccess, Problem> {
        let access = self.core.cloud_access.get(self.real_profile()?);
        if access.is_on {
            return Ok(access);
        }
        Err(Problem::new(
            ProblemCode::Forbidden,
            "Postern may not run the AWS and Azure CLIs in this account.",
            "Switch it on in the account's menu first.",
        ))
    }

    async fn program(&self, cli: Cli) -> Result<PathBuf, CliFailure> {
        let chosen = self.core.cloud_access.program(cli);
        let environment = self.core.options.cli.clone();
        let found = tokio::task::spawn_blocking(move || {
            let found = cloud_cli::find(cli, chosen.as_deref(), &environment);
            let chosen = chosen.map(|chosen| chosen.display().to_string());
            found.ok_or_else(|| CliFailure::missing(cli, chosen.as_deref()))
        });
        found.await.expect("looking for a file doesn't panic")
    }

    async fn cli(&self, cli: Cli) -> CliView {
        let found = self.program(cli).await;
        CliView {
            cli,
            program: found.as_ref().ok().map(|file| file.display().to_string()),
            is_chosen: self.core.cloud_access.program(cli).is_some(),
            missing: found.err(),
        }
    }

    async fn profiles(&self) -> Vec<AwsProfile> {
        let environment = self.core.options.cli.clone();
        let read = tokio::task::spawn_blocking(move || aws_profiles(&environment));
        read.await.expect("reading files doesn't panic")
    }

    /// What the user agrees to.
    async fn agreed_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for cli in [Cli::Aws, Cli::Az] {
            lines.push(match self.program(cli).await {
                Ok(file) => format!("{}: {}", cli.title(), file.display()),
                Err(_) => format!("{}: not found", cli.title()),
            });
        }
        lines.extend(VERBS.map(|verb| format!("    {verb}")));
        lines
    }

    /// What a lookup runs; an error without a failure means that the endpoint has no service name.
    async fn search(&self, region: &Region) -> Result<Search, Option<CliFailure>> {
        let service = service_name(region).ok_or(None)?;
        let service = ServiceName::parse(service).map_err(|_| None)?;
        match region.cloud {
            Cloud::Aws => {
                let program = self.program(Cli::Aws).await.map_err(Some)?;
                let code = RegionCode::parse(&region.region).map_err(|_| None)?;
                let chosen = self.allowed().map(|access| access.aws_profiles);
                let chosen = chosen.unwrap_or_default();
                let mut profiles = self.profiles().await;
                profiles.retain(|one| chosen.iter().any(|name| name == one.name()));
                if profiles.is_empty() {
                    return Err(Some(CliFailure::no_profile()));
                }
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
                    program: self.program(Cli::Az).await.map_err(Some)?,
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

/// The commands that Postern runs, for the user to agree to.
const VERBS: [&str; 5] = [
    "aws sts get-caller-identity --region … --profile …",
    "aws ec2 describe-vpc-endpoints --region … --filters … --profile …",
    "aws organizations list-accounts --region us-east-1 --profile …",
    "az account list",
    "az network private-endpoint list --subscription …",
];

/// The commands of a search, as far as they are known before it.
fn planned(search: &Search) -> Vec<String> {
    let commands = match search {
        Search::Aws {
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
        Search::Azure { first, .. } => {
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
    };
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

fn service_name(region: &Region) -> Option<&str> {
    match &region.endpoint {
        Endpoint::Present(present) => match &present.details {
            Details::Known { service_name, .. }
            | Details::Loading { service_name }
            | Details::Unreadable { service_name, .. } => service_name.as_deref(),
        },
        _ => None,
    }
}

fn problem(failure: &CliFailure) -> Problem {
    let hint = match &failure.remedy {
        Some(remedy) => format!("{} {remedy}", failure.hint),
        None => failure.hint.clone(),
    };
    Problem::new(ProblemCode::Other, failure.message.clone(), hint)
}
