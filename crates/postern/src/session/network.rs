//! Makes sure that requests go through the proxy, and trust the certificates, that the user agreed to. Files can be
//! edited by other programs, so what the user agreed to is kept in the keyring.

use std::io::ErrorKind;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::app::Core;
use super::{ConsentRequest, client};
use crate::config::certificates::{self, CaFile};
use crate::config::{ProxySetting, Settings};
use crate::keys::TrustedNetwork;
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// What has been checked since Postern started.
#[derive(Default)]
pub(super) struct CheckedNetwork {
    /// What the user agreed to; `None` until it is read.
    trusted: Option<TrustedNetwork>,
    /// The extra CA certificates, exactly as the user agreed to them.
    pub certificates: Option<Arc<[u8]>>,
}

impl Core {
    /// Makes sure that the user agreed to the proxy and the certificates in Postern's files, and asks if not.
    ///
    /// # Errors
    /// The user doesn't agree, or the certificates can't be read. Nothing may be sent then.
    pub async fn check_network(&self) -> Result<(), Problem> {
        let settings = self.settings.get();
        let pem = self.read_certificates(&settings).await?;
        let found = network(&settings.proxy, pem.as_deref());
        if found != TrustedNetwork::default() {
            self.check_trusted(found).await?;
        }
        lock(&self.network).certificates = pem;
        Ok(())
    }

    async fn check_trusted(&self, mut found: TrustedNetwork) -> Result<(), Problem> {
        let checked = lock(&self.network).trusted.clone();
        let trusted = match checked {
            Some(trusted) => trusted,
            // Without a keyring the user is asked once for each session.
            None => self
                .vault
                .trusted_network()
                .await
                .unwrap_or_else(|error| {
                    tracing::info!(%error, "the proxy and certificates can't be looked up");
                    None
                })
                .unwrap_or_default(),
        };
        if is_same_proxy(&found, &trusted) {
            // The file doesn't have the password.
            if let Some(url) = trusted.proxy.clone() {
                self.settings.complete_proxy(ProxySetting::Url { url });
            }
            found.proxy.clone_from(&trusted.proxy);
        } else if let Some(url) = &found.proxy {
            let proxy = client::place(url)?;
            self.ask(ConsentRequest::UseProxy { proxy }).await?;
        }
        if found.certificates.is_some() && found.certificates != trusted.certificates {
            let path = self.ca_file.clone();
            let read = tokio::task::spawn_blocking(move || CaFile::read(&path)).await;
            let file = read.expect("reading a file does not panic")?;
            self.ask(question(&file)).await?;
        }
        if found != trusted {
            // The file of an earlier version has the password; it is written again without it.
            let kept = self.trust(found.clone()).await;
            if kept.is_ok()
                && has_password(&found)
                && let Err(error) = self.settings.change(|_| ()).await
            {
                tracing::warn!(%error, "the proxy's password couldn't be removed from the settings");
            }
        }
        lock(&self.network).trusted = Some(found);
        Ok(())
    }

    /// Keeps the proxy that the user just agreed to.
    ///
    /// # Errors
    /// It has a password, which can't be kept.
    pub async fn trust_proxy(&self) -> Result<(), Problem> {
        let pem = lock(&self.network).certificates.clone();
        let found = network(&self.settings.get().proxy, pem.as_deref());
        match self.trust(found.clone()).await {
            Err(problem) if has_password(&found) => Err(Problem {
                message: format!(
                    "The proxy is used until Postern quits. Its password couldn't be saved. {}",
                    problem.message
                ),
                ..problem
            }),
            _ => Ok(()),
        }
    }

    /// Uses the certificates that the user just agreed to.
    pub async fn trust_certificates(&self, pem: Option<Arc<[u8]>>) {
        lock(&self.network).certificates.clone_from(&pem);
        let found = network(&self.settings.get().proxy, pem.as_deref());
        // Without a keyring the user is asked again after a restart.
        let _ = self.trust(found).await;
    }

    async fn trust(&self, network: TrustedNetwork) -> Result<(), Problem> {
        lock(&self.network).trusted = Some(network.clone());
        self.vault.trust_network(&network).await.map_err(|error| {
            tracing::warn!(%error, "the proxy and certificates couldn't be saved in the keyring");
            Problem::from(error)
        })
    }

    async fn read_certificates(&self, settings: &Settings) -> Result<Option<Arc<[u8]>>, Problem> {
        let Some(agreed) = settings.certificates.clone() else {
            return Ok(None);
        };
        let path = self.ca_file.clone();
        let read = tokio::task::spawn_blocking(move || {
            let pem = certificates::read_copy(&path);
            pem.map(|pem| certificates::check(&path, &agreed).map(|()| pem))
        });
        match read.await.expect("reading a file does not panic") {
            Ok(pem) => Ok(Some(pem?.into())),
            Err(error) => {
                let what = match error.kind() {
                    ErrorKind::NotFound => "is missing".to_owned(),
                    _ => format!("can't be read: {error}"),
                };
                Err(Problem::new(
                    ProblemCode::Other,
                    format!("Postern's copy of the CA certificates {what}."),
                    "Choose the certificates again under Proxy and certificates.",
                ))
            }
        }
    }
}

/// Asks whether to trust these certificates.
pub(super) fn question(file: &CaFile) -> ConsentRequest {
    ConsentRequest::TrustCertificates {
        file: file.name().to_owned(),
        certificates: file.summaries(),
    }
}

fn network(proxy: &ProxySetting, pem: Option<&[u8]>) -> TrustedNetwork {
    TrustedNetwork {
        proxy: match proxy {
            ProxySetting::Url { url } => Some(url.clone()),
            ProxySetting::System | ProxySetting::None => None,
        },
        certificates: pem.map(|pem| {
            let digest = Sha256::digest(pem);
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        }),
    }
}

/// Whether the trusted proxy is this one; its password may be missing here.
fn is_same_proxy(found: &TrustedNetwork, trusted: &TrustedNetwork) -> bool {
    let setting =
        |network: &TrustedNetwork| network.proxy.clone().map(|url| ProxySetting::Url { url });
    found.proxy == trusted.proxy
        || setting(found) == setting(trusted).map(|proxy| proxy.without_password())
}

fn has_password(network: &TrustedNetwork) -> bool {
    let setting = network.proxy.clone().map(|url| ProxySetting::Url { url });
    setting.is_some_and(|setting| setting.without_password() != setting)
}
