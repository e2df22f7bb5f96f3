"""Is anything silently wrong? Pictures that the model was not made for go through `facet invert`, and what their tokens draw together is held against them.

Colors without a word and pictures of named and unnamed values are rendered; drawings are those of an artist who was left out, as they are; photographs are scikit-image's.
Within its bounds is a picture whose palette comes back within CIEDE2000 10 and whose silhouette with an overlap loss of at most .4 (the better of two seeds); everything else must be warned of.

usage: edge.py STATE MODEL OUT [--method words] [--only KIND ...] [--service] (STATE: a folder of `facet_world train`, MODEL: its export; from anywhere, with the Node of the lockfile on the PATH)
By default as the model inverts by itself. With --service a Facet service that offers MODEL inverts, at FACET_URL with FACET_API_KEY (`facet remote invert`)."""
import argparse
import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
from skimage import data

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from facet_world import drawings, pixels
from facet_world.colors import UNNAMED_PLAIN, single
from facet_world.measure import named_value, renders, unnamed_value
from facet_world.render import SIZE, save_png
from facet_world.values import object_value
from facet_world.vocabulary import ATTRIBUTES, FOREIGN_SET, OBJECTS

ROOT = Path(__file__).resolve().parents[3]
COLORS = ["teal", "salmon", "olive", "lavender", "magenta", "mint"]
PHOTOS = ["astronaut", "coffee", "chelsea", "rocket", "retina"]
WITHIN = {"color": 10.0, "overlap": 0.4}


def references(folder):
    """(kind, name, uint8 picture) of everything that is tried."""
    rng = np.random.default_rng(6)
    words = lambda **fixed: {a: fixed.get(a) or named_value(a, rng) for a in ATTRIBUTES}
    for color in COLORS:
        palette = dict(palette=single(UNNAMED_PLAIN[color]), word=None, kind="plain")
        yield "color without a word", color, renders([words(color=palette)])[0]
    for name in OBJECTS[:: len(OBJECTS) // 10][:10]:
        rgba = cv2.imread(str(folder / f"{name}.{FOREIGN_SET}.png"), cv2.IMREAD_UNCHANGED).astype(float)
        coverage = rgba[..., 3:] / 255
        picture = (rgba[..., :3] * coverage + 255 * (1 - coverage))[..., ::-1]
        yield "left-out artist", name, cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_AREA).astype(np.uint8)
    for name in PHOTOS:
        photo = getattr(data, name)()[..., :3]
        side = min(photo.shape[:2])
        top, left = ((n - side) // 2 for n in photo.shape[:2])
        yield "photograph", name, cv2.resize(photo[top : top + side, left : left + side], (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    for i in range(6):
        yield "named", str(i), renders([words()])[0]
    for i in range(6):
        yield "unnamed", str(i), renders([{a: unnamed_value(a, rng) for a in ATTRIBUTES}])[0]


def facet(*arguments):
    """The last line that a command writes with --json."""
    done = subprocess.run(["node", ROOT / "tools/cli/src/main.ts", *map(str, arguments), "--json"], capture_output=True, text=True)
    last = json.loads(done.stdout.strip().splitlines()[-1])
    if done.returncode:
        raise SystemExit(f"facet {arguments[0]}: {last}")
    return last


def tried(kind, name, picture, model, out, method, service):
    path = out / f"{kind.replace(' ', '-')}-{name}"
    save_png(path.with_suffix(".png"), picture)
    if not (path / "figures.json").exists():
        inverts = ["remote", "invert"] if service else ["invert", "--model", model, "--no-leak-report"]
        said = facet(*inverts, path.with_suffix(".png"), *(["--method", method] if method else []), "--out", path)["assessment"]
        tokens = [part for a in ATTRIBUTES for part in (f"--{a}", path)]
        facet("compose", *tokens, "--model", model, "--out", path / "drawn", "--count", 2, "--guidance", 2)
        drawn = np.stack([cv2.imread(str(p))[..., ::-1] for p in sorted((path / "drawn").glob("seed-*.png"))])
        off = {k: float(v.min()) for k, v in pixels.differences(drawn, [picture] * len(drawn)).items()}
        figures = dict(off=off, warnings=[[w["code"], w.get("attribute")] for w in said["warnings"]], unlikeness=said["unlikeness"], color=said["colorDistance"], words={a: [w["word"], round(w["confidence"], 2)] for a, w in said["words"].items()})
        (path / "figures.json").write_text(json.dumps(figures))
    return json.loads((path / "figures.json").read_text())


def main():
    p = argparse.ArgumentParser()
    p.add_argument("state", type=Path)
    p.add_argument("model", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--method")
    p.add_argument("--only", nargs="*")
    p.add_argument("--service", action="store_true")
    a = p.parse_args()
    drawings.use(a.state / "drawings")
    kinds = {}
    for kind, name, picture in references(a.state / "drawings"):
        if a.only and kind not in a.only:
            continue
        f = tried(kind, name, picture, a.model, a.out, a.method, a.service)
        within = all(f["off"][k] <= bound for k, bound in WITHIN.items())
        state = "warned" if f["warnings"] else "within" if within else "SILENTLY WRONG"
        kinds.setdefault(kind, []).append((state, within))
        print(f"{kind} | {name} | {f['unlikeness']:.2f} | {f['color']:.1f} | {f['off']['color']:.1f} | {f['off']['overlap']:.2f} | {' '.join(f'{w} {c}' for w, c in f['words'].values())} | {', '.join(c + (' ' + at if at else '') for c, at in f['warnings'])} | {state}", flush=True)
    for kind, states in kinds.items():
        print(f"{kind}: {len(states)}, warned {sum(s == 'warned' for s, _ in states)} (of these {sum(s == 'warned' and w for s, w in states)} within bounds), within {sum(s == 'within' for s, _ in states)}, silently wrong {sum(s == 'SILENTLY WRONG' for s, _ in states)}")


if __name__ == "__main__":
    main()
