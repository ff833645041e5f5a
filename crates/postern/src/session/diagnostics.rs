//! What helps to find out why the service can't be used: what was learned of it, and how it is reached.

use std::fmt::Write as _;

use aeon::first_contact::{Attempt, Fact, Facts, FieldName, How, PsePath};
use aeon::wire::unverified::{PSE_FIELDS, PSE_PATHS};
use aeon::{Failure, FirstContact, ProxySource, Route};
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use super::app::{App, Core};
use super::consent::VENDOR;
use super::{AppEvent, ConsentRequest, client};
use crate::keys::KeyringView;
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// A clock that is off by no more than this does no harm, in seconds.
const CLOCK_TOLERANCE: i64 = 300;

/// What Settings > Diagnostics shows.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    /// The service of each account, that of the one in use first.
    pub services: Vec<ServiceView>,
    /// How requests of the account in use leave this machine; `None` if none is unlocked.
    pub route: Option<String>,
    /// What the proxy setting "System" reads on this platform.
    pub system_reads: String,
    /// For a report: without keys, names, ids and addresses other than the vendor's.
    pub text: String,
}

/// What was learned of a service.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ServiceView {
    pub host: String,
    pub in_use: bool,
    /// The path of endpoints.
    pub path: Option<FactView>,
    /// The field of a create.
    pub field: Option<FactView>,
    /// Whether endpoints were not found at any candidate.
    pub is_hopeless: bool,
    pub attempts: Vec<AttemptView>,
    /// The paths that are tried, in this order.
    pub paths: Vec<String>,
    /// The names of the field that are tried, in this order.
    pub fields: Vec<String>,
}

/// Something that was learned.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FactView {
    pub value: String,
    pub how: HowLearned,
    #[specta(type = String)]
    pub at: Timestamp,
}

/// How something was learned.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum HowLearned {
    Read,
    Created,
    ByHand,
}

/// A request that was made to learn something, with shapes in place of bodies.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AttemptView {
    #[specta(type = String)]
    pub at: Timestamp,
    /// Method and path.
    pub request: String,
    pub body: Option<String>,
    pub status: Option<u16>,
    pub answer: Option<String>,
}

impl App {
    /// What helps to find out why the service can't be used.
    pub async fn diagnostics(&self) -> Diagnostics {
        self.core.diagnostics()
    }

    /// Sets by hand how requests about endpoints are sent to a service, if the user agrees. `None` leaves a part as
    /// it is.
    ///
    /// # Errors
    /// A part is invalid, the service is no account's, or the user doesn't agree; nothing changes then.
    pub async fn set_service_form(
        &self,
        host: String,
        path: Option<String>,
        field: Option<String>,
    ) -> Result<(), Problem> {
        let contact = self.core.contact(&host)?;
        let invalid = |error: aeon::first_contact::TemplateError| {
            Problem::new(ProblemCode::Invalid, error.to_string(), "")
        };
        let path = path.map(|text| PsePath::parse(&text)).transpose();
        let path = path.map_err(invalid)?;
        let field = field.map(|text| FieldName::parse(&text)).transpose();
        let field = field.map_err(invalid)?;
        let parts = [
            path.as_ref().map(|path| format!("the path {path}")),
            field.as_ref().map(|field| format!("the field {field}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return Ok(());
        }
        let request = ConsentRequest::UseForm {
            address: host,
            form: parts.join(" and "),
        };
        self.core.confirm(request).await?;
        contact.set(path, field);
        self.form_changed();
        Ok(())
    }

    /// Forgets what was learned of a service, so that it is learned again.
    ///
    /// # Errors
    /// The service is no account's.
    pub async fn forget_service_form(&self, host: String) -> Result<(), Problem> {
        self.core.contact(&host)?.forget();
        self.form_changed();
        Ok(())
    }

    /// Reports that the machine woke up: connections may be dead, and data is old.
    pub fn resumed(&self) {
        if let Some(open) = self.core.current() {
            open.link.client().reconnect();
            open.inventory.window_focused();
        }
    }

    fn form_changed(&self) {
        if let Some(open) = self.core.current() {
            open.inventory.refresh();
        }
        self.activity();
        self.core.emit(AppEvent::StateChanged);
    }
}

impl Core {
    /// Whether the service of an account says that it isn't earlier than this machine's clock.
    pub(super) fn clock_is_confirmed(&self) -> bool {
        let is_account = self.with_active(|now| now.is_some_and(|now| now.profile.is_some()));
        let ahead = self
            .current()
            .and_then(|open| open.link.client().clock_ahead());
        is_account && ahead.is_some_and(|ahead| ahead <= CLOCK_TOLERANCE)
    }

    /// By how many minutes this machine's clock is ahead of the service's, if that is more than a little.
    pub(super) fn clock_ahead_minutes(&self) -> Option<i32> {
        minutes_off(self.current()?.link.client().clock_ahead()?)
    }

    /// What was learned of the service at an address: of an account, or of the demo.
    fn contact(&self, host: &str) -> Result<FirstContact, Problem> {
        if let Some(open) = self.current().filter(|open| open.host == host) {
            return Ok(open.link.client().first_contact().clone());
        }
        if self.is_known(host) {
            return Ok(self.services.of(&client::base(host)?));
        }
        Err(Problem::new(
            ProblemCode::NotFound,
            "No account has this service address.",
            "Add an account first.",
        ))
    }

    fn diagnostics(&self) -> Diagnostics {
        let open = self.current();
        let in_use = open.as_ref().map(|open| open.host.clone());
        let mut hosts: Vec<String> = in_use.iter().cloned().collect();
        let accounts = self.vault.profiles().into_iter();
        hosts.extend(accounts.map(|profile| profile.host));
        let mut seen = std::collections::HashSet::new();
        hosts.retain(|host| seen.insert(host.clone()));
        let known = |host: String| {
            let contact = self.contact(&host).ok()?;
            let in_use = in_use.as_ref() == Some(&host);
            Some(service(host, in_use, &contact))
        };
        let services: Vec<ServiceView> = hosts.into_iter().filter_map(known).collect();
        let client = open.map(|open| open.link.client());
        let text = self.report(&services, client.as_ref());
        Diagnostics {
            services,
            route: client.map(|client| client.route().to_string()),
            system_reads: aeon::SYSTEM_READS.to_owned(),
            text,
        }
    }

    fn report(&self, services: &[ServiceView], client: Option<&aeon::Client>) -> String {
        let mut text = format!(
            "Postern {} on {} {}\n",
            self.options.version,
            std::env::consts::OS,
            std::env::consts::ARCH
        );
        if let Some(version) = &self.options.web_view {
            let _ = writeln!(text, "Web view: {version}");
        }
        let _ = writeln!(text, "Keyring: {}", keyring(&lock(&self.keyring)));
        let certificates = self.settings.get().certificates;
        let certificates = certificates.map_or(0, |certificates| certificates.count);
        // Writing to a text can't fail.
        let _ = writeln!(text, "Extra CA certificates: {certificates}");
        if let Some(client) = client {
            let _ = writeln!(text, "Proxy: {}", anonymous(&client.route()));
            if let Some(ahead) = client.clock_ahead() {
                let _ = writeln!(text, "Clock: {ahead} s ahead of the service's");
            }
            let _ = writeln!(text, "Requests sent: {}", client.requests_sent());
        }
        for service in services {
            let host = if service.host == VENDOR {
                VENDOR
            } else {
                "a custom address"
            };
            let used = if service.in_use { ", in use" } else { "" };
            let _ = writeln!(text, "\nService: {host}{}{used}", aeon::client::API);
            let fact = |fact: &Option<FactView>| match fact {
                Some(fact) => format!("{} ({}, {:.0})", fact.value, fact.how.word(), fact.at),
                None => "not known".to_owned(),
            };
            let _ = writeln!(text, "Path of endpoints: {}", fact(&service.path));
            let _ = writeln!(text, "Field of a create: {}", fact(&service.field));
            for attempt in &service.attempts {
                let AttemptView { at, request, .. } = attempt;
                let body = attempt.body.as_deref().unwrap_or_default();
                let status = attempt
                    .status
                    .map_or_else(|| "no response".to_owned(), |status| status.to_string());
                let answer = attempt.answer.as_deref().unwrap_or_default();
                let _ = writeln!(text, "{at:.0} {request} {body} -> {status} {answer}");
            }
        }
        let failures = self.failures.list();
        if !failures.is_empty() {
            let _ = writeln!(text, "\nRequests that failed, the last {}:", failures.len());
        }
        for failure in failures {
            let Failure {
                at, request, what, ..
            } = failure;
            let status = failure.status.map(|status| format!(" ({status})"));
            let status = status.unwrap_or_default();
            let _ = writeln!(text, "{at:.0} {request}: {what}{status}");
        }
        text
    }
}

/// The keyring's kind, and whether it can be used.
fn keyring(view: &KeyringView) -> String {
    let state = match &view.problem {
        None => "in use",
        Some(problem) => match problem.code {
            ProblemCode::KeyringAbsent => "not there",
            ProblemCode::KeyringLocked => "locked",
            _ => "can't be used",
        },
    };
    format!("{}, {state}", view.store)
}

/// The route without the proxy's address.
fn anonymous(route: &Route) -> String {
    match route {
        Route::Direct => "none".to_owned(),
        Route::Proxy { from, .. } => match from {
            ProxySource::Variable(_) => format!("from {from} in the environment"),
            ProxySource::Settings | ProxySource::System => format!("from {from}"),
        },
    }
}

fn service(host: String, in_use: bool, contact: &FirstContact) -> ServiceView {
    let Facts {
        path,
        field,
        attempts,
    } = contact.facts();
    ServiceView {
        host,
        in_use,
        path: path.as_ref().map(fact),
        field: field.as_ref().map(fact),
        is_hopeless: contact.is_hopeless(),
        attempts: attempts.into_iter().map(attempt).collect(),
        paths: PSE_PATHS.map(str::to_owned).to_vec(),
        fields: PSE_FIELDS.map(str::to_owned).to_vec(),
    }
}

fn fact<T: ToString>(fact: &Fact<T>) -> FactView {
    FactView {
        value: fact.value.to_string(),
        how: match fact.how {
            How::Read => HowLearned::Read,
            How::Created => HowLearned::Created,
            How::ByHand => HowLearned::ByHand,
        },
        at: fact.at,
    }
}

fn attempt(attempt: Attempt) -> AttemptView {
    let id = if attempt.method == "GET" { "/{id}" } else { "" };
    AttemptView {
        at: attempt.at,
        request: format!("{} {}{id}", attempt.method, attempt.path),
        body: attempt.body,
        status: attempt.status,
        answer: attempt.answer,
    }
}

impl HowLearned {
    fn word(self) -> &'static str {
        match self {
            Self::Read => "by a read",
            Self::Created => "by a create",
            Self::ByHand => "set by hand",
        }
    }
}

/// Whole minutes, if these seconds are more than a response's own age and an ordinary clock's drift.
fn minutes_off(seconds: i64) -> Option<i32> {
    if seconds.abs() <= CLOCK_TOLERANCE {
        return None;
    }
    Some(i32::try_from(seconds / 60).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::minutes_off;

    #[test]
    fn a_clock_is_off_from_more_than_five_minutes_on() {
        for (seconds, minutes) in [
            (0, None),
            (300, None),
            (-300, None),
            (301, Some(5)),
            (-301, Some(-5)),
            (3600, Some(60)),
        ] {
            assert_eq!(minutes_off(seconds), minutes, "{seconds} s");
        }
    }
}
