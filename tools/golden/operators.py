"""The schemas of ONNX's standard operators that libs/onnx checks nodes against.

Run from the repository root with any Python that has onnx 1.20, the first release that knows operator set 25:
    python tools/golden/operators.py

Writes libs/onnx/src/operators.json: for each operator its versions from operator set 13 to 25, oldest first, one a line. The
last input or output of an operator that takes any number of them ends in "...".
"""

import json
from pathlib import Path

import numpy
import onnx
from onnx.defs import OpSchema

OUT = Path("libs/onnx/src/operators.json")
OLDEST, NEWEST = 13, 25
KINDS = ["float", "int", "string", "tensor", "graph", "floats", "ints", "strings", "tensors", "graphs"]


def versions():
    """By operator, its schemas in force at some operator set from OLDEST to NEWEST."""
    found = {}
    for schema in onnx.defs.get_all_schemas_with_history():
        if schema.domain == "" and schema.since_version <= NEWEST:
            found.setdefault(schema.name, []).append(schema)
    for name, schemas in sorted(found.items()):
        schemas.sort(key=lambda schema: schema.since_version)
        at_first = [schema for schema in schemas if schema.since_version <= OLDEST][-1:]
        kept = at_first + [schema for schema in schemas if schema.since_version > OLDEST]
        yield name, kept


def attribute(given):
    kind = given.type.name.lower()
    assert kind in KINDS or kind in ("sparse_tensor", "type_proto"), kind
    if given.required or not given.default_value.name:
        return {"kind": kind}
    value = onnx.helper.get_attribute_value(given.default_value)
    return {"kind": kind, "default": plain(value)}


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode()
    return float(numpy.float32(value)) if isinstance(value, float) else value


def described(schema):
    return {
        "inputs": [parameter(each) for each in schema.inputs],
        "outputs": [parameter(each) for each in schema.outputs],
        "attributes": {name: attribute(each) for name, each in sorted(schema.attributes.items())},
    }


def parameter(given):
    return given.name + ("..." if given.option == OpSchema.FormalParameterOption.Variadic else "")


def different(schemas):
    """The versions that differ in more than the element types that they admit."""
    kept = []
    for schema in schemas:
        entry = described(schema)
        if not kept or kept[-1][1] != entry:
            kept.append((schema.since_version, entry))
    return [{"since": since, **entry} for since, entry in kept]


def main():
    assert onnx.defs.onnx_opset_version() >= NEWEST, f"onnx {onnx.__version__} knows no operator set {NEWEST}"
    lines = []
    for name, schemas in versions():
        rows = ",\n".join("    " + json.dumps(entry) for entry in different(schemas))
        lines.append(f"  {json.dumps(name)}: [\n{rows}\n  ]")
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
