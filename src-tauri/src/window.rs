//! The window, which shows Postern's own page and nothing else.

use tauri::webview::{NewWindowResponse, PermissionResponse, WebviewWindowBuilder};
use tauri::{AppHandle, Manager, Runtime, Url, WebviewWindow};

/// The window's label, which the capability refers to.
const LABEL: &str = "main";

/// Creates the window that `tauri.conf.json` describes.
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
                tracing::warn!("blocked navigation of the page to {}", origin_of(url));
            }
            own
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .build()?;
    Ok(())
}

/// The window, while it exists.
pub(crate) fn main<R: Runtime>(app: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    app.get_webview_window(LABEL)
}

/// Brings the window to the front.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = main(app) else {
        return;
    };
    for result in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = result {
            tracing::warn!("can't bring the window to the front: {error}");
        }
    }
}

/// Whether a URL belongs to the embedded page or, in development, to Vite's server.
fn is_own(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        ("http", Some("localhost")) => tauri::is_dev() && url.port() == Some(5173),
        _ => false,
    }
}

/// Scheme and host: the rest of a URL may be private.
fn origin_of(url: &Url) -> String {
    format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use tauri::Url;

    use super::is_own;

    #[test]
    fn only_the_embedded_page_may_be_shown() {
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
