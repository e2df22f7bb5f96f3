"""Tiny random Stable-Diffusion-shaped models and what PyTorch computes with them.

Run from the repository root with the demo model's environment:
    PYTHONPATH=integrations/python/src tools/demo-model/.venv/bin/python tools/golden/diffusion_models.py \\
        --tokenizer <folder of a CLIP tokenizer>

Writes libs/diffusion/test/golden/:
    torchscript17/   a model folder exported by torch.onnx.export's tracing exporter, Optimum's names and scalar timestep
    dynamo18/        the same weights by the dynamo exporter (U-Net and text encoder only; the rest is shared)
    half14/          U-Net and VAE encoder as older pipelines' scripts wrote them: float16 throughout, float timestep of
                     shape [batch], a sampled `latent_sample`
    pipeline/        text encoder, U-Net and autoencoder of the same weights as diffusers saves them, in float16
    fingerprint.txt  what the package facet-tokens (integrations/python) says of the pipeline in memory, in float32
    values.safetensors   inputs, outputs and gradients in float32
The dynamo exporter of torch 2.11 needs onnxscript >= 0.7.
The tokenizer must have 627 entries and a context of 16 (the demo model's); weights are random from seed 0.
"""

import argparse
import copy
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import facet_tokens
import onnx
import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer, CLIPVisionConfig, CLIPVisionModelWithProjection

VOCABULARY, CONTEXT, WIDTH, LATENT = 627, 16, 16, 16
OUT = Path("libs/diffusion/test/golden")


def build():
    torch.manual_seed(0)
    text = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=VOCABULARY, hidden_size=WIDTH, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
            max_position_embeddings=CONTEXT, bos_token_id=625, eos_token_id=626, pad_token_id=626, projection_dim=12,
            attn_implementation="eager", initializer_factor=20.0,
        )
    )
    unet = UNet2DConditionModel(
        sample_size=LATENT, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(8, 16, 16),
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=WIDTH, attention_head_dim=2, norm_num_groups=4,
    )
    vae = AutoencoderKL(
        block_out_channels=(8, 8, 8), down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3, layers_per_block=1, latent_channels=4, norm_num_groups=4,
        sample_size=LATENT * 4, scaling_factor=0.7,
    )
    image = CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=WIDTH, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, image_size=32,
            patch_size=16, projection_dim=12, attn_implementation="eager",
        )
    )
    for module in (text, unet, vae, image):
        module.eval().requires_grad_(False)
    return text, unet, vae, image, torch.randn(12, WIDTH)


class Text(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids):
        out = self.model(input_ids=input_ids, return_dict=False)
        return out[0], out[1]


class Unet(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.unet = model

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.unet(sample, timestep, encoder_hidden_states, return_dict=False)[0]


class Encoder(torch.nn.Module):
    def __init__(self, vae, sampled):
        super().__init__()
        self.vae, self.sampled = vae, sampled

    def forward(self, sample):
        posterior = self.vae.encode(sample).latent_dist
        return posterior.sample() if self.sampled else posterior.parameters


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample, return_dict=False)[0]


class Image(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixel_values):
        return self.model(pixel_values=pixel_values, return_dict=False)[0]


def drop_bulky_metadata(path):
    """Keeps the name scopes, drops stack traces and the like, which are 90 % of a small dynamo export."""
    model = onnx.load(path)
    for item in [*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output, model.graph]:
        kept = [p for p in item.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        del item.metadata_props[:]
        item.metadata_props.extend(kept)
    onnx.save(model, path)


def export(module, args, path, names, outputs, axes, opset, dynamo=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    keywords = dict(input_names=names, output_names=outputs, opset_version=opset)
    if dynamo:
        dims = {
            axis: torch.export.Dim(axis, min=1, max=4096)
            for axis in sorted({axis for of in axes.values() for axis in of.values()})
        }
        shapes = tuple({k: dims[v] for k, v in axes.get(name, {}).items()} for name in names)
        torch.onnx.export(
            module, args, str(path), dynamo=True, dynamic_shapes=shapes, external_data=False, optimize=True,
            verbose=False, **keywords
        )
        drop_bulky_metadata(path)
    else:
        torch.onnx.export(module, args, str(path), dynamo=False, dynamic_axes=axes, do_constant_folding=True, **keywords)


def write_folder(folder, text, unet, vae, image, projection, tokenizer, opset, dynamo):
    ids = torch.randint(0, VOCABULARY, (2, CONTEXT))
    latents, context = torch.randn(2, 4, LATENT, LATENT), torch.randn(2, CONTEXT, WIDTH)
    batch = {0: "batch"}
    export(
        Text(text), (ids,), folder / "text_encoder/model.onnx", ["input_ids"], ["last_hidden_state", "pooler_output"],
        {"input_ids": batch}, opset, dynamo,
    )
    # Dynamo specialises height and width here because the skip connections' sizes cannot be shown equal.
    axes = {"sample": batch, "timestep": batch, "encoder_hidden_states": batch}
    if not dynamo:
        axes["sample"] = {0: "batch", 2: "height", 3: "width"}
        del axes["timestep"]  # a scalar, as Optimum's exporter has it
        axes["encoder_hidden_states"] = {0: "batch", 1: "sequence"}
    export(
        Unet(unet), (latents, torch.tensor([3, 5] if dynamo else 3), context), folder / "unet/model.onnx",
        ["sample", "timestep", "encoder_hidden_states"], ["out_sample"], axes, opset, dynamo,
    )
    if dynamo:
        return
    spatial = {0: "batch", 2: "height", 3: "width"}
    export(
        Encoder(vae, False), (torch.randn(2, 3, 32, 32),), folder / "vae_encoder/model.onnx", ["sample"],
        ["latent_parameters"], {"sample": spatial}, opset,
    )
    export(
        Decoder(vae), (torch.randn(2, 4, 8, 8),), folder / "vae_decoder/model.onnx", ["latent_sample"], ["sample"],
        {"latent_sample": spatial}, opset,
    )
    export(
        Image(image), (torch.randn(2, 3, 32, 32),), folder / "image_encoder/model.onnx", ["pixel_values"],
        ["image_embeds"], {"pixel_values": batch}, opset,
    )
    save_file({"text_projection.weight": projection}, folder / "image_encoder/text_projection.safetensors")
    for part, config in (("unet", unet.config), ("vae_encoder", vae.config), ("vae_decoder", vae.config)):
        (folder / part / "config.json").write_text(json.dumps(dict(config), indent=1, sort_keys=True, default=str))
    (folder / "tokenizer").mkdir(exist_ok=True)
    for file in tokenizer.iterdir():
        shutil.copyfile(file, folder / "tokenizer" / file.name)
    DDIMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012).save_pretrained(
        folder / "scheduler"
    )
    index = {"_class_name": "OnnxStableDiffusionPipeline", "_diffusers_version": "0.35.2"}
    (folder / "model_index.json").write_text(json.dumps(index, indent=1))


def write_half(folder, unet, vae):
    """float16 throughout, with the names and axes of diffusers' old conversion script."""
    half = UNet2DConditionModel.from_config(unet.config).half().eval()
    half.load_state_dict(unet.state_dict())
    axes = {"sample": {0: "batch", 1: "channels", 2: "height", 3: "width"}, "timestep": {0: "batch"}}
    axes["encoder_hidden_states"] = {0: "batch", 1: "sequence"}
    export(
        Unet(half), (torch.randn(2, 4, LATENT, LATENT).half(), torch.tensor([3.0, 5.0]).half(),
        torch.randn(2, CONTEXT, WIDTH).half()), folder / "unet/model.onnx",
        ["sample", "timestep", "encoder_hidden_states"], ["out_sample"], axes, 14,
    )
    encoder = AutoencoderKL.from_config(vae.config).half().eval()
    encoder.load_state_dict(vae.state_dict())
    spatial = {0: "batch", 1: "channels", 2: "height", 3: "width"}
    export(
        Encoder(encoder, True), (torch.randn(1, 3, 32, 32).half(),), folder / "vae_encoder/model.onnx", ["sample"],
        ["latent_sample"], {"sample": spatial}, 14,
    )


def write_pipeline(folder, text, unet, vae, tokenizer):
    """The same weights in the other form that people have, and the fingerprint of what is in memory."""
    pipe = SimpleNamespace(text_encoder=text, tokenizer=CLIPTokenizer.from_pretrained(tokenizer), unet=unet)
    (folder.parent / "fingerprint.txt").write_text(facet_tokens.fingerprint(pipe) + "\n")
    for part, module in (("text_encoder", text), ("unet", unet), ("vae", vae)):
        copy.deepcopy(module).half().save_pretrained(folder / part)


def hooked(unet, contexts, width=WIDTH):
    """Gives attn2 number k contexts[k]; returns the handles and the layers' names."""
    handles, names = [], []
    for name, module in unet.named_modules():
        if name.endswith("attn2"):
            names.append(name)
    order = []
    probe = [
        unet.get_submodule(n).register_forward_pre_hook(lambda m, a, n=n: order.append(n), with_kwargs=False)
        for n in names
    ]
    with torch.no_grad():
        unet(torch.zeros(1, 4, LATENT, LATENT), torch.tensor([1]), torch.zeros(1, CONTEXT, width))
    for handle in probe:
        handle.remove()

    def hook(context):
        def replace(_module, args, kwargs):
            return args, {**kwargs, "encoder_hidden_states": context}

        return replace

    for name, context in zip(order, contexts):
        handles.append(unet.get_submodule(name).register_forward_pre_hook(hook(context), with_kwargs=True))
    return handles, order


def values(text, unet, vae, image, projection):
    torch.manual_seed(1)
    out = {}
    ids = torch.full((2, CONTEXT), 626)
    ids[:, 0] = 625
    ids[0, 1:6] = torch.tensor([11, 40, 77, 301, 5])
    ids[1, 1:3] = torch.tensor([500, 600])
    out["ids"] = ids.int()
    table = text.text_model.embeddings.token_embedding
    embeds = table(ids).clone()
    embeds[:, 2] += torch.randn(2, WIDTH) * 0.3
    embeds.requires_grad_(True)
    handle = table.register_forward_hook(lambda *_: embeds)
    encoded = text(input_ids=ids)
    handle.remove()
    cotangent = torch.randn(2, CONTEXT, WIDTH)
    (grad,) = torch.autograd.grad((encoded.last_hidden_state * cotangent).sum(), embeds)
    out.update(embeds=embeds.detach(), hidden=encoded.last_hidden_state.detach(), pooled=encoded.pooler_output.detach())
    out.update(hidden_cotangent=cotangent, grad_embeds=grad)
    plain = text(input_ids=ids)
    out["text_embedding"] = torch.nn.functional.normalize(plain.pooler_output @ projection.T, dim=-1)

    latents, target = torch.randn(2, 4, LATENT, LATENT), torch.randn(2, 4, LATENT, LATENT)
    timesteps, weights = torch.tensor([981, 20]), torch.tensor([0.5, 2.0])
    first, second = torch.randn(2, CONTEXT, WIDTH), torch.randn(2, CONTEXT, WIDTH)
    out.update(latents=latents, target=target, timesteps=timesteps.float(), weights=weights)
    out.update(context=first, other_context=second)
    with torch.no_grad():
        out["prediction"] = unet(latents, timesteps, first).sample
    handles, names = hooked(unet, [first])
    for handle in handles:
        handle.remove()
    for changed in range(len(names)):
        handles, _ = hooked(unet, [second if k == changed else first for k in range(len(names))])
        with torch.no_grad():
            out[f"prediction_changed_{changed}"] = unet(latents, timesteps, first).sample
        for handle in handles:
            handle.remove()
    leaves = [torch.randn(2, CONTEXT, WIDTH).requires_grad_(True) for _ in names]
    handles, _ = hooked(unet, leaves)
    prediction = unet(latents, timesteps, first).sample
    losses = ((target - prediction) ** 2).mean(dim=(1, 2, 3))
    grads = torch.autograd.grad((losses * weights).sum(), leaves)
    for handle in handles:
        handle.remove()
    out.update(losses=losses.detach(), loss_prediction=prediction.detach())
    out.update({f"loss_context_{k}": leaf.detach() for k, leaf in enumerate(leaves)})
    out.update({f"loss_grad_{k}": grad for k, grad in enumerate(grads)})

    with torch.no_grad():
        picture = torch.rand(1, 3, 48, 32) * 2 - 1
        mean = vae.encode(picture).latent_dist.mean * vae.config.scaling_factor
        out.update(picture=picture, picture_latents=mean)
        out["decoded"] = vae.decode(mean / vae.config.scaling_factor).sample.clamp(-1, 1)
        small = torch.rand(2, 3, 32, 32) * 2 - 1
        out.update(image_pixels=small)
        out["image_embedding"] = torch.nn.functional.normalize(image(pixel_values=small).image_embeds, dim=-1)
    (OUT / "layers.json").write_text(json.dumps(names, indent=1) + "\n")
    save_file({k: v.contiguous().float() for k, v in out.items()}, OUT / "values.safetensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tokenizer", required=True, type=Path)
    tokenizer = parser.parse_args().tokenizer
    torch.set_num_threads(1)
    parts = build()
    text, unet, vae, image, projection = parts
    OUT.mkdir(parents=True, exist_ok=True)
    values(*parts)
    write_folder(OUT / "torchscript17", *parts, tokenizer, 17, dynamo=False)
    write_folder(OUT / "dynamo18", *parts, tokenizer, 18, dynamo=True)
    write_half(OUT / "half14", unet, vae)
    write_pipeline(OUT / "pipeline", text, unet, vae, tokenizer)


if __name__ == "__main__":
    main()
