"""PyTorch's gradients of a small U-Net by all its weights.

Run from the repository root with the demo model's environment (see autodiff.py):
    tools/demo-model/.venv/bin/python tools/golden/weights.py

Writes libs/diffusion/test/golden/weights/: unet-<exporter><opset>.onnx and unet.safetensors with `in.<input>` (the timesteps
are 3 and 700), `cotangent`, and for each parameter `grad.<parameter>`: the whole gradient of up to 64 numbers, else its norm
and its products with cosines (see `probes`). `value.<parameter>` holds a parameter's first numbers, by which a test finds it
where an exporter renamed it. Gradients are computed in float64. All parameters are random: exporters store equal tensors,
such as untrained norms, only once.
"""

import warnings
from pathlib import Path

import torch
from autodiff import Unet, export
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

OUT = Path("libs/diffusion/test/golden/weights")
EXPORTS = [("torchscript", 17), ("dynamo", 18), ("dynamo", 23)]
WHOLE_MAX = 64
PROBES = 3


def tiny_unet():
    return UNet2DConditionModel(
        sample_size=4, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(8, 8),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=8, attention_head_dim=2, norm_num_groups=4,
    )


def probes(grad):
    """The norm, then sum(grad[i] * cos((k + 1) * i + k)) over the row-major places i, for k = 0, 1, 2."""
    flat = grad.flatten()
    places = torch.arange(flat.numel(), dtype=torch.float64)
    return torch.stack([flat.norm(), *(torch.dot(flat, torch.cos((k + 1) * places + k)) for k in range(PROBES))])


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    OUT.mkdir(parents=True, exist_ok=True)
    module = Unet(tiny_unet()).eval()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(0.05 * torch.randn(parameter.shape))
    inputs = {
        "sample": torch.randn(2, 4, 4, 4), "timestep": torch.tensor([3, 700]),
        "encoder_hidden_states": torch.randn(2, 5, 8),
    }
    for exporter, opset in EXPORTS:
        export(module, inputs, OUT / f"unet-{exporter}{opset}.onnx", exporter, opset)
    tensors = {f"in.{name}": value for name, value in inputs.items() if value.is_floating_point()}
    named = dict(module.named_parameters())
    tensors |= {f"value.{name}": value.detach().flatten()[:8].clone() for name, value in named.items()}
    module = module.double()
    out = module(*(value.double() if value.is_floating_point() else value for value in inputs.values()))
    cotangent = torch.randn(out.shape)
    named = dict(module.named_parameters())
    for name, grad in zip(named, torch.autograd.grad((out * cotangent).sum(), list(named.values()))):
        tensors[f"grad.{name}"] = (grad if grad.numel() <= WHOLE_MAX else probes(grad)).float().contiguous()
    tensors["cotangent"] = cotangent
    save_file(tensors, OUT / "unet.safetensors")


if __name__ == "__main__":
    main()
