//! A principal as lists and chips show it, and lists of them in one spelling.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::near::arn::always_with_path;
use super::{AwsIdentity, AwsPrincipal, AzurePrincipal, Partition, Principal, PrincipalCloud};
use crate::cloud::Cloud;

/// The longest text of an unrecognised principal on a chip, in characters.
const SHORT_MAX: usize = 32;

/// A principal as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalView {
    /// Its text, as AWS or Azure expect it.
    pub text: String,
    /// What it names.
    pub kind: PrincipalKind,
    /// What chips show: the account number and name (`4129…5518 role/batch`), or the GUID's start.
    pub short: String,
    /// Why it deserves a second look; empty: it doesn't.
    pub warning: String,
}

/// What a principal names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipalKind {
    /// A whole AWS account (`:root`).
    Account,
    /// An IAM user.
    User,
    /// An IAM role.
    Role,
    /// An Azure subscription.
    Subscription,
    /// Anybody (`*`).
    Everyone,
    /// Text on the service's side that is no principal as Postern knows them.
    Unrecognised,
}

/// The principals of a list as they are shown.
pub fn views(cloud: &Cloud, texts: &[String]) -> Vec<PrincipalView> {
    let cloud = principal_cloud(cloud);
    texts.iter().map(|text| view(cloud, text)).collect()
}

/// The cloud whose principals a cluster takes. Clusters on other clouds take none; AWS is as good as any.
pub fn principal_cloud(cloud: &Cloud) -> PrincipalCloud {
    match cloud {
        Cloud::Azure => PrincipalCloud::Azure,
        _ => PrincipalCloud::Aws,
    }
}

/// The texts of principals that are shown.
pub fn texts(views: &[PrincipalView]) -> Vec<String> {
    views.iter().map(|view| view.text.clone()).collect()
}

/// How a principal of the service is shown. What isn't recognised is kept as it is, with the reason as
/// its warning.
pub fn view(cloud: PrincipalCloud, text: &str) -> PrincipalView {
    match Principal::parse(cloud, text) {
        Ok(principal) => principal.view(),
        Err(rejection) => PrincipalView {
            text: text.to_owned(),
            kind: PrincipalKind::Unrecognised,
            short: cut(text),
            warning: format!(
                "Not a principal as {} knows them. {}",
                cloud.name(),
                rejection.reason
            ),
        },
    }
}

/// The one spelling of a principal by which two are compared; text that is none stays as it is.
pub fn canonical(cloud: PrincipalCloud, text: &str) -> String {
    Principal::parse(cloud, text)
        .map_or_else(|_| text.to_owned(), |principal| principal.to_string())
}

/// A list in one spelling, sorted, each principal once: two lists that allow the same come out the same.
pub fn normalise(cloud: PrincipalCloud, list: &[String]) -> Vec<String> {
    let mut list: Vec<String> = list.iter().map(|text| canonical(cloud, text)).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// Whether two lists allow the same principals.
pub fn same(cloud: PrincipalCloud, a: &[String], b: &[String]) -> bool {
    normalise(cloud, a) == normalise(cloud, b)
}

/// Each principal once, in its canonical spelling, in the list's order.
pub(crate) fn spelt(cloud: PrincipalCloud, list: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    list.iter()
        .map(|text| canonical(cloud, text))
        .filter(|text| seen.insert(text.clone()))
        .collect()
}

/// What is in `list` and not in `other`, both in canonical spelling.
pub(crate) fn without(list: &[String], other: &[String]) -> Vec<String> {
    let other: HashSet<&String> = other.iter().collect();
    list.iter()
        .filter(|text| !other.contains(text))
        .cloned()
        .collect()
}

impl Principal {
    /// How it is shown.
    pub fn view(&self) -> PrincipalView {
        PrincipalView {
            text: self.to_string(),
            kind: self.kind(),
            short: self.short(),
            warning: self.warning(),
        }
    }

    /// What it names.
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

    /// Why it deserves a second look; empty: it doesn't.
    fn warning(&self) -> String {
        match self {
            Self::Aws(AwsPrincipal::Everyone) => {
                "Anybody with an AWS account may connect.".to_owned()
            }
            Self::Azure(AzurePrincipal::Everyone) => {
                "Anybody with an Azure subscription who knows the alias may connect.".to_owned()
            }
            Self::Aws(AwsPrincipal::Arn { partition, .. }) if *partition != Partition::Aws => {
                format!(
                    "A principal of the partition {} can't reach a service in the partition aws.",
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
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
