//! Links to endpoints that are opened outside Postern.

use aeon_simulator::Seed;
use postern::config::KeyStore;
use postern::endpoint_link::EndpointLink;
use postern::rows::{Rows, RowsFormat};
use postern::session::{LinkView, NewAccount};

use crate::support::{Stage, quick, simulator};

#[tokio::test]
async fn a_link_leads_to_an_endpoint_of_any_account_in_postern_and_nowhere_else() {
    let stage = Stage::demo().await;
    let link = async || stage.app.state().await.link;
    assert_eq!(link().await, None);

    // What is copied leads back to the same endpoint.
    let region = stage.region("orders", "us-west-2").id;
    let rows = Rows::Endpoints(vec![region.clone()]);
    let copied = stage
        .app
        .rows_text(&rows, RowsFormat::Links)
        .await
        .unwrap()
        .text;
    let snapshot = stage.snapshot();
    let (account, project) = (&snapshot.account_id, &snapshot.project_id);
    assert_eq!(
        copied,
        format!("postern://endpoint/{account}/{project}/{region}")
    );
    let here = Some(LinkView::Here { region_id: region });
    stage.app.link_opened(&copied);
    assert_eq!(link().await, here);
    stage.app.drop_link();
    assert_eq!(link().await, None);

    // It waits while the account is locked.
    stage.app.lock().await.unwrap();
    stage.app.link_opened(&copied);
    assert_eq!(link().await, here);

    // Another account is named, and isn't opened by itself.
    let tried = stage.try_key(&stage.sim.keys().two_projects).await.unwrap();
    let other = NewAccount {
        project_id: tried.projects[1].id.clone(),
        name: "Labs".to_owned(),
    };
    let first = stage.app.state().await.profiles[0].id;
    stage
        .app
        .add_accounts(tried.draft, vec![other], KeyStore::Session)
        .await
        .unwrap();
    let expected = LinkView::OtherAccount {
        profile_id: first,
        name: "Work".to_owned(),
    };
    assert_eq!(link().await, Some(expected));
    assert_eq!(stage.app.state().await.active.unwrap().name, "Labs");

    stage
        .app
        .link_opened("postern://endpoint/nobody/knows/this-one");
    assert_eq!(link().await, Some(LinkView::UnknownAccount));
}

#[tokio::test]
async fn the_demo_has_links_of_its_own() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = secrecy::SecretString::from(stage.sim.keys().admin);
    stage
        .app
        .open_demo(stage.sim.base_url(), key)
        .await
        .unwrap();
    stage.ready().await;
    let region = stage.region("orders", "us-west-2").id;
    let snapshot = stage.snapshot();
    let link = EndpointLink::new(&snapshot.account_id, &snapshot.project_id, &region).unwrap();
    stage.app.link_opened(&link.to_string());
    let expected = LinkView::Here { region_id: region };
    assert_eq!(stage.app.state().await.link, Some(expected));
}

#[test]
fn what_is_no_link_to_an_endpoint_is_refused_without_repeating_it() {
    let id = "a".repeat(65);
    for text in [
        "postern:",
        "postern://endpoint/",
        "postern://endpoint/a/b",
        "postern://endpoint/a/b/c/d",
        "postern://endpoint/a//c",
        "postern://endpoint/a/b/c?delete=1",
        "postern://endpoint/a/b/..%2f",
        "postern://endpoint/a/b/ü",
        "postern://delete/a/b/c",
        "https://endpoint/a/b/c",
        &format!("postern://endpoint/a/b/{id}"),
    ] {
        let problem = EndpointLink::parse(text).unwrap_err();
        assert!(!problem.message.contains(text), "{text}");
    }
    let link = EndpointLink::parse("postern://endpoint/a-1/b_2/c3").unwrap();
    assert_eq!(link.to_string(), "postern://endpoint/a-1/b_2/c3");
    // A desktop may add a slash.
    assert_eq!(
        EndpointLink::parse("postern://endpoint/a-1/b_2/c3/").unwrap(),
        link
    );
    let none = EndpointLink::new(&"a".into(), &"b".into(), &"c d".into());
    assert_eq!(none, None);
}
