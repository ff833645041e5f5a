//! The commands that Postern runs: each verb with its arguments.

use super::{AwsProfile, Cli};
use crate::principal::SubscriptionId;
use crate::recipe::{InterfaceId, RegionCode, ServiceName, Vnet, VpcId, word};
use crate::text::visible;

/// A command that only reads. It can be made in no other way than by the functions here, whose values have been parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliCommand {
    cli: Cli,
    arguments: Vec<String>,
    /// The profile that signs in.
    profile: Option<AwsProfile>,
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

    /// The service, if the account can see it.
    pub fn endpoint_service(
        profile: &AwsProfile,
        region: &RegionCode,
        service: &ServiceName,
    ) -> Self {
        let words = [
            "ec2",
            "describe-vpc-endpoint-services",
            "--region",
            region.as_str(),
            "--service-names",
            service.as_str(),
        ];
        Self::aws(profile, &words)
    }

    /// The subnets of a VPC, or of all.
    pub fn subnets(profile: &AwsProfile, region: &RegionCode, vpc: Option<&VpcId>) -> Self {
        let filter = vpc.map(|vpc| format!("Name=vpc-id,Values={vpc}"));
        let mut words = vec!["ec2", "describe-subnets", "--region", region.as_str()];
        if let Some(filter) = &filter {
            words.extend(["--filters", filter]);
        }
        Self::aws(profile, &words)
    }

    /// The addresses of these network interfaces.
    pub fn network_interfaces(
        profile: &AwsProfile,
        region: &RegionCode,
        ids: &[InterfaceId],
    ) -> Self {
        let mut words = vec![
            "ec2",
            "describe-network-interfaces",
            "--region",
            region.as_str(),
            "--network-interface-ids",
        ];
        words.extend(ids.iter().map(InterfaceId::as_str));
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

    /// The subnets of a VNet.
    pub fn vnet_subnets(vnet: &Vnet) -> Self {
        // A resource group's name may begin like an option.
        let group = format!("--resource-group={}", vnet.resource_group());
        Self::az(&[
            "network",
            "vnet",
            "subnet",
            "list",
            "--subscription",
            vnet.subscription.as_str(),
            &group,
            "--vnet-name",
            vnet.name(),
        ])
    }

    fn aws(profile: &AwsProfile, words: &[&str]) -> Self {
        let named = ["--profile", profile.name()];
        let named: &[&str] = match profile.is_default_credentials() {
            true => &[],
            false => &named,
        };
        let words = words.iter().chain(named).chain(&["--output", "json"]);
        Self {
            cli: Cli::Aws,
            arguments: words.map(|&one| one.into()).collect(),
            profile: Some(profile.clone()),
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
            (Cli::Aws, Some(profile)) if profile.is_sso => {
                Some(format!("aws sso login --profile {}", word(profile.name())))
            }
            (Cli::Aws, _) => None,
        }
    }

    /// What it signs in with: `the AWS profile “shop”`.
    pub(super) fn credentials(&self) -> String {
        match &self.profile {
            Some(profile) if !profile.is_default_credentials() => {
                format!("the AWS profile “{}”", visible(profile.name()))
            }
            _ => "the AWS CLI's default credentials".to_owned(),
        }
    }
}
