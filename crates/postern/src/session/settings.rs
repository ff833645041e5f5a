//! What the user sets.

use super::app::App;
use super::{AppEvent, Settings, SettingsChange, connect};
use crate::problem::{Problem, ProblemCode};

impl App {
    /// Changes some of the settings and leaves the others. (Which account was last in use is not the page's
    /// to set.)
    ///
    /// # Errors
    /// The CA file or the proxy can't be used, or the history would be kept for too short a time; then
    /// nothing changes.
    pub async fn set_settings(&self, change: SettingsChange) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.settings.get();
        let mut wanted = before.clone();
        change.clone().apply(&mut wanted);
        connect::check(&wanted, &core.options)?;
        check_history(&wanted)?;
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

fn check_history(wanted: &Settings) -> Result<(), Problem> {
    let least = Settings::LEAST_HISTORY_DAYS;
    match wanted.keep_history_days {
        Some(days) if days < least => Err(Problem::new(
            ProblemCode::Invalid,
            format!("The history can't be kept for {days} days: the minimum is {least}."),
            format!("Choose {least} days or more."),
        )),
        _ => Ok(()),
    }
}
