"""A reader on the image encoder's features: four small networks, one a slot. `fit` learns the model's own samples, `wake` goes on with real pictures.

usage: heads.py fit NAME [--samples PREFIX ...] [--steps N] | heads.py wake NAME --start NAME [--steps N] [--replay W] ..."""
import argparse
import json
import time

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import DDPMScheduler

from lab import FACTORS, ROOT, RUNS, Lab, Table, to_tensor
from networks import Heads
from unet import SCHEDULE

HELD = 512


def loss_of(lab, spread, guess, true):
    """Distance in the text encoder's output, where inert directions do not count, plus a little in its input."""
    states = (lab.states(guess) - lab.states(true)) / spread
    return states.square().mean() + 0.5 * (guess - true).square().sum(-1).mean() / 0.25


def load(prefixes):
    v, x = [], []
    for prefix in prefixes:
        for path in sorted((ROOT / "samples").glob(f"{prefix}-[0-9]*-trunk.npt")):
            x.append(torch.load(path).float())
            v.append(torch.load(path.with_name(path.name.replace("-trunk.npt", ".pt")))[0].float())
    return torch.cat(v), torch.cat(x)


def make(lab, name=None):
    heads = Heads(torch.stack([lab.table[f].mean(0) for f in FACTORS]), 192)
    if name:
        heads.load_state_dict(torch.load(ROOT / f"readers/{name}.pt"))
    return heads.eval()


def blur(x, heads, by):
    return x + torch.randn_like(x) * heads.spread * by


def fit(a, lab):
    vectors, x = load(a.samples)
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    held, used = order[:HELD], order[HELD:]
    heads = make(lab, a.start).train()
    if not a.start:
        heads.mean.copy_(x.mean(0))
        heads.spread.copy_(x.std(0) + 0.1)
    with torch.no_grad():
        spread = lab.states(vectors[:512]).std(0).clamp_min(0.05)
    optimizer = torch.optim.AdamW(heads.parameters(), lr=a.lr, weight_decay=0.02, betas=(0.9, 0.98))
    began, window = time.process_time(), []
    print(len(used), "samples", flush=True)
    for step in range(a.steps):
        for group in optimizer.param_groups:
            group["lr"] = a.lr * min(1, (step + 1) / 50) * 0.5 * (1 + np.cos(np.pi * step / a.steps))
        i = used[torch.randint(len(used), (192,))]
        guess = heads(blur(x[i], heads, 0.15))
        # The text encoder's output is dear to compute; its turn comes in every other step, for a part of the batch.
        loss = 0.5 * (guess - vectors[i]).square().sum(-1).mean() / 0.25
        if step % 2 == 0:
            loss = loss + loss_of(lab, spread, guess[:32], vectors[i[:32]])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if (step + 1) % 300 == 0:
            with torch.no_grad():
                guess = heads(x[held])
                print(f"{step + 1} {time.process_time() - began:.0f} CPU-s held {loss_of(lab, spread, guess, vectors[held]):.4f} train {loss_of(lab, spread, heads(x[used[:HELD]]), vectors[used[:HELD]]):.4f} cos {[round(float(c), 3) for c in F.cosine_similarity(guess, vectors[held], dim=-1).mean(0)]}", flush=True)
    return heads


def wake(a, lab):
    vectors, x = load(a.samples)
    real = torch.load("samples/real.pt", weights_only=False)
    latents, own, painted = real["latents"].float(), real["own"].float(), real["painted"].float()
    heads = make(lab, a.start).train()
    heads.read.requires_grad_(not a.narrow)
    with torch.no_grad():
        spread = lab.states(vectors[:512]).std(0).clamp_min(0.05)
    optimizer = torch.optim.AdamW([q for q in heads.parameters() if q.requires_grad], lr=a.lr, weight_decay=0.0, betas=(0.9, 0.98))
    noise, B = DDPMScheduler(**SCHEDULE), 32
    began, window = time.process_time(), []
    for step in range(a.steps):
        for group in optimizer.param_groups:
            group["lr"] = a.lr * min(1, (step + 1) / 30) * 0.5 * (1 + np.cos(np.pi * step / a.steps))
        i = torch.randint(len(own), (B,))
        views = [painted, own, painted, painted] if a.views else [own] * 4
        tokens = torch.stack([heads.slot(k, blur(view[i], heads, 0.1)) for k, view in enumerate(views)], 1)
        if not a.joint:
            turn = F.one_hot(torch.randint(0, 4, (B,)), 4).bool()[..., None]
            tokens = torch.where(turn, tokens, tokens.detach())
        t = ((torch.arange(B) + torch.rand(B)) / B * 800).long() + 200
        z = latents[i]
        e = torch.randn_like(z)
        out = lab.fast(noise.add_noise(z, e, t).bfloat16(), t, lab.states(tokens).bfloat16()).sample.float()
        drawn = (out - noise.get_velocity(z, e, t)).square().mean()
        j = torch.randint(len(x), (96,))
        guess = heads(blur(x[j], heads, 0.15))
        replay = 0.5 * (guess - vectors[j]).square().sum(-1).mean() / 0.25
        optimizer.zero_grad(set_to_none=True)
        (drawn + a.replay * replay).backward()
        torch.nn.utils.clip_grad_norm_(heads.parameters(), 1.0)
        optimizer.step()
        window.append((drawn.item(), replay.item()))
        if (step + 1) % 50 == 0:
            print(f"{step + 1} {time.process_time() - began:.0f} CPU-s denoising {np.mean([w for w, _ in window]):.4f} replay {np.mean([r for _, r in window]):.4f}", flush=True)
            window.clear()
            torch.save(heads.state_dict(), ROOT / f"readers/{a.name}.pt")
    return heads


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("stage", choices=["fit", "wake"])
    p.add_argument("name")
    p.add_argument("--samples", nargs="+", default=["words"])
    p.add_argument("--start")
    p.add_argument("--steps", type=int, default=1500)
    p.add_argument("--lr", type=float, default=2e-3)
    p.add_argument("--replay", type=float, default=0.3)
    p.add_argument("--joint", action="store_true", help="all four tokens learn at once")
    p.add_argument("--views", action="store_true", help="object, style and layout are read off a repainted view")
    p.add_argument("--narrow", action="store_true", help="only the layers behind the narrow one learn")
    p.add_argument("--transfers", type=int, default=2)
    a = p.parse_args()
    lab = Lab()
    torch.manual_seed(2)
    began = time.process_time()
    heads = dict(fit=fit, wake=wake)[a.stage](a, lab).eval()
    (ROOT / "readers").mkdir(exist_ok=True)
    torch.save(heads.state_dict(), ROOT / f"readers/{a.name}.pt")
    table = Table(lab, "tune")
    with torch.no_grad():
        tokens = heads(lab.trunk.trunk(to_tensor(table.pictures)))
    print(a.name, "lengths", [round(float(v), 2) for v in tokens.norm(dim=-1).mean(0)])
    result = table.quick(lambda f, i: tokens[i, FACTORS.index(f)], transfers=a.transfers)
    (RUNS / f"quick-{a.name}.json").write_text(json.dumps(dict(options=vars(a), result=result), indent=1))
    print(round(time.process_time() - began), "CPU-s", flush=True)
