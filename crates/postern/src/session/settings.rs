//! Changes the settings.

use std::path::PathBuf;

use super::app::{App, Core};
use super::{AppEvent, ConsentRequest, client};
use crate::config::certificates::CaFile;
use crate::config::{Settings, SettingsChange};
use crate::files::blocking;
use crate::problem::{Problem, ProblemCode};

impl App {
    /// Changes some of the settings. The user must agree before a new proxy is used. (The page can't set which
    /// account was used last.)
    ///
    /// # Errors
    /// The proxy is invalid, the user doesn't agree to it, or the history would be kept for less than the
    /// minimum; nothing changes then.
    pub async fn set_settings(&self, change: SettingsChange) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.settings.get();
        let mut wanted = before.clone();
        change.clone().apply(&mut wanted);
        client::check(&wanted, &core.ca_file, &core.options)?;
        check_history(&wanted)?;
        if let Some(proxy) = client::new_proxy(&before.proxy, &wanted.proxy)? {
            core.confirm(ConsentRequest::UseProxy { proxy }).await?;
        }
        let written = core.settings.change(|now| change.apply(now)).await;
        if before.proxy != core.settings.get().proxy {
            core.reconnect()?;
        }
        if before.keep_history_days != core.settings.get().keep_history_days {
            core.prune_history().await;
        }
        self.activity();
        core.emit(AppEvent::StateChanged);
        Ok(written?)
    }

    /// Trusts the CA certificates in a file in addition to the system's, if the user agrees. Postern uses its
    /// own copy from then on.
    ///
    /// # Errors
    /// The file can't be used, or the user doesn't agree; nothing changes then.
    pub async fn trust_certificates(&self, file: PathBuf) -> Result<(), Problem> {
        let read = tokio::task::spawn_blocking(move || CaFile::read(&file)).await;
        let found = read.expect("reading a file does not panic")?;
        let request = ConsentRequest::TrustCertificates {
            file: found.name().to_owned(),
            count: found.count(),
        };
        self.core.confirm(request).await?;
        let shown = found.shown();
        let path = self.core.ca_file.clone();
        blocking(move || found.write(&path)).await?;
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
            open.link.replace(self.client(&open.host, open.key())?);
        }
        Ok(())
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
