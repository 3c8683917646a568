//! A set of written forms that can be found however they are typed: to the letter, on the other keyboard layout, half-typed,
//! with slips, by initials, or in romanised Korean.
//!
//! Everything is compared by the keys that type it ([`keys`]), so that one slip of a finger costs one, and a form typed on the
//! wrong layout is the same form. The index holds two lexicons: one of words, one of whole names.

use crate::text::hangul;
use crate::text::keyboard;
use crate::text::romanize;

use super::alike::edits_allowed;
use super::flat::Texts;
use super::spellings::{Near, Spellings};

/// The keys that type `text`, Shift left out: 수출 is `tncnf`, 까 and 가 are both `rk`.
///
/// A doubled consonant is a slip of Shift more often than another word.
pub(super) fn keys(text: &str) -> String {
    let mut keys = keyboard::to_latin(text);
    keys.make_ascii_lowercase();
    keys
}

/// The keys that type the initials of `text`: of each syllable its leading consonant, one key each.
///
/// Other characters stay, so that FTA 센터 is `fta` and the keys of ㅅㅌ.
pub(super) fn initials(text: &str) -> String {
    let initials = text.chars().map(|c| hangul::choseong(c).unwrap_or(c));
    keys(&initials.collect::<String>())
}

/// One form. No name is so long that a length would not fit.
#[derive(Debug)]
struct Form {
    keys: u16,
    initials: u16,
    hangul: bool,
}

/// Written forms, numbered from 0 in the order they were given.
#[derive(Debug)]
pub(super) struct Lexicon {
    texts: Texts,
    forms: Vec<Form>,
    keys: Spellings,
    sounds: Spellings,
    /// Of forms with Hangul alone.
    initials: Spellings,
}

/// Spellings while they are collected, each with the form it stands for.
#[derive(Default)]
struct Collected {
    texts: Texts,
    forms: Vec<u32>,
}

impl Collected {
    /// Adds a spelling, and gives its length.
    fn add(&mut self, spelling: &str, form: u32) -> u16 {
        self.texts.push(spelling);
        self.forms.push(form);
        u16::try_from(spelling.len()).unwrap_or(u16::MAX)
    }

    fn spellings(self) -> Spellings {
        Spellings::new(&self.texts, &self.forms)
    }
}

impl Lexicon {
    /// A lexicon of `texts`, squeezed and folded.
    pub fn new(texts: Texts) -> Self {
        let mut forms = Vec::with_capacity(texts.len());
        let [mut typed, mut sounds, mut begun] = [(); 3].map(|()| Collected::default());
        for (text, form) in texts.iter().zip(0..) {
            let hangul = text.chars().any(hangul::is_syllable);
            let keys = typed.add(&keys(text), form);
            let initials = if hangul {
                for sound in romanize::sound_keys(text) {
                    sounds.add(&sound, form);
                }
                begun.add(&initials(text), form)
            } else {
                0
            };
            forms.push(Form {
                keys,
                initials,
                hangul,
            });
        }
        Self {
            texts: texts.trimmed(),
            forms,
            keys: typed.spellings(),
            sounds: sounds.spellings(),
            initials: begun.spellings(),
        }
    }

    /// How a form is written.
    pub fn text(&self, form: u32) -> &str {
        &self.texts[form as usize]
    }

    /// Whether a form is written in Hangul, at least in part.
    pub fn is_hangul(&self, form: u32) -> bool {
        self.forms[form as usize].hangul
    }

    /// How many keys type a form.
    pub fn key_count(&self, form: u32) -> usize {
        usize::from(self.forms[form as usize].keys)
    }

    /// How many keys type the initials of a form with Hangul.
    pub fn initial_count(&self, form: u32) -> usize {
        usize::from(self.forms[form as usize].initials)
    }

    /// The forms that these keys type.
    pub fn typed(&self, keys: &str) -> impl Iterator<Item = u32> {
        self.keys.exactly(keys)
    }

    /// The forms that begin with these keys. None for no keys.
    pub fn beginning(&self, keys: &str) -> impl Iterator<Item = u32> {
        self.keys.beginning(keys)
    }

    /// The forms that `accept` takes and that begin with these keys; where these are more than `most`, the shortest. None for
    /// no keys.
    pub fn shortest_beginning(
        &self,
        keys: &str,
        most: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        self.keys.shortest_beginning(keys, most, accept)
    }

    /// The forms in this script that these keys may have been meant to type, best first, exact ones included.
    pub fn near(&self, keys: &str, hangul: bool) -> Vec<Near> {
        let edits = edits_allowed(keys.len());
        self.keys
            .near(keys, edits, |form| self.is_hangul(form) == hangul)
    }

    /// The forms in this script whose beginning these keys may have been meant to type, best first.
    pub fn beginning_near(&self, keys: &str, hangul: bool) -> Vec<Near> {
        self.keys
            .beginning_near(keys, |form| self.is_hangul(form) == hangul)
    }

    /// The forms whose Korean sounds as this [`romanize::sound_key`] reads.
    pub fn sounding(&self, sound: &str) -> impl Iterator<Item = u32> {
        self.sounds.exactly(sound)
    }

    /// The forms that `accept` takes and whose Korean begins to sound as this key reads; where these are more than `most`,
    /// the shortest. None for no sound.
    pub fn shortest_beginning_to_sound(
        &self,
        sound: &str,
        most: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        self.sounds.shortest_beginning(sound, most, accept)
    }

    /// The forms whose Korean sounds almost as this key reads, best first.
    pub fn sounding_like(&self, sound: &str) -> Vec<Near> {
        self.sounds
            .near(sound, edits_allowed(sound.len()), |_| true)
    }

    /// The forms with exactly these [`initials`].
    pub fn with_initials(&self, initials: &str) -> impl Iterator<Item = u32> {
        self.initials.exactly(initials)
    }

    /// The forms that `accept` takes and whose initials begin so, those with exactly these first; where these are more than
    /// `most`, the shortest.
    pub fn shortest_beginning_with_initials(
        &self,
        initials: &str,
        most: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        self.initials.shortest_beginning(initials, most, accept)
    }

    /// The forms whose initials are these but for one slip, best first. None for fewer than four initials: every three
    /// are one slip away from some word.
    pub fn with_initials_like(&self, initials: &str) -> Vec<Near> {
        let edits = usize::from(initials.len() >= 4);
        self.initials.near(initials, edits, |_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMS: [&str; 8] = [
        "수출바우처",
        "수출보험",
        "인천테크노파크",
        "국내",
        "마케팅",
        "exportvoucher",
        "kotra",
        "fta지원센터",
    ];

    fn texts(forms: impl IntoIterator<Item = u32>) -> Vec<&'static str> {
        forms.into_iter().map(|form| FORMS[form as usize]).collect()
    }

    #[test]
    fn either_layout_types_a_form() {
        let lexicon = Lexicon::new(FORMS.into_iter().collect());
        for (typed, expected) in [
            ("수출바우처", vec!["수출바우처"]),
            ("tncnfqkdncj", vec!["수출바우처"]),
            ("ㅏㅐㅅㄱㅁ", vec!["kotra"]),
            ("쑤출바우처", vec!["수출바우처"]),
            ("수출", vec![]),
        ] {
            assert_eq!(texts(lexicon.typed(&keys(typed))), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_slip_of_a_finger_is_one_key_away() {
        for (slip, meant) in [
            ("마캐팅", "마케팅"),
            ("확츙", "확충"),
            ("지우ㅜㄴ", "지원"),
            ("이넟ㄴ", "인천"),
            ("비즁", "비중"),
            ("협ㅂ회", "협회"),
            ("ㅅ출", "수출"),
            ("대며사업", "대면사업"),
            ("chalenger", "challenger"),
        ] {
            assert_eq!(
                strsim::osa_distance(&keys(slip), &keys(meant)),
                1,
                "{slip} for {meant}"
            );
        }
        assert_eq!(keys("빤도체"), keys("반도체"));
    }

    #[test]
    fn a_half_typed_syllable_is_a_beginning() {
        let lexicon = Lexicon::new(FORMS.into_iter().collect());
        for (typed, expected) in [
            ("수출", vec!["수출바우처", "수출보험"]),
            ("수출ㅂ", vec!["수출바우처", "수출보험"]),
            ("수춟", vec!["수출바우처", "수출보험"]),
            ("수춦", vec![]),
            ("인천텤", vec!["인천테크노파크"]),
            ("ex", vec!["exportvoucher"]),
            ("", vec![]),
        ] {
            let mut got = texts(lexicon.beginning(&keys(typed)));
            got.sort_by_key(|text| FORMS.iter().position(|form| form == text));
            assert_eq!(got, expected, "{typed:?}");
        }
    }

    #[test]
    fn slips_are_forgiven_in_korean_and_english() {
        let lexicon = Lexicon::new(FORMS.into_iter().collect());
        for (typed, hangul, expected) in [
            ("수출바우쳐", true, Some("수출바우처")),
            ("이넟ㄴ테크노피크", true, Some("인천테크노파크")),
            ("마캐팅", true, Some("마케팅")),
            ("exprotvoucer", false, Some("exportvoucher")),
            ("kotar", false, Some("kotra")),
            ("국래", true, Some("국내")),
            ("국수", true, None),
            ("보험", true, None),
            ("kotar", true, None),
        ] {
            let best = lexicon
                .near(&keys(typed), hangul)
                .first()
                .map(|near| near.form);
            assert_eq!(best.map(|form| FORMS[form as usize]), expected, "{typed:?}");
        }
        let begun = lexicon.beginning_near(&keys("수츌바"), true);
        assert_eq!(texts(begun.iter().map(|near| near.form)), ["수출바우처"]);
    }

    #[test]
    fn initials_and_sounds_find_korean_forms() {
        let lexicon = Lexicon::new(FORMS.into_iter().collect());
        let of = initials;
        assert_eq!(
            texts(lexicon.with_initials(&of("ㅅㅊㅂㅇㅊ"))),
            ["수출바우처"]
        );
        assert_eq!(
            texts(lexicon.shortest_beginning_with_initials(&of("ㅅㅊㅂ"), 9, |_| true)),
            ["수출바우처", "수출보험"]
        );
        assert_eq!(
            texts(lexicon.with_initials(&of("ftaㅈㅇㅅㅌ"))),
            ["fta지원센터"]
        );
        let like = lexicon.with_initials_like(&of("ㅅㅊㅂㅇㅈ"));
        assert_eq!(texts(like.iter().map(|near| near.form)), ["수출바우처"]);
        let sound = romanize::sound_key;
        assert_eq!(
            texts(lexicon.sounding(&sound("soochul baucho"))),
            ["수출바우처"]
        );
        assert_eq!(texts(lexicon.sounding(&sound("gungnae"))), ["국내"]);
        assert_eq!(
            texts(lexicon.shortest_beginning_to_sound(&sound("suchul bau"), 9, |_| true)),
            ["수출바우처"]
        );
        let like = lexicon.sounding_like(&sound("incheon teknopak"));
        assert_eq!(texts(like.iter().map(|near| near.form)), ["인천테크노파크"]);
    }
}
