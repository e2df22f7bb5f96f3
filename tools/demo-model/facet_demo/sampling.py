"""Pictures from captions: deterministic DDIM with classifier-free guidance, in PyTorch."""
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from .data import to_pictures
from .paths import WORK
from .training import DEVICE
from .unet import SAMPLER, CaptionEncoder


class Sampler:
    """Loads the trained parts of the pipeline, or takes a given U-Net."""

    def __init__(self, unet=None):
        self.unet = (unet or UNet2DConditionModel.from_pretrained(WORK / "pipe" / "unet")).eval().requires_grad_(False).to(DEVICE)
        self.vae = AutoencoderKL.from_pretrained(WORK / "pipe" / "vae").eval().requires_grad_(False).to(DEVICE)
        self.encode = CaptionEncoder()

    @torch.no_grad()
    def __call__(self, captions, steps, guidance, seed, batch=50):
        """uint8 pictures [n, 64, 64, 3], the same for the same captions and seed."""
        noise = torch.randn(len(captions), 4, 16, 16, generator=torch.Generator().manual_seed(seed))
        pictures = []
        for start in range(0, len(captions), batch):
            z = noise[start : start + batch].to(DEVICE)
            context = torch.cat([self.encode([""]).expand(len(z), -1, -1), self.encode(captions[start : start + batch])])
            SAMPLER.set_timesteps(steps)
            for t in SAMPLER.timesteps:
                free, guided = self.unet(torch.cat([z, z]), t, context).sample.chunk(2)
                z = SAMPLER.step(free + guidance * (guided - free), t, z).prev_sample
            pictures.append(torch.from_numpy(to_pictures(self.vae.decode(z).sample)))
        return torch.cat(pictures).numpy()
