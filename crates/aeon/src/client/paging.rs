//! Reads a list one page at a time, to its last page.

use std::collections::HashSet;
use std::pin::Pin;

use async_stream::stream;
use futures_util::Stream;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::transport::{Request, Transport};
use crate::wire::decode;

/// Items per page: the most that the service returns.
const PAGE: &str = "100";

/// A list may have this many pages; 100 times what the largest accounts have.
const MAX_PAGES: usize = 1_000;
/// A list may have this many items.
const MAX_ITEMS: usize = 100_000;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items that could be read.
    pub items: Vec<T>,
    /// A sentence for each item that could not be read.
    pub skipped: Vec<String>,
    /// Whether this is the last page.
    pub last: bool,
}

/// A list's pages, each as soon as it arrives. The stream ends after the last page or after an error.
pub type Pages<T> = Pin<Box<dyn Stream<Item = Result<Page<T>, Error>> + Send + 'static>>;

/// Follows continuation tokens from `first` to the last page.
pub(super) fn pages<T>(transport: Transport, first: Request) -> Pages<T>
where
    T: DeserializeOwned + Send + 'static,
{
    Box::pin(stream! {
        let mut seen = HashSet::new();
        let mut token: Option<String> = None;
        let (mut pages, mut items) = (0, 0);
        loop {
            let mut request = first.clone();
            request.ahead = true;
            request.query.push(("limit", PAGE.to_owned()));
            if let Some(token) = &token {
                request.query.push(("continuation_token", token.clone()));
            }
            let response = match transport.send(&request).await {
                Ok(response) => response,
                Err(error) => {
                    yield Err(error);
                    return;
                }
            };
            let list = match decode::list::<T>(&response.body) {
                Ok(list) => list,
                Err(reason) => {
                    yield Err(transport.unusable(&request, &response, &reason.to_string()));
                    return;
                }
            };
            let skipped = list.skipped.iter().map(|text| transport.clean(text)).collect();
            token = list.next;
            pages += 1;
            items += list.items.len() + list.skipped.len();
            yield Ok(Page { items: list.items, skipped, last: token.is_none() });
            let Some(next) = &token else { return };
            if !seen.insert(next.clone()) {
                yield Err(Error::RepeatedToken { request: first.action.clone(), pages: seen.len() + 1 });
                return;
            }
            if pages >= MAX_PAGES || items >= MAX_ITEMS {
                yield Err(Error::Endless { request: first.action.clone(), pages, items });
                return;
            }
        }
    })
}
