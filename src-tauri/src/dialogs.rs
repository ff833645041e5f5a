//! Asks the user to confirm, in a dialog that the page can't control.

use std::sync::Arc;

use postern::session::{ConsentPrompt, ConsentRequest};
use tauri::{AppHandle, Runtime};
use tokio::sync::Mutex;

use crate::window;

/// Asks over the window. A question that comes while another one is open is answered with no, so that the page can't
/// pile them up.
pub(crate) fn confirm<R: Runtime>(app: AppHandle<R>) -> ConsentPrompt {
    let open = Arc::new(Mutex::new(()));
    ConsentPrompt::new(move |question| {
        let (app, open) = (app.clone(), Arc::clone(&open));
        async move {
            #[cfg(debug_assertions)]
            if let Some(answer) = for_tests::answer() {
                return answer;
            }
            match open.try_lock() {
                Ok(_open) => ask(app, question).await,
                Err(_) => false,
            }
        }
    })
}

/// Uses GTK, because the message dialogs of rfd have no parent, no default and no custom buttons on Linux.
#[cfg(target_os = "linux")]
async fn ask<R: Runtime>(app: AppHandle<R>, question: ConsentRequest) -> bool {
    use gtk::prelude::*;
    use gtk::{ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType};
    use tokio::sync::oneshot;

    let (answer, answered) = oneshot::channel();
    let queued = app.clone().run_on_main_thread(move || {
        let over = window::main(&app).and_then(|window| window.gtk_window().ok());
        let flags = DialogFlags::MODAL | DialogFlags::DESTROY_WITH_PARENT;
        let (kind, none) = (MessageType::Warning, ButtonsType::None);
        let dialog = MessageDialog::new(over.as_ref(), flags, kind, none, &question.title());
        dialog.set_title("Confirm");
        dialog.set_secondary_text(Some(question.detail()));
        dialog.add_button("Cancel", ResponseType::Cancel);
        dialog.add_button(question.action(), ResponseType::Ok);
        dialog.set_default_response(ResponseType::Cancel);
        let answer = std::cell::Cell::new(Some(answer));
        dialog.connect_response(move |dialog, response| {
            // Closing the dialog below is a second response.
            let Some(answer) = answer.take() else {
                return;
            };
            // If the caller is gone, there is nothing to confirm.
            let _ = answer.send(response == ResponseType::Ok);
            if response != ResponseType::DeleteEvent {
                dialog.close();
            }
        });
        dialog.show_all();
    });
    queued.is_ok() && answered.await.unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
async fn ask<R: Runtime>(app: AppHandle<R>, question: ConsentRequest) -> bool {
    use rfd::{AsyncMessageDialog, MessageButtons, MessageDialogResult, MessageLevel};

    let action = question.action().to_owned();
    let buttons = MessageButtons::OkCancelCustom(action.clone(), "Cancel".to_owned());
    let dialog = AsyncMessageDialog::new()
        .set_level(MessageLevel::Warning)
        .set_buttons(buttons)
        .set_title(question.title())
        .set_description(question.detail());
    let dialog = match window::main(&app) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    };
    let answer = dialog.show().await;
    answer == MessageDialogResult::Custom(action) || answer == MessageDialogResult::Ok
}

/// Lets window tests that are not about a dialog answer it by an environment variable. A release build doesn't
/// have this.
#[cfg(debug_assertions)]
mod for_tests {
    pub fn answer() -> Option<bool> {
        match std::env::var("POSTERN_TEST_ANSWER").ok()?.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}
