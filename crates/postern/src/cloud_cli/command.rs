//! The commands that Postern runs: each verb with its arguments.

use super::{AwsProfile, Cli};
use crate::principal::SubscriptionId;
use crate::recipe::{RegionCode, ServiceName, word};

/// A command that only reads. It can be made in no other way than by the functions here, whose values have been parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliCommand {
    cli: Cli,
    arguments: Vec<String>,
    /// The profile that signs in, and whether it does so through IAM Identity Center.
    profile: Option<(String, bool)>,
}

impl CliCommand {
    /// Whose credentials the profile has.
    pub fn caller_identity(profile: &AwsProfile, region: &RegionCode) -> Self {
        let words = ["sts", "get-caller-identity", "--region", region.as_str()];
        Self::aws(profile, &words)
    }

    /// The account's VPC endpoints of one service.
    pub fn vpc_endpoints(profile: &AwsProfile, region: &RegionCode, service: &ServiceName) -> Self {
        let filter = format!("Name=service-name,Values={service}");
        let words = [
            "ec2",
            "describe-vpc-endpoints",
            "--region",
            region.as_str(),
            "--filters",
            &filter,
        ];
        Self::aws(profile, &words)
    }

    /// The names of the organization's accounts.
    pub fn organization_accounts(profile: &AwsProfile) -> Self {
        // The service is in this region only, but the CLI wants to be told.
        let words = ["organizations", "list-accounts", "--region", "us-east-1"];
        Self::aws(profile, &words)
    }

    /// The subscriptions that the user can see.
    pub fn subscriptions() -> Self {
        Self::az(&["account", "list"])
    }

    /// A subscription's private endpoints.
    pub fn private_endpoints(subscription: &SubscriptionId) -> Self {
        Self::az(&[
            "network",
            "private-endpoint",
            "list",
            "--subscription",
            subscription.as_str(),
        ])
    }

    fn aws(profile: &AwsProfile, words: &[&str]) -> Self {
        let end = ["--profile", profile.name(), "--output", "json"];
        Self {
            cli: Cli::Aws,
            arguments: words.iter().chain(&end).map(|&one| one.into()).collect(),
            profile: Some((profile.name().to_owned(), profile.is_sso)),
        }
    }

    fn az(words: &[&str]) -> Self {
        let end = ["--output", "json"];
        Self {
            cli: Cli::Az,
            arguments: words.iter().chain(&end).map(|&one| one.into()).collect(),
            profile: None,
        }
    }

    pub fn cli(&self) -> Cli {
        self.cli
    }

    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }

    /// As it can be pasted into a terminal.
    pub fn shown(&self) -> String {
        let words = self.arguments.iter().map(|argument| word(argument));
        let line: Vec<String> = words.collect();
        format!("{} {}", self.cli.name(), line.join(" "))
    }

    /// How the user signs in for it, if there is one command for that.
    pub(super) fn sign_in(&self) -> Option<String> {
        match (self.cli, &self.profile) {
            (Cli::Az, _) => Some("az login".to_owned()),
            (Cli::Aws, Some((profile, true))) => {
                Some(format!("aws sso login --profile {}", word(profile)))
            }
            (Cli::Aws, _) => None,
        }
    }

    /// The profile that it uses.
    pub(super) fn profile(&self) -> &str {
        self.profile.as_ref().map_or("", |(name, _)| name)
    }
}
