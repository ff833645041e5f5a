//! From a draft to a confirmed change.

use postern::change::{Action, Confirm, Draft, RegionChange, StepState, WarningKind};
use postern::inventory::{Details, Endpoint, EndpointStatus};
use postern::journal::{HistoryQuery, HistoryResult};
use postern::plan::Goal;
use postern::problem::ProblemCode;

use crate::support::{PSE, PSES, Stage, create, owned, service_name, sorted, until};

const NEW: &str = "arn:aws:iam::112233445566:root";

fn delete(stage: &Stage, cluster: &str, region: &str) -> Draft {
    Draft {
        cluster_id: stage.cluster(cluster).id.clone(),
        region_changes: vec![RegionChange::Delete {
            region_id: stage.region(cluster, region).id,
        }],
    }
}

#[tokio::test]
async fn an_edit_is_confirmed_although_reads_lag_behind() {
    let stage = Stage::demo().await;
    let before = stage.principals("orders", "us-west-2");
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Accepted { .. }))
        .await;
    // While reads show the old list, the row shows the new one as being applied.
    let present = stage.present("orders", "us-west-2").unwrap();
    let pending = present.pending.clone().unwrap();
    assert_eq!(
        (pending.added, pending.removed, pending.overdue),
        (owned(&[NEW]), vec![], false)
    );
    assert!(
        stage
            .principals("orders", "us-west-2")
            .contains(&NEW.to_owned())
    );
    stage.confirmed(id).await;
    let mut wanted = before;
    wanted.push(NEW.to_owned());
    assert_eq!(stage.sim.principals("orders", "us-west-2").unwrap(), wanted);
    assert_eq!(stage.principals("orders", "us-west-2"), wanted);
    assert_eq!(stage.present("orders", "us-west-2").unwrap().pending, None);
    // The list of who may connect is all that was touched.
    assert_eq!(
        service_name(&stage.present("orders", "us-west-2").unwrap()),
        stage.sim.service_name("orders", "us-west-2")
    );
}

#[tokio::test]
async fn a_list_that_the_service_sends_only_with_the_cluster_is_edited_all_the_same() {
    let stage = Stage::demo().await;
    let cluster = "customer-identity-and-consent-management";
    let id = stage.apply(stage.adding(cluster, "us-east-1", NEW)).await;
    stage.confirmed(id).await;
    assert!(
        stage
            .sim
            .principals(cluster, "us-east-1")
            .unwrap()
            .contains(&NEW.to_owned())
    );
}

#[tokio::test]
async fn a_principal_of_the_wrong_form_that_is_there_does_not_get_in_the_way() {
    let stage = Stage::demo().await;
    let before = stage.principals("analytics-warehouse", "us-east-2");
    let id = stage
        .apply(stage.adding("analytics-warehouse", "us-east-2", NEW))
        .await;
    stage.confirmed(id).await;
    let after = stage
        .sim
        .principals("analytics-warehouse", "us-east-2")
        .unwrap();
    assert!(
        before.iter().all(|principal| after.contains(principal)),
        "{after:?}"
    );
}

#[tokio::test]
async fn subscriptions_are_the_same_in_any_case() {
    let stage = Stage::demo().await;
    let base = stage.principals("invoices", "uksouth");
    let upper: Vec<String> = base.iter().map(|text| text.to_uppercase()).collect();
    let mine: Vec<&str> = upper.iter().map(String::as_str).collect();
    let drafts = vec![stage.edit("invoices", "uksouth", &base, &mine)];
    let plan = stage.bulk(Goal::Drafts { drafts }).await;
    assert_eq!((plan.plans.len(), plan.unchanged), (0, 1));
}

#[tokio::test]
async fn region_changes_that_are_fulfilled_have_no_step() {
    let stage = Stage::demo().await;
    let base = stage.principals("orders", "us-west-2");
    let mine: Vec<&str> = base.iter().rev().map(String::as_str).collect();
    let mut draft = stage.edit("orders", "us-west-2", &base, &mine);
    draft.region_changes.push(RegionChange::Delete {
        region_id: stage.region("orders", "us-east-1").id,
    });
    let plan = stage.plan(draft).await;
    assert_eq!(plan.steps.len(), 1);
    assert_eq!(plan.steps[0].action, Action::Delete);
}

#[tokio::test]
async fn what_is_no_principal_is_refused_by_name() {
    let stage = Stage::demo().await;
    let problem = stage
        .app
        .plan_bulk(Goal::Drafts {
            drafts: vec![stage.adding("orders", "us-west-2", "112233445566")],
        })
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::Invalid);
    assert!(
        problem.message.contains("“112233445566”"),
        "{}",
        problem.message
    );
}

#[tokio::test]
async fn endpoints_in_several_regions_are_made_with_one_call() {
    let stage = Stage::demo().await;
    let cluster = stage.cluster("catalog");
    let regions =
        ["eu-central-1", "ap-southeast-1"].map(|region| stage.region("catalog", region).id);
    let region_changes = regions.clone().map(|region| (region, &[NEW][..]));
    let plan = stage.plan(create(&cluster.id, &region_changes)).await;
    stage.sim.reset_requests();
    let id = stage.apply_plan(&plan).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Accepted { .. }))
        .await;
    assert!(
        !matches!(
            stage.region("catalog", "eu-central-1").endpoint,
            Endpoint::None
        ),
        "the row shows that it is coming"
    );
    stage.confirmed(id).await;
    assert_eq!(stage.sim.requests().of(&format!("POST {PSES}")), 1);
    for region in ["eu-central-1", "ap-southeast-1"] {
        let present = stage.present("catalog", region).unwrap();
        assert_eq!(present.status, EndpointStatus::Ready);
        assert!(matches!(
            present.details,
            Details::Known {
                service_name: Some(_),
                ..
            }
        ));
        assert!(present.host.is_some());
        assert_eq!(stage.sim.principals("catalog", region).unwrap(), [NEW]);
    }
}

#[tokio::test]
async fn a_deletion_has_to_be_typed_and_is_confirmed_when_it_is_gone() {
    let stage = Stage::demo().await;
    let plan = stage.plan(delete(&stage, "orders", "us-west-2")).await;
    let step = &plan.steps[0];
    let name = "orders/us-west-2".to_owned();
    assert_eq!(step.confirm, [Confirm::Delete(name)]);
    assert_eq!(step.warnings[0].kind, WarningKind::ConnectionsCut);
    let Details::Known {
        connections: Some(ids),
        ..
    } = stage.present("orders", "us-west-2").unwrap().details
    else {
        panic!("they have been read");
    };
    assert_eq!(
        step.warnings[0].text,
        format!(
            "Aeon may refuse this while 3 connections exist, or drop them ({}). Their VPC \
             endpoints in AWS stay, and are billed, until you delete them there.",
            ids.join(", ")
        )
    );
    let problem = stage
        .app
        .apply_bulk(plan.whole.id, owned(&["orders"]), vec![])
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::Invalid);
    assert_eq!(stage.sim.pse_count("orders"), 3);
    let id = stage.apply_plan(&plan).await;
    stage.confirmed(id).await;
    assert_eq!(stage.sim.pse_count("orders"), 2);
    assert!(matches!(
        stage.region("orders", "us-west-2").endpoint,
        Endpoint::None
    ));
    // A plan is carried out once.
    let again = stage
        .app
        .apply_bulk(plan.whole.id, owned(&["orders/us-west-2"]), vec![])
        .await
        .unwrap_err();
    assert_eq!(again.code, ProblemCode::Stale);
}

#[tokio::test]
async fn steps_of_one_cluster_are_carried_out_one_after_the_other() {
    let stage = Stage::demo().await;
    let mut draft = stage.adding("orders", "us-west-2", NEW);
    for region in ["us-east-1", "eu-west-1"] {
        draft
            .region_changes
            .extend(stage.adding("orders", region, NEW).region_changes);
    }
    let id = stage.apply(draft).await;
    stage.confirmed(id).await;
    for region in ["us-west-2", "us-east-1", "eu-west-1"] {
        assert!(
            stage
                .sim
                .principals("orders", region)
                .unwrap()
                .contains(&NEW.to_owned())
        );
    }
}

#[tokio::test]
async fn two_changes_of_one_cluster_lose_nothing_of_each_other() {
    let stage = Stage::demo().await;
    let other = "arn:aws:iam::998877665544:role/second";
    let first = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    // Made while the first is not confirmed: what it adds is on the list that the user sees.
    stage
        .step(first, 0, |state| {
            matches!(state, StepState::Accepted { .. })
        })
        .await;
    let second = stage
        .apply(stage.adding("orders", "us-west-2", other))
        .await;
    stage.confirmed(first).await;
    stage.confirmed(second).await;
    let list = stage.sim.principals("orders", "us-west-2").unwrap();
    assert!(
        list.contains(&NEW.to_owned()) && list.contains(&other.to_owned()),
        "{list:?}"
    );
}

#[tokio::test]
async fn warnings_come_before_anything_is_sent() {
    let stage = Stage::demo().await;
    let kinds = async |draft: Draft| {
        let plan = stage.plan(draft).await;
        let step = &plan.steps[0];
        (
            step.warnings
                .iter()
                .map(|warning| warning.kind)
                .collect::<Vec<_>>(),
            step.confirm.clone(),
        )
    };
    let everyone = kinds(stage.adding("orders", "us-west-2", "*")).await;
    assert_eq!(
        everyone,
        (vec![WarningKind::Everyone], vec![Confirm::Everyone])
    );
    let base = stage.principals("orders", "us-west-2");
    let none = kinds(stage.edit("orders", "us-west-2", &base, &[])).await;
    assert_eq!(
        none.0,
        [WarningKind::LastRemoved, WarningKind::ConnectionsStay]
    );
    let china =
        kinds(stage.adding("orders", "us-west-2", "arn:aws-cn:iam::112233445566:root")).await;
    assert_eq!(china.0, [WarningKind::OtherPartition]);
    let busy = kinds(stage.adding("sessions", "us-west-2", NEW)).await;
    assert_eq!(busy.0, [WarningKind::Busy]);
}

#[tokio::test]
async fn what_can_not_have_an_endpoint_blocks_the_plan() {
    let stage = Stage::demo().await;
    for (name, list) in [
        ("telemetry", &[][..]),
        ("sandbox", &[NEW]),
        ("marketing-site", &[NEW]),
        ("loyalty", &[NEW]),
    ] {
        let cluster = stage.cluster(name);
        let region = cluster
            .regions
            .iter()
            .find(|region| matches!(region.endpoint, Endpoint::None));
        let draft = match region {
            Some(region) => create(&cluster.id, &[(region.id.clone(), list)]),
            None => stage.adding(name, "eu-central-1", NEW),
        };
        let drafts = vec![draft];
        let plan = stage.bulk(Goal::Drafts { drafts }).await;
        // What passes blocks the plan; what never does leaves the endpoint out.
        let (blocked, skipped) = (
            usize::from(name == "loyalty"),
            usize::from(name != "loyalty"),
        );
        let has_blocked = plan
            .plans
            .iter()
            .filter(|plan| plan.blocked.is_some())
            .count();
        assert_eq!(
            (has_blocked, plan.skipped.len()),
            (blocked, skipped),
            "{name}"
        );
    }
    let drafts = vec![stage.adding("sessions", "us-east-1", NEW)];
    let failed = stage.bulk(Goal::Drafts { drafts }).await;
    assert_eq!(failed.plans, []);
    assert_eq!(
        failed.skipped[0].reason,
        "The endpoint has failed and can't be edited. Delete it and create a new one."
    );
}

#[tokio::test]
async fn a_finished_change_can_be_dismissed_and_a_sent_one_can_not() {
    let stage = Stage::demo().await;
    stage.sim.reset_requests();
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage
        .step(id, 0, |state| matches!(state, StepState::Accepted { .. }))
        .await;
    assert!(stage.dismiss(id).await.is_err());
    stage.confirmed(id).await;
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 1);
    stage.dismiss(id).await.unwrap();
    assert!(stage.app.changes().is_empty());
}

#[tokio::test]
async fn a_change_without_agreement_in_time_is_not_called_done() {
    let mut options = crate::support::quick();
    options.pace.edit = std::time::Duration::from_millis(150);
    // Reads stay behind until the service is told to go on.
    let sim = crate::support::on_explicit_time().await.sim;
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    let state = stage.step(id, 0, crate::support::is_settled).await;
    assert!(matches!(state, StepState::NotConfirmed { .. }), "{state:?}");
    assert!(
        stage
            .present("orders", "us-west-2")
            .unwrap()
            .pending
            .unwrap()
            .overdue
    );
    // When a later read agrees, the row is no longer marked.
    stage.sim.settle();
    until("a read agrees", || {
        stage.app.window_focused();
        stage
            .present("orders", "us-west-2")
            .unwrap()
            .pending
            .is_none()
            .then_some(())
    })
    .await;
    let wanted = sorted(stage.sim.principals("orders", "us-west-2").unwrap());
    assert_eq!(sorted(stage.principals("orders", "us-west-2")), wanted);
    // And the change, with its entry in the history, is confirmed after all.
    stage
        .step(id, 0, |state| matches!(state, StepState::Confirmed { .. }))
        .await;
    let history = stage.history(HistoryQuery::default()).await;
    assert_eq!(history[0].steps[0].result, HistoryResult::Confirmed);
}

#[tokio::test]
async fn a_list_that_came_up_in_the_place_of_an_overdue_one_is_what_counts() {
    const THEIRS: &str = "arn:aws:iam::998877665544:root";
    let mut options = crate::support::quick();
    options.pace.edit = std::time::Duration::from_millis(150);
    let sim = crate::support::simulator(aeon_simulator::Seed::Demo).await;
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage
        .step(id, 0, |state| {
            !matches!(state, StepState::Planned | StepState::Sending)
        })
        .await;
    let state = stage.step(id, 0, crate::support::is_settled).await;
    assert!(matches!(state, StepState::NotConfirmed { .. }), "{state:?}");
    stage.sim.set_principals("orders", "us-west-2", &[THEIRS]);
    until("the row shows what is there", || {
        stage.app.window_focused();
        let present = stage.present("orders", "us-west-2")?;
        let theirs = crate::support::texts(&present) == [THEIRS];
        (theirs && present.pending.is_none()).then_some(())
    })
    .await;
    // What was not confirmed can be asked for again.
    let plan = stage.plan(stage.adding("orders", "us-west-2", NEW)).await;
    assert_eq!(plan.steps.len(), 1);
}
