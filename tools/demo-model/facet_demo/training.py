"""What every training shares: the device, the learning-rate schedule, the moving average and checkpoints that survive a kill."""
import math
import os
import time

import torch

from .paths import WORK

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
CHECKPOINT_SECONDS = 120


def setup(seed):
    """One thread per process unless FACET_DEMO_THREADS says otherwise: on a CPU the stages run side by side instead."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    torch.set_num_threads(int(os.environ.get("FACET_DEMO_THREADS", 1)))
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)


def half_precision():
    """bfloat16 where it helps: the convolutional models on both kinds of device."""
    return torch.autocast(DEVICE.type, torch.bfloat16)


def learning_rate(peak, step, progress, warmup, hold, floor=0.02):
    """Linear warm-up, a constant part up to the share `hold` of the training, then a cosine to `floor` * peak."""
    decay = 0.0 if progress < hold else min(1.0, (progress - hold) / (1 - hold))
    return peak * min(1, (step + 1) / warmup) * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * decay)))


def set_learning_rate(optimizer, value):
    for group in optimizer.param_groups:
        group["lr"] = value


def adamw(parameters, lr, betas=(0.9, 0.98), weight_decay=0.01):
    """AdamW that decays matrices and kernels but not biases and norms."""
    parameters = list(parameters)
    groups = [
        dict(params=[p for p in parameters if p.ndim > 1], weight_decay=weight_decay),
        dict(params=[p for p in parameters if p.ndim <= 1], weight_decay=0.0),
    ]
    return torch.optim.AdamW(groups, lr=lr, betas=betas, foreach=True)


def average_share(decay, step):
    """What a moving average keeps of itself at a step: less than `decay` at first, so that the first steps do not linger."""
    return min(decay, (step + 1) / (step + 10))


@torch.no_grad()
def update_average(average, model, share):
    """Move the parameters of `average` toward those of `model`, keeping `share` (a number or a tensor) of them."""
    mine, theirs = list(average.parameters()), [p.detach() for p in model.parameters()]
    torch._foreach_mul_(mine, share)
    torch._foreach_add_(mine, torch._foreach_mul(theirs, 1 - share))


class Checkpoint:
    """work/<name>.pt: everything a training needs to go on, written atomically. `done` says the stage is complete."""

    def __init__(self, name):
        self.path = WORK / f"{name}.pt"
        self.last = time.time()

    def load(self):
        return torch.load(self.path, map_location="cpu", weights_only=True) if self.path.exists() else None

    def save(self, state):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".tmp")
        torch.save(state, temporary)
        os.replace(temporary, self.path)
        self.last = time.time()

    def due(self):
        return time.time() - self.last > CHECKPOINT_SECONDS
