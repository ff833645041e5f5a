//! The lists as they were last seen, and since when each principal is on one.

use std::collections::HashMap;

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ledger::{Begun, Ledger};
use super::rows::{self, NewStep, find_scope, json, scope};
use super::writer::JournalError;
use super::{Sighting, Whose};
use crate::change::{Action, BatchId, ChangeId, Step, StepState, endpoint_name};
use crate::cloud::Cloud;
use crate::principal::views;

/// Which endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub cluster_id: ClusterId,
    pub cluster_name: String,
    pub region_id: RegionInfoId,
    pub region: String,
    pub cloud: Cloud,
}

/// An endpoint's list as it was last seen; no list: there was no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub place: Place,
    pub list: Option<Vec<String>>,
}

/// What somebody else changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub place: Place,
    pub before: Option<Vec<String>>,
    pub after: Option<Vec<String>>,
}

/// What is new since the lists were last compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct News {
    /// Seen for the first time: since when they are so is not known.
    pub first: Vec<Known>,
    /// Changed by us.
    pub ours: Vec<Known>,
    /// Changed by others.
    pub seen: Vec<Seen>,
    /// No longer part of the account, whoever removed them.
    pub gone: Vec<RegionInfoId>,
}

impl News {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Ledger {
    /// The lists as they were last seen.
    pub(crate) async fn known(&self) -> Result<HashMap<RegionInfoId, Known>, JournalError> {
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
                // What can't be read any more is seen for the first time again.
                if let (Ok(place), Ok(list)) = (serde_json::from_str::<Place>(&place), list) {
                    known.insert(place.region_id.clone(), Known { place, list });
                }
            }
            Ok(known)
        };
        self.journal.read(read).await
    }

    /// Keeps what is new.
    pub(crate) async fn keep(&self, news: News) -> Result<(), JournalError> {
        let whose = self.whose.clone();
        let (at, batch) = (Timestamp::now(), BatchId(Uuid::new_v4()));
        self.journal
            .write(move |connection| {
                let scope = scope(connection, &whose)?;
                for known in &news.first {
                    put(connection, scope, known, at, false)?;
                }
                for known in &news.ours {
                    put(connection, scope, known, at, true)?;
                }
                if !news.seen.is_empty() {
                    put_seen(connection, &whose, batch, &news.seen, at)?;
                }
                for seen in &news.seen {
                    let known = Known {
                        place: seen.place.clone(),
                        list: seen.after.clone(),
                    };
                    put(connection, scope, &known, at, true)?;
                }
                for region in &news.gone {
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

    /// Since when each principal is on the list of an endpoint, as far as known.
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

/// A time as the journal keeps it.
pub(super) fn time(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// One of our steps has happened: its list is the one that is known.
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
    known: &Known,
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

/// Principals that have gone are forgotten, new ones noted.
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
    seen: &[Seen],
    at: Timestamp,
) -> rusqlite::Result<()> {
    let number = rows::put_batch(connection, whose, batch, "seen", &title(seen), at)?;
    let mut changes: HashMap<&ClusterId, (ChangeId, usize)> = HashMap::new();
    for one in seen {
        let place = &one.place;
        let (change, position) = match changes.get_mut(&place.cluster_id) {
            Some(known) => known,
            None => {
                let begun = Begun {
                    id: ChangeId(Uuid::new_v4()),
                    batch,
                    title: String::new(),
                    started: at,
                    cluster_id: place.cluster_id.clone(),
                    cluster_name: place.cluster_name.clone(),
                    cloud: place.cloud.clone(),
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

fn title(seen: &[Seen]) -> String {
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

/// What was seen, as a step.
fn shown(seen: &Seen) -> Step {
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
        confirm: Vec::new(),
    }
}
