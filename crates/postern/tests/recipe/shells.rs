//! The scripts in people's real shells: stand-ins for command-line clients that write carriage returns, convert paths,
//! ask questions or refuse.

use postern::recipe::{Consumer, Params, artifacts};
use proptest::prelude::*;

use super::aws::AWS;
use super::azure::{AZ, get, put};
use super::support::{Stubs, artifact, aws, azure, said};

/// As Windows programs do: each line ends with a carriage return.
const WITH_CR: &str = "exec > >(sed 's/$/\\r/') 2> >(sed 's/$/\\r/' >&2)\n";

/// As Git Bash does unless told not to: what begins with a slash becomes a path of Windows.
const CONVERTS: &str = r#"
if [ "${MSYS_NO_PATHCONV:-}" != 1 ] && [ "${MSYS2_ARG_CONV_EXCL:-}" != '*' ]; then
  for word in "$@"; do case "$word" in /*) echo "(InvalidRequestFormat) C:/Program Files/Git$word" >&2; exit 3 ;; esac; done
fi
"#;

/// As a client that asks questions: it waits for an answer unless it is told not to ask.
const ASKS: &str = r#"
[ "${AWS_CLI_AUTO_PROMPT:-}" = off ] || { echo "auto-prompt" >&2; exit 9; }
if IFS= read -r -t 5 line; then echo "it read $line" >&2; exit 9; fi
"#;

fn az(before: &str) -> Stubs {
    let stubs = Stubs::new("az", &format!("{before}{AZ}"));
    put(&stubs, "status", "Approved\n");
    put(&stubs, "visible", "True\n");
    stubs
}

fn aws_cli(before: &str) -> Stubs {
    let stubs = Stubs::new("aws", &format!("{before}{AWS}"));
    let Consumer::Aws(consumer) = aws().consumer else {
        unreachable!("an endpoint on AWS");
    };
    put(&stubs, "vpc", &consumer.vpc_id);
    stubs
}

/// Connects, and takes it back.
fn there_and_back(stubs: &Stubs) -> String {
    let output = stubs.bash(&artifact(&azure(), "azure-cli.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let first = said(&output);
    let record = format!("record-{}-@", azure().host());
    assert_eq!(get(stubs, &record), "10.9.0.7\n", "{first}");
    let output = stubs.bash(&artifact(&azure(), "azure-cli-undo.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(!stubs.folder().join("endpoint").exists());
    assert_eq!(get(stubs, "zones"), "", "{}", said(&output));
    first
}

fn without_cr(stubs: &Stubs) {
    for call in stubs.calls() {
        assert!(!call.iter().any(|word| word.contains('\r')), "{call:?}");
    }
}

#[test]
fn carriage_returns_of_windows_programs_do_no_harm() {
    let stubs = az(WITH_CR);
    there_and_back(&stubs);
    without_cr(&stubs);

    let stubs = aws_cli(WITH_CR);
    let output = stubs.bash(&artifact(&aws(), "aws-cli.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("created the endpoint vpce-1"));
    let output = stubs.bash(&artifact(&aws(), "aws-cli-undo.sh").text, &[]);
    assert!(output.status.success(), "{}", said(&output));
    without_cr(&stubs);
}

#[test]
fn git_bash_converts_no_id() {
    there_and_back(&az(CONVERTS));
}

#[test]
fn no_client_waits_for_an_answer() {
    let stubs = aws_cli(ASKS);
    for script in ["aws-cli.sh", "aws-cli-undo.sh"] {
        let script = format!(
            "export AWS_CLI_AUTO_PROMPT=on\n{}",
            artifact(&aws(), script).text
        );
        let output = stubs.bash(&script, &[]);
        assert!(output.status.success(), "{}", said(&output));
    }
}

#[test]
fn a_policy_against_dns_zones_is_found_out_before_anything_is_made() {
    let stubs = az(r#"
case "$*" in *"private-dns zone create"*) echo "(RequestDisallowedByPolicy) Resource was disallowed by policy." >&2; exit 1 ;; esac
"#);
    let output = stubs.bash(&artifact(&azure(), "azure-cli.sh").text, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("ZONE_SUBSCRIPTION"),
        "{}",
        said(&output)
    );
    assert!(!stubs.folder().join("endpoint").exists());
}

#[test]
fn a_zone_in_a_hub_is_used_where_it_is() {
    let stubs = az("");
    let hub = "11111111-2222-4333-8444-555555555559";
    let script = |name: &str| {
        artifact(&azure(), name)
            .text
            .replace(
                "ZONE_SUBSCRIPTION=''",
                &format!("ZONE_SUBSCRIPTION='{hub}'"),
            )
            .replace("ZONE_RESOURCE_GROUP=''", "ZONE_RESOURCE_GROUP='hub-dns'")
    };
    for name in ["azure-cli.sh", "azure-cli-undo.sh"] {
        let output = stubs.bash(&script(name), &[]);
        assert!(output.status.success(), "{}", said(&output));
    }
    for call in stubs
        .calls()
        .iter()
        .filter(|call| call.contains(&"private-dns".to_owned()))
    {
        assert!(call.contains(&hub.to_owned()), "{call:?}");
    }
    assert_eq!(get(&stubs, "zones"), "");
}

#[test]
fn a_vnet_with_dns_servers_of_its_own_is_said() {
    let stubs = az("");
    put(&stubs, "dns-servers", "10.0.0.4\n10.0.0.5\n");
    let said = there_and_back(&stubs);
    assert!(said.contains("10.0.0.4 10.0.0.5"), "{said}");
    assert!(said.contains("168.63.129.16"), "{said}");
}

#[test]
fn a_shared_vpc_is_said_before_anything_is_made() {
    let stubs = aws_cli(
        "case \"$*\" in *OwnerId*) echo 999988887777; exit ;; *get-caller-identity*Account*) echo 111122223333; exit ;; esac\n",
    );
    let output = stubs.bash(&artifact(&aws(), "aws-cli.sh").text, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("belongs to 999988887777"),
        "{}",
        said(&output)
    );
    assert!(
        !stubs
            .calls()
            .iter()
            .any(|call| call.iter().any(|word| word.starts_with("create-")))
    );
}

#[test]
fn tags_that_a_policy_demands_are_set_at_creation() {
    let stubs = aws_cli("");
    let mut params = aws();
    if let Consumer::Aws(consumer) = &mut params.consumer {
        consumer.tags = vec!["team=payments".to_owned(), "cost center=42 a".to_owned()];
    }
    let script = artifact(&params, "aws-cli.sh").text;
    let output = stubs.bash(&script, &[]);
    assert!(output.status.success(), "{}", said(&output));
    for create in ["create-security-group", "create-vpc-endpoint"] {
        let calls = stubs.calls();
        let call = calls
            .iter()
            .find(|call| call.contains(&create.to_owned()))
            .unwrap();
        let tags = call
            .iter()
            .find(|word| word.starts_with("ResourceType="))
            .unwrap();
        assert!(
            tags.contains("{Key=team,Value=payments},{Key=cost center,Value=42 a}"),
            "{tags}"
        );
    }
    let terraform = artifact(&params, "terraform-aws.tf").text;
    let default = r#"default     = { "team" = "payments", "cost center" = "42 a" }"#;
    assert!(terraform.contains(default), "{terraform}");
    let script = script.replace("team=payments", "team={x}");
    assert!(!aws_cli("").bash(&script, &[]).status.success());
}

#[test]
fn a_full_or_ipv6_only_subnet_gives_way_to_another_of_its_zone() {
    for row in [
        "s-0\teu-west-1a\teuw1-az1\t0\tFalse",
        "s-0\teu-west-1a\teuw1-az1\t9\tTrue",
    ] {
        let stubs = aws_cli(&format!(
            "case \"$*\" in *describe-subnets*AvailabilityZoneId*) printf '%s\\t%s\\n' '{row}' \"$(cat vpc)\" 's-1\teu-west-1a\teuw1-az1\t9\tFalse' \"$(cat vpc)\"; exit ;; esac\n"
        ));
        let output = stubs.bash(&artifact(&aws(), "aws-cli.sh").text, &[]);
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("skipping s-0"), "{}", said(&output));
        assert!(said(&output).contains("using s-1"), "{}", said(&output));
    }
}

#[test]
fn a_value_that_a_client_would_read_from_disk_stops_the_script() {
    for value in [
        "file:///etc/passwd",
        "fileb://x",
        "@/etc/passwd",
        "--debug",
        "https://example.test/x",
    ] {
        let mut params = aws();
        if let Consumer::Aws(consumer) = &mut params.consumer {
            consumer.vpc_id = value.to_owned();
        }
        let mut other = azure();
        if let Consumer::Azure(consumer) = &mut other.consumer {
            consumer.vnet = value.to_owned();
        }
        for (params, name) in [
            (&params, "aws-cli.sh"),
            (&params, "aws-cli-undo.sh"),
            (&other, "azure-cli.sh"),
            (&other, "azure-cli-undo.sh"),
        ] {
            let stubs = if name.starts_with("aws") {
                aws_cli("")
            } else {
                az("")
            };
            let output = stubs.bash(&artifact(params, name).text, &[]);
            assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
            assert!(stubs.calls().is_empty(), "{name}: {value}");
        }
    }
}

/// Bash 3.2 and `set -u`: an empty array is unbound unless it is asked first.
#[test]
fn an_array_that_may_be_empty_is_asked_first() {
    for params in [aws(), azure()] {
        for artifact in artifacts(&params)
            .iter()
            .filter(|artifact| artifact.file_name.ends_with(".sh"))
        {
            for (number, line) in artifact.text.lines().enumerate() {
                let plain = line.replace("[@]+\"${", "");
                let Some((before, after)) = plain.split_once("\"${").filter(|(_, after)| {
                    after.split_once("[@]}\"").is_some_and(|(name, _)| {
                        name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
                    })
                }) else {
                    continue;
                };
                let name = after.split("[@]").next().unwrap();
                let is_asked = before.contains(&format!("${{{name}[@]+"))
                    || line.contains(&format!("${{{name}[@]+"))
                    || artifact.text.contains(&format!("${{#{name}[@]}}"));
                let is_always_full = ["RULE", "SUBNET_IDS"].contains(&name);
                assert!(
                    is_asked || is_always_full,
                    "{}:{}: {line}",
                    artifact.file_name,
                    number + 1
                );
            }
        }
    }
}

/// What az is asked for in the visibility check.
fn asked(params: &Params) -> String {
    let stubs = az("");
    stubs.bash(&artifact(params, "azure-cli.sh").text, &[]);
    let calls = stubs.calls();
    let rest = calls
        .iter()
        .find(|call| call.first().is_some_and(|word| word == "rest"));
    rest.and_then(|call| {
        call.iter()
            .find(|word| word.starts_with("/subscriptions/"))
            .cloned()
    })
    .unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// A resource group is one part of the URL's path, whatever it is called.
    #[test]
    fn a_name_stays_one_part_of_a_url(name in "[a-zA-Z0-9_().äß名/?#%& -]{1,20}") {
        prop_assume!(!name.starts_with('-') && !name.trim().is_empty());
        let mut params = azure();
        if let Consumer::Azure(consumer) = &mut params.consumer {
            consumer.resource_group = name.clone();
        }
        let url = asked(&params);
        if name == "." || name == ".." {
            prop_assert_eq!(url, "");
        } else {
            prop_assert_eq!(url.matches('/').count(), azure_path().matches('/').count(), "{}", url);
            prop_assert_eq!(url.matches('?').count(), 1);
            let part = url.split('/').nth(4).unwrap();
            let decoded = url::form_urlencoded::parse(format!("x={}", part.replace('+', "%2B")).as_bytes())
                .next()
                .map(|(_, value)| value.into_owned());
            prop_assert_eq!(decoded.as_deref(), Some(name.as_str()));
        }
    }
}

#[test]
fn a_name_that_would_be_left_out_of_a_path_stops_the_scripts() {
    for name in [".", ".."] {
        let mut params = azure();
        if let Consumer::Azure(consumer) = &mut params.consumer {
            consumer.resource_group = name.to_owned();
        }
        for script in ["azure-cli.sh", "azure-cli-undo.sh"] {
            let stubs = az("");
            let run = stubs.bash(&artifact(&params, script).text, &[]);
            assert!(!run.status.success(), "{script}");
            let error = String::from_utf8_lossy(&run.stderr).into_owned();
            let expected = format!("{name} at the top of this script isn't a name or an ID");
            assert!(error.contains(&expected), "{script}: {error}");
            assert_eq!(stubs.calls(), Vec::<Vec<String>>::new(), "{script}");
        }
    }
}

fn azure_path() -> String {
    asked(&azure())
}
