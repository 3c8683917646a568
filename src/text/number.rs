//! Figures in Korean and English: writing a value with its unit, and reading what people write.

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
}
