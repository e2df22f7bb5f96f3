"""What cuts, joins, repeats and moves."""

from .register import writes, shape, chance, some, broadcast


@writes("Concat")
def concat(g, seed):
    full = shape(g)
    axis = g.rng.randrange(-len(full), len(full))
    parts = []
    for _ in range(g.rng.randint(1, 3)):
        part = list(full)
        part[axis] = g.rng.randint(1, 3)
        parts.append(g.source(part))
    if chance(g, 0.4):
        parts.append(parts[0])
    return g.emit("Concat", parts, axis=axis)


@writes("DepthToSpace")
def depth_to_space(g, seed):
    return g.emit("DepthToSpace", [g.source([1, 8, 2, g.rng.randint(1, 3)])], blocksize=2,
                  **some(g, mode=["CRD", "DCR"]))


@writes("SpaceToDepth")
def space_to_depth(g, seed):
    block = g.rng.randint(2, 3)
    return g.emit("SpaceToDepth", [g.source([1, 2, block, 2 * block])], blocksize=block)


@writes("Expand")
def expand(g, seed):
    full = shape(g)
    return g.emit("Expand", [g.source(broadcast(g, full)), g.integers(full)])


@writes("Flatten")
def flatten(g, seed):
    full = shape(g)
    return g.emit("Flatten", [g.source(full)], **some(g, axis=list(range(-len(full), len(full) + 1))))


@writes("Reshape", 14)
def reshape(g, seed):
    x = g.source([2, 3, 4])
    to = g.rng.choice([[4, -1], [0, -1], [24], [0, 2, 6], [6, 2, 2], [1, 2, -1, 1]])
    return g.emit("Reshape", [x, g.integers(to)], **(some(g, allowzero=[1]) if 0 not in to else {}))


@writes("Squeeze")
def squeeze(g, seed):
    axes = [g.integers(g.rng.choice([[1], [-1], [1, 3]]))] if chance(g, 0.7) else []
    return g.emit("Squeeze", [g.source([2, 1, 3, 1]), *axes])


@writes("Unsqueeze")
def unsqueeze(g, seed):
    return g.emit("Unsqueeze", [g.source(shape(g, 1, 2)), g.integers(g.rng.choice([[0], [-1], [0, 2], [1]]))])


@writes("Transpose")
def transpose(g, seed):
    full = shape(g, 2, 4, 3)
    return g.emit("Transpose", [g.source(full)], **some(g, perm=[g.rng.sample(range(len(full)), len(full))]))


@writes("Split")
def split(g, seed):
    axis = g.rng.choice([-1, 0, 1])
    if g.opset >= 18 and seed % 3 == 0:
        parts = g.emit("Split", [g.source([4, 4])], 2, axis=axis, num_outputs=2)
    elif g.opset < 18 and seed % 3 == 0:
        parts = g.emit("Split", [g.source([6, 6])], 3, axis=axis)
    else:
        parts = g.emit("Split", [g.source([6, 6]), g.integers([1, 2, 3])], 3, axis=axis)
    keep = g.rng.sample(parts, g.rng.randint(1, len(parts)))
    return [g.emit("Tanh", [each]) if chance(g) else each for each in keep]


@writes("Slice")
def slice_(g, seed):
    full = [g.rng.randint(3, 6) for _ in range(g.rng.randint(1, 3))]
    axes = g.rng.sample(range(len(full)), g.rng.randint(1, len(full)))
    starts, ends, steps = [], [], []
    for axis in axes:
        n, step = full[axis], g.rng.choice([1, 1, 1, 2, 3, -1, -2])
        low, high = sorted(g.rng.sample(range(n + 1), 2))
        if step > 0:
            starts.append(low - n if chance(g, 0.3) else low)
            ends.append(2**40 if high == n else high)
        else:
            starts.append(high - 1 - n if chance(g, 0.3) else high - 1)
            ends.append(-(2**40) if low == 0 else low - 1)
        steps.append(step)
    inputs = [g.integers(starts), g.integers(ends), g.integers([a - len(full) if chance(g, 0.3) else a for a in axes])]
    if any(step != 1 for step in steps) or chance(g):
        inputs.append(g.integers(steps))
    return g.emit("Slice", [g.source(full), *inputs])


@writes("Tile")
def tile(g, seed):
    full = shape(g, 1, 3, 3)
    return g.emit("Tile", [g.source(full), g.integers([g.rng.randint(1, 3) for _ in full])])


@writes("Pad")
def pad(g, seed):
    full = [g.rng.randint(3, 4) for _ in range(g.rng.randint(1, 3))]
    mode = ["constant", "reflect", "edge", "constant", "reflect", "edge", "wrap"][seed % 7]
    if mode == "wrap" and g.opset < 19:
        mode = "edge"
    low = -1 if mode == "constant" else 0
    some_axes = g.opset >= 18 and chance(g)
    axes = g.rng.sample(range(len(full)), g.rng.randint(1, len(full))) if some_axes else list(range(len(full)))
    pads = [g.rng.randint(low, 2) for _ in axes * 2]
    inputs = [g.source(full), g.integers(pads)]
    if mode == "constant" and chance(g):
        inputs.append(g.constant(0.5))
    if some_axes:
        inputs += [""] * (3 - len(inputs)) + [g.integers([a - len(full) if chance(g, 0.3) else a for a in axes])]
    return g.emit("Pad", inputs, **({} if mode == "constant" and chance(g) else {"mode": mode}))
