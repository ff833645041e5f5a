//! What was done, by whom, and how it ended.

use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use jiff::Timestamp;
use postern::change::{Action, ChangeId, ChangeNote, NoteDraft};
use postern::config::SettingsChange;
use postern::journal::{
    HistoryEntry, HistoryFormat, HistoryKind, HistoryNames, HistoryOnly, HistoryQuery,
    HistoryResult,
};
use postern::plan::Goal;
use postern::problem::ProblemCode;
use postern::session::AppEvent;

use crate::support::{PSE, Stage, create, is_settled, owned, quick, simulator, sorted, until};

pub const NEW: &str = "arn:aws:iam::112233445566:root";
pub const OTHER: &str = "arn:aws:iam::998877665544:role/somebody-else";

impl Stage {
    pub async fn history(&self, query: HistoryQuery) -> Vec<HistoryEntry> {
        self.app.history(query).await.unwrap().entries
    }

    pub async fn seen(&self) -> Vec<HistoryEntry> {
        let only = HistoryOnly::Seen;
        self.history(HistoryQuery {
            only,
            ..HistoryQuery::default()
        })
        .await
    }

    pub async fn ours(&self) -> Vec<HistoryEntry> {
        let only = HistoryOnly::Ours;
        self.history(HistoryQuery {
            only,
            ..HistoryQuery::default()
        })
        .await
    }

    /// Reads everything again.
    pub async fn refreshed(&self) {
        let before = self.snapshot().read_at;
        self.app.refresh().await.unwrap();
        until("everything is read again", || {
            (self.snapshot().read_at > before).then_some(())
        })
        .await;
        self.ready().await;
    }

    /// Waits until as many changes of others have been seen.
    pub async fn until_seen(&self, count: usize) -> Vec<HistoryEntry> {
        loop {
            let seen = self.seen().await;
            if seen.len() >= count {
                return seen;
            }
            self.refreshed().await;
        }
    }

    pub async fn add_in(&self, cluster: &str, region: &str, principal: &str) -> ChangeId {
        let id = self.apply(self.adding(cluster, region, principal)).await;
        self.confirmed(id).await;
        id
    }

    /// Waits until the lists are in the journal that later changes are told from.
    pub async fn known(&self) {
        loop {
            if !self.app.first_seen().await.unwrap().is_empty() {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    pub async fn since(&self, cluster: &str, region: &str, principal: &str) -> Option<bool> {
        let id = self.region(cluster, region).id;
        let sightings = self.app.first_seen().await.unwrap();
        let mut fitting = sightings
            .into_iter()
            .filter(|sighting| sighting.region_id == id && sighting.principal == principal);
        fitting.next().map(|sighting| sighting.exact)
    }
}

pub fn texts(views: &[postern::principal::PrincipalView]) -> Vec<String> {
    views.iter().map(|view| view.text.clone()).collect()
}

#[tokio::test]
async fn a_change_stands_in_the_history_with_all_that_it_did() {
    let stage = Stage::demo().await;
    let before = stage.principals("orders", "us-west-2");
    stage.add_in("orders", "us-west-2", NEW).await;
    let entries = stage.ours().await;
    let [entry] = entries.as_slice() else {
        panic!("one change: {entries:#?}");
    };
    assert_eq!(entry.kind, HistoryKind::Ours);
    assert_eq!(entry.title, "Edit orders/us-west-2");
    assert_eq!(entry.profile_name.as_deref(), Some("Work"));
    assert_eq!(entry.account_name, stage.snapshot().account_name);
    assert_eq!(entry.revertible, 1);
    assert!(entry.took_ms.unwrap() > 0);
    assert_eq!(entry.steps_total, 1);
    let step = &entry.steps[0];
    assert_eq!(
        (step.cluster_name.as_str(), step.region.as_str()),
        ("orders", "us-west-2")
    );
    assert_eq!(
        (step.action, step.result),
        (Action::Edit, HistoryResult::Confirmed)
    );
    assert_eq!(texts(&step.before), before);
    assert_eq!(texts(&step.added), [NEW]);
    assert_eq!(texts(&step.after).len(), before.len() + 1);
    assert!(entry.started <= step.sent.unwrap());
    assert!(step.sent.unwrap() < step.ended.unwrap());
    assert_eq!(entry.ended, step.ended);
    // It is ours: nobody else did it.
    stage.refreshed().await;
    assert_eq!(stage.seen().await, []);
    assert_eq!(stage.since("orders", "us-west-2", NEW).await, Some(true));
    assert_eq!(
        stage.since("orders", "us-west-2", &before[0]).await,
        Some(false)
    );
}

#[tokio::test]
async fn the_history_is_found_by_endpoint_principal_change_and_words() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.add_in("orders", "us-east-1", OTHER).await;
    stage.add_in("analytics-warehouse", "us-east-2", NEW).await;
    let titles = async |query: HistoryQuery| {
        let entries = stage.history(query).await;
        entries
            .into_iter()
            .map(|entry| entry.title)
            .collect::<Vec<_>>()
    };
    let (west, east, data) = (
        "Edit orders/us-west-2",
        "Edit orders/us-east-1",
        "Edit analytics-warehouse/us-east-2",
    );
    assert_eq!(
        titles(HistoryQuery::default()).await,
        [data, east, west],
        "newest first"
    );
    let region = HistoryQuery {
        region_id: Some(stage.region("orders", "us-east-1").id),
        ..HistoryQuery::default()
    };
    assert_eq!(titles(region.clone()).await, [east]);
    let principal = HistoryQuery {
        principal: Some(NEW.to_owned()),
        ..HistoryQuery::default()
    };
    assert_eq!(titles(principal.clone()).await, [data, west]);
    let both = HistoryQuery {
        principal: Some(NEW.to_owned()),
        ..region
    };
    assert_eq!(titles(both).await, [""; 0]);
    for (text, wanted) in [
        ("ORDERS", &[east, west][..]),
        ("orders somebody", &[east]),
        ("112233445566", &[data, west]),
        ("nothing of the kind", &[]),
        ("100%", &[]),
    ] {
        let text = HistoryQuery {
            text: text.to_owned(),
            ..HistoryQuery::default()
        };
        assert_eq!(titles(text.clone()).await, wanted, "{text:?}");
    }
    // Page by page, and each page goes on where the one before ended.
    let mut query = HistoryQuery {
        limit: 2,
        ..HistoryQuery::default()
    };
    let first = stage.app.history(query.clone()).await.unwrap();
    assert_eq!(first.entries.len(), 2);
    query.before = first.next;
    let second = stage.app.history(query).await.unwrap();
    assert_eq!(second.entries.len(), 1);
    assert_eq!(second.entries[0].title, west);
    assert_eq!(second.next, None);
    let batch = HistoryQuery {
        batch: Some(first.entries[1].batch),
        ..HistoryQuery::default()
    };
    assert_eq!(titles(batch).await, [east]);
}

#[tokio::test]
async fn that_something_else_manages_a_list_is_said_when_it_takes_our_change_back() {
    let stage = Stage::demo().await;
    stage.known().await;
    let before = stage.principals("orders", "us-west-2");
    stage.add_in("orders", "us-west-2", NEW).await;
    let list: Vec<&str> = before.iter().map(String::as_str).collect();
    stage.sim.set_principals("orders", "us-west-2", &list);
    let seen = stage.until_seen(1).await;
    let reason = &seen[0].steps[0].reason;
    assert!(
        reason.contains("Something else seems to manage this list"),
        "{reason}"
    );
}

#[tokio::test]
async fn what_others_change_is_seen_and_not_ours() {
    let stage = Stage::demo().await;
    stage.known().await;
    let before = stage.principals("orders", "us-west-2");
    stage
        .sim
        .set_principals("orders", "us-west-2", &[&before[0], OTHER]);
    let seen = stage.until_seen(1).await;
    let [entry] = seen.as_slice() else {
        panic!("one change: {seen:#?}");
    };
    assert_eq!(entry.title, "Changed elsewhere: orders/us-west-2");
    assert_eq!((entry.kind, entry.took_ms), (HistoryKind::Seen, None));
    assert_eq!(entry.steps[0].reason, "", "nothing of ours is taken back");
    let step = &entry.steps[0];
    assert_eq!((step.result, step.sent), (HistoryResult::Seen, None));
    assert_eq!(texts(&step.added), [OTHER]);
    assert_eq!(texts(&step.removed), before[1..]);
    assert_eq!(stage.ours().await, []);
    assert_eq!(stage.since("orders", "us-west-2", OTHER).await, Some(true));
    assert_eq!(stage.since("orders", "us-west-2", &before[1]).await, None);
    // It is seen once.
    stage.refreshed().await;
    assert_eq!(stage.seen().await.len(), 1);
}

#[tokio::test]
async fn what_others_change_is_notified_if_the_settings_want_that() {
    let stage = Stage::demo().await;
    stage.known().await;
    let start = Timestamp::now();
    let mut events = stage.app.events();
    let before = stage.truth("orders", "us-west-2");
    let theirs: Vec<&str> = before[1..]
        .iter()
        .map(String::as_str)
        .chain([OTHER])
        .collect();
    stage.sim.set_principals("orders", "us-west-2", &theirs);
    stage.until_seen(1).await;
    while events.recv().await.unwrap() != AppEvent::OthersNoticed {}
    assert_eq!(stage.app.others_since(start).await, None, "it is off");

    let on = SettingsChange {
        notify_others: Some(true),
        ..SettingsChange::default()
    };
    stage.app.set_settings(on).await.unwrap();
    let news = stage.app.others_since(start).await.unwrap();
    assert_eq!(news.title, "Someone else changed orders/us-west-2");
    assert_eq!(
        news.text,
        format!("Added: {OTHER}. Removed: {}.", before[0])
    );
    // Said once; what Postern does itself isn't news.
    let told = Timestamp::now();
    stage.add_in("orders", "us-west-2", NEW).await;
    assert_eq!(stage.app.others_since(told).await, None);

    for region in ["us-west-2", "us-east-1"] {
        stage.sim.set_principals("catalog", region, &[OTHER]);
    }
    let news = loop {
        stage.refreshed().await;
        match stage.app.others_since(told).await {
            Some(news) if news.text.contains(", ") => break news,
            _ => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    };
    assert_eq!(news.title, "Someone else changed 2 endpoints");
    for name in ["catalog/us-west-2", "catalog/us-east-1"] {
        assert!(news.text.contains(name), "{}", news.text);
    }
}

#[tokio::test]
async fn what_others_change_while_postern_is_closed_is_seen_at_the_next_start() {
    let stage = Stage::demo().await;
    stage.known().await;
    let (sim, key) = (stage.sim.clone(), stage.sim.keys().admin);
    sim.set_principals("catalog", "us-west-2", &[OTHER]);
    let stage = stage.restarted().await;
    stage.add("Work again", &key).await.unwrap();
    stage.ready().await;
    let seen = stage.until_seen(1).await;
    assert_eq!(seen[0].title, "Changed elsewhere: catalog/us-west-2");
    assert_eq!(texts(&seen[0].steps[0].after), [OTHER]);
}

#[tokio::test]
async fn what_others_did_between_the_review_and_the_sending_is_theirs() {
    let stage = Stage::demo().await;
    stage.known().await;
    let before = stage.principals("orders", "us-west-2");
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    let theirs: Vec<&str> = before.iter().map(String::as_str).chain([OTHER]).collect();
    stage.sim.set_principals("orders", "us-west-2", &theirs);
    let id = stage.apply_plan(&plan).await;
    stage.confirmed(id).await;
    let seen = stage.until_seen(1).await;
    assert_eq!(texts(&seen[0].steps[0].added), [OTHER]);
    let ours = stage.ours().await;
    assert_eq!(texts(&ours[0].steps[0].added), [NEW]);
    assert_eq!(
        sorted(texts(&ours[0].steps[0].before)),
        sorted(owned(&theirs))
    );
}

#[tokio::test]
async fn an_entry_counts_how_all_of_its_steps_ended_also_those_beyond_the_first() {
    let seed = Seed::Large {
        clusters: 90,
        regions: 1,
    };
    let stage = Stage::with(simulator(seed).await, quick(), |keys| keys.admin).await;
    let refused = FaultKind::Status {
        code: 400,
        body: Body::Json("Not now".to_owned()),
    };
    let fault = Fault::on(&format!("PUT {PSE}"), refused).times(1);
    stage.sim.inject(fault);
    let regions = stage.snapshot();
    let regions = regions.clusters.iter().map(|one| one.regions[0].id.clone());
    let goal = Goal::Add {
        regions: regions.collect(),
        principals: owned(&[NEW]),
    };
    let plan = stage.bulk(goal).await;
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    for change in &changes {
        stage.step(change.id, 0, is_settled).await;
    }
    let entry = stage.ours().await.remove(0);
    assert_eq!((entry.steps.len(), entry.steps_total), (50, 60));
    let count = |result| {
        let mut counts = entry.results.iter();
        counts.find(|one| one.result == result).map(|one| one.steps)
    };
    assert_eq!(count(HistoryResult::Failed), Some(1));
    assert_eq!(count(HistoryResult::Confirmed), Some(59));
}

#[tokio::test]
async fn the_history_knows_whom_and_what_it_can_be_asked_for() {
    let stage = Stage::demo().await;
    let names = stage.app.history_names().await.unwrap();
    assert_eq!(names, HistoryNames::default());
    stage.add_in("orders", "us-west-2", NEW).await;
    let made = create(
        &stage.cluster("catalog").id,
        &[(stage.region("catalog", "eu-central-1").id, &[OTHER])],
    );
    let id = stage.apply(made).await;
    stage.confirmed(id).await;
    // Nobody lists it any more; the history still says when.
    let goal = Goal::RemoveEverywhere {
        principals: owned(&[NEW]),
    };
    let plan = stage.bulk(goal).await;
    stage.apply_bulk(&plan).await;
    let names = stage.app.history_names().await.unwrap();
    assert_eq!(names.principals, [NEW, OTHER]);
    let places = names.endpoints.iter();
    let places: Vec<_> = places
        .map(|place| (place.cluster_name.as_str(), place.region.as_str()))
        .collect();
    assert_eq!(
        places,
        [("catalog", "eu-central-1"), ("orders", "us-west-2")]
    );
}

#[tokio::test]
async fn the_history_is_written_as_a_table_and_as_json() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.add_in("catalog", "us-west-2", NEW).await;
    let owner = NEW.split(':').nth(4).unwrap().to_owned();
    let name = Some("Newcomers".to_owned());
    stage.app.set_owner_name(owner.clone(), name).await.unwrap();
    let text = stage
        .app
        .history_export(HistoryQuery::default(), HistoryFormat::Csv)
        .await
        .unwrap();
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let head = table.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|field| field == name).unwrap();
    let lines: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(&lines[0][column("cluster")], "catalog");
    assert_eq!(&lines[1][column("added")], NEW);
    assert_eq!(&lines[1][column("owner names")], "Newcomers");
    assert_eq!(&lines[1][column("result")], "confirmed");
    assert_eq!(&lines[1][column("action")], "edit");
    let text = stage
        .app
        .history_export(HistoryQuery::default(), HistoryFormat::Json)
        .await
        .unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["postern_history"], 1);
    assert_eq!(json["owner_names"][owner.as_str()], "Newcomers");
    assert_eq!(json["entries"][1]["steps"][0]["added"][0]["text"], NEW);
}

#[tokio::test]
async fn a_reason_a_ticket_and_a_date_are_kept_with_the_change_and_the_grant() {
    let stage = Stage::demo().await;
    let goal = stage.letting_in(&[("orders", "us-west-2")], &[NEW]);
    let today = postern::change::today(Timestamp::now());
    let note = |until| ChangeNote {
        reason: "Load test".to_owned(),
        ticket: "OPS-1".to_owned(),
        until,
    };
    let draft = |until: &str| NoteDraft {
        reason: "Load test ".to_owned(),
        ticket: "OPS-1".to_owned(),
        until: until.to_owned(),
    };
    let plan = stage.bulk(goal.clone()).await;
    let late = stage.app.note_plan(plan.id, &draft("2020-01-01")).await;
    assert_eq!(late.unwrap_err().code, ProblemCode::Invalid);
    let noted = stage
        .app
        .note_plan(plan.id, &draft(&today.to_string()))
        .await;
    noted.unwrap();
    stage.apply_bulk(&plan).await;
    stage
        .add_in("catalog", "us-west-2", "arn:aws:iam::998877665544:root")
        .await;

    let entries = |text: &str| {
        let query = HistoryQuery {
            text: text.to_owned(),
            ..HistoryQuery::default()
        };
        stage.app.history(query)
    };
    let all = entries("").await.unwrap().entries;
    assert_eq!(
        all.iter().map(|one| one.note.clone()).collect::<Vec<_>>(),
        [None, Some(note(Some(today)))]
    );
    let found = entries("ops-1 load").await.unwrap().entries;
    assert_eq!(found.len(), 1);
    let csv = stage
        .app
        .history_export(HistoryQuery::default(), HistoryFormat::Csv)
        .await
        .unwrap();
    assert!(
        csv.contains(&format!("\"Load test\",\"OPS-1\",\"{today}\"")),
        "{csv}"
    );
    let said = async || {
        let access = stage.app.access().await.unwrap();
        let mut principals = access.principals.into_iter();
        let new = principals.find(|one| one.principal.text == NEW);
        new.and_then(|one| one.reaches[0].note.clone())
    };
    assert_eq!(said().await, Some(note(Some(today))));
    assert!(stage.app.reminders().await.is_empty());

    // A later grant without a note takes away what was said about this one.
    let revoke = Goal::Remove {
        regions: stage.ids(&[("orders", "us-west-2")]),
        principals: vec![NEW.to_owned()],
    };
    let plan = stage.bulk(revoke).await;
    stage.apply_bulk(&plan).await;
    let plan = stage.bulk(goal).await;
    stage.apply_bulk(&plan).await;
    assert_eq!(said().await, None);
}
