"""Values of the attribute style: a treatment with continuous settings. A word means a narrow range of them; the rest has no word."""
from .vocabulary import STYLE_WORDS, TREATMENTS

SHARES = dict(flat=0.12, outline=0.11, pixel=0.10, striped=0.13, watercolor=0.10, sticker=0.10, sketch=0.08, dots=0.10, echo=0.08, checker=0.08)
# What the word means: widths, periods and rims in pixels; `pixel` counts cells along a side.
MEANT = {"outline": (2.2, 3.0), "pixel": (16, 16), "striped": (10, 12), "sticker": (4.5, 5.5), "sketch": (1.8, 2.4)}
MEANT_ANGLE = 45.0
# All that the treatment can be.
WIDE = {"outline": (1.4, 5.5), "pixel": (11, 24), "striped": (9, 20), "sticker": (3, 9), "sketch": (1.4, 4.2), "dots": (10, 16), "echo": (7, 13), "checker": (7, 12)}
# How often a treatment looks the same in one turn: its angle is told by the cosine and sine of so many times itself.
SYMMETRY = {"striped": 2, "dots": 4, "checker": 4}
WIDE_SHARE = 0.4


def is_meant(kind, size, angle):
    """Whether the treatment's word means these settings. Tells apart by a margin beyond what the word was taught with."""
    if kind not in STYLE_WORDS:
        return False
    if kind not in WIDE:
        return True
    middle = sum(MEANT[kind]) / 2
    return abs(size - middle) <= 0.15 * middle and (kind != "striped" or abs((angle - MEANT_ANGLE + 90) % 180 - 90) < 8)


def style_value(rng, kind=None, wide=None):
    """A random treatment: {kind, word (None outside of what it means), size, angle in degrees}. wide: settings from all there are."""
    kind = kind or str(rng.choice(TREATMENTS, p=[SHARES[t] for t in TREATMENTS]))
    wide = kind in WIDE and (kind not in MEANT or (rng.random() < WIDE_SHARE if wide is None else wide))
    size = rng.uniform(*(WIDE if wide else MEANT).get(kind, (1, 1)))
    if kind == "pixel":
        size = float(round(size))
    angle = 0.0
    if kind in SYMMETRY:
        angle = rng.uniform(0, 360 / SYMMETRY[kind]) if wide else MEANT_ANGLE + rng.uniform(-4, 4)
    return dict(kind=kind, word=kind if is_meant(kind, size, angle) else None, size=size, angle=angle)
