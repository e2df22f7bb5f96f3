"""model/README.md: what the model is, whose drawings it learned from, and what was measured (figures.json)."""
import json

import cv2

from ..colors import UNNAMED_PLAIN
from ..vocabulary import ATTRIBUTES, UNNAMED_OBJECTS, UNNAMED_TREATMENTS, WORDS_OF

TEXT = """# Facet's open world

A small latent diffusion model (Stable Diffusion's parts and file layout) of a picture world in which every picture's values are known and many of
them have no word: drawings by others, recoloured, treated and placed, 128x128. It exists so that what a token carries beyond words can be measured. It
draws nothing but this world.

![By turns a render and what the model drew of it: four rows by words, four by private names](samples.webp)

| attribute | meanings (words, synonyms in brackets) | left without a word |
| --- | --- | --- |
{attributes}

A caption reads "a {{style}} drawing of a {{color}} {{object}} {{layout}}"; a color may be a phrase of two, "red and blue". Open attributes are called {vague}.
15 % of the combinations of four single words were held out of all training.

## Figures
{steps} steps of DDIM, guidance {guidance}. Colors in CIEDE2000, silhouettes (overlap) as one minus intersection over union, textures in decades.
"The renderer" knows the value and, as the model does, of the others only their words, which leave open where exactly a thing stands: no model closes more than it.

{figures}

## Limits
It draws only this world: 24 drawings on plain backgrounds, 128x128, fine lines lightly soft. Photographs and drawings by others are outside of it. Private names close less than the renderer would, least of all for styles (above).
Judges and references are of the same renderer, so figures on this model say little about photographs; judges name one of their words on whatever they see.

## Licence
Weights and text: Apache License 2.0. The drawings that the model learned from, and those of its references, are by others:

{sources}
"""
BY = {
    "fluent-emoji-flat": ("Fluent Emoji (flat)", "Microsoft Corporation", "MIT", "https://github.com/microsoft/fluentui-emoji", "all concepts"),
    "noto-v1": ("Noto Emoji (first version)", "Google Inc.", "Apache-2.0", "https://github.com/googlefonts/noto-emoji", "second drawings"),
    "emojione": ("Emoji One 2", "Emoji One", "CC BY 4.0", "https://github.com/EmojiTwo/emojitwo", "references that the model never saw"),
}
UNNAMED = {
    "object": ", ".join(UNNAMED_OBJECTS), "color": f"free palettes; {', '.join(UNNAMED_PLAIN)}",
    "style": f"{', '.join(UNNAMED_TREATMENTS)}; other widths, sizes and angles", "layout": "other places, sizes, turns, mirrored; trio, grid, escort",
}


def table(head, rows):
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in [head, ["---"] * len(head), *rows])


def _meanings(attribute):
    return ", ".join(m + (f" ({', '.join(w for w in words if w != m)})" if len(words) > 1 else "") for m, words in WORDS_OF[attribute].items())


def _figures(figures):
    flat = [(part, name, value) for part in ("through the VAE", "by words", "by words, combinations never shown") for name, value in figures[part].items() if not isinstance(value, dict)]
    worst = ", ".join(f"{a} {word} {share}" for a, (word, share) in figures["by words"]["worst words"].items())
    rows = [[a, *(v[k] for k in ("words", "private", "renderer", "closed", "reachable"))] for a, v in figures["unnamed"].items()]
    closed = table(["unnamed values of", "best words leave", "private names leave", "the renderer leaves", "share closed", "share that can be"], rows)
    return f"{table(['pictures', 'figure', 'value'], flat)}\n\nWorst words: {worst}.\n\n{closed}"


def main(run):
    figures = json.loads((run.folder / "figures.json").read_text())
    text = TEXT.format(
        attributes="\n".join(f"| {a} | {_meanings(a)} | {UNNAMED[a]} |" for a in ATTRIBUTES), vague="thing (or their category), colored, styled, placed",
        steps=figures["steps"], guidance=figures["guidance"], figures=_figures(figures),
        sources=table(["drawings", "by", "licence", "from", "used for"], [list(row) for row in BY.values()]),
    )
    (run.folder / "model" / "README.md").write_text(text)
    sheet = cv2.imread(str(run.folder / "look" / f"{run.unet}.png"))
    cv2.imwrite(str(run.folder / "model" / "samples.webp"), sheet, [cv2.IMWRITE_WEBP_QUALITY, 75])
