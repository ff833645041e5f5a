//! Goals over many endpoints, from the review to the lists on the service.

use std::time::Duration;

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use postern::change::{Action, Change, Confirm, Decision, Step, WarningKind};
use postern::inventory::Pace;
use postern::plan::{BulkPlan, Goal};
use postern::problem::ProblemCode;
use postern::session::AppOptions;

use crate::support::{PSE, Stage, create, owned, quick, simulator, sorted};

const NEW: &str = "arn:aws:iam::112233445566:root";
const SUBSCRIPTION: &str = "a1b2c3d4-0000-4000-8000-112233445566";
const SHOP: &str = "arn:aws:iam::301122334455:root";
const GATEWAY: &str = "arn:aws:iam::301122334455:role/orders-gateway";
const BATCH: &str = "arn:aws:iam::418830294417:role/nightly-batch";
const WRONG: &str = "arn:aws:iam::590217736104:role/analytics/reporting";

impl Stage {
    pub async fn bulk(&self, goal: Goal) -> BulkPlan {
        self.app.plan_bulk(goal).await.unwrap()
    }

    /// Carries a reviewed plan out to its end; everything that has to be typed is typed.
    pub async fn apply_bulk(&self, plan: &BulkPlan) -> Vec<Change> {
        let typed = self.to_type(plan).await;
        let changes = self.app.apply_bulk(plan.id, typed, vec![]).await.unwrap();
        for change in &changes {
            self.confirmed(change.id).await;
        }
        changes
    }

    /// What is asked for when nothing is left out.
    pub async fn to_type(&self, plan: &BulkPlan) -> Vec<String> {
        self.app.to_type(plan.id, vec![]).await.unwrap()
    }

    /// The goal to let them in there.
    pub fn letting_in(&self, places: &[(&str, &str)], principals: &[&str]) -> Goal {
        Goal::Add {
            regions: self.ids(places),
            principals: owned(principals),
        }
    }

    pub fn ids(&self, places: &[(&str, &str)]) -> Vec<aeon::ids::RegionInfoId> {
        let id = |(cluster, region): &(&str, &str)| self.region(cluster, region).id;
        places.iter().map(id).collect()
    }

    pub fn truth(&self, cluster: &str, region: &str) -> Vec<String> {
        sorted(self.sim.principals(cluster, region).unwrap())
    }
}

pub fn steps(plan: &BulkPlan) -> Vec<(&str, &Step)> {
    plan.plans
        .iter()
        .flat_map(|plan| {
            plan.steps
                .iter()
                .map(|step| (plan.cluster_name.as_str(), step))
        })
        .collect()
}

fn places(plan: &BulkPlan) -> Vec<(&str, &str)> {
    let steps = steps(plan).into_iter();
    steps
        .map(|(cluster, step)| (cluster, step.region.as_str()))
        .collect()
}

pub fn skipped(plan: &BulkPlan) -> Vec<(&str, &str, &str)> {
    let mut skipped: Vec<_> = plan
        .skipped
        .iter()
        .map(|one| {
            (
                one.cluster_name.as_str(),
                one.region.as_str(),
                one.reason.as_str(),
            )
        })
        .collect();
    skipped.sort_unstable();
    skipped
}

fn blocked(plan: &BulkPlan) -> Vec<&str> {
    let blocked = plan.plans.iter().filter(|plan| plan.blocked.is_some());
    blocked.map(|plan| plan.cluster_name.as_str()).collect()
}

fn warned(step: &Step, kind: WarningKind) -> Option<&str> {
    let mut warnings = step.warnings.iter();
    let found = warnings.find(|warning| warning.kind == kind)?;
    Some(found.text.as_str())
}

#[tokio::test]
async fn a_principal_is_added_to_endpoints_of_several_clusters() {
    let stage = Stage::demo().await;
    let wanted = [
        ("catalog", "us-west-2"),
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
    ];
    let plan = stage.bulk(stage.letting_in(&wanted, &[NEW])).await;
    assert_eq!(plan.title, "Add 1122…5566 root to 3 endpoints");
    assert_eq!(places(&plan), wanted);
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 0);
    let changes = stage.apply_bulk(&plan).await;
    assert_eq!(changes.len(), 2, "one for each cluster");
    for change in &changes {
        assert_eq!((change.batch, &change.title), (plan.id, &plan.title));
    }
    for (cluster, region) in wanted {
        let list = stage.truth(cluster, region);
        assert_eq!(list.iter().filter(|text| *text == NEW).count(), 1);
        assert!(list.contains(&SHOP.to_owned()), "nothing else is touched");
    }
    let again = stage.app.apply_bulk(plan.id, vec![], vec![]).await;
    assert_eq!(again.unwrap_err().code, ProblemCode::Stale, "once only");
    // And then it is so: nothing is left to do.
    let plan = stage.bulk(stage.letting_in(&wanted, &[NEW])).await;
    assert_eq!((plan.plans.len(), plan.unchanged), (0, 3));
    assert_eq!(plan.title, "Add 1122…5566 root to no endpoint");
    let nothing = stage.app.apply_bulk(plan.id, vec![], vec![]).await;
    assert_eq!(nothing.unwrap_err().code, ProblemCode::Invalid);
}

#[tokio::test]
async fn what_can_not_take_part_is_left_out_with_its_reason() {
    let stage = Stage::demo().await;
    let wanted = [
        ("catalog", "eu-central-1"),
        ("invoices", "uksouth"),
        ("orders", "us-west-2"),
        ("sessions", "us-east-1"),
    ];
    let plan = stage.bulk(stage.letting_in(&wanted, &[NEW])).await;
    assert_eq!(places(&plan), [("orders", "us-west-2")]);
    assert_eq!(plan.title, "Add 1122…5566 root to orders/us-west-2");
    assert_eq!(
        skipped(&plan),
        [
            (
                "catalog",
                "eu-central-1",
                "This region has no endpoint. Create one."
            ),
            (
                "invoices",
                "uksouth",
                "It is on Azure, which doesn't take AWS principals."
            ),
            (
                "sessions",
                "us-east-1",
                "The endpoint has failed and can't be edited. Delete it and create a new one."
            ),
        ]
    );
}

#[tokio::test]
async fn an_endpoint_that_has_failed_is_not_the_one_that_is_wanted() {
    let stage = Stage::demo().await;
    let list = stage.principals("sessions", "us-east-1");
    let plan = stage
        .bulk(Goal::CreateMissing {
            clusters: vec![stage.cluster("sessions").id.clone()],
            principals: list.clone(),
        })
        .await;
    let reason = "This region has an endpoint that failed. Delete it first, then create a new one.";
    assert_eq!(skipped(&plan), [("sessions", "us-east-1", reason)]);
    assert_eq!((plan.plans.len(), plan.unchanged), (0, 1));
    let region = stage.region("sessions", "us-east-1").id;
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let draft = create(&stage.cluster("sessions").id, &[(region, &list)]);
    let drafts = Goal::Drafts {
        drafts: vec![draft],
    };
    let plan = stage.bulk(drafts).await;
    assert_eq!(skipped(&plan), [("sessions", "us-east-1", reason)]);
    assert_eq!((plan.plans.len(), plan.unchanged), (0, 0));
}

#[tokio::test]
async fn each_cloud_gets_the_principals_that_it_takes() {
    let stage = Stage::demo().await;
    let goal = stage.letting_in(
        &[("orders", "us-west-2"), ("invoices", "uksouth")],
        &[NEW, &SUBSCRIPTION.to_uppercase()],
    );
    let plan = stage.bulk(goal).await;
    for (cluster, step) in steps(&plan) {
        let mine = if cluster == "orders" {
            NEW
        } else {
            SUBSCRIPTION
        };
        assert_eq!(step.added.len(), 1);
        assert_eq!(step.added[0].text, mine);
        assert_eq!(warned(step, WarningKind::OtherCloud), None);
    }
    assert_eq!(steps(&plan).len(), 2);
    stage.apply_bulk(&plan).await;
    assert!(
        stage
            .truth("invoices", "uksouth")
            .contains(&SUBSCRIPTION.to_owned())
    );
}

#[tokio::test]
async fn a_principal_that_no_endpoint_of_the_goal_takes_is_named() {
    let stage = Stage::demo().await;
    let goal = stage.letting_in(&[("orders", "us-west-2")], &[NEW, SUBSCRIPTION]);
    let plan = stage.bulk(goal).await;
    let warning = warned(steps(&plan)[0].1, WarningKind::OtherCloud).unwrap();
    assert!(warning.contains(SUBSCRIPTION), "{warning}");
}

#[tokio::test]
async fn a_cluster_on_two_clouds_is_changed_and_put_back_in_one_go() {
    let stage = Stage::demo().await;
    let places = [("storefront", "us-west-2"), ("storefront", "westus3")];
    let before = places.map(|(cluster, region)| stage.truth(cluster, region));
    let google = ("storefront", "us-west1");
    let all = [places[0], places[1], google];
    let plan = stage
        .bulk(stage.letting_in(&all, &[NEW, SUBSCRIPTION]))
        .await;
    let added = steps(&plan)
        .into_iter()
        .map(|(_, step)| (step.cloud.name(), step.added[0].text.as_str()));
    let added: Vec<_> = added.collect();
    assert_eq!(added, [("AWS", NEW), ("Azure", SUBSCRIPTION)]);
    let warnings = steps(&plan).into_iter();
    assert!(
        warnings
            .flat_map(|(_, step)| &step.added)
            .all(|view| view.warning.is_empty())
    );
    assert_eq!(skipped(&plan).len(), 1, "{:?}", plan.skipped);
    let changes = stage.apply_bulk(&plan).await;
    assert_eq!(changes.len(), 1, "one cluster");
    for ((cluster, region), new) in places.into_iter().zip([NEW, SUBSCRIPTION]) {
        assert!(stage.truth(cluster, region).contains(&new.to_owned()));
    }
    // The plan that undoes it knows each region's cloud from the snapshot.
    let undo = stage.app.plan_revert(plan.id, None).await.unwrap();
    assert_eq!(steps(&undo).len(), 2);
    stage.apply_bulk(&undo).await;
    assert_eq!(
        places.map(|(cluster, region)| stage.truth(cluster, region)),
        before
    );
}

#[tokio::test]
async fn the_region_on_google_cloud_can_have_no_endpoint() {
    let stage = Stage::demo().await;
    let goal = Goal::CreateMissing {
        clusters: vec![stage.cluster("storefront").id.clone()],
        principals: owned(&[NEW]),
    };
    let plan = stage.bulk(goal).await;
    assert_eq!((plan.plans.len(), plan.unchanged), (0, 2));
    let reason = "us-west1 is on GCP, which has no private service endpoints. \
                  Connect over VPC peering or the public address instead.";
    assert_eq!(skipped(&plan), [("storefront", "us-west1", reason)]);
}

#[tokio::test]
async fn what_no_cloud_takes_is_refused_before_anything_is_read() {
    let stage = Stage::demo().await;
    stage.sim.reset_requests();
    let goal = stage.letting_in(&[("orders", "us-west-2")], &[NEW, "112233445566"]);
    let problem = stage.app.plan_bulk(goal).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Invalid);
    assert!(problem.message.contains("“112233445566”"), "{problem:?}");
    let nobody = stage.letting_in(&[("orders", "us-west-2")], &[]);
    let problem = stage.app.plan_bulk(nobody).await.unwrap_err();
    assert_eq!(problem.message, "No principal was entered.");
    assert_eq!(stage.sim.requests().total, 0);
}

#[tokio::test]
async fn revoking_names_the_connections_that_stay_and_has_to_be_typed() {
    let stage = Stage::demo().await;
    stage
        .sim
        .set_connections("orders", "us-west-2", &["vpce-0a1", "vpce-0b2"]);
    stage.sim.set_connections("orders", "eu-west-1", &[]);
    let goal = Goal::Remove {
        regions: stage.ids(&[
            ("orders", "us-west-2"),
            ("orders", "eu-west-1"),
            ("catalog", "us-west-2"),
        ]),
        principals: owned(&[BATCH]),
    };
    let plan = stage.bulk(goal).await;
    assert_eq!(
        plan.title,
        "Remove 4188…4417 role/nightly-batch from 2 endpoints"
    );
    assert_eq!(plan.unchanged, 1, "catalog never had it");
    let steps = steps(&plan);
    let of = |region| {
        steps
            .iter()
            .find(|(_, step)| step.region == region)
            .unwrap()
            .1
    };
    let connected = of("us-west-2");
    assert_eq!(connected.confirm, [Confirm::Revoke(BATCH.to_owned())]);
    let warning = warned(connected, WarningKind::ConnectionsStay).unwrap();
    assert!(warning.contains("vpce-0a1, vpce-0b2"), "{warning}");
    assert_eq!(of("eu-west-1").confirm, []);
    assert_eq!(stage.to_type(&plan).await, [BATCH]);
    let untyped = stage.app.apply_bulk(plan.id, vec![], vec![]).await;
    assert_eq!(untyped.unwrap_err().code, ProblemCode::Invalid);
    // It is still there to be confirmed.
    stage.apply_bulk(&plan).await;
    for region in ["us-west-2", "eu-west-1"] {
        assert_eq!(
            stage.truth("orders", region),
            sorted(owned(&[SHOP, GATEWAY]))
        );
    }
}

#[tokio::test]
async fn what_is_left_out_needs_no_typing_and_is_not_touched() {
    let stage = Stage::demo().await;
    let before = stage.truth("orders", "us-west-2");
    stage.sim.set_connections("orders", "eu-west-1", &[]);
    let goal = Goal::Remove {
        regions: stage.ids(&[("orders", "us-west-2"), ("orders", "eu-west-1")]),
        principals: owned(&[BATCH]),
    };
    let plan = stage.bulk(goal).await;
    let exclude = stage.ids(&[("orders", "us-west-2")]);
    let changes = stage
        .app
        .apply_bulk(plan.id, vec![], exclude)
        .await
        .unwrap();
    assert_eq!(changes[0].steps.len(), 1);
    assert_eq!(
        changes[0].title,
        "Remove 4188…4417 role/nightly-batch from orders/eu-west-1"
    );
    stage.confirmed(changes[0].id).await;
    assert_eq!(stage.truth("orders", "us-west-2"), before);
    assert!(
        !stage
            .truth("orders", "eu-west-1")
            .contains(&BATCH.to_owned())
    );
}

#[tokio::test]
async fn each_revoked_principal_is_typed_once_and_a_star_besides() {
    let stage = Stage::demo().await;
    let places = [("orders", "us-west-2"), ("orders", "us-east-1")];
    for (cluster, region) in places {
        stage.sim.set_connections(cluster, region, &["vpce-0a1"]);
    }
    let edit = |(cluster, region): (&str, &str), mine: &[&str]| {
        stage.edit(cluster, region, &stage.principals(cluster, region), mine)
    };
    // The same two are taken off both; one of them lets everyone in instead.
    let drafts = vec![edit(places[0], &[SHOP, "*"]), edit(places[1], &[SHOP])];
    let plan = stage.bulk(Goal::Drafts { drafts }).await;
    let east = stage.ids(&places[1..]);
    let mut asked = stage.app.to_type(plan.id, east).await.unwrap();
    asked.sort();
    assert_eq!(asked, ["*", "revoke 2 principals"], "of what is sent");
    let star = vec!["*".to_owned()];
    let untyped = stage.app.apply_bulk(plan.id, star, vec![]).await;
    assert!(untyped.unwrap_err().message.contains("revoke "));
    stage.apply_bulk(&plan).await;
    assert_eq!(stage.truth("orders", "us-west-2"), ["*", SHOP]);
}

#[tokio::test]
async fn one_phrase_stands_for_more_than_one_text() {
    let stage = Stage::demo().await;
    let regions = stage.ids(&[
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
        ("orders", "eu-west-1"),
        ("catalog", "us-west-2"),
    ]);
    let plan = stage
        .bulk(Goal::Delete {
            regions: regions.clone(),
        })
        .await;
    assert_eq!(stage.to_type(&plan).await, ["delete 4 endpoints"]);
    let left = |out: usize| stage.app.to_type(plan.id, regions[out..].to_vec());
    assert_eq!(left(3).await.unwrap(), ["delete 3 endpoints"]);
    assert_eq!(left(1).await.unwrap(), ["orders/us-west-2"]);
    let names = owned(&["orders/eu-west-1", "orders/us-east-1", "orders/us-west-2"]);
    let refused = stage.app.apply_bulk(plan.id, names, vec![]).await;
    assert!(refused.unwrap_err().message.contains("delete 4 endpoints"));
    let phrase = owned(&[" delete 4 endpoints "]);
    let changes = stage.app.apply_bulk(plan.id, phrase, vec![]).await;
    assert_eq!(changes.unwrap().len(), 2);
}

#[tokio::test]
async fn deciding_about_what_vanished_keeps_the_rest_of_the_review() {
    let stage = Stage::demo().await;
    let places = [
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
        ("orders", "eu-west-1"),
        ("sessions", "us-east-1"),
    ];
    let plan = stage.bulk(stage.letting_in(&places, &[NEW])).await;
    let file = stage.app.export_plan(plan.id, vec![]).await.unwrap();
    let delete = Goal::Delete {
        regions: stage.ids(&places[..2]),
    };
    let gone = stage.bulk(delete).await;
    stage.apply_bulk(&gone).await;

    let plan = stage.app.import_plan(file).await.unwrap();
    let kept = (plan.title.clone(), plan.skipped.len());
    let [west, east] = &stage.ids(&places[..2])[..] else {
        unreachable!("two places");
    };
    let decisions = [
        (west.clone(), Decision::Mine),
        (east.clone(), Decision::Theirs),
    ];
    let decided = stage.app.decide_plan(plan.id, decisions.into()).await;
    let decided = decided.unwrap();
    assert_eq!(decided.title, kept.0);
    assert_eq!(
        decided.skipped.len(),
        kept.1 + 1,
        "and the one that is given up"
    );
    let given_up = (
        "orders",
        "us-east-1",
        "Someone else deleted it; it stays deleted.",
    );
    assert!(skipped(&decided).contains(&given_up));
    let steps = steps(&decided).into_iter();
    let steps = steps.map(|(_, step)| (step.region.as_str(), step.action, step.conflicts.len()));
    assert_eq!(
        steps.collect::<Vec<_>>(),
        [
            ("us-west-2", Action::Create, 0),
            ("eu-west-1", Action::Edit, 0)
        ]
    );
}

#[tokio::test]
async fn removing_everywhere_finds_what_was_added_a_moment_ago() {
    let stage = Stage::demo().await;
    // Another client has just let it in where the last picture doesn't show it.
    stage
        .sim
        .set_principals("catalog", "us-west-2", &[SHOP, WRONG]);
    let goal = Goal::RemoveEverywhere {
        principals: owned(&[WRONG]),
    };
    let plan = stage.bulk(goal).await;
    assert_eq!(
        places(&plan),
        [
            ("analytics-warehouse", "us-east-2"),
            ("catalog", "us-west-2")
        ]
    );
    assert_eq!((plan.unchanged, plan.skipped.len()), (0, 0));
    stage.apply_bulk(&plan).await;
    for name in stage.sim.cluster_names() {
        for region in ["us-east-1", "us-east-2", "us-west-2", "eu-west-1"] {
            let list = stage.sim.principals(&name, region).unwrap_or_default();
            assert!(!list.contains(&WRONG.to_owned()), "{name} {region}");
        }
    }
}

#[tokio::test]
async fn a_principal_is_replaced_where_it_stands() {
    let stage = Stage::demo().await;
    let wanted = [
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
        ("catalog", "us-west-2"),
    ];
    let goal = Goal::Replace {
        regions: stage.ids(&wanted),
        old: BATCH.to_owned(),
        new: NEW.to_owned(),
    };
    let plan = stage.bulk(goal).await;
    assert_eq!(
        plan.title,
        "Replace 4188…4417 role/nightly-batch with 1122…5566 root on 2 endpoints"
    );
    assert_eq!(plan.unchanged, 1);
    stage.apply_bulk(&plan).await;
    assert_eq!(
        stage.truth("orders", "us-west-2"),
        sorted(owned(&[SHOP, GATEWAY, NEW]))
    );
}

#[tokio::test]
async fn a_cluster_that_is_paused_or_unreadable_is_blocked_by_itself() {
    // Nothing reads a cluster in the background, which would get the fault.
    let pace = Pace {
        follow: vec![Duration::from_secs(60)],
        ..Pace::quick()
    };
    let options = AppOptions { pace, ..quick() };
    let stage = Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await;
    let wanted = [
        ("loyalty", "eu-central-1"),
        ("orders", "us-west-2"),
        ("catalog", "us-west-2"),
    ];
    let plan = stage.bulk(stage.letting_in(&wanted, &[NEW])).await;
    assert_eq!(blocked(&plan), ["loyalty"]);
    let paused = plan.plans.iter().find(|plan| plan.blocked.is_some());
    let reason = &paused.unwrap().blocked.as_ref().unwrap().message;
    assert_eq!(reason, "The cluster is paused.");

    // One of the other two stays without an answer.
    let refused = FaultKind::Status {
        code: 400,
        body: Body::Json("Not now".to_owned()),
    };
    stage
        .sim
        .inject(Fault::on("GET /clusters/{cluster_id}", refused).times(1));
    let plan = stage.bulk(stage.letting_in(&wanted[1..], &[NEW])).await;
    assert_eq!((plan.blocked.as_ref(), plan.plans.len()), (None, 2));
    let unread = blocked(&plan);
    assert_eq!(unread.len(), 1);
    let changes = stage.apply_bulk(&plan).await;
    assert_eq!(changes.len(), 1, "the other one goes ahead");
    assert!(
        !stage
            .truth(unread[0], "us-west-2")
            .contains(&NEW.to_owned())
    );
}

#[tokio::test]
async fn a_role_that_may_not_edit_is_told_so_once() {
    let stage = Stage::with(simulator(Seed::Demo).await, quick(), |keys| keys.read_only).await;
    let plan = stage
        .bulk(stage.letting_in(&[("orders", "us-west-2")], &[NEW]))
        .await;
    assert_eq!(plan.blocked.clone().unwrap().code, ProblemCode::Forbidden);
    assert_eq!(plan.plans[0].blocked, None);
    let problem = stage
        .app
        .apply_bulk(plan.id, vec![], vec![])
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::Forbidden);
    assert_eq!(stage.sim.requests().of(&format!("PUT {PSE}")), 0);
}

#[tokio::test]
async fn a_refused_key_ends_the_reading() {
    let seed = Seed::Large {
        clusters: 160,
        regions: 1,
    };
    let stage = Stage::with(simulator(seed).await, quick(), |keys| keys.admin).await;
    let refused = FaultKind::Status {
        code: 401,
        body: Body::Json("Invalid JWT".to_owned()),
    };
    stage
        .sim
        .inject(Fault::on("GET /clusters/{cluster_id}", refused));
    stage.sim.reset_requests();
    let plan = stage
        .bulk(Goal::RemoveEverywhere {
            principals: owned(&["arn:aws:iam::301122334455:role/batch"]),
        })
        .await;
    assert!(plan.plans.len() > 100);
    assert_eq!(blocked(&plan).len(), plan.plans.len());
    let problem = plan.plans.last().unwrap().blocked.clone().unwrap();
    assert_eq!(problem.code, ProblemCode::Unauthorized);
    let asked = stage.sim.requests().of("GET /clusters/{cluster_id}");
    assert!(asked < 100, "{asked} requests with a key that is refused");
}
