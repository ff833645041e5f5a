//! What looks wrong, rule by rule.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use postern::access::{
    AccessView, Finding, FindingKind, KeyFacts, ListFacts, Severity, Since, count, places, view,
};
use postern::change::{Acceptance, ChangeNote};
use postern::cloud::Cloud;
use postern::connection::{CloudEndpoint, ConnectionPhase};
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

/// A cluster on two clouds: two regions on AWS, one on Azure, whose lists have nothing to do with each other.
#[test]
fn regions_are_compared_with_those_on_the_same_cloud() {
    let on_azure = || {
        let mut azure = region(
            "orders",
            "westus3",
            Endpoint::Present(endpoint(
                &Cloud::Azure,
                &["0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1"],
            )),
        );
        azure.cloud = Cloud::Azure;
        azure
    };
    let both = |aws: Vec<postern::inventory::Region>| {
        let mut orders = cluster("orders", aws);
        orders.regions.push(on_azure());
        orders.clouds = clouds_of(&orders);
        snapshot(vec![orders])
    };
    let same = both(vec![
        open_to("orders", "us-west-2", &[SHOP]),
        open_to("orders", "us-east-1", &[SHOP]),
    ]);
    assert_eq!(of(FindingKind::NotInSiblings, &same), []);
    let other = both(vec![
        open_to("orders", "us-west-2", &[SHOP, PARTNER]),
        open_to("orders", "us-east-1", &[SHOP]),
    ]);
    let [finding] = of(FindingKind::NotInSiblings, &other).try_into().unwrap();
    assert_eq!(
        finding.title,
        "7728…1263 root can't connect in every AWS region of orders"
    );
    assert_eq!(places_of(&finding), ["orders/us-east-1"]);
    // Where no endpoint is possible, the public address is the way in.
    let mut google = public(region("orders", "us-west1", Endpoint::None));
    google.cloud = Cloud::Gcp;
    let mut orders = cluster(
        "orders",
        vec![open_to("orders", "us-west-2", &[SHOP]), google],
    );
    orders.clouds = clouds_of(&orders);
    assert_eq!(of(FindingKind::PublicAccess, &snapshot(vec![orders])), []);
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
    assert_eq!(
        labels(&failed),
        ["Recreate the endpoint", "Delete the endpoint"]
    );
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
            today: Date::ZERO,
        };
        let findings = view(
            &snapshot(Vec::new()),
            &ListFacts::default(),
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
            "The API key expires in 30 days, on Jul 15, 2025"
        )
    );
    assert_eq!(
        finding(days(1)),
        said(
            Severity::Serious,
            "The API key expires in 1 day, on Jun 16, 2025"
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
        said(Severity::Serious, "The API key expired on Jun 15, 2025")
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
    let first = ListFacts::from_iter([("a/us-west-2".into(), SHOP.to_owned(), since)]);
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
    azure.regions[0].cloud = Cloud::Azure;
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
    let counts = count(&now, &ListFacts::default(), &Names::default(), &endless());
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
    let places = places(&now, &ListFacts::default(), &Names::default(), &endless());
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

#[test]
fn access_past_its_date_can_be_revoked_where_it_was_granted() {
    let now = snapshot(vec![
        cluster("a", vec![open_to("a", "us-west-2", &[SHOP, GATEWAY])]),
        cluster("b", vec![open_to("b", "us-west-2", &[GATEWAY])]),
    ]);
    let note = |until: &str| ChangeNote {
        reason: "Load test".to_owned(),
        ticket: "OPS-1".to_owned(),
        until: Some(until.parse().unwrap()),
    };
    let seen = ListFacts::default().with_notes([
        ("a/us-west-2".into(), GATEWAY.to_owned(), note("2026-11-20")),
        ("b/us-west-2".into(), GATEWAY.to_owned(), note("2026-11-28")),
        ("a/us-west-2".into(), PARTNER.to_owned(), note("2026-11-20")),
    ]);
    let on = |today: &str| KeyFacts {
        today: today.parse().unwrap(),
        ..endless()
    };
    let found = |today: &str| -> Vec<Finding> {
        let view = view(&now, &seen, &Names::default(), &on(today));
        let kind = FindingKind::PastDate;
        let found = view.findings.into_iter();
        found.filter(|finding| finding.kind == kind).collect()
    };
    // The last day is a day of access, and who isn't on the list has none.
    assert!(found("2026-11-20").is_empty());
    let past = found("2026-11-21").remove(0);
    assert_eq!(
        past.title,
        "3011…4455 role/gateway has access past its date"
    );
    assert_eq!(
        past.text,
        "Its access to a in us-west-2 was granted until Nov 20, 2026 (Load test, OPS-1). \
         Revoke it if it is no longer needed."
    );
    assert_eq!(places_of(&past), ["a/us-west-2"]);
    assert_eq!(labels(&past), ["Revoke on a in us-west-2"]);
    let past = found("2026-11-29").remove(0);
    let goal = Goal::Remove {
        regions: vec!["a/us-west-2".into(), "b/us-west-2".into()],
        principals: vec![GATEWAY.to_owned()],
    };
    assert_eq!(past.fixes[0].goal, goal);
    let counts = count(&now, &seen, &Names::default(), &on("2026-11-29"));
    assert_eq!(
        counts.warnings,
        1 + count(&now, &ListFacts::default(), &Names::default(), &endless()).warnings
    );

    // The list says what was said.
    let view = view(&now, &seen, &Names::default(), &endless());
    let gateway = view
        .principals
        .iter()
        .find(|one| one.principal.text == GATEWAY);
    assert_eq!(gateway.unwrap().reaches[0].note, Some(note("2026-11-20")));
}

#[test]
fn an_accepted_finding_stays_listed_and_is_not_counted_until_its_day_is_over() {
    let now = snapshot(vec![cluster("a", vec![open_to("a", "us-west-2", &["*"])])]);
    let id = of(FindingKind::Everyone, &now).remove(0).id;
    let accepted = Acceptance {
        reason: "A workshop".to_owned(),
        until: "2026-11-28".parse().unwrap(),
        at: Timestamp::UNIX_EPOCH,
    };
    let facts = ListFacts::default().with_accepted([(id.clone(), accepted.clone())]);
    let on = |today: &str| KeyFacts {
        today: today.parse().unwrap(),
        ..endless()
    };
    let look = |today: &str| {
        let names = Names::default();
        let findings = view(&now, &facts, &names, &on(today)).findings;
        let finding = findings.into_iter().find(|one| one.id == id).unwrap();
        let serious = count(&now, &facts, &names, &on(today)).serious;
        (finding.accepted, serious)
    };
    assert_eq!(look("2026-11-28"), (Some(accepted), 0));
    assert_eq!(look("2026-11-29"), (None, 1));
}

#[test]
fn an_owner_that_is_not_ours_is_a_finding_once_some_are() {
    let now = snapshot(vec![
        cluster("a", vec![open_to("a", "us-west-2", &[SHOP, PARTNER])]),
        cluster("b", vec![open_to("b", "us-west-2", &[PARTNER])]),
    ]);
    let mut names = Names::default();
    names.set("772845091263", Some("Partner")).unwrap();
    let found = |names: &Names| -> Vec<Finding> {
        let view = view(&now, &ListFacts::default(), names, &endless());
        let findings = view.findings.into_iter();
        findings
            .filter(|finding| finding.kind == FindingKind::NotOurs)
            .collect()
    };
    assert_eq!(found(&names), []);
    names.set_ours("301122334455", true).unwrap();
    let [finding] = found(&names).try_into().unwrap();
    assert_eq!(
        finding.title,
        "Partner (772845091263) isn't marked as yours"
    );
    assert_eq!(places_of(&finding), ["a/us-west-2", "b/us-west-2"]);
    let goal = Goal::Remove {
        regions: vec!["a/us-west-2".into(), "b/us-west-2".into()],
        principals: vec![PARTNER.to_owned()],
    };
    assert_eq!(finding.fixes[0].goal, goal);
    names.set_ours("772845091263", true).unwrap();
    assert_eq!(found(&names), []);
}

#[test]
fn a_whole_account_beside_its_own_roles_is_a_note() {
    let now = snapshot(vec![
        cluster("a", vec![open_to("a", "us-west-2", &[SHOP, GATEWAY])]),
        cluster("b", vec![open_to("b", "us-west-2", &[SHOP, PARTNER])]),
    ]);
    let [finding] = of(FindingKind::WholeAccount, &now).try_into().unwrap();
    assert_eq!(places_of(&finding), ["a/us-west-2"]);
    assert_eq!(finding.severity, Severity::Note);
    let goal = Goal::Remove {
        regions: vec!["a/us-west-2".into()],
        principals: vec![SHOP.to_owned()],
    };
    assert_eq!(finding.fixes[0].goal, goal);
}

#[test]
fn the_id_of_a_deleted_role_is_told_from_other_wrong_entries() {
    let gone = "AROAEXAMPLE123456789A";
    let now = snapshot(vec![cluster(
        "a",
        vec![open_to("a", "us-west-2", &[SHOP, gone, "AROAD"])],
    )]);
    let [finding] = of(FindingKind::DeletedIdentity, &now).try_into().unwrap();
    assert_eq!(
        finding.title,
        format!("{gone} is what AWS left of a deleted role or user")
    );
    assert_eq!(labels(&finding), ["Remove"]);
    assert_eq!(of(FindingKind::WrongForm, &now).len(), 1);
}

/// What the clouds say about a connection.
fn connected(id: &str, owner: &str, phase: ConnectionPhase) -> CloudEndpoint {
    CloudEndpoint {
        id: id.to_owned(),
        name: None,
        owner: owner.to_owned(),
        network: None,
        subnets: Vec::new(),
        state: String::new(),
        phase,
        message: None,
        tags: Vec::new(),
        private_dns: None,
        hosts: Vec::new(),
        addresses: Vec::new(),
        interfaces: Vec::new(),
    }
}

#[test]
fn who_is_connected_but_not_listed_is_found_until_added_again() {
    let of = |list: &[&str], found: Vec<CloudEndpoint>| {
        let orders = cluster("orders", vec![open_to("orders", "us-west-2", list)]);
        let facts = ListFacts::default().with_connected([("orders/us-west-2".into(), found)]);
        let mut names = Names::default();
        names.set("772845091263", Some("Partner")).unwrap();
        let view = view(&snapshot(vec![orders]), &facts, &names, &endless());
        let of = |one: &Finding| one.kind == FindingKind::ConnectedNotListed;
        view.findings.into_iter().filter(of).collect::<Vec<_>>()
    };
    let up = || {
        vec![connected(
            "vpce-0",
            "772845091263",
            ConnectionPhase::Connected,
        )]
    };
    let [finding] = of(&[SHOP], up()).try_into().unwrap();
    assert_eq!(
        finding.title,
        "Partner (772845091263) is connected to orders in us-west-2 but not on its list"
    );
    assert!(finding.text.starts_with("It is connected through vpce-0. "));
    assert_eq!(
        finding.fixes[0].goal,
        Goal::Add {
            regions: vec!["orders/us-west-2".into()],
            principals: vec![PARTNER.to_owned()],
        }
    );
    // On the list as a whole, by a role, or with everyone.
    let role = "arn:aws:iam::772845091263:role/reader";
    for list in [&[PARTNER][..], &[role], &["*", SHOP]] {
        assert_eq!(of(list, up()), [], "{list:?}");
    }
    // Ended, or not reported by Aeon.
    let ended = connected("vpce-0", "772845091263", ConnectionPhase::Ended);
    assert_eq!(of(&[SHOP], vec![ended]), []);
    let other = connected("vpce-9", "772845091263", ConnectionPhase::Waiting);
    assert_eq!(of(&[SHOP], vec![other]), []);
    assert_eq!(of(&[SHOP], vec![]), []);
}

#[test]
fn an_azure_id_names_its_subscription_by_itself() {
    let id = format!(
        "/Subscriptions/{}/resourceGroups/r/x",
        FINANCE.to_uppercase()
    );
    let on = |list: &[&str]| {
        let mut ledger = region(
            "ledger",
            "westus3",
            Endpoint::Present(endpoint(&Cloud::Azure, list)),
        );
        ledger.cloud = Cloud::Azure;
        let ledger = with(ledger, |present| {
            if let Details::Known { connections, .. } = &mut present.details {
                *connections = Some(vec![id.clone()]);
            }
        });
        of(
            FindingKind::ConnectedNotListed,
            &snapshot(vec![cluster("ledger", vec![ledger])]),
        )
    };
    assert_eq!(on(&[FINANCE]), []);
    let other = "c4a8e2d6-5b1f-4f03-9d7a-2e8c6b5a4f10";
    let [finding] = on(&[other]).try_into().unwrap();
    assert_eq!(finding.principal.unwrap().text, FINANCE);
}
