// A command with its options: the required ones as fields, the others offered one by one.
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { letters } from "./jamo.js";
import { clientLocale } from "./settings.js";
import { composing } from "./suggestions.js";
import { refused, say, tell } from "./words.js";

/** Time after a keystroke before suggestions are asked for, in milliseconds. */
const DEBOUNCE_MS = 120;
/** Option types. See Discord Docs/Application Command Option Type. */
const SUBCOMMANDS = [1, 2];
const STRING = 3;
const BOOLEAN = 5;
const NUMBERS = [4, 10];

/** The form of `command`. `composer` has `view`, `names`, `popup`, `run(command, path, options)`, `plain(text)` and `typed()`. */
export class CommandForm {
  constructor(composer, command, path = []) {
    Object.assign(this, { composer, command, path, values: new Map(), fields: new Map(), asked: 0 });
    let { options } = command;
    for (const name of path) options = options.find((option) => option.name === name)?.options ?? [];
    this.options = options;
  }

  /** Shows the form in `root`; `rest` is what was typed behind the command's name. */
  open(root, rest) {
    const { command, path } = this;
    this.filledIn = h("div", { className: "row-of-options" });
    this.extras = h("div", { className: "row-of-options" });
    this.hint = h("p", { id: "hint", className: "hint" }, command.description);
    const send = h("button", { type: "button", className: "button primary", onclick: () => this.send() }, say("send"));
    const leave = h("button", { type: "button", className: "icon-button", title: say("leave"), "aria-label": say("leave"), onclick: () => this.leave() }, icon("close"));
    const line = h("div", { className: "field-line command", onkeydown: (event) => this.key(event) }, h("strong", { className: "command-name" }, `/${[command.name_localized, ...path].join(" ")}`), this.filledIn, this.extras, h("div", { className: "push" }, leave, send));
    fill(root, this.composer.popup.element, line, this.hint);
    const noneRequired = this.options.every((option) => !option.required);
    for (const option of this.options) {
      if (option.required || (noneRequired && option === this.options[0])) this.show(option);
      else this.offer(option);
    }
    this.distribute(rest);
    const first = [...this.fields.values()].find((field) => !field.value) ?? [...this.fields.values()].at(-1);
    (first ?? send).focus();
  }

  offer(option) {
    const add = (event) => {
      event.currentTarget.remove();
      this.show(option);
      this.fields.get(option.name).focus();
    };
    this.extras.append(h("button", { type: "button", className: "add-option", title: option.description, "aria-label": tell("addOption", { name: option.name_localized }).join(""), "data-option": option.name, onclick: add }, `+ ${option.name_localized}`));
  }

  show(option) {
    const input = h("input", {
      type: "text", id: `option-${option.name}`, autocomplete: "off", role: "combobox", "aria-required": String(option.required), "aria-controls": "suggestions", "aria-expanded": "false", "aria-describedby": "hint", inputMode: NUMBERS.includes(option.type) ? "decimal" : "text",
      oninput: () => {
        this.values.delete(option.name);
        this.composer.popup.unmark();
        input.removeAttribute("aria-invalid");
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.suggest(input), DEBOUNCE_MS);
      },
      onfocus: () => {
        this.say(`${option.description} · ${say(option.required ? "required" : "optional")}`);
        this.suggest(input);
      },
      onblur: () => this.composer.popup.hide(),
    });
    input.option = option;
    this.fields.set(option.name, input);
    const take = () => {
      this.fields.delete(option.name);
      this.values.delete(option.name);
      chip.remove();
      this.offer(option);
      (this.extras.lastElementChild ?? this.extras).focus();
    };
    const out = option.required ? null : h("button", { type: "button", "aria-label": tell("removeOption", { name: option.name_localized }).join(""), onclick: take }, icon("close"));
    const chip = h("label", { className: "option" }, h("span", {}, option.name_localized), input, out);
    this.filledIn.append(chip);
  }

  /** Text typed behind a command's name fills the first fields; a number takes one word, text all that is left. */
  distribute(rest) {
    let words = rest.trim();
    for (const field of this.fields.values()) {
      if (!words) return;
      const taken = field.option.type === STRING ? words : words.split(/\s+/)[0];
      field.value = taken;
      words = words.slice(taken.length).trim();
    }
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

  async suggest(input) {
    const { option } = input;
    const { view, names, popup } = this.composer;
    const show = (entries) => document.activeElement === input && popup.show(input, entries, false);
    const entry = ([name, value]) => ({ name, pick: () => this.pick(input, name, value) });
    const local = option.choices?.map((choice) => [choice.name, choice.value]) ?? (option.type === BOOLEAN ? [[say("yes"), true], [say("no"), false]] : names.mentionables(option.type));
    if (local) {
      const typed = letters(input.value.trim());
      show(local.filter(([name]) => this.values.has(option.name) || letters(name).includes(typed)).map(entry));
      return;
    }
    if (!option.autocomplete) {
      popup.hide();
      return;
    }
    const asked = (this.asked += 1);
    const options = { ...this.filled(), [option.name]: input.value };
    const request = { user: view.user.id, channel: view.channel, application: this.command.application_id, command: [this.command.id, ...this.path].join(" "), options, focused: option.name };
    const answer = await api.autocomplete(request).catch((refusal) => ({ refusal }));
    if (asked !== this.asked) return;
    const { refusal, interaction } = answer;
    if (refusal || interaction.state !== "answered") show([{ name: refusal ? refused(refusal) : say("suggestionsFailed") }]);
    else if (!interaction.choices.length) show([{ name: say("noSuggestions") }]);
    else show(interaction.choices.map((choice) => entry([choice.name_localizations?.[clientLocale()] ?? choice.name, choice.value])));
  }

  pick(input, name, value) {
    this.asked += 1;
    clearTimeout(this.timer);
    input.value = name;
    this.values.set(input.option.name, value);
    this.composer.popup.hide();
    const empty = [...this.fields.values()].find((field) => field.option.required && !field.value);
    empty?.focus();
  }

  key(event) {
    if (composing(event) || this.composer.popup.key(event)) return;
    const input = event.target.option && event.target;
    if (event.key === "Escape") {
      event.preventDefault();
      this.leave();
    } else if (event.key === "Backspace" && input?.value === "" && this.filledIn.firstElementChild.contains(input)) {
      event.preventDefault();
      this.leave(`/${this.command.name_localized}`);
    } else if (event.key === "Enter" && input) {
      event.preventDefault();
      this.send();
    }
  }

  leave(text = "") {
    clearTimeout(this.timer);
    this.asked += 1;
    this.composer.plain(text);
    this.composer.focus();
    if (text) this.composer.typed();
  }

  async send() {
    const missing = this.options.find((option) => option.required && !this.fields.get(option.name)?.value.trim());
    const refusal = missing ? { code: "required", option: missing.name } : await this.composer.run(this.command, this.path, this.filled());
    if (this.composer.form !== this) return;
    if (!refusal) {
      this.leave();
      return;
    }
    const field = this.fields.get(refusal.option);
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
    this.composer.popup.hide();
    this.say(`${field ? `${field.option.name_localized}: ` : ""}${refused(refusal)}`, true);
  }

  say(text, alarm = false) {
    if (alarm) this.hint.setAttribute("role", "alert");
    else this.hint.removeAttribute("role");
    fill(this.hint, text);
  }

  /** The paths of a command's subcommands; one empty path where it has none. */
  static paths(command) {
    const below = (options) => options.filter((option) => SUBCOMMANDS.includes(option.type)).flatMap((option) => {
      const deeper = below(option.options ?? []);
      return deeper.length ? deeper.map((path) => [option.name, ...path]) : [[option.name]];
    });
    const paths = below(command.options);
    return paths.length ? paths : [[]];
  }
}
