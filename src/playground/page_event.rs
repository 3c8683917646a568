//! What the page hears while it is open.

use serde_json::{Value, json};

use super::ids::Id;
use super::message::Message;
use super::state::State;

/// Something that an open page should show.
#[derive(Clone, Debug)]
pub struct PageEvent {
    /// The only member who may see it; `None` is everyone.
    pub only_for: Option<Id>,
    /// What happened; `kind` names it.
    pub body: Value,
}

impl State {
    /// Tells every open page. Nobody listening is fine.
    pub fn tell_page(&self, only_for: Option<Id>, body: Value) {
        let _ = self.page.send(PageEvent { only_for, body });
    }

    /// Tells every open page that the list of applications or their commands changed.
    pub fn tell_page_of_applications(&self) {
        self.tell_page(None, json!({ "kind": "applications" }));
    }

    /// Tells every open page about a message; `kind` is `message`, `edit` or `delete`.
    pub fn tell_page_of_message(&self, kind: &str, message: &Message) {
        let body = json!({
            "kind": kind,
            "channel_id": message.channel,
            "message_id": message.id,
            "message": if kind == "delete" { Value::Null } else { self.message_json(message) },
        });
        self.tell_page(message.only_for, body);
        self.messages_changed.send_replace(());
    }
}
