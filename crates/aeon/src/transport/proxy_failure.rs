//! What a failure on the way through a proxy means.

use super::Route;
use super::failure::tidy;
use super::refused_tunnel::TunnelAnswer;
use crate::ProxyUrl;
use crate::error::ProxyFailure;

/// What happened, to continue a sentence.
pub(super) struct Described {
    pub(super) reason: String,
    pub(super) kind: ProxyFailure,
}

/// `None` if the failure isn't the proxy's. `texts` is the chain of causes, outermost first.
pub(super) fn describe(
    texts: &[String],
    proxy: &ProxyUrl,
    route: &Route,
    host: &str,
    refused: Option<TunnelAnswer>,
) -> Option<Described> {
    let described = |kind, reason| Some(Described { reason, kind });
    let starts = |start: &str| texts.iter().position(|text| text.starts_with(start));
    let last = texts.last().map_or("", String::as_str);
    if proxy.is_socks() {
        if starts("error resolving for socks proxy").is_some() {
            let reason = format!(
                "can't resolve {host} on this machine, as {route} requires ({})",
                tidy(last)
            );
            return described(ProxyFailure::Names, reason);
        }
        starts("error connecting to socks proxy")?;
        let last = last.trim_start_matches("SOCKS error: ");
        let (kind, what) = match last {
            "credentials not accepted" => (
                ProxyFailure::Login,
                "doesn't accept the user name and password",
            ),
            "server does not support user/pass authentication" => {
                (ProxyFailure::Login, "requires another way to sign in")
            }
            "failed to create underlying connection" => {
                let reason = format!("can't connect to {route}");
                return described(ProxyFailure::Unreachable, reason);
            }
            _ => {
                let reason = format!("{route} refused to connect to {host} ({})", tidy(last));
                return described(ProxyFailure::Refused, reason);
            }
        };
        return described(kind, format!("{route} {what}"));
    }
    let tunnel = &texts[starts("tunnel error")?];
    if tunnel.contains("underlying connection") {
        let reason = format!("can't connect to {route} ({})", tidy(last));
        return described(ProxyFailure::Unreachable, reason);
    }
    let status = refused.as_ref().map(|answer| answer.status);
    if tunnel.contains("authorization required") {
        let schemes = refused.map(|answer| answer.schemes).unwrap_or_default();
        let is_basic = |scheme: &String| scheme.eq_ignore_ascii_case("basic");
        if !schemes.is_empty() && !schemes.iter().any(is_basic) {
            let schemes = schemes.join(" or ");
            let reason = format!("{route} requires {schemes} authentication (407)");
            return described(ProxyFailure::Scheme, reason);
        }
        let what = if proxy.has_login() {
            "doesn't accept the user name and password (407)"
        } else {
            "requires a user name and password (407)"
        };
        return described(ProxyFailure::Login, format!("{route} {what}"));
    }
    if tunnel.contains("unsuccessful") {
        // tinyproxy's answer to a wrong password.
        if status == Some(401) && proxy.has_login() {
            let reason = format!("{route} doesn't accept the user name and password (401)");
            return described(ProxyFailure::Login, reason);
        }
        // By now it may accept what it refused.
        let status = status.filter(|status| !matches!(status, 200..=299));
        let status = status.map(|status| format!(" ({status})"));
        let reason = format!(
            "{route} refused to connect to {host}{}",
            status.unwrap_or_default()
        );
        return described(ProxyFailure::Refused, reason);
    }
    let reason = format!(
        "{route} failed ({})",
        tidy(tunnel.trim_start_matches("tunnel error: "))
    );
    described(ProxyFailure::Other, reason)
}
