//! Connecting an application: the guide, the check from this machine, troubleshooting.

use std::net::Ipv4Addr;

use aeon_simulator::Seed;
use fantoccini::key::Key;
use postern_tests::{
    Desktop, TestApp, any, button, checkbox, link, option, radio, tab, textbox, until,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::northwind::{northwind, open, signed_in, with};

const AZURE_CLUSTER: &str = "ledger";
const AZURE_REGION: &str = "westus3";
const SUBSCRIPTION: &str = "11111111-2222-3333-4444-555555555555";
const TAGS: &str = "Tags, if a policy demands them";
const FOCUS: &str = "return document.activeElement.ariaLabel === 'Cluster or VPC: cluster-00119'";
const VPC: &str = "vpc-0f4c1be2a97d33e10";

/// Opens the guide for an endpoint.
async fn open_guide(app: &TestApp<'_>, cluster: &str, region: &str) {
    open(app, cluster, region).await;
    app.click(tab("Connect")).await;
    app.click(button("Open the guide")).await;
    app.see(tab("Set up")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_for_an_aws_cluster_is_filled_in_as_the_user_types() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    service.set_connections("orders", "us-west-2", &[]);
    open_guide(&app, "orders", "us-west-2").await;
    app.see_text("6 of 7 prerequisites are met").await;

    app.click(tab("AWS CLI")).await;
    app.see(button("Copy (3 blanks)")).await;
    app.fill(textbox("VPC"), "vpc-42").await;
    app.see_text("looks like vpc-0123456789abcdef0").await;
    app.fill(textbox("VPC"), VPC).await;
    app.see(button("Copy (2 blanks)")).await;
    app.fill(
        textbox("Subnets"),
        "subnet-0a1b2c3d4e5f60718, subnet-0a1b2c3d4e5f60719",
    )
    .await;
    app.fill(
        textbox("Application security group or CIDR"),
        "10.20.0.0/16",
    )
    .await;
    app.picture("connect-aws").await;
    app.click(button("Copy")).await;
    let name = service
        .service_name("orders", "us-west-2")
        .expect("it is ready");
    until("the script on the clipboard", || async {
        let text = desktop.clipboard();
        let whole = [VPC, &name, "10.20.0.0/16", "subnet-0a1b2c3d4e5f60719"];
        (text.starts_with("#!") && whole.iter().all(|part| text.contains(part))).then_some(())
    })
    .await;

    // The page watches for connections while the user waits.
    app.see_text("Waiting for a connection…").await;
    service.set_connections("orders", "us-west-2", &["vpce-0d1c2b3a4f5e6d7c8"]);
    app.see_text("1 new connection").await;
    app.see_text("vpce-0d1c2b3a4f5e6d7c8").await;

    // After a restart the values are still there, also those typed right before it.
    app.fill(textbox(TAGS), "team=payments").await;
    app.quit().await;
    desktop.until_quit().await;
    let app = TestApp::open(&desktop).await;
    app.click(link("Endpoints").loosely()).await;
    open_guide(&app, "orders", "us-west-2").await;
    assert_eq!(app.value(textbox("VPC")).await, VPC);
    assert_eq!(app.value(textbox(TAGS)).await, "team=payments");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_for_an_azure_cluster_asks_for_azure_values() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_guide(&app, AZURE_CLUSTER, AZURE_REGION).await;
    app.fill(textbox("Subscription ID"), "my subscription")
        .await;
    app.see_text("not its name").await;
    app.fill(textbox("Subscription ID"), SUBSCRIPTION).await;
    app.see_text("This subscription can't connect yet").await;
    app.click(button("Add this subscription…")).await;
    app.click(button("Apply change")).await;
    until("the subscription to be added", || async {
        let list = service.principals(AZURE_CLUSTER, AZURE_REGION)?;
        list.contains(&SUBSCRIPTION.to_owned()).then_some(())
    })
    .await;
    app.click(button("Done")).await;
    app.see_no(button("Add this subscription…")).await;
    app.fill(textbox("Resource group"), "shop").await;
    app.fill(textbox("VNet"), "shop-net").await;
    app.fill(textbox("Subnet"), "private").await;
    app.click(tab("Azure CLI")).await;
    app.picture("connect-azure").await;
    app.click(button("Copy")).await;
    let alias = service
        .service_name(AZURE_CLUSTER, AZURE_REGION)
        .expect("it is ready");
    until("the script on the clipboard", || async {
        let text = desktop.clipboard();
        (text.starts_with("#!") && text.contains(&alias) && text.contains("shop-net")).then_some(())
    })
    .await;
    app.click(radio("Aeon")).await;
    app.click(tab("Terraform")).await;
    app.click(radio("Whole account")).await;
    app.see_text("orders_us_west_2").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_shows_each_step_and_what_a_failure_means() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    // A loopback address that nothing else listens on.
    let number = std::process::id().to_be_bytes();
    let address = Ipv4Addr::new(127, 77, number[2], number[3]);
    service.set_pse_host("orders", "us-west-2", &address.to_string());
    let app = signed_in(&desktop, &service).await;
    let ysql = TcpListener::bind((address, 5433))
        .await
        .expect("an address of one's own");
    let server = tokio::spawn(async move {
        while let Ok((mut stream, _)) = ysql.accept().await {
            let mut asked = [0; 8];
            // A PostgreSQL server without TLS, unlike any cluster.
            if stream.read_exact(&mut asked).await.is_ok() {
                let _ = stream.write_all(b"N").await;
            }
        }
    });

    open(&app, "orders", "us-west-2").await;
    app.click(tab("Connect")).await;
    app.picture("connect-panel").await;
    app.click(button("Check…")).await;
    app.see_text("From a machine inside your network").await;
    app.click(button("Check")).await;
    app.see_text(&format!("{address}: private.")).await;
    app.see_text("A PostgreSQL server answered, without TLS.")
        .await;
    // Nothing listens on the YCQL port.
    app.see_text(&format!("{address}:9042")).await;
    app.see_text("Connection refused.").await;
    app.see_text("1 step failed.").await;
    app.picture("connect-check").await;
    app.click(button("How to fix it")).await;
    app.see_text("YCQL is turned off for the cluster").await;

    // Only the selected port is checked.
    app.click(tab("Set up")).await;
    app.type_into(checkbox("YCQL, 9042"), " ").await;
    app.click(tab("Check")).await;
    app.click(button("Check again")).await;
    app.see_text("It connects, with warnings.").await;
    server.abort();
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_error_leads_to_its_cause_and_to_a_change_that_fixes_it() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_guide(&app, "orders", "us-west-2").await;
    app.click(tab("Troubleshooting")).await;
    app.fill(
        textbox("Paste an error"),
        "arn:aws:sts::555566667777:assumed-role/deploy/me: An error occurred (InvalidServiceName) \
         when calling the CreateVpcEndpoint operation: The Vpc Endpoint Service \
         'com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0' does not exist",
    )
    .await;
    app.see_text("the caller isn't one of the endpoint's security principals")
        .await;
    app.picture("connect-trouble").await;
    app.click(any("button").containing("Add arn:aws:iam::555566667777:"))
        .await;
    app.see_text("after this change").await;
    app.click(button("Apply change")).await;
    until("the role to be added", || async {
        let list = service.principals("orders", "us-west-2")?;
        list.contains(&"arn:aws:iam::555566667777:role/deploy".to_owned())
            .then_some(())
    })
    .await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_clusters_is_found_by_typing() {
    let seed = Seed::Large {
        clusters: 120,
        regions: 2,
    };
    let (desktop, service) = (Desktop::start().await, with(seed).await);
    let app = signed_in(&desktop, &service).await;
    app.click(link("Connect")).await;
    app.click(button("Cluster: cluster-00000")).await;
    app.see_text("60 more. Type to find them.").await;
    app.type_focused("77").await;
    app.see_no(option("cluster-00000").loosely()).await;
    app.see(option("cluster-00077").loosely()).await;
    app.picture("connect-clusters").await;
    app.press(&[Key::Enter]).await;
    app.see(button("Cluster: cluster-00077")).await;
    app.see_text("cluster-00077").await;

    // Escape clears what was typed, and then closes the list.
    app.press(&[Key::Down]).await;
    app.type_focused("nothing").await;
    app.see_text("No matches").await;
    app.press(&[Key::Escape]).await;
    app.see(option("cluster-00000").loosely()).await;
    app.press(&[Key::Escape]).await;
    app.see_no(option("cluster-00000").loosely()).await;
    app.see(button("Cluster: cluster-00077")).await;

    app.click(link("Topology")).await;
    app.click(button("Cluster or VPC").loosely()).await;
    app.type_focused("cluster-00119").await;
    app.press(&[Key::Enter]).await;
    app.see(button("Cluster or VPC: cluster-00119")).await;
    // The keyboard stays where it was.
    app.until_page("the focus", FOCUS).await;
    app.quit().await;
}
