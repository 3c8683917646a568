//! The bot as people write it with serenity: its client, its cache-less event handler, its HTTP client.
//! Arguments: the address of a stand-in for Discord, and the folder of the documents.

#![forbid(unsafe_code)]

use std::path::Path;

use rust_peers::Entry;
use serenity::all::*;

struct Bot(Vec<Entry>);

#[async_trait]
impl EventHandler for Bot {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Interaction::Command(command) = interaction else {
            return;
        };
        let typed = command
            .data
            .options
            .first()
            .and_then(|option| option.value.as_str());
        let message = match rust_peers::best(&self.0, typed.unwrap_or_default()) {
            Some(entry) => CreateInteractionResponseMessage::new()
                .embed(
                    CreateEmbed::new()
                        .title(&entry.title)
                        .description(&entry.summary),
                )
                .button(CreateButton::new("english").label("English")),
            None => CreateInteractionResponseMessage::new().content("모르겠습니다"),
        };
        let response = CreateInteractionResponse::Message(message);
        if let Err(error) = command.create_response(&context.http, response).await {
            eprintln!("{error}");
        }
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let http = HttpBuilder::new("serenity.not-a-secret")
        .proxy(&arguments[1])
        .ratelimiter_disabled(true)
        .build();
    let bot = Bot(rust_peers::load(Path::new(&arguments[2])));
    let mut client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
        .event_handler(bot)
        .await
        .expect("a client");
    client.start().await.expect("a connection");
}
