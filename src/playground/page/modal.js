// A modal that a bot opens: a dialog that keeps the focus until it is sent or left.
import { fill, h } from "./dom.js";
import { refused, say } from "./words.js";

/** Component types. See Discord Docs/Component Reference. */
const ROW = 1;
const STRING_SELECT = 3;
const TEXT_INPUT = 4;
const LABEL = 18;
const PARAGRAPH = 2;
const TEXT_MAX = 4000;

/** Shows `modal` in `dialog`; `submit(values)` sends it and returns the refusal, or null once the bot has answered. */
export function showModal(dialog, modal, names, submit) {
  const inputs = new Map();
  const error = h("p", { className: "error", role: "alert" });
  const rows = modal.components.map((row) => {
    if (row.type === ROW) return field(row.components[0], row.components[0].label, null, names, inputs);
    if (row.type === LABEL) return field(row.component, row.label, row.description, names, inputs);
    return h("p", {}, row.content);
  });
  const send = h("button", { type: "submit", className: "button primary" }, say("submit"));
  const onsubmit = async (event) => {
    event.preventDefault();
    const values = {};
    for (const [name, read] of inputs) values[name] = read();
    send.setAttribute("aria-busy", "true");
    const refusal = await submit(values);
    send.removeAttribute("aria-busy");
    if (refusal) fill(error, refused(refusal));
    else dialog.close();
  };
  const cancel = h("button", { type: "button", className: "button secondary", onclick: () => dialog.close() }, say("cancel"));
  fill(dialog, h("form", { onsubmit }, h("h2", { id: "dialog-title" }, modal.title), rows, error, h("div", { className: "push" }, cancel, send)));
  dialog.showModal();
  dialog.querySelector("input, textarea, select")?.focus();
}

function field(component, label, description, names, inputs) {
  const required = component.required ?? true;
  const common = { required, "data-custom-id": component.custom_id };
  let input;
  if (component.type === TEXT_INPUT) {
    const text = { ...common, value: component.value ?? "", placeholder: component.placeholder ?? "", minLength: component.min_length ?? 0, maxLength: component.max_length ?? TEXT_MAX };
    input = component.style === PARAGRAPH ? h("textarea", { ...text, rows: 4 }) : h("input", { ...text, type: "text", autocomplete: "off" });
    inputs.set(component.custom_id, () => input.value);
  } else {
    const entries = component.type === STRING_SELECT ? component.options : names.entries(component.type);
    const several = (component.max_values ?? 1) > 1;
    const nothing = several ? null : h("option", { value: "" }, component.placeholder ?? say("choose"));
    input = h("select", { ...common, multiple: several }, nothing, entries.map((entry) => h("option", { value: entry.value, selected: entry.default ?? false }, entry.label)));
    inputs.set(component.custom_id, () => [...input.selectedOptions].map((option) => option.value).filter(Boolean));
  }
  const star = required ? h("span", { className: "mark-required", title: say("required"), "aria-hidden": "true" }, " *") : null;
  return h("label", { className: "input" }, h("span", {}, label, star), description ? h("small", {}, description) : null, input);
}
