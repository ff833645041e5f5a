//! Asks the user before a key can be sent to a new place, in a native dialog that the page can neither draw
//! nor answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::app::Core;
use crate::problem::{Problem, ProblemCode};

/// The vendor's service address, the default for every account.
const VENDOR: &str = "https://cloud.yugabyte.com";

/// Number of characters of a file name that are shown.
const MAX_NAME_LENGTH: usize = 80;

/// What the user is asked to agree to. Its values have been parsed; no text comes from the page as is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentRequest {
    /// Send an API key to a service address.
    SendKey {
        /// The service address.
        address: String,
        /// Whether it is the vendor's address or that of an existing account.
        is_known: bool,
        /// Whether the key is read from the clipboard.
        from_clipboard: bool,
    },
    /// Send requests through a proxy.
    UseProxy {
        /// The proxy's host and port.
        proxy: String,
    },
    /// Trust CA certificates for connections to the service.
    TrustCertificates {
        /// Name of the file that contains them.
        file: String,
        /// Number of certificates.
        count: usize,
    },
}

impl ConsentRequest {
    /// The question, for the dialog's heading.
    pub fn title(&self) -> String {
        match self {
            Self::SendKey {
                address,
                from_clipboard: true,
                ..
            } => format!("Send the API key on the clipboard to {}?", plain(address)),
            Self::SendKey { address, .. } => format!("Send the API key to {}?", plain(address)),
            Self::UseProxy { proxy } => format!("Use the proxy {}?", plain(proxy)),
            Self::TrustCertificates { file, count } => {
                let file: String = plain(file).chars().take(MAX_NAME_LENGTH).collect();
                match count {
                    1 => format!("Trust the CA certificate in {file}?"),
                    _ => format!("Trust the {count} CA certificates in {file}?"),
                }
            }
        }
    }

    /// What agreeing means, for the dialog's text.
    pub fn detail(&self) -> &'static str {
        const UNKNOWN: &str = "This address doesn't belong to YugabyteDB Aeon or to any account in Postern. Anyone who runs \
             this server can use the key.";
        match self {
            Self::SendKey {
                is_known: false, ..
            } => UNKNOWN,
            Self::SendKey { .. } => {
                "Postern reads the key from the clipboard, and clears the clipboard once the service \
                 accepts the key."
            }
            Self::UseProxy { .. } => {
                "All requests to the service will go through this proxy, including those with your API key."
            }
            Self::TrustCertificates { .. } => {
                "Whoever issued them can impersonate the service and read your API key. Continue only if you \
                 trust the source of this file."
            }
        }
    }

    /// Label of the button that agrees.
    pub fn action(&self) -> &'static str {
        match self {
            Self::SendKey { .. } => "Send Key",
            Self::UseProxy { .. } => "Use Proxy",
            Self::TrustCertificates { .. } => "Trust",
        }
    }

    fn declined(&self) -> Problem {
        let message = match self {
            Self::SendKey { .. } => "The key wasn't sent because you didn't confirm it.",
            Self::UseProxy { .. } | Self::TrustCertificates { .. } => {
                "Nothing changed because you didn't confirm it."
            }
        };
        let hint = format!("To continue, try again and choose “{}”.", self.action());
        Problem::new(ProblemCode::Declined, message, hint)
    }
}

/// Replaces characters that could mislead in a dialog, or that its toolkit could interpret.
fn plain(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " ._-:/[]()".contains(c);
    let replaced = |c: char| if is_plain(c) { c } else { '_' };
    text.chars().map(replaced).collect()
}

type Answer = Pin<Box<dyn Future<Output = bool> + Send>>;

/// Asks the user for consent. The default always declines, since there is no one to ask.
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
    /// Asks the user.
    ///
    /// # Errors
    /// [`ProblemCode::Declined`]: the user doesn't agree.
    pub(super) async fn confirm(&self, request: ConsentRequest) -> Result<(), Problem> {
        let declined = request.declined();
        let confirm = self.options.confirm.0.as_ref();
        if confirm(request).await {
            Ok(())
        } else {
            Err(declined)
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misleading_characters_in_a_file_name_are_replaced() {
        let request = ConsentRequest::TrustCertificates {
            file: "50%n\n\u{202e}mep.ac".to_owned(),
            count: 2,
        };
        assert_eq!(
            request.title(),
            "Trust the 2 CA certificates in 50_n__mep.ac?"
        );
    }
}
