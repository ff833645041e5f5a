//! The one window, which shows Postern's own page and nothing else.

use tauri::webview::{NewWindowResponse, PermissionResponse, WebviewWindowBuilder};
use tauri::{AppHandle, Manager, Runtime, Url, WebviewWindow};

/// The window's label; the capability names it.
const LABEL: &str = "main";

/// Makes the window that `tauri.conf.json` describes.
pub(crate) fn open<R: Runtime>(app: &tauri::App<R>) -> tauri::Result<()> {
    let windows = &app.config().app.windows;
    let config = windows
        .iter()
        .find(|window| window.label == LABEL)
        .ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(|url| {
            let own = is_own(url);
            if !own {
                tracing::warn!("the page wanted to leave for {}", host_of(url));
            }
            own
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .build()?;
    Ok(())
}

/// The window.
pub(crate) fn main<R: Runtime>(app: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    app.get_webview_window(LABEL)
}

/// Brings the window to the front.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = main(app) else {
        return;
    };
    for done in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = done {
            tracing::warn!("the window could not be brought to the front: {error}");
        }
    }
}

/// Whether an address belongs to the page that is built in (or, in development, served by Vite).
fn is_own(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        ("http", Some("localhost")) => tauri::is_dev() && url.port() == Some(5173),
        _ => false,
    }
}

/// An address without what may be private in it.
fn host_of(url: &Url) -> String {
    format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use tauri::Url;

    use super::is_own;

    #[test]
    fn only_the_built_in_page_may_be_shown() {
        let own = |text: &str| is_own(&Url::parse(text).expect("a URL"));
        assert!(own("tauri://localhost/"));
        assert!(own("tauri://localhost/index.html#/endpoints"));
        assert!(own("http://tauri.localhost/"));
        assert!(!own("https://example.com/"));
        assert!(!own("tauri://example.com/"));
        assert!(!own("https://tauri.localhost.example.com/"));
        assert!(!own("file:///etc/passwd"));
        assert!(!own("data:text/html,x"));
        assert!(!own("http://localhost:5173/"));
    }
}
