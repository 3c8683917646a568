//! Whether a request comes from Discord: its signature, and its age.

use std::fmt;
use std::time::Duration;

use serenity::interactions_endpoint::Verifier;

/// How far a request's timestamp may be from our clock, on either side. Discord says nothing of it; clocks of servers
/// differ by seconds, and what was sent once shall not be good for ever. Within it, a repetition is known by its id.
const FRESH: Duration = Duration::from_secs(5 * 60);

/// An application's public key, as Discord shows it under "General Information" in its developer portal. No secret.
#[derive(Clone)]
pub struct PublicKey {
    text: String,
    verifier: Box<Verifier>,
}

impl PublicKey {
    /// Reads a key: 64 hexadecimal digits.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn new(text: &str) -> Result<Self, String> {
        let expected = || {
            "expected 64 hexadecimal digits, the \"Public Key\" under \"General Information\" in Discord's developer portal"
                .to_owned()
        };
        let mut key = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(expected());
        }
        for (index, byte) in key.iter_mut().enumerate() {
            *byte =
                u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| expected())?;
        }
        Ok(Self {
            text: text.to_owned(),
            verifier: Verifier::try_new(key)
                .map(Box::new)
                .map_err(|_| expected())?,
        })
    }

    /// Checks a request with these headers, `X-Signature-Ed25519` and `X-Signature-Timestamp`, and this body, byte by byte
    /// as it came, at `now`, told as the time since the Unix epoch.
    ///
    /// # Errors
    /// Why it is not to be believed.
    pub(super) fn check(
        &self,
        signature: Option<&str>,
        timestamp: Option<&str>,
        body: &[u8],
        now: Duration,
    ) -> Result<(), Unbelievable> {
        let (Some(signature), Some(timestamp)) = (signature, timestamp) else {
            return Err(Unbelievable::Unsigned);
        };
        self.verifier
            .verify(signature, timestamp, body)
            .map_err(|()| Unbelievable::Forged)?;
        let sent = timestamp.parse().map(Duration::from_secs);
        match sent {
            Ok(sent) if sent.abs_diff(now) <= FRESH => Ok(()),
            _ => Err(Unbelievable::Stale),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.text)
    }
}

/// Why a request is not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unbelievable {
    /// It carries no signature or no timestamp.
    Unsigned,
    /// Its signature is none of this key's for this timestamp and body. Discord sends such requests now and then, to see
    /// them turned away.
    Forged,
    /// It is signed well, but too long ago, or for a time to come.
    Stale,
}

impl fmt::Display for Unbelievable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsigned => "it is not signed",
            Self::Forged => "its signature is wrong",
            Self::Stale => "it was signed more than five minutes from now",
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn fixture() -> Value {
        serde_json::from_str(include_str!("../fixtures/http_signed.json")).expect("JSON")
    }

    fn check(key: &PublicKey, case: &Value, now: u64) -> Result<(), Unbelievable> {
        let header = |name: &str| {
            let headers = case["headers"].as_object().expect("headers");
            let found = headers
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.and_then(|(_, value)| value.as_str())
        };
        let body = case["body"].as_str().expect("a body").as_bytes();
        key.check(
            header("X-Signature-Ed25519"),
            header("X-Signature-Timestamp"),
            body,
            Duration::from_secs(now),
        )
    }

    #[test]
    fn requests_are_believed_by_their_signature_over_timestamp_and_bytes() {
        let fixture = fixture();
        let key = PublicKey::new(fixture["public_key_hex"].as_str().expect("a key")).expect("one");
        let cases = fixture["cases"].as_array().expect("cases");
        assert!(cases.len() >= 14);
        for case in cases {
            let got = check(&key, case, 1_753_855_200);
            let believed = case["expect_status"] != 401;
            assert_eq!(got.is_ok(), believed, "{}: {got:?}", case["name"]);
        }
    }

    #[test]
    fn a_request_is_fresh_for_five_minutes_on_either_side() {
        let fixture = fixture();
        let key = PublicKey::new(fixture["public_key_hex"].as_str().expect("a key")).expect("one");
        for (seconds, expected) in [
            (-301, Err(Unbelievable::Stale)),
            (-300, Ok(())),
            (300, Ok(())),
            (301, Err(Unbelievable::Stale)),
        ] {
            let now = 1_753_855_200_u64.saturating_add_signed(seconds);
            assert_eq!(
                check(&key, &fixture["cases"][0], now),
                expected,
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits_of_a_point() {
        let good = "c3658a7e64528cd94141ae9fb044d25f59d3e9244e0af4dcf72699c3e85ba17d";
        assert!(PublicKey::new(good).is_ok());
        assert!(PublicKey::new(&good.to_uppercase()).is_ok());
        for bad in [
            "",
            &good[1..],
            &format!("{good}0"),
            &good.replace('c', "g"),
            &"가".repeat(64),
            &"한국".repeat(11)[..63],
        ] {
            assert!(PublicKey::new(bad).is_err(), "{bad:?}");
        }
    }
}
