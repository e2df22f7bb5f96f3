"""The U-Net on the VAE's latents, with captions of words and of private names.

On a CPU it first learns with one layer per block (`unet-narrow`), and is then grown to two, which compute the same at first (`unet`, 16
cross-attention layers); on a GPU it starts with two.
"""
import copy
import time

import torch
from facet_demo.growing import grow
from facet_demo.training import learning_rate, update_average

from ..captions import OFF, PRIVATE, VAGUELY, WORD
from ..measure import Model, draw_sheet
from ..muon import Muon
from ..nets.unet import LAYERS, STEPS, Unet, kept_signal, noised
from ..training import Loop
from ..vocabulary import ATTRIBUTES
from .latents import load_latents
from .text import Towers

NARROW_SAMPLES, SAMPLES, SHARE = 400_000, 400_000, 0.5
CPU_BATCH, CUDA_BATCH, LR, CUDA_LR, DECAY = 32, 1024, 2e-3, 3e-3, 0.998
EMPTY, VAGUE = 0.10, 0.10  # captions that say nothing, for classifier-free guidance; attributes that a caption leaves open
PRIVATE_SHARE = {"object": 0.25, "color": 0.4, "style": 0.4, "layout": 0.4}  # named values that are called by their private name all the same
LOW = 0.35  # density of the timesteps below 200, mostly texture, against those from 400 on
ENDS = ("conv_in", "conv_out", "time_embedding")
LOOK_SECONDS = 1800


def draw_timesteps(count, device):
    """Timesteps int64 [count], stratified, under a density that rises from LOW at 200 to 1 at 400."""
    density = LOW + (1 - LOW) * ((torch.arange(float(STEPS), device=device) - 200) / 200).clamp(0, 1)
    share = (torch.arange(count, device=device) + torch.rand(count, device=device)) / count
    return torch.searchsorted((density / density.sum()).cumsum(0), share).clamp(0, STEPS - 1)


def draw_modes(labels, device):
    """How the captions of a batch say each attribute."""
    n, modes = len(labels), {}
    empty = torch.rand(n, device=device) < EMPTY
    for a in ATTRIBUTES:
        private = (labels.meaning[a] < 0) | (torch.rand(n, device=device) < PRIVATE_SHARE[a])
        open_ = torch.rand(n, device=device) < VAGUE
        silent = torch.full((n,), VAGUELY, device=device) if a == "object" else torch.where(torch.rand(n, device=device) < 0.5, VAGUELY, OFF)
        modes[a] = torch.where(open_, silent, torch.where(private, PRIVATE, WORD))
    return modes, empty


def _start(run, layers, narrow):
    unet = Unet(layers)
    if layers == 2 and narrow.exists():
        weights = torch.load(narrow, map_location="cpu", weights_only=True)["parts"]["average"]
        unet.load_state_dict(grow(weights, unet.state_dict()))
    return unet.to(run.device)


def train(run, name, samples, share):
    unet = _start(run, LAYERS[name], run.folder / "unet-narrow.pt").train()
    average = copy.deepcopy(unet).eval().requires_grad_(False)
    optimizer = Muon(unet, ENDS)
    loop = Loop(run, name, dict(model=unet, average=average, optimizer=optimizer), run.budget(name, samples, share))
    towers, (latents, labels), kept = Towers(run), load_latents(run), kept_signal(run.device)
    batch, rate, looked = CUDA_BATCH if run.cuda else CPU_BATCH, CUDA_LR if run.cuda else LR, time.time()
    loop.say(f"{len(labels)} pictures, {sum(p.numel() for p in unet.parameters()) / 1e6:.1f} million parameters")
    for progress in loop:
        index = torch.randint(len(labels), (batch,), device=run.device)
        mine = labels[index]
        with torch.no_grad():
            modes, empty = draw_modes(mine, run.device)
            ids, _ = towers.captions(modes, mine)
            context = towers.states(torch.where(empty[:, None], towers.captions.empty(), ids), mine)
        z, t = latents[index].float(), draw_timesteps(batch, run.device)
        noisy, wanted = noised(z, torch.randn_like(z), kept[t])
        with torch.autocast(run.device.type, torch.bfloat16, enabled=run.cuda):
            guess = unet(noisy, t, context)
        loss = (guess.float() - wanted).square().mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0, foreach=True)
        optimizer.step(learning_rate(rate, loop.step, progress, 120, 0.4))
        update_average(average, unet, DECAY, loop.step)
        loop.note(batch, loss=loss)
        if time.time() - looked > LOOK_SECONDS:
            looked = time.time()
            look(run, loop, towers, average, name)
    look(run, loop, towers, average, name)
    run.save_result(name, average.state_dict())


def look(run, loop, towers, unet, name):
    loop.say(draw_sheet(Model(run, unet, towers), run.folder / "look" / f"{name}.png"))


def narrow(run):
    """On a GPU there is nothing to be gained by it."""
    if not run.cuda:
        train(run, "unet-narrow", NARROW_SAMPLES, SHARE)


def main(run):
    train(run, "unet", SAMPLES, SHARE)
