//! Discord's numbers, unit in the name. Characters are Unicode scalar values, never bytes.
//!
//! Source of all of them: [Discord Docs/Create Message], [Discord Docs/Embed Limits], [Discord Docs/Components] and [Discord Docs/Application Commands].

/// Longest text of a message beside its embeds.
pub const CONTENT_MAX_CHARS: usize = 2000;
/// Longest embed title.
pub const EMBED_TITLE_MAX_CHARS: usize = 256;
/// Longest embed description.
pub const EMBED_DESCRIPTION_MAX_CHARS: usize = 4096;
/// Most fields of an embed.
pub const EMBED_FIELDS_MAX: usize = 25;
/// Longest name of an embed field.
pub const EMBED_FIELD_NAME_MAX_CHARS: usize = 256;
/// Longest value of an embed field.
pub const EMBED_FIELD_VALUE_MAX_CHARS: usize = 1024;
/// Longest embed footer.
pub const EMBED_FOOTER_MAX_CHARS: usize = 2048;
/// Longest description of a file.
pub const ALT_TEXT_MAX_CHARS: usize = 1024;
/// Most text in all embeds of a message together: titles, descriptions, names, values, footers.
pub const EMBED_TOTAL_MAX_CHARS: usize = 6000;
/// Most rows of components under a message.
pub const ROWS_MAX: usize = 5;
/// Most buttons in a row.
pub const BUTTONS_PER_ROW_MAX: usize = 5;
/// Longest label of a button.
pub const BUTTON_LABEL_MAX_CHARS: usize = 80;
/// Most entries of a select menu.
pub const SELECT_OPTIONS_MAX: usize = 25;
/// Longest label, value or description of a select menu's entry.
pub const SELECT_LABEL_MAX_CHARS: usize = 100;
/// Longest placeholder of a select menu.
pub const SELECT_PLACEHOLDER_MAX_CHARS: usize = 150;
/// Most suggestions of an autocomplete answer.
pub const SUGGESTIONS_MAX: usize = 25;
/// Longest name or text value of a suggestion.
pub const SUGGESTION_MAX_CHARS: usize = 100;
/// Longest title of a form.
pub const FORM_TITLE_MAX_CHARS: usize = 45;
/// Longest label of a form's field.
pub const FORM_LABEL_MAX_CHARS: usize = 45;
/// Longest placeholder of a form's field.
pub const FORM_PLACEHOLDER_MAX_CHARS: usize = 100;
/// Longest text that the form about wrong or outdated entries takes. Ours: Discord would take 4000, but escaped and with a
/// space behind every `@` a text may grow threefold, and has to fit a card.
pub const REPORT_MAX_CHARS: usize = 1000;

/// `text` cut to at most `max_chars` characters, the last of them `…` where anything was cut.
///
/// Empty for `max_chars` 0.
pub fn clip(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let mut clipped: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    if max_chars > 0 {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clip_counts_characters_not_bytes() {
        for (text, max, expected) in [
            ("수출바우처", 5, "수출바우처"),
            ("수출바우처", 4, "수출바…"),
            ("voucher", 7, "voucher"),
            ("voucher", 6, "vouch…"),
            ("수출", 1, "…"),
            ("수출", 0, ""),
            ("", 3, ""),
        ] {
            assert_eq!(clip(text, max), expected, "clip {text:?} to {max}");
        }
    }
}
