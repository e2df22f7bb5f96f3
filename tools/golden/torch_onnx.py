"""The standard operators of ONNX in PyTorch, one node at a time, all in float64: `run_node`.

Operators that only move elements are asked of ONNX's reference implementation, which says where each element comes from, and
Resize of ONNX Runtime, for its matrix; all others are written with PyTorch's own functions, so that autograd gives their gradients.
"""

import math

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

KIND = {torch.float64: TensorProto.DOUBLE, torch.int64: TensorProto.INT64, torch.int32: TensorProto.INT32,
        torch.bool: TensorProto.BOOL}


def reference(node, values, opset):
    """The node by ONNX's reference implementation, on numpy arrays."""
    infos = [helper.make_tensor_value_info(name, KIND[torch.tensor(v).dtype], v.shape)
             for name, v in zip(node.input, values) if name]
    outputs = [helper.make_tensor_value_info(name, TensorProto.UNDEFINED, None) for name in node.output]
    model = helper.make_model(helper.make_graph([node], "one", infos, outputs),
                              opset_imports=[helper.make_opsetid("", opset)])
    feeds = {name: v for name, v in zip(node.input, values) if name}
    return ReferenceEvaluator(model).run(None, feeds)


def moved(node, inputs, opset, a):
    """Outputs that hold elements of the first input, or zeros."""
    x = inputs[0]
    places = np.arange(1, x.numel() + 1, dtype=np.float64).reshape(tuple(x.shape))
    others = [None if each is None else each.numpy() for each in inputs[1:]]
    # Indices from the end are for ONNX Runtime only.
    results = reference(node, [places, *others], opset)
    padded = torch.cat([torch.zeros(1, dtype=x.dtype), x.reshape(-1)])
    return [padded[torch.tensor(np.array(each)).long()] for each in results]


def axes_of(inputs, a, at, rank):
    given = inputs[at].tolist() if len(inputs) > at and inputs[at] is not None else a.get("axes")
    if given is None or len(given) == 0:
        return [] if a.get("noop_with_empty_axes", 0) else list(range(rank))
    return [axis % rank for axis in given]


def reduction(function):
    def run(node, inputs, opset, a):
        x = inputs[0]
        axes = axes_of(inputs, a, 1, x.dim())
        keep = bool(a.get("keepdims", 1))
        if axes or x.dim() == 0:
            return function(x, axes, keep)
        # Nothing is reduced: each element for itself.
        return function(x.unsqueeze(-1), [x.dim()], False)

    return run


def product(x, axes, keep):
    for axis in sorted(axes, reverse=True):
        x = x.prod(axis, keepdim=keep)
    return x


def pads_of(a, lengths, kernel, strides, dilations):
    """begin and end padding for each spatial axis."""
    mode = a.get("auto_pad", "NOTSET")
    rank = len(kernel)
    if mode in ("NOTSET", ""):
        pads = a.get("pads", [0] * 2 * rank)
        return [(pads[i], pads[i + rank]) for i in range(rank)]
    if mode == "VALID":
        return [(0, 0)] * rank
    result = []
    for n, k, s, d in zip(lengths, kernel, strides, dilations):
        total = max((math.ceil(n / s) - 1) * s + (k - 1) * d + 1 - n, 0)
        small = total // 2
        result.append((small, total - small) if mode == "SAME_UPPER" else (total - small, small))
    return result


def window_attributes(a, rank):
    return a.get("strides", [1] * rank), a.get("dilations", [1] * rank)


def flat_pads(pads):
    return [each for pair in reversed(pads) for each in pair]


def conv(node, inputs, opset, a):
    x, w, bias = [*inputs, None][:3]
    rank = x.dim() - 2
    strides, dilations = window_attributes(a, rank)
    x = F.pad(x, flat_pads(pads_of(a, x.shape[2:], w.shape[2:], strides, dilations)))
    return [F.conv1d, F.conv2d, F.conv3d][rank - 1](x, w, bias, strides, 0, dilations, a.get("group", 1))


def conv_transpose(node, inputs, opset, a):
    x, w, bias = [*inputs, None][:3]
    rank = x.dim() - 2
    strides, dilations = window_attributes(a, rank)
    run = [F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d][rank - 1]
    y = run(x, w, None, strides, 0, 0, a.get("group", 1), dilations)
    extra = a.get("output_padding", [0] * rank)
    y = F.pad(y, flat_pads([(0, each) for each in extra]))
    pads = a.get("pads", [0] * 2 * rank)
    y = F.pad(y, flat_pads([(-pads[i], -pads[i + rank]) for i in range(rank)]))
    return y if bias is None else y + bias.reshape(-1, *[1] * rank)


def windows(x, value, a):
    """[batch, channels, *windows, *kernel] of the padded input; also how many windows there are for each axis."""
    kernel = a["kernel_shape"]
    rank = len(kernel)
    strides, dilations = window_attributes(a, rank)
    pads = pads_of(a, x.shape[2:], kernel, strides, dilations)
    counts, full = [], []
    for n, (begin, end), k, s, d in zip(x.shape[2:], pads, kernel, strides, dilations):
        room = n + begin + end - (k - 1) * d - 1
        count = (math.ceil(room / s) if a.get("ceil_mode", 0) else room // s) + 1
        if a.get("ceil_mode", 0) and (count - 1) * s >= n + begin:
            count -= 1
        counts.append(count)
        full.append((begin, max((count - 1) * s + (k - 1) * d + 1 - n - begin, end)))
    y = F.pad(x, flat_pads(full), value=value)
    for i, (count, k, s, d) in enumerate(zip(counts, kernel, strides, dilations)):
        index = torch.arange(count)[:, None] * s + torch.arange(k)[None] * d
        axis = 2 + 2 * i
        y = y.index_select(axis, index.reshape(-1)).unflatten(axis, (count, k))
    order = [0, 1, *range(2, 2 + 2 * rank, 2), *range(3, 3 + 2 * rank, 2)]
    return y.permute(order), pads, rank


def average_pool(node, inputs, opset, a):
    x = inputs[0]
    y, pads, rank = windows(x, 0.0, a)
    ones = torch.ones(1, 1, *x.shape[2:], dtype=x.dtype)
    if a.get("count_include_pad", 0):
        # The declared padding counts, what ceil_mode adds beyond it does not.
        ones = F.pad(ones, flat_pads(pads), value=1.0)
        strides, dilations = window_attributes(a, rank)
        explicit = {**a, "pads": [0] * 2 * rank, "auto_pad": "NOTSET"}
        grown = F.pad(ones, flat_pads([(0, 64)] * rank))
        counted, _, _ = windows(grown, 0.0, {**explicit, "ceil_mode": 0})
        slices = (slice(None), slice(None), *[slice(0, n) for n in y.shape[2 : 2 + rank]])
        counts = counted[slices].sum(tuple(range(-rank, 0)))
    else:
        counts = windows(ones, 0.0, a)[0].sum(tuple(range(-rank, 0)))
    return y.sum(tuple(range(-rank, 0))) / counts


def max_pool(node, inputs, opset, a):
    y, _, rank = windows(inputs[0], -torch.inf, a)
    return y.amax(tuple(range(-rank, 0)))


def resize(node, inputs, opset, a):
    """A linear map, of which ONNX Runtime gives the matrix."""
    x = inputs[0]
    others = {name: each.numpy().astype(np.float32 if each.is_floating_point() else np.int64)
              for name, each in zip(node.input[1:], inputs[1:]) if name}
    graph = helper.make_graph(
        [node], "one", [helper.make_tensor_value_info(node.input[0], TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info(node.output[0], TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(each, name) for name, each in others.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    session = ort.InferenceSession(model.SerializeToString(), options)
    units = np.eye(x.numel(), dtype=np.float32).reshape(-1, *x.shape)
    columns = [session.run(None, {node.input[0]: unit})[0] for unit in units]
    matrix = torch.tensor(np.stack([each.reshape(-1) for each in columns], 1)).double()
    return (matrix @ x.reshape(-1)).reshape(columns[0].shape)


def normalised(x, axes, epsilon):
    mean = x.mean(axes, keepdim=True)
    r = 1 / torch.sqrt(((x - mean) ** 2).mean(axes, keepdim=True) + epsilon)
    return (x - mean) * r, mean, r


def f32(value):
    """Attributes are float32."""
    return float(np.float32(value))


def layer_norm(node, inputs, opset, a):
    x, scale, bias = [*inputs, None][:3]
    axis = a.get("axis", -1) % x.dim()
    n, mean, r = normalised(x, list(range(axis, x.dim())), f32(a.get("epsilon", 1e-5)))
    y = n * scale
    return [y if bias is None else y + bias, mean, r]


def per_channel(value, x):
    return value.reshape(-1, *[1] * (x.dim() - 2))


def batch_norm(node, inputs, opset, a):
    x, scale, bias, mean, var = inputs
    r = 1 / torch.sqrt(per_channel(var, x) + f32(a.get("epsilon", 1e-5)))
    return (x - per_channel(mean, x)) * r * per_channel(scale, x) + per_channel(bias, x)


def instance_norm(node, inputs, opset, a):
    x, scale, bias = inputs
    n, _, _ = normalised(x, list(range(2, x.dim())), f32(a.get("epsilon", 1e-5)))
    return n * per_channel(scale, x) + per_channel(bias, x)


def group_norm(node, inputs, opset, a):
    x, scale, bias = inputs
    groups = a["num_groups"]
    n, _, _ = normalised(x.reshape(x.shape[0], groups, -1), [2], f32(a.get("epsilon", 1e-5)))
    if opset < 21:
        return (n * scale[:, None] + bias[:, None]).reshape(x.shape)
    return n.reshape(x.shape) * per_channel(scale, x) + per_channel(bias, x)


def rms_norm(node, inputs, opset, a):
    x, scale = inputs
    axes = list(range(a.get("axis", -1) % x.dim(), x.dim()))
    return x / torch.sqrt((x * x).mean(axes, keepdim=True) + f32(a.get("epsilon", 1e-5))) * scale


def mean_variance(node, inputs, opset, a):
    x = inputs[0]
    axes = a.get("axes", [0, 2, 3])
    centred = x - x.mean(axes, keepdim=True)
    return centred / (torch.sqrt((centred**2).mean(axes, keepdim=True)) + 1e-9)


def lp_norm(node, inputs, opset, a):
    return F.normalize(inputs[0], a.get("p", 2), a.get("axis", -1))


def gemm(node, inputs, opset, a):
    x, w, c = [*inputs, None][:3]
    x, w = x.T if a.get("transA") else x, w.T if a.get("transB") else w
    y = f32(a.get("alpha", 1)) * (x @ w)
    return y if c is None else y + f32(a.get("beta", 1)) * c


def einsum(node, inputs, opset, a):
    return torch.einsum(a["equation"].replace(" ", ""), *inputs)


def attention(node, inputs, opset, a):
    q, k, v, mask = [*inputs, None][:4]
    flat = q.dim() == 3

    def heads(x, count):
        return x.unflatten(-1, (count, -1)).transpose(1, 2) if flat else x

    q, k, v = heads(q, a.get("q_num_heads")), heads(k, a.get("kv_num_heads")), heads(v, a.get("kv_num_heads"))
    scale = a.get("scale")
    scores = q @ k.transpose(-1, -2) * (f32(scale) if scale else 1 / math.sqrt(q.shape[-1]))
    if a.get("is_causal"):
        scores = scores + torch.full(scores.shape[-2:], -torch.inf, dtype=q.dtype).triu(1)
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf) if mask.dtype == torch.bool else scores + mask
    y = torch.softmax(scores, -1) @ v
    return y.transpose(1, 2).flatten(2) if flat else y


def cum_sum(node, inputs, opset, a):
    x, axis = inputs[0], int(inputs[1])
    y = x.flip(axis).cumsum(axis).flip(axis) if a.get("reverse") else x.cumsum(axis)
    return y - x if a.get("exclusive") else y


def top_k(node, inputs, opset, a):
    largest = bool(a.get("largest", 1))
    return list(torch.topk(inputs[0], int(inputs[1]), a.get("axis", -1), largest))


def scatter_elements(node, inputs, opset, a):
    x, indices, updates = inputs
    axis = a.get("axis", 0) % x.dim()
    indices = torch.where(indices < 0, indices + x.shape[axis], indices).long()
    if a.get("reduction", "none") == "add":
        return x.scatter_add(axis, indices, updates)
    return x.scatter(axis, indices, updates)


def scatter_nd(node, inputs, opset, a):
    x, indices, updates = inputs
    places = tuple(indices.long().unbind(-1))
    return x.index_put(places, updates, accumulate=a.get("reduction", "none") == "add")


def gather_elements(node, inputs, opset, a):
    x, indices = inputs
    axis = a.get("axis", 0) % x.dim()
    return x.gather(axis, torch.where(indices < 0, indices + x.shape[axis], indices).long())


def pad(node, inputs, opset, a):
    """By constants with PyTorch, which also crops; else by what is where."""
    if a.get("mode", "constant") != "constant":
        return moved(node, inputs, opset, a)[0]
    x, pads, value, axes = [*inputs, None, None][:4]
    both = [(0, 0)] * x.dim()
    for i, axis in enumerate(axes.tolist() if axes is not None else range(x.dim())):
        both[axis] = (int(pads[i]), int(pads[i + len(pads) // 2]))
    return F.pad(x, flat_pads(both), value=0.0 if value is None else float(value))


def clip(node, inputs, opset, a):
    x, low, high = [*inputs, None, None][:3]
    if low is not None:
        x = torch.maximum(x, low)
    return x if high is None else torch.minimum(x, high)


def gelu(node, inputs, opset, a):
    return F.gelu(inputs[0], approximate=a.get("approximate", "none"))


def one(function):
    return lambda node, inputs, opset, a: function(inputs[0])


def two(function):
    return lambda node, inputs, opset, a: function(inputs[0], inputs[1])


def many(function):
    def run(node, inputs, opset, a):
        result = inputs[0]
        for each in inputs[1:]:
            result = function(result, each)
        return result

    return run


def cast(node, inputs, opset, a):
    to = a.get("to")
    floating = to in (TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, None)
    return inputs[0].double() if floating else inputs[0].to(torch.int64)


OPERATORS = {
    "Abs": one(torch.abs), "Acos": one(torch.acos), "Acosh": one(torch.acosh), "Asin": one(torch.asin),
    "Asinh": one(torch.asinh), "Atan": one(torch.atan), "Atanh": one(torch.atanh), "Cos": one(torch.cos),
    "Cosh": one(torch.cosh), "Erf": one(torch.erf), "Exp": one(torch.exp), "Log": one(torch.log), "Neg": one(torch.neg),
    "Reciprocal": one(torch.reciprocal), "Sin": one(torch.sin), "Sinh": one(torch.sinh), "Sqrt": one(torch.sqrt),
    "Tan": one(torch.tan), "Tanh": one(torch.tanh), "Relu": one(F.relu), "Sigmoid": one(torch.sigmoid),
    "Softplus": one(F.softplus), "Softsign": one(F.softsign), "Mish": one(F.mish), "HardSwish": one(F.hardswish),
    "Identity": one(lambda x: x), "Dropout": one(lambda x: x), "Cast": cast, "CastLike": one(lambda x: x.double()),
    "Celu": lambda n, i, o, a: F.celu(i[0], f32(a.get("alpha", 1))),
    "Elu": lambda n, i, o, a: F.elu(i[0], f32(a.get("alpha", 1))),
    "Selu": lambda n, i, o, a: f32(a.get("gamma", 1.0507009873554805))
    * F.elu(i[0], f32(a.get("alpha", 1.6732632423543772))),
    "LeakyRelu": lambda n, i, o, a: F.leaky_relu(i[0], f32(a.get("alpha", 0.01))),
    "ThresholdedRelu": lambda n, i, o, a: F.threshold(i[0], f32(a.get("alpha", 1)), 0),
    "HardSigmoid": lambda n, i, o, a: torch.clamp(f32(a.get("alpha", 0.2)) * i[0] + f32(a.get("beta", 0.5)), 0, 1),
    "Shrink": lambda n, i, o, a: torch.where(
        i[0] < -f32(a.get("lambd", 0.5)), i[0] + f32(a.get("bias", 0)),
        torch.where(i[0] > f32(a.get("lambd", 0.5)), i[0] - f32(a.get("bias", 0)), torch.zeros_like(i[0]))),
    "Swish": lambda n, i, o, a: i[0] * torch.sigmoid(f32(a.get("alpha", 1)) * i[0]),
    "Gelu": gelu, "PRelu": two(lambda x, slope: torch.where(x > 0, x, x * slope)),
    "Add": two(torch.add), "Sub": two(torch.sub), "Mul": two(torch.mul), "Div": two(torch.div),
    "Mod": two(torch.fmod), "Pow": two(torch.pow), "Max": many(torch.maximum), "Min": many(torch.minimum),
    "Sum": many(torch.add), "Mean": lambda n, i, o, a: many(torch.add)(n, i, o, a) / len(i),
    "Where": lambda n, i, o, a: torch.where(i[0], i[1], i[2]), "Clip": clip,
    "Conv": conv, "ConvTranspose": conv_transpose, "AveragePool": average_pool, "MaxPool": max_pool,
    "GlobalAveragePool": one(lambda x: x.mean(list(range(2, x.dim())), keepdim=True)),
    "GlobalMaxPool": one(lambda x: x.amax(list(range(2, x.dim())), keepdim=True)),
    "Resize": resize, "MatMul": two(torch.matmul), "Gemm": gemm, "Einsum": einsum, "Attention": attention,
    "Softmax": lambda n, i, o, a: torch.softmax(i[0], a.get("axis", -1)),
    "LogSoftmax": lambda n, i, o, a: torch.log_softmax(i[0], a.get("axis", -1)),
    "BatchNormalization": batch_norm, "InstanceNormalization": instance_norm, "GroupNormalization": group_norm,
    "LayerNormalization": layer_norm, "RMSNormalization": rms_norm, "MeanVarianceNormalization": mean_variance,
    "LpNormalization": lp_norm, "CumSum": cum_sum, "TopK": top_k, "ScatterElements": scatter_elements,
    "ScatterND": scatter_nd, "Pad": pad, "GatherElements": gather_elements,
    "ReduceL1": reduction(lambda x, axes, keep: x.abs().sum(axes, keepdim=keep)),
    "ReduceL2": reduction(lambda x, axes, keep: torch.linalg.vector_norm(x, 2, axes, keep)),
    "ReduceLogSum": reduction(lambda x, axes, keep: x.sum(axes, keepdim=keep).log()),
    "ReduceLogSumExp": reduction(lambda x, axes, keep: x.logsumexp(axes, keepdim=keep)),
    "ReduceMax": reduction(lambda x, axes, keep: x.amax(axes, keepdim=keep)),
    "ReduceMin": reduction(lambda x, axes, keep: x.amin(axes, keepdim=keep)),
    "ReduceMean": reduction(lambda x, axes, keep: x.mean(axes, keepdim=keep)),
    "ReduceProd": reduction(product),
    "ReduceSum": reduction(lambda x, axes, keep: x.sum(axes, keepdim=keep)),
    "ReduceSumSquare": reduction(lambda x, axes, keep: (x * x).sum(axes, keepdim=keep)),
    "Floor": one(torch.floor), "Shape": one(lambda x: torch.tensor(x.shape)),
}
MOVING = {"Concat", "DepthToSpace", "Expand", "Flatten", "Gather", "GatherND", "Reshape", "Slice",
          "SpaceToDepth", "Split", "Squeeze", "Tile", "Transpose", "Trilu", "Unsqueeze"}


def concat(node, inputs, opset, a):
    return torch.cat(inputs, a["axis"])


def run_node(node, inputs, opset):
    """The outputs of a node, a list; `inputs` are tensors, None for one that is left out."""
    a = {each.name: helper.get_attribute_value(each) for each in node.attribute}
    a = {key: value.decode() if isinstance(value, bytes) else value for key, value in a.items()}
    if node.op_type == "Concat":
        return [concat(node, inputs, opset, a)]
    if node.op_type in MOVING:
        return moved(node, inputs, opset, a)
    if node.op_type not in OPERATORS:
        raise NotImplementedError(f"torch_onnx.py does not say what {node.op_type} is: see MOVING and OPERATORS")
    result = OPERATORS[node.op_type](node, inputs, opset, a)
    return list(result) if isinstance(result, (list, tuple)) else [result]
