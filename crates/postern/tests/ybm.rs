//! The commands for the vendor's command line, read by a real shell.

#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::io::Write;
use std::process::{Command, Stdio};

use postern::change::{Action, BatchId, ChangeId, Plan, Step};
use postern::cloud::Cloud;
use postern::plan::{BulkPlan, ybm_commands};
use postern::principal::{PrincipalKind, PrincipalView};
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
        kind: PrincipalKind::Unrecognized,
        short: String::new(),
        warning: String::new(),
        owner: None,
    }
}

fn step(action: Action, region: &str, pse: &str, after: &[String]) -> Step {
    Step {
        region_id: region.into(),
        region: region.to_owned(),
        cloud: Cloud::Aws,
        pse_id: (action != Action::Create).then(|| pse.into()),
        action,
        before: vec![],
        after: after.iter().map(|text| principal(text)).collect(),
        list_unread: false,
        puts_back: false,
        replaced: None,
        unseen: false,
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
        let wanted: Vec<Vec<&str>> = [
            [&endpoint[..], &["create"], &name, &kind, &principals].concat(),
            [&endpoint[..], &["update"], &name, &pse, &principals].concat(),
            [&endpoint[..], &["delete"], &name, &pse].concat(),
        ]
        .into_iter()
        .filter(|words| words.iter().all(|word| can_be_seen(word)))
        .collect();
        prop_assert_eq!(calls(&text), wanted);
        prop_assert!(text.chars().all(|c| c == '\n' || can_be_seen(&c.to_string())), "{:?}", text);
        // What is blocked is not run.
        let problem = Problem::new(ProblemCode::Invalid, title.as_str(), "");
        let blocked = ybm_commands(&plan(&title, &cluster, steps, Some(problem)), 0);
        prop_assert_eq!(calls(&blocked), Vec::<Vec<String>>::new());
    }
}

/// Whether a terminal shows a text and does no more. Which characters are invisible is the program's own
/// list; those that a terminal acts on are not.
fn can_be_seen(text: &str) -> bool {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{ad}'
                    | '\u{34f}'
                    | '\u{61c}'
                    | '\u{6dd}'
                    | '\u{70f}'
                    | '\u{8e2}'
                    | '\u{115f}'
                    | '\u{1160}'
                    | '\u{2800}'
                    | '\u{3164}'
                    | '\u{feff}'
                    | '\u{ffa0}'
            )
            || matches!(u32::from(c), 0x600..=0x605 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfff0..=0xfffb | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff)
    };
    !text.chars().any(is_hidden)
}

#[test]
fn a_name_that_a_terminal_acts_on_has_no_command() {
    // Pasted, the first ends the line and runs what follows; the next ends a bracketed paste.
    for name in [
        "orders\rtouch pwned\r",
        "orders\u{1b}[201~\ntouch pwned\n",
        "a\u{15}b",
        "a\u{202e}b",
    ] {
        let edit =
            |region: &str, pse: &str, who: &str| step(Action::Edit, region, pse, &[who.to_owned()]);
        for steps in [
            plan("t", name, vec![edit("us-west-2", "pse", "a")], None),
            plan(
                "t",
                "orders",
                vec![step(Action::Create, name, "", &[])],
                None,
            ),
            plan("t", "orders", vec![edit("us-west-2", name, "a")], None),
            plan("t", "orders", vec![edit("us-west-2", "pse", name)], None),
        ] {
            let text = ybm_commands(&steps, 0);
            assert_eq!(calls(&text), Vec::<Vec<String>>::new());
            assert!(text.contains("no command, because"), "{text}");
            assert!(
                text.chars()
                    .all(|c| c == '\n' || can_be_seen(&c.to_string())),
                "{text:?}"
            );
        }
    }
    let title = ybm_commands(&plan("t\r\u{1b}[2J", "orders", vec![], None), 0);
    assert!(
        title
            .chars()
            .all(|c| c == '\n' || can_be_seen(&c.to_string())),
        "{title:?}"
    );
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
