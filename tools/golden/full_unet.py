"""Checks a gradient model of a full-size U-Net against PyTorch. Not a test: it needs about 16 GB of memory.

From the repository root, with the demo model's environment (see requirements.txt there):
    python tools/golden/full_unet.py export <folder> [--exporter torchscript|dynamo] [--size 32] [--config <config.json>]
    npm run facet -- gradient <folder>/model.onnx --of out_sample --wrt encoder_hidden_states,sample --out <folder>/gradient.onnx
    python tools/golden/full_unet.py check <folder>

`export` writes a U-Net with the shape of Stable Diffusion 1.5 (860 million weights, random from seed 0) with static shapes.
`check` prints the largest error over the largest value for the output and each gradient; 1e-5 and below is expected.
"""

import argparse
import json
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel

SD15 = dict(
    sample_size=64, cross_attention_dim=768, attention_head_dim=8, block_out_channels=(320, 640, 1280, 1280),
    layers_per_block=2, norm_num_groups=32,
)
INPUTS = ["sample", "timestep", "encoder_hidden_states"]


class Unet(torch.nn.Module):
    def __init__(self, unet):
        super().__init__()
        self.unet = unet

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.unet(sample, timestep, encoder_hidden_states, return_dict=False)[0]


def build(settings):
    torch.manual_seed(0)
    config = json.loads(Path(settings["config"]).read_text()) if settings["config"] else SD15
    unet = UNet2DConditionModel.from_config(config) if settings["config"] else UNet2DConditionModel(**config)
    unet.eval().requires_grad_(False)
    width, size = unet.config.cross_attention_dim, settings["size"]
    torch.manual_seed(1)
    return Unet(unet), [torch.randn(1, 4, size, size), torch.tensor([500]), torch.randn(1, 77, width)]


def export(folder, settings):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps(settings))
    module, inputs = build(settings)
    dynamo = settings["exporter"] == "dynamo"
    options = dict(external_data=True, optimize=True, verbose=False) if dynamo else {}
    torch.onnx.export(
        module, tuple(inputs), str(folder / "model.onnx"), dynamo=dynamo, opset_version=18 if dynamo else 17,
        input_names=INPUTS, output_names=["out_sample"], **options,
    )


def check(folder):
    import onnxruntime

    module, inputs = build(json.loads((folder / "settings.json").read_text()))
    sample, timestep, context = inputs
    leaves = [sample.requires_grad_(True), context.requires_grad_(True)]
    out = module(sample, timestep, context)
    cotangent = torch.randn(out.shape)
    expected = [out.detach(), *torch.autograd.grad((out * cotangent).sum(), leaves)]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / "gradient.onnx", options, providers=["CPUExecutionProvider"])
    feeds = dict(zip(INPUTS, (each.detach().numpy() for each in inputs))) | {"grad/out_sample": cotangent.numpy()}
    names = ["out_sample", "grad/sample", "grad/encoder_hidden_states"]
    for name, actual, wanted in zip(names, session.run(names, feeds), expected):
        print(f"{name}: {float((torch.from_numpy(actual) - wanted).abs().max() / wanted.abs().max()):.2e}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["export", "check"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--exporter", choices=["torchscript", "dynamo"], default="torchscript")
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--config")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.action == "export":
        export(arguments.folder, {k: getattr(arguments, k) for k in ("exporter", "size", "config")})
    else:
        check(arguments.folder)


if __name__ == "__main__":
    main()
