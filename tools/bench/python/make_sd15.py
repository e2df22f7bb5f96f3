"""A diffusers folder whose U-Net has the size of Stable Diffusion 1.5 (860 M parameters) with random weights from a seed.

  python make_sd15.py <target folder>

Only the U-Net has the real size: text encoder and autoencoder are the smallest that a model folder needs. Needs about
4 GB of disk and 5 GB of memory. torch_worker.py makes the same U-Net for PyTorch's side.
"""
import argparse
import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

CONTEXT, WIDTH, LATENT, VOCABULARY = 77, 768, 32, 49408


def make_unet():
    """UNet2DConditionModel's defaults are Stable Diffusion 1.x but for these two."""
    torch.manual_seed(0)
    unet = UNet2DConditionModel(sample_size=LATENT, cross_attention_dim=WIDTH)
    return unet.eval().requires_grad_(False)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("target", type=Path)
    folder = arguments.parse_args().target
    torch.set_num_threads(1)
    make_unet().save_pretrained(folder / "unet")
    CLIPTextModel(CLIPTextConfig(
        vocab_size=VOCABULARY, hidden_size=WIDTH, intermediate_size=WIDTH, num_hidden_layers=1, num_attention_heads=12,
        max_position_embeddings=CONTEXT,
    )).save_pretrained(folder / "text_encoder")
    AutoencoderKL(
        block_out_channels=(8, 8, 8, 8), down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        norm_num_groups=4,
    ).save_pretrained(folder / "vae")
    DDIMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False).save_pretrained(folder / "scheduler")
    # Written last: its presence says that the folder is complete.
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.35.2"}))


if __name__ == "__main__":
    main()
