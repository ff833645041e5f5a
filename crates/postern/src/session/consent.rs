//! Asks the user outside the page, in a native dialog that the page can neither draw nor answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::broadcast::error::RecvError;

use super::app::{Core, Status};
use super::consent_request::ConsentRequest;
use crate::config::{Confirmations, Environment};
use crate::plan::StepsSummary;
use crate::problem::{Problem, ProblemCode};

/// The vendor's service address, the default for every account.
pub(super) const VENDOR: &str = "https://cloud.yugabyte.com";

type Answer = Pin<Box<dyn Future<Output = bool> + Send>>;

/// Asks the user for consent. A question whose future is dropped is no longer asked. The default always declines,
/// since there is no one to ask.
#[derive(Clone)]
pub struct ConsentPrompt(Arc<dyn Fn(ConsentRequest) -> Answer + Send + Sync>);

impl ConsentPrompt {
    /// A prompt that calls `ask` and uses its answer.
    pub fn new<A: Future<Output = bool> + Send + 'static>(
        ask: impl Fn(ConsentRequest) -> A + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |request| Box::pin(ask(request))))
    }
}

impl Default for ConsentPrompt {
    fn default() -> Self {
        Self::new(|_| async { false })
    }
}

impl Core {
    /// Asks the user, unless the settings say that nothing is to be confirmed.
    ///
    /// # Errors
    /// [`ProblemCode::Declined`]: the user doesn't agree. [`ProblemCode::Locked`]: the account is locked, or was
    /// locked before the user answered.
    pub(super) async fn confirm(&self, request: ConsentRequest) -> Result<(), Problem> {
        if self.settings.get().confirmations == Confirmations::Never && !request.is_about_asking() {
            return Ok(());
        }
        self.ask(request).await
    }

    /// Asks the user, whatever the settings say: an edited file may say that nothing is to be confirmed.
    ///
    /// # Errors
    /// As for [`Core::confirm`].
    pub(super) async fn ask(&self, request: ConsentRequest) -> Result<(), Problem> {
        // The person at a locked window may be someone else.
        if self.is_locked() && !request.may_be_asked_while_locked() {
            return Err(Problem::locked());
        }
        let was_locked = self.is_locked();
        let declined = request.declined();
        let ask = self.options.confirm.0.as_ref();
        let agreed = tokio::select! {
            biased;
            () = self.until_locked(), if !was_locked => return Err(Problem::locked()),
            agreed = ask(request) => agreed,
        };
        if agreed { Ok(()) } else { Err(declined) }
    }

    /// Asks the user about what is about to be sent to the service, if it is risky, the account is production, or the
    /// settings say so. The demo's service is simulated in this program, so nothing is asked there.
    pub(super) async fn confirm_steps(
        &self,
        summary: &StepsSummary,
        request: impl FnOnce() -> ConsentRequest,
    ) -> Result<(), Problem> {
        let settings = self.settings.get();
        let is_many = summary.endpoints() > settings.unconfirmed_endpoints as usize;
        let asks = match settings.confirmations {
            Confirmations::Always => summary.endpoints() > 0,
            Confirmations::Risky if self.is_production() => summary.endpoints() > 0,
            Confirmations::Risky => summary.is_risky() || is_many,
            Confirmations::Never => false,
        };
        if asks && !self.is_demo() {
            self.ask(request()).await?;
        }
        Ok(())
    }

    /// Whether the account in use is locked, or the one to return to from the demo.
    pub(super) fn is_locked(&self) -> bool {
        self.with_active(|active| {
            active.is_some_and(|active| {
                active.locked_behind || matches!(active.status, Status::Locked(_))
            })
        })
    }

    async fn until_locked(&self) {
        let mut events = self.events.subscribe();
        while !self.is_locked() {
            if let Err(RecvError::Closed) = events.recv().await {
                return std::future::pending().await;
            }
        }
    }

    /// What the account in use is for.
    pub(super) fn environment(&self) -> Environment {
        let profile = self.with_active(|active| active?.profile);
        let profile = profile.and_then(|id| self.vault.profile(id).ok());
        profile.map_or_else(Environment::default, |profile| profile.environment)
    }

    pub(super) fn is_production(&self) -> bool {
        self.environment() == Environment::Production
    }

    /// Whether the demo is in use, in which nothing is real.
    pub(super) fn is_demo(&self) -> bool {
        self.with_active(|active| active.is_some_and(|active| active.profile.is_none()))
    }

    /// Whether keys already go to this address: it is the vendor's or that of an existing account.
    pub(super) fn is_known(&self, address: &str) -> bool {
        address == VENDOR
            || self
                .vault
                .profiles()
                .iter()
                .any(|profile| profile.host == address)
    }
}

/// The problem with an answer that is about other steps than would be sent now.
pub(super) fn not_what_was_confirmed() -> Problem {
    Problem::new(
        ProblemCode::Stale,
        "The plan is no longer the one that you confirmed. Nothing was sent.",
        "Review the change again.",
    )
}
