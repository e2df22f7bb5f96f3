"""What composing costs on a model of real size, and whether Facet's engine draws the same: `python measure/full_size.py FOLDER`.

FOLDER is a pipeline of Stable Diffusion 1.x in the layout of diffusers, which Facet reads as well; random weights will do. Seconds are those of
one thread's CPU, since others work on the machine, and each ratio is of two calls of the U-Net one after the other.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from safetensors import safe_open
from safetensors.torch import load_file, save_file

PACKAGE = Path(__file__).parents[1]
TESTS = PACKAGE / "tests"
sys.path[:0] = [str(PACKAGE / "src"), str(TESTS)]
from models import BOUNDS, token_file  # noqa: E402

import facet_tokens  # noqa: E402

PROMPT, NEGATIVE = "a {style} drawing of a {color} {object} {layout}", "blurry, dark"
LAYERS, WIDTH, SEED, GUIDANCE = 16, 768, 5, 7.0
# Layers and stages apart, as an attribution map has them.
CELLS = {
    "color": ({0, 1}, {2, 3, 9, 10, 11}),
    "style": ({0, 1}, {2, 3, 9, 10, 11}),
    "object": ({1, 2}, {4, 5, 6, 7, 8}),
    "layout": ({0}, {4, 5, 6, 7, 8}),
}
WORDS = {"color": "red", "style": "ink", "object": "cat", "layout": "sitting"}


def tokens_for(pipe: Any, folder: Path) -> Path:
    """Four random tokens as long as words."""
    table = pipe.text_encoder.get_input_embeddings().weight
    length = float(table.norm(dim=1).mean())
    cells = [
        {
            "name": name,
            "cells": [[0 if s in stages and at in layers else -1 for at in range(LAYERS)] for s in range(len(BOUNDS) - 1)],
            "initialWord": WORDS[name],
        }
        for name, (stages, layers) in CELLS.items()
    ]
    path = token_file(folder / "tokens.safetensors", facet_tokens.fingerprint(pipe), 1, tokens=cells)
    generator = torch.Generator().manual_seed(1)
    tensors = {name: torch.nn.functional.normalize(torch.randn(1, WIDTH, generator=generator)) * length for name in CELLS}
    with safe_open(path, "pt") as file:
        head = file.metadata()
    save_file(tensors, path, head)
    return path


def cpu_seconds(run: Callable[[], Any]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def cost(pipe: Any, tokens: facet_tokens.TokenSet, size: int, pairs: int) -> dict[str, Any]:
    latents = torch.randn(2, 4, size // 8, size // 8, generator=torch.Generator().manual_seed(SEED)).to(pipe.unet.dtype)
    negative, _ = pipe.encode_prompt(NEGATIVE, "cpu", 1, False)
    words, _ = pipe.encode_prompt("a ink drawing of a red cat sitting", "cpu", 1, False)
    places: dict[str, Any] = dict.fromkeys(CELLS, tokens)

    def step(prompt: torch.Tensor, moment: float) -> Callable[[], Any]:
        return lambda: pipe.unet(latents, torch.tensor(moment), encoder_hidden_states=torch.cat([negative, prompt]))

    ratios: list[float] = []
    plain: list[float] = []
    entering: list[float] = []
    prompts = 0
    for moment in torch.linspace(981, 1, pairs).tolist():
        plain.append(cpu_seconds(step(words, moment)))
        start = time.process_time()
        with facet_tokens.composition(pipe, PROMPT, **places, check_model=False) as composed:
            entering.append(time.process_time() - start)
            prompts = len(composed.plan.prompts)
            ratios.append(cpu_seconds(step(composed.prompt_embeds, moment)) / plain[-1])
    return {
        "plain step, CPU seconds": statistics.median(plain),
        "composed over plain, median": statistics.median(ratios),
        "composed over plain, least and most": [min(ratios), max(ratios)],
        "encoding, CPU seconds": statistics.median(entering),
        "distinct prompts": prompts,
        "pairs": pairs,
    }


def agreement(pipe: Any, folder: Path, tokens: Path, size: int, steps: int, work: Path) -> dict[str, Any]:
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    loaded = facet_tokens.load(tokens)
    sampling: dict[str, Any] = {
        "negative_prompt": NEGATIVE, "num_inference_steps": steps, "guidance_scale": GUIDANCE, "output_type": "latent",
        "width": size, "height": size,
    }  # fmt: skip

    def generator() -> torch.Generator:
        return torch.Generator().manual_seed(SEED)

    ours = facet_tokens.compose(
        pipe, PROMPT, color=loaded, style=loaded @ 0.7, object=loaded, layout=loaded, generator=generator(), **sampling
    ).images
    words = pipe("a ink drawing of a red cat sitting", generator=generator(), **sampling).images
    strengths = {"color": 1.0, "style": 0.7, "object": 1.0, "layout": 1.0}
    job = {
        "model": str(folder), "prompt": PROMPT, "negativePrompt": NEGATIVE, "seeds": [SEED], "size": size, "steps": steps,
        "guidance": GUIDANCE, "scheduler": "ddim", "out": str(work / "latents.safetensors"),
        "tokens": {name: {"file": str(tokens), "strength": strength} for name, strength in strengths.items()},
    }  # fmt: skip
    (work / "job.json").write_text(json.dumps(job))
    # Facet loads the model itself: what diffusers holds is not needed meanwhile.
    pipe.unet = None
    node = Path(__file__).parents[3] / "node_modules/.bin/node"
    environment = {**os.environ, "XDG_CACHE_HOME": str(work)}
    subprocess.run([node, TESTS / "facet-draw.ts", work / "job.json"], check=True, env=environment)
    theirs = load_file(work / "latents.safetensors")["latents"]
    largest = theirs.abs().max()
    return {
        "steps": steps,
        "difference over the largest value": float((ours - theirs).abs().max() / largest),
        "the same with words in place of tokens": float((words - theirs).abs().max() / largest),
    }


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--pairs", type=int, default=8)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--bfloat16", action="store_true", help="the cost alone, with half of the memory")
    options = parser.parse_args()
    torch.set_num_threads(1)
    half: dict[str, Any] = {"torch_dtype": torch.bfloat16} if options.bfloat16 else {}
    pipe: Any = StableDiffusionPipeline.from_pretrained(
        options.folder, vae=None, safety_checker=None, requires_safety_checker=False, **half
    )
    pipe.set_progress_bar_config(disable=True)
    first, again = (cpu_seconds(lambda: facet_tokens.fingerprint(pipe)) for _ in range(2))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        tokens = tokens_for(pipe, work)
        report = {
            "torch": torch.__version__,
            "pixels": options.size,
            "precision": str(pipe.unet.dtype),
            "fingerprint, CPU seconds": [first, again],
            **cost(pipe, facet_tokens.load(tokens), options.size, options.pairs),
        }
        print(json.dumps(report, indent=2), flush=True)
        if options.bfloat16:
            return
        print(json.dumps(agreement(pipe, options.folder.resolve(), tokens, options.size, options.steps, work), indent=2))


if __name__ == "__main__":
    main()
