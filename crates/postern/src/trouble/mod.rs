//! It does not work: what is the cause, and what is the fix?
//!
//! [`diagnose`] finds causes from a text that was pasted: an error of AWS, Azure, a resolver or a client.
//! Ids, names and quotes in it may be any; what is compared are the words that the error always has.

mod find;
mod fixes;
mod principal;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::recipe::{Consumer, Params};

/// What can be the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// AWS says that the service does not exist.
    ServiceNotFound,
    /// A subnet is in a zone that the service isn't in.
    Zone,
    /// Something else in the VPC has the host's name.
    DnsConflict,
    /// Private DNS was switched on before the endpoint was accepted.
    PrivateDnsTooEarly,
    /// The VPC's DNS attributes are off.
    VpcDnsAttributes,
    /// The service has no private DNS name that can be used.
    NoPrivateDnsName,
    /// The VNet is linked to a zone of the same name.
    ZoneAlreadyLinked,
    /// Whoever makes the endpoint lacks rights in their own cloud account.
    NoRights,
    /// The connection was tried without a manual request.
    NotManual,
    /// Azure doesn't find the alias.
    AliasNotVisible,
    /// The connection waits to be accepted, or was refused or ended.
    NotAccepted,
    /// The name leads nowhere, or to a public address.
    Name,
    /// Connecting takes for ever.
    TimedOut,
    /// Nothing listens.
    Refused,
    /// A new service isn't ready.
    NotReady,
}

impl Trouble {
    /// All of them, in the order in which a connection is made.
    pub const ALL: [Self; 15] = [
        Self::ServiceNotFound,
        Self::Zone,
        Self::DnsConflict,
        Self::PrivateDnsTooEarly,
        Self::VpcDnsAttributes,
        Self::NoPrivateDnsName,
        Self::ZoneAlreadyLinked,
        Self::NoRights,
        Self::NotManual,
        Self::AliasNotVisible,
        Self::NotAccepted,
        Self::Name,
        Self::TimedOut,
        Self::Refused,
        Self::NotReady,
    ];

    /// Whether it can happen to such an application.
    fn fits(self, consumer: &Consumer) -> bool {
        let is_aws = matches!(consumer, Consumer::Aws(_));
        match self {
            Self::ServiceNotFound
            | Self::Zone
            | Self::DnsConflict
            | Self::PrivateDnsTooEarly
            | Self::VpcDnsAttributes
            | Self::NoPrivateDnsName => is_aws,
            Self::ZoneAlreadyLinked | Self::NotManual | Self::AliasNotVisible => !is_aws,
            Self::NoRights
            | Self::NotAccepted
            | Self::Name
            | Self::TimedOut
            | Self::Refused
            | Self::NotReady => true,
        }
    }
}

/// A symptom to pick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Symptom {
    /// Which trouble shows it.
    pub trouble: Trouble,
    /// What the user sees.
    pub text: &'static str,
}

/// A cause, and what to do about it here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// What is the matter.
    pub trouble: Trouble,
    /// What the user sees.
    pub symptom: &'static str,
    /// Why.
    pub cause: String,
    /// What to do, the likeliest first, with this endpoint's own values.
    pub fixes: Vec<String>,
    /// What Postern can do about it.
    pub action: Option<Action>,
}

/// What Postern can do about a trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[serde(rename = "TroubleAction")]
pub enum Action {
    /// Let somebody connect to the endpoint.
    #[serde(rename_all = "camelCase")]
    AddPrincipal {
        /// Who.
        principal: String,
    },
}

/// The symptoms of an endpoint's cloud, to pick from.
pub fn symptoms(consumer: &Consumer) -> Vec<Symptom> {
    Trouble::ALL
        .into_iter()
        .filter(|trouble| trouble.fits(consumer))
        .map(|trouble| Symptom {
            trouble,
            text: fixes::symptom(trouble),
        })
        .collect()
}

/// What is the matter with a text that was pasted, the likeliest first; empty: it is not known.
pub fn diagnose(text: &str, params: &Params) -> Vec<Diagnosis> {
    find::troubles(text, params)
        .into_iter()
        .map(|trouble| explain(trouble, text, params))
        .collect()
}

/// The cause of a symptom and its fix here. `text` is the error, or empty: it tells who was refused.
pub fn explain(trouble: Trouble, text: &str, params: &Params) -> Diagnosis {
    let who = principal::from_text(text, params);
    let is_allowed = who.iter().any(|who| principal::is_allowed(who, params));
    let missing = who.first().filter(|_| !is_allowed);
    let is_about_access = matches!(trouble, Trouble::ServiceNotFound | Trouble::AliasNotVisible);
    Diagnosis {
        trouble,
        symptom: fixes::symptom(trouble),
        cause: fixes::cause(trouble).to_owned(),
        fixes: fixes::fixes(trouble, params, &who),
        action: missing
            .filter(|_| is_about_access)
            .map(|principal| Action::AddPrincipal {
                principal: principal.clone(),
            }),
    }
}
