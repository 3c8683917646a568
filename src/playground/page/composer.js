// The input: plain messages, mentions, edits, and the way into commands.
import { CommandForm } from "./command-form.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { fits } from "./jamo.js";
import { Suggestions, composing } from "./suggestions.js";
import { say, tell } from "./words.js";

/** Longest message, in characters. */
const CONTENT_MAX = 2000;

/**
 * The input below the conversation. `view` and `names` are the page's; `acts` has `send(content, replyTo)`, `saveEdit(message, content)`,
 * `run(command, path, options)` and `lastOwn()`.
 */
export class Composer {
  constructor(root, view, names, acts) {
    Object.assign(this, { root, view, names, acts, form: null, about: null });
    this.plain();
  }

  focus() {
    (this.root.querySelector(".option input") ?? this.root.querySelector("textarea"))?.focus();
  }

  /** The input for plain messages, with `text` in it. */
  plain(text = "") {
    this.form = null;
    this.popup = new Suggestions();
    const editing = this.about?.kind === "edit";
    const label = say(editing ? "writeEdit" : "write");
    this.input = h("textarea", {
      rows: 1, value: text, placeholder: label, "aria-label": label, role: "combobox", "aria-expanded": "false", "aria-controls": "suggestions", "aria-autocomplete": "list", autocomplete: "off", maxLength: CONTENT_MAX,
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onblur: () => this.popup.hide(),
    });
    const send = h("button", { type: "button", className: "button primary", onclick: () => this.send() }, say(editing ? "save" : "send"));
    fill(this.root, this.popup.element, this.context(), h("div", { className: "field-line" }, this.input, send));
  }

  /** The line that says what is replied to or edited. */
  context() {
    if (!this.about) return null;
    const { kind, message } = this.about;
    const text = kind === "edit" ? [say("editing")] : tell("repliedTo", { who: h("b", {}, message.author.global_name ?? message.author.username) });
    const stop = h("button", { type: "button", className: "icon-button", title: say("cancel"), "aria-label": say("cancel"), onclick: () => this.aboutNothing() }, icon("close"));
    return h("div", { className: "context" }, icon(kind), h("span", {}, text), stop);
  }

  reply(message) {
    this.about = { kind: "reply", message };
    this.plain(this.form ? "" : this.input.value);
    this.focus();
  }

  edit(message) {
    this.about = { kind: "edit", message };
    this.plain(this.names.withNames(message.content));
    this.focus();
  }

  aboutNothing() {
    const text = this.about?.kind === "edit" || this.form ? "" : this.input.value;
    this.about = null;
    this.plain(text);
    this.focus();
  }

  /** The form of a command; `rest` is what was typed behind its name. */
  open(command, path = [], rest = "") {
    this.about = null;
    this.popup = new Suggestions();
    this.form = new CommandForm(this, command, path);
    this.form.open(this.root, rest);
  }

  /** The slash commands, one entry for each path below them. */
  slashes() {
    const slash = this.view.commands.filter((command) => command.type === 1);
    return slash.flatMap((command) => CommandForm.paths(command).map((path) => ({ command, path, names: [command.name_localized, command.name].map((name) => [name, ...path].join(" ")) })));
  }

  /** The command that a line begins with, and what follows its name. */
  named(line) {
    const lower = line.normalize("NFC").toLowerCase();
    const longestFirst = this.slashes().sort((one, other) => other.path.length - one.path.length);
    for (const { command, path, names } of longestFirst) {
      const name = names.find((name) => lower === `/${name}` || lower.startsWith(`/${name} `));
      if (name) return { command, path, rest: line.normalize("NFC").slice(name.length + 1) };
    }
    return null;
  }

  typed() {
    const text = this.input.value;
    if (text.startsWith("/") && !text.includes("\n") && this.about?.kind !== "edit") {
      this.offerCommands(text);
      return;
    }
    const at = /(^|\s)@(\S*)$/.exec(text.slice(0, this.input.selectionStart));
    if (at) this.offerPeople(at[2]);
    else this.popup.hide();
  }

  offerCommands(text) {
    const named = this.named(text);
    if (named && named.rest !== "") {
      this.open(named.command, named.path, named.rest);
      return;
    }
    const typed = text.slice(1).trim();
    const offered = this.slashes().filter(({ names }) => names.some((name) => fits(name, typed)));
    const entries = offered.map(({ command, path, names }) => ({ name: `/${names[0]}`, detail: command.description, pick: () => this.open(command, path) }));
    this.popup.show(this.input, entries.length || typed.includes(" ") ? entries : [{ name: say("noCommands") }], true);
  }

  offerPeople(typed) {
    const people = this.names.people().filter((person) => fits(person.name, typed));
    const pick = (person) => () => {
      const end = this.input.selectionStart;
      this.input.setRangeText(`@${person.name} `, end - typed.length - 1, end, "end");
      this.popup.hide();
      this.input.focus();
    };
    this.popup.show(this.input, people.map((person) => ({ name: `@${person.name}`, detail: say(person.bot ? "bot" : "member"), pick: pick(person) })), true);
  }

  key(event) {
    if (composing(event) || this.popup.key(event)) return;
    if (event.key === "Escape" && this.about) {
      event.preventDefault();
      this.aboutNothing();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const own = this.acts.lastOwn();
      if (!own) return;
      event.preventDefault();
      this.edit(own);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  send() {
    const text = this.input.value.trim();
    if (!text) return;
    const { about } = this;
    const content = this.names.withIds(text);
    this.about = null;
    this.plain();
    this.focus();
    if (about?.kind === "edit") this.acts.saveEdit(about.message, content);
    else this.acts.send(content, about?.message);
  }

  run(command, path, options) {
    return this.acts.run(command, path, options);
  }
}
