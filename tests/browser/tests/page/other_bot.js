// Logs another bot in from within the page: it registers commands and answers each interaction, by the name of its command or by
// its custom id, with what `answers` holds; those without an answer it leaves open. A `file` beside `type` and `data` is sent along; what `later`
// holds replaces the answer half a second afterwards.
const [commands, answers] = [...arguments].map((text) => JSON.parse(text));
const TOKEN = "other.bot.token";

const call = (path, body, headers = { "Content-Type": "application/json" }, method = "POST") => fetch(`/api/v10${path}`, { method, headers: { Authorization: `Bot ${TOKEN}`, ...headers }, body });

function body({ file, later, ...response }) {
  if (!file) return [JSON.stringify(response)];
  const form = new FormData();
  form.append("payload_json", JSON.stringify(response));
  const bytes = Uint8Array.from(atob(file.base64), (c) => c.codePointAt(0));
  form.append("files[0]", new Blob([bytes], { type: "image/png" }), file.name);
  return [form, {}];
}

const socket = new WebSocket(`ws://${location.host}/gateway?v=10&encoding=json`);
socket.onmessage = async ({ data }) => {
  const { op, t, d } = JSON.parse(data);
  if (op === 10) socket.send(JSON.stringify({ op: 2, d: { token: TOKEN, intents: 4609, properties: {} } }));
  if (t === "READY") {
    for (const command of commands) await call(`/applications/${d.application.id}/commands`, JSON.stringify(command));
    window.otherBot = d.application.id;
  }
  const answer = t === "INTERACTION_CREATE" && answers[d.data.name ?? d.data.custom_id];
  if (answer) await call(`/interactions/${d.id}/${d.token}/callback`, ...body(answer));
  if (answer?.later) setTimeout(() => call(`/webhooks/${d.application_id}/${d.token}/messages/@original`, JSON.stringify(answer.later), undefined, "PATCH"), 500);
};
