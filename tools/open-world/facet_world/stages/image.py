"""The CLIP image tower, trained on from the trunk and its projection against the finished, frozen text tower, still telling all values as well.

The text stage learns from the features of a trunk as it is; what the trunk learns later reaches the shared space here.
"""
import copy

import torch
from facet_demo.training import learning_rate, update_average
from torch import nn

from ..captions import Labels
from ..muon import Muon
from ..nets.judge import report, value_loss
from ..pool import to_measure
from ..training import Loop
from .text import Towers, contrastive_loss, draw_modes, zero_shot
from .trunk import Examples, augment, observe

SAMPLES, SHARE = 400_000, 0.5
CPU_BATCH, CUDA_BATCH, LR, DECAY = 80, 512, 1.5e-3, 0.998


def main(run):
    towers = Towers(run)
    parts = nn.ModuleDict(dict(judge=towers.judge, projection=towers.projection)).train().requires_grad_(True)
    average = copy.deepcopy(parts).eval().requires_grad_(False)
    optimizer = Muon(parts, ("judge.trunk.1.", "judge.heads.", "projection."))
    loop = Loop(run, "image", dict(model=parts, average=average, optimizer=optimizer), run.budget("image", SAMPLES, SHARE), 2)
    examples, batch = Examples(run, loop.rng), CUDA_BATCH if run.cuda else CPU_BATCH
    for progress in loop:
        x, labels = examples(batch)
        modes, fits = draw_modes(labels, loop.rng, run.device)
        with torch.no_grad():
            ids, ends = towers.captions(modes, labels)
            texts = towers.text.project(towers.states(ids, labels), ends)
        with run.half():
            features = parts["judge"].trunk(augment(x, loop.rng))
        features = features.float()
        out = {name: head(features) for name, head in parts["judge"].heads.items()}
        contrast, values = contrastive_loss(towers.scale * parts["projection"](features) @ texts.T, fits), value_loss(out, labels.choices, labels.numbers)
        optimizer.zero_grad()
        (contrast + values).backward()
        optimizer.step(learning_rate(LR, loop.step, progress, 30, 0.1))
        update_average(average, parts, DECAY, loop.step)
        for mine, theirs in zip(average.buffers(), parts.buffers()):
            mine.copy_(theirs)
        loop.note(batch, contrast=contrast, values=values)
    pictures, values = to_measure(1024)
    labels, judge, projection = Labels(values, run.device), average["judge"], average["projection"]
    features = towers.features(pictures, judge)
    loop.say(f"done, held-out renders: {report(observe(run, judge, pictures), labels.choices, labels.numbers)}")
    loop.say(f"zero-shot {zero_shot(towers.text, projection, towers.captions, features, labels)}")
    run.save_result("image", average.state_dict())
