//! Whatever the service answers, the only arguments of generated commands that differ are data.

use postern::recipe::{ClusterName, Host, Id, Listed, Params, RegionCode, ServiceName, artifacts};
use proptest::prelude::*;

use super::aws::AWS;
use super::azure::{AZ, put};
use super::support::{Stubs, artifact, aws, azure};

/// What a service could answer: right, nearly right, or made to do harm.
fn answer() -> impl Strategy<Value = String> {
    let harm = prop::sample::select(vec![
        PATH,
        "-f",
        "-f/etc/passwd",
        "@/etc/passwd",
        "file:///etc/passwd",
        "fileb://x",
        "$(touch pwned)",
        "`touch pwned`",
        "';touch pwned;'",
        "a\ntouch pwned\n",
        "a\u{1b}]0;x\u{7}",
        "a\u{9b}31m",
        "a\u{202e}b",
        "..",
        ".",
        "",
        " ",
        "a b",
        "eu-west-1",
        "westeurope",
        "pse-1.example.test",
        "payments (EU), #2",
        "名前",
        "*",
        "%2e%2e",
        "${HOME}",
        "~",
    ])
    .prop_map(str::to_owned);
    prop_oneof![
        3 => harm,
        2 => "[a-z0-9.-]{1,20}",
        1 => "[ -~]{0,20}",
        1 => any::<String>().prop_map(|text| text.chars().take(30).collect()),
    ]
}

/// The parameters with these answers; those that don't fit are left as they were. Also, what was put in.
fn with(base: &Params, answers: &[String; 5]) -> (Params, Vec<(String, String)>) {
    let mut params = base.clone();
    let mut data = Vec::new();
    let mut put = |from: &str, to: &str| data.push((from.to_owned(), to.to_owned()));
    if let Ok(region) = RegionCode::parse(&answers[0]) {
        put(base.region.as_str(), &answers[0]);
        params.region = region;
    }
    if let Ok(host) = Host::parse(&answers[1]) {
        put(base.host(), &answers[1]);
        params.host = Some(host);
    }
    if let Ok(name) = ServiceName::parse(&answers[2]) {
        put(base.service_name(), &answers[2]);
        params.service_name = Some(name);
    }
    if let Ok(name) = ClusterName::parse(&answers[3]) {
        put(base.cluster_name.as_str(), &answers[3]);
        params.cluster_name = name;
    }
    if let Ok(listed) = Listed::parse(&answers[4]) {
        let before = base.principals.as_ref().expect("it has principals");
        put(before[0].as_str(), &answers[4]);
        params.principals = Some(vec![listed]);
    }
    params.zones = answers.to_vec();
    (params, data)
}

fn calls(params: &Params, script: &str) -> Vec<Vec<String>> {
    let (program, answers) = match script {
        "aws-cli.sh" | "aws-cli-undo.sh" => ("aws", AWS),
        "azure-cli.sh" | "azure-cli-undo.sh" => ("az", AZ),
        "check.sh" => ("getent", "exit 2"),
        _ => ("ybm", "echo 'No endpoints found' >&2; [ \"$4\" != list ]"),
    };
    let stubs = Stubs::new(program, answers);
    put(&stubs, "vpc", "vpc-0123456789abcdef0");
    put(&stubs, "status", "Approved\n");
    put(&stubs, "visible", "True\n");
    stubs.bash(&artifact(params, script).text, &[]);
    assert!(!stubs.folder().join("pwned").exists(), "{script}");
    let calls = stubs.calls();
    assert!(!calls.is_empty(), "{script} calls nothing");
    calls
}

/// An argument without what differs: the tokens are the client's and the time's own.
fn normal(word: &str, data: &[(String, String)], params: &Params) -> String {
    let mut word = word.replace(&params.resource_name(), "<name>");
    // The longest first: one value may be part of another.
    let mut values: Vec<&(String, String)> = data.iter().collect();
    values.sort_by_key(|(_, to)| std::cmp::Reverse(to.len()));
    if word.starts_with("<name>-") {
        return "<token>".to_owned();
    }
    for (_, to) in values {
        if word == *to {
            word = "<data>".to_owned();
        }
    }
    word
}

/// Compares the calls that the scripts make with these answers to those that they make without.
fn only_data_differs(answers: &[String; 5]) -> Result<(), TestCaseError> {
    for (base, scripts) in [
        (
            aws(),
            ["aws-cli.sh", "aws-cli-undo.sh", "check.sh", "ybm.sh"],
        ),
        (
            azure(),
            ["azure-cli.sh", "azure-cli-undo.sh", "check.sh", "ybm.sh"],
        ),
    ] {
        let (params, data) = with(&base, answers);
        for script in scripts {
            let expected = calls(&base, script);
            let found = calls(&params, script);
            same_but_for_data(script, &base, &params, &data, &expected, &found)?;
        }
    }
    Ok(())
}

fn same_but_for_data(
    script: &str,
    base: &Params,
    params: &Params,
    data: &[(String, String)],
    expected: &[Vec<String>],
    found: &[Vec<String>],
) -> Result<(), TestCaseError> {
    let is_data = |word: &String| data.iter().any(|(_, to)| to == word);
    let undone: Vec<(String, String)> = data
        .iter()
        .map(|(from, _)| (from.clone(), from.clone()))
        .collect();
    // Where the zones differ, no subnet is left, and the script ends early; never are there other calls.
    let (mine, theirs) = (shapes(found), shapes(expected));
    prop_assert!(found.len() <= expected.len() + 2, "{}: {:?}", script, mine);
    prop_assert!(
        mine.iter()
            .all(|shape| theirs.contains(shape) || shape.iter().any(is_data)),
        "{}: {:?}",
        script,
        mine
    );
    for (one, other) in expected.iter().zip(found) {
        prop_assert_eq!(one.len(), other.len(), "{}: {:?} {:?}", script, one, other);
        for (one, other) in one.iter().zip(other) {
            let is_same = one == other || normal(one, &undone, base) == normal(other, data, params);
            // A value within an argument, such as a part of a URL: its length and place may differ,
            // but nothing around it.
            let is_within = data.iter().any(|(from, to)| {
                one.contains(from.as_str()) && one.replace(from.as_str(), to) == *other
            });
            let is_record = !params.host().is_empty()
                && (other == "@" || params.host().starts_with(other.as_str()));
            prop_assert!(
                is_same || is_within || is_record,
                "{}: {:?} became {:?}",
                script,
                one,
                other
            );
            if other.starts_with(['-', '@']) && one != other {
                prop_assert!(is_data(other) || is_record, "{}: {:?}", script, other);
            }
            // The cluster's name and a principal that the service lists may hold any text: they are arguments
            // of their own, never part of an address.
            let principals = params.principals.iter().flatten().map(Listed::as_str);
            let is_text = principals
                .chain([params.cluster_name.as_str()])
                .any(|text| text == other);
            prop_assert!(is_text || !other.contains("../"), "{:?}", other);
        }
    }
    Ok(())
}

fn shapes(calls: &[Vec<String>]) -> Vec<Vec<String>> {
    calls
        .iter()
        .map(|call| {
            let words = call.iter().take(4);
            words
                .filter(|word| !word.starts_with('-'))
                .cloned()
                .collect()
        })
        .collect()
}

const PATH: &str = "x/../../../Microsoft.Compute/virtualMachines/vm/start?";

#[test]
fn a_listed_principal_that_looks_like_a_path_stays_one_argument() {
    assert!(Listed::parse(PATH).is_ok());
    let answers = ["-", "|Sn&(<", "a\u{1b}]0;x\u{7}", "p", PATH];
    only_data_differs(&answers.map(str::to_owned)).unwrap();
}

#[test]
fn a_cluster_name_that_looks_like_a_path_stays_one_argument() {
    assert!(ClusterName::parse(PATH).is_ok());
    let answers = [PATH, PATH, PATH, PATH, "-95652"];
    only_data_differs(&answers.map(str::to_owned)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn only_data_differs_whatever_the_service_answers(answers in prop::array::uniform5(answer())) {
        only_data_differs(&answers)?;
    }

    /// What doesn't fit makes nothing at all.
    #[test]
    fn an_artifact_holds_only_what_fits(text in answer()) {
        let fits = RegionCode::parse(&text).is_ok() && Id::parse(&text).is_ok();
        if fits {
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        }
        if let Ok(host) = Host::parse(&text) {
            prop_assert!(!host.as_str().starts_with(['-', '@', '.']) && !host.as_str().contains(['/', ' ', ':']));
        }
        for (base, answers) in [(aws(), &text), (azure(), &text)] {
            let (params, _) = with(&base, &std::array::from_fn(|_| answers.clone()));
            for artifact in artifacts(&params) {
                let has_control = artifact.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
                prop_assert!(!has_control, "{}: {:?}", artifact.file_name, text);
            }
        }
    }
}
