//! How many gateway sessions the bot has, and which of them are this process's.

use std::ops::Range;

/// Most shards that can be asked for. The largest bots have some ten thousand; more is a slip of the hand.
const SHARDS_MAX: u32 = 65_536;

/// How many gateway sessions (shards) the bot has, and which of them are this process's. Discord tells shard
/// `(server >> 22) % total` of what happens in a server, and shard 0 of direct messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sharding {
    /// As many as Discord recommends, all of them in this process.
    #[default]
    Auto,
    /// A number that every process of the bot has to be given alike.
    Fixed {
        /// How many there are, at least 1.
        total: u32,
        /// Those of this process, the end exclusive; never empty.
        own: Range<u32>,
    },
}

/// Which shards are this process's, of however many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ShardRange {
    /// All.
    #[default]
    All,
    /// From the first to before the second.
    Between(u32, u32),
    /// Of so many parts as equal as can be (the second), the one with that number, counted from 0.
    Part(u32, u32),
}

impl ShardRange {
    /// Reads `all`, `A..B` (A included, B not), or `I/N`, the I-th of N parts, counted from 0.
    ///
    /// # Errors
    /// Says what was expected.
    ///
    /// ```
    /// use incheon_exports_bot::discord::ShardRange;
    ///
    /// assert_eq!(ShardRange::parse("4..8"), Ok(ShardRange::Between(4, 8)));
    /// assert_eq!(ShardRange::parse("0/3"), Ok(ShardRange::Part(0, 3)));
    /// assert!(ShardRange::parse("8..4").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let pair = |separator| {
            let (first, second) = text.split_once(separator)?;
            let pair = (number(first)?, number(second)?);
            (pair.0 < pair.1).then_some(pair)
        };
        if text == "all" {
            Ok(Self::All)
        } else if let Some((first, end)) = pair("..") {
            Ok(Self::Between(first, end))
        } else if let Some((part, parts)) = pair("/") {
            Ok(Self::Part(part, parts))
        } else {
            Err("expected `all`, `A..B` for the shards from A to before B, or `I/N` for the I-th of N parts, counted from 0".to_owned())
        }
    }
}

/// Reads `auto` (then `None`) or a number of shards.
///
/// # Errors
/// Says what was expected.
pub fn parse_shards(text: &str) -> Result<Option<u32>, String> {
    if text == "auto" {
        return Ok(None);
    }
    number(text)
        .filter(|total| (1..=SHARDS_MAX).contains(total))
        .map(Some)
        .ok_or_else(|| format!("expected `auto`, or a number from 1 to {SHARDS_MAX}"))
}

/// Digits alone: a sign or a space is a slip.
fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl Sharding {
    /// The shards `range` of `total`, or of as many as Discord recommends where that is `None`.
    ///
    /// # Errors
    /// Says why there is no such range: Discord may recommend another number to every process that asks, so a range needs a
    /// number; and it has to hold a shard and end with the last.
    pub fn new(total: Option<u32>, range: &ShardRange) -> Result<Self, String> {
        let Some(total) = total else {
            return match range {
                ShardRange::All => Ok(Self::Auto),
                _ => Err("a range of shards needs `shards` to be a number, the same in every process of the bot".to_owned()),
            };
        };
        let own = match *range {
            ShardRange::All => 0..total,
            ShardRange::Between(first, end) => first..end,
            ShardRange::Part(part, parts) => {
                let border = |part: u32| {
                    let shards = u64::from(total) * u64::from(part) / u64::from(parts);
                    u32::try_from(shards).unwrap_or(total)
                };
                border(part)..border(part + 1)
            }
        };
        if own.end > total {
            return Err(format!(
                "of {total} shards, counted from 0, the last range ends with {total}"
            ));
        }
        if own.is_empty() {
            return Err(format!("{total} shards are too few for a part each"));
        }
        Ok(Self::Fixed { total, own })
    }

    /// The number of shards and those of this process, where Discord recommends `recommended`.
    pub(super) fn resolve(&self, recommended: u32) -> (u32, Range<u32>) {
        match self {
            Self::Auto => {
                let total = recommended.clamp(1, SHARDS_MAX);
                (total, 0..total)
            }
            Self::Fixed { total, own } => (*total, own.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_strictly() {
        use ShardRange::{All, Between, Part};
        for (text, expected) in [
            ("all", Some(All)),
            ("0..1", Some(Between(0, 1))),
            ("4..8", Some(Between(4, 8))),
            ("0/1", Some(Part(0, 1))),
            ("2/3", Some(Part(2, 3))),
            ("", None),
            ("3", None),
            ("3..3", None),
            ("8..4", None),
            ("3/3", None),
            ("..4", None),
            ("4..", None),
            ("+0..4", None),
            ("0..=4", None),
            ("0 .. 4", None),
            ("영..넷", None),
            ("0..99999999999", None),
        ] {
            assert_eq!(ShardRange::parse(text).ok(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_number_of_shards_is_positive_and_sane() {
        for (text, expected) in [
            ("auto", Some(None)),
            ("1", Some(Some(1))),
            ("65536", Some(Some(65_536))),
            ("0", None),
            ("65537", None),
            ("-1", None),
            ("자동", None),
            ("", None),
        ] {
            assert_eq!(parse_shards(text).ok(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_range_of_nothing_or_beyond_the_end_is_refused() {
        use ShardRange::{All, Between, Part};
        for (total, range, expected) in [
            (None, All, Ok(Sharding::Auto)),
            (
                Some(3),
                All,
                Ok(Sharding::Fixed {
                    total: 3,
                    own: 0..3,
                }),
            ),
            (
                Some(8),
                Between(4, 8),
                Ok(Sharding::Fixed {
                    total: 8,
                    own: 4..8,
                }),
            ),
            (
                Some(8),
                Between(4, 9),
                Err("of 8 shards, counted from 0, the last range ends with 8"),
            ),
            (
                Some(2),
                Part(0, 3),
                Err("2 shards are too few for a part each"),
            ),
            (
                None,
                Part(0, 3),
                Err(
                    "a range of shards needs `shards` to be a number, the same in every process of the bot",
                ),
            ),
        ] {
            let got = Sharding::new(total, &range);
            assert_eq!(got, expected.map_err(str::to_owned), "{total:?} {range:?}");
        }
    }

    #[test]
    fn the_parts_hold_every_shard_once() {
        for total in [1, 2, 3, 7, 12, 65_536] {
            for parts in [1, 2, 3, 5, 7].into_iter().filter(|parts| *parts <= total) {
                let mut next = 0;
                for part in 0..parts {
                    let sharding = Sharding::new(Some(total), &ShardRange::Part(part, parts));
                    let (_, own) = sharding.expect("a part").resolve(1);
                    assert_eq!(own.start, next, "part {part} of {parts} of {total}");
                    next = own.end;
                }
                assert_eq!(next, total, "{parts} parts of {total}");
            }
        }
    }
}
