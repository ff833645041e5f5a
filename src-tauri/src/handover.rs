//! Hands the arguments of a second start to the Postern that runs, before the toolkit starts. The plugin for a single instance
//! does the same, but only once the toolkit runs, and then exits while its threads are running: about one start in a thousand
//! crashed there.

use std::time::Duration;

use zbus::connection::Builder;

/// How long the other one may take to accept the arguments.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether another Postern took the arguments. It has the plugin's name on the session bus.
pub(crate) async fn hand_over(identifier: &str) -> bool {
    // Without one, the plugin says what is wrong, if anything is.
    call(identifier).await.is_ok()
}

async fn call(identifier: &str) -> zbus::Result<()> {
    let name = format!("{identifier}.SingleInstance");
    let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let folder = std::env::current_dir().unwrap_or_default();
    let bus = Builder::session()?.method_timeout(PATIENCE).build().await?;
    bus.call_method(
        Some(name.as_str()),
        path.as_str(),
        Some("org.SingleInstance.DBus"),
        "ExecuteCallback",
        &(arguments, folder.to_string_lossy()),
    )
    .await?;
    Ok(())
}
