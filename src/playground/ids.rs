//! Snowflakes and timestamps as Discord writes them.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// First millisecond of 2015, from which snowflakes count. See [Discord Docs/Snowflakes].
const EPOCH_MS: u64 = 1_420_070_400_000;

/// A snowflake: milliseconds since 2015 in the upper 42 bits, a counter below. A decimal string on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    /// The id in a request's JSON: a string, or a number as some libraries write it.
    pub fn of(value: &Value) -> Option<Self> {
        value
            .as_str()
            .and_then(|text| text.parse().ok())
            .or_else(|| value.as_u64().map(Self))
    }

    /// When it was made, in Unix milliseconds.
    pub fn made_ms(self) -> u64 {
        (self.0 >> 22) + EPOCH_MS
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Id {
    type Err = ();

    /// Reads 1 to 20 decimal digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(());
        }
        text.parse().map(Self).map_err(|_| ())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|()| serde::de::Error::custom(format!("`{text}` is not a snowflake")))
    }
}

/// Makes ids that rise with every call, even within one millisecond or when the clock steps back.
#[derive(Debug, Default)]
pub struct IdMaker {
    last: u64,
}

impl IdMaker {
    /// The next id for something made at `now_ms` (Unix milliseconds).
    pub fn next(&mut self, now_ms: u64) -> Id {
        let base = now_ms.saturating_sub(EPOCH_MS) << 22;
        self.last = base.max(self.last + 1);
        Id(self.last)
    }
}

/// The clock, in Unix milliseconds.
pub fn now_ms() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// `unix_ms` as Discord writes timestamps: ISO 8601 in UTC with microseconds.
pub fn timestamp(unix_ms: u64) -> String {
    let (days, ms) = (unix_ms / 86_400_000, unix_ms % 86_400_000);
    // Howard Hinnant's `civil_from_days`, for days since 1970 only: years start in March, so that the leap day is last.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:06}+00:00",
        ms % 1_000 * 1_000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_written_in_utc_with_microseconds() {
        for (ms, expected) in [
            (0, "1970-01-01T00:00:00.000000+00:00"),
            (951_782_400_000, "2000-02-29T00:00:00.000000+00:00"),
            (1_753_855_201_234, "2025-07-30T06:00:01.234000+00:00"),
            (1_798_761_599_999, "2026-12-31T23:59:59.999000+00:00"),
        ] {
            assert_eq!(timestamp(ms), expected, "timestamp of {ms}");
        }
    }

    #[test]
    fn ids_rise_within_a_millisecond_and_when_the_clock_steps_back() {
        let mut maker = IdMaker::default();
        let now = 1_753_855_201_234;
        let (first, second, third) = (maker.next(now), maker.next(now), maker.next(now - 5_000));
        assert!(first < second && second < third, "{first} {second} {third}");
        assert_eq!(first.made_ms(), now);
    }

    #[test]
    fn only_decimal_digits_are_a_snowflake() {
        for (text, expected) in [
            ("400000000000000001", Some(400_000_000_000_000_001)),
            ("0", Some(0)),
            ("", None),
            ("+1", None),
            ("@original", None),
            ("18446744073709551616", None),
        ] {
            assert_eq!(text.parse().ok(), expected.map(Id), "snowflake {text:?}");
        }
    }
}
