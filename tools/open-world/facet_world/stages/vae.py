"""The VAE: 128x128 pictures to latents [LATENTS, 16, 16], trained on crops (it is convolutional) from random weights.

Loss: L1 + L2 + gradients + a weighted chroma term, without which latents carry no green-magenta for a long time, + a light KL term.
"""
import time

import numpy as np
import torch
import torch.nn.functional as F
from facet_demo.training import learning_rate

from ..muon import Muon
from ..nets.vae import Vae, fold_statistics
from ..pictures import Pictures, psnr, to_pictures, to_tensor
from ..pool import to_measure
from ..render import SIZE, save_png, sheet
from ..training import Average, Loop, captured

SAMPLES, SHARE = 110_000, 0.27  # crops; of the whole time on a lent machine
CPU_BATCH, CUDA_BATCH, CROP = 12, 128, 64
LR, DECAY, KL = 3e-3, 0.998, 2e-4
ENDS = ("encoder.conv_in", "encoder.conv_out", "decoder.conv_in", "decoder.conv_out", "quant_conv", "post_quant_conv")
LOOK_SECONDS = 300


class Crops:
    """Crops float [n, 3, CROP, CROP] in -1..1 of the pool's pictures, three of four from where something is: the liveliest of three places."""

    def __init__(self, run, rng):
        self.pictures = Pictures([run.pool.pictures(n) for n in run.pool.numbers()], run.device)
        self.rng = rng

    def __call__(self, count):
        which, places = self.rng.integers(len(self.pictures), size=count), self.rng.integers(0, SIZE - CROP + 1, (3, count, 2))
        cuts = torch.stack([self.pictures.crops(which, place, CROP) for place in places])
        lively = cuts[..., ::4, ::4].flatten(2).std(-1)
        lively[0, torch.from_numpy(self.rng.random(count) < 0.25)] = torch.inf
        return cuts[lively.argmax(0), torch.arange(count)]


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
    average = Average(vae, DECAY)
    optimizer = Muon(vae, ENDS)
    loop = Loop(run, "vae", dict(model=vae, average=average.network, optimizer=optimizer), run.budget("vae", SAMPLES, SHARE))
    crops, batch, looked = Crops(run, loop.rng), CUDA_BATCH if run.cuda else CPU_BATCH, time.time()

    def learn(x, rate, kept):
        with run.half():
            mean, log_variance = vae.encode(x)
            result = vae.decode(mean + torch.randn_like(mean) * (log_variance / 2).exp())
        mean, log_variance = mean.float(), log_variance.float()
        kl = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).mean()
        loss = picture_loss(result.float(), x) + KL * kl
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0, foreach=True)
        optimizer.step(rate)
        average.follow(kept)
        return loss, kl

    def look(title):
        result = reconstruct(run, average.network, held)
        loop.say(f"{title}PSNR {psnr(result, held):.2f} dB")
        save_png(run.folder / "look" / "vae.png", sheet([p for pair in zip(held, result) for p in pair], 16))

    learn = captured(run, learn)
    for progress in loop:
        loss, kl = learn(crops(batch), learning_rate(LR, loop.step, progress, 60, 0.35), average.share(loop.step))
        loop.note(batch, loss=loss, kl=kl)
        if time.time() - looked > LOOK_SECONDS:
            looked = time.time()
            look("")
    z = latents_of(run, average.network, run.pool.pictures(run.pool.numbers()[0])[:400])
    fold_statistics(average.network, z.mean((0, 2, 3)), z.std((0, 2, 3)))
    look("done, ")
    run.save_result("vae", average.network.state_dict())
