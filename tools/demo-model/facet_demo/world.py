"""The four factors of the picture world, the captions, and which combinations training never sees."""
import numpy as np

FACTORS = {
    "object": ["cat", "fish", "bird", "house", "tree", "car", "flower", "boat"],
    "color": ["red", "orange", "yellow", "green", "blue", "purple", "pink", "black"],
    "style": ["flat", "ink", "pixel", "striped", "watercolor"],
    "layout": ["upright", "lying", "flipped", "tiny", "paired"],
}
NAMES = list(FACTORS)
SIZES = [len(words) for words in FACTORS.values()]

# What a caption may say instead of a factor it leaves open. Also good words to start a learned token from.
NEUTRAL = {"object": "thing", "color": "colored", "style": "styled", "layout": "placed"}

CAPTION = "a {style} drawing of a {color} {object} {layout}"
HELD_OUT_RULE = "(7*object + 3*color + 5*style + 11*layout + object*color + style*layout) % 7 == 0, indices into the word lists"


def held_out(combination):
    """True for the 220 of 1600 combinations (indices object, color, style, layout) that training never sees."""
    o, c, s, l = (int(v) for v in combination)
    return (o * 7 + c * 3 + s * 5 + l * 11 + o * c + s * l) % 7 == 0


def words(combination):
    """Four indices to {factor: word}; None stays None, meaning left open."""
    return {name: None if v is None else FACTORS[name][int(v)] for name, v in zip(NAMES, combination)}


def caption(combination):
    """The caption used for evaluation and for the references, all four factors named."""
    return CAPTION.format(**words(combination))


def random_combination(rng, want_held_out):
    """A uniformly drawn combination of the wanted half."""
    while True:
        combination = [int(rng.integers(n)) for n in SIZES]
        if held_out(combination) == want_held_out:
            return combination


def leave_open(combination, rng, share):
    """Replace each factor by None with probability `share`."""
    return [None if rng.random() < share else int(v) for v in combination]


def training_caption(combination, rng):
    """One of five word orders; a factor that is None is left out or named by its neutral word."""
    word = words(combination)
    for name in NAMES:
        if word[name] is None:
            word[name] = NEUTRAL[name] if name == "object" or rng.random() < 0.5 else ""
    o, c, s, l = (word[name] for name in NAMES)
    templates = [
        f"a {s} drawing of a {c} {o} {l}",
        f"a {c} {o} {l} in {s} style" if s else f"a {c} {o} {l}",
        f"a {s} {c} {o} {l}",
        f"{l} {c} {o} , {s} style" if s else f"{l} {c} {o}",
        f"a drawing of a {c} {o} , {l} , {s}" if l and s else f"a drawing of a {c} {o} {l}{s}",
    ]
    return " ".join(templates[int(rng.integers(len(templates)))].split())


def every_combination():
    """All 1600 combinations as an integer array [1600, 4]."""
    return np.stack(np.meshgrid(*[np.arange(n) for n in SIZES], indexing="ij"), -1).reshape(-1, 4)
