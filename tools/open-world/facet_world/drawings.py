"""The drawings: fetched from npm, pinned by drawings/package-lock.json, and read as layers of coverage and tone."""
import json
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from .oklab import to_oklab
from .vocabulary import DRAWINGS, FOREIGN_DRAWINGS, ICONS

SOURCE = Path(__file__).resolve().parents[1] / "drawings"
INK = 184  # pixels of a drawing's side without its margin

_folder = None


def use(folder):
    """Where the PNG files are: DRAWINGS and FOREIGN_DRAWINGS as <concept>.<set>.png. To be called before anything is drawn."""
    global _folder
    _folder = Path(folder)
    layers.cache_clear()


def fetch(folder, scratch):
    """Makes the PNG files in `folder`; needs npm and node. `scratch` holds the packages meanwhile."""
    shutil.copytree(SOURCE, scratch, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=scratch, check=True)
    jobs = [dict(set=source, icon=ICONS[concept], concept=concept) for concept, source in [*DRAWINGS, *FOREIGN_DRAWINGS]]
    (scratch / "jobs.json").write_text(json.dumps(jobs))
    subprocess.run(["node", "rasterize.mjs", "jobs.json", str(folder.resolve())], cwd=scratch, check=True)


@lru_cache(None)
def layers(concept, source):
    """Smaller and smaller copies float32 [side, side, 2] of one drawing: coverage, and coverage times tone.

    Tone is the drawing's lightness spread over 0..1; palettes give it its colors.
    """
    rgba = cv2.imread(str(_folder / f"{concept}.{source}.png"), cv2.IMREAD_UNCHANGED)[..., [2, 1, 0, 3]].astype(np.float32) / 255
    alpha, lightness = rgba[..., 3], to_oklab(rgba[..., :3])[..., 0]
    inside = alpha > 0.9
    low, high = np.percentile(lightness[inside], [3, 97])
    tone = np.clip((lightness - (low + high) / 2) / max(high - low, 0.25) + 0.5, 0, 1)
    order = np.sort(tone[inside])
    even = np.searchsorted(order, tone) / len(order)  # drawings of few shades would leave most of the palette unused
    tone = np.clip(0.6 * tone + 0.4 * even, 0, 1)
    copies = [np.dstack([alpha, alpha * tone]).astype(np.float32)]
    while copies[-1].shape[0] > 30:
        copies.append(cv2.resize(copies[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    return copies
