//! What the window shows before its page has asked for anything: the document comes with the state and the first rows.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use postern::config::Theme;
use postern::session::FirstScreen;
use tauri::async_runtime::block_on;
use tauri::http::{Request, Response};
use tauri::window::Color;
use tauri::{AppHandle, Manager, Runtime, WebviewWindow};

use crate::App;

/// How long the document waits for an account that is being unlocked. Its page can wait for longer.
const PATIENCE: Duration = Duration::from_millis(100);

/// Where the document has the first screen.
const PLACE: &str = "<!-- first screen -->";
/// Where it has its theme.
const THEME: &str = "data-theme=\"dark\"";

/// The theme that the system has, which the page's document can't know before it is drawn.
pub(crate) struct SystemTheme(tauri::Theme);

/// Gives the window the background that its page will have, so that it never flashes.
pub(crate) fn prepare<R: Runtime>(window: &WebviewWindow<R>, theme: Theme) {
    let system = window.theme().unwrap_or(tauri::Theme::Dark);
    let background = match resolve(theme, system) {
        "light" => Color(0xff, 0xff, 0xff, 0xff),
        _ => Color(0x0e, 0x10, 0x13, 0xff),
    };
    if let Err(error) = window.set_background_color(Some(background)) {
        tracing::warn!("can't set the window's background: {error}");
    }
    window.manage(SystemTheme(system));
}

/// Puts the first screen into the page's document.
pub(crate) fn put_in<R: Runtime>(
    app: &AppHandle<R>,
    request: &Request<Vec<u8>>,
    response: &mut Response<Cow<'static, [u8]>>,
) {
    if !matches!(request.uri().path(), "" | "/" | "/index.html") {
        return;
    }
    let (Some(session), Ok(document)) = (
        app.try_state::<Arc<App>>(),
        std::str::from_utf8(response.body()),
    ) else {
        return;
    };
    let session = Arc::clone(&session);
    let first = tokio::task::block_in_place(|| block_on(session.first_screen(PATIENCE)));
    let system = app
        .try_state::<SystemTheme>()
        .map_or(tauri::Theme::Dark, |theme| theme.0);
    let document = filled(document, &first, system);
    *response.body_mut() = Cow::Owned(document.into_bytes());
}

fn filled(document: &str, first: &FirstScreen, system: tauri::Theme) -> String {
    let theme = resolve(first.state.settings.theme, system);
    let data = match serde_json::to_string(first) {
        Ok(json) => format!(
            "<script type=\"application/json\" id=\"first-screen\">{}</script>",
            in_document(&json)
        ),
        Err(error) => {
            tracing::error!("can't write the first screen: {error}");
            String::new()
        }
    };
    document
        .replacen(THEME, &format!("data-theme=\"{theme}\""), 1)
        .replacen(PLACE, &data, 1)
}

/// JSON in which no text can end the element that it stands in, or begin a comment.
fn in_document(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e")
}

fn resolve(theme: Theme, system: tauri::Theme) -> &'static str {
    match (theme, system) {
        (Theme::Light, _) | (Theme::System, tauri::Theme::Light) => "light",
        _ => "dark",
    }
}

#[cfg(test)]
mod tests {
    use super::in_document;

    #[test]
    fn no_text_of_the_service_ends_the_element_that_it_stands_in() {
        let name = "</script><script>alert(1)</script><!--";
        let json = serde_json::to_string(name).expect("a text");
        let safe = in_document(&json);
        assert!(!safe.contains(['<', '>']), "{safe}");
        let read: String = serde_json::from_str(&safe).expect("it is still JSON");
        assert_eq!(read, name);
    }

    #[test]
    fn the_document_has_the_places_that_are_filled() {
        let document = include_str!("../../ui/index.html");
        assert_eq!(document.matches(super::PLACE).count(), 1);
        assert_eq!(document.matches(super::THEME).count(), 1);
    }
}
