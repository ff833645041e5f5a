//! The settings.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use url::Url;

use super::ProfileId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    pub theme: Theme,
    /// Minutes without input before the account is locked; `None` for never.
    pub lock_after_minutes: Option<u32>,
    /// The file from which earlier versions read extra CA certificates. No longer read; the user is asked to
    /// choose it again.
    pub ca_file: Option<String>,
    pub certificates: Option<Certificates>,
    pub proxy: ProxySetting,
    /// The account used last.
    pub last_profile: Option<ProfileId>,
    /// Days to keep the history of changes, at least [`Settings::LEAST_HISTORY_DAYS`]; `None` for no limit.
    pub keep_history_days: Option<u32>,
    pub confirmations: Confirmations,
    /// The most endpoints that are changed without a confirmation in a native dialog.
    pub unconfirmed_endpoints: u32,
    /// Zoom of the window, in percent.
    pub zoom: u32,
    /// Whether the system verifies the user before an account is unlocked or removed.
    pub verify_user: bool,
    /// Whether a notification says that somebody else has changed something.
    pub notify_others: bool,
    /// Whether to look for a newer version once a day; `None`: as the build has it.
    pub look_for_updates: Option<bool>,
    /// The address to ask instead of the build's. Only set by hand.
    pub update_address: Option<String>,
    /// When that was asked last.
    #[specta(type = Option<String>)]
    pub updates_looked: Option<Timestamp>,
    /// What it answered.
    pub newest_version: Option<String>,
}

/// What is confirmed in a native dialog, which the page can neither draw nor answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmations {
    /// Nothing.
    Never,
    /// What grants access to new owners, deletes, redirects requests, or changes many endpoints.
    Risky,
    /// Every change on the service as well.
    Always,
}

impl Settings {
    /// Percent to which the window can be zoomed.
    pub const ZOOM: RangeInclusive<u32> = 50..=200;

    /// Minimum, so that a compromised page can't empty the history.
    pub const LEAST_HISTORY_DAYS: u32 = 30;

    /// Raises the days to keep the history to the minimum and returns the previous value if it was lower.
    pub(crate) fn raise_history(&mut self) -> Option<u32> {
        let days = self.keep_history_days.as_mut()?;
        let before = *days;
        *days = before.max(Self::LEAST_HISTORY_DAYS);
        (before < *days).then_some(before)
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
            confirmations: Confirmations::Risky,
            unconfirmed_endpoints: 10,
            zoom: 100,
            verify_user: false,
            notify_others: false,
            look_for_updates: None,
            update_address: None,
            updates_looked: None,
            newest_version: None,
        }
    }
}

/// Extra CA certificates, of which Postern has a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Certificates {
    /// Name of the file that they were read from.
    pub file: String,
    /// Number of certificates.
    pub count: u32,
    /// SHA-256 over all of them; missing in settings from earlier versions.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

/// A change to some settings; missing fields stay unchanged. (Certificates are chosen in a native dialog.)
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SettingsChange {
    pub theme: Option<Theme>,
    /// Minutes without input before the account is locked; `Some(None)` for never.
    #[serde(deserialize_with = "given")]
    #[specta(type = Option<u32>)]
    pub lock_after_minutes: Option<Option<u32>>,
    pub proxy: Option<ProxySetting>,
    /// Days to keep the history of changes; `Some(None)` for no limit.
    #[serde(deserialize_with = "given")]
    #[specta(type = Option<u32>)]
    pub keep_history_days: Option<Option<u32>>,
    pub confirmations: Option<Confirmations>,
    pub unconfirmed_endpoints: Option<u32>,
    pub notify_others: Option<bool>,
    pub look_for_updates: Option<bool>,
}

/// Deserializes a field that is present, so that `null` differs from a missing field.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

impl SettingsChange {
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
        put(self.confirmations, &mut to.confirmations);
        put(self.unconfirmed_endpoints, &mut to.unconfirmed_endpoints);
        put(self.notify_others, &mut to.notify_others);
        if self.look_for_updates.is_some() {
            to.look_for_updates = self.look_for_updates;
        }
    }
}

/// The window's appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Match the system.
    System,
    Dark,
    Light,
}

/// The proxy for requests to the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProxySetting {
    /// The system's proxy settings.
    System,
    /// No proxy.
    None,
    /// A custom proxy.
    Url {
        /// The proxy's address, such as `http://proxy.example.com:3128`.
        url: String,
    },
}

impl ProxySetting {
    /// The setting without the proxy's password, which is kept in the keyring only.
    pub(crate) fn without_password(&self) -> Self {
        let Self::Url { url } = self else {
            return self.clone();
        };
        let Ok(mut parsed) = Url::parse(url) else {
            // An earlier version may have saved one that can't be used; nobody knows where a password is in it.
            return Self::Url { url: String::new() };
        };
        if parsed.password().is_none() {
            return self.clone();
        }
        // Fails only for a URL without a host, which has no password either.
        let _ = parsed.set_password(None);
        Self::Url { url: parsed.into() }
    }
}
