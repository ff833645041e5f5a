//! Taking back what was changed.

use std::time::Duration;

use aeon_simulator::{Durations, Options, Seed, Simulator};
use jiff::{SignedDuration, Timestamp};
use postern::change::Action;
use postern::journal::{HistoryQuery, HistoryResult};
use postern::plan::{Goal, Naming, RevertStep, bulk, revert};

use crate::bulk::skipped;
use crate::support::{Stage, is_settled, owned, quick, sorted};

use crate::history::{NEW, OTHER, texts};

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
