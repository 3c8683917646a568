// The page: who looks, where, and what happens there.
import { actionsOf } from "./actions.js";
import { api, examples, listen } from "./api.js";
import { showBar } from "./bar.js";
import { showChannels, sign } from "./channels.js";
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { Log } from "./log.js";
import { namesOf } from "./names.js";
import { apply, change, settings } from "./settings.js";
import { showTries } from "./tries.js";
import { WirePanel } from "./wire.js";
import { say } from "./words.js";

const at = (id) => document.getElementById(id);

/** What is looked at: everything else follows from it. */
const view = { world: null, user: null, channel: null, commands: [], unread: new Set() };
const page = { view, names: namesOf(view), dialog: at("dialog"), log: null, composer: null, wire: null, acts: null };
page.acts = actionsOf(page);
let offered = [];
let stop = () => {};

/** The channels that the member can write in. */
const open = () =>
  [...view.world.guilds.flatMap((guild) => guild.channels), ...view.world.private_channels].filter((place) => place.takes_messages && (place.user_id ?? view.user.id) === view.user.id);

/** Looks at a channel as a member. */
async function look(user, channel) {
  document.body.classList.remove("menu-open");
  at("log").setAttribute("aria-busy", "true");
  view.world = await api.state();
  view.user = view.world.members.find((member) => member.id === user) ?? view.world.members[0];
  view.channel = (open().find((place) => place.id === channel) ?? open()[0]).id;
  view.unread.delete(view.channel);
  history.replaceState(null, "", `#${view.user.id}/${view.channel}`);
  stop();
  stop = listen(view.user.id, heard, (reachable) => document.body.classList.toggle("unreachable", !reachable));
  const [{ messages }, { commands }] = await Promise.all([api.messages(view.user.id, view.channel), api.commands(view.user.id, view.channel)]);
  view.commands = commands;
  page.composer = new Composer(at("composer"), view, page.names, page.acts);
  page.wire.show(messages.length ? { message: messages.at(-1).id } : null);
  showFrame();
  page.log.clear(messages);
  at("log").removeAttribute("aria-busy");
}

/** Everything around the conversation. */
function showFrame() {
  showBar(at("bar"), view.world.members, view.user, bar);
  showChannels(at("sidebar"), view, (channel) => look(view.user.id, channel).then(() => page.composer.focus()));
  showTop();
  showTries(at("tries"), offered, page);
}

const bar = {
  see: (user) => look(user, view.channel),
  set: (some) => {
    change(some);
    return "language" in some ? look(view.user.id, view.channel) : showFrame();
  },
  toggleWire: () => (page.wire.isOpen ? page.wire.close() : page.wire.open(page.wire.about ?? lastMessage())),
};

const lastMessage = () => {
  const last = [...page.log.messages.keys()].at(-1);
  return last ? { message: last } : null;
};

function showTop() {
  const place = open().find((other) => other.id === view.channel);
  const title = place.name || page.names.user(place.application_id) || "";
  document.title = `${title} · ${say("title")}`;
  const toggle = (event) => {
    const shown = document.body.classList.toggle("menu-open");
    event.currentTarget.setAttribute("aria-expanded", String(shown));
    if (shown) at("sidebar").querySelector("[aria-current]")?.focus();
  };
  fill(
    at("top"),
    h("button", { type: "button", className: "icon-button menu-button", "aria-label": say("menu"), "aria-controls": "sidebar", "aria-expanded": "false", onclick: toggle }, icon("menu")),
    h("h1", {}, sign(place.type), title),
    h("span", { className: "alarm", role: "alert" }, say("unreachable")),
  );
}

function heard(event) {
  page.wire.stir();
  if (event.kind === "missed") look(view.user.id, view.channel);
  else if (event.kind === "applications") refresh();
  else if (event.channel_id !== view.channel) {
    if (event.kind !== "message" || !open().some((place) => place.id === event.channel_id)) return;
    view.unread.add(event.channel_id);
    showFrame();
  } else if (event.kind === "message" || event.kind === "edit") {
    page.log.put(event.message);
    if (event.kind === "message") page.wire.show({ message: event.message_id });
  } else if (event.kind === "delete") page.log.drop(event.message_id);
  else if (event.kind === "typing") page.log.typing(event.user.global_name ?? event.user.username);
}

/** Reads again who is here and which commands they offer. */
async function refresh() {
  view.world = await api.state();
  ({ commands: view.commands } = await api.commands(view.user.id, view.channel));
  showFrame();
}

/** Keys that work wherever the focus is: `/` begins a command, Escape closes what covers the conversation. */
function keyed(event) {
  const { body } = document;
  if (event.key === "Escape") {
    body.classList.remove("menu-open", "settings-open");
    return;
  }
  const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  page.composer.plain("/");
  page.composer.focus();
  page.composer.typed();
}

/** The member and channel that the address names; else those that speak the client's language. */
async function begin() {
  apply();
  page.wire = new WirePanel(at("wire"), (shown) => {
    change({ wire: shown });
    showBar(at("bar"), view.world.members, view.user, bar);
  });
  page.log = new Log(at("log"), page.names, page.acts);
  document.addEventListener("keydown", keyed);
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#sidebar, .menu-button")) document.body.classList.remove("menu-open");
    if (!event.target.closest("#bar")) document.body.classList.remove("settings-open");
  });
  offered = await examples();
  let [user, channel] = location.hash.slice(1).split("/");
  if (!user) {
    const { members, guilds } = await api.state();
    const member = members.find(({ locale }) => locale.startsWith(settings.language)) ?? members.at(-1);
    const guild = guilds.find((other) => other.owner_id === member.id) ?? guilds[0];
    user = member.id;
    channel = guild.channels.find((place) => place.takes_messages)?.id;
  }
  await look(user, channel);
  if (settings.wire) page.wire.open();
  page.composer.focus();
}

begin();
