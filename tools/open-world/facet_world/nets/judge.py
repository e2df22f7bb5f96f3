"""A convolutional network that tells all values of a picture, named or not: choices (drawing, treatment, arrangement) and numbers.

One instance becomes the trunk of the CLIP image tower; others, trained apart and half on reconstructions, only judge.
"""
import torch
import torch.nn.functional as F
from torch import nn

from ..values import CHOICES, NUMBERS

FEATURES, BASE = 192, 32


def _block(inputs, outputs, stride=1, size=3):
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class Judge(nn.Module):
    """image [n, 3, 128, 128] in -1..1 to {head: [n, size]}, for the heads "object", "style", "layout" (logits of the choices) and
    "color numbers", "style numbers", "layout numbers"."""

    def __init__(self):
        super().__init__()
        w = BASE
        self.trunk = nn.Sequential(
            nn.PixelUnshuffle(2), _block(12, w), _block(w, w, 2), _block(w, 2 * w, 2), _block(2 * w, 2 * w), _block(2 * w, 2 * w),
            _block(2 * w, 4 * w, 2), _block(4 * w, 4 * w), _block(4 * w, 4 * w), _block(4 * w, 5 * w, 2), _block(5 * w, 2 * w, size=1),
            nn.Flatten(), nn.Dropout(0.1), nn.Linear(2 * w * 16, FEATURES), nn.ReLU(),
        )
        self.heads = nn.ModuleDict({a: nn.Linear(FEATURES, n) for a, n in CHOICES.items() if n})
        self.heads.update({f"{a} numbers": nn.Linear(FEATURES, n) for a, n in NUMBERS.items() if n})

    def forward(self, image):
        features = self.trunk(image)
        return {name: head(features) for name, head in self.heads.items()}


# How much the numbers' errors weigh beside the cross-entropies of the choices: by their plain mean they are not learned.
WEIGHTS = {"color": 12.0, "style": 4.0, "layout": 8.0}


def value_loss(out, choices, numbers, weights=WEIGHTS, smoothing=0.02):
    """Loss of what is told, against describe()'s choices and numbers as tensors; -1 and NaN are not asked for. `out` as Judge gives it."""
    loss = 0.0
    for attribute, choice in choices.items():
        loss = loss + F.cross_entropy(out[attribute].float(), choice, label_smoothing=smoothing, ignore_index=-1)
    for attribute, wanted in numbers.items():
        known = ~wanted.isnan()
        off = F.smooth_l1_loss(out[f"{attribute} numbers"].float(), wanted.nan_to_num(), beta=0.1, reduction="none") * known
        loss = loss + weights[attribute] * off.sum() / known.sum().clamp(min=1)
    return loss


@torch.no_grad()
def report(out, choices, numbers):
    """What part of the choices is right and how far off the numbers are in the mean, as short text."""
    right = {a: round(float((out[a].argmax(1) == c)[c >= 0].float().mean()), 3) for a, c in choices.items()}
    off = {a: round(float((out[f"{a} numbers"] - n).abs()[~n.isnan()].mean()), 3) for a, n in numbers.items()}
    return f"right {right} numbers off {off}"
