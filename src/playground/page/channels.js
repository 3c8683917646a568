// The list at the left: servers with their channels, and private conversations.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

/** The sign of a channel's type. */
export function sign(type) {
  return icon({ 0: "hash", 2: "voice", 11: "thread" }[type] ?? "at");
}

/** Fills the sidebar for the member and channel in `view`; `choose` is called with a channel's id. */
export function showChannels(sidebar, view, choose) {
  const { world, user, channel } = view;
  const entry = (place, name, state) => {
    if (!place.takes_messages) return h("div", { className: `heading kind-${place.type}` }, place.name);
    const unread = view.unread.has(place.id) && place.id !== channel;
    return h(
      "button",
      { type: "button", className: `channel kind-${place.type}${unread ? " unread" : ""}`, "data-channel": place.id, "aria-current": place.id === channel ? "page" : undefined, onclick: () => choose(place.id) },
      sign(place.type),
      h("span", {}, name),
      unread ? h("span", { className: "dot new", title: say("unread") }) : state,
    );
  };
  const guilds = world.guilds.map((guild) => {
    const top = guild.channels.filter((place) => place.type !== 11);
    const threads = (parent) => guild.channels.filter((place) => place.type === 11 && place.parent_id === parent);
    return h("section", { "aria-label": guild.name }, h("h2", {}, guild.name), top.map((place) => [entry(place, place.name), threads(place.id).map((thread) => entry(thread, thread.name))]));
  });
  const application = (id) => world.applications.find((other) => other.id === id);
  const own = world.private_channels.filter((place) => place.type === 3 || place.user_id === user.id);
  const dms = own.map((place) => {
    const bot = application(place.application_id);
    return entry(place, bot?.name ?? place.name, bot ? h("span", { className: bot.online ? "dot on" : "dot", title: say(bot.online ? "online" : "offline") }) : null);
  });
  fill(
    sidebar,
    h("nav", { "aria-label": say("channels") }, guilds, h("section", { "aria-label": say("private") }, h("h2", {}, say("private")), dms)),
    world.applications.some((bot) => bot.online) ? null : h("p", { className: "hint" }, say("noBots"), h("br"), say("connect"), h("code", {}, world.api_base)),
  );
}
