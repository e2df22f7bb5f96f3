"""The reader of one picture's features: four small networks, one a slot."""
import torch
from torch import nn


class Heads(nn.Module):
    """Features [n, width] to tokens of the shape of `middles` [4, vector]. What the pictures say beyond the middle of the vocabulary passes a narrow layer."""

    def __init__(self, middles, width, hidden=320, narrow=48):
        super().__init__()
        slots, vector = middles.shape
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("spread", torch.ones(width))
        self.read = nn.ModuleList([nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, narrow)) for _ in range(slots)])
        self.say = nn.ModuleList([nn.Sequential(nn.GELU(), nn.Linear(narrow, vector)) for _ in range(slots)])
        for k, say in enumerate(self.say):
            nn.init.normal_(say[1].weight, std=0.02)
            say[1].bias.data.copy_(middles[k])

    def slot(self, k, x):
        return self.say[k](self.read[k]((x - self.mean) / self.spread))

    def forward(self, x):
        return torch.stack([self.slot(k, x) for k in range(len(self.say))], 1)
