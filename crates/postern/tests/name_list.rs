//! Lists of accounts with names, as people have them.
#![allow(clippy::unwrap_used, missing_docs)]

use postern::principal::{NameList, read_names};
use proptest::prelude::*;

const SHOP: (&str, &str) = ("301122334455", "Shop");
const FINANCE: (&str, &str) = ("0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1", "Finance");

fn pairs(list: &NameList) -> Vec<(&str, &str)> {
    let names = list.names.iter();
    names.map(|named| (&*named.owner, &*named.name)).collect()
}

#[test]
fn the_answers_of_aws_and_az_are_read() {
    let aws = r#"{"Accounts": [
        {"Id": "301122334455", "Arn": "arn:aws:organizations::1:account/o-1/301122334455",
         "Email": "shop@example.com", "Name": "Shop", "Status": "ACTIVE"},
        {"Id": "590217736104", "Arn": "arn:aws:organizations::1:account/o-1/590217736104",
         "Email": "data@example.com", "Name": "Data platform", "Status": "ACTIVE"}]}"#;
    assert_eq!(
        pairs(&read_names(aws)),
        [SHOP, ("590217736104", "Data platform")]
    );
    let az = r#"[{"cloudName": "AzureCloud", "homeTenantId": "aaaaaaaa-93d4-4c1a-8f52-6a7e2d90c3b1",
        "id": "0B6C1F7E-93d4-4c1a-8f52-6a7e2d90c3b1", "isDefault": true, "managedByTenants": [],
        "name": "Finance", "state": "Enabled", "tenantId": "aaaaaaaa-93d4-4c1a-8f52-6a7e2d90c3b1",
        "user": {"name": "someone@example.com", "type": "user"}}]"#;
    assert_eq!(pairs(&read_names(az)), [FINANCE]);
    let rest = r#"{"value": [{"id": "/subscriptions/0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1",
        "subscriptionId": "0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1", "displayName": "Finance"}]}"#;
    assert_eq!(pairs(&read_names(rest)), [FINANCE]);
}

#[test]
fn tables_are_read_by_their_headings() {
    for table in [
        "\u{feff}\"Account ID\",\"Email\",\"Name\"\r\n\"301122334455\",\"a@example.com\",\"Shop\"\r\n",
        "name;account\nShop;301122334455\n",
        "Name\tAccount number\nShop\t'301122334455\n",
        "| Id | Name |\n|---|---|\n| 301122334455 | Shop |\n",
        "-------------------------\n|     ListAccounts      |\n+--------------+--------+\n|  Id          | Name   |\n+--------------+--------+\n| 301122334455 | Shop   |\n+--------------+--------+\n",
        "301122334455,Shop\n",
        "Shop\t301122334455\n",
    ] {
        let list = read_names(table);
        assert_eq!(pairs(&list), [SHOP], "{table}");
        assert_eq!(list.left_out, [], "{table}");
    }
    let az = "Name       CloudName    SubscriptionId                        TenantId                              State\n\
              ---------  -----------  ------------------------------------  ------------------------------------  -------\n\
              Finance    AzureCloud   0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1  aaaaaaaa-93d4-4c1a-8f52-6a7e2d90c3b1  Enabled\n";
    assert_eq!(pairs(&read_names(az)), [FINANCE]);
    let portal = "SUBSCRIPTION NAME,SUBSCRIPTION ID,MY ROLE\nFinance,0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1,Owner\n";
    assert_eq!(pairs(&read_names(portal)), [FINANCE]);
}

#[test]
fn a_column_or_field_for_groups_is_read() {
    for list in [
        "Account ID,Name,OU\n301122334455,Shop,payments\n",
        "Team\tName\tAccount\npayments\tShop\t301122334455\n",
        r#"[{"Id": "301122334455", "Name": "Shop", "group": " payments "}]"#,
    ] {
        let list = read_names(list);
        assert_eq!(pairs(&list), [SHOP]);
        assert_eq!(list.names[0].group.as_deref(), Some("payments"));
    }
    let list = read_names("Account ID,Name,Group\n301122334455,Shop,\n590217736104,Data,a\u{7}b\n");
    assert_eq!(list.names[0].group, None);
    assert!(
        list.names.len() == 1 && list.left_out.len() == 1,
        "{list:?}"
    );
}

#[test]
fn what_names_nothing_is_listed_with_the_reason() {
    for (text, words) in [
        ("id,name\n1122334455,Shop\n", "leading zeros"),
        ("id,name\n301122334455,\n", "no name"),
        ("id,name\nshop,Shop\n", "neither"),
        ("id,name\n301122334455,Shop\n301122334455,Store\n", "twice"),
        ("hello world\n", "no headings"),
        ("{\"Accounts\": [", "can't be read"),
        (r#"[{"Id": 1122334455, "Name": "Shop"}]"#, "leading zeros"),
    ] {
        let list = read_names(text);
        let reasons: Vec<&str> = list
            .left_out
            .iter()
            .map(|one| one.reason.as_str())
            .collect();
        assert!(
            reasons.iter().any(|reason| reason.contains(words)),
            "{text}: {reasons:?}"
        );
    }
    let long = format!("id,name\n301122334455,{}\n", "x".repeat(81));
    assert!(read_names(&long).left_out[0].reason.contains("too long"));
    assert_eq!(read_names(""), NameList::default());
}

proptest! {
    #[test]
    fn any_text_gives_valid_names_only(text in r#"[\[\]{}",:;|+\-\t\r\n a-zA-Z0-9é]{0,200}"#) {
        for named in read_names(&text).names {
            prop_assert_eq!(postern::principal::owner_key(&named.owner), Some(named.owner.clone()));
            prop_assert!(!named.name.trim().is_empty() && named.name.chars().count() <= 80);
        }
    }

    #[test]
    fn every_account_of_a_csv_is_named(accounts in prop::collection::btree_map("[0-9]{12}", "[A-Za-z][A-Za-z0-9 ,\"-]{0,20}[a-z]", 1..8)) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["Account ID", "Name"]).unwrap();
        for (owner, name) in &accounts {
            writer.write_record([owner, name]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let list = read_names(&text);
        prop_assert_eq!(list.names.len(), accounts.len());
        for named in list.names {
            prop_assert_eq!(accounts.get(&named.owner), Some(&named.name));
        }
    }
}
