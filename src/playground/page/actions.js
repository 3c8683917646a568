// What a member does, and what becomes of it: the answer arrives as a message, a failure as a note, a modal as a dialog.
import { api } from "./api.js";
import { h } from "./dom.js";
import { showModal } from "./modal.js";
import { refused, say } from "./words.js";

/** Time within which the client itself refuses a command, in milliseconds. */
const REFUSAL_MS = 250;

/** The actions of the page. `page` has `view`, `names`, `log`, `composer`, `wire` and `dialog`. */
export function actionsOf(page) {
  const { view, names } = page;
  const by = () => ({ user: view.user.id });
  const note = (refusal) => page.log.note(refused(refusal));

  /** Waits for an interaction's fate and shows what only the one who acted sees. */
  async function carryOut(sent, what) {
    const done = page.log.pending(what);
    try {
      const { interaction } = await sent;
      if (interaction.state === "failed") failed(interaction, what);
      if (interaction.modal) openModal(interaction);
      return null;
    } catch (refusal) {
      note(refusal);
      return refusal;
    } finally {
      done();
    }
  }

  function failed(interaction, what) {
    const look = h("button", { type: "button", className: "linkish", onclick: () => page.wire.open({ interaction: interaction.id }) }, say("wire"));
    page.log.note(h("b", {}, what), h("span", {}, say(interaction.type === 2 ? "failed" : "failedHere")), look);
  }

  function openModal({ id, modal }) {
    const submit = async (values) => {
      try {
        const { interaction } = await api.modal({ ...by(), interaction: id, values });
        return interaction.state === "failed" ? { message: say("failed") } : null;
      } catch (refusal) {
        return refusal;
      }
    };
    showModal(page.dialog, modal, names, submit);
  }

  return {
    press: (message, component, values) => carryOut(api.component({ ...by(), message: message.id, custom_id: component.custom_id, values }), component.label ?? component.placeholder ?? ""),
    menuCommands: () => view.commands.filter((command) => command.type !== 1),
    useMenu: (command, target) => carryOut(api.command({ ...by(), channel: view.channel, application: command.application_id, command: command.id, target }), command.name_localized),
    remove: (message) => api.remove(view.user.id, message.id).catch(note),
    reply: (message) => page.composer.reply(message),
    edit: (message) => page.composer.edit(message),
    wire: (message) => page.wire.open({ message: message.id }),
    selected: (id) => page.wire.show({ message: id }),
    toInput: () => page.composer.focus(),
    lastOwn: () => [...page.log.messages.values()].reverse().find((message) => message.author.id === view.user.id && message.content),
    saveEdit: (message, content) => api.edit(view.user.id, message.id, content).catch(note),
    send: (content, replyTo) => api.send({ ...by(), channel: view.channel, content, reply_to: replyTo?.id }).catch(note),
    /** Runs a command; a refusal of the client's is returned. */
    async run(command, path, options) {
      const sent = api.command({ ...by(), channel: view.channel, application: command.application_id, command: [command.id, ...path].join(" "), options });
      const refusal = await Promise.race([sent.then(() => null, (error) => error), new Promise((late) => setTimeout(late, REFUSAL_MS, null))]);
      if (refusal) return refusal;
      carryOut(sent, `/${[command.name_localized, ...path].join(" ")}`);
      return null;
    },
  };
}
