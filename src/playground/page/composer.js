// The input: plain messages, mentions, and commands with their options.
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { say } from "./words.js";

/** Time after a keystroke before suggestions are asked for, in milliseconds. */
const DEBOUNCE_MS = 120;

/** The input below the conversation. `view` is the page's; `acts` has `send(content)`, `run(command, options)` and `note(text)`. */
export class Composer {
  constructor(root, view, acts) {
    Object.assign(this, { root, view, acts, commands: [], command: null, list: null, asked: 0 });
    this.plain();
  }

  /** The commands that the member is offered here. */
  offer(commands) {
    this.commands = commands;
  }

  focus() {
    (this.root.querySelector("[data-first]") ?? this.input)?.focus();
  }

  /** The input for plain messages. */
  plain(text = "") {
    this.command = null;
    this.input = h("textarea", {
      rows: 1, value: text, placeholder: say("write"), "aria-label": say("write"), role: "combobox", "aria-expanded": "false", "aria-controls": "suggestions", autocomplete: "off", maxLength: 2000, "data-first": "",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onblur: () => this.later(() => this.hide()),
    });
    this.popup = h("ul", { id: "suggestions", className: "popup", role: "listbox", hidden: true });
    const send = h("button", { type: "button", className: "button primary", onclick: () => this.sendPlain() }, say("send"));
    fill(this.root, this.popup, h("div", { className: "line" }, this.input, send));
  }

  /** The fields of a command; `rest` is what was typed behind its name. */
  open(command, rest = "") {
    this.command = command;
    this.values = new Map();
    this.fields = new Map();
    this.popup = h("ul", { id: "suggestions", className: "popup", role: "listbox", hidden: true });
    const leaf = (options) => options.filter((option) => option.type > 2);
    this.path = [];
    let options = command.options;
    while (options.length && options[0].type <= 2) {
      this.path.push(options[0].name);
      options = options[0].options ?? [];
    }
    this.options = leaf(options);
    const fields = h("div", { className: "fields-row" });
    const show = (option) => fields.append(this.field(option));
    const extras = h("div", { className: "extras" });
    for (const option of this.options) {
      const first = this.options.every((other) => !other.required) && option === this.options[0];
      if (option.required || first) show(option);
      else {
        const add = (event) => {
          event.currentTarget.remove();
          show(option);
          this.fields.get(option.name).focus();
        };
        extras.append(h("button", { type: "button", className: "chip", title: option.description, onclick: add }, `+ ${option.name_localized}`));
      }
    }
    const send = h("button", { type: "button", className: "button primary", onclick: () => this.sendCommand() }, say("send"));
    const leave = h("button", { type: "button", className: "linkish", "aria-label": say("cancel"), onclick: () => this.leave() }, "✕");
    fill(this.root, this.popup, h("div", { className: "line command", onkeydown: (event) => this.key(event), tabIndex: -1 }, h("strong", { className: "command-name" }, `/${[command.name_localized, ...this.path].join(" ")}`), fields, extras, h("div", { className: "push" }, leave, send)), h("p", { className: "hint", id: "hint" }, command.description));
    this.distribute(rest);
    const first = [...this.fields.values()].find((field) => !field.value) ?? [...this.fields.values()][0];
    if (first) {
      first.focus();
      this.suggest(first);
    } else send.focus();
  }

  leave(text = "") {
    this.plain(text);
    this.focus();
  }

  /** Text typed behind a command's name fills the first fields; a number takes one word, text all that is left. */
  distribute(rest) {
    let words = rest.trim();
    for (const [name, field] of this.fields) {
      if (!words) return;
      const option = this.options.find((other) => other.name === name);
      const taken = option.type === 3 ? words : words.split(/\s+/)[0];
      field.value = taken;
      words = words.slice(taken.length).trim();
    }
  }

  field(option) {
    const input = h("input", {
      type: "text", id: `option-${option.name}`, autocomplete: "off", "aria-required": String(option.required), "aria-controls": "suggestions", role: "combobox", "aria-expanded": "false", inputMode: option.type === 4 || option.type === 10 ? "decimal" : "text",
      oninput: () => {
        this.values.delete(option.name);
        this.later(() => this.suggest(input), DEBOUNCE_MS);
      },
      onfocus: () => {
        fill(this.root.querySelector("#hint"), `${option.description} · ${say(option.required ? "required" : "optional")}`);
        this.suggest(input);
      },
      onblur: () => this.later(() => document.activeElement !== input && this.root.contains(document.activeElement) === false && this.hide()),
    });
    input.option = option;
    this.fields.set(option.name, input);
    return h("label", { className: "field" }, h("span", {}, option.name_localized), input);
  }

  /** What the member put in, by default option names; a picked suggestion counts with its value. */
  filled() {
    const options = {};
    for (const [name, field] of this.fields) {
      const text = field.value.trim();
      if (text) options[name] = this.values.get(name) ?? text;
    }
    return options;
  }

  typed() {
    const text = this.input.value;
    const slash = /^\/(\S*)(\s?)([\s\S]*)$/.exec(text);
    if (slash && !text.includes("\n")) {
      const typed = slash[1].normalize("NFC").toLowerCase();
      const named = this.commands.find((command) => command.type === 1 && [command.name_localized, command.name].includes(typed));
      if (slash[2] && named) {
        this.open(named, slash[3]);
        return;
      }
      const fits = this.commands.filter((command) => command.type === 1 && [command.name_localized, command.name].some((name) => name.includes(typed)));
      this.show(fits.map((command) => ({ name: `/${command.name_localized}`, detail: command.description, pick: () => this.open(command) })));
      return;
    }
    const at = /(^|\s)@(\S*)$/.exec(text.slice(0, this.input.selectionStart));
    if (!at) {
      this.hide();
      return;
    }
    const people = this.view.names.people().filter((person) => person.name.toLowerCase().includes(at[2].toLowerCase()));
    this.show(people.map((person) => ({
      name: `@${person.name}`,
      detail: say(person.bot ? "bot" : "member"),
      pick: () => {
        const end = this.input.selectionStart;
        const start = end - at[2].length - 1;
        this.input.setRangeText(`@${person.name} `, start, end, "end");
        this.hide();
        this.input.focus();
      },
    })));
  }

  async suggest(input) {
    const { option } = input;
    const text = input.value.trim().toLowerCase();
    const entry = (name, value) => ({ name, pick: () => this.pick(input, name, value) });
    const local = option.choices?.map((choice) => [choice.name, choice.value]) ?? (option.type === 5 ? [[say("yes"), true], [say("no"), false]] : this.view.names.mentionables(option.type));
    if (local) {
      this.show(local.filter(([name]) => this.values.has(option.name) || name.toLowerCase().includes(text)).map(([name, value]) => entry(name, value)));
      return;
    }
    if (!option.autocomplete) {
      this.hide();
      return;
    }
    const asked = ++this.asked;
    const { view, command } = this;
    const options = { ...this.filled(), [option.name]: input.value };
    try {
      const { interaction } = await api.autocomplete({ user: view.user.id, channel: view.channel, application: command.application_id, command: [command.id, ...this.path].join(" "), options, focused: option.name });
      if (asked !== this.asked || document.activeElement !== input) return;
      if (interaction.state === "failed") this.show([{ name: say("suggestionsFailed") }]);
      else if (!interaction.choices.length) this.show([{ name: say("noSuggestions") }]);
      else this.show(interaction.choices.map((choice) => entry(choice.name_localizations?.[view.user.locale] ?? choice.name, choice.value)));
    } catch (refusal) {
      this.show([{ name: refusal.message ?? say("suggestionsFailed") }]);
    }
  }

  pick(input, name, value) {
    input.value = name;
    this.values.set(input.option.name, value);
    this.hide();
    const empty = [...this.fields.values()].find((field) => field.option.required && !field.value);
    (empty ?? input).focus();
    if (!empty) this.hide();
  }

  show(entries) {
    this.list = entries.length ? entries : null;
    this.active = entries.findIndex((entry) => entry.pick);
    // The first entry is chosen by Enter only in the list of commands; in a field, Enter sends what was typed.
    if (this.command) this.active = -1;
    fill(this.popup, entries.map((entry, index) => h("li", { role: "option", id: `suggestion-${index}`, className: entry.pick ? "" : "idle", onmousedown: (event) => { event.preventDefault(); entry.pick?.(); } }, h("span", {}, entry.name), entry.detail ? h("small", {}, entry.detail) : null)));
    this.popup.hidden = !this.list;
    this.mark();
  }

  hide() {
    this.list = null;
    this.popup.hidden = true;
    this.mark();
  }

  mark() {
    const input = document.activeElement;
    [...this.popup.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) item.scrollIntoView({ block: "nearest" });
    });
    if (!this.root.contains(input)) return;
    input.setAttribute("aria-expanded", String(!this.popup.hidden));
    if (this.list && this.active >= 0) input.setAttribute("aria-activedescendant", `suggestion-${this.active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    // While an IME composes, Enter and the arrows belong to it.
    if (event.isComposing || event.keyCode === 229) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.list && move) {
      event.preventDefault();
      const count = this.list.length;
      this.active = this.active < 0 ? (move > 0 ? 0 : count - 1) : (this.active + move + count) % count;
      this.mark();
    } else if (this.list && this.active >= 0 && (event.key === "Enter" || event.key === "Tab") && this.list[this.active].pick) {
      event.preventDefault();
      this.list[this.active].pick();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.list) this.hide();
      else if (this.command) this.leave();
      else this.acts.escape();
    } else if (event.key === "Backspace" && this.command && event.target.value === "" && event.target === [...this.fields.values()][0]) {
      event.preventDefault();
      this.leave(`/${this.command.name_localized}`);
      this.typed();
    } else if (event.key === "Enter" && !event.shiftKey && event.target.tagName !== "BUTTON") {
      event.preventDefault();
      if (this.command) this.sendCommand();
      else this.sendPlain();
    }
  }

  sendPlain() {
    const text = this.input.value.trim();
    if (!text) return;
    this.plain();
    this.focus();
    this.acts.send(this.view.names.withIds(text));
  }

  async sendCommand() {
    const { command, path } = this;
    const refusal = await this.acts.run(command, path, this.filled());
    if (this.command !== command) return;
    if (!refusal) {
      this.leave();
      return;
    }
    const field = this.fields.get(refusal.option);
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
    fill(this.root.querySelector("#hint"), refusal.code === "required" ? `${field?.option.name_localized ?? ""}: ${say("required")}` : refusal.message);
  }

  later(action, after = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(action, after);
  }
}
