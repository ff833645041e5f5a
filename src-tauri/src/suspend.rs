//! Locks the account before the machine sleeps, when systemd-logind announces it. An inhibitor lock has logind wait,
//! so that the key is no longer in memory when that is kept or written to disk.

use std::sync::Arc;

use futures_util::StreamExt as _;
use zbus::zvariant::OwnedFd;

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

    /// Sent with `true` before the machine sleeps and with `false` after it wakes.
    #[zbus(signal)]
    fn prepare_for_sleep(&self, starting: bool) -> zbus::Result<()>;
}

/// Locks before sleep until Postern quits. Without logind, sleep doesn't lock the account.
pub(crate) fn lock_before_sleep(app: Arc<App>) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = listen(&app).await {
            tracing::info!("sleep will not lock the account: can't listen to logind: {error}");
        }
    });
}

async fn listen(app: &App) -> zbus::Result<()> {
    let system = zbus::Connection::system().await?;
    let logind = LogindProxy::new(&system).await?;
    let mut announced = logind.receive_prepare_for_sleep().await?;
    let mut inhibitor = inhibit(&logind).await;
    while let Some(signal) = announced.next().await {
        if signal.args()?.starting {
            if let Err(problem) = app.lock().await {
                tracing::error!("can't lock the account before sleep: {}", problem.message);
            }
            // Releases the inhibitor lock, so that the machine sleeps.
            drop(inhibitor.take());
        } else {
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
