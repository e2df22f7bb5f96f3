"""Sums and other reductions along axes."""

import numpy as np

from .register import OPERATORS, writes, shape, chance, some


@writes("CumSum")
def cum_sum(g, seed):
    full = shape(g)
    axis = g.integers(g.rng.randrange(len(full)), False, g.rng.choice([np.int32, np.int64]))
    return g.emit("CumSum", [g.source(full), axis], **some(g, exclusive=[1], reverse=[1]))


def reduction(name, low, high, avoid=(), distinct=False):
    def write(g, seed):
        full = shape(g)
        count = g.rng.randint(1, len(full))
        axes = [axis - len(full) if chance(g, 0.3) else axis for axis in g.rng.sample(range(len(full)), count)]
        x = g.source(full, low, high, avoid, distinct)
        a = some(g, keepdims=[0])
        if seed == 0:
            return g.emit(name, [x], **a)
        # What the other operators do to each element then, older runtimes and ONNX's reference leave out.
        if seed == 1 and name in ("ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum"):
            g.opset = max(g.opset, 18)
            return g.emit(name, [x], noop_with_empty_axes=1, **a)
        if g.opset >= 18 or (name == "ReduceSum"):
            return g.emit(name, [x, g.integers(axes)], **a)
        return g.emit(name, [x], axes=axes, **a)

    OPERATORS[name] = (write, 13, 23)


reduction("ReduceL1", -2, 2, [0])
reduction("ReduceL2", 0.2, 2)
reduction("ReduceLogSum", 0.5, 2)
reduction("ReduceLogSumExp", -2, 2)
reduction("ReduceMax", -1, 1, distinct=True)
reduction("ReduceMin", -1, 1, distinct=True)
reduction("ReduceMean", -1, 1)
reduction("ReduceProd", -1.5, 1.5, [0])
reduction("ReduceSum", -1, 1)
reduction("ReduceSumSquare", -1, 1)
