//! Whether Postern may run the user's AWS and Azure CLIs in an account, which programs, and with which profiles.

use std::path::PathBuf;

use serde::Serialize;
use specta::Type;

use super::app::App;
use super::{AppEvent, ConsentPlace, ConsentRequest};
use crate::cloud_cli::{self, AwsProfile, Cli, CliFailure, aws_profiles};
use crate::config::{CloudAccess, ProfileId};
use crate::problem::{Problem, ProblemCode};

/// The commands that Postern runs, for the user to agree to.
const VERBS: [&str; 9] = [
    "aws sts get-caller-identity --region … --profile …",
    "aws ec2 describe-vpc-endpoints --region … --filters … --profile …",
    "aws ec2 describe-network-interfaces --region … --network-interface-ids … --profile …",
    "aws ec2 describe-vpc-endpoint-services --region … --service-names … --profile …",
    "aws ec2 describe-subnets --region … --filters … --profile …",
    "aws organizations list-accounts --region us-east-1 --profile …",
    "az account list",
    "az network private-endpoint list --subscription …",
    "az network vnet subnet list --subscription … --resource-group=… --vnet-name …",
];

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
    /// Empty for what the AWS CLI uses without a profile.
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
            profiles: self
                .aws_profiles()
                .await
                .into_iter()
                .map(selected)
                .collect(),
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
        let known = self.aws_profiles().await;
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
            open.preflights.stop_all();
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

    /// The account in use, if it isn't the demo's.
    pub(super) fn real_profile(&self) -> Result<ProfileId, Problem> {
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

    pub(super) fn cli_allowed(&self) -> Result<CloudAccess, Problem> {
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

    pub(super) async fn cli_program(&self, cli: Cli) -> Result<PathBuf, CliFailure> {
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
        let found = self.cli_program(cli).await;
        CliView {
            cli,
            program: found.as_ref().ok().map(|file| file.display().to_string()),
            is_chosen: self.core.cloud_access.program(cli).is_some(),
            missing: found.err(),
        }
    }

    pub(super) async fn aws_profiles(&self) -> Vec<AwsProfile> {
        let environment = self.core.options.cli.clone();
        let read = tokio::task::spawn_blocking(move || aws_profiles(&environment));
        read.await.expect("reading files doesn't panic")
    }

    /// The profiles of the AWS CLI that are used in the account in use.
    pub(super) async fn profiles_in_use(&self) -> Result<Vec<AwsProfile>, CliFailure> {
        let chosen = self.cli_allowed().map(|access| access.aws_profiles);
        let chosen = chosen.unwrap_or_default();
        let mut profiles = self.aws_profiles().await;
        profiles.retain(|one| chosen.iter().any(|name| name == one.name()));
        if profiles.is_empty() {
            return Err(CliFailure::no_profile());
        }
        Ok(profiles)
    }

    /// What the user agrees to.
    async fn agreed_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for cli in [Cli::Aws, Cli::Az] {
            lines.push(match self.cli_program(cli).await {
                Ok(file) => format!("{}: {}", cli.title(), file.display()),
                Err(_) => format!("{}: not found", cli.title()),
            });
        }
        lines.extend(VERBS.map(|verb| format!("    {verb}")));
        lines
    }
}
