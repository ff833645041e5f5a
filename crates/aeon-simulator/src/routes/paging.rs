//! Pages of lists.

use aeon::wire::{Links, Metadata};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::{ApiRequest, ApiResponse};
use crate::refusal::Refusal;

const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;
const MARK: &str = "aeon-page:";

/// The page that a request is for.
pub(super) struct Paging<'a> {
    request: &'a ApiRequest,
    limit: usize,
    offset: usize,
    pub(super) descending: bool,
}

/// The continuation token for the items from `offset` on.
pub(crate) fn token(offset: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("{MARK}{offset}"))
}

fn offset(token: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    String::from_utf8(bytes)
        .ok()?
        .strip_prefix(MARK)?
        .parse()
        .ok()
}

impl<'a> Paging<'a> {
    pub(super) fn read(request: &'a ApiRequest) -> Result<Self, Refusal> {
        let bad = |detail: &str| Refusal::new(400, detail);
        let limit = match request.query("limit") {
            None => DEFAULT_LIMIT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MAX_LIMIT).contains(limit))
                .ok_or_else(|| bad("limit must be a number between 1 and 100"))?,
        };
        let offset = match request.query("continuation_token") {
            None | Some("") => 0,
            Some(text) => offset(text).ok_or_else(|| bad("Invalid continuation_token"))?,
        };
        let descending = match request.query("order") {
            None | Some("ASC") => false,
            Some("DESC") => true,
            Some(_) => return Err(bad("order must be ASC or DESC")),
        };
        if request
            .query("order_by")
            .is_some_and(|field| field != "name")
        {
            return Err(bad("order_by must be name"));
        }
        Ok(Self {
            request,
            limit,
            offset,
            descending,
        })
    }

    /// The page out of `total` items; `render` returns the JSON of the item at an index.
    pub(super) fn page(
        &self,
        total: usize,
        mut render: impl FnMut(usize) -> String,
    ) -> ApiResponse {
        let start = self.offset.min(total);
        let end = (start + self.limit).min(total);
        let next = (end < total).then(|| token(end));
        let link = next.as_ref().map(|token| {
            format!(
                "{}?limit={}&continuation_token={token}",
                self.request.path, self.limit
            )
        });
        let metadata = Metadata {
            continuation_token: next,
            links: Links {
                this: Some(self.request.path.clone()),
                next: link,
            },
        };
        let mut body = String::from(r#"{"data":["#);
        for place in start..end {
            if place > start {
                body.push(',');
            }
            body.push_str(&render(if self.descending {
                total - 1 - place
            } else {
                place
            }));
        }
        body.push_str(r#"],"_metadata":"#);
        body.push_str(&json!(metadata).to_string());
        body.push('}');
        ApiResponse(200, body)
    }
}
