//! Accounts and their keys, with a real keyring: each story runs in a child process that has a D-Bus
//! session, a home folder and (where the story wants one) a GNOME Keyring of its own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aeon::ApiKey;

use aeon_simulator::{Handle, Options, Seed, Simulator};
use postern::config::{
    Environment, KeyStore, Profile, ProfileId, ProxySetting, Settings, SettingsChange,
    SettingsFile, Theme,
};
use postern::keys::{Keyring, KeyringTimes, Vault};
use postern::problem::{Problem, ProblemCode};
use postern::session::{App, AppOptions, ConsentPrompt, Paths};
use secrecy::SecretString;
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use uuid::Uuid;

/// `{"alg":"none"}` . `{"sub":"one"}` and `{"sub":"two"}` . a signature.
const KEY: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbmUifQ.c2lnbmF0dXJlLW9uZQ";
const OTHER_KEY: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0d28ifQ.c2lnbmF0dXJlLXR3bw";
/// Where nothing listens.
const HOST: &str = "http://127.0.0.1:9";
const INSIDE: &str = "POSTERN_STORY_INSIDE";

/// A bus that starts no services by itself: an installed keyring would come up as soon as it is asked.
const NOTHING_TO_START: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

const START_KEYRING: &str =
    "echo -n x | gnome-keyring-daemon --unlock --components=secrets --daemonize";

/// What stands on the story's bus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bus {
    /// An unlocked GNOME Keyring.
    Keyring,
    /// Nothing at first; what is installed may be started by a call.
    Installed,
    /// Nothing, and nothing that could be started.
    Empty,
    /// There is not even a bus.
    Missing,
}

/// Runs the story in a child process; in that child, runs it.
fn story<F: Future<Output = ()>>(name: &str, bus: Bus, tell: impl FnOnce(Vault, PathBuf) -> F) {
    if let Some(home) = std::env::var_os(INSIDE) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        let config = PathBuf::from(home).join("config");
        if bus == Bus::Keyring {
            wait_until_unlocked();
        }
        let vault = Vault::open(&config, keyring());
        runtime.block_on(tell(vault, config));
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let waiting = "; for n in $(seq 600); do dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
         org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true && break; \
         sleep 0.05; done; ";
    // Whoever called it before it has its name would have the bus start another one.
    let keyring = match bus {
        Bus::Keyring => [START_KEYRING, waiting].concat(),
        _ => String::new(),
    };
    let script = format!("{keyring}exec \"$0\" --exact {name} --nocapture --test-threads=1");
    let mut command = if bus == Bus::Missing {
        Command::new("bash")
    } else {
        let mut command = Command::new("dbus-run-session");
        if bus == Bus::Empty {
            let config = home.path().join("bus.conf");
            std::fs::write(&config, NOTHING_TO_START).unwrap();
            command.arg("--config-file").arg(config);
        }
        command.args(["--", "bash"]);
        command
    };
    command
        .arg("-c")
        .arg(script)
        .arg(std::env::current_exe().unwrap());
    command.env(INSIDE, home.path()).env("HOME", home.path());
    for folder in ["CONFIG", "DATA", "CACHE"] {
        command.env(format!("XDG_{folder}_HOME"), home.path().join(folder));
    }
    command
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY");
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let output = command
        .output()
        .expect("dbus-run-session and bash must be installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Waits until the keyring that was started has its collection, unlocked.
fn wait_until_unlocked() {
    let start = Instant::now();
    let is_unlocked = || {
        let service = SecretService::connect(EncryptionType::Plain).ok()?;
        let collection = service.get_default_collection().ok()?;
        collection.is_locked().ok().filter(|locked| !locked)
    };
    while is_unlocked().is_none() {
        assert!(start.elapsed() < Duration::from_secs(30), "no keyring");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn keyring() -> Keyring {
    Keyring::new(KeyringTimes {
        prompt: Duration::from_secs(10),
        ..KeyringTimes::default()
    })
}

fn profile(name: &str, store: KeyStore) -> Profile {
    Profile {
        id: ProfileId(Uuid::new_v4()),
        name: name.to_owned(),
        host: HOST.to_owned(),
        account_id: "account".into(),
        account_name: "Example".to_owned(),
        project_id: "project".into(),
        project_name: "default".to_owned(),
        key_expires: None,
        key_store: store,
        environment: Environment::default(),
        read_only: false,
        shared_key: None,
    }
}

fn key(text: &str) -> ApiKey {
    ApiKey::parse(text).unwrap()
}

/// What the keyring has for a key: the service address and the key.
fn secret(key: &str) -> String {
    format!("{HOST}\n{key}")
}

/// What another program finds in the keyring: label and secret of each of Postern's entries.
fn entries() -> Vec<(String, String)> {
    let service = SecretService::connect(EncryptionType::Dh).unwrap();
    let found = service
        .search_items([("service", "Postern")].into())
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let items = found.unlocked.iter();
    items
        .map(|item| (item.get_label().unwrap(), text(item.get_secret().unwrap())))
        .collect()
}

/// A service that must not get a key without consent.
async fn simulator() -> Handle {
    Simulator::start(Seed::Empty, Options::default())
        .await
        .unwrap()
}

/// Someone who answers questions, with yes at first.
#[derive(Clone, Default)]
struct User(Arc<Mutex<(Vec<String>, Option<&'static str>)>>);

impl User {
    fn says(&self, yes: bool) {
        self.0.lock().unwrap().1 = (!yes).then_some("");
    }

    /// Says no to questions that begin like this.
    fn declines(&self, question: &'static str) {
        self.0.lock().unwrap().1 = Some(question);
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().0.len()
    }

    fn last(&self) -> Option<String> {
        self.0.lock().unwrap().0.last().cloned()
    }

    fn reset(&self) {
        self.0.lock().unwrap().0.clear();
    }

    fn prompt(&self) -> ConsentPrompt {
        let user = self.clone();
        ConsentPrompt::new(move |request| {
            let mut state = user.0.lock().unwrap();
            let title = request.title();
            let yes = !state.1.is_some_and(|no| title.starts_with(no));
            state.0.push(title);
            async move { yes }
        })
    }
}

/// Postern with these files, and its user.
async fn open(config: &Path) -> (App, User) {
    let user = User::default();
    let options = AppOptions {
        keyring: keyring(),
        confirm: user.prompt(),
        ..AppOptions::default()
    };
    let paths = Paths {
        data: config.with_file_name("data"),
        config: config.to_owned(),
    };
    (App::open(paths, options).await, user)
}

fn problem<T>(result: Result<T, postern::keys::VaultError>) -> Problem {
    Problem::from(result.err().expect("an error"))
}

/// Every file below the folder that holds the text.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            if bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
            {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn a_key_goes_to_the_keyring_and_nowhere_else() {
    story(
        "a_key_goes_to_the_keyring_and_nowhere_else",
        Bus::Keyring,
        async |vault, config| {
            let one = profile("Production", KeyStore::Keyring);
            vault.add(one.clone(), &key(KEY)).await.unwrap();
            let label = "Postern – Production (127.0.0.1:9)".to_owned();
            assert_eq!(entries(), [(label, secret(KEY))]);

            let home = config.parent().unwrap();
            assert_eq!(holding(home, "Production"), [config.join("profiles.json")]);
            assert_eq!(holding(home, KEY), Vec::<PathBuf>::new());
            assert_eq!(holding(home, "c2lnbmF0dXJlLW9uZQ"), Vec::<PathBuf>::new());

            let after_a_restart = Vault::open(&config, keyring());
            assert_eq!(after_a_restart.profiles(), std::slice::from_ref(&one));
            assert_eq!(
                after_a_restart.read_key(one.id).await.unwrap().key.expose(),
                KEY
            );
            assert!(!format!("{after_a_restart:?}").contains("c2lnbmF0dXJl"));
            assert_eq!(vault.keyring_view().await.problem, None);
        },
    );
}

#[test]
fn a_key_is_not_sent_to_an_address_that_was_edited_in_the_file() {
    let name = "a_key_is_not_sent_to_an_address_that_was_edited_in_the_file";
    story(name, Bus::Keyring, async |vault, config| {
        let one = profile("One", KeyStore::Keyring);
        vault.add(one.clone(), &key(KEY)).await.unwrap();
        let elsewhere = simulator().await;
        let file = config.join("profiles.json");
        let edited = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, edited.replace(HOST, &elsewhere.base_url())).unwrap();

        let (app, user) = open(&config).await;
        let refused = app.switch_account(one.id).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::Invalid);
        for part in [HOST, &elsewhere.base_url()] {
            assert!(refused.message.contains(part), "{}", refused.message);
        }
        assert!(!refused.message.contains("c2lnbmF0dXJl"));
        assert_eq!(user.asked(), 0, "there is nothing to agree to");
        assert_eq!(elsewhere.requests().total, 0);
        assert_eq!(entries().len(), 1);
    });
}

#[test]
fn an_entry_of_an_earlier_version_gets_its_address_if_the_user_agrees() {
    let name = "an_entry_of_an_earlier_version_gets_its_address_if_the_user_agrees";
    story(name, Bus::Keyring, async |vault, config| {
        let one = profile("One", KeyStore::Keyring);
        vault.add(one.clone(), &key(KEY)).await.unwrap();
        let service = SecretService::connect(EncryptionType::Plain).unwrap();
        let found = service
            .search_items([("service", "Postern")].into())
            .unwrap();
        found.unlocked[0]
            .set_secret(KEY.as_bytes(), "text/plain")
            .unwrap();

        let (app, user) = open(&config).await;
        user.says(false);
        let declined = app.switch_account(one.id).await.unwrap_err();
        assert_eq!(declined.code, ProblemCode::Declined);
        assert_eq!(entries()[0].1, KEY);
        user.says(true);
        app.unlock().await.unwrap();
        assert_eq!(entries()[0].1, secret(KEY));
        assert_eq!(user.asked(), 2);
        // From then on it isn't asked about.
        app.lock().await.unwrap();
        app.unlock().await.unwrap();
        assert_eq!(user.asked(), 2);
        app.close().await;
    });
}

#[test]
fn the_proxy_and_certificates_in_the_files_are_those_that_the_user_agreed_to() {
    let name = "the_proxy_and_certificates_in_the_files_are_those_that_the_user_agreed_to";
    story(name, Bus::Keyring, async |_, config| {
        let authority = || {
            let made = rcgen::generate_simple_self_signed(vec!["ca.example".to_owned()]);
            made.unwrap().cert.pem()
        };
        let pem = config.with_file_name("company.pem");
        std::fs::write(&pem, authority()).unwrap();
        let (app, user) = open(&config).await;
        let proxy = ProxySetting::Url {
            url: "http://me:hunter2@127.0.0.1:9/".to_owned(),
        };
        let change = SettingsChange {
            proxy: Some(proxy.clone()),
            ..SettingsChange::default()
        };
        app.set_settings(change).await.unwrap();
        app.trust_certificates(pem).await.unwrap();
        assert_eq!(user.asked(), 2);
        app.close().await;
        drop(app);

        // The password is in the keyring, and in no file.
        assert_eq!(entries()[0].0, "Postern – proxy and certificates");
        assert!(entries()[0].1.contains("hunter2"));
        let home = config.parent().unwrap();
        let holders: Vec<_> = holding(home, "hunter2");
        let is_keyring = |path: &PathBuf| path.to_string_lossy().contains("keyrings");
        assert!(holders.iter().all(is_keyring), "{holders:?}");

        // After a restart all of it is used without a question.
        let service = simulator().await;
        let attempt = async |user: &User, app: &App| {
            let key = SecretString::from(service.keys().admin);
            user.reset();
            let tried = app.try_key(service.base_url(), key).await;
            (tried.map_err(|problem| problem.code).err(), user.asked())
        };
        let known = 1;
        let (app, user) = open(&config).await;
        assert_eq!(attempt(&user, &app).await, (None, known));
        let url = match app.state().await.settings.proxy {
            ProxySetting::Url { url } => url,
            other => panic!("{other:?}"),
        };
        // What the page gets has no password.
        assert_eq!(url, "http://me@127.0.0.1:9/");
        app.close().await;
        drop(app);

        // Another proxy, or other certificates, in the files are not.
        let settings = config.join("settings.json");
        let before = std::fs::read_to_string(&settings).unwrap();
        std::fs::write(&settings, before.replace("127.0.0.1:9", "127.0.0.1:10")).unwrap();
        let (app, user) = open(&config).await;
        user.declines("Use the proxy");
        assert_eq!(attempt(&user, &app).await.0, Some(ProblemCode::Declined));
        assert_eq!(user.last().as_deref(), Some("Use the proxy 127.0.0.1:10?"));
        app.close().await;
        drop(app);
        // The fingerprint in the settings can be edited as well.
        let mut edited: serde_json::Value = serde_json::from_str(&before).unwrap();
        edited["certificates"]["fingerprint"] = serde_json::Value::Null;
        std::fs::write(&settings, edited.to_string()).unwrap();
        std::fs::write(config.join("ca.pem"), authority()).unwrap();
        let (app, user) = open(&config).await;
        user.declines("Trust");
        assert_eq!(attempt(&user, &app).await.0, Some(ProblemCode::Declined));
        let question = user.last().unwrap();
        assert!(
            question.starts_with("Trust the CA certificate"),
            "{question}"
        );
        app.close().await;
    });
}

#[test]
fn renaming_replacing_and_removing_reach_the_keyring() {
    story(
        "renaming_replacing_and_removing_reach_the_keyring",
        Bus::Keyring,
        async |vault, _| {
            let (one, two) = (
                profile("One", KeyStore::Keyring),
                profile("Two", KeyStore::Keyring),
            );
            vault.add(one.clone(), &key(KEY)).await.unwrap();
            vault.add(two.clone(), &key(OTHER_KEY)).await.unwrap();
            assert_eq!(
                problem(vault.rename(two.id, "one").await).code,
                ProblemCode::Invalid
            );

            vault.rename(one.id, "Staging").await.unwrap();
            vault
                .replace_key(one.id, &key(OTHER_KEY), KeyStore::Keyring)
                .await
                .unwrap();
            vault.remove(two.id).await.unwrap();
            let label = "Postern – Staging (127.0.0.1:9)".to_owned();
            assert_eq!(entries(), [(label, secret(OTHER_KEY))]);
            assert_eq!(vault.profiles().len(), 1);
        },
    );
}

#[test]
fn a_locked_keyring_is_told_as_such_and_costs_nothing() {
    story(
        "a_locked_keyring_is_told_as_such_and_costs_nothing",
        Bus::Keyring,
        async |vault, _| {
            let one = profile("One", KeyStore::Keyring);
            vault.add(one.clone(), &key(KEY)).await.unwrap();
            let service = SecretService::connect(EncryptionType::Plain).unwrap();
            service.get_default_collection().unwrap().lock().unwrap();

            assert_eq!(
                problem(vault.read_key(one.id).await).code,
                ProblemCode::KeyringLocked
            );
            assert_eq!(
                problem(vault.remove(one.id).await).code,
                ProblemCode::KeyringLocked
            );
            // It can be used: it asks for its password then.
            assert_eq!(vault.keyring_view().await.problem, None);
            assert_eq!(vault.profiles(), std::slice::from_ref(&one));

            // The new name holds; the keyring's entry gets it the next time.
            let renamed = problem(vault.rename(one.id, "Renamed").await);
            assert_eq!(renamed.code, ProblemCode::KeyringLocked);
            assert_eq!(vault.profile(one.id).unwrap().name, "Renamed");
            // Who can't unlock it can still take the account off the list.
            vault.forget(one.id).await.unwrap();
            assert_eq!(vault.profiles(), []);
        },
    );
}

#[test]
fn a_replaced_key_can_be_kept_elsewhere_than_the_old_one() {
    story(
        "a_replaced_key_can_be_kept_elsewhere_than_the_old_one",
        Bus::Keyring,
        async |vault, _| {
            let one = profile("One", KeyStore::Keyring);
            vault.add(one.clone(), &key(KEY)).await.unwrap();
            let to = async |text: &str, store| vault.replace_key(one.id, &key(text), store).await;
            to(OTHER_KEY, KeyStore::Session).await.unwrap();
            assert_eq!(entries(), []);
            let held = vault.read_key(one.id).await.unwrap();
            assert_eq!(held.key.expose(), OTHER_KEY);

            to(KEY, KeyStore::Keyring).await.unwrap();
            let label = "Postern – One (127.0.0.1:9)".to_owned();
            assert_eq!(entries(), [(label, secret(KEY))]);

            // With a keyring that can't be used the account goes on for this session.
            let service = SecretService::connect(EncryptionType::Plain).unwrap();
            service.get_default_collection().unwrap().lock().unwrap();
            let refused = problem(to(OTHER_KEY, KeyStore::Keyring).await);
            assert_eq!(refused.code, ProblemCode::KeyringLocked);
            to(OTHER_KEY, KeyStore::Session).await.unwrap();
            assert_eq!(vault.profile(one.id).unwrap().key_store, KeyStore::Session);
            let held = vault.read_key(one.id).await.unwrap();
            assert_eq!(held.key.expose(), OTHER_KEY);
        },
    );
}

#[test]
fn a_keyring_that_comes_later_is_noticed_when_the_window_is_back() {
    let name = "a_keyring_that_comes_later_is_noticed_when_the_window_is_back";
    story(name, Bus::Empty, async |_, config| {
        let paths = Paths {
            data: config.with_file_name("data"),
            config,
        };
        let app = App::open(paths, AppOptions::default()).await;
        let becomes = async |wanted: Option<ProblemCode>| {
            let start = Instant::now();
            loop {
                let problem = app.state().await.keyring.problem;
                if problem.map(|problem| problem.code) == wanted {
                    return;
                }
                assert!(start.elapsed() < Duration::from_secs(30), "{wanted:?}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        becomes(Some(ProblemCode::KeyringAbsent)).await;
        let started = Command::new("bash").args(["-c", START_KEYRING]).status();
        assert!(started.unwrap().success());
        wait_until_unlocked();
        app.window_focused();
        becomes(None).await;
    });
}

#[test]
fn a_keyring_that_asks_for_its_password_is_shown_to_ask_and_can_be_left() {
    let name = "a_keyring_that_asks_for_its_password_is_shown_to_ask_and_can_be_left";
    story(name, Bus::Keyring, async |_, config| {
        let keyring = keyring();
        let vault = Vault::open(&config, keyring.clone());
        let one = profile("One", KeyStore::Keyring);
        vault.add(one.clone(), &key(KEY)).await.unwrap();
        // The one that shows the window for the password, with nobody in front of it.
        let window = zbus::blocking::Connection::session().unwrap();
        window
            .request_name("org.gnome.keyring.SystemPrompter")
            .unwrap();
        let service = SecretService::connect(EncryptionType::Plain).unwrap();
        service.get_default_collection().unwrap().lock().unwrap();

        let mut asking = keyring.asking();
        assert_eq!(*asking.borrow(), 0);
        {
            let read = vault.read_key(one.id);
            tokio::pin!(read);
            tokio::select! {
                read = &mut read => panic!("nobody typed the password: {:?}", read.err()),
                asked = asking.wait_for(|asking| *asking == 1) => assert!(asked.is_ok()),
            }
        }
        assert_eq!(*asking.borrow(), 0, "who doesn't wait is not asked for");
    });
}

#[test]
fn an_entry_that_is_gone_does_not_take_its_profile_along() {
    story(
        "an_entry_that_is_gone_does_not_take_its_profile_along",
        Bus::Keyring,
        async |vault, _| {
            let one = profile("One", KeyStore::Keyring);
            vault.add(one.clone(), &key(KEY)).await.unwrap();
            let service = SecretService::connect(EncryptionType::Plain).unwrap();
            let found = service
                .search_items([("service", "Postern")].into())
                .unwrap();
            found.unlocked[0].delete().unwrap();
            assert_eq!(
                problem(vault.read_key(one.id).await).code,
                ProblemCode::Unauthorized
            );
            assert_eq!(vault.profiles(), std::slice::from_ref(&one));
            vault.remove(one.id).await.unwrap();
        },
    );
}

#[test]
fn without_a_keyring_the_key_is_for_this_session() {
    story(
        "without_a_keyring_the_key_is_for_this_session",
        Bus::Empty,
        for_this_session,
    );
}

#[test]
fn without_a_bus_the_key_is_for_this_session() {
    story(
        "without_a_bus_the_key_is_for_this_session",
        Bus::Missing,
        for_this_session,
    );
}

async fn for_this_session(vault: Vault, config: PathBuf) {
    let kept = profile("Kept", KeyStore::Keyring);
    let refused = problem(vault.add(kept, &key(KEY)).await);
    assert_eq!(
        refused.code,
        ProblemCode::KeyringAbsent,
        "{}",
        refused.message
    );
    assert_eq!(vault.profiles(), []);

    let one = profile("One", KeyStore::Session);
    vault.add(one.clone(), &key(KEY)).await.unwrap();
    assert_eq!(vault.read_key(one.id).await.unwrap().key.expose(), KEY);
    let later = Vault::open(&config, keyring());
    assert_eq!(later.profiles(), std::slice::from_ref(&one));
    assert_eq!(
        problem(later.read_key(one.id).await).code,
        ProblemCode::Unauthorized
    );
    assert_eq!(holding(&config, KEY), Vec::<PathBuf>::new());
}

#[test]
fn a_keyring_that_never_answers_is_waited_for_no_longer_than_five_seconds() {
    let name = "a_keyring_that_never_answers_is_waited_for_no_longer_than_five_seconds";
    story(name, Bus::Installed, async |vault, _| {
        // Owns the name and takes every call, but has nobody who answers.
        let silent = zbus::blocking::Connection::session().unwrap();
        silent.request_name("org.freedesktop.secrets").unwrap();
        let one = profile("One", KeyStore::Session);
        vault.add(one.clone(), &key(KEY)).await.unwrap();

        let begin = Instant::now();
        let view = vault.keyring_view();
        tokio::pin!(view);
        let mut ticks = 0;
        let seen = loop {
            tokio::select! {
                seen = &mut view => break seen,
                () = tokio::time::sleep(Duration::from_millis(50)) => ticks += 1,
            }
        };
        assert_eq!(seen.problem.unwrap().code, ProblemCode::KeyringSilent);
        assert!(
            begin.elapsed() >= Duration::from_secs(5),
            "it was given its time"
        );
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "and not much more"
        );
        assert!(ticks > 20, "everything else went on meanwhile");

        // Once a keyring answers under that name, it is used.
        silent.release_name("org.freedesktop.secrets").unwrap();
        let unlock = "echo -n x | gnome-keyring-daemon --unlock --components=secrets --daemonize";
        let started = Command::new("bash").args(["-c", unlock]).status().unwrap();
        assert!(started.success());
        let kept = profile("Kept", KeyStore::Keyring);
        vault.add(kept.clone(), &key(KEY)).await.unwrap();
        assert_eq!(vault.read_key(kept.id).await.unwrap().key.expose(), KEY);
    });
}

#[test]
fn a_damaged_file_is_set_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("profiles.json"), "{ not json").unwrap();
    let vault = Vault::open(folder.path(), Keyring::default());
    let said = vault.problem().unwrap().message.clone();
    assert!(said.contains("profiles.json.damaged-"), "{said}");
    let kept = std::fs::read_dir(folder.path()).unwrap().flatten();
    let kept = kept.map(|entry| std::fs::read_to_string(entry.path()).unwrap());
    assert_eq!(kept.collect::<Vec<_>>(), ["{ not json"]);
}

#[tokio::test]
async fn what_another_version_wrote_into_a_file_stays_there() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(folder.path().join(name)).unwrap()).unwrap()
    };
    let one = profile("One", KeyStore::Session);
    let mut later = serde_json::to_value(&one).unwrap();
    later["colour"] = "green".into();
    let odd = serde_json::json!({"id": 7, "name": "From elsewhere"});
    let file = serde_json::json!({"version": 1, "profiles": [later, odd], "order": "by hand"});
    std::fs::write(folder.path().join("profiles.json"), file.to_string()).unwrap();
    std::fs::write(
        folder.path().join("settings.json"),
        r#"{"theme":"dark","density":"compact"}"#,
    )
    .unwrap();

    let vault = Vault::open(folder.path(), Keyring::default());
    assert_eq!(vault.profiles(), std::slice::from_ref(&one));
    let said = vault.problem().unwrap().message.clone();
    assert!(said.contains("left in the file"), "{said}");
    vault.rename(one.id, "Renamed").await.unwrap();
    let now = read("profiles.json");
    assert_eq!(now["order"], "by hand");
    assert_eq!(now["profiles"][0]["colour"], "green");
    assert_eq!(now["profiles"][0]["name"], "Renamed");
    assert_eq!(now["profiles"][1], odd);

    let settings = SettingsFile::open(folder.path());
    assert_eq!(settings.get().theme, Theme::Dark);
    settings
        .change(|now| *now = Settings::default())
        .await
        .unwrap();
    assert_eq!(read("settings.json")["density"], "compact");
}

#[cfg(unix)]
#[tokio::test]
async fn only_their_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path(), Keyring::default());
    let one = profile("One", KeyStore::Session);
    vault.add(one, &key(KEY)).await.unwrap();
    let settings = SettingsFile::open(folder.path());
    settings
        .change(|now| *now = Settings::default())
        .await
        .unwrap();
    for name in ["profiles.json", "settings.json"] {
        let file = std::fs::metadata(folder.path().join(name)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn a_list_that_cannot_be_written_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path(), Keyring::default());
    let one = profile("One", KeyStore::Session);
    vault.add(one.clone(), &key(KEY)).await.unwrap();
    // A folder stands where the file is written: not even root gets past it.
    std::fs::create_dir_all(folder.path().join("profiles.json.new/in-the-way")).unwrap();
    let two = profile("Two", KeyStore::Session);
    let refused = problem(vault.add(two.clone(), &key(KEY)).await);
    assert!(
        refused.message.contains("couldn't be written"),
        "{}",
        refused.message
    );
    assert_eq!(vault.profiles(), std::slice::from_ref(&one));
    assert!(vault.read_key(two.id).await.is_err());
}

#[tokio::test]
async fn settings_come_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = SettingsFile::open(folder.path());
    assert_eq!(file.get(), Settings::default());
    let settings = Settings {
        theme: Theme::Dark,
        lock_after_minutes: None,
        ..Settings::default()
    };
    let set = settings.clone();
    file.change(|now| *now = set).await.unwrap();
    assert_eq!(SettingsFile::open(folder.path()).get(), settings);
}

#[tokio::test]
async fn profiles_of_earlier_versions_open_unchanged_and_their_marks_last() {
    let folder = tempfile::tempdir().unwrap();
    let old = serde_json::json!({ "version": 1, "profiles": [{
        "id": Uuid::new_v4(), "name": "Work", "host": HOST, "accountId": "a", "accountName": "A",
        "projectId": "p", "projectName": "default", "keyExpires": null, "keyStore": "session",
    }] });
    let file = folder.path().join("profiles.json");
    std::fs::write(&file, old.to_string()).unwrap();
    let vault = Vault::open(folder.path(), Keyring::default());
    assert!(vault.problem().is_none());
    let profile = vault.profiles().remove(0);
    let marks = |profile: &Profile| (profile.environment, profile.read_only);
    assert_eq!(marks(&profile), (Environment::Other, false));
    let after = std::fs::read_to_string(&file).unwrap();
    assert_eq!(after, old.to_string());

    let marked = vault.mark(profile.id, Environment::Production, true).await;
    marked.unwrap();
    let again = Vault::open(folder.path(), Keyring::default());
    let again = again.profiles().remove(0);
    assert_eq!(marks(&again), (Environment::Production, true));
    assert_eq!(again.name, "Work");
}
