"""A model folder whose U-Net has the size of Stable Diffusion 1.5 (860 M parameters) with random weights from a seed.

  python make_sd15.py <target folder> --tokenizer <folder of a CLIP tokenizer>

Only the U-Net has the real size: text encoder and autoencoder are the smallest that a model folder needs. Needs about
4 GB of disk and 5 GB of memory. torch_worker.py makes the same U-Net for PyTorch's side.
"""
import argparse
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from onnx import external_data_helper
from transformers import CLIPTextConfig, CLIPTextModel

OPSET, CONTEXT, WIDTH, LATENT = 17, 77, 768, 32


def make_unet():
    """UNet2DConditionModel's defaults are Stable Diffusion 1.x but for these two."""
    torch.manual_seed(0)
    unet = UNet2DConditionModel(sample_size=LATENT, cross_attention_dim=WIDTH)
    return unet.eval().requires_grad_(False)


class Outputs(torch.nn.Module):
    """Calls a module and returns plain tensors, as the exporter wants them."""

    def __init__(self, call):
        super().__init__()
        self.call = call

    def forward(self, *inputs):
        return self.call(*inputs)


class Unet(Outputs):
    def __init__(self, unet):
        super().__init__(lambda sample, timestep, context: self.unet(sample, timestep, context, return_dict=False)[0])
        self.unet = unet


class Text(Outputs):
    def __init__(self, text):
        super().__init__(lambda ids: self.text(input_ids=ids, return_dict=False)[0])
        self.text = text


class Decoder(Outputs):
    def __init__(self, vae):
        super().__init__(lambda latents: self.vae.decode(latents, return_dict=False)[0])
        self.vae = vae


class Encoder(Outputs):
    def __init__(self, vae):
        super().__init__(lambda picture: self.vae.encode(picture).latent_dist.parameters)
        self.vae = vae


def export(module, example, path, inputs, output, axes):
    """Exports by tracing and gathers the weights that do not fit in one protobuf message in one file beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        first = Path(scratch) / "model.onnx"
        with torch.no_grad():
            torch.onnx.export(
                module, example, str(first), input_names=inputs, output_names=[output], opset_version=OPSET,
                dynamic_axes=axes, dynamo=False,
            )
        model = onnx.load(first, load_external_data=False)
        with open(path.with_name("model.onnx_data"), "wb") as gathered:
            for tensor in model.graph.initializer:
                if not external_data_helper.uses_external_data(tensor):
                    continue
                place = {entry.key: entry.value for entry in tensor.external_data}
                source = first.parent / place["location"]
                data = source.read_bytes()[int(place.get("offset", 0)):]
                data = data[: int(place["length"])] if "length" in place else data
                offset = gathered.tell()
                gathered.write(data)
                gathered.write(b"\0" * (-len(data) % 4096))
                source.unlink()
                del tensor.external_data[:]
                for key, value in (("location", "model.onnx_data"), ("offset", offset), ("length", len(data))):
                    tensor.external_data.add(key=key, value=str(value))
        if path.with_name("model.onnx_data").stat().st_size == 0:
            path.with_name("model.onnx_data").unlink()
        onnx.save(model, path)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("target", type=Path)
    arguments.add_argument("--tokenizer", type=Path, required=True)
    options = arguments.parse_args()
    folder = options.target
    torch.set_num_threads(1)

    unet = make_unet()
    batch = {0: "batch"}
    export(
        Unet(unet), (torch.randn(1, 4, LATENT, LATENT), torch.tensor([1]), torch.randn(1, CONTEXT, WIDTH)),
        folder / "unet/model.onnx", ["sample", "timestep", "encoder_hidden_states"], "out_sample",
        {"sample": {0: "batch", 2: "height", 3: "width"}, "timestep": batch, "encoder_hidden_states": {0: "batch", 1: "sequence"}},
    )
    (folder / "unet/config.json").write_text(json.dumps(dict(unet.config), indent=1, default=str))
    del unet

    vocabulary = json.loads((options.tokenizer / "vocab.json").read_text())
    text = CLIPTextModel(CLIPTextConfig(
        vocab_size=len(vocabulary), hidden_size=WIDTH, intermediate_size=WIDTH, num_hidden_layers=1, num_attention_heads=12,
        max_position_embeddings=CONTEXT, bos_token_id=len(vocabulary) - 2, eos_token_id=len(vocabulary) - 1,
        attn_implementation="eager",
    )).eval()
    ids = torch.zeros(1, CONTEXT, dtype=torch.long)
    export(Text(text), (ids,), folder / "text_encoder/model.onnx", ["input_ids"], "last_hidden_state", {"input_ids": batch})

    (folder / "text_encoder/config.json").write_text(json.dumps({"max_position_embeddings": CONTEXT}))

    vae = AutoencoderKL(
        block_out_channels=(8, 8, 8, 8), down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        norm_num_groups=4,
    ).eval()
    spatial = {0: "batch", 2: "height", 3: "width"}
    export(Decoder(vae), (torch.randn(1, 4, 8, 8),), folder / "vae_decoder/model.onnx", ["latent_sample"], "sample", {"latent_sample": spatial})
    export(Encoder(vae), (torch.randn(1, 3, 64, 64),), folder / "vae_encoder/model.onnx", ["sample"], "latent_parameters", {"sample": spatial})
    for part in ("vae_decoder", "vae_encoder"):
        (folder / part / "config.json").write_text(json.dumps(dict(vae.config), indent=1, default=str))

    shutil.copytree(options.tokenizer, folder / "tokenizer", dirs_exist_ok=True)
    DDIMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False).save_pretrained(folder / "scheduler")
    # Written last: its presence says that the folder is complete.
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "OnnxStableDiffusionPipeline", "_diffusers_version": "0.35.2"}))


if __name__ == "__main__":
    main()
