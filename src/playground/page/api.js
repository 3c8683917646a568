// Calls the playground's API.

/** An answer's JSON; a refusal throws its `{code, message, option?}`. */
async function call(method, path, body) {
  const response = await fetch(`/playground/api${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({ code: "unreadable", message: response.statusText }));
  if (!response.ok) throw answer;
  return answer;
}

const query = (parameters) => new URLSearchParams(parameters).toString();

export const api = {
  state: () => call("GET", "/state"),
  commands: (user, channel) => call("GET", `/commands?${query({ user, channel })}`),
  messages: (user, channel) => call("GET", `/channels/${channel}/messages?${query({ user })}`),
  command: (request) => call("POST", "/commands", request),
  autocomplete: (request) => call("POST", "/autocomplete", request),
  component: (request) => call("POST", "/components", request),
  modal: (request) => call("POST", "/modals", request),
  send: (request) => call("POST", "/messages", request),
  remove: (user, message) => call("DELETE", `/messages/${message}?${query({ user })}`),
};

/** Hears what happens, as `user` may; returns a function that stops it. */
export function listen(user, heard, reachable) {
  const source = new EventSource(`/playground/api/events?${query({ user })}`);
  source.onopen = () => reachable(true);
  source.onerror = () => reachable(false);
  source.onmessage = (event) => heard(JSON.parse(event.data));
  return () => source.close();
}
