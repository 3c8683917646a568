//! A question as typed: its tokens, its years and its figures. What they mean is up to the index that is asked.

use crate::text::fold::fold_keeping_case;
use crate::text::hangul;
use crate::text::keyboard;
use crate::text::number::{Quantity, read_quantities};
use crate::text::tokenize::{Token, tokens};

use super::years::{Asked, take_years};

/// Longest question that is read, in characters; the rest is ignored. Discord allows 300 for `/ask`, and no name is longer.
pub const QUERY_MAX_CHARS: usize = 300;

/// Signs inside names: what ends in one is not all there yet (in-).
const JOINERS: [char; 4] = ['-', '·', '/', '('];

/// A question as understood without knowing any document.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The text, folded but for case.
    pub(super) text: String,
    /// Its tokens, years taken out.
    pub(super) tokens: Vec<Token>,
    /// The years it asks for, in the order typed.
    pub(super) asked: Vec<Asked>,
    /// The amounts in it; their ranges are of [`Query::text`].
    pub(super) quantities: Vec<Quantity>,
    /// Whether it ends in a token, so that more may be typed.
    pub(super) open: bool,
    years: Vec<u16>,
}

impl Query {
    /// Understands `text`. Never fails: what it cannot use becomes a plain term, and an empty text an empty query.
    ///
    /// Reads at most [`QUERY_MAX_CHARS`] characters.
    pub fn parse(text: &str) -> Self {
        let end = text.char_indices().nth(QUERY_MAX_CHARS);
        Self::of_folded(fold_keeping_case(
            &text[..end.map_or(text.len(), |(at, _)| at)],
        ))
    }

    fn of_folded(text: String) -> Self {
        let (asked, tokens) = take_years(tokens(&spell_out(&text)));
        let years = asked.iter().filter_map(|asked| match asked {
            Asked::Year(year) => Some(*year),
            Asked::FromNow(_) | Asked::Month => None,
        });
        Self {
            years: years.collect(),
            quantities: read_quantities(&text),
            open: tokens
                .last()
                .is_some_and(|token| text.trim_end_matches(JOINERS).ends_with(&token.cased)),
            tokens,
            asked,
            text,
        }
    }

    /// Years that the question names, in the order typed (2022년, 2022, 22년; not "last year").
    pub fn years(&self) -> &[u16] {
        &self.years
    }

    /// The same keys on the other layout; `None` where nothing would change, or where they type no Korean syllables.
    pub(super) fn on_other_layout(&self) -> Option<Self> {
        if self.text.chars().any(hangul::is_hangul) {
            return Some(Self::of_folded(keyboard::to_latin(&self.text)));
        }
        let korean = keyboard::to_korean(&self.text, true)?;
        Some(Self::of_folded(korean))
    }

    /// The tokens that are left when the amounts at these positions are taken out.
    pub(super) fn without(&self, quantities: &[usize]) -> Vec<Token> {
        let mut text = self.text.clone();
        for &position in quantities.iter().rev() {
            text.replace_range(self.quantities[position].range.clone(), " ");
        }
        take_years(tokens(&spell_out(&text))).1
    }
}

/// `text` with its percent signs as words: 몇 %예요 asks for a percentage. Signs alone (!@#$%) ask for nothing.
fn spell_out(text: &str) -> String {
    let sign = if text.chars().any(char::is_alphanumeric) {
        " percent "
    } else {
        " "
    };
    text.replace('%', sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_named_by_number_are_known_before_any_search() {
        for (text, expected) in [
            ("2022년 인천 수출액", vec![2022]),
            ("exports in 2019 and 2022", vec![2019, 2022]),
            ("작년 수출", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(Query::parse(text).years(), expected, "{text:?}");
        }
    }

    #[test]
    fn amounts_can_be_taken_out() {
        for (text, expected) in [
            ("63억 예산", vec!["예산"]),
            ("수출 $54.3 billion 맞나요", vec!["수출", "맞나요"]),
            ("28.3%", vec![]),
        ] {
            let query = Query::parse(text);
            assert_eq!(query.quantities.len(), 1, "{text:?}");
            let rest: Vec<String> = query
                .without(&[0])
                .into_iter()
                .map(|token| token.text)
                .collect();
            assert_eq!(rest, expected, "{text:?}");
        }
    }

    #[test]
    fn the_same_keys_type_another_question_on_the_other_layout() {
        for (text, expected) in [
            ("2022sus tncnfdor", Some("2022년 수출액")),
            ("TNCNF", Some("수출")),
            ("Rkcl", Some("까치")),
            ("tncnfq", Some("수춟")),
            ("ㅑㅜ-ㅔㄷㄱ내ㅜ", Some("in-person")),
            ("export voucher", None),
            ("2022", None),
            ("", None),
        ] {
            let other = Query::parse(text).on_other_layout();
            assert_eq!(
                other.map(|query| query.text).as_deref(),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn only_the_beginning_of_a_long_text_is_read() {
        let text = "수출 ".repeat(10_000);
        assert_eq!(Query::parse(&text).tokens.len(), QUERY_MAX_CHARS / 3);
    }
}
