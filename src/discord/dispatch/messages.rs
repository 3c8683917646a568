//! Messages: questions that mention the bot or are written to it directly, and what becomes of them afterwards.

use std::sync::Arc;

use serenity::all::{ChannelId, Message, MessageId};
use tokio::time::Instant;
use tracing::{debug, info, warn};

use super::{Answering, Dispatch};
use crate::discord::deliver::Question;
use crate::discord::exchange::{FOLLOWED, Turn};
use crate::discord::mention::{self, Me};
use crate::discord::rest::RestError;
use crate::request::{Ask, Request};

/// A question in a message.
struct Asked {
    request: Request,
    /// What it is called in the log.
    name: &'static str,
    question: Question,
}

impl Dispatch {
    /// Answers a message to the bot, unless it came before. Somebody who asks too much is told once, and then nothing.
    pub(super) fn message(&mut self, message: &Message, received: Instant) {
        let Some(mut asked) = self.asked(message, received) else {
            return;
        };
        let now = received.into_std();
        let Some(turn) = self.exchanges.asked(message.id, &message.content, now) else {
            debug!("a message came again and was answered already");
            return;
        };
        let (user, channel) = asked.question.by_and_where();
        if let Err(limit) = self.flood.admit(user, channel) {
            if !self.flood.is_news(limit, user, channel) {
                return;
            }
            asked.request.ask = Ask::TooMuch(limit);
        }
        let answering = Arc::clone(&self.answering);
        self.answer(async move { answering.say(asked, turn).await });
    }

    /// Lets the reply follow when its question was edited. An edit that no longer mentions the bot is not readable, and the
    /// reply stays; so it does when too much is asked. A message that mentions the bot only since it was edited is answered
    /// as if it were new.
    pub(super) fn message_edited(&mut self, message: &Message, received: Instant) {
        let Some(asked) = self.asked(message, received) else {
            return;
        };
        let now = received.into_std();
        if !self.exchanges.follows(message.id, now) {
            if self.may_be_first_asked(message) {
                self.message(message, received);
            }
            return;
        }
        let (user, channel) = asked.question.by_and_where();
        let changed = self.exchanges.changes(message.id, &message.content, now);
        if !changed || self.flood.admit(user, channel).is_err() {
            return;
        }
        if let Some(turn) = self.exchanges.edited(message.id, &message.content, now) {
            let answering = Arc::clone(&self.answering);
            self.answer(async move { answering.say(asked, turn).await });
        }
    }

    /// Whether an edit may have brought the mention that a message lacked: somebody edited it soon, and the bot would know
    /// had it asked something before. What was written before this run may have been answered by the last one.
    fn may_be_first_asked(&self, edited: &Message) -> bool {
        let window = i64::try_from(FOLLOWED.as_secs()).unwrap_or(i64::MAX);
        // Discord adds previews without such a time.
        let age = edited
            .edited_timestamp
            .map(|at| at.unix_timestamp() - edited.timestamp.unix_timestamp());
        age.is_some_and(|age| age < window) && edited.timestamp >= self.started
    }

    /// Takes replies away whose questions are gone.
    pub(super) fn messages_gone(
        &mut self,
        gone: &[MessageId],
        channel: ChannelId,
        received: Instant,
    ) {
        for &question in gone {
            let Some(turn) = self.exchanges.gone(question, received.into_std()) else {
                continue;
            };
            let answering = Arc::clone(&self.answering);
            self.answer(async move { answering.take_back(turn, channel, received).await });
        }
    }

    fn asked(&self, message: &Message, received: Instant) -> Option<Asked> {
        let guild = message.guild_id.and_then(|guild| self.guilds.get(&guild));
        let me = Me {
            user: self.me?,
            role: guild.and_then(|guild| guild.role),
        };
        let request = mention::request(message, me, guild.and_then(|guild| guild.language))?;
        Some(Asked {
            request,
            name: match message.guild_id {
                Some(_) => "mention",
                None => "dm",
            },
            question: Question {
                channel: message.channel_id,
                message: message.id,
                author: message.author.id,
                received,
            },
        })
    }
}

impl Answering {
    /// Says the reply: as a message, or in the place of what stands.
    async fn say(&self, asked: Asked, turn: Turn) {
        let Some(mut standing) = turn.take().await else {
            return;
        };
        let question = asked.question;
        let reply = self.reply(&asked.request);
        let sent = match *standing {
            Some(message) => self.deliver.edit(&reply, question, message).await,
            None => {
                let sent = self.deliver.reply(&reply, question).await;
                sent.map(|message| *standing = message)
            }
        };
        let text = self.question(&asked.request);
        self.log(
            asked.name,
            text.as_deref(),
            &reply,
            question.received,
            &sent,
        );
        self.watch_token(&sent);
    }

    /// Takes a reply away, where one stands.
    async fn take_back(&self, turn: Turn, channel: ChannelId, received: Instant) {
        let Some(mut standing) = turn.take().await else {
            return;
        };
        let Some(message) = standing.take() else {
            return;
        };
        let sent = self.rest.delete_message((channel, message), received).await;
        match &sent {
            Ok(()) => info!("a reply went with its question"),
            Err(error) if error.refusal().is_some() => {
                info!(%error, "a reply is out of reach, and stays or is gone already");
            }
            Err(error) => warn!(%error, "a reply could not be taken away"),
        }
        self.watch_token(&sent);
    }

    /// Ends the bot where Discord turns out not to know its token.
    fn watch_token(&self, sent: &Result<(), RestError>) {
        if sent.as_ref().is_err_and(RestError::is_unauthorized) {
            self.token_refused.cancel();
        }
    }
}
