"""The CLIP image tower, trained on from the trunk and its projection against the finished, frozen text tower, still telling all values as well.

The text stage learns from the features of a trunk as it is; what the trunk learns later reaches the shared space here.
"""
import torch
from facet_demo.training import learning_rate
from torch import nn

from ..captions import Labels
from ..muon import Muon
from ..nets.judge import report, value_loss
from ..pool import to_measure
from ..training import Average, Loop, captured
from .text import Towers, contrastive_loss, draw_modes, zero_shot
from .trunk import Examples, augment, observe

SAMPLES, SHARE = 400_000, 0.2
CPU_BATCH, CUDA_BATCH, LR, DECAY = 80, 512, 1.5e-3, 0.998


def main(run):
    towers = Towers(run)
    parts = nn.ModuleDict(dict(judge=towers.judge, projection=towers.projection)).train().requires_grad_(True)
    average = Average(parts, DECAY)
    optimizer = Muon(parts, ("judge.trunk.1.", "judge.heads.", "projection."))
    loop = Loop(run, "image", dict(model=parts, average=average.network, optimizer=optimizer), run.budget("image", SAMPLES, SHARE), 2)
    examples, batch = Examples(run, loop.rng), CUDA_BATCH if run.cuda else CPU_BATCH

    def learn(x, texts, fits, choices, numbers, rate, kept):
        with run.half():
            features = parts["judge"].trunk(x)
        features = features.float()
        out = {name: head(features) for name, head in parts["judge"].heads.items()}
        contrast = contrastive_loss(towers.scale * parts["projection"](features) @ texts.T, fits)
        values = value_loss(out, choices, numbers)
        optimizer.zero_grad()
        (contrast + values).backward()
        optimizer.step(rate)
        average.follow(kept)
        return contrast, values

    learn = captured(run, learn)
    for progress in loop:
        x, labels = examples(batch)
        modes, fits = draw_modes(labels, loop.rng, run.device)
        with torch.no_grad():
            ids, ends = towers.captions(modes, labels)
            texts = towers.text.project(towers.states(ids, labels), ends)
        rate = learning_rate(LR, loop.step, progress, 30, 0.1)
        contrast, values = learn(augment(x, loop.rng), texts, fits, labels.choices, labels.numbers, rate, average.share(loop.step))
        loop.note(batch, contrast=contrast, values=values)
    pictures, values = to_measure(1024)
    labels, judge, projection = Labels(values, run.device), average.network["judge"], average.network["projection"]
    features = towers.features(pictures, judge)
    loop.say(f"done, held-out renders: {report(observe(run, judge, pictures), labels.choices, labels.numbers)}")
    loop.say(f"zero-shot {zero_shot(towers.text, projection, towers.captions, features, labels)}")
    run.save_result("image", average.network.state_dict())
