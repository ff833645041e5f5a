//! The application's state, as the page sees it.

use aeon::ids::{AccountId, ProjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::config::{Profile, ProfileId, Settings};
use crate::keys::KeyringView;
use crate::permission::May;
use crate::problem::Problem;

/// All that the page needs to know before it shows a screen.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    /// The program's version.
    pub app_version: String,
    /// The accounts that were added, by name.
    pub profiles: Vec<Profile>,
    /// The account in use.
    pub active: Option<Active>,
    /// The keyring.
    pub keyring: KeyringView,
    /// What the user has to know of the journal: what was under way may not be found again.
    pub journal: Option<Problem>,
    /// A key that could not be tried, and waits for another attempt.
    pub untried_key: Option<UntriedKey>,
    /// What the user set.
    pub settings: Settings,
    /// The number of days for which the settings' file says that the history is kept, where it is below the
    /// minimum, which holds instead.
    pub history_raised_from: Option<u32>,
}

/// A key in memory that could not be tried, for a reason that lies elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UntriedKey {
    /// When it is dropped.
    #[specta(type = String)]
    pub until: Timestamp,
}

/// The account in use.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Active {
    /// Its profile; `None` for the demo account.
    pub profile_id: Option<ProfileId>,
    /// Its name.
    pub name: String,
    /// Whether it is the demo account: nothing is real.
    pub demo: bool,
    /// Whether it can be used.
    pub status: SessionStatus,
}

/// Whether the account in use can be used.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum SessionStatus {
    /// The key was dropped from memory.
    Locked {
        /// Why it could not be unlocked, where that was tried.
        problem: Option<Problem>,
    },
    /// The key is being read and tried.
    Unlocking {
        /// Whether the answer to a change is waited for that was being sent when the account was locked.
        finishing: bool,
    },
    /// In use.
    Unlocked {
        /// What the key may do.
        may: May,
        /// The key's roles, for people ("Admin", "Developer", …).
        role: String,
        /// When the key ends.
        #[specta(type = Option<String>)]
        key_expires: Option<Timestamp>,
    },
    /// The service refuses the key: nothing is asked any more until there is a new one.
    NeedsKey {
        /// Why.
        problem: Problem,
    },
}

/// Where a key comes from when the page offers one.
#[derive(Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum KeySource {
    /// Typed or pasted into the page's field.
    Typed {
        /// The key's text; leaves the page once, and never comes back.
        #[specta(type = String)]
        key: secrecy::SecretString,
    },
    /// Taken from the clipboard by the shell, which clears it once the service has accepted the key.
    Clipboard,
    /// The key in memory that could not be tried.
    Untried,
}

/// A key that was tried and works; it waits in memory, under `draft`, until the account is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TriedKey {
    /// The name of the waiting key.
    pub draft: String,
    /// The service's address as it will be kept.
    pub host: String,
    /// The account's id.
    pub account_id: AccountId,
    /// The account's name.
    pub account_name: String,
    /// Its projects: one is chosen where there are several.
    pub projects: Vec<ProjectView>,
    /// The key's roles, for people.
    pub role: String,
    /// When the key ends.
    #[specta(type = Option<String>)]
    pub key_expires: Option<Timestamp>,
}

/// A project to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProjectView {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
}
