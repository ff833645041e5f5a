//! A principal as lists and chips show it, and lists of them in one spelling.

use super::near::arn::always_with_path;
use super::{AwsIdentity, AwsPrincipal, AzurePrincipal, Partition, Principal, PrincipalCloud};
use crate::inventory::{PrincipalKind, PrincipalView};

/// The longest text of an unrecognised principal on a chip, in characters.
const SHORT_MAX: usize = 32;

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
