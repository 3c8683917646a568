//! The two languages the bot speaks, and a value that exists in both.

use serde::{Deserialize, Serialize};

/// A language the bot answers in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Korean.
    Ko,
    /// English.
    En,
}

impl Language {
    /// Both languages, Korean first.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The ISO 639-1 code: `ko` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The language of an ISO 639-1 code; `None` for any other text.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// The language for a Discord locale such as `ko`, `en-US` or `ja`.
    ///
    /// Everything that is not Korean reads English.
    pub fn from_locale(locale: &str) -> Self {
        if locale == "ko" { Self::Ko } else { Self::En }
    }

    /// The other of the two.
    pub const fn other(self) -> Self {
        match self {
            Self::Ko => Self::En,
            Self::En => Self::Ko,
        }
    }
}

/// One thing in both languages, side by side.
///
/// `Bilingual` alone owns its texts (data); `Bilingual<&'static str>` is wording in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual<T = String> {
    /// Korean.
    pub ko: T,
    /// English.
    pub en: T,
}

impl<T> Bilingual<T> {
    /// The value in `language`.
    pub const fn get(&self, language: Language) -> &T {
        match language {
            Language::Ko => &self.ko,
            Language::En => &self.en,
        }
    }

    /// Makes a value from each language.
    pub fn from_fn(mut f: impl FnMut(Language) -> T) -> Self {
        Self {
            ko: f(Language::Ko),
            en: f(Language::En),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_korean_reads_korean() {
        for (locale, expected) in [
            ("ko", Language::Ko),
            ("en-US", Language::En),
            ("ja", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(Language::from_locale(locale), expected, "locale {locale:?}");
        }
    }
}
