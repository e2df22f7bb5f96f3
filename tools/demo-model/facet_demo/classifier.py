"""A small convolutional classifier with one head per factor, and its training.

Three are trained. `trunk` (seed 0) is the VAE's feature loss and the trunk of the CLIP image tower. `judge-a` and `judge-b`
(seeds 1 and 2) are trained late, half on VAE reconstructions and also on held-out combinations, and take no part in any other
training: they only judge, and must judge seen and held-out combinations alike.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .data import load, to_tensor
from .paths import WORK
from .training import DEVICE, Checkpoint, adamw, half_precision, learning_rate, set_learning_rate, setup
from .world import NAMES, SIZES

SEEDS = {"trunk": 0, "judge-a": 1, "judge-b": 2}
STEPS = {"trunk": 1_800, "judge-a": 3_200, "judge-b": 3_200}
BATCH, LR = 96, 2e-3
FEATURES = 160


class Classifier(nn.Module):
    """image [batch, 3, 64, 64] in [-1, 1] -> one tensor of logits per factor."""

    def __init__(self, width=24):
        super().__init__()

        def block(inputs, outputs, stride):
            return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())

        self.trunk = nn.Sequential(
            block(3, width, 2), block(width, 2 * width, 2), block(2 * width, 2 * width, 1), block(2 * width, 4 * width, 2),
            block(4 * width, 4 * width, 1), block(4 * width, 5 * width, 2),
            nn.Flatten(), nn.Dropout(0.2), nn.Linear(5 * width * 16, FEATURES), nn.ReLU(),
        )
        self.heads = nn.ModuleList([nn.Linear(FEATURES, n) for n in SIZES])

    def forward(self, image):
        features = self.trunk(image)
        return [head(features) for head in self.heads]

    def early_features(self, image):
        """Feature maps after each of the first four blocks, for the VAE's feature loss."""
        maps = []
        for layer in self.trunk[:4]:
            image = layer(image)
            maps.append(image)
        return maps


def load_classifier(name):
    state = Checkpoint(f"classifier-{name}").load()
    if not state or not state["done"]:
        raise FileNotFoundError(f"classifier {name} is not trained yet")
    model = Classifier()
    model.load_state_dict(state["model"])
    return model.eval().requires_grad_(False).to(DEVICE)


@torch.no_grad()
def predict(model, pictures):
    """Predicted factor indices int64 [n, 4] of pictures uint8 [n, 64, 64, 3]."""
    chunks = [to_tensor(pictures[i : i + 250]).to(DEVICE) for i in range(0, len(pictures), 250)]
    return np.concatenate([torch.stack([logits.argmax(1) for logits in model(x)], 1).cpu().numpy() for x in chunks])


def augment(x, rng):
    """Shift by up to 4 pixels, fade or darken, add noise, sometimes soften: keeps the judge from depending on exact pixels and tones."""
    x = 1 - (1 - x) * torch.empty(len(x), 1, 1, 1, device=x.device).uniform_(0.82, 1.15)
    dx, dy = (int(v) for v in rng.integers(-4, 5, 2))
    x = torch.roll(F.pad(x, (4,) * 4, mode="replicate"), (dy, dx), (2, 3))[:, :, 4:-4, 4:-4]
    x = x + torch.randn_like(x) * float(rng.uniform(0, 0.12))
    if rng.random() < 0.2:
        x = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear") * 0.4 + x * 0.6
    return x


def load_for_judges():
    """Renders of all combinations in random order, the same order for the reconstructions."""
    parts = [load("train"), load("judges")]
    order = np.random.default_rng(0).permutation(sum(len(p) for p, _ in parts))
    return tuple(np.concatenate(part)[order] for part in zip(*parts))


def train(name):
    seed, steps = SEEDS[name], STEPS[name]
    setup(seed)
    pictures, factors = load("train") if name == "trunk" else load_for_judges()
    reconstructions = None if name == "trunk" else np.load(WORK / "reconstructions.npy")
    model = Classifier().to(DEVICE)
    optimizer = adamw(model.parameters(), LR, betas=(0.9, 0.999))
    checkpoint, start = Checkpoint(f"classifier-{name}"), 0
    if state := checkpoint.load():
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        start = state["step"]
    rng = np.random.default_rng([seed, start])

    def save(step):
        checkpoint.save(dict(model=model.state_dict(), optimizer=optimizer.state_dict(), step=step, done=step >= steps))

    for step in range(start, steps):
        set_learning_rate(optimizer, learning_rate(LR, step, step / steps, 30, 0))
        index = rng.integers(len(pictures), size=BATCH)
        batch = pictures[index]
        if reconstructions is not None:
            index[: BATCH // 2] %= len(reconstructions)
            batch = np.concatenate([reconstructions[index[: BATCH // 2]], pictures[index[BATCH // 2 :]]])
        x, target = augment(to_tensor(batch).to(DEVICE), rng), torch.from_numpy(factors[index]).to(DEVICE)
        with half_precision():
            logits = [l.float() for l in model(x)]
        loss = sum(F.cross_entropy(l, target[:, k], label_smoothing=0.03) for k, l in enumerate(logits))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if (step + 1) % 100 == 0:
            right = [round((l.argmax(1) == target[:, k]).float().mean().item(), 2) for k, l in enumerate(logits)]
            print(f"{name} {step + 1} loss {loss:.3f} accuracy {right}", flush=True)
        if checkpoint.due():
            save(step + 1)
    save(steps)
    held, truth = load("held")
    right = (predict(model.eval(), held) == truth).mean(0)
    print(name, "held-out renders", {n: round(float(v), 4) for n, v in zip(NAMES, right)}, flush=True)


if __name__ == "__main__":
    train(sys.argv[1])
