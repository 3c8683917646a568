// The playground's own bar: who looks, in which language, in what light, at what width.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { settings, theme } from "./settings.js";
import { say } from "./words.js";

/** A choice among a few, as radio buttons side by side; `entries` are `[value, label, icon?]`. */
export function choice(name, title, entries, chosen, choose) {
  return h(
    "fieldset",
    { className: `switch ${name}s` },
    h("legend", { className: "unseen" }, title),
    entries.map(([value, label, sign]) =>
      h(
        "label",
        {},
        h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => choose(value) }),
        sign ? h("span", { title: label }, icon(sign), h("span", { className: "unseen" }, label)) : h("span", {}, label),
      ),
    ),
  );
}

/** Fills the bar. `acts` has `see(member)`, `set(settings)` and `toggleWire()`. */
export function showBar(bar, members, user, acts) {
  const open = h("button", { type: "button", className: "icon-button open-settings", "aria-expanded": String(document.body.classList.contains("settings-open")), "aria-label": say("settings"), onclick: () => {
    const shown = document.body.classList.toggle("settings-open");
    open.setAttribute("aria-expanded", String(shown));
  } }, icon("settings"));
  const focused = bar.contains(document.activeElement) ? [document.activeElement.name, document.activeElement.value] : null;
  fill(
    bar,
    h("div", { className: "brand" }, icon("anchor"), h("strong", {}, say("title")), h("small", {}, say("subtitle"))),
    h(
      "div",
      { className: "switches" },
      choice("member", say("member"), members.map((member) => [member.id, member.name]), user.id, acts.see),
      choice("language", say("language"), [["ko", "한국어"], ["en", "English"]], settings.language, (language) => acts.set({ language })),
      choice("theme", say("theme"), [["light", say("light"), "sun"], ["dark", say("dark"), "moon"]], theme(), (shade) => acts.set({ theme: shade })),
      choice("width", say("width"), [["desktop", say("desktop"), "desktop"], ["phone", say("phone"), "phone"]], settings.width, (width) => acts.set({ width })),
    ),
    h("button", { type: "button", className: "wire-button", "aria-expanded": String(settings.wire), "aria-controls": "wire", onclick: acts.toggleWire }, icon("wire"), say("wire")),
    open,
  );
  // The switch that was used is a new element now; the focus stays where it was.
  if (focused?.[0]) bar.querySelector(`input[name="${focused[0]}"]:checked`)?.focus();
}
