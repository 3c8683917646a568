// "Try these": questions typed badly, one press each. They stand in examples.json.
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { change, settings } from "./settings.js";
import { say } from "./words.js";

/**
 * Fills the strip with `examples`, those in the client's language first. `page` has `view`, `composer` and `acts`. One whose `say` begins
 * with `/` is a command with its first options; `@ ` mentions the bot that is online.
 */
export function showTries(strip, examples, page) {
  const { view } = page;
  const bot = view.world.applications.find((application) => application.online);
  const possible = examples.filter((example) => (example.say.startsWith("/") ? page.composer.named(example.say) : bot));
  const own = (example) => example.language === settings.language;
  const toggle = () => {
    change({ tries: !settings.tries });
    showTries(strip, examples, page);
    strip.querySelector("button").focus();
  };
  const label = say(settings.tries ? "hideTries" : "showTries");
  const fold = h("button", { type: "button", className: "icon-button", title: label, "aria-label": label, "aria-expanded": String(settings.tries), onclick: toggle }, icon(settings.tries ? "close" : "chevron"));
  const items = [...possible.filter(own), ...possible.filter((example) => !own(example))].map((example) => {
    const text = example.say.replace(/^@ /, "");
    return h("li", {}, h("button", { type: "button", className: "try", lang: example.language, "data-say": example.say, onclick: () => ask(example.say, bot, page) }, text, h("small", {}, example.why)));
  });
  // A wheel turns the strip, which shows no scroll bar.
  const onwheel = (event) => event.currentTarget.scrollBy({ left: event.deltaX + event.deltaY });
  strip.hidden = !items.length;
  fill(strip, h("h2", { id: "tries-title" }, say("tries")), settings.tries ? h("ul", { "aria-labelledby": "tries-title", onwheel }, items) : h("span", { className: "push" }), fold);
}

async function ask(line, bot, page) {
  page.log.toEnd();
  if (!line.startsWith("/")) {
    page.acts.send(line.replace(/^@/, `<@${bot.id}>`));
    return;
  }
  const { command, path, rest } = page.composer.named(line);
  page.composer.open(command, path, rest);
  await page.composer.form.send();
}
