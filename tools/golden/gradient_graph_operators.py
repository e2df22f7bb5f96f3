"""For each operator that libs/autodiff differentiates, how a random node of it is written: `OPERATORS`.

A writer takes the graph under construction and the number of the variant, and returns the name of its result, or a list of
names that are all to get a cotangent. Values keep away from kinks, and attributes take values other than their defaults.
"""

import numpy as np
from onnx import TensorProto

OPERATORS = {}


def writes(name, since=13, until=23):
    def register(function):
        OPERATORS[name] = (function, since, until)
        return function

    return register


def shape(g, least=1, most=3, length=4):
    return [g.rng.randint(1, length) for _ in range(g.rng.randint(least, most))]


def chance(g, probability=0.5):
    return g.rng.random() < probability


def some(g, **choices):
    """Attributes: each with a value of its list, or left out."""
    return {key: g.rng.choice(values) for key, values in choices.items() if chance(g, 0.75)}


def broadcast(g, full):
    """A shape that broadcasts to `full`: axes left out from the front, others of length 1."""
    rest = full[g.rng.randint(0, len(full)):]
    return [length if chance(g, 0.6) else 1 for length in rest]


def pair(g):
    """Two shapes that broadcast to one another, sometimes both ways."""
    full = shape(g, 0)
    left = [length if chance(g, 0.75) else 1 for length in full]
    right = broadcast(g, full)
    return (left, right) if chance(g) else (right, left)


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


def spatial(g, rank, least=3, most=6):
    return [g.rng.randint(least, most) for _ in range(rank)]


def window(g, rank, lengths, kernel, dilate=True):
    a = {}
    if chance(g, 0.6):
        a["strides"] = [g.rng.randint(1, 3) for _ in range(rank)]
    if dilate and chance(g, 0.5):
        a["dilations"] = [g.rng.randint(1, 2) if (k - 1) * 2 < n else 1 for k, n in zip(kernel, lengths)]
    way = g.rng.random()
    if way < 0.5:
        a["pads"] = [g.rng.randint(0, max(0, k - 1)) for k in kernel * 2]
    elif way < 0.75 and "dilations" not in a:
        a["auto_pad"] = g.rng.choice(["SAME_UPPER", "SAME_LOWER", "VALID"])
    return a


@writes("Conv")
def conv(g, seed):
    rank, group = g.rng.choice([1, 2, 2, 2, 3]), g.rng.choice([1, 1, 2, 3])
    kernel = [g.rng.randint(1, 3) for _ in range(rank)]
    lengths = spatial(g, rank, 3, 17 if seed == 0 and rank == 2 else 5)
    x = g.source([g.rng.randint(1, 2), group * g.rng.randint(1, 2), *lengths])
    w = g.source([group * g.rng.randint(1, 2), g.shape(x)[1] // group, *kernel])
    bias = [g.source([g.shape(w)[0]])] if chance(g) else []
    a = window(g, rank, lengths, kernel)
    if chance(g):
        a["kernel_shape"] = kernel
    return g.emit("Conv", [x, w, *bias], group=group, **a)


@writes("ConvTranspose")
def conv_transpose(g, seed):
    rank, group = g.rng.choice([1, 2, 2]), g.rng.choice([1, 1, 2])
    kernel = [g.rng.randint(1, 3) for _ in range(rank)]
    x = g.source([g.rng.randint(1, 2), group * g.rng.randint(1, 2), *spatial(g, rank, 2, 4)])
    w = g.source([g.shape(x)[1], g.rng.randint(1, 2), *kernel])
    bias = [g.source([g.shape(w)[1] * group])] if chance(g) else []
    strides = [g.rng.randint(1, 3) for _ in range(rank)]
    a = {"strides": strides}
    if chance(g):
        a["pads"] = [g.rng.randint(0, (k - 1) // 2) for k in kernel * 2]
    if chance(g, 0.4):
        a["output_padding"] = [g.rng.randint(0, s - 1) for s in strides]
    if chance(g, 0.3):
        a["dilations"] = [g.rng.randint(1, 2) for _ in range(rank)]
    if "pads" not in a:
        a |= some(g, auto_pad=["VALID", "NOTSET"])
    if chance(g):
        a["kernel_shape"] = kernel
    return g.emit("ConvTranspose", [x, w, *bias], group=group, **a)


@writes("AveragePool")
def average_pool(g, seed):
    rank = g.rng.choice([1, 2, 2])
    kernel, lengths = [g.rng.randint(1, 3) for _ in range(rank)], spatial(g, rank, 3, 6)
    a = window(g, rank, lengths, kernel, dilate=g.opset >= 19)
    if "auto_pad" not in a:
        a |= some(g, ceil_mode=[1])
    return g.emit("AveragePool", [g.source([1, 2, *lengths])], kernel_shape=kernel, **a,
                  **some(g, count_include_pad=[1]))


@writes("MaxPool")
def max_pool(g, seed):
    rank = g.rng.choice([1, 2, 2])
    kernel, lengths = [g.rng.randint(1, 3) for _ in range(rank)], spatial(g, rank, 3, 6)
    a = {"auto_pad": "SAME_LOWER"} if seed == 1 else window(g, rank, lengths, kernel)
    if "auto_pad" not in a:
        a |= some(g, ceil_mode=[1])
    return g.emit("MaxPool", [g.source([1, 2, *lengths], distinct=True)], kernel_shape=kernel, **a)


@writes("GlobalAveragePool")
def global_average(g, seed):
    return g.emit("GlobalAveragePool", [g.source([2, 2, *spatial(g, g.rng.randint(1, 3), 1, 3)])])


@writes("GlobalMaxPool")
def global_max(g, seed):
    return g.emit("GlobalMaxPool", [g.source([2, 2, *spatial(g, g.rng.randint(1, 3), 1, 3)], distinct=True)])


@writes("Resize")
def resize(g, seed):
    mode = ["nearest", "nearest", "nearest", "linear", "linear", "cubic", "nearest"][seed % 7]
    rank = g.rng.choice([1, 2, 2, 2, 3]) if mode != "cubic" else 2
    x = g.source([1, g.rng.randint(1, 2), *spatial(g, rank, 3, 5 if rank < 3 else 3)])
    lengths = g.shape(x)[2:]
    axes = list(range(2, rank + 2))
    coordinates = ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"]
    if g.opset >= 19:
        coordinates.append("half_pixel_symmetric")
    a = {"mode": mode, "coordinate_transformation_mode": g.rng.choice(coordinates)}
    if mode == "nearest":
        a |= some(g, nearest_mode=["floor", "ceil", "round_prefer_ceil", "round_prefer_floor"])
    if mode == "cubic":
        a |= some(g, cubic_coeff_a=[-0.5])
    a |= some(g, extrapolation_value=[0.5])
    part = g.opset >= 18 and chance(g)
    if part:
        a["axes"] = axes
    ones = [] if part else [1.0, 1.0]
    if mode == "nearest" and not part and chance(g, 0.2):
        # Channels too.
        ones = [1.0, 2.0]
    if chance(g):
        scales = g.integers([*ones, *[g.rng.choice([0.5, 0.6, 1.5, 1.6, 2, 3, 1.0]) for _ in lengths]], False, np.float32)
        g.values[scales] = g.values[scales].double()
        return g.emit("Resize", [x, "", scales], **a)
    sizes = [max(1, round(n * g.rng.choice([0.4, 0.7, 1, 1.4, 2, 2.6]))) for n in lengths]
    if part and chance(g, 0.7):
        a["keep_aspect_ratio_policy"] = g.rng.choice(["not_larger", "not_smaller"])
    ones = [] if part else [1, g.shape(x)[1] * int((ones or [1, 1])[1])]
    return g.emit("Resize", [x, "", "", g.integers([*ones, *sizes])], **a)


@writes("MatMul")
def matmul(g, seed):
    n, k, m = [g.rng.randint(1, 4) for _ in range(3)]
    batch = shape(g, 0, 2, 3)
    left, right = [*[b if chance(g, 0.7) else 1 for b in batch], n, k], [*broadcast(g, batch), k, m]
    if seed == 0:
        left = [k]
    if seed == 1:
        right = [k]
    return g.emit("MatMul", [g.source(left), g.source(right)])


@writes("Gemm")
def gemm(g, seed):
    n, k, m = [g.rng.randint(1, 4) for _ in range(3)]
    a = some(g, transA=[1], transB=[1], alpha=[0.5, 2.0], beta=[0.5, 3.0])
    c = [g.source(broadcast(g, [n, m]))] if chance(g, 0.7) else []
    return g.emit("Gemm", [g.source([k, n] if "transA" in a else [n, k]),
                           g.source([m, k] if "transB" in a else [k, m]), *c], **a)


@writes("Einsum")
def einsum(g, seed):
    equation, *shapes = [
        ("ij,jk->ik", [2, 3], [3, 4]), ("bhid,bhjd->bhij", [1, 2, 3, 2], [1, 2, 4, 2]), ("ij->j", [2, 3]),
        ("...ij,jk->...ik", [2, 2, 3], [3, 2]), ("ij,ij", [2, 3], [2, 3]), ("i,j,k->ijk", [2], [3], [2]),
        ("bij , bjk -> bk", [2, 3, 2], [2, 2, 3]), ("ba,ac", [2, 3], [3, 2]), ("...a,...a->...", [2, 3], [1, 3]),
    ][seed % 9]
    return g.emit("Einsum", [g.source(each) for each in shapes], equation=equation)


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
