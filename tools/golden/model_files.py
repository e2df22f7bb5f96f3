"""Small Stable-Diffusion-shaped models in every form that people have on disk, and what diffusers computes with them.

Run from the repository root with the demo model's environment:
    tools/demo-model/.venv/bin/python tools/golden/model_files.py

Writes libs/models/test/golden/<kind>.json.gz and <kind>.safetensors for the kinds sd1, sd2 and sdxl. No weight is stored: each is a
function of its name and place that `number` here and `test/numbers.ts` there compute to the same bit, so the tests write the files
themselves from the lists of names and shapes:
    parts       the networks of a diffusers folder: configuration, and name and shape of each tensor
    checkpoint  the tensors of the one-file form: name, shape, and of which of the former's tensors it is made
The one-file names are checked by diffusers' own converters: they must give back every tensor of the folder.
"""

import gzip
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders import single_file_utils as official
from safetensors.torch import save_file
from transformers import (
    CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPVisionConfig, CLIPVisionModelWithProjection,
)

OUT = Path("libs/models/test/golden")
VOCABULARY, TOKENS, LATENT, SHOWN = 49408, 77, 16, 9
CROSS, PLAIN = ("CrossAttnDownBlock2D", "CrossAttnUpBlock2D"), ("DownBlock2D", "UpBlock2D")


def number(name, shape):
    """Numbers in [-1, 1), the same in JavaScript: FNV-1a of the name, then murmur3's finalizer of hash + index * golden ratio."""
    seed = 2166136261
    for byte in name.encode():
        seed = ((seed ^ byte) * 16777619) & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        x = np.uint32(seed) + np.arange(int(np.prod(shape)), dtype=np.uint32) * np.uint32(2654435769)
        for multiplier, shift in ((0x85EBCA6B, 13), (0xC2B2AE35, 16)):
            x = (x ^ (x >> np.uint32(16 if shift == 13 else 13))) * np.uint32(multiplier)
        x = x ^ (x >> np.uint32(16))
    return (x.astype(np.float64) / 2147483648 - 1).reshape(shape)


def weight(name, shape):
    u = number(name, shape)
    if len(shape) > 1:
        u = u * np.sqrt(3 / np.prod(shape[1:]))
    else:
        u = u * 0.1 + (1 if name.endswith("weight") else 0)
    return torch.from_numpy(np.asarray(u, np.float32))


def values(name, shape):
    return torch.from_numpy(number(name, shape).astype(np.float32))


def filled(part, model):
    state = {k: weight(f"{part}/{k}", tuple(v.shape)) for k, v in model.state_dict().items() if "position_ids" not in k}
    model.load_state_dict(state, strict=False)
    return model.eval().requires_grad_(False)


def unet(channels, cross, **more):
    return filled("unet", UNet2DConditionModel(
        sample_size=LATENT, block_out_channels=channels, layers_per_block=2,
        down_block_types=[(CROSS if c else PLAIN)[0] for c in cross],
        up_block_types=[(CROSS if c else PLAIN)[1] for c in reversed(cross)], **more,
    ))


def text(part, width, layers, activation, projection=None):
    config = CLIPTextConfig(
        vocab_size=VOCABULARY, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=layers,
        num_attention_heads=width // 64, max_position_embeddings=TOKENS, hidden_act=activation,
        projection_dim=projection or width, attn_implementation="eager",
    )
    return filled(part, (CLIPTextModelWithProjection if projection else CLIPTextModel)(config))


def vae(scaling):
    return filled("vae", AutoencoderKL(
        block_out_channels=(32, 32, 64, 64), down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, latent_channels=4, scaling_factor=scaling,
        sample_size=LATENT * 8,
    ))


def vision():
    return filled("image_encoder", CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=128, intermediate_size=256, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=8,
        projection_dim=64, attn_implementation="eager",
    )))


def build(kind):
    if kind == "sd1":
        return {
            "unet": unet((32, 64, 64, 64), (1, 1, 1, 0), cross_attention_dim=128, attention_head_dim=8),
            "vae": vae(0.18215), "text_encoder": text("text_encoder", 128, 2, "quick_gelu"), "image_encoder": vision(),
        }
    if kind == "sd2":
        return {
            "unet": unet(
                (64, 128, 128, 128), (1, 1, 1, 0), cross_attention_dim=128, attention_head_dim=[1, 2, 2, 2],
                use_linear_projection=True,
            ),
            "vae": vae(0.18215), "text_encoder": text("text_encoder", 128, 2, "gelu"),
        }
    return {
        "unet": unet(
            (32, 64, 64), (0, 1, 1), cross_attention_dim=320, attention_head_dim=[1, 1, 1], use_linear_projection=True,
            transformer_layers_per_block=[1, 2, 10], addition_embed_type="text_time", addition_time_embed_dim=32,
            projection_class_embeddings_input_dim=192 + 6 * 32,
        ),
        "vae": vae(0.13025), "text_encoder": text("text_encoder", 128, 3, "quick_gelu"),
        "text_encoder_2": text("text_encoder_2", 192, 3, "gelu", 192),
    }


# The one-file names. Each function gives a name there, its shape, what it is made of here, and how.

RESNET = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
    "conv2": "out_layers.3", "conv_shortcut": "skip_connection",
}
BORDERS = {
    "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2", "conv_in": "input_blocks.0.0",
    "add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2", "conv_norm_out": "out.0",
    "conv_out": "out.2",
}


def original_unet(name, blocks):
    module, kind = name.rsplit(".", 1)
    if module in BORDERS:
        return f"{BORDERS[module]}.{kind}"
    p = name.split(".")
    if p[0] == "mid_block":
        place = "middle_block.1" if p[1] == "attentions" else f"middle_block.{2 * int(p[2])}"
        rest = p[3:]
    else:
        block, what, at, rest = int(p[1]), p[2], int(p[3]), p[4:]
        if p[0] == "down_blocks":
            if what == "downsamplers":
                return f"input_blocks.{3 * block + 3}.0.op.{kind}"
            place = f"input_blocks.{3 * block + at + 1}.{int(what == 'attentions')}"
        else:
            if what == "upsamplers":
                has_attention = any(n.startswith(f"up_blocks.{block}.attentions") for n in blocks)
                return f"output_blocks.{3 * block + 2}.{1 + has_attention}.conv.{kind}"
            place = f"output_blocks.{3 * block + at}.{int(what == 'attentions')}"
        p = [p[0], what]
    if p[1] == "resnets":
        rest = [RESNET[rest[0]], *rest[1:]]
    return ".".join([place, *rest])


def original_vae(name):
    name = name.replace("conv_shortcut", "nin_shortcut").replace("conv_norm_out", "norm_out")
    name = name.replace("mid_block.resnets.0", "mid.block_1").replace("mid_block.resnets.1", "mid.block_2")
    name = name.replace("mid_block.attentions.0", "mid.attn_1")
    for ours, theirs in {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}.items():
        name = name.replace(f"attn_1.{ours}", f"attn_1.{theirs}")
    name = name.replace("down_blocks", "down").replace("resnets", "block").replace("downsamplers.0", "downsample")
    name = name.replace("upsamplers.0", "upsample")
    p = name.split(".")
    if len(p) > 1 and p[1] == "up_blocks":
        p[1:3] = ["up", str(3 - int(p[2]))]
    return ".".join(p)


def original_open_clip(part, shapes):
    """Joined projections, another order of names, a transposed projection of the pooled vector."""
    names = {
        "layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj",
        "self_attn.out_proj": "attn.out_proj",
    }
    for name, shape in shapes.items():
        short = name.removeprefix("text_model.")
        if short.startswith("encoder.layers."):
            _, _, at, module = short.split(".", 3)
            module, kind = module.rsplit(".", 1)
            base = f"transformer.resblocks.{at}"
            if module == "self_attn.q_proj":
                three = [name.replace("q_proj", f"{x}_proj") for x in "qkv"]
                yield f"{base}.attn.in_proj_{kind}", [3 * shape[0], *shape[1:]], [f"{part}/{n}" for n in three], None
            elif module in names:
                yield f"{base}.{names[module]}.{kind}", shape, [f"{part}/{name}"], None
        elif short == "text_projection.weight":
            yield "text_projection", shape[::-1], [f"{part}/{name}"], "transposed"
        else:
            module = {
                "embeddings.token_embedding.weight": "token_embedding.weight",
                "embeddings.position_embedding.weight": "positional_embedding",
                "final_layer_norm.weight": "ln_final.weight", "final_layer_norm.bias": "ln_final.bias",
            }[short]
            yield module, shape, [f"{part}/{name}"], None
    yield "logit_scale", [], [f"{part}/logit_scale"], None


def checkpoint(kind, shapes):
    for name, shape in shapes["unet"].items():
        if kind == "sd1" and name.endswith(("proj_in.weight", "proj_out.weight")):
            assert len(shape) == 4
        yield f"model.diffusion_model.{original_unet(name, shapes['unet'])}", shape, [f"unet/{name}"], None
    for name, shape in shapes["vae"].items():
        kernel = ".attentions." in name and len(shape) == 2
        yield f"first_stage_model.{original_vae(name)}", [*shape, 1, 1] if kernel else shape, [f"vae/{name}"], None
    if kind == "sd2":
        # OpenCLIP keeps the last layer and the projection, which diffusers leaves out.
        last = max(int(n.split("layers.")[1].split(".")[0]) for n in shapes["text_encoder"] if "layers." in n)
        ours, theirs = f"layers.{last}.", f"layers.{last + 1}."
        extra = {n.replace(ours, theirs): s for n, s in shapes["text_encoder"].items() if ours in n}
        width = shapes["text_encoder"]["text_model.final_layer_norm.weight"][0]
        extra["text_model.text_projection.weight"] = [width, width]
        tower = original_open_clip("text_encoder", {**shapes["text_encoder"], **extra})
        yield from ((f"cond_stage_model.model.{n}", *rest) for n, *rest in tower)
        return
    first = "cond_stage_model" if kind == "sd1" else "conditioner.embedders.0"
    for name, shape in shapes["text_encoder"].items():
        yield f"{first}.transformer.{name}", shape, [f"text_encoder/{name}"], None
    if kind == "sdxl":
        tower = original_open_clip("text_encoder_2", shapes["text_encoder_2"])
        yield from ((f"conditioner.embedders.1.model.{n}", *rest) for n, *rest in tower)


def stored(shape, sources, how):
    if how == "transposed":
        return weight(sources[0], shape[::-1]).T.contiguous()
    if len(sources) > 1:
        return torch.cat([weight(s, (shape[0] // 3, *shape[1:])) for s in sources])
    kernel = len(shape) == 4 and sources[0].startswith("vae") and ".attentions." in sources[0]
    return weight(sources[0], tuple(shape[:2] if kernel else shape)).reshape(tuple(shape))


def check(kind, parts, rows):
    """diffusers' converters must make the folder's tensors of the one-file form."""
    state = {name: stored(shape, sources, how) for name, shape, sources, how in rows}
    config = {**parts["unet"].config, "layers_per_block": 2}
    found = {"unet": official.convert_ldm_unet_checkpoint(state, config)}
    found["vae"] = official.convert_ldm_vae_checkpoint(state, parts["vae"].config)
    if kind == "sd1":
        found["text_encoder"] = official.convert_ldm_clip_checkpoint(state)
    elif kind == "sd2":
        found["text_encoder"] = official.convert_open_clip_checkpoint(parts["text_encoder"], state)
    else:
        found["text_encoder"] = official.convert_ldm_clip_checkpoint(state, remove_prefix="conditioner.embedders.0.transformer.")
        found["text_encoder_2"] = official.convert_open_clip_checkpoint(
            parts["text_encoder_2"], state, prefix="conditioner.embedders.1.model."
        )
    for part, tensors in found.items():
        for name, tensor in parts[part].state_dict().items():
            if "position_ids" not in name:
                assert torch.equal(tensors[name], tensor), (kind, part, name)
        assert kind == "sd2" and part == "text_encoder" or len(tensors) == len(parts[part].state_dict()), (kind, part)


def with_contexts(model, contexts, run):
    """Runs with an own context for each cross-attention layer; gives the result and the layers' names in forward order."""
    order, handles = [], []

    def hook(name):
        def replace(_module, args, kwargs):
            context = contexts(len(order))
            order.append(name)
            return args, {**kwargs, "encoder_hidden_states": context}

        return replace

    for name, module in model.named_modules():
        if name.endswith("attn2"):
            handles.append(module.register_forward_pre_hook(hook(name), with_kwargs=True))
    result = run()
    for handle in handles:
        handle.remove()
    return result, order


def outputs(kind, parts):
    out = {}
    width = parts["unet"].config.cross_attention_dim
    latents, timesteps = values("latents", (2, 4, LATENT, LATENT)), torch.tensor([999.0, 20.5])
    added = None
    if kind == "sdxl":
        added = {"text_embeds": values("text_embeds", (2, 192)), "time_ids": (values("time_ids", (2, 6)) + 1) * 512}
    leaves = {}

    def context(at):
        leaves[at] = values(f"context/{at}", (2, 5, width)).requires_grad_(True)
        return leaves[at]

    sample, layers = with_contexts(parts["unet"], context, lambda: parts["unet"](
        latents, timesteps, torch.zeros(2, 5, width), added_cond_kwargs=added
    ).sample)
    out["out_sample"] = sample.detach()
    cotangent = values("cotangent", tuple(sample.shape))
    last = len(layers) - 1
    wanted = [0, last // 2, last]
    grads = torch.autograd.grad((sample * cotangent).sum(), [leaves[k] for k in wanted])
    out.update({f"grad_context_{k}": grad for k, grad in zip(wanted, grads)})
    with torch.no_grad():
        for part in ("text_encoder", "text_encoder_2"):
            if part not in parts:
                continue
            model = parts[part].config
            embeds = values(f"{part}/embeds", (1, TOKENS, model.hidden_size))
            table = parts[part].get_input_embeddings()
            handle = table.register_forward_hook(lambda *_: embeds)
            ids = torch.full((1, TOKENS), 0)
            ids[0, 8] = VOCABULARY - 1
            found = parts[part](input_ids=ids, output_hidden_states=True)
            handle.remove()
            out[f"{part}/last"] = found.last_hidden_state[:, :SHOWN].contiguous()
            out[f"{part}/penultimate"] = found.hidden_states[-2][:, :SHOWN].contiguous()
            if hasattr(found, "text_embeds"):
                out[f"{part}/text_embeds"] = found.text_embeds
        picture = values("picture", (1, 3, 32, 64))
        out["moments"] = parts["vae"].encode(picture).latent_dist.parameters
        out["decoded"] = parts["vae"].decode(values("decoder_latents", (1, 4, 4, 4))).sample
        if "image_encoder" in parts:
            out["image_embeds"] = parts["image_encoder"](pixel_values=values("pixels", (2, 3, 32, 32))).image_embeds
    return out, layers


def main():
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    for kind in ("sd1", "sd2", "sdxl"):
        parts = build(kind)
        shapes = {
            part: {k: list(v.shape) for k, v in model.state_dict().items() if "position_ids" not in k}
            for part, model in parts.items()
        }
        rows = list(checkpoint(kind, shapes))
        check(kind, parts, rows)
        tensors, layers = outputs(kind, parts)
        save_file({k: v.contiguous() for k, v in tensors.items()}, OUT / f"{kind}.safetensors")
        configs = {}
        for part, model in parts.items():
            config = model.config.to_dict() if hasattr(model.config, "to_dict") else dict(model.config)
            # Private entries differ from run to run.
            configs[part] = {k: v for k, v in config.items() if not k.startswith("_")}
        recipe = {
            "parts": {part: {"config": configs[part], "tensors": list(shapes[part].items())} for part in parts},
            "checkpoint": rows,
            "layers": layers,
        }
        data = gzip.compress(json.dumps(recipe, default=str).encode(), 9, mtime=0)
        (OUT / f"{kind}.json.gz").write_bytes(data)


if __name__ == "__main__":
    main()
