//! The access list and findings of the account in use.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::AppEvent;
use super::app::App;
use crate::access::{
    self, AccessView, ExportFormat, Finding, FindingCounts, FindingKind, FindingPlaces, KeyFacts,
    KnownPrincipal, ListFacts, Since,
};
use crate::change::{Acceptance, checked_acceptance, today};
use crate::cloud::Cloud;
use crate::config::AddressBook;
use crate::inventory::Snapshot;
use crate::journal::{GrantNote, Sighting};
use crate::principal::{NameList, Names, read_names};
use crate::problem::{Problem, ProblemCode};

/// What the user is reminded of, in a notification of the desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The same for the same reminder.
    pub id: String,
    pub title: String,
    pub text: String,
}

impl App {
    /// The principals with the endpoints they can reach, and the findings.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn access(&self) -> Result<AccessView, Problem> {
        Ok(self.access_now().await?.1)
    }

    /// The number of findings by severity.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn finding_counts(&self) -> Result<FindingCounts, Problem> {
        let open = self.core.unlocked()?;
        let key = key_facts(open.key_expires());
        Ok(access::count(
            &open.inventory.snapshot(),
            &self.seen_first().await,
            &self.book().names(),
            &key,
        ))
    }

    /// The regions that each kind of finding affects.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn finding_places(&self) -> Result<Vec<FindingPlaces>, Problem> {
        let open = self.core.unlocked()?;
        let key = key_facts(open.key_expires());
        Ok(access::places(
            &open.inventory.snapshot(),
            &self.seen_first().await,
            &self.book().names(),
            &key,
        ))
    }

    /// Names an AWS account or Azure subscription; `None` removes the name. The demo's names aren't written to
    /// disk.
    ///
    /// # Errors
    /// The owner or the name is invalid, or the address book can't be written.
    pub async fn set_owner_name(&self, owner: String, name: Option<String>) -> Result<(), Problem> {
        let edit = move |names: &mut Names| names.set(&owner, name.as_deref());
        self.book().edit(edit).await?;
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// The names of accounts and subscriptions, by number or ID.
    pub fn owner_names(&self) -> BTreeMap<String, String> {
        self.book().names().by_owner().clone()
    }

    /// The groups of accounts and subscriptions, by number or ID.
    pub fn owner_groups(&self) -> BTreeMap<String, String> {
        self.book().names().groups().clone()
    }

    /// The principals of one cloud that an editor suggests.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn known_principals(&self, cloud: &Cloud) -> Result<Vec<KnownPrincipal>, Problem> {
        let snapshot = self.core.unlocked()?.inventory.snapshot();
        Ok(access::known(&snapshot, &self.book().names(), cloud))
    }

    /// The names in a pasted list of accounts or subscriptions, beside the current ones. Changes nothing.
    pub fn read_names(&self, text: &str) -> NameList {
        let mut list = read_names(text);
        let names = self.book().names();
        for named in &mut list.names {
            named.compare(&names);
        }
        list
    }

    /// Adds the names in a pasted list of accounts or subscriptions to the address book, in place of those they
    /// have, marks them as the user's own if `ours`, and returns how many changed.
    ///
    /// # Errors
    /// The address book can't be written.
    pub async fn import_names(&self, text: &str, ours: bool) -> Result<u32, Problem> {
        let list = self.read_names(text);
        let changed: Vec<_> = list
            .names
            .into_iter()
            .filter(|named| named.is_news || (ours && !named.is_ours))
            .collect();
        let count = u32::try_from(changed.len()).unwrap_or(u32::MAX);
        if count > 0 {
            let edit = move |names: &mut Names| {
                changed.iter().try_for_each(|named| {
                    names.set(&named.owner, Some(&named.name))?;
                    if let Some(group) = &named.group {
                        names.set_group(&named.owner, Some(group))?;
                    }
                    if ours {
                        names.set_ours(&named.owner, true)?;
                    }
                    Ok(())
                })
            };
            self.book().edit(edit).await?;
            self.core.emit(AppEvent::StateChanged);
        }
        Ok(count)
    }

    /// The access list as the text of a file.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn access_export(&self, format: ExportFormat) -> Result<String, Problem> {
        let (snapshot, view) = self.access_now().await?;
        access::export(&view, &snapshot, format)
    }

    async fn access_now(&self) -> Result<(Arc<Snapshot>, AccessView), Problem> {
        let open = self.core.unlocked()?;
        let snapshot = open.inventory.snapshot();
        let key = key_facts(open.key_expires());
        let names = self.book().names();
        let view = access::view(&snapshot, &self.seen_first().await, &names, &key);
        Ok((snapshot, view))
    }

    /// When each principal was first seen; empty if the journal can't be read, since access is worth showing
    /// anyway.
    async fn seen_first(&self) -> ListFacts {
        let sightings = self.first_seen().await.unwrap_or_else(|problem| {
            tracing::warn!("{}", problem.message);
            Vec::new()
        });
        let entry = |sighting: Sighting| {
            let (at, exact) = (sighting.at, sighting.exact);
            let since = Since { at, exact };
            (sighting.region_id, sighting.principal, since)
        };
        let seen: ListFacts = sightings.into_iter().map(entry).collect();
        let notes = match self.core.unlocked() {
            Ok(open) => open.ledger.grant_notes().await,
            Err(_) => return seen,
        };
        let notes = notes.unwrap_or_else(|error| {
            tracing::warn!(%error, "what was said about grants can't be read");
            Vec::new()
        });
        let entry = |one: GrantNote| (one.region_id, one.principal, one.note);
        let seen = seen.with_notes(notes.into_iter().map(entry));
        let seen = match self.core.current() {
            Some(open) => {
                let found = open.lookups.found().into_iter();
                seen.with_connected(found.map(|(region, found)| (region, found.endpoints)))
            }
            None => seen,
        };
        match self.accepted().await {
            Ok(accepted) => seen.with_accepted(accepted),
            Err(problem) => {
                tracing::warn!("{}", problem.message);
                seen
            }
        }
    }

    async fn accepted(&self) -> Result<Vec<(String, Acceptance)>, Problem> {
        Ok(self.core.unlocked()?.ledger.accepted().await?)
    }

    /// Accepts a finding until a day: it stays listed, and is no longer counted.
    ///
    /// # Errors
    /// There is no such finding, the reason or the date can't be used, or it can't be written.
    pub async fn accept_finding(
        &self,
        id: String,
        reason: &str,
        until: &str,
    ) -> Result<(), Problem> {
        let accepted = checked_acceptance(reason, until, today(Timestamp::now()))?;
        let (_, view) = self.access_now().await?;
        if !view.findings.iter().any(|finding| finding.id == id) {
            return Err(Problem::new(
                ProblemCode::NotFound,
                "This finding no longer exists.",
                "Nothing needs to be accepted.",
            ));
        }
        self.note_accepted(id, Some(accepted)).await
    }

    /// Counts a finding again that was accepted.
    ///
    /// # Errors
    /// It can't be written.
    pub async fn withdraw_acceptance(&self, id: String) -> Result<(), Problem> {
        self.note_accepted(id, None).await
    }

    async fn note_accepted(
        &self,
        id: String,
        accepted: Option<(String, Date)>,
    ) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        open.ledger.accept(id, accepted).await?;
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Marks an AWS account or Azure subscription as the user's own, or takes that back.
    ///
    /// # Errors
    /// The owner is invalid, or the address book can't be written.
    pub async fn set_ours(&self, owner: String, ours: bool) -> Result<(), Problem> {
        let edit = move |names: &mut Names| names.set_ours(&owner, ours);
        self.book().edit(edit).await?;
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Puts an AWS account or Azure subscription into a group; `None` takes it out.
    ///
    /// # Errors
    /// The owner or the group is invalid, or the address book can't be written.
    pub async fn set_owner_group(
        &self,
        owner: String,
        group: Option<String>,
    ) -> Result<(), Problem> {
        let edit = move |names: &mut Names| names.set_group(&owner, group.as_deref());
        self.book().edit(edit).await?;
        self.core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// What the user should be reminded of: access past its date. Empty if no account is unlocked.
    pub async fn reminders(&self) -> Vec<Reminder> {
        let Ok((_, view)) = self.access_now().await else {
            return Vec::new();
        };
        let findings = view.findings.into_iter();
        let past = findings
            .filter(|finding| finding.kind == FindingKind::PastDate && finding.accepted.is_none());
        let reminder = |finding: Finding| Reminder {
            id: finding.id,
            title: format!("Reminder: {}", finding.title),
            text: finding.text,
        };
        past.map(reminder).collect()
    }

    pub(super) fn book(&self) -> &AddressBook {
        if self.core.is_demo() {
            &self.core.demo_names
        } else {
            &self.core.names
        }
    }
}

fn key_facts(expires: Option<Timestamp>) -> KeyFacts {
    KeyFacts {
        expires,
        now: Timestamp::now(),
        today: today(Timestamp::now()),
    }
}
