//! Registration on an operator's order: what would change in every scope concerned, shown before it is carried out.

use std::fmt;
use std::num::NonZeroU64;

use serenity::all::GuildId;

use super::carry_out;
use super::plan::{Plan, label};
use crate::discord::base::ApiBase;
use crate::discord::manifest::manifest;
use crate::discord::permissions;
use crate::discord::rest::{Application, Fault, Refusal, Rest, RestError, Scope};
use crate::discord::token::Token;

/// Where the commands are to be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Everywhere: in every server, in direct messages, in members' own accounts.
    Everywhere,
    /// In the server with that id alone, where changes show at once.
    Guild(NonZeroU64),
}

/// What has to be written, and where: compared with what is registered, not carried out yet.
///
/// Its text is what an operator reads: a scope a paragraph, `+` what is new, `~` what changes and how, `-` what goes.
pub struct Registration {
    rest: Rest,
    application: Application,
    /// The scope that was asked for, then those in which something of ours would show twice.
    steps: Vec<Step>,
}

/// What has to be done in one scope.
struct Step {
    scope: Scope,
    name: String,
    plan: Plan,
}

impl Registration {
    /// Compares the table with what is registered in `place`, and finds what is left of ours where it would show twice:
    /// everywhere for a server, in each of the bot's servers for everywhere. That takes a call for each server.
    ///
    /// # Errors
    /// When Discord cannot be reached or refuses; see [`RegisterError`].
    pub async fn prepare(
        token: &Token,
        api_base: ApiBase,
        place: Place,
    ) -> Result<Self, RegisterError> {
        crate::discord::install_crypto_provider();
        let rest = Rest::new(api_base, token).map_err(RegisterError::HttpClient)?;
        let application = rest.application().await?;
        let steps = match place {
            Place::Everywhere => steps_everywhere(&rest, &application).await?,
            Place::Guild(id) => steps_in_guild(&rest, &application, id).await?,
        };
        Ok(Self {
            rest,
            application,
            steps,
        })
    }

    /// Whether nothing has to be written.
    pub fn is_empty(&self) -> bool {
        self.steps.iter().all(|step| step.plan.is_empty())
    }

    /// Writes what is new and changed, then takes away what would show twice.
    ///
    /// # Errors
    /// At the first call that fails; what was written before it stays, and the same order again goes on from there.
    pub async fn carry_out(&self) -> Result<(), RegisterError> {
        for step in &self.steps {
            carry_out(&self.rest, step.scope, &step.plan).await?;
        }
        Ok(())
    }

    /// The links that add the bot to a server or to an account, with every permission asked for and its reason.
    pub fn invitation(&self) -> String {
        let invitation = permissions::invitation(self.application.id);
        if self.application.accounts_may_add {
            invitation
        } else {
            format!(
                "{invitation}\n  (not yet: under \"Installation\" in the developer portal, switch on \"User Install\")"
            )
        }
    }
}

async fn steps_everywhere(
    rest: &Rest,
    application: &Application,
) -> Result<Vec<Step>, RegisterError> {
    let table = manifest(false);
    let everywhere = Scope {
        application: application.id,
        guild: None,
    };
    let mut steps = vec![Step {
        scope: everywhere,
        name: EVERYWHERE.to_owned(),
        plan: Plan::bring(&table, &rest.commands(everywhere).await?),
    }];
    for guild in rest.guilds().await? {
        let scope = Scope {
            guild: Some(guild.id),
            ..everywhere
        };
        let registered = match rest.commands(scope).await {
            // Invited without the scope for commands, so none can be there.
            Err(error) if error.refusal() == Some(Refusal::NoAccess) => continue,
            registered => registered?,
        };
        let plan = Plan::clear(&table, &registered);
        if !plan.is_empty() {
            steps.push(Step {
                scope,
                name: format!("in the server “{}” ({})", guild.name, guild.id),
                plan,
            });
        }
    }
    Ok(steps)
}

async fn steps_in_guild(
    rest: &Rest,
    application: &Application,
    id: NonZeroU64,
) -> Result<Vec<Step>, RegisterError> {
    let scope = Scope {
        application: application.id,
        guild: Some(GuildId::from(id)),
    };
    let registered = rest
        .commands(scope)
        .await
        .map_err(|error| match error.refusal() {
            Some(Refusal::NoAccess | Refusal::Gone) => RegisterError::NotInServer(id),
            _ => error.into(),
        })?;
    let mut steps = vec![Step {
        scope,
        name: format!("in the server {id}"),
        plan: Plan::bring(&manifest(true), &registered),
    }];
    let everywhere = Scope {
        guild: None,
        ..scope
    };
    let plan = Plan::clear(&manifest(false), &rest.commands(everywhere).await?);
    if !plan.is_empty() {
        steps.push(Step {
            scope: everywhere,
            name: EVERYWHERE.to_owned(),
            plan,
        });
    }
    Ok(steps)
}

const EVERYWHERE: &str = "everywhere";

impl fmt::Display for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paragraphs: Vec<String> = self.steps.iter().map(Step::to_string).collect();
        write!(
            f,
            "The commands of {}\n{}",
            self.application.name,
            paragraphs.join("\n")
        )
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, plan, .. } = self;
        let mut lines = vec![format!("{name}:")];
        lines.extend(plan.create.iter().map(|new| format!("  + {}", label(new))));
        for edit in &plan.edit {
            lines.push(format!("  ~ {}", label(&edit.command)));
            lines.extend(edit.differences.iter().map(|what| format!("      {what}")));
        }
        let gone = plan.remove.iter();
        lines.extend(gone.map(|(_, name)| format!("  - {name} (it would show twice)")));
        match plan.unchanged {
            0 => {}
            1 => lines.push("  = 1 command is as it should be".to_owned()),
            count => lines.push(format!("  = {count} commands are as they should be")),
        }
        let foreign = plan.foreign.iter();
        lines.extend(foreign.map(|name| format!("    {name} is not this bot's and stays")));
        f.write_str(&lines.join("\n"))
    }
}

/// Why commands were not registered.
#[derive(Debug)]
pub enum RegisterError {
    /// Discord does not know the token.
    TokenRefused,
    /// The bot is not in the server with that id, or there is none.
    NotInServer(NonZeroU64),
    /// Discord refused a call for another reason.
    Refused(Box<dyn std::error::Error + Send + Sync>),
    /// Discord cannot be reached, or does not answer as it documents.
    Unavailable(Box<dyn std::error::Error + Send + Sync>),
    /// The HTTP client could not be set up.
    HttpClient(reqwest::Error),
}

impl From<RestError> for RegisterError {
    fn from(error: RestError) -> Self {
        match error.fault {
            _ if error.is_unauthorized() => Self::TokenRefused,
            Fault::Refused { .. } => Self::Refused(error.into()),
            _ => Self::Unavailable(error.into()),
        }
    }
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TokenRefused => f.write_str(
                "Discord refused the bot token; reset it under \"Bot\" in the developer portal and set DISCORD_TOKEN to the new one",
            ),
            Self::NotInServer(id) => write!(
                f,
                "the bot is not in the server {id}; invite it first, with the link that `register --global --dry-run` prints, and copy the id from the server's menu in developer mode"
            ),
            Self::Refused(_) => f.write_str("Discord refused to register a command"),
            Self::Unavailable(_) => f.write_str("Discord could not be asked"),
            Self::HttpClient(_) => f.write_str("the HTTP client could not be set up"),
        }
    }
}

impl std::error::Error for RegisterError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::TokenRefused | Self::NotInServer(_) => None,
            Self::Refused(source) | Self::Unavailable(source) => Some(&**source),
            Self::HttpClient(source) => Some(source),
        }
    }
}
