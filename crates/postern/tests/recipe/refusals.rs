//! Errors that look like missing permissions or broken scripts and have another cause.

use postern::recipe::Params;
use postern::trouble::{Confidence, Trouble, diagnose};

fn params(cloud: &str) -> Params {
    let file = match cloud {
        "aws" => include_str!("params-aws.json"),
        _ => include_str!("params-azure.json"),
    };
    Params::from_json(file).expect("the parameters are right")
}

/// The likeliest cause must be `trouble`, say `cause`, and recommend `fix`.
#[track_caller]
fn likeliest(cloud: &str, text: &str, trouble: Trouble, cause: &str, fix: &str) {
    // The same with a terminal's line breaks and another case of quotes.
    for text in [
        text.to_owned(),
        text.replace(". ", ".\n"),
        text.replace('\'', "\u{2019}"),
    ] {
        let found = diagnose(&text, &params(cloud));
        let first = found
            .first()
            .unwrap_or_else(|| panic!("nothing is known: {text}"));
        assert_eq!(first.trouble, trouble, "{text}");
        assert_eq!(first.confidence, Confidence::High, "{text}");
        let fixes = first.fixes.join(" ");
        assert!(first.cause.contains(cause), "{}", first.cause);
        assert!(fixes.contains(fix), "{fixes}");
        let all: String = found.iter().flat_map(|found| found.fixes.clone()).collect();
        if matches!(
            trouble,
            Trouble::DeniedByPolicy | Trouble::SharedVpc | Trouble::AzurePolicy
        ) {
            assert!(!all.contains("AmazonVPCFullAccess"), "{all}");
            assert!(!all.contains("Network Contributor"), "{all}");
        }
    }
}

#[test]
fn a_denial_names_the_policy_that_decides() {
    let refused = |reason: &str| {
        format!(
            "An error occurred (UnauthorizedOperation) when calling the CreateVpcEndpoint operation: You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/dev/me is not authorized to perform: ec2:CreateVpcEndpoint on resource: arn:aws:ec2:us-west-2:111122223333:vpc-endpoint/* {reason}"
        )
    };
    for (reason, cause, fix) in [
        (
            "with an explicit deny in a service control policy",
            "service control policy",
            "administrators of the AWS organization",
        ),
        (
            "with an explicit deny in a service control policy: arn:aws:organizations::444455556666:policy/o-x/service_control_policy/p-x",
            "explicitly",
            "TAGS",
        ),
        (
            "because no service control policy allows the ec2:CreateVpcEndpoint action",
            "doesn't allow ec2:CreateVpcEndpoint",
            "administrators",
        ),
        (
            "with an explicit deny in a resource control policy",
            "resource control policy",
            "administrators",
        ),
        (
            "because no resource control policy allows the ec2:CreateVpcEndpoint action",
            "resource control policy",
            "administrators",
        ),
        (
            "with an explicit deny in a permissions boundary",
            "permissions boundary",
            "the policy's administrators",
        ),
        (
            "because no permissions boundary allows the ec2:CreateVpcEndpoint action",
            "permissions boundary",
            "the policy's administrators",
        ),
        (
            "with an explicit deny in an identity-based policy",
            "the user or role itself",
            "the policy's administrators",
        ),
    ] {
        likeliest("aws", &refused(reason), Trouble::DeniedByPolicy, cause, fix);
    }
    let encoded = refused("Encoded authorization failure message: 4GIOHlTkIaWHQD0Q");
    let found = diagnose(&encoded, &params("aws"));
    assert_eq!(found[0].trouble, Trouble::NoRights);
    assert!(
        found[0].cause.contains("encoded message"),
        "{}",
        found[0].cause
    );
    assert!(found[0].fixes[0].contains("decode-authorization-message"));
    let plain = refused("because no identity-based policy allows the ec2:CreateVpcEndpoint action");
    assert_eq!(
        diagnose(&plain, &params("aws"))[0].trouble,
        Trouble::NoRights
    );
}

#[test]
fn limits_are_told_apart() {
    let error = |code: &str, text: &str| {
        format!("An error occurred ({code}) when calling the CreateVpcEndpoint operation: {text}")
    };
    use Trouble::{NoFreeAddresses, Quota, SharedVpc, Throttled};
    for (code, text, trouble, fix) in [
        (
            "VpcEndpointLimitExceeded",
            "The maximum number of VPC endpoints has been reached.",
            Quota,
            "Interface VPC endpoints per VPC",
        ),
        (
            "SecurityGroupLimitExceeded",
            "The maximum number of security groups has been reached.",
            Quota,
            "VPC security groups per Region",
        ),
        (
            "RulesPerSecurityGroupLimitExceeded",
            "The maximum number of rules per security group has been reached.",
            Quota,
            "rules per security group",
        ),
        (
            "RequestLimitExceeded",
            "Request limit exceeded.",
            Throttled,
            "Wait",
        ),
        ("Throttling", "Rate exceeded", Throttled, "Wait"),
        (
            "InsufficientFreeAddressesInSubnet",
            "The specified subnet does not have enough free addresses to satisfy the request.",
            NoFreeAddresses,
            "another subnet",
        ),
        (
            "UnauthorizedOperation",
            "This operation does not support shared VPCs.",
            SharedVpc,
            "account that owns",
        ),
        (
            "OperationNotPermitted",
            "You are not the owner of the VPC vpc-0123456789abcdef0",
            SharedVpc,
            "account that owns",
        ),
    ] {
        likeliest("aws", &error(code, text), trouble, "", fix);
    }
    likeliest(
        "azure",
        "(SubnetIsFull) Subnet snet-pe with address prefix 10.0.0.0/29 does not have enough capacity for 1 IP addresses.",
        NoFreeAddresses,
        "",
        "five addresses",
    );
    likeliest(
        "azure",
        "(PrivateEndpointQuotaExceeded) The quota for private endpoints in this subscription is exceeded.",
        Quota,
        "",
        "Quotas",
    );
    likeliest(
        "azure",
        "(TooManyRequests) The request was throttled. Retry after 17 seconds.",
        Throttled,
        "",
        "Wait",
    );
}

#[test]
fn signing_in_again_is_recommended_only_where_it_helps() {
    for code in ["50076", "50079", "70043", "700082", "50173", "50078"] {
        let text = format!(
            "ERROR: AADSTS{code}: something about the sign-in. Interactive authentication is needed. Please run:\naz login"
        );
        likeliest("azure", &text, Trouble::SignInAgain, code, "az login");
    }
    for code in ["53003", "7000222", "65001", "50057"] {
        let found = diagnose(&format!("AADSTS{code}: no."), &params("azure"));
        assert_eq!(found[0].trouble, Trouble::SignInAgain);
        assert!(
            !found[0].fixes[0].starts_with("Sign in again"),
            "{code}: {:?}",
            found[0].fixes
        );
    }
    for text in [
        "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired",
        "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.",
        "Error loading SSO Token: Token for x does not exist",
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
    ] {
        likeliest("aws", text, Trouble::SignInAgain, "", "aws sso login");
    }
}

#[test]
fn an_azure_policy_is_named() {
    let identifiers = r#"[{"policyAssignment":{"name":"Deny private DNS","id":"/providers/Microsoft.Management/managementGroups/mg-corp/providers/Microsoft.Authorization/policyAssignments/Deny-Private-DNS-Zones"}}]"#;
    let text = |identifiers: &str| {
        format!(
            "(RequestDisallowedByPolicy) Resource 'pse-demo.azure.yugabyte.cloud' was disallowed by policy. Policy identifiers: {identifiers}."
        )
    };
    for identifiers in [identifiers.to_owned(), identifiers.replace('"', "\\\"")] {
        likeliest(
            "azure",
            &text(&identifiers),
            Trouble::AzurePolicy,
            "“Deny private DNS” (Deny-Private-DNS-Zones)",
            "ZONE_SUBSCRIPTION",
        );
    }
    likeliest(
        "azure",
        &text("'[]'"),
        Trouble::AzurePolicy,
        "Azure policy",
        "exemption",
    );
}

#[test]
fn what_shells_and_tools_do_to_a_script_is_known() {
    for text in [
        "azure-cli.sh: line 7: set: pipefail^M: invalid option name",
        "aws-cli.sh: line 8: $'\\r': command not found",
        "/usr/bin/env: 'bash\\r': No such file or directory",
        "bash: ./aws-cli.sh: /bin/bash^M: bad interpreter: No such file or directory",
        "aws-cli.sh: line 20: syntax error near unexpected token `$'{\\r''",
        ": invalid option name\nazure-cli.sh: line 7: set: pipefail",
    ] {
        likeliest("azure", text, Trouble::LineEndings, "CRLF", "dos2unix");
    }
    for text in [
        "(LinkedInvalidPropertyId) Property id 'C:/Program Files/Git/subscriptions/11111111-2222-4333-8444-555555555551/resourceGroups/rg' is invalid",
        "incorrect usage: --subnet D:/msys64/subscriptions/1",
    ] {
        likeliest(
            "azure",
            text,
            Trouble::ConvertedPath,
            "Git Bash",
            "MSYS_NO_PATHCONV",
        );
    }
    likeliest(
        "azure",
        "Error: Unsupported argument\n\n  on terraform-azure.tf line 9, in resource \"azurerm_private_dns_a_record\" \"app\":\n\nAn argument named \"zone_name\" is not expected here.",
        Trouble::ProviderVersion,
        "provider",
        "azurerm >= 4.0, < 5.0",
    );
    for text in [
        "ExistingVpcEndpointConnections: Service has existing active VPC Endpoint connections!",
        "An error occurred (ExistingVpcEndpointConnections) when calling the DeleteVpcEndpointServiceConfigurations operation",
        "Private link service pls-demo cannot be deleted since it has private endpoint connections: delete them first",
    ] {
        likeliest(
            "aws",
            text,
            Trouble::HasConnections,
            "connected",
            "delete each endpoint",
        );
    }
}
