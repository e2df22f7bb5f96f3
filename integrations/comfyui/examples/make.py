"""Writes `workflow.json`, a graph as ComfyUI's page saves it, and `workflow.png`, a picture of it that can be dropped into the page.

Kept as a program, since a page's JSON says everything three times. A picture that ComfyUI saves carries its graph in two chunks of
text: `workflow` for the page, `prompt` for what runs it.
"""

import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).parent
# Of the page alone: what becomes of the seed after a picture.
PAGES_OWN = "control_after_generate"

# id, type, place, widgets, inputs (name, type, from node, from slot), outputs (name, type)
NODES: list[tuple[int, str, tuple[int, int], dict[str, Any], list[tuple[str, str, int, int]], list[tuple[str, str]]]] = [
    (1, "CheckpointLoaderSimple", (0, 0), {"ckpt_name": "v1-5-pruned-emaonly.safetensors"}, [],
     [("MODEL", "MODEL"), ("CLIP", "CLIP"), ("VAE", "VAE")]),
    (2, "LoadFacetTokens", (0, 160), {"file": "facet_tokens/cat.safetensors", "strength": 1.0}, [], [("tokens", "FACET_TOKENS")]),
    (3, "LoadFacetTokens", (0, 300), {"file": "facet_tokens/ink.safetensors", "strength": 0.8}, [], [("tokens", "FACET_TOKENS")]),
    (4, "FacetCompose", (400, 0), {"prompt": "a {style} drawing of a {color} {object} {layout}"},
     [("model", "MODEL", 1, 0), ("clip", "CLIP", 1, 1), ("color", "FACET_TOKENS", 2, 0), ("style", "FACET_TOKENS", 3, 0),
      ("object", "FACET_TOKENS", 2, 0), ("layout", "FACET_TOKENS", 2, 0)], [("MODEL", "MODEL"), ("CONDITIONING", "CONDITIONING")]),
    (5, "CLIPTextEncode", (400, 300), {"text": "blurry, low quality"}, [("clip", "CLIP", 1, 1)], [("CONDITIONING", "CONDITIONING")]),
    (6, "EmptyLatentImage", (400, 520), {"width": 512, "height": 512, "batch_size": 1}, [], [("LATENT", "LATENT")]),
    (7, "KSampler", (860, 0),
     {"seed": 1, PAGES_OWN: "fixed", "steps": 25, "cfg": 7.0, "sampler_name": "dpmpp_2m", "scheduler": "normal", "denoise": 1.0},
     [("model", "MODEL", 4, 0), ("positive", "CONDITIONING", 4, 1), ("negative", "CONDITIONING", 5, 0), ("latent_image", "LATENT", 6, 0)],
     [("LATENT", "LATENT")]),
    (8, "VAEDecode", (1220, 0), {}, [("samples", "LATENT", 7, 0), ("vae", "VAE", 1, 2)], [("IMAGE", "IMAGE")]),
    (9, "SaveImage", (1220, 120), {"filename_prefix": "facet"}, [("images", "IMAGE", 8, 0)], []),
]  # fmt: skip


def workflow() -> dict[str, Any]:
    """The graph as the page keeps it."""
    links: list[list[Any]] = []
    nodes: list[dict[str, Any]] = []
    for order, (identity, kind, place, widgets, inputs, outputs) in enumerate(NODES):
        sockets = []
        for slot, (name, of, source, source_slot) in enumerate(inputs):
            links.append([len(links) + 1, source, source_slot, identity, slot, of])
            sockets.append({"name": name, "type": of, "link": len(links)})
        nodes.append(
            {
                "id": identity, "type": kind, "pos": list(place), "size": [340, 120], "flags": {}, "order": order, "mode": 0,
                "inputs": sockets, "outputs": [{"name": name, "type": of, "links": []} for name, of in outputs],
                "properties": {"Node name for S&R": kind}, "widgets_values": list(widgets.values()),
            }
        )  # fmt: skip
    by_id = {node["id"]: node for node in nodes}
    for number, source, slot, *_ in links:
        by_id[source]["outputs"][slot]["links"].append(number)
    return {
        "last_node_id": len(nodes), "last_link_id": len(links), "nodes": nodes, "links": links, "groups": [], "config": {},
        "extra": {}, "version": 0.4,
    }  # fmt: skip


def prompt() -> dict[str, Any]:
    """The same graph as ComfyUI's server runs it."""
    return {
        str(identity): {
            "class_type": kind,
            "inputs": {
                **{name: value for name, value in widgets.items() if name != PAGES_OWN},
                **{name: [str(source), slot] for name, _, source, slot in inputs},
            },
        }
        for identity, kind, _, widgets, inputs, _ in NODES
    }


# Of the picture: pixels.
WIDTH, TITLE, LINE, MARGIN = 335, 24, 18, 24


def picture() -> Image.Image:
    """Each node as a box with its sockets and widgets, each link as a line."""
    places = {identity: (x + MARGIN, y + MARGIN) for identity, _, (x, y), *_ in NODES}
    image = Image.new("RGB", (1220 + WIDTH + 2 * MARGIN, 680), "#202124")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(13)

    def socket(identity: int, slot: int, right: bool) -> tuple[int, int]:
        x, y = places[identity]
        return x + (WIDTH if right else 0), y + TITLE + LINE * slot + LINE // 2

    for identity, _, _, _, inputs, _ in NODES:
        for slot, (*_, source, source_slot) in enumerate(inputs):
            draw.line((*socket(source, source_slot, True), *socket(identity, slot, False)), "#9aa0a6", 2)
    for identity, kind, _, widgets, inputs, outputs in NODES:
        x, y = places[identity]
        rows = max(len(inputs), len(outputs)) + len(widgets)
        own = kind.startswith("LoadFacet") or kind.startswith("Facet")
        draw.rounded_rectangle((x, y, x + WIDTH, y + TITLE + LINE * rows + 6), 6, "#35363a", "#e0a84e" if own else "#5f6368")
        draw.text((x + 10, y + 5), kind, "#ffffff", font)
        for slot, (name, *_rest) in enumerate(inputs):
            draw.text((x + 12, y + TITLE + LINE * slot), name, "#bdc1c6", font)
        for slot, (name, _) in enumerate(outputs):
            draw.text((x + WIDTH - 12, y + TITLE + LINE * slot), name, "#bdc1c6", font, anchor="ra")
        for row, (name, value) in enumerate(widgets.items(), max(len(inputs), len(outputs))):
            draw.text((x + 12, y + TITLE + LINE * row), f"{name}: {value}", "#8ab4f8", font)
    return image


if __name__ == "__main__":
    graph = json.dumps(workflow(), indent=1)
    (HERE / "workflow.json").write_text(graph + "\n")
    chunks = PngInfo()
    chunks.add_text("prompt", json.dumps(prompt()))
    chunks.add_text("workflow", json.dumps(workflow()))
    picture().save(HERE / "workflow.png", pnginfo=chunks, optimize=True)
