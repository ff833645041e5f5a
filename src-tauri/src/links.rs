//! Opens pages of the vendors in the user's browser, and the folder of the log. The page names them, and never gives an
//! address.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::problem::{Problem, ProblemCode};
use postern::recipe::ConsolePage;
use serde::Deserialize;
use specta::Type;
use tauri::State;
use url::Url;

use crate::App;
use crate::input::Input;
use crate::logs::LogFolder;

const AEON: &str = "https://cloud.yugabyte.com/";
const AEON_DOCS: &str = "https://docs.yugabyte.com/preview/yugabyte-cloud/";
const KEY_DOCS: &str =
    "https://docs.yugabyte.com/preview/yugabyte-cloud/managed-automation/managed-apikeys/";

/// Allowed hosts.
const HOSTS: &[&str] = &[
    "cloud.yugabyte.com",
    "docs.yugabyte.com",
    "console.aws.amazon.com",
    "portal.azure.com",
];

/// Domains of which all subdomains are allowed: the AWS console has one for each region.
const DOMAINS: &[&str] = &[".console.aws.amazon.com"];

/// A page of a vendor.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum VendorPage {
    /// Aeon's console.
    Aeon,
    /// Aeon's documentation.
    AeonDocs,
    /// How to create an API key.
    KeyDocs,
    /// A page of the cloud's console, for an endpoint.
    Console {
        region_id: RegionInfoId,
        page: ConsolePage,
    },
}

/// Forgets the link to an endpoint that was opened outside Postern.
#[tauri::command]
#[specta::specta]
pub async fn drop_link(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.drop_link();
    Ok(())
}

/// Opens a page of a vendor in the user's browser, right after the user pressed something.
#[tauri::command]
#[specta::specta]
pub async fn open_link(
    app: State<'_, Arc<App>>,
    input: State<'_, Input>,
    page: VendorPage,
) -> Result<(), Problem> {
    input.use_press()?;
    let url = match page {
        VendorPage::Aeon => AEON.to_owned(),
        VendorPage::AeonDocs => AEON_DOCS.to_owned(),
        VendorPage::KeyDocs => KEY_DOCS.to_owned(),
        VendorPage::Console { region_id, page } => app.console_page(&region_id, page)?,
    };
    let url = allowed(&url)?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|error| {
        let message = format!("Can't open a browser: {error}.");
        let hint = format!("Open {url} in a browser.");
        Problem::new(ProblemCode::Other, message, hint)
    })
}

/// Opens the folder of the log in the user's file manager, right after the user pressed something.
#[tauri::command]
#[specta::specta]
pub async fn open_log_folder(
    folder: State<'_, LogFolder>,
    input: State<'_, Input>,
) -> Result<(), Problem> {
    input.use_press()?;
    tauri_plugin_opener::open_path(&folder.0, None::<&str>).map_err(|error| {
        let message = format!("Can't open a file manager: {error}.");
        let hint = format!("The log is in {}.", folder.0.display());
        Problem::new(ProblemCode::Other, message, hint)
    })
}

/// Parses a link; fails unless it is HTTPS to an allowed host.
fn allowed(text: &str) -> Result<Url, Problem> {
    let refused = || {
        let message = "Postern only opens HTTPS links to YugabyteDB, AWS and Azure.";
        Problem::new(
            ProblemCode::Invalid,
            message,
            "Open the console in a browser.",
        )
    };
    let url = Url::parse(text).map_err(|_| refused())?;
    let host = url.host_str().unwrap_or_default();
    let known = HOSTS.contains(&host) || DOMAINS.iter().any(|domain| host.ends_with(domain));
    let plain = url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if known && plain {
        Ok(url)
    } else {
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn links_to_the_vendors_are_allowed() {
        for link in [
            "https://cloud.yugabyte.com/",
            "https://docs.yugabyte.com/preview/yugabyte-cloud/",
            "https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#Endpoints:",
            "https://us-west-2.console.aws.amazon.com/cloudformation/home?region=us-west-2#/stacks/create",
            "https://portal.azure.com/#view/HubsExtension/BrowseResource/resourceType/Microsoft.Network%2FprivateEndpoints",
            "https://portal.azure.com/#create/Microsoft.Template",
        ] {
            assert!(allowed(link).is_ok(), "{link}");
        }
    }

    #[test]
    fn other_links_are_refused() {
        for link in [
            "http://cloud.yugabyte.com/",
            "https://cloud.yugabyte.com.example.com/",
            "https://evilconsole.aws.amazon.com/",
            "https://cloud.yugabyte.com:8443/",
            "https://cloud.yugabyte.com@example.com/",
            "https://user@cloud.yugabyte.com/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "not a link",
        ] {
            assert!(allowed(link).is_err(), "{link}");
        }
    }
}
