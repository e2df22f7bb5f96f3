"""Models by other writers than ours, for the tests of libs/onnx.

Run from the repository root with the demo model's environment (the dynamo exporter of torch 2.11 needs onnxscript >= 0.7):
    tools/demo-model/.venv/bin/python tools/golden/onnx_models.py

Writes libs/onnx/test/golden/:
    schema.json           every field of onnx.proto with number, type and label, from the onnx package's descriptor
    all-fields.onnx       a message with every field of every message set, written by protobuf's own serializer
    net-<exporter>.onnx   a small network (convolution, normalisation, attention, resize) with dynamic axes, by both exporters
    net-external.onnx     the same by the TorchScript exporter, with its weights in net-external.data
    net-half-storage.onnx float16 weights, each behind a Cast to float32; net-half.onnx: everything in float16
    net.json              one input and PyTorch's output for it
"""

import json
import random
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from google.protobuf.descriptor import FieldDescriptor
from onnx import TensorProto, helper, numpy_helper, onnx_ml_pb2

OUT = Path("libs/onnx/test/golden")
SCALARS = {1: "double", 2: "float", 3: "int64", 4: "uint64", 5: "int32", 9: "string", 12: "bytes", 14: "enum"}


def messages(descriptor):
    """The message and all messages nested in it."""
    yield descriptor
    for nested in descriptor.nested_types:
        yield from messages(nested)


def all_messages():
    for descriptor in onnx_ml_pb2.DESCRIPTOR.message_types_by_name.values():
        yield from messages(descriptor)


def schema():
    def kind(field):
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            return field.message_type.full_name.removeprefix("onnx.")
        return SCALARS[field.type]

    return {
        descriptor.full_name.removeprefix("onnx."): {
            field.name: {
                "number": field.number,
                "type": kind(field),
                "repeated": field.is_repeated,
                "packed": bool(field.GetOptions().packed),
            }
            for field in descriptor.fields
        }
        for descriptor in all_messages()
    }


def fill(message, chance, depth=0):
    """Sets every field, of a oneof a member by chance. Recursion (graphs in attributes, types in types) stops."""
    chosen = {oneof.name: chance.choice(oneof.fields) for oneof in message.DESCRIPTOR.oneofs}
    for field in message.DESCRIPTOR.fields:
        oneof = field.containing_oneof
        if oneof and chosen[oneof.name] is not field:
            continue
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            if depth > 7 or (depth > 3 and field.message_type.name in ("GraphProto", "FunctionProto")):
                continue
            if field.is_repeated:
                for _ in range(2 if depth < 2 else 1):
                    fill(getattr(message, field.name).add(), chance, depth + 1)
            else:
                child = getattr(message, field.name)
                child.SetInParent()
                fill(child, chance, depth + 1)
            continue
        values = {
            "double": [0.1, -1e300],
            "float": [0.5, float("inf")],
            "int64": [2**63 - 1, -(2**63)],
            "uint64": [2**64 - 1, 1],
            "int32": [7, -3],
            "enum": [1, 1],
            "string": [("é" * 70 if depth < 2 else "") + field.name, field.name],
            "bytes": [bytes(range(256)) if depth < 2 else b"\0", b""],
        }[SCALARS[field.type]]
        if field.type == FieldDescriptor.TYPE_INT64 and field.name in ("dims", "dim_value", "ir_version", "version"):
            values = [2**40, 3]
        if field.is_repeated:
            getattr(message, field.name).extend(values)
        else:
            setattr(message, field.name, values[0])


class Net(torch.nn.Module):
    """[n, 4, h, w] and [n, s, 16] -> [n, 4, h, w]; h and w even."""

    def __init__(self):
        super().__init__()
        self.inward = torch.nn.Conv2d(4, 32, 3, padding=1)
        self.norm = torch.nn.GroupNorm(4, 32)
        self.down = torch.nn.Conv2d(32, 32, 3, stride=2, padding=1)
        self.layer_norm = torch.nn.LayerNorm(32)
        self.query = torch.nn.Linear(32, 32, bias=False)
        self.key = torch.nn.Linear(16, 32, bias=False)
        self.value = torch.nn.Linear(16, 32, bias=False)
        self.feed = torch.nn.Linear(32, 256)
        self.back = torch.nn.Linear(128, 32)
        self.out = torch.nn.Conv2d(32, 4, 3, padding=1)

    def forward(self, sample, context):
        hidden = self.down(torch.nn.functional.silu(self.norm(self.inward(sample))))
        n, c, h, w = hidden.shape
        tokens = self.layer_norm(hidden.permute(0, 2, 3, 1).reshape(n, h * w, c))
        heads = [each.reshape(n, -1, 4, 8).transpose(1, 2) for each in
                 (self.query(tokens), self.key(context), self.value(context))]
        weights = torch.softmax(heads[0] @ heads[1].transpose(-1, -2) * 8**-0.5, -1)
        tokens = tokens + (weights @ heads[2]).transpose(1, 2).reshape(n, -1, c)
        value, gate = self.feed(tokens).chunk(2, -1)
        tokens = tokens + self.back(value * torch.nn.functional.gelu(gate))
        hidden = tokens.reshape(n, h, w, c).permute(0, 3, 1, 2)
        return self.out(torch.nn.functional.interpolate(hidden, scale_factor=2.0, mode="nearest"))


def export(net, args, path, dynamo):
    names = {"input_names": ["sample", "context"], "output_names": ["out"]}
    axes = {"sample": {0: "batch", 2: "height", 3: "width"}, "context": {0: "batch", 1: "sequence"}}
    if not dynamo:
        torch.onnx.export(net, args, str(path), dynamo=False, opset_version=17, dynamic_axes=axes, **names)
        return
    batch = torch.export.Dim("batch", min=1, max=64)
    torch.onnx.export(
        net, args, str(path), dynamo=True, opset_version=18, external_data=False, verbose=False,
        dynamic_shapes={"sample": {0: batch}, "context": {0: batch}}, **names,
    )
    drop_stack_traces(path)


def drop_stack_traces(path):
    """They name files of the machine that exported the model; the other metadata of the dynamo exporter stays."""
    model = onnx.load(path)
    for node in model.graph.node:
        kept = [prop for prop in node.metadata_props if prop.key != "pkg.torch.onnx.stack_trace"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
    onnx.save(model, path)


def half_storage(model):
    """float16 weights, each cast to float32 where it is used."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], name=f"cast_{name}", to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    warnings.simplefilter("ignore")
    (OUT / "schema.json").write_text(json.dumps(schema(), indent=1) + "\n")
    message = onnx.ModelProto()
    fill(message, random.Random(0))
    (OUT / "all-fields.onnx").write_bytes(message.SerializeToString(deterministic=True))

    net = Net().eval()
    args = torch.randn(2, 4, 8, 8), torch.randn(2, 7, 16)
    with torch.no_grad():
        out = net(*args)
    rounded = {"sample": args[0], "context": args[1], "out": out}
    (OUT / "net.json").write_text(
        json.dumps({k: {"dims": list(v.shape), "data": [float(f"{x:.7g}") for x in v.flatten().tolist()]}
                    for k, v in rounded.items()}) + "\n")
    export(net, args, OUT / "net-torchscript.onnx", dynamo=False)
    export(net, args, OUT / "net-dynamo.onnx", dynamo=True)
    (OUT / "net-external.data").unlink(missing_ok=True)  # onnx.save appends
    model = onnx.load(OUT / "net-torchscript.onnx")
    onnx.save(model, OUT / "net-external.onnx", save_as_external_data=True, location="net-external.data", size_threshold=256)
    onnx.save(half_storage(onnx.load(OUT / "net-torchscript.onnx")), OUT / "net-half-storage.onnx")
    halves = tuple(each.half() for each in args)
    export(net.half(), halves, OUT / "net-half.onnx", dynamo=False)


if __name__ == "__main__":
    main()
