//! Has the operating system verify who is at the computer, if the settings say so.

use std::pin::Pin;

use super::AppEvent;
use super::app::{App, Core, Status};
use crate::problem::{Problem, ProblemCode};

type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Asks the person at the computer for the user's password, fingerprint or face, in a dialog of the system's.
pub trait UserVerifier: Send + Sync {
    /// Whether the system can be asked.
    ///
    /// # Errors
    /// Why it can't, as a sentence.
    fn check(&self) -> Answer<'_, Result<(), String>>;

    /// Whether the person is the user. A question whose future is dropped is no longer asked.
    ///
    /// # Errors
    /// Why the system couldn't be asked, as a sentence.
    fn verify(&self, purpose: VerifiedPurpose) -> Answer<'_, Result<bool, String>>;
}

/// What a person is verified for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifiedPurpose {
    /// Read an account's key.
    Unlock,
    /// Remove an account.
    Remove,
    /// Switch verification on or off.
    Settings,
}

/// Where there is nothing to ask.
pub(super) struct NoVerifier;

impl UserVerifier for NoVerifier {
    fn check(&self) -> Answer<'_, Result<(), String>> {
        let why = "Postern can't ask this system for your password or fingerprint.";
        Box::pin(async move { Err(why.to_owned()) })
    }

    fn verify(&self, _: VerifiedPurpose) -> Answer<'_, Result<bool, String>> {
        Box::pin(async move { self.check().await.map(|()| false) })
    }
}

impl App {
    /// Why the system can't verify the user; `None` if it can.
    pub async fn no_user_verification(&self) -> Option<String> {
        self.core.options.verifier.check().await.err()
    }

    /// Sets whether the system verifies the user before an account is unlocked or removed. Switching this on or off is
    /// itself verified: what doesn't work can't be switched on, and only the user can switch it off.
    ///
    /// # Errors
    /// The person isn't verified, or the setting can't be saved; nothing changes then.
    pub async fn set_user_verification(&self, wanted: bool) -> Result<(), Problem> {
        let core = &self.core;
        if core.settings.get().verify_user == wanted {
            return Ok(());
        }
        core.verify(VerifiedPurpose::Settings).await?;
        let written = core.settings.change(|now| now.verify_user = wanted).await;
        self.activity();
        core.emit(AppEvent::StateChanged);
        Ok(written?)
    }
}

impl Core {
    /// Verifies the person at the computer, if the settings say so.
    ///
    /// # Errors
    /// The person isn't verified.
    pub(super) async fn verify_user(&self, purpose: VerifiedPurpose) -> Result<(), Problem> {
        if self.settings.get().verify_user {
            self.verify(purpose).await?;
        }
        Ok(())
    }

    async fn verify(&self, purpose: VerifiedPurpose) -> Result<(), Problem> {
        match self.options.verifier.verify(purpose).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Problem::new(
                ProblemCode::Declined,
                "Your system didn't confirm that it's you.",
                "Try again, and enter the password of your user account on this computer.",
            )),
            Err(reason) => Err(Problem::new(
                ProblemCode::Other,
                format!("Your system can't confirm that it's you. {reason}"),
                "Try again once it can, or replace the key: entering it again unlocks the account.",
            )),
        }
    }

    /// Whether an account is unlocked, which the person at the computer has been verified for.
    pub(super) fn is_verified(&self) -> bool {
        self.with_active(|active| {
            active.is_some_and(|active| {
                active.profile.is_some() && matches!(active.status, Status::Open(_))
            })
        })
    }
}
