//! What did the user paste?
//!
//! A [`Principal`] is who may connect to a private service endpoint: an AWS account, user or role, or an
//! Azure subscription. Text becomes one through [`Principal::parse`] and nowhere else, and it prints back
//! as AWS or Azure expect it. Text that isn't one is answered with a [`Rejection`]: why, from which
//! character on, and what was probably meant. [`parse_pasted`] takes a whole clipboard apart.

mod aws;
mod azure;
mod document;
mod key;
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
pub use names::{Names, owner_key};
pub use pasted::{MAX_TOKENS, parse_pasted};
pub use rejection::Rejection;
pub use verdict::*;
pub use view::{
    PrincipalKind, PrincipalView, canonical, normalise, principal_cloud, same, texts, view, views,
};
pub(crate) use view::{spelt, without};

use crate::cloud::Cloud;

/// A cloud that has private service endpoints, and so principals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalCloud {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
}

impl PrincipalCloud {
    /// The cloud's everyday name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Azure => "Azure",
        }
    }
}

/// A cloud without private service endpoints was named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} has no private service endpoints; AWS and Azure (spelt aws, azure) have")]
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

/// Who may connect to a private service endpoint. Prints as AWS or Azure expect it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// On AWS.
    Aws(AwsPrincipal),
    /// On Azure.
    Azure(AzurePrincipal),
}

impl Principal {
    /// Reads a principal of `cloud`, strictly: nothing around it is tolerated.
    ///
    /// # Errors
    /// A [`Rejection`] with the reason, the place and what was probably meant.
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

    /// Whose it is: the account's number or the subscription's id; `None` for anybody.
    pub fn owner(&self) -> Option<&str> {
        match self {
            Self::Aws(AwsPrincipal::Arn { account, .. }) => Some(account.as_str()),
            Self::Azure(AzurePrincipal::Subscription(id)) => Some(id.as_str()),
            Self::Aws(AwsPrincipal::Everyone) | Self::Azure(AzurePrincipal::Everyone) => None,
        }
    }

    /// The cloud that it belongs to.
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
