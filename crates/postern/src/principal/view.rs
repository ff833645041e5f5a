//! How lists and chips show a principal, and lists in canonical spelling.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::near::arn::always_with_path;
use super::{AwsIdentity, AwsPrincipal, AzurePrincipal, Partition, Principal, PrincipalCloud};
use crate::cloud::Cloud;
use crate::text::visible;

/// An unrecognized principal is cut to this many characters on a chip.
const SHORT_MAX: usize = 32;

/// How lists show a principal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalView {
    /// As AWS or Azure expect it; as it stands on the list if it isn't recognized.
    pub text: String,
    pub kind: PrincipalKind,
    /// Short form for chips: account number and name (`4129…5518 role/batch`), or the GUID's beginning.
    pub short: String,
    /// Why the user should check it; empty if there is no reason.
    pub warning: String,
    /// The account number or subscription ID, to which names belong; `None` for `*` and unrecognized entries.
    pub owner: Option<String>,
}

/// The kind of identity that a principal refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipalKind {
    /// A whole AWS account (`:root`).
    Account,
    User,
    Role,
    Subscription,
    /// Anyone (`*`).
    Everyone,
    /// An entry of an endpoint's list that Postern doesn't recognize as a principal.
    Unrecognized,
}

/// How the principals of a cluster's list are shown.
pub fn views(cloud: &Cloud, texts: &[String]) -> Vec<PrincipalView> {
    let cloud = principal_cloud(cloud);
    texts.iter().map(|text| view(cloud, text)).collect()
}

/// The cloud whose principals a cluster's endpoints accept. Other clouds have no endpoints, so AWS is an
/// arbitrary answer for them.
pub fn principal_cloud(cloud: &Cloud) -> PrincipalCloud {
    match cloud {
        Cloud::Azure => PrincipalCloud::Azure,
        _ => PrincipalCloud::Aws,
    }
}

pub fn texts(views: &[PrincipalView]) -> Vec<String> {
    views.iter().map(|view| view.text.clone()).collect()
}

/// How an entry of an endpoint's list is shown. An unrecognized entry keeps its text, with the reason as
/// its warning.
pub fn view(cloud: PrincipalCloud, text: &str) -> PrincipalView {
    match Principal::parse(cloud, text) {
        Ok(principal) => principal.view(),
        Err(rejection) => PrincipalView {
            text: text.to_owned(),
            kind: PrincipalKind::Unrecognized,
            short: cut(text),
            warning: format!(
                "Not a valid {} principal. {}",
                cloud.name(),
                rejection.reason
            ),
            owner: None,
        },
    }
}

/// The canonical spelling of a principal, for comparing two; other text is returned unchanged.
pub fn canonical(cloud: PrincipalCloud, text: &str) -> String {
    Principal::parse(cloud, text)
        .map_or_else(|_| text.to_owned(), |principal| principal.to_string())
}

/// A list in canonical spelling, sorted and without duplicates: equal for lists that allow the same.
pub fn normalize(cloud: PrincipalCloud, list: &[String]) -> Vec<String> {
    let mut list: Vec<String> = list.iter().map(|text| canonical(cloud, text)).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// Whether two lists allow the same principals.
pub fn same(cloud: PrincipalCloud, a: &[String], b: &[String]) -> bool {
    a == b || normalize(cloud, a) == normalize(cloud, b)
}

/// A list in canonical spelling without duplicates, in its own order.
pub(crate) fn spelt(cloud: PrincipalCloud, list: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    list.iter()
        .map(|text| canonical(cloud, text))
        .filter(|text| seen.insert(text.clone()))
        .collect()
}

/// The entries of `list` that aren't in `other`, both in canonical spelling.
pub(crate) fn without(list: &[String], other: &[String]) -> Vec<String> {
    let other: HashSet<&String> = other.iter().collect();
    list.iter()
        .filter(|text| !other.contains(text))
        .cloned()
        .collect()
}

impl Principal {
    pub fn view(&self) -> PrincipalView {
        PrincipalView {
            text: self.to_string(),
            kind: self.kind(),
            short: self.short(),
            warning: self.warning(),
            owner: self.owner().map(str::to_owned),
        }
    }

    pub fn kind(&self) -> PrincipalKind {
        match self {
            Self::Aws(AwsPrincipal::Everyone) | Self::Azure(AzurePrincipal::Everyone) => {
                PrincipalKind::Everyone
            }
            Self::Aws(AwsPrincipal::Arn { identity, .. }) => match identity {
                AwsIdentity::Root => PrincipalKind::Account,
                AwsIdentity::User(_) => PrincipalKind::User,
                AwsIdentity::Role(_) => PrincipalKind::Role,
            },
            Self::Azure(AzurePrincipal::Subscription(_)) => PrincipalKind::Subscription,
        }
    }

    fn short(&self) -> String {
        match self {
            Self::Aws(AwsPrincipal::Everyone) | Self::Azure(AzurePrincipal::Everyone) => {
                "* anyone".to_owned()
            }
            Self::Aws(AwsPrincipal::Arn {
                account, identity, ..
            }) => {
                let digits = account.as_str();
                format!("{}…{} {identity}", &digits[..4], &digits[8..])
            }
            Self::Azure(AzurePrincipal::Subscription(id)) => format!("{}…", &id.as_str()[..8]),
        }
    }

    fn warning(&self) -> String {
        match self {
            Self::Aws(AwsPrincipal::Everyone) => {
                "Anyone with an AWS account can request a connection.".to_owned()
            }
            Self::Azure(AzurePrincipal::Everyone) => {
                "Anyone with an Azure subscription who knows the alias can request a connection."
                    .to_owned()
            }
            Self::Aws(AwsPrincipal::Arn { partition, .. }) if *partition != Partition::Aws => {
                format!(
                    "A principal in the partition {} can't reach a service in the partition aws.",
                    partition.as_str(),
                )
            }
            Self::Aws(AwsPrincipal::Arn {
                identity: AwsIdentity::Role(name),
                ..
            }) => always_with_path(name.as_str())
                .unwrap_or_default()
                .to_owned(),
            _ => String::new(),
        }
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHORT_MAX) {
        None => visible(text),
        Some((end, _)) => format!("{}…", visible(&text[..end])),
    }
}
