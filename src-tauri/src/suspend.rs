//! Locks the account before the machine sleeps, as systemd-logind announces it. Logind is asked to wait for
//! that, so that the key is out of memory before memory is kept or written to a disk.

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
    /// Asks to be waited for; as long as what is given back is open, and for 5 s at most unless logind is
    /// set up otherwise.
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;

    /// Sent with `true` before the machine sleeps and with `false` after it woke.
    #[zbus(signal)]
    fn prepare_for_sleep(&self, starting: bool) -> zbus::Result<()>;
}

/// Listens for as long as Postern runs. Where there is no logind, nothing is locked by sleep.
pub(crate) fn lock_before_sleep(app: Arc<App>) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = listen(&app).await {
            tracing::info!(
                "sleep will not lock the account, there is no logind to tell of it: {error}"
            );
        }
    });
}

async fn listen(app: &App) -> zbus::Result<()> {
    let system = zbus::Connection::system().await?;
    let logind = LogindProxy::new(&system).await?;
    let mut announced = logind.receive_prepare_for_sleep().await?;
    let mut wait = ask_to_wait(&logind).await;
    while let Some(signal) = announced.next().await {
        if signal.args()?.starting {
            if let Err(problem) = app.lock().await {
                tracing::error!(
                    "the account could not be locked before sleep: {}",
                    problem.message
                );
            }
            // Letting go of it lets the machine sleep.
            drop(wait.take());
        } else {
            wait = ask_to_wait(&logind).await;
        }
    }
    Ok(())
}

/// Where logind doesn't wait, the account is locked all the same, at the latest when the machine wakes.
async fn ask_to_wait(logind: &LogindProxy<'_>) -> Option<OwnedFd> {
    let why = "Lock the account and drop its key from memory";
    match logind.inhibit("sleep", "Postern", why, "delay").await {
        Ok(wait) => Some(wait),
        Err(error) => {
            tracing::info!("sleep will not wait until the account is locked: {error}");
            None
        }
    }
}
