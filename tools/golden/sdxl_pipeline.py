"""What diffusers' StableDiffusionXLPipeline makes of the small SDXL model of model_files.py.

Run from the repository root with the demo model's environment, after model_files.py:
    tools/demo-model/.venv/bin/python tools/golden/sdxl_pipeline.py

Writes libs/diffusion/test/golden/sdxl-pipeline.safetensors:
    hidden, pooled          what both text encoders make of PROMPT, end of the prompt and padding included
    out_sample              the U-Net's output for it, told the size of its picture as the pipeline tells it
    latents-<scheduler>     after STEPS steps with guidance, from fixed noise; `-empty`: after 2 without a negative prompt,
                            for zeros are far from what these weights pass on: float32 is soon out in the fifth digit
    picture                 those of euler, decoded
    grad_l, grad_g          of a loss with respect to the vectors that stand for the word "cat" in both encoders
No weight is stored; see model_files.py.
"""

import gzip
import json
import tempfile
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, StableDiffusionXLPipeline
from safetensors.torch import save_file
from transformers import CLIPTokenizer

from model_files import build, values

OUT = Path("libs/diffusion/test/golden/sdxl-pipeline.safetensors")
PROMPT, NEGATIVE, STEPS, GUIDANCE, SIZE = "a photo of a cat", "blurry", 6, 5.0, 64
CLASSES = {"ddim": DDIMScheduler, "dpm-solver++": DPMSolverMultistepScheduler, "euler": EulerDiscreteScheduler}
# As libs/models says of a checkpoint, and the hub of stable-diffusion-xl-base-1.0.
SCHEDULE = {
    "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000,
    "clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1, "timestep_spacing": "leading",
    "prediction_type": "epsilon",
}


def byte_characters():
    """The characters by which GPT-2's tokenizer writes bytes."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) for byte in shown] + [chr(256 + at) for at, _ in enumerate(hidden)]


def tokenizer(folder, pad):
    merges = gzip.open("libs/models/data/clip-merges.txt.gz").read().decode().split("\n")
    characters = byte_characters()
    words = [*characters, *(c + "</w>" for c in characters), *("".join(merge.split()) for merge in merges)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: at for at, word in enumerate(words)}))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]))
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), pad_token=pad, model_max_length=77)


def pipeline(parts, folder, scheduler):
    pipe = StableDiffusionXLPipeline(
        vae=parts["vae"], text_encoder=parts["text_encoder"], text_encoder_2=parts["text_encoder_2"],
        tokenizer=tokenizer(folder, "<|endoftext|>"), tokenizer_2=tokenizer(folder, "!"), unet=parts["unet"],
        scheduler=CLASSES[scheduler](**SCHEDULE) if scheduler == "ddim" else CLASSES[scheduler].from_config(SCHEDULE),
        force_zeros_for_empty_prompt=True, add_watermarker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def added(pooled, count):
    return {"text_embeds": pooled, "time_ids": torch.tensor([[SIZE, SIZE, 0, 0, SIZE, SIZE]] * count, dtype=torch.float32)}


def gradients(pipe, parts):
    """Of 1 * mean((target - prediction)^2) of the first sample + 0.5 * that of the second."""
    ids = [each(PROMPT, padding="max_length", max_length=77, return_tensors="pt").input_ids for each in (pipe.tokenizer, pipe.tokenizer_2)]
    place = 5
    leaves = [(values(f"token_{name}", (width,)) * 0.5).requires_grad_(True) for name, width in (("l", 128), ("g", 192))]
    found = []
    for encoder, each, leaf in zip((parts["text_encoder"], parts["text_encoder_2"]), ids, leaves):
        def replace(_module, _args, result, leaf=leaf):
            return torch.cat([result[:, :place], leaf[None, None], result[:, place + 1 :]], 1)

        handle = encoder.get_input_embeddings().register_forward_hook(replace)
        found.append(encoder(each, output_hidden_states=True))
        handle.remove()
    hidden = torch.cat([each.hidden_states[-2] for each in found], -1).expand(2, -1, -1)
    pooled = found[1].text_embeds.expand(2, -1)
    latents, target = values("latents", (2, 4, SIZE // 8, SIZE // 8)), values("target", (2, 4, SIZE // 8, SIZE // 8))
    prediction = parts["unet"](latents, torch.tensor([999.0, 20.5]), hidden, added_cond_kwargs=added(pooled, 2)).sample
    losses = ((target - prediction) ** 2).mean((1, 2, 3))
    return torch.autograd.grad(losses[0] + 0.5 * losses[1], leaves)


def main():
    torch.set_num_threads(1)
    parts = build("sdxl")
    out = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipe = pipeline(parts, folder, "euler")
        with torch.no_grad():
            hidden, _, pooled, _ = pipe.encode_prompt(PROMPT, do_classifier_free_guidance=False)
            out.update(hidden=hidden, pooled=pooled)
            latents = values("latents", (2, 4, SIZE // 8, SIZE // 8))[:1]
            out["out_sample"] = parts["unet"](latents, torch.tensor([501.0]), hidden, added_cond_kwargs=added(pooled, 1)).sample
        for scheduler in CLASSES:
            pipe = pipeline(parts, folder, scheduler)
            for suffix, negative, steps in [("", NEGATIVE, STEPS), ("-empty", None, 2)]:
                made = pipe(
                    PROMPT, negative_prompt=negative, height=SIZE, width=SIZE, num_inference_steps=steps,
                    guidance_scale=GUIDANCE, latents=values("noise", (1, 4, SIZE // 8, SIZE // 8)), output_type="latent",
                ).images
                out[f"latents-{scheduler}{suffix}"] = made
        with torch.no_grad():
            out["picture"] = parts["vae"].decode(out["latents-euler"] / 0.13025).sample.clamp(-1, 1)
        out["grad_l"], out["grad_g"] = gradients(pipe, parts)
    save_file({name: tensor.contiguous() for name, tensor in out.items()}, OUT)


if __name__ == "__main__":
    main()
