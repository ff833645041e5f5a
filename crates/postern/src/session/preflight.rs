//! Asks the user's own AWS and Azure CLIs whether an application's network can connect, where the user has allowed that.

use aeon::ids::RegionInfoId;
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use super::app::App;
use super::cloud_side::{problem, service_name, shown};
use super::lookups::LookupCommand;
use super::network_question::{Facts, Question};
use crate::cloud_cli::{Cli, CliFailure};
use crate::inventory::Region;
use crate::preflight::{Here, Preflight};
use crate::principal::SubscriptionId;
use crate::problem::{Problem, ProblemCode};
use crate::recipe::{Consumer, Network, RegionCode, ServiceName, Vnet, VpcId};

/// A pre-flight: what it says of the form, and what it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreflightView {
    /// Whether Postern may run the CLIs in this account.
    pub is_on: bool,
    /// The profiles of the AWS CLI of which one can be used; none for Azure.
    pub profiles: Vec<String>,
    /// The profile that the commands use.
    pub profile: Option<String>,
    /// The commands that it runs.
    pub plan: Vec<String>,
    /// Why it can't be run, if Postern may.
    pub obstacle: Option<CliFailure>,
    /// When the last one was started.
    #[specta(type = Option<String>)]
    pub checked: Option<Timestamp>,
    pub is_running: bool,
    /// What the last one ran.
    pub commands: Vec<LookupCommand>,
    /// What the last one says of the form as it is now.
    pub result: Preflight,
}

impl App {
    /// The pre-flight of an application's network. `profile` is one of the AWS CLI's profiles that are used in this
    /// account; `None` is the first.
    ///
    /// # Errors
    /// The region no longer exists, or the network is on another cloud.
    pub async fn preflight(
        &self,
        region: &RegionInfoId,
        network: &Network,
        profile: Option<String>,
    ) -> Result<PreflightView, Problem> {
        let (_, cluster, at) = self.place(region)?;
        let of = &cluster.regions[at];
        let is_on = self.cli_allowed().is_ok();
        let question = if is_on {
            Some(self.question(of, network, profile).await)
        } else {
            None
        };
        let (question, obstacle) = match question {
            None => (None, None),
            Some(Ok(question)) => (Some(question), None),
            Some(Err(failure)) => (None, failure),
        };
        let (profiles, profile) = match &question {
            Some(Question::Aws {
                profiles, profile, ..
            }) => {
                let names = profiles.iter().map(|one| one.name().to_owned());
                (names.collect(), Some(profile.name().to_owned()))
            }
            _ => (Vec::new(), None),
        };
        let plan = question.as_ref().map(Question::plan).unwrap_or_default();
        let last = self.core.unlocked()?.preflights.get(region);
        let names = self.book().names();
        let here = Here {
            region: &of.region,
            list: of.endpoint.principals(),
            names: &names,
        };
        let result = match (last.as_ref().map(|last| &last.found), &network.consumer) {
            (Some(Facts::Aws(facts)), Consumer::Aws(form)) => facts.verdict(form, &here),
            (Some(Facts::Azure(facts)), Consumer::Azure(form)) => facts.verdict(form, &here),
            _ => Preflight::default(),
        };
        Ok(PreflightView {
            is_on,
            profiles,
            profile,
            plan: shown(&plan),
            obstacle,
            checked: last.as_ref().map(|last| last.started),
            is_running: last.as_ref().is_some_and(|last| last.is_running),
            commands: last.map(|last| last.commands).unwrap_or_default(),
            result,
        })
    }

    /// Starts a pre-flight of an application's network.
    ///
    /// # Errors
    /// Postern may not run the CLIs, the region no longer exists, or there is nothing to run.
    pub async fn start_preflight(
        &self,
        region: RegionInfoId,
        network: &Network,
        profile: Option<String>,
    ) -> Result<(), Problem> {
        self.cli_allowed()?;
        let (_, cluster, at) = self.place(&region)?;
        let question = self.question(&cluster.regions[at], network, profile).await;
        let question = question.map_err(|failure| match failure {
            Some(failure) => problem(&failure),
            None => Problem::new(
                ProblemCode::NotFound,
                "The endpoint has no service name yet.",
                "Wait until the endpoint is ready.",
            ),
        })?;
        let (program, found) = question.start();
        let programs = (program, self.core.options.cli.clone());
        let preflights = &self.core.unlocked()?.preflights;
        preflights.start(region, found, programs, |runner| question.ask(runner));
        Ok(())
    }

    /// Stops a pre-flight, and keeps what it found.
    ///
    /// # Errors
    /// No account is unlocked.
    pub fn stop_preflight(&self, region: &RegionInfoId) -> Result<(), Problem> {
        self.core.unlocked()?.preflights.stop(region);
        Ok(())
    }

    /// What a pre-flight asks; an error without a failure means that the endpoint has no service name.
    async fn question(
        &self,
        region: &Region,
        network: &Network,
        profile: Option<String>,
    ) -> Result<Question, Option<CliFailure>> {
        let service = service_name(region).ok_or(None)?;
        let service = ServiceName::parse(service).map_err(|_| None)?;
        match (&network.consumer, Network::unknown(&region.cloud)) {
            (
                Consumer::Aws(form),
                Some(Network {
                    consumer: Consumer::Aws(_),
                    ..
                }),
            ) => {
                let program = self.cli_program(Cli::Aws).await.map_err(Some)?;
                let profiles = self.profiles_in_use().await.map_err(Some)?;
                let named = profiles
                    .iter()
                    .find(|one| Some(one.name()) == profile.as_deref());
                let profile = named.or(profiles.first()).cloned();
                Ok(Question::Aws {
                    program,
                    profile: profile.ok_or_else(|| Some(CliFailure::no_profile()))?,
                    profiles,
                    region: RegionCode::parse(&region.region).map_err(|_| None)?,
                    service,
                    // One that isn't a VPC ID is the form's error.
                    vpc: VpcId::parse(&form.vpc_id).ok(),
                })
            }
            (
                Consumer::Azure(form),
                Some(Network {
                    consumer: Consumer::Azure(_),
                    ..
                }),
            ) => Ok(Question::Azure {
                program: self.cli_program(Cli::Az).await.map_err(Some)?,
                service,
                subscription: SubscriptionId::parse(&form.subscription),
                vnet: Vnet::of(form),
                form: form.clone(),
            }),
            _ => Err(None),
        }
    }
}
