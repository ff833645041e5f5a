//! The AWS scripts with the real AWS CLI, against a stand-in for AWS.
//!
//! The stand-in is laxer than AWS: it would take both DNS attributes in one call, a subnet outside of the
//! service's zones, and private DNS at any time. The order of the calls is looked at apart.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use postern::recipe::{AwsConsumer, Consumer, Params};
use serde_json::Value;

use super::support::{
    NASTY, Stubs, artifact, aws, azure, region, run, said, service, succeed, venv, with,
};

/// A region in miniature, which ends with the test.
struct Cloud {
    server: Child,
    about: Value,
}

impl Drop for Cloud {
    fn drop(&mut self) {
        // It ends when its input does; this is for one that hangs.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Cloud {
    fn start() -> Self {
        let mut server = Command::new(venv("python"))
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recipe/moto_cloud.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto can be started (`cargo xtask setup`)");
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let about = serde_json::from_str(&line).expect("moto says what it holds");
        Self { server, about }
    }

    fn get(&self, key: &str) -> String {
        self.about[key].as_str().unwrap().to_owned()
    }

    fn params(&self, source: &str) -> Params {
        let strings = |value: &Value, key: Option<&str>| -> Vec<String> {
            let items = value.as_array().unwrap().iter();
            items
                .map(|item| {
                    key.map_or(item, |key| &item[key])
                        .as_str()
                        .unwrap()
                        .to_owned()
                })
                .collect()
        };
        Params {
            region: region(&self.get("region")),
            service_name: service(&self.get("serviceName")),
            zones: strings(&self.about["zoneIds"], None),
            consumer: Consumer::Aws(AwsConsumer {
                vpc_id: self.get("vpcId"),
                subnet_ids: strings(&self.about["subnets"], Some("SubnetId")),
                source: source.to_owned(),
                tags: Vec::new(),
            }),
            ..aws()
        }
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let tools = venv("aws").parent().unwrap().to_owned();
        let search = std::env::join_paths(
            std::iter::once(tools).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let mut command = Command::new(program);
        command
            .env("PATH", search.unwrap())
            .env("AWS_ENDPOINT_URL", self.get("url"))
            .env("AWS_ACCESS_KEY_ID", "testing")
            .env("AWS_SECRET_ACCESS_KEY", "testing")
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("POLL_SECONDS", "0");
        command
    }

    fn script(&self, params: &Params, file: &str) -> Command {
        let mut command = self.command("bash");
        command.args(["-c", &artifact(params, file).text]);
        command
    }

    /// What AWS says, as JSON.
    fn ask(&self, arguments: &[&str]) -> Value {
        let region = self.get("region");
        let mut command = self.command(venv("aws"));
        command
            .args(["ec2", "--region", &region, "--output", "json"])
            .args(arguments);
        serde_json::from_str(&succeed(&mut command)).unwrap()
    }

    fn endpoints(&self) -> Vec<Value> {
        let all = self.ask(&["describe-vpc-endpoints"]);
        let all = all["VpcEndpoints"].as_array().unwrap().clone();
        all.into_iter()
            .filter(|e| e["State"] != "deleted")
            .collect()
    }

    /// The ports that are open, and to whom: security groups, IPv4 and IPv6 ranges.
    fn open(&self, name: &str) -> Vec<(u64, Value)> {
        let filter = format!("Name=group-name,Values={name}");
        let groups = self.ask(&["describe-security-groups", "--filters", &filter]);
        let rules = groups["SecurityGroups"][0]["IpPermissions"]
            .as_array()
            .cloned();
        let mut open: Vec<_> = rules
            .unwrap_or_default()
            .iter()
            .flat_map(|rule| {
                let port = rule["FromPort"].as_u64().unwrap();
                let sources = [
                    &rule["UserIdGroupPairs"][0]["GroupId"],
                    &rule["IpRanges"][0]["CidrIp"],
                    &rule["Ipv6Ranges"][0]["CidrIpv6"],
                ];
                let sources: Vec<Value> = sources.into_iter().cloned().collect();
                sources
                    .into_iter()
                    .filter(|s| !s.is_null())
                    .map(move |s| (port, s))
            })
            .collect();
        open.sort_by_key(|(port, _)| *port);
        open
    }
}

#[test]
fn a_vpc_is_connected_twice_and_taken_back_twice() {
    let cloud = Cloud::start();
    let group = cloud.get("groupId");
    let params = cloud.params(&group);
    let subnets = cloud.about["subnets"].as_array().unwrap().clone();
    let id = |index: usize| subnets[index]["SubnetId"].as_str().unwrap();

    let first = succeed(&mut cloud.script(&params, "aws-cli.sh"));
    let skipped = |index: usize| format!("skipping {}", id(index));
    assert!(
        first.contains(&skipped(1)),
        "a second subnet of a zone: {first}"
    );
    assert!(
        first.contains(&skipped(3)),
        "a zone without the service: {first}"
    );
    assert!(first.contains("turned on enableDnsHostnames"), "{first}");

    let endpoints = cloud.endpoints();
    assert_eq!(endpoints.len(), 1);
    assert_eq!(endpoints[0]["VpcEndpointType"], "Interface");
    assert_eq!(endpoints[0]["VpcId"], cloud.get("vpcId"));
    let mut used: Vec<&str> = endpoints[0]["SubnetIds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    used.sort_unstable();
    let mut expected = vec![id(0), id(2)];
    expected.sort_unstable();
    assert_eq!(used, expected);
    let rules = vec![(5433, group.clone().into()), (9042, group.into())];
    assert_eq!(cloud.open(&params.resource_name()), rules);
    for attribute in ["enableDnsSupport", "enableDnsHostnames"] {
        let answer = cloud.ask(&[
            "describe-vpc-attribute",
            "--vpc-id",
            &cloud.get("vpcId"),
            "--attribute",
            attribute,
        ]);
        let key = format!("{}{}", attribute[..1].to_uppercase(), &attribute[1..]);
        assert_eq!(answer[&key]["Value"], true, "{attribute}");
    }

    let second = succeed(&mut cloud.script(&params, "aws-cli.sh"));
    assert!(second.contains("found the endpoint"), "{second}");
    assert!(second.contains("port 9042 is open"), "{second}");
    assert_eq!(cloud.endpoints().len(), 1);
    assert_eq!(cloud.open(&params.resource_name()), rules);

    // Another source later on, and only the port that it needs.
    let mut other = cloud.params("fd00:7::/64");
    other.ports = vec![5433];
    succeed(&mut cloud.script(&other, "aws-cli.sh"));
    assert_eq!(cloud.open(&params.resource_name()).len(), 3);
    assert!(
        cloud
            .open(&params.resource_name())
            .contains(&(5433, "fd00:7::/64".into()))
    );
    assert_eq!(cloud.endpoints().len(), 1);

    succeed(&mut cloud.script(&params, "aws-cli-undo.sh"));
    assert_eq!(cloud.endpoints(), Vec::<Value>::new());
    assert_eq!(cloud.open(&params.resource_name()), vec![]);
    succeed(&mut cloud.script(&params, "aws-cli-undo.sh"));
}

#[test]
fn what_can_not_work_is_said_before_anything_is_made() {
    let cloud = Cloud::start();
    let group = cloud.get("groupId");
    let mut unseen = cloud.params(&group);
    unseen.service_name = service("com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0");
    let output = run(&mut cloud.script(&unseen, "aws-cli.sh"));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("the service can't be seen by arn:aws:"),
        "{}",
        said(&output)
    );

    let mut elsewhere = cloud.params(&group);
    elsewhere.zones = vec!["usw2-az4".to_owned()];
    let output = run(&mut cloud.script(&elsewhere, "aws-cli.sh"));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("none of the subnets is in a zone of the service"),
        "{}",
        said(&output)
    );
    assert_eq!(cloud.endpoints(), Vec::<Value>::new());
    let names = cloud.ask(&[
        "describe-vpc-attribute",
        "--vpc-id",
        &cloud.get("vpcId"),
        "--attribute",
        "enableDnsHostnames",
    ]);
    assert_eq!(
        names["EnableDnsHostnames"]["Value"], false,
        "the VPC is as it was"
    );
}

/// Its subnets were fewer when it was made.
#[test]
fn an_endpoint_that_lacks_a_zone_gets_its_subnet() {
    let cloud = Cloud::start();
    let all = cloud.params(&cloud.get("groupId"));
    let mut first = all.clone();
    if let Consumer::Aws(consumer) = &mut first.consumer {
        consumer.subnet_ids.truncate(1);
    }
    succeed(&mut cloud.script(&first, "aws-cli.sh"));
    let subnets = || cloud.endpoints()[0]["SubnetIds"].as_array().unwrap().len();
    assert_eq!(subnets(), 1);
    let said = succeed(&mut cloud.script(&all, "aws-cli.sh"));
    assert!(said.contains("found the endpoint"), "{said}");
    assert_eq!(subnets(), 2, "{said}");
    let again = succeed(&mut cloud.script(&all, "aws-cli.sh"));
    assert!(!again.contains(" to vpce-"), "{again}");
}

/// What AWS says of anything but the service's name is given as it is.
#[test]
fn a_failure_that_is_not_about_the_service_is_not_blamed_on_it() {
    let script = artifact(&aws(), "aws-cli.sh").text;
    for words in ["ExpiredToken", "UnauthorizedOperation", "Could not connect"] {
        let stubs = Stubs::new("aws", &format!("echo '{words}' >&2; exit 254"));
        let output = stubs.bash(&script, &[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(words), "{}", said(&output));
        assert!(!said(&output).contains("security principals"));
        assert_eq!(stubs.calls().len(), 1);
    }
    for (params, file) in [
        (aws(), "aws-cli.sh"),
        (aws(), "aws-cli-undo.sh"),
        (azure(), "azure-cli.sh"),
        (azure(), "azure-cli-undo.sh"),
    ] {
        let output = run(Command::new("bash")
            .args([
                "-c",
                &format!("PATH=/nowhere\n{}", artifact(&params, file).text),
            ])
            .env_remove("BASH_ENV"));
        assert!(
            said(&output).contains("isn't installed on this machine"),
            "{}",
            said(&output)
        );
    }
}

/// AWS does not know at once what it has just made, and holds a security group for a while.
#[test]
fn what_aws_does_not_know_yet_is_asked_again() {
    let late = AWS.replacen(
        "case",
        r#"
once() { [ -e "$1" ] && return; touch "$1"; echo "An error occurred ($2) when calling" >&2; exit 254; }
case "$*" in
  *describe-security-groups*--group-ids*) once group InvalidGroup.NotFound ;;
  *authorize*9042*) once rule InvalidGroup.NotFound ;;
  *"VpcEndpoints[0].State"*) once endpoint InvalidVpcEndpointId.NotFound ;;
esac
case"#,
        1,
    );
    let stubs = Stubs::new("aws", &late);
    std::fs::write(stubs.folder().join("vpc"), "vpc-0123456789abcdef0").unwrap();
    let mut params = aws();
    params.zones = vec!["euw1-az1".to_owned()];
    let output = stubs.bash(&artifact(&params, "aws-cli.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));

    let undo = artifact(&params, "aws-cli-undo.sh").text;
    let stubs = Stubs::new(
        "aws",
        &format!(
            r#"
row() {{ printf '%s\t%s\tvpc-0123456789abcdef0\t%s\t%s\n' "$1" "$2" '{service}' "$3"; }}
case "$*" in
  *describe-vpc-endpoints*Groups*) echo sg-1 ;;
  *describe-vpc-endpoints*)
    if [ -e gone ]; then state=deleted; else state=available; fi
    row vpce-1 $state {name}; row vpce-2 expired {name}; row vpce-3 rejected other; row vpce-4 available other ;;
  *delete-vpc-endpoints*) touch gone ;;
  *describe-security-groups*) printf 'sg-1\tvpc-0123456789abcdef0\n' ;;
  *delete-security-group*) [ -e held ] || {{ touch held; echo DependencyViolation >&2; exit 254; }} ;;
esac
"#,
            service = params.service_name(),
            name = params.resource_name(),
        ),
    );
    let output = stubs.bash(&undo, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("sg-1 is still in use"),
        "{}",
        said(&output)
    );
    let calls = stubs.calls();
    let ids = |command: &str| -> Vec<&String> {
        let calls = calls.iter().filter(|call| call[1] == command);
        calls
            .flatten()
            .filter(|word| word.starts_with("vpce-"))
            .collect()
    };
    assert_eq!(ids("delete-vpc-endpoints"), ["vpce-1"]);
    assert_eq!(ids("modify-vpc-endpoint"), ["vpce-4"]);
}

/// The host's name leads to one of them: the others would be changed for nothing.
#[test]
fn of_several_endpoints_the_one_in_use_is_taken() {
    let rows = "case \"$*\" in *VpcEndpointId,State*)
  row() { printf '%s\\t%s\\t%s\\t%s\\t%s\\t%s\\n' \"$1\" \"$2\" \"$(cat vpc)\" \"$(cat service)\" \"$3\" \"$4\"; }
  row vpce-1 pending False NAME; row vpce-2 available True None; row vpce-3 available False NAME; exit ;; esac\n";
    let params = Params {
        zones: vec!["euw1-az1".to_owned()],
        ..aws()
    };
    let rows = rows.replace("NAME", &params.resource_name());
    let stubs = Stubs::new("aws", &format!("{rows}{AWS}"));
    std::fs::write(stubs.folder().join("vpc"), "vpc-0123456789abcdef0").unwrap();
    std::fs::write(stubs.folder().join("service"), params.service_name()).unwrap();
    std::fs::write(stubs.folder().join("made"), "").unwrap();
    let output = stubs.bash(&artifact(&params, "aws-cli.sh").text, &[]);
    assert!(
        said(&output).contains("found the endpoint vpce-2"),
        "{}",
        said(&output)
    );
}

/// An AWS CLI that has everything but the endpoint.
pub const AWS: &str = r#"
case "$*" in
  *describe-vpc-endpoint-services*PrivateDnsName*) echo pse.example ;;
  *describe-vpc-endpoint-services*) printf 'eu-west-1a\teu-west-1b\n' ;;
  *describe-vpc-attribute*) echo False ;;
  *describe-subnets*"Subnets[].AvailabilityZone "*) echo eu-west-1a ;;
  *describe-subnets*) for s in 's-1	eu-west-1a	euw1-az1	20	False' 's-2	eu-west-1c	euw1-az3	20	False'; do printf "$s\\t%s\\n" "$(cat vpc)"; done ;;
  *describe-security-groups*) ;;
  *create-security-group*) echo sg-1 ;;
  *create-vpc-endpoint*) touch made; echo vpce-1 ;;
  *describe-vpc-endpoints*VpcEndpointId,State*) ;;
  *describe-vpc-endpoints*SubnetIds*) echo s-1 ;;
  *describe-vpc-endpoints*PrivateDnsEnabled*) echo False ;;
  *describe-vpc-endpoints*Groups*) echo sg-1 ;;
  *describe-vpc-endpoints*State*--output*) [ ! -e made ] || { echo x >> asked; [ "$(wc -l < asked)" -gt 2 ] && echo Available || echo PendingAcceptance; } ;;
  *describe-vpc-endpoints*) echo names ;;
esac
"#;

/// What the stand-in would not mind, but AWS does.
#[test]
fn the_calls_come_in_the_order_that_aws_takes() {
    let vpc = format!("vpc-{NASTY}");
    let stubs = Stubs::new("aws", AWS);
    std::fs::write(stubs.folder().join("vpc"), &vpc).unwrap();
    let mut params = with(aws(), NASTY);
    params.zones = vec!["euw1-az1".to_owned()];
    if let Consumer::Aws(consumer) = &mut params.consumer {
        consumer.vpc_id = vpc.clone();
        consumer.source = "10.99.0.0/16".to_owned();
    }
    let output = stubs.bash(&artifact(&params, "aws-cli.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));

    let calls = stubs.calls();
    let place = |words: &[&str]| {
        calls
            .iter()
            .position(|call| words.iter().all(|word| call.iter().any(|w| w == word)))
            .unwrap_or_else(|| panic!("{words:?} was not called"))
    };
    let support = place(&["modify-vpc-attribute", "--enable-dns-support"]);
    let names = place(&["modify-vpc-attribute", "--enable-dns-hostnames"]);
    let create = place(&["create-vpc-endpoint", "--no-private-dns-enabled"]);
    let private = place(&["modify-vpc-endpoint", "--private-dns-enabled"]);
    assert!(support < names && names < create && create < private);
    let waited = calls[create..private]
        .iter()
        .filter(|call| call.iter().any(|word| word == "VpcEndpoints[0].State"));
    assert!(
        waited.count() >= 3,
        "it waits until the endpoint is available"
    );
    assert!(
        calls
            .iter()
            .all(|call| call.iter().any(|word| word == "--region"))
    );

    let rule = &calls[place(&["authorize-security-group-ingress", "9042"])];
    let cidr = rule.iter().position(|word| word == "--cidr").unwrap();
    assert_eq!(rule[cidr + 1], "10.99.0.0/16");

    let create = &calls[create];
    let subnets = create
        .iter()
        .position(|word| word == "--subnet-ids")
        .unwrap();
    assert_eq!(create[subnets + 1], "s-1");
    assert!(
        create[subnets + 2].starts_with("--"),
        "the other zone is none of the service's"
    );
    assert!(create.contains(&vpc), "{create:?}");
    assert!(!stubs.folder().join("pwned").exists());
}
