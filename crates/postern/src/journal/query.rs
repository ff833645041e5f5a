//! Queries the history.

use jiff::Timestamp;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};

use super::last_seen::time;
use super::ledger::Ledger;
use super::notes::note;
use super::recover::{parsed, shown, unreadable, uuid};
use super::rows::find_scope;
use super::writer::JournalError;
use super::{
    HistoryEntry, HistoryKind, HistoryNames, HistoryOnly, HistoryPage, HistoryPlace, HistoryQuery,
    HistoryResult, HistoryStep, ResultCount, Shortened,
};
use crate::change::{Action, BatchId, Conflict, Step, StepState};
use crate::principal::PrincipalView;

/// Default page size.
const PAGE: u32 = 50;
/// Maximum page size.
const MAX_PAGE: u32 = 500;
/// Maximum number of steps per entry on a page.
const STEPS: u32 = 50;

impl Ledger {
    /// A page of the history, newest first.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(empty());
            };
            page(connection, scope, &query, STEPS)
        };
        self.journal.read(read).await
    }

    /// The whole history matching a query, with every step.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn whole_history(
        &self,
        query: HistoryQuery,
    ) -> Result<Vec<HistoryEntry>, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let mut entries = Vec::new();
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(entries);
            };
            let mut query = HistoryQuery {
                limit: MAX_PAGE,
                ..query
            };
            loop {
                let page = page(connection, scope, &query, u32::MAX)?;
                entries.extend(page.entries);
                query.before = match page.next {
                    Some(next) => Some(next),
                    None => return Ok(entries),
                };
            }
        };
        self.journal.read(read).await
    }

    /// Values for the history's filters.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn names(&self) -> Result<HistoryNames, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(HistoryNames::default());
            };
            names(connection, scope)
        };
        self.journal.read(read).await
    }
}

fn names(connection: &Connection, scope: i64) -> rusqlite::Result<HistoryNames> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT t.principal FROM touched t
            JOIN step s ON s.id = t.step JOIN batch b ON b.number = s.batch
         WHERE b.scope = ?1 ORDER BY t.principal",
    )?;
    let principals = statement
        .query_map([scope], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // SQLite takes the other columns from the row with the greatest id, so these are the latest names.
    let mut statement = connection.prepare(
        "SELECT s.region_id, c.cluster_name, json_extract(s.shown, '$.region'), max(s.id)
         FROM batch b JOIN step s ON s.batch = b.number JOIN change c ON c.id = s.change
         WHERE b.scope = ?1 GROUP BY s.region_id ORDER BY 2, 3",
    )?;
    let endpoints = statement.query_map([scope], |row| {
        Ok(HistoryPlace {
            region_id: row.get_ref(0)?.as_str()?.into(),
            cluster_name: row.get(1)?,
            region: row.get(2)?,
        })
    })?;
    Ok(HistoryNames {
        endpoints: endpoints.collect::<rusqlite::Result<_>>()?,
        principals,
    })
}

pub(super) fn empty() -> HistoryPage {
    HistoryPage {
        entries: Vec::new(),
        next: None,
    }
}

/// Builds an SQL condition and its values.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }
}

fn page(
    connection: &Connection,
    scope: i64,
    query: &HistoryQuery,
    most_steps: u32,
) -> rusqlite::Result<HistoryPage> {
    let limit = match query.limit {
        0 => PAGE,
        limit => limit.min(MAX_PAGE),
    };
    let condition = batches(scope, query);
    let there = query.region_id.as_ref().map(ToString::to_string);
    let sql = format!(
        "SELECT b.number, b.id, b.kind, b.title, b.account_name, b.project_name, b.profile_name,
            b.started, b.ended, b.shortened, b.vpc, (SELECT count(*) FROM step s WHERE s.batch = b.number AND s.happened {}),
            n.reason, n.ticket, n.until
         FROM batch b LEFT JOIN note n ON n.batch = b.id WHERE {} ORDER BY b.started DESC, b.number DESC LIMIT {}",
        there.as_ref().map_or("", |_| "AND s.region_id = ?"),
        condition.sql,
        limit + 1
    );
    let mut statement = connection.prepare(&sql)?;
    let values = there.map(Value::from).into_iter().chain(condition.values);
    let mut rows = statement.query(params_from_iter(values))?;
    let mut page = empty();
    let mut last = None;
    while let Some(row) = rows.next()? {
        if page.entries.len() == limit as usize {
            page.next = last;
            break;
        }
        let (number, started): (i64, i64) = (row.get(0)?, row.get(7)?);
        last = Some(format!("{started}.{number}"));
        let mut entry = entry(row)?;
        let most = if query.batch.is_some() {
            u32::MAX
        } else {
            most_steps
        };
        (entry.results, entry.steps) = steps(connection, number, &entry, query, most)?;
        if entry.kind == HistoryKind::Seen {
            let before = entry.started;
            for step in &mut entry.steps {
                takes_back(connection, scope, before, step)?;
            }
        }
        entry.steps_total = entry.results.iter().map(|count| count.steps).sum();
        page.entries.push(entry);
    }
    Ok(page)
}

/// What a change that is taken back at once suggests.
const MANAGED: &str =
    "Something else seems to manage this list, such as Terraform. Change it there as well.";
/// An outside change this soon after ours is no coincidence, in microseconds.
const SOON: i64 = 15 * 60 * 1_000_000;

/// Says so if an outside change takes back what Postern did to the same endpoint shortly before.
fn takes_back(
    connection: &Connection,
    scope: i64,
    at: Timestamp,
    seen: &mut HistoryStep,
) -> rusqlite::Result<()> {
    let at = at.as_microsecond();
    let mut statement = connection.prepare_cached(
        "SELECT c.cluster_id, c.cluster_name, s.shown, s.state, s.sent_at, s.ended, s.region_id, s.hay
         FROM step s JOIN change c ON c.id = s.change JOIN batch b ON b.number = s.batch
         WHERE b.scope = ? AND b.kind <> 'seen' AND s.region_id = ? AND s.happened
            AND s.sent_at BETWEEN ? AND ?",
    )?;
    let values = params![scope, seen.region_id.to_string(), at - SOON, at];
    let ours = statement.query_map(values, |row| step(row, HistoryKind::Ours))?;
    for ours in ours {
        let ours = ours?;
        let is_reverted = seen.removed.iter().any(|one| ours.added.contains(one))
            || seen.added.iter().any(|one| ours.removed.contains(one));
        if is_reverted {
            seen.reason =
                format!("This takes back what Postern had changed shortly before. {MANAGED}");
        }
    }
    Ok(())
}

/// The condition for matching batches.
fn batches(scope: i64, query: &HistoryQuery) -> Condition {
    let mut condition = Condition {
        sql: "b.scope = ?".to_owned(),
        values: vec![scope.into()],
    };
    match query.only {
        HistoryOnly::All => {}
        HistoryOnly::Ours => condition.and("b.kind = 'ours'", []),
        HistoryOnly::Seen => condition.and("b.kind = 'seen'", []),
    }
    if let Some(batch) = query.batch {
        condition.and("b.id = ?", [batch.0.to_string().into()]);
    }
    if let Some((started, number)) = query.before.as_deref().and_then(cursor) {
        condition.and(
            "(b.started, b.number) < (?, ?)",
            [started.into(), number.into()],
        );
    }
    match (&query.region_id, &query.principal) {
        (None, None) => {}
        (Some(region), None) => condition.and(
            "b.number IN (SELECT batch FROM step WHERE region_id = ?)",
            [region.to_string().into()],
        ),
        (None, Some(principal)) => condition.and(
            "b.number IN (SELECT s.batch FROM touched t JOIN step s ON s.id = t.step
                WHERE t.principal = ?)",
            [principal.clone().into()],
        ),
        (Some(region), Some(principal)) => condition.and(
            "b.number IN (SELECT s.batch FROM touched t JOIN step s ON s.id = t.step
                WHERE s.region_id = ? AND t.principal = ?)",
            [region.to_string().into(), principal.clone().into()],
        ),
    }
    for word in words(&query.text) {
        condition.and(
            "(instr(b.hay, ?) > 0
                OR EXISTS (SELECT 1 FROM note n WHERE n.batch = b.id
                    AND instr(lower(n.reason || ' ' || n.ticket), ?) > 0)
                OR EXISTS (SELECT 1 FROM step s WHERE s.batch = b.number AND instr(s.hay, ?) > 0))",
            [word.clone().into(), word.clone().into(), word.into()],
        );
    }
    condition
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Parses a cursor; an invalid one means the beginning.
fn cursor(text: &str) -> Option<(i64, i64)> {
    let (started, number) = text.split_once('.')?;
    Some((started.parse().ok()?, number.parse().ok()?))
}

fn entry(row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
    let started = time(row.get(7)?);
    let ended = row.get::<_, Option<i64>>(8)?.map(time);
    let kind: String = row.get(2)?;
    let shortened: Option<String> = row.get(9)?;
    let shortened: Option<Shortened> = shortened.map(|text| parsed(9, &text)).transpose()?;
    let vpc: Option<String> = row.get(10)?;
    let vpc = vpc.map(|text| parsed(10, &text)).transpose()?;
    Ok(HistoryEntry {
        batch: BatchId(uuid(row.get_ref(1)?.as_str()?)),
        kind: if shortened.is_some() {
            HistoryKind::Shortened
        } else if kind == "seen" {
            HistoryKind::Seen
        } else {
            HistoryKind::Ours
        },
        title: row.get(3)?,
        account_name: row.get(4)?,
        project_name: row.get(5)?,
        profile_name: row.get(6)?,
        started,
        ended,
        took_ms: ended
            .filter(|_| kind != "seen" && shortened.is_none())
            .map(|ended| millis(started, ended)),
        shortened,
        vpc,
        revertible: row.get(11)?,
        note: match row.get_ref(12)? {
            ValueRef::Null => None,
            _ => Some(note(row, 12)?),
        },
        steps_total: 0,
        results: Vec::new(),
        steps: Vec::new(),
    })
}

fn millis(from: Timestamp, to: Timestamp) -> u32 {
    let millis = to.as_millisecond().saturating_sub(from.as_millisecond());
    u32::try_from(millis.max(0)).unwrap_or(u32::MAX)
}

/// The results of an entry's matching steps, and the first of them. If its title matches the words, all steps do.
fn steps(
    connection: &Connection,
    batch: i64,
    entry: &HistoryEntry,
    query: &HistoryQuery,
    most: u32,
) -> rusqlite::Result<(Vec<ResultCount>, Vec<HistoryStep>)> {
    let mut condition = Condition {
        sql: "s.batch = ?".to_owned(),
        values: vec![batch.into()],
    };
    if let Some(region) = &query.region_id {
        condition.and("s.region_id = ?", [region.to_string().into()]);
    }
    if let Some(principal) = &query.principal {
        condition.and(
            "EXISTS (SELECT 1 FROM touched t WHERE t.step = s.id AND t.principal = ?)",
            [principal.clone().into()],
        );
    }
    let title = entry.title.to_lowercase();
    for word in words(&query.text) {
        if !title.contains(&word) {
            condition.and("instr(s.hay, ?) > 0", [word.into()]);
        }
    }
    // Any state of a kind determines the kind's result. Unreadable states form a group of their own.
    let sql = format!(
        "SELECT min(s.state), count(*) FROM step s WHERE {}
         GROUP BY CASE WHEN json_valid(s.state)
                       THEN json_extract(s.state, '$.kind', '$.happened') END",
        condition.sql
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let results = statement.query_map(params_from_iter(&condition.values), |row| {
        Ok(ResultCount {
            result: ended(&state(row, 0)?, entry.kind).0,
            steps: row.get(1)?,
        })
    })?;
    let results = results.collect::<rusqlite::Result<_>>()?;
    let sql = format!(
        "SELECT c.cluster_id, c.cluster_name, s.shown, s.state, s.sent_at, s.ended, s.region_id, s.hay
         FROM step s JOIN change c ON c.id = s.change WHERE {} ORDER BY s.id LIMIT {most}",
        condition.sql
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(condition.values), |row| {
        step(row, entry.kind)
    })?;
    Ok((results, rows.collect::<rusqlite::Result<_>>()?))
}

/// A step's state; an unreadable one counts as failed.
fn state(row: &Row<'_>, column: usize) -> rusqlite::Result<StepState> {
    let read = parsed(column, row.get_ref(column)?.as_str()?);
    Ok(read.unwrap_or_else(|error| StepState::Failed {
        problem: unreadable(&error),
    }))
}

fn step(row: &Row<'_>, kind: HistoryKind) -> rusqlite::Result<HistoryStep> {
    let (shown, damage) = shown(row, 2, 6, 7)?;
    let state = match damage {
        Some(problem) => StepState::Failed { problem },
        None => state(row, 3)?,
    };
    let (result, reason) = ended(&state, kind);
    let left_deleted =
        matches!(state, StepState::NotSent) && shown.conflicts.contains(&Conflict::Vanished);
    let reason = if left_deleted {
        "The endpoint had been deleted in the meantime and was left deleted.".to_owned()
    } else {
        [reason, about_others(&shown)]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    Ok(HistoryStep {
        cluster_id: row.get_ref(0)?.as_str()?.into(),
        cluster_name: row.get(1)?,
        region_id: shown.region_id,
        region: shown.region,
        cloud: shown.cloud,
        action: shown.action,
        before: shown.before,
        // A deleted endpoint has no list.
        after: match shown.action {
            Action::Delete => Vec::new(),
            Action::Create | Action::Edit => shown.after,
        },
        added: shown.added,
        removed: shown.removed,
        result,
        reason,
        sent: row.get::<_, Option<i64>>(4)?.map(time),
        ended: row.get::<_, Option<i64>>(5)?.map(time),
    })
}

/// What a step has to do with somebody else's change at the same moment.
fn about_others(step: &Step) -> String {
    let list = |sign: &str, views: &[PrincipalView]| -> String {
        views
            .iter()
            .map(|view| format!(" {sign}{}", view.text))
            .collect()
    };
    let mut text = String::new();
    if step.puts_back {
        text.push_str("Put back what somebody else had changed at the same moment.");
    }
    if let Some(theirs) = &step.replaced {
        let (added, removed) = (list("+", &theirs.added), list("-", &theirs.removed));
        text = format!("{text} Replaced somebody else's change:{added}{removed}.");
    }
    if step.unseen {
        text.push_str(
            " A task that Postern didn't start changed this cluster at the same moment. If it was an edit of this \
             list, no read has shown it.",
        );
    }
    text.trim().to_owned()
}

/// The result of a step, with its reason.
fn ended(state: &StepState, kind: HistoryKind) -> (HistoryResult, String) {
    match kind {
        HistoryKind::Seen => (HistoryResult::Seen, String::new()),
        HistoryKind::Ours | HistoryKind::Shortened => result(state),
    }
}

fn result(state: &StepState) -> (HistoryResult, String) {
    match state {
        StepState::Planned
        | StepState::Sending
        | StepState::Accepted { .. }
        | StepState::InForce { .. } => (HistoryResult::Open, String::new()),
        StepState::Waiting { reason } => (HistoryResult::Open, reason.clone()),
        StepState::Confirmed { .. } => (HistoryResult::Confirmed, String::new()),
        StepState::NotConfirmed { reason } => (HistoryResult::NotConfirmed, reason.clone()),
        StepState::Superseded { .. } => (
            HistoryResult::Superseded,
            format!("Others replaced this change. {MANAGED}"),
        ),
        StepState::Conflict { .. } => (
            HistoryResult::Conflict,
            "Others had changed the same principal.".to_owned(),
        ),
        StepState::Failed { problem } => (HistoryResult::Failed, problem.message.clone()),
        StepState::NotSent => (HistoryResult::NotSent, String::new()),
        StepState::Settled {
            happened: true,
            reason,
            ..
        } => (HistoryResult::SettledHappened, reason.clone()),
        StepState::Settled { reason, .. } => (HistoryResult::SettledNot, reason.clone()),
    }
}
