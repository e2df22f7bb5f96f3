"""What tools/open-world measures on pictures (with numpy and OpenCV), for libs/studies/src/binding: facts of some references of the demo model and their distances.

Run from the repository root with the demo model's environment: tools/demo-model/.venv/bin/python tools/golden/picture_facts.py
Writes libs/studies/test/golden/picture-facts.json. Pictures are enlarged to 128 pixels by repeating theirs.
"""

import json
import sys
from pathlib import Path

import cv2

sys.path.insert(0, "tools/open-world")
from facet_world import pixels

FOLDER, OUT = Path("models/demo/references"), Path("libs/studies/test/golden/picture-facts.json")
files = sorted(path.name for path in FOLDER.glob("*.png"))[:24:3]
facts = []
for file in files:
    picture = cv2.imread(str(FOLDER / file))[..., ::-1]
    facts.append(pixels.describe(picture.repeat(128 // picture.shape[0], 0).repeat(128 // picture.shape[1], 1)))
result = {
    "pictures": [
        dict(file=file, palette=f["palette"].round(3).tolist(), covered=int(f["filled"].sum()), centre=f["pose"][:2].round(4).tolist(), texture=f["texture"].round(3).tolist())
        for file, f in zip(files, facts)
    ],
    "distances": [{k: round(float(v[0]), 4) for k, v in pixels.differences([a], [b]).items()} for a, b in zip(facts, facts[1:])],
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(result) + "\n")
