// What can be pressed under a message, and the newer components that stand for its text.
import { h } from "./dom.js";
import { colour, picture } from "./embed.js";
import { blocks } from "./markdown.js";
import { selectView } from "./select.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

/** A component by its type; see Discord Docs/Component Reference. Types that are not known show nothing. */
export function componentView(component, message, names, acts) {
  const below = () => (component.components ?? []).map((inner) => componentView(inner, message, names, acts));
  switch (component.type) {
    case 1:
      return h("div", { className: "row" }, below());
    case 2:
      return buttonView(component, message, acts);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return selectView(component, component.options ?? names.entries(component.type), (values) => acts.press(message, component, values));
    case 9:
      return h("div", { className: "section" }, h("div", {}, below()), componentView(component.accessory, message, names, acts));
    case 10:
      return h("div", { className: "content" }, blocks(component.content, names));
    case 11:
      return picture(component.media.url, component.description ?? "", "thumbnail");
    case 12:
      return h("div", { className: "row" }, component.items.map((item) => picture(item.media.url, item.description ?? "")));
    case 14:
      return h("hr");
    case 17: {
      const box = h("div", { className: "embed" }, below());
      if (component.accent_color) box.style.setProperty("--accent", colour(component.accent_color));
      return box;
    }
    default:
      return null;
  }
}

function buttonView(button, message, acts) {
  const label = [button.emoji?.name, button.label].filter(Boolean).join(" ");
  if (button.url) return h("a", { className: "button link", href: button.url, target: "_blank", rel: "noopener noreferrer" }, `${label} ↗`);
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (pressed.getAttribute("aria-busy") === "true") return;
    pressed.setAttribute("aria-busy", "true");
    await acts.press(message, button, []);
    pressed.removeAttribute("aria-busy");
  };
  return h("button", { type: "button", className: `button ${STYLES[button.style]}`, disabled: button.disabled ?? false, "data-custom-id": button.custom_id, onclick: press }, label);
}
