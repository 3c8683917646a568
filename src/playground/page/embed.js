// Cards and files of a message.
import { h } from "./dom.js";
import { blocks, inline } from "./markdown.js";
import { locale, say } from "./words.js";

/** Inline fields that stand side by side. */
const FIELDS_A_ROW = 3;

/** A colour of Discord's, 0xRRGGBB, as a style sheet writes it. */
export function colour(number) {
  return `#${number.toString(16).padStart(6, "0")}`;
}

/** An embed of `message`; its pictures are described by the files that came along. */
export function embedView(embed, message, names) {
  const shown = ({ url, description }, className) => picture(url, message.attachments.find((file) => file.url === url)?.description ?? description ?? "", className);
  const thumbnail = embed.thumbnail ? shown(embed.thumbnail, "thumbnail") : null;
  const beside = thumbnail ? "beside-thumbnail" : "";
  const dated = embed.timestamp && new Date(embed.timestamp).toLocaleString(locale(), { dateStyle: "medium" });
  const box = h(
    "article",
    { className: "embed" },
    embed.author ? h("div", { className: `embed-author ${beside}` }, linked(embed.author.url, [embed.author.name])) : null,
    embed.title ? h("h3", { className: `embed-title ${beside}` }, linked(embed.url, inline(embed.title, names))) : null,
    embed.description ? h("div", { className: `content ${beside}` }, blocks(embed.description, names)) : null,
    thumbnail,
    embed.fields?.length ? h("dl", { className: "fields" }, rows(embed.fields).flatMap((row) => row.map((field) => fieldView(field, row.length, names)))) : null,
    embed.image ? shown(embed.image) : null,
    embed.footer || dated ? h("footer", {}, [embed.footer?.text, dated].filter(Boolean).join(" · ")) : null,
  );
  if (embed.color) box.style.setProperty("--accent", colour(embed.color));
  return box;
}

/** The fields by the rows in which they stand: neighbours that are inline share one, any other has its own. */
function rows(fields) {
  const rows = [];
  for (const field of fields) {
    const last = rows.at(-1);
    if (field.inline && last?.[0].inline && last.length < FIELDS_A_ROW) last.push(field);
    else rows.push([field]);
  }
  return rows;
}

function fieldView(field, beside, names) {
  return h("div", { className: `embed-field of-${beside}` }, h("dt", {}, inline(field.name, names)), h("dd", { className: "content" }, blocks(field.value, names)));
}

function linked(address, content) {
  return address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, content) : content;
}

/** A picture of the playground's own; those elsewhere are named, as the page fetches nothing from outside. */
export function picture(address, description, className = "") {
  const own = URL.canParse(address) && new URL(address).pathname.startsWith("/attachments/");
  if (!own) return linked(address, [address]);
  return h("img", { className: `picture ${className}`, src: new URL(address).pathname, alt: description });
}

/** A file that came with a message, unless a card shows it already. */
export function attachmentView(file, message) {
  const inCard = message.embeds.some((embed) => embed.image?.url === file.url || embed.thumbnail?.url === file.url);
  if (inCard) return null;
  if (file.content_type?.startsWith("image/")) return picture(file.url, file.description ?? file.filename);
  return h("a", { className: "file", href: new URL(file.url).pathname, download: file.filename }, `${say("attachment")}: ${file.filename}`);
}
