"""The VAE: 128x128 pictures to latents [LATENTS, 16, 16], trained on crops (it is convolutional) from random weights.

Loss: L1 + L2 + gradients + a weighted chroma term, without which latents carry no green-magenta for a long time, + a light KL term.
"""
import copy
import time

import numpy as np
import torch
import torch.nn.functional as F
from facet_demo.training import learning_rate, update_average

from ..muon import Muon
from ..nets.vae import Vae, fold_statistics
from ..pictures import psnr, to_pictures, to_tensor
from ..pool import SHARD, to_measure
from ..render import SIZE, save_png, sheet
from ..training import Loop

SAMPLES, SHARE = 110_000, 0.25  # crops; of the whole time on a lent machine
CPU_BATCH, CUDA_BATCH, CROP = 12, 192, 64
LR, DECAY, KL = 3e-3, 0.998, 2e-4
ENDS = ("encoder.conv_in", "encoder.conv_out", "decoder.conv_in", "decoder.conv_out", "quant_conv", "post_quant_conv")
LOOK_SECONDS = 300


class Crops:
    """Crops uint8 [n, CROP, CROP, 3] of the pool's pictures, mostly from where something is: the liveliest of three places."""

    def __init__(self, pool, rng):
        self.pictures = [pool.pictures(n) for n in pool.numbers()]
        self.rng = rng

    def __call__(self, count):
        rng, out = self.rng, []
        for _ in range(count):
            picture = self.pictures[int(rng.integers(len(self.pictures)))][int(rng.integers(SHARD))]
            places = rng.integers(0, SIZE - CROP + 1, (3 if rng.random() < 0.75 else 1, 2))
            cuts = [picture[y : y + CROP, x : x + CROP] for y, x in places]
            out.append(max(cuts, key=lambda c: c[::4, ::4].astype(np.float32).std()))
        return np.stack(out)


def picture_loss(result, target):
    """Both [n, 3, height, width] float32 in -1..1."""
    off = result - target
    edges = (off[..., 1:] - off[..., :-1]).abs().mean() + (off[..., 1:, :] - off[..., :-1, :]).abs().mean()
    low = F.avg_pool2d(off, 4)
    chroma = low - low.mean(1, keepdim=True)
    return off.abs().mean() + off.square().mean() + 0.5 * edges + low.abs().mean() + 6 * chroma.abs().mean() + 20 * chroma.square().mean()


@torch.no_grad()
def reconstruct(run, vae, pictures, batch=64):
    """uint8 pictures through the VAE (means of the latents)."""
    out = []
    for i in range(0, len(pictures), batch):
        x = to_tensor(pictures[i : i + batch], run.device)
        with run.half():
            out.append(to_pictures(vae.decode(vae.encode(x)[0])))
    return np.concatenate(out)


@torch.no_grad()
def latents_of(run, vae, pictures, batch=64):
    """Means of the latents, float32 [n, LATENTS, 16, 16] on the run's device."""
    out = []
    for i in range(0, len(pictures), batch):
        x = to_tensor(pictures[i : i + batch], run.device)
        with run.half():
            out.append(vae.encode(x)[0].float())
    return torch.cat(out)


def load_vae(run):
    vae = Vae()
    vae.load_state_dict(run.load_result("vae"))
    return vae.to(run.device, memory_format=torch.channels_last).eval().requires_grad_(False)


def main(run):
    held = to_measure(64)[0]
    vae = Vae().to(run.device, memory_format=torch.channels_last).train()
    average = copy.deepcopy(vae).eval().requires_grad_(False)
    optimizer = Muon(vae, ENDS)
    loop = Loop(run, "vae", dict(model=vae, average=average, optimizer=optimizer), run.budget("vae", SAMPLES, SHARE))
    crops, batch, looked = Crops(run.pool, loop.rng), CUDA_BATCH if run.cuda else CPU_BATCH, time.time()
    for progress in loop:
        x = to_tensor(crops(batch), run.device)
        with run.half():
            mean, log_variance = vae.encode(x)
            result = vae.decode(mean + torch.randn_like(mean) * (log_variance / 2).exp())
        mean, log_variance = mean.float(), log_variance.float()
        kl = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).mean()
        loss = picture_loss(result.float(), x) + KL * kl
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0, foreach=True)
        optimizer.step(learning_rate(LR, loop.step, progress, 60, 0.35))
        update_average(average, vae, DECAY, loop.step)
        loop.note(batch, loss=loss, kl=kl)
        if time.time() - looked > LOOK_SECONDS:
            looked = time.time()
            result = reconstruct(run, average, held)
            loop.say(f"PSNR {psnr(result, held):.2f} dB")
            save_png(run.folder / "look" / "vae.png", sheet([p for pair in zip(held, result) for p in pair], 16))
    z = latents_of(run, average, run.pool.pictures(run.pool.numbers()[0])[:400])
    fold_statistics(average, z.mean((0, 2, 3)), z.std((0, 2, 3)))
    result = reconstruct(run, average, held)
    loop.say(f"done, PSNR {psnr(result, held):.2f} dB")
    save_png(run.folder / "look" / "vae.png", sheet([p for pair in zip(held, result) for p in pair], 16))
    run.save_result("vae", average.state_dict())
