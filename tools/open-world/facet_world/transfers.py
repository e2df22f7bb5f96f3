"""Pictures for `facet binding`: references of named, unnamed and foreign values, for each of their attributes what should be drawn when that value alone
stands beside another picture's words, and what should when unnamed values of two or of four references stand together. Values are known, so what is wanted can be rendered, and so can the bound be said: the private name by which training called the value."""
import json
from itertools import combinations

import numpy as np

from .captions import Labels
from .measure import named_value, renders, unnamed_value
from .render import save_png
from .stages.text import Towers
from .values import object_value
from .vocabulary import ATTRIBUTES, FOREIGN_DRAWINGS

MAKE = {"named": named_value, "unnamed": unnamed_value}


def _references(rng, count):
    for kind in MAKE:
        for _ in range(count):
            yield kind, {a: MAKE[kind](a, rng) for a in ATTRIBUTES}, ATTRIBUTES
    for i in rng.permutation(len(FOREIGN_DRAWINGS))[:count]:
        name, source = FOREIGN_DRAWINGS[i]
        yield "foreign", {a: named_value(a, rng) for a in ATTRIBUTES} | {"object": dict(object_value(rng, name, source), word=None)}, ["object"]


def write(run, folder, count=40, each=2, seed=31):
    """`count` references of each kind, `each` transfers of each attribute, `count` swaps of two and of four; transfers.json says which are which."""
    rng, towers, references, transfers, unnamed = np.random.default_rng(seed), Towers(run), [], [], {}
    for i, (kind, values, attributes) in enumerate(_references(rng, count)):
        file = f"reference-{i:03d}.png"
        save_png(folder / file, renders([values])[0])
        labels = Labels([values])
        bound = {} if kind == "foreign" else {a: towers.names(a, *(d.get(a) for d in (labels.choices, labels.numbers)))[0].tolist() for a in attributes}
        if kind == "unnamed":
            unnamed[i] = values
        references.append(dict(file=file, kind=kind, words={a: v["word"] for a, v in values.items() if v["word"]}, bound=bound))
        for a in attributes:
            for k in range(each):
                others = {b: named_value(b, rng) for b in ATTRIBUTES if b != a}
                wanted = f"wanted-{i:03d}-{a}-{k}.png"
                save_png(folder / wanted, renders([others | {a: values[a]}])[0])
                transfers.append(dict(reference=i, attribute=a, words={b: v["word"] for b, v in others.items()}, wanted=wanted))
    told = dict(formatVersion=1, references=references, transfers=transfers, swaps=list(_swaps(unnamed, folder, np.random.default_rng([seed, 1]))))
    (folder / "transfers.json").write_text(json.dumps(told) + "\n")


def _swaps(unnamed, folder, rng):
    """As many of two and of four as there are references {number: values}: each value is another reference's, what is left is by words."""
    numbers, pairs = list(unnamed), list(combinations(ATTRIBUTES, 2))
    for size in (2, 4):
        for k in range(len(numbers)):
            attributes = pairs[k % len(pairs)] if size == 2 else ATTRIBUTES
            sources = {a: numbers[(k + j) % len(numbers)] for j, a in enumerate(attributes)}
            others = {a: named_value(a, rng) for a in ATTRIBUTES if a not in sources}
            wanted = f"wanted-swap-{size}-{k:03d}.png"
            save_png(folder / wanted, renders([others | {a: unnamed[i][a] for a, i in sources.items()}])[0])
            yield dict(sources=sources, words={a: v["word"] for a, v in others.items()}, wanted=wanted)
