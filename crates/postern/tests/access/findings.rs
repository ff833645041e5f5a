//! What looks wrong, rule by rule.

use jiff::{SignedDuration, Timestamp};
use postern::access::{
    AccessView, Finding, FindingKind, FirstSeen, KeyFacts, Severity, Since, count, places, view,
};
use postern::cloud::Cloud;
use postern::inventory::{Details, Endpoint, EndpointStatus, Health, Snapshot};
use postern::plan::Goal;
use postern::principal::Names;

use crate::model::*;

fn of(kind: FindingKind, snapshot: &Snapshot) -> Vec<Finding> {
    let mut findings = seen(snapshot).findings;
    findings.retain(|finding| finding.kind == kind);
    findings
}

fn labels(finding: &Finding) -> Vec<&str> {
    finding.fixes.iter().map(|fix| fix.label.as_str()).collect()
}

fn places_of(finding: &Finding) -> Vec<&str> {
    finding.regions.iter().map(|id| id.as_str()).collect()
}

#[test]
fn what_is_in_order_has_no_findings() {
    let orders = cluster(
        "orders",
        vec![
            open_to("orders", "us-west-2", &[SHOP]),
            open_to("orders", "us-east-1", &[SHOP]),
            region("orders", "eu-west-1", Endpoint::None),
        ],
    );
    assert_eq!(seen(&snapshot(vec![orders])).findings, []);
}

#[test]
fn a_wildcard_is_serious_and_can_be_removed() {
    let now = snapshot(vec![cluster(
        "sessions",
        vec![open_to("sessions", "us-west-2", &["*", SHOP])],
    )]);
    let [finding] = of(FindingKind::Everyone, &now).try_into().unwrap();
    assert_eq!(finding.severity, Severity::Serious);
    assert_eq!(
        finding.title,
        "Anyone can request a connection to sessions in us-west-2"
    );
    assert_eq!(
        finding.fixes[0].goal,
        Goal::Remove {
            regions: vec!["sessions/us-west-2".into()],
            principals: vec!["*".to_owned()],
        }
    );
}

#[test]
fn one_region_only_can_be_made_like_its_siblings_either_way() {
    let now = snapshot(vec![cluster(
        "orders",
        vec![
            open_to("orders", "us-west-2", &[SHOP]),
            open_to("orders", "us-east-1", &[SHOP, PARTNER]),
            open_to("orders", "eu-west-1", &[SHOP]),
            region("orders", "ap-south-1", Endpoint::None),
        ],
    )]);
    let [finding] = of(FindingKind::NotInSiblings, &now).try_into().unwrap();
    assert_eq!(
        finding.title,
        "7728…1263 root can't connect in every region of orders"
    );
    assert_eq!(
        finding.text,
        "It can connect in us-east-1, but not in eu-west-1 and us-west-2: after a failover it would be \
         locked out."
    );
    assert_eq!(
        places_of(&finding),
        ["orders/eu-west-1", "orders/us-west-2"]
    );
    assert_eq!(
        labels(&finding),
        ["Add to 2 regions", "Remove from us-east-1"]
    );
}

#[test]
fn a_region_lets_in_by_the_account_and_by_the_wildcard_too() {
    let by_account = cluster(
        "orders",
        vec![
            open_to("orders", "us-west-2", &[SHOP]),
            open_to("orders", "us-east-1", &[SHOP, GATEWAY]),
        ],
    );
    let by_wildcard = cluster(
        "sessions",
        vec![
            open_to("sessions", "us-west-2", &["*"]),
            open_to("sessions", "us-east-1", &[SHOP]),
        ],
    );
    let now = snapshot(vec![by_account, by_wildcard]);
    assert_eq!(of(FindingKind::NotInSiblings, &now), []);
}

#[test]
fn what_can_not_be_edited_is_not_held_against_its_siblings() {
    let failed = with(open_to("orders", "us-east-1", &[]), |present| {
        present.status = EndpointStatus::Failed;
    });
    let requested = region(
        "orders",
        "eu-west-1",
        Endpoint::Requested {
            principals: Some(Vec::new()),
        },
    );
    let now = snapshot(vec![cluster(
        "orders",
        vec![open_to("orders", "us-west-2", &[SHOP]), failed, requested],
    )]);
    assert_eq!(of(FindingKind::NotInSiblings, &now), []);
    let [failed] = of(FindingKind::Failed, &now).try_into().unwrap();
    assert_eq!(failed.severity, Severity::Serious);
    assert_eq!(labels(&failed), ["Delete the endpoint"]);
}

#[test]
fn nobody_connected_is_said_only_of_what_was_read_and_runs() {
    let unused = || {
        with(open_to("orders", "us-west-2", &[SHOP]), |present| {
            present.details = known(0);
        })
    };
    let now = |cluster| snapshot(vec![cluster]);
    let [finding] = of(
        FindingKind::NobodyConnected,
        &now(cluster("orders", vec![unused()])),
    )
    .try_into()
    .unwrap();
    assert_eq!(finding.severity, Severity::Note);

    let unread = with(unused(), |present| {
        present.details = Details::Loading { service_name: None };
    });
    let unread = now(cluster("orders", vec![unread]));
    assert_eq!(of(FindingKind::NobodyConnected, &unread), []);
    let mut paused = cluster("orders", vec![unused()]);
    paused.health = Health::Stopped;
    assert_eq!(of(FindingKind::NobodyConnected, &now(paused)), []);
}

#[test]
fn an_empty_list_is_said_once_the_endpoint_was_read() {
    let empty = |details: Details| {
        let region = with(open_to("orders", "us-west-2", &[]), |present| {
            present.details = details;
        });
        let now = snapshot(vec![cluster("orders", vec![region])]);
        of(FindingKind::NobodyAllowed, &now)
    };
    assert_eq!(labels(&empty(known(0))[0]), ["Delete the endpoint"]);
    // Connections that stand are not cut by a button.
    assert_eq!(labels(&empty(known(2))[0]), <[&str; 0]>::default());
    assert_eq!(empty(Details::Loading { service_name: None }), []);
}

#[test]
fn a_principal_of_the_wrong_form_can_be_replaced_by_what_was_meant() {
    let now = snapshot(vec![
        cluster("a", vec![open_to("a", "us-west-2", &[SHOP, PATH])]),
        cluster("b", vec![open_to("b", "us-west-2", &[PATH])]),
    ]);
    let [finding] = of(FindingKind::WrongForm, &now).try_into().unwrap();
    assert_eq!(places_of(&finding), ["a/us-west-2", "b/us-west-2"]);
    assert_eq!(labels(&finding), ["Replace with 5902…6104 root", "Remove"]);
    assert!(
        finding
            .text
            .ends_with("It has no effect on a in us-west-2 and b in us-west-2.")
    );
}

#[test]
fn a_subscription_is_no_principal_on_aws() {
    let now = snapshot(vec![cluster(
        "a",
        vec![open_to("a", "us-west-2", &[SHOP, FINANCE])],
    )]);
    let [finding] = of(FindingKind::WrongForm, &now).try_into().unwrap();
    assert_eq!(labels(&finding), ["Remove"]);
}

#[test]
fn another_partition_can_not_reach_the_service() {
    let now = snapshot(vec![cluster(
        "a",
        vec![
            open_to("a", "us-west-2", &[SHOP, CHINA]),
            open_to("a", "us-east-1", &[SHOP]),
        ],
    )]);
    let [finding] = of(FindingKind::OtherPartition, &now).try_into().unwrap();
    assert_eq!(finding.title, "7728…1263 root can't reach the endpoint");
    assert_eq!(labels(&finding), ["Remove"]);
    // And it is not asked for in the siblings.
    assert_eq!(of(FindingKind::NotInSiblings, &now), []);
}

#[test]
fn public_access_is_a_finding_beside_an_endpoint_only() {
    let beside = cluster("a", vec![public(open_to("a", "us-west-2", &[SHOP]))]);
    let alone = cluster("b", vec![public(region("b", "us-west-2", Endpoint::None))]);
    let [finding] = of(FindingKind::PublicAccess, &snapshot(vec![beside, alone]))
        .try_into()
        .unwrap();
    assert_eq!(finding.title, "a can be reached from the internet");
    assert_eq!(labels(&finding), <[&str; 0]>::default());
}

#[test]
fn a_key_s_end_is_said_thirty_days_before() {
    let now = Timestamp::from_second(1_750_000_000).unwrap();
    let finding = |left: SignedDuration| {
        let key = KeyFacts {
            expires: Some(now + left),
            now,
        };
        let findings = view(
            &snapshot(Vec::new()),
            &FirstSeen::default(),
            &Names::default(),
            &key,
        )
        .findings;
        let finding = findings.into_iter().next();
        finding.map(|finding| (finding.severity, finding.title))
    };
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    assert_eq!(finding(days(31)), None);
    let said = |severity, title: &str| Some((severity, title.to_owned()));
    assert_eq!(
        finding(days(30)),
        said(
            Severity::Warning,
            "The API key expires in 30 days, on 2025-07-15"
        )
    );
    assert_eq!(
        finding(days(1)),
        said(
            Severity::Serious,
            "The API key expires in 1 day, on 2025-06-16"
        )
    );
    assert_eq!(
        finding(SignedDuration::from_hours(3)),
        said(Severity::Serious, "The API key expires in 3 hours")
    );
    assert_eq!(
        finding(SignedDuration::from_secs(59)),
        said(Severity::Serious, "The API key expires within an hour")
    );
    assert_eq!(
        finding(SignedDuration::ZERO),
        said(Severity::Serious, "The API key expired on 2025-06-15")
    );
}

#[test]
fn a_principal_says_what_it_reaches_since_when_and_by_which_name() {
    let now = snapshot(vec![
        cluster("b", vec![open_to("b", "us-west-2", &[SHOP, SHOP])]),
        cluster("a", vec![open_to("a", "us-west-2", &[SHOP, GATEWAY, "*"])]),
    ]);
    let since = Since {
        at: Timestamp::UNIX_EPOCH,
        exact: true,
    };
    let first = FirstSeen::from_iter([("a/us-west-2".into(), SHOP.to_owned(), since)]);
    let mut names = Names::default();
    names.set("301122334455", Some("Shop")).unwrap();
    let AccessView { principals, .. } = view(&now, &first, &names, &endless());
    let texts: Vec<&str> = principals
        .iter()
        .map(|one| one.principal.text.as_str())
        .collect();
    assert_eq!(texts, ["*", GATEWAY, SHOP]);
    let shop = &principals[2];
    assert_eq!(shop.owner.as_deref(), Some("301122334455"));
    assert_eq!(shop.name.as_deref(), Some("Shop"));
    let reaches = shop.reaches.iter();
    let reaches: Vec<_> = reaches
        .map(|reach| (reach.cluster_name.as_str(), reach.since, reach.connections))
        .collect();
    assert_eq!(reaches, [("a", Some(since), Some(1)), ("b", None, Some(1))]);
    assert_eq!(
        (principals[0].owner.as_deref(), &principals[0].name),
        (None, &None)
    );
}

#[test]
fn the_same_wildcard_is_told_apart_by_cloud() {
    let mut azure = cluster("azure", vec![open_to("azure", "westus3", &["*"])]);
    azure.cloud = Cloud::Azure;
    let now = snapshot(vec![
        azure,
        cluster("aws", vec![open_to("aws", "us-west-2", &["*"])]),
    ]);
    let clouds = seen(&now).principals.into_iter().map(|one| one.cloud);
    assert_eq!(clouds.collect::<Vec<_>>(), [Cloud::Aws, Cloud::Azure]);
}

#[test]
fn the_figure_counts_what_the_list_holds() {
    let now = snapshot(vec![cluster(
        "a",
        vec![
            public(open_to("a", "us-west-2", &["*"])),
            with(open_to("a", "us-east-1", &[SHOP]), |present| {
                present.details = known(0);
            }),
        ],
    )]);
    let counts = count(&now, &endless());
    assert_eq!((counts.serious, counts.warnings, counts.notes), (1, 1, 1));
}

#[test]
fn where_findings_are_is_what_the_list_says() {
    let now = snapshot(vec![cluster(
        "a",
        vec![
            public(open_to("a", "us-west-2", &["*"])),
            with(open_to("a", "us-east-1", &[SHOP]), |present| {
                present.details = known(0);
            }),
        ],
    )]);
    let listed = seen(&now).findings;
    let places = places(&now, &endless());
    assert_eq!(places.len(), 3);
    for one in places {
        let mut regions: Vec<_> = listed
            .iter()
            .filter(|finding| finding.kind == one.kind)
            .flat_map(|finding| finding.regions.clone())
            .collect();
        regions.sort();
        regions.dedup();
        assert_eq!(one.regions, regions, "{:?}", one.kind);
    }
}
