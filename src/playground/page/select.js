// A select menu: a button that opens a list, each entry with its description, by mouse or by keyboard.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

let made = 0;

/**
 * A select menu of a message. `entries` are `{label, value, description?, default?}`; `choose(values)` is called with what was
 * chosen: at once where it is one, on "submit" where it may be several.
 */
export function selectView(select, entries, choose) {
  const id = `select-${(made += 1)}`;
  const most = select.max_values ?? 1;
  const least = select.min_values ?? 1;
  const placeholder = select.placeholder ?? say("choose");
  const chosen = new Set(entries.filter((entry) => entry.default).map((entry) => entry.value));
  let active = 0;

  const items = entries.map((entry, index) =>
    h("li", { id: `${id}-${index}`, role: "option", "data-value": entry.value, onclick: () => pick(index), onmousemove: () => mark(index) }, h("span", {}, [entry.emoji?.name, entry.label].filter(Boolean).join(" ")), entry.description ? h("small", {}, entry.description) : null),
  );
  const list = h("ul", { id, className: "list", role: "listbox", "aria-label": placeholder, "aria-multiselectable": most > 1 ? "true" : undefined, hidden: true }, items);
  const label = h("span");
  const button = h(
    "button",
    { type: "button", role: "combobox", "aria-haspopup": "listbox", "aria-controls": id, "aria-expanded": "false", "aria-label": placeholder, disabled: select.disabled ?? false, "data-custom-id": select.custom_id, onclick: () => (list.hidden ? open() : close()), onkeydown: key, onblur: close },
    label,
    icon("chevron"),
  );
  // Pressing an entry must not take the focus from the button, which would close the list first.
  list.addEventListener("mousedown", (event) => event.preventDefault());

  function show() {
    const names = entries.filter((entry) => chosen.has(entry.value)).map((entry) => entry.label);
    label.textContent = names.join(", ") || placeholder;
    button.classList.toggle("nothing", !names.length);
    items.forEach((item, index) => item.setAttribute("aria-selected", String(chosen.has(entries[index].value))));
  }
  function mark(index) {
    active = index;
    items.forEach((item, at) => item.toggleAttribute("data-active", at === active));
    if (list.hidden) button.removeAttribute("aria-activedescendant");
    else button.setAttribute("aria-activedescendant", `${id}-${active}`);
  }
  function open() {
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    mark(Math.max(entries.findIndex((entry) => chosen.has(entry.value)), 0));
    list.scrollIntoView({ block: "nearest" });
  }
  function close() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    mark(active);
  }
  function pick(index) {
    const { value } = entries[index];
    if (most === 1) {
      chosen.clear();
      chosen.add(value);
      show();
      close();
      choose([value]);
      return;
    }
    if (!chosen.delete(value) && chosen.size < most) chosen.add(value);
    show();
  }
  function key(event) {
    const keys = { ArrowDown: 1, ArrowUp: -1 };
    if (list.hidden) {
      if (keys[event.key]) {
        event.preventDefault();
        open();
      }
      return;
    }
    const last = items.length - 1;
    const jump = { Home: 0, End: last, ArrowDown: Math.min(active + 1, last), ArrowUp: Math.max(active - 1, 0) }[event.key];
    if (jump !== undefined) {
      event.preventDefault();
      mark(jump);
      items[jump].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(active);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  show();
  const box = h("div", { className: "select" }, button, list);
  if (most === 1) return box;
  const submit = () => chosen.size >= least && choose([...chosen]);
  return h("div", { className: "row" }, box, h("button", { type: "button", className: "button secondary", onclick: submit }, say("submit")));
}
