//! The account locks with the screen and before sleep, as systemd-logind announces them, and polkit verifies who unlocks
//! it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use postern_tests::{Desktop, button, checkbox, heading, link, until};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};

use super::northwind::{loaded, northwind, signed_in};

const SESSION: &str = "/org/freedesktop/login1/session/c1";

/// As much of logind as Postern uses.
struct Logind;

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn get_session(&self, id: &str) -> OwnedObjectPath {
        assert_eq!(id, "auto");
        OwnedObjectPath::try_from(SESSION).expect("a path")
    }

    fn inhibit(&self, _what: &str, _who: &str, _why: &str, _mode: &str) -> OwnedFd {
        let file = std::fs::File::open("/dev/null").expect("it exists");
        std::os::fd::OwnedFd::from(file).into()
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(signals: &SignalEmitter<'_>, starting: bool) -> zbus::Result<()>;
}

struct Session {
    is_locked: bool,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.is_locked
    }

    #[zbus(signal)]
    async fn lock(signals: &SignalEmitter<'_>) -> zbus::Result<()>;
}

/// As much of polkit as Postern uses.
struct Polkit {
    authorizes: Arc<AtomicBool>,
}

/// As polkit describes an action.
type Action = (
    String,
    String,
    String,
    String,
    String,
    String,
    u32,
    u32,
    u32,
    HashMap<String, String>,
);

#[zbus::interface(name = "org.freedesktop.PolicyKit1.Authority")]
impl Polkit {
    fn enumerate_actions(&self, _locale: &str) -> Vec<Action> {
        let text = String::new;
        let id = "app.postern.Postern.unlock".to_owned();
        vec![(
            id,
            text(),
            text(),
            text(),
            text(),
            text(),
            3,
            3,
            3,
            HashMap::new(),
        )]
    }

    fn check_authorization(
        &self,
        subject: (String, HashMap<String, OwnedValue>),
        action_id: &str,
        _details: HashMap<String, String>,
        flags: u32,
        _cancellation_id: &str,
    ) -> (bool, bool, HashMap<String, String>) {
        let (kind, _) = subject;
        assert_eq!((kind.as_str(), flags), ("system-bus-name", 1));
        assert!(action_id.starts_with("app.postern.Postern."), "{action_id}");
        (
            self.authorizes.load(Ordering::SeqCst),
            false,
            HashMap::new(),
        )
    }

    fn cancel_check_authorization(&self, _cancellation_id: &str) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn sleep_and_a_locked_screen_lock_the_account_and_the_system_verifies_who_unlocks_it() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    desktop.set_variable("DBUS_SYSTEM_BUS_ADDRESS", desktop.bus_address());
    let authorizes = Arc::new(AtomicBool::new(true));
    let polkit = Polkit {
        authorizes: Arc::clone(&authorizes),
    };
    let bus = zbus::connection::Builder::address(desktop.bus_address())
        .and_then(|bus| bus.serve_at("/org/freedesktop/login1", Logind))
        .and_then(|bus| bus.serve_at(SESSION, Session { is_locked: false }))
        .and_then(|bus| bus.name("org.freedesktop.login1"))
        .and_then(|bus| bus.serve_at("/org/freedesktop/PolicyKit1/Authority", polkit))
        .and_then(|bus| bus.name("org.freedesktop.PolicyKit1"))
        .expect("a valid service");
    let bus = bus.build().await.expect("the desktop has a bus");
    let server = bus.object_server();
    let session = server.interface::<_, Session>(SESSION).await;
    let session = session.expect("it is served");
    let manager = server
        .interface::<_, Logind>("/org/freedesktop/login1")
        .await;
    let manager = manager.expect("it is served");

    let app = signed_in(&desktop, &service).await;
    let key = service.keys().admin;
    let (_, signature) = key.rsplit_once('.').expect("it has parts");
    for reason in ["sleep", "lock", "hint"] {
        let sent = match reason {
            "sleep" => Logind::prepare_for_sleep(manager.signal_emitter(), true).await,
            "lock" => Session::lock(session.signal_emitter()).await,
            _ => {
                let mut now = session.get_mut().await;
                now.is_locked = true;
                now.locked_hint_changed(session.signal_emitter()).await
            }
        };
        sent.expect("the bus takes it");
        app.see(heading("Northwind is locked")).await;
        until("the key to leave the memory", || async {
            app.holders_in_memory(signature).is_empty().then_some(())
        })
        .await;
        app.click(button("Unlock")).await;
        app.see(heading("Endpoints")).await;
        loaded(&app).await;
    }

    // And with the setting the system asks who is there.
    app.click(link("Settings")).await;
    let available = "return [...document.querySelectorAll('label')].some((label) =>
        label.textContent.includes('Ask who you are') && !label.querySelector('input').disabled)";
    app.until_page("polkit's answer", available).await;
    app.type_into(checkbox("Ask who you are before unlocking"), " ")
        .await;
    until("the setting to be saved", || async {
        let saved = desktop.config().join("settings.json");
        let saved = std::fs::read_to_string(saved).ok()?;
        saved.contains(r#""verifyUser": true"#).then_some(())
    })
    .await;
    app.picture("settings-verify-user").await;
    app.click(button("Lock")).await;
    app.see_text("your system asks who you are").await;
    authorizes.store(false, Ordering::SeqCst);
    app.click(button("Unlock")).await;
    app.see_text("Your system didn't confirm that it's you.")
        .await;
    app.picture("not-verified").await;
    authorizes.store(true, Ordering::SeqCst);
    app.click(button("Try again")).await;
    app.see(heading("Settings")).await;
    app.quit().await;
}
