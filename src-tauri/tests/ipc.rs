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
    key: WebviewWindow<MockRuntime>,
    _app: tauri::App<MockRuntime>,
    _session: Arc<App>,
    _home: TempDir,
}

impl Shell {
    fn start() -> Self {
        let bindings = postern_app::bindings();
        let app = mock_builder()
            .invoke_handler(postern_app::handler(bindings.invoke_handler()))
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
        let (page, other, key) = (window("main"), window("other"), window("key"));
        Self {
            page,
            other,
            key,
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
    let after = |command: &str, arguments: Value| {
        shell.call(command, arguments).expect("accepted");
        shell.call("app_state", json!({})).expect("a result")["settings"].clone()
    };
    after("set_theme", json!({ "theme": "dark" }));
    let settings = after("set_lock_time", json!({ "minutes": 5 }));
    assert_eq!(
        (&settings["theme"], &settings["lockAfterMinutes"]),
        (&json!("dark"), &json!(5))
    );
    let settings = after("set_history_time", json!({ "days": null }));
    assert_eq!(settings["keepHistoryDays"], Value::Null);
}

#[test]
fn harmful_settings_are_refused() {
    let shell = Shell::start();
    let state = || shell.call("app_state", json!({})).expect("a result")["settings"].clone();
    let before = state();
    let proxy = |url: &str| json!({ "proxy": { "kind": "url", "url": url } });
    // Nobody answers a dialog here, so what is confirmed is declined.
    for (command, arguments, words) in [
        (
            "set_history_time",
            json!({ "days": 0 }),
            "The minimum is 30",
        ),
        (
            "set_history_time",
            json!({ "days": 90 }),
            "you didn't confirm it",
        ),
        (
            "set_proxy",
            proxy("ftp://127.0.0.1:1080"),
            "must start with http://",
        ),
        (
            "set_proxy",
            proxy("http://127.0.0.1:1080"),
            "you didn't confirm it",
        ),
        (
            "set_lock_time",
            json!({ "minutes": null }),
            "you didn't confirm it",
        ),
        (
            "set_lock_time",
            json!({ "minutes": 100_000 }),
            "you didn't confirm it",
        ),
        (
            "set_confirmations",
            json!({ "confirmations": "never", "unconfirmedEndpoints": 10 }),
            "you didn't confirm it",
        ),
        (
            "set_confirmations",
            json!({ "confirmations": "risky", "unconfirmedEndpoints": 1000 }),
            "you didn't confirm it",
        ),
    ] {
        let problem = shell.call(command, arguments).expect_err("it is refused");
        let message = problem["message"].as_str().expect("a message");
        assert!(message.contains(words), "{command}: {message}");
        assert_eq!(state(), before);
    }
}

#[test]
fn what_follows_a_press_is_refused_without_one() {
    let shell = Shell::start();
    for (command, arguments) in [
        ("copy_text", json!({ "text": "x" })),
        (
            "copy_made",
            json!({ "what": { "kind": "access", "format": "csv" } }),
        ),
        (
            "save_made",
            json!({ "what": { "kind": "access", "format": "csv" } }),
        ),
        (
            "save_shown",
            json!({ "what": "topology-svg", "text": "<svg/>" }),
        ),
        ("save_picture", json!({ "png": "" })),
        ("choose_certificates", json!({})),
        ("open_link", json!({ "page": { "kind": "aeon" } })),
    ] {
        let problem = shell.call(command, arguments).expect_err("no press");
        assert_eq!(problem["code"], "declined", "{command}: {problem}");
    }
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
fn an_error_is_a_code_a_message_and_a_hint() {
    let shell = Shell::start();
    let arguments = json!({ "host": "ftp://cloud.yugabyte.com", "account": null });
    let problem = shell
        .call("ask_for_key", arguments)
        .expect_err("it isn't an address");
    assert_eq!(problem["code"], "invalid");
    let mut parts: Vec<_> = problem
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    parts.sort();
    assert_eq!(parts, ["code", "hint", "message"]);
}

#[test]
fn only_the_key_window_gives_a_key_and_it_can_do_nothing_else() {
    let shell = Shell::start();
    let key = json!({ "key": { "from": "", "text": "" } });
    let refused = shell.call("take_key", key.clone());
    let reason = refused.expect_err("the page has no key").to_string();
    assert!(reason.contains("not allowed"), "{reason}");
    let typed = json!({
        "host": "https://cloud.yugabyte.com",
        "source": { "kind": "typed", "key": "swordfish" },
    });
    assert!(shell.call("try_key", typed).is_err());

    let from = |command: &str, arguments| {
        Shell::call_from(&shell.key, "tauri://localhost", command, arguments)
    };
    assert_eq!(from("take_key", key), Ok(Value::Null));
    for (_, command) in postern_app::COMMANDS {
        let reason = from(command, json!({})).expect_err(command).to_string();
        assert!(reason.contains("not allowed"), "{command}: {reason}");
    }
    for command in ["plugin:event|listen", "plugin:window|close"] {
        assert!(from(command, json!({})).is_err(), "{command}");
    }
}

#[test]
fn commands_that_need_an_account_say_that_none_is_unlocked() {
    let shell = Shell::start();
    let cluster = "11111111-2222-3333-4444-555555555555";
    let drafts = json!([{ "clusterId": cluster, "regionChanges": [] }]);
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
fn a_link_is_named_and_never_an_address() {
    let shell = Shell::start();
    for link in [
        json!({ "url": "https://cloud.yugabyte.com/" }),
        json!({ "page": "https://cloud.yugabyte.com/" }),
        json!({ "page": { "kind": "console", "regionId": "r", "page": "#create/x" } }),
    ] {
        let refused = shell.call("open_link", link).expect_err("not a page");
        assert!(refused.is_string(), "{refused}");
    }
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
                json!({ "goal": { "kind": "drafts", "drafts": [{ "clusterId": 7, "regionChanges": [] }] } }),
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
