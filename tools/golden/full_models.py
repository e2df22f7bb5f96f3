"""Models of the real size with random weights, and what diffusers makes of them.

`npm run full-size` starts these; by hand, with the demo model's environment:
    python tools/golden/full_models.py make sd1 <folder>        a diffusers folder and a one-file checkpoint, in float32 and float16
    python tools/golden/full_models.py answer sd1 <folder>      what diffusers computes with them, into <folder>/answers.safetensors
    python tools/golden/full_models.py exact sd1 <folder>       latents and picture once more in float64, into <folder>/exact.safetensors
    python tools/golden/full_models.py export sd1 <folder>      Optimum's export of the diffusers folder, into <folder>/onnx
    python tools/golden/full_models.py start sd1 <folder>       seconds and memory of `from_single_file` and a first prediction

Weights are those that diffusers gives a new network after a fixed seed. Those of SDXL (10.3 GB in float32 for its U-Net alone) are
kept in float16 only, and widened one at a time when they are used, so that all arithmetic is in float32.
"""

import argparse
import gc
import json
import os
import resource
import struct
import time
from pathlib import Path

# What `start` measures begins before the libraries.
BEGAN = time.perf_counter()

import torch
import torch.nn.functional as F
from diffusers import (
    AutoencoderKL, DPMSolverMultistepScheduler, StableDiffusionPipeline, StableDiffusionXLPipeline, UNet2DConditionModel,
)
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from model_files import checkpoint, values, with_contexts
from sdxl_pipeline import SCHEDULE, tokenizer

PROMPT, NEGATIVE, STEPS, GUIDANCE, SIZE, TIMESTEP = "a photo of a cat", "blurry", 2, 5.0, 256, 501.0
# Where "cat" stands in the prompt, behind the start token.
PLACE = 5
CELLS = SIZE // 8
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
        bos_token_id=49406, eos_token_id=49407,
    )
    return (CLIPTextModelWithProjection if projection else CLIPTextModel)(config)


def vae(scaling):
    return AutoencoderKL(
        block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, latent_channels=4, scaling_factor=scaling,
    )


KINDS = {
    "sd1": {
        "text_encoder": lambda: text(768, 12, "quick_gelu"), "vae": lambda: vae(0.18215),
        "unet": lambda: unet((1, 1, 1, 0), cross_attention_dim=768, attention_head_dim=8),
    },
    "sd2": {
        "text_encoder": lambda: text(1024, 23, "gelu"), "vae": lambda: vae(0.18215),
        "unet": lambda: unet(
            (1, 1, 1, 0), cross_attention_dim=1024, attention_head_dim=[5, 10, 20, 20], use_linear_projection=True
        ),
    },
    "sdxl": {
        "text_encoder": lambda: text(768, 12, "quick_gelu"), "text_encoder_2": lambda: text(1280, 32, "gelu", 1280),
        "vae": lambda: vae(0.13025),
        "unet": lambda: unet(
            (0, 1, 1), cross_attention_dim=2048, attention_head_dim=[5, 10, 20], use_linear_projection=True,
            transformer_layers_per_block=[1, 2, 10], addition_embed_type="text_time", addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=2816,
        ),
    },
}
PARTS = {
    "unet": UNet2DConditionModel, "vae": AutoencoderKL, "text_encoder": CLIPTextModel, "text_encoder_2": CLIPTextModelWithProjection,
}
NARROW = ("sdxl",)


def schedule(kind):
    """Velocity for the second version, as its 768 pixel model; such a file says so by an empty tensor."""
    return {**SCHEDULE, "prediction_type": "v_prediction" if kind == "sd2" else "epsilon"}


# Files.

def variant(kind, dtype):
    return "fp16" if dtype == torch.float16 and kind not in NARROW else None


def make(kind, folder):
    shapes = {}
    types = [torch.float16] if kind in NARROW else [torch.float32, torch.float16]
    diffusers = folder / "diffusers"
    for at, (part, build) in enumerate(KINDS[kind].items()):
        torch.manual_seed(at)
        model = build().eval().requires_grad_(False)
        shapes[part] = {k: list(v.shape) for k, v in model.state_dict().items() if "position_ids" not in k}
        for dtype in types:
            model.to(dtype).save_pretrained(diffusers / part, variant=variant(kind, dtype))
        del model
        gc.collect()
        print("made", part, flush=True)
    DPMSolverMultistepScheduler.from_config(schedule(kind)).save_pretrained(diffusers / "scheduler")
    for name, pad in [("tokenizer", "!" if kind == "sd2" else "<|endoftext|>"), ("tokenizer_2", "!")][: 2 if kind == "sdxl" else 1]:
        (diffusers / name).mkdir(exist_ok=True)
        tokenizer(diffusers / name, pad).save_pretrained(diffusers / name)
    index = {"_class_name": "StableDiffusionXLPipeline" if kind == "sdxl" else "StableDiffusionPipeline"}
    index |= {part: ["diffusers" if part in ("unet", "vae") else "transformers", PARTS[part].__name__] for part in KINDS[kind]}
    index |= {"scheduler": ["diffusers", "DPMSolverMultistepScheduler"], "tokenizer": ["transformers", "CLIPTokenizer"]}
    if kind == "sdxl":
        index |= {"tokenizer_2": ["transformers", "CLIPTokenizer"], "force_zeros_for_empty_prompt": True}
    else:
        index |= {"safety_checker": [None, None], "feature_extractor": [None, None]}
    (diffusers / "model_index.json").write_text(json.dumps(index))
    for dtype in types:
        stem = ".".join(filter(None, [kind, variant(kind, dtype)]))
        write_checkpoint(kind, shapes, diffusers, dtype, folder / f"{stem}.safetensors")
        print("made", stem, flush=True)


def write_checkpoint(kind, shapes, diffusers, dtype, path):
    """One tensor at a time: none of these files has to fit into memory."""
    ending = ".".join(filter(None, [variant(kind, dtype), "safetensors"]))
    base = {part: "model" if part.startswith("text") else "diffusion_pytorch_model" for part in shapes}
    opened = {part: safe_open(diffusers / part / f"{base[part]}.{ending}", "pt") for part in shapes}
    rows = list(checkpoint(kind, shapes))
    if kind == "sd2":
        rows.append(("v_pred", [0], [], None))
    size = torch.finfo(dtype).bits // 8
    header, offset = {}, 0
    for name, shape, _, _ in rows:
        length = size * torch.Size(shape).numel()
        header[name] = {"dtype": f"F{8 * size}", "shape": shape, "data_offsets": [offset, offset + length]}
        offset += length
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, shape, sources, how in rows:
            found = []
            for source in sources:
                part, name = source.split("/", 1)
                found += [opened[part].get_tensor(name)] if name in shapes[part] else []
            if len(found) < max(1, len(sources)):
                tensor = torch.zeros(shape, dtype=dtype)
            else:
                tensor = found[0].T if how == "transposed" else torch.cat(found) if len(found) > 1 else found[0]
            file.write(tensor.reshape(shape).contiguous().numpy().data)


# Answers.

class WideMatrix(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight):
        ctx.weight = weight
        return F.linear(x, weight.float())

    @staticmethod
    def backward(ctx, grad):
        return grad @ ctx.weight.float(), None


class WideKernel(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, stride, padding):
        ctx.weight, ctx.shape, ctx.how = weight, x.shape, (stride, padding)
        return F.conv2d(x, weight.float(), None, stride, padding)

    @staticmethod
    def backward(ctx, grad):
        return torch.nn.grad.conv2d_input(ctx.shape, ctx.weight.float(), grad, *ctx.how), None, None, None


def widen(network):
    """Computes in float32 with weights in float16, of which none is kept widened, not even for the gradient."""
    for module in network.modules():
        if isinstance(module, torch.nn.Linear):
            def forward(x, m=module):
                out = WideMatrix.apply(x, m.weight)
                return out if m.bias is None else out + m.bias.float()
        elif isinstance(module, torch.nn.Conv2d):
            def forward(x, m=module):
                return WideKernel.apply(x, m.weight, m.stride, m.padding) + m.bias.float()[:, None, None]
        elif isinstance(module, torch.nn.GroupNorm):
            def forward(x, m=module):
                return F.group_norm(x, m.num_groups, m.weight.float(), m.bias.float(), m.eps)
        elif isinstance(module, torch.nn.LayerNorm):
            def forward(x, m=module):
                return F.layer_norm(x, m.normalized_shape, m.weight.float(), m.bias.float(), m.eps)
        else:
            continue
        module.forward = forward


def open_pipeline(kind, folder, dtype=torch.float32):
    """All in one type but the U-Net of SDXL."""
    diffusers = folder / "diffusers"
    network = UNet2DConditionModel.from_pretrained(diffusers / "unet", torch_dtype=torch.float16 if kind in NARROW else dtype)
    if kind in NARROW:
        widen(network)
    of = StableDiffusionXLPipeline if kind == "sdxl" else StableDiffusionPipeline
    more = {"add_watermarker": False} if kind == "sdxl" else {"requires_safety_checker": False}
    pipe = of.from_pretrained(diffusers, unet=network, torch_dtype=dtype, **more)
    pipe.set_progress_bar_config(disable=True)
    for part in KINDS[kind]:
        getattr(pipe, part).eval().requires_grad_(False)
    return pipe


def added(pooled):
    if pooled is None:
        return None
    return {"text_embeds": pooled, "time_ids": torch.tensor([[SIZE, SIZE, 0, 0, SIZE, SIZE]], dtype=torch.float32)}


def encoded(kind, pipe, leaves=None):
    """What the U-Net reads of the prompt; `leaves` stand in place of the vectors of one word."""
    towers = [(pipe.tokenizer, pipe.text_encoder)] + ([(pipe.tokenizer_2, pipe.text_encoder_2)] if kind == "sdxl" else [])
    found = []
    for at, (words, encoder) in enumerate(towers):
        ids = words(PROMPT, padding="max_length", max_length=77, return_tensors="pt").input_ids

        def replace(_module, _args, result, at=at):
            return torch.cat([result[:, :PLACE], leaves[at][None, None], result[:, PLACE + 1 :]], 1)

        handle = encoder.get_input_embeddings().register_forward_hook(replace) if leaves else None
        found.append(encoder(ids, output_hidden_states=True))
        if handle:
            handle.remove()
    if kind != "sdxl":
        return found[0].last_hidden_state, None
    return torch.cat([each.hidden_states[-2] for each in found], -1), found[1].text_embeds


def gradients(kind, pipe, out):
    """Of the mean of (target - prediction)^2, by what each layer reads, by the pooled vector and by the word's vectors."""
    towers = [pipe.text_encoder] + ([pipe.text_encoder_2] if kind == "sdxl" else [])
    leaves = [(values(f"token_{at}", (each.config.hidden_size,)) * 0.05).requires_grad_(True) for at, each in enumerate(towers)]
    hidden, pooled = encoded(kind, pipe, leaves)
    latents, target = (values(name, (1, 4, CELLS, CELLS)) for name in ("latents", "target"))
    contexts = {}

    def context(at):
        contexts[at] = hidden.clone()
        contexts[at].retain_grad()
        return contexts[at]

    if pooled is not None:
        pooled.retain_grad()
    prediction, _ = with_contexts(
        pipe.unet, context, lambda: pipe.unet(latents, torch.tensor([TIMESTEP]), hidden, added_cond_kwargs=added(pooled)).sample
    )
    loss = ((target - prediction) ** 2).mean()
    loss.backward()
    out |= {"loss": loss.detach().reshape(1), "prediction_of_token": prediction.detach()}
    out |= {f"grad_context_{at}": each.grad for at, each in contexts.items()}
    out |= {f"grad_token_{at}": each.grad for at, each in enumerate(leaves)}
    if pooled is not None:
        out["grad_pooled"] = pooled.grad


def drawn(pipe):
    """Latents of STEPS steps from noise that is drawn in float32, and their picture, in the pipeline's type."""
    noise = torch.randn((1, 4, CELLS, CELLS), generator=torch.Generator().manual_seed(0), dtype=torch.float32).to(pipe.vae.dtype)
    latents = pipe(
        PROMPT, negative_prompt=NEGATIVE, height=SIZE, width=SIZE, num_inference_steps=STEPS, guidance_scale=GUIDANCE,
        latents=noise, output_type="latent",
    ).images
    return {"latents": latents, "picture": pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample.clamp(-1, 1)}


def write_answers(path, out):
    save_file({name: tensor.detach().float().contiguous() for name, tensor in out.items()}, path)


def exact(kind, folder):
    """Where float32 rounds on both sides, this says which is nearer. SDXL would take more memory than it is worth."""
    assert kind not in NARROW, kind
    pipe = open_pipeline(kind, folder, torch.float64)
    # The mask of transformers' encoders is made in the default type, with the largest number of the encoder's.
    torch.set_default_dtype(torch.float64)
    with torch.no_grad():
        write_answers(folder / "exact.safetensors", drawn(pipe))


def answer(kind, folder):
    pipe = open_pipeline(kind, folder)
    out = {}
    with torch.no_grad():
        hidden, pooled = encoded(kind, pipe)
        out["hidden"] = hidden
        if pooled is not None:
            out["pooled"] = pooled
        latents = values("latents", (1, 4, CELLS, CELLS))
        out["prediction"] = pipe.unet(latents, torch.tensor([TIMESTEP]), hidden, added_cond_kwargs=added(pooled)).sample
        picture = values("picture", (1, 3, SIZE, SIZE))
        out["encoded"] = pipe.vae.encode(picture).latent_dist.mean * pipe.vae.config.scaling_factor
        out |= drawn(pipe)
    gradients(kind, pipe, out)
    write_answers(folder / "answers.safetensors", out)


def export(kind, folder):
    """As people who follow Optimum's documentation have it. SDXL's export is none that Facet reads."""
    assert kind != "sdxl", kind
    from optimum.exporters.onnx import main_export

    main_export(str(folder / "diffusers"), str(folder / "onnx"), task="text-to-image", library_name="diffusers", do_validation=False)


def start(kind, folder):
    """What somebody waits for who starts with a one-file checkpoint, and what it takes."""
    def report(what):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        usage = {"seconds": time.perf_counter() - BEGAN, "cpuSeconds": time.process_time(), "peakBytes": peak}
        print(json.dumps({"what": what, **usage}), flush=True)

    report("imported")
    of = StableDiffusionXLPipeline if kind == "sdxl" else StableDiffusionPipeline
    # The configuration would come from the hub.
    pipe = of.from_single_file(str(folder / f"{kind}.safetensors"), config=str(folder / "diffusers"), local_files_only=True)
    report("loaded")
    with torch.no_grad():
        hidden, _ = encoded(kind, pipe)
        pipe.unet(values("latents", (1, 4, CELLS, CELLS)), torch.tensor([TIMESTEP]), hidden)
    report("predicted")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["make", "answer", "exact", "export", "start"])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(1)
    folder = args.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # What lies in the repository is named from its root.
    os.chdir(Path(__file__).parents[2])
    {"make": make, "answer": answer, "exact": exact, "export": export, "start": start}[args.action](args.kind, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"what": args.action, "cpuSeconds": time.process_time(), "peakBytes": peak}), flush=True)


if __name__ == "__main__":
    main()
