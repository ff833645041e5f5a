//! What the user does in the window, seen by Rust. A page's script can call a command at any time, and can dispatch
//! events in the page, but not these.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use postern::problem::{Problem, ProblemCode};
use tauri::{Runtime, WebviewWindow};

/// How long after a press the page may do what only follows a press.
const PRESS_LASTS: Duration = Duration::from_secs(2);

/// How long the page may take to draw what it was allowed to save.
const DRAWING_LASTS: Duration = Duration::from_mins(1);

/// How long any input counts as activity. The page reports it at most every 30 s.
const ACTIVITY_LASTS: Duration = Duration::from_secs(60);

/// The times of the latest input.
#[derive(Clone, Default)]
pub struct Input(Arc<Mutex<Times>>);

#[derive(Default)]
struct Times {
    /// A key or button was pressed, or a button or touch ended.
    pressed: Option<Instant>,
    /// A press was used for a picture that isn't drawn yet.
    drawing: Option<Instant>,
    /// Any input, such as a movement of the pointer.
    any: Option<Instant>,
}

impl Input {
    /// # Errors
    /// No key or button was pressed in the last two seconds.
    pub fn require_press(&self) -> Result<(), Problem> {
        if is_recent(self.times().pressed, PRESS_LASTS) {
            return Ok(());
        }
        Err(Problem::new(
            ProblemCode::Declined,
            "Postern does this only right after a key or button was pressed.",
            "Try again.",
        ))
    }

    /// The same, for what may happen only once for each press.
    ///
    /// # Errors
    /// No key or button was pressed in the last two seconds, or it was used already.
    pub fn use_press(&self) -> Result<(), Problem> {
        self.require_press()?;
        self.times().pressed = None;
        Ok(())
    }

    /// Uses a press for a picture that takes the page longer to draw than a press counts.
    ///
    /// # Errors
    /// As for [`Input::use_press`].
    pub fn use_press_to_draw(&self) -> Result<(), Problem> {
        self.use_press()?;
        self.times().drawing = Some(Instant::now());
        Ok(())
    }

    /// Whether a press was used for a picture in the last minute. It counts once.
    pub fn has_drawn(&self) -> bool {
        let drawing = self.times().drawing.take();
        is_recent(drawing, DRAWING_LASTS)
    }

    /// Whether the user was active in the last minute.
    pub fn is_active(&self) -> bool {
        is_recent(self.times().any, ACTIVITY_LASTS)
    }

    fn times(&self) -> std::sync::MutexGuard<'_, Times> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, is_press: bool) {
        let now = Instant::now();
        let mut times = self.times();
        times.any = Some(now);
        if is_press {
            times.pressed = Some(now);
        }
    }

    /// Notes the window's input from now on.
    #[cfg(target_os = "linux")]
    pub fn watch<R: Runtime>(&self, window: &WebviewWindow<R>) -> tauri::Result<()> {
        use gtk::gdk::EventType;
        use gtk::glib::Propagation;
        use gtk::prelude::*;

        let input = self.clone();
        window.with_webview(move |webview| {
            webview.inner().connect_event(move |_, event| {
                match event.event_type() {
                    EventType::KeyPress
                    | EventType::ButtonPress
                    | EventType::ButtonRelease
                    | EventType::TouchBegin
                    | EventType::TouchEnd => input.note(true),
                    EventType::MotionNotify | EventType::Scroll => input.note(false),
                    _ => {}
                }
                Propagation::Proceed
            });
        })
    }

    /// Other systems don't show the window's input to the program around the web view. There, the page is trusted with
    /// when it asks, as long as the window has the focus.
    #[cfg(not(target_os = "linux"))]
    pub fn watch<R: Runtime>(&self, window: &WebviewWindow<R>) -> tauri::Result<()> {
        /// How often a focused window counts as used.
        const STEP: Duration = Duration::from_secs(1);
        let (input, window) = (self.clone(), window.clone());
        tauri::async_runtime::spawn(async move {
            while let Ok(is_focused) = window.is_focused() {
                if is_focused {
                    input.note(true);
                }
                tokio::time::sleep(STEP).await;
            }
        });
        Ok(())
    }
}

fn is_recent(at: Option<Instant>, lasts: Duration) -> bool {
    at.is_some_and(|at| at.elapsed() <= lasts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_counts_for_two_seconds_and_once_where_it_is_used() {
        let input = Input::default();
        assert!(input.require_press().is_err());
        input.note(false);
        assert!(input.require_press().is_err(), "a movement isn't a press");
        assert!(input.is_active());
        input.note(true);
        assert!(input.require_press().is_ok());
        assert!(input.use_press().is_ok());
        assert!(input.use_press().is_err());
        input.times().pressed = Instant::now().checked_sub(Duration::from_millis(2100));
        assert!(input.require_press().is_err());
        assert!(input.use_press_to_draw().is_err() && !input.has_drawn());
    }

    #[test]
    fn a_picture_may_take_longer_than_a_press_counts() {
        let input = Input::default();
        input.note(true);
        assert!(input.use_press_to_draw().is_ok());
        assert!(input.use_press().is_err(), "the press is used");
        input.times().drawing = Instant::now().checked_sub(Duration::from_secs(50));
        assert!(input.has_drawn());
        assert!(!input.has_drawn(), "only one picture");
    }
}
