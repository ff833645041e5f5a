//! What the user sets.

use super::app::App;
use super::{AppEvent, SettingsChange, connect};
use crate::problem::Problem;

impl App {
    /// Changes some of the settings and leaves the others. (Which account was last in use is not the page's
    /// to set.)
    ///
    /// # Errors
    /// The CA file or the proxy can't be used; then nothing changes.
    pub async fn set_settings(&self, change: SettingsChange) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.settings.get();
        let mut wanted = before.clone();
        change.clone().apply(&mut wanted);
        connect::check(&wanted, &core.options)?;
        let network = (&before.ca_file, &before.proxy) != (&wanted.ca_file, &wanted.proxy);
        let written = core.settings.change(|now| change.apply(now)).await;
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
