//! From a reply to a message that arrives: with what a channel takes, and where it takes nothing, a word to the asker.

use std::sync::{Arc, Mutex, PoisonError};

use serenity::all::{ChannelId, MessageId, UserId};
use tokio::time::Instant;
use tracing::{debug, info};

use super::channel_notes::{ChannelNotes, Note};
use super::permissions::{self, Needed};
use super::plain::Shape;
use super::rest::{Refusal, Rest, RestError};
use super::send;
use crate::command::{CommandName, spec};
use crate::reply::Reply;
use crate::reply::wording::{self, fill};
use crate::text::language::Language;

/// A message that is answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// Where it was written.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// When it arrived here.
    pub received: Instant,
}

impl Question {
    /// Ids of who wrote it, and of where.
    pub fn by_and_where(&self) -> (u64, u64) {
        (self.author.get(), self.channel.get())
    }
}

/// Sends replies to messages.
pub(super) struct Deliver {
    rest: Arc<Rest>,
    notes: Mutex<ChannelNotes>,
}

impl Deliver {
    /// Sends through `rest`; knows nothing of any channel yet.
    pub fn new(rest: Arc<Rest>) -> Self {
        Self {
            rest,
            notes: Mutex::new(ChannelNotes::default()),
        }
    }

    /// Answers a message: with a card that replies to it, without the card where the bot may not embed, without the
    /// reference where it may not read back. Where it may not write at all, the asker is told in a direct message which
    /// permission is missing and where, once a channel and hour.
    ///
    /// Gives the id of the message, where Discord's answer has one that can be read.
    ///
    /// # Errors
    /// When the reply could not be posted, whether or not the asker was told.
    pub async fn reply(
        &self,
        reply: &Reply,
        question: Question,
    ) -> Result<Option<MessageId>, RestError> {
        let known = self.note(question.channel);
        let mut tried = known;
        // Where nothing could be written a while ago, one attempt finds out whether that has changed.
        tried.no_cards |= known.no_messages;
        loop {
            let shape = if tried.no_cards {
                Shape::Text
            } else {
                Shape::Card
            };
            let body = send::message(reply, shape, question, !tried.no_replies);
            let sent = self
                .rest
                .send_message(question.channel, &body, question.received);
            let error = match sent.await {
                Ok(id) => {
                    if tried != known && !known.no_messages {
                        self.learn(question.channel, |note| *note = tried);
                    }
                    return Ok(id);
                }
                Err(error) => error,
            };
            match error.refusal() {
                Some(Refusal::NoHistory) if !tried.no_replies => tried.no_replies = true,
                Some(Refusal::NoPermission) if !tried.no_cards => tried.no_cards = true,
                Some(Refusal::NoPermission | Refusal::NoAccess) => {
                    if !known.no_messages {
                        self.learn(question.channel, |note| note.no_messages = true);
                        self.tell(reply.language, question, &error).await;
                    }
                    return Err(error);
                }
                _ => return Err(error),
            }
            debug!(%error, "a channel takes less than a reply with a card; trying with less");
        }
    }

    /// Puts a reply in the place of one that stands, with what the channel takes.
    ///
    /// # Errors
    /// When the reply could not be changed; what stands then stays.
    pub async fn edit(
        &self,
        reply: &Reply,
        question: Question,
        standing: MessageId,
    ) -> Result<(), RestError> {
        let place = (question.channel, standing);
        let edit = async |shape| {
            let body = send::edited_message(reply, shape, question.author);
            self.rest
                .edit_message(place, &body, question.received)
                .await
        };
        if self.note(question.channel).no_cards {
            return edit(Shape::Text).await;
        }
        match edit(Shape::Card).await {
            Err(error) if error.refusal() == Some(Refusal::NoPermission) => {
                edit(Shape::Text).await?;
                self.learn(question.channel, |note| note.no_cards = true);
                Ok(())
            }
            edited => edited,
        }
    }

    fn note(&self, channel: ChannelId) -> Note {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.of(channel, Instant::now())
    }

    fn learn(&self, channel: ChannelId, learn: impl FnOnce(&mut Note)) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.learn(channel, Instant::now(), learn);
    }

    /// Tells the asker what is missing, in a direct message; who takes none is not told.
    async fn tell(&self, language: Language, question: Question, refused: &RestError) {
        let missing = self.missing(question.channel, refused).await;
        let text = missing_permission(missing, question.channel, language);
        let told = async {
            let channel = self.rest.direct_channel(question.author).await?;
            let body = send::notice(&text, question.message);
            self.rest
                .send_message(channel, &body, question.received)
                .await
        };
        match told.await {
            Ok(_) => info!(
                missing = missing.name.en,
                "the asker was told what is missing"
            ),
            Err(error) => {
                info!(missing = missing.name.en, %error, "the asker could not be told what is missing");
            }
        }
    }

    /// The permission that is missing where a plain message was refused. Which one lets the bot write depends on whether
    /// the place is a thread; a place that cannot be looked at lacks the permission to be seen.
    async fn missing(&self, channel: ChannelId, refused: &RestError) -> Needed {
        if refused.refusal() == Some(Refusal::NoAccess) {
            return permissions::VIEW;
        }
        match self.rest.is_thread(channel).await {
            Ok(true) => permissions::SEND_IN_THREADS,
            Err(error) if error.refusal() == Some(Refusal::NoAccess) => permissions::VIEW,
            _ => permissions::SEND,
        }
    }
}

/// "I could not answer you there, because …".
fn missing_permission(missing: Needed, channel: ChannelId, language: Language) -> String {
    fill(
        wording::NOT_ALLOWED,
        language,
        &[
            ("channel", &format!("<#{channel}>")),
            ("permission", missing.name.get(language)),
            ("ask", spec(CommandName::Ask).name.get(language)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::Token;
    use crate::discord::mock::{Mock, Step};
    use crate::reply::{Card, Delivery, Outcome, Visibility};

    const SENT: Step = Step::Say(200, "", r#"{"id":"9"}"#);
    const OPENED: Step = Step::Say(200, "", r#"{"id":"70","type":1}"#);
    const TEXT_CHANNEL: Step = Step::Say(200, "", r#"{"id":"3","type":0}"#);
    const THREAD: Step = Step::Say(200, "", r#"{"id":"3","type":11}"#);

    const fn refused(code: &'static str) -> Step {
        Step::Say(403, "", code)
    }

    const NO_ACCESS: Step = refused(r#"{"code":50001}"#);
    const NO_PERMISSION: Step = refused(r#"{"code":50013}"#);
    const NO_HISTORY: Step = refused(r#"{"code":160002}"#);
    const NO_DMS: Step = refused(r#"{"code":50007}"#);
    const ARCHIVED: Step = refused(r#"{"code":50083}"#);
    const LOCKED: Step = refused(r#"{"code":160005}"#);
    const NO_CHANNEL: Step = refused(r#"{"code":10003}"#);
    const INVALID: Step = refused(r#"{"code":50035}"#);

    fn reply() -> Reply {
        Reply {
            language: Language::En,
            visibility: Visibility::Everyone,
            outcome: Outcome::Exact,
            delivery: Delivery::Message,
            card: Card {
                title: "수출 바우처".to_owned(),
                footer: "출처".to_owned(),
                ..Card::default()
            },
            controls: Vec::new(),
        }
    }

    fn question() -> Question {
        Question {
            channel: ChannelId::new(3),
            message: MessageId::new(4),
            author: UserId::new(5),
            received: Instant::now(),
        }
    }

    /// A request in a word or two: which call, and what of the reply it carries.
    fn told(request: &str) -> String {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let (method, rest) = head.split_once(' ').unwrap();
        let path = rest
            .split(' ')
            .next()
            .unwrap()
            .trim_start_matches("/api/v10");
        let mut told = vec![method, path];
        for (part, word) in [
            ("\"embeds\":[{", "card"),
            ("\"content\":\"**", "text"),
            ("message_reference", "reply"),
            ("View Channels", "lacks View Channels"),
            ("“Send Messages”", "lacks Send Messages"),
            ("Send Messages in Threads", "lacks Send Messages in Threads"),
        ] {
            told.extend(body.contains(part).then_some(word));
        }
        told.join(" ")
    }

    const CARD: &str = "POST /channels/3/messages card reply";
    const CARD_ALONE: &str = "POST /channels/3/messages card";
    const TEXT: &str = "POST /channels/3/messages text reply";
    const TEXT_ALONE: &str = "POST /channels/3/messages text";
    const LOOK: &str = "GET /channels/3";
    const OPEN: &str = "POST /users/@me/channels";

    /// What two replies in one channel make of a script.
    async fn two_replies(script: &[Step]) -> (Vec<String>, [Option<Refusal>; 2]) {
        crate::discord::install_crypto_provider();
        let mock = Mock::start(script).await;
        let token = Token::new("fake-token").unwrap();
        let deliver = Deliver::new(Arc::new(Rest::new(mock.base.clone(), &token).unwrap()));
        let mut refusals = [None; 2];
        for refusal in &mut refusals {
            let sent = deliver.reply(&reply(), question()).await;
            *refusal = sent.err().and_then(|error| error.refusal());
        }
        let requests = mock.requests();
        (
            requests.iter().map(|request| told(request)).collect(),
            refusals,
        )
    }

    #[tokio::test]
    async fn a_reply_takes_the_shape_that_the_channel_takes_and_that_is_learnt() {
        for (script, calls) in [
            (&[SENT][..], &[CARD, CARD][..]),
            (&[NO_PERMISSION, SENT], &[CARD, TEXT, TEXT]),
            (&[NO_HISTORY, SENT], &[CARD, CARD_ALONE, CARD_ALONE]),
            (
                &[NO_HISTORY, NO_PERMISSION, SENT],
                &[CARD, CARD_ALONE, TEXT_ALONE, TEXT_ALONE],
            ),
            (
                &[NO_PERMISSION, NO_HISTORY, SENT],
                &[CARD, TEXT, TEXT_ALONE, TEXT_ALONE],
            ),
        ] {
            let (told, refusals) = two_replies(script).await;
            assert_eq!(told, calls, "{script:?}");
            assert_eq!(refusals, [None, None]);
        }
    }

    #[tokio::test]
    async fn who_cannot_be_answered_is_told_what_is_missing_once() {
        let lacks = |what: &str| format!("POST /channels/70/messages lacks {what}");
        let (view, send) = (lacks("View Channels"), lacks("Send Messages"));
        let threads = lacks("Send Messages in Threads");
        for (script, calls) in [
            (
                &[
                    NO_PERMISSION,
                    NO_PERMISSION,
                    TEXT_CHANNEL,
                    OPENED,
                    SENT,
                    NO_PERMISSION,
                ][..],
                &[CARD, TEXT, LOOK, OPEN, send.as_str(), TEXT][..],
            ),
            (
                &[
                    NO_PERMISSION,
                    NO_PERMISSION,
                    THREAD,
                    OPENED,
                    SENT,
                    NO_PERMISSION,
                ],
                &[CARD, TEXT, LOOK, OPEN, &threads, TEXT],
            ),
            (
                &[NO_ACCESS, OPENED, SENT, NO_ACCESS],
                &[CARD, OPEN, &view, TEXT],
            ),
            // Who takes no direct messages is not bothered again.
            (
                &[NO_ACCESS, OPENED, NO_DMS, NO_ACCESS],
                &[CARD, OPEN, &view, TEXT],
            ),
            (&[NO_ACCESS, NO_DMS, NO_ACCESS], &[CARD, OPEN, TEXT]),
        ] {
            let (told, refusals) = two_replies(script).await;
            assert_eq!(told, calls, "{script:?}");
            assert!(refusals.iter().all(Option::is_some), "{script:?}");
        }
        // Once the permission is given, the next question is answered.
        let given = [NO_ACCESS, OPENED, SENT, SENT];
        let (told, refusals) = two_replies(&given).await;
        assert_eq!(told, [CARD, OPEN, view.as_str(), TEXT]);
        assert_eq!(refusals, [Some(Refusal::NoAccess), None]);
    }

    #[tokio::test]
    async fn what_nobody_can_help_is_tried_once_and_told_to_nobody() {
        for (step, refusal) in [
            (ARCHIVED, Some(Refusal::Closed)),
            (LOCKED, Some(Refusal::Closed)),
            (NO_CHANNEL, Some(Refusal::Gone)),
            (INVALID, None),
        ] {
            let (told, refusals) = two_replies(&[step]).await;
            assert_eq!(told, [CARD, CARD], "{step:?}");
            assert_eq!(refusals, [refusal, refusal], "{step:?}");
        }
    }

    #[tokio::test]
    async fn an_edit_takes_the_shape_that_the_channel_takes() {
        crate::discord::install_crypto_provider();
        const EDIT: &str = "PATCH /channels/3/messages/9";
        let (card, text) = (format!("{EDIT} card"), format!("{EDIT} text"));
        for (script, calls) in [
            (&[SENT][..], vec![&card, &card]),
            (&[NO_PERMISSION, SENT], vec![&card, &text, &text]),
            (&[NO_CHANNEL], vec![&card, &card]),
            (&[NO_PERMISSION], vec![&card, &text, &card, &text]),
        ] {
            let mock = Mock::start(script).await;
            let token = Token::new("fake-token").unwrap();
            let deliver = Deliver::new(Arc::new(Rest::new(mock.base.clone(), &token).unwrap()));
            for _ in 0..2 {
                let sent = deliver.edit(&reply(), question(), MessageId::new(9)).await;
                assert_eq!(sent.is_ok(), script.contains(&SENT), "{script:?}");
            }
            let told: Vec<String> = mock.requests().iter().map(|it| told(it)).collect();
            assert_eq!(told.iter().collect::<Vec<_>>(), calls, "{script:?}");
        }
    }

    #[test]
    fn the_notice_names_permission_and_channel() {
        for (language, expected) in [
            (
                Language::Ko,
                "<#3> 채널에서는 ‘메시지 보내기’ 권한이 없어 답하지 못했습니다. 서버 관리자에게 제 역할에 이 권한을 \
                 달라고 부탁해 주세요. `/질문` 명령어는 그 채널에서도 쓸 수 있습니다.",
            ),
            (
                Language::En,
                "I could not answer you in <#3>: I lack the permission “Send Messages” there. Please ask an admin of the \
                 server to give it to my role. The command `/ask` works there all the same.",
            ),
        ] {
            let text = missing_permission(permissions::SEND, ChannelId::new(3), language);
            assert_eq!(text, expected);
        }
    }
}
