"""Writes the model card models/demo/README.md and its contact sheet from the measured figures."""
import json
import shutil

from .evaluate import JUDGES
from .paths import EXPORT, WORK
from .world import FACTORS, NAMES

TARGETS = {"object": 0.98, "layout": 0.98, "color": 0.95, "style": 0.95}
WORD_TARGET = 0.85
PARTS = {
    "generated_seen": "generated, seen combinations", "generated_held_out": "generated, held-out combinations",
    "reconstructions_held_out": "VAE reconstructions of held-out renders", "renders_held_out": "held-out renders themselves",
}


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def factor_table(figures):
    rows = []
    for part, label in PARTS.items():
        for judge in JUDGES:
            values = figures[part][judge]
            rows.append([label, judge, *(f"{values[name]['all']:.3f}" for name in NAMES), f"{values['all_four']:.3f}"])
    return table(["pictures", "judge", *NAMES, "all four"], rows)


def word_table(figures, parts):
    head = ["factor", "word", *(f"{part.replace('generated_', '').replace('_', ' ')}, {judge}" for part in parts for judge in JUDGES)]
    rows = [
        [name, word, *(f"{figures[part][judge][name]['words'][word]:.3f}" for part in parts for judge in JUDGES)]
        for name in NAMES for word in FACTORS[name]
    ]
    return table(head, rows)


def shortfalls(figures):
    """One sentence per target that the generated samples or the reconstructions miss."""
    missed = []
    for part in ("generated_seen", "generated_held_out"):
        for judge in JUDGES:
            for name in NAMES:
                values = figures[part][judge][name]
                if values["all"] < TARGETS[name]:
                    missed.append(f"{PARTS[part]}, {judge}: {name} {values['all']:.3f}, wanted {TARGETS[name]}")
                missed += [
                    f"{PARTS[part]}, {judge}: {word} {share:.3f}, wanted {WORD_TARGET}"
                    for word, share in values["words"].items() if share < WORD_TARGET
                ]
    for judge in JUDGES:
        for name in ("color", "style"):
            for word, share in figures["reconstructions_held_out"][judge][name]["words"].items():
                if share < 0.97:
                    missed.append(f"{PARTS['reconstructions_held_out']}, {judge}: {word} {share:.3f}, wanted 0.97")
        for name in NAMES:
            if figures["renders_held_out"][judge][name]["all"] < 0.98:
                missed.append(f"{PARTS['renders_held_out']}, {judge}: {name}, wanted 0.98")
    return missed


CARD = """\
# Facet's demo model

A very small latent diffusion model (Stable Diffusion's parts and file layout, {millions:.1f} million parameters in the U-Net) of a
rendered picture world in which four factors are known. It exists so that Facet's inversion can be tried, tested and *measured* on
an ordinary CPU: what a learned token transfers, and what it drags along. It draws nothing but this world.

![Generated samples: a row per object; the five styles, then the five layouts](samples.png)

| factor | words | word when left open |
|---|---|---|
{factor_rows}

Captions read "{caption}". 220 of the 1600 combinations (13.75 %) were never shown to any part of the model;
`classifiers/factors.json` lists them.

## Files
- `tokenizer/`, `text_encoder/`, `unet/`, `vae_encoder/`, `vae_decoder/`, `scheduler/`: the standard ONNX layout, exported by Optimum
  (opset 17). Weights are stored in half precision behind Cast nodes; all inputs and outputs are float32 or int64. `unet` takes one timestep or one per picture.
- `image_encoder/`: CLIP's image tower. `pixel_values` are RGB in [-1, 1]. Similarity of text and picture =
  normalise(`pooler_output` x `text_projection.weight` transposed) . `image_embeds`; both tensors and `logit_scale` are in `text_projection.safetensors`.
- `classifiers/`: two judges (`image` [batch, 3, 64, 64] in [-1, 1] to logits per factor) and the words. They took no part in training
  the model and differ in their seed. Half of their own training pictures were VAE reconstructions, none were generated. Unlike the model
  they know the held-out combinations, or they could not judge both halves alike.
- `references/`: rendered pictures to learn from, half of them of held-out combinations, with the pairs used by the demo.
- `attribution.json` (the map, by `facet calibrate`), `inversion.json` (tuned settings), `words.json`, `evaluation/` (the split of the references and the
  studies of `facet evaluate`): not made by this pipeline.

## How it was made
`tools/demo-model/run.sh` makes all of it from nothing; its README explains the stages. 25 000 renders; a classifier (the VAE's feature loss and the
image tower's trunk); a CLIP with 3 text layers of width 128; an AutoencoderKL, 64x64 to 16x16x4, latents about N(0, 1), trained from
random weights; a U-Net with 16 cross-attention layers at three resolutions, v-prediction, uniform loss, captions dropped for 10 % of the pictures
and vague for another 12 %. {training}
The noise schedule is cosine (`squaredcos_cap_v2`): with Stable Diffusion's own, 16x16 latents are decided much later than 64x64 ones.

## Figures
{count} samples, half of them of held-out combinations, DDIM {steps} steps, guidance {guidance}; {renders} held-out renders and their reconstructions (PSNR {psnr} dB).

{factor_table}

{missed}

CLIP, zero-shot on held-out renders (only that factor named / full caption with that factor varied): {clip}.

### Generated samples, per word
{word_table}

### VAE reconstructions of held-out renders, per word
{reconstruction_table}

## Limits
Factors are as separable as a program can make them; figures on this model say little about photographs. Pictures are 64x64. The judges know only this
world's words: on a picture outside it they still name one of them.

## Licence
Weights, pictures and text: Apache License 2.0, as the repository. All training data was rendered by `tools/demo-model`; nothing came from elsewhere.
"""


def training_line():
    """What the U-Net saw, from its checkpoints."""
    from .training import Checkpoint

    narrow, full = Checkpoint("unet-narrow").load(), Checkpoint("unet-full").load()
    return f"The U-Net saw {narrow['seen']:,} pictures with one layer per block and then {full['seen']:,} with two."


def main():
    from diffusers import UNet2DConditionModel

    figures = json.loads((WORK / "figures.json").read_text())
    unet = UNet2DConditionModel.from_pretrained(WORK / "pipe" / "unet")
    factors = json.loads((EXPORT / "classifiers" / "factors.json").read_text())
    missed = shortfalls(figures)
    text = CARD.format(
        millions=unet.num_parameters() / 1e6,
        factor_rows="\n".join(f"| {n} | {', '.join(FACTORS[n])} | {factors['neutral'][n]} |" for n in NAMES),
        caption=factors["caption"], training=training_line(), **figures["samples"],
        renders=figures["renders_held_out"]["count"], psnr=figures["reconstructions_held_out"]["psnr_db"],
        factor_table=factor_table(figures),
        missed="Short of the targets (object, layout 0.98; color, style 0.95; words 0.85; reconstructions 0.97 per color and style):\n"
        + "\n".join(f"- {line}" for line in missed) if missed else "All targets are met (object, layout 0.98; color, style 0.95; every word 0.85; reconstructions 0.97 for every color and style; renders 0.98).",
        clip=", ".join(f"{n} {v['alone']:.3f} / {v['in_full_caption']:.3f}" for n, v in figures["clip_zero_shot_held_out"].items()),
        word_table=word_table(figures, ["generated_seen", "generated_held_out"]),
        reconstruction_table=word_table(figures, ["reconstructions_held_out"]),
    )
    (EXPORT / "README.md").write_text(text)
    shutil.copyfile(WORK / "samples.png", EXPORT / "samples.png")
    (EXPORT / "figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print("\n".join(missed) or "all targets met")


if __name__ == "__main__":
    main()
