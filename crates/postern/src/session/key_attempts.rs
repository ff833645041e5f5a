//! Enters and tests keys.

use std::future::Future;
use std::sync::Arc;

use aeon::wire;
use secrecy::{ExposeSecret, SecretString};

use super::app::App;
use super::tried_keys::{ClearClipboard, Locks, TriedKeyEntry, Untried};
use super::{AppEvent, ConsentRequest, TriedKey, client};
use crate::problem::{Problem, ProblemCode};

/// A key read from the clipboard.
pub struct ClipboardKey {
    pub text: SecretString,
    /// Clears the clipboard if it still has that text.
    pub clear: ClearClipboard,
}

impl App {
    /// Tests a key by reading its account. Its form is checked before anything is sent, and the user must agree to a new service address. A key that passes stays in memory under the result's `draft`; one
    /// that couldn't be tested stays for [`App::try_untried_key`].
    ///
    /// # Errors
    /// What is wrong with the service address or the key, for the user.
    pub async fn try_key(&self, host: String, key: SecretString) -> Result<TriedKey, Problem> {
        let locks = self.core.tried_keys.locks();
        let key = client::key(key.expose_secret())?;
        let entered = self.core.tried_keys.entered(key);
        self.attempt(locks, &host, entered).await
    }

    /// Has the user enter a key, and keeps it in memory for [`App::try_untried_key`]. `ask` gets the service
    /// address in its final form and returns what was entered.
    ///
    /// # Errors
    /// The service address isn't valid, nothing was entered, or it isn't a key; nothing is kept then.
    pub async fn enter_key<A: Future<Output = Result<SecretString, Problem>>>(
        &self,
        host: &str,
        ask: impl FnOnce(String) -> A,
    ) -> Result<(), Problem> {
        let core = &self.core;
        let locks = core.tried_keys.locks();
        let address = client::service(host, &core.options)?.to_string();
        let text = ask(address).await?;
        let key = client::key(text.expose_secret())?;
        let entered = core.tried_keys.entered(key);
        core.tried_keys.put_untried(locks, entered);
        core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Tests the key on the clipboard, which is read only if the user agrees and cleared only once the
    /// service accepts the key.
    ///
    /// # Errors
    /// Like [`App::try_key`]; or the clipboard can't be read.
    pub async fn try_clipboard_key(
        &self,
        host: String,
        read: impl Future<Output = Result<ClipboardKey, Problem>>,
    ) -> Result<TriedKey, Problem> {
        let core = &self.core;
        let locks = core.tried_keys.locks();
        let address = client::service(&host, &core.options)?.to_string();
        let request = ConsentRequest::SendKey {
            is_known: core.is_known(&address),
            from_clipboard: true,
            address: address.clone(),
        };
        core.confirm(request).await?;
        let ClipboardKey { text, clear } = read.await?;
        let key = client::key(text.expose_secret())?;
        let mut entered = core.tried_keys.entered(key);
        entered.agreed = Some(address);
        entered.clear = Some(clear);
        self.attempt(locks, &host, entered).await
    }

    /// Tests the key that was entered, or couldn't be tested before.
    ///
    /// # Errors
    /// Like [`App::try_key`]; or the key is no longer in memory.
    pub async fn try_untried_key(&self, host: String) -> Result<TriedKey, Problem> {
        let locks = self.core.tried_keys.locks();
        let untried = self.core.tried_keys.take_untried()?;
        self.attempt(locks, &host, untried).await
    }

    async fn attempt(
        &self,
        locks: Locks,
        host: &str,
        mut untried: Untried,
    ) -> Result<TriedKey, Problem> {
        let core = &self.core;
        let (address, account) = match self.account_of(host, &mut untried).await {
            Ok(found) => found,
            Err(problem) => {
                // Aeon shows a key only once, so it is dropped only if the key itself is wrong.
                if problem.code != ProblemCode::Unauthorized {
                    core.tried_keys.put_untried(locks, untried);
                }
                core.emit(AppEvent::StateChanged);
                return Err(problem);
            }
        };
        let entry = TriedKeyEntry {
            key: untried.key,
            host: address,
            account,
        };
        let tried = core.tried_keys.add(locks, entry)?;
        core.tried_keys.drop_untried();
        if let Some(clear) = untried.clear {
            clear();
        }
        core.emit(AppEvent::StateChanged);
        Ok(tried)
    }

    /// Reads the account of a key, if the user agrees to send the key to this service address.
    async fn account_of(
        &self,
        host: &str,
        untried: &mut Untried,
    ) -> Result<(String, wire::Account), Problem> {
        let core = &self.core;
        let address = client::service(host, &core.options)?.to_string();
        if untried.agreed.as_ref() != Some(&address) && !core.is_known(&address) {
            let request = ConsentRequest::SendKey {
                address: address.clone(),
                is_known: false,
                from_clipboard: false,
            };
            core.confirm(request).await?;
            untried.agreed = Some(address.clone());
        }
        core.check_network().await?;
        // The next screen asks where to save the key.
        tokio::spawn(Arc::clone(core).probe_keyring());
        let client = core.client(&address, untried.key.clone())?;
        let account = client
            .account()
            .await
            .map_err(|error| client::refused(&error, &untried.key))?;
        if account.info.projects.is_empty() {
            let hint = "Use a key from an account that has a project.";
            return Err(Problem::new(
                ProblemCode::Other,
                "This key's account has no projects.",
                hint,
            ));
        }
        Ok((address, account))
    }

    /// Drops the key that couldn't be tested.
    ///
    /// # Errors
    /// None; the key may be gone already.
    pub async fn drop_untried_key(&self) -> Result<(), Problem> {
        self.core.tried_keys.drop_untried();
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Drops a tested key that isn't needed.
    ///
    /// # Errors
    /// None; the key may be gone already.
    pub async fn drop_draft(&self, draft: &str) -> Result<(), Problem> {
        self.core.tried_keys.remove(draft);
        Ok(())
    }
}
