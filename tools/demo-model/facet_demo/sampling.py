"""Pictures from captions: deterministic DDIM with classifier-free guidance, in PyTorch, with the weights rounded as the export stores them."""
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from .data import to_pictures
from .paths import WORK
from .training import DEVICE, setup
from .unet import SAMPLER, CaptionEncoder

BATCH = 50


def as_stored(module):
    """The module with its weights rounded to half precision, computing in float32."""
    return module.half().float().eval().requires_grad_(False).to(DEVICE)


class Sampler:
    """Loads the trained parts of the pipeline, or takes a given U-Net."""

    def __init__(self, unet=None):
        self.unet = as_stored(unet or UNet2DConditionModel.from_pretrained(WORK / "pipe" / "unet"))
        self.vae = as_stored(AutoencoderKL.from_pretrained(WORK / "pipe" / "vae"))
        self.encode = CaptionEncoder()

    @torch.no_grad()
    def __call__(self, captions, steps, guidance, seed):
        """uint8 pictures [n, 64, 64, 3], the same for the same captions and seed."""
        z = torch.randn(len(captions), 4, 16, 16, generator=torch.Generator().manual_seed(seed)).to(DEVICE)
        context = torch.cat([self.encode([""]).expand(len(z), -1, -1), self.encode(captions)])
        SAMPLER.set_timesteps(steps)
        for t in SAMPLER.timesteps:
            free, guided = self.unet(torch.cat([z, z]), t, context).sample.chunk(2)
            z = SAMPLER.step(free + guidance * (guided - free), t, z).prev_sample
        return to_pictures(self.vae.decode(z).sample)


def _start_worker(weights):
    global _sampler
    setup(0)
    unet = None
    if weights is not None:
        from .unet import make_unet

        layers, state = weights
        unet = make_unet(layers)
        unet.load_state_dict(state)
    _sampler = Sampler(unet)


def _sample(job):
    return _sampler(*job)


def sample_all(captions, steps, guidance, seed, weights=None):
    """Pictures of all captions in batches of BATCH, one process per core (one in all on a GPU). `weights` = (layers per block, state)."""
    starts = range(0, len(captions), BATCH)
    jobs = [(captions[s : s + BATCH], steps, guidance, seed + i) for i, s in enumerate(starts)]
    workers = 1 if DEVICE.type == "cuda" else min(len(jobs), os.cpu_count())
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (weights,)) as pool:
        return np.concatenate(list(pool.map(_sample, jobs)))
