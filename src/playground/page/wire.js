// The panel with what went over the wire between Discord and the bot: for one message, one interaction, or everything.
import { api } from "./api.js";
import { choice } from "./bar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { locale, say } from "./words.js";

/** Newest entries that are shown when everything is asked for. */
const ENTRIES_MAX = 60;
/** Time in which several events count as one reason to read again, in milliseconds. */
const SETTLE_MS = 150;

/** The panel. `opened(open)` is called when it opens or closes. */
export class WirePanel {
  constructor(element, opened) {
    Object.assign(this, { element, opened, about: null, all: false, unfolded: new Set(), folded: new Set() });
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Opens the panel; `about` is `{message}`, `{interaction}`, or nothing to leave what was shown. */
  open(about = this.about) {
    this.element.hidden = false;
    this.all = false;
    this.about = about;
    this.opened(true);
    this.refresh();
  }

  close() {
    this.element.hidden = true;
    this.opened(false);
  }

  /** Shows another message where the panel is open. */
  show(about) {
    this.about = about;
    if (this.isOpen) this.refresh();
  }

  /** Something happened: reads again soon. */
  stir() {
    clearTimeout(this.timer);
    if (this.isOpen) this.timer = setTimeout(() => this.refresh(), SETTLE_MS);
  }

  async refresh() {
    const { about, all } = this;
    let entries = [];
    try {
      if (all) {
        const { last } = await api.wire({ limit: 0 });
        ({ entries } = await api.wire({ after: Math.max(last - ENTRIES_MAX, 0) }));
      } else if (about) ({ entries } = await api.wire(about));
    } catch {
      // The bar says already that the playground is out of reach.
    }
    if (this.about === about && this.all === all) this.render(entries);
  }

  render(entries) {
    const focused = this.element.contains(document.activeElement) && document.activeElement.name;
    const scope = (chosen) => {
      this.all = chosen === "all";
      this.refresh();
    };
    const close = h("button", { type: "button", className: "icon-button", title: say("close"), "aria-label": say("close"), onclick: () => this.close() }, icon("close"));
    const head = h("header", {}, h("h2", {}, say("wireOf")), close, choice("scope", say("wireScope"), [["message", say("wireMessage")], ["all", say("wireAll")]], this.all ? "all" : "message", scope));
    const first = entries[0]?.at_ms;
    const idle = say(this.about || this.all ? "wireEmpty" : "wireNone");
    const at = this.element.querySelector("ol")?.scrollTop ?? 0;
    const list = h("ol", { tabIndex: 0, "aria-label": say("wireOf") }, entries.length ? entries.map((entry) => this.entry(entry, first)) : h("li", { className: "idle" }, idle));
    fill(this.element, head, list);
    list.scrollTop = at;
    if (focused) this.element.querySelector(`input[name="${focused}"]:checked`)?.focus();
  }

  entry(entry, first) {
    const rest = entry.kind === "rest";
    const toBot = entry.direction === "to_bot";
    const title = rest ? `${entry.method} ${entry.path}` : entry.frame.t ?? `op ${entry.frame.op}`;
    const since = `+${(entry.at_ms - first).toLocaleString(locale())} ms`;
    const taken = rest ? `${entry.status} · ${entry.ms.toLocaleString(locale(), { maximumFractionDigits: 1 })} ms` : null;
    const part = (name, value) => (value === null || value === undefined ? null : [name ? h("h3", {}, name) : null, h("pre", {}, pretty(value))]);
    const body = rest ? [part(null, entry.request), entry.files.length ? part(say("files"), entry.files) : null, part(say("answerTo"), entry.response)] : [part(null, entry.frame)];
    // One message's few entries stand open; of everything, only those that were opened.
    const open = this.all ? this.unfolded.has(entry.seq) : !this.folded.has(entry.seq);
    const toggled = (event) => {
      const set = this.all ? this.unfolded : this.folded;
      if (event.currentTarget.open === this.all) set.add(entry.seq);
      else set.delete(entry.seq);
    };
    const parts = body.flat(Infinity).filter(Boolean);
    return h(
      "li",
      {},
      h(
        "details",
        { className: `entry ${toBot ? "to-bot" : "from-bot"}`, open, ontoggle: toggled },
        h("summary", {}, h("span", { className: "way" }, toBot ? `↓ ${say("toBot")}` : `↑ ${say("fromBot")}`), h("b", {}, title), taken ? h("span", { className: "way" }, taken) : null, h("span", { className: "ms" }, since)),
        parts.length ? parts : h("h3", {}, say("noBody")),
      ),
    );
  }
}

/** JSON with two spaces of indentation, its keys and values told apart. */
function pretty(value) {
  const text = JSON.stringify(value, null, 2);
  const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > at) nodes.push(text.slice(at, match.index));
    const kind = match[2] ? "json-key" : match[1] ? "json-text" : "json-other";
    nodes.push(h("span", { className: kind }, match[1] ?? match[0]), match[2] ?? "");
    at = match.index + match[0].length;
  }
  nodes.push(text.slice(at));
  return nodes;
}
