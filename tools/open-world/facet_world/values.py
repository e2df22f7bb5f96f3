"""Pictures' values: {object, color, style, layout}, each a dict with `word`, None where no word means it; and the numbers that say them."""
import math

import numpy as np

from .colors import PLAIN, SCHEMES, color_value
from .layouts import ARRANGEMENTS, MEANT, layout_value
from .styles import SYMMETRY, WIDE, style_value
from .vocabulary import ATTRIBUTES, DRAWINGS, OBJECT_WORDS, STYLE_WORDS, TREATMENTS

# Which combinations of four named values training never shows, told by their indices in the word lists.
HELD_OUT_RULE = "(7*object + 3*color + 5*style + 11*layout + object*color + style*layout) % 7 == 0"
_LISTS = [list(OBJECT_WORDS), [*PLAIN, *SCHEMES], list(STYLE_WORDS), list(MEANT)]

PALETTE_MEAN = np.array([[0.83, 0, 0], [0.45, 0, 0], [0.76, 0, 0]])
PALETTE_SPREAD = np.array([[0.22, 0.04, 0.04], [0.13, 0.09, 0.09], [0.12, 0.08, 0.08]])
ARRANGEMENT_KINDS = list(ARRANGEMENTS)

# Per attribute, how many of its numbers are a choice (one-hot) and how many are continuous, in this order.
CHOICES = {"object": len(DRAWINGS), "color": 0, "style": len(TREATMENTS), "layout": len(ARRANGEMENT_KINDS)}
NUMBERS = {"object": 0, "color": 9, "style": 3, "layout": 6}


def object_value(rng, name=None, source=None):
    """A random drawing that the model learns: {name, set, word}. `name` alone picks one of that concept's drawings."""
    if source is None:
        known = [d for d in DRAWINGS if name is None or d[0] == name]
        if name is None:  # concepts alike often, whether they have one drawing or two
            chosen = str(rng.choice(list(dict.fromkeys(c for c, _ in known))))
            known = [d for d in known if d[0] == chosen]
        name, source = known[int(rng.integers(len(known)))]
    return dict(name=name, set=source, word=name if name in OBJECT_WORDS else None)


MAKERS = dict(object=object_value, color=color_value, style=style_value, layout=layout_value)


def held_out(values):
    """Whether training never shows this combination. Only combinations of four words are ever held out."""
    words = [values[a]["word"] for a in ATTRIBUTES]
    if any(word not in known for word, known in zip(words, _LISTS)):
        return False
    return bool(_ruled_out(*(known.index(word) for word, known in zip(words, _LISTS))))


def _ruled_out(o, c, s, l):
    return (7 * o + 3 * c + 5 * s + 11 * l + o * c + s * l) % 7 == 0


def held_out_combinations():
    """All that training never shows, [n, 4]: indices in the lists of words, object, color, style, layout."""
    return np.argwhere(_ruled_out(*np.indices([len(known) for known in _LISTS])))


def draw_values(rng, **fixed):
    """Random values; those given stay as they are."""
    return {a: fixed.get(a) or MAKERS[a](rng) for a in ATTRIBUTES}


def training_values(rng):
    """Random values of a combination that training may see."""
    while held_out(values := draw_values(rng)):
        pass
    return values


def choice_of(attribute, value):
    """Index of the value's discrete part: drawing (-1 for foreign ones), treatment or arrangement."""
    if attribute == "object":
        key = (value["name"], value["set"])
        return DRAWINGS.index(key) if key in DRAWINGS else -1
    return TREATMENTS.index(value["kind"]) if attribute == "style" else ARRANGEMENT_KINDS.index(value["kind"])


def numbers_of(attribute, value):
    """The value's continuous part, about -1..1 each; NaN where a number means nothing."""
    if attribute == "object":
        return np.zeros(0, np.float32)
    if attribute == "color":
        return ((np.asarray(value["palette"]) - PALETTE_MEAN) / PALETTE_SPREAD / 1.5).reshape(-1).astype(np.float32)
    if attribute == "style":
        numbers = np.full(3, np.nan, np.float32)
        if value["kind"] in WIDE:
            low, high = WIDE[value["kind"]]
            numbers[0] = (value["size"] - low) / (high - low) * 2 - 1
        if value["kind"] in SYMMETRY:
            angle = math.radians(SYMMETRY[value["kind"]] * value["angle"])
            numbers[1:] = math.cos(angle), math.sin(angle)
        return numbers
    turn = math.radians(value["turn"])
    return np.array([value["x"] * 4, value["y"] * 4, (value["size"] - 0.55) * 4, math.cos(turn), math.sin(turn), 1 if value["mirror"] else -1], np.float32)


def describe(values):
    """All that is to be said of many pictures' values: choices {attribute: int64 [n]} and numbers {attribute: float32 [n, NUMBERS]}."""
    choices = {a: np.array([choice_of(a, v[a]) for v in values]) for a in ATTRIBUTES if CHOICES[a]}
    numbers = {a: np.stack([numbers_of(a, v[a]) for v in values]) for a in ATTRIBUTES if NUMBERS[a]}
    return choices, numbers
