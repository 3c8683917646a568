// The page: who looks, where, and what happens there.
import { api, listen } from "./api.js";
import { showChannels } from "./channels.js";
import { Composer } from "./composer.js";
import { fill, h, keep } from "./dom.js";
import { messageView } from "./message.js";
import { say, speak } from "./words.js";

const at = (id) => document.getElementById(id);
const view = { world: null, user: null, channel: null, messages: new Map(), views: new WeakMap(), notes: [], typing: null, replyTo: null, names: null };
let composer = null;
let stop = () => {};

/** Turns ids into names and back. */
view.names = {
  get self() {
    return view.user.id;
  },
  people() {
    const bots = view.world.applications.map((bot) => ({ id: bot.id, name: bot.name, bot: true }));
    return [...bots, ...view.world.members.map((member) => ({ id: member.id, name: member.name, bot: false }))];
  },
  user(id) {
    return this.people().find((person) => person.id === id)?.name;
  },
  role(id) {
    const own = view.world.guilds.flatMap((guild) => guild.roles).find((role) => role.id === id);
    return own?.name ?? view.world.applications.find((bot) => bot.roles.includes(id))?.name;
  },
  channel(id) {
    return view.world.guilds.flatMap((guild) => guild.channels).find((place) => place.id === id)?.name;
  },
  /** Pairs of name and id for options of users, channels, roles; null for other types. */
  mentionables(type) {
    const guild = view.world.guilds.find((other) => other.channels.some((place) => place.id === view.channel));
    const people = this.people().map((person) => [person.name, person.id]);
    const roles = (guild?.roles ?? []).map((role) => [role.name, role.id]);
    const channels = (guild?.channels ?? []).map((place) => [place.name, place.id]);
    return { 6: people, 7: channels, 8: roles, 9: [...people, ...roles] }[type] ?? null;
  },
  /** Entries for selects of users (5), roles (6), both (7) and channels (8). */
  entries(type) {
    return (this.mentionables({ 5: 6, 6: 8, 7: 9, 8: 7 }[type]) ?? []).map(([label, value]) => ({ label, value }));
  },
  /** A text with its `@name`s as mentions. */
  withIds(text) {
    const longestFirst = this.people().sort((one, other) => other.name.length - one.name.length);
    return longestFirst.reduce((left, person) => left.replaceAll(`@${person.name}`, `<@${person.id}>`), text);
  },
};

const acts = {
  press: (message, component, values) => carryOut(api.component({ user: view.user.id, message: message.id, custom_id: component.custom_id, values })),
  dismiss: (message) => acts.remove(message),
  remove: (message) => api.remove(view.user.id, message.id).catch((refusal) => note(refusal.message)),
  mayRemove(message) {
    const guild = view.world.guilds.find((other) => other.channels.some((place) => place.id === message.channel_id));
    return message.author.id === view.user.id || guild?.owner_id === view.user.id;
  },
  reply(message) {
    view.replyTo = message;
    showTop();
    composer.focus();
  },
  escape() {
    view.replyTo = null;
    showTop();
  },
  async send(content) {
    const reply = view.replyTo;
    view.replyTo = null;
    showTop();
    await api.send({ user: view.user.id, channel: view.channel, content, reply_to: reply?.id }).catch((refusal) => note(refusal.message));
  },
  /** Runs a command; a refusal of the client's is returned. */
  async run(command, path, options) {
    const request = { user: view.user.id, channel: view.channel, application: command.application_id, command: [command.id, ...path].join(" "), options };
    const sent = api.command(request);
    const refusal = await Promise.race([sent.then(() => null, (error) => error), new Promise((done) => setTimeout(done, 250, null))]);
    if (refusal) return refusal;
    carryOut(sent);
    return null;
  },
};

/** Waits for an interaction's fate and shows what only the one who acted sees: its failure, or a modal. */
async function carryOut(sent) {
  try {
    const { interaction } = await sent;
    if (interaction.state === "failed") note(say("failed"));
    if (interaction.modal) showModal(interaction);
  } catch (refusal) {
    note(refusal.message ?? say("unreachable"));
  }
}

function note(text) {
  view.notes.push({ element: h("li", { className: "note", role: "alert" }, text), after: [...view.messages.keys()].at(-1) ?? "0" });
  showMessages();
}

function showModal({ id, modal }) {
  const inputs = new Map();
  const input = (component, label, description) => {
    const area = component.style === 2;
    const required = component.required ?? true;
    const properties = { id: `modal-${component.custom_id}`, value: component.value ?? "", placeholder: component.placeholder ?? "", required, minLength: component.min_length ?? 0, maxLength: component.max_length ?? 4000 };
    const options = component.options?.map((option) => h("option", { value: option.value }, option.label));
    const field = options ? h("select", { multiple: (component.max_values ?? 1) > 1 }, options) : h(area ? "textarea" : "input", area ? { ...properties, rows: 4 } : { ...properties, type: "text" });
    inputs.set(component.custom_id, field);
    return h("label", { className: "field" }, h("span", {}, label), description ? h("small", {}, description) : null, field);
  };
  const rows = modal.components.map((row) => {
    if (row.type === 1) return input(row.components[0], row.components[0].label);
    if (row.type === 18) return input(row.component, row.label, row.description);
    return h("p", {}, row.content);
  });
  const submit = async (event) => {
    event.preventDefault();
    const values = {};
    for (const [name, field] of inputs) values[name] = field.selectedOptions ? [...field.selectedOptions].map((option) => option.value) : field.value;
    at("dialog").close();
    await carryOut(api.modal({ user: view.user.id, interaction: id, values }));
  };
  const cancel = h("button", { type: "button", className: "button secondary", onclick: () => at("dialog").close() }, say("cancel"));
  fill(at("dialog"), h("form", { onsubmit: submit }, h("h2", {}, modal.title), rows, h("div", { className: "push" }, cancel, h("button", { type: "submit", className: "button primary" }, say("submit")))));
  at("dialog").showModal();
}

function showTop() {
  const members = view.world.members.map((member) => h("option", { value: member.id, selected: member.id === view.user.id }, member.name));
  const place = [...view.world.guilds.flatMap((guild) => guild.channels), ...view.world.private_channels].find((other) => other.id === view.channel);
  const title = place.name || view.names.user(place.application_id) || "";
  document.title = `${title} · ${say("title")}`;
  const toggle = () => document.body.classList.toggle("menu");
  fill(
    at("top"),
    h("button", { type: "button", className: "menu-button", "aria-label": say("menu"), onclick: toggle }, "☰"),
    h("h1", {}, title),
    h("label", { className: "who" }, h("span", {}, say("member")), h("select", { onchange: (event) => look(event.target.value, view.channel) }, members)),
    view.replyTo ? h("div", { className: "replying" }, `${say("replyTo")} ${view.replyTo.author.global_name ?? view.replyTo.author.username} `, h("button", { type: "button", className: "linkish", onclick: acts.escape }, say("stopReply"))) : null,
  );
}

function showMessages() {
  const log = at("log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const noted = (after) => view.notes.filter((entry) => entry.after === after).map((entry) => entry.element);
  const shown = [...view.messages.values()];
  const items = noted("0");
  for (const message of shown) items.push(viewOf(message), ...noted(message.id));
  if (!shown.length) items.unshift(emptyView());
  if (view.typing) items.push(h("li", { className: "note" }, `${view.typing} ${say("typing")}`));
  keep(log, items);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

/** A message's element, the same one as long as the message is the same. */
function viewOf(message) {
  const known = view.views.get(message);
  if (known) return known;
  const made = messageView(message, view.names, acts);
  view.views.set(message, made);
  return made;
}

function emptyView() {
  const commands = composer.commands.filter((command) => command.type === 1);
  const tries = commands.map((command) => h("button", { type: "button", className: "chip", title: command.description, onclick: () => composer.open(command) }, `/${command.name_localized}`));
  return h("li", { className: "empty" }, h("p", {}, say("empty")), h("div", { className: "extras" }, tries));
}

function heard(event) {
  if (event.kind === "missed") return void look(view.user.id, view.channel);
  if (event.kind === "applications") return void refresh();
  if (event.channel_id !== view.channel) return;
  if (event.kind === "message" || event.kind === "edit") {
    view.messages.set(event.message_id, event.message);
    view.typing = null;
  } else if (event.kind === "delete") view.messages.delete(event.message_id);
  else if (event.kind === "typing") {
    view.typing = event.user.global_name ?? event.user.username;
    setTimeout(() => {
      view.typing = null;
      showMessages();
    }, 10_000);
  } else return;
  showMessages();
}

/** Reads again who is here and which commands they offer. */
async function refresh() {
  view.world = await api.state();
  const { commands } = await api.commands(view.user.id, view.channel);
  composer.offer(commands);
  showChannels(at("sidebar"), view, (channel) => look(view.user.id, channel));
  if (!view.messages.size) showMessages();
}

/** Looks at a channel as a member. */
async function look(user, channel) {
  document.body.classList.remove("menu");
  view.world = await api.state();
  view.user = view.world.members.find((member) => member.id === user) ?? view.world.members[0];
  const places = [...view.world.guilds.flatMap((guild) => guild.channels), ...view.world.private_channels];
  const open = places.filter((place) => place.takes_messages && (place.user_id ?? view.user.id) === view.user.id);
  view.channel = (open.find((place) => place.id === channel) ?? open[0]).id;
  Object.assign(view, { views: new WeakMap(), notes: [], typing: null, replyTo: null });
  speak(view.user.locale);
  history.replaceState(null, "", `#${view.user.id}/${view.channel}`);
  stop();
  stop = listen(view.user.id, heard, (reachable) => document.body.classList.toggle("unreachable", !reachable));
  composer = new Composer(at("composer"), view, acts);
  const [{ messages }, { commands }] = await Promise.all([api.messages(view.user.id, view.channel), api.commands(view.user.id, view.channel)]);
  view.messages = new Map(messages.map((message) => [message.id, message]));
  composer.offer(commands);
  showChannels(at("sidebar"), view, (other) => look(view.user.id, other));
  showTop();
  showMessages();
  at("log").scrollTop = at("log").scrollHeight;
  composer.focus();
}

/** The member and channel that the address names; else those that speak the browser's language. */
async function begin() {
  const [user, channel] = location.hash.slice(1).split("/");
  if (user) return look(user, channel);
  const { members, guilds } = await api.state();
  const spoken = ({ locale }) => locale.slice(0, 2) === navigator.language.slice(0, 2);
  const member = members.find(spoken) ?? members.at(-1);
  const guild = guilds.find((other) => other.owner_id === member.id) ?? guilds[0];
  return look(member.id, guild.channels.find((place) => place.takes_messages)?.id);
}

begin();
