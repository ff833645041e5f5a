//! The application's state as the page sees it.

use aeon::ids::{AccountId, ProjectId, RegionInfoId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::config::{Profile, ProfileId, Settings};
use crate::keys::KeyringView;
use crate::permission::Permissions;
use crate::problem::Problem;

/// The state that the page needs before it shows a screen.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    /// Postern's version.
    pub app_version: String,
    /// Every account in Postern, sorted by name.
    pub profiles: Vec<Profile>,
    /// The account in use, if any.
    pub active: Option<Active>,
    pub keyring: KeyringView,
    /// A problem with the journal that the user must know about: unfinished changes may not be found.
    pub journal: Option<Problem>,
    /// Configuration files that couldn't be read when Postern started, so that their defaults apply.
    pub file_problems: Vec<Problem>,
    /// A key in memory that was entered but hasn't been tested, or couldn't be.
    pub untried_key: Option<UntriedKey>,
    pub settings: Settings,
    /// By how many minutes this machine's clock is ahead of the service's (negative: behind), if by more than five.
    pub clock_ahead_minutes: Option<i32>,
    /// The number of days to keep the history according to the settings file, if it is below the minimum, which
    /// then applies instead.
    pub history_raised_from: Option<u32>,
    /// The link that was opened last, until the page has dealt with it.
    pub link: Option<LinkView>,
    pub updates: UpdatesView,
}

/// What is known of newer versions of Postern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UpdatesView {
    /// Whether there is an address to ask.
    pub can_look: bool,
    pub is_on: bool,
    /// The newest version, if it is newer than this one.
    pub newer: Option<String>,
}

/// Where a link leads that somebody opened outside Postern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum LinkView {
    /// To a region of the account in use, which may be locked.
    Here { region_id: RegionInfoId },
    /// To another account in Postern.
    OtherAccount { profile_id: ProfileId, name: String },
    /// To an account or project that isn't in Postern.
    UnknownAccount,
    /// Nowhere.
    Unreadable { problem: Problem },
}

/// A key in memory that hasn't been tested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UntriedKey {
    /// When it will be removed from memory.
    #[specta(type = String)]
    pub until: Timestamp,
}

/// The account in use.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Active {
    /// `None` for the demo account.
    pub profile_id: Option<ProfileId>,
    /// The user's name for the account.
    pub name: String,
    /// Whether it is the demo account, in which nothing is real.
    pub demo: bool,
    /// For the demo: whether the account to return to is locked.
    pub is_locked_behind: bool,
    pub status: SessionStatus,
}

/// Whether the account in use is locked, unlocked or in need of a key.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum SessionStatus {
    /// The key isn't in memory.
    Locked {
        /// Why unlocking failed, if it was tried.
        problem: Option<Problem>,
    },
    /// The key is being read and tested.
    Unlocking {
        /// Whether it waits for the answer to a change that was being sent when the account was locked.
        finishing: bool,
    },
    /// The account can be used.
    Unlocked {
        /// What the key's roles allow.
        may: Permissions,
        /// Display name of the key's roles, such as "Admin" or "Developer".
        role: String,
        /// When the key expires; `None` if it doesn't.
        #[specta(type = Option<String>)]
        key_expires: Option<Timestamp>,
    },
    /// The service rejected the key. No requests are sent until there is a new one.
    NeedsKey { problem: Problem },
}

/// Which key to test. The page never has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum KeySource {
    /// The key on the clipboard, which is cleared once the service accepts the key.
    Clipboard,
    /// The key in memory that was entered, or couldn't be tested.
    Untried,
}

/// A key that passed the test. It stays in memory, under `draft`, until the account is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TriedKey {
    /// Identifies the key in memory.
    pub draft: String,
    /// The service address as it will be saved.
    pub host: String,
    pub account_id: AccountId,
    /// The account's name in Aeon.
    pub account_name: String,
    /// The account's projects. Each that the user chooses becomes an account in Postern.
    pub projects: Vec<ProjectView>,
    /// Display name of the key's roles.
    pub role: String,
    /// Why the key may not change endpoints, as a sentence; `None`: it may.
    pub may_edit: Option<String>,
    /// When the key expires; `None` if it doesn't.
    #[specta(type = Option<String>)]
    pub key_expires: Option<Timestamp>,
}

/// An account to add for a project of a tested key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewAccount {
    pub project_id: ProjectId,
    /// The user's name for the account.
    pub name: String,
}

/// A project of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProjectView {
    pub id: ProjectId,
    pub name: String,
}
