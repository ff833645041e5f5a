//! Principals: what is one, what isn't, what was probably meant.

use postern::cloud::Cloud;
use postern::principal::{Principal, PrincipalCloud, PrincipalKind, canonical, normalize, view};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    cloud: String,
    text: String,
    /// The principal's own spelling, where the text is one.
    principal: Option<String>,
    #[serde(default)]
    suggestions: Vec<String>,
    at: Option<u32>,
    /// A word of the reason.
    says: Option<String>,
}

#[test]
fn the_table_is_judged_as_it_says() {
    let table: Vec<Case> =
        serde_json::from_str(include_str!("data/principals.json")).expect("the table is JSON");
    let mut wrong = Vec::new();
    for case in &table {
        let cloud: PrincipalCloud = case.cloud.parse().expect("a cloud");
        match (Principal::parse(cloud, &case.text), &case.principal) {
            (Ok(found), Some(expected))
                if found.to_string() == *expected && found.cloud() == cloud => {}
            (Err(rejection), None) => {
                let found: Vec<String> = rejection
                    .suggestions
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                if found != case.suggestions {
                    wrong.push(format!("{:?}: offers {found:?}", case.text));
                }
                if case.at != Some(rejection.at) {
                    wrong.push(format!("{:?}: stops at {}", case.text, rejection.at));
                }
                if !case
                    .says
                    .as_ref()
                    .is_some_and(|word| rejection.reason.contains(word.as_str()))
                {
                    wrong.push(format!("{:?}: says {:?}", case.text, rejection.reason));
                }
            }
            (found, _) => wrong.push(format!("{:?}: {found:?}", case.text)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_chip_is_short_and_says_what_deserves_a_second_look() {
    use PrincipalCloud::{Aws, Azure};
    let role = view(Aws, "arn:aws:iam::412900005518:role/batch");
    assert_eq!(
        (role.short.as_str(), role.kind),
        ("4129…5518 role/batch", PrincipalKind::Role)
    );
    assert_eq!(role.warning, "");
    let account = view(Aws, "arn:aws:iam::412900005518:root");
    assert_eq!(
        (account.short.as_str(), account.kind),
        ("4129…5518 root", PrincipalKind::Account)
    );
    let china = view(Aws, "arn:aws-cn:iam::412900005518:user/lin");
    assert_eq!(china.kind, PrincipalKind::User);
    assert!(china.warning.contains("aws-cn"));
    let subscription = view(Azure, "0F2A7C1E-5b64-4d3a-9e80-71c2d4f6a8b3");
    assert_eq!(subscription.text, "0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3");
    assert_eq!(
        (subscription.short.as_str(), subscription.kind),
        ("0f2a7c1e…", PrincipalKind::Subscription)
    );
    for cloud in [Aws, Azure] {
        let everyone = view(cloud, "*");
        assert_eq!(everyone.kind, PrincipalKind::Everyone);
        assert!(everyone.warning.contains("Anyone"));
    }
    let sso = view(
        Aws,
        "arn:aws:iam::412900005518:role/AWSReservedSSO_Admin_0123456789abcdef",
    );
    assert!(sso.warning.contains("Identity Center"));
    let strange = view(Aws, " something else ");
    assert_eq!(
        (strange.text.as_str(), strange.kind),
        (" something else ", PrincipalKind::Unrecognized)
    );
    assert!(!strange.warning.is_empty());
}

#[test]
fn lists_that_allow_the_same_come_out_the_same() {
    let one = ["0F2A7C1E-5B64-4D3A-9E80-71C2D4F6A8B3", "*", "odd"].map(String::from);
    let other = ["odd", "*", "0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3", "*"].map(String::from);
    let normal = normalize(PrincipalCloud::Azure, &one);
    assert_eq!(normal, normalize(PrincipalCloud::Azure, &other));
    assert_eq!(normal, ["*", "0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3", "odd"]);
    // Names on AWS are not the same in another case.
    let role = "arn:aws:iam::412900005518:role/Batch";
    assert_eq!(canonical(PrincipalCloud::Aws, role), role);
}

#[test]
fn only_aws_and_azure_have_principals() {
    assert_eq!(
        PrincipalCloud::try_from(&Cloud::Aws),
        Ok(PrincipalCloud::Aws)
    );
    assert_eq!(
        PrincipalCloud::try_from(&Cloud::Azure),
        Ok(PrincipalCloud::Azure)
    );
    assert!(PrincipalCloud::try_from(&Cloud::Gcp).is_err());
    let other =
        PrincipalCloud::try_from(&Cloud::Other("OCI".to_owned())).expect_err("no PSEs there");
    assert!(other.to_string().starts_with("OCI"));
    assert!("gcp".parse::<PrincipalCloud>().is_err());
}
