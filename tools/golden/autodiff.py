"""Small networks of every kind that the engine differentiates, with PyTorch's gradients of them.

Run from the repository root with the demo model's environment (the dynamo exporter of torch 2.11 needs onnxscript >= 0.7):
    tools/demo-model/.venv/bin/python tools/golden/autodiff.py

Writes libs/autodiff/test/golden/: <network>-<exporter><opset>.onnx and, for each network, <network>.safetensors with
`in.<input>`, `cotangent` (of the only output), `out` and `grad.<input>`; weights are random from seed 0, shapes static.
Gradients are computed in float64, so that only the graph's own error is measured.
"""

import warnings
from pathlib import Path

import onnx
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.models.attention_processor import Attention
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

OUT = Path("libs/autodiff/test/golden")
EXPORTS = {
    "unet": [("torchscript", 14), ("torchscript", 17), ("dynamo", 18), ("dynamo", 23)],
    "unet-linear": [("torchscript", 17), ("dynamo", 21)],
    "text-encoder": [("torchscript", 14), ("torchscript", 17), ("dynamo", 18), ("dynamo", 23)],
    "vae-encoder": [("torchscript", 17), ("dynamo", 18)],
    "vae-decoder": [("torchscript", 17), ("dynamo", 20)],
    "attention": [("torchscript", 14), ("torchscript", 17), ("dynamo", 18), ("dynamo", 23)],
}


class Unet(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.unet = model

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.unet(sample, timestep, encoder_hidden_states, return_dict=False)[0]


class Text(torch.nn.Module):
    """The text encoder from its embedding lookup on, as the engine cuts it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, inputs_embeds):
        table = self.model.text_model.embeddings
        ids = torch.zeros(inputs_embeds.shape[:2], dtype=torch.long)
        hidden = inputs_embeds + table.position_embedding(torch.arange(inputs_embeds.shape[1])[None])
        length = ids.shape[1]
        mask = torch.full((length, length), torch.finfo(hidden.dtype).min, dtype=hidden.dtype).triu(1)
        encoder = self.model.text_model.encoder
        hidden = encoder(inputs_embeds=hidden, causal_attention_mask=mask[None, None]).last_hidden_state
        return self.model.text_model.final_layer_norm(hidden)


class Encoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return self.vae.encode(sample).latent_dist.mean


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample, return_dict=False)[0]


class LargeAttention(torch.nn.Module):
    """Attention of so many tokens that its probabilities are not kept: to themselves, then to others of which some are hidden."""

    def __init__(self, width, keys):
        super().__init__()
        self.own = Attention(width, heads=2, dim_head=4)
        self.other = Attention(width, cross_attention_dim=width, heads=2, dim_head=4)
        self.register_buffer("mask", torch.zeros(1, 1, keys))
        self.mask[..., -100:] = -1e4

    def forward(self, tokens, context):
        tokens = tokens + self.own(tokens)
        return tokens + self.other(tokens, context, attention_mask=self.mask)


def small_unet(linear):
    """`linear`: projections around the attention blocks by Linear and heads by width, as SD 2.x and SDXL have them."""
    return UNet2DConditionModel(
        sample_size=8, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(8, 8, 16),
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=8, attention_head_dim=(2, 2, 4) if linear else 2, norm_num_groups=4,
        use_linear_projection=linear,
    )


def networks():
    torch.manual_seed(0)
    text = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=4, hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
            max_position_embeddings=12, bos_token_id=1, eos_token_id=2, pad_token_id=0, attn_implementation="sdpa",
            initializer_factor=4.0,
        )
    )
    vae = AutoencoderKL(
        block_out_channels=(8, 8), down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
        layers_per_block=1, latent_channels=4, norm_num_groups=4, sample_size=16,
    )
    sample = {"sample": torch.randn(2, 4, 8, 8), "timestep": torch.tensor([3, 700])}
    context = {"encoder_hidden_states": torch.randn(2, 6, 8)}
    return {
        "unet": (Unet(small_unet(False)), {**sample, **context}),
        "unet-linear": (Unet(small_unet(True)), {**sample, **context}),
        "text-encoder": (Text(text), {"inputs_embeds": torch.randn(2, 12, 16)}),
        "vae-encoder": (Encoder(vae), {"sample": torch.randn(1, 3, 16, 16)}),
        "vae-decoder": (Decoder(vae), {"latent_sample": torch.randn(1, 4, 8, 8)}),
        "attention": (LargeAttention(8, 1450), {"tokens": 2 * torch.randn(1, 1500, 8), "context": 2 * torch.randn(1, 1450, 8)}),
    }


def export(module, inputs, path, exporter, opset):
    args = tuple(inputs.values())
    options = dict(input_names=list(inputs), output_names=["out"], opset_version=opset, external_data=False)
    if exporter == "torchscript":
        torch.onnx.export(module, args, str(path), dynamo=False, **options)
        return
    torch.onnx.export(module, args, str(path), dynamo=True, optimize=True, verbose=False, **options)
    model = onnx.load(path)
    for item in [*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output, model.graph]:
        del item.metadata_props[:]
        if hasattr(item, "doc_string"):
            item.doc_string = ""
    del model.functions[:]
    onnx.save(model, path)


def values(module, inputs):
    double = {k: v.double().requires_grad_(True) if v.is_floating_point() else v for k, v in inputs.items()}
    module = module.double()
    out = module(*double.values())
    cotangent = torch.randn(out.shape)
    wanted = {k: v for k, v in double.items() if v.is_floating_point()}
    grads = torch.autograd.grad((out * cotangent).sum(), list(wanted.values()))
    tensors = {f"in.{k}": v for k, v in inputs.items()}
    tensors |= {f"grad.{k}": g.float() for k, g in zip(wanted, grads)}
    tensors |= {"cotangent": cotangent, "out": out.detach().float()}
    return {k: v.contiguous() for k, v in tensors.items()}


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (module, inputs) in networks().items():
        module.eval().requires_grad_(False).float()
        for exporter, opset in EXPORTS[name]:
            export(module, inputs, OUT / f"{name}-{exporter}{opset}.onnx", exporter, opset)
        save_file(values(module, inputs), OUT / f"{name}.safetensors")


if __name__ == "__main__":
    main()
