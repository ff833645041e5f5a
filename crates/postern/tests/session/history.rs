//! What was done, by whom, and how it ended.

use std::path::Path;
use std::time::Duration;

use aeon_simulator::{Body, Durations, Fault, FaultKind, Options, Seed, Simulator};
use jiff::{SignedDuration, Timestamp};
use postern::change::{Action, ChangeId, ChangeNote, NoteDraft};
use postern::config::SettingsChange;
use postern::journal::{
    HistoryEntry, HistoryFormat, HistoryKind, HistoryNames, HistoryOnly, HistoryQuery,
    HistoryResult,
};
use postern::plan::{Goal, Naming, RevertStep, bulk, revert};
use postern::problem::{Problem, ProblemCode};
use postern::session::AppEvent;
use secrecy::SecretString;

use crate::bulk::skipped;
use crate::support::{PSE, Stage, create, is_settled, owned, quick, simulator, sorted, until};

pub const NEW: &str = "arn:aws:iam::112233445566:root";
const OTHER: &str = "arn:aws:iam::998877665544:role/somebody-else";

impl Stage {
    pub async fn history(&self, query: HistoryQuery) -> Vec<HistoryEntry> {
        self.app.history(query).await.unwrap().entries
    }

    async fn seen(&self) -> Vec<HistoryEntry> {
        let only = HistoryOnly::Seen;
        self.history(HistoryQuery {
            only,
            ..HistoryQuery::default()
        })
        .await
    }

    async fn ours(&self) -> Vec<HistoryEntry> {
        let only = HistoryOnly::Ours;
        self.history(HistoryQuery {
            only,
            ..HistoryQuery::default()
        })
        .await
    }

    /// Reads everything again.
    async fn refreshed(&self) {
        let before = self.snapshot().read_at;
        self.app.refresh().await.unwrap();
        until("everything is read again", || {
            (self.snapshot().read_at > before).then_some(())
        })
        .await;
        self.ready().await;
    }

    /// Waits until as many changes of others have been seen.
    async fn until_seen(&self, count: usize) -> Vec<HistoryEntry> {
        loop {
            let seen = self.seen().await;
            if seen.len() >= count {
                return seen;
            }
            self.refreshed().await;
        }
    }

    async fn add_in(&self, cluster: &str, region: &str, principal: &str) -> ChangeId {
        let id = self.apply(self.adding(cluster, region, principal)).await;
        self.confirmed(id).await;
        id
    }

    /// Waits until the lists are in the journal that later changes are told from.
    async fn known(&self) {
        loop {
            if !self.app.first_seen().await.unwrap().is_empty() {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    async fn since(&self, cluster: &str, region: &str, principal: &str) -> Option<bool> {
        let id = self.region(cluster, region).id;
        let sightings = self.app.first_seen().await.unwrap();
        let mut fitting = sightings
            .into_iter()
            .filter(|sighting| sighting.region_id == id && sighting.principal == principal);
        fitting.next().map(|sighting| sighting.exact)
    }
}

fn texts(views: &[postern::principal::PrincipalView]) -> Vec<String> {
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
async fn undoing_a_change_keeps_what_happened_since() {
    let stage = Stage::demo().await;
    let before = stage.principals("orders", "us-west-2");
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.add_in("orders", "us-west-2", OTHER).await;
    let first = stage.ours().await.remove(1);
    let plan = stage.app.plan_revert(first.batch, None).await.unwrap();
    assert_eq!(plan.title, "Revert “Edit orders/us-west-2”");
    stage.apply_bulk(&plan).await;
    let mut wanted = before;
    wanted.push(OTHER.to_owned());
    assert_eq!(stage.truth("orders", "us-west-2"), sorted(wanted));
    // And the other way round again.
    let undone = stage.ours().await.remove(0);
    assert_eq!(undone.title, plan.title);
    let again = stage.app.plan_revert(undone.batch, None).await.unwrap();
    assert_eq!(texts(&again.plans[0].steps[0].added), [NEW]);
}

#[tokio::test]
async fn ones_own_grant_is_taken_back_without_typing_for_ten_minutes() {
    let stage = Stage::demo().await;
    stage.known().await;
    stage
        .sim
        .set_connections("orders", "us-west-2", &["vpce-0a1"]);
    stage.add_in("orders", "us-west-2", NEW).await;
    let granted = stage.ours().await.remove(0);
    let undo = stage.app.plan_revert(granted.batch, None).await.unwrap();
    assert_eq!(texts(&undo.plans[0].steps[0].removed), [NEW]);
    assert_eq!(stage.to_type(&undo).await, Vec::<String>::new());

    // Taking it away in another way is typed.
    let revoke = Goal::RemoveEverywhere {
        principals: owned(&[NEW]),
    };
    let revoke = stage.bulk(revoke).await;
    assert_eq!(stage.to_type(&revoke).await, [NEW]);

    // Nor what somebody else has granted.
    let theirs = [stage.truth("orders", "us-west-2"), owned(&[OTHER])].concat();
    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
    stage.sim.set_principals("orders", "us-west-2", &theirs);
    let seen = stage.until_seen(1).await.remove(0);
    let plan = stage.app.plan_revert(seen.batch, None).await.unwrap();
    assert_eq!(stage.to_type(&plan).await, [OTHER]);

    // Nor after ten minutes, nor with a clock that was set back since.
    let now = stage.snapshot();
    let region = stage.region("orders", "us-west-2").id;
    let done = Timestamp::now();
    let step = RevertStep {
        region_id: region,
        cluster_id: stage.cluster("orders").id.clone(),
        action: Action::Edit,
        before: stage.truth("orders", "us-west-2"),
        after: stage.truth("orders", "us-west-2"),
        done_here: Some(done),
    };
    let step = RevertStep {
        before: step
            .before
            .iter()
            .filter(|text| *text != NEW)
            .cloned()
            .collect(),
        ..step
    };
    let typed_after = |minutes: i64| {
        let at = done + SignedDuration::from_mins(minutes);
        let expanded = revert(std::slice::from_ref(&step), &now, at);
        let plan = bulk(expanded, Naming::Fixed("Undo".to_owned()), &now).unwrap();
        plan.to_type(&[])
    };
    assert_eq!(typed_after(9), Vec::<String>::new());
    assert_eq!(typed_after(11), [NEW]);
    assert_eq!(typed_after(-1), [NEW]);
}

#[tokio::test]
async fn one_endpoint_of_a_batch_is_taken_back_and_the_others_are_not() {
    let stage = Stage::demo().await;
    let places = [
        ("catalog", "us-west-2"),
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
    ];
    let plan = stage.bulk(stage.letting_in(&places, &[NEW])).await;
    stage.apply_bulk(&plan).await;
    let here = stage.ids(&places[1..2]);
    let query = HistoryQuery {
        region_id: Some(here[0].clone()),
        ..HistoryQuery::default()
    };
    assert_eq!(stage.ours().await[0].revertible, 3);
    assert_eq!(stage.history(query).await[0].revertible, 1);
    let revert = stage.app.plan_revert(plan.id, Some(here)).await.unwrap();
    assert_eq!(
        revert.title,
        "Revert “Add 1122…5566 root to 3 endpoints” on orders/us-west-2"
    );
    stage.apply_bulk(&revert).await;
    let has = |(cluster, region)| stage.truth(cluster, region).contains(&NEW.to_owned());
    assert_eq!(places.map(has), [true, false, true]);
}

#[tokio::test]
async fn what_was_never_confirmed_is_named_and_not_taken_back() {
    let mut options = quick();
    options.pace.edit = Duration::from_millis(150);
    let durations = Durations {
        read_lag: Duration::from_hours(1),
        ..Durations::quick()
    };
    let slow = Options {
        durations,
        ..Options::default()
    };
    let sim = Simulator::start(Seed::Demo, slow).await.unwrap();
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    // One is made, another takes its list and is not read back in time.
    let draft = Goal::Create {
        regions: stage.ids(&[("catalog", "eu-central-1")]),
        principals: owned(&[NEW]),
    };
    let made = draft.expand(&stage.snapshot()).drafts;
    let edited = vec![stage.adding("orders", "us-west-2", NEW)];
    let drafts = [made, edited].concat();
    let plan = stage.bulk(Goal::Drafts { drafts }).await;
    let typed = stage.to_type(&plan).await;
    let changes = stage.app.apply_bulk(plan.id, typed, vec![]).await.unwrap();
    for change in &changes {
        stage.step(change.id, 0, is_settled).await;
    }
    let entry = stage.ours().await.remove(0);
    let mut results = entry.results.clone();
    results.sort_by_key(|count| format!("{:?}", count.result));
    let counts: Vec<_> = results.iter().map(|one| (one.result, one.steps)).collect();
    assert_eq!(
        counts,
        [
            (HistoryResult::Confirmed, 1),
            (HistoryResult::NotConfirmed, 1)
        ]
    );
    assert_eq!(entry.revertible, 1);
    let revert = stage.app.plan_revert(plan.id, None).await.unwrap();
    assert_eq!(revert.plans.len(), 1, "the endpoint that was made");
    assert_eq!(
        skipped(&revert),
        [(
            "orders",
            "us-west-2",
            "won't be changed: the change was never confirmed"
        )]
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
async fn what_others_did_can_be_undone_as_well() {
    let stage = Stage::demo().await;
    stage.known().await;
    let before = stage.truth("orders", "us-west-2");
    stage.sim.set_principals("orders", "us-west-2", &["*"]);
    let seen = stage.until_seen(1).await;
    let plan = stage.app.plan_revert(seen[0].batch, None).await.unwrap();
    stage.apply_bulk(&plan).await;
    assert_eq!(stage.truth("orders", "us-west-2"), before);
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
async fn a_clock_that_is_set_forward_deletes_no_history() {
    let options = Options {
        durations: Durations::quick(),
        date_behind: Duration::from_hours(24 * 40),
        ..Options::default()
    };
    let sim = Simulator::start(Seed::Demo, options).await;
    let stage = Stage::with(sim.unwrap(), quick(), |keys| keys.admin).await;
    stage.keep_history(Some(30)).await.unwrap();
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage.confirmed(id).await;
    stage.age_history(40);
    let key = stage.sim.keys().admin;
    let stage = stage.restarted().await;
    stage.add("Again", &key).await.unwrap();
    stage.ready().await;
    stage.app.refresh().await.unwrap();
    let history = stage.history(HistoryQuery::default()).await;
    assert!(
        history.iter().any(|entry| entry.kind == HistoryKind::Ours),
        "{history:#?}"
    );
}

impl Stage {
    async fn keep_history(&self, days: Option<u32>) -> Result<(), Problem> {
        let settings = SettingsChange {
            keep_history_days: Some(days),
            ..SettingsChange::default()
        };
        self.app.set_settings(settings).await
    }

    /// Makes everything in the history this many days older.
    fn age_history(&self, days: i64) {
        let journal = self.folder.path().join("data/journal.sqlite3");
        let sql = "UPDATE batch SET started = started - ?1 * 86400000000";
        let journal = rusqlite::Connection::open(journal).unwrap();
        assert!(journal.execute(sql, [days]).unwrap() > 0);
    }

    /// For how many days the history was kept before and after each shortening, and what went; latest first.
    async fn shortenings(&self) -> Vec<(Option<u32>, u32, u32)> {
        let entries = self.history(HistoryQuery::default()).await;
        let shortened = entries.iter().filter_map(|entry| {
            assert_eq!(
                entry.shortened.is_some(),
                entry.kind == HistoryKind::Shortened
            );
            entry.shortened
        });
        shortened
            .map(|it| (it.from_days, it.to_days, it.deleted))
            .collect()
    }

    /// Waits until this many shortenings are in the history: what the file says counts once the time is confirmed.
    async fn until_shortened(&self, count: usize) {
        let start = std::time::Instant::now();
        while self.shortenings().await.len() != count {
            assert!(start.elapsed().as_secs() < 60, "it never happened");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn write_settings(&self, settings: &serde_json::Value) {
        let file = self.folder.path().join("config/settings.json");
        std::fs::write(file, settings.to_string()).unwrap();
    }
}

#[tokio::test]
async fn the_history_is_kept_as_long_as_the_user_says() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.age_history(40);
    assert_eq!(stage.app.history_beyond(30).await.unwrap(), 1);
    assert_eq!(stage.app.history_beyond(50).await.unwrap(), 0);
    assert_eq!(stage.app.history_beyond(u32::MAX).await.unwrap(), 0);
    for days in [None, Some(u32::MAX), Some(50)] {
        stage.keep_history(days).await.unwrap();
        let entries = stage.ours().await;
        assert_eq!(entries.last().unwrap().title, "Edit orders/us-west-2");
    }
    stage.keep_history(Some(30)).await.unwrap();
    let kinds: Vec<_> = stage.ours().await.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [HistoryKind::Shortened; 3]);
    // What is known of the lists is not history.
    assert_eq!(stage.since("orders", "us-west-2", NEW).await, Some(true));
}

#[tokio::test]
async fn the_history_can_not_be_emptied_and_a_shorter_time_stands_in_it() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    for days in [0, 1, 29] {
        let problem = stage.keep_history(Some(days)).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Invalid);
        assert!(problem.message.contains("The minimum is 30"), "{problem:?}");
    }
    assert_eq!(
        stage.app.state().await.settings.keep_history_days,
        Some(365)
    );
    assert_eq!(stage.ours().await.len(), 1);
    assert_eq!(stage.shortenings().await, []);

    stage.age_history(100);
    stage.keep_history(Some(90)).await.unwrap();
    let [entry] = stage
        .history(HistoryQuery::default())
        .await
        .try_into()
        .unwrap();
    assert_eq!(entry.title, "Shorten the history from 365 days to 90 days");
    assert_eq!(entry.account_name, stage.snapshot().account_name);
    assert_eq!(entry.profile_name.as_deref(), Some("Work"));
    assert_eq!(
        (entry.revertible, entry.steps_total, entry.took_ms),
        (0, 0, None)
    );
    // Back, and down again: nothing of it is lost, however old it gets.
    stage.keep_history(Some(365)).await.unwrap();
    stage.keep_history(None).await.unwrap();
    stage.age_history(40);
    stage.keep_history(Some(30)).await.unwrap();
    assert_eq!(stage.app.history_beyond(30).await.unwrap(), 0);
    let both = [(None, 30, 0), (Some(365), 90, 1)];
    assert_eq!(stage.shortenings().await, both);
    let stage = stage.restarted().await;
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    assert_eq!(stage.shortenings().await, both);
    // A time that was changed in the file while Postern wasn't running counts as well.
    stage.keep_history(Some(60)).await.unwrap();
    stage.write_settings(&serde_json::json!({ "keepHistoryDays": 45 }));
    let stage = stage.restarted().await;
    stage
        .add("Once more", &stage.sim.keys().admin)
        .await
        .unwrap();
    stage.ready().await;
    stage.until_shortened(3).await;
    assert_eq!(stage.shortenings().await[0], (Some(60), 45, 0));
}

#[tokio::test]
async fn old_history_is_deleted_only_once_the_service_confirms_the_time() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    // As if this machine's clock had been set forward, or the time had passed.
    stage.age_history(400);
    let stage = stage.restarted().await;
    let entries = || {
        let journal = stage.folder.path().join("data/journal.sqlite3");
        let journal = rusqlite::Connection::open(journal).unwrap();
        let sql = "SELECT count(*) FROM batch WHERE kind = 'ours'";
        journal.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    // The names come from the journal's own thread, after all that it was asked for at the start.
    stage.app.history_beyond(30).await.unwrap();
    let kept: u32 = entries();
    assert_eq!(kept, 1);
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    until("the old entry to be deleted", || {
        (entries() == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_shorter_time_stands_under_the_account_s_names_also_where_nothing_else_does() {
    let stage = Stage::demo().await;
    stage.known().await;
    stage.keep_history(Some(90)).await.unwrap();
    let entries = stage.history(HistoryQuery::default()).await;
    let [entry] = entries.as_slice() else {
        panic!("one entry: {entries:#?}");
    };
    let now = stage.snapshot();
    assert_eq!(entry.account_name, now.account_name);
    assert_eq!(entry.project_name, now.project_name);
    assert_eq!(entry.profile_name.as_deref(), Some("Work"));
}

#[tokio::test]
async fn that_the_history_was_shortened_is_exported() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.age_history(40);
    stage.keep_history(Some(30)).await.unwrap();
    let export = async |format| {
        let export = stage.app.history_export(HistoryQuery::default(), format);
        export.await.unwrap()
    };
    let text = export(HistoryFormat::Csv).await;
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let head = table.headers().unwrap().clone();
    let lines: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 1);
    let field = |name: &str| &lines[0][head.iter().position(|field| field == name).unwrap()];
    assert_eq!(field("kind"), "shortened");
    assert_eq!(
        field("title"),
        "Shorten the history from 365 days to 30 days"
    );
    assert_eq!(field("reason"), "older entries deleted: 1");
    assert_eq!(field("profile"), "Work");
    let json: serde_json::Value = serde_json::from_str(&export(HistoryFormat::Json).await).unwrap();
    assert_eq!(
        json["entries"][0]["shortened"],
        serde_json::json!({ "fromDays": 365, "toDays": 30, "deleted": 1 })
    );
    assert_eq!(
        json["entries"][0]["started"].as_str(),
        Some(field("started"))
    );
}

#[tokio::test]
async fn a_settings_file_that_keeps_too_little_is_raised_to_the_minimum_and_says_so() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.age_history(20);
    stage.write_settings(&serde_json::json!({ "keepHistoryDays": 0 }));
    let stage = stage.restarted().await;
    let state = stage.app.state().await;
    assert_eq!(state.settings.keep_history_days, Some(30));
    assert_eq!(state.history_raised_from, Some(0));
    stage.add("Again", &stage.sim.keys().admin).await.unwrap();
    stage.ready().await;
    stage.until_shortened(1).await;
    let titles: Vec<_> = stage
        .ours()
        .await
        .into_iter()
        .map(|entry| entry.title)
        .collect();
    assert_eq!(
        titles,
        [
            "Shorten the history from 365 days to 30 days",
            "Edit orders/us-west-2"
        ]
    );
    stage.keep_history(Some(90)).await.unwrap();
    assert_eq!(stage.app.state().await.history_raised_from, None);
}

#[tokio::test]
async fn an_account_that_is_removed_takes_its_history_with_it() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = stage.sim.keys().admin;
    let id = stage.add("Work", &key).await.unwrap();
    stage.ready().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    stage.app.remove_account(id, false).await.unwrap();
    let problem = stage
        .app
        .history(HistoryQuery::default())
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::Locked);
    stage.add("Work", &key).await.unwrap();
    stage.ready().await;
    assert_eq!(stage.history(HistoryQuery::default()).await, []);
    assert_eq!(
        stage
            .since("orders", "us-west-2", NEW)
            .await
            .filter(|exact| *exact),
        None
    );
}

#[tokio::test]
async fn the_file_is_its_owners_alone_and_holds_no_key() {
    let stage = Stage::demo().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    let data = stage.folder.path().join("data");
    let files = files_beginning_with(&data, "journal.sqlite3");
    assert!(
        files.len() >= 2,
        "the file and what SQLite keeps beside it: {files:?}"
    );
    let key = stage.sim.keys().admin;
    let mut found = 0;
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        assert!(!holds(&bytes, &key), "{}", file.display());
        // The part of a key that signs.
        let signature = key.rsplit('.').next().unwrap();
        assert!(!holds(&bytes, signature), "{}", file.display());
        found += usize::from(holds(&bytes, NEW));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
    }
    assert!(found > 0, "the change is there");
}

#[tokio::test]
async fn the_demos_history_ends_with_it() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = SecretString::from(stage.sim.keys().admin);
    stage
        .app
        .open_demo(stage.sim.base_url(), key)
        .await
        .unwrap();
    stage.ready().await;
    stage.add_in("orders", "us-west-2", NEW).await;
    assert_eq!(stage.ours().await.len(), 1);
    stage.app.close().await;
    for file in files_beginning_with(&stage.folder.path().join("data"), "journal.sqlite3") {
        assert!(!holds(&std::fs::read(file).unwrap(), NEW));
    }
}

fn files_beginning_with(folder: &Path, name: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(name)
        })
        .collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
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
