//! What may be done with a region's endpoint: every cluster state, every endpoint, every permission.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use postern::cloud::Cloud;
use postern::inventory::{
    Busy, Cluster, ClusterPhase, Details, Endpoint, EndpointStatus, Pending, Present, Region,
    Rules, rules,
};
use postern::permission::{Allowed, Permissions};

fn present(status: EndpointStatus) -> Present {
    Present {
        pse_id: "pse".into(),
        host: None,
        status,
        state: String::new(),
        principals: Some(Vec::new()),
        details: Details::Loading { service_name: None },
        pending: None,
    }
}

fn endpoints() -> Vec<(&'static str, Endpoint)> {
    let pending = |deleting, overdue| {
        Some(Pending {
            added: Vec::new(),
            removed: Vec::new(),
            deleting,
            overdue,
        })
    };
    let with = |change: fn(&mut Present)| {
        let mut present = present(EndpointStatus::Ready);
        change(&mut present);
        Endpoint::Present(present)
    };
    let in_state = |status| Endpoint::Present(present(status));
    let mut leaving = present(EndpointStatus::Ready);
    leaving.pending = pending(true, false);
    let mut overdue = present(EndpointStatus::Ready);
    overdue.pending = pending(true, true);
    let mut edited = present(EndpointStatus::Ready);
    edited.pending = pending(false, false);
    let mut late = present(EndpointStatus::Ready);
    late.pending = pending(false, true);
    vec![
        ("none", Endpoint::None),
        ("requested", Endpoint::Requested { principals: None }),
        ("creating", in_state(EndpointStatus::Creating)),
        ("ready", in_state(EndpointStatus::Ready)),
        ("updating", in_state(EndpointStatus::Updating)),
        ("disabled", in_state(EndpointStatus::Disabled)),
        ("deleting", in_state(EndpointStatus::Deleting)),
        ("delete accepted", Endpoint::Present(leaving)),
        ("delete not confirmed", Endpoint::Present(overdue)),
        ("edit accepted", Endpoint::Present(edited)),
        ("edit not confirmed", Endpoint::Present(late)),
        ("failed", in_state(EndpointStatus::Failed)),
        ("unknown", in_state(EndpointStatus::Unknown)),
        ("list not read", with(|present| present.principals = None)),
    ]
}

/// Each state that a cluster can be in, with the service's word for it and the task that runs.
const PHASES: [(ClusterPhase, &str, Option<&str>); 10] = [
    (ClusterPhase::Active, "ACTIVE", None),
    (ClusterPhase::Active, "ACTIVE", Some("EDIT_CLUSTER")),
    (ClusterPhase::Changing, "RESUMING", None),
    (ClusterPhase::Changing, "CREATING", None),
    (ClusterPhase::Paused, "PAUSED", None),
    (ClusterPhase::Pausing, "PAUSING", None),
    (ClusterPhase::Deleting, "DELETING", None),
    (ClusterPhase::Failed, "CREATE_FAILED", None),
    (ClusterPhase::Unknown, "HIBERNATED", None),
    (ClusterPhase::Unknown, "", None),
];

fn region(endpoint: Endpoint) -> Region {
    Region {
        id: "region".into(),
        region: "us-west-2".to_owned(),
        cloud: Cloud::Aws,
        vpc_id: Some("vpc".into()),
        nodes: None,
        is_default: true,
        other_hosts: Vec::new(),
        endpoint,
        lacks: Vec::new(),
        may_create: Allowed::Yes,
        may_edit: Allowed::Yes,
        may_delete: Allowed::Yes,
    }
}

fn cluster((phase, state, task): (ClusterPhase, &str, Option<&str>)) -> Cluster {
    Cluster {
        id: "cluster".into(),
        name: "orders".to_owned(),
        clouds: vec![Cloud::Aws],
        state: state.to_owned(),
        health: phase.health(),
        phase,
        is_production: None,
        is_sandbox: false,
        tier: "PAID".to_owned(),
        cluster_type: None,
        software_version: String::new(),
        nodes: None,
        fault_tolerance: String::new(),
        vpc_ids: Vec::new(),
        vpc_names: Vec::new(),
        busy: task.map(|task| Busy {
            task: task.to_owned(),
            percent: None,
        }),
        lacks: Vec::new(),
        regions: Vec::new(),
        problem: None,
    }
}

fn viewer() -> Permissions {
    Permissions {
        edit_endpoints: Some("This key is read-only (role Viewer).".to_owned()),
        ..Permissions::default()
    }
}

fn each(rules: &Rules) -> [(&'static str, &Allowed); 3] {
    [
        ("create", &rules.may_create),
        ("edit", &rules.may_edit),
        ("delete", &rules.may_delete),
    ]
}

fn told(allowed: &Allowed) -> String {
    match allowed {
        Allowed::Yes => "yes".to_owned(),
        Allowed::Waits { reason } => format!("waits: {reason}"),
        Allowed::No { reason, remedy } => format!("no: {reason} {remedy}").trim_end().to_owned(),
    }
}

/// Every combination, and what is said of it, for a reader.
#[test]
fn the_table_of_rules() {
    let mut table = String::new();
    let mut add = |title: &str, cluster: &Cluster, region: &Region| {
        writeln!(table, "{title}").unwrap();
        for (action, allowed) in each(&rules(cluster, region, &Permissions::default())) {
            writeln!(table, "  {action:<6}  {}", told(allowed)).unwrap();
        }
    };
    for phase in PHASES {
        let state = if phase.1.is_empty() {
            "(none)"
        } else {
            phase.1
        };
        let busy = phase
            .2
            .map_or(String::new(), |task| format!(" with {task}"));
        for (name, endpoint) in endpoints() {
            add(
                &format!("cluster {state}{busy}, endpoint {name}"),
                &cluster(phase),
                &region(endpoint),
            );
        }
    }
    let active = PHASES[0];
    for (name, change) in [
        (
            "on GCP",
            (|_, r| r.cloud = Cloud::Gcp) as fn(&mut Cluster, &mut Region),
        ),
        ("on another cloud", |_, r| {
            r.cloud = Cloud::Other("OCI".to_owned())
        }),
        ("on GCP, in a cluster that is also on AWS", |c, r| {
            c.regions = vec![region(Endpoint::None)];
            r.cloud = Cloud::Gcp;
            r.region = "us-central1".to_owned();
        }),
        ("on a cloud that isn't reported", |_, r| {
            r.cloud = Cloud::Other(String::new())
        }),
        ("sandbox", |c, r| {
            c.is_sandbox = true;
            r.vpc_id = None;
        }),
        ("region outside a VPC", |_, r| r.vpc_id = None),
    ] {
        for (kind, endpoint) in [
            ("none", Endpoint::None),
            ("ready", Endpoint::Present(present(EndpointStatus::Ready))),
            (
                "deleting",
                Endpoint::Present(present(EndpointStatus::Deleting)),
            ),
        ] {
            let (mut cluster, mut region) = (cluster(active), region(endpoint));
            change(&mut cluster, &mut region);
            add(&format!("{name}, endpoint {kind}"), &cluster, &region);
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_key_that_may_not_edit_may_do_nothing_and_is_told_why() {
    for phase in PHASES {
        for (name, endpoint) in endpoints() {
            let rules = rules(&cluster(phase), &region(endpoint), &viewer());
            for (action, allowed) in each(&rules) {
                let refusal = allowed.refusal();
                let reason = refusal.map(|(reason, _)| reason);
                assert_eq!(
                    reason,
                    Some("This key is read-only (role Viewer)."),
                    "{action}, {name}, {phase:?}"
                );
            }
        }
    }
}

#[test]
fn a_state_that_passes_by_itself_or_is_not_known_refuses_nothing() {
    for phase in PHASES {
        let passes = !matches!(
            phase.0,
            ClusterPhase::Paused
                | ClusterPhase::Pausing
                | ClusterPhase::Deleting
                | ClusterPhase::Failed
        );
        for (name, endpoint) in endpoints() {
            let region = region(endpoint);
            let at_rest = rules(&cluster(PHASES[0]), &region, &Permissions::default());
            let now = rules(&cluster(phase), &region, &Permissions::default());
            for ((action, at_rest), (_, now)) in each(&at_rest).into_iter().zip(each(&now)) {
                let refused = now.refusal().is_some();
                let expected = !passes || at_rest.refusal().is_some();
                assert_eq!(refused, expected, "{action}, {name}, {phase:?}");
                if passes && phase != PHASES[0] && !refused {
                    assert!(matches!(now, Allowed::Waits { .. }), "{action}, {name}");
                }
            }
        }
    }
}
