//! The commands for the vendor's command line, read by a real shell.

#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::process::{Command, Stdio};

use postern::change::{Action, BatchId, BulkPlan, ChangeId, Plan, Step, ybm_commands};
use postern::inventory::{Cloud, PrincipalKind, PrincipalView};
use postern::problem::{Problem, ProblemCode};
use proptest::prelude::*;
use uuid::Uuid;

/// Stands in for `ybm`: prints what it is given, so that nothing is lost on the way.
const YBM: &str = "ybm() { printf '%s\\037' \"$@\"; printf '\\036'; }\n";

/// What the shell calls `ybm` with, call by call; anything else that it would do is an error.
fn calls(text: &str) -> Vec<Vec<String>> {
    let mut shell = Command::new("sh")
        .args(["-eu", "-s"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = shell.stdin.take().unwrap();
    stdin.write_all(format!("{YBM}{text}").as_bytes()).unwrap();
    drop(stdin);
    let output = shell.wait_with_output().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && complaints.is_empty(),
        "{complaints}"
    );
    let printed = String::from_utf8(output.stdout).unwrap();
    let words = |call: &str| call.split_terminator('\u{1f}').map(str::to_owned).collect();
    printed.split_terminator('\u{1e}').map(words).collect()
}

fn principal(text: &str) -> PrincipalView {
    PrincipalView {
        text: text.to_owned(),
        kind: PrincipalKind::Unrecognised,
        short: String::new(),
        warning: String::new(),
    }
}

fn step(action: Action, region: &str, pse: &str, after: &[String]) -> Step {
    Step {
        region_id: region.into(),
        region: region.to_owned(),
        pse_id: (action != Action::Create).then(|| pse.into()),
        action,
        before: vec![],
        after: after.iter().map(|text| principal(text)).collect(),
        added: vec![],
        removed: vec![],
        theirs: None,
        conflicts: vec![],
        warnings: vec![],
        confirm: Vec::new(),
    }
}

fn plan(title: &str, cluster: &str, steps: Vec<Step>, blocked: Option<Problem>) -> BulkPlan {
    BulkPlan {
        id: BatchId(Uuid::nil()),
        title: title.to_owned(),
        plans: vec![Plan {
            id: ChangeId(Uuid::nil()),
            cluster_id: "c".into(),
            cluster_name: cluster.to_owned(),
            cloud: Cloud::Aws,
            steps,
            blocked,
        }],
        skipped: vec![],
        unchanged: 0,
        unread: vec![],
        blocked: None,
    }
}

/// Any text, with a weakness for what a shell takes amiss.
fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "'",
        "\"",
        "$(touch x)",
        "`id`",
        "\n",
        "\r",
        "\\",
        "#",
        "; false",
        "&",
        "~",
        "*",
        "!",
        "-",
        "=",
    ]);
    let piece = prop_oneof![nasty.prop_map(str::to_owned), "[^\\x00\\x1e\\x1f]{1,4}"];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    // Each case starts a shell.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_shell_reads_back_every_name_as_it_is(
        title in text(),
        cluster in text(),
        region in text(),
        pse in text(),
        list in prop::collection::vec(text(), 0..3),
    ) {
        let list: Vec<String> = list.into_iter().map(|text| text.replace(',', "")).collect();
        let actions = [Action::Create, Action::Edit, Action::Delete];
        let steps = actions.map(|action| step(action, &region, &pse, &list)).to_vec();
        let text = ybm_commands(&plan(&title, &cluster, steps.clone(), None), 0);
        let joined = list.join(",");
        let (name, pse) = (["--cluster-name", cluster.as_str()], ["--endpoint-id", pse.as_str()]);
        let principals = ["--security-principals", joined.as_str()];
        let endpoint = ["cluster", "network", "endpoint"];
        let kind = ["--accessibility-type", "PRIVATE_SERVICE_ENDPOINT", "--region", &region];
        let wanted: [Vec<&str>; 3] = [
            [&endpoint[..], &["create"], &name, &kind, &principals].concat(),
            [&endpoint[..], &["update"], &name, &pse, &principals].concat(),
            [&endpoint[..], &["delete"], &name, &pse].concat(),
        ];
        prop_assert_eq!(calls(&text), wanted);
        // What is blocked is not run.
        let problem = Problem::new(ProblemCode::Invalid, title.as_str(), "");
        let blocked = ybm_commands(&plan(&title, &cluster, steps, Some(problem)), 0);
        prop_assert_eq!(calls(&blocked), Vec::<Vec<String>>::new());
    }
}

#[test]
fn what_ybm_can_not_do_is_said_in_a_comment() {
    let comma = step(Action::Edit, "us-west-2", "pse", &["a,b".to_owned()]);
    let mut gone = step(Action::Delete, "us-east-1", "pse", &[]);
    gone.pse_id = None;
    let text = ybm_commands(&plan("Change", "orders", vec![comma, gone], None), 0);
    assert_eq!(calls(&text), Vec::<Vec<String>>::new());
    assert!(text.contains("# us-west-2: a principal on the list holds a comma"));
    assert!(text.contains("# us-east-1: the endpoint is gone"));
}
