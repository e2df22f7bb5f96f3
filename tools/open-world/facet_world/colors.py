"""Values of the attribute color: palettes of three OKLab colors [3, 3]: background, dark end and light end of what stands on it."""
import numpy as np

from .oklab import from_lch, palette_difference

PLAIN = {  # OKLCH of the drawing's middle tone; the background is near white
    "red": (0.60, 0.21, 27), "orange": (0.73, 0.17, 56), "yellow": (0.87, 0.16, 98), "lime": (0.82, 0.19, 126), "green": (0.58, 0.16, 146),
    "cyan": (0.79, 0.11, 212), "blue": (0.55, 0.20, 262), "navy": (0.35, 0.13, 268), "purple": (0.50, 0.20, 304), "pink": (0.76, 0.14, 350),
    "maroon": (0.39, 0.13, 18), "brown": (0.48, 0.08, 58), "grey": (0.62, 0.004, 250), "black": (0.25, 0.01, 270),
}
UNNAMED_PLAIN = {  # everyday colors that have no word here
    "teal": (0.56, 0.09, 195), "salmon": (0.74, 0.13, 30), "olive": (0.56, 0.10, 112), "lavender": (0.76, 0.09, 300), "magenta": (0.60, 0.25, 340),
    "peach": (0.85, 0.08, 62), "mint": (0.86, 0.10, 165), "gold": (0.75, 0.13, 85),
}
SCHEMES = {  # three OKLCH colors: background, dark end, light end
    "sunset": ((0.85, 0.09, 60), (0.42, 0.14, 330), (0.74, 0.18, 45)), "ocean": ((0.90, 0.05, 205), (0.38, 0.12, 258), (0.74, 0.11, 200)),
    "forest": ((0.91, 0.06, 125), (0.36, 0.09, 150), (0.74, 0.15, 125)), "candy": ((0.91, 0.05, 345), (0.60, 0.22, 355), (0.86, 0.09, 215)),
    "night": ((0.25, 0.07, 275), (0.50, 0.13, 285), (0.92, 0.10, 95)), "autumn": ((0.93, 0.05, 85), (0.43, 0.12, 35), (0.76, 0.16, 68)),
    "lava": ((0.22, 0.03, 30), (0.50, 0.20, 28), (0.86, 0.17, 85)), "blueprint": ((0.48, 0.16, 258), (0.72, 0.09, 245), (0.98, 0.01, 240)),
}
WHITE_PAPER = (0.965, 0.008, 90)
KINDS = ["plain", "pair", "scheme", "hue", "free"]
SHARES = [0.30, 0.08, 0.14, 0.20, 0.28]
FAR = 8.0  # mean CIEDE2000 from every phrase of words from which on a palette counts as unnamed


def single(lch, paper=WHITE_PAPER):
    """The palette of one color: a darker and a lighter shade of it on `paper`."""
    l, c, h = lch
    return np.stack([from_lch(paper), from_lch((max(0.12, l - 0.17), c * 0.95, h)), from_lch((min(0.96, l + 0.13), c * 0.8, h))])


def double(first, second, paper=WHITE_PAPER):
    """The palette of "first and second": the one's dark end, the other's light end."""
    (la, ca, ha), (lb, cb, hb) = first, second
    return np.stack([from_lch(paper), from_lch((la - 0.06, ca, ha)), from_lch((min(0.95, lb + 0.05), cb, hb))])


PAIRS = [f"{a} and {b}" for a in PLAIN for b in PLAIN if PLAIN[b][0] - PLAIN[a][0] > 0.12]
CENTRES = {
    **{w: single(lch) for w, lch in PLAIN.items()}, **{w: np.stack([from_lch(c) for c in scheme]) for w, scheme in SCHEMES.items()},
    **{pair: double(*(PLAIN[w] for w in pair.split(" and "))) for pair in PAIRS},
}
_CENTRES = np.stack(list(CENTRES.values()))


def nearest_phrase(palette):
    """The phrase of words whose palette is nearest, and its mean CIEDE2000."""
    distance = palette_difference(_CENTRES, np.asarray(palette)[None])
    return list(CENTRES)[int(distance.argmin())], float(distance.min())


def is_unnamed(palette):
    return nearest_phrase(palette)[1] >= FAR


def _jitter(lch, rng):
    l, c, h = lch
    return l + rng.uniform(-0.02, 0.02), max(0, c + rng.uniform(-0.012, 0.012)), h + rng.uniform(-5, 5)


def _paper(rng):
    return rng.uniform(0.95, 0.98), rng.uniform(0, 0.015), rng.uniform(0, 360)


def _any_lch(rng, low=0.3, high=0.9):
    l = rng.uniform(low, high)
    return l, rng.uniform(0.02, 0.2) * (1 - abs(l - 0.62) * 0.9), rng.uniform(0, 360)


def _free_palette(rng):
    """A background, dark, light or middling, with two ends that stand out from it and from each other."""
    while True:
        kind = rng.random()
        low, high, dull, vivid = (0.17, 0.36, 0.02, 0.10) if kind < 0.3 else (0.84, 0.95, 0.02, 0.09) if kind < 0.7 else (0.5, 0.78, 0.06, 0.16)
        ground = (rng.uniform(low, high), rng.uniform(dull, vivid), rng.uniform(0, 360))
        p = np.stack([from_lch(c) for c in (ground, _any_lch(rng, 0.25, 0.62), _any_lch(rng, 0.55, 0.95))])
        apart = [np.linalg.norm(p[0] - end) for end in (p[1], p[2], (p[1] + p[2]) / 2)]
        if p[2, 0] - p[1, 0] > 0.18 and apart[0] > 0.12 and apart[1] > 0.12 and apart[2] > 0.2:
            return p


def color_value(rng, kind=None, word=None):
    """A random palette: {kind, word (None where none was meant), palette}. `word` of a pair is "a and b"."""
    kind = kind or ("scheme" if word in SCHEMES else "plain" if word in PLAIN else "pair" if word else str(rng.choice(KINDS, p=SHARES)))
    if kind == "plain":
        word = word or str(rng.choice(list(PLAIN)))
        palette = single(_jitter(PLAIN[word], rng), _paper(rng))
    elif kind == "scheme":
        word = word or str(rng.choice(list(SCHEMES)))
        palette = np.stack([from_lch(_jitter(c, rng)) for c in SCHEMES[word]])
    elif kind == "pair":
        word = word or str(rng.choice(PAIRS))
        palette = double(*(_jitter(PLAIN[w], rng) for w in word.split(" and ")), _paper(rng))
    else:
        palette = single(_any_lch(rng), _paper(rng)) if kind == "hue" else _free_palette(rng)
    return dict(kind=kind, word=word, palette=palette)
