//! The commands as the page calls them, without a window: the same handler, permissions and results.

use std::sync::Arc;

use postern::session::{App, AppOptions, Paths};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;

/// The shell with a mock page.
struct Shell {
    page: WebviewWindow<MockRuntime>,
    other: WebviewWindow<MockRuntime>,
    _app: tauri::App<MockRuntime>,
    _session: Arc<App>,
    _home: TempDir,
}

impl Shell {
    fn start() -> Self {
        let bindings = postern_app::bindings();
        let app = mock_builder()
            .invoke_handler(bindings.invoke_handler())
            .build(postern_app::context())
            .expect("an application without a window");
        bindings.mount_events(&app);
        let home = tempfile::tempdir().expect("a folder");
        let paths = Paths {
            config: home.path().join("config"),
            data: home.path().join("data"),
        };
        let session = postern_app::prepare(app.handle(), paths, AppOptions::default());
        let window = |label: &str| {
            WebviewWindowBuilder::new(&app, label, WebviewUrl::default())
                .build()
                .expect("a mock window")
        };
        let (page, other) = (window("main"), window("other"));
        Self {
            page,
            other,
            _app: app,
            _session: session,
            _home: home,
        }
    }

    /// Calls a command and returns its result or its error.
    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        Self::call_from(&self.page, "tauri://localhost", command, arguments)
    }

    fn call_from(
        window: &WebviewWindow<MockRuntime>,
        from: &str,
        command: &str,
        arguments: Value,
    ) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: from.parse().expect("a URL"),
            body: InvokeBody::Json(arguments),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(window, request)
            .map(|result| result.deserialize::<Value>().expect("a result is JSON"))
    }
}

#[test]
fn the_state_of_a_fresh_start_has_no_account() {
    let shell = Shell::start();
    let state = shell.call("app_state", json!({})).expect("a result");
    assert_eq!(state["profiles"], json!([]));
    assert_eq!(state["active"], Value::Null);
    assert_eq!(state["appVersion"], env!("CARGO_PKG_VERSION"));
    assert_eq!(
        shell.call("snapshot", json!({})).expect("a result"),
        Value::Null
    );
}

#[test]
fn settings_are_saved_and_returned() {
    let shell = Shell::start();
    let change = |change: Value| {
        shell
            .call("set_settings", json!({ "change": change }))
            .expect("accepted");
        shell.call("app_state", json!({})).expect("a result")["settings"].clone()
    };
    change(json!({ "theme": "dark" }));
    let after = change(json!({ "lockAfterMinutes": 5 }));
    assert_eq!(
        (&after["theme"], &after["lockAfterMinutes"]),
        (&json!("dark"), &json!(5))
    );
    // `null` is a value; a setting that isn't in the change stays.
    let after = change(json!({ "lockAfterMinutes": null }));
    assert_eq!(
        (&after["theme"], &after["lockAfterMinutes"]),
        (&json!("dark"), &Value::Null)
    );
}

#[test]
fn harmful_settings_are_refused() {
    let shell = Shell::start();
    let state = || shell.call("app_state", json!({})).expect("a result")["settings"].clone();
    let before = state();
    for (change, words) in [
        (json!({ "keepHistoryDays": 0 }), "The minimum is 30"),
        (
            json!({ "proxy": { "kind": "url", "url": "socks5://127.0.0.1:1080" } }),
            "must start with http:// or https://",
        ),
    ] {
        let problem = shell
            .call("set_settings", json!({ "change": change }))
            .expect_err("it is refused");
        let message = problem["message"].as_str().expect("a message");
        assert!(message.contains(words), "{message}");
        assert_eq!(state(), before);
    }
}

#[test]
fn no_setting_can_name_a_file_to_trust() {
    let shell = Shell::start();
    let before = shell.call("app_state", json!({})).expect("a result")["settings"].clone();
    for change in [
        json!({ "caFile": "/tmp/ca.pem" }),
        json!({ "certificates": { "file": "ca.pem", "count": 1 } }),
        json!({ "theme": "dark", "caFile": "/tmp/ca.pem" }),
    ] {
        let arguments = json!({ "change": change });
        assert!(shell.call("set_settings", arguments).is_err(), "{change}");
    }
    let after = shell.call("app_state", json!({})).expect("a result")["settings"].clone();
    assert_eq!(after, before);
}

#[test]
fn principals_are_returned_with_their_verdicts() {
    let shell = Shell::start();
    let text = "arn:aws:iam::111122223333:root 111122223333";
    let tokens = shell
        .call("parse_principals", json!({ "cloud": "aws", "text": text }))
        .expect("a result");
    assert_eq!(tokens[0]["verdict"]["kind"], "valid");
    assert_eq!(tokens[1]["verdict"]["kind"], "rejected");
    assert_eq!(
        tokens[1]["verdict"]["suggestions"][0]["text"],
        "arn:aws:iam::111122223333:root"
    );
}

#[test]
fn an_error_is_a_code_a_message_and_a_hint_and_never_contains_the_key() {
    let shell = Shell::start();
    let arguments = json!({
        "host": "https://cloud.yugabyte.com",
        "source": { "kind": "typed", "key": "swordfish-is-no-key" },
    });
    let problem = shell
        .call("try_key", arguments)
        .expect_err("it isn't a key");
    assert_eq!(problem["code"], "invalid");
    let mut parts: Vec<_> = problem
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    parts.sort();
    assert_eq!(parts, ["code", "hint", "message"]);
    assert!(!problem.to_string().contains("swordfish"), "{problem}");
}

#[test]
fn commands_that_need_an_account_say_that_none_is_unlocked() {
    let shell = Shell::start();
    let cluster = "11111111-2222-3333-4444-555555555555";
    let drafts = json!([{ "clusterId": cluster, "wishes": [] }]);
    for (command, arguments) in [
        ("refresh", json!({})),
        (
            "plan_bulk",
            json!({ "goal": { "kind": "drafts", "drafts": drafts } }),
        ),
        (
            "plan_bulk",
            json!({ "goal": { "kind": "delete", "regions": [] } }),
        ),
        ("import_plan", json!({ "text": "{}" })),
        ("read_unread", json!({ "batch": cluster })),
        ("reading", json!({})),
        ("stop_reading", json!({ "id": 1 })),
        ("history", json!({ "query": {} })),
        ("history_export", json!({ "query": {}, "format": "csv" })),
        ("plan_revert", json!({ "batch": cluster })),
        ("cancel_batch", json!({ "batch": cluster })),
        ("resume_batch", json!({ "batch": cluster })),
        ("unlock", json!({})),
    ] {
        let problem = shell
            .call(command, arguments)
            .expect_err("no account is unlocked");
        assert_eq!(problem["code"], "locked", "{command}: {problem}");
    }
}

#[test]
fn the_demo_opens_reads_and_closes() {
    let shell = Shell::start();
    shell.call("open_demo", json!({})).expect("opened");
    let state = shell.call("app_state", json!({})).expect("a result");
    assert_eq!(state["active"]["demo"], true);
    assert_eq!(state["active"]["status"]["kind"], "unlocked");
    assert!(shell.call("snapshot", json!({})).expect("a result")["version"].is_number());
    let history = shell
        .call("history", json!({ "query": {} }))
        .expect("a result");
    assert_eq!(history, json!({ "entries": [], "next": null }));
    shell.call("leave_demo", json!({})).expect("closed");
    let state = shell.call("app_state", json!({})).expect("a result");
    assert_eq!(state["active"], Value::Null);
}

#[test]
fn only_links_to_the_vendors_open() {
    let shell = Shell::start();
    let other = json!({ "url": "https://example.com/" });
    let problem = shell.call("open_link", other).expect_err("not on the list");
    assert_eq!(problem["code"], "invalid");
}

#[test]
fn only_the_embedded_page_in_the_main_window_may_call_commands() {
    let shell = Shell::start();
    let other = Shell::call_from(&shell.other, "tauri://localhost", "app_state", json!({}));
    assert!(
        other
            .expect_err("another window")
            .to_string()
            .contains("not allowed")
    );
    let remote = Shell::call_from(&shell.page, "https://example.com", "app_state", json!({}));
    assert!(
        remote
            .expect_err("another page")
            .to_string()
            .contains("not allowed")
    );
    assert!(shell.call("app_state", json!({})).is_ok());
}

#[test]
fn invalid_arguments_are_refused_before_the_command_runs() {
    let shell = Shell::start();
    assert!(
        shell
            .call(
                "plan_bulk",
                json!({ "goal": { "kind": "drafts", "drafts": [{ "clusterId": 7, "wishes": [] }] } }),
            )
            .is_err()
    );
    assert!(
        shell
            .call("plan_bulk", json!({ "goal": { "kind": "explode" } }))
            .is_err()
    );
    assert!(
        shell
            .call("switch_account", json!({ "profile": "no-id" }))
            .is_err()
    );
    assert!(shell.call("give_me_the_key", json!({})).is_err());
}
