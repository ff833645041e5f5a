//! The verdict of a pre-flight, as the page shows it.

use serde::Serialize;
use specta::Type;

use super::subnets::Subnet;
use crate::recipe::Consumer;

/// What a pre-flight says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Preflight {
    pub points: Vec<PreflightPoint>,
    /// The networks whose subnets were read, those with a fitting subnet first; or subscriptions to choose from.
    pub networks: Vec<NetworkChoice>,
    /// The principal that must be added to the endpoint's list.
    pub grant: Option<String>,
}

/// One thing that must hold, and whether it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreflightPoint {
    pub outcome: PreflightOutcome,
    pub text: String,
    /// What to do; empty: nothing.
    pub remedy: String,
}

/// Whether it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PreflightOutcome {
    Good,
    /// It can work, with something to think of.
    Warning,
    /// It can't work like this.
    Failed,
}

/// A VPC or VNet with its subnets, or an Azure subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkChoice {
    /// The VPC's ID, the VNet's name, or the subscription's name and ID.
    pub id: String,
    /// Fitting ones first; none for a subscription.
    pub subnets: Vec<SubnetChoice>,
    /// The form with this network and its best subnets; `None` if no subnet fits, or the form says so already.
    pub filled: Option<Consumer>,
}

/// A subnet that may take the endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SubnetChoice {
    #[serde(flatten)]
    pub subnet: Subnet,
    /// Why it doesn't fit; `None` if it does.
    pub why_not: Option<String>,
}

impl Preflight {
    pub(super) fn good(&mut self, text: String) {
        self.point(PreflightOutcome::Good, text, "");
    }

    pub(super) fn warn(&mut self, text: String, remedy: &str) {
        self.point(PreflightOutcome::Warning, text, remedy);
    }

    pub(super) fn fail(&mut self, text: String, remedy: &str) {
        self.point(PreflightOutcome::Failed, text, remedy);
    }

    fn point(&mut self, outcome: PreflightOutcome, text: String, remedy: &str) {
        self.points.push(PreflightPoint {
            outcome,
            text,
            remedy: remedy.to_owned(),
        });
    }
}
