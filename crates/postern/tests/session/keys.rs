//! Keys on their way in: none is lost for a reason that lies elsewhere, none goes anywhere new unasked.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aeon::Retry;
use aeon_simulator::{Fault, FaultKind, Seed};

use postern::config::{Certificates, KeyStore, ProxySetting, SettingsChange};
use postern::problem::{Problem, ProblemCode};
use postern::session::{
    AppOptions, ClipboardKey, ConsentPrompt, ConsentRequest, SessionStatus, TriedKey,
};
use secrecy::SecretString;

use crate::support::{Stage, first_project, quick, simulator, start, until};

/// Nobody listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

/// A user who answers what they are asked.
#[derive(Clone, Default)]
struct User {
    says_no: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<ConsentRequest>>>,
}

impl User {
    fn options(&self) -> AppOptions {
        let user = self.clone();
        let confirm = ConsentPrompt::new(move |question| {
            user.asked.lock().unwrap().push(question);
            let yes = !user.says_no.load(Ordering::SeqCst);
            async move { yes }
        });
        AppOptions { confirm, ..quick() }
    }

    fn says(&self, yes: bool) {
        self.says_no.store(!yes, Ordering::SeqCst);
    }

    /// What they were asked since the last time.
    fn asked(&self) -> Vec<ConsentRequest> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

/// A clipboard with a key on it.
#[derive(Clone)]
struct Clipboard {
    text: String,
    was_read: Arc<AtomicBool>,
    was_cleared: Arc<AtomicBool>,
}

impl Clipboard {
    fn with(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            was_read: Arc::default(),
            was_cleared: Arc::default(),
        }
    }

    async fn key(&self) -> Result<ClipboardKey, Problem> {
        self.was_read.store(true, Ordering::SeqCst);
        let cleared = Arc::clone(&self.was_cleared);
        Ok(ClipboardKey {
            text: SecretString::from(self.text.clone()),
            clear: Box::new(move || cleared.store(true, Ordering::SeqCst)),
        })
    }

    fn was_read(&self) -> bool {
        self.was_read.load(Ordering::SeqCst)
    }

    fn was_cleared(&self) -> bool {
        self.was_cleared.load(Ordering::SeqCst)
    }
}

async fn try_typed(stage: &Stage, host: &str, key: &str) -> Result<TriedKey, Problem> {
    let key = SecretString::from(key.to_owned());
    stage.app.try_key(host.to_owned(), key).await
}

async fn is_kept(stage: &Stage) -> bool {
    stage.app.state().await.untried_key.is_some()
}

fn send(address: &str, is_known: bool, from_clipboard: bool) -> ConsentRequest {
    ConsentRequest::SendKey {
        address: address.to_owned(),
        is_known,
        from_clipboard,
    }
}

#[tokio::test]
async fn a_key_waits_while_the_address_is_wrong_or_unreachable() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = stage.sim.keys().admin;
    for (host, code) in [
        ("http://example.com", ProblemCode::Invalid),
        (NOWHERE, ProblemCode::Offline),
    ] {
        let problem = try_typed(&stage, host, &key).await.unwrap_err();
        assert_eq!(problem.code, code);
        assert!(is_kept(&stage).await, "{host}");
    }
    // Again, still in vain; then at the right address.
    let until = stage.app.state().await.untried_key.unwrap().until;
    let again = stage.app.try_untried_key(NOWHERE.to_owned()).await;
    assert_eq!(again.unwrap_err().code, ProblemCode::Offline);
    let kept = stage.app.state().await.untried_key.unwrap();
    assert_eq!(kept.until, until, "an attempt puts nothing off");
    let tried = stage.app.try_untried_key(stage.sim.base_url()).await;
    assert_eq!(tried.unwrap().account_name, "Northwind");
    assert!(!is_kept(&stage).await, "it waits for its account by now");
}

#[tokio::test]
async fn the_clipboard_is_cleared_when_the_key_is_accepted_and_not_before() {
    let user = User::default();
    let stage = Stage::empty(simulator(Seed::Demo).await, user.options()).await;
    let clipboard = Clipboard::with(&stage.sim.keys().admin);
    let tried = stage
        .app
        .try_clipboard_key(NOWHERE.to_owned(), clipboard.key());
    assert_eq!(tried.await.unwrap_err().code, ProblemCode::Offline);
    assert!(clipboard.was_read() && !clipboard.was_cleared());
    let tried = stage.app.try_untried_key(stage.sim.base_url()).await;
    tried.unwrap();
    assert!(clipboard.was_cleared());

    // What is wrong with the key itself drops it; the clipboard is the user's all the same.
    let wrong = Clipboard::with("eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.c2lnbmF0dXJl");
    let host = stage.sim.base_url();
    let refused = stage.app.try_clipboard_key(host, wrong.key()).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::Unauthorized);
    assert!(!wrong.was_cleared() && !is_kept(&stage).await);
}

#[tokio::test]
async fn a_key_that_is_itself_what_is_wrong_is_dropped() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let host = stage.sim.base_url();
    for key in [
        "not-a-key",
        &stage.sim.keys().expired,
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.c2lnbmF0dXJl",
    ] {
        assert!(try_typed(&stage, &host, key).await.is_err());
        assert!(!is_kept(&stage).await, "{key}");
    }
    let gone = stage.app.try_untried_key(host).await.unwrap_err();
    assert_eq!(gone.code, ProblemCode::Stale);
}

#[tokio::test]
async fn a_key_waits_for_a_bounded_time_and_no_longer_than_until_the_lock() {
    let options = AppOptions {
        retry: Some(Retry {
            deadline: Duration::from_millis(100),
            ..Retry::default()
        }),
        tried_key_lifetime: Duration::from_secs(2),
        minute: Duration::from_millis(60),
        ..quick()
    };
    let stage = Stage::empty(simulator(Seed::Demo).await, options).await;
    let key = stage.sim.keys().admin;
    try_typed(&stage, NOWHERE, &key).await.unwrap_err();
    assert!(is_kept(&stage).await);
    let mut events = stage.app.events();
    while is_kept(&stage).await {
        let told = tokio::time::timeout(Duration::from_secs(30), events.recv());
        told.await.expect("the page is told").unwrap();
    }

    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    let key = stage.sim.keys().admin;
    let tried = stage.try_key(&key).await.unwrap();
    try_typed(&stage, NOWHERE, &key).await.unwrap_err();
    // No account is in use: it is a lock all the same.
    stage.app.lock().await.unwrap();
    assert!(!is_kept(&stage).await);
    let added = stage.app.add_accounts(
        tried.draft.clone(),
        first_project(&tried, "Work"),
        KeyStore::Session,
    );
    assert_eq!(added.await.unwrap_err().code, ProblemCode::Stale);
}

#[tokio::test]
async fn a_key_that_is_being_tried_does_not_outlive_a_lock() {
    let stage = Stage::empty(simulator(Seed::Demo).await, quick()).await;
    for ends_well in [true, false] {
        stage.sim.reset_requests();
        stage.sim.inject(Fault {
            route: None,
            kind: FaultKind::Hold,
            times: Some(1),
            after: 0,
            key: None,
        });
        let key = stage.sim.keys().admin;
        let trying = stage.try_key(&key);
        let locking = async {
            until("it is being tried", || {
                (stage.sim.requests().now == 1).then_some(())
            })
            .await;
            stage.app.lock().await.unwrap();
            if ends_well {
                stage.sim.clear_faults();
            } else {
                stage.sim.go_away().await;
            }
        };
        let (tried, ()) = tokio::join!(trying, locking);
        assert!(tried.is_err(), "it would wait in memory behind the lock");
        assert!(!is_kept(&stage).await);
    }
}

#[tokio::test]
async fn a_new_address_and_the_clipboard_ask_first() {
    let user = User::default();
    let stage = Stage::empty(simulator(Seed::Demo).await, user.options()).await;
    let (host, key) = (stage.sim.base_url(), stage.sim.keys().admin);

    user.says(false);
    let clipboard = Clipboard::with(&key);
    let tried = stage.app.try_clipboard_key(host.clone(), clipboard.key());
    assert_eq!(tried.await.unwrap_err().code, ProblemCode::Declined);
    assert!(!clipboard.was_read());
    assert_eq!(user.asked(), [send(&host, false, true)]);
    let declined = stage.try_key(&key).await.unwrap_err();
    assert_eq!(declined.code, ProblemCode::Declined);
    assert_eq!(user.asked(), [send(&host, false, false)]);
    assert_eq!(stage.sim.requests().total, 0, "nothing is sent");

    // The key is still there; who has agreed is not asked again for the same address.
    user.says(true);
    stage.sim.go_away().await;
    let away = stage.app.try_untried_key(host.clone()).await.unwrap_err();
    assert_eq!(away.code, ProblemCode::Offline);
    assert_eq!(user.asked(), [send(&host, false, false)]);
    stage.app.try_untried_key(host.clone()).await.unwrap_err();
    assert_eq!(user.asked(), []);
    stage
        .app
        .try_untried_key(NOWHERE.to_owned())
        .await
        .unwrap_err();
    assert_eq!(user.asked(), [send(NOWHERE, false, false)]);
}

#[tokio::test]
async fn an_account_s_own_address_asks_only_for_the_clipboard() {
    let user = User::default();
    let stage = Stage::with(simulator(Seed::Demo).await, user.options(), |keys| {
        keys.admin
    })
    .await;
    let (host, key) = (stage.sim.base_url(), stage.sim.keys().admin);
    assert_eq!(user.asked(), [send(&host, false, false)]);
    stage.try_key(&key).await.unwrap();
    assert_eq!(user.asked(), []);
    let clipboard = Clipboard::with(&key);
    let tried = stage.app.try_clipboard_key(host.clone(), clipboard.key());
    tried.await.unwrap();
    assert_eq!(user.asked(), [send(&host, true, true)]);
}

#[tokio::test]
async fn a_new_proxy_asks_first() {
    let user = User::default();
    let stage = Stage::empty(simulator(Seed::Demo).await, user.options()).await;
    let change = |proxy: ProxySetting| {
        stage.app.set_settings(SettingsChange {
            proxy: Some(proxy),
            ..SettingsChange::default()
        })
    };
    let proxy = ProxySetting::Url {
        url: "http://user:word@proxy.example.com:3128".to_owned(),
    };
    let question = ConsentRequest::UseProxy {
        proxy: "proxy.example.com:3128".to_owned(),
    };
    user.says(false);
    let declined = change(proxy.clone()).await.unwrap_err();
    assert_eq!(declined.code, ProblemCode::Declined);
    assert_eq!(stage.app.state().await.settings.proxy, ProxySetting::System);
    user.says(true);
    // There is no keyring, so the password lasts for the session.
    let unsaved = change(proxy.clone()).await.unwrap_err();
    assert!(unsaved.message.contains("Its password couldn't be saved"));
    // Neither the page nor the file gets it.
    let shown = ProxySetting::Url {
        url: "http://user@proxy.example.com:3128/".to_owned(),
    };
    assert_eq!(stage.app.state().await.settings.proxy, shown);
    let saved = std::fs::read_to_string(stage.folder.path().join("config/settings.json")).unwrap();
    assert!(saved.contains("user@proxy.example.com") && !saved.contains("word"));
    assert_eq!(user.asked(), [question.clone(), question]);
    // The same one again, and none at all, say nothing new.
    change(proxy).await.unwrap();
    change(ProxySetting::None).await.unwrap();
    assert_eq!(user.asked(), []);
}

fn authority() -> rcgen::CertifiedKey<rcgen::KeyPair> {
    rcgen::generate_simple_self_signed(vec!["ca.example".to_owned()]).unwrap()
}

#[tokio::test]
async fn certificates_are_copied_if_the_user_trusts_them() {
    let user = User::default();
    let stage = Stage::empty(simulator(Seed::Demo).await, user.options()).await;
    let (one, two) = (authority(), authority());
    let file = stage.folder.path().join("company.pem");
    // Some put the key into the same file.
    let key = one.signing_key.serialize_pem();
    std::fs::write(&file, format!("{}{key}{}", one.cert.pem(), two.cert.pem())).unwrap();
    let copy = stage.folder.path().join("config/ca.pem");

    user.says(false);
    let declined = stage
        .app
        .trust_certificates(file.clone())
        .await
        .unwrap_err();
    assert_eq!(declined.code, ProblemCode::Declined);
    assert_eq!(stage.app.state().await.settings.certificates, None);
    assert!(!copy.exists());

    user.says(true);
    stage.app.trust_certificates(file.clone()).await.unwrap();
    let asked = user.asked();
    assert_eq!(asked.len(), 2);
    for question in asked {
        assert_eq!(
            question.title(),
            "Trust the 2 CA certificates in company.pem?"
        );
        // Whom each certificate names, and its fingerprint.
        let lines = question.lines();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0], "CN=rcgen self signed cert");
        let fingerprint = lines[1].strip_prefix("    SHA-256 ").unwrap();
        assert_eq!(fingerprint.split(':').count(), 32);
        assert_ne!(lines[1], lines[3]);
    }
    // The copy is what counts, and the certificates are all that is in it.
    std::fs::remove_file(&file).unwrap();
    let text = std::fs::read_to_string(&copy).unwrap();
    let wanted = format!("{}{}", one.cert.pem(), two.cert.pem()).replace("\r\n", "\n");
    assert_eq!(text, wanted);
    let mode = std::fs::metadata(&copy).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let stage = stage.restarted().await;
    let shown = stage.app.state().await.settings.certificates.unwrap();
    let fingerprint = shown.fingerprint.as_deref().unwrap_or_default();
    assert_eq!(fingerprint.split(':').count(), 32, "{fingerprint}");
    assert_eq!(
        shown,
        Certificates {
            file: "company.pem".to_owned(),
            count: 2,
            fingerprint: shown.fingerprint.clone(),
        }
    );
    // A copy that somebody else has changed is not trusted.
    let changed = text.replacen(&one.cert.pem().replace("\r\n", "\n"), "", 1);
    std::fs::write(&copy, changed).unwrap();
    let refused = stage.try_key(&stage.sim.keys().admin).await.unwrap_err();
    assert!(
        refused.message.contains("has changed since"),
        "{}",
        refused.message
    );
    std::fs::write(&copy, &text).unwrap();
    stage.try_key(&stage.sim.keys().admin).await.unwrap();
    // They are used: without them there is no client.
    std::fs::rename(&copy, copy.with_extension("away")).unwrap();
    let unusable = stage.try_key(&stage.sim.keys().admin).await.unwrap_err();
    assert!(
        unusable
            .message
            .contains("copy of the CA certificates is missing"),
        "{}",
        unusable.message
    );
    std::fs::rename(copy.with_extension("away"), &copy).unwrap();
    stage.app.remove_certificates().await.unwrap();
    assert_eq!(stage.app.state().await.settings.certificates, None);
    assert!(!copy.exists());
}

#[tokio::test]
async fn what_holds_no_certificates_is_refused_at_once() {
    let user = User::default();
    let stage = Stage::empty(simulator(Seed::Demo).await, user.options()).await;
    let place = |name: &str| stage.folder.path().join(name);
    let written = |name: &str, text: &str| {
        std::fs::write(place(name), text).unwrap();
        place(name)
    };
    let pipe = place("pipe.pem");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let large = authority().cert.pem() + &"\n".repeat(1024 * 1024);
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (file, reason) in [
        (place("missing.pem"), "No such file"),
        (stage.folder.path().to_owned(), "isn't a regular file"),
        (PathBuf::from("/dev/zero"), "isn't a regular file"),
        (pipe, "isn't a regular file"),
        (written("large.pem", &large), "larger than 1 MiB"),
        (written("empty.pem", "no certificate"), "no certificate"),
        (written("broken.pem", broken), "certificate 1"),
    ] {
        let tried = stage.app.trust_certificates(file.clone());
        let tried = tokio::time::timeout(Duration::from_secs(30), tried).await;
        let problem = tried.expect("at once").unwrap_err();
        assert_eq!(problem.code, ProblemCode::Invalid);
        assert!(problem.message.contains(reason), "{}", problem.message);
    }
    assert_eq!(user.asked(), []);
}

#[tokio::test]
async fn a_path_from_an_earlier_version_is_kept_and_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::create_dir_all(&config).unwrap();
    let settings = r#"{"caFile": "/nowhere/company.pem", "theme": "light"}"#;
    std::fs::write(config.join("settings.json"), settings).unwrap();
    let options = User::default().options();
    let sim = simulator(Seed::Demo).await;
    let app = start(&folder, &options).await;
    let shown = app.state().await.settings;
    assert_eq!(shown.ca_file.as_deref(), Some("/nowhere/company.pem"));
    let key = SecretString::from(sim.keys().admin);
    app.try_key(sim.base_url(), key).await.unwrap();
    // Until the user has chosen anew, or wants none.
    let other = SettingsChange {
        lock_after_minutes: Some(None),
        ..SettingsChange::default()
    };
    app.set_settings(other).await.unwrap();
    assert!(app.state().await.settings.ca_file.is_some());
    app.remove_certificates().await.unwrap();
    assert_eq!(app.state().await.settings.ca_file, None);
}

#[test]
fn a_page_can_not_name_a_certificate_file() {
    for field in ["caFile", "certificates"] {
        let change = format!(r#"{{"{field}": "/tmp/ca.pem"}}"#);
        let read = serde_json::from_str::<SettingsChange>(&change);
        assert!(read.is_err(), "{field}");
    }
}

#[tokio::test]
async fn a_lock_with_the_demo_in_front_locks_what_is_behind_it() {
    let stage = Stage::demo().await;
    let key = stage.sim.keys().admin;
    let demo = simulator(Seed::Demo).await;
    let open_demo = || {
        let key = SecretString::from(demo.keys().admin);
        stage.app.open_demo(demo.base_url(), key)
    };
    open_demo().await.unwrap();
    let tried = stage.try_key(&key).await.unwrap();
    try_typed(&stage, NOWHERE, &key).await.unwrap_err();
    stage.app.lock().await.unwrap();

    // The demo goes on; the keys are gone.
    assert!(stage.app.state().await.active.unwrap().demo);
    assert!(stage.app.snapshot().is_some());
    assert!(!is_kept(&stage).await);
    let added = stage.app.add_accounts(
        tried.draft.clone(),
        first_project(&tried, "B"),
        KeyStore::Session,
    );
    assert_eq!(added.await.unwrap_err().code, ProblemCode::Stale);
    stage.sim.reset_requests();
    stage.app.leave_demo().await.unwrap();
    let locked = || async {
        matches!(
            stage.status().await,
            Some(SessionStatus::Locked { problem: None })
        )
    };
    assert!(locked().await);
    // What was locked before stays locked as well.
    open_demo().await.unwrap();
    stage.app.leave_demo().await.unwrap();
    assert!(locked().await);
    assert_eq!(stage.sim.requests().total, 0);
    let unlocked = stage.app.unlock().await;
    assert_eq!(unlocked.unwrap_err().code, ProblemCode::Unauthorized);
}
