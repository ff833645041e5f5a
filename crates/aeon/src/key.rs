//! The API key: a JWT whose form and expiry are checked before it is sent anywhere.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use thiserror::Error;

/// Longer texts are not API keys, and no server would take them in a header.
const MAX_LENGTH: usize = 16 * 1024;

/// An API key. It prints as `<redacted>`, and its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct ApiKey {
    text: SecretString,
    expires: Option<Timestamp>,
}

/// Why a text can't be an API key. None of its sentences holds any of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyFormError {
    /// There is nothing.
    #[error("The key is empty. Paste the whole API key.")]
    Empty,
    /// It is too long for a key.
    #[error(
        "This is {length} characters long, far too long for an API key. Paste only the key itself."
    )]
    TooLong {
        /// How long it is.
        length: usize,
    },
    /// It doesn't have a JWT's three parts.
    #[error(
        "An API key has three parts with dots between them; this text has {found}. \
         Paste the whole key, from its first to its last character."
    )]
    Parts {
        /// How many parts there are.
        found: usize,
    },
    /// A part holds a character that can't be in one.
    #[error(
        "The key's {part} holds a character that can't be in an API key (at character {at}). \
         Copy the key again, without spaces, quotes or line breaks in it."
    )]
    Character {
        /// Which part.
        part: KeyPart,
        /// Which of the text's characters, counted from 1.
        at: usize,
    },
    /// A part has the right characters but doesn't say anything.
    #[error("The key's {part} can't be read: it may be cut short. Copy the whole key again.")]
    Unreadable {
        /// Which part.
        part: KeyPart,
    },
}

/// A part of a JWT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPart {
    /// The first: how it is signed.
    Header,
    /// The second: what it says.
    Payload,
    /// The third: the signature.
    Signature,
}

impl fmt::Display for KeyPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "first part",
            Self::Payload => "second part",
            Self::Signature => "third part",
        })
    }
}

impl ApiKey {
    /// Reads a key. Space around it and a `Bearer` in front of it are left out.
    ///
    /// # Errors
    /// [`KeyFormError`] where the text isn't a JWT; whether the service takes the key is another matter.
    pub fn parse(text: &str) -> Result<Self, KeyFormError> {
        let text = without_bearer(text.trim());
        if text.is_empty() {
            return Err(KeyFormError::Empty);
        }
        if text.len() > MAX_LENGTH {
            return Err(KeyFormError::TooLong {
                length: text.chars().count(),
            });
        }
        let parts: Vec<&str> = text.split('.').collect();
        let &[header, payload, signature] = parts.as_slice() else {
            return Err(KeyFormError::Parts { found: parts.len() });
        };
        let named = [
            (KeyPart::Header, header),
            (KeyPart::Payload, payload),
            (KeyPart::Signature, signature),
        ];
        let mut before = 0;
        for (part, content) in named {
            let misfit = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_');
            if let Some(at) = content.chars().position(misfit) {
                return Err(KeyFormError::Character {
                    part,
                    at: before + at + 1,
                });
            }
            before += content.chars().count() + 1;
            if content.is_empty() {
                return Err(KeyFormError::Unreadable { part });
            }
        }
        json_object(KeyPart::Header, header)?;
        let claims = json_object(KeyPart::Payload, payload)?;
        URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| KeyFormError::Unreadable {
                part: KeyPart::Signature,
            })?;
        Ok(Self {
            text: SecretString::from(text),
            expires: claims.get("exp").and_then(seconds),
        })
    }

    /// When the key ends, where it says so.
    pub fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// Whether the key's time is over. A key that names no end is never over.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }

    /// The key itself: for the keyring and the `Authorization` header, and nothing else.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// What follows `Bearer` and space, or the text as it is.
fn without_bearer(text: &str) -> &str {
    match text.split_once(char::is_whitespace) {
        Some((word, rest)) if word.eq_ignore_ascii_case("bearer") => rest.trim_start(),
        _ => text,
    }
}

fn json_object(part: KeyPart, content: &str) -> Result<Map<String, Value>, KeyFormError> {
    URL_SAFE_NO_PAD
        .decode(content)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or(KeyFormError::Unreadable { part })
}

/// A JWT's time: seconds since 1970, with a fraction at times.
fn seconds(claim: &Value) -> Option<Timestamp> {
    let whole = claim.as_i64().or_else(|| {
        let float = claim.as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a fraction of a second more or less"
        )]
        float.is_finite().then_some(float as i64)
    })?;
    Timestamp::from_second(whole).ok()
}
