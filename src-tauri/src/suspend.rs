//! Locks the account before the machine sleeps and when the screen is locked, as systemd-logind announces it. An
//! inhibitor lock has logind wait before sleep, so that the key is no longer in memory when that is kept or written to
//! disk.

use std::sync::Arc;

use futures_util::StreamExt as _;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};

use crate::App;

#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Logind {
    /// Takes an inhibitor lock: logind waits while the returned file is open, by default for at most 5 s.
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;

    /// The session with this id; `auto` for the caller's own.
    fn get_session(&self, id: &str) -> zbus::Result<OwnedObjectPath>;

    /// Sent with `true` before the machine sleeps and with `false` after it wakes.
    #[zbus(signal)]
    fn prepare_for_sleep(&self, starting: bool) -> zbus::Result<()>;
}

#[zbus::proxy(
    interface = "org.freedesktop.login1.Session",
    default_service = "org.freedesktop.login1",
    gen_blocking = false
)]
trait Session {
    /// Sent when the session is to be locked, as by `loginctl lock-session`.
    #[zbus(signal)]
    fn lock(&self) -> zbus::Result<()>;

    /// Whether the desktop says that its screen is locked.
    #[zbus(property)]
    fn locked_hint(&self) -> zbus::Result<bool>;
}

/// Locks before sleep and with the screen until Postern quits. Without logind, only idle time locks the account.
pub(crate) fn lock_with_session(app: Arc<App>) {
    let screen = Arc::clone(&app);
    tauri::async_runtime::spawn(async move {
        if let Err(error) = watch_screen(&screen).await {
            tracing::info!(
                "a locked screen will not lock the account: can't listen to logind: {error}"
            );
        }
    });
    tauri::async_runtime::spawn(async move {
        if let Err(error) = watch_sleep(&app).await {
            tracing::info!("sleep will not lock the account: can't listen to logind: {error}");
        }
    });
}

async fn lock(app: &App) {
    if let Err(problem) = app.lock().await {
        tracing::error!("can't lock the account: {}", problem.message);
    }
}

async fn watch_screen(app: &App) -> zbus::Result<()> {
    let system = zbus::Connection::system().await?;
    let path = LogindProxy::new(&system).await?.get_session("auto").await?;
    let session = SessionProxy::builder(&system).path(path)?.build().await?;
    let mut asked = session.receive_lock().await?;
    let mut hints = session.receive_locked_hint_changed().await;
    loop {
        tokio::select! {
            Some(_) = asked.next() => lock(app).await,
            Some(hint) = hints.next() => {
                // The first one is the state when Postern starts.
                if hint.get().await? {
                    lock(app).await;
                }
            }
            else => return Ok(()),
        }
    }
}

async fn watch_sleep(app: &App) -> zbus::Result<()> {
    let system = zbus::Connection::system().await?;
    let logind = LogindProxy::new(&system).await?;
    let mut announced = logind.receive_prepare_for_sleep().await?;
    let mut inhibitor = inhibit(&logind).await;
    while let Some(signal) = announced.next().await {
        if signal.args()?.starting {
            lock(app).await;
            // Releases the inhibitor lock, so that the machine sleeps.
            drop(inhibitor.take());
        } else {
            app.resumed();
            inhibitor = inhibit(&logind).await;
        }
    }
    Ok(())
}

/// Takes the inhibitor lock. Without it the account is locked anyway, at the latest when the machine wakes.
async fn inhibit(logind: &LogindProxy<'_>) -> Option<OwnedFd> {
    let why = "Locking the account and removing its key from memory";
    match logind.inhibit("sleep", "Postern", why, "delay").await {
        Ok(inhibitor) => Some(inhibitor),
        Err(error) => {
            tracing::info!("sleep will not wait for the account to lock: {error}");
            None
        }
    }
}
