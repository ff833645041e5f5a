//! Saving a text in a file that the user chooses.

use fantoccini::key::Key;
use postern_tests::{Desktop, TestApp, until};

#[tokio::test]
async fn the_page_can_only_open_a_save_dialog_and_stays_responsive_meanwhile() {
    let desktop = Desktop::start().await;
    let app = TestApp::open(&desktop).await;
    let save = "window.saving = window.__TAURI_INTERNALS__.invoke('save_shown', \
            { what: 'topology-svg', text: '<svg/>' }); \
         window.saving.then(() => { window.saved = true; }, () => {});";
    // Without a press, no dialog opens.
    let unpressed = format!("{save} return await window.saving");
    let refused = app.script_async(&unpressed).await;
    let refused = refused.expect_err("nothing was pressed");
    assert!(refused.contains("right after a key or button"), "{refused}");
    app.press(&[Key::Shift]).await;
    app.script(save, vec![]).await;
    // A native window.
    until("the dialog to open", || async {
        let windows = desktop
            .command("xwininfo")
            .args(["-root", "-tree"])
            .output()
            .ok()?;
        let windows = String::from_utf8_lossy(&windows.stdout).into_owned();
        windows.contains("\"Save File\"").then_some(())
    })
    .await;
    let state = app
        .script_async("return await window.__TAURI_INTERNALS__.invoke('app_state')")
        .await;
    assert!(state.is_ok(), "{state:?}");
    let saved = app.script("return window.saved === true", vec![]).await;
    assert_eq!(
        saved, false,
        "nothing is written before the user chooses a file"
    );
    app.quit().await;
}
