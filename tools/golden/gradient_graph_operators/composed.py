"""Attention, and graphs of several nodes: groups that libs/autodiff differentiates as one, chains, empty tensors."""

import numpy as np
from onnx import TensorProto

from .register import writes, shape, chance, some, broadcast


@writes("Attention", 23)
def attention(g, seed):
    batch, heads, length, columns, width = 2, 2, g.rng.randint(1, 3), g.rng.randint(2, 4), 3
    causal = seed == 3
    columns = length if causal else columns
    a = some(g, scale=[0.7])
    if causal:
        a["is_causal"] = 1
    mask = []
    if seed in (1, 4):
        mask = [g.source([length, columns])]
    if seed == 2:
        mask = [g.integers(np.eye(length, columns) + np.ones([1, columns]) * [1] + 0 > [1] * (columns - 1) + [0], False,
                           np.bool_)]
    if chance(g):
        q, k, v = [g.source([batch, n, heads * width]) for n in (length, columns, columns)]
        return g.emit("Attention", [q, k, v, *mask], q_num_heads=heads, kv_num_heads=heads, **a)
    q, k, v = [g.source([batch, heads, n, width]) for n in (length, columns, columns)]
    return g.emit("Attention", [q, k, v, *mask], **a)


# Groups of nodes that libs/autodiff differentiates as one, with constants and batches that may broadcast.


@writes("pattern SiLU")
def silu(g, seed):
    x = g.source(shape(g), -3, 3)
    inner = x
    if chance(g, 0.6):
        factor = g.rng.choice([g.constant, lambda data: g.define(data, False, True)])
        inner = g.emit("Mul", g.rng.sample([x, factor(np.full([1] * g.rng.randint(0, 4), 1.702))], 2))
    return g.emit("Mul", g.rng.sample([x, g.emit("Sigmoid", [inner])], 2))


@writes("pattern GELU")
def gelu(g, seed):
    x = g.source(shape(g), -3, 3)

    def scalar(value):
        data = np.full([1] * (g.rng.randint(0, 4) if chance(g, 0.4) else 0), value)
        return g.define(data, False, chance(g, 0.2))

    u = g.emit("Div", [x, scalar(np.sqrt(2))]) if chance(g) else g.emit("Mul", [scalar(np.sqrt(0.5)), x])
    e = g.emit("Add", g.rng.sample([g.emit("Erf", [u]), scalar(1)], 2))
    if chance(g):
        return g.emit("Mul", g.rng.sample([g.emit("Mul", g.rng.sample([x, e], 2)), scalar(0.5)], 2))
    return g.emit("Mul", g.rng.sample([g.emit("Mul", g.rng.sample([scalar(0.5), x], 2)), e], 2))


@writes("pattern attention")
def attention_by_parts(g, seed):
    batch = shape(g, 0, 2, 3)
    keys, width = g.rng.randint(1, 9), g.rng.randint(1, 3)
    ones = [1 if chance(g, 0.4) else n for n in batch]
    scores = g.source([*(ones if chance(g) else batch), g.rng.randint(1, 3), keys], -2, 2)
    p = g.emit("Softmax", [scores], **some(g, axis=[-1, len(g.shape(scores)) - 1, 0]))
    v = g.source([*(broadcast(g, batch) if chance(g) else batch), keys, width])
    if chance(g, 0.15):
        v = g.source([keys])
    return g.emit("MatMul", [p, v])


@writes("tied weights")
def tied(g, seed):
    """A weight that is used as it is and in a way that folding computes ahead."""
    n, m = g.rng.randint(2, 4), g.rng.randint(2, 4)
    w = g.define(g.numbers([n, m], -1, 1, (), False), False, True)
    x = g.source([2, n])
    y = g.emit("MatMul", [x, w])
    way = seed % 7
    if way == 0:
        return g.emit("MatMul", [y, g.emit("Transpose", [w], perm=[1, 0])])
    if way == 1:
        return g.emit("Add", [y, g.emit("ReduceSum", [g.emit("Mul", [w, w])], keepdims=0)])
    if way == 2:
        return g.emit("Mul", [y, g.emit("Neg", [g.emit("Slice", [w, g.integers([0]), g.integers([1]), g.integers([0])])])])
    if way == 3:
        rows = g.emit("Gather", [w, g.integers([0, 1, 0])], axis=0)
        return g.emit("MatMul", [y, g.emit("Transpose", [rows], perm=[1, 0])])
    if way == 4:
        return g.emit("MatMul", [x, g.emit("Softmax", [w], axis=0)])
    if way == 5:
        return g.emit("Gemm", [y, w, g.emit("ReduceMean", [w], keepdims=1)], transB=1)
    return g.emit("Add", [y, g.emit("Reshape", [g.emit("Exp", [g.emit("ReduceMean", [w], keepdims=0)]), g.integers([1, 1])])])


@writes("batch norm after Conv")
def conv_norm(g, seed):
    w = g.define(g.numbers([3, 2, 3, 3], -1, 1, (), False), False, True)
    y = g.emit("Conv", [g.source([1, 2, 4, 4]), w], pads=[1, 1, 1, 1])
    scale, bias = [g.define(g.numbers([3], 0.5, 1, (), False), False, True) for _ in range(2)]
    y = g.emit("BatchNormalization", [y, scale, bias, g.constant(g.numbers([3], -1, 1, (), False)),
                                      g.constant(g.numbers([3], 0.5, 2, (), False))])
    if seed % 2:
        y = g.emit("Mul", [y, g.define(g.numbers([3, 1, 1], 0.5, 1, (), False), False, True)])
    if seed % 3 == 0:
        y = g.emit("Add", [y, g.emit("Conv", [g.source([1, 2, 6, 6]), w])])
    return y


@writes("norm by parts")
def norm_by_parts(g, seed):
    """A normalisation as exporters write it, with a zero row."""
    data = g.numbers([3, 4], -1, 1, (), False)
    data[seed % 3] = 0
    x = g.define(data, chance(g), True)
    keep = {"keepdims": 1}
    n = (g.emit("ReduceL2", [x, g.integers([-1])], **keep) if g.opset >= 18
         else g.emit("ReduceL2", [x], axes=[-1], **keep))
    if seed % 2:
        return n
    return g.emit("Div", [x, g.emit("Add", [n, g.constant(0.5)])])


@writes("float64 in the middle")
def wide(g, seed):
    x = g.define(g.numbers([5], -1, 1, (), False), True, True)
    big = g.integers(np.array(1e6), False, np.float64)
    g.values[big] = g.values[big].double()
    d = g.emit("Sub", [g.emit("Add", [g.emit("Cast", [x], to=TensorProto.DOUBLE), big]), big])
    return g.emit("Cast", [g.emit("Mul", [d, d])], to=int(g.type))


@writes("random chain", 17, 23)
def chain(g, seed):
    """Several operators in a row and beside one another, on values that are used again and again."""
    pool = [g.source([2, 3, 4]), g.source(g.rng.choice([[3, 4], [4], [2, 1, 4], [1, 3, 1], []])), g.source([2, 3, 4])]

    def any_(rank=0, most=72):
        fitting = [v for v in pool if len(g.shape(v)) >= rank and np.prod(g.shape(v), dtype=int) <= most]
        return g.rng.choice(fitting or pool[:1])

    def binary():
        a, b = any_(), any_()
        try:
            size = np.prod(np.broadcast_shapes(g.shape(a), g.shape(b)), dtype=int)
        except ValueError:
            return g.emit("Neg", [a])
        return g.emit(g.rng.choice(["Add", "Mul", "Sub"]), [a, b]) if size <= 144 else g.emit("Neg", [a])

    def attend():
        p = g.emit("Softmax", [any_(2)], axis=-1)
        keys = g.shape(p)[-1]
        values = [v for v in pool if len(g.shape(v)) >= 2 and g.shape(v)[-2] == keys]
        v = g.rng.choice(values) if values else g.source([keys, 2])
        try:
            np.broadcast_shapes(g.shape(p)[:-2], g.shape(v)[:-2])
        except ValueError:
            v = g.source([keys, 2])
        return g.emit("MatMul", [p, v])

    def reduce():
        x = any_(1)
        axis = g.rng.randrange(len(g.shape(x)))
        name = g.rng.choice(["ReduceSum", "ReduceL2", "ReduceMean", "ReduceLogSumExp"])
        keep = g.rng.randint(0, 1)
        if g.opset >= 18 or name == "ReduceSum":
            return g.emit(name, [x, g.integers([axis])], keepdims=keep)
        return g.emit(name, [x], axes=[axis], keepdims=keep)

    def gelu():
        x = any_()
        e = g.emit("Add", [g.emit("Erf", [g.emit("Div", [x, g.constant(np.sqrt(2))])]), g.constant(1.0)])
        return g.emit("Mul", [g.emit("Mul", [x, e]), g.constant(np.full([1] * g.rng.randint(0, 3), 0.5))])

    def silu():
        x = any_()
        return g.emit("Mul", [x, g.emit("Sigmoid", [x])])

    def unary():
        return g.emit(g.rng.choice(["Tanh", "Sigmoid", "Softplus", "Erf", "Sin"]), [any_()])

    def moved():
        x = any_(1)
        if chance(g):
            return g.emit("Transpose", [x], perm=g.rng.sample(range(len(g.shape(x))), len(g.shape(x))))
        return g.emit("Reshape", [x, g.integers([-1])]) if chance(g) else g.emit("Unsqueeze", [x, g.integers([0])])

    def pieces():
        x = any_(1)
        axis = g.rng.randrange(len(g.shape(x)))
        n = g.shape(x)[axis]
        low = g.rng.randrange(n)
        part = g.emit("Slice", [x, g.integers([low]), g.integers([g.rng.randint(low + 1, n)]), g.integers([axis])])
        if chance(g):
            return part
        return g.emit("Concat", [part, x] if chance(g) else [x, part, part], axis=axis)

    def normal():
        x = any_(1)
        return g.emit("LayerNormalization", [x, g.source([g.shape(x)[-1]])]) if g.shape(x)[-1] > 2 else unary()

    def picked():
        x = any_(1)
        axis = g.rng.randrange(len(g.shape(x)))
        indices = [g.rng.randrange(g.shape(x)[axis]) for _ in range(g.rng.randint(1, 3))]
        return g.emit("Gather", [x, g.integers(indices, chance(g))], axis=axis)

    for _ in range(g.rng.randint(4, 9)):
        pool.append(g.rng.choice([binary, binary, attend, reduce, gelu, silu, unary, moved, pieces, normal, picked])())
    last = pool[-1]
    return [last, g.emit("Tanh", [any_()])] if chance(g, 0.4) else [last]


@writes("empty tensors", 14, 23)
def empty(g, seed):
    x = g.source([2, 3], plain=True)
    nothing = g.emit("Slice", [x, g.integers([3]), g.integers([3]), g.integers([1])])
    way = seed % 7
    if way == 0:
        return g.emit("Concat", [nothing, x, nothing], axis=1)
    if way == 1:
        return g.emit("Add", [x, g.emit("ReduceSum", [nothing, g.integers([1])], keepdims=1)])
    if way == 2:
        return g.emit("Add", [g.emit("MatMul", [nothing, g.source([0, 3], plain=True)]), x])
    if way == 3:
        return [g.emit("Tanh", [nothing]), g.emit("Tanh", [x])]
    if way == 4:
        part = g.emit("Gather", [x, g.integers(np.zeros([0]))], axis=0)
        return g.emit("Concat", [part, x], axis=0)
    if way == 5:
        parts = g.emit("Split", [x, g.integers([0, 3])], 2, axis=1)
        return g.emit("Mul", [parts[1], g.emit("ReduceSum", [parts[0]], keepdims=0)])
    return g.emit("Sub", [x, g.emit("ReduceSum", [g.emit("Softmax", [nothing], axis=0)], keepdims=0)])
