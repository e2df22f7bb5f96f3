"""The reference pictures that Facet learns from in its demo and its evaluation, and the fixed list of pairs."""
import json

import numpy as np
from PIL import Image

from .render import render
from .world import FACTORS, NAMES, held_out, random_combination, words

SEED, COUNT, PAIRS = 2026, 80, 28
# The pair that `npm start` shows: every factor different, and different at first sight.
FIRST_PAIR = [dict(object="cat", color="yellow", style="striped", layout="lying"), dict(object="house", color="red", style="watercolor", layout="paired")]


def indices(named):
    return [FACTORS[name].index(named[name]) for name in NAMES]


def choose(rng):
    """COUNT different combinations, the first pair ahead, then seen and held-out ones in turn."""
    chosen = [indices(named) for named in FIRST_PAIR]
    while len(chosen) < COUNT:
        candidate = random_combination(rng, want_held_out=len(chosen) % 2 == 1)
        if candidate not in chosen:
            chosen.append(candidate)
    return chosen


def choose_pairs(combinations, rng):
    """PAIRS pairs that differ in all four factors; no picture is used twice."""
    free, pairs = list(range(2, len(combinations))), [(0, 1)]
    while len(pairs) < PAIRS:
        a = free.pop(0)
        fitting = [b for b in free if all(x != y for x, y in zip(combinations[a], combinations[b]))]
        b = fitting[int(rng.integers(len(fitting)))]
        free.remove(b)
        pairs.append((a, b))
    return pairs


def write(folder):
    """references/*.png, references.json and pairs.json."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    combinations = choose(rng)
    pairs = choose_pairs(combinations, rng)
    entries = []
    for i, combination in enumerate(combinations):
        word = words(combination)
        name = f"{i:02d}-{'-'.join(word[n] for n in ('style', 'color', 'object', 'layout'))}.png"
        Image.fromarray(render(combination, np.random.default_rng([SEED, i]))).save(folder / name)
        entries.append({"file": name, **word, "heldOut": held_out(combination)})
    (folder / "references.json").write_text(json.dumps(entries, indent=2) + "\n")
    listed = [{"a": entries[a]["file"], "b": entries[b]["file"]} for a, b in pairs]
    (folder / "pairs.json").write_text(json.dumps(listed, indent=2) + "\n")
