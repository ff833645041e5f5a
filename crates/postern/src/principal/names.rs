//! The user's names for AWS accounts and Azure subscriptions.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    AccountNumber, AwsIdentity, AwsPrincipal, AzurePrincipal, Partition, Principal, PrincipalCloud,
    PrincipalView, SubscriptionId,
};
use crate::problem::{Problem, ProblemCode};

/// Maximum length of a name, in characters.
const LONGEST: usize = 80;

/// What the user says of AWS accounts and Azure subscriptions, by number or ID.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    names: BTreeMap<String, String>,
    /// Those that are the user's own. Empty: nothing was said about that.
    #[serde(default)]
    ours: BTreeSet<String>,
    /// The group of those that are in one, such as a team.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    groups: BTreeMap<String, String>,
}

impl Names {
    /// The name of an account or subscription (its number or ID).
    pub fn of(&self, owner: &str) -> Option<String> {
        self.names.get(owner).cloned()
    }

    /// The name of the account or subscription that a principal belongs to.
    pub fn of_principal(&self, principal: &PrincipalView) -> Option<&str> {
        let owner = principal.owner.as_ref()?;
        self.names.get(owner).map(String::as_str)
    }

    /// The names of the accounts and subscriptions that principals belong to, in their order and without repeats.
    pub fn of_all<'a>(
        &self,
        principals: impl IntoIterator<Item = &'a PrincipalView>,
    ) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in principals
            .into_iter()
            .filter_map(|one| self.of_principal(one))
        {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The names by account number or subscription ID.
    pub fn by_owner(&self) -> &BTreeMap<String, String> {
        &self.names
    }

    /// The principals of one cloud that stand for a whole named account or subscription, with their names.
    pub fn whole_owners(&self, cloud: PrincipalCloud) -> impl Iterator<Item = (Principal, &str)> {
        self.names
            .iter()
            .filter_map(move |(owner, name)| Some((whole_owner(cloud, owner)?, name.as_str())))
    }

    /// Whether an owner isn't one of the user's own; `false` while none is marked as that.
    pub fn is_foreign(&self, owner: &str) -> bool {
        !self.ours.is_empty() && !self.ours.contains(owner)
    }

    /// The owners that are marked as the user's own.
    pub fn ours(&self) -> &BTreeSet<String> {
        &self.ours
    }

    /// Marks an account or subscription as the user's own, or takes that back.
    ///
    /// # Errors
    /// [`ProblemCode::Invalid`]: `owner` is neither an account number nor a subscription ID.
    pub fn set_ours(&mut self, owner: &str, ours: bool) -> Result<(), Problem> {
        let owner = owner_key(owner).ok_or_else(|| no_owner(owner))?;
        if ours {
            self.ours.insert(owner);
        } else {
            self.ours.remove(&owner);
        }
        Ok(())
    }

    /// The group of an account or subscription.
    pub fn group_of(&self, owner: &str) -> Option<&str> {
        self.groups.get(owner).map(String::as_str)
    }

    /// The groups by account number or subscription ID.
    pub fn groups(&self) -> &BTreeMap<String, String> {
        &self.groups
    }

    /// Puts an account or subscription into a group; `None` or an empty group takes it out.
    ///
    /// # Errors
    /// As for a name.
    pub fn set_group(&mut self, owner: &str, group: Option<&str>) -> Result<(), Problem> {
        set(&mut self.groups, owner, group)
    }

    /// Names an account or subscription; `None` or an empty name removes the name.
    ///
    /// # Errors
    /// [`ProblemCode::Invalid`]: `owner` is neither an account number nor a subscription ID, or the name is too
    /// long or has control characters.
    pub fn set(&mut self, owner: &str, name: Option<&str>) -> Result<(), Problem> {
        set(&mut self.names, owner, name)
    }
}

/// Sets or removes what is said of an owner.
fn set(
    texts: &mut BTreeMap<String, String>,
    owner: &str,
    text: Option<&str>,
) -> Result<(), Problem> {
    let owner = owner_key(owner).ok_or_else(|| no_owner(owner))?;
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => {
            texts.remove(&owner);
        }
        Some(text) => {
            check(text)?;
            texts.insert(owner, text.to_owned());
        }
    }
    Ok(())
}

fn no_owner(owner: &str) -> Problem {
    Problem::new(
        ProblemCode::Invalid,
        format!("“{owner}” is neither an AWS account number nor an Azure subscription ID."),
        "Enter a 12-digit account number or a subscription ID (GUID).",
    )
}

/// The principal of one cloud that stands for a whole account or subscription; `None` if the owner is in no such cloud.
pub fn whole_owner(cloud: PrincipalCloud, owner: &str) -> Option<Principal> {
    Some(match cloud {
        PrincipalCloud::Aws => Principal::Aws(AwsPrincipal::Arn {
            partition: Partition::Aws,
            account: AccountNumber::parse(owner)?,
            identity: AwsIdentity::Root,
        }),
        PrincipalCloud::Azure => {
            Principal::Azure(AzurePrincipal::Subscription(SubscriptionId::parse(owner)?))
        }
    })
}

/// The canonical spelling of an account number or subscription ID; `None` if it is neither.
pub fn owner_key(owner: &str) -> Option<String> {
    let account = AccountNumber::parse(owner).map(|number| number.as_str().to_owned());
    account.or_else(|| SubscriptionId::parse(owner).map(|id| id.as_str().to_owned()))
}

pub(super) fn check(name: &str) -> Result<(), Problem> {
    let refused = |message: String| {
        Err(Problem::new(
            ProblemCode::Invalid,
            message,
            "Choose another name.",
        ))
    };
    if name.chars().count() > LONGEST {
        refused(format!(
            "The name is too long: at most {LONGEST} characters."
        ))
    } else if name.chars().any(char::is_control) {
        refused("The name must be one line of text.".to_owned())
    } else {
        Ok(())
    }
}
