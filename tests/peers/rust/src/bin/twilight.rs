//! The bot as people write it with twilight: its gateway, its models, its HTTP client.
//! Arguments: the address of a stand-in for Discord, and the folder of the documents.

#![forbid(unsafe_code)]

use std::path::Path;
use std::sync::Arc;

use rust_peers::Entry;
use twilight_gateway::{
    ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt as _,
};
use twilight_http::Client;
use twilight_model::application::interaction::application_command::CommandOptionValue;
use twilight_model::application::interaction::{Interaction, InteractionData};
use twilight_model::channel::message::Embed;
use twilight_model::channel::message::component::{ActionRow, Button, ButtonStyle, Component};
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};

async fn answer(http: Arc<Client>, entries: Arc<Vec<Entry>>, interaction: Interaction) {
    let Some(InteractionData::ApplicationCommand(command)) = &interaction.data else {
        return;
    };
    let typed = match command.options.first().map(|option| &option.value) {
        Some(CommandOptionValue::String(text)) => text,
        _ => "",
    };
    let data = match rust_peers::best(&entries, typed) {
        Some(entry) => InteractionResponseData {
            embeds: Some(vec![Embed {
                author: None,
                color: None,
                description: Some(entry.summary.clone()),
                fields: Vec::new(),
                flags: None,
                footer: None,
                image: None,
                kind: "rich".to_owned(),
                provider: None,
                thumbnail: None,
                timestamp: None,
                title: Some(entry.title.clone()),
                url: None,
                video: None,
            }]),
            components: Some(vec![Component::ActionRow(ActionRow {
                id: None,
                components: vec![Component::Button(Button {
                    id: None,
                    custom_id: Some("english".to_owned()),
                    disabled: false,
                    emoji: None,
                    label: Some("English".to_owned()),
                    style: ButtonStyle::Secondary,
                    url: None,
                    sku_id: None,
                })],
            })]),
            ..InteractionResponseData::default()
        },
        None => InteractionResponseData {
            content: Some("모르겠습니다".to_owned()),
            ..InteractionResponseData::default()
        },
    };
    let response = InteractionResponse {
        kind: InteractionResponseType::ChannelMessageWithSource,
        data: Some(data),
    };
    let client = http.interaction(interaction.application_id);
    let sent = client
        .create_response(interaction.id, &interaction.token, &response)
        .await;
    if let Err(error) = sent {
        eprintln!("{error}");
    }
}

#[tokio::main]
async fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let arguments: Vec<String> = std::env::args().collect();
    let host = arguments[1].strip_prefix("http://").expect("an address");
    let token = "twilight.not-a-secret";
    let http = Client::builder()
        .token(token.to_owned())
        .proxy(host.to_owned(), true)
        .ratelimiter(None)
        .build();
    let http = Arc::new(http);
    let entries = Arc::new(rust_peers::load(Path::new(&arguments[2])));
    let config = ConfigBuilder::new(token.to_owned(), Intents::GUILDS)
        .proxy_url(format!("ws://{host}"))
        .build();
    let mut shard = Shard::with_config(ShardId::ONE, config);
    while let Some(item) = shard.next_event(EventTypeFlags::INTERACTION_CREATE).await {
        match item {
            Ok(Event::InteractionCreate(interaction)) => {
                tokio::spawn(answer(
                    Arc::clone(&http),
                    Arc::clone(&entries),
                    interaction.0,
                ));
            }
            Ok(_) => {}
            Err(error) => eprintln!("{error}"),
        }
    }
}
