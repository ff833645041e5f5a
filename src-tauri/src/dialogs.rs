//! Asks the user to confirm, in a dialog that the page can neither draw nor answer.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use postern::session::{ConsentPrompt, ConsentRequest};
use tauri::{AppHandle, Runtime};
use tokio::sync::Mutex;

use crate::window;

/// How long the button that agrees can't be pressed: a click or key meant for the page must not hit it.
const INERT: Duration = Duration::from_millis(700);

/// Asks over the window. A question that comes while another one is open, or while the window can't be seen or isn't
/// there yet, is answered with no.
pub(crate) fn confirm<R: Runtime>(app: Arc<OnceLock<AppHandle<R>>>) -> ConsentPrompt {
    let open = Arc::new(Mutex::new(()));
    ConsentPrompt::new(move |question| {
        let (app, open) = (app.get().cloned(), Arc::clone(&open));
        async move {
            #[cfg(debug_assertions)]
            if let Some(answer) = crate::test_answer::answer() {
                return answer;
            }
            let Ok(_open) = open.try_lock() else {
                return false;
            };
            match app {
                Some(app) if is_visible(&app) => ask(app, question).await,
                _ => {
                    tracing::warn!("refused to ask while the window can't be seen");
                    false
                }
            }
        }
    })
}

fn is_visible<R: Runtime>(app: &AppHandle<R>) -> bool {
    window::main(app).is_some_and(|window| {
        window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(true)
    })
}

/// Uses GTK, because the message dialogs of rfd have no parent, no default and no custom buttons on Linux.
#[cfg(target_os = "linux")]
async fn ask<R: Runtime>(app: AppHandle<R>, question: ConsentRequest) -> bool {
    let (answer, answered) = tokio::sync::oneshot::channel();
    let queued = app.clone().run_on_main_thread(move || {
        let parent = window::main(&app).and_then(|window| window.gtk_window().ok());
        linux::show(parent.as_ref(), &question, answer);
    });
    queued.is_ok() && answered.await.unwrap_or(false)
}

#[cfg(target_os = "linux")]
mod linux {
    use std::cell::Cell;
    use std::rc::Rc;

    use gtk::prelude::*;
    use gtk::{
        ApplicationWindow, ButtonsType, MessageDialog, MessageType, PolicyType, ResponseType,
        ScrolledWindow, TextView, WrapMode, glib,
    };
    use postern::session::ConsentRequest;
    use tokio::sync::oneshot;

    use super::INERT;

    /// Height of the list, in pixels, from which on it scrolls.
    const MAX_LIST_HEIGHT: i32 = 320;
    const LIST_WIDTH: i32 = 560;
    /// A list with more lines may not be seen as a whole.
    const SHORT_LIST: usize = 16;

    /// Shows a question and sends the answer. Closes the dialog once nobody is waiting for the answer.
    pub fn show(
        parent: Option<&ApplicationWindow>,
        question: &ConsentRequest,
        answer: oneshot::Sender<bool>,
    ) {
        let builder = MessageDialog::builder()
            .title("Confirm")
            .modal(true)
            .destroy_with_parent(true)
            .message_type(MessageType::Warning)
            .buttons(ButtonsType::None)
            .use_markup(false)
            .text(question.title())
            .secondary_use_markup(false)
            .secondary_text(question.detail());
        let builder = match parent {
            Some(parent) => builder.transient_for(parent),
            None => builder,
        };
        let dialog = builder.build();
        let lines = question.lines();
        if !lines.is_empty()
            && let Ok(area) = dialog.message_area().downcast::<gtk::Box>()
        {
            area.pack_start(&list(&lines), true, true, 0);
            // GTK gives a resizable dialog the height that its texts would have if they were narrow.
            dialog.set_resizable(lines.len() > SHORT_LIST);
        }
        dialog.add_button("Cancel", ResponseType::Cancel);
        dialog.add_button(question.action(), ResponseType::Ok);
        dialog.set_default_response(ResponseType::Cancel);
        dialog.set_response_sensitive(ResponseType::Ok, false);
        dialog.connect_map(|dialog| {
            let dialog = dialog.downgrade();
            glib::timeout_add_local_once(INERT, move || {
                if let Some(dialog) = dialog.upgrade() {
                    dialog.set_response_sensitive(ResponseType::Ok, true);
                }
            });
        });
        let answer = Rc::new(Cell::new(Some(answer)));
        let to = Rc::clone(&answer);
        dialog.connect_response(move |dialog, response| {
            // Closing the dialog below is a second response.
            let Some(answer) = to.take() else {
                return;
            };
            // If the caller is gone, there is nothing to confirm.
            let _ = answer.send(response == ResponseType::Ok);
            if response != ResponseType::DeleteEvent {
                dialog.close();
            }
        });
        dialog.show_all();
        if let Some(cancel) = dialog.widget_for_response(ResponseType::Cancel) {
            cancel.grab_focus();
        }
        close_with_caller(&dialog, answer);
    }

    /// Closes the dialog if the caller gives up, which it does when the account is locked.
    fn close_with_caller(dialog: &MessageDialog, answer: Rc<Cell<Option<oneshot::Sender<bool>>>>) {
        /// How often to look: nobody sees a lock sooner.
        const STEP: std::time::Duration = std::time::Duration::from_millis(50);
        let dialog = dialog.downgrade();
        glib::timeout_add_local(STEP, move || {
            let Some(waiting) = answer.take() else {
                return glib::ControlFlow::Break;
            };
            let is_gone = waiting.is_closed();
            answer.set(Some(waiting));
            match dialog.upgrade() {
                Some(dialog) if is_gone => dialog.response(ResponseType::Cancel),
                Some(_) => return glib::ControlFlow::Continue,
                None => {}
            }
            glib::ControlFlow::Break
        });
    }

    /// The lines as text that can be scrolled and selected, but isn't in the way of the keyboard.
    fn list(lines: &[String]) -> ScrolledWindow {
        let text = TextView::builder()
            .editable(false)
            .cursor_visible(false)
            .can_focus(false)
            .monospace(true)
            .left_margin(8)
            .right_margin(8)
            .top_margin(6)
            .bottom_margin(6)
            .wrap_mode(WrapMode::WordChar)
            .build();
        if let Some(buffer) = text.buffer() {
            buffer.set_text(&lines.join("\n"));
        }
        if let Some(accessible) = text.accessible() {
            accessible.set_name("What will be done");
        }
        let scrolled = ScrolledWindow::builder()
            .hscrollbar_policy(PolicyType::Never)
            .propagate_natural_height(true)
            .max_content_height(MAX_LIST_HEIGHT)
            .min_content_width(LIST_WIDTH)
            .build();
        scrolled.add(&text);
        scrolled
    }
}

/// Most lines that a dialog shows that can't scroll.
#[cfg(not(target_os = "linux"))]
const MAX_LINES: usize = 30;

/// The first button is the default, which is why it is the one that cancels. An answer that comes too early to have
/// been read is taken for a no.
#[cfg(not(target_os = "linux"))]
async fn ask<R: Runtime>(app: AppHandle<R>, question: ConsentRequest) -> bool {
    use rfd::{AsyncMessageDialog, MessageButtons, MessageDialogResult, MessageLevel};

    let action = question.action().to_owned();
    let buttons = MessageButtons::OkCancelCustom("Cancel".to_owned(), action.clone());
    let mut detail = question.detail();
    let lines = question.lines();
    for line in lines.iter().take(MAX_LINES) {
        detail.push('\n');
        detail.push_str(line);
    }
    if let Some(more) = lines.len().checked_sub(MAX_LINES).filter(|more| *more > 0) {
        detail.push_str(&format!(
            "\nand {more} more lines, which the review in Postern's window has"
        ));
    }
    let dialog = AsyncMessageDialog::new()
        .set_level(MessageLevel::Warning)
        .set_buttons(buttons)
        .set_title(question.title())
        .set_description(detail);
    let dialog = match window::main(&app) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    };
    let shown = std::time::Instant::now();
    let answer = dialog.show().await;
    answer == MessageDialogResult::Custom(action) && shown.elapsed() >= INERT
}
