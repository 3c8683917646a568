//! The text of a saved file: UTF-8, UTF-16 with a byte order mark, or EUC-KR (CP949), told apart by the bytes themselves.

use std::fmt;

use encoding_rs::{EUC_KR, Encoding};
use unicode_normalization::UnicodeNormalization;

/// A file whose text cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecodable;

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is neither UTF-8, UTF-16 nor EUC-KR (CP949); save it as UTF-8")
    }
}

impl std::error::Error for Undecodable {}

/// The text of `bytes`, composed (NFC), without marks that nobody sees; lines end in `\n`.
///
/// A byte order mark decides; then, whatever a page declares, bytes that are UTF-8 are taken as such: nothing else looks
/// like it by chance. The rest is what the page declares, or EUC-KR.
///
/// # Errors
/// [`Undecodable`] where a byte has no meaning in the encoding so found, or the text holds a zero byte.
pub fn decode(bytes: &[u8]) -> Result<String, Undecodable> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => checked(encoding, &bytes[mark..])?,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => checked(declared(bytes).unwrap_or(EUC_KR), bytes)?,
        },
    };
    if text.contains('\0') {
        return Err(Undecodable);
    }
    Ok(plain(&text))
}

fn checked(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Undecodable> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| text.into_owned())
        .ok_or(Undecodable)
}

/// The encoding that a page declares near its beginning: `<meta charset="euc-kr">`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    /// Where a declaration has to be, by the HTML standard.
    const WITHIN: usize = 1024;
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(WITHIN)]).to_lowercase();
    let (_, rest) = start.split_once("charset=")?;
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
    Encoding::for_label(&rest.as_bytes()[..end])
}

fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let visible = text.nfc().filter_map(|c| match c {
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => None,
        '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' => Some('\n'),
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    });
    visible.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let units = text.encode_utf16().map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        });
        let mark: &[u8] = if little { &[0xFF, 0xFE] } else { &[0xFE, 0xFF] };
        mark.iter().copied().chain(units.flatten()).collect()
    }

    #[test]
    fn a_text_is_the_same_in_every_encoding() {
        let text = "가온시, 수출 ‘역대 최대’\n▲수출 바우처 똠방각하";
        let page = format!("<meta charset=\"euc-kr\"><p>{text}");
        let (euc_kr, _, lost) = EUC_KR.encode(text);
        assert!(!lost, "CP949 has every letter of it");
        for (name, bytes) in [
            ("UTF-8", text.as_bytes().to_vec()),
            (
                "UTF-8 with a mark",
                [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
            ),
            ("UTF-16 LE", utf16(text, true)),
            ("UTF-16 BE", utf16(text, false)),
            ("EUC-KR", euc_kr.to_vec()),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{name}");
        }
        // Sites convert their pages and leave the declaration behind.
        assert_eq!(
            decode(page.as_bytes()),
            Ok(page.clone()),
            "UTF-8 that says EUC-KR"
        );
        assert_eq!(
            decode(&EUC_KR.encode(&page).0),
            Ok(page),
            "EUC-KR that says so"
        );
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        for (text, expected) in [
            (
                "수출\u{200B} 543억\u{A0}달러\r\n끝\r",
                "수출 543억 달러\n끝\n",
            ),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("", ""),
        ] {
            assert_eq!(decode(text.as_bytes()).as_deref(), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn a_file_that_is_no_text_is_refused() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\xff"[..], b"\xff\xff\xff", b"a\0b"] {
            assert_eq!(decode(bytes), Err(Undecodable), "{bytes:?}");
        }
    }
}
