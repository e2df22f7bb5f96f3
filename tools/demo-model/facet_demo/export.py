"""Writes the whole model folder: the pipeline, the CLIP image tower, the judges and the reference pictures."""
import argparse
import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from . import references
from .classifier import load_classifier
from .clip import PROJECTION, ImageTower
from .export_onnx import export_module, export_pipeline
from .paths import EXPORT, WORK
from .render import SIZE
from .training import setup
from .unet import SAMPLER
from .world import CAPTION, FACTORS, HELD_OUT_RULE, NAMES, NEUTRAL, every_combination, held_out

PIPE = WORK / "pipe"


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def assemble(folder, pipe, sampler):
    """The trained parts as one diffusers pipeline folder, as the owner of a real model would have it."""
    StableDiffusionPipeline(
        vae=AutoencoderKL.from_pretrained(pipe / "vae"), text_encoder=CLIPTextModel.from_pretrained(pipe / "text_encoder"),
        tokenizer=CLIPTokenizer.from_pretrained(pipe / "tokenizer"), unet=UNet2DConditionModel.from_pretrained(pipe / "unet"), scheduler=sampler, safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(folder)


def export_image_encoder(image_tower, text_projection, logit_scale, folder, size=SIZE):
    """image_encoder/: similarity = normalise(pooler_output @ text_projection.weight^T) . normalise(image_embeds). size: pixels of the pictures' sides."""
    export_module(image_tower, torch.zeros(2, 3, size, size), folder / "model.onnx", "pixel_values", ["image_embeds"])
    weight = text_projection.detach().float().contiguous()
    save_file(
        {"text_projection.weight": weight, "logit_scale": logit_scale.detach().float().reshape(1)},
        folder / "text_projection.safetensors",
    )
    write_json(folder / "config.json", {
        "architectures": ["FacetDemoImageEncoder"], "image_size": size, "num_channels": 3, "projection_dim": PROJECTION,
        "embeds_are_normalized": True, "logit_scale": "natural logarithm, in text_projection.safetensors",
    })
    write_json(folder / "preprocessor_config.json", {
        "image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True, "size": {"shortest_edge": size},
        "resample": 3, "do_center_crop": True, "crop_size": {"height": size, "width": size}, "do_rescale": True,
        "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
    })


def export_judges(judges, folder):
    for name, judge in judges.items():
        export_module(judge, torch.zeros(2, 3, SIZE, SIZE), folder / f"{name}.onnx", "image", NAMES)
    write_json(folder / "factors.json", {
        **FACTORS, "neutral": NEUTRAL, "caption": CAPTION,
        "held_out": {"rule": HELD_OUT_RULE, "combinations": [c.tolist() for c in every_combination() if held_out(c)]},
    })


def trained_image_tower():
    tower = ImageTower(load_classifier("trunk").trunk)
    saved = torch.load(PIPE / "clip_image.pt", weights_only=True)
    tower.projection.load_state_dict(saved["projection"])
    text = CLIPTextModelWithProjection.from_pretrained(PIPE / "clip_text")
    return tower.eval(), text.text_projection.weight, saved["logit_scale"]


def write_model(target, pipe, sampler, image_tower, judges):
    """Everything except the card. Exports beside the target first, so that a failed export leaves the old one alone; files that
    others put into the target (attribution.json of `facet calibrate`) stay."""
    fresh, diffusers_folder = target.with_name(target.name + ".new"), WORK / "diffusers"
    for folder in (fresh, diffusers_folder):
        shutil.rmtree(folder, ignore_errors=True)
    assemble(diffusers_folder, pipe, sampler)
    fresh.mkdir(parents=True)
    export_pipeline(diffusers_folder, fresh)
    if (pipe / "tokenizer" / "tokenizer.json").exists():
        shutil.copyfile(pipe / "tokenizer" / "tokenizer.json", fresh / "tokenizer" / "tokenizer.json")
    export_image_encoder(*image_tower, fresh / "image_encoder")
    export_judges(judges, fresh / "classifiers")
    references.write(fresh / "references")
    target.mkdir(parents=True, exist_ok=True)
    for part in fresh.iterdir():
        old = target / part.name
        if old.is_dir():
            shutil.rmtree(old)
        part.replace(old)
    fresh.rmdir()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--to", type=Path, default=EXPORT)
    target = parser.parse_args().to
    setup(0)
    judges = {name: load_classifier(name) for name in ("judge-a", "judge-b")}
    write_model(target, PIPE, SAMPLER, trained_image_tower(), judges)


if __name__ == "__main__":
    main()
