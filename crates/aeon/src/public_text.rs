//! Reads a small text that anybody may read, without a key.

use reqwest::header::ACCEPT;
use url::Url;

use crate::transport::connect::Connections;
use crate::transport::failure::chain;
use crate::{Detail, Error, Options};

/// In bytes. A longer text isn't what was asked for.
const MOST: usize = 64 * 1024;

/// Reads a text of the host in `options`, once and without following redirects. What it is, as in "look for a new
/// version", is for errors.
///
/// # Errors
/// The URL is on another host, there is no response, or it isn't a short text.
pub async fn public_text(options: &Options, url: &Url, action: &str) -> Result<String, Error> {
    let request = action.to_owned();
    if options.base.join(&[]).origin() != url.origin() {
        let reason = format!("{url} is on another host");
        return Err(Error::Config { reason });
    }
    let client = Connections::new(options)?.current().client;
    let unreachable = |error: reqwest::Error| Error::Unreachable {
        request: action.to_owned(),
        host: options.base.host().to_owned(),
        reason: chain(&error),
        may_have_happened: false,
    };
    let asked = client
        .get(url.clone())
        .header(ACCEPT, "application/json")
        .timeout(options.timeouts.total);
    let mut response = asked.send().await.map_err(unreachable)?;
    let status = response.status();
    if !status.is_success() {
        return Err(Error::Refused {
            request,
            status: status.as_u16(),
            detail: Detail::default(),
        });
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST {
            break;
        }
    }
    let text = String::from_utf8(bytes)
        .ok()
        .filter(|text| text.len() <= MOST);
    text.ok_or_else(|| Error::BadAnswer {
        request,
        status: status.as_u16(),
        reason: "it is no short text".to_owned(),
        excerpt: String::new(),
        may_have_happened: false,
    })
}
