"""Operators of one element at a time, with broadcasts."""

import numpy as np
from onnx import TensorProto

from .register import OPERATORS, writes, shape, chance, some, broadcast, pair


def pointwise(name, low, high, avoid=(), since=13, **attributes):
    def write(g, seed):
        return g.emit(name, [g.source(shape(g, 0), low, high, avoid)], **some(g, **attributes))

    OPERATORS[name] = (write, since, 23)


for name, low, high, avoid in [
    ("Abs", -1, 1, [0]), ("Acos", -0.8, 0.8, []), ("Acosh", 1.5, 3, []), ("Asin", -0.8, 0.8, []), ("Asinh", -2, 2, []),
    ("Atan", -2, 2, []), ("Atanh", -0.7, 0.7, []), ("Cos", -3, 3, []), ("Cosh", -2, 2, []), ("Erf", -2, 2, []),
    ("Exp", -1, 1, []), ("Log", 0.5, 2, []), ("Neg", -1, 1, []), ("Reciprocal", 0.5, 2, []), ("Sin", -3, 3, []),
    ("Sinh", -2, 2, []), ("Sqrt", 0.5, 2, []), ("Tan", -1, 1, []), ("Tanh", -2, 2, []), ("Relu", -2, 2, [0]),
    ("Sigmoid", -3, 3, []), ("Softplus", -3, 3, []), ("Softsign", -2, 2, [0]), ("Identity", -1, 1, []),
]:
    pointwise(name, low, high, avoid)
pointwise("HardSwish", -5, 5, [-3, 3], since=14)
pointwise("Mish", -2, 2, since=18)
pointwise("Celu", -2, 2, [0], alpha=[2.0, 0.5])
pointwise("Elu", -2, 2, [0], alpha=[2.0, 0.3])
pointwise("Selu", -2, 2, [0], alpha=[1.2], gamma=[0.7])
pointwise("LeakyRelu", -2, 2, [0], alpha=[0.3, -0.2])
pointwise("ThresholdedRelu", -2, 2, [1, 0.5], alpha=[0.5])
pointwise("HardSigmoid", -6, 6, [-2.5, 2.5, -1.5, 1.0, 3.5, -1.25, 1.25, -0.75, 1.75, -3.5], alpha=[0.4], beta=[0.3])
pointwise("Shrink", -2, 2, [-0.5, 0.5, 1, -1], lambd=[1.0], bias=[0.25])
pointwise("Gelu", -2, 2, since=20, approximate=["tanh"])


@writes("Swish", 24, 24)
def swish(g, seed):
    return g.emit("Swish", [g.source(shape(g), -3, 3)], **some(g, alpha=[1.7, 0.5]))


@writes("PRelu")
def prelu(g, seed):
    full = shape(g, 2, 3)
    return g.emit("PRelu", [g.source(full, -2, 2, [0]), g.source(broadcast(g, full), 0.1, 0.5)])


def binary(name, right=(-1, 1)):
    def write(g, seed):
        a, b = pair(g)
        left = g.source(a)
        if seed == 0:
            return g.emit(name, [left, left]) if name != "Div" else g.emit(name, [left, g.source(a, *right)])
        other = g.source(b, *right) if chance(g, 0.8) else g.constant(g.numbers(b, *right, (), False))
        return g.emit(name, [left, other])

    OPERATORS[name] = (write, 13, 23)


for each in ["Add", "Sub", "Mul"]:
    binary(each)
binary("Div", (0.5, 2))


@writes("Mod")
def mod(g, seed):
    a, b = pair(g)
    return g.emit("Mod", [g.source(a, -5.9, -5.1), g.source(b, 2.1, 2.5)], fmod=1)


@writes("Pow")
def power(g, seed):
    a, b = pair(g)
    if seed < 2:
        return g.emit("Pow", [g.source(a, 0.5, 2), g.source(b, -2, 3)])
    if seed < 4:
        base = g.source(a, -2, 2, [0])
        return g.emit("Pow", [base, g.integers(np.array([g.rng.randint(0, 3) for _ in range(int(np.prod(b)))]).reshape(b),
                                               chance(g))])
    p = g.rng.choice([0.0, 0.5, 1.0, 2.0, 3.0, -1.5])
    return g.emit("Pow", [g.source(a, 0.5, 2), g.constant(np.full([1] * g.rng.randint(0, 3), p))])


def variadic(name):
    def write(g, seed):
        full = shape(g)
        shapes = [full] + [broadcast(g, full) for _ in range(g.rng.randint(0, 2))]
        ranges = [(-1, -0.5), (-0.4, 0.1), (0.2, 1)] if name in ("Max", "Min") else [(-1, 1)] * 3
        if name in ("Max", "Min"):
            # Of each pair some elements are larger in one, some in the other, and none close.
            sources = [g.source(full, -1, 1, (), True)]
            sources += [g.constant(np.full(each, 0.0123 + 0.3 * i)) if chance(g, 0.3) else
                        g.define(g.numbers(each, -0.4 + 0.31 * i, -0.399 + 0.31 * i, (), False), True, True)
                        for i, each in enumerate(shapes[1:])]
            return g.emit(name, sources)
        return g.emit(name, [g.source(each, *r) for each, r in zip(shapes, ranges)])

    OPERATORS[name] = (write, 13, 23)


for each in ["Max", "Min", "Sum", "Mean"]:
    variadic(each)


@writes("Where")
def where(g, seed):
    full = shape(g)
    condition = broadcast(g, full)
    mask = g.integers(np.array([g.rng.random() < 0.5 for _ in range(int(np.prod(condition)))]).reshape(condition), True,
                      np.bool_)
    return g.emit("Where", [mask, g.source(broadcast(g, full)), g.source(full)])


@writes("Clip")
def clip(g, seed):
    bounds = [g.source([], -0.6, -0.5, plain=True), g.source([], 0.5, 0.6, plain=True)]
    if seed == 1:
        bounds[0] = ""
    if seed == 2:
        bounds = bounds[:1]
    if seed == 3:
        bounds = [g.source([], 0.7, 0.8, plain=True), g.source([], 0.3, 0.4, plain=True)]
    avoid = [-0.55, 0.55, 0.75, 0.35]
    return g.emit("Clip", [g.source(shape(g), -1, 1, [a + d for a in avoid for d in (-0.03, 0.03)]), *bounds])


@writes("Dropout")
def dropout(g, seed):
    return g.emit("Dropout", [g.source(shape(g)), g.constant(0.3)], **some(g, seed=[3]))


@writes("Cast")
def cast(g, seed):
    narrow = g.emit("Cast", [g.source(shape(g))], to=TensorProto.DOUBLE)
    return g.emit("Cast", [g.emit("Tanh", [narrow])], to=int(g.type))


@writes("CastLike", 15)
def cast_like(g, seed):
    return g.emit("CastLike", [g.source(shape(g)), g.constant([1.0])])


@writes("Trilu", 14)
def trilu(g, seed):
    k = [g.integers(g.rng.randint(-2, 2))] if chance(g) else []
    return g.emit("Trilu", [g.source(shape(g, 2)), *k], **some(g, upper=[0]))
