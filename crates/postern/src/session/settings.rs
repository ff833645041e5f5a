//! Changes the settings.

use std::path::PathBuf;
use std::sync::Arc;

use super::app::{App, Core};
use super::{AppEvent, ConsentRequest, client, network};
use crate::config::certificates::CaFile;
use crate::config::{Confirmations, ProxySetting, Settings, SettingsChange};
use crate::files::blocking;
use crate::problem::{Problem, ProblemCode};

impl App {
    /// Changes some of the settings. The user must agree before a new proxy is used, the history is shortened, the lock
    /// comes much later, or less is confirmed. (The page can't set which account was used last.)
    ///
    /// # Errors
    /// The proxy is invalid, the user doesn't agree, or the history would be kept for less than the minimum; nothing
    /// changes then.
    pub async fn set_settings(&self, change: SettingsChange) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.settings.get();
        let mut change = change;
        keep_proxy_password(&before.proxy, &mut change);
        let mut wanted = before.clone();
        change.clone().apply(&mut wanted);
        client::check(&wanted, &core.options)?;
        check_history(&wanted)?;
        if let Some(proxy) = client::new_proxy(&before.proxy, &wanted.proxy)? {
            core.confirm(ConsentRequest::UseProxy { proxy }).await?;
        }
        if let Some(days) = shorter_history(&before, &wanted) {
            let changes = core.journal.count_beyond(days).await?;
            let request = ConsentRequest::ShortenHistory { days, changes };
            core.confirm(request).await?;
        }
        if locks_later(&before, &wanted) {
            let minutes = wanted.lock_after_minutes;
            core.confirm(ConsentRequest::LockLater { minutes }).await?;
        }
        if confirms_less(&before, &wanted) {
            let request = ConsentRequest::ConfirmLess {
                confirmations: wanted.confirmations,
                unconfirmed_endpoints: wanted.unconfirmed_endpoints,
            };
            core.confirm(request).await?;
        }
        let written = core.settings.change(|now| change.apply(now)).await;
        let mut kept = Ok(());
        if before.proxy != core.settings.get().proxy {
            kept = core.trust_proxy().await;
            core.reconnect()?;
        }
        if before.keep_history_days != core.settings.get().keep_history_days {
            core.prune_history().await;
        }
        if before.look_for_updates != core.settings.get().look_for_updates {
            let core = Arc::clone(core);
            tokio::spawn(async move {
                if let Err(problem) = core.look_for_update().await {
                    tracing::info!("can't look for a new version: {}", problem.message);
                }
            });
        }
        self.activity();
        core.emit(AppEvent::StateChanged);
        written?;
        kept
    }

    /// Trusts the CA certificates in a file in addition to the system's, if the user agrees. Postern uses its
    /// own copy from then on.
    ///
    /// # Errors
    /// The file can't be used, or the user doesn't agree; nothing changes then.
    pub async fn trust_certificates(&self, file: PathBuf) -> Result<(), Problem> {
        let read = tokio::task::spawn_blocking(move || CaFile::read(&file)).await;
        let found = read.expect("reading a file does not panic")?;
        self.core.confirm(network::question(&found)).await?;
        let shown = found.shown();
        let path = self.core.ca_file.clone();
        let pem: Arc<[u8]> = found.pem().into();
        let copy = Arc::clone(&pem);
        blocking(move || CaFile::write(&copy, &path)).await?;
        self.core.trust_certificates(Some(pem)).await;
        self.set_network(|now| {
            now.ca_file = None;
            now.certificates = Some(shown);
        })
        .await
    }

    /// Trusts only the system's certificates.
    ///
    /// # Errors
    /// The settings can't be written.
    pub async fn remove_certificates(&self) -> Result<(), Problem> {
        let removed = self.set_network(|now| {
            now.ca_file = None;
            now.certificates = None;
        });
        self.core.trust_certificates(None).await;
        removed.await?;
        let path = self.core.ca_file.clone();
        let deleted = blocking(move || {
            // Nothing uses the file any more, so a failure is harmless.
            let _ = std::fs::remove_file(path);
            Ok(())
        });
        Ok(deleted.await?)
    }

    async fn set_network(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Problem> {
        let written = self.core.settings.change(change).await;
        self.core.reconnect()?;
        self.activity();
        self.core.emit(AppEvent::StateChanged);
        Ok(written?)
    }
}

impl Core {
    /// Replaces the client in use with one built from the current settings.
    fn reconnect(&self) -> Result<(), Problem> {
        if let Some(open) = self.current() {
            let first_contact = open.link.client().first_contact().clone();
            let client = self.client_with(&open.host, open.key(), first_contact)?;
            open.link.replace(client);
        }
        Ok(())
    }
}

/// Locking later than this many minutes is confirmed, since it is nearly the same as never.
const LATE_LOCK: u32 = 120;

/// The shorter time for which the history would be kept.
fn shorter_history(before: &Settings, wanted: &Settings) -> Option<u32> {
    let days = wanted.keep_history_days?;
    before
        .keep_history_days
        .is_none_or(|before| days < before)
        .then_some(days)
}

fn locks_later(before: &Settings, wanted: &Settings) -> bool {
    let minutes = |settings: &Settings| settings.lock_after_minutes.unwrap_or(u32::MAX);
    minutes(wanted) > LATE_LOCK && minutes(wanted) > minutes(before)
}

fn confirms_less(before: &Settings, wanted: &Settings) -> bool {
    wanted.confirmations < before.confirmations
        || (wanted.confirmations != Confirmations::Never
            && wanted.unconfirmed_endpoints > before.unconfirmed_endpoints)
}

/// The page isn't given the proxy's password, so an address that only lacks it stays as it is.
fn keep_proxy_password(before: &ProxySetting, change: &mut SettingsChange) {
    if change.proxy.as_ref() == Some(&before.without_password()) {
        change.proxy = Some(before.clone());
    }
}

fn check_history(wanted: &Settings) -> Result<(), Problem> {
    let least = Settings::LEAST_HISTORY_DAYS;
    match wanted.keep_history_days {
        Some(days) if days < least => Err(Problem::new(
            ProblemCode::Invalid,
            format!("The history can't be kept for {days} days. The minimum is {least} days."),
            format!("Enter {least} days or more."),
        )),
        _ => Ok(()),
    }
}
