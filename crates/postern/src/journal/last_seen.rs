//! The lists as last seen, and when each principal was first seen on one.

use std::collections::HashMap;

use aeon::clock::timestamp;
use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::ledger::{Ledger, NewChange};
use super::rows::{self, NewStep, find_scope, json, scope};
use super::writer::JournalError;
use super::{Sighting, Whose};
use crate::change::{Action, BatchId, ChangeId, Step, StepState, endpoint_name};
use crate::cloud::Cloud;
use crate::principal::views;

/// The location of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub cluster_id: ClusterId,
    pub cluster_name: String,
    pub region_id: RegionInfoId,
    pub region: String,
    pub cloud: Cloud,
}

/// An endpoint's list as last seen; `None` if there was no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LastSeen {
    pub place: Place,
    pub list: Option<Vec<String>>,
}

/// A change made by others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OthersChange {
    pub place: Place,
    pub before: Option<Vec<String>>,
    pub after: Option<Vec<String>>,
}

/// Differences found by comparing lists with those last seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Differences {
    /// Seen for the first time, so it is unknown since when.
    pub first: Vec<LastSeen>,
    /// Changed by us.
    pub ours: Vec<LastSeen>,
    /// Changed by others.
    pub others: Vec<OthersChange>,
    /// No longer part of the account, whoever removed them.
    pub gone: Vec<RegionInfoId>,
}

impl Differences {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Ledger {
    /// The lists as last seen.
    pub(crate) async fn known(&self) -> Result<HashMap<RegionInfoId, LastSeen>, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(HashMap::new());
            };
            let mut statement =
                connection.prepare("SELECT place, list FROM known WHERE scope = ?1")?;
            let rows = statement.query_map([scope], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
            })?;
            let mut known = HashMap::new();
            for row in rows {
                let (place, list) = row?;
                let list = list.map(|list| serde_json::from_str(&list)).transpose();
                // An unreadable entry counts as never seen.
                if let (Ok(place), Ok(list)) = (serde_json::from_str::<Place>(&place), list) {
                    known.insert(place.region_id.clone(), LastSeen { place, list });
                }
            }
            Ok(known)
        };
        self.journal.read(read).await
    }

    /// Records differences.
    pub(crate) async fn record(&self, differences: Differences) -> Result<(), JournalError> {
        let whose = self.whose.clone();
        let (at, batch) = (timestamp(), BatchId::new());
        self.journal
            .write(move |connection| {
                let scope = scope(connection, &whose)?;
                for known in &differences.first {
                    put(connection, scope, known, at, false)?;
                }
                for known in &differences.ours {
                    put(connection, scope, known, at, true)?;
                }
                if !differences.others.is_empty() {
                    put_seen(connection, &whose, batch, &differences.others, at)?;
                }
                for seen in &differences.others {
                    let known = LastSeen {
                        place: seen.place.clone(),
                        list: seen.after.clone(),
                    };
                    put(connection, scope, &known, at, true)?;
                }
                for region in &differences.gone {
                    for table in ["known", "first_seen"] {
                        connection.execute(
                            &format!("DELETE FROM {table} WHERE scope = ?1 AND region_id = ?2"),
                            params![scope, region.as_str()],
                        )?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// When each principal was first seen on each endpoint's list.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn first_seen(&self) -> Result<Vec<Sighting>, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(Vec::new());
            };
            let sql = "SELECT region_id, principal, at, exact FROM first_seen WHERE scope = ?1";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([scope], |row| {
                Ok(Sighting {
                    region_id: RegionInfoId::from(row.get_ref(0)?.as_str()?),
                    principal: row.get(1)?,
                    at: time(row.get(2)?),
                    exact: row.get(3)?,
                })
            })?;
            rows.collect()
        };
        self.journal.read(read).await
    }
}

/// Converts a time from the journal, in microseconds since 1970.
pub(super) fn time(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Updates the list last seen after one of our steps was applied.
pub(super) fn happened(
    connection: &Connection,
    whose: &Whose,
    region: &str,
    shown: &Step,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let scope = scope(connection, whose)?;
    let list = (shown.action != Action::Delete).then(|| texts(&shown.after));
    connection
        .prepare_cached("UPDATE known SET list = ?3 WHERE scope = ?1 AND region_id = ?2")?
        .execute(params![scope, region, list.as_ref().map(json)])?;
    since(connection, scope, region, list.as_deref(), at, true)
}

pub(super) fn texts(views: &[crate::principal::PrincipalView]) -> Vec<String> {
    views.iter().map(|view| view.text.clone()).collect()
}

fn put(
    connection: &Connection,
    scope: i64,
    known: &LastSeen,
    at: Timestamp,
    exact: bool,
) -> rusqlite::Result<()> {
    let region = known.place.region_id.as_str();
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO known (scope, region_id, place, list) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            scope,
            region,
            json(&known.place),
            known.list.as_ref().map(json)
        ])?;
    since(connection, scope, region, known.list.as_deref(), at, exact)
}

/// Updates when principals were first seen: deletes removed ones and adds new ones.
fn since(
    connection: &Connection,
    scope: i64,
    region: &str,
    list: Option<&[String]>,
    at: Timestamp,
    exact: bool,
) -> rusqlite::Result<()> {
    let list = list.unwrap_or_default();
    connection
        .prepare_cached(
            "DELETE FROM first_seen WHERE scope = ?1 AND region_id = ?2
             AND principal NOT IN (SELECT value FROM json_each(?3))",
        )?
        .execute(params![scope, region, json(&list)])?;
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO first_seen (scope, region_id, principal, at, exact)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for principal in list {
        statement.execute(params![
            scope,
            region,
            principal,
            at.as_microsecond(),
            exact
        ])?;
    }
    Ok(())
}

fn put_seen(
    connection: &Connection,
    whose: &Whose,
    batch: BatchId,
    seen: &[OthersChange],
    at: Timestamp,
) -> rusqlite::Result<()> {
    let number = rows::put_batch(connection, whose, batch, "seen", &title(seen), at)?;
    let mut changes: HashMap<&ClusterId, (ChangeId, usize)> = HashMap::new();
    for one in seen {
        let place = &one.place;
        let (change, position) = match changes.get_mut(&place.cluster_id) {
            Some(known) => known,
            None => {
                let begun = NewChange {
                    id: ChangeId::new(),
                    batch,
                    title: String::new(),
                    started: at,
                    cluster_id: place.cluster_id.clone(),
                    cluster_name: place.cluster_name.clone(),
                    steps: Vec::new(),
                };
                rows::put_change(connection, number, &begun)?;
                changes.entry(&place.cluster_id).or_insert((begun.id, 0))
            }
        };
        let row = NewStep {
            batch: number,
            change: *change,
            position: *position,
            cluster_name: &place.cluster_name,
            step: &shown(one),
            job: "",
            state: json(&StepState::Confirmed { at }),
            open: false,
        };
        *position += 1;
        let id = rows::add_step(connection, &row)?;
        let sql = "UPDATE step SET happened = 1, ended = ?2 WHERE id = ?1";
        connection
            .prepare_cached(sql)?
            .execute(params![id, at.as_microsecond()])?;
    }
    connection
        .prepare_cached("UPDATE batch SET ended = ?2 WHERE number = ?1")?
        .execute(params![number, at.as_microsecond()])?;
    Ok(())
}

fn title(seen: &[OthersChange]) -> String {
    match seen {
        [one] => {
            let what = match (&one.before, &one.after) {
                (None, _) => "Created",
                (_, None) => "Deleted",
                _ => "Changed",
            };
            let place = endpoint_name(&one.place.cluster_name, &one.place.region);
            format!("{what} elsewhere: {place}")
        }
        many => format!("Changed elsewhere: {} endpoints", many.len()),
    }
}

/// A change by others as a step.
fn shown(seen: &OthersChange) -> Step {
    let before = seen.before.clone().unwrap_or_default();
    let after = seen.after.clone().unwrap_or_default();
    let without = |list: &[String], other: &[String]| -> Vec<String> {
        let other = rows::distinct(other.iter().map(String::as_str));
        let left = list.iter().filter(|text| !other.contains(text.as_str()));
        left.cloned().collect()
    };
    let cloud = &seen.place.cloud;
    Step {
        region_id: seen.place.region_id.clone(),
        region: seen.place.region.clone(),
        cloud: cloud.clone(),
        pse_id: None,
        action: match (&seen.before, &seen.after) {
            (None, _) => Action::Create,
            (_, None) => Action::Delete,
            _ => Action::Edit,
        },
        added: views(cloud, &without(&after, &before)),
        removed: views(cloud, &without(&before, &after)),
        before: views(cloud, &before),
        after: views(cloud, &after),
        list_unread: false,
        theirs: None,
        conflicts: Vec::new(),
        warnings: Vec::new(),
        puts_back: false,
        replaced: None,
        unseen: false,
        confirm: Vec::new(),
    }
}
