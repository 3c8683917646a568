//! What an application answers to an interaction: the first response, `@original` and follow-ups.

use std::time::Duration;

use serde_json::{Value, json};

use super::errors::{ApiError, ApiResult};
use super::files::Upload;
use super::ids::Id;
use super::interaction::{Interaction, InteractionKind, Stage};
use super::limits::{CHOICES_MAX, USER_INSTALL_FOLLOWUPS_MAX};
use super::mention::Allowed;
use super::message::{Message, kind};
use super::state::State;
use super::validate::form::{Form, single_fault};
use super::validate::message::{Call, check_message, check_not_empty, flag};
use super::validate::modal::check_modal;
use super::validate::option::{check_choices, kind as option_kind};
use super::world::{self, permission};

/// Types of a first response. See [Discord Docs/Interaction Callback Type].
mod response {
    pub const MESSAGE: u64 = 4;
    pub const DEFER: u64 = 5;
    pub const DEFER_UPDATE: u64 = 6;
    pub const UPDATE: u64 = 7;
    pub const AUTOCOMPLETE: u64 = 8;
    pub const MODAL: u64 = 9;
}

impl State {
    /// Takes an application's first response.
    ///
    /// # Errors
    /// 10062 when there is no such interaction or `deadline` is over, 50027 for a wrong token, 40060 for a second response,
    /// 50035 or 50006 for a faulty body, which may be sent again corrected.
    pub fn respond(
        &mut self,
        id: Id,
        token: &str,
        body: &Value,
        uploads: &[Upload],
        deadline: Duration,
    ) -> ApiResult<()> {
        let interaction = self
            .interactions
            .get(&id)
            .ok_or_else(ApiError::unknown_interaction)?;
        if interaction.token != token {
            return Err(ApiError::invalid_webhook_token());
        }
        if interaction.response.is_some() {
            return Err(ApiError::already_acknowledged());
        }
        let took = interaction.made.elapsed();
        if took > deadline {
            return Err(ApiError::unknown_interaction());
        }
        let response = allowed_response(interaction, body)?;
        let source = interaction
            .source
            .and_then(|id| self.message(interaction.channel, id));
        let v2 = source.is_some_and(|message| message.flags & flag::COMPONENTS_V2 != 0);
        let focused_type = interaction.focused_type.unwrap_or(option_kind::STRING);
        check_response(response, &body["data"], uploads.len(), focused_type, v2)?;
        let stage = self.carry_out(id, response, body, uploads)?;
        if let Some(interaction) = self.interactions.get_mut(&id) {
            interaction.response = Some(response);
            interaction.took = Some(took);
            interaction.stage.send_replace(stage);
        }
        self.tell_page_of_interaction(id);
        Ok(())
    }

    fn carry_out(
        &mut self,
        id: Id,
        response: u64,
        body: &Value,
        uploads: &[Upload],
    ) -> ApiResult<Stage> {
        let data = &body["data"];
        match response {
            response::MESSAGE => {
                let mut message = self.new_answer(id, data)?;
                self.fill(&mut message, data, uploads, Allowed::users_only())?;
                self.set_original(id, message.id);
                self.post(message);
                Ok(Stage::Answered)
            }
            response::DEFER => {
                let mut message = self.new_answer(id, data)?;
                message.flags |= flag::LOADING;
                self.set_original(id, message.id);
                self.post(message);
                Ok(Stage::Thinking)
            }
            response::DEFER_UPDATE | response::UPDATE => {
                let source = self
                    .interactions
                    .get(&id)
                    .and_then(|interaction| interaction.source)
                    .ok_or_else(ApiError::unknown_message)?;
                self.set_original(id, source);
                if response == response::DEFER_UPDATE {
                    return Ok(Stage::Thinking);
                }
                self.edit_answer(source, data, uploads)?;
                Ok(Stage::Answered)
            }
            response::AUTOCOMPLETE => {
                if let Some(interaction) = self.interactions.get_mut(&id) {
                    interaction.choices = data["choices"].as_array().cloned().unwrap_or_default();
                }
                Ok(Stage::Answered)
            }
            _ => {
                if let Some(interaction) = self.interactions.get_mut(&id) {
                    interaction.modal = Some(data.clone());
                }
                Ok(Stage::Answered)
            }
        }
    }

    fn set_original(&mut self, interaction: Id, message: Id) {
        if let Some(interaction) = self.interactions.get_mut(&interaction) {
            interaction.original = Some(message);
        }
    }

    /// An empty message that answers an interaction, for the member alone if `data` says so.
    fn new_answer(&mut self, interaction: Id, data: &Value) -> ApiResult<Message> {
        let id = self.new_id();
        let interaction = self
            .interactions
            .get(&interaction)
            .ok_or_else(ApiError::unknown_interaction)?;
        let channel = self
            .channels
            .get(&interaction.channel)
            .ok_or_else(ApiError::unknown_channel)?;
        let mut message = Message::new(id, channel, interaction.application);
        message.kind = match (interaction.source, interaction.command_type) {
            (Some(_), _) => kind::REPLY,
            (None, 1) => kind::SLASH,
            (None, _) => kind::MENU,
        };
        message.reply_to = interaction.source;
        message.interaction_metadata = Some(interaction.metadata.clone());
        message.interaction.clone_from(&interaction.legacy);
        let guild = channel.guild.and_then(|guild| self.guild(guild));
        let only_for_user = interaction.metadata["authorizing_integration_owners"]
            .get("0")
            .is_none();
        let may_show =
            world::member_permissions(guild, interaction.user) & permission::SHOWS_EXTERNAL != 0;
        let forced = guild.is_some() && only_for_user && !may_show;
        let asked_for = data["flags"]
            .as_u64()
            .is_some_and(|flags| flags & flag::EPHEMERAL != 0);
        if asked_for || forced {
            message.flags = flag::EPHEMERAL;
            message.only_for = Some(interaction.user);
        }
        Ok(message)
    }

    /// The answered interaction that a webhook call of `application` belongs to.
    ///
    /// # Errors
    /// 10015 for an unknown token or one whose interaction was not answered yet, 50027 when `lifetime` is over.
    pub fn webhook(
        &self,
        application: &str,
        token: &str,
        lifetime: Duration,
    ) -> ApiResult<&Interaction> {
        let known = self
            .interaction_tokens
            .get(token)
            .and_then(|id| self.interactions.get(id));
        let interaction =
            known.filter(|interaction| application.parse() == Ok(interaction.application));
        let interaction = interaction.ok_or_else(ApiError::unknown_webhook)?;
        if interaction.made.elapsed() > lifetime {
            return Err(ApiError::invalid_webhook_token());
        }
        if interaction.response.is_none() || interaction.kind == InteractionKind::Autocomplete {
            return Err(ApiError::unknown_webhook());
        }
        Ok(interaction)
    }

    /// The message that a webhook call names: `@original`, or an id among the answers.
    ///
    /// # Errors
    /// 10008 when there is none.
    pub fn answer<'s>(&'s self, interaction: &Interaction, name: &str) -> ApiResult<&'s Message> {
        let id = match name {
            "@original" => interaction.original,
            digits => digits.parse().ok().filter(|id| {
                interaction.original == Some(*id) || interaction.followups.contains(id)
            }),
        };
        id.and_then(|id| self.message(interaction.channel, id))
            .ok_or_else(ApiError::unknown_message)
    }

    /// Edits an answer, which ends its "thinking".
    ///
    /// # Errors
    /// 50035 for a faulty body, 50006 when nothing would be left, 10008 when the message is gone.
    pub fn edit_answer(&mut self, id: Id, body: &Value, uploads: &[Upload]) -> ApiResult<Message> {
        let mut message = self
            .find_message(id)
            .cloned()
            .ok_or_else(ApiError::unknown_message)?;
        let mut form = Form::default();
        check_message(
            &mut form,
            body,
            "",
            Call::Edit {
                v2: message.flags & flag::COMPONENTS_V2 != 0,
            },
            uploads.len(),
        );
        form.into_result()?;
        message.flags &= !flag::LOADING;
        self.fill(&mut message, body, uploads, Allowed::users_only())?;
        self.replace(message)
    }

    /// Marks an interaction as answered in full and tells the page.
    pub fn settle(&mut self, interaction: Id) {
        if let Some(interaction) = self.interactions.get(&interaction) {
            interaction.stage.send_replace(Stage::Answered);
        }
        self.tell_page_of_interaction(interaction);
    }

    /// Takes a follow-up. The first one after a deferral fills the deferred message instead, as Discord still does.
    ///
    /// # Errors
    /// 50035 or 50006 for a faulty body, 40094 for the sixth where only the member installed the application.
    pub fn follow_up(
        &mut self,
        interaction: Id,
        body: &Value,
        uploads: &[Upload],
    ) -> ApiResult<Message> {
        let mut form = Form::default();
        check_message(&mut form, body, "", Call::Interaction, uploads.len());
        form.into_result()?;
        check_not_empty(body, uploads.len())?;
        let known = self
            .interactions
            .get(&interaction)
            .ok_or_else(ApiError::unknown_webhook)?;
        let installed_here = known.metadata["authorizing_integration_owners"]
            .get("0")
            .is_some();
        if !installed_here && known.followups.len() >= USER_INSTALL_FOLLOWUPS_MAX {
            return Err(ApiError::new(
                400,
                40094,
                "This interaction has reached the maximum number of follow up messages",
            ));
        }
        let original = known
            .original
            .and_then(|id| self.message(known.channel, id))
            .cloned();
        let message = match original {
            Some(mut original) if original.flags & flag::LOADING != 0 => {
                original.flags &= !flag::LOADING;
                let mut body = body.clone();
                if let Some(flags) = body["flags"].as_u64() {
                    body["flags"] = (flags & !flag::EPHEMERAL).into();
                }
                self.fill(&mut original, &body, uploads, Allowed::users_only())?;
                self.replace(original)?
            }
            original => {
                let mut message = self.new_answer(interaction, body)?;
                message.kind = if original.is_some() {
                    kind::REPLY
                } else {
                    message.kind
                };
                message.interaction = None;
                if let Some(original) = original {
                    message.reply_to = Some(original.id);
                    if let Some(metadata) = &mut message.interaction_metadata {
                        metadata["original_response_message_id"] = json!(original.id);
                    }
                }
                self.fill(&mut message, body, uploads, Allowed::users_only())?;
                self.post(message.clone());
                if let Some(interaction) = self.interactions.get_mut(&interaction) {
                    interaction.followups.push(message.id);
                }
                message
            }
        };
        self.settle(interaction);
        Ok(message)
    }

    /// What a callback with `with_response` is answered with.
    pub fn callback_json(&self, id: Id) -> Value {
        let Some(interaction) = self.interactions.get(&id) else {
            return Value::Null;
        };
        let mut view = json!({ "interaction": { "id": id, "type": interaction.kind.number() } });
        let message = interaction
            .original
            .and_then(|message| self.message(interaction.channel, message));
        if let Some(message) = message {
            let about = &mut view["interaction"];
            about["response_message_id"] = json!(message.id);
            about["response_message_loading"] = (message.flags & flag::LOADING != 0).into();
            about["response_message_ephemeral"] = message.only_for.is_some().into();
            about["channel_id"] = json!(message.channel);
            view["resource"] =
                json!({ "type": interaction.response, "message": self.message_json(message) });
        }
        view
    }
}

/// The type of a response, where the interaction may be answered with it.
fn allowed_response(interaction: &Interaction, body: &Value) -> ApiResult<u64> {
    use response::{AUTOCOMPLETE, DEFER, DEFER_UPDATE, MESSAGE, MODAL, UPDATE};
    let allowed: &[u64] = match interaction.kind {
        InteractionKind::Command => &[MESSAGE, DEFER, MODAL],
        InteractionKind::Component => &[MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL],
        InteractionKind::Autocomplete => &[AUTOCOMPLETE],
        InteractionKind::Modal if interaction.source.is_some() => {
            &[MESSAGE, DEFER, DEFER_UPDATE, UPDATE]
        }
        InteractionKind::Modal => &[MESSAGE, DEFER],
    };
    body["type"]
        .as_u64()
        .filter(|number| allowed.contains(number))
        .ok_or_else(|| {
            let allowed: Vec<String> = allowed.iter().map(u64::to_string).collect();
            single_fault(
                "type",
                "BASE_TYPE_CHOICES",
                format!("Value must be one of {{{}}}.", allowed.join(", ")),
            )
        })
}

/// Checks a first response; `focused_type` is that of the option whose suggestions it may be, `v2` whether the message that
/// it may update is made of Components V2.
fn check_response(
    response: u64,
    data: &Value,
    files: usize,
    focused_type: i64,
    v2: bool,
) -> ApiResult<()> {
    let mut form = Form::default();
    let flags = data["flags"].as_u64().unwrap_or(0);
    match response {
        response::MESSAGE => {
            check_message(&mut form, data, "data", Call::Interaction, files);
            form.into_result()?;
            return check_not_empty(data, files);
        }
        response::DEFER if flags & !flag::EPHEMERAL != 0 => {
            form.fault(
                "data.flags",
                "BITFIELD_INVALID",
                "Only EPHEMERAL can be set on a deferral",
            );
        }
        response::UPDATE => check_message(&mut form, data, "data", Call::Edit { v2 }, files),
        response::AUTOCOMPLETE => {
            if data["choices"].is_null() {
                form.missing("data.choices");
            }
            let choices = form.list(data, "data", "choices", CHOICES_MAX);
            check_choices(&mut form, choices, "data.choices", focused_type);
        }
        response::MODAL => check_modal(&mut form, data, "data"),
        _ => {}
    }
    form.into_result()
}
