//! What a clipboard holds beside what is meant, and what is cut in two: never taken as it stands.

#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

use std::path::Path;

use postern::principal::PrincipalCloud::{self, Aws, Azure};
use postern::principal::{Principal, Verdict, parse_pasted};
use proptest::prelude::*;
use serde::Deserialize;

const READER: &str = "arn:aws:iam::412900005518:role/orders-reader";
const WRITER: &str = "arn:aws:iam::412900005518:role/orders-writer";
const ROOT: &str = "arn:aws:iam::730055510942:root";
const ONE: &str = "0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3";
const TWO: &str = "c41d7b90-0a2e-4f6c-8d15-3e9b62a7f054";
const TENANT: &str = "7e5d1c3b-2a49-4b8f-9c06-d1e2f3a4b5c6";

/// What is taken, what is offered, and why each other piece is not.
#[derive(Debug, Default)]
struct Read {
    valid: Vec<String>,
    offered: Vec<String>,
    reasons: Vec<String>,
}

fn read(cloud: PrincipalCloud, text: &str) -> Read {
    let mut read = Read::default();
    for token in parse_pasted(cloud, text) {
        match token.verdict {
            Verdict::Valid { principal } => read.valid.push(principal.text),
            Verdict::Rejected {
                reason,
                suggestions,
                ..
            } => {
                read.offered
                    .extend(suggestions.into_iter().map(|view| view.text));
                read.reasons.push(reason);
            }
        }
    }
    read
}

/// Reads a text of which only `valid` is meant: nothing else is taken or offered.
fn only(cloud: PrincipalCloud, text: &str, valid: &[&str]) -> Read {
    let read = read(cloud, text);
    assert_eq!(read.valid, valid, "{text}\n{read:?}");
    assert!(read.offered.is_empty(), "{text}\n{read:?}");
    read
}

#[test]
fn an_invisible_character_cuts_nothing_off() {
    for c in [
        '\u{200B}',
        '\u{200D}',
        '\u{00AD}',
        '\u{FEFF}',
        '\u{2060}',
        '\u{200E}',
        '\u{202E}',
        '\u{2066}',
        '\u{061C}',
        '\u{FE0F}',
        '\u{E0041}',
        '\u{7}',
        '\u{1b}',
        '\u{0}',
    ] {
        let text = READER.replace("-reader", &format!("{c}-reader"));
        let found = read(Aws, &text);
        assert_eq!(found.valid, [""; 0], "{c:?}: {found:?}");
        assert_eq!(found.offered, [READER], "{c:?}: {found:?}");
        // The same within JSON, and as it is escaped there.
        let json = serde_json::to_string(&[&text]).unwrap();
        assert_eq!(read(Aws, &json).valid, [""; 0]);
        assert_eq!(read(Aws, &json).offered, [READER]);
        let id = format!("{}{c}{}", &ONE[..9], &ONE[9..]);
        let found = read(Azure, &id);
        assert_eq!((found.valid, found.offered), (vec![], vec![ONE.to_owned()]));
        // Around it, nothing is cut.
        assert_eq!(
            read(Aws, &format!("{c}{READER}{c}\n{ROOT}")).valid,
            [READER, ROOT]
        );
    }
}

#[test]
fn a_wrapped_line_cuts_nothing_off() {
    for (text, offered) in [
        ("arn:aws:iam::412900005518:role/orders\n-reader", READER),
        ("arn:aws:iam::412900005518:role/orders-\nreader", READER),
        (
            "arn:aws:iam::412900005518:role/orders-\r\n    reader",
            READER,
        ),
        (
            "> arn:aws:iam::412900005518:role/orders-\n> reader\n",
            READER,
        ),
        (
            ">> arn:aws:iam::412900005518:role/ord\n>>  ers-reader, and more",
            READER,
        ),
        (
            "\"arn:aws:iam::412900005518:role/orders-\n  reader\",",
            READER,
        ),
        ("arn:aws:iam::4129\n00005518:role/orders-reader", READER),
        ("arn:aws:iam::412900005518:role/\norders-reader", READER),
        (
            "arn:aws:iam::412900005518:role/orders\u{AD}\nreader",
            "arn:aws:iam::412900005518:role/ordersreader",
        ),
        ("arn:aws:iam::412900005518:role/or\nders-r\neader", READER),
        ("arn:aws:iam::412900005518:role/orders-read=\ner", READER),
        ("arn:aws:iam::412900005518:role/orders\u{A0}-reader", READER),
        (
            "arn:aws:iam::412900005518:role/orders\u{2028}-reader",
            READER,
        ),
    ] {
        let found = read(Aws, text);
        assert_eq!(found.valid, [""; 0], "{text:?}: {found:?}");
        assert!(
            found.offered.iter().any(|o| o == offered),
            "{text:?}: {found:?}"
        );
    }
    for text in [
        format!("{}\n{}", &ONE[..19], &ONE[19..]),
        format!("> {}\n>   {}", &ONE[..14], &ONE[14..]),
        format!("{}\n{}\n{}", &ONE[..4], &ONE[4..20], &ONE[20..]),
        format!("{}-\n{}", &ONE[..11], &ONE[11..]),
    ] {
        let found = read(Azure, &text);
        assert_eq!(
            (found.valid, found.offered),
            (vec![], vec![ONE.to_owned()]),
            "{text:?}"
        );
    }
    // A star on the next line is not anybody.
    assert_eq!(
        read(Aws, "arn:aws:iam::412900005518:role/\n*").valid,
        [""; 0]
    );
}

#[test]
fn lists_with_words_of_their_own_are_still_lists() {
    for text in [
        format!("Reader role:\n{READER}\nWriter role:\n{WRITER}\n"),
        format!("reader  {READER}\nwriter  {WRITER}\n"),
        format!("READER={READER}\nWRITER={WRITER}\n"),
        format!("principals:\n  - {READER}\n  - {WRITER}\nregion: us-west-2\n"),
        format!("{READER}\n{WRITER}\n\nThanks"),
        format!("{READER},\n{WRITER}\n"),
        format!("1. {READER}\n2. {WRITER}"),
        format!("| Role | ARN |\n|---|---|\n| a | {READER} |\n| b | {WRITER} |"),
        format!("[\n  \"{READER}\",\n  \"{WRITER}\"\n]\nend"),
    ] {
        assert_eq!(read(Aws, &text).valid, [READER, WRITER], "{text}");
    }
}

#[test]
fn a_denied_principal_is_not_taken() {
    let deny = |effect: &str, name: &str, arn: &str| {
        format!(
            r#"{{"Effect": "{effect}", "{name}": {{"AWS": ["{arn}"]}}, "Action": "*", "Resource": "*"}}"#
        )
    };
    let policy = format!(
        "{{\"Statement\": [{}, {}, {}]}}",
        deny("Deny", "Principal", READER),
        deny("Deny", "NotPrincipal", WRITER),
        deny("Allow", "Principal", ROOT)
    );
    let excluded = only(Aws, &policy, &[ROOT]);
    assert_eq!(excluded.reasons.len(), 2, "{excluded:?}");
    assert!(
        excluded
            .reasons
            .iter()
            .all(|why| why.starts_with("Skipped: "))
    );
    // The same where it isn't JSON by itself: with a comment, in a heredoc, as a piece.
    only(Aws, &format!("policy = <<EOF\n{policy}\nEOF"), &[ROOT]);
    only(Aws, &policy[1..policy.len() - 1], &[ROOT]);
    only(
        Aws,
        &format!("\"NotPrincipal\": {{ \"AWS\": \"{READER}\" }}"),
        &[],
    );
    only(
        Aws,
        &format!("\"Principal\": {{ \"AWS\": \"{READER}\" }},\n\"Effect\": \"Deny\""),
        &[],
    );
    let hcl = format!(
        r#"
data "aws_iam_policy_document" "x" {{
  statement {{
    effect = "Deny"
    principals {{
      type        = "AWS"
      identifiers = ["{READER}"]
    }}
    actions = ["*"]
  }}
  statement {{
    not_principals {{
      type        = "AWS"
      identifiers = ["{WRITER}"]
    }}
    resources = ["*"]
  }}
  statement {{
    principals {{
      type        = "AWS"
      identifiers = ["{ROOT}"]
    }}
    condition {{
      test     = "ArnNotEquals"
      variable = "aws:PrincipalArn"
      values   = ["{READER}"]
    }}
    resources = ["*"]
  }}
}}"#
    );
    assert_eq!(read(Aws, &hcl).valid, [ROOT]);
    let yaml = format!(
        "Statement:\n- Effect: Deny\n  Principal:\n    AWS:\n    - {READER}\n- Principal:\n    AWS: {WRITER}\n  Effect: Deny\n- Effect: Allow\n  Principal:\n    AWS: {ROOT}\n  Resource: '*'\n- Effect: Allow\n  NotPrincipal:\n    AWS: {READER}\n"
    );
    assert_eq!(read(Aws, &yaml).valid, [ROOT]);
    only(
        Aws,
        &format!("denied_principals = [\"{READER}\"]\nsecurity_principals = [\"{ROOT}\"]"),
        &[ROOT],
    );
}

#[test]
fn the_resource_of_a_policy_is_nobody() {
    let policy = format!(
        r#"{{"Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "{READER}"}}]}}"#
    );
    only(Aws, &policy, &[]);
    let anybody = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Condition": {"Bool": {"a": "b"}}}}"#;
    only(Aws, anybody, &[]);
}

#[test]
fn a_removed_line_is_not_taken() {
    let diff = format!(
        "@@ -1,4 +1,4 @@\n   \"AWS\": [\n     \"{ROOT}\",\n-    \"{READER}\"\n+    \"{WRITER}\"\n   ]"
    );
    let excluded = only(Aws, &diff, &[ROOT, WRITER]);
    assert_eq!(
        excluded.reasons,
        ["Skipped: on a line that the diff removes."]
    );
    only(
        Aws,
        &format!("-{READER}\n+{WRITER}\n {ROOT}"),
        &[WRITER, ROOT],
    );
    only(
        Aws,
        &format!(" list:\n-  - {READER}\n+  - {WRITER}\n   - {ROOT}"),
        &[WRITER, ROOT],
    );
    only(Aws, &format!("< {READER}\n---\n> {WRITER}"), &[WRITER]);
    only(Aws, &format!("> -{READER}\n> +{WRITER}"), &[WRITER]);
    let plan = format!(
        "  ~ resource \"ybm_private_service_endpoint\" \"a\" {{\n      ~ security_principals = [\n          - \"{READER}\",\n          + \"{WRITER}\",\n            # (1 unchanged element hidden)\n        ]\n      ~ owner = \"{ROOT}\" -> \"{WRITER}\"\n    }}"
    );
    only(Aws, &plan, &[WRITER]);
    let destroyed = format!(
        "  - resource \"x\" \"a\" {{\n      - security_principals = [\n          - \"{READER}\",\n        ] -> null\n    }}"
    );
    only(Aws, &destroyed, &[]);
    // A piece of one, without what it adds.
    only(
        Aws,
        &format!("       \"{ROOT}\",\n-      \"{READER}\",\n"),
        &[ROOT],
    );
    let command = format!(
        "modify --add-allowed-principals {ROOT} \\\n  --remove-allowed-principals {READER}"
    );
    only(Aws, &command, &[ROOT]);
    // What comes back on another line is meant.
    only(
        Aws,
        &format!("-{READER}\n+{READER}\n+{WRITER}"),
        &[READER, WRITER],
    );
    // A list with hyphens is a list.
    assert_eq!(
        read(Aws, &format!("- {READER}\n- {WRITER}")).valid,
        [READER, WRITER]
    );
}

#[test]
fn a_comment_is_not_taken() {
    only(
        Aws,
        &format!("a = [\n  \"{ROOT}\",\n  /* gone:\n  \"{READER}\",\n  \"{WRITER}\", */\n]"),
        &[ROOT],
    );
    only(Aws, &format!("<!-- {READER} -->\n{ROOT}"), &[ROOT]);
    only(
        Aws,
        &format!("# {READER}\n// {WRITER}\n-- {WRITER}\n{ROOT}"),
        &[ROOT],
    );
    only(Aws, &format!("{ROOT}\n/* {READER}"), &[ROOT]);
    assert_eq!(
        read(
            Aws,
            &format!("{ROOT}\narn:aws:iam::412900005518:role/*\n{READER}")
        )
        .valid,
        [ROOT, READER]
    );
}

#[test]
fn only_the_column_of_subscriptions_is_taken() {
    only(
        Azure,
        &format!(
            "Name      SubscriptionId                        TenantId\n--------  ------------------------------------  ------------------------------------\nFinance   {ONE}  {TENANT}\nSales     {TWO}  {TENANT}\n"
        ),
        &[ONE, TWO],
    );
    only(
        Azure,
        &format!(
            "name,tenant id,subscription id\nFinance,{TENANT},{ONE}\n\"Sales, EU\",{TENANT},{TWO}\n"
        ),
        &[ONE, TWO],
    );
    only(
        Azure,
        &format!("Subscription\tTenant\tName\n{ONE}\t{TENANT}\tFinance"),
        &[ONE],
    );
    only(
        Azure,
        &format!("| Tenant | Subscription |\n|---|---|\n| {TENANT} | {ONE} |"),
        &[ONE],
    );
    only(
        Azure,
        &format!("Subscription ID\n{ONE}\nDirectory (tenant) ID\n{TENANT}\n"),
        &[ONE],
    );
    only(
        Azure,
        &format!(
            "Name  Id                                    TenantId\n----  ------------------------------------  ------------------------------------\nx     {ONE}  {TENANT}\n"
        ),
        &[ONE],
    );
    let portal = read(
        Azure,
        &format!("Subscription ID : {ONE}\nParent management group : {TENANT}"),
    );
    assert_eq!(portal.valid, [ONE]);
    only(
        Azure,
        &format!("az login --tenant {TENANT}\naz account set --subscription {ONE}"),
        &[ONE],
    );
    // A row without headings doesn't say which is which.
    let unclear = read(
        Azure,
        &format!("AzureCloud\t{TENANT}\t{ONE}\tTrue\tFinance"),
    );
    assert_eq!(unclear.valid, [""; 0]);
    assert_eq!(unclear.offered, [TENANT, ONE]);
    // A plain list is one, however it is separated.
    assert_eq!(read(Azure, &format!("{ONE}\t{TWO}")).valid, [ONE, TWO]);
    assert_eq!(
        read(Azure, &format!("Finance: {ONE}\nmy-app  {TWO}")).valid,
        [ONE, TWO]
    );
}

#[test]
fn an_id_with_another_name_is_not_taken() {
    for other in [
        "tenantId",
        "TenantID",
        "tenant_id",
        "AZURE_TENANT_ID",
        "ARM_CLIENT_ID",
        "clientid",
        "objectId",
        "OBJECT_ID",
        "applicationId",
        "app-id",
        "appId",
        "principal_id",
        "homeTenantId",
    ] {
        for text in [
            format!("{other}: {TENANT}\nsubscription_id: {ONE}\n"),
            format!("{other} = \"{TENANT}\"\nsubscriptionId = \"{ONE}\"\n"),
            format!("{other}={TENANT}\nAZURE_SUBSCRIPTION_ID={ONE}\n"),
            format!("export {other}='{TENANT}'\nexport SUBSCRIPTIONID='{ONE}'\n"),
            format!("{{\"{other}\": \"{TENANT}\", \"SubscriptionIDs\": [\"{ONE}\"]}}"),
            format!("{{\"{other}\": \"{TENANT}\", // note\n \"subscription_id\": \"{ONE}\"}}"),
            format!("{other} {TENANT}, subscription id {ONE}"),
        ] {
            let excluded = only(Azure, &text, &[ONE]);
            let is_listed = excluded
                .reasons
                .iter()
                .any(|why| why.starts_with("Skipped: "));
            assert!(is_listed, "{text}");
        }
    }
    only(
        Azure,
        &format!(
            "variable \"tenant_id\" {{\n  default = \"{TENANT}\"\n}}\nvariable \"subscription_id\" {{\n  default = \"{ONE}\"\n}}"
        ),
        &[ONE],
    );
    only(
        Azure,
        &format!("tenant:\n  id: {TENANT}\nsubscriptions:\n  - {ONE}\n  - id: {TWO}\n"),
        &[ONE, TWO],
    );
    only(
        Azure,
        &format!("[{{\"id\": \"{ONE}\", \"homeTenantId\": \"{TENANT}\", \"name\": \"Finance\"}}]"),
        &[ONE],
    );
    only(
        Azure,
        &format!("{{\"id\": \"{TENANT}\", \"appId\": \"{TWO}\", \"displayName\": \"x\"}}"),
        &[],
    );
    // The provider's own resource is not who may connect.
    only(
        Azure,
        &format!(
            "{{\"id\": \"/subscriptions/{TENANT}/resourceGroups/x\", \"visibility\": {{\"subscriptions\": [\"{ONE}\"]}}}}"
        ),
        &[ONE],
    );
    // A tenant's id is one wherever it stands.
    only(
        Azure,
        &format!("Tenant ID: {TENANT}\n\n{TENANT}\n{ONE}"),
        &[ONE],
    );
}

#[test]
fn look_alikes_are_offered_in_plain_characters() {
    for (text, offered) in [
        ("７３００５５５１０９４２", ROOT),
        ("arn：aws：iam：：730055510942：root", ROOT),
        ("arn:aws:iam::730055510942:ｒｏｏｔ", ROOT),
        ("arn:aws:iam::412900005518:role/orders‐reader", READER),
        (
            "arn:aws:iam::412900005518:role∕orders\u{2011}reader",
            READER,
        ),
    ] {
        let found = read(Aws, text);
        assert_eq!(
            (found.valid, found.offered),
            (vec![], vec![offered.to_owned()]),
            "{text}"
        );
    }
    let found = read(Azure, &ONE.replace('-', "－"));
    assert_eq!((found.valid, found.offered), (vec![], vec![ONE.to_owned()]));
    // A comma of such a keyboard separates what is whole, and is a part of nothing.
    assert_eq!(
        read(Aws, &format!("{READER}，{ROOT}")).valid,
        [READER, ROOT]
    );
    assert_eq!(
        read(Aws, "arn:aws:iam::412900005518:role/orders，reader").valid,
        [""; 0]
    );
}

#[test]
fn the_accounts_of_an_organization_are_offered() {
    let account = |id: &str, status: &str| {
        format!(
            r#"{{"Id": "{id}", "Arn": "arn:aws:organizations::999988887777:account/o-ab12cd34ef/{id}", "Status": "{status}"}}"#
        )
    };
    let text = format!(
        "{{\"Accounts\": [{}, {}]}}",
        account("730055510942", "ACTIVE"),
        account("412900005518", "SUSPENDED")
    );
    let found = read(Aws, &text);
    assert_eq!(
        (found.valid, found.offered),
        (vec![], vec![ROOT.to_owned()])
    );
}

#[test]
fn what_aws_leaves_of_a_deleted_role_is_named() {
    let found = read(Aws, "AROA3XFRBF535EXAMPLE1");
    assert!(found.reasons[0].contains("is deleted"), "{found:?}");
    let found = read(Aws, "arn:aws-iso:iam::730055510942:root");
    assert!(found.reasons[0].contains("can't reach"), "{found:?}");
}

/// A sample with its right answers.
#[derive(Deserialize)]
struct Sample {
    file: String,
    cloud: String,
    valid: Vec<String>,
    offered: Vec<String>,
    never: Vec<String>,
    #[serde(default)]
    not_valid: Vec<String>,
}

/// Samples from outside of the project, where they are at hand: the inputs above are of the same kinds.
#[test]
fn samples_at_hand_are_read_rightly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/pasted");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        return;
    };
    let samples: Vec<Sample> = serde_json::from_str(&expected).unwrap();
    for sample in samples {
        let text = std::fs::read_to_string(folder.join(&sample.file)).unwrap();
        let found = read(sample.cloud.parse().unwrap(), &text);
        assert_eq!(found.valid, sample.valid, "{}: {found:?}", sample.file);
        for offered in &sample.offered {
            assert!(
                found.offered.contains(offered),
                "{}: {found:?}",
                sample.file
            );
        }
        for never in &sample.never {
            assert!(!found.offered.contains(never), "{}: {found:?}", sample.file);
        }
        for not_valid in &sample.not_valid {
            assert!(
                !found.valid.contains(not_valid),
                "{}: {found:?}",
                sample.file
            );
        }
    }
}

const ARN: &str =
    r"arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:(root|(user|role)/[A-Za-z0-9_+=,.@-]{1,64})";
const GUID: &str = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

fn whole() -> impl Strategy<Value = (PrincipalCloud, String)> {
    prop_oneof![
        3 => ARN.prop_map(|text| (Aws, text)),
        1 => GUID.prop_map(|text| (Azure, text)),
    ]
}

fn invisible() -> impl Strategy<Value = char> {
    prop_oneof![
        prop::sample::select(vec![
            '\u{AD}',
            '\u{34F}',
            '\u{61C}',
            '\u{180E}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{202A}',
            '\u{202C}',
            '\u{202E}',
            '\u{2060}',
            '\u{2063}',
            '\u{2066}',
            '\u{2069}',
            '\u{2800}',
            '\u{3164}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{FFF9}',
            '\u{1D173}',
            '\u{E0001}',
            '\u{E007F}',
        ]),
        (0u32..32).prop_filter_map("white space is not invisible", |code| {
            char::from_u32(code).filter(|c| !c.is_whitespace())
        }),
    ]
}

fn wrap() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "\n", "\r\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}",
    ]);
    (
        " {0,2}",
        line,
        prop::sample::select(vec!["", " ", "    ", "\t", "> ", ">> ", " > ", ">\t"]),
    )
        .prop_map(|(before, line, after)| format!("{before}{line}{after}"))
}

/// What is around: the same in a list, a mail, a program.
fn around() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("", ""),
        ("", "\n"),
        ("> ", "\n> regards\n"),
        (
            "arn:aws:iam::730055510942:root\n",
            "\narn:aws:iam::730055510942:root",
        ),
        ("- ", "\n- arn:aws:iam::730055510942:root"),
        ("\"", "\",\n"),
        ("please add ", " to the list"),
        ("(", ")"),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn nothing_shorter_is_valid_where_a_character_is_put_in(
        (cloud, text) in whole(), at in any::<prop::sample::Index>(), c in invisible(), (before, after) in around(),
    ) {
        let whole = Principal::parse(cloud, &text).unwrap().to_string();
        // Some commas separate where no quotes are around (see `parse_pasted`).
        prop_assume!(read(cloud, &text).valid == [whole.as_str()]);
        let at = 1 + at.index(text.len() - 1);
        let cut = format!("{before}{}{c}{}{after}", &text[..at], &text[at..]);
        let found = read(cloud, &cut);
        prop_assert!(found.valid.iter().all(|valid| before.contains(valid.as_str()) || after.contains(valid.as_str())), "{cut:?}: {found:?}");
        prop_assert!(found.offered.contains(&whole), "{cut:?}: {found:?}");
    }

    #[test]
    fn nothing_shorter_is_valid_where_a_line_is_wrapped(
        (cloud, text) in whole(), at in any::<prop::sample::Index>(), wrap in wrap(),
        hyphen in prop::sample::select(vec!["", "", "-", "\u{AD}"]), (before, after) in around(),
    ) {
        let whole = Principal::parse(cloud, &text).unwrap().to_string();
        prop_assume!(read(cloud, &text).valid == [whole.as_str()]);
        let at = 1 + at.index(text.len() - 1);
        // A sign with a space behind it is a bullet.
        prop_assume!(!(after.starts_with(' ') && text[at..].bytes().all(|b| b"-+,".contains(&b))));
        let tail = text[at..].split(',').next().unwrap_or_default();
        let digits = tail.bytes().filter(u8::is_ascii_digit).count();
        // A whole account number or an ARN on a line of its own starts a new entry.
        prop_assume!(!(digits == 12 && tail.len() <= 14 && tail.bytes().all(|b| b.is_ascii_digit() || b == b'-')));
        let cut = format!("{before}{}{hyphen}{wrap}{}{after}", &text[..at], &text[at..]);
        let found = read(cloud, &cut);
        prop_assert!(found.valid.iter().all(|valid| before.contains(valid.as_str()) || after.contains(valid.as_str())), "{cut:?}: {found:?}");
    }
}
