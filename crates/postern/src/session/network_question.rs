//! What a pre-flight asks the user's own AWS and Azure CLIs.

use std::path::PathBuf;
use std::sync::Arc;

use super::connection_search::{of_service, subscriptions};
use super::lookups::{Lookups, Runner, counted, understood};
use crate::cloud_cli::{AwsProfile, CliCommand, CliFailure, CliFailureKind};
use crate::connection::{self, CloudEndpoint};
use crate::preflight::{self, AwsFacts, AzureFacts, ServiceAnswer, endpoint_service, vnet_subnets};
use crate::principal::SubscriptionId;
use crate::recipe::{AzureConsumer, RegionCode, ServiceName, Vnet, VpcId};

/// What the last pre-flight of each endpoint found.
pub(super) type Preflights = Lookups<Facts>;

/// What a pre-flight found so far.
#[derive(Clone, Debug)]
pub(super) enum Facts {
    Aws(AwsFacts),
    Azure(AzureFacts),
}

impl Facts {
    /// The endpoints of the service that it found.
    pub fn into_endpoints(self) -> Vec<CloudEndpoint> {
        match self {
            Self::Aws(facts) => facts.endpoints,
            Self::Azure(facts) => facts.endpoints,
        }
        .unwrap_or_default()
    }
}

/// What to ask.
pub(super) enum Question {
    Aws {
        program: PathBuf,
        profiles: Vec<AwsProfile>,
        /// One of the profiles.
        profile: AwsProfile,
        region: RegionCode,
        service: ServiceName,
        vpc: Option<VpcId>,
    },
    Azure {
        program: PathBuf,
        service: ServiceName,
        form: AzureConsumer,
        subscription: Option<SubscriptionId>,
        vnet: Option<Vnet>,
    },
}

impl Question {
    pub fn plan(&self) -> Vec<CliCommand> {
        match self {
            Self::Aws {
                profile,
                region,
                service,
                vpc,
                ..
            } => vec![
                CliCommand::caller_identity(profile, region),
                CliCommand::endpoint_service(profile, region, service),
                CliCommand::vpc_endpoints(profile, region, service),
                CliCommand::subnets(profile, region, vpc.as_ref()),
            ],
            Self::Azure {
                subscription, vnet, ..
            } => {
                let endpoints = subscription.as_ref().map(CliCommand::private_endpoints);
                let subnets = vnet.as_ref().map(CliCommand::vnet_subnets);
                let all = std::iter::once(CliCommand::subscriptions());
                all.chain(endpoints).chain(subnets).collect()
            }
        }
    }

    /// The program, and what is known before anything is run.
    pub fn start(&self) -> (PathBuf, Facts) {
        match self {
            Self::Aws { program, vpc, .. } => {
                let facts = AwsFacts {
                    asked_vpc: vpc.as_ref().map(|vpc| vpc.as_str().to_owned()),
                    ..AwsFacts::default()
                };
                (program.clone(), Facts::Aws(facts))
            }
            Self::Azure { program, form, .. } => {
                let facts = AzureFacts {
                    asked: form.clone(),
                    ..AzureFacts::default()
                };
                (program.clone(), Facts::Azure(facts))
            }
        }
    }

    pub async fn ask(self, runner: Arc<Runner<Facts>>) {
        match self {
            Self::Aws {
                profile,
                region,
                service,
                vpc,
                ..
            } => aws(&runner, &profile, &region, &service, vpc.as_ref()).await,
            Self::Azure {
                service,
                subscription,
                vnet,
                ..
            } => azure(&runner, &service, subscription, vnet).await,
        }
    }
}

impl Runner<Facts> {
    fn aws(&self, add: impl FnOnce(&mut AwsFacts)) {
        self.found(|facts| {
            if let Facts::Aws(facts) = facts {
                add(facts);
            }
        });
    }

    fn azure(&self, add: impl FnOnce(&mut AzureFacts)) {
        self.found(|facts| {
            if let Facts::Azure(facts) = facts {
                add(facts);
            }
        });
    }
}

/// Asks who the profile is, and then for the service, the account's endpoints of it, and the subnets, side by side.
async fn aws(
    runner: &Runner<Facts>,
    profile: &AwsProfile,
    region: &RegionCode,
    service: &ServiceName,
    vpc: Option<&VpcId>,
) {
    let caller = CliCommand::caller_identity(profile, region);
    let said = |owner: &String| format!("account {owner}");
    let Some(owner) = runner
        .run(caller, understood(connection::caller), said)
        .await
    else {
        return;
    };
    runner.aws(|facts| facts.caller = Some(owner.clone()));
    let asks_service = async {
        let command = CliCommand::endpoint_service(profile, region, service);
        let said = |answer: &ServiceAnswer| match answer {
            ServiceAnswer::Visible(_) => "the service".to_owned(),
            ServiceAnswer::NotVisible => "not visible to this account".to_owned(),
        };
        let answer = runner.run(command, service_answer, said).await;
        runner.aws(|facts| facts.service = answer);
    };
    let asks_endpoints = async {
        let command = CliCommand::vpc_endpoints(profile, region, service);
        let read = understood(|printed: &str| connection::vpc_endpoints(printed, &owner));
        let found = runner.run(command, read, |all| of_service(all.len())).await;
        runner.aws(|facts| facts.endpoints = found);
    };
    let asks_subnets = async {
        let command = CliCommand::subnets(profile, region, vpc);
        let read = understood(preflight::subnets);
        let found = runner
            .run(command, read, |all| counted(all.len(), "subnet"))
            .await;
        runner.aws(|facts| facts.subnets = found);
    };
    tokio::join!(asks_service, asks_endpoints, asks_subnets);
}

/// That AWS knows no such service is an answer, too.
fn service_answer(
    command: &CliCommand,
    printed: Result<String, CliFailure>,
) -> Result<ServiceAnswer, CliFailure> {
    match printed {
        Err(failure) if failure.kind == CliFailureKind::NoSuchService => {
            Ok(ServiceAnswer::NotVisible)
        }
        printed => understood(endpoint_service)(command, printed),
    }
}

/// Asks for the subscriptions, the private endpoints of the service in the form's, and the subnets of the form's VNet.
async fn azure(
    runner: &Runner<Facts>,
    service: &ServiceName,
    subscription: Option<SubscriptionId>,
    vnet: Option<Vnet>,
) {
    let said = |all: &Vec<_>| counted(all.len(), "subscription");
    let all = runner
        .run(CliCommand::subscriptions(), subscriptions, said)
        .await;
    let Some(all) = all else {
        return;
    };
    runner.azure(|facts| facts.subscriptions = Some(all));
    let asks_endpoints = async {
        let Some(subscription) = subscription else {
            return;
        };
        let read = understood(|printed: &str| {
            let all = connection::private_endpoints(printed, subscription.as_str())?;
            let is_of_service = |target: &String| target.eq_ignore_ascii_case(service.as_str());
            let ours = all.into_iter();
            let ours = ours.filter(|(_, targets)| targets.iter().any(is_of_service));
            Some(ours.map(|(endpoint, _)| endpoint).collect::<Vec<_>>())
        });
        let command = CliCommand::private_endpoints(&subscription);
        let found = runner.run(command, read, |all| of_service(all.len())).await;
        runner.azure(|facts| facts.endpoints = found);
    };
    let asks_subnets = async {
        let Some(vnet) = vnet else {
            return;
        };
        let read = understood(|printed: &str| vnet_subnets(printed, vnet.name()));
        let command = CliCommand::vnet_subnets(&vnet);
        let found = runner
            .run(command, read, |all| counted(all.len(), "subnet"))
            .await;
        runner.azure(|facts| facts.subnets = found);
    };
    tokio::join!(asks_endpoints, asks_subnets);
}
