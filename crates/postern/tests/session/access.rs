//! Who can reach what, on the demo's account.

use postern::access::{ExportFormat, Finding, FindingKind, Severity};
use postern::plan::Goal;
use postern::problem::ProblemCode;
use secrecy::SecretString;

use crate::support::{Stage, quick, simulator, until};
use aeon_simulator::Seed;

const SHOP: &str = "301122334455";

async fn findings(stage: &Stage) -> Vec<Finding> {
    stage.app.access().await.unwrap().findings
}

/// The findings of the demo as they stand once its endpoint in the making is ready.
async fn settled(stage: &Stage) -> Vec<Finding> {
    until("the endpoint in the making is ready", || {
        let present = stage.present("inventory-emea", "eu-west-1")?;
        matches!(present.status, postern::inventory::EndpointStatus::Ready).then_some(())
    })
    .await;
    stage.ready().await;
    findings(stage).await
}

#[tokio::test]
async fn the_demo_has_findings_of_every_kind_that_its_inventory_holds() {
    let stage = Stage::demo().await;
    let found = settled(&stage).await;
    let of = |kind: FindingKind| -> Vec<&str> {
        let found = found.iter().filter(|finding| finding.kind == kind);
        found.map(|finding| finding.title.as_str()).collect()
    };
    assert_eq!(
        of(FindingKind::Everyone),
        ["Anyone can request a connection to sessions in us-west-2"]
    );
    assert_eq!(
        of(FindingKind::Failed),
        ["Endpoint failed: sessions in us-east-1"]
    );
    assert_eq!(
        of(FindingKind::NotInSiblings),
        ["7728…1263 root can't connect in every region of orders"]
    );
    assert_eq!(
        of(FindingKind::PublicAccess),
        [
            "analytics-warehouse can be reached from the internet",
            "catalog can be reached from the internet",
            "invoices can be reached from the internet",
        ]
    );
    assert_eq!(of(FindingKind::WrongForm).len(), 1);
    assert_eq!(of(FindingKind::OtherPartition), <[&str; 0]>::default());
    assert_eq!(
        of(FindingKind::NobodyConnected),
        [
            "No connections to catalog in us-east-1",
            "No connections to customer-identity-and-consent-management in us-east-2",
            "No connections to inventory-emea in eu-west-1",
        ]
    );
    assert!(found.is_sorted_by(|a, b| a.severity >= b.severity));

    let counts = stage.app.finding_counts().await.unwrap();
    let with = |severity| found.iter().filter(|one| one.severity == severity).count();
    assert_eq!(counts.serious as usize, with(Severity::Serious));
    assert_eq!(counts.warnings as usize, with(Severity::Warning));
    assert_eq!(counts.notes as usize, with(Severity::Note));
}

#[tokio::test]
async fn a_finding_goes_when_somebody_has_mended_it() {
    let stage = Stage::demo().await;
    let found = findings(&stage).await;
    let missing = found
        .into_iter()
        .find(|finding| finding.kind == FindingKind::NotInSiblings);
    let Goal::Add { principals, .. } = missing.unwrap().fixes.remove(0).goal else {
        panic!("the first fix lets the principal in");
    };
    for region in ["us-west-2", "eu-west-1"] {
        let mut list = stage.sim.principals("orders", region).unwrap();
        list.extend(principals.clone());
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        stage.sim.set_principals("orders", region, &list);
    }
    stage.app.refresh().await.unwrap();
    let mended = || {
        let lists = ["us-west-2", "eu-west-1"].map(|region| stage.principals("orders", region));
        lists
            .iter()
            .all(|list| list.contains(&principals[0]))
            .then_some(())
    };
    until("both lists are read again", mended).await;
    let left = findings(&stage).await;
    assert!(
        left.iter()
            .all(|finding| finding.kind != FindingKind::NotInSiblings)
    );
}

#[tokio::test]
async fn every_fix_can_be_planned_and_leaves_nothing_out() {
    let stage = Stage::demo().await;
    let found = settled(&stage).await;
    let fixes: Vec<_> = found
        .into_iter()
        .flat_map(|finding| finding.fixes)
        .collect();
    assert!(fixes.len() > 5, "{fixes:?}");
    for fix in fixes {
        let plan = stage.app.plan_bulk(fix.goal.clone()).await.unwrap();
        assert_eq!((plan.skipped.len(), plan.unchanged), (0, 0), "{fix:?}");
        let steps: usize = plan.plans.iter().map(|plan| plan.steps.len()).sum();
        assert!(steps > 0, "{fix:?}");
    }
}

#[tokio::test]
async fn a_key_that_soon_ends_is_a_finding() {
    let stage = Stage::with(simulator(Seed::Demo).await, quick(), |keys| keys.soon).await;
    let found = findings(&stage).await;
    assert!(
        found
            .iter()
            .any(|finding| finding.kind == FindingKind::KeyExpires)
    );
}

#[tokio::test]
async fn names_are_for_every_account_and_outlast_postern() {
    let stage = Stage::demo().await;
    let name = |name: &str| Some(name.to_owned());
    stage
        .app
        .set_owner_name(SHOP.to_owned(), name("Shop"))
        .await
        .unwrap();
    let refused = stage.app.set_owner_name("*".to_owned(), name("All")).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::Invalid);
    let csv = stage.app.access_export(ExportFormat::Csv).await.unwrap();
    let line = format!(
        "\"Northwind\",\"default\",\"'{SHOP}\",\"Shop\",\"arn:aws:iam::{SHOP}:root\",\"account\",\"AWS\","
    );
    assert!(csv.lines().any(|found| found.starts_with(&line)), "{csv}");

    let stage = stage.restarted().await;
    let admin = stage.sim.keys().admin;
    let tried = stage.try_key(&admin).await.unwrap();
    let profile = stage.app.state().await.profiles[0].id;
    stage
        .app
        .replace_key(profile, tried.draft, postern::config::KeyStore::Session)
        .await
        .unwrap();
    stage.ready().await;
    let view = stage.app.access().await.unwrap();
    let named = view
        .principals
        .iter()
        .filter(|one| one.name.as_deref() == Some("Shop"));
    assert!(named.count() >= 2, "the account as a whole, and its role");
}

#[tokio::test]
async fn the_demo_s_names_are_not_written() {
    let sim = simulator(Seed::Demo).await;
    let stage = Stage::empty(sim, quick()).await;
    let key = SecretString::from(stage.sim.keys().admin);
    stage
        .app
        .open_demo(stage.sim.base_url(), key)
        .await
        .unwrap();
    stage.ready().await;
    let name = Some("Shop".to_owned());
    stage
        .app
        .set_owner_name(SHOP.to_owned(), name)
        .await
        .unwrap();
    let view = stage.app.access().await.unwrap();
    assert!(
        view.principals
            .iter()
            .any(|one| one.name.as_deref() == Some("Shop"))
    );
    assert!(!stage.folder.path().join("config/names.json").exists());
}

#[tokio::test]
async fn a_locked_account_says_nothing() {
    let stage = Stage::demo().await;
    stage.app.lock().await.unwrap();
    assert_eq!(
        stage.app.access().await.unwrap_err().code,
        ProblemCode::Locked
    );
    assert_eq!(
        stage.app.finding_counts().await.unwrap_err().code,
        ProblemCode::Locked
    );
    let export = stage.app.access_export(ExportFormat::Json).await;
    assert_eq!(export.unwrap_err().code, ProblemCode::Locked);
}

#[tokio::test]
async fn since_when_is_told_apart_from_at_least_since_when() {
    const NEW: &str = "arn:aws:iam::998877665544:root";
    let stage = Stage::demo().await;
    let since = async |principal: &str| {
        let view = stage.app.access().await.unwrap();
        let mut principals = view.principals.into_iter();
        let access = principals.find(|one| one.principal.text == principal)?;
        let mut reaches = access.reaches.into_iter();
        let reach =
            reaches.find(|reach| reach.cluster_name == "orders" && reach.region == "us-west-2")?;
        reach.since
    };
    let shop = format!("arn:aws:iam::{SHOP}:root");
    let known = async |principal: &str| {
        let read = async {
            loop {
                if let Some(found) = since(principal).await {
                    return found;
                }
                tokio::task::yield_now().await;
            }
        };
        let bound = std::time::Duration::from_secs(60);
        tokio::time::timeout(bound, read).await.unwrap()
    };
    // What stood there when Postern first looked has stood there longer.
    let stood = known(&shop).await;
    assert!(!stood.exact);
    let id = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage.confirmed(id).await;
    let added = known(NEW).await;
    assert!(added.exact && added.at >= stood.at);
}

#[tokio::test]
async fn a_finding_is_accepted_with_a_reason_and_a_date_and_counted_again() {
    let stage = Stage::demo().await;
    let count = async || {
        let counts = stage.app.finding_counts().await.unwrap();
        counts.serious + counts.warnings + counts.notes
    };
    let before = count().await;
    let finding = findings(&stage).await.remove(0);
    let accept = |id: &str, reason: &'static str, until: &'static str| {
        stage.app.accept_finding(id.to_owned(), reason, until)
    };
    for (id, reason, until) in [
        (finding.id.as_str(), "", "2099-12-31"),
        (&finding.id, "x", ""),
        (&finding.id, "x", "2020-01-01"),
        ("no such finding", "x", "2099-12-31"),
    ] {
        assert!(accept(id, reason, until).await.is_err());
    }
    accept(&finding.id, "Known", "2099-12-31").await.unwrap();
    assert_eq!(count().await, before - 1);
    let accepted = findings(&stage).await.into_iter();
    let accepted: Vec<_> = accepted.filter(|one| one.accepted.is_some()).collect();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].id, finding.id);
    let json = stage.app.access_export(ExportFormat::Json).await.unwrap();
    assert!(json.contains(r#""reason": "Known""#), "{json}");
    let withdrawn = stage.app.withdraw_acceptance(finding.id);
    withdrawn.await.unwrap();
    assert_eq!(count().await, before);
}
