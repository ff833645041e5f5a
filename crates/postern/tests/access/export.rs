//! What other programs get.

use jiff::Timestamp;
use postern::access::{ExportFormat, ListFacts, Since, export, view};
use postern::inventory::Snapshot;
use postern::principal::Names;

use crate::model::*;

fn exported(now: &Snapshot, format: ExportFormat) -> String {
    let since = Since {
        at: Timestamp::UNIX_EPOCH,
        exact: false,
    };
    let first = ListFacts::from_iter([("orders/us-west-2".into(), SHOP.to_owned(), since)]);
    let mut names = Names::default();
    names.set("301122334455", Some("=Shop, \"EU\"")).unwrap();
    names.set_group("301122334455", Some("payments")).unwrap();
    export(&view(now, &first, &names, &endless()), now, format).unwrap()
}

fn orders() -> Snapshot {
    snapshot(vec![cluster(
        "orders",
        vec![open_to("orders", "us-west-2", &[SHOP, "=HYPERLINK(1)"])],
    )])
}

#[test]
fn csv_has_a_line_for_each_principal_on_each_endpoint_and_no_formulas() {
    let quoted = |line: &str| format!("\"{}\"\n", line.replace(',', "\",\""));
    let head = "account,project,owner,owner_name,principal,principal_kind,cloud,cluster,region,endpoint_status,since,since_exact,endpoint_connections,reason,ticket,until,owner_group";
    let first =
        "Northwind,default,,,'=HYPERLINK(1),unrecognized,AWS,orders,us-west-2,ready,,,1,,,,";
    let second = "Northwind,default,'301122334455,NAME,arn:aws:iam::301122334455:root,account,AWS,orders,us-west-2,ready,1970-01-01T00:00:00Z,no,1,,,,payments";
    assert_eq!(
        exported(&orders(), ExportFormat::Csv),
        format!(
            "\u{FEFF}{}{}{}",
            quoted(head),
            quoted(first),
            quoted(second).replace("NAME", "'=Shop, \"\"EU\"\"")
        )
    );
}

#[test]
fn no_name_in_the_csv_is_a_formula() {
    let name = "=HYPERLINK(\"https://example.com\")";
    let mut now = snapshot(vec![cluster(name, vec![open_to(name, "@region", &[SHOP])])]);
    now.account_name = "+1".to_owned();
    now.project_name = "-1".to_owned();
    let text = exported(&now, ExportFormat::Csv);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    for line in table.records() {
        for field in &line.unwrap() {
            assert!(!field.starts_with(['=', '+', '-', '@']), "{text}");
        }
    }
    assert!(text.contains("'=HYPERLINK"), "{text}");
}

#[test]
fn csv_without_anybody_is_the_head_alone() {
    let text = exported(&snapshot(Vec::new()), ExportFormat::Csv);
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("\u{FEFF}\"account\",\"project\","));
}

#[test]
fn json_holds_principals_and_findings() {
    let text = exported(&orders(), ExportFormat::Json);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["posternAccess"], 1);
    assert_eq!(value["account"], "Northwind");
    assert_eq!(value["principals"][1]["name"], "=Shop, \"EU\"");
    assert_eq!(
        value["principals"][1]["reaches"][0]["since"]["exact"],
        false
    );
    assert_eq!(value["findings"][0]["kind"], "wrong-form");
}
