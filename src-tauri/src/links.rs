//! Opens links to the vendors' hosts in the user's browser.

use postern::problem::{Problem, ProblemCode};
use url::Url;

/// Allowed hosts.
const HOSTS: &[&str] = &[
    "cloud.yugabyte.com",
    "docs.yugabyte.com",
    "console.aws.amazon.com",
    "docs.aws.amazon.com",
    "portal.azure.com",
    "learn.microsoft.com",
];

/// Domains of which all subdomains are allowed: the AWS console has one for each region.
const DOMAINS: &[&str] = &[".console.aws.amazon.com"];

/// Opens a link in the user's browser.
#[tauri::command]
#[specta::specta]
pub async fn open_link(url: String) -> Result<(), Problem> {
    let url = allowed(&url)?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|error| Problem {
        code: ProblemCode::Other,
        message: format!("Can't open a browser: {error}."),
        hint: format!("Open {url} in a browser."),
    })
}

/// Parses a link; fails unless it is HTTPS to an allowed host.
fn allowed(text: &str) -> Result<Url, Problem> {
    let refused = || Problem {
        code: ProblemCode::Invalid,
        message: "Postern only opens HTTPS links to YugabyteDB, AWS and Azure.".to_owned(),
        hint: "If you trust this link, copy it and open it in a browser.".to_owned(),
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
