//! What the user sets.

use std::path::PathBuf;

use super::app::{App, Core};
use super::{AppEvent, Question, client};
use crate::config::certificates::CaFile;
use crate::config::{Settings, SettingsChange};
use crate::files::blocking;
use crate::problem::{Problem, ProblemCode};

impl App {
    /// Changes some of the settings and leaves the others. The user is asked before a new proxy is used.
    /// (Which account was last in use is not the page's to set.)
    ///
    /// # Errors
    /// The proxy can't be used, the user doesn't agree to it, or the history would be kept for too short a
    /// time; then nothing changes.
    pub async fn set_settings(&self, change: SettingsChange) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.settings.get();
        let mut wanted = before.clone();
        change.clone().apply(&mut wanted);
        client::check(&wanted, &core.ca_file, &core.options)?;
        check_history(&wanted)?;
        if let Some(proxy) = client::new_proxy(&before.proxy, &wanted.proxy)? {
            core.confirm(Question::UseProxy { proxy }).await?;
        }
        let written = core.settings.change(|now| change.apply(now)).await;
        if before.proxy != core.settings.get().proxy {
            core.reconnect()?;
        }
        if before.keep_history_days != core.settings.get().keep_history_days {
            core.prune_history().await;
        }
        self.activity();
        core.tell(AppEvent::StateChanged);
        Ok(written?)
    }

    /// Trusts the CA certificates in a file, beside the system's, if the user agrees. What is used from then
    /// on is a copy of them.
    ///
    /// # Errors
    /// The file can't be used, or the user doesn't agree; then nothing changes.
    pub async fn trust_certificates(&self, file: PathBuf) -> Result<(), Problem> {
        let read = tokio::task::spawn_blocking(move || CaFile::read(&file)).await;
        let found = read.expect("reading a file does not panic")?;
        let question = Question::TrustCertificates {
            file: found.name().to_owned(),
            count: found.count(),
        };
        self.core.confirm(question).await?;
        let shown = found.shown();
        let path = self.core.ca_file.clone();
        blocking(move || found.write(&path)).await?;
        self.set_network(|now| {
            now.ca_file = None;
            now.certificates = Some(shown);
        })
        .await
    }

    /// Trusts the system's certificates alone.
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
            // Nothing uses it from here on.
            let _ = std::fs::remove_file(path);
            Ok(())
        });
        Ok(deleted.await?)
    }

    async fn set_network(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Problem> {
        let written = self.core.settings.change(change).await;
        self.core.reconnect()?;
        self.activity();
        self.core.tell(AppEvent::StateChanged);
        Ok(written?)
    }
}

impl Core {
    /// Sets up the client in use as the settings say by now.
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
            format!("The history can't be kept for {days} days: the minimum is {least}."),
            format!("Choose {least} days or more."),
        )),
        _ => Ok(()),
    }
}
