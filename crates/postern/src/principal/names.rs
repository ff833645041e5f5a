//! The user's names for AWS accounts and Azure subscriptions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AccountNumber, SubscriptionId};
use crate::problem::{Problem, ProblemCode};

/// Maximum length of a name, in characters.
const LONGEST: usize = 80;

/// Names by AWS account number or Azure subscription ID.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The name of an account or subscription (its number or ID).
    pub fn of(&self, owner: &str) -> Option<String> {
        self.0.get(owner).cloned()
    }

    /// Names an account or subscription; `None` or an empty name removes the name.
    ///
    /// # Errors
    /// [`ProblemCode::Invalid`]: `owner` is neither an account number nor a subscription ID, or the name is too
    /// long or has control characters.
    pub fn set(&mut self, owner: &str, name: Option<&str>) -> Result<(), Problem> {
        let owner = owner_key(owner).ok_or_else(|| {
            Problem::new(
                ProblemCode::Invalid,
                format!("“{owner}” is neither an AWS account number nor an Azure subscription ID."),
                "Enter a 12-digit account number or a subscription ID (GUID).",
            )
        })?;
        match name.map(str::trim).filter(|name| !name.is_empty()) {
            None => {
                self.0.remove(&owner);
            }
            Some(name) => {
                check(name)?;
                self.0.insert(owner, name.to_owned());
            }
        }
        Ok(())
    }
}

/// The canonical spelling of an account number or subscription ID; `None` if it is neither.
pub fn owner_key(owner: &str) -> Option<String> {
    let account = AccountNumber::parse(owner).map(|number| number.as_str().to_owned());
    account.or_else(|| SubscriptionId::parse(owner).map(|id| id.as_str().to_owned()))
}

fn check(name: &str) -> Result<(), Problem> {
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
