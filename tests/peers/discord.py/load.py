"""The bot as people write it with discord.py and RapidFuzz, for the load test.

Arguments: the address of a stand-in for Discord, and the folder of the documents.
"""

import json
import pathlib
import sys

import discord
import yarl
from discord import app_commands
from rapidfuzz import fuzz, process

ROOT, DATA = sys.argv[1], pathlib.Path(sys.argv[2])

# The library has no setting for either; both are read when it connects.
discord.http.Route.BASE = f"{ROOT}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(ROOT.replace("http", "ws", 1) + "/gateway")

FILES = ["exports.json", "programs.json", "partners.json", "facts.json"]
ENTRIES = [document for file in FILES for document in json.loads((DATA / file).read_text())["documents"]]
NAMES = []
for position, entry in enumerate(ENTRIES):
    aliases = entry.get("aliases", {})
    for name in [*entry["name"].values(), *aliases.get("own", []), *aliases.get("shared", [])]:
        NAMES.append((name.lower(), position))
TYPED = [name for name, _ in NAMES]

client = discord.Client(intents=discord.Intents(guilds=True))
tree = app_commands.CommandTree(client)


@tree.command(name="ask", description="Ask anything")
async def ask(interaction: discord.Interaction, question: str):
    found = process.extractOne(question.lower(), TYPED, scorer=fuzz.ratio, score_cutoff=50)
    if found is None:
        await interaction.response.send_message("모르겠습니다")
        return
    entry = ENTRIES[NAMES[found[2]][1]]
    embed = discord.Embed(title=entry["name"]["ko"], description=entry.get("summary", {}).get("ko"))
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="English", custom_id="english"))
    await interaction.response.send_message(embed=embed, view=view)


client.run("discordpy.not-a-secret.opens-only-the-local-stand-in", log_handler=None)
