// A bot as people write them with discord.js, for the playground to serve. Its address is the only argument.
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
  MessageFlags,
  Partials,
  SlashCommandBuilder,
} from "discord.js";

const root = process.argv[2];
const token = "discordjs.not-a-secret.opens-only-the-local-stand-in";
const years = [2022, 2021];

const figures = new SlashCommandBuilder()
  .setName("figures")
  .setNameLocalizations({ ko: "수치" })
  .setDescription("Figures of a year")
  .setDescriptionLocalizations({ ko: "한 해의 수치" })
  .addIntegerOption((option) =>
    option
      .setName("year")
      .setNameLocalizations({ ko: "연도" })
      .setDescription("Year to look up")
      .setRequired(true)
      .setAutocomplete(true),
  )
  .addBooleanOption((option) =>
    option.setName("private").setNameLocalizations({ ko: "비공개" }).setDescription("For you alone"),
  );

async function answer(interaction) {
  const year = interaction.options.getInteger("year");
  const embed = new EmbedBuilder().setTitle(`${year}년 수치`).setDescription("**543억 달러**");
  const button = new ButtonBuilder().setCustomId("more").setLabel("더 보기").setStyle(ButtonStyle.Primary);
  await interaction.reply({
    embeds: [embed],
    components: [new ActionRowBuilder().addComponents(button)],
    flags: interaction.options.getBoolean("private") ? MessageFlags.Ephemeral : undefined,
  });
}

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
const client = new Client({
  intents: [Guilds, GuildMessages, DirectMessages],
  // Without it the library keeps direct messages to itself.
  partials: [Partials.Channel],
  rest: { api: `${root}/api` },
});
client.once(Events.ClientReady, async () => {
  await client.application.commands.set([figures]);
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) {
    const typed = String(interaction.options.getFocused());
    const fitting = years.filter((year) => String(year).startsWith(typed));
    await interaction.respond(fitting.map((year) => ({ name: `${year}년`, value: year })));
  } else if (interaction.isChatInputCommand()) {
    await answer(interaction);
  } else if (interaction.isButton()) {
    await interaction.update({ content: "더 보여 드립니다", embeds: [], components: [] });
  }
});
client.on(Events.MessageCreate, async (message) => {
  const mine = !message.inGuild() || message.mentions.has(client.user);
  if (mine && !message.author.bot) {
    await message.reply({ content: `들었습니다: ${message.cleanContent}`, allowedMentions: { parse: [] } });
  }
});
await client.login(token);
