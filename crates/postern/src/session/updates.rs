//! Looks for a newer version of Postern. Nothing is downloaded, and nothing but the version of this one is sent.

use std::sync::Arc;
use std::time::Duration;

use aeon::{BaseUrl, Options};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use super::app::{App, Core};
use super::{AppEvent, UpdatesView, client};
use crate::config::Settings;
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// The address that this build asks, unless the settings file names another one. Packages of distributions are built
/// without one, and ask nobody.
const BUILT_IN: Option<&str> = option_env!("POSTERN_UPDATE_ADDRESS");

/// How long to wait between two looks.
const BETWEEN: SignedDuration = SignedDuration::from_hours(24);
/// How often it is found out whether it is time to look. The first time is this long after the start.
const TICK: Duration = Duration::from_mins(15);

impl App {
    /// Asks for the newest version now, if that is switched on and wasn't done in the last day.
    ///
    /// # Errors
    /// The address can't be used, or has no version.
    pub async fn look_for_update(&self) -> Result<(), Problem> {
        self.core.look_for_update().await
    }
}

impl Core {
    /// Looks once a day.
    pub(super) async fn keep_looking_for_updates(self: Arc<Self>) {
        loop {
            tokio::time::sleep(TICK).await;
            if let Err(problem) = self.look_for_update().await {
                tracing::info!("can't look for a new version: {}", problem.message);
            }
        }
    }

    pub(super) async fn look_for_update(&self) -> Result<(), Problem> {
        let settings = self.settings.get();
        let Some(address) = address(&settings).filter(|_| is_on(&settings)) else {
            return Ok(());
        };
        let now = Timestamp::now();
        let waited = settings.updates_looked.map(|at| now.duration_since(at));
        // A clock that was set back doesn't end it.
        if waited.is_some_and(|waited| !waited.is_negative() && waited < BETWEEN) {
            return Ok(());
        }
        // A failure counts as well: at most once a day is at most once a day.
        self.settings
            .change(|settings| settings.updates_looked = Some(now))
            .await?;
        let newest = self.newest(&settings, address).await?;
        self.settings
            .change(|settings| settings.newest_version = Some(newest))
            .await?;
        self.emit(AppEvent::StateChanged);
        Ok(())
    }

    async fn newest(&self, settings: &Settings, address: &str) -> Result<String, Problem> {
        let refused = |reason: String| {
            let hint = "Correct “updateAddress” in settings.json.";
            Problem::new(ProblemCode::Invalid, reason, hint)
        };
        let url = Url::parse(address).map_err(|error| refused(error.to_string()))?;
        let host = &url[..url::Position::BeforePath];
        let base = BaseUrl::parse(host).map_err(|error| refused(error.to_string()))?;
        if !base.is_https() && !self.options.allows_plain_http {
            return Err(refused("The address must start with https://.".to_owned()));
        }
        let mut options = Options::new(base);
        options.certificates = lock(&self.network).certificates.clone();
        options.proxy = client::proxy(&settings.proxy)?;
        self.check_network().await?;
        let text = aeon::public_text(&options, &url, "look for a new version").await?;
        version_in(&text).ok_or_else(|| {
            Problem::new(
                ProblemCode::Other,
                "The address for updates has no version.",
                "Look at the address in a browser.",
            )
        })
    }

    pub(super) fn updates_view(&self) -> UpdatesView {
        let settings = self.settings.get();
        let newest = settings.newest_version.clone().filter(|_| is_on(&settings));
        let own = numbers(&self.options.version);
        UpdatesView {
            can_look: address(&settings).is_some(),
            is_on: is_on(&settings),
            newer: newest.filter(|newest| numbers(newest) > own),
        }
    }
}

fn address(settings: &Settings) -> Option<&str> {
    settings.update_address.as_deref().or(BUILT_IN)
}

/// On by default only in a build that has an address.
fn is_on(settings: &Settings) -> bool {
    let is_default = BUILT_IN.is_some();
    address(settings).is_some() && settings.look_for_updates.unwrap_or(is_default)
}

/// The version in a text that is nothing else, or in JSON: `{"version": "1.2.3"}`, or a release of GitHub.
fn version_in(text: &str) -> Option<String> {
    let named = serde_json::from_str::<Value>(text).ok().and_then(|json| {
        let named = ["version", "tag_name"]
            .iter()
            .find_map(|name| json.get(*name));
        Some(named?.as_str()?.to_owned())
    });
    let version = named.unwrap_or_else(|| text.to_owned());
    let version = version.trim().trim_start_matches('v');
    numbers(version).map(|_| version.to_owned())
}

/// `1.2.3`; anything else, such as a pre-release, is no version to tell of.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let parts = version.split('.').map(|part| part.parse().ok());
    let parts: Option<Vec<u32>> = parts.collect();
    parts?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::{numbers, version_in};

    #[test]
    fn a_version_is_read_from_a_text_json_or_a_release() {
        let found = |text: &str| version_in(text);
        assert_eq!(found("0.2.0\n").as_deref(), Some("0.2.0"));
        assert_eq!(found(r#"{"version": "1.10.0"}"#).as_deref(), Some("1.10.0"));
        let release = r#"{"tag_name": "v2.0.1", "name": "Postern 2"}"#;
        assert_eq!(found(release).as_deref(), Some("2.0.1"));
        for text in [
            "",
            "<html>",
            "1.2",
            "1.2.3-beta.1",
            r#"{"version": 3}"#,
            "v",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        assert!(numbers("0.10.0") > numbers("0.9.9"));
    }
}
