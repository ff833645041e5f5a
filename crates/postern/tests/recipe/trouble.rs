//! Errors as people paste them, with other ids than anybody has seen.

use postern::recipe::{Params, artifacts};
use postern::trouble::{Trouble, TroubleAction, diagnose, explain, symptoms};

use super::support::{NASTY, artifact, aws, azure, listed, with};

/// What is seen when it does not work, row by row, in several wordings.
fn seen() -> Vec<(Trouble, Params, &'static str)> {
    vec![
        (
            Trouble::ServiceNotFound,
            aws(),
            "An error occurred (InvalidServiceName) when calling the CreateVpcEndpoint operation: The Vpc Endpoint Service 'com.amazonaws.vpce.ap-south-1.vpce-svc-0aaaabbbbccccdddd' does not exist",
        ),
        (
            Trouble::ServiceNotFound,
            aws(),
            "Error: reading EC2 VPC Endpoint Services: operation error EC2: DescribeVpcEndpointServices, api error InvalidServiceName: The Vpc Endpoint Service\n'com.amazonaws.vpce.x' does not exist",
        ),
        (
            Trouble::Zone,
            aws(),
            "InvalidParameter: The VPC endpoint service com.amazonaws.vpce.us-east-1.vpce-svc-1 does not support the availability zone of the subnet: subnet-99.",
        ),
        (
            Trouble::Zone,
            aws(),
            "Only the following availability zones are supported for remote access: use1-az2, use1-az4",
        ),
        (
            Trouble::DnsConflict,
            aws(),
            "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for pse.example in the VPC vpc-77",
        ),
        (
            Trouble::DnsConflict,
            aws(),
            "An error occurred (ConflictingDomainExists) when calling the AssociateVPCWithHostedZone operation",
        ),
        (
            Trouble::PrivateDnsTooEarly,
            aws(),
            "Private DNS can only be enabled after the endpoint connection is accepted by the owner of com.amazonaws.vpce.us-east-1.vpce-svc-5",
        ),
        (
            Trouble::VpcDnsAttributes,
            aws(),
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-123",
        ),
        (
            Trouble::NoPrivateDnsName,
            aws(),
            "Private DNS can’t be enabled because the service com.amazonaws.vpce.us-east-1.vpce-svc-9 does not provide a private DNS name.",
        ),
        (
            Trouble::NoPrivateDnsName,
            aws(),
            "Private DNS can't be enabled because the service com.amazonaws.vpce.a.vpce-svc-9 has not verified the private DNS name.",
        ),
        (
            Trouble::ZoneAlreadyLinked,
            azure(),
            "(BadRequest) A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with 'a' and 'b'.",
        ),
        (
            Trouble::NotManual,
            azure(),
            "Code=\"LinkedAuthorizationFailed\" 403 The client has permission to perform action 'Microsoft.Network/privateLinkServices/PrivateEndpointConnectionsApproval/action'",
        ),
        (
            Trouble::AliasNotVisible,
            azure(),
            "400 ThirdPartyPrivateLinkServiceProvidedDuringPrivateEndpointCreationDoesNotExistOrIsNotVisible: Call to Microsoft.Network failed",
        ),
        (
            Trouble::Name,
            aws(),
            "** server can't find pse-x.aws.yugabyte.cloud: NXDOMAIN",
        ),
        (
            Trouble::Name,
            azure(),
            "psql: error: could not translate host name \"pse\" to address: Name or service not known",
        ),
        (
            Trouble::Name,
            aws(),
            "Server:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\nName:\tpse-eu-west-1.0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11.aws.yugabyte.cloud\nAddress: 54.12.13.14",
        ),
        (
            Trouble::TimedOut,
            azure(),
            "connection to server at \"pse\" (10.0.0.5), port 5433 failed: Connection timed out\n\tIs the server running on that host?",
        ),
        (
            Trouble::TimedOut,
            aws(),
            "FAIL 10.0.0.5:5433 no answer in 5 s: something drops it",
        ),
        (
            Trouble::Refused,
            aws(),
            "connection to server at \"pse\" (10.0.0.5), port 9042 failed: Connection refused",
        ),
        (
            Trouble::Name,
            aws(),
            ";; communications error to 10.0.0.2#53: timed out\n;; connection timed out; no servers could be reached",
        ),
        (
            Trouble::Name,
            azure(),
            "curl: (6) Could not resolve host: pse-northeurope.x.azure.yugabyte.cloud",
        ),
        // The name leads to a public address, and nothing answers there.
        (
            Trouble::Name,
            aws(),
            "psql: error: connection to server at \"pse-eu-west-1.0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11.aws.yugabyte.cloud\" (54.12.13.14), port 5433 failed: Connection timed out",
        ),
        (
            Trouble::TimedOut,
            aws(),
            "connection to server at \"pse\" (10.0.0.5), port 5433 failed: No route to host",
        ),
        (
            Trouble::NoRights,
            azure(),
            "(LinkedAuthorizationFailed) The client 'x' has permission to perform action 'Microsoft.Network/privateEndpoints/write' on scope '/subscriptions/s'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s)",
        ),
        (
            Trouble::NoRights,
            aws(),
            "An error occurred (UnauthorizedOperation) when calling the CreateVpcEndpoint operation: You are not authorized to perform this operation.",
        ),
        (
            Trouble::NotAccepted,
            aws(),
            "Error: waiting for EC2 VPC Endpoint (vpce-1) create: timeout while waiting for state to become 'available' (last state: 'pendingAcceptance', timeout: 10m0s)",
        ),
        (
            Trouble::NotReady,
            azure(),
            "503 Unavailable: The service is unavailable",
        ),
    ]
}

#[test]
fn a_pasted_error_is_known_by_its_words() {
    for (expected, params, text) in seen() {
        for pasted in [
            text.to_owned(),
            text.to_uppercase(),
            text.replace(' ', "\n  "),
        ] {
            let found = diagnose(&pasted, &params);
            assert_eq!(
                found.first().map(|found| found.trouble),
                Some(expected),
                "{pasted}"
            );
        }
    }
    let all: std::collections::HashSet<_> = seen().iter().map(|(trouble, ..)| *trouble).collect();
    // The others are in refusals.rs.
    assert_eq!(all.len() + 11, Trouble::ALL.len(), "every row has a text");
}

#[test]
fn what_is_no_known_error_has_no_cause() {
    for text in [
        "",
        "hello",
        "Name:\tother.example\nAddress: 54.1.1.1",
        "AccessDenied: not authorized",
    ] {
        assert_eq!(diagnose(text, &aws()), vec![], "{text}");
    }
    // A private address of this host is as it should be.
    let fine = format!("Name: {}\nAddress: 10.0.4.4", aws().host());
    assert_eq!(diagnose(&fine, &aws()), vec![]);
}

#[test]
fn the_fix_names_this_endpoints_own_values() {
    let all = |trouble, params: &Params| explain(trouble, "", params).fixes.join("\n");
    assert!(
        all(Trouble::ServiceNotFound, &aws())
            .contains("com.amazonaws.vpce.eu-west-1.vpce-svc-0fedcba9876543210")
    );
    assert!(all(Trouble::Zone, &aws()).contains("euw1-az1, euw1-az3"));
    assert!(
        all(Trouble::VpcDnsAttributes, &aws())
            .contains("--vpc-id vpc-0123456789abcdef0 --enable-dns-support")
    );
    assert!(all(Trouble::TimedOut, &aws()).contains("sg-0123456789abcdef3 on TCP 5433 and 9042"));
    assert!(all(Trouble::ZoneAlreadyLinked, &azure()).contains("hub"));
    assert!(all(Trouble::NotManual, &azure()).contains("pls-a.0d9cf2b4"));
    assert!(all(Trouble::Name, &azure()).contains("getent hosts pse-northeurope."));
}

/// A command in a fix is copied like any other.
#[test]
fn a_nasty_value_is_quoted_in_a_fixs_command() {
    let params = with(aws(), NASTY);
    let fixes = explain(Trouble::VpcDnsAttributes, "", &params).fixes;
    let fix = fixes.iter().find(|fix| fix.contains("aws ec2")).unwrap();
    let command = &fix[fix.find("aws ec2").unwrap()..];
    let words = shlex::split(command).unwrap();
    assert!(words.contains(&NASTY.to_owned()), "{command}");
}

#[test]
fn postern_offers_to_add_whoever_was_refused() {
    let principal = |text: &str, params: &Params| {
        diagnose(text, params)
            .into_iter()
            .find_map(|found| match found.action? {
                TroubleAction::AddPrincipal { principal } => Some(principal),
            })
    };
    let aws_error = |who: &str| {
        format!(
            "{who}\nAn error occurred (InvalidServiceName) when calling …: The Vpc Endpoint Service 'x' does not exist"
        )
    };
    // Nobody is let in beside whoever was refused.
    for (who, expected) in [
        (
            "arn:aws:sts::444455556666:assumed-role/Admin/me:",
            "arn:aws:iam::444455556666:role/Admin",
        ),
        (
            "User: arn:aws:iam::444455556666:user/me.",
            "arn:aws:iam::444455556666:user/me",
        ),
        (
            "arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_Admin_0123/me",
            "arn:aws:iam::444455556666:root",
        ),
        (
            "\"arn:aws-us-gov:sts::444455556666:assumed-role/Admin/me\"",
            "arn:aws-us-gov:iam::444455556666:role/Admin",
        ),
        (
            "\"Account\": \"444455556666\",",
            "arn:aws:iam::444455556666:root",
        ),
    ] {
        assert_eq!(
            principal(&aws_error(who), &aws()).as_deref(),
            Some(expected),
            "{who}"
        );
    }
    let role = aws_error("arn:aws:sts::444455556666:assumed-role/Admin/me");
    assert!(diagnose(&role, &aws())[0].fixes[0].contains("arn:aws:iam::444455556666:root"));
    let mut listed_role = aws();
    listed_role.principals = Some(vec![listed("arn:aws:iam::444455556666:role/Admin")]);
    assert_eq!(principal(&role, &listed_role), None);
    assert!(
        diagnose(&role, &listed_role)[0].fixes[0]
            .contains("role/Admin is one of the endpoint's security principals")
    );
    assert_eq!(
        principal(&aws_error("vpce-svc-444455556666"), &aws()),
        None,
        "digits of an id"
    );
    assert_eq!(principal(&aws_error(""), &aws()), None);

    // Who is on the list already was not refused for that.
    let listed = aws_error("arn:aws:iam::210987654321:user/me");
    assert_eq!(principal(&listed, &aws()), None);
    assert!(
        diagnose(&listed, &aws())[0].fixes[0]
            .contains("is one of the endpoint's security principals")
    );

    let azure_error = "ThirdPartyPrivateLinkService…DoesNotExistOrIsNotVisible (Correlation 12121212-1212-1212-1212-121212121212) /subscriptions/ABABABAB-2222-3333-4444-555555555555/resourceGroups/x";
    assert_eq!(
        principal(azure_error, &azure()).as_deref(),
        Some("abababab-2222-3333-4444-555555555555")
    );
    let mut other = azure();
    other.principals = Some(Vec::new());
    assert_eq!(
        principal("DoesNotExistOrIsNotVisible", &other).as_deref(),
        Some("99999999-8888-7777-6666-555555555555"),
        "the form's own subscription"
    );
}

#[test]
fn a_symptom_can_be_picked() {
    assert_eq!(symptoms(&aws().consumer).len(), 21);
    assert_eq!(symptoms(&azure().consumer).len(), 18);
    for (trouble, params) in symptoms(&aws().consumer)
        .iter()
        .map(|s| (s.trouble, aws()))
        .chain(
            symptoms(&azure().consumer)
                .iter()
                .map(|s| (s.trouble, azure())),
        )
    {
        let found = explain(trouble, "", &params);
        assert!(
            !found.cause.is_empty() && !found.fixes.is_empty(),
            "{trouble:?}"
        );
    }
}

/// What the scripts end with is known here, or says all there is to say.
#[test]
fn the_scripts_own_errors_are_known() {
    use Trouble::*;
    let known: &[(&str, &str, Option<Trouble>)] = &[
        (
            "the service can't be seen by $CALLER",
            "",
            Some(ServiceNotFound),
        ),
        (
            "the service can't be seen by subscription",
            "",
            Some(AliasNotVisible),
        ),
        ("none of the subnets is in a zone", "", Some(Zone)),
        ("has no free IPv4 address.", "", Some(NoFreeAddresses)),
        (
            "the service has no private DNS name",
            "",
            Some(NoPrivateDnsName),
        ),
        ("$ENDPOINT_ID is $state: ", "rejected", Some(NotAccepted)),
        (
            "$ENDPOINT_ID is still $state after",
            "pendingAcceptance",
            Some(NotAccepted),
        ),
        ("the connection is $STATUS.", "Rejected", Some(NotAccepted)),
        (
            "the connection is $STATUS.",
            "Disconnected",
            Some(NotAccepted),
        ),
        (
            "the connection is still $STATUS after",
            "Pending",
            Some(NotAccepted),
        ),
        ("replace $VALUE at the top", "", None),
        ("isn't installed on this machine", "", None),
        // These hand on what the cloud's own program says.
        ("looking up the service failed", "", None),
        ("az can't use the subscription", "", None),
        ("$ANSWER", "", None),
        ("$REFUSED", "", None),
        // These say what to do.
        ("$SUBNET is in $SUBNET_VPC, not in $VPC_ID", "", None),
        ("is in another VNet", "", None),
        ("connects to another service", "", None),
        ("has no private address", "", None),
        ("is used by other VNets as well", "", None),
        ("isn't a name or an ID", "", None),
        ("the tag $tag", "", None),
        ("a policy forbids the DNS zone", "", None),
        ("can't be created", "", None),
        (
            "is linked to a zone of the same name",
            "",
            Some(ZoneAlreadyLinked),
        ),
        ("linking the zone", "", None),
        ("is shared with this account", "", Some(SharedVpc)),
        ("still exists after", "", None),
        ("is still in use after", "", None),
    ];
    let mut seen = 0;
    for params in [aws(), azure()] {
        for artifact in artifacts(&params) {
            let calls = artifact.text.split("fail \"").skip(1);
            for text in calls.map(|rest| rest.split("\" ;;").next().unwrap()) {
                let text = text.lines().next().unwrap();
                let rows: Vec<_> = known
                    .iter()
                    .filter(|(part, ..)| text.contains(part))
                    .collect();
                assert!(!rows.is_empty(), "{}: {text}", artifact.file_name);
                for (_, state, expected) in rows {
                    let said = text
                        .replace("$state", state)
                        .replace("$STATUS", state)
                        .replace("$ENDPOINT_ID", "vpce-0123456789abcdef0");
                    let found = diagnose(&format!("ERROR: {said}"), &params);
                    if expected.is_some() {
                        assert_eq!(
                            found.first().map(|found| found.trouble),
                            *expected,
                            "{said}"
                        );
                        seen += 1;
                    }
                }
            }
        }
    }
    assert_eq!(seen, 12);
    let terraform = artifact(&aws(), "terraform-aws.tf").text;
    for (words, expected) in [
        ("None of the subnets is in a zone of the service", Zone),
        ("Private DNS requires DNS resolution", VpcDnsAttributes),
    ] {
        assert!(terraform.contains(words));
        assert_eq!(diagnose(words, &aws())[0].trouble, expected);
    }
}
