"""What travels to a machine that nothing else can be reached from, and what comes back from it.

There: drawings and the tokenizer. Back: the results in half precision, no file over 16 MB and eight at most; checkpoints are too large.
"""
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

RESULTS = ["text", "vae", "image", "unet", "judge", "judge-b"]
LIMIT = 16 * 2**20


def pack(state, target):
    """Copies what a fresh state folder needs to start on the trainings."""
    for part in ("drawings", "tokenizer"):
        shutil.copytree(state / part, target / part, dirs_exist_ok=True)


def _weights(state, name):
    """The finished part, or where the U-Net is not finished the average of its checkpoint, or None."""
    if (state / f"{name}.safetensors").exists():
        return load_file(state / f"{name}.safetensors")
    if name == "unet" and (state / "unet.pt").exists():
        return torch.load(state / "unet.pt", map_location="cpu", weights_only=True)["parts"]["average"]
    return None


def bring_back(state, target):
    """Writes the parts and the U-Net's sheet into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for name in RESULTS:
        if weights := _weights(state, name):
            file = target / f"{name}.safetensors"
            save_file({k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in weights.items()}, file)
            assert file.stat().st_size <= LIMIT, f"{file.name} has {file.stat().st_size} bytes, more than come back: store it in parts"
    if (sheet := state / "look" / "unet.png").exists():
        shutil.copyfile(sheet, target / sheet.name)


def take(source, state):
    """Puts parts that came back into a state folder as its results, in single precision, where the export finds them."""
    for path in sorted(Path(source).glob("*.safetensors")):
        save_file({k: v.to(torch.float32) if v.is_floating_point() else v for k, v in load_file(path).items()}, state / path.name)
        print(f"took {path.name}", flush=True)
