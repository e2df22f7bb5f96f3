"""The U-Net on the VAE's latents, with captions of words and of private names.

On a CPU it first learns with one layer per block (`unet-narrow`), and is then grown to two, which compute the same at first (`unet`, 16
cross-attention layers); on a GPU it starts with two.
"""
import time

import torch
from facet_demo.growing import grow
from facet_demo.training import learning_rate

from ..captions import OFF, PRIVATE, VAGUELY, WORD
from ..measure import Model, draw_sheet
from ..muon import Muon
from ..nets.unet import LAYERS, STEPS, Unet, kept_signal, noised
from ..training import Average, Loop, captured
from ..vocabulary import ATTRIBUTES
from .latents import load_latents
from .text import Towers

NARROW_SAMPLES, SAMPLES, SHARE = 400_000, 400_000, 0.6
CPU_BATCH, LR, DECAY = 32, 2e-3, 0.998
CUDA_BATCH, CUDA_LR, CUDA_DECAY, CUDA_AHEAD = 512, 2.5e-3, 0.999, 8
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
    average = Average(unet, CUDA_DECAY if run.cuda else DECAY)
    optimizer = Muon(unet, ENDS)
    loop = Loop(run, name, dict(model=unet, average=average.network, optimizer=optimizer), run.budget(name, samples, share))
    towers, (latents, labels), kept = Towers(run), load_latents(run), kept_signal(run.device)
    batch, peak, looked = CUDA_BATCH if run.cuda else CPU_BATCH, CUDA_LR if run.cuda else LR, time.time()
    loop.say(f"{len(labels)} pictures, {sum(p.numel() for p in unet.parameters()) / 1e6:.1f} million parameters")

    def learn(z, t, context, rate, share):
        noisy, wanted = noised(z, torch.randn_like(z), kept[t])
        with torch.autocast(run.device.type, torch.bfloat16, enabled=run.cuda):
            guess = unet(noisy, t, context)
        loss = (guess.float() - wanted).square().mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0, foreach=True)
        optimizer.step(rate)
        average.follow(share)
        return loss

    learn, captioned = captured(run, learn), captions(run, towers, labels, batch)
    for progress in loop:
        index, context = next(captioned)
        rate = learning_rate(peak, loop.step, progress, 120, 0.4)
        loop.note(batch, loss=learn(latents[index].float(), draw_timesteps(batch, run.device), context, rate, average.share(loop.step)))
        if time.time() - looked > LOOK_SECONDS:
            looked = time.time()
            look(run, loop, towers, average.network, name)
    look(run, loop, towers, average.network, name)
    run.save_result(name, average.network.state_dict())


@torch.no_grad()
def captions(run, towers, labels, batch):
    """Without end, the indices [batch] of pictures and the states [batch, LENGTH, WIDTH] of captions of them. On a GPU several batches are
    written at once: captions are put together in many small steps, between which it would wait."""
    ahead = CUDA_AHEAD if run.cuda else 1
    while True:
        index = torch.randint(len(labels), (ahead * batch,), device=run.device)
        mine = labels[index]
        modes, empty = draw_modes(mine, run.device)
        ids, _ = towers.captions(modes, mine)
        states = towers.states(torch.where(empty[:, None], towers.captions.empty(), ids), mine)
        yield from zip(index.split(batch), states.split(batch))


def look(run, loop, towers, unet, name):
    loop.say(draw_sheet(Model(run, unet, towers), run.folder / "look" / f"{name}.png"))


def narrow(run):
    """On a GPU there is nothing to be gained by it."""
    if not run.cuda:
        train(run, "unet-narrow", NARROW_SAMPLES, SHARE)


def main(run):
    train(run, "unet", SAMPLES, SHARE)
