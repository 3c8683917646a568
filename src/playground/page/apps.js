// The "Apps" button of a message: context menu commands for it, and for its author.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

/** Types of context menu commands. See Discord Docs/Application Command Types. */
const USER = 2;
const MESSAGE = 3;

/** A button that opens the menu. `acts` has `menuCommands()` and `useMenu(command, target)`. */
export function appsButton(message, acts) {
  const menu = h("ul", { className: "list", role: "menu", hidden: true });
  const button = h("button", { type: "button", className: "icon-button", title: say("appsOf"), "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => (menu.hidden ? open() : close()) }, icon("apps"), say("apps"));

  function open() {
    const commands = acts.menuCommands();
    const entry = (command) =>
      h("li", { role: "menuitem", tabIndex: -1, "data-command": command.name, onclick: () => {
        close();
        button.focus();
        acts.useMenu(command, command.type === MESSAGE ? message.id : message.author.id);
      } }, h("span", {}, command.name_localized), h("small", {}, command.application));
    const group = (type, title) => {
      const own = commands.filter((command) => command.type === type);
      return own.length ? [h("li", { className: "idle", role: "presentation" }, h("small", {}, title)), own.map(entry)] : [];
    };
    const entries = [group(MESSAGE, say("appsOf")), group(USER, say("appsOfUser"))].flat(Infinity);
    menu.replaceChildren(...(entries.length ? entries : [h("li", { className: "idle", role: "menuitem", tabIndex: -1, "aria-disabled": "true" }, say("noApps"))]));
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    menu.scrollIntoView({ block: "nearest" });
    menu.querySelector("[role=menuitem]").focus();
  }
  function close() {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }
  function key(event) {
    if (menu.hidden) return;
    const items = [...menu.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[to].focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
      button.focus();
    } else if ((event.key === "Enter" || event.key === " ") && at >= 0) {
      event.preventDefault();
      items[at].click();
    }
  }
  const left = (event) => !event.currentTarget.contains(event.relatedTarget) && close();
  return h("div", { className: "apps", onkeydown: key, onfocusout: left }, button, menu);
}
