//! What refusals taught about channels, for an hour: where the bot may not embed, not reply, not write at all.
//!
//! For interactions nothing has to be learnt: each brings `app_permissions`, what the bot may do there. A message brings none.
//! To work them out, every role, every channel with its overwrites, every thread's parent and the bot's own roles and
//! time-outs in all servers would have to be kept and followed through eight kinds of events: a cache that grows with the
//! servers and not with the questions, where this bot keeps only bounded maps with a lifetime, and one missed event away
//! from withholding an answer that was allowed. The refusal is the truth: what is noted here costs one refused call a
//! channel and hour, far below what Discord takes amiss (10,000 in ten minutes), and heals by itself.

use std::collections::HashMap;
use std::time::Duration;

use serenity::all::ChannelId;
use tokio::time::Instant;

/// How long a channel is taken to be as it was.
const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// Most channels noted, in about 0.5 MB; a bot meets few that refuse it.
const MOST: usize = 10_000;

/// What a channel refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Note {
    /// Cards: the bot lacks the permission to embed.
    pub no_cards: bool,
    /// Replies: the bot lacks the permission to read what was written before.
    pub no_replies: bool,
    /// Messages of any kind; somebody was told.
    pub no_messages: bool,
}

/// The notes of the last hour.
#[derive(Debug, Default)]
pub(super) struct ChannelNotes {
    notes: HashMap<ChannelId, (Instant, Note)>,
}

impl ChannelNotes {
    /// What is known of a channel.
    pub fn of(&self, channel: ChannelId, now: Instant) -> Note {
        self.notes
            .get(&channel)
            .filter(|(since, _)| is_fresh(*since, now))
            .map(|(_, note)| *note)
            .unwrap_or_default()
    }

    /// Notes more about a channel. The hour counts from the first thing noted. Where too much is noted, the oldest goes.
    pub fn learn(&mut self, channel: ChannelId, now: Instant, learn: impl FnOnce(&mut Note)) {
        self.notes.retain(|_, (since, _)| is_fresh(*since, now));
        if self.notes.len() >= MOST && !self.notes.contains_key(&channel) {
            let oldest = self.notes.iter().min_by_key(|(_, (since, _))| *since);
            let oldest = oldest.map(|(channel, _)| *channel);
            oldest.map(|oldest| self.notes.remove(&oldest));
        }
        let (_, note) = self.notes.entry(channel).or_insert((now, Note::default()));
        learn(note);
    }
}

fn is_fresh(since: Instant, now: Instant) -> bool {
    now.saturating_duration_since(since) < LIFETIME
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn what_is_learnt_holds_for_an_hour_and_for_that_channel() {
        let (start, channel) = (Instant::now(), ChannelId::new(7));
        let mut notes = ChannelNotes::default();
        notes.learn(channel, start, |note| note.no_cards = true);
        notes.learn(channel, start + 30 * MINUTE, |note| note.no_replies = true);
        let both = Note {
            no_cards: true,
            no_replies: true,
            no_messages: false,
        };
        for (channel, minutes, expected) in [
            (7, 30, both),
            (7, 59, both),
            (7, 60, Note::default()),
            (8, 30, Note::default()),
        ] {
            let note = notes.of(ChannelId::new(channel), start + minutes * MINUTE);
            assert_eq!(note, expected, "channel {channel} after {minutes} min");
        }
    }

    #[test]
    fn the_oldest_note_goes_when_there_are_too_many() {
        let start = Instant::now();
        let mut notes = ChannelNotes::default();
        let many = u64::try_from(MOST).unwrap();
        for id in 1..=many {
            notes.notes.insert(
                ChannelId::new(id),
                (start + Duration::from_millis(id), Note::default()),
            );
        }
        notes.learn(ChannelId::new(many + 1), start + MINUTE, |note| {
            note.no_cards = true
        });
        assert_eq!(notes.notes.len(), MOST);
        assert!(!notes.notes.contains_key(&ChannelId::new(1)));
        assert!(notes.of(ChannelId::new(many + 1), start + MINUTE).no_cards);
    }
}
