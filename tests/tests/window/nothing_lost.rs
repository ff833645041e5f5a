//! What the user entered survives a look at the review, and is never discarded without confirmation.

use aeon_simulator::{Body, Fault, FaultKind, Seed};
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::key::Key;
use postern_tests::{
    By, Desktop, TestApp, any, button, checkbox, dialog, link, region, role, searchbox, textbox,
};

use super::northwind::{northwind, quit_without_trace, signed_in, with};

const AUDIT: &str = "arn:aws:iam::111122223333:role/audit";
const NEW: &str = "arn:aws:iam::112233445566:root";

fn asked(question: &str) -> By {
    role("alertdialog", question)
}

/// Clicks outside the open dialog.
async fn click_outside(app: &TestApp<'_>) {
    let mouse = MouseActions::new("mouse".to_owned())
        .then(PointerAction::MoveTo {
            duration: None,
            x: 4.0,
            y: 4.0,
        })
        .then(PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        })
        .then(PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        });
    let client = app.client();
    client
        .perform_actions(mouse)
        .await
        .expect("the click is sent");
}

/// Waits until the focus is in the open dialog.
async fn until_focused(app: &TestApp<'_>) {
    let inside = "return !!document.activeElement.closest('[role=dialog]')";
    app.until_page("the dialog to be focused", inside).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn back_returns_to_the_input_and_escape_asks_before_discarding_it() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    let discard = || asked("Discard what you entered?");
    app.fill(searchbox("Search endpoints"), "orders").await;
    app.see_text("in 1 cluster").await;
    app.click(checkbox("Select all rows shown")).await;
    let adding = dialog("Add principals to 3 endpoints");
    let begin = || button("Add principals…").inside(region("Selection"));

    // Without input it closes.
    app.click(begin()).await;
    app.see(adding.clone()).await;
    // WebKit would draw the table's scroll bar over the dialog.
    let is_without =
        "return getComputedStyle(document.querySelector('[role=treegrid]')).overflowY === 'hidden'";
    app.until_page("a table without a scroll bar", is_without)
        .await;
    app.press(&[Key::Escape]).await;
    app.see_no(adding.clone()).await;

    // Text that was typed but not added counts as input.
    app.click(begin()).await;
    app.fill(textbox("Principals to add"), AUDIT).await;
    app.press(&[Key::Escape]).await;
    app.see(discard()).await;
    app.click(button("Keep editing")).await;
    app.see_no(discard()).await;
    let chip = button(&format!("Remove {AUDIT}"));
    app.see(chip.clone().inside(adding.clone())).await;
    until_focused(&app).await;
    click_outside(&app).await;
    app.see(discard()).await;
    app.press(&[Key::Escape]).await;
    app.see_no(discard()).await;
    app.see(chip.clone().inside(adding.clone())).await;

    // Back from the review the input is unchanged and has the focus.
    let review = || button("Review").loosely().inside(adding.clone());
    app.click(review()).await;
    app.click(button("Back").inside(dialog("Review").loosely()))
        .await;
    app.see(chip.clone().inside(adding.clone())).await;
    until_focused(&app).await;

    // Choices in the review aren't discarded without confirmation either.
    app.click(review()).await;
    let west = checkbox("Include: Change access in us-west-2");
    app.click(west.clone()).await;
    app.see(button("Apply 2 changes")).await;
    let leaving = || asked("Discard your choices in this review?");
    for leave in ["Escape", "Back", "outside"] {
        match leave {
            "Escape" => app.press(&[Key::Escape]).await,
            "Back" => app.click(button("Back")).await,
            _ => click_outside(&app).await,
        }
        app.see(leaving()).await;
        app.click(button("Keep editing")).await;
        app.see_no(leaving()).await;
        app.see(button("Apply 2 changes")).await;
        until_focused(&app).await;
    }
    app.press(&[Key::Escape]).await;
    app.click(button("Discard").inside(leaving())).await;
    app.see(chip.inside(adding.clone())).await;
    until_focused(&app).await;
    app.press(&[Key::Escape]).await;
    app.click(button("Discard").inside(discard())).await;
    app.see_no(adding).await;
    app.see(region("Selection").containing("3 endpoints in 1 cluster"))
        .await;
    let list = service.principals("orders", "us-west-2").expect("a list");
    assert!(!list.contains(&AUDIT.to_owned()), "{list:?}");
    quit_without_trace(app, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_plan_is_still_there_after_its_review() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    let text = textbox("Or paste the plan");
    app.click(link("Changes").loosely()).await;
    app.click(button("Import plan…")).await;
    app.fill(text.clone(), "{ \"postern_plan\": 1 ").await;
    app.click(button("Review")).await;
    app.see(any("alert").containing("The file is not JSON"))
        .await;
    app.click(button("Back")).await;
    app.see(dialog("Import a plan")).await;
    assert_eq!(app.value(text).await, "{ \"postern_plan\": 1 ");
    app.press(&[Key::Escape]).await;
    app.click(button("Discard").inside(asked("Discard what you entered?")))
        .await;
    app.see_no(dialog("Import a plan")).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_is_applied_and_the_rest_is_read_again() {
    const READ: &str = "GET /clusters/{cluster_id}";
    let seed = Seed::Large {
        clusters: 18,
        regions: 1,
    };
    let (desktop, service) = (Desktop::start().await, with(seed).await);
    let app = signed_in(&desktop, &service).await;
    app.fill(searchbox("Search endpoints"), "aws us-west-2")
        .await;
    app.see(any("status").containing("12 endpoints in 12 clusters"))
        .await;
    app.click(checkbox("Select all rows shown")).await;
    app.click(button("Add principals…")).await;
    app.fill(textbox("Principals to add"), NEW).await;
    app.press(&[Key::Enter]).await;
    app.see(button(&format!("Remove {NEW}"))).await;

    // Three responses don't arrive. The user can leave and come back.
    service.inject(Fault::on(READ, FaultKind::Hold).times(3));
    app.click(button("Review").loosely()).await;
    app.see(any("status").containing("9 of 12 clusters read"))
        .await;
    app.click(button("Cancel")).await;
    app.see(button(&format!("Remove {NEW}"))).await;
    service.clear_faults();

    // The user doesn't have to wait for them.
    service.inject(Fault::on(READ, FaultKind::Hold).times(3));
    app.click(button("Review").loosely()).await;
    app.see(any("status").containing("9 of 12 clusters read"))
        .await;
    app.click(button("Skip the rest and review")).await;
    app.see(any("status").containing("3 clusters could not be read"))
        .await;
    app.see(button("Apply 9 changes")).await;
    service.clear_faults();

    // Only those three are read again, and one is refused.
    let refused = FaultKind::Status {
        code: 400,
        body: Body::Json("Not now".to_owned()),
    };
    service.inject(Fault::on(READ, refused).times(1));
    service.reset_requests();
    app.click(button("Retry 3 clusters")).await;
    app.see(button("Apply 11 changes")).await;
    assert_eq!(service.requests().of(READ), 3);
    app.see(any("status").containing("could not be read")).await;
    app.click(button("Apply 11 changes")).await;
    app.see(any("dialog").containing("all 11 confirmed")).await;
    let names = service.cluster_names();
    let lists = names
        .iter()
        .filter_map(|name| service.principals(name, "us-west-2"));
    let with_it = lists.filter(|list| list.contains(&NEW.to_owned()));
    assert_eq!(with_it.count(), 11);
    app.click(button("Done")).await;
    quit_without_trace(app, &service).await;
}
