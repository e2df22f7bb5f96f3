"""Pictures to learn from that come with the model: renders of named values, as models/demo has them, in pairs that differ in all four attributes."""
import json

import numpy as np

from .colors import color_value
from .layouts import layout_value
from .render import render, save_png
from .styles import style_value
from .values import held_out, object_value
from .verdicts import WORDS
from .vocabulary import ATTRIBUTES

SEED, COUNT = 2026, 24
TUNING_PAIRS = 4
# What `npm start` shows: every attribute different at first sight.
FIRST_PAIR = [dict(object="elephant", color="ocean", style="striped", layout="tilted"), dict(object="butterfly", color="lava", style="sticker", layout="paired")]


def values_of_words(words, rng):
    """Values that the words {attribute: word} mean."""
    make = dict(
        object=lambda word: object_value(rng, word), color=lambda word: color_value(rng, word=word), style=lambda word: style_value(rng, word, wide=False),
        layout=lambda word: layout_value(rng, word),
    )
    return {attribute: make[attribute](word) for attribute, word in words.items()}


def _partner(first, rng):
    """Words that differ from those of `first` in every attribute."""
    return {a: str(rng.choice([w for w in WORDS[a] if w != first[a]])) for a in ATTRIBUTES}


def choose(rng):
    """COUNT combinations; each second one is the partner of the one before."""
    chosen = list(FIRST_PAIR)
    while len(chosen) < COUNT:
        first = {a: str(rng.choice(WORDS[a])) for a in ATTRIBUTES}
        chosen += [first, _partner(first, rng)]
    return chosen


def write(folder):
    """references/*.png, references.json and pairs.json."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for i, words in enumerate(choose(np.random.default_rng(SEED))):
        rng = np.random.default_rng([SEED, i])
        values = values_of_words(words, rng)
        file = f"{i:02d}-{'-'.join(words[a] for a in ('style', 'color', 'object', 'layout'))}.png"
        save_png(folder / file, render(values, rng))
        entries.append({"file": file, **words, "heldOut": held_out(values)})
    (folder / "references.json").write_text(json.dumps(entries, indent=2) + "\n")
    pairs = [{"a": a["file"], "b": b["file"]} for a, b in zip(entries[::2], entries[1::2])]
    (folder / "pairs.json").write_text(json.dumps(pairs, indent=2) + "\n")


def write_evaluation(folder):
    """evaluation/references.json of a model folder that has its references: the first pairs, the demo's among them, are for choosing settings."""
    pairs = [[pair["a"], pair["b"]] for pair in json.loads((folder / "references" / "pairs.json").read_text())]
    told = {
        "formatVersion": 1, "note": "Reference number k draws with the seeds first + stride * k, and on.",
        "seeds": {"first": 1000, "stride": 100, "count": 4, "base": {"first": 1_000_000, "count": 128}},
        "tuning": {"pairs": pairs[:TUNING_PAIRS]}, "evaluation": {"pairs": pairs[TUNING_PAIRS:]},
    }
    (folder / "evaluation").mkdir()
    (folder / "evaluation" / "references.json").write_text(json.dumps(told, indent=2) + "\n")
