"""The VAE's latents of the pool, encoded once: latents-NNNNN.npy, float16 [SHARD, LATENTS, 16, 16], beside each shard."""
import os

import numpy as np
import torch

from ..captions import Labels
from ..training import raise_if_stopped
from .vae import latents_of, load_vae

CPU_SHARDS, CUDA_SHARDS = 16, 112  # pictures that the U-Net learns from, in shards


def path_of(run, number):
    return run.pool.folder / f"latents-{number:05d}.npy"


def main(run):
    shards = run.planned("shards", CUDA_SHARDS if run.cuda else CPU_SHARDS)
    run.pool.fill(shards, run.workers, lambda *_: raise_if_stopped())
    vae, numbers = load_vae(run), run.pool.numbers()[:shards]
    for i, number in enumerate(numbers):
        if not path_of(run, number).exists():
            temporary = path_of(run, number).with_suffix(".part")
            with open(temporary, "wb") as file:
                np.save(file, latents_of(run, vae, run.pool.pictures(number), 512 if run.cuda else 64).half().cpu().numpy())
            os.replace(temporary, path_of(run, number))
            print(f"latents: {i + 1} of {len(numbers)} shards", flush=True)
            raise_if_stopped()


def load_latents(run):
    """All latents, half precision on the run's device, and their labels."""
    numbers = [n for n in run.pool.numbers() if path_of(run, n).exists()]
    latents = torch.cat([torch.from_numpy(np.load(path_of(run, n))) for n in numbers]).to(run.device)
    return latents, Labels([v for n in numbers for v in run.pool.values(n)], run.device)
