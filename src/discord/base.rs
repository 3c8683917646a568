//! Where Discord is: the root of its REST API, and which gateway addresses may be connected to from there.
//!
//! The bot's token goes to these addresses and to no others, so each is checked before it is used.

use std::fmt;
use std::net::Ipv4Addr;

use reqwest::Url;

/// The root of a Discord API: `https://discord.com`, or the address of a stand-in such as `http://127.0.0.1:8722`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiBase(Url);

impl ApiBase {
    /// Discord itself.
    pub const DISCORD: &'static str = "https://discord.com";

    /// Reads a root address: `http` or `https`, a host, perhaps a port, and nothing after them.
    ///
    /// # Errors
    /// Says which part of `text` is wrong.
    ///
    /// ```
    /// use incheon_exports_bot::discord::ApiBase;
    ///
    /// assert!(ApiBase::new("http://127.0.0.1:8722").is_ok());
    /// assert!(ApiBase::new("https://discord.com/api/v10").is_err());
    /// ```
    pub fn new(text: &str) -> Result<Self, ApiBaseError> {
        let fault = |fault| ApiBaseError {
            text: without_credentials(text),
            fault,
        };
        let url = Url::parse(text).map_err(|_| fault(ApiBaseFault::NotAnAddress))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(fault(ApiBaseFault::Scheme));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(fault(ApiBaseFault::Credentials));
        }
        if !url.host_str().is_some_and(is_plain_host) {
            return Err(fault(ApiBaseFault::Host));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(fault(ApiBaseFault::Rest));
        }
        let base = Self(url);
        if base.is_discord() && base.0.scheme() != "https" {
            return Err(fault(ApiBaseFault::DiscordInClear));
        }
        Ok(base)
    }

    /// The address without a slash at its end, as routes are appended to it.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Whether this is Discord itself rather than a stand-in.
    pub fn is_discord(&self) -> bool {
        is_under(host(&self.0), "discord.com")
    }
}

impl Default for ApiBase {
    /// Discord itself.
    fn default() -> Self {
        Self(Url::parse(Self::DISCORD).expect("the constant is an address"))
    }
}

impl fmt::Display for ApiBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The address of a gateway that may be connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GatewayUrl(Url);

impl GatewayUrl {
    /// Checks the address that `base` named as its gateway.
    ///
    /// Discord's own is encrypted and under `discord.gg`. A stand-in's is on the stand-in's host, at any port; the names
    /// of the local host count as one.
    pub fn new(text: &str, base: &ApiBase) -> Result<Self, GatewayUrlError> {
        let url = socket_address(text)?;
        let allowed = if base.is_discord() {
            is_discord_gateway(&url)
        } else {
            let (here, there) = (host(&base.0), host(&url));
            here == there || (is_local(here) && is_local(there))
        };
        if allowed {
            Ok(Self(url))
        } else {
            Err(GatewayUrlError::ForeignHost(host(&url).to_owned()))
        }
    }

    /// What to make of the address at which READY says that this gateway's session is resumed.
    pub fn resume_address(&self, text: &str) -> ResumeAddress {
        let Ok(url) = socket_address(text) else {
            return ResumeAddress::Malformed;
        };
        let same_place = self.0.scheme() == url.scheme()
            && self.0.host_str() == url.host_str()
            && self.0.port_or_known_default() == url.port_or_known_default();
        if same_place || (is_discord_gateway(&self.0) && is_discord_gateway(&url)) {
            ResumeAddress::Allowed
        } else {
            ResumeAddress::Foreign
        }
    }

    /// The address without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

/// An address to resume at, judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResumeAddress {
    /// The gateway's own host and port or, for Discord's gateway, another of Discord's.
    Allowed,
    /// An address that must not get the token.
    Foreign,
    /// No address at all.
    Malformed,
}

/// A `ws` or `wss` address, written in characters that every parser of addresses reads alike; twilight panics on an address
/// that its own parser does not read.
fn socket_address(text: &str) -> Result<Url, GatewayUrlError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ":/[]-._~".contains(c);
    Some(text)
        .filter(|text| text.chars().all(plain))
        .and_then(|text| Url::parse(text).ok())
        .filter(|url| matches!(url.scheme(), "ws" | "wss") && !host(url).is_empty())
        .ok_or(GatewayUrlError::Malformed)
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn is_discord_gateway(url: &Url) -> bool {
    url.scheme() == "wss"
        && url.port_or_known_default() == Some(443)
        && is_under(host(url), "discord.gg")
}

fn is_plain_host(host: &str) -> bool {
    !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c))
}

fn is_local(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// `text` without what stands before an `@`, which may be a password.
fn without_credentials(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((_, after)) => format!("…@{after}"),
        None => text.to_owned(),
    }
}

/// Why a text is no [`ApiBase`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiBaseError {
    text: String,
    fault: ApiBaseFault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ApiBaseFault {
    NotAnAddress,
    Scheme,
    Credentials,
    Host,
    Rest,
    DiscordInClear,
}

impl fmt::Display for ApiBaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            ApiBaseFault::NotAnAddress => "is not an address",
            ApiBaseFault::Scheme => "starts with neither `http://` nor `https://`",
            ApiBaseFault::Credentials => "holds a user name or a password",
            ApiBaseFault::Host => "has a host name with characters that no host name has",
            ApiBaseFault::Rest => "says more than scheme, host and port",
            ApiBaseFault::DiscordInClear => "would send the token to Discord unencrypted",
        };
        write!(
            f,
            "the API base `{}` {fault}; expected a root address such as `{}` or `http://127.0.0.1:8722`, without `/api/v10`",
            self.text,
            ApiBase::DISCORD
        )
    }
}

impl std::error::Error for ApiBaseError {}

/// Why an address is no gateway to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GatewayUrlError {
    /// It is no plain `ws` or `wss` address.
    Malformed,
    /// It is on a host that the API base does not vouch for.
    ForeignHost(String),
}

impl fmt::Display for GatewayUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => {
                f.write_str("the gateway's address is not of the form `wss://host:port`")
            }
            Self::ForeignHost(host) => write!(
                f,
                "the gateway's address is on `{host}`, another host than the API's; the token is not sent there"
            ),
        }
    }
}

impl std::error::Error for GatewayUrlError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_scheme_host_and_port() {
        for (text, expected) in [
            ("https://discord.com", Ok("https://discord.com")),
            ("https://discord.com/", Ok("https://discord.com")),
            ("http://127.0.0.1:8722", Ok("http://127.0.0.1:8722")),
            ("http://[::1]:8722", Ok("http://[::1]:8722")),
            ("http://Playground:80", Ok("http://playground")),
            ("", Err(ApiBaseFault::NotAnAddress)),
            ("discord.com", Err(ApiBaseFault::NotAnAddress)),
            ("127.0.0.1:8722", Err(ApiBaseFault::NotAnAddress)),
            ("http://", Err(ApiBaseFault::NotAnAddress)),
            ("http://127.0.0.1:99999", Err(ApiBaseFault::NotAnAddress)),
            ("ftp://discord.com", Err(ApiBaseFault::Scheme)),
            ("localhost:8722", Err(ApiBaseFault::Scheme)),
            ("https://discord.com/api/v10", Err(ApiBaseFault::Rest)),
            ("https://discord.com/?v=10", Err(ApiBaseFault::Rest)),
            ("https://discord.com/#", Err(ApiBaseFault::Rest)),
            ("https://me:pw@discord.com", Err(ApiBaseFault::Credentials)),
            ("http://discord.com", Err(ApiBaseFault::DiscordInClear)),
            ("http://ptb.discord.com", Err(ApiBaseFault::DiscordInClear)),
            ("http://a{b}.test", Err(ApiBaseFault::Host)),
        ] {
            let got = ApiBase::new(text);
            assert_eq!(
                got.as_ref()
                    .map(ApiBase::as_str)
                    .map_err(|error| error.fault),
                expected,
                "base {text:?}"
            );
        }
    }

    #[test]
    fn a_korean_host_name_is_written_in_ascii() {
        assert_eq!(
            ApiBase::new("http://수출.test").unwrap().as_str(),
            "http://xn--9p4bq4s.test"
        );
    }

    #[test]
    fn a_base_error_says_what_to_write_and_no_password() {
        assert_eq!(
            ApiBase::new("https://me:pw@discord.com")
                .unwrap_err()
                .to_string(),
            "the API base `…@discord.com` holds a user name or a password; expected a root address such as \
             `https://discord.com` or `http://127.0.0.1:8722`, without `/api/v10`"
        );
    }

    #[test]
    fn only_the_domain_itself_is_discord() {
        for (text, expected) in [
            ("https://discord.com", true),
            ("https://canary.discord.com", true),
            ("https://discord.com.example.test", false),
            ("https://notdiscord.com", false),
            ("http://127.0.0.1:1", false),
        ] {
            assert_eq!(ApiBase::new(text).unwrap().is_discord(), expected, "{text}");
        }
    }

    #[test]
    fn a_gateway_is_on_the_host_that_named_it() {
        let discord = ApiBase::default();
        let local = ApiBase::new("http://127.0.0.1:8722").unwrap();
        let foreign = |host: &str| Err(GatewayUrlError::ForeignHost(host.to_owned()));
        for (base, text, expected) in [
            (
                &discord,
                "wss://gateway.discord.gg",
                Ok("wss://gateway.discord.gg"),
            ),
            (
                &discord,
                "wss://gateway.discord.gg/",
                Ok("wss://gateway.discord.gg"),
            ),
            (
                &discord,
                "ws://gateway.discord.gg",
                foreign("gateway.discord.gg"),
            ),
            (
                &discord,
                "wss://gateway.discord.gg.test",
                foreign("gateway.discord.gg.test"),
            ),
            (&discord, "wss://127.0.0.1:8722", foreign("127.0.0.1")),
            (&local, "ws://127.0.0.1:8722", Ok("ws://127.0.0.1:8722")),
            (
                &local,
                "ws://127.0.0.1:9000/gateway/",
                Ok("ws://127.0.0.1:9000/gateway"),
            ),
            (&local, "ws://localhost:8722", Ok("ws://localhost:8722")),
            (
                &local,
                "wss://gateway.discord.gg",
                foreign("gateway.discord.gg"),
            ),
            (&local, "ws://127.example.test", foreign("127.example.test")),
            (
                &local,
                "http://127.0.0.1:8722",
                Err(GatewayUrlError::Malformed),
            ),
            (
                &local,
                "ws://127.0.0.1:8722/?v=10",
                Err(GatewayUrlError::Malformed),
            ),
            (
                &local,
                "ws://127.0.0.1:8722/a|b",
                Err(GatewayUrlError::Malformed),
            ),
            (
                &local,
                "ws://a:b@127.0.0.1:8722",
                Err(GatewayUrlError::Malformed),
            ),
            (&local, "127.0.0.1:8722", Err(GatewayUrlError::Malformed)),
            (&local, "수출", Err(GatewayUrlError::Malformed)),
            (&local, "", Err(GatewayUrlError::Malformed)),
        ] {
            let got = GatewayUrl::new(text, base);
            assert_eq!(
                got.as_ref().map(GatewayUrl::as_str).map_err(Clone::clone),
                expected,
                "{text:?} named by {base}"
            );
        }
    }

    #[test]
    fn a_session_is_resumed_at_the_same_host_and_port_or_within_discord() {
        use ResumeAddress::{Allowed, Foreign, Malformed};
        let discord = GatewayUrl::new("wss://gateway.discord.gg", &ApiBase::default()).unwrap();
        let base = ApiBase::new("http://127.0.0.1:8722").unwrap();
        let local = GatewayUrl::new("ws://127.0.0.1:8722/gateway", &base).unwrap();
        for (gateway, text, expected) in [
            (&discord, "wss://gateway-us-east1-b.discord.gg", Allowed),
            (
                &discord,
                "wss://gateway-us-east1-b.discord.gg:443/",
                Allowed,
            ),
            (&discord, "wss://gateway.discord.gg:8443", Foreign),
            (&discord, "ws://gateway.discord.gg", Foreign),
            (&discord, "wss://gateway.fictional.invalid", Foreign),
            (&local, "ws://127.0.0.1:8722", Allowed),
            (&local, "ws://127.0.0.1:8722/gateway/", Allowed),
            (&local, "ws://127.0.0.1:8723", Foreign),
            (&local, "wss://127.0.0.1:8722", Foreign),
            (&local, "wss://gateway-us-east1-b.discord.gg", Foreign),
            (&local, "wss://gateway.fictional.invalid", Foreign),
            (&local, "http://127.0.0.1:8722", Malformed),
            (&local, " ws://127.0.0.1:8722", Malformed),
            (&local, "ws://127.0.0.1:8722/?v=10", Malformed),
            (&local, "ws://", Malformed),
            (&local, "수출", Malformed),
            (&local, "", Malformed),
        ] {
            let got = gateway.resume_address(text);
            assert_eq!(got, expected, "{text:?} after {}", gateway.as_str());
        }
    }
}
