//! Looking for a newer version.

use std::sync::{Arc, Mutex};

use postern::config::SettingsChange;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{quick, start, until};

/// An address that says this, and the requests that it got.
async fn answering(body: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/latest.json", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let got = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            request.truncate(read);
            got.lock()
                .unwrap()
                .push(String::from_utf8(request).unwrap().to_lowercase());
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length:";
            let answer = format!("{head} {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, requests)
}

fn look(on: bool) -> SettingsChange {
    SettingsChange {
        look_for_updates: Some(on),
        ..SettingsChange::default()
    }
}

#[tokio::test]
async fn the_newest_version_is_asked_for_once_a_day_if_that_is_switched_on() {
    let (address, requests) = answering(r#"{"version": "999.0.0"}"#).await;
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::create_dir(&config).unwrap();
    let settings = format!(r#"{{"updateAddress": "{address}"}}"#);
    std::fs::write(config.join("settings.json"), settings).unwrap();
    let app = start(&folder, &quick()).await;
    let updates = async || app.state().await.updates;
    let before = updates().await;
    assert!(before.can_look && !before.is_on);
    app.look_for_update().await.unwrap();
    assert_eq!(requests.lock().unwrap().len(), 0, "it is off");

    app.set_settings(look(true)).await.unwrap();
    let newer = loop {
        if let Some(newer) = updates().await.newer {
            break newer;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(newer, "999.0.0");
    let request = requests.lock().unwrap()[0].clone();
    assert!(request.starts_with("get /latest.json http/1.1\r\n"));
    assert!(!request.contains("authorization"), "{request}");

    // Not again on the same day, after a restart either.
    app.look_for_update().await.unwrap();
    app.close().await;
    drop(app);
    let app = start(&folder, &quick()).await;
    app.look_for_update().await.unwrap();
    assert_eq!(requests.lock().unwrap().len(), 1);
    assert_eq!(app.state().await.updates.newer.as_deref(), Some("999.0.0"));

    app.set_settings(look(false)).await.unwrap();
    assert_eq!(app.state().await.updates.newer, None);
}

#[tokio::test]
async fn without_an_address_nobody_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let app = start(&folder, &quick()).await;
    app.set_settings(look(true)).await.unwrap();
    app.look_for_update().await.unwrap();
    let updates = app.state().await.updates;
    assert!(!updates.can_look && !updates.is_on);
}

#[tokio::test]
async fn what_is_no_version_is_said_and_not_shown() {
    let (address, requests) = answering("<html>Sign in</html>").await;
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::create_dir(&config).unwrap();
    let settings = format!(r#"{{"updateAddress": "{address}", "lookForUpdates": true}}"#);
    std::fs::write(config.join("settings.json"), settings).unwrap();
    let app = start(&folder, &quick()).await;
    let problem = app.look_for_update().await.unwrap_err();
    assert_eq!(problem.message, "The address for updates has no version.");
    until("it was asked", || {
        (requests.lock().unwrap().len() == 1).then_some(())
    })
    .await;
    assert_eq!(app.state().await.updates.newer, None);
}
