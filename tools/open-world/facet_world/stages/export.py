"""The trained parts as a model folder of the layout of models/demo. Needs diffusers, transformers and optimum (tools/demo-model/requirements.txt)."""
import json
import math
import shutil

import torch
from torch import nn

from .. import references
from ..colors import PLAIN, SCHEMES
from ..nets import text as text_tower
from ..nets import unet as unet_net
from ..nets import vae as vae_net
from ..oklab import from_lch, to_rgb
from ..render import SIZE
from ..values import HELD_OUT_RULE, held_out_combinations
from ..verdicts import WORDS, Verdicts
from ..vocabulary import ATTRIBUTES, COLOR_WORDS, LAYOUT_WORDS, OBJECT_WORDS, STYLE_WORDS, VAGUE
from .judge import SEEDS
from .text import Projection, Towers
from .trunk import load_judge


class ImageTower(nn.Module):
    """pixel_values [batch, 3, 128, 128] in -1..1 to image_embeds [batch, PROJECTION], unit length."""

    def __init__(self, trunk, projection: Projection):
        super().__init__()
        self.trunk, self.projection = trunk, projection

    def forward(self, pixel_values):
        return self.projection(self.trunk(pixel_values))


def write_pipeline(run, towers, folder):
    """The parts as diffusers and transformers save them."""
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    vae, unet = AutoencoderKL(**vae_net.CONFIG, scaling_factor=1.0), UNet2DConditionModel(**unet_net.config(unet_net.LAYERS[run.unet]))
    vae.load_state_dict(run.load_result("vae"))
    unet.load_state_dict(run.load_result(run.unet))
    tower = CLIPTextModel(CLIPTextConfig(**text_tower.config(towers.vocabulary.tokens)))
    tower.load_state_dict({k: v for k, v in towers.text.state_dict().items() if k.startswith("text_model.")})
    for name, part in (("vae", vae), ("unet", unet), ("text_encoder", tower)):
        part.save_pretrained(folder / name)
    shutil.copytree(run.folder / "tokenizer", folder / "tokenizer", dirs_exist_ok=True)


def words():
    """words.json: every word by which the model calls a value, synonyms included. A scheme's color is the middle of its two ends."""
    color = lambda lab: [round(float(v)) for v in to_rgb(lab)]
    middles = {**{w: from_lch(lch) for w, lch in PLAIN.items()}, **{w: (from_lch(dark) + from_lch(light)) / 2 for w, (_, dark, light) in SCHEMES.items()}}
    every = lambda table: [word for synonyms in table.values() for word in synonyms]
    return {
        "formatVersion": 1, "colors": [{"name": word, "rgb": color(middles[w])} for w, synonyms in COLOR_WORDS.items() for word in synonyms],
        "objects": every(OBJECT_WORDS), "styles": every(STYLE_WORDS), "layouts": every(LAYOUT_WORDS), "objectPrompt": "a drawing of a {object}",
        "neutral": {k: VAGUE[k] for k in ("color", "style", "object", "layout")},
        "templates": {"attributes": ["a {style} drawing of a {color} {object} {layout}"], "whole": ["a drawing of a {token}", "a {token}"]},
    }


def write_judges(run, folder):
    """classifiers/, as models/demo has them."""
    from facet_demo.export_onnx import export_module

    folder.mkdir()
    for stage, name in zip(SEEDS, ("judge-a", "judge-b")):
        export_module(Verdicts(load_judge(run, stage)), torch.zeros(2, 3, SIZE, SIZE), folder / f"{name}.onnx", "image", ATTRIBUTES)
    held_out = {"rule": HELD_OUT_RULE, "combinations": held_out_combinations().tolist()}
    (folder / "factors.json").write_text(json.dumps({**WORDS, "held_out": held_out}) + "\n")


def main(run):
    from facet_demo.export import assemble, export_image_encoder
    from facet_demo.export_onnx import export_pipeline
    from facet_demo.unet import SAMPLER

    towers, fresh, pipe, whole = Towers(run), run.folder / "model.new", run.folder / "pipe", run.folder / "diffusers"
    for folder in (fresh, pipe, whole):
        shutil.rmtree(folder, ignore_errors=True)
    write_pipeline(run, towers, pipe)
    assemble(whole, pipe, SAMPLER)
    fresh.mkdir()
    export_pipeline(whole, fresh)
    shutil.copyfile(pipe / "tokenizer" / "tokenizer.json", fresh / "tokenizer" / "tokenizer.json")
    tower = ImageTower(towers.judge.trunk, towers.projection).eval()
    scale = torch.tensor(math.log(towers.scale))
    export_image_encoder(tower, towers.text.text_projection.weight, scale, fresh / "image_encoder", SIZE)
    (fresh / "words.json").write_text(json.dumps(words(), indent=2, ensure_ascii=False) + "\n")
    references.write(fresh / "references")
    references.write_evaluation(fresh)
    if all(run.result(stage).exists() for stage in SEEDS):
        write_judges(run, fresh / "classifiers")
    shutil.rmtree(run.folder / "model", ignore_errors=True)
    fresh.rename(run.folder / "model")
    size = sum(p.stat().st_size for p in (run.folder / "model").rglob("*") if p.is_file())
    print(f"export: {run.folder / 'model'}, {size / 1e6:.1f} MB", flush=True)
