//! A service that has its endpoints elsewhere, or calls the field of a create something else.

use aeon_simulator::{Body, Dialect, Durations, Fault, FaultKind, Options, Seed, Simulator};
use postern::change::StepState;
use postern::plan::Goal;
use postern::problem::ProblemCode;
use postern::session::{HowLearned, ServiceView};

use crate::support::{Stage, create, quick};

const NEW: &str = "arn:aws:iam::112233445566:root";
const OTHER: &str = "clusters/{cluster_id}/network/private-service-endpoints:region_specs";

async fn speaking(dialect: &str) -> Stage {
    let options = Options {
        durations: Durations::quick(),
        dialect: dialect.parse().unwrap(),
        ..Options::default()
    };
    let sim = Simulator::start(Seed::Demo, options).await.unwrap();
    Stage::with(sim, quick(), |keys| keys.admin).await
}

impl Stage {
    async fn service(&self) -> ServiceView {
        let mut services = self.app.diagnostics().await.services;
        assert_eq!(services.len(), 1);
        services.remove(0)
    }
}

/// The states of the journal's steps, in the order in which they were written.
fn journaled(stage: &Stage) -> Vec<String> {
    let file = stage.folder.path().join("data/journal.sqlite3");
    let database = rusqlite::Connection::open(file).unwrap();
    let mut states = database
        .prepare("SELECT state FROM transition ORDER BY rowid")
        .unwrap();
    let rows = states.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn an_account_is_read_edited_and_gets_endpoints_whatever_the_dialect() {
    let stage = speaking(OTHER).await;
    let service = stage.service().await;
    let path = service.path.unwrap();
    assert_eq!(
        path.value,
        "clusters/{cluster_id}/network/private-service-endpoints"
    );
    assert!(matches!(path.how, HowLearned::Read));
    let edit = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage.confirmed(edit).await;
    let (cluster, region) = (
        stage.cluster("catalog").id.clone(),
        stage.region("catalog", "eu-central-1").id,
    );
    stage.sim.reset_requests();
    let made = stage.apply(create(&cluster, &[(region, &[NEW])])).await;
    stage.confirmed(made).await;
    let posts = |counts: std::collections::BTreeMap<String, u64>| -> u64 {
        let posts = counts.iter().filter(|(route, _)| route.starts_with("POST"));
        posts.map(|(_, count)| count).sum()
    };
    let requests = stage.sim.requests();
    assert_eq!(
        (posts(requests.by_route), posts(requests.done_by_route)),
        (3, 1)
    );
    assert_eq!(
        stage.sim.principals("catalog", "eu-central-1").unwrap(),
        [NEW]
    );
    let field = stage.service().await.field.unwrap();
    assert_eq!(field.value, "region_specs");
    assert!(matches!(field.how, HowLearned::Created));
    // Each attempt is in the journal.
    let states = journaled(&stage);
    let tried = states
        .iter()
        .filter(|state| state.contains("Trying another form"));
    assert_eq!(tried.count(), 2, "{states:?}");
    let state = &stage.change(made).await.steps[0].state;
    assert!(matches!(state, StepState::Confirmed { .. }));
    // What was learned is kept.
    let stage = stage.restarted().await;
    let unlocked = stage.app.unlock().await;
    assert!(unlocked.is_err(), "the key was kept for the session only");
    assert_eq!(stage.service().await.field.unwrap().value, "region_specs");
}

#[tokio::test]
async fn what_was_learned_is_shown_forgotten_and_set_by_hand() {
    let stage = speaking("clusters/{cluster_id}/elsewhere:elsewhere_specs").await;
    let host = stage.sim.base_url();
    let service = stage.service().await;
    assert!(service.in_use && service.is_hopeless && service.path.is_none());
    assert!(!service.attempts.is_empty());
    let set = |path: Option<&str>, field: Option<&str>| {
        let (path, field) = (path.map(str::to_owned), field.map(str::to_owned));
        stage.app.set_service_form(host.clone(), path, field)
    };
    let wrong = set(Some("clusters/{cluster_id}/../keys"), None).await;
    assert_eq!(wrong.unwrap_err().code, ProblemCode::Invalid);
    let wrong = set(None, Some("a b")).await;
    assert_eq!(wrong.unwrap_err().code, ProblemCode::Invalid);
    let elsewhere = stage
        .app
        .set_service_form("https://elsewhere.example".to_owned(), None, None);
    assert_eq!(elsewhere.await.unwrap_err().code, ProblemCode::NotFound);
    set(
        Some("clusters/{cluster_id}/elsewhere"),
        Some("elsewhere_specs"),
    )
    .await
    .unwrap();
    let path = stage.service().await.path.unwrap();
    assert!(matches!(path.how, HowLearned::ByHand));
    stage.ready().await;
    let edit = stage.apply(stage.adding("orders", "us-west-2", NEW)).await;
    stage.confirmed(edit).await;
    stage.app.forget_service_form(host.clone()).await.unwrap();
    let service = stage.service().await;
    assert!(
        service
            .path
            .is_none_or(|path| !matches!(path.how, HowLearned::ByHand))
    );
    assert!(service.field.is_none());
}

#[tokio::test]
async fn the_report_has_no_keys_names_ids_or_addresses() {
    let stage = speaking(OTHER).await;
    let refused = FaultKind::Status {
        code: 400,
        body: Body::Json("No orders in us-west-2".to_owned()),
    };
    stage
        .sim
        .inject(Fault::on("GET /clusters/{cluster_id}", refused).times(1));
    let adding = Goal::Add {
        regions: stage.ids(&[("orders", "us-west-2")]),
        principals: vec![NEW.to_owned()],
    };
    assert_eq!(stage.bulk(adding).await.unread.len(), 1);
    let report = stage.app.diagnostics().await.text;
    for part in [
        "Keyring: ",
        "Requests that failed",
        "the request was rejected (400)",
        "Path of endpoints: clusters/{cluster_id}/network",
        "404",
        "a custom address",
        "string",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let snapshot = stage.snapshot();
    let cluster = stage.cluster("orders");
    let mut secrets = vec![
        stage.sim.base_url(),
        stage.sim.keys().admin,
        "127.0.0.1".to_owned(),
        "eyJ".to_owned(),
        "arn:aws".to_owned(),
        "us-west-2".to_owned(),
        snapshot.account_id.to_string(),
        snapshot.project_id.to_string(),
    ];
    secrets.extend(
        snapshot
            .clusters
            .iter()
            .flat_map(|cluster| [cluster.name.clone(), cluster.id.to_string()]),
    );
    assert!(secrets.contains(&cluster.name));
    for secret in secrets {
        assert!(!report.contains(&secret), "{secret}: {report}");
    }
}

#[tokio::test]
async fn the_usual_dialect_costs_no_request() {
    let usual = Dialect::default();
    let stage = speaking(&format!("{}:{}", usual.path, usual.field)).await;
    assert_eq!(stage.sim.requests().of("(unknown)"), 0);
    assert!(stage.service().await.path.is_some());
}
