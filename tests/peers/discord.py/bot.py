"""A bot as people write them with discord.py, for the playground to serve. Its address is the only argument."""

import sys

import discord
import yarl
from discord import app_commands
from discord.app_commands import locale_str

ROOT = sys.argv[1]
TOKEN = "discordpy.not-a-secret.opens-only-the-local-stand-in"
YEARS = [2022, 2021]
KOREAN = {
    "figures": "수치",
    "Figures of a year": "한 해의 수치",
    "year": "연도",
    "Year to look up": "알고 싶은 연도",
    "private": "비공개",
    "For you alone": "나만 보기",
}

# The library has no setting for either; both are read when it connects.
discord.http.Route.BASE = f"{ROOT}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(ROOT.replace("http", "ws", 1) + "/gateway")


class Korean(app_commands.Translator):
    async def translate(self, string, locale, context):
        return KOREAN.get(string.message) if locale is discord.Locale.korean else None


class More(discord.ui.View):
    @discord.ui.button(label="더 보기", custom_id="more", style=discord.ButtonStyle.primary)
    async def more(self, interaction: discord.Interaction, button: discord.ui.Button):
        await interaction.response.edit_message(content="더 보여 드립니다", embed=None, view=None)


class Bot(discord.Client):
    def __init__(self):
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        await self.tree.set_translator(Korean())
        await self.tree.sync()

    async def on_message(self, message: discord.Message):
        mine = message.guild is None or self.user in message.mentions
        if mine and not message.author.bot:
            text = f"들었습니다: {message.clean_content}"
            await message.reply(text, allowed_mentions=discord.AllowedMentions.none())


bot = Bot()


@bot.tree.command(name=locale_str("figures"), description=locale_str("Figures of a year"))
@app_commands.rename(year=locale_str("year"), private=locale_str("private"))
@app_commands.describe(year=locale_str("Year to look up"), private=locale_str("For you alone"))
async def figures(interaction: discord.Interaction, year: int, private: bool = False):
    embed = discord.Embed(title=f"{year}년 수치", description="**543억 달러**")
    await interaction.response.send_message(embed=embed, view=More(), ephemeral=private)


@figures.autocomplete("year")
async def years(interaction: discord.Interaction, typed: str):
    fitting = [year for year in YEARS if str(year).startswith(str(typed))]
    return [app_commands.Choice(name=f"{year}년", value=year) for year in fitting]


bot.run(TOKEN, log_handler=None)
