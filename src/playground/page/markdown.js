// Discord's markdown as DOM nodes. See Discord Docs/Message Formatting.
import { h } from "./dom.js";
import { locale } from "./words.js";

/** `text` with blocks: fenced code, quotes, headings, lists, small text. `names` turns ids into names. */
export function blocks(text, names) {
  const nodes = [];
  const fence = /```(?:[\w+-]*\n)?([\s\S]*?)```/g;
  let at = 0;
  for (const match of text.matchAll(fence)) {
    nodes.push(...lines(text.slice(at, match.index), names));
    nodes.push(h("pre", {}, h("code", {}, match[1].replace(/\n$/, ""))));
    at = match.index + match[0].length;
  }
  nodes.push(...lines(text.slice(at), names));
  return nodes;
}

function lines(text, names) {
  const nodes = [];
  let list = null;
  let quote = null;
  const all = text.replace(/^\n|\n$/g, "").split("\n");
  for (const [index, line] of all.entries()) {
    // Three signs quote all that follows.
    if (line.startsWith(">>> ")) {
      nodes.push(h("blockquote", {}, lines([line.slice(4), ...all.slice(index + 1)].join("\n"), names)));
      break;
    }
    const heading = /^(#{1,3}) (.+)/.exec(line);
    const item = /^(\s*)(?:[-*]|(\d+)\.) (.+)/.exec(line);
    const quoted = /^> ?(.*)/.exec(line);
    const small = /^-# (.+)/.exec(line);
    if (!item) list = null;
    if (!quoted) quote = null;
    if (heading) nodes.push(h(`h${heading[1].length + 2}`, {}, inline(heading[2], names)));
    else if (small) nodes.push(h("small", { className: "small" }, inline(small[1], names)));
    else if (item) {
      const [, indent, number, content] = item;
      const made = h("li", {}, inline(content, names));
      if (list && indent.length >= 2 && list.lastElementChild) {
        const below = list.lastElementChild.querySelector("ul, ol") ?? h(number ? "ol" : "ul");
        below.append(made);
        list.lastElementChild.append(below);
      } else {
        if (!list) nodes.push((list = h(number ? "ol" : "ul", number ? { start: Number(number) } : {})));
        list.append(made);
      }
    } else if (quoted) {
      if (!quote) nodes.push((quote = h("blockquote")));
      quote.append(h("div", {}, inline(quoted[1], names)));
    } else if (line.trim() || nodes.length) nodes.push(h("div", { className: "line" }, inline(line, names)));
  }
  while (nodes.length && nodes.at(-1).className === "line" && !nodes.at(-1).textContent) nodes.pop();
  return nodes;
}

// Tried in this order at every place of the text; the first that matches earliest wins.
const RULES = [
  [/\\([\\*_~`|>#\-+[\]()<:@.!{}])/, (m) => m[1]],
  [/(`+)([\s\S]*?[^`])\1(?!`)/, (m) => h("code", {}, m[2].trim() || m[2])],
  [/\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"]*")?\)/, (m, names) => link(m[2], inline(m[1], names))],
  [/<(https?:\/\/[^\s>]+)>/, (m) => link(m[1], m[1])],
  [/https?:\/\/[^\s<>]+[^\s<>.,:;"'\])]/, (m) => link(m[0], m[0])],
  [/<@!?(\d+)>/, (m, names) => mention("@", names?.user(m[1]) ?? m[1])],
  [/<@&(\d+)>/, (m, names) => mention("@", names?.role(m[1]) ?? m[1])],
  [/<#(\d+)>/, (m, names) => mention("#", names?.channel(m[1]) ?? m[1])],
  [/<\/([^:>]+):\d+>/, (m) => mention("/", m[1])],
  [/<a?:(\w+):\d+>/, (m) => h("span", { className: "emoji" }, `:${m[1]}:`)],
  [/<id:(browse|customize|guide|linked-roles)>/, (m) => mention("#", m[1])],
  [/@(everyone|here)\b/, (m) => mention("@", m[1])],
  [/<t:(-?\d+)(?::([tTdDfFRsS]))?>/, (m) => time(Number(m[1]), m[2])],
  [/\*\*\*([\s\S]+?)\*\*\*/, (m, names) => h("strong", {}, h("em", {}, inline(m[1], names)))],
  [/\*\*([\s\S]+?)\*\*(?!\*)/, (m, names) => h("strong", {}, inline(m[1], names))],
  [/__([\s\S]+?)__(?!_)/, (m, names) => h("u", {}, inline(m[1], names))],
  [/\*([^\s*](?:[^*]*?[^\s*])?)\*(?!\*)/, (m, names) => h("em", {}, inline(m[1], names))],
  [/(?<![\p{L}\p{N}_])_([^_]+)_(?![\p{L}\p{N}_])/u, (m, names) => h("em", {}, inline(m[1], names))],
  [/~~([\s\S]+?)~~/, (m, names) => h("s", {}, inline(m[1], names))],
  [/\|\|([\s\S]+?)\|\|/, (m, names) => spoiler(inline(m[1], names))],
];

/** `text` with what stands inside a line. */
export function inline(text, names) {
  const nodes = [];
  let rest = text;
  while (rest) {
    let first = null;
    for (const [pattern, make] of RULES) {
      const match = pattern.exec(rest);
      if (match && (!first || match.index < first.match.index)) first = { match, make };
    }
    if (!first) break;
    const { match, make } = first;
    if (match.index) nodes.push(rest.slice(0, match.index));
    nodes.push(make(match, names));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push(rest);
  return nodes;
}

function link(address, content) {
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, content);
}

function mention(sign, name) {
  return h("span", { className: "mention" }, sign + name);
}

function spoiler(content) {
  const show = (event) => event.currentTarget.classList.add("shown");
  return h("button", { type: "button", className: "spoiler", onclick: show }, content);
}

function time(seconds, style = "f") {
  const date = new Date(seconds * 1000);
  const formats = {
    t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
    f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
    s: { dateStyle: "short", timeStyle: "short" }, S: { dateStyle: "short", timeStyle: "medium" },
  };
  if (Number.isNaN(date.getTime())) return String(seconds);
  if (style === "R") return h("time", { dateTime: date.toISOString(), title: date.toLocaleString(locale()) }, ago((date - Date.now()) / 1000));
  return h("time", { dateTime: date.toISOString() }, date.toLocaleString(locale(), formats[style] ?? formats.f));
}

/** A span of time in the largest unit that it fills, as "3 days ago". */
function ago(seconds) {
  const units = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];
  const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(seconds / length), unit);
}
