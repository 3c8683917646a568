//! Looking at channels, and opening those in which the bot writes to one person.

use serde::Deserialize;
use serde_json::json;
use serenity::all::{ChannelId, LightMethod, Request, Route, UserId};

use super::{Call, Rest, RestError, bytes, call, read};

/// Types of threads: of announcements, public, private. See [Discord Docs/Channel Types].
const THREADS: std::ops::RangeInclusive<u8> = 10..=12;

impl Rest {
    /// Whether a channel is a thread; forum posts are.
    pub async fn is_thread(&self, channel: ChannelId) -> Result<bool, RestError> {
        #[derive(Deserialize)]
        struct Raw {
            #[serde(rename = "type")]
            kind: u8,
        }
        let route = "GET /channels/{channel}";
        let request = Request::new(
            Route::Channel {
                channel_id: channel,
            },
            LightMethod::Get,
        );
        let call = Call {
            major: Some(channel.get()),
            ..call(route, request)
        };
        let body = self.transport.call(call).await?;
        read::<Raw>(route, &body).map(|channel| THREADS.contains(&channel.kind))
    }

    /// The channel in which the bot and a person write to each other; opened where there is none yet.
    pub async fn direct_channel(&self, person: UserId) -> Result<ChannelId, RestError> {
        #[derive(Deserialize)]
        struct Raw {
            id: ChannelId,
        }
        let route = "POST /users/@me/channels";
        let body = bytes(&json!({ "recipient_id": person }));
        let request = Request::new(Route::UserMeDmChannels, LightMethod::Post).body(Some(body));
        let body = self.transport.call(call(route, request)).await?;
        read::<Raw>(route, &body).map(|channel| channel.id)
    }
}
