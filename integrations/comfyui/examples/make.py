"""Writes `workflow.json`: a graph as ComfyUI's page saves it. Kept as a program, since a page's JSON says everything three times."""

import json
from pathlib import Path
from typing import Any

# id, type, place, widgets, inputs (name, type, from node, from slot), outputs (name, type)
NODES: list[tuple[int, str, tuple[int, int], list[Any], list[tuple[str, str, int, int]], list[tuple[str, str]]]] = [
    (1, "CheckpointLoaderSimple", (0, 0), ["v1-5-pruned-emaonly.safetensors"], [], [("MODEL", "MODEL"), ("CLIP", "CLIP"), ("VAE", "VAE")]),
    (2, "LoadFacetTokens", (0, 160), ["facet_tokens/cat.safetensors", 1.0], [], [("tokens", "FACET_TOKENS")]),
    (3, "LoadFacetTokens", (0, 300), ["facet_tokens/ink.safetensors", 0.8], [], [("tokens", "FACET_TOKENS")]),
    (4, "FacetCompose", (400, 0), ["a {style} drawing of a {color} {object} {layout}"],
     [("model", "MODEL", 1, 0), ("clip", "CLIP", 1, 1), ("color", "FACET_TOKENS", 2, 0), ("style", "FACET_TOKENS", 3, 0),
      ("object", "FACET_TOKENS", 2, 0), ("layout", "FACET_TOKENS", 2, 0)], [("MODEL", "MODEL"), ("CONDITIONING", "CONDITIONING")]),
    (5, "CLIPTextEncode", (400, 300), ["blurry, low quality"], [("clip", "CLIP", 1, 1)], [("CONDITIONING", "CONDITIONING")]),
    (6, "EmptyLatentImage", (400, 520), [512, 512, 1], [], [("LATENT", "LATENT")]),
    (7, "KSampler", (860, 0), [1, "fixed", 25, 7.0, "dpmpp_2m", "normal", 1.0],
     [("model", "MODEL", 4, 0), ("positive", "CONDITIONING", 4, 1), ("negative", "CONDITIONING", 5, 0), ("latent_image", "LATENT", 6, 0)],
     [("LATENT", "LATENT")]),
    (8, "VAEDecode", (1220, 0), [], [("samples", "LATENT", 7, 0), ("vae", "VAE", 1, 2)], [("IMAGE", "IMAGE")]),
    (9, "SaveImage", (1220, 120), ["facet"], [("images", "IMAGE", 8, 0)], []),
]  # fmt: skip


def workflow() -> dict[str, Any]:
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
                "properties": {"Node name for S&R": kind}, "widgets_values": widgets,
            }
        )  # fmt: skip
    by_id = {node["id"]: node for node in nodes}
    for number, source, slot, *_ in links:
        by_id[source]["outputs"][slot]["links"].append(number)
    return {
        "last_node_id": len(nodes), "last_link_id": len(links), "nodes": nodes, "links": links, "groups": [], "config": {},
        "extra": {}, "version": 0.4,
    }  # fmt: skip


if __name__ == "__main__":
    Path(__file__).with_name("workflow.json").write_text(json.dumps(workflow(), indent=1) + "\n")
