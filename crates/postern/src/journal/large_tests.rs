//! A journal of 100,000 steps is looked through as quickly as a small one, but for what has to be read.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::time::{Duration, Instant};

use rusqlite::Connection;
use uuid::Uuid;

use super::ledger::NewChange;
use super::{HistoryQuery, Journal, Ledger, Whose, rows};
use crate::change::{Action, BatchId, ChangeId, Step};
use crate::cloud::Cloud;
use crate::principal::views;

const SCOPE: &str = "https://example.com";

fn whose() -> Whose {
    Whose {
        host: SCOPE.to_owned(),
        account_id: "account".into(),
        account_name: "Northwind".to_owned(),
        project_id: "project".into(),
        project_name: "Main".to_owned(),
        profile_name: None,
    }
}

fn principal(number: usize) -> String {
    format!("arn:aws:iam::{:012}:root", number % 500)
}

/// One change of ten endpoints.
fn begun(number: usize) -> NewChange {
    let step = |index: usize| {
        let region = (number * 10 + index) % 1500;
        let added = views(&Cloud::Aws, &[principal(number)]);
        let step = Step {
            region_id: format!("region-{region}").as_str().into(),
            region: "us-west-2".to_owned(),
            cloud: Cloud::Aws,
            pse_id: None,
            action: Action::Edit,
            before: views(&Cloud::Aws, &[principal(number + 1)]),
            after: views(&Cloud::Aws, &[principal(number + 1), principal(number)]),
            list_unread: false,
            puts_back: false,
            replaced: None,
            unseen: false,
            added,
            removed: Vec::new(),
            theirs: None,
            conflicts: Vec::new(),
            warnings: Vec::new(),
            confirm: Vec::new(),
        };
        (step, "{}".to_owned())
    };
    let at = 1_700_000_000_000_000 + i64::try_from(number).unwrap() * 1_000_000;
    NewChange {
        id: ChangeId(Uuid::new_v4()),
        batch: BatchId(Uuid::new_v4()),
        title: format!("Add a principal to 10 endpoints, number {number}"),
        started: jiff::Timestamp::from_microsecond(at).unwrap(),
        cluster_id: format!("cluster-{}", number % 150).as_str().into(),
        cluster_name: format!("cluster-{}", number % 150),
        steps: (0..10).map(step).collect(),
    }
}

async fn filled(changes: usize) -> Ledger {
    let journal = Journal::in_memory();
    let fill = move |connection: &Connection| {
        (0..changes).try_for_each(|number| rows::begin(connection, &whose(), &begun(number)))
    };
    journal.write(fill).await.unwrap();
    journal.ledger(whose())
}

/// The quickest of five: a busy machine makes it longer, never shorter.
async fn took(ledger: &Ledger, query: &HistoryQuery) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        ledger.history(query.clone()).await.unwrap();
        best = best.min(start.elapsed());
    }
    best
}

#[tokio::test]
async fn a_long_history_is_looked_through_as_quickly_as_a_short_one() {
    let (short, long) = (filled(1_000).await, filled(10_000).await);
    let query = |text: &str| HistoryQuery {
        text: text.to_owned(),
        limit: 2,
        ..HistoryQuery::default()
    };
    let of_region = HistoryQuery {
        region_id: Some("region-77".into()),
        ..query("")
    };
    let of_principal = HistoryQuery {
        principal: Some(principal(77)),
        ..query("")
    };
    for (what, query, times) in [
        ("the newest", HistoryQuery::default(), 1),
        ("an endpoint's", of_region, 1),
        ("a principal's", of_principal, 1),
        ("words that are frequent", query("cluster-7 add"), 1),
        // Every title and every step is looked at: ten times as many, from a colder cache.
        ("words that aren't there", query("no such thing"), 20),
    ] {
        let (short, long) = (took(&short, &query).await, took(&long, &query).await);
        println!("{what}: {short:?} in 10,000 steps, {long:?} in 100,000");
        let bound = short * times * 4 + Duration::from_millis(20);
        assert!(long < bound, "{what}: {long:?}, and {short:?} in a tenth");
    }
}
