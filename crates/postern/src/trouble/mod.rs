//! Troubleshooting: symptoms, causes and fixes.
//!
//! [`diagnose`] recognizes a pasted error message from AWS, Azure, a resolver or a client by the phrases that the
//! error always contains, whatever its IDs, names and quotes.

mod details;
mod find;
mod fixes;
mod principal;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::recipe::{Consumer, Params};

/// A cause of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// AWS reports that the service doesn't exist.
    ServiceNotFound,
    /// A subnet is in a zone without the service.
    Zone,
    /// Something else in the VPC uses the host name.
    DnsConflict,
    /// Private DNS was turned on before the endpoint was accepted.
    PrivateDnsTooEarly,
    /// The VPC's DNS attributes are off.
    VpcDnsAttributes,
    /// The service has no usable private DNS name.
    NoPrivateDnsName,
    /// The VNet is already linked to a zone with the same name.
    ZoneAlreadyLinked,
    /// The user lacks permissions in their own cloud account.
    NoRights,
    /// The connection wasn't created as a manual request.
    NotManual,
    /// Azure doesn't find the alias.
    AliasNotVisible,
    /// The connection is pending, rejected or disconnected.
    NotAccepted,
    /// The name doesn't resolve, or resolves to a public address.
    Name,
    /// Connecting times out.
    TimedOut,
    /// Nothing listens.
    Refused,
    /// A new service isn't ready yet.
    NotReady,
    /// A policy of the organization, or an explicit deny, forbids it.
    DeniedByPolicy,
    /// The VPC belongs to another account.
    SharedVpc,
    /// A quota is used up.
    Quota,
    /// Too many requests.
    Throttled,
    /// The subnet has no free addresses.
    NoFreeAddresses,
    /// The sign-in has expired or isn't enough.
    SignInAgain,
    /// An Azure policy forbids the resource.
    AzurePolicy,
    /// The script has Windows line endings.
    LineEndings,
    /// Git Bash turned an ID into a path.
    ConvertedPath,
    /// The Terraform provider's version needs other arguments.
    ProviderVersion,
    /// Connections exist, so the service can't be deleted.
    HasConnections,
}

impl Trouble {
    /// Every trouble, in the order in which a connection is made.
    pub const ALL: [Self; 26] = [
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
        Self::DeniedByPolicy,
        Self::SharedVpc,
        Self::Quota,
        Self::Throttled,
        Self::NoFreeAddresses,
        Self::SignInAgain,
        Self::AzurePolicy,
        Self::LineEndings,
        Self::ConvertedPath,
        Self::ProviderVersion,
        Self::HasConnections,
    ];

    /// Whether it can occur in this kind of network.
    fn fits(self, consumer: &Consumer) -> bool {
        let is_aws = matches!(consumer, Consumer::Aws(_));
        match self {
            Self::ServiceNotFound
            | Self::Zone
            | Self::DnsConflict
            | Self::PrivateDnsTooEarly
            | Self::VpcDnsAttributes
            | Self::NoPrivateDnsName
            | Self::DeniedByPolicy
            | Self::SharedVpc => is_aws,
            Self::ZoneAlreadyLinked
            | Self::NotManual
            | Self::AliasNotVisible
            | Self::AzurePolicy
            | Self::ConvertedPath => !is_aws,
            Self::NoRights
            | Self::NotAccepted
            | Self::Name
            | Self::TimedOut
            | Self::Refused
            | Self::NotReady
            | Self::Quota
            | Self::Throttled
            | Self::NoFreeAddresses
            | Self::SignInAgain
            | Self::LineEndings
            | Self::ProviderVersion
            | Self::HasConnections => true,
        }
    }
}

/// A symptom that the user can choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Symptom {
    pub trouble: Trouble,
    pub text: &'static str,
}

/// A cause, with fixes for this endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    pub trouble: Trouble,
    pub symptom: &'static str,
    pub cause: String,
    /// What to do, most likely first, with this endpoint's values.
    pub fixes: Vec<String>,
    /// What Postern can do about it, if anything.
    pub action: Option<TroubleAction>,
    pub confidence: Confidence,
}

/// How sure a diagnosis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The message has words that also occur in other errors.
    Low,
    /// Something else in the message is likelier.
    Medium,
    /// Only this error has these words.
    High,
}

/// What Postern can do about a trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TroubleAction {
    /// Add a security principal to the endpoint.
    #[serde(rename_all = "camelCase")]
    AddPrincipal { principal: String },
}

/// The symptoms that can occur on an endpoint's cloud.
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

/// The likely causes of a pasted error message, most likely first; empty if it isn't recognized.
pub fn diagnose(text: &str, params: &Params) -> Vec<Diagnosis> {
    find::troubles(text, params)
        .into_iter()
        .map(|(trouble, confidence)| Diagnosis {
            confidence,
            ..explain(trouble, text, params)
        })
        .collect()
}

/// The cause of a trouble and the fixes for this endpoint. `text` is the error message, which may tell which
/// principal was refused; it may be empty.
pub fn explain(trouble: Trouble, text: &str, params: &Params) -> Diagnosis {
    let who = principal::from_text(text, params);
    let is_allowed = who.iter().any(|who| principal::is_allowed(who, params));
    let missing = who.first().filter(|_| !is_allowed);
    let is_about_access = matches!(trouble, Trouble::ServiceNotFound | Trouble::AliasNotVisible);
    Diagnosis {
        trouble,
        symptom: fixes::symptom(trouble),
        cause: details::cause(trouble, text).unwrap_or_else(|| fixes::cause(trouble).to_owned()),
        fixes: fixes::fixes(trouble, text, params, &who),
        confidence: Confidence::High,
        action: missing
            .filter(|_| is_about_access)
            .map(|principal| TroubleAction::AddPrincipal {
                principal: principal.clone(),
            }),
    }
}
