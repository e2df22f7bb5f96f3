"""Encodes the training pictures once (latents.pt) and decodes some of them again (reconstructions.npy, for the judges)."""
import numpy as np
import torch
from diffusers import AutoencoderKL

from .classifier import load_for_judges
from .data import load, to_tensor
from .paths import WORK
from .training import DEVICE, half_precision, setup
from .vae import FOLDER, reconstruct

RECONSTRUCTIONS = 6_000


@torch.no_grad()
def encode(vae, pictures):
    """Means of the latents, half precision [n, 4, 16, 16]."""
    latents = []
    with half_precision():
        for i in range(0, len(pictures), 100):
            x = to_tensor(pictures[i : i + 100]).to(DEVICE).contiguous(memory_format=torch.channels_last)
            latents.append(vae.encode(x).latent_dist.mean.half().cpu())
    return torch.cat(latents)


def main():
    setup(0)
    pictures, _ = load("train")
    vae = AutoencoderKL.from_pretrained(FOLDER).eval().requires_grad_(False).to(DEVICE, memory_format=torch.channels_last)
    if not (WORK / "latents.pt").exists():
        latents = encode(vae, pictures)
        print("latent deviation per channel", latents.float().std((0, 2, 3)).tolist(), flush=True)
        torch.save(latents, WORK / "latents.tmp")
        (WORK / "latents.tmp").replace(WORK / "latents.pt")
    np.save(WORK / "reconstructions.tmp.npy", reconstruct(vae, load_for_judges()[0][:RECONSTRUCTIONS]))
    (WORK / "reconstructions.tmp.npy").replace(WORK / "reconstructions.npy")


if __name__ == "__main__":
    main()
