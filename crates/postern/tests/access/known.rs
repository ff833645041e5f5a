//! The principals that an editor suggests.

use postern::access::known;
use postern::cloud::Cloud;
use postern::principal::Names;

use crate::model::{CHINA, FINANCE, GATEWAY, SHOP, cluster, open_to, snapshot};

#[test]
fn suggestions_are_what_is_listed_and_whole_owners_with_a_name() {
    let now = snapshot(vec![
        cluster(
            "a",
            vec![open_to("a", "us-west-2", &[GATEWAY, SHOP, "*", "nonsense"])],
        ),
        cluster("b", vec![open_to("b", "us-west-2", &[GATEWAY, CHINA])]),
    ]);
    let mut names = Names::default();
    names.set("301122334455", Some("Shop")).unwrap();
    names.set("998877665544", Some("Audit")).unwrap();
    names.set(FINANCE, Some("Finance")).unwrap();
    let of = |cloud: &Cloud| -> Vec<(String, Option<String>, u32)> {
        known(&now, &names, cloud)
            .into_iter()
            .map(|one| (one.principal.text, one.name, one.endpoints))
            .collect()
    };
    let entry = |text: &str, name: Option<&str>, endpoints| {
        (text.to_owned(), name.map(str::to_owned), endpoints)
    };
    let audit = "arn:aws:iam::998877665544:root";
    assert_eq!(
        of(&Cloud::Aws),
        [
            entry(GATEWAY, Some("Shop"), 2),
            entry(CHINA, None, 1),
            entry(SHOP, Some("Shop"), 1),
            entry(audit, Some("Audit"), 0),
        ]
    );
    assert_eq!(of(&Cloud::Azure), [entry(FINANCE, Some("Finance"), 0)]);
}
