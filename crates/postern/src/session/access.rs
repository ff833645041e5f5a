//! Who can reach what, on the account in use.

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
    /// Who can reach what, and what looks wrong.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn access(&self) -> Result<AccessView, Problem> {
        Ok(self.access_now().await?.1)
    }

    /// How many findings there are.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn finding_counts(&self) -> Result<FindingCounts, Problem> {
        let open = self.core.unlocked()?;
        let key = key_facts(open.key_expires());
        Ok(access::count(&open.inventory.snapshot(), &key))
    }

    /// Which regions each kind of finding is about.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn finding_places(&self) -> Result<Vec<FindingPlaces>, Problem> {
        let open = self.core.unlocked()?;
        let key = key_facts(open.key_expires());
        Ok(access::places(&open.inventory.snapshot(), &key))
    }

    /// Gives an account number or a subscription id a name; `None` takes it away. The demo's names are
    /// not written to disk.
    ///
    /// # Errors
    /// The owner or the name can't be used, or the address book can't be written.
    pub async fn set_owner_name(&self, owner: String, name: Option<String>) -> Result<(), Problem> {
        self.book().set(&owner, name.as_deref()).await?;
        self.core.tell(AppEvent::StateChanged);
        Ok(())
    }

    /// Who can reach what, as text for other programs.
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

    /// When each principal was first seen. Access is worth showing also where the journal can't be read.
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
            .seat(|taken| taken.is_some_and(|taken| taken.profile.is_none()))
    }
}

fn key_facts(expires: Option<Timestamp>) -> KeyFacts {
    KeyFacts {
        expires,
        now: Timestamp::now(),
    }
}
