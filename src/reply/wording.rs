//! Every sentence the bot can say, Korean and English side by side, and the one way to fill them in.
//!
//! `{name}` is replaced by a value. `{은}`, `{이}`, `{을}`, `{과}` and `{으로}` become the right form of that particle
//! for the text before them.

use crate::command::OptionName;
use crate::knowledge::{Detail, Kind};
use crate::text::josa;
use crate::text::language::{Bilingual, Language};

/// A sentence in both languages.
pub type Wording = Bilingual<&'static str>;

const fn both(ko: &'static str, en: &'static str) -> Wording {
    Bilingual { ko, en }
}

/// Where an answer comes from; the footer of every card.
pub const SOURCE: Wording = both(
    "출처: {publisher}, {date} ({paragraphs}번째 문단)",
    "Source: {publisher}, {date} (paragraph {paragraphs})",
);
/// The same for several paragraphs.
pub const SOURCE_MANY: Wording = both(
    "출처: {publisher}, {date} ({paragraphs}번째 문단)",
    "Source: {publisher}, {date} (paragraphs {paragraphs})",
);
/// The same for an article as a whole.
pub const SOURCE_WHOLE: Wording = both("출처: {publisher}, {date}", "Source: {publisher}, {date}");
/// A figure with its year.
pub const FIGURE: Wording = both("{figure} ({year})", "{figure} ({year})");
/// A figure of a plan with its year.
pub const FIGURE_PLANNED: Wording = both("{figure} ({year} 계획)", "{figure} ({year} plan)");
/// A figure that no source states.
pub const DERIVED: Wording = both(
    "기사에 나온 값이 아니라 계산한 값입니다: {arithmetic}",
    "Not stated in the article but calculated: {arithmetic}",
);
/// A figure that corrects an earlier one.
pub const CORRECTED: Wording = both(
    "{publisher}의 {date} 보도에 나온 {figure}{을} 바로잡은 값입니다.",
    "Corrects the {figure} that {publisher} reported on {date}.",
);
/// Name of the field that shows a measure in several years.
pub const BY_YEAR: Wording = both("연도별 {label}", "{label} by year");
/// Name of the field that names what the source leaves out.
pub const NOT_STATED: Wording = both("기사에 없는 내용", "Not in the article");
/// Name of the field that names a program's field.
pub const FIELD: Wording = both("분야", "Field");
/// Name of the field that gives a date.
pub const DATE: Wording = both("때", "When");
/// Title of the list of programs.
pub const PROGRAMS: Wording = both("수출 지원사업", "Export support programs");
/// What the list of programs is.
pub const PROGRAMS_NAMED: Wording = both(
    "전체 {total}개 사업 가운데 기사에 이름이 나온 {named}개입니다.",
    "The article names {named} of the {total} programs in all.",
);
/// The same where the number of all programs is not known.
pub const PROGRAMS_NAMED_ONLY: Wording = both(
    "기사에 이름이 나온 {named}개 사업입니다.",
    "The {named} programs that the article names.",
);
/// The programs of one field; shown with [`PROGRAMS_NAMED`].
pub const PROGRAMS_OF_FIELD: Wording = both(
    "이 분야에서 이름이 나온 사업 {count}개",
    "The {count} programs named in this field",
);
/// Title of the list of partners.
pub const PARTNERS: Wording = both("협력기관", "Partner organisations");
/// What the list of partners is.
pub const PARTNERS_NAMED: Wording = both(
    "기사에 이름이 나온 협력기관 {named}곳입니다.",
    "The {named} partner organisations that the article names.",
);
/// Placeholder of a menu of documents.
pub const PICK: Wording = both("자세히 볼 항목을 고르세요", "Pick one to see more");
/// Title of a choice.
pub const CHOICES: Wording = both("어느 것을 찾으시나요?", "Which one do you mean?");
/// Body of a choice, before the names.
pub const CHOICES_BODY: Wording = both(
    "비슷한 것이 여럿 있습니다. 아래에서 골라 주세요.",
    "Several come close. Pick one below.",
);
/// Title of an answer that the base does not hold.
pub const UNKNOWN: Wording = both(
    "제가 가진 자료에 없는 내용입니다",
    "That is not in what I know",
);
/// Body of it, where something was typed.
pub const UNKNOWN_BODY: Wording = both(
    "“{typed}”에 맞는 내용을 찾지 못했습니다. 추측하지 않고 모른다고 말씀드립니다.",
    "I found nothing that fits “{typed}”, and I do not guess.",
);
/// Body of it, where nothing was typed.
pub const UNKNOWN_NOTHING_TYPED: Wording =
    both("맞는 내용을 찾지 못했습니다.", "I found nothing that fits.");
/// Title of an answer for a year without figures.
pub const NO_FIGURES: Wording = both(
    "{year}년 수치는 제 자료에 없습니다",
    "I have no figures for {year}",
);
/// Body of it.
pub const NO_FIGURES_BODY: Wording = both(
    "{about}: {years}의 수치만 있습니다.",
    "{about}: I have figures for {years} only.",
);
/// What else that year has.
pub const NO_FIGURES_INSTEAD: Wording = both(
    "{year}년 자료로는 다음이 있습니다.",
    "For {year} I do have these.",
);
/// A year in a list of years.
pub const YEAR: Wording = both("{year}년", "{year}");
/// Title of a press that leads nowhere any more.
pub const GONE: Wording = both("더는 없는 항목입니다", "That entry is gone");
/// Body of it.
pub const GONE_BODY: Wording = both(
    "이 버튼이 가리키던 항목이 자료에서 빠졌거나 이름이 바뀌었습니다. `/{ask}`{으로} 다시 찾아 주세요.",
    "What this button pointed at was removed or renamed. Please look it up again with `/{ask}`.",
);
/// Title of a message to look up that holds no text.
pub const NO_TEXT: Wording = both(
    "이 메시지에는 찾아볼 글이 없습니다",
    "That message has no text to look up",
);
/// Body of it.
pub const NO_TEXT_BODY: Wording = both(
    "글이 있는 메시지에서 다시 해 보시거나, `/{ask}`{으로} 직접 물어 주세요.",
    "Try it on a message with text, or ask me yourself with `/{ask}`.",
);
/// Told to somebody whose question cannot be answered where it was asked.
pub const NOT_ALLOWED: Wording = both(
    "{channel} 채널에서는 ‘{permission}’ 권한이 없어 답하지 못했습니다. 서버 관리자에게 제 역할에 이 권한을 달라고 부탁해 주세요. `/{ask}` 명령어는 그 채널에서도 쓸 수 있습니다.",
    "I could not answer you in {channel}: I lack the permission “{permission}” there. Please ask an admin of the server to give it to my role. The command `/{ask}` works there all the same.",
);
/// How somebody who asked is named, in a sentence to somebody else.
pub const ASKER: Wording = both("{user} 님", "{user}");
/// The same where it is not known who asked.
pub const SOMEBODY: Wording = both("다른 분", "somebody else");
/// A press on somebody else's choice.
pub const NOT_YOUR_CHOICE: Wording = both(
    "이 선택지는 {asker}께 드린 것입니다. {command} 명령어로 물어보시면 바로 답해 드립니다.",
    "This choice was offered to {asker}. Ask with {command} to get an answer of your own.",
);
/// A press on the pages of somebody else's list.
pub const NOT_YOUR_LIST: Wording = both(
    "이 목록의 쪽은 {asker}만 넘길 수 있습니다. {command} 명령어로 목록을 직접 열어 보세요.",
    "Only {asker} can turn the pages of this list. Open your own with {command}.",
);
/// A press on the button that deletes a reply to somebody else.
pub const NOT_YOUR_REPLY: Wording = both(
    "이 답은 {asker}만 지울 수 있습니다. 서버 관리자는 메시지 메뉴에서 지울 수 있습니다.",
    "Only {asker} can delete this reply. Moderators can delete it from the message's own menu.",
);
/// The button that sends the chart to whoever presses it.
pub const CHART: Wording = both("그래프", "Chart");
/// Title of the card with the chart.
pub const CHART_TITLE: Wording = both("{name} 그래프", "{name}: chart");
/// What the chart shows, for those who do not see it.
pub const CHART_ALT: Wording = both("막대그래프. {bars}", "Bar chart. {bars}");
/// The button that takes a reply away.
pub const DELETE: Wording = both("답 지우기", "Delete");
/// The button that opens the form about wrong or outdated entries; also the form's title.
pub const REPORT: Wording = both("틀렸거나 오래됐나요?", "Wrong or outdated?");
/// Label of the form's only field.
pub const REPORT_LABEL: Wording = both("무엇이 어떻게 다른가요?", "What is wrong?");
/// Placeholder of the form's only field.
pub const REPORT_PLACEHOLDER: Wording = both(
    "맞는 내용과 그 근거를 적어 주시면 확인이 빨라집니다.",
    "The right value and where it is published help most.",
);
/// Thanks for a form.
pub const THANKS: Wording = both(
    "알려 주셔서 고맙습니다. 자료를 관리하는 사람에게 전하겠습니다. 누가 보냈는지는 전하지 않습니다.",
    "Thank you. I pass it on to whoever keeps my data, without your name.",
);
/// Title of what a form becomes for the curator.
pub const REPORTED: Wording = both(
    "틀렸거나 오래됐다는 제보: {about}",
    "Reported as wrong or outdated: {about}",
);
/// What a form is about where it is about no document.
pub const REPORTED_WHOLE: Wording = both("자료 전체", "the data as a whole");
/// One person asks too much.
pub const TOO_MUCH_BY_USER: Wording = both(
    "질문이 너무 잦아 잠시 쉬겠습니다. 1분 뒤에 다시 물어봐 주세요.",
    "That is more than I can answer at once. Please ask again in a minute.",
);
/// All in a channel together ask too much.
pub const TOO_MUCH_IN_CHANNEL: Wording = both(
    "이 채널에 질문이 몰려 잠시 쉬겠습니다. 1분 뒤에 다시 물어봐 주세요.",
    "This channel asks more than I can answer at once. Please ask again in a minute.",
);
/// The role was mentioned instead of the bot.
pub const MENTION_ME: Wording = both(
    "제 역할을 멘션하시면 내용이 저에게 오지 않습니다. 아래처럼 저를 직접 멘션해 주세요.",
    "Messages that mention my role reach me without their text. Please mention me myself, like this:",
);
/// The position in a list of several pages.
pub const POSITION: Wording = both("{page}/{pages}쪽", "Page {page} of {pages}");
/// The button to the first page.
pub const FIRST_PAGE: Wording = both("처음", "First");
/// The button to the page before.
pub const PREVIOUS_PAGE: Wording = both("이전", "Previous");
/// The button to the page after.
pub const NEXT_PAGE: Wording = both("다음", "Next");
/// The button to the last page.
pub const LAST_PAGE: Wording = both("끝", "Last");
/// What the bot is for, in one line.
pub const ABOUT: Wording = both(
    "인천의 수출과 중소기업 수출 지원사업에 관한 질문에 답합니다.",
    "I answer questions about Incheon's exports and its support programs for small exporters.",
);
/// How to ask in a message, with an example.
pub const HOW_TO_MENTION: Wording = both(
    "저를 멘션하고 궁금한 것을 적어 주세요. 예: {example}{이} 뭐예요?",
    "Mention me and write your question, such as: tell me about {example}",
);
/// Which commands there are.
pub const HOW_TO_COMMAND: Wording = both("명령어: {commands}", "Commands: {commands}");
/// Title of the help.
pub const HELP: Wording = both("무엇을 물을 수 있나요?", "What can I ask?");
/// Name of the help's list of commands.
pub const HELP_COMMANDS: Wording = both("명령어", "Commands");
/// Where a command that is not typed is found.
pub const HELP_IN_MENU: Wording = both(
    "메시지 메뉴 → 앱 → **{name}**",
    "Message menu → Apps → **{name}**",
);
/// Name of the help's examples.
pub const HELP_EXAMPLES: Wording = both("이렇게 물어 보세요", "Try these");
/// How names may be typed.
pub const HELP_TYPING: Wording = both(
    "오타, 초성(ㅅㅊㅂㅇㅊ), 영문 자판으로 친 한글도 알아듣습니다.",
    "Typos, part of a name, and Korean in Latin letters are fine.",
);
/// Name of the help's limits.
pub const HELP_LIMITS: Wording = both("제가 모르는 것", "What I do not know");
/// The help's limits.
pub const HELP_LIMITS_BODY: Wording = both(
    "{date}까지 보도된 내용만 압니다. 그 뒤의 수치, 다른 도시, 신청 방법과 연락처는 모릅니다.",
    "I know only what was reported by {date}: no later figures, no other cities, no contact details, not how to apply.",
);
/// Name of the help's line on privacy.
pub const HELP_PRIVACY: Wording = both("개인정보", "Privacy");
/// The help's line on privacy.
pub const HELP_PRIVACY_BODY: Wording = both(
    "질문을 저장하지 않습니다. 저를 멘션한 메시지, 저에게 보낸 DM, 찾아보라고 하신 메시지만 읽습니다.",
    "I store no questions. I read only messages that mention me, direct messages to me, and messages you have me look up.",
);
/// The same where the operator has the questions logged.
pub const HELP_PRIVACY_LOGGED: Wording = both(
    "질문은 운영자의 기록에 남지만 누가 물었는지는 남기지 않으며, 비공개 질문은 아예 남기지 않습니다. 저를 멘션한 메시지, 저에게 보낸 DM, 찾아보라고 하신 메시지만 읽습니다.",
    "My operator's log keeps what is asked, never by whom, and no private questions. I read only messages that mention me, direct messages to me, and messages you have me look up.",
);
/// First suggestion for a program: all of them.
pub const ALL_PROGRAMS: Wording = both("전체 사업", "All programs");
/// First suggestion for a partner: all of them.
pub const ALL_PARTNERS: Wording = both("전체 협력기관", "All partners");
/// A year offered as a suggestion, with the figure it leads to.
pub const SUGGESTED_YEAR: Wording = both("{year}년 · {figure}", "{year} · {figure}");

/// What a detail is called where the source leaves it out.
pub const fn detail(detail: Detail) -> Wording {
    match detail {
        Detail::Eligibility => both("신청 자격", "who may apply"),
        Detail::Application => both("신청 방법", "how to apply"),
        Detail::Contact => both("연락처", "contact details"),
    }
}

/// What a detail is called as the name of a field.
pub const fn detail_name(detail: Detail) -> Wording {
    match detail {
        Detail::Eligibility => both("신청 자격", "Who may apply"),
        Detail::Application => both("신청 방법", "How to apply"),
        Detail::Contact => both("연락처", "Contact"),
    }
}

/// What the documents of a kind are called in a menu: the line below a name.
pub const fn kind(kind: Kind) -> Wording {
    match kind {
        Kind::Figure => both("수치", "Figures"),
        Kind::Field => both("지원 분야", "Field of support"),
        Kind::Program => both("지원사업", "Support program"),
        Kind::Partner => both("협력기관", "Partner organisation"),
        Kind::Event => both("있었던 일", "What happened"),
        Kind::Market => both("시장", "Market"),
        Kind::Award => both("수상·평가", "Award"),
        Kind::Person => both("인물", "Person"),
        Kind::Source => both("출처", "Source"),
    }
}

/// The languages, each under its own name.
pub const fn language_name(language: Language) -> &'static str {
    match language {
        Language::Ko => "한국어",
        Language::En => "English",
    }
}

/// What an option is called in the help's command lines: `<연도>`.
pub fn option_placeholder(name: Bilingual<&'static str>, language: Language) -> String {
    format!("<{}>", name.get(language))
}

/// Options that every command shares and the help's command lines leave out.
pub const fn is_common(option: OptionName) -> bool {
    matches!(option, OptionName::Language | OptionName::Private)
}

/// Fills in a sentence. A placeholder without a value stays as it is; a test fills every sentence.
pub fn fill(wording: Wording, language: Language, values: &[(&str, &str)]) -> String {
    let template = *wording.get(language);
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            break;
        };
        filled.push_str(&rest[..open]);
        let key = &rest[open + 1..open + length];
        match values.iter().find(|(name, _)| *name == key) {
            Some((_, value)) => filled.push_str(value),
            None => match particle(key, &filled) {
                Some(form) => filled.push_str(form),
                None => filled.push_str(&rest[open..=open + length]),
            },
        }
        rest = &rest[open + length + 1..];
    }
    filled.push_str(rest);
    filled
}

/// The form that the particle named `key` takes after `text`; `None` for a key that names none.
fn particle(key: &str, text: &str) -> Option<&'static str> {
    match key {
        "은" => Some(josa::topic(text)),
        "이" => Some(josa::subject(text)),
        "을" => Some(josa::object(text)),
        "과" => Some(josa::and(text)),
        "으로" => Some(josa::toward(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_what_stands_before_them() {
        for (name, expected) in [
            ("수출 바우처", "수출 바우처가 뭐예요?"),
            ("수출 멘토링", "수출 멘토링이 뭐예요?"),
            ("KOTRA", "KOTRA가 뭐예요?"),
        ] {
            let sentence = fill(
                both("{name}{이} 뭐예요?", "what is {name}?"),
                Language::Ko,
                &[("name", name)],
            );
            assert_eq!(sentence, expected);
        }
    }

    #[test]
    fn a_value_is_never_read_as_a_placeholder() {
        let filled = fill(UNKNOWN_BODY, Language::En, &[("typed", "{typed}{이}")]);
        assert!(filled.contains("“{typed}{이}”"), "{filled}");
    }
}
