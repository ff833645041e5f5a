//! Encrypts the typed key on its way from its window. The web view's part in this process keeps copies of what passes
//! through it and never overwrites them: they are worthless without the private key, which is used once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::error::Unspecified;
use ring::rand::SystemRandom;
use ring::{aead, hkdf};
use secrecy::SecretString;
use serde::Deserialize;

/// What the encryption key is derived for. The window's script has the same.
const PURPOSE: &[u8] = b"postern key window";

/// Opens one sealed text.
pub(crate) struct Opener {
    private: EphemeralPrivateKey,
    /// What the page seals for, in base64.
    pub public: String,
}

/// A text that the page encrypted, in base64.
#[derive(Deserialize)]
pub(crate) struct Sealed {
    /// The page's public key.
    from: String,
    text: String,
}

impl Opener {
    /// # Errors
    /// The system has no random numbers.
    pub fn new() -> Result<Self, Unspecified> {
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new())?;
        let public = STANDARD.encode(private.compute_public_key()?);
        Ok(Self { private, public })
    }

    /// # Errors
    /// It wasn't sealed for this opener, or is incomplete.
    pub fn open(self, sealed: &Sealed) -> Result<SecretString, Unspecified> {
        let decoded = |text: &str| STANDARD.decode(text).map_err(|_| Unspecified);
        let from = UnparsedPublicKey::new(&ECDH_P256, decoded(&sealed.from)?);
        let mut text = decoded(&sealed.text)?;
        let key = agree_ephemeral(self.private, &from, encryption_key)??;
        // Each key seals one text, so that the nonce needs no randomness.
        let nonce = aead::Nonce::assume_unique_for_key([0; aead::NONCE_LEN]);
        let opened = key.open_in_place(nonce, aead::Aad::empty(), &mut text)?;
        let opened = str::from_utf8(opened).map_err(|_| Unspecified)?;
        Ok(opened.into())
    }
}

fn encryption_key(agreed: &[u8]) -> Result<aead::LessSafeKey, Unspecified> {
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(agreed);
    let key = aead::UnboundKey::from(key.expand(&[PURPOSE], &aead::AES_256_GCM)?);
    Ok(aead::LessSafeKey::new(key))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn seal(text: &str, public: &str) -> Sealed {
        let own = Opener::new().expect("there is randomness");
        let to = UnparsedPublicKey::new(&ECDH_P256, STANDARD.decode(public).expect("base64"));
        let key = agree_ephemeral(own.private, &to, encryption_key);
        let key = key.and_then(|key| key).expect("the keys agree");
        let nonce = aead::Nonce::assume_unique_for_key([0; aead::NONCE_LEN]);
        let mut bytes = text.as_bytes().to_vec();
        key.seal_in_place_append_tag(nonce, aead::Aad::empty(), &mut bytes)
            .expect("it is short");
        Sealed {
            from: own.public,
            text: STANDARD.encode(bytes),
        }
    }

    #[test]
    fn only_the_opener_that_a_text_was_sealed_for_opens_it() {
        let opener = Opener::new().expect("there is randomness");
        let sealed = seal("swordfish", &opener.public);
        assert!(!format!("{}{}", sealed.from, sealed.text).contains("swordfish"));
        let other = Opener::new().expect("there is randomness");
        assert!(other.open(&sealed).is_err());
        let opened = opener.open(&sealed).expect("it was sealed for this one");
        assert_eq!(opened.expose_secret(), "swordfish");
    }

    #[test]
    fn an_altered_text_or_a_strange_answer_is_refused() {
        for (from, text) in [
            (None, "AAAA"),
            (None, "not base64"),
            (Some("AAAA"), "AAAA"),
            (Some(""), ""),
        ] {
            let opener = Opener::new().expect("there is randomness");
            let mut sealed = seal("swordfish", &opener.public);
            sealed.text = text.to_owned();
            sealed.from = from.map_or(sealed.from, str::to_owned);
            assert!(opener.open(&sealed).is_err(), "{text}");
        }
    }
}
