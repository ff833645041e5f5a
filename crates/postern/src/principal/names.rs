//! Names for account numbers and subscription ids.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AccountNumber, SubscriptionId};
use crate::problem::{Problem, ProblemCode};

/// A name has at most this many characters.
const LONGEST: usize = 80;

/// The names that the user gave to accounts and subscriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// An owner's name.
    pub fn of(&self, owner: &str) -> Option<String> {
        self.0.get(owner).cloned()
    }

    /// Gives an owner a name, or takes it away.
    ///
    /// # Errors
    /// [`ProblemCode::Invalid`]: the owner is neither an account number nor a subscription id, or the name
    /// can't be used.
    pub fn set(&mut self, owner: &str, name: Option<&str>) -> Result<(), Problem> {
        let owner = owner_key(owner).ok_or_else(|| {
            Problem::new(
                ProblemCode::Invalid,
                format!("“{owner}” is neither an AWS account number nor an Azure subscription id."),
                "An account number has twelve digits, a subscription id is a GUID.",
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

/// The one spelling of an account number or subscription id; `None`: it is neither.
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
        refused(format!("A name has at most {LONGEST} characters."))
    } else if name.chars().any(char::is_control) {
        refused("A name is one line of text.".to_owned())
    } else {
        Ok(())
    }
}
