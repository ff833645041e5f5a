//! What the user is asked before a key can go anywhere new, in a dialog that the page can neither draw nor
//! answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::app::Core;
use crate::problem::{Problem, ProblemCode};

/// Where every account lives unless its user says otherwise.
const VENDOR: &str = "https://cloud.yugabyte.com";

/// So much of a file's name is shown.
const LONGEST_NAME: usize = 80;

/// What the user is asked. What it names has been parsed; none of it is the page's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// May the key be sent there?
    SendKey {
        /// The service's address.
        address: String,
        /// Whether it is the vendor's, or an account's.
        is_known: bool,
        /// Whether the key is taken from the clipboard.
        from_clipboard: bool,
    },
    /// May requests go through this proxy?
    UseProxy {
        /// Its host and port.
        proxy: String,
    },
    /// May these certificates vouch for the service?
    TrustCertificates {
        /// The name of the file that they are in.
        file: String,
        /// How many there are.
        count: usize,
    },
}

impl Question {
    /// The question itself.
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
                let file: String = plain(file).chars().take(LONGEST_NAME).collect();
                match count {
                    1 => format!("Trust the CA certificate in {file}?"),
                    _ => format!("Trust the {count} CA certificates in {file}?"),
                }
            }
        }
    }

    /// What a yes means.
    pub fn detail(&self) -> &'static str {
        const STRANGE: &str = "This is not the address of YugabyteDB Aeon or of any account in Postern. Whoever \
             runs this server can use the key.";
        match self {
            Self::SendKey {
                is_known: false, ..
            } => STRANGE,
            Self::SendKey { .. } => {
                "Postern reads the key from the clipboard, and clears the clipboard once the service has \
                 accepted the key."
            }
            Self::UseProxy { .. } => {
                "All requests to the service go through it, including the ones that carry your API key."
            }
            Self::TrustCertificates { .. } => {
                "Whoever issued them can pose as the service and read your API key. Continue only if you know \
                 where the file comes from."
            }
        }
    }

    /// The word for yes.
    pub fn action(&self) -> &'static str {
        match self {
            Self::SendKey { .. } => "Send Key",
            Self::UseProxy { .. } => "Use Proxy",
            Self::TrustCertificates { .. } => "Trust",
        }
    }

    fn declined(&self) -> Problem {
        let message = match self {
            Self::SendKey { .. } => "The key was not sent: you didn't confirm it.",
            Self::UseProxy { .. } | Self::TrustCertificates { .. } => {
                "Nothing was changed: you didn't confirm it."
            }
        };
        let hint = format!("To go ahead, try again and choose “{}”.", self.action());
        Problem::new(ProblemCode::Declined, message, hint)
    }
}

/// What can't pass for something else in a dialog, nor mean something to what draws it.
fn plain(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " ._-:/[]()".contains(c);
    let replaced = |c: char| if is_plain(c) { c } else { '_' };
    text.chars().map(replaced).collect()
}

type Answer = Pin<Box<dyn Future<Output = bool> + Send>>;

/// Asks the user. By default there is nobody to ask, and the answer is no.
#[derive(Clone)]
pub struct Confirm(Arc<dyn Fn(Question) -> Answer + Send + Sync>);

impl Confirm {
    /// Asks in this way.
    pub fn by<A: Future<Output = bool> + Send + 'static>(
        ask: impl Fn(Question) -> A + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |question| Box::pin(ask(question))))
    }
}

impl Default for Confirm {
    fn default() -> Self {
        Self::by(|_| async { false })
    }
}

impl Core {
    /// Goes on only if the user says yes.
    pub(super) async fn confirm(&self, question: Question) -> Result<(), Problem> {
        let declined = question.declined();
        let confirm = self.options.confirm.0.as_ref();
        if confirm(question).await {
            Ok(())
        } else {
            Err(declined)
        }
    }

    /// Whether keys go to this address anyway: it is the vendor's, or an account's.
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
    fn nothing_in_a_dialog_passes_for_something_else() {
        let question = Question::TrustCertificates {
            file: "50%n\n\u{202e}mep.ac".to_owned(),
            count: 2,
        };
        assert_eq!(
            question.title(),
            "Trust the 2 CA certificates in 50_n__mep.ac?"
        );
    }
}
