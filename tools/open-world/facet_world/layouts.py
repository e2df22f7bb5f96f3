"""Values of the attribute layout: how many, where, how large, how turned, and whether mirrored."""

# Word -> arrangement, x, y, size, turn in degrees; x and y from the picture's centre and the size in shares of its side.
MEANT = {
    "centered": ("single", 0, 0, 0.78, 0), "tiny": ("single", 0, 0, 0.38, 0), "left": ("single", -0.24, 0, 0.5, 0), "right": ("single", 0.24, 0, 0.5, 0),
    "high": ("single", 0, -0.24, 0.5, 0), "low": ("single", 0, 0.24, 0.5, 0), "tilted": ("single", 0, 0, 0.72, 32), "flipped": ("single", 0, 0, 0.78, 180),
    "paired": ("paired", 0, 0, 0.47, 0), "stacked": ("stacked", 0, 0, 0.47, 0),
}
ARRANGEMENTS = {  # where the pieces are, and their sizes as shares of the layout's
    "single": [(0, 0, 1)], "paired": [(-0.25, 0, 1), (0.25, 0, 1)], "stacked": [(0, -0.25, 1), (0, 0.25, 1)],
    "trio": [(0, -0.24, 1), (-0.25, 0.23, 1), (0.25, 0.23, 1)], "grid": [(-0.25, -0.25, 1), (0.25, -0.25, 1), (-0.25, 0.25, 1), (0.25, 0.25, 1)],
    "escort": [(-0.13, 0.1, 1.4), (0.31, -0.3, 0.62)],
}
TURN = 45  # the most that an unnamed layout is turned, to either side
WORD_SHARE, SINGLE_SHARE = 0.5, 0.6  # of all layouts; of those without a word


def layout_value(rng, word=None, kind=None):
    """A random layout: {kind, word (None where none was meant), x, y, size, turn, mirror}."""
    if word is None and kind is None:
        if rng.random() < WORD_SHARE:
            word = str(rng.choice(list(MEANT)))
        else:
            kind = "single" if rng.random() < SINGLE_SHARE else str(rng.choice([k for k in ARRANGEMENTS if k != "single"]))
    if word:
        kind, x, y, size, turn = MEANT[word]
        return dict(
            kind=kind, word=word, x=x + rng.uniform(-0.02, 0.02), y=y + rng.uniform(-0.02, 0.02), size=size * rng.uniform(0.95, 1.05),
            turn=turn + rng.uniform(-4, 4), mirror=False,
        )
    if kind == "single":
        size = rng.uniform(0.34, 0.85)
        room = 0.5 - size * 0.48
        x, y = rng.uniform(-room, room, 2)
    else:
        size = rng.uniform(0.38, 0.47)
        x, y = rng.uniform(-0.02, 0.02, 2)
    return dict(kind=kind, word=None, x=float(x), y=float(y), size=size, turn=rng.uniform(-TURN, TURN), mirror=bool(rng.random() < 0.5))
