// The list above the input: commands, people, values. It marks one entry and tells the field which one that is.
import { fill, h } from "./dom.js";
import { say } from "./words.js";

/** A list of `{name, detail?, pick?}`; entries without `pick` only say something. */
export class Suggestions {
  constructor() {
    this.element = h("ul", { id: "suggestions", className: "popup list", role: "listbox", "aria-label": say("suggestions"), hidden: true });
    this.entries = [];
    this.active = -1;
  }

  get open() {
    return !this.element.hidden;
  }

  /** Shows `entries` for the field `input`, the first one marked where `first` says so; else the one that was marked, if any. */
  show(input, entries, first) {
    const marked = this.input === input ? this.entries[this.active]?.name : undefined;
    this.input = input;
    this.entries = entries;
    this.active = entries.findIndex((entry) => entry.pick && (first || entry.name === marked));
    const press = (entry) => (event) => {
      event.preventDefault();
      entry.pick?.();
    };
    fill(this.element, entries.map((entry, index) => h("li", { role: "option", id: `suggestion-${index}`, className: entry.pick ? "" : "idle", onmousedown: press(entry) }, h("span", {}, entry.name), entry.detail ? h("small", {}, entry.detail) : null)));
    this.element.hidden = !entries.length;
    this.mark();
  }

  hide() {
    this.element.hidden = true;
    this.entries = [];
    this.active = -1;
    this.mark();
  }

  /** Marks none: what is typed now counts, until an entry is chosen again. */
  unmark() {
    this.active = -1;
    this.mark();
  }

  mark() {
    [...this.element.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === this.active));
      item.toggleAttribute("data-active", index === this.active);
      if (index === this.active) item.scrollIntoView({ block: "nearest" });
    });
    this.input?.setAttribute("aria-expanded", String(this.open));
    if (this.open && this.active >= 0) this.input.setAttribute("aria-activedescendant", `suggestion-${this.active}`);
    else this.input?.removeAttribute("aria-activedescendant");
  }

  /** Handles a key that belongs to the list; false for any other. */
  key(event) {
    if (!this.open) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this.entries.length;
    if (move) this.active = this.active < 0 ? (move > 0 ? 0 : count - 1) : (this.active + move + count) % count;
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || event.key === "Tab") && this.entries[this.active]?.pick) this.entries[this.active].pick();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    if (move) this.mark();
    return true;
  }
}

/** Whether a key belongs to an IME that composes: its Enter ends the composition and must not send anything. */
export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}
