//! Why a CLI has no answer, and what to do about it.

use std::time::Duration;

use serde::Serialize;
use specta::Type;

use super::{Cli, CliCommand};
use crate::files::sentence;
use crate::text::visible;

/// The CLI's own words are cut to this many characters.
const LONGEST: usize = 300;

/// Why a CLI has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CliFailure {
    pub kind: CliFailureKind,
    /// What happened, in one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The command that helps, for a terminal.
    pub remedy: Option<String>,
    /// What the CLI said, cut; empty if it said nothing.
    pub said: String,
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum CliFailureKind {
    /// The CLI isn't installed, or can't be found.
    Missing,
    /// No profile was chosen.
    NoProfile,
    /// The profile no longer exists.
    ProfileGone,
    /// The CLI didn't end in time.
    TimedOut,
    /// The sign-in has expired, or there is none.
    SignedOut,
    /// The cloud refuses the credentials.
    WrongCredentials,
    /// The credentials don't allow it.
    Denied,
    /// The cloud can't be reached.
    Unreachable,
    /// The account isn't in an organization.
    NoOrganization,
    /// The account can't see the endpoint service.
    NoSuchService,
    /// There is no such network.
    NoSuchNetwork,
    /// The CLI answered with something else than what was asked for.
    NotAnAnswer,
    Other,
}

/// Parts of messages, in lower case, and the kind of failure that each means. The first that fits counts.
const AWS: [(&str, CliFailureKind); 28] = [
    ("could not be found", CliFailureKind::ProfileGone),
    ("token has expired", CliFailureKind::SignedOut),
    ("error loading sso token", CliFailureKind::SignedOut),
    (
        "error when retrieving token from sso",
        CliFailureKind::SignedOut,
    ),
    (
        "sso session associated with this profile has expired",
        CliFailureKind::SignedOut,
    ),
    ("unauthorizedssotoken", CliFailureKind::SignedOut),
    (
        "session token not found or invalid",
        CliFailureKind::SignedOut,
    ),
    ("aws login", CliFailureKind::SignedOut),
    ("expiredtoken", CliFailureKind::SignedOut),
    ("requestexpired", CliFailureKind::SignedOut),
    (
        "security token included in the request is expired",
        CliFailureKind::SignedOut,
    ),
    ("unable to locate credentials", CliFailureKind::SignedOut),
    ("partial credentials", CliFailureKind::SignedOut),
    (
        "error when retrieving credentials",
        CliFailureKind::SignedOut,
    ),
    ("invalidclienttokenid", CliFailureKind::WrongCredentials),
    ("unrecognizedclient", CliFailureKind::WrongCredentials),
    ("authfailure", CliFailureKind::WrongCredentials),
    ("signaturedoesnotmatch", CliFailureKind::WrongCredentials),
    ("accessdenied", CliFailureKind::Denied),
    ("unauthorizedoperation", CliFailureKind::Denied),
    ("not authorized to perform", CliFailureKind::Denied),
    ("organizationsnotinuse", CliFailureKind::NoOrganization),
    ("invalidservicename", CliFailureKind::NoSuchService),
    (
        "could not connect to the endpoint url",
        CliFailureKind::Unreachable,
    ),
    ("connect timeout", CliFailureKind::Unreachable),
    ("read timeout", CliFailureKind::Unreachable),
    ("connection was closed", CliFailureKind::Unreachable),
    ("proxy", CliFailureKind::Unreachable),
];
const AZURE: [(&str, CliFailureKind); 18] = [
    ("authorizationfailed", CliFailureKind::Denied),
    ("does not have authorization", CliFailureKind::Denied),
    ("az login", CliFailureKind::SignedOut),
    ("aadsts", CliFailureKind::SignedOut),
    ("refresh token has expired", CliFailureKind::SignedOut),
    (
        "interactive authentication is needed",
        CliFailureKind::SignedOut,
    ),
    ("expiredauthenticationtoken", CliFailureKind::SignedOut),
    ("no subscription found", CliFailureKind::SignedOut),
    (
        "invalidauthenticationtoken",
        CliFailureKind::WrongCredentials,
    ),
    ("subscriptionnotfound", CliFailureKind::Denied),
    ("resourcegroupnotfound", CliFailureKind::NoSuchNetwork),
    ("resourcenotfound", CliFailureKind::NoSuchNetwork),
    (
        "failed to establish a new connection",
        CliFailureKind::Unreachable,
    ),
    ("connection aborted", CliFailureKind::Unreachable),
    ("connection refused", CliFailureKind::Unreachable),
    ("max retries exceeded", CliFailureKind::Unreachable),
    ("timed out", CliFailureKind::Unreachable),
    ("name resolution", CliFailureKind::Unreachable),
];

impl CliFailure {
    /// The CLI isn't there. `chosen` is the file that the user chose for it.
    pub fn missing(cli: Cli, chosen: Option<&str>) -> Self {
        let (title, name) = (cli.title(), cli.name());
        let (message, hint) = match chosen {
            Some(path) => (
                format!("{path} is no longer there, or can't be run."),
                format!("Choose another file for the {title}, or have Postern look for it."),
            ),
            None => (
                format!("The {title} wasn't found."),
                format!(
                    "Postern looked for {name} in your PATH and in the usual folders. Install it, or choose its file."
                ),
            ),
        };
        Self::new(CliFailureKind::Missing, message, hint, "")
    }

    /// There is no profile to use.
    pub fn no_profile() -> Self {
        Self::new(
            CliFailureKind::NoProfile,
            "No AWS profile is selected.".to_owned(),
            "Select the profiles of the accounts that may be connected.".to_owned(),
            "",
        )
    }

    /// Nobody is signed in. The Azure CLI answers with an empty list then, and calls that a success.
    pub fn signed_out(command: &CliCommand) -> Self {
        Self {
            said: String::new(),
            ..Self::read(command, "az login")
        }
    }

    pub(super) fn timed_out(command: &CliCommand, limit: Duration) -> Self {
        let name = command.cli().name();
        Self::new(
            CliFailureKind::TimedOut,
            format!("{name} didn't finish within {} s. It was stopped.", limit.as_secs()),
            "It may be waiting for an answer or for the network. Run the command in a terminal to see what it \
             waits for."
                .to_owned(),
            "",
        )
    }

    pub(super) fn cannot_start(command: &CliCommand, error: &std::io::Error) -> Self {
        Self::new(
            CliFailureKind::Missing,
            format!("{} couldn't be started: {error}.", command.cli().name()),
            "Run the command in a terminal. If it works there, choose that file in the settings for AWS and Azure."
                .to_owned(),
            "",
        )
    }

    /// It printed too much, or what can't be understood.
    pub fn not_an_answer(command: &CliCommand) -> Self {
        Self::new(
            CliFailureKind::NotAnAnswer,
            format!(
                "{} answered with something else than the list.",
                command.cli().name()
            ),
            "Run the command in a terminal to see its answer. A newer version of the CLI may help."
                .to_owned(),
            "",
        )
    }

    /// What a CLI that failed says about it.
    pub fn read(command: &CliCommand, said: &str) -> Self {
        let lower = said.to_ascii_lowercase();
        let known: &[(&str, CliFailureKind)] = match command.cli() {
            Cli::Aws => &AWS,
            Cli::Az => &AZURE,
        };
        let found = known.iter().find(|(part, _)| lower.contains(part));
        let kind = found.map_or(CliFailureKind::Other, |(_, kind)| *kind);
        let (cli, credentials) = (command.cli(), command.credentials());
        let name = cli.name();
        let (message, hint) = match (kind, cli) {
            (CliFailureKind::ProfileGone, _) => (
                sentence(&format!("{credentials} no longer exists")),
                "Select another profile.".to_owned(),
            ),
            (CliFailureKind::SignedOut, Cli::Aws) => (
                format!("The sign-in of {credentials} has expired, or there is none."),
                match command.sign_in() {
                    Some(_) => "Sign in again in a terminal, then try again.".to_owned(),
                    None => {
                        "Renew its credentials as you usually do, then try again.".to_owned()
                    }
                },
            ),
            (CliFailureKind::SignedOut, Cli::Az) => (
                "The sign-in of the Azure CLI has expired, or there is none.".to_owned(),
                "Sign in again in a terminal, then try again.".to_owned(),
            ),
            (CliFailureKind::WrongCredentials, Cli::Aws) => (
                format!("AWS refuses {credentials}."),
                "They may have been revoked, or this machine's clock may be wrong.".to_owned(),
            ),
            (CliFailureKind::WrongCredentials, Cli::Az) => (
                "Azure refuses the Azure CLI's sign-in.".to_owned(),
                "Sign in again in a terminal, then try again.".to_owned(),
            ),
            (CliFailureKind::Denied, Cli::Aws) => (
                format!("AWS doesn't allow this with {credentials}."),
                format!("It needs the permission {}.", permission(command)),
            ),
            (CliFailureKind::Denied, Cli::Az) => (
                format!("Your Azure sign-in isn't allowed to read {}.", azure_object(command).0),
                format!("It needs {}, which the Reader role has.", azure_object(command).1),
            ),
            (CliFailureKind::NoOrganization, _) => (
                format!("The account of {credentials} isn't in an organization."),
                "Select a profile of the organization's management account.".to_owned(),
            ),
            (CliFailureKind::NoSuchService, _) => (
                format!("The account of {credentials} can't see this service."),
                "Add the account to the endpoint's list, and compare the region and the service name."
                    .to_owned(),
            ),
            (CliFailureKind::NoSuchNetwork, _) => (
                "Azure found no such VNet.".to_owned(),
                "Compare the subscription, the resource group and the name with the Azure portal."
                    .to_owned(),
            ),
            (CliFailureKind::Unreachable, _) => (
                format!("{name} can't reach its cloud."),
                "Check the network and the proxy, then try again.".to_owned(),
            ),
            _ => (
                format!("{name} failed."),
                "Run the command in a terminal to see more.".to_owned(),
            ),
        };
        let remedy = match kind {
            CliFailureKind::SignedOut => command.sign_in(),
            CliFailureKind::WrongCredentials if cli == Cli::Az => command.sign_in(),
            _ => None,
        };
        Self {
            remedy,
            ..Self::new(kind, message, hint, said)
        }
    }

    fn new(kind: CliFailureKind, message: String, hint: String, said: &str) -> Self {
        // The last lines have the reason; a traceback comes before it.
        let said = said.trim();
        let start = said.chars().count().saturating_sub(LONGEST);
        let said: String = said.chars().skip(start).collect();
        let lines: Vec<String> = said.lines().map(str::trim).map(visible).collect();
        Self {
            kind,
            message,
            hint,
            remedy: None,
            said: lines.join(" ").trim().to_owned(),
        }
    }
}

/// What a command of the Azure CLI reads, and the permission for it.
fn azure_object(command: &CliCommand) -> (&'static str, &'static str) {
    match command.arguments().get(1).map(String::as_str) {
        Some("vnet") => (
            "this VNet's subnets",
            "Microsoft.Network/virtualNetworks/subnets/read",
        ),
        _ => (
            "this subscription's private endpoints",
            "Microsoft.Network/privateEndpoints/read",
        ),
    }
}

/// What IAM calls the permission for a command: `ec2:DescribeVpcEndpoints`.
fn permission(command: &CliCommand) -> String {
    let mut words = command.arguments().iter();
    let service = words.next().map_or("", String::as_str);
    let verb = words.next().map_or("", String::as_str);
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    format!(
        "{service}:{}",
        verb.split('-').map(capital).collect::<String>()
    )
}
