//! A list, page by page, to its end.

use std::collections::HashSet;
use std::pin::Pin;

use async_stream::stream;
use futures_util::Stream;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::transport::{Request, Transport};
use crate::wire::decode;

/// How many items to ask for at once: the most that the service gives.
const PAGE: &str = "100";

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// Its items.
    pub items: Vec<T>,
    /// Items that could not be read, one sentence each.
    pub skipped: Vec<String>,
    /// Whether it is the last one.
    pub last: bool,
}

/// A list's pages, each as soon as it comes. It ends after the last page or after an error.
pub type Pages<T> = Pin<Box<dyn Stream<Item = Result<Page<T>, Error>> + Send + 'static>>;

/// Follows a list to its last page.
pub(super) fn pages<T>(transport: Transport, first: Request) -> Pages<T>
where
    T: DeserializeOwned + Send + 'static,
{
    Box::pin(stream! {
        let mut seen = HashSet::new();
        let mut token: Option<String> = None;
        loop {
            let mut request = first.clone();
            request.query.push(("limit", PAGE.to_owned()));
            if let Some(token) = &token {
                request.query.push(("continuation_token", token.clone()));
            }
            let answer = match transport.send(&request).await {
                Ok(answer) => answer,
                Err(error) => {
                    yield Err(error);
                    return;
                }
            };
            let list = match decode::list::<T>(&answer.body) {
                Ok(list) => list,
                Err(reason) => {
                    yield Err(transport.bad(&request, &answer, &reason.to_string()));
                    return;
                }
            };
            let skipped = list.skipped.iter().map(|text| transport.clean(text)).collect();
            token = list.next;
            yield Ok(Page { items: list.items, skipped, last: token.is_none() });
            let Some(next) = &token else { return };
            if !seen.insert(next.clone()) {
                yield Err(Error::RepeatedToken { request: first.what.clone(), pages: seen.len() + 1 });
                return;
            }
        }
    })
}
