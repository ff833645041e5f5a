//! The application's state, as the page sees it.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;

use crate::problem::Problem;
use crate::vault::{KeyringView, Profile, ProfileId};

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

/// What the key may do: `None` where it may, else the reason why not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct May {
    /// Create, edit and delete PSEs.
    pub edit_endpoints: Option<String>,
    /// Create VPCs.
    pub create_vpcs: Option<String>,
    /// Delete VPCs.
    pub delete_vpcs: Option<String>,
}

/// What the user set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Dark, light, or as the system says.
    pub theme: Theme,
    /// Minutes without input after which the account is locked; `None`: never.
    pub lock_after_minutes: Option<u32>,
    /// The file that extra CA certificates were read from in earlier versions. It isn't read any more: the
    /// user is asked to choose it again.
    pub ca_file: Option<String>,
    /// Extra CA certificates.
    pub certificates: Option<Certificates>,
    /// The proxy.
    pub proxy: ProxySetting,
    /// The account that was last in use.
    pub last_profile: Option<ProfileId>,
    /// How many days the history of changes is kept, at least [`Settings::LEAST_HISTORY_DAYS`]; `None`: for
    /// ever.
    pub keep_history_days: Option<u32>,
}

impl Settings {
    /// The page could empty the history otherwise.
    pub const LEAST_HISTORY_DAYS: u32 = 30;

    /// Raises the time for which the history is kept to the minimum; gives what it was, where it was below.
    pub(crate) fn raise_history(&mut self) -> Option<u32> {
        let days = self.keep_history_days.as_mut()?;
        let was = *days;
        *days = was.max(Self::LEAST_HISTORY_DAYS);
        (was < *days).then_some(was)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            lock_after_minutes: Some(30),
            ca_file: None,
            certificates: None,
            proxy: ProxySetting::System,
            last_profile: None,
            keep_history_days: Some(365),
        }
    }
}

/// Extra CA certificates, which Postern keeps a copy of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Certificates {
    /// The name of the file that they come from.
    pub file: String,
    /// How many there are.
    pub count: u32,
}

/// What of the settings is to change; what isn't given stays as it is by then. (Which certificates are
/// trusted is chosen in a dialog of the system's.)
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SettingsChange {
    /// Dark, light, or as the system says.
    pub theme: Option<Theme>,
    /// Minutes without input after which the account is locked; `Some(None)`: never.
    #[serde(deserialize_with = "given")]
    #[specta(type = Option<u32>)]
    pub lock_after_minutes: Option<Option<u32>>,
    /// The proxy.
    pub proxy: Option<ProxySetting>,
    /// How many days the history of changes is kept; `Some(None)`: for ever.
    #[serde(deserialize_with = "given")]
    #[specta(type = Option<u32>)]
    pub keep_history_days: Option<Option<u32>>,
}

/// A field that is there, `null` included. (One that isn't there is never asked about.)
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

impl SettingsChange {
    /// Changes what is to change.
    pub fn apply(self, to: &mut Settings) {
        fn put<T>(new: Option<T>, place: &mut T) {
            if let Some(new) = new {
                *place = new;
            }
        }
        put(self.theme, &mut to.theme);
        put(self.lock_after_minutes, &mut to.lock_after_minutes);
        put(self.proxy, &mut to.proxy);
        put(self.keep_history_days, &mut to.keep_history_days);
    }
}

/// Dark, light, or as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// Which proxy requests go through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProxySetting {
    /// The system's.
    System,
    /// None.
    None,
    /// This one.
    Url {
        /// Its address, such as `http://proxy.example.com:3128`.
        url: String,
    },
}
