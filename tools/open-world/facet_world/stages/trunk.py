"""Trains networks that tell a picture's values: the trunk of the CLIP image tower, and (with reconstructions) the judges."""
import copy

import numpy as np
import torch
import torch.nn.functional as F
from facet_demo.training import learning_rate, update_average

from ..captions import Labels
from ..muon import Muon
from ..nets.judge import Judge, report, value_loss
from ..pictures import to_tensor
from ..pool import SHARD, to_measure
from ..training import Loop

SAMPLES, SHARE = 160_000, 0.12
CPU_BATCH, CUDA_BATCH, LR, DECAY = 80, 512, 2e-3, 0.998


class Examples:
    """Random pictures of the pool with their labels; `changed` {shard: pictures} stands in for half of each batch where given."""

    def __init__(self, run, rng, changed=None):
        self.run, self.rng, self.numbers = run, rng, run.pool.numbers()
        self.pictures = {n: run.pool.pictures(n) for n in self.numbers}
        self.labels = Labels([v for n in self.numbers for v in run.pool.values(n)], run.device)
        self.changed = changed or {}

    def __call__(self, count):
        """Float pictures [count, 3, 128, 128] and their labels."""
        index = self.rng.integers(len(self.numbers) * SHARD, size=count)
        if self.changed:
            known = [i for i, n in enumerate(self.numbers) if n in self.changed]
            half = count // 2
            index[:half] = self.rng.choice(known, half) * SHARD + index[:half] % SHARD
        chosen = []
        for k, i in enumerate(index):
            number = self.numbers[i // SHARD]
            source = self.changed if k < count // 2 and number in self.changed else self.pictures
            chosen.append(source[number][i % SHARD])
        return to_tensor(np.stack(chosen), self.run.device), self.labels[torch.from_numpy(index).to(self.run.device)]


def augment(x, rng):
    """Noise, and sometimes softness, so that what is told does not hang on exact pixels."""
    if rng.random() < 0.6:
        x = x + torch.randn_like(x) * float(rng.uniform(0, 0.07))
    if rng.random() < 0.25:
        x = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2.0, mode="bilinear") * 0.5 + x * 0.5
    return x


def load_judge(run, name):
    judge = Judge()
    judge.load_state_dict(run.load_result(name))
    return judge.to(run.device).eval().requires_grad_(False)


@torch.no_grad()
def observe(run, judge, pictures, batch=256):
    """What the judge says of uint8 pictures, {head: tensor [n, size]} on the run's device."""
    outs = [judge(to_tensor(pictures[i : i + batch], run.device)) for i in range(0, len(pictures), batch)]
    return {k: torch.cat([o[k] for o in outs]) for k in outs[0]}


def train(run, name, seed, samples, share, changed=None):
    judge = Judge().to(run.device)
    average = copy.deepcopy(judge).eval().requires_grad_(False)
    optimizer = Muon(judge, ("trunk.1.", "heads."))
    loop = Loop(run, name, dict(model=judge, average=average, optimizer=optimizer), run.budget(name, samples, share), seed)
    examples, batch = Examples(run, loop.rng, changed), CUDA_BATCH if run.cuda else CPU_BATCH
    for progress in loop:
        x, labels = examples(batch)
        with run.half():
            out = judge(augment(x, loop.rng))
        loss = value_loss(out, labels.choices, labels.numbers)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step(learning_rate(LR, loop.step, progress, 30, 0.1))
        update_average(average, judge, DECAY, loop.step)
        for mine, theirs in zip(average.buffers(), judge.buffers()):
            mine.copy_(theirs)
        loop.note(batch, loss=loss)
    pictures, values = to_measure(1024)
    labels = Labels(values, run.device)
    loop.say(f"done, held-out renders: {report(observe(run, average, pictures), labels.choices, labels.numbers)}")
    run.save_result(name, average.state_dict())


def main(run):
    train(run, "trunk", 0, SAMPLES, SHARE)
