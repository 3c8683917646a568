//! Refusals that a test orders: the next calls of a kind fail as Discord lets them fail where a world as small as this one
//! has no cause for it, such as an archived thread.

use serde::Deserialize;

use super::errors::ApiError;
use super::state::State;

/// What is refused, and how.
#[derive(Clone, Debug, Deserialize)]
pub struct Refuse {
    /// Method of the calls.
    method: String,
    /// What their path contains, below `/api/v10`.
    path: String,
    /// HTTP status.
    status: u16,
    /// Discord's own code.
    code: u32,
    /// How many calls; one unless it says otherwise.
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

impl State {
    /// Orders a refusal, after those ordered before.
    pub fn refuse(&mut self, refuse: Refuse) {
        self.refuse.push(refuse);
    }

    /// The refusal that a call meets, if one was ordered for it.
    pub fn ordered_refusal(&mut self, method: &str, path: &str) -> Option<ApiError> {
        let met = |refuse: &&mut Refuse| refuse.method == method && path.contains(&refuse.path);
        let refuse = self.refuse.iter_mut().find(met)?;
        refuse.times = refuse.times.saturating_sub(1);
        let error = ApiError::new(refuse.status, refuse.code, "Refused by a test's order");
        self.refuse.retain(|refuse| refuse.times > 0);
        Some(error)
    }
}

#[cfg(test)]
mod tests {
    use crate::playground::options::Options;
    use crate::playground::state::Hub;

    #[test]
    fn a_refusal_is_met_as_often_as_it_was_ordered_and_by_no_other_call() {
        let hub = Hub::new(Options::default(), ([127, 0, 0, 1], 1).into());
        let mut state = hub.lock();
        let refuse = serde_json::json!({ "method": "POST", "path": "/channels/7", "status": 400, "code": 50083, "times": 2 });
        state.refuse(serde_json::from_value(refuse).expect("an order"));
        for (method, path, code) in [
            ("GET", "/channels/7/messages", None),
            ("POST", "/channels/8/messages", None),
            ("POST", "/channels/7/messages", Some(50083)),
            ("POST", "/channels/7/messages", Some(50083)),
            ("POST", "/channels/7/messages", None),
        ] {
            let met = state.ordered_refusal(method, path).map(|error| error.code);
            assert_eq!(met, code, "{method} {path}");
        }
    }
}
