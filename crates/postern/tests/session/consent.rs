//! What the user is asked outside the page, and what happens without their agreement.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use aeon_simulator::{Body, Fault, FaultKind, Handle, Seed};
use postern::change::{Decision, StepState};
use postern::config::{Confirmations, Environment, ProxySetting, SettingsChange};
use postern::plan::Goal;
use postern::problem::ProblemCode;
use postern::session::{AppOptions, ConsentPrompt, ConsentRequest, SessionStatus};

use crate::support::{PSE, Stage, is_settled, quick, simulator, start, until};

const STRANGER: &str = "arn:aws:iam::112233445566:root";
/// Another role of an account that is on lists already.
const KNOWN: &str = "arn:aws:iam::301122334455:role/consent";
const ORDERS: &[(&str, &str)] = &[("orders", "us-west-2")];

/// Records what is asked, and answers as it is told.
#[derive(Clone, Default)]
struct User {
    asked: Arc<Mutex<Vec<ConsentRequest>>>,
    agrees: Arc<AtomicBool>,
    hesitates: Arc<AtomicBool>,
}

impl User {
    fn options(&self) -> AppOptions {
        let user = self.clone();
        let confirm = ConsentPrompt::new(move |request| {
            let user = user.clone();
            async move {
                user.asked.lock().unwrap().push(request);
                if user.hesitates.load(Ordering::SeqCst) {
                    std::future::pending::<()>().await;
                }
                user.agrees.load(Ordering::SeqCst)
            }
        });
        AppOptions { confirm, ..quick() }
    }

    /// The titles of what was asked since the last call.
    fn asked(&self) -> Vec<String> {
        let asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.iter().map(ConsentRequest::title).collect()
    }

    fn agree(&self, agrees: bool) {
        self.agrees.store(agrees, Ordering::SeqCst);
    }
}

/// An account, and a user who agreed to adding it and declines everything from then on.
async fn stage() -> (Stage, User) {
    let user = User::default();
    user.agree(true);
    let sim: Handle = simulator(Seed::Demo).await;
    let stage = Stage::with(sim, user.options(), |keys| keys.admin).await;
    user.asked();
    user.agree(false);
    (stage, user)
}

async fn set(stage: &Stage, change: SettingsChange) -> Result<(), ProblemCode> {
    let set = stage.app.set_settings(change).await;
    set.map_err(|problem| problem.code)
}

async fn confirming(stage: &Stage, user: &User, confirmations: Confirmations) {
    user.agree(true);
    let change = SettingsChange {
        confirmations: Some(confirmations),
        ..SettingsChange::default()
    };
    set(stage, change).await.unwrap();
    user.agree(false);
    user.asked();
}

/// Applies without the checks of `Stage`.
async fn apply(stage: &Stage, goal: Goal) -> Result<(), ProblemCode> {
    let plan = stage.bulk(goal).await;
    let typed = stage.to_type(&plan).await;
    let applied = stage.app.apply_bulk(plan.id, typed, vec![]).await;
    applied.map(|_| ()).map_err(|problem| problem.code)
}

#[tokio::test]
async fn access_for_a_new_owner_is_confirmed_with_all_that_it_does() {
    let (stage, user) = stage().await;
    let before = stage.truth("orders", "us-west-2");
    // A name in the address book doesn't make an owner known: the page can write it.
    let owner = "112233445566".to_owned();
    stage
        .app
        .set_owner_name(owner, Some("Us".to_owned()))
        .await
        .unwrap();
    let plan = stage
        .bulk(stage.letting_in(ORDERS, &[STRANGER, KNOWN]))
        .await;
    let applied = stage.app.apply_bulk(plan.id, vec![], vec![]).await;
    assert_eq!(applied.unwrap_err().code, ProblemCode::Declined);
    assert_eq!(stage.truth("orders", "us-west-2"), before);
    let asked = user.asked.lock().unwrap().pop().unwrap();
    assert_eq!(asked.title(), "Edit 1 endpoint?");
    assert_eq!(
        asked.lines(),
        [
            "Edit orders/us-west-2 (production)",
            "    + arn:aws:iam::112233445566:root (its owner is on no list of this account)",
            "    + arn:aws:iam::301122334455:role/consent",
        ]
    );
    let address = stage.sim.base_url();
    let account = stage.snapshot().account_name.clone();
    assert!(
        asked
            .detail()
            .starts_with(&format!("Account: Work (Aeon account {account}, project "))
    );
    assert!(asked.detail().contains(address.trim_end_matches('/')));

    // The plan is still there, and is carried out once the user agrees.
    user.agree(true);
    let changes = stage.app.apply_bulk(plan.id, vec![], vec![]).await.unwrap();
    stage.confirmed(changes[0].id).await;
    assert!(
        stage
            .truth("orders", "us-west-2")
            .contains(&STRANGER.to_owned())
    );
}

#[tokio::test]
async fn a_known_owner_is_confirmed_only_if_everything_is() {
    let (stage, user) = stage().await;
    apply(&stage, stage.letting_in(ORDERS, &[KNOWN]))
        .await
        .unwrap();
    assert!(user.asked().is_empty());
    confirming(&stage, &user, Confirmations::Always).await;
    let goal = stage.letting_in(ORDERS, &["arn:aws:iam::301122334455:role/other"]);
    assert_eq!(apply(&stage, goal).await, Err(ProblemCode::Declined));
    assert_eq!(user.asked(), ["Edit 1 endpoint?"]);
}

#[tokio::test]
async fn everyone_a_deletion_and_many_endpoints_are_confirmed() {
    let (stage, user) = stage().await;
    let goal = stage.letting_in(ORDERS, &["*"]);
    assert_eq!(apply(&stage, goal).await, Err(ProblemCode::Declined));
    let lines = user.asked.lock().unwrap().pop().unwrap().lines();
    assert_eq!(lines[1], "    + * (anyone)");

    let regions = stage.ids(ORDERS);
    let delete = Goal::Delete { regions };
    assert_eq!(
        apply(&stage, delete.clone()).await,
        Err(ProblemCode::Declined)
    );
    assert_eq!(user.asked(), ["Delete 1 endpoint?"]);

    let change = |endpoints| SettingsChange {
        unconfirmed_endpoints: Some(endpoints),
        ..SettingsChange::default()
    };
    set(&stage, change(0)).await.unwrap();
    let goal = stage.letting_in(ORDERS, &[KNOWN]);
    assert_eq!(apply(&stage, goal).await, Err(ProblemCode::Declined));
    assert_eq!(user.asked(), ["Edit 1 endpoint?"]);
    // Fewer confirmations are confirmed themselves.
    assert_eq!(set(&stage, change(1)).await, Err(ProblemCode::Declined));
    assert_eq!(user.asked(), ["Confirm fewer changes?"]);

    confirming(&stage, &user, Confirmations::Never).await;
    apply(&stage, delete).await.unwrap();
    assert!(user.asked().is_empty());
}

#[tokio::test]
async fn a_lock_ends_a_question_and_nothing_is_asked_while_locked() {
    let (stage, user) = stage().await;
    user.agree(true);
    user.hesitates.store(true, Ordering::SeqCst);
    let plan = stage.bulk(stage.letting_in(ORDERS, &[STRANGER])).await;
    let applying = stage.app.apply_bulk(plan.id, vec![], vec![]);
    let locking = async {
        until("the question", || {
            (!user.asked.lock().unwrap().is_empty()).then_some(())
        })
        .await;
        stage.app.lock().await
    };
    let (applied, locked) = tokio::join!(applying, locking);
    locked.unwrap();
    assert_eq!(applied.unwrap_err().code, ProblemCode::Locked);
    user.hesitates.store(false, Ordering::SeqCst);
    user.asked();
    let never = SettingsChange {
        lock_after_minutes: Some(None),
        ..SettingsChange::default()
    };
    assert_eq!(set(&stage, never).await, Err(ProblemCode::Locked));
    assert!(user.asked().is_empty());
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::Locked { .. })
    ));
}

#[tokio::test]
async fn a_failed_step_is_confirmed_again_before_it_is_retried() {
    let (stage, user) = stage().await;
    user.agree(true);
    let no = FaultKind::Status {
        code: 400,
        body: Body::Json("no".to_owned()),
    };
    stage.sim.inject(Fault::on(&format!("PUT {PSE}"), no));
    let id = stage
        .apply(stage.adding("orders", "us-west-2", STRANGER))
        .await;
    stage.step(id, 0, is_settled).await;
    user.agree(false);
    user.asked();
    let region = stage.region("orders", "us-west-2").id;
    let batch = stage.change(id).await.batch;
    let retried = stage.app.retry_step(id, region.clone()).await;
    assert_eq!(retried.unwrap_err().code, ProblemCode::Declined);
    let retried = stage.app.retry_failed(batch).await;
    assert_eq!(retried.unwrap_err().code, ProblemCode::Declined);
    let resumed = stage.app.resume_batch(batch).await;
    assert_eq!(resumed.unwrap_err().code, ProblemCode::Declined);
    let decided = stage.app.decide(id, region.clone(), Decision::Mine).await;
    assert_eq!(decided.unwrap_err().code, ProblemCode::Declined);
    assert_eq!(user.asked(), ["Edit 1 endpoint?"; 4]);
    let state = stage.change(id).await.steps[0].state.clone();
    assert!(matches!(state, StepState::Failed { .. }), "{state:?}");
}

#[tokio::test]
async fn what_weakens_or_removes_is_confirmed() {
    let (stage, user) = stage().await;
    let before = stage.app.state().await.settings;
    for (change, title) in [
        (
            SettingsChange {
                keep_history_days: Some(Some(30)),
                ..SettingsChange::default()
            },
            "Keep the history for 30 days only?",
        ),
        (
            SettingsChange {
                lock_after_minutes: Some(None),
                ..SettingsChange::default()
            },
            "Never lock when idle?",
        ),
        (
            SettingsChange {
                confirmations: Some(Confirmations::Never),
                ..SettingsChange::default()
            },
            "Turn off confirmations?",
        ),
    ] {
        assert_eq!(set(&stage, change).await, Err(ProblemCode::Declined));
        assert_eq!(user.asked(), [title]);
        assert_eq!(stage.app.state().await.settings, before);
    }
    let profile = stage.app.state().await.profiles[0].id;
    let removed = stage.app.remove_account(profile, false).await;
    assert_eq!(removed.unwrap_err().code, ProblemCode::Declined);
    assert_eq!(user.asked(), ["Remove the account Work?"]);
    assert_eq!(stage.app.state().await.profiles.len(), 1);
    let snapshot = stage.snapshot();
    let vpc = snapshot.vpcs.iter().find(|vpc| vpc.cluster_ids.is_empty());
    let vpc = vpc.expect("an empty VPC");
    let deleted = stage.app.delete_vpc(vpc.id.clone(), vpc.name.clone()).await;
    assert_eq!(deleted.unwrap_err().code, ProblemCode::Declined);
    assert_eq!(user.asked(), [format!("Delete the VPC {}?", vpc.name)]);
}

#[tokio::test]
async fn a_proxy_in_an_edited_file_is_confirmed_even_if_the_file_says_that_nothing_is() {
    let user = User::default();
    user.agree(true);
    let sim = simulator(Seed::Demo).await;
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::create_dir(&config).unwrap();
    let edited = serde_json::json!({
        "confirmations": "never",
        "proxy": { "kind": "url", "url": "http://127.0.0.1:9" },
    });
    std::fs::write(config.join("settings.json"), edited.to_string()).unwrap();
    let options = user.options();
    let app = start(&folder, &options).await;
    user.agree(false);
    sim.reset_requests();
    let key = sim.keys().admin.into();
    let tried = app.try_key(sim.base_url(), key).await;
    assert_eq!(tried.unwrap_err().code, ProblemCode::Declined);
    let asked = user.asked();
    assert!(
        asked.iter().any(|title| title.starts_with("Use the proxy")),
        "{asked:?}"
    );
    assert_eq!(sim.requests().total, 0);
}

#[tokio::test]
async fn the_page_does_not_get_the_proxys_password_and_need_not_send_it() {
    let (stage, user) = stage().await;
    user.agree(true);
    let proxy = |url: &str| SettingsChange {
        proxy: Some(ProxySetting::Url {
            url: url.to_owned(),
        }),
        ..SettingsChange::default()
    };
    // There is no keyring here, which is the only place for the password.
    let unsaved = set(&stage, proxy("http://me:swordfish@127.0.0.1:3128"))
        .await
        .unwrap_err();
    assert_eq!(unsaved, ProblemCode::KeyringAbsent);
    let shown = stage.app.state().await.settings.proxy;
    let ProxySetting::Url { url } = &shown else {
        panic!("{shown:?}");
    };
    assert_eq!(url, "http://me@127.0.0.1:3128/");
    user.asked();
    let unsaved = set(&stage, proxy(url)).await.err();
    assert!(matches!(unsaved, None | Some(ProblemCode::KeyringAbsent)));
    assert!(user.asked().is_empty(), "it is the same proxy");
    let file = stage.folder.path().join("config/settings.json");
    assert!(!std::fs::read_to_string(file).unwrap().contains("swordfish"));
}

#[tokio::test]
async fn in_production_every_change_is_confirmed() {
    let (stage, user) = stage().await;
    let id = stage.app.state().await.profiles[0].id;
    let mark = |environment| stage.app.mark_account(id, environment, false);
    mark(Environment::Production).await.unwrap();
    assert!(user.asked().is_empty());
    let goal = stage.letting_in(ORDERS, &[KNOWN]);
    assert_eq!(
        apply(&stage, goal.clone()).await,
        Err(ProblemCode::Declined)
    );
    let asked = user.asked.lock().unwrap().pop().unwrap();
    assert_eq!(asked.title(), "Edit 1 endpoint?");
    assert!(
        asked
            .detail()
            .starts_with("Account: Work (production, Aeon account ")
    );

    // Becoming something else is confirmed itself.
    let declined = mark(Environment::Staging).await.unwrap_err();
    assert_eq!(declined.code, ProblemCode::Declined);
    assert_eq!(
        user.asked(),
        ["Mark Work as staging instead of production?"]
    );
    let profile = stage.app.state().await.profiles.remove(0);
    assert_eq!(profile.environment, Environment::Production);
    user.agree(true);
    mark(Environment::Staging).await.unwrap();
    user.agree(false);
    user.asked();
    apply(&stage, goal).await.unwrap();
    assert!(user.asked().is_empty());
}

#[tokio::test]
async fn an_account_that_is_read_only_is_not_changed_by_anything() {
    const REASON: &str = "This account is set to read-only in Postern.";
    let (stage, user) = stage().await;
    let id = stage.app.state().await.profiles[0].id;
    let before = stage.truth("orders", "us-west-2");
    let goal = stage.letting_in(ORDERS, &[KNOWN]);
    let planned = stage.bulk(goal.clone()).await;
    let mark = |read_only| stage.app.mark_account(id, Environment::Other, read_only);
    mark(true).await.unwrap();
    assert!(
        user.asked().is_empty(),
        "less is allowed: nothing to confirm"
    );

    // What was planned before isn't applied.
    let refused = stage.app.apply_bulk(planned.id, vec![], vec![]).await;
    let refused = refused.unwrap_err();
    let said = (refused.code, refused.message.as_str());
    assert_eq!(said, (ProblemCode::Forbidden, REASON));
    // What is planned now says why not.
    let may = stage.region("orders", "us-west-2").may_edit;
    assert_eq!(may.refusal().map(|(reason, _)| reason), Some(REASON));
    let plan = stage.bulk(goal.clone()).await;
    assert!(format!("{plan:?}").contains(REASON), "{plan:?}");
    let vpc = stage.snapshot().vpcs[0].clone();
    let deleted = stage.app.delete_vpc(vpc.id.clone(), vpc.name.clone()).await;
    assert_eq!(deleted.unwrap_err().message, REASON);
    let Some(SessionStatus::Unlocked { may, .. }) = stage.status().await else {
        panic!("it is open");
    };
    assert!(may.is_read_only);
    assert_eq!(stage.truth("orders", "us-west-2"), before);

    // Only the user ends it, outside the page.
    assert_eq!(mark(false).await.unwrap_err().code, ProblemCode::Declined);
    assert_eq!(user.asked(), ["Allow changes in Work?"]);
    let may = stage.region("orders", "us-west-2").may_edit;
    assert!(may.refusal().is_some());
    user.agree(true);
    mark(false).await.unwrap();
    apply(&stage, goal).await.unwrap();
}
