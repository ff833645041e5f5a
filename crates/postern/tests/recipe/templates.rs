//! CloudFormation, ARM and Terraform, as the tools that take them read them.

use std::fs;
use std::process::Command;

use postern::recipe::{AwsConsumer, Consumer, Params};
use proptest::prelude::*;
use serde_json::Value;

use super::support::{NASTY, artifact, aws, azure, succeed, venv, with};

fn aws_from(source: &str) -> Params {
    let Consumer::Aws(consumer) = aws().consumer else {
        panic!("these are AWS's parameters");
    };
    Params {
        consumer: Consumer::Aws(AwsConsumer {
            source: source.to_owned(),
            ..consumer
        }),
        ..aws()
    }
}

#[test]
fn cfn_lint_has_nothing_to_say() {
    let folder = tempfile::tempdir().unwrap();
    let one_port = Params {
        ports: vec![9042],
        ..aws()
    };
    let cases = [
        aws(),
        aws_from("10.20.0.0/16"),
        aws_from("fd00:1::/64"),
        one_port,
    ];
    let mut command = Command::new(venv("cfn-lint"));
    command.args(["--regions", "eu-west-1", "--"]);
    for (number, params) in cases.iter().enumerate() {
        let path = folder.path().join(format!("{number}.yaml"));
        fs::write(&path, artifact(params, "cloudformation.yaml").text).unwrap();
        command.arg(path);
    }
    succeed(&mut command);
}

/// The template's rules take the kind of source that was given.
#[test]
fn a_source_goes_into_the_property_of_its_kind() {
    for (source, property, variable) in [
        (
            "sg-0123456789abcdef3",
            "SourceSecurityGroupId",
            "app_security_group_id",
        ),
        ("10.20.0.0/16", "CidrIp", "app_cidr"),
        ("fd00:1::/64", "CidrIpv6", "app_cidr_ipv6"),
    ] {
        let params = aws_from(source);
        let yaml = artifact(&params, "cloudformation.yaml").text;
        assert_eq!(
            yaml.matches(&format!("{property}:\n          Ref: ApplicationSource\n"))
                .count(),
            2
        );
        let terraform = artifact(&params, "terraform-aws.tf").text;
        let given = format!("default     = \"{source}\"");
        let block = terraform
            .split(&format!("variable \"{variable}\""))
            .nth(1)
            .unwrap();
        assert!(
            block.split('}').next().unwrap().contains(&given),
            "{variable}"
        );
        assert_eq!(terraform.matches("default     = null").count(), 2);
    }
}

/// A placeholder names only what its place takes.
#[test]
fn a_source_that_is_missing_is_asked_for_by_its_kind() {
    let params = aws_from("");
    for file in ["cloudformation.yaml", "terraform-aws.tf"] {
        let text = artifact(&params, file).text;
        assert!(text.contains("<fill in: security group>"), "{file}");
        assert!(!text.contains("security group or CIDR"), "{file}");
    }
    let yaml = artifact(&params, "cloudformation.yaml").text;
    assert!(yaml.contains("CidrIp"), "how to give a range: {yaml}");
    assert!(yaml.contains("euw1-az1, euw1-az3"), "its zones: {yaml}");
}

/// What CloudFormation's own reading of YAML makes of the defaults.
#[test]
fn a_parameter_of_the_stack_is_what_was_given() {
    // Words that YAML takes for something else, beside the nasty ones.
    #[rustfmt::skip]
    let values = [
        NASTY, "yes", "on", "y", "null", "~", "0123456789012", "0o17", "017", "0x1F", "1_000", "1e3", ".inf",
        "1:30", "2020-01-01", "a: b", "- x", "*a", "!Ref x", "=", "<<", "two\nlines", " room ",
    ];
    let templates: Vec<String> = values
        .iter()
        .map(|value| artifact(&with(aws(), value), "cloudformation.yaml").text)
        .collect();
    let read = decode(
        "import sys, json\nfrom cfnlint.decode.cfn_yaml import loads\nread = [loads(t) for t in json.loads(sys.argv[1])]\nprint(json.dumps([t['Parameters']['VpcId']['Default'] for t in read], default=str))",
        &serde_json::to_string(&templates).unwrap(),
    );
    for (value, read) in values.iter().zip(read.as_array().unwrap()) {
        assert_eq!(*read, serde_json::json!(value), "{value:?}");
    }
}

/// What another reader of HCL than the one that wrote it makes of Terraform files.
#[test]
fn terraform_is_read_by_another_parser() {
    let program =
        "import sys, json, io, hcl2\nprint(json.dumps(hcl2.load(io.StringIO(sys.argv[1]))))";
    for (params, files) in [
        (aws(), ["terraform-aws.tf", "terraform-ybm.tf"]),
        (azure(), ["terraform-azure.tf", "terraform-ybm.tf"]),
    ] {
        for file in files {
            let plain = decode(program, &artifact(&params, file).text);
            let nasty = decode(program, &artifact(&with(params.clone(), NASTY), file).text);
            let blocks = |read: &Value| -> Vec<(String, usize)> {
                let read = read.as_object().unwrap();
                read.iter()
                    .map(|(key, value)| (key.clone(), value.as_array().map_or(0, Vec::len)))
                    .filter(|(key, _)| !key.starts_with("__"))
                    .collect()
            };
            assert_eq!(
                blocks(&plain),
                blocks(&nasty),
                "a value became code in {file}"
            );
            assert!(
                blocks(&plain)
                    .iter()
                    .any(|(key, count)| key == "resource" && *count > 0)
            );
        }
    }
}

fn decode(program: &str, text: &str) -> Value {
    let printed = succeed(Command::new(venv("python")).args(["-c", program, text]));
    serde_json::from_str(&printed).unwrap()
}

/// A string of an ARM template as Resource Manager takes it: `[[` at the start stands for `[`.
fn arm_literal(text: &str) -> &str {
    let is_expression = text.starts_with('[') && text.ends_with(']');
    match text.strip_prefix('[') {
        Some(rest) if is_expression => {
            assert!(rest.starts_with('['), "{text} would be evaluated");
            rest
        }
        _ => text,
    }
}

/// A variable's default as Terraform takes it. Read here by hand: the library that writes it has had
/// the same fault both ways.
fn default_of(text: &str, variable: &str) -> String {
    let block = text
        .split(&format!("variable \"{variable}\" {{"))
        .nth(1)
        .unwrap();
    let line = block
        .lines()
        .find_map(|line| line.trim().strip_prefix("default     = \""))
        .unwrap();
    let mut rest = line.strip_suffix('"').unwrap();
    let mut value = String::new();
    while let Some(c) = rest.chars().next() {
        let escapes = [
            ("$${", "${"),
            ("%%{", "%{"),
            ("\\n", "\n"),
            ("\\r", "\r"),
            ("\\t", "\t"),
            ("\\\"", "\""),
            ("\\\\", "\\"),
        ];
        if let Some((written, meant)) = escapes
            .iter()
            .find(|(written, _)| rest.starts_with(written))
        {
            value.push_str(meant);
            rest = &rest[written.len()..];
        } else if let Some(digits) = rest.strip_prefix("\\u") {
            let code = u32::from_str_radix(&digits[..4], 16).unwrap();
            value.push(char::from_u32(code).unwrap());
            rest = &digits[4..];
        } else {
            assert!(
                !rest.starts_with("${") && !rest.starts_with("%{"),
                "{line} would be evaluated"
            );
            assert_ne!(c, '"', "the string ends too early: {line}");
            value.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    value
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_value_reaches_each_template_unchanged(value in prop_oneof!["[^\0]{1,40}", "[\\[\\]\\$\\{\\}%\"'\\\\\n]{1,12}"]) {
        let yaml = artifact(&with(aws(), &value), "cloudformation.yaml").text;
        let yaml: Value = serde_saphyr::from_str(&yaml).unwrap();
        prop_assert_eq!(yaml["Parameters"]["VpcId"]["Default"].as_str(), Some(value.as_str()));

        let json = artifact(&with(azure(), &value), "arm.json").text;
        let json: Value = serde_json::from_str(&json).unwrap();
        let default = json["parameters"]["vnetName"]["defaultValue"].as_str().unwrap();
        prop_assert_eq!(arm_literal(default), value.as_str());

        for (params, file, variable) in [
            (aws(), "terraform-aws.tf", "vpc_id"),
            (azure(), "terraform-azure.tf", "vnet_name"),
        ] {
            let body = artifact(&with(params, &value), file).text;
            prop_assert_eq!(default_of(&body, variable), value.as_str());
            let parsed: Result<hcl_edit::structure::Body, _> = body.parse();
            prop_assert!(parsed.is_ok(), "{}", body);
        }
    }
}
