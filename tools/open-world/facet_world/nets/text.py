"""The text tower as transformers' CLIPTextModelWithProjection has it, made small, and the network of private names.

A private name is the embedding of a place-holder token, computed from the value's numbers. It exists in training only: the shipped
vocabulary has neither the place holders nor the network.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

from ..values import CHOICES, NUMBERS
from ..vocabulary import ATTRIBUTES

LENGTH, WIDTH, HEADS, LAYERS, INNER, PROJECTION = 16, 128, 4, 3, 384, 96
NAME_LENGTH = 0.5  # of private names: like words', or an inversion that keeps lengths would keep tokens away from them
FREQUENCIES = (1, 2, 4)


def config(vocabulary):
    """What transformers' CLIPTextConfig must be told; `vocabulary` maps tokens to ids."""
    return dict(
        vocab_size=len(vocabulary), hidden_size=WIDTH, intermediate_size=INNER, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        max_position_embeddings=LENGTH, projection_dim=PROJECTION, bos_token_id=vocabulary["<|startoftext|>"],
        eos_token_id=vocabulary["<|endoftext|>"], pad_token_id=vocabulary["<|endoftext|>"],
    )


class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        for name in ("k_proj", "v_proj", "q_proj", "out_proj"):
            setattr(self, name, nn.Linear(WIDTH, WIDTH))

    def forward(self, x):
        split = lambda v: v.unflatten(-1, (HEADS, -1)).transpose(1, 2)
        out = F.scaled_dot_product_attention(split(self.q_proj(x)), split(self.k_proj(x)), split(self.v_proj(x)), is_causal=True)
        return self.out_proj(out.transpose(1, 2).flatten(2))


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x):
        x = self.fc1(x)
        return self.fc2(x * torch.sigmoid(1.702 * x))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attn, self.layer_norm1 = SelfAttention(), nn.LayerNorm(WIDTH)
        self.mlp, self.layer_norm2 = Mlp(), nn.LayerNorm(WIDTH)

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        return x + self.mlp(self.layer_norm2(x))


class _Embeddings(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.token_embedding, self.position_embedding = nn.Embedding(size, WIDTH), nn.Embedding(LENGTH, WIDTH)
        nn.init.normal_(self.token_embedding.weight, std=NAME_LENGTH / WIDTH**0.5)
        nn.init.normal_(self.position_embedding.weight, std=0.02)


class _Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])


class _TextModel(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.embeddings, self.encoder, self.final_layer_norm = _Embeddings(size), _Encoder(), nn.LayerNorm(WIDTH)


class TextTower(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.text_model, self.text_projection = _TextModel(size), nn.Linear(WIDTH, PROJECTION, bias=False)

    def embed(self, ids):
        """Token ids [n, LENGTH] to embeddings; ids after the vocabulary's end (place holders) get any and are to be overwritten."""
        table = self.text_model.embeddings.token_embedding
        return table(ids.clamp(max=table.num_embeddings - 1))

    def states(self, embedded):
        """Embeddings [n, LENGTH, WIDTH] to the last hidden states."""
        x = embedded + self.text_model.embeddings.position_embedding.weight[: embedded.shape[1]]
        for layer in self.text_model.encoder.layers:
            x = layer(x)
        return self.text_model.final_layer_norm(x)

    def project(self, states, ends):
        """Unit vectors [n, PROJECTION] of captions whose end tokens stand at `ends` [n]."""
        return F.normalize(self.text_projection(states[torch.arange(len(states), device=states.device), ends]), dim=-1)


class PrivateNames(nn.Module):
    """A value's choice and numbers to the vector that names it. Each number comes with sines and cosines of itself, so that close values
    get names that differ by more than a little of their length."""

    def __init__(self):
        super().__init__()
        self.nets = nn.ModuleDict()
        for attribute in ATTRIBUTES:
            inputs = CHOICES[attribute] + NUMBERS[attribute] * (1 + 2 * len(FREQUENCIES))
            self.nets[attribute] = nn.Sequential(nn.Linear(inputs, 256), nn.GELU(), nn.Linear(256, WIDTH))

    def forward(self, attribute, choice, numbers):
        """choice int64 [n] (None for color), numbers float [n, NUMBERS] with NaN where there is none (None for object); gives [n, WIDTH]."""
        parts = []
        if choice is not None:
            parts.append(2 * F.one_hot(choice, CHOICES[attribute]).float())
        if numbers is not None:
            known = ~numbers.isnan()
            u = numbers.nan_to_num()
            waves = [wave(math.pi / 2 * k * u) * known for k in FREQUENCIES for wave in (torch.sin, torch.cos)]
            parts += [u * 1.5, *waves]
        return F.normalize(self.nets[attribute](torch.cat(parts, 1)), dim=-1) * NAME_LENGTH
