//! Parses what the user types or pastes into principals.
//!
//! A [`Principal`] is an entry of a private service endpoint's list of security principals: an AWS account,
//! user or role, or an Azure subscription. [`Principal::parse`] is the only way to make one from text, and
//! it prints as AWS or Azure expect it. Other text yields a [`Rejection`]: what is wrong, from which
//! character on, and what was probably meant. [`parse_pasted`] splits a whole clipboard into tokens.

mod aws;
mod azure;
mod document;
mod key;
mod name_list;
mod names;
mod near;
mod pasted;
mod rejection;
mod verdict;
mod view;

use std::fmt;
use std::str::FromStr;

pub use aws::{AccountNumber, AwsIdentity, AwsPrincipal, IamName, Partition};
pub use azure::{AzurePrincipal, SubscriptionId};
pub use name_list::{LeftOut, NameList, NamedOwner, read_names};
pub use names::{Names, owner_key, whole_owner};
pub use pasted::{MAX_TOKENS, parse_pasted};
pub use rejection::Rejection;
pub use verdict::*;
pub use view::{
    PrincipalKind, PrincipalView, canonical, normalize, principal_cloud, same, texts, view, views,
};
pub(crate) use view::{spelt, without};

use crate::cloud::Cloud;

/// A cloud that has private service endpoints, and so principals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalCloud {
    Aws,
    Azure,
}

impl PrincipalCloud {
    /// The cloud's short name, for texts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Azure => "Azure",
        }
    }
}

/// The cloud has no private service endpoints, or isn't known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} has no private service endpoints. Use aws or azure.")]
pub struct NoPrincipals(String);

impl FromStr for PrincipalCloud {
    type Err = NoPrincipals;

    fn from_str(text: &str) -> Result<Self, NoPrincipals> {
        match text {
            "aws" => Ok(Self::Aws),
            "azure" => Ok(Self::Azure),
            other => Err(NoPrincipals(other.to_owned())),
        }
    }
}

impl TryFrom<&Cloud> for PrincipalCloud {
    type Error = NoPrincipals;

    fn try_from(cloud: &Cloud) -> Result<Self, NoPrincipals> {
        match cloud {
            Cloud::Aws => Ok(Self::Aws),
            Cloud::Azure => Ok(Self::Azure),
            Cloud::Gcp => Err(NoPrincipals("GCP".to_owned())),
            Cloud::Other(word) => Err(NoPrincipals(word.clone())),
        }
    }
}

/// A security principal. Prints as AWS or Azure expect it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    Aws(AwsPrincipal),
    Azure(AzurePrincipal),
}

impl Principal {
    /// Parses a principal of `cloud` strictly: surrounding spaces or quotes are not allowed.
    ///
    /// # Errors
    /// A [`Rejection`] with the reason, the position and suggestions.
    pub fn parse(cloud: PrincipalCloud, text: &str) -> Result<Self, Rejection> {
        match cloud {
            PrincipalCloud::Aws => aws::strict(text)
                .map(Self::Aws)
                .map_err(|stop| near::aws::reject(text, &stop)),
            PrincipalCloud::Azure => azure::strict(text)
                .map(Self::Azure)
                .map_err(|stop| near::azure::reject(text, &stop)),
        }
    }

    /// The AWS account number or Azure subscription ID; `None` for `*`.
    pub fn owner(&self) -> Option<&str> {
        match self {
            Self::Aws(AwsPrincipal::Arn { account, .. }) => Some(account.as_str()),
            Self::Azure(AzurePrincipal::Subscription(id)) => Some(id.as_str()),
            Self::Aws(AwsPrincipal::Everyone) | Self::Azure(AzurePrincipal::Everyone) => None,
        }
    }

    pub fn cloud(&self) -> PrincipalCloud {
        match self {
            Self::Aws(_) => PrincipalCloud::Aws,
            Self::Azure(_) => PrincipalCloud::Azure,
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aws(principal) => principal.fmt(f),
            Self::Azure(principal) => principal.fmt(f),
        }
    }
}
