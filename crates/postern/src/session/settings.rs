//! What the user sets.

use super::app::App;
use super::{AppEvent, Settings, connect};
use crate::problem::Problem;

impl App {
    /// Takes the settings. (Which account was last in use is not the page's to set.)
    ///
    /// # Errors
    /// The CA file or the proxy can't be used; then nothing changes.
    pub async fn set_settings(&self, settings: Settings) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.settings.get();
        let settings = Settings {
            last_profile: before.last_profile,
            ..settings
        };
        connect::check(&settings, &core.options)?;
        let network = (&before.ca_file, &before.proxy) != (&settings.ca_file, &settings.proxy);
        let written = core.settings.set(settings).await;
        if network && let Some(open) = core.current() {
            open.link.replace(core.client(&open.host, open.key())?);
        }
        if before.keep_history_days != core.settings.get().keep_history_days {
            core.prune_history().await;
        }
        self.activity();
        core.tell(AppEvent::StateChanged);
        Ok(written?)
    }
}
