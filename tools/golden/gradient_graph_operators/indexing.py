"""What reads and writes by indices."""

import numpy as np

from .register import writes, shape, chance, some


@writes("Gather")
def gather(g, seed):
    full = [g.rng.randint(2, 5) for _ in range(g.rng.randint(1, 3))]
    axis = g.rng.randrange(-len(full), len(full))
    places = g.rng.choice([[], [1], [2], [3], [2, 2], [6]])
    count = int(np.prod(places)) if places else 1
    indices = np.array([g.rng.randint(-full[axis], full[axis] - 1) for _ in range(count)]).reshape(places)
    kind = g.rng.choice([np.int32, np.int64])
    return g.emit("Gather", [g.source(full), g.integers(indices, chance(g), kind)], axis=axis)


@writes("GatherElements")
def gather_elements(g, seed):
    full = [g.rng.randint(2, 4) for _ in range(g.rng.randint(1, 3))]
    axis = g.rng.randrange(-len(full), len(full))
    places = [g.rng.randint(1, n) for n in full]
    indices = np.array([g.rng.randint(-full[axis], full[axis] - 1) for _ in range(int(np.prod(places)))]).reshape(places)
    return g.emit("GatherElements", [g.source(full), g.integers(indices, chance(g), g.rng.choice([np.int32, np.int64]))],
                  axis=axis)


@writes("GatherND")
def gather_nd(g, seed):
    full = [g.rng.randint(2, 4) for _ in range(g.rng.randint(2, 3))]
    depth = g.rng.randint(1, len(full))
    rows = g.rng.randint(1, 4)
    indices = [[g.rng.randint(-n, n - 1) for n in full[:depth]] for _ in range(rows)]
    return g.emit("GatherND", [g.source(full), g.integers(indices, chance(g))], **some(g, batch_dims=[0]))


@writes("ScatterElements", 16)
def scatter_elements(g, seed):
    full = [g.rng.randint(2, 4) for _ in range(g.rng.randint(1, 3))]
    axis = g.rng.randrange(-len(full), len(full))
    places = [n if i != axis % len(full) else 2 for i, n in enumerate(full)]
    reduction = g.rng.choice(["none", "add"])
    rows = np.zeros(places, np.int64)
    for at in np.ndindex(*[n for i, n in enumerate(places) if i != axis % len(full)]):
        chosen = g.rng.sample(range(full[axis]), 2) if reduction == "none" else [1, 1]
        where = list(at)
        where.insert(axis % len(full), slice(None))
        if chance(g, 0.3):
            chosen = [each - full[axis] for each in chosen]
        rows[tuple(where)] = chosen
    return g.emit("ScatterElements", [g.source(full), g.integers(rows, chance(g)), g.source(places)], axis=axis,
                  **({"reduction": reduction} if reduction != "none" or chance(g) else {}))


@writes("ScatterND", 16)
def scatter_nd(g, seed):
    full = [g.rng.randint(2, 4), *shape(g, 0, 2, 3)]
    reduction = g.rng.choice(["none", "add"])
    rows = g.rng.sample(range(full[0]), 2) if reduction == "none" else [1, 1]
    depth = g.rng.randint(1, len(full))
    places = [[row - (full[0] if chance(g, 0.3) else 0), *[g.rng.randrange(n) for n in full[1:depth]]] for row in rows]
    if reduction == "add":
        places[1] = places[0]
    return g.emit("ScatterND", [g.source(full), g.integers(places, chance(g)), g.source([2, *full[depth:]])],
                  **({"reduction": reduction} if reduction != "none" or chance(g) else {}))


@writes("TopK")
def top_k(g, seed):
    full = [g.rng.randint(2, 4) for _ in range(g.rng.randint(1, 3))]
    axis = g.rng.randrange(-len(full), len(full))
    values, _ = g.emit("TopK", [g.source(full, distinct=True), g.integers([g.rng.randint(1, full[axis])])], 2, axis=axis,
                       **some(g, largest=[0], sorted=[1]))
    return values
