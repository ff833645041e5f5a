//! Locking removes the account from the page; unlocking needs the keyring.

use postern_tests::{Desktop, any, button, heading};

use super::northwind::{
    GATEWAY, loaded, northwind, open, open_access, quit_without_trace, signed_in,
};

#[tokio::test(flavor = "multi_thread")]
async fn locking_clears_the_page_and_unlocking_reads_the_keyring() {
    let (desktop, service) = (Desktop::start().await, northwind().await);
    let app = signed_in(&desktop, &service).await;
    open_access(&app, "orders", "us-west-2").await;
    // The page shows it before.
    assert!(app.html().await.contains(GATEWAY));

    app.click(button("Lock")).await;
    app.see(heading("Northwind is locked")).await;
    let page = app.html().await;
    let mut secrets = service.cluster_names();
    secrets.extend(service.vpc_names());
    secrets.extend(
        service
            .principals("orders", "us-west-2")
            .unwrap_or_default(),
    );
    secrets.extend(service.service_name("orders", "us-west-2"));
    secrets.push("us-west-2".to_owned());
    assert!(secrets.len() > 20);
    for secret in &secrets {
        assert!(!page.contains(secret), "the locked page contains {secret}");
    }

    // Without the keyring it can't be unlocked, and nothing is requested from the service.
    desktop.stop_keyring().await;
    service.reset_requests();
    app.click(button("Unlock")).await;
    app.see(any("status").containing("keyring")).await;
    app.see(heading("Northwind is locked")).await;
    assert_eq!(service.requests().total, 0);

    desktop.start_keyring().await;
    app.click(button("Try again")).await;
    app.see(heading("Endpoints")).await;
    loaded(&app).await;
    open(&app, "orders", "us-west-2").await;
    quit_without_trace(app, &service).await;
}
