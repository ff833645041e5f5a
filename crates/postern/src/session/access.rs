//! The access list and findings of the account in use.

use std::sync::Arc;

use jiff::Timestamp;

use super::AppEvent;
use super::app::App;
use crate::access::{
    self, AccessView, ExportFormat, FindingCounts, FindingPlaces, FirstSeen, KeyFacts, Since,
};
use crate::config::AddressBook;
use crate::inventory::Snapshot;
use crate::journal::Sighting;
use crate::problem::Problem;

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
        Ok(access::count(&open.inventory.snapshot(), &key))
    }

    /// The regions that each kind of finding affects.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn finding_places(&self) -> Result<Vec<FindingPlaces>, Problem> {
        let open = self.core.unlocked()?;
        let key = key_facts(open.key_expires());
        Ok(access::places(&open.inventory.snapshot(), &key))
    }

    /// Names an AWS account or Azure subscription; `None` removes the name. The demo's names aren't written to
    /// disk.
    ///
    /// # Errors
    /// The owner or the name is invalid, or the address book can't be written.
    pub async fn set_owner_name(&self, owner: String, name: Option<String>) -> Result<(), Problem> {
        self.book().set(&owner, name.as_deref()).await?;
        self.core.emit(AppEvent::StateChanged);
        Ok(())
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
    async fn seen_first(&self) -> FirstSeen {
        let sightings = self.first_seen().await.unwrap_or_else(|problem| {
            tracing::warn!("{}", problem.message);
            Vec::new()
        });
        let entry = |sighting: Sighting| {
            let (at, exact) = (sighting.at, sighting.exact);
            let since = Since { at, exact };
            (sighting.region_id, sighting.principal, since)
        };
        sightings.into_iter().map(entry).collect()
    }

    fn book(&self) -> &AddressBook {
        if self.is_demo() {
            &self.core.demo_names
        } else {
            &self.core.names
        }
    }

    fn is_demo(&self) -> bool {
        self.core
            .with_active(|active| active.is_some_and(|active| active.profile.is_none()))
    }
}

fn key_facts(expires: Option<Timestamp>) -> KeyFacts {
    KeyFacts {
        expires,
        now: Timestamp::now(),
    }
}
