"""UNet2DConditionModel as diffusers has it for Stable Diffusion 1, made small: latents [n, LATENTS, 16, 16] at three resolutions, each with
cross-attention, and its noise schedule.

Cosine schedule (squaredcos_cap_v2): under Stable Diffusion's own, latents of 16x16 are still recognisable when those of 64x64 are not, and
everything would be decided in the last stages. v-prediction with a uniform loss.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

from .text import WIDTH
from .vae import LATENTS

CHANNELS, HEAD, GROUPS, TIME = (32, 64, 128), 32, 16, 128
LAYERS = {"unet-narrow": 1, "unet": 2}  # layers a block, by the name of the trained part
STEPS = 1000


def config(layers):
    """What diffusers' UNet2DConditionModel must be told to be Unet(layers)."""
    return dict(
        sample_size=16, in_channels=LATENTS, out_channels=LATENTS, block_out_channels=list(CHANNELS), layers_per_block=layers,
        down_block_types=["CrossAttnDownBlock2D"] * 3, up_block_types=["CrossAttnUpBlock2D"] * 3, mid_block_type="UNetMidBlock2DCrossAttn",
        cross_attention_dim=WIDTH, attention_head_dim=[c // HEAD for c in CHANNELS], norm_num_groups=GROUPS,
    )


class Resnet(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(GROUPS, inputs), nn.Conv2d(inputs, outputs, 3, padding=1)
        self.time_emb_proj = nn.Linear(TIME, outputs)
        self.norm2, self.conv2 = nn.GroupNorm(GROUPS, outputs), nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x, time):
        h = self.conv1(F.silu(self.norm1(x))) + self.time_emb_proj(time)[:, :, None, None]
        return self.conv_shortcut(x) + self.conv2(F.silu(self.norm2(h)))


class Attention(nn.Module):
    def __init__(self, channels, context):
        super().__init__()
        self.to_q, self.to_k, self.to_v = nn.Linear(channels, channels, bias=False), nn.Linear(context, channels, bias=False), nn.Linear(context, channels, bias=False)
        self.to_out = nn.ModuleList([nn.Linear(channels, channels)])

    def forward(self, x, context):
        split = lambda v: v.unflatten(-1, (-1, HEAD)).transpose(1, 2)
        out = F.scaled_dot_product_attention(split(self.to_q(x)), split(self.to_k(context)), split(self.to_v(context)))
        return self.to_out[0](out.transpose(1, 2).flatten(2))


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.proj = nn.Linear(channels, 8 * channels)

    def forward(self, x):
        x, gate = self.proj(x).chunk(2, -1)
        return x * F.gelu(gate)


class FeedForward(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.net = nn.ModuleList([Gate(channels), nn.Identity(), nn.Linear(4 * channels, channels)])

    def forward(self, x):
        return self.net[2](self.net[0](x))


class TransformerBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm1, self.attn1 = nn.LayerNorm(channels), Attention(channels, channels)
        self.norm2, self.attn2 = nn.LayerNorm(channels), Attention(channels, WIDTH)
        self.norm3, self.ff = nn.LayerNorm(channels), FeedForward(channels)

    def forward(self, x, context):
        h = self.norm1(x)
        x = x + self.attn1(h, h)
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))


class Transformer(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm, self.proj_in = nn.GroupNorm(GROUPS, channels, eps=1e-6), nn.Conv2d(channels, channels, 1)
        self.transformer_blocks = nn.ModuleList([TransformerBlock(channels)])
        self.proj_out = nn.Conv2d(channels, channels, 1)

    def forward(self, x, context):
        h = self.proj_in(self.norm(x))
        flat = self.transformer_blocks[0](h.flatten(2).transpose(1, 2), context)
        return x + self.proj_out(flat.transpose(1, 2).unflatten(2, h.shape[2:]))


class Conv(nn.Module):
    """A down- or upsampler: one convolution under the name that diffusers gives it."""

    def __init__(self, channels, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=stride, padding=1)

    def forward(self, x):
        return self.conv(x)


class Block(nn.Module):
    """Residual and attention layers in turns. `inputs` is the width that each residual layer takes."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.resnets = nn.ModuleList([Resnet(i, outputs) for i in inputs])
        self.attentions = nn.ModuleList([Transformer(outputs) for _ in inputs])


class Middle(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.resnets = nn.ModuleList([Resnet(channels, channels) for _ in range(2)])
        self.attentions = nn.ModuleList([Transformer(channels)])


class TimeEmbedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(CHANNELS[0], TIME), nn.Linear(TIME, TIME)

    def forward(self, timesteps):
        """Timesteps [n], whole or not, to [n, TIME]."""
        half = CHANNELS[0] // 2
        phase = timesteps.float()[:, None] * torch.exp(-math.log(10_000) * torch.arange(half, device=timesteps.device) / half)
        return self.linear_2(F.silu(self.linear_1(torch.cat([phase.cos(), phase.sin()], 1))))


class Unet(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = layers
        self.conv_in, self.time_embedding = nn.Conv2d(LATENTS, CHANNELS[0], 3, padding=1), TimeEmbedding()
        self.down_blocks, self.up_blocks = nn.ModuleList(), nn.ModuleList()
        skips, last = [CHANNELS[0]], len(CHANNELS) - 1
        for i, channels in enumerate(CHANNELS):
            block = Block([CHANNELS[max(0, i - 1)], *[channels] * (layers - 1)], channels)
            skips += [channels] * layers
            if i < last:
                block.downsamplers = nn.ModuleList([Conv(channels, stride=2)])
                skips.append(channels)
            self.down_blocks.append(block)
        self.mid_block = Middle(CHANNELS[-1])
        width = CHANNELS[-1]
        for i, channels in enumerate(CHANNELS[::-1]):
            inputs = []
            for _ in range(layers + 1):
                inputs.append(width + skips.pop())
                width = channels
            block = Block(inputs, channels)
            if i < last:
                block.upsamplers = nn.ModuleList([Conv(channels)])
            self.up_blocks.append(block)
        self.conv_norm_out, self.conv_out = nn.GroupNorm(GROUPS, CHANNELS[0]), nn.Conv2d(CHANNELS[0], LATENTS, 3, padding=1)

    def forward(self, noisy, timesteps, context):
        """Latents [n, LATENTS, 16, 16], timesteps [n] and the text tower's states [n, tokens, WIDTH] to the predicted v."""
        time = F.silu(self.time_embedding(timesteps))
        x = self.conv_in(noisy)
        skips = [x]
        for block in self.down_blocks:
            for resnet, attention in zip(block.resnets, block.attentions):
                x = attention(resnet(x, time), context)
                skips.append(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0](x)
                skips.append(x)
        x = self.mid_block.resnets[0](x, time)
        x = self.mid_block.resnets[1](self.mid_block.attentions[0](x, context), time)
        for block in self.up_blocks:
            for resnet, attention in zip(block.resnets, block.attentions):
                x = attention(resnet(torch.cat([x, skips.pop()], 1), time), context)
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0](F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return self.conv_out(F.silu(self.conv_norm_out(x)))


def kept_signal(device="cpu"):
    """Share of the signal's power that is left at each of the STEPS timesteps (the cumulative product of the alphas)."""
    bar = lambda t: math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2
    betas = [min(1 - bar((i + 1) / STEPS) / bar(i / STEPS), 0.999) for i in range(STEPS)]
    return torch.cumprod(1 - torch.tensor(betas), 0).to(device)


def noised(latents, noise, kept):
    """The noisy latents and the v that is to be predicted; `kept` [n] of kept_signal."""
    signal, rest = kept.sqrt()[:, None, None, None], (1 - kept).sqrt()[:, None, None, None]
    return signal * latents + rest * noise, signal * noise - rest * latents


@torch.no_grad()
def sample(unet, context, empty, steps, guidance, noise):
    """Latents by deterministic DDIM (leading timesteps, offset 1) from `noise` [n, LATENTS, 16, 16]; `empty` [1, tokens, WIDTH] is the
    empty caption's context for classifier-free guidance."""
    kept, z, n = kept_signal(noise.device), noise, len(noise)
    stride = STEPS // steps
    both = torch.cat([empty.expand(n, -1, -1), context]) if guidance != 1 else context
    for i in reversed(range(steps)):
        t, before = i * stride + 1, (i - 1) * stride + 1
        a = kept[min(t, STEPS - 1)]
        b = kept[before] if before >= 0 else kept[0]
        v = unet(torch.cat([z, z]) if guidance != 1 else z, torch.full((len(both),), t, device=z.device), both).float()
        if guidance != 1:
            free, guided = v.chunk(2)
            v = free + guidance * (guided - free)
        z = b.sqrt() * (a.sqrt() * z - (1 - a).sqrt() * v) + (1 - b).sqrt() * (a.sqrt() * v + (1 - a).sqrt() * z)
    return z
