//! Links, which open in the user's browser and only to the vendors' hosts.

use postern::problem::{Problem, ProblemCode};
use url::Url;

/// Hosts that a link may lead to.
const HOSTS: &[&str] = &[
    "cloud.yugabyte.com",
    "docs.yugabyte.com",
    "console.aws.amazon.com",
    "docs.aws.amazon.com",
    "portal.azure.com",
    "learn.microsoft.com",
];

/// Domains below which any host will do: the AWS console has one a region.
const BELOW: &[&str] = &[".console.aws.amazon.com"];

/// Opens a link in the user's browser.
#[tauri::command]
#[specta::specta]
pub async fn open_link(url: String) -> Result<(), Problem> {
    let url = vetted(&url)?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|error| Problem {
        code: ProblemCode::Other,
        message: format!("No browser could be started: {error}."),
        hint: format!("Open {url} yourself."),
    })
}

/// The link as a URL, if it is https to a host on the list.
fn vetted(text: &str) -> Result<Url, Problem> {
    let refused = || Problem {
        code: ProblemCode::Invalid,
        message: "Postern opens only https links to YugabyteDB, AWS and Azure.".to_owned(),
        hint: "Copy the link if you trust it.".to_owned(),
    };
    let url = Url::parse(text).map_err(|_| refused())?;
    let host = url.host_str().unwrap_or_default();
    let known = HOSTS.contains(&host) || BELOW.iter().any(|domain| host.ends_with(domain));
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
    use super::vetted;

    #[test]
    fn the_vendors_pages_open() {
        for link in [
            "https://cloud.yugabyte.com/",
            "https://docs.yugabyte.com/preview/yugabyte-cloud/",
            "https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#Endpoints:",
            "https://us-west-2.console.aws.amazon.com/cloudformation/home?region=us-west-2#/stacks/create",
            "https://portal.azure.com/#view/HubsExtension/BrowseResource/resourceType/Microsoft.Network%2FprivateEndpoints",
            "https://portal.azure.com/#create/Microsoft.Template",
        ] {
            assert!(vetted(link).is_ok(), "{link}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
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
            assert!(vetted(link).is_err(), "{link}");
        }
    }
}
