//! How requests leave this machine: directly, or through a proxy, and who chose it.

use std::fmt;
use std::net::IpAddr;

use hyper_util::client::proxy::matcher::Matcher;
use ipnet::IpNet;

use crate::{BaseUrl, Error, Proxy, ProxyUrl};

/// How requests to a service leave this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Without a proxy.
    Direct,
    /// Through a proxy.
    Proxy {
        /// The proxy.
        proxy: ProxyUrl,
        /// Who chose it.
        from: ProxySource,
    },
}

/// Who chose a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxySource {
    /// The user, in the settings.
    Settings,
    /// This environment variable.
    Variable(&'static str),
    /// The system's settings.
    System,
}

/// What [`Proxy::System`] reads on this platform.
pub const SYSTEM_READS: &str = if cfg!(target_os = "macos") {
    "HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment, else the HTTPS proxy in macOS's network settings. \
     Automatic configuration (PAC) isn't read."
} else if cfg!(windows) {
    "HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment, else the manual proxy in Windows's settings. \
     A setup script (PAC) isn't read."
} else {
    "HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment that Postern was started with. The desktop's proxy \
     settings and configuration scripts (PAC) aren't read."
};

/// The variables with a proxy for HTTPS, by precedence.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

impl Route {
    /// The route to a service. None to this machine goes through a proxy, and none over plain HTTP, where the
    /// proxy could read the key.
    pub(super) fn of(base: &BaseUrl, proxy: &Proxy) -> Result<Self, Error> {
        match proxy {
            _ if !base.is_https() => Ok(Self::Direct),
            Proxy::None => Ok(Self::Direct),
            Proxy::Url(proxy) => Ok(Self::Proxy {
                proxy: proxy.clone(),
                from: ProxySource::Settings,
            }),
            Proxy::System if base.is_loopback() => Ok(Self::Direct),
            Proxy::System => match from_environment(base, |name| std::env::var(name).ok())? {
                Some(route) => Ok(route),
                None => from_system(base),
            },
        }
    }

    /// A host on this route: `aeon.example through the proxy http://proxy:3128 (from HTTPS_PROXY)`.
    pub(super) fn to(&self, host: &str) -> String {
        match self {
            Self::Direct => host.to_owned(),
            Self::Proxy { .. } => format!("{host} through {self}"),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct => f.write_str("no proxy"),
            Self::Proxy { proxy, from } => write!(f, "the proxy {proxy} (from {from})"),
        }
    }
}

impl fmt::Display for ProxySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Settings => "the settings",
            Self::Variable(name) => name,
            Self::System => "the system's settings",
        })
    }
}

/// The proxy in the environment; `None` if there is none. One that can't be used is an error: without it,
/// requests would go direct.
fn from_environment(
    base: &BaseUrl,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<Route>, Error> {
    let value = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let exempt = value("NO_PROXY").or_else(|| value("no_proxy"));
    if exempt.is_some_and(|list| is_exempt(&list, base.host(), base.port())) {
        return Ok(Some(Route::Direct));
    }
    let set = VARIABLES
        .into_iter()
        .find_map(|name| Some((name, value(name)?)));
    let Some((name, text)) = set else {
        return Ok(None);
    };
    let text = text.trim();
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    match ProxyUrl::parse(&full) {
        Ok(proxy) => Ok(Some(Route::Proxy {
            proxy,
            from: ProxySource::Variable(name),
        })),
        Err(error) => Err(Error::Config {
            reason: format!(
                "the proxy in the environment variable {name} can't be used: {}",
                error.to_string().trim_end_matches('.')
            ),
        }),
    }
}

/// The proxy in the settings of macOS or Windows.
fn from_system(base: &BaseUrl) -> Result<Route, Error> {
    let chosen = base.join(&[]).as_str().parse().ok().and_then(|to| {
        let intercept = Matcher::from_system().intercept(&to)?;
        Some(intercept.uri().to_string())
    });
    let Some(chosen) = chosen else {
        return Ok(Route::Direct);
    };
    match ProxyUrl::parse(&chosen) {
        Ok(proxy) => Ok(Route::Proxy {
            proxy,
            from: ProxySource::System,
        }),
        Err(error) => Err(Error::Config {
            reason: format!(
                "the proxy in the system's settings can't be used: {}",
                error.to_string().trim_end_matches('.')
            ),
        }),
    }
}

/// Whether a list like that in `NO_PROXY` has this host: `*`, `example.com` and `.example.com` with all
/// subdomains, `*.example.com`, addresses and ranges, each with an optional port.
fn is_exempt(list: &str, host: &str, port: u16) -> bool {
    let host = host.trim_matches(['[', ']']);
    let entries = list.split(|c: char| c == ',' || c.is_whitespace());
    entries
        .filter(|entry| !entry.is_empty())
        .any(|entry| matches_entry(entry, host, port))
}

fn matches_entry(entry: &str, host: &str, port: u16) -> bool {
    if entry == "*" {
        return true;
    }
    let address: Option<IpAddr> = host.parse().ok();
    let bare = entry.trim_matches(['[', ']']);
    if let Ok(network) = bare.parse::<IpNet>() {
        return address.is_some_and(|address| network.contains(&address));
    }
    if let Ok(exempt) = bare.parse::<IpAddr>() {
        return address == Some(exempt);
    }
    if let Some((name, only)) = entry.rsplit_once(':') {
        // With something that isn't a port it can't match.
        return only.parse() == Ok(port) && matches_entry(name, host, port);
    }
    let domain = entry
        .trim_start_matches('*')
        .trim_start_matches('.')
        .trim_end_matches('.')
        .to_lowercase();
    let host = host.trim_end_matches('.').to_lowercase();
    let is_below = || {
        host.strip_suffix(&domain)
            .is_some_and(|start| start.ends_with('.'))
    };
    !domain.is_empty() && address.is_none() && (host == domain || is_below())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(variables: &[(&str, &str)]) -> Result<Option<Route>, String> {
        let base = BaseUrl::parse("aeon.example").expect("a host");
        let get = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name)?;
            Some(found.1.to_owned())
        };
        from_environment(&base, get).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn assert_used(variables: &[(&str, &str)], shown: Option<&str>) {
        let used = route(variables).expect("a usable proxy, or none");
        let used = used.filter(|route| *route != Route::Direct);
        assert_eq!(used.map(|route| route.to_string()).as_deref(), shown);
    }

    #[track_caller]
    fn assert_rejected(variables: &[(&str, &str)], name: &str) {
        let error = route(variables).expect_err("requests would go direct");
        assert!(
            error.contains(&format!(" {name} ")) && !error.contains("hunter2"),
            "{error}"
        );
    }

    #[test]
    fn a_proxy_in_the_environment_is_used_or_rejected_but_never_ignored() {
        let good = "http://proxy.example.com:3128";
        let bad = "ftp://me:hunter2@proxy.example.com";
        let socks = "socks5h://127.0.0.1:1080";
        let shown = |name: &str| format!("the proxy http://proxy.example.com:3128 (from {name})");
        assert_used(&[], None);
        assert_used(&[("HTTPS_PROXY", "")], None);
        assert_used(&[("HTTP_PROXY", bad)], None);
        assert_used(
            &[("HTTPS_PROXY", good), ("ALL_PROXY", socks)],
            Some(&shown("HTTPS_PROXY")),
        );
        assert_used(
            &[("https_proxy", "me:hunter2@proxy.example.com:3128")],
            Some(&shown("https_proxy")),
        );
        assert_used(
            &[("all_proxy", socks)],
            Some("the proxy socks5h://127.0.0.1:1080 (from all_proxy)"),
        );
        assert_used(&[("ALL_PROXY", bad), ("NO_PROXY", "aeon.example")], None);
        assert_rejected(&[("HTTPS_PROXY", bad), ("ALL_PROXY", good)], "HTTPS_PROXY");
        assert_rejected(
            &[
                ("https_proxy", "socks4://127.0.0.1:1080"),
                ("all_proxy", good),
            ],
            "https_proxy",
        );
        assert_rejected(&[("all_proxy", "socks://127.0.0.1:7891/")], "all_proxy");
        assert_rejected(&[("ALL_PROXY", "http://wpad/proxy.pac")], "ALL_PROXY");
        assert_rejected(
            &[("ALL_PROXY", bad), ("no_proxy", "elsewhere.example")],
            "ALL_PROXY",
        );
    }

    #[test]
    fn every_common_form_of_no_proxy_is_understood() {
        let exempt = |list: &str, host: &str| is_exempt(list, host, 443);
        for list in [
            "*",
            "yugabyte.com",
            ".yugabyte.com",
            "*.yugabyte.com",
            "cloud.yugabyte.com",
            "CLOUD.Yugabyte.com.",
            "cloud.yugabyte.com:443",
            "*.yugabyte.com:443",
            "localhost, cloud.yugabyte.com",
            "localhost cloud.yugabyte.com",
        ] {
            assert!(exempt(list, "cloud.yugabyte.com"), "{list}");
        }
        for list in [
            "",
            ",",
            "yugabyte.org",
            "byte.com",
            "loud.yugabyte.com",
            "api.cloud.yugabyte.com",
            "cloud.yugabyte.com:8443",
            "cloud.yugabyte.com:",
            "*.",
            ".",
        ] {
            assert!(!exempt(list, "cloud.yugabyte.com"), "{list}");
        }
        for (list, host) in [
            ("10.0.0.0/8", "10.1.2.3"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.1.2.3:443", "10.1.2.3"),
            ("::1", "[::1]"),
            ("[::1]", "[::1]"),
            ("[::1]:443", "[::1]"),
            ("fd00::/8", "[fd00::5]"),
        ] {
            assert!(exempt(list, host), "{list} {host}");
        }
        for (list, host) in [
            ("10.0.0.0/8", "11.1.2.3"),
            ("10.1.2.3:80", "10.1.2.3"),
            ("3", "10.1.2.3"),
            ("[::1]:80", "[::1]"),
        ] {
            assert!(!exempt(list, host), "{list} {host}");
        }
    }
}
