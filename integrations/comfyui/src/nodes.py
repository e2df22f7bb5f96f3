"""The nodes. What they share with diffusers, which prompt stands where, is `facet_tokens`, which the pack brings along."""

import hashlib
import os
from pathlib import Path
from typing import Any, Literal

import folder_paths

from .conditioning import composed
from .facet_tokens import TokenSet, load, pull
from .facet_tokens.errors import FacetError
from .facet_tokens.tokens import ATTRIBUTES, WHOLE

FOLDER = "facet_tokens"
TOKENS = "FACET_TOKENS"

# What several vectors under one key are.
_SEVERAL: dict[str, Literal["stages"] | None] = {"refuse": None, "are of stages (ProSpect)": "stages"}

_AS_TRAINED, _IN_MAP = "as trained", "of the file's map"

_models = Path(folder_paths.models_dir) / FOLDER
folder_paths.folder_names_and_paths.setdefault(FOLDER, ([str(_models)], {".safetensors"}))


def _files() -> list[str]:
    """Of models/facet_tokens and, since embeddings of others are tokens too, models/embeddings."""
    names = [f"{folder}/{name}" for folder in (FOLDER, "embeddings") for name in folder_paths.get_filename_list(folder)]
    return [name for name in names if name.endswith(".safetensors")]


def _path(name: str) -> str:
    folder, _, file = name.partition("/")
    return str(folder_paths.get_full_path(folder, file) or file)


class LoadFacetTokens:
    """A file's tokens. Facet's own files are in models/facet_tokens."""

    CATEGORY = "facet"
    RETURN_TYPES = (TOKENS,)
    RETURN_NAMES = ("tokens",)
    FUNCTION = "run"
    DESCRIPTION = (
        "Reads a token file of Facet's from models/facet_tokens, or an embedding of another tool from models/embeddings: one vector, one for "
        "each layer (P+), or with several_vectors one for each stage of denoising (ProSpect). For those, word is the plain word that a "
        "strength below 1 leads to. With cells of the file's map, a token that was trained everywhere, such as that of a whole picture, stands "
        "only where the map has the attribute of its place."
    )

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:
        strength = {"default": 1.0, "min": 0.0, "max": 2.0, "step": 0.05}
        return {
            "required": {"file": (_files(),), "strength": ("FLOAT", strength)},
            # Of embeddings that are not Facet's and do not say it themselves.
            "optional": {
                "word": ("STRING", {"default": ""}),
                "several_vectors": (list(_SEVERAL),),
                "cells": ([_AS_TRAINED, _IN_MAP],),
            },
        }

    @classmethod
    def IS_CHANGED(cls, file: str, **_: object) -> str:
        path = Path(_path(file))
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

    def run(
        self, file: str, strength: float, word: str = "", several_vectors: str = "refuse", cells: str = _AS_TRAINED
    ) -> tuple[TokenSet]:
        tokens = load(_path(file), word=word or None, vectors=_SEVERAL[several_vectors]) @ strength
        if cells == _IN_MAP and not tokens.map:
            raise FacetError(
                "invalid-input", f'{file} is not Facet\'s and has no attribution map: choose the cells "{_AS_TRAINED}".'
            )
        return (tokens.in_map() if cells == _IN_MAP else tokens,)


class FacetCompose:
    """A prompt with tokens: the model and the conditioning belong together."""

    CATEGORY = "facet"
    RETURN_TYPES = ("MODEL", "CONDITIONING")
    FUNCTION = "run"
    DESCRIPTION = (
        "Puts tokens into the places {color}, {style}, {object}, {layout} of the prompt, each in its own layers and at its own "
        "times; {token} is the place of a token for a whole picture. A place without tokens is left out. Sample with both "
        "outputs together. For several regions, chain: the model of one goes into the next."
    )

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:
        prompt = {"multiline": True, "default": "a {style} drawing of a {color} {object} {layout}"}
        return {
            "required": {"model": ("MODEL",), "clip": ("CLIP",), "prompt": ("STRING", prompt)},
            "optional": {name: (TOKENS,) for name in (*ATTRIBUTES, WHOLE)},
        }

    def run(self, model: Any, clip: Any, prompt: str, **tokens: TokenSet | None) -> tuple[Any, Any]:
        return composed(model, clip, prompt, {name: tokens.get(name) for name in (*ATTRIBUTES, WHOLE)})


class FacetPull:
    """A library of a Facet service, brought into models/facet_tokens; only what changed."""

    CATEGORY = "facet"
    RETURN_TYPES = ("STRING",)
    RETURN_NAMES = ("report",)
    OUTPUT_NODE = True
    FUNCTION = "run"
    DESCRIPTION = (
        "Fetches what changed in a library of a Facet service. The API key comes from the environment variable FACET_API_KEY of "
        "ComfyUI's process, so that it gets into no workflow and no picture. Reload the page to see new files in the list."
    )

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, Any]:
        return {"required": {"service": ("STRING", {"default": "http://127.0.0.1:4000"}), "library": ("STRING", {"default": ""})}}

    @classmethod
    def IS_CHANGED(cls, **_: object) -> float:
        # What the library holds now is not in the inputs: always run.
        return float("nan")

    def run(self, service: str, library: str) -> dict[str, Any]:
        key = os.environ.get("FACET_API_KEY")
        if not key:
            raise ValueError("Set FACET_API_KEY in the environment of ComfyUI to a key with the scope READ.")
        pulled = pull(service, key, library=library, folder=_models)
        report = f"{len(pulled.fetched)} fetched, {len(pulled.removed)} removed, {len(pulled.unchanged)} unchanged"
        return {"ui": {"text": [report]}, "result": (report,)}


NODE_CLASS_MAPPINGS = {"LoadFacetTokens": LoadFacetTokens, "FacetCompose": FacetCompose, "FacetPull": FacetPull}
NODE_DISPLAY_NAME_MAPPINGS = {
    "LoadFacetTokens": "Load Facet Tokens",
    "FacetCompose": "Facet Compose",
    "FacetPull": "Facet Pull",
}
