"""AutoencoderKL as diffusers has it, without attention: pictures [n, 3, 128, 128] in -1..1 to latents [n, LATENTS, 16, 16] and back."""
import torch
import torch.nn.functional as F
from torch import nn

LATENTS, CHANNELS, GROUPS = 12, (32, 48, 64, 96), 8
# What diffusers' AutoencoderKL must be told to be this network.
CONFIG = dict(
    in_channels=3, out_channels=3, down_block_types=["DownEncoderBlock2D"] * len(CHANNELS), up_block_types=["UpDecoderBlock2D"] * len(CHANNELS),
    block_out_channels=list(CHANNELS), layers_per_block=1, latent_channels=LATENTS, norm_num_groups=GROUPS, sample_size=128, mid_block_add_attention=False,
)


def norm(channels):
    return nn.GroupNorm(GROUPS, channels, eps=1e-6)


class Resnet(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.norm1, self.conv1 = norm(inputs), nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm2, self.conv2 = norm(outputs), nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        return self.conv_shortcut(x) + self.conv2(F.silu(self.norm2(h)))


class Downsampler(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2)

    def forward(self, x):
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class Upsampler(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class Block(nn.Module):
    """Residual layers, then half or double the size."""

    def __init__(self, inputs, outputs, layers, **samplers):
        super().__init__()
        self.resnets = nn.ModuleList([Resnet(inputs if i == 0 else outputs, outputs) for i in range(layers)])
        for name, sampler in samplers.items():
            setattr(self, name, nn.ModuleList([sampler(outputs)]))
        self.samplers = list(samplers)

    def forward(self, x):
        for resnet in self.resnets:
            x = resnet(x)
        for name in self.samplers:
            x = getattr(self, name)[0](x)
        return x


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_in = nn.Conv2d(3, CHANNELS[0], 3, padding=1)
        sizes, last = [CHANNELS[0], *CHANNELS], len(CHANNELS) - 1
        self.down_blocks = nn.ModuleList([Block(sizes[i], sizes[i + 1], 1, **({} if i == last else dict(downsamplers=Downsampler))) for i in range(last + 1)])
        self.mid_block = Block(CHANNELS[-1], CHANNELS[-1], 2)
        self.conv_norm_out, self.conv_out = norm(CHANNELS[-1]), nn.Conv2d(CHANNELS[-1], 2 * LATENTS, 3, padding=1)

    def forward(self, x):
        x = self.conv_in(x)
        for block in (*self.down_blocks, self.mid_block):
            x = block(x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        reverse = CHANNELS[::-1]
        self.conv_in = nn.Conv2d(LATENTS, reverse[0], 3, padding=1)
        self.mid_block = Block(reverse[0], reverse[0], 2)
        sizes, last = [reverse[0], *reverse], len(reverse) - 1
        self.up_blocks = nn.ModuleList([Block(sizes[i], sizes[i + 1], 2, **({} if i == last else dict(upsamplers=Upsampler))) for i in range(last + 1)])
        self.conv_norm_out, self.conv_out = norm(reverse[-1]), nn.Conv2d(reverse[-1], 3, 3, padding=1)

    def forward(self, z):
        z = self.conv_in(z)
        for block in (self.mid_block, *self.up_blocks):
            z = block(z)
        return self.conv_out(F.silu(self.conv_norm_out(z)))


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()
        self.quant_conv, self.post_quant_conv = nn.Conv2d(2 * LATENTS, 2 * LATENTS, 1), nn.Conv2d(LATENTS, LATENTS, 1)

    def encode(self, pictures):
        """Mean and logarithm of the variance of the latents, [n, LATENTS, height / 8, width / 8] each."""
        mean, log_variance = self.quant_conv(self.encoder(pictures)).chunk(2, 1)
        return mean, log_variance.clamp(-30, 20)

    def decode(self, latents):
        return self.decoder(self.post_quant_conv(latents))


@torch.no_grad()
def fold_statistics(vae, mean, std):
    """Makes latents of these statistics [LATENTS] about N(0, 1) by changing the 1x1 convolutions at both ends; the whole VAE's function stays."""
    enter, leave = vae.quant_conv, vae.post_quant_conv
    enter.weight[:LATENTS] /= std.view(-1, 1, 1, 1)
    enter.bias[:LATENTS] = (enter.bias[:LATENTS] - mean) / std
    enter.bias[LATENTS:] -= 2 * std.log()
    leave.bias += leave.weight[:, :, 0, 0] @ mean
    leave.weight *= std.view(1, -1, 1, 1)
