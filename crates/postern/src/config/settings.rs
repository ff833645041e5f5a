//! What the user set.

use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;

use super::ProfileId;

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
