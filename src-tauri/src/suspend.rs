//! Locks the account before the machine sleeps, as systemd-logind announces it.

use std::sync::Arc;

use futures_util::StreamExt as _;

use crate::App;

#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Logind {
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
    let mut announced = LogindProxy::new(&system)
        .await?
        .receive_prepare_for_sleep()
        .await?;
    while let Some(signal) = announced.next().await {
        if signal.args()?.starting
            && let Err(problem) = app.lock().await
        {
            tracing::error!(
                "the account could not be locked before sleep: {}",
                problem.message
            );
        }
    }
    Ok(())
}
