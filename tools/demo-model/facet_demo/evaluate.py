"""The figures of the model card: two judges on generated samples, on held-out renders and on VAE reconstructions."""
import argparse
import json

import numpy as np
from diffusers import AutoencoderKL
from transformers import CLIPTextModelWithProjection

from .classifier import load_classifier, predict
from .clip import zero_shot
from .data import load
from .export import trained_image_tower
from .paths import WORK
from .render import sheet
from .sampling import as_stored, sample_all
from .tokenizer import load_tokenizer
from .training import DEVICE, setup
from .vae import reconstruct
from .world import FACTORS, NAMES, SIZES, caption, held_out, random_combination

JUDGES = ("judge-a", "judge-b")


def balanced_combinations(count, seed):
    """`count` combinations int64 [n, 4], even places seen, odd places held out."""
    rng = np.random.default_rng(seed)
    return np.array([random_combination(rng, want_held_out=i % 2 == 1) for i in range(count)])


def shares(right, factors):
    """Share judged right per factor and per word, of right [n, 4] (booleans)."""
    return {
        name: {
            "all": round(float(right[:, k].mean()), 4),
            "words": {word: round(float(right[factors[:, k] == i, k].mean()), 4) for i, word in enumerate(FACTORS[name])},
        }
        for k, name in enumerate(NAMES)
    }


def judged(pictures, factors):
    """{judge: shares} plus how often all four factors are right."""
    result = {}
    for name in JUDGES:
        right = predict(load_classifier(name), pictures) == factors
        result[name] = {**shares(right, factors), "all_four": round(float(right.all(1).mean()), 4)}
    return result


def contact_sheet_cells():
    """Eight rows of objects: the five styles upright, then the five layouts in changing styles; the color changes from cell to cell."""
    cells = []
    for o in range(SIZES[0]):
        cells += [(o, (o + s) % 8, s, 0) for s in range(5)] + [(o, (o + 5 + l) % 8, (o + l) % 5, l) for l in range(5)]
    return cells


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=800, help="samples; half of them of held-out combinations")
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--steps", type=int, default=25)
    a = parser.parse_args()
    setup(0)
    factors, cells = balanced_combinations(a.count, 77), contact_sheet_cells()
    pictures = sample_all([caption(f) for f in [*factors, *cells]], a.steps, a.guidance, seed=77)
    pictures, shown = pictures[: a.count], pictures[a.count :]
    sheet(shown, 10, 2).save(WORK / "samples.png")
    np.savez(WORK / "evaluation.npz", pictures=pictures, factors=factors)
    unseen = np.array([held_out(f) for f in factors])
    held, truth = load("held")
    vae = as_stored(AutoencoderKL.from_pretrained(WORK / "pipe" / "vae"))
    rebuilt = reconstruct(vae, held)
    error = ((rebuilt.astype(np.float32) - held) ** 2).mean((1, 2, 3)) / 255**2
    tower, _, _ = trained_image_tower()
    text = CLIPTextModelWithProjection.from_pretrained(WORK / "pipe" / "clip_text").eval().to(DEVICE)
    figures = {
        "samples": {"count": a.count, "steps": a.steps, "guidance": a.guidance},
        "generated_seen": judged(pictures[~unseen], factors[~unseen]),
        "generated_held_out": judged(pictures[unseen], factors[unseen]),
        "renders_held_out": {"count": len(held), **judged(held, truth)},
        "reconstructions_held_out": {"count": len(held), "psnr_db": round(float((-10 * np.log10(error)).mean()), 2), **judged(rebuilt, truth)},
        "clip_zero_shot_held_out": zero_shot(text, tower.to(DEVICE), load_tokenizer(), held, truth),
    }
    (WORK / "figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    for part in ("generated_seen", "generated_held_out", "renders_held_out", "reconstructions_held_out"):
        for judge in JUDGES:
            print(part, judge, {n: figures[part][judge][n]["all"] for n in NAMES}, "all four", figures[part][judge]["all_four"])


if __name__ == "__main__":
    main()
