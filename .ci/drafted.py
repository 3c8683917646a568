"""Fails unless a draft, read from standard input, finds every figure that the base in a folder cites, and no new one.

    incheon-exports-bot draft ARTICLE | drafted.py FOLDER
"""

import json
import pathlib
import sys

cited = set()
for name in ("exports", "programs", "partners", "facts"):
    for document in json.loads(pathlib.Path(sys.argv[1], f"{name}.json").read_text("utf-8"))["documents"]:
        for figure in document.get("figures", []):
            if "value" in figure:
                cited.add((f"{document['slug']}.{figure['key']}", figure["paragraph"]))

draft = json.load(sys.stdin)
found = set()
for line in draft["notes"]["in the base already"]:
    name, rest = line.split(":", 1)
    found.add((name, int(rest.rsplit("(paragraph ", 1)[1].rstrip(")"))))

missed = sorted(cited - found)
new = [figure for document in draft["documents"] for figure in document.get("figures", [])]
print(f"{len(cited)} figures cited, {len(cited) - len(missed)} of them found; {len(new)} new")
if not cited or missed or new:
    sys.exit(f"missed: {missed}\nnew: {json.dumps(new, ensure_ascii=False)}")
