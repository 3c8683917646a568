// The conversation as a list: messages in order, and notes that only the one who acted sees.
import { h, keep } from "./dom.js";
import { icon } from "./icons.js";
import { messageView } from "./message.js";
import { say, tell } from "./words.js";

/** Messages of one author within this time stand together, in milliseconds. */
const TOGETHER_MS = 7 * 60 * 1000;
/** Time after which it is shown that something is under way, in milliseconds. */
const PATIENCE_MS = 400;
/** Time after which somebody is taken to have stopped typing, in milliseconds. */
const TYPING_MS = 10_000;
/** Distance from the end within which new messages pull the list along, in pixels. */
const NEAR_END = 90;

/** The list. `names` turns ids into names; `acts` are those of `messageView`. */
export class Log {
  constructor(element, names, acts) {
    Object.assign(this, { element, names, acts });
    this.clear([]);
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("click", (event) => this.select(event.target.closest(".message")));
    element.addEventListener("focusin", (event) => event.target !== element && this.select(event.target.closest(".message")));
    // Pictures that arrive and a window that changes leave the end in view.
    const follow = () => this.atEnd && this.toEnd();
    element.addEventListener("load", follow, true);
    new ResizeObserver(follow).observe(element);
    element.addEventListener("scroll", () => (this.atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END));
  }

  /** Starts anew with these messages. */
  clear(messages) {
    Object.assign(this, { messages: new Map(messages.map((message) => [message.id, message])), views: new WeakMap(), notes: [], typist: null, selected: null, atEnd: true });
    this.element.setAttribute("aria-label", say("conversation"));
    this.show();
  }

  put(message) {
    const held = this.holdsFocus(message.id);
    this.messages.set(message.id, message);
    this.quote(message.id, message);
    if (message.author.bot) this.typist = null;
    this.show();
    // What was pressed is a new element now, or gone.
    if (held) this.viewOf(message).focus();
  }

  /** Replies show the message that they answer as it is now. */
  quote(id, message) {
    for (const [other, reply] of this.messages) {
      if (reply.message_reference?.message_id === id) this.messages.set(other, { ...reply, referenced_message: message });
    }
  }

  holdsFocus(id) {
    const shown = this.messages.get(id);
    return Boolean(shown && this.views.get(shown)?.contains(document.activeElement));
  }

  drop(id) {
    const held = this.holdsFocus(id);
    this.messages.delete(id);
    this.quote(id, null);
    this.show();
    if (held) this.element.focus();
  }

  typing(name) {
    this.typist = name;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => {
      this.typist = null;
      this.show();
    }, TYPING_MS);
    this.show();
  }

  /** Puts something below the last message; returns it. */
  note(...content) {
    const note = { element: h("li", { className: "note", role: "alert" }, content), after: [...this.messages.keys()].at(-1) ?? "" };
    this.notes.push(note);
    this.show();
    this.toEnd();
    return note;
  }

  /** Shows that `what` is under way once that takes long; returns a function that ends it. */
  pending(what) {
    let note = null;
    const timer = setTimeout(() => {
      note = { element: h("li", { className: "note" }, h("span", { className: "thinking" }, `${what} · ${say("pending")}`)), after: [...this.messages.keys()].at(-1) ?? "" };
      this.notes.push(note);
      this.show();
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      this.notes = this.notes.filter((other) => other !== note);
      this.show();
    };
  }

  show() {
    const noted = (after) => this.notes.filter((note) => note.after === after).map((note) => note.element);
    const items = noted("");
    let before = null;
    for (const message of this.messages.values()) {
      const element = this.viewOf(message);
      element.classList.toggle("follows", Boolean(before) && together(before, message));
      element.classList.toggle("selected", message.id === this.selected);
      const notes = noted(message.id);
      items.push(element, ...notes);
      before = notes.length ? null : message;
    }
    // A message that was deleted meanwhile leaves its notes at the end.
    const lost = this.notes.filter((note) => note.after && !this.messages.has(note.after));
    items.push(...lost.map((note) => note.element));
    if (!items.length) items.push(h("li", { className: "empty" }, icon("anchor"), h("p", {}, say("empty"))));
    if (this.typist) items.push(h("li", { className: "note" }, h("span", { className: "thinking" }, tell("typing", { who: this.typist }))));
    const follow = this.atEnd;
    keep(this.element, items);
    if (follow) this.toEnd();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.atEnd = true;
  }

  /** A message's element, the same one as long as the message is the same. */
  viewOf(message) {
    let view = this.views.get(message);
    if (!view) {
      view = messageView(message, this.names, this.acts);
      this.views.set(message, view);
    }
    return view;
  }

  select(element) {
    const id = element?.dataset.id;
    if (!id || id === this.selected) return;
    this.selected = id;
    for (const [other, message] of this.messages) this.views.get(message)?.classList.toggle("selected", other === id);
    this.acts.selected(id);
  }

  /** Arrows walk through the messages; Escape goes back to the input. */
  key(event) {
    const own = event.target === this.element || event.target.classList.contains("message");
    if (event.key === "Escape") this.acts.toInput();
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!own || !move) return;
    const all = [...this.element.querySelectorAll(".message")];
    const at = all.indexOf(event.target);
    const next = at < 0 ? all.at(-1) : all[Math.min(Math.max(at + move, 0), all.length - 1)];
    event.preventDefault();
    next?.focus();
  }
}

function together(one, other) {
  const apart = Date.parse(other.timestamp) - Date.parse(one.timestamp);
  const alone = other.interaction || other.message_reference || (one.flags & 64) !== (other.flags & 64);
  return one.author.id === other.author.id && apart < TOGETHER_MS && !alone;
}
