"""Random small ONNX graphs over every operator that libs/autodiff differentiates, with PyTorch's gradients of them.

Run from the repository root with the demo model's environment, and onnx-ad 0.3.0 and onnxruntime installed there too:
    tools/demo-model/.venv/bin/python tools/golden/gradient_graphs.py

Each graph holds one operator with random attributes, shapes and broadcasts (gradient_graph_operators), fed by inputs and by
weights that are used directly, transposed, reshaped or expanded, and followed by other uses of its result and its sources.
PyTorch computes the gradients in float64 (torch_onnx.py); ONNX Runtime must agree on the outputs, or the graph is an error here.
onnx-ad, an independent differentiator of ONNX graphs, is asked for the same gradients; where it refuses, that is noted, and
where it contradicts PyTorch, central differences of PyTorch's outputs decide, and the graph is an error here if they say that
PyTorch is wrong.

Writes libs/autodiff/test/golden/generated.json.gz: a list of {name, operator, opset, model (base64), inputs,
cotangents, outputs, gradients, onnxAd}. Tensors are {dims, type, data}. All seeds are fixed.
"""

import argparse
import base64
import gzip
import json
import os
import random
import sys
import warnings
from collections import Counter
from pathlib import Path

# Swish came with operator set 24, which is released, but not to the runtime that computes here.
os.environ["ALLOW_RELEASED_ONNX_OPSET_ONLY"] = "0"

import numpy as np
import onnx
import onnx_ad
import onnxruntime as ort
import torch
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from gradient_graph_operators import OPERATORS
from torch_onnx import run_node

# Operators with many forms get more graphs.
MORE = {"Resize": 4, "Conv": 2, "pattern SiLU": 2, "pattern GELU": 2, "pattern attention": 3, "tied weights": 2,
        "random chain": 5}
OUT = Path("libs/autodiff/test/golden/generated.json.gz")
NUMPY = {TensorProto.FLOAT: np.float32, TensorProto.DOUBLE: np.float64, TensorProto.INT64: np.int64,
         TensorProto.INT32: np.int32, TensorProto.BOOL: np.bool_}
NAMES = {np.dtype(np.float32): "float32", np.dtype(np.float64): "float64", np.dtype(np.int64): "int64",
         np.dtype(np.int32): "int32", np.dtype(np.bool_): "bool"}


class Graph:
    """A graph under construction; every value is computed by PyTorch as soon as it is written."""

    def __init__(self, seed, opset, type_):
        self.rng = random.Random(seed)
        self.opset, self.type = opset, type_
        self.nodes, self.inputs, self.weights, self.wanted = [], {}, {}, []
        self.values, self.count = {}, 0

    def name(self, what):
        self.count += 1
        return f"{what}{self.count}"

    def numbers(self, shape, low, high, avoid, distinct):
        size = int(np.prod(shape)) if shape else 1
        if distinct:
            order = self.rng.sample(range(size), size)
            return np.array([low + (high - low) * (i + 0.5) / size for i in order]).reshape(shape)

        def draw():
            while True:
                value = round(self.rng.uniform(low, high), 3)
                if all(abs(value - kink) > 0.04 for kink in avoid):
                    return value

        return np.array([draw() for _ in range(size)]).reshape(shape)

    def define(self, data, as_input, wanted):
        """A float input or initializer."""
        name = self.name("x" if as_input else "w")
        data = np.asarray(data, NUMPY[self.type])
        (self.inputs if as_input else self.weights)[name] = data
        self.values[name] = torch.tensor(data, dtype=torch.float64, requires_grad=wanted)
        if wanted:
            self.wanted.append(name)
        return name

    def integers(self, data, as_input=False, type_=np.int64):
        name = self.name("i")
        data = np.asarray(data, type_)
        (self.inputs if as_input else self.weights)[name] = data
        self.values[name] = torch.tensor(data)
        return name

    def constant(self, data):
        return self.define(data, False, False)

    def source(self, shape, low=-1.0, high=1.0, avoid=(), distinct=False, plain=False):
        """A float value of this shape that a wanted gradient reaches, by one of several ways."""
        shape = list(shape)
        as_input = self.rng.random() < 0.6
        data = self.numbers(shape, low, high, avoid, distinct)
        way = self.rng.random()
        if plain or way < 0.55:
            return self.define(data, as_input, True)
        if way < 0.7 and len(shape) >= 2:
            perm = self.rng.sample(range(len(shape)), len(shape))
            back = [perm.index(axis) for axis in range(len(shape))]
            return self.emit("Transpose", [self.define(data.transpose(back), as_input, True)], perm=perm)
        if way < 0.85:
            flat = self.define(data.reshape(-1), as_input, True)
            return self.emit("Reshape", [flat, self.integers(shape)])
        if way < 0.93 and not distinct and shape and shape[0] > 1:
            row = self.define(data[:1], as_input, True)
            return self.emit("Expand", [row, self.integers(shape)])
        one = self.define(np.ones([1] * len(shape)), False, False)
        return self.emit("Mul", [self.define(data, as_input, True), one])

    def emit(self, op, inputs, outputs=1, **attributes):
        """Writes a node; the name of its output, or a list of them."""
        names = [self.name("v") for _ in range(outputs)]
        node = helper.make_node(op, inputs, names, **attributes)
        results = run_node(node, [self.values[each] if each else None for each in inputs], self.opset)
        for each, result in zip(names, results):
            self.values[each] = result
        self.nodes.append(node)
        return names[0] if outputs == 1 else names

    def shape(self, name):
        return list(self.values[name].shape)

    def finish(self, name):
        """Other things done to a result, so that its gradient comes by several ways; the name of the last value."""
        shape, way = self.shape(name), self.rng.random()
        if way < 0.3:
            return name
        if way < 0.5:
            # The weight may raise the rank, or lack axes.
            kept = [length if self.rng.random() < 0.6 else 1 for length in shape[self.rng.randint(0, len(shape)):]]
            raised = [2] + [1] * (len(shape) - len(kept)) + kept if self.rng.random() < 0.4 else kept
            weight = self.define(self.numbers(raised, 0.3, 1.5, (), False), self.rng.random() < 0.5, True)
            return self.emit(self.rng.choice(["Mul", "Add", "Sub", "Div"]), [name, weight])
        if way < 0.65:
            return self.emit("Mul", [name, self.emit("Sigmoid", [name])])
        same = [each for each in [*self.wanted] if self.shape(each) == shape]
        if way < 0.85 and same:
            return self.emit(self.rng.choice(["Add", "Mul"]), [name, self.rng.choice(same)])
        if way < 0.95:
            return self.emit("Add", [self.emit("Mul", [name, name]), name])
        return self.emit("Tanh", [name])

    def model(self, outputs):
        def info(name, dtype, dims):
            kind = {"float32": 1, "float64": 11, "int64": 7, "int32": 6, "bool": 9}[NAMES[np.dtype(dtype)]]
            return helper.make_tensor_value_info(name, kind, dims)

        graph = helper.make_graph(
            self.nodes, "graph",
            [info(name, data.dtype, data.shape) for name, data in self.inputs.items()],
            [info(name, NUMPY[self.type], self.shape(name)) for name in outputs],
            [onnx.numpy_helper.from_array(data, name) for name, data in self.weights.items()],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)


def session(model):
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(model.SerializeToString(), options)


def loads(model):
    try:
        return bool(session(model))
    except Exception:
        return False


def forward_error(model, inputs, values):
    """How far ONNX Runtime is from the values, or ONNX's reference where the runtime does not know the operator or is wrong."""
    errors = []
    for run in (lambda: session(model).run(list(values), inputs),
                lambda: ReferenceEvaluator(model).run(list(values), inputs)):
        try:
            errors.append(max(relative(np.asarray(a), b) for a, b in zip(run(), values.values())))
        except Exception as error:
            errors.append(float("inf"))
            last = error
        if errors[-1] < 1e-4:
            return errors[-1]
    if min(errors) == float("inf"):
        raise last
    return min(errors)


def relative(a, b):
    if a.shape != b.shape:
        return float("inf")
    if a.size == 0:
        return 0.0
    return float(np.abs(a - b).max() / max(np.abs(b).max(), 1e-3))


def by_onnx_ad(graph, model, outputs, cotangents):
    """The gradients by onnx-ad; weights become inputs first, since it differentiates inputs only."""
    model = onnx.ModelProto.FromString(model.SerializeToString())
    kept = [each for each in model.graph.initializer if each.name not in graph.wanted]
    for each in model.graph.initializer:
        if each.name in graph.wanted:
            model.graph.input.append(helper.make_tensor_value_info(each.name, each.data_type, list(each.dims)))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    adjoint = onnx_ad.reverse(model, inputs=graph.wanted, outputs=outputs, prefix="adj_", dim="n", layout="onnx")
    feeds = dict(graph.inputs) | {name: graph.weights[name] for name in graph.wanted if name in graph.weights}
    feeds |= {f"adj_{name}": cotangents[name][..., None] for name in outputs}
    names = [f"adj_{name}" for name in graph.wanted]
    return {name[4:]: result[..., 0] for name, result in zip(names, session(adjoint).run(names, feeds))}


def differences(graph, outputs, cotangents, name):
    """Central differences of the loss, by PyTorch in float64."""
    start = {key: value.detach() for key, value in graph.values.items() if key in graph.inputs or key in graph.weights}

    def loss(value):
        env = {**start, name: value}
        for node in graph.nodes:
            results = run_node(node, [env[each] if each else None for each in node.input], graph.opset)
            env.update(zip(node.output, results))
        return sum((env[out] * torch.tensor(cotangents[out], dtype=torch.float64)).sum() for out in outputs).item()

    base, result = start[name], torch.zeros_like(start[name])
    for at in np.ndindex(*base.shape):
        up, down = base.clone(), base.clone()
        up[at] += 1e-6
        down[at] -= 1e-6
        result[at] = (loss(up) - loss(down)) / 2e-6
    return result.numpy()


def tensor(data):
    data = np.asarray(data)
    if data.dtype == np.float32:
        numbers = [float(f"{value:.7g}") for value in data.ravel().tolist()]
    elif data.dtype == np.float64:
        numbers = [float(f"{value:.12g}") for value in data.ravel().tolist()]
    else:
        numbers = [int(value) for value in data.ravel()]
    return {"dims": list(data.shape), "type": NAMES[data.dtype], "data": numbers}


def build(operator, seed):
    """One graph with its answers."""
    rng = random.Random(f"{operator}{seed}")
    write, since, until = OPERATORS[operator]
    # Float64 is rarer: not every kernel exists in it.
    type_ = TensorProto.DOUBLE if rng.random() < 0.15 else TensorProto.FLOAT
    graph = Graph(rng.random(), rng.randint(since, until), type_)
    result = write(graph, seed)
    last = result if isinstance(result, list) else [graph.finish(result)]
    outputs = [name for name in dict.fromkeys(last)]
    model = graph.model(outputs)
    if type_ == TensorProto.DOUBLE and not loads(model):
        # Not every kernel exists in float64.
        return None
    values = {name: graph.values[name].detach().numpy() for name in outputs}
    wrong = forward_error(model, graph.inputs, values)
    assert wrong < 1e-4, f"neither ONNX Runtime nor ONNX's reference computes what PyTorch does, but {wrong} off"
    cotangents = {name: np.asarray(np.array([rng.randint(-8, 8) / 8 for _ in range(graph.values[name].numel())])
                                   .reshape(graph.shape(name)), NUMPY[type_]) for name in outputs}
    loss = sum((graph.values[name] * torch.tensor(cotangents[name], dtype=torch.float64)).sum() for name in outputs)
    sources = [graph.values[name] for name in graph.wanted]
    gradients = torch.autograd.grad(loss, sources, allow_unused=True, retain_graph=True)
    pairs = [(n, g.numpy()) for n, g in zip(graph.wanted, gradients) if g is not None]
    graph.wanted = [name for name, _ in pairs]
    wanted = dict(pairs)
    assert all(np.isfinite(value).all() for value in wanted.values()), "a gradient is not finite"
    return graph, model, values, cotangents, wanted


def judge(graph, model, values, cotangents, wanted):
    """What onnx-ad says: `agrees`, or why it refuses or is set aside."""
    try:
        found = by_onnx_ad(graph, model, list(values), cotangents)
    except Exception as error:
        return f"refuses: {type(error).__name__}: {str(error)[:200]}"
    tolerance = 1e-3 if graph.type == TensorProto.FLOAT else 1e-6
    wrong = {name: relative(found[name], value) for name, value in wanted.items()}
    if all(error < tolerance for error in wrong.values()):
        return "agrees"
    for name, value in wanted.items():
        off = relative(differences(graph, list(cotangents), cotangents, name), value)
        assert off < 1e-5, f"central differences contradict PyTorch on {name} by {off}"
    return "differs, and central differences agree with PyTorch: " + ", ".join(f"{k} {v:.0e}" for k, v in wrong.items())


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description="Random ONNX graphs with PyTorch's gradients.")
    parser.add_argument("operators", nargs="*", help="only these, written nowhere unless --out says where")
    parser.add_argument("--per", type=int, default=8, help="graphs for each operator")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    only = options.operators
    cases, verdicts, failed = [], Counter(), []
    for operator in OPERATORS:
        if only and operator not in only:
            continue
        for seed in range(options.per * MORE.get(operator, 1)):
            try:
                built = build(operator, seed)
                if built is None:
                    continue
                graph, model, values, cotangents, wanted = built
                verdict = judge(graph, model, values, cotangents, wanted)
            except Exception as error:
                failed.append((operator, seed, f"{type(error).__name__}: {error}"))
                continue
            verdicts[verdict.split(":")[0]] += 1
            if verdict != "agrees":
                print(operator, seed, verdict, file=sys.stderr)
            cases.append({
                "name": f"{operator} {seed}", "operator": operator, "opset": graph.opset,
                "model": base64.b64encode(model.SerializeToString()).decode(),
                "inputs": {name: tensor(data) for name, data in graph.inputs.items()},
                "cotangents": {name: tensor(data) for name, data in cotangents.items()},
                "outputs": {name: tensor(value.astype(NUMPY[graph.type])) for name, value in values.items()},
                "gradients": {name: tensor(value.astype(NUMPY[graph.type])) for name, value in wanted.items()},
                "onnxAd": verdict.split(":")[0],
            })
    for each in failed:
        print("FAILED", *each, file=sys.stderr)
    print(len(cases), "graphs", dict(verdicts))
    assert not failed
    out = options.out or (None if only else OUT)
    if out:
        out.write_bytes(gzip.compress(json.dumps(cases).encode(), mtime=0))


if __name__ == "__main__":
    main()
