//! What the AWS and Azure CLIs print is read leniently.

#![allow(clippy::unwrap_used, missing_docs)]

use postern::connection::{
    ConnectionPhase, Standing, accounts, caller, connections, private_endpoints, standing,
    subscriptions, vpc_endpoints,
};
use postern::principal::{Names, PrincipalCloud, view};
use proptest::prelude::*;

const SHOP: &str = "301122334455";
const FINANCE: &str = "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1";

#[test]
fn missing_and_odd_fields_hide_no_others() {
    let printed = r#"warning: old version
        {"VpcEndpoints": [
            {"VpcEndpointId": "vpce-1"},
            {"VpcId": "no ID"},
            17,
            {"VpcEndpointId": "vpce-2", "State": "PendingAcceptance", "OwnerId": "772845091263",
             "Tags": [{"Key": "Name", "Value": "a\u202eb"}, {"Value": "x"}], "SubnetIds": null,
             "DnsEntries": [{"DnsName": "x.vpce.amazonaws.com"}, {}], "PrivateDnsEnabled": "yes",
             "LastError": {"Message": "no"}}
        ]} more"#;
    let [first, second] = vpc_endpoints(printed, SHOP).unwrap().try_into().unwrap();
    assert_eq!(
        (first.owner.as_str(), first.phase),
        (SHOP, ConnectionPhase::Unknown)
    );
    assert_eq!(second.owner, "772845091263");
    assert_eq!(second.phase, ConnectionPhase::Waiting);
    // What can't be seen is made visible.
    assert_eq!(second.name.as_deref(), Some(r"a\u{202e}b"));
    assert_eq!(second.hosts, ["x.vpce.amazonaws.com"]);
    assert_eq!(second.private_dns, None);
    assert_eq!(second.message.as_deref(), Some("no"));
    for other in [
        "",
        "{}",
        "null",
        "[",
        r#"{"VpcEndpoints": 1}"#,
        "An error occurred",
    ] {
        assert_eq!(vpc_endpoints(other, SHOP), None, "{other}");
    }
    assert_eq!(vpc_endpoints("[]", SHOP), Some(Vec::new()));
    assert_eq!(
        caller(r#"{"Account": "301122334455"}"#).as_deref(),
        Some(SHOP)
    );
    assert_eq!(caller(r#"{"Account": "3011"}"#), None);
    let named = accounts(r#"{"Accounts": [{"Id": "301122334455", "Name": "Shop"}, {"Id": "1"}]}"#);
    assert_eq!(named, Some(vec![(SHOP.to_owned(), "Shop".to_owned())]));
}

#[test]
fn a_private_endpoint_may_say_as_little_as_its_id() {
    let id = format!("/subscriptions/{FINANCE}/resourceGroups/r/providers/p/privateEndpoints/pe");
    let printed = format!(r#"[{{"id": "{id}", "subnet": null, "tags": null}}, {{"name": "x"}}]"#);
    let [(one, targets)] = private_endpoints(&printed, SHOP)
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(
        (one.owner.as_str(), one.name.as_deref()),
        (FINANCE, Some("pe"))
    );
    assert!(targets.is_empty() && one.network.is_none());
    // Aeon may report the whole ID, in any case, or only the name.
    for reported in [id.to_uppercase(), "PE".to_owned()] {
        let all = connections(
            Some(&[reported]),
            std::slice::from_ref(&one),
            None,
            &Names::default(),
        );
        assert_eq!(all.len(), 1);
        assert!(all[0].is_reported && all[0].found.is_some());
    }
    // A name in another subscription is another endpoint.
    let other = id.replace(FINANCE, "c4a8e2d6-5b1f-4f03-9d7a-2e8c6b5a4f10");
    let all = connections(Some(&[other]), &[one], None, &Names::default());
    assert_eq!(all.len(), 2);
    let known = subscriptions(&format!(r#"[{{"id": "{FINANCE}", "state": "Disabled"}}]"#));
    assert!(!known.unwrap()[0].is_enabled);
}

#[test]
fn a_list_lets_in_an_account_by_itself_its_roles_or_everyone() {
    let on = |list: &[&str]| {
        let views: Vec<_> = list
            .iter()
            .map(|text| view(PrincipalCloud::Aws, text))
            .collect();
        standing(SHOP, &views)
    };
    let role = "arn:aws:iam::301122334455:role/x";
    assert_eq!(
        on(&["arn:aws:iam::301122334455:root", "*"]),
        Standing::Listed
    );
    assert_eq!(on(&[role, "*"]), Standing::Everyone);
    assert_eq!(on(&[role]), Standing::Identities);
    assert_eq!(
        on(&["arn:aws:iam::772845091263:root", "301122334455"]),
        Standing::NotListed
    );
    assert_eq!(on(&[]), Standing::NotListed);
}

proptest! {
    #[test]
    fn nothing_that_is_printed_breaks_it(printed in ".{0,200}") {
        let found = vpc_endpoints(&printed, SHOP).unwrap_or_default();
        connections(None, &found, None, &Names::default());
        private_endpoints(&printed, SHOP);
        subscriptions(&printed);
        accounts(&printed);
        caller(&printed);
    }
}
