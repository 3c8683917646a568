// The bot as people write it with discord.js and Fuse, for the load test. Arguments: the address of a stand-in for Discord,
// the folder of the documents, and `light` for a search in the two titles of each alone: Fuse compares with every name there is,
// ten for each document, and little else takes its time.
import { readFileSync } from "node:fs";
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  EmbedBuilder,
  Events,
  GatewayIntentBits,
} from "discord.js";
import Fuse from "fuse.js";

const [root, data, weight] = process.argv.slice(2);
const files = ["exports.json", "programs.json", "partners.json", "facts.json"];
const entries = files
  .flatMap((file) => JSON.parse(readFileSync(`${data}/${file}`)).documents)
  .map(({ name, aliases, summary }) => ({
    title: name.ko,
    summary: summary?.ko ?? "",
    names: [
      name.ko,
      name.en,
      ...(weight === "light" ? [] : [...(aliases?.own ?? []), ...(aliases?.shared ?? [])]),
    ],
  }));
const fuse = new Fuse(entries, { keys: ["names"], threshold: 0.4, includeScore: true });

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: `${root}/api` } });
client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  const found = fuse.search(interaction.options.getString("question"), { limit: 1 })[0]?.item;
  if (!found) return void (await interaction.reply({ content: "모르겠습니다" }));
  const embed = new EmbedBuilder().setTitle(found.title).setDescription(found.summary || null);
  const button = new ButtonBuilder().setCustomId("english").setLabel("English").setStyle(ButtonStyle.Secondary);
  await interaction.reply({ embeds: [embed], components: [new ActionRowBuilder().addComponents(button)] });
});
await client.login("discordjs.not-a-secret.opens-only-the-local-stand-in");
