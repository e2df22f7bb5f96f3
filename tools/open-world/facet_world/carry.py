"""What travels to a machine that nothing else can be reached from, and what comes back from it.

There: drawings and the tokenizer. Back: the results as half precision, no file over 16 MB and eight at most; checkpoints are too large.
"""
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

RESULTS = ["trunk", "text", "vae", "judge", "unet"]
LIMIT = 16 * 2**20


def pack(state, target):
    """Copies what a fresh state folder needs to start on the trainings."""
    for part in ("drawings", "tokenizer"):
        shutil.copytree(state / part, target / part, dirs_exist_ok=True)


def bring_back(state, target):
    """Writes the finished parts and one sheet for the eye into `target`; parts that are not finished stay out."""
    target.mkdir(parents=True, exist_ok=True)
    for name in RESULTS:
        source = state / f"{name}.safetensors"
        if source.exists():
            halved = {k: v.half() if v.is_floating_point() else v for k, v in load_file(source).items()}
            save_file(halved, target / source.name)
            size = (target / source.name).stat().st_size
            assert size <= LIMIT, f"{source.name} has {size} bytes, more than come back: store it in parts"
    for sheet in ("unet.png", "vae.png"):
        if (state / "look" / sheet).exists():
            shutil.copyfile(state / "look" / sheet, target / sheet)


def take(source, state):
    """Puts parts that came back into a state folder as its results, in single precision, where the export finds them."""
    for path in sorted(Path(source).glob("*.safetensors")):
        save_file({k: v.to(torch.float32) if v.is_floating_point() else v for k, v in load_file(path).items()}, state / path.name)
        print(f"took {path.name}", flush=True)
