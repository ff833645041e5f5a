//! What is said of the form while it is typed.

use postern::recipe::{AwsConsumer, AzureConsumer, Consumer, ConsumerCheck, check};

fn aws(vpc: &str, subnets: &[&str], source: &str) -> postern::recipe::AwsCheck {
    let consumer = Consumer::Aws(AwsConsumer {
        vpc_id: vpc.to_owned(),
        subnet_ids: subnets.iter().map(|id| (*id).to_owned()).collect(),
        source: source.to_owned(),
        tags: Vec::new(),
    });
    match check(&consumer) {
        ConsumerCheck::Aws(check) => check,
        ConsumerCheck::Azure(_) => panic!("an answer for another cloud"),
    }
}

#[test]
fn what_is_right_or_not_typed_yet_is_left_alone() {
    for (vpc, subnets, source) in [
        (
            "vpc-0123456789abcdef0",
            &["subnet-0123456789abcdef0", "subnet-1a2b3c4d"][..],
            "sg-0123456789abcdef0",
        ),
        ("vpc-1a2b3c4d", &[""], "10.0.0.0/16"),
        ("", &[], "fd00:1::/64"),
        ("", &[], "10.1.2.3/32"),
        ("", &[], ""),
    ] {
        let check = aws(vpc, subnets, source);
        assert_eq!(
            (check.vpc_id, check.subnet_ids, check.source),
            (None, None, None)
        );
        assert!(check.subnets.iter().all(Option::is_none));
        assert_eq!(check.subnets.len(), subnets.len());
    }
}

#[test]
fn each_field_of_aws_says_what_is_wrong() {
    for (vpc, expected) in [
        ("subnet-0123456789abcdef0", "starts with subnet-"),
        ("vpc-0123", "8 or 17 hexadecimal digits"),
        ("vpc-0123456789abcdefg", "8 or 17 hexadecimal digits"),
        (" VPC-0123456789ABCDEF0", "Enter vpc-0123456789abcdef0"),
        (
            "arn:aws:ec2:us-west-2:123456789012:vpc/vpc-0123456789abcdef0",
            "This is an ARN",
        ),
        ("my vpc", "looks like vpc-"),
    ] {
        let said = aws(vpc, &[], "").vpc_id.unwrap_or_default();
        assert!(said.contains(expected), "{vpc}: {said:?}");
    }
    for (source, expected) in [
        ("10.0.0.7", "enter 10.0.0.7/32"),
        ("fd00::7", "enter fd00::7/128"),
        ("10.0.0.7/16", "Enter 10.0.0.0/16"),
        ("0.0.0.0/0", "allows every address"),
        ("::/0", "allows every address"),
        ("10.0.0.0/33", "an address range"),
        ("sg-12", "8 or 17 hexadecimal digits"),
        ("everybody", "Enter a security group"),
    ] {
        let said = aws("", &[], source).source.unwrap_or_default();
        assert!(said.contains(expected), "{source}: {said:?}");
    }
    let twice = aws("", &["subnet-1a2b3c4d", "x", "subnet-1a2b3c4d"], "");
    assert_eq!(
        twice.subnet_ids.as_deref(),
        Some("subnet-1a2b3c4d is on the list twice. Remove one.")
    );
    assert!(twice.subnets[1].is_some() && twice.subnets[0].is_none());
}

fn azure(field: &str, value: &str) -> Option<String> {
    let text = |name: &str| {
        if name == field {
            value.to_owned()
        } else {
            String::new()
        }
    };
    let consumer = Consumer::Azure(AzureConsumer {
        subscription: text("subscription"),
        resource_group: text("group"),
        vnet_resource_group: text("vnet group"),
        vnet: text("vnet"),
        subnet: text("subnet"),
        zone_subscription: text("zone subscription"),
        zone_resource_group: text("zone group"),
    });
    let ConsumerCheck::Azure(check) = check(&consumer) else {
        panic!("an answer for another cloud");
    };
    match field {
        "subscription" => check.subscription,
        "group" => check.resource_group,
        "vnet group" => check.vnet_resource_group,
        "vnet" => check.vnet,
        _ => check.subnet,
    }
}

#[test]
fn azures_names_follow_azures_rules() {
    for (field, value) in [
        ("subscription", "11111111-2222-3333-4444-555555555555"),
        ("subscription", "AAAAAAAA-2222-3333-4444-555555555555"),
        ("group", "Größe_1-(prod).x"),
        ("vnet group", &"g".repeat(90)),
        ("vnet", "hub-1.west_"),
        ("subnet", "s"),
        ("subnet", "default"),
    ] {
        assert_eq!(azure(field, value), None, "{field} {value}");
    }
    for (field, value, expected) in [
        (
            "subscription",
            "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/x",
            "Enter only the ID: 11111111-2222-3333-4444-555555555555.",
        ),
        (
            "subscription",
            "{11111111-2222-3333-4444-555555555555}",
            "Enter only the ID",
        ),
        ("subscription", "Pay as you go", "not its name"),
        ("group", "ends.", "can't end with a period"),
        ("group", "a b", "Remove ' '"),
        (
            "vnet group",
            &"g".repeat(91),
            "1 to 90 characters. This one has 91",
        ),
        ("vnet", "v", "2 to 64 characters"),
        ("vnet", "-hub", "start with a letter or digit"),
        (
            "vnet",
            "hub-",
            "end with a letter, a digit or an underscore",
        ),
        (
            "vnet",
            "/subscriptions/x/virtualNetworks/hub",
            "can't contain slashes",
        ),
        ("subnet", "größe", "Remove 'ö'"),
    ] {
        let said = azure(field, value).unwrap_or_default();
        assert!(said.contains(expected), "{field} {value}: {said:?}");
    }
}

#[test]
fn tags_have_a_key_and_a_value() {
    let check_tag = |tag: &str| {
        let consumer = Consumer::Aws(AwsConsumer {
            tags: vec!["team=payments".to_owned(), tag.to_owned()],
            ..AwsConsumer::default()
        });
        match check(&consumer) {
            ConsumerCheck::Aws(check) => check.tags,
            ConsumerCheck::Azure(_) => panic!("an answer for another cloud"),
        }
    };
    for valid in [
        "cost-center=1234",
        "owner=a@b.example",
        "empty=",
        "url=https://x/?a=b",
    ] {
        assert_eq!(check_tag(valid), None, "{valid}");
    }
    for (wrong, words) in [
        ("team", "key=value"),
        ("=payments", "1 to 128 characters"),
        ("aws:owner=x", "aws:"),
        ("list=[a]", "can't contain"),
        ("quote=\"", "can't contain"),
    ] {
        let problem = check_tag(wrong).unwrap_or_default();
        assert!(problem.contains(words), "{wrong}: {problem}");
    }
}
