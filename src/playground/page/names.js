// Turns ids into names and back, for the world and the member in `view`.

/** The names that `view` knows, read anew at every call. */
export function namesOf(view) {
  const places = () => view.world.guilds.flatMap((guild) => guild.channels);
  const here = () => view.world.guilds.find((guild) => guild.channels.some((place) => place.id === view.channel));
  return {
    get self() {
      return view.user.id;
    },
    people() {
      const bots = view.world.applications.map((bot) => ({ id: bot.id, name: bot.name, bot: true }));
      return [...bots, ...view.world.members.map((member) => ({ id: member.id, name: member.name, bot: false }))];
    },
    user(id) {
      return this.people().find((person) => person.id === id)?.name;
    },
    role(id) {
      const own = view.world.guilds.flatMap((guild) => guild.roles).find((role) => role.id === id);
      return own?.name ?? view.world.applications.find((bot) => bot.roles.includes(id))?.name;
    },
    channel(id) {
      return places().find((place) => place.id === id)?.name;
    },
    /** A command as this client names it; messages carry its default name. */
    command(name, slash) {
      const known = view.commands.find((command) => command.name === name && (command.type === 1) === slash);
      return (slash ? "/" : "") + (known?.name_localized ?? name);
    },
    /** Pairs of name and id for options of users, channels, roles; null for other types. */
    mentionables(type) {
      const guild = here();
      const people = this.people().map((person) => [person.name, person.id]);
      const roles = (guild?.roles ?? []).map((role) => [role.name, role.id]);
      const channels = (guild?.channels ?? []).map((place) => [place.name, place.id]);
      return { 6: people, 7: channels, 8: roles, 9: [...people, ...roles] }[type] ?? null;
    },
    /** Entries for selects of users (5), roles (6), both (7) and channels (8). */
    entries(type) {
      return (this.mentionables({ 5: 6, 6: 8, 7: 9, 8: 7 }[type]) ?? []).map(([label, value]) => ({ label, value }));
    },
    /** A text with its `@name`s as mentions. */
    withIds(text) {
      const longestFirst = this.people().sort((one, other) => other.name.length - one.name.length);
      return longestFirst.reduce((left, person) => left.replaceAll(`@${person.name}`, `<@${person.id}>`), text);
    },
    /** A text with its mentions as `@name`s. */
    withNames(text) {
      return text.replace(/<@!?(\d+)>/g, (mention, id) => (this.user(id) ? `@${this.user(id)}` : mention));
    },
    /** Whether the member owns the server of the channel. */
    get manages() {
      return here()?.owner_id === view.user.id;
    },
  };
}
