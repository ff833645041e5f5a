//! What the user is asked in a native dialog.

use crate::config::{CertificateSummary, Confirmations, Environment, Profile};
use crate::plan::{AccountFacts, StepsSummary};
use crate::problem::{Problem, ProblemCode};
use crate::text::{isolated, shown};

/// What the user is asked to agree to. No text comes from the page as it is: values have been parsed, and names are
/// those of the service.
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
    /// Keep sending the key of an account to its service address.
    BindKey {
        /// The account's name.
        name: String,
        /// The service address.
        address: String,
    },
    /// Send requests through a proxy.
    UseProxy {
        /// The proxy's host and port.
        proxy: String,
    },
    /// Send requests about endpoints in a form that the user set.
    UseForm {
        /// The service address.
        address: String,
        /// The path of endpoints and the field of a create, as far as they were set.
        form: String,
    },
    /// Trust CA certificates for connections to the service.
    TrustCertificates {
        /// Name of the file that contains them.
        file: String,
        certificates: Vec<CertificateSummary>,
    },
    /// Send changes of endpoints to the service.
    ApplySteps {
        place: ConsentPlace,
        title: String,
        lines: Vec<String>,
    },
    CreateVpc {
        place: ConsentPlace,
        name: String,
    },
    DeleteVpc {
        place: ConsentPlace,
        name: String,
    },
    /// Remove an account from Postern.
    RemoveAccount {
        place: ConsentPlace,
    },
    /// Keep the history for a shorter time.
    ShortenHistory {
        days: u32,
        /// The number of changes that will be deleted.
        changes: u32,
    },
    /// Lock later than after two hours, or never.
    LockLater {
        /// `None` for never.
        minutes: Option<u32>,
    },
    /// Mark a production account as something else, so that less is confirmed.
    LeaveProduction {
        place: ConsentPlace,
        environment: Environment,
    },
    /// Turn off that an account is read-only.
    AllowChanges {
        place: ConsentPlace,
    },
    /// Run the user's AWS and Azure CLIs in an account.
    RunClis {
        place: ConsentPlace,
        /// The programs and what is run.
        lines: Vec<String>,
    },
    /// Run a file that the user chose as a cloud's CLI.
    UseCli {
        title: &'static str,
        file: String,
    },
    /// Confirm less than before.
    ConfirmLess {
        confirmations: Confirmations,
        unconfirmed_endpoints: u32,
    },
}

/// The account that a question is about, with what the service calls it: the page can change the user's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentPlace {
    /// The user's name for the account.
    pub name: String,
    pub environment: Environment,
    /// The account's name in Aeon.
    pub account: String,
    pub project: String,
    /// The service address.
    pub address: String,
}

impl From<&Profile> for ConsentPlace {
    fn from(profile: &Profile) -> Self {
        Self {
            name: profile.name.clone(),
            environment: profile.environment,
            account: profile.account_name.clone(),
            project: profile.project_name.clone(),
            address: profile.host.clone(),
        }
    }
}

impl ConsentPlace {
    fn line(&self) -> String {
        let environment = match self.environment {
            Environment::Production => "production, ",
            Environment::Staging => "staging, ",
            Environment::Other => "",
        };
        format!(
            "Account: {} ({environment}Aeon account {}, project {}, at {})",
            isolated(&self.name),
            isolated(&self.account),
            isolated(&self.project),
            isolated(&self.address),
        )
    }
}

impl ConsentRequest {
    /// What applying these steps does.
    pub(super) fn steps(place: ConsentPlace, summary: &StepsSummary, known: &AccountFacts) -> Self {
        Self::ApplySteps {
            place,
            title: summary.title(),
            lines: summary.lines(known),
        }
    }

    /// The question, for the dialog's heading.
    pub fn title(&self) -> String {
        match self {
            Self::SendKey {
                address,
                from_clipboard: true,
                ..
            } => format!("Send the API key on the clipboard to {}?", shown(address)),
            Self::SendKey { address, .. } => format!("Send the API key to {}?", shown(address)),
            Self::BindKey { name, address } => format!(
                "Send the API key of {} to {}?",
                isolated(&shown(name)),
                shown(address)
            ),
            Self::UseProxy { proxy } => format!("Use the proxy {}?", shown(proxy)),
            Self::UseForm { address, .. } => format!(
                "Change how requests about endpoints are sent to {}?",
                shown(address)
            ),
            Self::TrustCertificates { file, certificates } => match certificates.len() {
                1 => format!("Trust the CA certificate in {}?", isolated(&shown(file))),
                count => format!(
                    "Trust the {count} CA certificates in {}?",
                    isolated(&shown(file))
                ),
            },
            Self::ApplySteps { title, .. } => format!("{title}?"),
            Self::CreateVpc { name, .. } => format!("Create the VPC {}?", isolated(&shown(name))),
            Self::DeleteVpc { name, .. } => format!("Delete the VPC {}?", isolated(&shown(name))),
            Self::RemoveAccount { place } => {
                format!("Remove the account {}?", isolated(&shown(&place.name)))
            }
            Self::ShortenHistory { days, .. } => format!("Keep the history for {days} days only?"),
            Self::LockLater { minutes: None } => "Never lock when idle?".to_owned(),
            Self::LockLater {
                minutes: Some(minutes),
            } => format!("Lock only after {minutes} minutes?"),
            Self::LeaveProduction { place, environment } => format!(
                "Mark {} as {} instead of production?",
                isolated(&shown(&place.name)),
                environment.name()
            ),
            Self::AllowChanges { place } => {
                format!("Allow changes in {}?", isolated(&shown(&place.name)))
            }
            Self::RunClis { place, .. } => format!(
                "Let Postern run the AWS and Azure CLIs for {}?",
                isolated(&shown(&place.name))
            ),
            Self::UseCli { title, .. } => format!("Use this program as the {title}?"),
            Self::ConfirmLess {
                confirmations: Confirmations::Never,
                ..
            } => "Turn off confirmations?".to_owned(),
            Self::ConfirmLess { .. } => "Confirm fewer changes?".to_owned(),
        }
    }

    /// What agreeing means, for the dialog's text.
    pub fn detail(&self) -> String {
        const UNKNOWN: &str = "This address doesn't belong to YugabyteDB Aeon or to any account in Postern. Anyone who \
             runs this server can use the key.";
        match self {
            Self::SendKey {
                is_known: false, ..
            } => UNKNOWN.to_owned(),
            Self::SendKey { .. } => "Postern reads the key from the clipboard, and clears the clipboard once the \
                 service accepts the key."
                .to_owned(),
            Self::BindKey { .. } => "An earlier version of Postern saved this key without its address. If this is the \
                 right address, Postern saves it with the key."
                .to_owned(),
            Self::UseProxy { .. } => "All requests to the service will go through this proxy, including those with \
                 your API key."
                .to_owned(),
            Self::UseForm { form, .. } => format!(
                "Postern will read, create, change and delete endpoints with {}. A wrong form makes requests fail, \
                 or do something else.",
                isolated(form)
            ),
            Self::TrustCertificates { .. } => "Anyone with a CA's private key can impersonate the service and read your \
                 API key. Continue only if you trust the source of this file."
                .to_owned(),
            Self::ApplySteps { place, .. } => place.line(),
            Self::CreateVpc { place, .. } => place.line(),
            Self::DeleteVpc { place, .. } => format!(
                "{}\n\nA deleted VPC can't be restored.",
                place.line()
            ),
            Self::RemoveAccount { place } => format!(
                "{}\n\nIts key, its cached inventory and its history of changes are deleted from this computer.",
                place.line()
            ),
            Self::ShortenHistory { changes: 0, .. } => "Nothing is deleted now. Later, changes are deleted once \
                 they are older than that."
                .to_owned(),
            Self::ShortenHistory { changes, .. } => {
                let s = if *changes == 1 { "" } else { "s" };
                format!("{changes} change{s} in the history of all accounts will be deleted.")
            }
            Self::LockLater { .. } => "Until it is locked, anyone at this computer can use your accounts.".to_owned(),
            Self::LeaveProduction { place, .. } => format!(
                "{}\n\nIn production, every change is confirmed in a dialog like this one. Elsewhere, only what the \
                 settings say is.",
                place.line()
            ),
            Self::AllowChanges { place } => format!(
                "{}\n\nThe account is read-only in Postern. Afterwards, whatever its key may do can be done from Postern.",
                place.line()
            ),
            Self::RunClis { place, .. } => format!(
                "{}\n\nThe CLIs use your sign-ins to AWS and Azure. Postern runs only the commands below, which read and \
                 change nothing, when you press a button for it.",
                place.line()
            ),
            Self::UseCli { file, .. } => format!(
                "Postern will run {} with your sign-in, in every account where you have switched that on.",
                isolated(file)
            ),
            Self::ConfirmLess {
                confirmations: Confirmations::Never,
                ..
            } => "Postern will then grant access, delete endpoints, and send your API key to other addresses or \
                 through other proxies without asking in a window of its own. A compromised component of its page \
                 could do all of this unnoticed."
                .to_owned(),
            Self::ConfirmLess {
                confirmations,
                unconfirmed_endpoints,
            } => {
                let rest = match confirmations {
                    Confirmations::Always => "Every change is confirmed.",
                    _ => "Only changes that grant access to new owners, delete or redirect are confirmed.",
                };
                format!("{rest} Others may change up to {unconfirmed_endpoints} endpoints without confirmation.")
            }
        }
    }

    /// Everything that the user agrees to, line by line; empty if the title and the text say all.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::ApplySteps { lines, .. } | Self::RunClis { lines, .. } => lines.clone(),
            Self::TrustCertificates { certificates, .. } => {
                let lines = certificates.iter().flat_map(|certificate| {
                    let subject = match certificate.subject.as_str() {
                        "" => "(no subject)".to_owned(),
                        subject => isolated(subject),
                    };
                    [subject, format!("    SHA-256 {}", certificate.fingerprint)]
                });
                lines.collect()
            }
            _ => Vec::new(),
        }
    }

    /// Label of the button that agrees.
    pub fn action(&self) -> &'static str {
        match self {
            Self::SendKey { .. } | Self::BindKey { .. } => "Send Key",
            Self::UseProxy { .. } => "Use Proxy",
            Self::UseForm { .. } => "Change",
            Self::TrustCertificates { .. } => "Trust",
            Self::ApplySteps { .. } => "Apply",
            Self::CreateVpc { .. } => "Create VPC",
            Self::DeleteVpc { .. } => "Delete VPC",
            Self::RemoveAccount { .. } => "Remove Account",
            Self::ShortenHistory { changes: 0, .. } => "Shorten History",
            Self::ShortenHistory { .. } => "Delete Changes",
            Self::LockLater { .. } => "Lock Later",
            Self::LeaveProduction { .. } => "Leave Production",
            Self::AllowChanges { .. } => "Allow Changes",
            Self::RunClis { .. } => "Switch On",
            Self::UseCli { .. } => "Use Program",
            Self::ConfirmLess { .. } => "Confirm Less",
        }
    }

    /// Whether it is about the confirmations themselves, which are never changed without one.
    pub(super) fn is_about_asking(&self) -> bool {
        matches!(self, Self::ConfirmLess { .. })
    }

    /// Whether it can be asked while the account is locked: a key is replaced, or an account removed, from there.
    pub(super) fn may_be_asked_while_locked(&self) -> bool {
        matches!(self, Self::SendKey { .. } | Self::RemoveAccount { .. })
    }

    pub(super) fn declined(&self) -> Problem {
        let message = match self {
            Self::SendKey { .. } | Self::BindKey { .. } => {
                "The key wasn't sent because you didn't confirm it."
            }
            Self::ApplySteps { .. } | Self::CreateVpc { .. } | Self::DeleteVpc { .. } => {
                "Nothing was sent because you didn't confirm it."
            }
            _ => "Nothing changed because you didn't confirm it.",
        };
        let hint = format!("To continue, try again and choose “{}”.", self.action());
        Problem::new(ProblemCode::Declined, message, hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misleading_characters_are_visible() {
        let request = ConsentRequest::TrustCertificates {
            file: "50%n\n\u{202e}mep.ac".to_owned(),
            certificates: Vec::new(),
        };
        assert_eq!(
            request.title(),
            r"Trust the 0 CA certificates in 50%n\u{a}\u{202e}mep.ac?"
        );
    }

    #[test]
    fn names_in_another_direction_are_isolated() {
        let request = ConsentRequest::DeleteVpc {
            place: ConsentPlace {
                name: "Work".to_owned(),
                environment: Environment::Other,
                account: "מזרח".to_owned(),
                project: "p".to_owned(),
                address: "https://cloud.yugabyte.com".to_owned(),
            },
            name: "vpc".to_owned(),
        };
        assert!(
            request
                .detail()
                .contains("(Aeon account \u{2068}מזרח\u{2069}, project p,")
        );
    }
}
