"""Softmax and normalisations."""

import numpy as np

from .register import OPERATORS, writes, shape, chance, some
from .spatial import spatial


def softmax(name):
    def write(g, seed):
        full = shape(g)
        return g.emit(name, [g.source(full, -2, 2)], **some(g, axis=list(range(-len(full), len(full)))))

    OPERATORS[name] = (write, 13, 23)


softmax("Softmax")
softmax("LogSoftmax")


@writes("BatchNormalization")
def batch_norm(g, seed):
    x = g.source([2, 3, *spatial(g, g.rng.randint(0, 2), 1, 3)])
    given = g.source if seed % 2 else lambda *a: g.constant(g.numbers(*a, (), False))
    return g.emit("BatchNormalization", [x, g.source([3]), g.source([3]), given([3], -1, 1), given([3], 0.5, 2)],
                  **some(g, epsilon=[1e-2], momentum=[0.5]))


@writes("InstanceNormalization")
def instance_norm(g, seed):
    x = g.source([2, 3, *spatial(g, g.rng.randint(1, 2), 2, 4)])
    if seed == 0:
        ones = [g.define(np.ones(3), False, True), g.define(np.zeros(3), False, True)]
        return g.emit("InstanceNormalization", [x, *ones])
    return g.emit("InstanceNormalization", [x, g.source([3]), g.source([3])], **some(g, epsilon=[1e-2]))


@writes("GroupNormalization", 18, 21)
def group_norm(g, seed):
    groups, width = g.rng.randint(1, 3), g.rng.randint(1, 2)
    x = g.source([2, groups * width, *spatial(g, g.rng.randint(1, 2), 2, 3)])
    length = groups if g.opset < 21 else groups * width
    return g.emit("GroupNormalization", [x, g.source([length]), g.source([length])], num_groups=groups,
                  **some(g, epsilon=[1e-2]))


@writes("LayerNormalization", 17)
def layer_norm(g, seed):
    full = shape(g, 2, 3)
    full[-1] = g.rng.randint(3, 5)
    axis = g.rng.choice([-1, len(full) - 1, len(full) - 2])
    normal = full[axis:]
    bias = [g.source(normal)] if chance(g) else []
    outputs = g.emit("LayerNormalization", [g.source(full), g.source(normal), *bias], 3 if seed % 2 else 1, axis=axis,
                     **some(g, epsilon=[1e-2], stash_type=[1]))
    if isinstance(outputs, str):
        return outputs
    y, mean, r = outputs
    return [[y, mean, r], [g.emit("Mul", [y, r])], [g.emit("Tanh", [mean])], [r]][seed // 2 % 4]


@writes("RMSNormalization", 23)
def rms_norm(g, seed):
    full = shape(g, 2, 3)
    full[-1] = g.rng.randint(2, 4)
    axis = g.rng.choice([-1, len(full) - 2])
    return g.emit("RMSNormalization", [g.source(full), g.source(full[axis:])], axis=axis,
                  **some(g, epsilon=[1e-2], stash_type=[1]))


@writes("MeanVarianceNormalization")
def mean_variance(g, seed):
    if seed < 3:
        return g.emit("MeanVarianceNormalization", [g.source([2, 3, 2, 3])])
    return g.emit("MeanVarianceNormalization", [g.source([2, 3, 4])], axes=g.rng.choice([[0, 2], [1], [-1, 1], [1, 2]]))


@writes("LpNormalization")
def lp_norm(g, seed):
    full = shape(g)
    return g.emit("LpNormalization", [g.source(full, -1, 1, [0])],
                  **some(g, axis=list(range(-len(full), len(full))), p=[1, 2]))
