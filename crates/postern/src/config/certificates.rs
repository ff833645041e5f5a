//! Extra CA certificates: read once from a file that the user chooses, and copied.

use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use sha2::{Digest as _, Sha256};

use super::Certificates;
use crate::files::{WriteError, read_regular, write_private};
use crate::problem::{Problem, ProblemCode};

/// Maximum size of the file, in bytes.
const MAX_SIZE: u64 = 1024 * 1024;

/// Characters per line in PEM.
const LINE: usize = 64;

/// Path of Postern's copy.
pub(crate) fn path(folder: &Path) -> PathBuf {
    folder.join("ca.pem")
}

/// What the user is shown of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateSummary {
    /// Whom it names; empty if that can't be read.
    pub subject: String,
    /// SHA-256 of the certificate, in hexadecimal pairs.
    pub fingerprint: String,
}

impl CertificateSummary {
    fn of(certificate: &CertificateDer<'_>) -> Self {
        let subject = match x509_parser::parse_x509_certificate(certificate) {
            Ok((_, parsed)) => parsed.subject().to_string(),
            Err(_) => String::new(),
        };
        let pairs = Sha256::digest(certificate);
        let pairs: Vec<String> = pairs.iter().map(|byte| format!("{byte:02X}")).collect();
        Self {
            subject,
            fingerprint: pairs.join(":"),
        }
    }
}

/// The certificates of a file.
#[derive(Debug)]
pub(crate) struct CaFile {
    name: String,
    certificates: Vec<CertificateDer<'static>>,
}

impl CaFile {
    /// Reads a PEM file.
    ///
    /// # Errors
    /// It isn't a regular file of at most 1 MiB, or it has no certificates or an invalid one.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let refuse = |reason: &str| {
            Problem::new(
                ProblemCode::Invalid,
                format!("{name} can't be used: {reason}."),
                "Choose a PEM file with CA certificates.",
            )
        };
        let bytes = read_regular(path, MAX_SIZE).map_err(|error| refuse(&error.to_string()))?;
        let certificates = CertificateDer::pem_slice_iter(&bytes)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| refuse(&error.to_string()))?;
        if certificates.is_empty() {
            return Err(refuse("it has no certificates"));
        }
        let mut trusted = RootCertStore::empty();
        for (at, certificate) in certificates.iter().enumerate() {
            trusted
                .add(certificate.clone())
                .map_err(|error| refuse(&format!("certificate {}: {error}", at + 1)))?;
        }
        Ok(Self {
            name: name.into_owned(),
            certificates,
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn count(&self) -> usize {
        self.certificates.len()
    }

    /// What a confirmation shows about each of them.
    pub fn summaries(&self) -> Vec<CertificateSummary> {
        self.certificates
            .iter()
            .map(CertificateSummary::of)
            .collect()
    }

    /// SHA-256 over all certificates; for a single one, what other tools call its fingerprint.
    pub fn fingerprint(&self) -> String {
        let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
        for certificate in &self.certificates {
            digest.update(certificate);
        }
        let bytes = digest.finish();
        let pairs: Vec<String> = bytes
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        pairs.join(":")
    }

    /// What the settings show about it.
    pub fn shown(&self) -> Certificates {
        Certificates {
            file: self.name.clone(),
            count: u32::try_from(self.count()).unwrap_or(u32::MAX),
            fingerprint: Some(self.fingerprint()),
        }
    }

    /// Only the certificates, since the file may also have a private key.
    pub fn pem(&self) -> Vec<u8> {
        let mut pem = Vec::new();
        for certificate in &self.certificates {
            pem.extend(b"-----BEGIN CERTIFICATE-----\n");
            let text = STANDARD.encode(certificate);
            for line in text.as_bytes().chunks(LINE) {
                pem.extend(line);
                pem.push(b'\n');
            }
            pem.extend(b"-----END CERTIFICATE-----\n");
        }
        pem
    }

    /// Writes Postern's copy.
    ///
    /// # Errors
    /// [`WriteError::Write`]; an existing copy then stays.
    pub fn write(pem: &[u8], path: &Path) -> Result<(), WriteError> {
        write_private(path, |file| file.write_all(pem)).map_err(|error| WriteError::Write {
            file: path.to_owned(),
            reason: error.to_string(),
        })
    }
}

/// Reads Postern's copy.
///
/// # Errors
/// It isn't a regular file of at most 1 MiB, or can't be read.
pub(crate) fn read_copy(path: &Path) -> std::io::Result<Vec<u8>> {
    read_regular(path, MAX_SIZE)
}

/// Checks that Postern's copy still has the certificates that the user agreed to.
///
/// # Errors
/// It has others, or can't be read.
pub(crate) fn check(path: &Path, agreed: &Certificates) -> Result<(), Problem> {
    let Some(fingerprint) = &agreed.fingerprint else {
        return Ok(());
    };
    if CaFile::read(path)?.fingerprint() == *fingerprint {
        return Ok(());
    }
    Err(Problem::new(
        ProblemCode::Invalid,
        "Postern's copy of the CA certificates has changed since you chose them.",
        "Choose the certificate file again in the settings, or remove the certificates.",
    ))
}
