//! The window, which shows Postern's own page and nothing else.

use std::sync::Arc;

use tauri::webview::{NewWindowResponse, PermissionResponse, WebviewWindowBuilder};
use tauri::{AppHandle, Manager, Runtime, Url, WebviewWindow};

use crate::input::Input;
use crate::{App, first_screen};

/// The window's label, which the capability refers to.
pub(crate) const LABEL: &str = "main";

/// WebRTC sends packets that the content security policy doesn't govern. Not every engine can switch it off, so that
/// its interfaces are removed before any other script runs.
const NO_PEER_CONNECTIONS: &str = "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', \
     'RTCIceTransport', 'WebTransport']) Reflect.deleteProperty(globalThis, name);";

/// Tauri's own arguments, and those that keep the web view from resolving and connecting by itself.
#[cfg(windows)]
const BROWSER_ARGUMENTS: &str = "--disable-features=msWebOOUI,msPdfOOUI,msSmartScreenProtection \
     --dns-prefetch-disable --webrtc-ip-handling-policy=disable_non_proxied_udp --force-webrtc-ip-handling-policy";

/// Creates the window that `tauri.conf.json` describes. Its page is loaded once the event loop runs.
pub(crate) fn create<R: Runtime>(app: &tauri::App<R>) -> tauri::Result<WebviewWindow<R>> {
    let windows = &app.config().app.windows;
    let config = windows
        .iter()
        .find(|window| window.label == LABEL)
        .ok_or(tauri::Error::WindowNotFound)?;
    let handle = app.handle().clone();
    let window = confined(WebviewWindowBuilder::from_config(app, config)?)
        .on_web_resource_request(move |request, response| {
            first_screen::put_in(&handle, &request, response);
        })
        .build()?;
    #[cfg(target_os = "linux")]
    set_up_engine(&window)?;
    Ok(window)
}

/// Does for the window what needs the managed state.
pub(crate) fn finish<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let session = window.state::<Arc<App>>();
    first_screen::prepare(window, session.theme());
    window.state::<Input>().watch(window)?;
    window.state::<Zoom>().set(session.zoom());
    Ok(())
}

/// Keeps a window's page from going elsewhere, connecting to peers, opening windows, downloading, and asking for
/// permissions.
pub(crate) fn confined<'a, R: Runtime, M: Manager<R>>(
    window: WebviewWindowBuilder<'a, R, M>,
) -> WebviewWindowBuilder<'a, R, M> {
    #[cfg(windows)]
    let window = window.additional_browser_args(BROWSER_ARGUMENTS);
    window
        .initialization_script_for_all_frames(NO_PEER_CONNECTIONS)
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
}

/// Ends the process of the page and shows the page again in a new one, so that what was on the screen leaves the
/// memory.
#[cfg(target_os = "linux")]
pub(crate) fn restart_page<R: Runtime>(app: &AppHandle<R>) {
    use webkit2gtk::WebViewExt as _;

    let Some(window) = main(app) else {
        return;
    };
    let restarted = window.with_webview(|view| {
        let view = view.inner();
        if !is_driven() {
            view.terminate_web_process();
        }
        view.reload();
    });
    if let Err(error) = restarted {
        tracing::error!("can't end the process of the page: {error}");
    }
}

/// Whether a WebDriver controls the page, which gives up when the page's process ends. A release build doesn't look.
#[cfg(target_os = "linux")]
fn is_driven() -> bool {
    cfg!(debug_assertions) && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
}

/// Shows the page again. These systems offer no way to end only its process.
#[cfg(not(target_os = "linux"))]
pub(crate) fn restart_page<R: Runtime>(app: &AppHandle<R>) {
    if let Some(Err(error)) = main(app).map(|window| window.reload()) {
        tracing::error!("can't load the page again: {error}");
    }
}

/// Tells WebKitGTK before its first use to leave the graphics driver alone: even a window that isn't drawn with it would
/// load it. A value that the user set stays.
#[cfg(target_os = "linux")]
pub fn draw_without_graphics_driver() {
    if let Err(error) = gtk::glib::setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", false) {
        eprintln!("Postern draws with the graphics driver: {error}");
    }
}

/// Switches off what sends something that the content security policy doesn't govern, and drawing with the graphics
/// driver: for a page of text it costs more memory than it saves time, and some drivers show an empty window.
#[cfg(target_os = "linux")]
pub(crate) fn set_up_engine<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use gtk::prelude::*;
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

    window.with_webview(|webview| {
        let Some(settings) = WebViewExt::settings(&webview.inner()) else {
            return;
        };
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        for feature in [
            "enable-webrtc",
            "enable-media-stream",
            "enable-dns-prefetching",
            "enable-hyperlink-auditing",
        ] {
            // Older engines don't have all of them.
            if settings.find_property(feature).is_some() {
                settings.set_property(feature, false);
            }
        }
    })
}

/// The window, while it exists.
pub(crate) fn main<R: Runtime>(app: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    app.get_webview_window(LABEL)
}

/// Zooms the page. Commands know no runtime, so this one is behind a function.
pub struct Zoom(Box<dyn Fn(f64) + Send + Sync>);

impl Zoom {
    pub(crate) fn of<R: Runtime>(app: AppHandle<R>) -> Self {
        Self(Box::new(move |factor| {
            if let Some(Err(error)) = main(&app).map(|window| window.set_zoom(factor)) {
                tracing::warn!("can't zoom the window: {error}");
            }
        }))
    }

    pub(crate) fn set(&self, percent: u32) {
        self.0(f64::from(percent) / 100.0);
    }
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
