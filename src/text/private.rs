//! What in a text points at a person: taken out before the text is kept anywhere.

/// `text` with mentions, addresses, links and long numbers replaced by what they are: `<mention>`, `<address>`, `<link>`,
/// `<number>`.
///
/// Names cannot be told from other words and stay; who asked is never part of the text.
///
/// ```
/// use incheon_exports_bot::text::private::without_identifiers;
/// assert_eq!(without_identifiers("<@123> 010-1234-5678로 연락"), "<mention> <number>로 연락");
/// ```
pub fn without_identifiers(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    words.join(" ")
}

fn word(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.contains("://") || lower.starts_with("www.") || lower.contains("discord.gg/") {
        return "<link>".to_owned();
    }
    if let Some(at) = word.find('@') {
        let name_before = word[..at].ends_with(|c: char| c.is_alphanumeric());
        return if name_before {
            "<address>"
        } else {
            "<mention>"
        }
        .to_owned();
    }
    without_long_numbers(word)
}

/// Numbers of eight digits or more are replaced: telephones, accounts, ids. Those with thousands commas are amounts.
fn without_long_numbers(word: &str) -> String {
    /// A year with month and day has eight; the largest figures are written with commas or 억.
    const DIGITS: usize = 8;
    let mut kept = String::with_capacity(word.len());
    let mut run = String::new();
    for c in word.chars().chain(['\0']) {
        if c.is_ascii_digit() || (!run.is_empty() && matches!(c, '-' | '.' | ',')) {
            run.push(c);
            continue;
        }
        let digits = run.chars().filter(char::is_ascii_digit).count();
        let trailing = run.trim_end_matches(['-', '.', ',']).len();
        let amount = run.contains(',') && !run.contains('-');
        if digits >= DIGITS && !amount {
            kept.push_str("<number>");
            kept.push_str(&run[trailing..]);
        } else {
            kept.push_str(&run);
        }
        run.clear();
        if c != '\0' {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_at_a_person_is_taken_out() {
        for (text, expected) in [
            ("<@1234567890> 수출액은?", "<mention> 수출액은?"),
            ("@mina 알려줘", "<mention> 알려줘"),
            ("mina.kim@example.com으로 보내줘", "<address> 보내줘"),
            ("010-1234-5678", "<number>"),
            ("01012345678로", "<number>로"),
            ("https://example.com/mina?id=1 이거", "<link> 이거"),
            (
                "2022년 수출 54,300,000,000달러",
                "2022년 수출 54,300,000,000달러",
            ),
            ("543억 달러, 3286개사", "543억 달러, 3286개사"),
            ("2023-02 수출", "2023-02 수출"),
            ("수출바우처", "수출바우처"),
            ("", ""),
        ] {
            assert_eq!(without_identifiers(text), expected, "{text:?}");
        }
    }
}
