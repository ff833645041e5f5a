//! Extra CA certificates: read once from a file that the user chooses, and copied.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::Certificates;
use crate::files::{WriteError, write_private};
use crate::problem::{Problem, ProblemCode};

/// Maximum size of the file, in bytes.
const MAX_SIZE: u64 = 1024 * 1024;

/// Characters per line in PEM.
const LINE: usize = 64;

/// Path of Postern's copy.
pub(crate) fn path(folder: &Path) -> PathBuf {
    folder.join("ca.pem")
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
        let mut file = open(path).map_err(|error| refuse(&error.to_string()))?;
        let about = file
            .metadata()
            .map_err(|error| refuse(&error.to_string()))?;
        if !about.is_file() {
            return Err(refuse("it isn't a regular file"));
        }
        let mut bytes = Vec::new();
        // Its length may change while it is read.
        let read = (&mut file).take(MAX_SIZE + 1).read_to_end(&mut bytes);
        read.map_err(|error| refuse(&error.to_string()))?;
        if bytes.len() as u64 > MAX_SIZE {
            return Err(refuse("it is larger than 1 MiB"));
        }
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

    /// What the settings show about it.
    pub fn shown(&self) -> Certificates {
        Certificates {
            file: self.name.clone(),
            count: u32::try_from(self.count()).unwrap_or(u32::MAX),
        }
    }

    /// Writes only the certificates, since the file may also have a private key.
    ///
    /// # Errors
    /// [`WriteError::Write`]; an existing copy then stays.
    pub fn write(&self, path: &Path) -> Result<(), WriteError> {
        write_private(path, |file| {
            for certificate in &self.certificates {
                writeln!(file, "-----BEGIN CERTIFICATE-----")?;
                let text = STANDARD.encode(certificate);
                for line in text.as_bytes().chunks(LINE) {
                    file.write_all(line)?;
                    file.write_all(b"\n")?;
                }
                writeln!(file, "-----END CERTIFICATE-----")?;
            }
            Ok(())
        })
        .map_err(|error| WriteError::Write {
            file: path.to_owned(),
            reason: error.to_string(),
        })
    }
}

/// Opens a file without blocking, since opening a pipe without a writer would never return.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let nonblocking = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(nonblocking.bits().cast_signed());
    }
    options.open(path)
}
