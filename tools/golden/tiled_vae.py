"""What diffusers' tiled autoencoder makes of pictures larger than a tile (`enable_tiling`), with the weights of model_files.py.

Run from the repository root with the demo model's environment:
    tools/demo-model/.venv/bin/python tools/golden/tiled_vae.py

Writes libs/diffusion/test/golden/tiled-vae.safetensors: `decoded` of `number("tiled_latents")` and `moments` of `number("tiled_picture")`,
in tiles of 64 pixels.
"""

import torch
from safetensors.torch import save_file

from model_files import vae, values

PIXELS = 64


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    model = vae(0.18215).eval()
    model.enable_tiling()
    model.tile_sample_min_size, model.tile_latent_min_size = PIXELS, PIXELS // 8
    out = {
        "decoded": model.decode(values("tiled_latents", (2, 4, 18, 11))).sample,
        "moments": model.encode(values("tiled_picture", (1, 3, 144, 88))).latent_dist.parameters,
    }
    save_file({k: v.contiguous() for k, v in out.items()}, "libs/diffusion/test/golden/tiled-vae.safetensors")


if __name__ == "__main__":
    main()
