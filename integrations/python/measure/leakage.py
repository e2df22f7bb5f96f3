"""What the attribution map is for: `python measure/leakage.py MODEL PIPELINE --out FOLDER`.

MODEL is a folder with judges, references and a study `plain`, as `facet evaluate` takes it, PIPELINE the same model in the layout of diffusers. The
study inverts references and counts what tokens bring along in the cells of the map and loaded plainly; the picture shows the same compositions
drawn by diffusers, once by this package and once by its own loader of embeddings. Started again with the same folder it goes on. Writes
`table.md` and `picture.png`.
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
sys.path.insert(0, str(PACKAGE / "src"))

import facet_tokens  # noqa: E402
from facet_tokens import TokenSet  # noqa: E402

PROMPT = "a {style} drawing of a {color} {object} {layout}"
# Whose attribute stands where: color and style of one picture, object and layout of the other.
FROM_FIRST, FROM_SECOND = ("color", "style"), ("object", "layout")
STEPS, GUIDANCE, SEEDS = 25, 7.0, (0, 1)
CELL, GAP, HEAD, SIDE = 150, 8, 24, 130


def evaluate(model: Path, folder: Path, references: int | None) -> dict[str, Any]:
    """Runs the study, or what is missing of it, and returns its summary."""
    program = [str(ROOT / "node_modules/.bin/node"), str(ROOT / "tools/cli/src/main.ts"), "evaluate"]
    asked = ["--study", "plain", "--model", str(model.resolve()), "--out", str(folder.resolve())]
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


def pairs_of(model: Path, count: int) -> list[tuple[Path, Path]]:
    """The first pairs of the study: not chosen by what they look like."""
    pairs = json.loads((model / "evaluation/references.json").read_text())["evaluation"]["pairs"]
    return [(model / "references" / a, model / "references" / b) for a, b in pairs[:count]]


def tokens_of(evaluation: Path, method: str, picture: Path) -> TokenSet:
    """The newest, where the study was begun again with other settings."""
    files = (evaluation / "tokens" / method).glob(f"{picture.stem}-*.safetensors")
    return facet_tokens.load(max(files, key=lambda file: file.stat().st_mtime))


def pictures_of(pipe: Any, first: TokenSet, second: TokenSet) -> list[Image.Image]:
    """The same composition in the cells of the map and loaded plainly, from the same noise."""
    sets: dict[str, TokenSet] = {**dict.fromkeys(FROM_FIRST, first), **dict.fromkeys(FROM_SECOND, second)}
    sampling: dict[str, Any] = {"num_inference_steps": STEPS, "guidance_scale": GUIDANCE}

    def drawn(draw: Any) -> list[Image.Image]:
        return [draw(generator=torch.Generator().manual_seed(seed), **sampling).images[0] for seed in SEEDS]

    in_map: dict[str, Any] = {attribute: tokens.in_map() for attribute, tokens in sets.items()}
    confined = drawn(lambda **given: facet_tokens.compose(pipe, PROMPT, **in_map, **given))
    # The token of a whole picture is named once, where it says most.
    is_whole = len(first.tokens) == 1
    names = {attribute: f"<{attribute}>" for attribute in (("style", "object") if is_whole else sets)}
    for attribute, name in names.items():
        pipe.load_textual_inversion({name: torch.tensor([sets[attribute].token_for(attribute).vectors[0]])})
    try:
        return [*confined, *drawn(lambda **given: pipe(filled(names), **given))]
    finally:
        pipe.unload_textual_inversion(list(names.values()))


def filled(names: dict[str, str]) -> str:
    """The prompt with what stands in its places; a place that nothing stands in is left out."""
    return " ".join(PROMPT.format_map({**dict.fromkeys((*FROM_FIRST, *FROM_SECOND), ""), **names}).split())


def sheet(pipe: Any, pairs: list[tuple[Path, Path]], evaluation: Path, methods: list[str]) -> Image.Image:
    heads = ["color, style of", "object, layout of", *["in the map's cells"] * len(SEEDS), *["loaded plainly"] * len(SEEDS)]
    rows = [(method, a, b) for method in methods for a, b in pairs]
    page = Image.new("RGB", (SIDE + len(heads) * (CELL + GAP), HEAD + len(rows) * (CELL + GAP)), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(14)
    for column, head in enumerate(heads):
        pen.text((SIDE + column * (CELL + GAP) + CELL / 2, HEAD / 2), head, "black", font, anchor="mm")
    for row, (method, a, b) in enumerate(rows):
        top = HEAD + row * (CELL + GAP)
        pen.text((GAP, top + CELL / 2), method, "black", font, anchor="lm")
        drawn = pictures_of(pipe, *(tokens_of(evaluation, method, picture) for picture in (a, b)))
        for column, picture in enumerate([Image.open(a), Image.open(b), *drawn]):
            picture = picture.convert("RGB").resize((CELL, CELL), Image.Resampling.LANCZOS)
            page.paste(picture, (SIDE + column * (CELL + GAP), top))
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--references", type=int, help="fewer than the study's, to try it")
    parser.add_argument("--pairs", type=int, default=2, help="rows of the picture for each method")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    evaluation = options.out / "evaluation"
    summary = evaluate(options.model, evaluation, options.references)
    found = table(summary)
    (options.out / "table.md").write_text(found)
    print(found, flush=True)
    torch.set_num_threads(1)
    pipe: Any = DiffusionPipeline.from_pretrained(options.pipeline)
    pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    methods = list(dict.fromkeys(variant["method"] for variant in summary["variants"]))
    sheet(pipe, pairs_of(options.model, options.pairs), evaluation, methods).save(options.out / "picture.png", optimize=True)


if __name__ == "__main__":
    main()
