"""What diffusers makes of the small models of model_files.py with a LoRA fused into them.

Run from the repository root with the demo model's environment and peft:
    tools/demo-model/.venv/bin/python tools/golden/lora.py

Writes libs/diffusion/test/golden/lora.safetensors: `<kind>/hidden` and `<kind>/out_sample` of sd1 and sdxl, and for sdxl `pooled`.
diffusers reads the LoRA by kohya's keys, which for SDXL are those of the original code. No number of it is stored; see
model_files.py.
"""

import tempfile
from pathlib import Path

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from safetensors.torch import save_file

from model_files import build, original_unet, values
from sdxl_pipeline import PROMPT, SCHEDULE, added, pipeline, tokenizer

OUT = Path("libs/diffusion/test/golden/lora.safetensors")
RANK, ALPHA, STRENGTH = 4, 2.0, 0.8
LEVEL = {"sd1": "down_blocks.0", "sdxl": "down_blocks.1"}


def modules(kind):
    level = LEVEL[kind]
    block = f"{level}.attentions.0.transformer_blocks.0"
    yield from (("unet", f"{block}.{name}") for name in ("attn1.to_q", "attn2.to_k", "attn2.to_out.0", "ff.net.0.proj"))
    yield from (("unet", name) for name in (f"{level}.attentions.1.proj_in", f"{level}.resnets.0.conv1", "mid_block.attentions.0.proj_out"))
    for part in ("text_encoder",) if kind == "sd1" else ("text_encoder", "text_encoder_2"):
        layer = "text_model.encoder.layers.0"
        yield from ((part, f"{layer}.{name}") for name in ("self_attn.q_proj", "self_attn.out_proj", "mlp.fc1"))


def key(kind, part, module, names):
    if part != "unet":
        prefix = "lora_te" if kind == "sd1" else {"text_encoder": "lora_te1", "text_encoder_2": "lora_te2"}[part]
        return f"{prefix}_{module.replace('.', '_')}"
    name = module if kind == "sd1" else original_unet(f"{module}.weight", names).rsplit(".", 1)[0]
    return f"lora_unet_{name.replace('.', '_')}"


def lora(kind, parts):
    names = list(parts["unet"].state_dict())
    out = {}
    for part, module in modules(kind):
        shape = parts[part].state_dict()[f"{module}.weight"].shape
        kernel = tuple(shape[2:])
        name = key(kind, part, module, names)
        out[f"{name}.lora_down.weight"] = values(f"lora/{part}/{module}/down", (RANK, shape[1], *kernel)) * 0.3
        out[f"{name}.lora_up.weight"] = values(f"lora/{part}/{module}/up", (shape[0], RANK, *(1 for _ in kernel))) * 0.3
        out[f"{name}.alpha"] = torch.tensor(ALPHA)
    return out


def pipe_of(kind, parts, folder):
    if kind == "sdxl":
        return pipeline(parts, folder, "ddim")
    return StableDiffusionPipeline(
        vae=parts["vae"], text_encoder=parts["text_encoder"], tokenizer=tokenizer(folder, "<|endoftext|>"), unet=parts["unet"],
        scheduler=DDIMScheduler(**SCHEDULE), safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )


def main():
    torch.set_num_threads(1)
    out = {}
    for kind in ("sd1", "sdxl"):
        parts = build(kind)
        with tempfile.TemporaryDirectory() as name, torch.no_grad():
            folder = Path(name)
            pipe = pipe_of(kind, parts, folder)
            save_file(lora(kind, parts), folder / "lora.safetensors")
            pipe.load_lora_weights(str(folder), weight_name="lora.safetensors")
            pipe.fuse_lora(lora_scale=STRENGTH)
            found = pipe.encode_prompt(PROMPT, device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=False)
            out[f"{kind}/hidden"] = found[0]
            more = {}
            if kind == "sdxl":
                out[f"{kind}/pooled"] = found[2]
                more = {"added_cond_kwargs": added(found[2], 1)}
            latents = values("latents", (1, 4, 8, 8))
            out[f"{kind}/out_sample"] = pipe.unet(latents, torch.tensor([501.0]), found[0], **more).sample
    save_file({name: tensor.contiguous() for name, tensor in out.items()}, OUT)


if __name__ == "__main__":
    main()
