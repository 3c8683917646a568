// A message as an element: what it answers, author, text, cards, files, components, and what can be done with it.
import { appsButton } from "./apps.js";
import { componentView } from "./components.js";
import { h } from "./dom.js";
import { attachmentView, embedView } from "./embed.js";
import { icon } from "./icons.js";
import { blocks, inline } from "./markdown.js";
import { locale, say, tell } from "./words.js";

/** Bits of `flags` and numbers of `type`. See Discord Docs/Message Flags, Message Types. */
const EPHEMERAL = 64;
const LOADING = 128;
const SLASH = 20;

/** Colours of avatars. */
const TINTS = 5;

/**
 * A message. `names` turns ids into names; `acts` has `press(message, component, values)`, `remove(message)`, `edit(message)`,
 * `reply(message)`, `menuCommands()`, `useMenu(command, target)` and `wire(message)`.
 */
export function messageView(message, names, acts) {
  const { author, flags } = message;
  const name = author.global_name ?? author.username;
  const ephemeral = (flags & EPHEMERAL) !== 0;
  const pinged = message.mentions.some((user) => user.id === names.self);
  const sent = new Date(message.timestamp);
  const authorLine = h(
    "div",
    { className: "author" },
    h("strong", {}, name),
    author.bot ? h("span", { className: "tag" }, say("bot")) : null,
    h("time", { dateTime: message.timestamp, title: sent.toLocaleString(locale()) }, sent.toLocaleTimeString(locale(), { timeStyle: "short" })),
  );
  const edited = message.edited_timestamp ? h("span", { className: "edited" }, say("edited")) : null;
  return h(
    "li",
    { className: `message${ephemeral ? " ephemeral" : ""}${pinged ? " pinged" : ""}`, "data-id": message.id, "data-author": author.id, tabIndex: -1 },
    above(message, names),
    h("div", { className: `avatar tint-${author.bot ? 0 : 1 + (Number(BigInt(author.id) % BigInt(TINTS - 1)))}`, "aria-hidden": "true" }, [...name][0]),
    h(
      "div",
      { className: "body" },
      authorLine,
      flags & LOADING ? h("div", { className: "thinking" }, say("thinking")) : null,
      message.content ? h("div", { className: "content" }, blocks(message.content, names)) : null,
      message.content ? edited : null,
      message.embeds.map((embed) => embedView(embed, message, names)),
      message.attachments.map((file) => attachmentView(file, message)),
      message.components.map((component) => componentView(component, message, names, acts)),
      message.content ? null : edited,
      ephemeral
        ? h("div", { className: "only-you" }, icon("eye"), h("span", {}, say("onlyYou")), "·", h("button", { type: "button", className: "linkish", onclick: () => acts.remove(message) }, say("dismiss")))
        : null,
    ),
    tools(message, names, acts, ephemeral),
  );
}

/** The buttons that appear at the corner of a message. */
function tools(message, names, acts, ephemeral) {
  const own = message.author.id === names.self;
  const tool = (sign, does) => h("button", { type: "button", className: "icon-button", title: say(sign), "aria-label": say(sign), onclick: () => does(message) }, icon(sign));
  return h(
    "div",
    { className: "tools", role: "group" },
    ephemeral ? null : tool("reply", acts.reply),
    own ? tool("edit", acts.edit) : null,
    appsButton(message, acts),
    tool("wire", acts.wire),
    !ephemeral && (own || names.manages) ? tool("remove", acts.remove) : null,
  );
}

/** What a message answers: a command or another message. */
function above(message, names) {
  const who = (user) => h("b", {}, user.global_name ?? user.username);
  const used = message.interaction;
  if (used) {
    const command = h("span", { className: "mention" }, names.command(used.name, message.type === SLASH));
    return h("div", { className: "above" }, icon("thread"), h("span", {}, tell("used", { who: who(used.user), command })));
  }
  if (!message.message_reference) return null;
  const original = message.referenced_message;
  if (!original) return h("div", { className: "above" }, icon("reply"), h("span", {}, say("deletedMessage")));
  const quoted = original.content || original.embeds[0]?.title || original.embeds[0]?.description || say("picture");
  return h("div", { className: "above" }, icon("reply"), h("span", {}, tell("repliedTo", { who: who(original.author) }), " · ", inline(quoted.split("\n")[0].slice(0, 120), names)));
}
