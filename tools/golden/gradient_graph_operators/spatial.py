"""Convolutions, pools and resizing."""

import numpy as np

from .register import writes, shape, chance, some


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
