"""Pickled embeddings as other tools write them, and hostile ones, for the restricted reader of libs/inversion.

Run: tools/demo-model/.venv/bin/python tools/golden/pickles.py
"""
import collections
import json
import os
import pickle
import zipfile
from pathlib import Path
from unittest import mock

import numpy as np
import torch

OUT = Path(__file__).resolve().parents[2] / "libs/inversion/test/golden/pickles"
OUT.mkdir(parents=True, exist_ok=True)

torch.manual_seed(0)
vector = torch.randn(8)
two = torch.randn(2, 8)
big = torch.randn(4, 16)


def a1111(tensor):
    """The fields that the AUTOMATIC1111 web UI writes."""
    return {
        "string_to_token": {"*": 265},
        "string_to_param": {"*": tensor},
        "name": "my-style",
        "step": 1500,
        "sd_checkpoint": "abcd1234",
        "sd_checkpoint_name": "some-model",
    }


def save(name, value, **options):
    torch.save(value, OUT / name, **options)


save("diffusers.bin", {"<cat>": vector})
save("diffusers-legacy.bin", {"<cat>": vector}, _use_new_zipfile_serialization=False)
save("half.bin", {"<cat>": vector.half()})
save("bfloat16.bin", {"<cat>": vector.bfloat16()})
save("double.bin", {"<cat>": vector.double()})
save("parameter.bin", {"<cat>": torch.nn.Parameter(vector.clone())})
save("ordered.bin", collections.OrderedDict({"<cat>": vector}))
# A view with an offset and strides that are not those of a dense tensor.
save("strided.bin", {"<cat>": big.t()[3:5, :]})
save("a1111.pt", a1111(two))
save("a1111-legacy.pt", a1111(two), _use_new_zipfile_serialization=False)
# What the original code of latent diffusion saves: a module of PyTorch and a tensor of an id.
ldm = {"string_to_token": {"*": torch.tensor(265)},
       "string_to_param": torch.nn.ParameterDict({"*": torch.nn.Parameter(vector[None].clone())})}
save("ldm.pt", ldm)
# The old form keeps the module's source and where it lay, which here would be PyTorch's and of this machine.
with mock.patch("torch.serialization.get_source_lines_and_file", lambda _: (["class ParameterDict(Module): ...\n"], 1, "container.py")):
    save("ldm-legacy.pt", ldm, _use_new_zipfile_serialization=False)
save("tensor.pt", vector)
save("protocol5.bin", {"<cat>": vector}, pickle_protocol=5)
# What a trainer keeps beside the vector when numpy computed it.
numbers = {"<cat>": vector, "loss": np.float32(0.125), "rate": np.float64(0.005), "step": np.int64(1500), "half": np.float16(0.5),
           "done": np.bool_(True)}
save("numpy.bin", numbers)
save("numpy-protocol5.bin", numbers, pickle_protocol=5)


class Evil:
    """Runs a shell command when a plain unpickler reads it."""

    def __reduce__(self):
        return (os.system, ("touch /tmp/facet-pickle-was-here",))


class NestedEvil:
    """Hides the call in the arguments of an allowed constructor."""

    def __reduce__(self):
        return (collections.OrderedDict, ([("x", Evil())],))


def evil_zip(name, value, protocol=2):
    """The zip layout of torch around any pickle."""
    with zipfile.ZipFile(OUT / name, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(value, protocol=protocol))
        archive.writestr("archive/byteorder", "little")
        archive.writestr("archive/version", "3\n")


evil_zip("evil-system.bin", {"<cat>": Evil()})
evil_zip("evil-system-protocol4.bin", {"<cat>": Evil()}, protocol=4)
evil_zip("evil-nested.bin", {"<cat>": NestedEvil()})
evil_zip("evil-object.bin", {"<cat>": Path("x")})
# BUILD on an allowed object, the way to call __setstate__.
with zipfile.ZipFile(OUT / "evil-build.bin", "w") as archive:
    archive.writestr("archive/data.pkl", b"\x80\x02ccollections\nOrderedDict\n)R}X\x01\x00\x00\x00aK\x01sb.")
(OUT / "evil-legacy.pt").write_bytes(pickle.dumps(Evil(), protocol=2))

(OUT / "expected.json").write_text(
    json.dumps(dict(vector=vector.tolist(), two=two.tolist(), half=vector.half().float().tolist(),
                    bfloat16=vector.bfloat16().float().tolist(), strided=big.t()[3:5, :].tolist()))
)
