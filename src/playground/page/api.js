// Calls the playground's API.
import { clientLocale } from "./settings.js";

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

/** An action that reaches the bot, in the client's language. */
const act = (path) => (request) => call("POST", path, { ...request, locale: clientLocale() });

export const api = {
  state: () => call("GET", "/state"),
  commands: (user, channel) => call("GET", `/commands?${query({ user, channel, locale: clientLocale() })}`),
  messages: (user, channel) => call("GET", `/channels/${channel}/messages?${query({ user })}`),
  wire: (range) => call("GET", `/wire?${query(range)}`),
  command: act("/commands"),
  autocomplete: act("/autocomplete"),
  component: act("/components"),
  modal: act("/modals"),
  send: (request) => call("POST", "/messages", request),
  edit: (user, message, content) => call("PATCH", `/messages/${message}`, { user, content }),
  remove: (user, message) => call("DELETE", `/messages/${message}?${query({ user })}`),
};

/** The examples that the page offers. */
export async function examples() {
  const response = await fetch("/page/examples.json");
  return response.json();
}

/** Hears what happens, as `user` may; returns a function that stops it. */
export function listen(user, heard, reachable) {
  const source = new EventSource(`/playground/api/events?${query({ user })}`);
  source.onopen = () => reachable(true);
  source.onerror = () => reachable(false);
  source.onmessage = (event) => heard(JSON.parse(event.data));
  return () => source.close();
}
