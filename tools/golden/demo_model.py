"""What PyTorch and diffusers compute with the demo model, rounded to half precision as models/demo stores it.

Run from the repository root, after tools/demo-model/run.sh (it reads the pipeline that was exported):
    tools/demo-model/.venv/bin/python tools/golden/demo_model.py

Writes libs/diffusion/test/golden/demo.safetensors: text encoding and its gradient, the gradient of the loss by each
cross-attention layer's context (all in float64, so that PyTorch's rounding is not in the comparison), and latents after
20 steps of each scheduler.
"""

import torch
from diffusers import StableDiffusionPipeline
from diffusion_models import OUT, hooked
from safetensors.torch import save_file
from sampling import CLASSES, make

PIPELINE = "tools/demo-model/work/diffusers"
PROMPT, NEGATIVE, SEED, STEPS, GUIDANCE = "a striped drawing of a yellow cat lying", "watercolor", 7, 20, 2.5
LAYERS = 16


def round_as_stored(module):
    """As `store_half` of tools/demo-model/facet_demo/export_onnx.py: small tensors stay float32."""
    for tensor in module.parameters():
        if tensor.numel() > 256:
            tensor.copy_(tensor.half())


def as_float32(tensor):
    """An input that both sides read to the bit."""
    return tensor.detach().float().double()


def text_values(pipe):
    """A prompt with one disturbed embedding, as inversion has it."""
    text = pipe.text_encoder
    ids = pipe.tokenizer([PROMPT], padding="max_length", max_length=pipe.tokenizer.model_max_length, return_tensors="pt").input_ids
    table = text.text_model.embeddings.token_embedding
    embeds = table(ids).clone()
    embeds[:, 2] += 0.05 * torch.randn(embeds.shape[-1])
    embeds = as_float32(embeds)
    embeds.requires_grad_(True)
    handle = table.register_forward_hook(lambda *_: embeds)
    hidden = text(input_ids=ids).last_hidden_state
    handle.remove()
    cotangent = as_float32(torch.randn_like(hidden))
    (grad,) = torch.autograd.grad((hidden * cotangent).sum(), embeds)
    return {"embeds": embeds, "hidden": hidden, "hidden_cotangent": cotangent, "grad_embeds": grad}


def unet_values(pipe, hidden):
    latents, target, timesteps = as_float32(torch.randn(1, 4, 16, 16)), as_float32(torch.randn(1, 4, 16, 16)), torch.tensor([501])
    leaves = [as_float32(hidden + 0.1 * torch.randn_like(hidden)).requires_grad_(True) for _ in range(LAYERS)]
    handles, order = hooked(pipe.unet, leaves, width=hidden.shape[-1])
    assert len(order) == LAYERS
    prediction = pipe.unet(latents, timesteps, hidden).sample
    loss = ((target - prediction) ** 2).mean()
    grads = torch.autograd.grad(loss, leaves)
    for handle in handles:
        handle.remove()
    out = {"latents": latents, "target": target, "timesteps": timesteps.float(), "prediction": prediction, "loss": loss[None]}
    out |= {f"context_{k}": leaf for k, leaf in enumerate(leaves)}
    return out | {f"grad_{k}": grad for k, grad in enumerate(grads)}


def sampling_values(pipe):
    out, config = {}, dict(pipe.scheduler.config)
    for name in CLASSES:
        pipe.scheduler = make(name, config)
        generator = torch.Generator().manual_seed(SEED)
        out[f"sampled_{name}"] = pipe(
            PROMPT, negative_prompt=NEGATIVE, num_inference_steps=STEPS, guidance_scale=GUIDANCE, generator=generator, output_type="latent"
        ).images
    return out


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    pipe = StableDiffusionPipeline.from_pretrained(PIPELINE, torch_dtype=torch.float32, safety_checker=None)
    pipe.set_progress_bar_config(disable=True)
    for module in (pipe.unet, pipe.text_encoder, pipe.vae):
        round_as_stored(module.float().eval().requires_grad_(False))
    with torch.no_grad():
        values = sampling_values(pipe)
    pipe.text_encoder.double(), pipe.unet.double()
    torch.set_default_dtype(torch.float64)
    values |= text_values(pipe)
    values |= unet_values(pipe, values["hidden"].detach())
    save_file({name: value.detach().contiguous().float() for name, value in values.items()}, OUT / "demo.safetensors")


if __name__ == "__main__":
    main()
