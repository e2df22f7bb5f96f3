"""What the attribution map is for: `python measure/leakage.py MODEL PIPELINE --out FOLDER`.

MODEL is a folder with judges and references, as `facet evaluate` takes it, PIPELINE the same model in the layout of diffusers. The study inverts
references and counts what tokens bring along with their map and without it; the picture shows the same compositions drawn by diffusers, once
by this package and once by its own loader of embeddings. Started again with the same folder it goes on. Writes `table.md` and `picture.png`.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import torch
from diffusers import DiffusionPipeline, DPMSolverMultistepScheduler
from PIL import Image, ImageDraw, ImageFont

PACKAGE = Path(__file__).parents[1]
ROOT = PACKAGE.parents[1]
STUDY = ROOT / "models/demo/evaluation/plain.json"
sys.path.insert(0, str(PACKAGE / "src"))

import facet_tokens  # noqa: E402
from facet_tokens import TokenSet  # noqa: E402

PROMPT = "a {style} drawing of a {color} {object} {layout}"
# Whose attribute stands where: color and style of one picture, object and layout of the other.
FROM_FIRST, FROM_SECOND = ("color", "style"), ("object", "layout")
STEPS, GUIDANCE, SEEDS = 25, 7.0, (0, 1)
CELL, GAP, HEAD = 160, 8, 24


def evaluate(model: Path, folder: Path, references: int | None) -> dict[str, Any]:
    """Runs the study, or what is missing of it, and returns its summary."""
    program = [str(ROOT / "node_modules/.bin/node"), str(ROOT / "tools/cli/src/main.ts"), "evaluate"]
    asked = ["--study", str(STUDY), "--model", str(model.resolve()), "--out", str(folder.resolve())]
    fewer = [] if references is None else ["--references", str(references)]
    subprocess.run([*program, *asked, *fewer], check=True, cwd=ROOT)
    summary: dict[str, Any] = json.loads((folder / "evaluation.json").read_text())
    return summary


def table(summary: dict[str, Any]) -> str:
    """In Markdown: means, and in parentheses 95 % intervals."""

    def shown(value: dict[str, float]) -> str:
        return f"{value['mean']:.2f} ({value['low']:.2f}, {value['high']:.2f})"

    columns = ["", "transfer", "excess leakage", "swap of two attributes", "swap of all four"]
    rows = [
        [variant["name"], *map(shown, (alone["transfer"], alone["leakage"], swaps["both"], swaps["allFour"]))]
        for variant in summary["variants"]
        for alone, swaps in [(variant["unspecified"], variant["swaps"])]
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in [columns, ["---"] * len(columns), *rows])


def pairs_of(model: Path, evaluation: Path, count: int) -> list[tuple[Path, Path]]:
    """The first pairs of the study, of whose pictures both have tokens: not chosen by what they look like."""
    pairs = json.loads((model / "evaluation/references.json").read_text())["evaluation"]["pairs"]
    references = [[model / "references" / name for name in pair] for pair in pairs]
    return [(a, b) for a, b in references if all(tokens_of(evaluation, picture) for picture in (a, b))][:count]


def tokens_of(evaluation: Path, picture: Path) -> TokenSet | None:
    """The newest, where the study was begun again with other settings."""
    files = list((evaluation / "tokens/matte").glob(f"{picture.stem}-*.safetensors"))
    return facet_tokens.load(max(files, key=lambda file: file.stat().st_mtime)) if files else None


def pictures_of(pipe: Any, first: TokenSet, second: TokenSet) -> tuple[list[Image.Image], list[Image.Image]]:
    """The same composition with the map and loaded plainly, from the same noise."""
    sets: dict[str, Any] = {**dict.fromkeys(FROM_FIRST, first), **dict.fromkeys(FROM_SECOND, second)}
    sampling: dict[str, Any] = {"num_inference_steps": STEPS, "guidance_scale": GUIDANCE}

    def drawn(draw: Any) -> list[Image.Image]:
        return [draw(generator=torch.Generator().manual_seed(seed), **sampling).images[0] for seed in SEEDS]

    with_map = drawn(lambda **given: facet_tokens.compose(pipe, PROMPT, **sets, **given))
    names = {attribute: f"<{attribute}>" for attribute in sets}
    for attribute, tokens in sets.items():
        pipe.load_textual_inversion({names[attribute]: torch.tensor([tokens.token_for(attribute).vectors[0]])})
    try:
        return with_map, drawn(lambda **given: pipe(PROMPT.format(**names), **given))
    finally:
        pipe.unload_textual_inversion(list(names.values()))


def sheet(pipe: Any, pairs: list[tuple[Path, Path]], evaluation: Path) -> Image.Image:
    heads = ["color, style of", "object, layout of", *["with the map"] * len(SEEDS), *["loaded plainly"] * len(SEEDS)]
    page = Image.new("RGB", (GAP + len(heads) * (CELL + GAP), HEAD + len(pairs) * (CELL + GAP)), "white")
    font = ImageFont.load_default(14)
    for column, head in enumerate(heads):
        ImageDraw.Draw(page).text((GAP + column * (CELL + GAP) + CELL / 2, HEAD / 2), head, "black", font, anchor="mm")
    for row, (a, b) in enumerate(pairs):
        first, second = tokens_of(evaluation, a), tokens_of(evaluation, b)
        assert first is not None and second is not None
        with_map, plainly = pictures_of(pipe, first, second)
        for column, picture in enumerate([Image.open(a), Image.open(b), *with_map, *plainly]):
            place = (GAP + column * (CELL + GAP), HEAD + row * (CELL + GAP))
            page.paste(picture.convert("RGB").resize((CELL, CELL), Image.Resampling.LANCZOS), place)
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--references", type=int, help="fewer than the study's, to try it")
    parser.add_argument("--pairs", type=int, default=4, help="rows of the picture")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    evaluation = options.out / "evaluation"
    found = table(evaluate(options.model, evaluation, options.references))
    (options.out / "table.md").write_text(found)
    print(found, flush=True)
    torch.set_num_threads(1)
    pipe: Any = DiffusionPipeline.from_pretrained(options.pipeline)
    pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    sheet(pipe, pairs_of(options.model, evaluation, options.pairs), evaluation).save(options.out / "picture.png", optimize=True)


if __name__ == "__main__":
    main()
