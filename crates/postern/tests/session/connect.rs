//! From an endpoint to a connection: what is filled in, what is followed, what is checked.

use postern::check::{CheckOutcome, CheckStepKind};
use postern::inventory::{Details, Endpoint};
use postern::problem::ProblemCode;
use postern::recipe::{AwsConsumer, AzureConsumer, Consumer, Network};
use postern::session::{CheckState, TerraformScope};
use tokio::net::TcpListener;

use crate::support::{Stage, until};

fn filled_in() -> Network {
    Network {
        consumer: Consumer::Aws(AwsConsumer {
            vpc_id: "vpc-0f4c1be2a97d33e10".to_owned(),
            subnet_ids: vec!["subnet-0a1b2c3d4e5f60718".to_owned()],
            source: "10.20.0.0/16".to_owned(),
            tags: vec!["team=shop".to_owned()],
        }),
        ports: vec![5433],
    }
}

fn azure() -> Network {
    Network {
        consumer: Consumer::Azure(AzureConsumer::default()),
        ports: vec![5433],
    }
}

#[tokio::test]
async fn what_was_filled_in_is_there_for_the_same_region_of_another_cluster() {
    let stage = Stage::demo().await;
    let orders = stage.region("orders", "us-west-2").id;
    let blank = stage.app.network(&orders).unwrap().unwrap();
    assert_eq!(blank.ports, [5433, 9042]);
    stage
        .app
        .remember_network(&orders, filled_in())
        .await
        .unwrap();
    let sessions = stage.region("sessions", "us-west-2").id;
    assert_eq!(stage.app.network(&sessions).unwrap(), Some(filled_in()));
    // Another region has a network of its own, and GCP has none.
    let east = stage.region("orders", "us-east-1").id;
    assert_eq!(stage.app.network(&east).unwrap(), Some(blank));
    let file = stage.folder.path().join("config").join("networks.json");
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains("10.20.0.0/16")
    );
}

#[tokio::test]
async fn what_was_filled_in_goes_with_its_account_and_names_stay() {
    let stage = Stage::demo().await;
    let orders = stage.region("orders", "us-west-2").id;
    let app = &stage.app;
    app.remember_network(&orders, filled_in()).await.unwrap();
    let shop = "412907365518".to_owned();
    app.set_owner_name(shop, Some("Shop".to_owned()))
        .await
        .unwrap();
    let kept = |name: &str| {
        let file = stage.folder.path().join("config").join(name);
        std::fs::read_to_string(file).unwrap()
    };
    assert!(kept("networks.json").contains("10.20.0.0/16"));
    let profile = app.state().await.profiles[0].id;
    app.remove_account(profile, false).await.unwrap();
    assert!(!kept("networks.json").contains("10.20.0.0/16"));
    assert!(kept("names.json").contains("Shop"));
}

#[tokio::test]
async fn recipes_are_made_of_what_the_endpoint_says() {
    let stage = Stage::demo().await;
    let region = stage.region("orders", "us-west-2").id;
    let recipes = stage.app.recipes(&region, &filled_in()).unwrap();
    let name = stage.sim.service_name("orders", "us-west-2").unwrap();
    let script = recipes
        .artifacts
        .iter()
        .find(|a| a.id == "aws-cli")
        .unwrap();
    assert!(script.text.contains(&name), "{}", script.text);
    assert_eq!(script.placeholders, 0);
    let wrong = stage.app.recipes(&region, &azure()).unwrap_err();
    assert_eq!(wrong.code, ProblemCode::Invalid);
    let all = stage.app.terraform(TerraformScope::Account).await.unwrap();
    assert!(all.text.contains("orders_us_west_2") && all.text.contains("ledger_westus3"));
}

#[tokio::test]
async fn a_connection_is_there_with_the_next_read() {
    let stage = Stage::demo().await;
    let region = stage.region("orders", "us-west-2").id;
    let connected = |id: &str| match stage.region("orders", "us-west-2").endpoint {
        Endpoint::Present(present) => match present.details {
            Details::Known { connections, .. } => {
                connections.as_ref().unwrap().contains(&id.to_owned())
            }
            _ => false,
        },
        _ => false,
    };
    assert!(!connected("vpce-0d1c2b3a4f5e6d7c8"));
    stage
        .sim
        .set_connections("orders", "us-west-2", &["vpce-0d1c2b3a4f5e6d7c8"]);
    stage.app.read_details(region).await.unwrap();
    assert!(connected("vpce-0d1c2b3a4f5e6d7c8"));
}

#[tokio::test]
async fn a_check_goes_step_by_step_and_can_be_stopped() {
    let stage = Stage::demo().await;
    let region = stage.region("orders", "us-west-2").id;
    let silent = TcpListener::bind("127.88.0.1:5433").await.unwrap();
    stage.sim.set_pse_host("orders", "us-west-2", "127.88.0.1");
    stage.app.refresh().await.unwrap();
    until("the new host", || {
        let present = stage.present("orders", "us-west-2")?;
        (present.host.as_deref() == Some("127.88.0.1")).then_some(())
    })
    .await;
    stage.app.start_check(region.clone(), &filled_in()).unwrap();
    let run = until("it is connected", || {
        let run = stage.app.checks().into_iter().next()?;
        (run.steps.len() == 2).then_some(run)
    })
    .await;
    assert_eq!(run.state, CheckState::Running);
    let done: Vec<_> = run.steps.iter().map(|s| (s.kind, s.outcome)).collect();
    assert_eq!(
        done,
        [
            (CheckStepKind::Resolve, CheckOutcome::Good),
            (CheckStepKind::Connect, CheckOutcome::Good)
        ]
    );
    stage.app.stop_check(&region).unwrap();
    assert_eq!(stage.app.checks()[0].state, CheckState::Stopped);
    // A server that is gone ends the check. A program that another test starts has a copy of the socket for a moment.
    drop(silent);
    until("nothing listens", || {
        std::net::TcpStream::connect("127.88.0.1:5433").err()
    })
    .await;
    stage.app.start_check(region, &filled_in()).unwrap();
    let run = until("it is refused", || {
        let run = stage.app.checks().into_iter().next()?;
        (run.state == CheckState::Done).then_some(run)
    })
    .await;
    assert_eq!(run.steps[1].outcome, CheckOutcome::Failed);
}
