//! The application behind the token, and the servers its bot is in.

use serde::Deserialize;
use serde_json::Value;
use serenity::all::{ApplicationId, GuildId, LightMethod, Request, Route};

use super::{Call, Rest, RestError, call, read};

/// Most servers that Discord lists in one answer.
const GUILDS_A_PAGE: usize = 200;

/// The application behind the token.
pub struct Application {
    /// Its id, in whose name commands are registered.
    pub id: ApplicationId,
    /// Its name, as people see it.
    pub name: String,
    /// Whether members may add it to their own accounts.
    pub accounts_may_add: bool,
}

/// A server that the bot is in.
#[derive(Deserialize)]
pub struct Guild {
    /// Its id.
    pub id: GuildId,
    /// Its name.
    pub name: String,
}

impl Rest {
    /// The application behind the token. An operator waits for it and can try again, so it is asked for once.
    pub async fn application(&self) -> Result<Application, RestError> {
        #[derive(Deserialize)]
        struct Raw {
            id: ApplicationId,
            name: String,
            /// By kind of installation; `1` is an account. Absent means that Discord did not say.
            #[serde(default)]
            integration_types_config: Option<Value>,
        }
        let route = "GET /oauth2/applications/@me";
        let call = Call {
            repeatable: false,
            ..call(
                route,
                Request::new(Route::Oauth2ApplicationCurrent, LightMethod::Get),
            )
        };
        let raw: Raw = read(route, &self.transport.call(call).await?)?;
        let accounts_may_add = raw
            .integration_types_config
            .is_none_or(|kinds| kinds.get("1").is_some());
        Ok(Application {
            id: raw.id,
            name: raw.name,
            accounts_may_add,
        })
    }

    /// The servers that the bot is in, oldest first: a call for every 200.
    pub async fn guilds(&self) -> Result<Vec<Guild>, RestError> {
        let route = "GET /users/@me/guilds";
        let mut guilds: Vec<Guild> = Vec::new();
        loop {
            let after = guilds.last().map_or(0, |guild| guild.id.get());
            let params = vec![
                ("limit", GUILDS_A_PAGE.to_string()),
                ("after", after.to_string()),
            ];
            let request = Request::new(Route::UserMeGuilds, LightMethod::Get).params(Some(params));
            let page: Vec<Guild> = read(route, &self.transport.call(call(route, request)).await?)?;
            // Ids that do not grow would be listed for ever.
            let goes_on = page.len() >= GUILDS_A_PAGE
                && page.last().is_some_and(|guild| guild.id.get() > after);
            guilds.extend(page);
            if !goes_on {
                return Ok(guilds);
            }
        }
    }
}
