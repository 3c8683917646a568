//! A set of written forms that can be found however they are typed: to the letter, on the other keyboard layout, half-typed,
//! with slips, by initials, or in romanised Korean.
//!
//! Everything is compared by the keys that type it ([`keys`]), so that one slip of a finger costs one, and a form typed on the
//! wrong layout is the same form. The index holds two lexicons: one of words, one of whole names.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::text::hangul;
use crate::text::keyboard;
use crate::text::romanize;

use super::hash::FastHash;

/// The keys that type `text`, Shift left out: 수출 is `tncnf`, 까 and 가 are both `rk`.
///
/// A doubled consonant is a slip of Shift more often than another word.
pub(super) fn keys(text: &str) -> String {
    let mut keys = keyboard::to_latin(text);
    keys.make_ascii_lowercase();
    keys
}

/// The initials of `text`: of each syllable its leading consonant, of a lone consonant itself, doubled ones as single.
///
/// Other characters stay, so that FTA 지원센터 is `ftaㅈㅇㅅㅌ`.
pub(super) fn initials(text: &str) -> String {
    text.chars()
        .map(|c| match hangul::choseong(c).unwrap_or(c) {
            'ㄲ' => 'ㄱ',
            'ㄸ' => 'ㄷ',
            'ㅃ' => 'ㅂ',
            'ㅆ' => 'ㅅ',
            'ㅉ' => 'ㅈ',
            other => other,
        })
        .collect()
}

/// One form.
#[derive(Debug)]
struct Form {
    text: String,
    keys: String,
    hangul: bool,
    /// How many letters it has, a syllable being one.
    letters: usize,
}

/// Written forms, numbered from 0 in the order they were added.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    forms: Vec<Form>,
    exact: HashMap<String, Vec<u32>, FastHash>,
    /// Every form, ordered by its keys.
    ordered: Vec<u32>,
    sounds: HashMap<String, Vec<u32>, FastHash>,
    sound_list: Vec<(String, u32)>,
    /// Initials of every form with Hangul, ordered.
    initials: Vec<(String, u32)>,
    /// Forms by each pair of neighbouring keys.
    pairs: HashMap<[u8; 2], Vec<u32>, FastHash>,
}

/// A form found, and how alike it is to what was typed: 1.0 for the same keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// Number of the form.
    pub form: u32,
    /// 1 − edits ÷ length of the longer.
    pub likeness: f32,
}

impl Lexicon {
    /// A lexicon of `texts`, squeezed and folded.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut lexicon = Self::default();
        for text in texts {
            lexicon.add(text);
        }
        let forms = &lexicon.forms;
        lexicon.ordered = (0..forms.len() as u32).collect();
        lexicon
            .ordered
            .sort_by(|&a, &b| forms[a as usize].keys.cmp(&forms[b as usize].keys));
        lexicon.initials.sort();
        lexicon.sound_list.sort();
        lexicon
    }

    fn add(&mut self, text: &str) {
        let form = self.forms.len() as u32;
        let keys = keys(text);
        self.exact.entry(keys.clone()).or_default().push(form);
        let mut pairs: Vec<[u8; 2]> = pairs(&keys).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs {
            self.pairs.entry(pair).or_default().push(form);
        }
        for sound in romanize::sound_keys(text) {
            self.sounds.entry(sound.clone()).or_default().push(form);
            self.sound_list.push((sound, form));
        }
        let hangul = text.chars().any(hangul::is_syllable);
        if hangul {
            self.initials.push((initials(text), form));
        }
        self.forms.push(Form {
            text: text.to_owned(),
            keys,
            hangul,
            letters: text.chars().count(),
        });
    }

    /// How a form is written.
    pub fn text(&self, form: u32) -> &str {
        &self.forms[form as usize].text
    }

    /// Whether a form is written in Hangul, at least in part.
    pub fn is_hangul(&self, form: u32) -> bool {
        self.forms[form as usize].hangul
    }

    /// How many keys type a form.
    pub fn length(&self, form: u32) -> usize {
        self.forms[form as usize].keys.len()
    }

    /// How many letters a form has, a syllable being one: as many as [`initials`] has.
    pub fn initial_count(&self, form: u32) -> usize {
        self.forms[form as usize].letters
    }

    /// The forms that these keys type.
    pub fn typed(&self, keys: &str) -> &[u32] {
        self.exact.get(keys).map_or(&[], Vec::as_slice)
    }

    /// The forms that begin with these keys, in the order of their keys. None for no keys.
    pub fn beginning(&self, keys: &str) -> &[u32] {
        if keys.is_empty() {
            return &[];
        }
        let key_of = |form: u32| self.forms[form as usize].keys.as_str();
        let start = self.ordered.partition_point(|&form| key_of(form) < keys);
        let rest = &self.ordered[start..];
        let length = rest.partition_point(|&form| key_of(form).starts_with(keys));
        &rest[..length]
    }

    /// The forms whose Korean sounds as this [`romanize::sound_key`] reads.
    pub fn sounding(&self, sound: &str) -> &[u32] {
        self.sounds.get(sound).map_or(&[], Vec::as_slice)
    }

    /// The forms whose Korean begins to sound as this key reads. None for no sound.
    pub fn beginning_to_sound(&self, sound: &str) -> impl Iterator<Item = u32> {
        let start = self
            .sound_list
            .partition_point(|(other, _)| other.as_str() < sound);
        let from = self.sound_list[start..].iter();
        let beginning =
            from.take_while(move |(other, _)| !sound.is_empty() && other.starts_with(sound));
        beginning.map(|&(_, form)| form)
    }

    /// The forms whose Korean sounds almost as this key reads, best first.
    pub fn sounding_like(&self, sound: &str) -> Vec<Near> {
        let allowed = edits_allowed(sound.len());
        let near = self.sound_list.iter().filter_map(|(other, form)| {
            Some(Near {
                form: *form,
                likeness: likeness(sound, other, allowed)?,
            })
        });
        best_first(near.collect())
    }

    /// The forms with exactly these initials.
    pub fn with_initials(&self, initials: &str) -> impl Iterator<Item = u32> {
        let exactly = self.initials_from(initials);
        exactly
            .take_while(move |(other, _)| other == initials)
            .map(|&(_, form)| form)
    }

    /// The forms whose initials begin so, those with exactly these first.
    pub fn beginning_with_initials(&self, initials: &str) -> impl Iterator<Item = u32> {
        let beginning = self.initials_from(initials);
        beginning
            .take_while(move |(other, _)| other.starts_with(initials))
            .map(|&(_, form)| form)
    }

    fn initials_from(&self, initials: &str) -> impl Iterator<Item = &(String, u32)> {
        let start = self
            .initials
            .partition_point(|(other, _)| other.as_str() < initials);
        self.initials[start..].iter()
    }

    /// The forms whose initials are these but for one slip, best first. None for fewer than four initials.
    pub fn with_initials_like(&self, initials: &str) -> Vec<Near> {
        if initials.chars().count() < 4 {
            return Vec::new();
        }
        let near = self.initials.iter().filter_map(|(other, form)| {
            Some(Near {
                form: *form,
                likeness: likeness(initials, other, 1)?,
            })
        });
        best_first(near.collect())
    }

    /// The forms of the script of `keys` that these keys may have been meant to type, best first, exact ones included.
    ///
    /// Forms share at least as many neighbouring keys as the slips allowed leave intact, so most are never compared.
    pub fn near(&self, keys: &str, hangul: bool) -> Vec<Near> {
        let allowed = edits_allowed(keys.len() + 1);
        let near = self.sharing_pairs(keys, allowed).filter_map(|form| {
            let other = &self.forms[form as usize];
            // A short word for another short one is another word; a letter left out of a longer one is a slip.
            let allowed = if keys.len() < other.keys.len() {
                allowed
            } else {
                edits_allowed(keys.len())
            };
            let likeness = likeness(keys, &other.keys, allowed)?;
            (other.hangul == hangul).then_some(Near { form, likeness })
        });
        best_first(near.collect())
    }

    /// The forms of the script of `keys` whose beginning these keys may have been meant to type, best first.
    pub fn beginning_near(&self, keys: &str, hangul: bool) -> Vec<Near> {
        let allowed = edits_allowed(keys.len());
        let near = self.sharing_pairs(keys, allowed).filter_map(|form| {
            let other = &self.forms[form as usize];
            if other.hangul != hangul || !other.keys.is_ascii() {
                return None;
            }
            // A letter too many or too few moves where the beginning ends.
            let ends = keys.len().saturating_sub(1)..=keys.len() + 1;
            let beginnings = ends.filter_map(|end| other.keys.get(..end));
            let likeness = beginnings.filter_map(|beginning| likeness(keys, beginning, allowed));
            let likeness = likeness.max_by(f32::total_cmp)?;
            Some(Near { form, likeness })
        });
        best_first(near.collect())
    }

    /// The forms that share enough neighbouring keys with these to be within so many edits. None where none are allowed.
    fn sharing_pairs(&self, keys: &str, edits: usize) -> impl Iterator<Item = u32> {
        // An edit changes two pairs, a swap of neighbours three.
        let needed = keys.len().saturating_sub(1 + 3 * edits).max(1);
        let mut shared: HashMap<u32, usize, FastHash> = HashMap::default();
        for pair in pairs(keys).filter(|_| edits > 0) {
            for &form in self.pairs.get(&pair).into_iter().flatten() {
                *shared.entry(form).or_default() += 1;
            }
        }
        let enough = shared
            .into_iter()
            .filter(move |&(_, count)| count >= needed);
        enough.map(|(form, _)| form)
    }
}

/// Neighbouring keys; a key outside ASCII counts by its bytes.
fn pairs(keys: &str) -> impl Iterator<Item = [u8; 2]> {
    keys.as_bytes().windows(2).map(|pair| [pair[0], pair[1]])
}

/// How many slips a text of this many keys may hold and still be taken for another.
///
/// A Korean word of two syllables has five keys or so, an English one of five letters is short too; one slip in fewer than
/// that turns too many words into others (세금 and 세관, "rent" and "event").
fn edits_allowed(keys: usize) -> usize {
    match keys {
        0..5 => 0,
        5..9 => 1,
        9..16 => 2,
        _ => 3,
    }
}

/// 1 − edits ÷ length of the longer; `None` for more than `allowed` edits. A swap of neighbours is one edit.
fn likeness(a: &str, b: &str, allowed: usize) -> Option<f32> {
    let [longer, shorter] = if a.len() >= b.len() { [a, b] } else { [b, a] };
    // Outside ASCII a letter has up to four bytes.
    if longer.is_ascii() && longer.len() - shorter.len() > allowed {
        return None;
    }
    let edits = strsim::osa_distance(a, b);
    let length = longer.chars().count();
    (edits <= allowed && length > 0).then(|| 1.0 - edits as f32 / length as f32)
}

fn best_first(mut near: Vec<Near>) -> Vec<Near> {
    near.sort_by(|a, b| {
        let by_likeness = b
            .likeness
            .partial_cmp(&a.likeness)
            .unwrap_or(Ordering::Equal);
        by_likeness.then(a.form.cmp(&b.form))
    });
    near
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
        let lexicon = Lexicon::new(FORMS);
        for (typed, expected) in [
            ("수출바우처", vec!["수출바우처"]),
            ("tncnfqkdncj", vec!["수출바우처"]),
            ("ㅏㅐㅅㄱㅁ", vec!["kotra"]),
            ("쑤출바우처", vec!["수출바우처"]),
            ("수출", vec![]),
        ] {
            assert_eq!(
                texts(lexicon.typed(&keys(typed)).to_vec()),
                expected,
                "{typed:?}"
            );
        }
    }

    #[test]
    fn a_half_typed_syllable_is_a_beginning() {
        let lexicon = Lexicon::new(FORMS);
        for (typed, expected) in [
            ("수출", vec!["수출보험", "수출바우처"]),
            ("수출ㅂ", vec!["수출보험", "수출바우처"]),
            ("수춟", vec!["수출보험", "수출바우처"]),
            ("수춦", vec![]),
            ("인천텤", vec!["인천테크노파크"]),
            ("ex", vec!["exportvoucher"]),
            ("", vec![]),
        ] {
            let mut got = texts(lexicon.beginning(&keys(typed)).to_vec());
            got.sort_by_key(|text| std::cmp::Reverse(FORMS.iter().position(|f| f == text)));
            assert_eq!(got, expected, "{typed:?}");
        }
    }

    #[test]
    fn slips_are_forgiven_in_proportion_to_length() {
        let lexicon = Lexicon::new(FORMS);
        for (typed, hangul, expected) in [
            ("수출바우쳐", true, Some("수출바우처")),
            ("이넟ㄴ테크노피크", true, Some("인천테크노파크")),
            ("마캐팅", true, Some("마케팅")),
            ("exprot voucer", false, Some("exportvoucher")),
            ("kotar", false, Some("kotra")),
            ("kota", false, Some("kotra")),
            ("kotu", false, None),
            ("국래", true, Some("국내")),
            ("국수", true, None),
            ("보험", true, None),
        ] {
            let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            let best = lexicon
                .near(&keys(&typed), hangul)
                .first()
                .map(|near| near.form);
            assert_eq!(best.map(|form| FORMS[form as usize]), expected, "{typed:?}");
        }
    }

    #[test]
    fn initials_and_sounds_find_korean_forms() {
        let lexicon = Lexicon::new(FORMS);
        assert_eq!(texts(lexicon.with_initials("ㅅㅊㅂㅇㅊ")), ["수출바우처"]);
        assert_eq!(
            texts(lexicon.beginning_with_initials("ㅅㅊㅂ")),
            ["수출바우처", "수출보험"]
        );
        assert_eq!(texts(lexicon.with_initials("ftaㅈㅇㅅㅌ")), ["fta지원센터"]);
        assert_eq!(
            texts(
                lexicon
                    .with_initials_like("ㅅㅊㅂㅇㅈ")
                    .iter()
                    .map(|n| n.form)
            ),
            ["수출바우처"]
        );
        let sound = |text: &str| romanize::sound_key(text);
        assert_eq!(
            texts(lexicon.sounding(&sound("soochul baucho")).to_vec()),
            ["수출바우처"]
        );
        assert_eq!(
            texts(lexicon.sounding(&sound("gungnae")).to_vec()),
            ["국내"]
        );
        let like = lexicon.sounding_like(&sound("incheon teknopak"));
        assert_eq!(texts(like.iter().map(|near| near.form)), ["인천테크노파크"]);
    }
}
