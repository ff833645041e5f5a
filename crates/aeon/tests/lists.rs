//! Lists are read to their last page, item by item.
#![allow(clippy::unwrap_used, reason = "a test that fails there says where")]

mod common;

use aeon::ids::{AccountId, ProjectId};
use aeon::{Error, Page, Pages, TaskFilter};
use common::{Server, json, key_text, status};
use futures_util::StreamExt;
use serde_json::{Value, json as value};

fn page(names: &[&str], token: Option<&str>) -> Value {
    let items: Vec<Value> = names
        .iter()
        .map(|name| value!({"spec": {"name": name}, "info": {"id": format!("id-of-{name}")}}))
        .collect();
    value!({"data": items, "_metadata": {"continuation_token": token, "links": {"self": "/x", "next": null}}})
}

async fn walk<T>(mut pages: Pages<T>) -> Vec<Result<Page<T>, Error>> {
    let mut walked = Vec::new();
    while let Some(page) = pages.next().await {
        walked.push(page);
        assert!(walked.len() < 100, "the list doesn't end");
    }
    walked
}

fn project(server: &Server) -> aeon::Project {
    server
        .client()
        .project(AccountId::from("acc"), ProjectId::from("pro"))
}

#[tokio::test]
async fn each_page_is_requested_with_the_token_of_the_previous_one() {
    let server = Server::script(vec![
        json(page(&["a", "b"], Some("t/1+&="))),
        json(page(&["c"], Some("t2"))),
        json(page(&["d"], None)),
    ])
    .await;
    let pages = walk(project(&server).clusters()).await;
    let pages: Vec<_> = pages.into_iter().map(Result::unwrap).collect();
    let names: Vec<_> = pages
        .iter()
        .flat_map(|p| &p.items)
        .map(|c| c.spec.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
    assert_eq!(
        pages.iter().map(|page| page.last).collect::<Vec<_>>(),
        [false, false, true]
    );
    let lines: Vec<_> = server
        .requests()
        .into_iter()
        .map(|requested| requested.line)
        .collect();
    let path = "GET /api/public/v1/accounts/acc/projects/pro/clusters?limit=100";
    assert_eq!(
        lines,
        [
            path.to_owned(),
            format!("{path}&continuation_token=t%2F1%2B%26%3D"),
            format!("{path}&continuation_token=t2"),
        ]
    );
}

#[tokio::test]
async fn a_page_is_returned_before_the_next_one_is_requested() {
    let server = Server::script(vec![
        json(page(&["a"], Some("t"))),
        json(page(&["b"], None)),
    ])
    .await;
    let mut pages = project(&server).vpcs();
    assert_eq!(pages.next().await.unwrap().unwrap().items[0].spec.name, "a");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_repeated_token_is_an_error_and_ends_the_list() {
    for tokens in [vec!["t", "t"], vec!["t1", "t2", "t3", "t1"]] {
        let mut replies: Vec<_> = tokens
            .iter()
            .map(|token| json(page(&["a"], Some(token))))
            .collect();
        replies.push(json(page(&["never requested"], None)));
        let server = Server::script(replies).await;
        let pages = walk(project(&server).clusters()).await;
        assert!(
            matches!(pages.last(), Some(Err(Error::RepeatedToken { .. }))),
            "{pages:?}"
        );
        assert_eq!(pages.len(), tokens.len() + 1);
        assert_eq!(server.requests().len(), tokens.len());
    }
}

#[tokio::test]
async fn a_list_without_an_end_is_an_error() {
    let many = vec!["a"; 200];
    for (items, pages) in [(&["a"][..], 1_000), (&many[..], 500)] {
        let items = items.join(",");
        let count = std::sync::atomic::AtomicUsize::new(0);
        let server = Server::with(move |_| {
            let next = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let names: Vec<&str> = items.split(',').collect();
            json(page(&names, Some(&format!("t{next}"))))
        })
        .await;
        let mut list = project(&server).vpcs();
        let mut read = 0;
        let error = loop {
            match list.next().await.unwrap() {
                Ok(_) => read += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(error, Error::Endless { .. }), "{error:?}");
        assert_eq!((read, server.requests().len()), (pages, pages));
        assert!(list.next().await.is_none());
    }
}

#[tokio::test]
async fn a_token_that_only_the_next_link_contains_is_followed() {
    let first = value!({"data": [], "_metadata": {"links": {"next": "/api/clusters?limit=100&continuation_token=a%3Db"}}});
    let server = Server::script(vec![json(first), json(page(&["b"], None))]).await;
    let pages = walk(project(&server).clusters()).await;
    assert_eq!(pages.len(), 2);
    assert!(
        server.requests()[1]
            .line
            .ends_with("continuation_token=a%3Db")
    );
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_is_reported_and_the_others_are_kept() {
    let body = value!({"data": [
        {"spec": {"name": "good"}, "info": {"id": "1"}},
        {"spec": {"name": "orders"}, "info": {"state": "ACTIVE"}},
        7,
        {"spec": {"name": format!("leaks {}", key_text())}, "info": null},
    ]});
    let server = Server::script(vec![json(body)]).await;
    let page = walk(project(&server).clusters()).await.remove(0).unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.skipped.len(), 3);
    assert!(
        page.skipped[0].starts_with("Item 2 (“orders”) was skipped: "),
        "{:?}",
        page.skipped
    );
    assert!(page.skipped[0].contains("id"), "{:?}", page.skipped);
    assert!(!page.skipped[2].contains(&key_text()), "{:?}", page.skipped);
    assert!(page.last);
}

#[tokio::test]
async fn an_error_on_the_second_page_follows_the_first_page_and_ends_the_list() {
    let server = Server::script(vec![json(page(&["a"], Some("t"))), status(403, "no")]).await;
    let pages = walk(project(&server).clusters()).await;
    assert!(pages[0].is_ok());
    assert!(matches!(pages[1], Err(Error::Forbidden { .. })));
    assert_eq!(pages.len(), 2);
}

#[tokio::test]
async fn a_single_item_in_place_of_a_list_is_an_error_and_not_an_empty_list() {
    for body in [
        value!({"data": {"info": {"id": "1"}}}),
        value!({}),
        value!([]),
        value!("x"),
    ] {
        let server = Server::script(vec![json(&body)]).await;
        let pages = walk(project(&server).clusters()).await;
        assert!(
            matches!(&pages[..], [Err(Error::BadAnswer { .. })]),
            "{body}: {pages:?}"
        );
    }
}

#[tokio::test]
async fn the_query_for_tasks_is_spelled_as_the_service_expects() {
    let server = Server::script(vec![json(value!({"data": []}))]).await;
    let filter = TaskFilter {
        project_id: Some("pro".into()),
        entity_id: Some("clu".into()),
        entity_type: Some("CLUSTER".into()),
        task_type: Some("EDIT_CLUSTER".into()),
    };
    let client = server.client();
    assert_eq!(walk(client.tasks(&"acc".into(), &filter)).await.len(), 1);
    assert_eq!(walk(client.api_keys(&"acc".into())).await.len(), 1);
    let requested = server.requests();
    assert_eq!(
        requested[0].line,
        "GET /api/public/v1/accounts/acc/tasks?projectId=pro&entity_id=clu&entity_type=CLUSTER&task_type=EDIT_CLUSTER&limit=100"
    );
    assert_eq!(
        requested[1].line,
        "GET /api/public/v1/accounts/acc/api-keys?limit=100"
    );
}
