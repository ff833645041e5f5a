//! Whether an application's network can connect, with the real AWS CLI against a stand-in for AWS and the Azure CLI against
//! one for Azure.

use std::ffi::OsString;

use aeon_simulator::Seed;
use postern::check::{CheckOutcome, CheckStep};
use postern::cloud_cli::{CliEnvironment, CliFailureKind};
use postern::preflight::{Preflight, PreflightOutcome};
use postern::problem::ProblemCode;
use postern::recipe::{AwsConsumer, AzureConsumer, Consumer, Network};
use postern::session::{AppOptions, LookupCommandState, PreflightView};

use crate::clouds::{FINANCE, STRANGER, StandIn, clis, program, venv};
use crate::support::{Stage, quick, simulator, until};

const AWS: (&str, &str) = ("orders", "us-west-2");
const AZURE: (&str, &str) = ("ledger", "westus3");

fn vpc(vpc: &str, subnets: &[&str]) -> Network {
    let form = AwsConsumer {
        vpc_id: vpc.to_owned(),
        subnet_ids: subnets.iter().map(|&one| one.to_owned()).collect(),
        source: "10.0.0.0/16".to_owned(),
        ..AwsConsumer::default()
    };
    network(Consumer::Aws(form))
}

fn vnet(subscription: &str, group: &str, vnet: &str, subnet: &str) -> Network {
    network(Consumer::Azure(AzureConsumer {
        subscription: subscription.to_owned(),
        resource_group: group.to_owned(),
        vnet: vnet.to_owned(),
        subnet: subnet.to_owned(),
        ..AzureConsumer::default()
    }))
}

fn network(consumer: Consumer) -> Network {
    Network {
        consumer,
        ports: vec![5433],
    }
}

impl Stage {
    async fn preflight(
        &self,
        (cluster, region): (&str, &str),
        network: &Network,
        profile: Option<&str>,
    ) -> PreflightView {
        let id = self.region(cluster, region).id;
        let profile = profile.map(str::to_owned);
        self.app.preflight(&id, network, profile).await.unwrap()
    }

    /// Runs it, and returns what it says.
    async fn checked(
        &self,
        at: (&str, &str),
        network: &Network,
        profile: Option<&str>,
    ) -> PreflightView {
        let id = self.region(at.0, at.1).id;
        let named = profile.map(str::to_owned);
        self.app.start_preflight(id, network, named).await.unwrap();
        loop {
            let view = self.preflight(at, network, profile).await;
            if !view.is_running {
                return view;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// The first step of a check: where the host leads.
    async fn resolved(&self, host: &str) -> CheckStep {
        self.sim.set_pse_host(AWS.0, AWS.1, host);
        self.app.refresh().await.unwrap();
        until("the new host", || {
            let present = self.present(AWS.0, AWS.1)?;
            (present.host.as_deref() == Some(host)).then_some(())
        })
        .await;
        let id = self.region(AWS.0, AWS.1).id;
        self.app.start_check(id.clone(), &vpc("", &[])).unwrap();
        let step = until("the first step", || {
            self.app.checks().first()?.steps.first().cloned()
        })
        .await;
        self.app.stop_check(&id).unwrap();
        step
    }
}

fn of(result: &Preflight, outcome: PreflightOutcome) -> Vec<&str> {
    let points = result.points.iter();
    let points = points.filter(|point| point.outcome == outcome);
    points.map(|point| point.text.as_str()).collect()
}

#[tokio::test]
async fn aws_says_whether_a_network_can_connect_and_which_subnets_fit() {
    let sim = simulator(Seed::Demo).await;
    let service = sim.service_name(AWS.0, AWS.1).unwrap();
    let aws = StandIn::start("aws.py", &[&service, AWS.1]);
    let shop = &aws.about["endpoints"]["shop"];
    let own_vpc = shop["vpc"].as_str().unwrap();
    let [a, more, b] = ["a", "a2", "b"].map(|zone| shop["subnets"][zone].as_str().unwrap());
    let cli = clis(venv("aws").parent().unwrap(), aws.folder.path());
    let options = AppOptions { cli, ..quick() };
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    let region = stage.region(AWS.0, AWS.1).id;

    // Nothing is run before it is switched on.
    let blank = vpc("", &[]);
    let before = stage.preflight(AWS, &blank, None).await;
    assert!(!before.is_on && before.plan.is_empty() && before.checked.is_none());
    let refused = stage
        .app
        .start_preflight(region.clone(), &blank, None)
        .await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::Forbidden);

    stage.switch_on(&["shop", "partner", "expired"]).await;
    let planned = stage.preflight(AWS, &vpc(own_vpc, &[]), Some("shop")).await;
    assert_eq!(planned.plan.len(), 4);
    assert_eq!(
        planned.plan[3],
        format!(
            "aws ec2 describe-subnets --region us-west-2 --filters 'Name=vpc-id,Values={own_vpc}' --profile shop \
             --output json"
        )
    );
    // A profile that isn't one of those is never used.
    let other = stage.preflight(AWS, &blank, Some("--debug")).await;
    assert_eq!(other.profile.as_deref(), Some(&*other.profiles[0]));

    // Without a VPC, all of them are offered, each with its best subnet in each zone of the service.
    let view = stage.checked(AWS, &blank, Some("shop")).await;
    let result = &view.result;
    assert_eq!(of(result, PreflightOutcome::Failed), Vec::<&str>::new());
    let good = of(result, PreflightOutcome::Good).join(" ");
    assert!(
        good.contains("Account Shop (301122334455) can see the service in us-west-2a, us-west-2c.")
            || good.contains("Account 301122334455 can see the service in us-west-2a, us-west-2c."),
        "{good}"
    );
    assert!(
        good.contains("It belongs to account 998877665544."),
        "{good}"
    );
    assert_eq!(
        of(result, PreflightOutcome::Warning),
        [
            "The service's owner has to accept each connection.",
            "The private DNS name orders.aws.example.com isn't verified (pendingVerification).",
        ]
    );
    let offered = result
        .networks
        .iter()
        .find(|one| one.id == own_vpc)
        .unwrap();
    let subnets: Vec<_> = offered.subnets.iter().map(|one| &*one.subnet.id).collect();
    assert_eq!(subnets, [more, a, b]);
    assert_eq!(
        offered.subnets[2].why_not.as_deref(),
        Some("the service isn't in us-west-2b")
    );
    assert_eq!(offered.subnets[0].subnet.name.as_deref(), Some("endpoints"));
    assert!(offered.subnets[0].subnet.free.unwrap() > 1000);
    assert_eq!(offered.filled, Some(vpc(own_vpc, &[more]).consumer));

    // The form is judged as it is typed, by what was read.
    let wrong = vpc(own_vpc, &[a, more, b, "subnet-0123456789abcdef0"]);
    let view = stage.preflight(AWS, &wrong, Some("shop")).await;
    assert_eq!(
        of(&view.result, PreflightOutcome::Failed),
        [
            format!("{more} is in us-west-2a, like another subnet of the form."),
            format!("{b} doesn't fit: the service isn't in us-west-2b."),
            format!("subnet-0123456789abcdef0 isn't a subnet of {own_vpc}."),
        ]
    );
    let warned = of(&view.result, PreflightOutcome::Warning).join(" ");
    assert!(
        warned.contains("connects to this service already (available)"),
        "{warned}"
    );
    let view = stage
        .preflight(AWS, &vpc(own_vpc, &[a]), Some("shop"))
        .await;
    assert!(of(&view.result, PreflightOutcome::Good).contains(&"The subnet fits."));
    let unknown = vpc("vpc-0123456789abcdef0", &[]);
    let view = stage.checked(AWS, &unknown, Some("shop")).await;
    assert_eq!(
        of(&view.result, PreflightOutcome::Failed),
        ["The account has no vpc-0123456789abcdef0 with subnets in us-west-2."]
    );

    // An account that can't see the service is one to grant.
    let view = stage.checked(AWS, &blank, Some("partner")).await;
    let failed = of(&view.result, PreflightOutcome::Failed);
    assert_eq!(
        failed,
        ["Account 772845091263 can't see the service in us-west-2."]
    );
    assert_eq!(
        view.result.grant.as_deref(),
        Some("arn:aws:iam::772845091263:root")
    );
    assert!(
        view.commands
            .iter()
            .all(|one| matches!(one.state, LookupCommandState::Done { .. }))
    );

    // The same failures as elsewhere.
    let view = stage.checked(AWS, &blank, Some("expired")).await;
    let [only] = view.commands.as_slice() else {
        panic!("{view:?}");
    };
    let LookupCommandState::Failed { failure, .. } = &only.state else {
        panic!("{only:?}");
    };
    assert_eq!(failure.kind, CliFailureKind::SignedOut);
    assert_eq!(
        failure.remedy.as_deref(),
        Some("aws sso login --profile expired")
    );
    assert_eq!(view.result, Preflight::default());

    // A check compares the host's addresses with those of the endpoints that a lookup found.
    stage.app.look_up(region.clone()).await.unwrap();
    while stage.app.connections(&region).await.unwrap().is_running {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let own = stage.resolved(shop["address"].as_str().unwrap()).await;
    assert_eq!(own.outcome, CheckOutcome::Good);
    assert!(
        own.text.ends_with(": of the endpoint shop-orders."),
        "{}",
        own.text
    );
    let other = stage.resolved("10.255.255.1").await;
    assert_eq!(other.outcome, CheckOutcome::Warning);
    assert!(
        other.text.starts_with("10.255.255.1: not an address of"),
        "{}",
        other.text
    );
}

#[tokio::test]
async fn azure_says_whether_a_network_can_connect_and_which_subnets_fit() {
    let sim = simulator(Seed::Demo).await;
    let azure = StandIn::azure(&sim.service_name(AZURE.0, AZURE.1).unwrap());
    let cli = clis(azure.folder.path(), azure.folder.path());
    let options = AppOptions { cli, ..quick() };
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    stage.switch_on(&[]).await;

    let blank = vnet("", "", "", "");
    let view = stage.checked(AZURE, &blank, None).await;
    assert_eq!(view.plan, ["az account list --output json"]);
    assert_eq!(
        of(&view.result, PreflightOutcome::Warning),
        ["Your sign-in can see 2 subscriptions."]
    );
    // Those that may connect are the first to choose from.
    let [first, second] = view.result.networks.as_slice() else {
        panic!("{view:?}");
    };
    assert_eq!(first.filled, Some(vnet(FINANCE, "", "", "").consumer));
    assert_eq!(second.id, format!("Old Team ({STRANGER})"));

    let whole = vnet(FINANCE, "apps", "hub", "");
    let view = stage.checked(AZURE, &whole, None).await;
    assert_eq!(view.plan.len(), 3);
    assert_eq!(
        of(&view.result, PreflightOutcome::Failed),
        Vec::<&str>::new()
    );
    let good = of(&view.result, PreflightOutcome::Good).join(" ");
    assert!(good.contains("is on the endpoint's list."), "{good}");
    assert!(
        good.contains("in apps/hub connects to this service (Approved, 10.9.0.7)."),
        "{good}"
    );
    let [hub] = view.result.networks.as_slice() else {
        panic!("{view:?}");
    };
    let subnets: Vec<_> = hub
        .subnets
        .iter()
        .map(|one| (&*one.subnet.id, one.why_not.as_deref(), one.subnet.free))
        .collect();
    assert_eq!(
        subnets,
        [
            ("endpoints", None, Some(57)),
            (
                "functions",
                Some("it is delegated to Microsoft.Web/serverFarms"),
                Some(251)
            ),
            (
                "GatewaySubnet",
                Some("Azure keeps it for a service of its own"),
                Some(27)
            ),
            ("full", Some("no free addresses"), Some(0)),
        ]
    );
    assert_eq!(
        hub.filled,
        Some(vnet(FINANCE, "apps", "hub", "endpoints").consumer)
    );
    let judged = async |subnet: &str| {
        let form = vnet(FINANCE, "apps", "hub", subnet);
        let view = stage.preflight(AZURE, &form, None).await;
        view.result.points.last().unwrap().text.clone()
    };
    assert_eq!(judged("endpoints").await, "The subnet fits.");
    assert_eq!(judged("full").await, "full doesn't fit: no free addresses.");
    assert_eq!(judged("none").await, "hub has no subnet none.");

    // A subscription that isn't listed, and a VNet that isn't there.
    let view = stage
        .checked(AZURE, &vnet(STRANGER, "apps", "--debug", ""), None)
        .await;
    assert_eq!(view.plan.len(), 2, "a name in another form isn't passed on");
    assert_eq!(view.result.grant.as_deref(), Some(STRANGER));
    let view = stage
        .checked(AZURE, &vnet(FINANCE, "-x", "hub", ""), None)
        .await;
    assert!(
        view.plan[2].contains("--resource-group=-x"),
        "{:?}",
        view.plan
    );
    let LookupCommandState::Failed { failure, .. } = &view.commands[2].state else {
        panic!("{view:?}");
    };
    assert_eq!(failure.kind, CliFailureKind::NoSuchNetwork, "{failure:?}");
}

#[tokio::test]
async fn credentials_that_are_only_in_the_environment_are_offered() {
    let sim = simulator(Seed::Demo).await;
    let service = sim.service_name(AWS.0, AWS.1).unwrap();
    let aws = StandIn::start("aws.py", &[&service, AWS.1]);
    let empty = tempfile::tempdir().unwrap();
    let mut variables: Vec<(OsString, OsString)> = vec![
        ("PATH".into(), std::env::var_os("PATH").unwrap_or_default()),
        ("HOME".into(), empty.path().into()),
        (
            "AWS_ENDPOINT_URL".into(),
            aws.about["url"].as_str().unwrap().into(),
        ),
    ];
    for (name, value) in aws.about["shop"].as_object().unwrap() {
        variables.push((name.into(), value.as_str().unwrap().into()));
    }
    let cli = CliEnvironment::of(variables).only_in(vec![venv("aws").parent().unwrap().to_owned()]);
    let options = AppOptions { cli, ..quick() };
    let stage = Stage::with(sim, options, |keys| keys.admin).await;
    let [only] = stage
        .app
        .cloud_access()
        .await
        .unwrap()
        .profiles
        .try_into()
        .unwrap();
    assert_eq!(only.name, "");
    stage.switch_on(&[""]).await;
    let view = stage.checked(AWS, &vpc("", &[]), None).await;
    assert!(!view.plan[0].contains("--profile"), "{:?}", view.plan);
    assert!(
        of(&view.result, PreflightOutcome::Good)[0].contains("301122334455"),
        "{view:?}"
    );
}

#[tokio::test]
async fn missing_credentials_are_told_apart_without_a_profile() {
    let said =
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".";
    let folder = program("aws", &format!("echo '{said}' >&2; exit 253"));
    std::fs::remove_file(folder.path().join("config")).unwrap();
    let cli = clis(folder.path(), folder.path());
    let options = AppOptions { cli, ..quick() };
    let stage = Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await;
    stage.switch_on(&[""]).await;
    let view = stage.checked(AWS, &vpc("", &[]), None).await;
    let LookupCommandState::Failed { failure, .. } = &view.commands[0].state else {
        panic!("{view:?}");
    };
    assert_eq!(failure.kind, CliFailureKind::SignedOut);
    assert_eq!(
        failure.message,
        "The sign-in of the AWS CLI's default credentials has expired, or there is none."
    );
    assert_eq!(failure.remedy, None);
}
