//! Edits of somebody else that no read showed in time.

use super::*;

/// Puts a list on the service over the API, as another client does, with the lag that everybody has.
async fn put_as_another_client(fixture: &Fixture, name: &str, code: &str, list: &[String]) {
    let now = fixture.inventory.snapshot();
    let pse_id = present(&now, name, code).unwrap().pse_id.clone();
    let spec = aeon::wire::PseRegionRequest {
        cluster_region_info_id: region(&now, name, code).id.clone(),
        security_principals: list.to_vec(),
    };
    let about = &fixture.service.about;
    let client = fixture.service.client();
    let project = client.project(about.account_id.clone(), about.project_id.clone());
    let cluster_id = &common::cluster(&now, name).id;
    let sent = project.edit_pse(cluster_id, &pse_id, &spec, aeon::Moment::now());
    sent.await.unwrap();
}

/// A service whose edits lock nothing, and whose tasks say nothing of them.
async fn silent() -> Fixture {
    let options = aeon_simulator::Options {
        durations: aeon_simulator::Durations {
            edit: Duration::ZERO,
            read_lag: Duration::from_millis(600),
            ..aeon_simulator::Durations::quick()
        },
        hide_pse_tasks: true,
        keep_updated_on: true,
        ..Default::default()
    };
    Fixture::on(Service::with(Seed::Demo, options).await).await
}

/// The next edit takes effect late, by more than the pause between two reads.
fn slow() -> Fault {
    Fault::on(EDITS, FaultKind::Delay(Duration::from_millis(200))).times(1)
}

/// Applies an edit that replaces one of another client's: reads don't show theirs when ours is sent.
async fn replace_theirs(fixture: &Fixture, name: &str, code: &str, base: &[String]) -> ChangeId {
    let prepared = fixture.plan(name, vec![fixture.add(name, code, NEW)]);
    put_as_another_client(fixture, name, code, &with(base, &[THEIRS])).await;
    fixture.service.simulator.inject(slow());
    fixture.apply(prepared).await
}

#[tokio::test]
async fn what_an_edit_has_replaced_is_put_back_in_a_step_of_its_own() {
    let fixture = silent().await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let id = replace_theirs(&fixture, name, code, &base).await;
    fixture
        .until(id, "the edit is in force", |change| {
            matches!(change.steps[0].state, StepState::InForce { .. })
        })
        .await;
    let change = fixture
        .until(id, "both steps are confirmed", |change| {
            change.steps.len() == 2 && change.tally.done == 2
        })
        .await;
    let [ours, back] = change.steps.as_slice() else {
        unreachable!("it was waited for")
    };
    let replaced = ours.step.replaced.as_ref().unwrap();
    assert_eq!(replaced.added.len(), 1);
    assert_eq!(replaced.added[0].text, THEIRS);
    assert!(back.step.puts_back && !ours.step.puts_back);
    assert_eq!(back.step.added[0].text, THEIRS);
    assert_eq!(fixture.truth(name, code), with(&base, &[NEW, THEIRS]));
    assert_eq!(fixture.count(EDITS), 3);
}

#[tokio::test]
async fn what_is_replaced_a_second_time_is_asked_about() {
    const OTHERS: &str = "arn:aws:iam::444455556666:root";
    let fixture = silent().await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let id = replace_theirs(&fixture, name, code, &base).await;
    fixture
        .until(id, "the edit is in force", |change| {
            matches!(change.steps[0].state, StepState::InForce { .. })
        })
        .await;
    // While theirs is put back, somebody adds another one.
    fixture.service.simulator.inject(slow());
    let put_back = async {
        while fixture.count(EDITS) < 3 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(common::BOUND, put_back).await.unwrap();
    put_as_another_client(&fixture, name, code, &with(&base, &[NEW, OTHERS])).await;
    let change = fixture
        .until(id, "it is asked about", |change| {
            change.steps.len() == 2 && matches!(change.steps[1].state, StepState::Conflict { .. })
        })
        .await;
    let [Conflict::Replaced { theirs }] = change.steps[1].step.conflicts.as_slice() else {
        panic!("{:?}", change.steps[1].step.conflicts)
    };
    assert_eq!(theirs.added[0].text, OTHERS);
    assert_eq!(fixture.count(EDITS), 4, "nothing is sent before the answer");
    // Theirs: it is put back as well.
    let region_id = change.steps[1].step.region_id.clone();
    fixture
        .engine
        .decide(id, region_id, Decision::Theirs)
        .await
        .unwrap();
    fixture
        .until(id, "it is over", |change| change.finished)
        .await;
    let all = with(&base, &[NEW, THEIRS, OTHERS]);
    assert_eq!(fixture.truth(name, code), all);
}

#[tokio::test]
async fn an_edit_that_is_replaced_itself_still_says_what_it_has_replaced() {
    const OTHERS: &str = "arn:aws:iam::444455556666:root";
    let fixture = silent().await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let id = replace_theirs(&fixture, name, code, &base).await;
    fixture
        .until(id, "the edit is accepted", |change| {
            is_accepted(&change.steps[0].state)
        })
        .await;
    put_as_another_client(&fixture, name, code, &with(&base, &[OTHERS])).await;
    let change = fixture
        .until(id, "the edit is over", |change| change.finished)
        .await;
    let [ours] = change.steps.as_slice() else {
        panic!("nothing is put back into a list of somebody else")
    };
    assert!(
        matches!(ours.state, StepState::Superseded { .. }),
        "{:?}",
        ours.state
    );
    let replaced = ours.step.replaced.as_ref().unwrap();
    assert_eq!(replaced.added[0].text, THEIRS);
}

const TASKS: &str = "GET /tasks";

#[tokio::test]
async fn an_edit_that_no_read_showed_is_told_also_if_its_task_is_listed_late() {
    // Reads show nothing until the clock is moved, and then the last list at once: theirs never comes up.
    let options = aeon_simulator::Options {
        clock: aeon_simulator::Clock::Explicit,
        durations: aeon_simulator::Durations {
            edit: Duration::ZERO,
            ..aeon_simulator::Durations::default()
        },
        keep_updated_on: true,
        ..Default::default()
    };
    let fixture = Fixture::on(Service::with(Seed::Demo, options).await).await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let prepared = fixture.plan(name, vec![fixture.add(name, code, NEW)]);
    put_as_another_client(&fixture, name, code, &with(&base, &[THEIRS])).await;
    let simulator = &fixture.service.simulator;
    // Neither before the edit nor right after it.
    simulator.inject(Fault::on(TASKS, status(500)));

    let id = fixture.apply(prepared).await;
    fixture
        .until(id, "it is accepted", |change| {
            is_accepted(&change.steps[0].state)
        })
        .await;
    let listed_again = async |times| {
        let before = fixture.count(TASKS);
        while fixture.count(TASKS) < before + times {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let listed = async {
        listed_again(2).await;
        simulator.clear_faults();
        listed_again(1).await;
    };
    tokio::time::timeout(common::BOUND, listed).await.unwrap();
    simulator.settle();
    let change = fixture.confirmed(id).await;
    let step = &change.steps[0].step;
    assert!(step.unseen && step.replaced.is_none(), "{step:?}");
    assert_eq!(fixture.truth(name, code), with(&base, &[NEW]));
}

/// Somebody else's edit, which reads don't show yet, is found by a hint and kept.
async fn waited_for(options: aeon_simulator::Options, hint: &str) {
    let options = aeon_simulator::Options {
        durations: aeon_simulator::Durations {
            edit: Duration::ZERO,
            read_lag: Duration::from_millis(600),
            ..aeon_simulator::Durations::quick()
        },
        ..options
    };
    let fixture = Fixture::on(Service::with(Seed::Demo, options).await).await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let prepared = fixture.plan(name, vec![fixture.add(name, code, NEW)]);
    put_as_another_client(&fixture, name, code, &with(&base, &[THEIRS])).await;

    let id = fixture.apply(prepared).await;
    fixture
        .until(id, hint, |change| {
            let state = &change.steps[0].state;
            matches!(state, StepState::Waiting { reason } if reason.contains(hint))
        })
        .await;
    let change = fixture.confirmed(id).await;
    assert_eq!(change.steps.len(), 1, "nothing had to be put back");
    assert_eq!(fixture.truth(name, code), with(&base, &[THEIRS, NEW]));
    assert_eq!(fixture.count(EDITS), 2, "theirs and ours");
}

#[tokio::test]
async fn a_recent_task_that_is_not_ours_is_waited_for() {
    let options = aeon_simulator::Options {
        keep_updated_on: true,
        ..Default::default()
    };
    waited_for(options, "a task that Postern didn't start").await;
}

#[tokio::test]
async fn a_cluster_that_was_updated_a_moment_ago_is_waited_for() {
    let options = aeon_simulator::Options {
        hide_pse_tasks: true,
        ..Default::default()
    };
    waited_for(options, "the cluster has just been updated").await;
}

#[tokio::test]
async fn nothing_to_do_needs_a_second_read_after_the_lag() {
    let fixture = silent().await;
    let (name, code) = ("orders", "us-west-2");
    let base = fixture.shown(name, code);
    let prepared = fixture.plan(name, vec![fixture.add(name, code, NEW)]);
    fixture.set(name, code, &with(&base, &[NEW]));
    let began = std::time::Instant::now();
    let id = fixture.apply(prepared).await;
    fixture
        .until(id, "it is read again", |change| {
            let state = &change.steps[0].state;
            matches!(state, StepState::Waiting { reason } if reason.contains("already as you want it"))
        })
        .await;
    fixture.confirmed(id).await;
    assert!(began.elapsed() >= Pace::quick().lag);
    assert_eq!(fixture.count(EDITS), 0);
}
