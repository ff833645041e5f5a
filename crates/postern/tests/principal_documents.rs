//! Pastes in the forms that people have: answers of command lines, tables, policies, diffs, Terraform, mails.

#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

use postern::principal::PrincipalCloud::{self, Aws, Azure};
use postern::principal::{Verdict, parse_pasted};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Case {
    name: String,
    cloud: String,
    text: String,
    /// Exactly what is taken as it stands.
    valid: Vec<String>,
    /// What is suggested, among other things.
    offered: Vec<String>,
    /// What is neither taken nor suggested.
    never: Vec<String>,
    /// What isn't taken without a question.
    not_valid: Vec<String>,
}

fn read(cloud: PrincipalCloud, text: &str) -> (Vec<String>, Vec<String>) {
    let mut valid = Vec::new();
    let mut offered = Vec::new();
    for token in parse_pasted(cloud, text) {
        match token.verdict {
            Verdict::Valid { principal } => valid.push(principal.text),
            Verdict::Rejected {
                reason,
                suggestions,
                ..
            } => {
                assert!(reason.ends_with('.'), "{reason}");
                offered.extend(suggestions.into_iter().next().map(|view| view.text));
            }
        }
    }
    (valid, offered)
}

fn sorted(list: &[String]) -> Vec<String> {
    let mut list = list.to_vec();
    list.sort();
    list
}

#[test]
fn each_form_gives_what_is_meant_and_nothing_else() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("pasted/cases.json")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let (valid, offered) = read(case.cloud.parse().unwrap(), &case.text);
        if sorted(&valid) != sorted(&case.valid) {
            wrong.push(format!("{}: takes {valid:?}", case.name));
        }
        for text in case.offered.iter().filter(|text| !offered.contains(text)) {
            wrong.push(format!("{}: doesn't offer {text}", case.name));
        }
        for text in &case.never {
            if valid.contains(text) || offered.contains(text) {
                wrong.push(format!("{}: takes or offers {text}", case.name));
            }
        }
        for text in case.not_valid.iter().filter(|text| valid.contains(text)) {
            wrong.push(format!("{}: takes {text} without a question", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_candidate_says_where_it_was_found() {
    let id = "0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3";
    let root = "arn:aws:iam::412900005518:root";
    for (cloud, text, source) in [
        (
            Azure,
            format!("Name,SubscriptionId,TenantId\nx,{id},y\n"),
            "SubscriptionId column",
        ),
        (
            Azure,
            format!(
                "Name  SubscriptionId\n----  ------------------------------------\nx     {id}\n"
            ),
            "SubscriptionId column",
        ),
        (
            Azure,
            format!("{{\"visibility\": {{\"subscriptions\": [\"{id}\"]}}}}"),
            "visibility.subscriptions",
        ),
        (
            Azure,
            format!("ARM_SUBSCRIPTION_ID={id}"),
            "ARM_SUBSCRIPTION_ID",
        ),
        (
            Azure,
            format!("export ARM_SUBSCRIPTION_ID={id}"),
            "export ARM_SUBSCRIPTION_ID",
        ),
        (
            Aws,
            format!("{{\"Effect\": \"Allow\", \"Principal\": {{\"AWS\": \"{root}\"}}}}"),
            "Allow statement",
        ),
        (
            Aws,
            format!("resource \"a\" \"b\" {{\n  allowed_principals = [\"{root}\"]\n}}"),
            "b.allowed_principals",
        ),
        (
            Aws,
            format!("allowed:\n  principals:\n  - {root}\n"),
            "allowed.principals",
        ),
        (Aws, root.to_owned(), ""),
    ] {
        let tokens = parse_pasted(cloud, &text);
        let valid = tokens
            .iter()
            .find(|token| matches!(token.verdict, Verdict::Valid { .. }));
        assert_eq!(valid.unwrap().source, source, "{text}");
    }
}

#[test]
fn a_number_that_a_spreadsheet_changed_says_so() {
    for (text, says, offered) in [
        (
            "11122223333",
            "leading zero",
            Some("arn:aws:iam::011122223333:root"),
        ),
        (
            "111122223333.0",
            "spreadsheet",
            Some("arn:aws:iam::111122223333:root"),
        ),
        (
            "111122223333,00",
            "spreadsheet",
            Some("arn:aws:iam::111122223333:root"),
        ),
        (
            "111,122,223,333",
            "spreadsheet",
            Some("arn:aws:iam::111122223333:root"),
        ),
        (
            "111.122.223.333",
            "spreadsheet",
            Some("arn:aws:iam::111122223333:root"),
        ),
        (
            "1.11122223333E+11",
            "exponent",
            Some("arn:aws:iam::111122223333:root"),
        ),
        (
            "1,11122223333e11",
            "exponent",
            Some("arn:aws:iam::111122223333:root"),
        ),
        ("1.11122E+11", "dropped digits", None),
        ("1,1E+11", "dropped digits", None),
        ("1.1E+10", "dropped digits", None),
    ] {
        let tokens = parse_pasted(Aws, text);
        let [token] = tokens.as_slice() else {
            panic!("{text}: {tokens:?}");
        };
        let Verdict::Rejected {
            reason,
            suggestions,
            ..
        } = &token.verdict
        else {
            panic!("{text} is taken");
        };
        assert!(reason.contains(says), "{text}: {reason}");
        let first = suggestions.first().map(|view| view.text.as_str());
        assert_eq!(first, offered, "{text}");
    }
}

const ID: &str = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}";
const ARN: &str = "arn:aws:iam::[1-9][0-9]{11}:(root|role/[a-z]{1,12}|user/[a-z]{1,12})";

/// Different texts of a form.
fn several(
    pattern: &'static str,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(pattern, count).prop_map(|set| set.into_iter().collect())
}

/// Principals that are allowed and others that are denied, excluded or only mentioned.
fn two_lists() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    several(ARN, 2..8).prop_flat_map(|all| {
        let length = all.len();
        (Just(all), 1..length).prop_map(|(all, at)| (all[..at].to_vec(), all[at..].to_vec()))
    })
}

/// The ways in which a table of subscriptions with their tenant and client is written.
fn tables(rows: &[String], tenant: &str, client: &str) -> Vec<String> {
    let joined = |separator: &str, quote: &str| {
        let cell = |text: &str| format!("{quote}{text}{quote}");
        let line = |cells: [&str; 4]| cells.map(cell).join(separator);
        let mut lines = vec![line(["Name", "TenantId", "SubscriptionId", "ClientId"])];
        lines.extend(rows.iter().map(|id| line(["app", tenant, id, client])));
        lines.join("\n")
    };
    let columns = {
        let line = |cells: [&str; 4]| {
            format!(
                "{:<10}  {:<36}  {:<36}  {}",
                cells[0], cells[1], cells[2], cells[3]
            )
        };
        let rule = "-".repeat(36);
        let mut lines = vec![
            line(["Name", "TenantId", "SubscriptionId", "ClientId"]),
            line(["----------", &rule, &rule, &rule]),
        ];
        lines.extend(rows.iter().map(|id| line(["app", tenant, id, client])));
        lines.join("\n")
    };
    let objects: Vec<_> = rows
        .iter()
        .map(|id| json!({"name": "app", "tenantId": tenant, "subscriptionId": id, "clientId": client}))
        .collect();
    let yaml: Vec<String> = rows
        .iter()
        .map(|id| {
            format!(
                "- name: app\n  tenant_id: {tenant}\n  subscription_id: {id}\n  client_id: {client}"
            )
        })
        .collect();
    let list = serde_json::to_string(rows).unwrap();
    vec![
        joined(",", ""),
        joined(",", "\""),
        joined(";", ""),
        joined("\t", ""),
        joined(",", "").replace('\n', "\r\n"),
        joined(" | ", "").replacen('\n', "\n--- | --- | --- | ---\n", 1),
        columns,
        serde_json::to_string(&objects).unwrap(),
        serde_json::to_string_pretty(&objects).unwrap(),
        objects
            .iter()
            .map(|object| object.to_string() + "\n")
            .collect(),
        yaml.join("\n"),
        format!("tenant_id = \"{tenant}\"\nclient_id = \"{client}\"\nsubscription_ids = {list}\n"),
        format!("Hello,\n\n{}\n\nRegards", joined(",", "")),
        format!(
            "```\n{}\n```",
            serde_json::to_string_pretty(&objects).unwrap()
        ),
        format!(
            "$ az account list\n{}\n$",
            serde_json::to_string_pretty(&objects).unwrap()
        ),
    ]
}

/// The ways in which a policy that allows some and denies others is written.
fn policies(allowed: &[String], denied: &[String]) -> Vec<String> {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "a", "Effect": "Deny", "Principal": {"AWS": denied}, "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "NotPrincipal": {"AWS": denied}, "Action": "*"},
        {"Effect": "Allow", "Principal": {"AWS": allowed}, "Action": "*",
         "Condition": {"ArnNotEquals": {"aws:PrincipalArn": denied}}},
    ]});
    let pretty = serde_json::to_string_pretty(&policy).unwrap();
    let items = |list: &[String]| {
        list.iter()
            .map(|arn| format!("      - {arn}\n"))
            .collect::<String>()
    };
    let quoted = |list: &[String]| serde_json::to_string(list).unwrap();
    let lines = |sign: &str, list: &[String]| {
        list.iter()
            .map(|arn| format!("{sign}    \"{arn}\",\n"))
            .collect::<String>()
    };
    vec![
        policy.to_string(),
        pretty.clone(),
        json!({"Policy": policy.to_string()}).to_string(),
        json!({"Policy": pretty}).to_string(),
        format!("policy = <<EOF\n{pretty}\nEOF\n"),
        format!("$ aws …\n{pretty}\n"),
        format!(
            "[\n{}  /*\n{}  */\n]",
            lines("", allowed),
            lines("", denied)
        ),
        format!(
            "--- a/x.tf\n+++ b/x.tf\n@@ -1,9 +1,9 @@\n allowed_principals = [\n{}{} ]\n",
            lines("-", denied),
            lines("+", allowed)
        ),
        format!(
            "Statement:\n- Effect: Deny\n  Principal:\n    AWS:\n{}- Effect: Allow\n  Principal:\n    AWS:\n{}",
            items(denied),
            items(allowed)
        ),
        format!(
            "data \"aws_iam_policy_document\" \"x\" {{\n  statement {{\n    effect = \"Deny\"\n    principals {{\n      type = \"AWS\"\n      identifiers = {}\n    }}\n  }}\n  statement {{\n    principals {{\n      type = \"AWS\"\n      identifiers = {}\n    }}\n  }}\n}}\n",
            quoted(denied),
            quoted(allowed)
        ),
        format!(
            "allowed_principals = {}\ndenied_principals = {}\n",
            quoted(allowed),
            quoted(denied)
        ),
        format!(
            "allowed_principals = setsubtract({}, {})\n",
            quoted(allowed),
            quoted(denied)
        ),
        format!(
            "Principal,Effect\n{}{}",
            denied
                .iter()
                .map(|arn| format!("{arn},Deny\n"))
                .collect::<String>(),
            allowed
                .iter()
                .map(|arn| format!("{arn},Allow\n"))
                .collect::<String>()
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn only_subscriptions_are_taken_from_any_table(ids in several(ID, 3..8)) {
        let (tenant, client, rows) = (&ids[0], &ids[1], &ids[2..]);
        for text in tables(rows, tenant, client) {
            let (valid, offered) = read(Azure, &text);
            prop_assert_eq!(&valid, rows, "{}", text);
            prop_assert!(offered.is_empty(), "{} offers {:?}", text, offered);
        }
    }

    #[test]
    fn only_what_is_allowed_is_taken_from_any_policy((allowed, denied) in two_lists()) {
        for text in policies(&allowed, &denied) {
            let (valid, offered) = read(Aws, &text);
            prop_assert_eq!(sorted(&valid), sorted(&allowed), "{}", text);
            prop_assert!(offered.is_empty(), "{} offers {:?}", text, offered);
        }
    }

    /// Whatever is put into the middle of a name, no other principal comes of it.
    #[test]
    fn a_name_with_something_in_it_is_not_cut(
        head in "[a-z]{1,8}",
        tail in "[a-z]{1,8}",
        inside in prop::sample::select(vec![
            "\u{200B}", "\u{AD}", "\u{2060}", "\u{FEFF}", "\u{202E}", "\u{2066}", "\u{A0}", "\u{2028}", "\u{85}",
            "\n", "\r\n", "=\n", "=\r\n", "\n> ", "<wbr>", "&shy;", "&#8203;", "\u{1b}[31m", "\u{1b}[0m",
            "-\n", "{env}", "${env}", "<env>", "[0]",
        ]),
        around in prop::sample::select(vec![("", ""), ("  ", "\n"), ("(", ")"), ("principals:\n  - ", "\n"), ("add ", " now")]),
    ) {
        let begin = format!("arn:aws:iam::412900005518:role/{head}");
        let text = format!("{}{begin}{inside}{tail}{}", around.0, around.1);
        let (valid, _) = read(Aws, &text);
        prop_assert!(valid.is_empty(), "{:?} gives {:?}", text, valid);
    }

    #[test]
    fn documents_of_any_text_panic_nowhere(text in "[a-z{}\\[\\]:=,\"'|<>&*!#\\-\n \t0-9]{0,80}") {
        for cloud in [Aws, Azure] {
            parse_pasted(cloud, &text);
        }
    }
}
