"""The rendered data sets and conversions to tensors."""
import os
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import torch

from . import world
from .paths import WORK
from .render import render

# name -> pictures, first seed, of held-out combinations? `train` trains the model, `held` measures, `judges` is for the judges alone,
# which must know the held-out combinations as well as the seen ones if they are to judge both halves alike.
SETS = {"train": (25_000, 1, False), "held": (2_000, 100, True), "judges": (4_000, 200, True)}
SHARDS = 4


def make(count, seed, want_held_out):
    """`count` pictures uint8 [n, 64, 64, 3] and their factors uint8 [n, 4]."""
    rng = np.random.default_rng(seed)
    factors = [world.random_combination(rng, want_held_out) for _ in range(count)]
    return np.stack([render(f, rng) for f in factors]), np.array(factors, np.uint8)


def load(name):
    """Pictures uint8 [n, 64, 64, 3] and factors int64 [n, 4] of one of SETS."""
    with np.load(WORK / f"{name}.npz") as archive:
        return archive["pictures"], archive["factors"].astype(np.int64)


def to_tensor(pictures):
    """uint8 [n, 64, 64, 3] to float [n, 3, 64, 64] in [-1, 1]."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def to_pictures(tensor):
    """float [n, 3, 64, 64] to uint8 [n, 64, 64, 3]."""
    return ((tensor.float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for name, (count, seed, want_held_out) in SETS.items():
            if (WORK / f"{name}.npz").exists():
                continue
            shards = [(count // SHARDS, seed + i, want_held_out) for i in range(SHARDS)]
            pictures, factors = zip(*pool.map(make, *zip(*shards)))
            temporary = WORK / f"{name}.tmp.npz"
            np.savez(temporary, pictures=np.concatenate(pictures), factors=np.concatenate(factors))
            os.replace(temporary, WORK / f"{name}.npz")


if __name__ == "__main__":
    sys.exit(main())
