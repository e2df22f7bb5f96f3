"""Trains networks that tell a picture's values: the trunk of the CLIP image tower, and (with reconstructions) the judges."""
import torch
import torch.nn.functional as F
from facet_demo.training import learning_rate

from ..captions import Labels
from ..muon import Muon
from ..nets.judge import Judge, report, value_loss
from ..pictures import Pictures, to_tensor
from ..pool import SHARD, to_measure
from ..training import Average, Loop, captured

SAMPLES, SHARE = 160_000, 0.12
CPU_BATCH, CUDA_BATCH, LR, DECAY = 80, 512, 2e-3, 0.998


class Examples:
    """Random pictures of the pool with their labels; half of each batch are of `changed` {shard: pictures}, where given."""

    def __init__(self, run, rng, changed=None):
        changed, numbers = changed or {}, run.pool.numbers()
        self.run, self.rng, self.plain = run, rng, len(numbers) * SHARD
        self.pictures = Pictures([run.pool.pictures(n) for n in numbers] + list(changed.values()), run.device)
        self.labels = Labels([v for n in (*numbers, *changed) for v in run.pool.values(n)], run.device)

    def __call__(self, count):
        """Float pictures [count, 3, 128, 128] and their labels."""
        index = self.rng.integers(self.plain, size=count)
        if len(self.pictures) > self.plain:
            index[: count // 2] = self.rng.integers(self.plain, len(self.pictures), size=count // 2)
        return self.pictures[index], self.labels[torch.from_numpy(index).to(self.run.device)]


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
    average = Average(judge, DECAY)
    optimizer = Muon(judge, ("trunk.1.", "heads."))
    loop = Loop(run, name, dict(model=judge, average=average.network, optimizer=optimizer), run.budget(name, samples, share), seed)
    examples, batch = Examples(run, loop.rng, changed), CUDA_BATCH if run.cuda else CPU_BATCH

    def learn(x, choices, numbers, rate, kept):
        with run.half():
            out = judge(x)
        loss = value_loss(out, choices, numbers)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step(rate)
        average.follow(kept)
        return loss

    learn = captured(run, learn)
    for progress in loop:
        x, labels = examples(batch)
        rate = learning_rate(LR, loop.step, progress, 30, 0.1)
        loop.note(batch, loss=learn(augment(x, loop.rng), labels.choices, labels.numbers, rate, average.share(loop.step)))
    pictures, values = to_measure(1024)
    labels = Labels(values, run.device)
    loop.say(f"done, held-out renders: {report(observe(run, average.network, pictures), labels.choices, labels.numbers)}")
    run.save_result(name, average.network.state_dict())


def main(run):
    train(run, "trunk", 0, SAMPLES, SHARE)
