//! Goals, plans and their inverses: what holds for all pictures of an account.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;

use postern::change::{Action, Draft, RegionChange};
use postern::cloud::Cloud;
use postern::inventory::{
    Cluster, ClusterPhase, Details, Endpoint, EndpointStatus, Phase, Present, Region, Snapshot,
};
use postern::permission::{Allowed, Permissions};
use postern::plan::{
    BulkPlan, Expanded, Goal, Naming, PlanFile, RevertStep, bulk, revert, ybm_commands,
};
use postern::principal::{PrincipalCloud, PrincipalView, normalize, view};
use postern::problem::ProblemCode;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Principals of both clouds that meet, in more than one spelling, and what is none.
fn principal() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => of_cloud(PrincipalCloud::Aws),
        3 => of_cloud(PrincipalCloud::Azure),
        1 => select(vec!["*", "", "swordfish", "arn:aws:iam::123:root", "a,b"]).prop_map(str::to_owned),
    ]
}

fn of_cloud(cloud: PrincipalCloud) -> BoxedStrategy<String> {
    match cloud {
        PrincipalCloud::Aws => (0_u8..6)
            .prop_map(|n| format!("arn:aws:iam::11223344550{n}:root"))
            .boxed(),
        PrincipalCloud::Azure => (0_u8..5, any::<bool>())
            .prop_map(|(n, upper)| {
                let id = format!("0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b{n}");
                if upper { id.to_uppercase() } else { id }
            })
            .boxed(),
    }
}

fn takes(cloud: &Cloud) -> PrincipalCloud {
    PrincipalCloud::try_from(cloud).unwrap_or(PrincipalCloud::Aws)
}

fn views(cloud: &Cloud, list: &[String]) -> Vec<PrincipalView> {
    list.iter().map(|text| view(takes(cloud), text)).collect()
}

fn present(cloud: &Cloud, list: &[String], status: EndpointStatus, connections: usize) -> Endpoint {
    Endpoint::Present(Present {
        pse_id: "pse".into(),
        host: None,
        status,
        state: String::new(),
        principals: Some(views(cloud, list)),
        details: Details::Known {
            service_name: None,
            zones: vec![],
            connections: Some((0..connections).map(|n| format!("vpce-{n}")).collect()),
            read_at: Timestamp::UNIX_EPOCH,
        },
        pending: None,
    })
}

/// A region's endpoint; `tidy`: one that can be edited, with principals of its cloud alone.
fn endpoint(cloud: Cloud, tidy: bool) -> BoxedStrategy<Endpoint> {
    let principal = if tidy {
        of_cloud(takes(&cloud))
    } else {
        principal().boxed()
    };
    let list = prop::collection::vec(principal, 0..6);
    let status = if tidy {
        Just(EndpointStatus::Ready).boxed()
    } else {
        use EndpointStatus as S;
        select(vec![
            S::Ready,
            S::Ready,
            S::Updating,
            S::Deleting,
            S::Failed,
        ])
        .boxed()
    };
    let requested = u32::from(!tidy);
    let of = cloud.clone();
    // Sometimes no answer has the list.
    let read = prop::bool::weighted(if tidy { 1.0 } else { 0.8 });
    let asked = (list.clone(), read).prop_map(move |(list, read)| Endpoint::Requested {
        principals: read.then(|| views(&of, &list)),
    });
    prop_oneof![
        2 => Just(Endpoint::None),
        requested => asked,
        6 => (list, status, 0_usize..3, read).prop_map(move |(list, status, n, read)| {
            let mut endpoint = present(&cloud, &list, status, n);
            if let Endpoint::Present(present) = &mut endpoint && !read {
                present.principals = None;
            }
            endpoint
        }),
    ]
    .boxed()
}

/// A cluster's phase, and each of its regions' cloud and endpoint.
fn cluster(tidy: bool) -> impl Strategy<Value = (ClusterPhase, Vec<(Cloud, Endpoint)>)> {
    let clouds = if tidy {
        vec![Cloud::Aws, Cloud::Azure]
    } else {
        vec![Cloud::Aws, Cloud::Aws, Cloud::Azure, Cloud::Gcp]
    };
    let phase = select(vec![
        ClusterPhase::Active,
        ClusterPhase::Active,
        ClusterPhase::Paused,
        ClusterPhase::Changing,
        ClusterPhase::Unknown,
    ]);
    let region =
        select(clouds).prop_flat_map(move |cloud| (Just(cloud.clone()), endpoint(cloud, tidy)));
    (phase, prop::collection::vec(region, 1..4))
}

fn snapshot(tidy: bool) -> impl Strategy<Value = Snapshot> {
    prop::collection::vec(cluster(tidy), 0..5).prop_map(|clusters| Snapshot {
        version: 1,
        account_id: "account".into(),
        account_name: "Account".to_owned(),
        project_id: "project".into(),
        project_name: "Project".to_owned(),
        phase: Phase::Ready,
        read_at: None,
        remembered: false,
        permissions: Permissions::default(),
        vpcs: vec![],
        clusters: clusters.into_iter().enumerate().map(made).collect(),
        unreadable: vec![],
        asked: Vec::new(),
    })
}

fn made(
    (number, (phase, regions)): (usize, (ClusterPhase, Vec<(Cloud, Endpoint)>)),
) -> Arc<Cluster> {
    let region = |(place, (cloud, endpoint))| Region {
        id: format!("c{number}-r{place}").as_str().into(),
        region: format!("r{place}"),
        cloud,
        vpc_id: Some("vpc".into()),
        nodes: None,
        is_default: place == 0,
        other_hosts: vec![],
        endpoint,
        lacks: Vec::new(),
        may_create: Allowed::Yes,
        may_edit: Allowed::Yes,
        may_delete: Allowed::Yes,
    };
    Arc::new(Cluster {
        id: format!("c{number}").as_str().into(),
        name: format!("cluster-{number}"),
        clouds: Vec::new(),
        state: String::new(),
        health: phase.health(),
        phase,
        is_production: None,
        is_sandbox: false,
        tier: "PAID".to_owned(),
        cluster_type: None,
        software_version: String::new(),
        nodes: None,
        fault_tolerance: String::new(),
        vpc_ids: vec![],
        vpc_names: vec![],
        busy: None,
        lacks: vec![],
        regions: regions.into_iter().enumerate().map(region).collect(),
        problem: None,
    })
}

fn region_ids() -> impl Strategy<Value = Vec<RegionInfoId>> {
    let id = (0_u8..6, 0_u8..4).prop_map(|(c, r)| RegionInfoId::from(format!("c{c}-r{r}")));
    prop::collection::vec(id, 0..12)
}

fn draft() -> impl Strategy<Value = Draft> {
    let list = || prop::collection::vec(principal(), 0..4);
    let region_change = (0_u8..5, 0_u8..4, 0_u8..3, list(), list());
    region_change.prop_map(|(c, r, kind, base, mine)| {
        let region_id = RegionInfoId::from(format!("c{c}-r{r}"));
        Draft {
            cluster_id: format!("c{c}").as_str().into(),
            region_changes: vec![match kind {
                0 => RegionChange::Create {
                    region_id,
                    principals: mine,
                },
                1 => RegionChange::Edit {
                    region_id,
                    base,
                    mine,
                },
                _ => RegionChange::Delete { region_id },
            }],
        }
    })
}

/// Any goal; of principals that `named` gives.
fn goal(named: &BoxedStrategy<String>) -> BoxedStrategy<Goal> {
    let list = || prop::collection::vec(named.clone(), 0..5);
    let cluster = (0_u8..6).prop_map(|c| ClusterId::from(format!("c{c}")));
    let clusters = prop::collection::vec(cluster, 0..5);
    let from = (0_u8..5, 0_u8..4).prop_map(|(c, r)| RegionInfoId::from(format!("c{c}-r{r}")));
    prop_oneof![
        (region_ids(), list()).prop_map(|(regions, principals)| Goal::Add {
            regions,
            principals
        }),
        (region_ids(), list()).prop_map(|(regions, principals)| Goal::Remove {
            regions,
            principals
        }),
        list().prop_map(|principals| Goal::RemoveEverywhere { principals }),
        (region_ids(), named.clone(), named.clone())
            .prop_map(|(regions, old, new)| Goal::Replace { regions, old, new }),
        (from, region_ids()).prop_map(|(from, to)| Goal::Copy { from, to }),
        (region_ids(), list()).prop_map(|(regions, principals)| Goal::Create {
            regions,
            principals
        }),
        (clusters, list()).prop_map(|(clusters, principals)| Goal::CreateMissing {
            clusters,
            principals
        }),
        region_ids().prop_map(|regions| Goal::Delete { regions }),
        region_ids().prop_map(|regions| Goal::Recreate { regions }),
    ]
    .boxed()
}

fn good() -> BoxedStrategy<String> {
    prop_oneof![
        of_cloud(PrincipalCloud::Aws),
        of_cloud(PrincipalCloud::Azure)
    ]
    .boxed()
}

fn planned(expanded: Expanded, now: &Snapshot) -> BulkPlan {
    bulk(expanded, Naming::Steps, now).unwrap().plan
}

/// What is there once every step of the plan has been carried out.
fn applied(plan: &BulkPlan, snapshot: &Snapshot) -> Snapshot {
    let mut after = snapshot.clone();
    for plan in &plan.plans {
        let cluster = after
            .clusters
            .iter_mut()
            .find(|found| found.id == plan.cluster_id);
        let cluster = Arc::make_mut(cluster.unwrap());
        for step in &plan.steps {
            let region = cluster
                .regions
                .iter_mut()
                .find(|found| found.id == step.region_id);
            let list: Vec<String> = step.after.iter().map(|view| view.text.clone()).collect();
            region.unwrap().endpoint = match step.action {
                Action::Delete => Endpoint::None,
                _ => present(&step.cloud, &list, EndpointStatus::Ready, 1),
            };
        }
    }
    after
}

type Lists = BTreeMap<RegionInfoId, Option<BTreeSet<String>>>;

/// Who may connect where; `None`: there is no endpoint.
fn lists(snapshot: &Snapshot) -> Lists {
    let regions = snapshot.clusters.iter().flat_map(|cluster| {
        let regions = cluster.regions.iter();
        regions.map(move |region| (&region.cloud, region))
    });
    let list = |(cloud, region): (&Cloud, &Region)| {
        let texts = |views: &[PrincipalView]| {
            let texts: Vec<String> = views.iter().map(|view| view.text.clone()).collect();
            normalize(takes(cloud), &texts).into_iter().collect()
        };
        (region.id.clone(), region.endpoint.principals().map(texts))
    };
    regions.map(list).collect()
}

const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn carried_out(plan: &BulkPlan) -> Vec<RevertStep> {
    let texts = |views: &[PrincipalView]| views.iter().map(|view| view.text.clone()).collect();
    let steps = plan.plans.iter().flat_map(|plan| {
        plan.steps.iter().map(move |step| RevertStep {
            region_id: step.region_id.clone(),
            cluster_id: plan.cluster_id.clone(),
            action: step.action,
            before: texts(&step.before),
            after: texts(&step.after),
            done_here: None,
        })
    });
    steps.collect()
}

/// Somebody else's lists for the same endpoints.
fn somebody_else(snapshot: &Snapshot, lists: &[Vec<String>]) -> Snapshot {
    let mut now = snapshot.clone();
    let mut lists = lists.iter().cycle();
    for cluster in &mut now.clusters {
        let cluster = Arc::make_mut(cluster);
        for region in &mut cluster.regions {
            if let Endpoint::Present(found) = &mut region.endpoint {
                let cloud = takes(&region.cloud);
                let mut list = lists.next().unwrap().clone();
                list.retain(|text| postern::principal::Principal::parse(cloud, text).is_ok());
                found.principals = Some(views(&region.cloud, &list));
            }
        }
    }
    now
}

proptest! {
    #[test]
    fn whatever_is_wanted_of_whatever_is_there_has_an_answer(
        now in snapshot(false),
        goal in goal(&principal().boxed()),
        drafts in prop::collection::vec(draft(), 0..6),
        typed in prop::collection::vec(".{0,8}", 0..3),
    ) {
        for goal in [goal, Goal::Drafts { drafts }] {
            let _ = goal.check(&now);
            let known = goal.clusters(&now);
            prop_assert!(known.iter().all(|id| now.clusters.iter().any(|cluster| cluster.id == *id)));
            let naming = Naming::of(&goal, &now);
            match bulk(goal.expand(&now), naming, &now) {
                Ok(prepared) => {
                    let _ = prepared.check(&typed, &[]);
                    let plan = &prepared.plan;
                    let text = ybm_commands(plan, 0);
                    for line in text.lines() {
                        prop_assert!(line.is_empty() || line.starts_with('#') || line.starts_with("ybm "));
                    }
                    let file = PlanFile::new(plan, &now, Timestamp::UNIX_EPOCH);
                    prop_assert_eq!(&PlanFile::parse(&file.to_text()).unwrap(), &file);
                    let _ = revert(&carried_out(plan), &now, AT);
                    // A cluster or a region is there once; an endpoint that is recreated is deleted, then created.
                    let steps = carried_out(plan);
                    let mut seen = HashMap::new();
                    for step in &steps {
                        let before = seen.insert(&step.region_id, step.action);
                        let is_recreated = (before, step.action) == (Some(Action::Delete), Action::Create);
                        prop_assert!(before.is_none() || is_recreated, "{step:?} after {before:?}");
                    }
                }
                Err(problem) => prop_assert_eq!(problem.code, ProblemCode::Invalid),
            }
        }
    }

    #[test]
    fn nothing_rests_on_a_list_that_was_not_read(now in snapshot(false), goal in goal(&good())) {
        let endpoints: BTreeMap<_, _> = now
            .clusters
            .iter()
            .flat_map(|cluster| &cluster.regions)
            .map(|region| (&region.id, &region.endpoint))
            .collect();
        let expanded = goal.expand(&now);
        if let Goal::Copy { from, .. } = &goal
            && endpoints.get(from).is_none_or(|endpoint| endpoint.principals().is_none())
        {
            prop_assert!(goal.check(&now).is_err());
            prop_assert!(expanded.drafts.is_empty());
        }
        let Ok(prepared) = bulk(expanded, Naming::Steps, &now) else {
            return Ok(());
        };
        for step in prepared.plan.plans.iter().flat_map(|plan| &plan.steps) {
            let endpoint = endpoints[&step.region_id];
            let unread = endpoint.principals().is_none();
            match step.action {
                Action::Edit => prop_assert!(!unread, "{step:#?}"),
                Action::Delete => prop_assert_eq!(step.list_unread, unread),
                Action::Create => {}
            }
        }
        // A removal everywhere says where it could not look.
        if let Goal::RemoveEverywhere { principals } = &goal && !principals.is_empty() {
            let unread = endpoints.values().filter(|endpoint| {
                !matches!(endpoint, Endpoint::None) && endpoint.principals().is_none()
            });
            prop_assert!(prepared.plan.skipped.len() >= unread.count());
        }
    }

    #[test]
    fn text_is_a_plan_or_refused(text in ".{0,200}") {
        prop_assert!(PlanFile::parse(&text).is_err());
    }

    #[test]
    fn a_goal_that_was_reached_has_no_steps(now in snapshot(false), goal in goal(&good())) {
        let Ok(prepared) = bulk(goal.expand(&now), Naming::Steps, &now) else {
            return Ok(());
        };
        let reached = applied(&prepared.plan, &now);
        let again = planned(goal.expand(&reached), &reached);
        prop_assert!(again.plans.is_empty(), "{:#?}", again.plans);
    }

    #[test]
    fn an_applied_plan_and_its_inverse_give_the_first_lists_back(now in snapshot(true), goal in goal(&good())) {
        let plan = planned(goal.expand(&now), &now);
        let reached = applied(&plan, &now);
        let inverse = planned(revert(&carried_out(&plan), &reached, AT), &reached);
        prop_assert!(inverse.skipped.is_empty());
        prop_assert_eq!(lists(&applied(&inverse, &reached)), lists(&now));
        // Undone, there is nothing left to undo.
        let undone = applied(&inverse, &reached);
        prop_assert!(planned(revert(&carried_out(&plan), &undone, AT), &undone).plans.is_empty());
    }

    #[test]
    fn undoing_keeps_what_others_did_since(
        now in snapshot(true),
        regions in region_ids(),
        principals in prop::collection::vec(good(), 1..3),
        theirs in prop::collection::vec(prop::collection::vec(good(), 0..6), 1..8),
    ) {
        let plan = planned(Goal::Add { regions, principals }.expand(&now), &now);
        let reached = applied(&plan, &now);
        let since = somebody_else(&reached, &theirs);
        let undone = lists(&applied(&planned(revert(&carried_out(&plan), &since, AT), &since), &since));
        let (reached, since) = (lists(&reached), lists(&since));
        for step in carried_out(&plan) {
            let id = &step.region_id;
            let (before, there, end) = (&reached[id], &since[id], &undone[id]);
            let (before, there, end) = (before.as_ref().unwrap(), there.as_ref().unwrap(), end.as_ref().unwrap());
            prop_assert!(there.difference(before).all(|added| end.contains(added)));
            prop_assert!(before.difference(there).all(|removed| !end.contains(removed)));
        }
    }

    #[test]
    fn a_plan_that_waited_loses_nobody_s_addition(
        now in snapshot(true),
        goal in goal(&good()),
        theirs in prop::collection::vec(prop::collection::vec(good(), 0..6), 1..8),
    ) {
        let plan = planned(goal.expand(&now), &now);
        let file = PlanFile::parse(&PlanFile::new(&plan, &now, Timestamp::UNIX_EPOCH).to_text()).unwrap();
        let later = somebody_else(&now, &theirs);
        file.check(&later).unwrap();
        let end = lists(&applied(&planned(file.expand(&later), &later), &later));
        let (before, there) = (lists(&now), lists(&later));
        let mine = lists(&applied(&plan, &now));
        for step in carried_out(&plan).iter().filter(|step| step.action == Action::Edit) {
            let of = |lists: &Lists| lists[&step.region_id].clone().unwrap();
            let (before, end) = (of(&before), of(&end));
            for side in [of(&there), of(&mine)] {
                prop_assert!(side.difference(&before).all(|added| end.contains(added)));
                prop_assert!(before.difference(&side).all(|removed| !end.contains(removed)));
            }
        }
        // What the plan is not about stays as they left it.
        let planned: BTreeSet<_> = carried_out(&plan).into_iter().map(|step| step.region_id).collect();
        for (id, list) in &end {
            prop_assert!(planned.contains(id) || *list == there[id]);
        }
    }

    #[test]
    fn order_does_not_matter(
        now in snapshot(false),
        (regions, others) in region_ids().prop_flat_map(|ids| (Just(ids.clone()), Just(ids).prop_shuffle())),
        (principals, shuffled) in prop::collection::vec(good(), 1..5)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        let reached = |goal: &Goal| {
            let expanded = goal.expand(&now);
            let (skipped, unchanged) = (expanded.skipped.clone(), expanded.unchanged);
            let plan = planned(expanded, &now);
            let places: Vec<_> = carried_out(&plan).into_iter().map(|step| (step.cluster_id, step.region_id)).collect();
            (lists(&applied(&plan, &now)), places, skipped, unchanged)
        };
        type Make = fn(Vec<RegionInfoId>, Vec<String>) -> Goal;
        let goals: [Make; 4] = [
            |regions, principals| Goal::Add { regions, principals },
            |regions, principals| Goal::Remove { regions, principals },
            |regions, principals| Goal::Create { regions, principals },
            |regions, _| Goal::Delete { regions },
        ];
        for goal in goals {
            prop_assert_eq!(
                reached(&goal(regions.clone(), principals.clone())),
                reached(&goal(others.clone(), shuffled.clone()))
            );
        }
    }

    #[test]
    fn one_goal_after_the_other_or_both_at_once_is_the_same(
        now in snapshot(true),
        all in region_ids(),
        principals in subsequence((0..6_u8).map(|n| format!("arn:aws:iam::11223344550{n}:root")).collect::<Vec<_>>(), 2..6),
    ) {
        let add = |principals: &[String]| Goal::Add { regions: all.clone(), principals: principals.to_vec() };
        let step = |goal: Goal, now: &Snapshot| applied(&planned(goal.expand(now), now), now);
        let (first, second) = principals.split_at(1);
        let one_by_one = step(add(second), &step(add(first), &now));
        let other_way = step(add(first), &step(add(second), &now));
        let at_once = step(add(&principals), &now);
        prop_assert_eq!(lists(&one_by_one), lists(&at_once));
        prop_assert_eq!(lists(&other_way), lists(&at_once));
    }

    #[test]
    fn removed_everywhere_is_nowhere_but_where_it_is_said(now in snapshot(false), principals in prop::collection::vec(good(), 1..4)) {
        let plan = planned(Goal::RemoveEverywhere { principals: principals.clone() }.expand(&now), &now);
        let end = applied(&plan, &now);
        for cluster in &end.clusters {
            for region in &cluster.regions {
                let off = normalize(takes(&region.cloud), &principals);
                let unread =
                    region.endpoint.principals().is_none() && region.endpoint != Endpoint::None;
                let left = lists(&end)[&region.id].clone().unwrap_or_default();
                let said = plan.skipped.iter().any(|skipped| {
                    (&skipped.cluster_name, &skipped.region) == (&cluster.name, &region.region)
                });
                prop_assert_eq!(said, unread || off.iter().any(|text| left.contains(text)));
            }
        }
    }
}
