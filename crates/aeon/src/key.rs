//! The API key: a JWT whose form and expiry can be checked before it is sent anywhere.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use thiserror::Error;

/// In bytes. No server would accept a longer header.
const MAX_LENGTH: usize = 16 * 1024;

/// What the service has as the expiry of a key that never expires: `2099-12-31T00:00Z`.
pub const NEVER: Timestamp = Timestamp::constant(4_102_358_400, 0);

/// An API key. Its `Debug` output is `<redacted>`, and its memory is wiped on drop.
#[derive(Clone)]
pub struct ApiKey {
    text: SecretString,
    expires: Option<Timestamp>,
}

/// Why a text can't be an API key. No message repeats any of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyFormError {
    /// The text is empty.
    #[error("The key is empty. Paste the whole API key.")]
    Empty,
    /// The text is too long for a key.
    #[error("This text has {length} characters, far too many for an API key. Paste only the key.")]
    TooLong {
        /// The length in characters.
        length: usize,
    },
    /// The text doesn't have a JWT's three parts.
    #[error(
        "An API key has three parts separated by dots; this text has {found}. \
         Paste the whole key, from the first to the last character."
    )]
    Parts {
        /// The number of parts.
        found: usize,
    },
    /// A part contains a character that isn't base64url.
    #[error(
        "The key's {part} contains a character that isn't allowed in an API key (character {at}). \
         Copy the key again, without spaces, quotes or line breaks."
    )]
    Character {
        /// The part in question.
        part: KeyPart,
        /// The character's position in the whole text, counted from 1.
        at: usize,
    },
    /// A part isn't base64url, or isn't JSON where it has to be.
    #[error("The key's {part} can't be decoded; it may be incomplete. Copy the whole key again.")]
    Unreadable {
        /// The part in question.
        part: KeyPart,
    },
}

/// A part of a JWT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPart {
    /// The first part: the signature's algorithm.
    Header,
    /// The second part: the claims.
    Payload,
    /// The third part.
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
    /// Parses a key. Surrounding white space and a leading `Bearer` are ignored.
    ///
    /// # Errors
    /// [`KeyFormError`] if the text isn't a JWT. Whether the service accepts the key is not checked.
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
            expires: claims.get("exp").and_then(seconds).and_then(expiry),
        })
    }

    /// When the key expires (the claim `exp`); `None` if it never does, see [`expiry`].
    pub fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// Whether the key has expired.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }

    /// The key's text: for the keyring and the `Authorization` header, and nothing else.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

/// When something expires that the service says expires then: a key that never does has a date in 2099, the
/// last day or later.
pub fn expiry(stated: Timestamp) -> Option<Timestamp> {
    (stated < NEVER).then_some(stated)
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// The text without a leading `Bearer`.
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

/// A JWT's `NumericDate`: seconds since 1970, sometimes with a fraction.
fn seconds(claim: &Value) -> Option<Timestamp> {
    let whole = claim.as_i64().or_else(|| {
        let float = claim.as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a fraction of a second doesn't matter"
        )]
        float.is_finite().then_some(float as i64)
    })?;
    Timestamp::from_second(whole).ok()
}
