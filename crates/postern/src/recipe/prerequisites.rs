//! What must hold before an application can connect over a private link.

use serde::Serialize;
use specta::Type;

use super::Listed;
use super::{Consumer, Params};
use crate::inventory::{Endpoint, EndpointStatus, LackKind, Region};

/// One thing that must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Prerequisite {
    /// Which of them it is.
    pub kind: PrerequisiteKind,
    /// Whether it does.
    pub state: PrerequisiteState,
    /// What must hold, and what is the case here.
    pub text: String,
    /// What to do; empty: nothing.
    pub remedy: String,
}

/// The things that must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PrerequisiteKind {
    /// A cloud that has private service endpoints.
    Cloud,
    /// A cluster in a VPC.
    Vpc,
    /// A cluster that runs.
    Running,
    /// An endpoint in the region.
    Endpoint,
    /// Somebody who may connect.
    Principals,
    /// An application in the same region.
    SameRegion,
    /// An IP allow list isn't needed.
    AllowList,
}

/// Whether a prerequisite is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PrerequisiteState {
    /// It is.
    Met,
    /// It isn't.
    Missing,
    /// Only the user can tell.
    AskUser,
}

/// What must hold for this region, those that can never be met first.
pub fn prerequisites(region: &Region) -> Vec<Prerequisite> {
    let code = &region.region;
    let lack = |kinds: &[LackKind]| region.lacks.iter().find(|lack| kinds.contains(&lack.kind));
    let of_lack = |kind, kinds: &[LackKind], met: String| match lack(kinds) {
        Some(lack) => Prerequisite {
            kind,
            state: PrerequisiteState::Missing,
            text: lack.reason.clone(),
            remedy: lack.remedy.clone(),
        },
        None => met_by(kind, met),
    };
    let vpc = match &region.vpc_id {
        // A sandbox is never in a VPC either, and says so better.
        None if lack(&[LackKind::Sandbox, LackKind::NoVpc]).is_none() => Prerequisite {
            kind: PrerequisiteKind::Vpc,
            state: PrerequisiteState::Missing,
            text: format!("Region {code} is not in a VPC."),
            remedy:
                "A cluster can't be moved into a VPC: create a new one in a VPC and move the data."
                    .to_owned(),
        },
        _ => of_lack(
            PrerequisiteKind::Vpc,
            &[LackKind::Sandbox, LackKind::NoVpc],
            "The cluster is in a VPC.".to_owned(),
        ),
    };
    vec![
        of_lack(
            PrerequisiteKind::Cloud,
            &[LackKind::Cloud],
            format!(
                "{code} is on {}, which has private service endpoints.",
                region.cloud.name()
            ),
        ),
        vpc,
        of_lack(
            PrerequisiteKind::Running,
            &[LackKind::NotActive, LackKind::Busy],
            "The cluster is running.".to_owned(),
        ),
        endpoint(region),
        principals(region),
        Prerequisite {
            kind: PrerequisiteKind::SameRegion,
            state: PrerequisiteState::AskUser,
            text: format!("The application's network must be in {code} too."),
            remedy: format!(
                "For an application in another region, create an endpoint in that region, or connect its network to one in {code}."
            ),
        },
        met_by(
            PrerequisiteKind::AllowList,
            "No IP allow list is needed: the security principals decide who can connect."
                .to_owned(),
        ),
    ]
}

fn met_by(kind: PrerequisiteKind, text: String) -> Prerequisite {
    Prerequisite {
        kind,
        state: PrerequisiteState::Met,
        text,
        remedy: String::new(),
    }
}

fn endpoint(region: &Region) -> Prerequisite {
    let code = &region.region;
    let missing = |text: String, remedy: &str| Prerequisite {
        kind: PrerequisiteKind::Endpoint,
        state: PrerequisiteState::Missing,
        text,
        remedy: remedy.to_owned(),
    };
    match &region.endpoint {
        Endpoint::None => {
            let text = format!("{code} has no private service endpoint.");
            match region.may_create.refusal() {
                Some((reason, remedy)) => missing(format!("{text} {reason}"), remedy),
                None => missing(text, "Create one."),
            }
        }
        Endpoint::Requested { .. } => missing(
            format!("The private service endpoint in {code} is being created."),
            "Wait until it is ready.",
        ),
        Endpoint::Present(present) => match present.status {
            EndpointStatus::Ready | EndpointStatus::Updating => met_by(
                PrerequisiteKind::Endpoint,
                format!("{code} has a private service endpoint."),
            ),
            EndpointStatus::Creating => missing(
                format!("The private service endpoint in {code} is being created."),
                "Wait until it is ready.",
            ),
            _ => missing(
                format!(
                    "The private service endpoint in {code} is not in service: {}.",
                    present.state
                ),
                "Check it in the Aeon console.",
            ),
        },
    }
}

fn principals(region: &Region) -> Prerequisite {
    let exists = !matches!(region.endpoint, Endpoint::None);
    let list = region.endpoint.principals();
    if exists && list.is_none() {
        return Prerequisite {
            kind: PrerequisiteKind::Principals,
            state: PrerequisiteState::AskUser,
            text: "The service didn't return the endpoint's security principals.".to_owned(),
            remedy: "Check in the Aeon console that the application's account is among them."
                .to_owned(),
        };
    }
    if list.is_none_or(<[_]>::is_empty) {
        return Prerequisite {
            kind: PrerequisiteKind::Principals,
            state: PrerequisiteState::Missing,
            text: "No security principals yet, so nobody can connect.".to_owned(),
            remedy: "Add the application's AWS account or Azure subscription to the endpoint."
                .to_owned(),
        };
    }
    met_by(
        PrerequisiteKind::Principals,
        "The endpoint has security principals.".to_owned(),
    )
}

/// Whether an application's side is allowed to connect, as far as its own fields say: on Azure, whether
/// the subscription is among the principals; `None` where that can't be told.
pub fn is_allowed(params: &Params) -> Option<bool> {
    match &params.consumer {
        Consumer::Aws(_) => None,
        Consumer::Azure(consumer) if consumer.subscription.is_empty() => None,
        Consumer::Azure(consumer) => {
            let mut list = params.principals.as_ref()?.iter().map(Listed::as_str);
            Some(list.any(|principal| {
                principal == "*" || principal.eq_ignore_ascii_case(&consumer.subscription)
            }))
        }
    }
}
