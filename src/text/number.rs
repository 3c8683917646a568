//! Figures in Korean and English: writing a value with its unit, and reading what people write.

mod amount;
mod prose;
mod read;
mod scan;
mod spelled;
mod unit_words;
mod write;

pub use prose::{Doubt, Stated, read_figures};
pub use read::{Quantity, read_quantities};
pub use write::{write, write_factor};

/// What a figure counts. Money is in whole units of its currency, shares and growth in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// United States dollars.
    Usd,
    /// South Korean won.
    Krw,
    /// Percent, 0–100 and beyond.
    Percent,
    /// Companies (개사).
    Companies,
    /// Projects (개 사업).
    Projects,
    /// Fields (개 분야).
    Fields,
    /// How many times something took place (회).
    Times,
    /// Cities and provinces (개 시·도).
    Regions,
    /// Difference between two percentages, in percentage points (%p).
    PercentagePoints,
    /// How many times as much (배): 2 is twice as much, 0.5 half.
    Multiple,
    /// Cases, such as contracts and consultations (건).
    Cases,
    /// People (명).
    People,
    /// Metric tonnes (톤).
    Tonnes,
    /// Countries (개국).
    Countries,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 14] = [
        Self::Usd,
        Self::Krw,
        Self::Percent,
        Self::Companies,
        Self::Projects,
        Self::Fields,
        Self::Times,
        Self::Regions,
        Self::PercentagePoints,
        Self::Multiple,
        Self::Cases,
        Self::People,
        Self::Tonnes,
        Self::Countries,
    ];

    /// Whether it counts whole things: companies do not come in halves, tonnes do.
    pub const fn is_count(self) -> bool {
        !matches!(
            self,
            Self::Percent | Self::PercentagePoints | Self::Multiple | Self::Tonnes
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::Language;

    #[test]
    fn what_is_written_is_read_back() {
        let round = [
            1.0, 2.0, 12.0, 345.0, 3286.0, 10_000.0, 12_345.0, 999_999.0, 63e8, 65e8,
        ];
        let long = [
            54.3e9,
            16.7e9,
            45.9e9,
            1.2e12,
            54_345_678_901.0,
            1_000_001.0,
            100_000_000.0,
            1_234_567_890_123.0,
            10_000_001.0,
            700_000_000_000.0,
            20_003.0,
            9_007_199_254_740_991.0,
        ];
        let small = [0.0, 0.1, 18.2, 37.8, 30.9, 28.3, 99.99, 100.0, 1250.5, 0.05];
        for unit in Unit::ALL {
            let values: Vec<f64> = match unit {
                Unit::Multiple | Unit::Tonnes => small.to_vec(),
                unit if !unit.is_count() => {
                    small.into_iter().chain(small.map(|value| -value)).collect()
                }
                _ => round.into_iter().chain(long).chain([0.0]).collect(),
            };
            for value in values {
                for language in Language::ALL {
                    let text = write(value, unit, language);
                    let read = read_quantities(&text);
                    let [quantity] = read.as_slice() else {
                        panic!("{value} {unit:?} as {text:?} reads as {read:?}");
                    };
                    assert_eq!(quantity.value, value, "{text:?}");
                    assert_eq!(quantity.unit, Some(unit), "{text:?}");
                    assert_eq!(quantity.range, 0..text.len(), "{text:?}");
                    let hedged = match language {
                        Language::Ko => format!("수출은 약 {text}입니다."),
                        Language::En => format!("Exports were about {text}."),
                    };
                    let stated = read_figures(&hedged);
                    let [stated] = stated.as_slice() else {
                        panic!("{hedged:?} reads as {stated:?}");
                    };
                    assert_eq!(stated.value, Some(value), "{hedged:?}");
                    assert_eq!(stated.unit, Some(unit), "{hedged:?}");
                    assert!(stated.approximate, "{hedged:?}");
                    assert_eq!(stated.doubt, None, "{hedged:?}");
                }
            }
        }
    }

    #[test]
    fn amounts_of_every_size_are_read_back() {
        let mut seed: u64 = 2022;
        for _ in 0..20_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let digits = u32::try_from(seed >> 60).expect("four bits");
            let value = ((seed >> 11) % 10_u64.pow(digits)) as f64;
            for (unit, language) in [Unit::Usd, Unit::Krw, Unit::Companies, Unit::People]
                .into_iter()
                .flat_map(|unit| Language::ALL.map(|language| (unit, language)))
            {
                let text = write(value, unit, language);
                let read: Vec<(f64, Option<Unit>)> = read_quantities(&text)
                    .into_iter()
                    .map(|quantity| (quantity.value, quantity.unit))
                    .collect();
                assert_eq!(read, [(value, Some(unit))], "{text:?}");
            }
        }
    }
}
