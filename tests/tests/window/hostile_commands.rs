//! A hostile page calls every command that there is, and does no harm without the user.

use std::collections::BTreeSet;

use aeon_simulator::Handle;
use postern_tests::{Desktop, KEY_WINDOW, TestApp, heading, loaded};
use serde_json::{Value, json};

use super::northwind::{northwind, signed_in};

#[expect(dead_code, reason = "only the list is used here")]
#[path = "../../../src-tauri/src/commands.rs"]
mod commands;

/// What must come of a command that a hostile page calls.
#[derive(Debug)]
enum Outcome {
    /// The user would have to agree, and doesn't.
    Declined,
    /// It is refused for another reason.
    Refused,
    /// It only reads or computes, or changes something that does no harm.
    Harmless,
}
use Outcome::{Declined, Harmless, Refused};

/// What the page knows: from the snapshot and the state.
struct Known {
    elsewhere: String,
    snapshot: Value,
    profile: Value,
    host: Value,
    /// A plan that grants `*` everywhere.
    plan: Value,
    /// What has to be typed for it.
    typed: Value,
}

impl Known {
    fn region(&self) -> &Value {
        &self.snapshot["clusters"]["items"][0]["regions"][0]["id"]
    }

    /// A network whose names would be options.
    fn network(&self) -> Value {
        let consumer = json!({
            "cloud": "aws", "vpcId": "--debug", "subnetIds": ["--debug"], "source": "--debug",
        });
        json!({
            "regionId": self.region(), "profile": "--debug",
            "network": { "consumer": consumer, "ports": [5433] },
        })
    }

    fn regions(&self) -> Vec<Value> {
        let clusters = self.snapshot["clusters"]["items"]
            .as_array()
            .into_iter()
            .flatten();
        let regions = clusters.flat_map(|one| one["regions"].as_array().into_iter().flatten());
        let with_endpoint = regions.filter(|one| one["endpoint"]["kind"] == "present");
        with_endpoint.map(|one| one["id"].clone()).collect()
    }

    /// The arguments for a command, and what must come of it. A command that isn't here fails the story.
    fn attack(&self, command: &str) -> (Value, Outcome) {
        let none = || json!({});
        let batch = "11111111-2222-3333-4444-555555555555";
        let made = || json!({ "what": { "kind": "access", "format": "csv" } });
        let region = || json!({ "regionId": self.region() });
        match command {
            "app_state" | "snapshot" | "reading" | "changes" | "history_names" | "checks"
            | "access" | "finding_counts" | "finding_places" | "refresh" | "activity"
            | "drop_untried_key" => (none(), Harmless),
            // Its window stays open until the user, or the page, closes it.
            "ask_for_key" => (json!({ "host": self.host, "account": null }), Declined),
            "close_key_window" => (none(), Harmless),
            "try_key" => (
                json!({ "host": self.elsewhere, "source": "clipboard" }),
                Declined,
            ),
            "add_accounts" => (
                json!({
                    "draft": batch,
                    "accounts": [{ "projectId": batch, "name": "x" }],
                    "store": "session",
                }),
                Refused,
            ),
            "replace_key" => (
                json!({ "profile": self.profile, "draft": batch, "store": "keyring" }),
                Refused,
            ),
            "drop_draft" => (json!({ "draft": batch }), Harmless),
            "switch_account" => (json!({ "profile": self.profile }), Harmless),
            "rename_account" => (json!({ "profile": self.profile, "name": "Test" }), Harmless),
            "remove_account" => (
                json!({ "profile": self.profile, "leaveKey": false }),
                Declined,
            ),
            // Locking and unlocking are at the end of the story, since other commands need the account.
            "lock" | "unlock" | "open_demo" | "leave_demo" => (none(), Harmless),
            "set_theme" => (json!({ "theme": "light" }), Harmless),
            "set_lock_time" => (json!({ "minutes": null }), Declined),
            "set_proxy" => (
                json!({ "proxy": { "kind": "url", "url": self.elsewhere } }),
                Declined,
            ),
            "drop_link" => (none(), Harmless),
            "set_look_for_updates" => (json!({ "look": false }), Harmless),
            "set_notify_others" => (json!({ "notify": true }), Harmless),
            "set_history_time" => (json!({ "days": 30 }), Declined),
            "set_confirmations" => (
                json!({ "confirmations": "never", "unconfirmedEndpoints": 1000 }),
                Declined,
            ),
            "choose_certificates" => (none(), Declined),
            "remove_certificates" | "diagnostics" | "no_user_verification" => (none(), Harmless),
            "set_user_verification" => (json!({ "verifyUser": true }), Refused),
            "set_service_form" => (
                json!({ "host": self.host, "path": null, "field": "other_field" }),
                Declined,
            ),
            "forget_service_form" => (json!({ "host": self.host }), Harmless),
            "read_details" | "prerequisites" | "network" | "stop_check" => (region(), Harmless),
            "parse_principals" => (json!({ "cloud": "aws", "text": "*" }), Harmless),
            "plan_bulk" => (
                json!({ "goal": { "kind": "delete", "regions": self.regions() } }),
                Harmless,
            ),
            "read_unread" | "to_type" => (json!({ "batch": self.plan, "exclude": [] }), Harmless),
            "stop_reading" => (json!({ "id": 1 }), Harmless),
            "decide_plan" => (json!({ "batch": batch, "decisions": {} }), Refused),
            "apply_bulk" => (
                json!({ "batch": self.plan, "confirmations": self.typed, "exclude": [] }),
                Declined,
            ),
            "import_plan" => (json!({ "text": "{}" }), Refused),
            "decide" => (
                json!({ "change": batch, "regionId": self.region(), "decision": "mine" }),
                Refused,
            ),
            "retry_step" => (
                json!({ "change": batch, "regionId": self.region() }),
                Refused,
            ),
            "cancel_batch" | "retry_failed" | "resume_batch" | "discard_batch"
            | "dismiss_batch" => (json!({ "batch": batch }), Refused),
            "plan_revert" => (json!({ "batch": batch, "regions": null }), Refused),
            "history" => (json!({ "query": {} }), Harmless),
            "history_beyond" => (json!({ "days": 0 }), Harmless),
            "save_made" | "copy_made" => (made(), Declined),
            "save_shown" => (json!({ "what": "topology-svg", "text": "x" }), Declined),
            "draw_picture" => (none(), Declined),
            "views" => (none(), Harmless),
            "set_views" => (
                json!({ "profile": self.profile, "views": { "tables": {}, "pages": {}, "named": [] } }),
                Harmless,
            ),
            "set_zoom" => (json!({ "percent": 110 }), Harmless),
            "copy_rows" => (
                json!({ "rows": { "kind": "endpoints", "ids": [self.region()] }, "format": "csv" }),
                Declined,
            ),
            "read_names" => (json!({ "text": "x" }), Harmless),
            "import_names" => {
                let named = json!({ "Accounts": [{ "Id": "112233445566", "Name": "Us" }] });
                (json!({ "text": named.to_string(), "ours": true }), Harmless)
            }
            "save_picture" => (json!({ "png": "iVBORw0KGgo=" }), Declined),
            "copy_text" => (json!({ "text": "curl example.com | sh" }), Declined),
            "open_log_folder" => (json!({}), Declined),
            "open_link" => (json!({ "page": { "kind": "aeon" } }), Declined),
            "mark_account" => (
                json!({ "profile": self.profile, "environment": "other", "readOnly": false }),
                Harmless,
            ),
            "note_plan" => (
                json!({ "batch": batch, "note": { "reason": "x", "ticket": "", "until": "" } }),
                Refused,
            ),
            "set_ours" => (json!({ "owner": "112233445566", "ours": true }), Harmless),
            "accept_finding" => (
                json!({ "id": "x", "reason": "x", "until": "2099-12-31" }),
                Refused,
            ),
            "withdraw_acceptance" => (json!({ "id": "x" }), Harmless),
            // Nothing is switched on, and what would be run is Postern's.
            "cloud_access" => (none(), Harmless),
            "set_cloud_access" => (json!({ "isOn": true, "profiles": [] }), Declined),
            "choose_cli" => (json!({ "cli": "aws" }), Declined),
            "find_cli" => (json!({ "cli": "az" }), Harmless),
            "connections" | "stop_look_up" => (region(), Harmless),
            "look_up" => (region(), Refused),
            "preflight" => (self.network(), Harmless),
            "start_preflight" => (self.network(), Refused),
            "stop_preflight" => (region(), Harmless),
            "names_from_cli" => (json!({ "profile": "--debug" }), Refused),
            "owner_names" | "owner_groups" => (none(), Harmless),
            "set_owner_group" => (json!({ "owner": "112233445566", "group": "Us" }), Harmless),
            "known_principals" => (json!({ "cloud": "aws" }), Harmless),
            "vpc_regions" => (json!({ "cloud": "aws" }), Harmless),
            "check_vpc" => (json!({ "draft": vpc_draft() }), Harmless),
            "create_vpc" => (json!({ "draft": vpc_draft() }), Declined),
            "delete_vpc" => {
                let vpcs = self.snapshot["vpcs"].as_array().into_iter().flatten();
                let empty = vpcs.clone().find(|vpc| vpc["clusterIds"] == json!([]));
                let vpc = empty.expect("an empty VPC");
                (
                    json!({ "id": vpc["id"], "typedName": vpc["name"] }),
                    Declined,
                )
            }
            "remember_network" | "recipes" | "start_check" | "diagnose" | "explain" => (
                json!({
                    "regionId": self.region(), "network": "x", "text": "x", "trouble": "x",
                    // An argument of an earlier version.
                    "host": "127.0.0.1",
                }),
                Refused,
            ),
            "terraform" => (json!({ "scope": { "kind": "account" } }), Harmless),
            "set_owner_name" => (json!({ "owner": "112233445566", "name": "Us" }), Harmless),
            other => panic!("what would a hostile page do with {other}?"),
        }
    }
}

fn vpc_draft() -> Value {
    let region = json!({ "region": "us-west-2", "cidr": "10.77.0.0/16" });
    json!({ "name": "hostile", "cloud": "aws", "parentCidr": null, "regions": [region] })
}

async fn invoke(app: &TestApp<'_>, command: &str, arguments: &Value) -> Result<Value, Value> {
    let call = format!(
        "return await window.__TAURI_INTERNALS__.invoke('{command}', {arguments})
           .then((value) => ({{ value: value ?? null }}), (problem) => ({{ problem }}));"
    );
    let result = app.script_async(&call).await.expect("a result");
    match result.get("problem") {
        Some(problem) => Err(problem.clone()),
        None => Ok(result["value"].clone()),
    }
}

/// Opens the window for a key, and closes it without one.
async fn ask_for_key(app: &TestApp<'_>, arguments: &Value) -> Result<Value, Value> {
    let ask = format!(
        "window.entered = window.__TAURI_INTERNALS__.invoke('ask_for_key', {arguments})
           .then((value) => ({{ value }}), (problem) => ({{ problem }}));"
    );
    app.script(&ask, vec![]).await;
    app.desktop().see_window(KEY_WINDOW).await;
    invoke(app, "close_key_window", &json!({})).await?;
    let result = app.script_async("return await window.entered").await;
    let result = result.expect("a result");
    match result.get("problem") {
        Some(problem) => Err(problem.clone()),
        None => Ok(result["value"].clone()),
    }
}

/// Locks the account, which loads the page again, so that nothing comes back to this one.
async fn lock(app: &TestApp<'_>) -> Result<Value, Value> {
    app.script("window.__TAURI_INTERNALS__.invoke('lock')", vec![])
        .await;
    app.see(heading("is locked").loosely()).await;
    Ok(Value::Null)
}

/// Everything on the service that the page could change.
fn state_of(service: &Handle) -> Vec<Option<Vec<String>>> {
    let endpoints = [
        ("orders", "us-west-2"),
        ("orders", "us-east-1"),
        ("payments", "eu-west-1"),
    ];
    let lists = endpoints
        .iter()
        .map(|(cluster, region)| service.principals(cluster, region));
    lists.collect()
}

/// Requests that change something.
fn changes_sent(service: &Handle) -> Vec<String> {
    let routes = service.requests().by_route.into_keys();
    routes.filter(|route| !route.starts_with("GET ")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_page_does_no_harm_with_any_command() {
    let (desktop, service, elsewhere) =
        (Desktop::start().await, northwind().await, northwind().await);
    signed_in(&desktop, &service).await.quit().await;
    desktop.until_quit().await;
    desktop.put_on_clipboard("copied before");
    let app = TestApp::open_declining(&desktop).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    // Everything that changes something on the service is confirmed from here on; more is never asked about.
    let always = json!({ "confirmations": "always", "unconfirmedEndpoints": 10 });
    let state = invoke(&app, "app_state", &json!({}))
        .await
        .expect("the state");
    let mut known = Known {
        elsewhere: elsewhere.base_url(),
        snapshot: invoke(&app, "snapshot", &json!({}))
            .await
            .expect("a snapshot"),
        profile: state["profiles"][0]["id"].clone(),
        host: state["profiles"][0]["host"].clone(),
        plan: Value::Null,
        typed: Value::Null,
    };
    let goal = json!({ "kind": "add", "regions": known.regions(), "principals": ["*"] });
    let plan = invoke(&app, "plan_bulk", &json!({ "goal": goal }))
        .await
        .expect("a plan");
    known.plan = plan["id"].clone();
    let asked = json!({ "batch": known.plan, "exclude": [] });
    known.typed = invoke(&app, "to_type", &asked).await.expect("what to type");
    // The default asks about this one as well.
    let (apply, _) = known.attack("apply_bulk");
    let declined = invoke(&app, "apply_bulk", &apply)
        .await
        .expect_err("it is declined");
    assert_eq!(declined["code"], "declined");
    invoke(&app, "set_confirmations", &always)
        .await
        .expect("more may be confirmed");

    let state = invoke(&app, "app_state", &json!({}))
        .await
        .expect("the state");
    let lists = state_of(&service);
    let mut seen = BTreeSet::new();
    let at_the_end = [
        "switch_account",
        "open_demo",
        "leave_demo",
        "lock",
        "unlock",
    ];
    let names = commands::COMMANDS.iter().map(|(_, name)| *name);
    let (last, first): (Vec<&str>, Vec<&str>) = names.partition(|name| at_the_end.contains(name));
    for name in first.into_iter().chain(last) {
        let (arguments, outcome) = known.attack(name);
        let result = match name {
            "ask_for_key" => ask_for_key(&app, &arguments).await,
            "lock" => lock(&app).await,
            _ => invoke(&app, name, &arguments).await,
        };
        let is_as_expected = match (&outcome, &result) {
            (Declined, Err(problem)) => problem["code"] == "declined",
            (Refused, Err(problem)) => problem["code"] != "declined",
            (Harmless, Ok(_)) => true,
            _ => false,
        };
        assert!(
            is_as_expected,
            "{name} {arguments}: {result:?}, not {outcome:?}"
        );
        seen.insert(name);
    }
    assert_eq!(seen.len(), commands::COMMANDS.len());

    // Nothing was sent, changed or taken.
    assert_eq!(elsewhere.requests().total, 0);
    assert_eq!(changes_sent(&service), [""; 0]);
    assert_eq!(state_of(&service), lists);
    assert_eq!(desktop.clipboard(), "copied before");
    let after = invoke(&app, "app_state", &json!({}))
        .await
        .expect("the state");
    assert_eq!(after["profiles"].as_array().map(Vec::len), Some(1));
    assert_eq!(after["profiles"][0]["host"], state["profiles"][0]["host"]);
    for setting in [
        "lockAfterMinutes",
        "certificates",
        "proxy",
        "keepHistoryDays",
        "confirmations",
        "unconfirmedEndpoints",
    ] {
        assert_eq!(
            after["settings"][setting], state["settings"][setting],
            "{setting}"
        );
    }
    app.quit().await;
}
