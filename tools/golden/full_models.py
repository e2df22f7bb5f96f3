"""Models of the real size with random weights, as a one-file checkpoint, and what diffusers computes with them.

Run from the repository root with the demo model's environment:
    tools/demo-model/.venv/bin/python tools/golden/full_models.py sd1 out/full [--dtype float16]
    node libs/models/test/full-size.ts out/full/sd1.safetensors

Writes <folder>/<kind>.safetensors (4.3 GB for sd1, 5.2 for sd2, 13.9 for sdxl in float32, half of it in float16) and
<folder>/<kind>.golden.safetensors. One network at a time is in memory: 10.3 GB for the U-Net of SDXL.
"""

import argparse
import gc
import resource
import time
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from model_files import checkpoint, values

CROSS, PLAIN = ("CrossAttnDownBlock2D", "CrossAttnUpBlock2D"), ("DownBlock2D", "UpBlock2D")


def unet(cross, **more):
    channels = (320, 640, 1280, 1280)[: len(cross)]
    return UNet2DConditionModel(
        sample_size=64, block_out_channels=channels, layers_per_block=2,
        down_block_types=[(CROSS if c else PLAIN)[0] for c in cross],
        up_block_types=[(CROSS if c else PLAIN)[1] for c in reversed(cross)], **more,
    )


def text(width, layers, activation, projection=None):
    config = CLIPTextConfig(
        vocab_size=49408, hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers,
        num_attention_heads=width // 64, max_position_embeddings=77, hidden_act=activation, projection_dim=projection or width,
    )
    return (CLIPTextModelWithProjection if projection else CLIPTextModel)(config)


def vae():
    return AutoencoderKL(
        block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, latent_channels=4,
    )


KINDS = {
    "sd1": {
        "unet": lambda: unet((1, 1, 1, 0), cross_attention_dim=768, attention_head_dim=8), "vae": vae,
        "text_encoder": lambda: text(768, 12, "quick_gelu"),
    },
    "sd2": {
        "unet": lambda: unet(
            (1, 1, 1, 0), cross_attention_dim=1024, attention_head_dim=[5, 10, 20, 20], use_linear_projection=True
        ),
        "vae": vae, "text_encoder": lambda: text(1024, 23, "gelu"),
    },
    "sdxl": {
        "unet": lambda: unet(
            (0, 1, 1), cross_attention_dim=2048, attention_head_dim=[5, 10, 20], use_linear_projection=True,
            transformer_layers_per_block=[1, 2, 10], addition_embed_type="text_time", addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=2816,
        ),
        "vae": vae, "text_encoder": lambda: text(768, 12, "quick_gelu"),
        "text_encoder_2": lambda: text(1280, 32, "gelu", 1280),
    },
}


def outputs(part, model, out):
    if part == "unet":
        width = model.config.cross_attention_dim
        added = None
        if width == 2048:
            added = {"text_embeds": values("text_embeds", (1, 1280)), "time_ids": (values("time_ids", (1, 6)) + 1) * 512}
        latents, context = values("latents", (1, 4, 32, 32)), values("context", (1, 77, width))
        out["out_sample"] = model(latents, torch.tensor([999.0]), context, added_cond_kwargs=added).sample
    elif part == "vae":
        out["moments"] = model.encode(values("picture", (1, 3, 128, 128))).latent_dist.parameters
        out["decoded"] = model.decode(values("decoder_latents", (1, 4, 16, 16))).sample
    else:
        embeds = values(f"{part}/embeds", (1, 77, model.config.hidden_size))
        ids = torch.zeros((1, 77), dtype=torch.long)
        ids[0, 8] = 49407
        handle = model.get_input_embeddings().register_forward_hook(lambda *_: embeds)
        found = model(input_ids=ids, output_hidden_states=True)
        handle.remove()
        out[f"{part}/last"], out[f"{part}/penultimate"] = found.last_hidden_state, found.hidden_states[-2]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dtype", choices=("float32", "float16"), default="float32")
    args = parser.parse_args()
    torch.set_num_threads(1)
    dtype = getattr(torch, args.dtype)
    out, state, shapes = {}, {}, {}
    for at, (part, make) in enumerate(KINDS[args.kind].items()):
        torch.manual_seed(at)
        model = make().eval().requires_grad_(False)
        shapes[part] = {k: list(v.shape) for k, v in model.state_dict().items() if "position_ids" not in k}
        for tensor in model.state_dict().values():
            # What the file holds is what is computed with.
            tensor.copy_(tensor.to(dtype))
        began = time.process_time()
        with torch.no_grad():
            outputs(part, model, out)
        print(part, f"{time.process_time() - began:.1f} CPU-s", flush=True)
        for name, parameter in model.named_parameters():
            # In place, so that float32 and float16 of a network are never both in memory.
            parameter.data = parameter.data.to(dtype)
            state[f"{part}/{name}"] = parameter.data
        del model
        gc.collect()
    tensors = {}
    for name, shape, sources, how in checkpoint(args.kind, shapes):
        found = [state.get(source) for source in sources]
        if any(each is None for each in found):
            tensors[name] = torch.zeros(shape, dtype=dtype)
        elif how == "transposed":
            tensors[name] = found[0].T.contiguous()
        else:
            tensors[name] = (torch.cat(found) if len(found) > 1 else found[0]).reshape(shape)
    args.folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, args.folder / f"{args.kind}.safetensors")
    save_file({k: v.contiguous().float() for k, v in out.items()}, args.folder / f"{args.kind}.golden.safetensors")
    print("peak GB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)


if __name__ == "__main__":
    main()
