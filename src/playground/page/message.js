// A message as an element: author, text, embeds, files, buttons and selects.
import { h } from "./dom.js";
import { blocks, inline } from "./markdown.js";
import { locale, say } from "./words.js";

const EPHEMERAL = 64;
const LOADING = 128;

/**
 * A message. `names` turns ids into names; `acts` has `press(message, component, values)`, `dismiss(message)`,
 * `remove(message)`, `reply(message)` and `mayRemove(message)`.
 */
export function messageView(message, names, acts) {
  const { author, flags } = message;
  const name = author.global_name ?? author.username;
  const sent = new Date(message.timestamp);
  const ephemeral = (flags & EPHEMERAL) !== 0;
  const loading = (flags & LOADING) !== 0;
  const pinged = message.mentions.some((user) => user.id === names.self);
  return h(
    "li",
    { className: `message${ephemeral ? " ephemeral" : ""}${pinged ? " pinged" : ""}`, "data-id": message.id },
    above(message, names),
    h("div", { className: "avatar", "aria-hidden": "true" }, [...name][0]),
    h(
      "div",
      { className: "body" },
      h(
        "div",
        { className: "author" },
        h("strong", {}, name),
        author.bot ? h("span", { className: "tag" }, say("bot")) : null,
        h("time", { dateTime: message.timestamp, title: sent.toLocaleString(locale()) }, sent.toLocaleTimeString(locale(), { timeStyle: "short" })),
      ),
      loading ? h("div", { className: "thinking" }, say("thinking")) : null,
      message.content ? h("div", { className: "content" }, blocks(message.content, names)) : null,
      message.edited_timestamp ? h("span", { className: "edited" }, say("edited")) : null,
      message.embeds.map((embed) => embedView(embed, names)),
      message.attachments.map((file) => attachmentView(file, message)),
      message.components.map((component) => componentView(component, message, names, acts)),
      ephemeral
        ? h("div", { className: "only-you" }, `${say("onlyYou")} · `, h("button", { type: "button", className: "linkish", onclick: () => acts.dismiss(message) }, say("dismiss")))
        : null,
    ),
    h(
      "div",
      { className: "tools" },
      ephemeral ? null : h("button", { type: "button", title: say("reply"), "aria-label": say("reply"), onclick: () => acts.reply(message) }, "↩"),
      acts.mayRemove(message)
        ? h("button", { type: "button", title: say("remove"), "aria-label": say("remove"), onclick: () => acts.remove(message) }, "✕")
        : null,
    ),
  );
}

/** What a message answers: a command or another message. */
function above(message, names) {
  if (message.interaction) {
    const who = message.interaction.user.global_name ?? message.interaction.user.username;
    return h("div", { className: "above" }, `${who} ${say("usedCommand")} `, h("span", { className: "mention" }, `/${message.interaction.name}`));
  }
  if (!message.message_reference) return null;
  const original = message.referenced_message;
  const quoted = original ? original.content || original.embeds[0]?.title || "…" : say("deletedMessage");
  return h("div", { className: "above" }, `${say("replyTo")} `, original ? h("b", {}, original.author.global_name ?? original.author.username) : null, " ", inline(quoted.split("\n")[0].slice(0, 80), names));
}

function embedView(embed, names) {
  const box = h(
    "article",
    { className: "embed" },
    embed.author ? h("div", { className: "embed-author" }, embed.author.name) : null,
    embed.title ? h("h3", { className: "embed-title" }, titled(embed, names)) : null,
    embed.description ? h("div", { className: "content" }, blocks(embed.description, names)) : null,
    embed.fields?.length
      ? h("dl", { className: "fields" }, embed.fields.map((field) => h("div", { className: field.inline ? "field inline" : "field" }, h("dt", {}, inline(field.name, names)), h("dd", {}, blocks(field.value, names)))))
      : null,
    embed.image ? picture(embed.image.url, embed.image.description ?? "") : null,
    embed.footer || embed.timestamp
      ? h("footer", {}, [embed.footer?.text, embed.timestamp && new Date(embed.timestamp).toLocaleString(locale(), { dateStyle: "medium" })].filter(Boolean).join(" · "))
      : null,
  );
  if (embed.color) box.style.setProperty("--accent", `#${embed.color.toString(16).padStart(6, "0")}`);
  return box;
}

function titled(embed, names) {
  const title = inline(embed.title, names);
  return embed.url ? h("a", { href: embed.url, target: "_blank", rel: "noopener noreferrer" }, title) : title;
}

/** A picture of the playground's own; those elsewhere are named, as the page fetches nothing from outside. */
function picture(address, description) {
  const own = URL.canParse(address) && new URL(address).pathname.startsWith("/attachments/");
  if (!own) return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
  return h("img", { src: new URL(address).pathname, alt: description, loading: "lazy" });
}

function attachmentView(file, message) {
  const shownInEmbed = message.embeds.some((embed) => embed.image?.url === file.url || embed.thumbnail?.url === file.url);
  if (shownInEmbed) return null;
  if (file.content_type?.startsWith("image/")) return picture(file.url, file.description ?? file.filename);
  return h("a", { className: "file", href: new URL(file.url).pathname, download: file.filename }, `${say("attachment")}: ${file.filename}`);
}

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

function componentView(component, message, names, acts) {
  const below = () => (component.components ?? []).map((inner) => componentView(inner, message, names, acts));
  switch (component.type) {
    case 1:
      return h("div", { className: "row" }, below());
    case 2:
      return buttonView(component, message, acts);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return selectView(component, message, names, acts);
    case 9:
      return h("div", { className: "section" }, h("div", {}, below()), componentView(component.accessory, message, names, acts));
    case 10:
      return h("div", { className: "content" }, blocks(component.content, names));
    case 11:
      return picture(component.media.url, component.description ?? "");
    case 12:
      return h("div", { className: "row" }, component.items.map((item) => picture(item.media.url, item.description ?? "")));
    case 14:
      return h("hr");
    case 17: {
      const box = h("div", { className: "embed" }, below());
      if (component.accent_color) box.style.setProperty("--accent", `#${component.accent_color.toString(16).padStart(6, "0")}`);
      return box;
    }
    default:
      return null;
  }
}

function buttonView(button, message, acts) {
  const label = [button.emoji?.name, button.label].filter(Boolean).join(" ");
  if (button.url) return h("a", { className: "button link", href: button.url, target: "_blank", rel: "noopener noreferrer" }, `${label} ↗`);
  const press = async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    await acts.press(message, button, []);
    pressed.disabled = false;
  };
  return h("button", { type: "button", className: `button ${STYLES[button.style]}`, disabled: button.disabled ?? false, onclick: press }, label);
}

function selectView(select, message, names, acts) {
  const entries = select.options ?? names.entries(select.type);
  const most = select.max_values ?? 1;
  const chosen = (element) => [...element.selectedOptions].map((option) => option.value).filter(Boolean);
  const box = h(
    "select",
    { className: "select", disabled: select.disabled ?? false, multiple: most > 1, "aria-label": select.placeholder ?? say("choose") },
    most > 1 ? null : h("option", { value: "" }, select.placeholder ?? say("choose")),
    entries.map((entry) => h("option", { value: entry.value, selected: entry.default ?? false }, entry.description ? `${entry.label} — ${entry.description}` : entry.label)),
  );
  const choose = () => chosen(box).length && acts.press(message, select, chosen(box));
  if (most === 1) {
    box.addEventListener("change", choose);
    return box;
  }
  return h("div", { className: "row" }, box, h("button", { type: "button", className: "button secondary", onclick: choose }, say("submit")));
}
