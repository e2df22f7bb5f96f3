"""Token files: Facet's own, and embeddings that other tools wrote."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any, Literal, SupportsFloat, cast

import torch
from safetensors import SafetensorError, safe_open

from .errors import FacetError
from .plan import GROUPS, INACTIVE, Cells, Vector, check_stage_bounds

ATTRIBUTES = ("color", "style", "object", "layout")
WHOLE = "token"
"""The name of the one token of single-token methods, which stands for the whole picture."""

_FORMAT, _VERSION = "facet-tokens", 1
# An embedding with a vector for each layer has 70 of XL; a checkpoint, which has thousands, is gigabytes that need not be read.
_MOST_TENSORS = 256


@dataclass(frozen=True)
class Token:
    """One learned token of one picture."""

    name: str
    """color, style, object or layout; "token" where it stands for the whole picture."""
    vectors: Sequence[Vector] = field(repr=False)
    """One for most methods, one a layer for P+, one a stage for ProSpect; as wide as the text encoder's input."""
    cells: Cells | None = field(repr=False)
    """`[stage][layer]` of its attribution map: the number of the active vector, or -1. A row of one number is for all layers, None is
    the first vector everywhere."""
    initial_word: str | None
    """The word that its vector started from; a strength below 1 leads back to it, or to the fallback word."""
    fallback_word: str | None = None
    """The plain word that stands in its place in inactive cells."""
    class_word: str | None = None
    """For tokens that were trained before a class word: the word."""


@dataclass(frozen=True)
class TokenSet:
    """All tokens of one picture, and where they come from."""

    path: str
    """The file, for messages."""
    tokens: Sequence[Token]
    stage_bounds: Sequence[float]
    """Timesteps from the noisy end down to 0."""
    fingerprint: str | None
    """Of the model that the tokens belong to; None in embeddings of other tools, which do not say."""
    model_name: str
    method: str
    palette: Sequence[tuple[str, float]] = ()
    """The main colours of the picture: name and share."""
    map: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The attribution map as its file has it."""
    strength: float = 1.0
    """0 (the plain word) to 2; see `at`."""
    confined_to: Mapping[str, Any] | None = field(default=None, repr=False)
    """A map to whose cells each attribute is confined, wherever its token was trained; see `in_map`."""

    def at(self, strength: SupportsFloat) -> "TokenSet":
        """The same tokens at another strength; `tokens @ 0.7` says the same.

        Raises FacetError `invalid-input` for a strength that is not a number between 0 and 2.
        """
        if not isinstance(strength, SupportsFloat):
            raise FacetError(
                "invalid-input", f"The strength {strength!r} is a {type(strength).__name__}; give a number, such as tokens @ 0.7."
            )
        number = float(strength)
        if not 0 <= number <= 2:
            raise FacetError("invalid-input", f"Strength {number} is not between 0 (the plain word) and 2.")
        return replace(self, strength=number)

    def __matmul__(self, strength: SupportsFloat) -> "TokenSet":
        return self.at(strength)

    def in_map(self, path: str | PathLike[str] | None = None) -> "TokenSet":
        """The same tokens, each only in the cells that the file's attribution map gives the attribute in whose place it stands, wherever it
        was trained. That keeps the attributes of a whole picture's token apart, which otherwise brings along everything. A token in the place
        `{token}` stays as it is.

        With a path, the map is that of the file, such as `facet calibrate` writes: for embeddings of other tools, which have none.

        Raises FacetError `invalid-input` for a file without a map; `io`, `corrupt-file`.
        """
        if path is not None:
            return replace(self, confined_to=_map_of(_Head(str(path), _json(path))))
        if not self.map:
            raise FacetError(
                "invalid-input", f'{self.path} has no attribution map; give the file of one: in_map("attribution.json").'
            )
        return replace(self, confined_to=_map_of(_Head(self.path, self.map, "map.")))

    def token_for(self, attribute: str) -> Token:
        """The attribute's own token, or that of the whole picture.

        Raises FacetError `invalid-input` when there is neither.
        """
        for name in (attribute, WHOLE):
            for token in self.tokens:
                if token.name == name:
                    return token
        have = ", ".join(token.name for token in self.tokens)
        raise FacetError("invalid-input", f"{self.path} ({self.method}) has no {attribute} token; it has {have}.")


def load(path: str | PathLike[str], *, word: str | None = None, vectors: Literal["stages"] | None = None) -> TokenSet:
    """Reads a token file of Facet's, or an embedding of another tool: one vector, or a key with one for each layer (P+).

    An embedding of another tool does not say to which model it belongs, nor which attribute it is: it is the whole picture in all
    cells, and checked by its width alone. `word` is the plain word that a strength below 1 leads to. Several vectors under one key can
    mean several things; with `vectors="stages"` they are those of as many equal stages of denoising, in ProSpect's own order: the first
    is for the end, where `timestep * count // 1000` is 0.

    Raises FacetError `io`, `corrupt-file`, `unsupported-format`.
    """
    name = str(path)
    tensors, metadata = _read(name)
    head = metadata.get("facet")
    return _embedding(name, tensors, word, vectors) if head is None else _native(name, tensors, head)


def _read(name: str) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    if Path(name).is_dir():
        raise FacetError("io", f"{name} is a folder; give a file in it, such as {Path(name) / 'tokens.safetensors'}.")
    if not Path(name).is_file():
        raise FacetError("io", f"{name} is not there, or no file.")
    if Path(name).suffix in {".pt", ".bin", ".ckpt", ".pth"}:
        raise FacetError(
            "unsupported-format",
            f"{name} is a pickle, which can run any program when it is read. Convert it with `facet tokens import`, or take it as .safetensors.",
        )
    try:
        with safe_open(name, framework="pt") as file:
            # The library's types say nothing of these two.
            handle = cast(Any, file)
            keys, metadata = list(handle.keys()), dict(handle.metadata() or {})
            if len(keys) > _MOST_TENSORS:
                raise FacetError(
                    "unsupported-format", f"{name} has {len(keys)} tensors: weights of a model or an adapter, no tokens."
                )
            return {key: handle.get_tensor(key) for key in keys}, metadata
    except SafetensorError as error:
        raise FacetError("corrupt-file", f"{name} is no .safetensors file, or is broken: {error}") from error
    except OSError as error:
        raise FacetError("io", f"{name} cannot be read: {error}") from error


class _Head:
    """The metadata of a native file, read field by field so that a broken one is named."""

    def __init__(self, path: str, value: object, place: str = "") -> None:
        self.path, self.place = path, place
        if not isinstance(value, dict):
            raise self.broken(f"{place or 'it'} is no object")
        self._values = cast(dict[str, object], value)

    def broken(self, why: str) -> FacetError:
        return FacetError("corrupt-file", f"{self.path} has malformed metadata: {why}.")

    def get(self, key: str, kind: type | tuple[type, ...]) -> Any:
        value = self._values.get(key)
        # JSON's true is no number, though Python's bool is an int.
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.broken(f"{self.place}{key} is {json.dumps(value)[:60]}")
        return value

    def optional(self, key: str) -> str | None:
        return self.get(key, str) if key in self._values else None

    def has(self, key: str) -> bool:
        return key in self._values

    def items(self, key: str) -> list["_Head"]:
        return [_Head(self.path, item, f"{self.place}{key}[{at}].") for at, item in enumerate(self.get(key, list))]


def _native(path: str, tensors: Mapping[str, torch.Tensor], text: str) -> TokenSet:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise FacetError("corrupt-file", f"{path} has metadata that is not JSON.") from error
    head = _Head(path, data)
    if not head.has("formatVersion") or head.get("formatVersion", int) != _VERSION or head.get("format", str) != _FORMAT:
        raise FacetError(
            "unsupported-format",
            f"{path} is a token file of another version than {_VERSION}, which this package reads. Update facet-tokens.",
        )
    method = head.get("method", str)
    if head.has("weights"):
        raise FacetError(
            "unsupported-format",
            f"{path} ({method}) also changes weights of the U-Net, which this package does not load. Take a method that trains tokens only.",
        )
    bounds = _bounds(head)
    tokens = [_token(item, tensors, len(bounds) - 1) for item in head.items("tokens")]
    if not tokens:
        raise head.broken("it lists no token")
    return TokenSet(
        path=path,
        tokens=tokens,
        stage_bounds=bounds,
        fingerprint=head.get("fingerprint", str),
        model_name=head.get("modelName", str),
        method=method,
        palette=[(color.get("name", str), float(color.get("share", (int, float)))) for color in head.items("palette")],
        map=head.get("map", dict),
    )


def _json(path: str | PathLike[str]) -> object:
    try:
        return json.loads(Path(path).read_text())
    except OSError as error:
        raise FacetError("io", f"{path} cannot be read: {error}") from error
    except ValueError as error:
        raise FacetError("corrupt-file", f"{path} is not JSON.") from error


def _map_of(map: _Head) -> Mapping[str, Any]:
    """Checked, since it decides where tokens stand."""
    bounds = _bounds(map)
    cells = _Head(map.path, map.get("cells", dict), f"{map.place}cells.")
    return {"stageBounds": bounds, "cells": {name: [_block(block) for block in cells.items(name)] for name in ATTRIBUTES}}


def _block(block: _Head) -> Mapping[str, Any]:
    """Stages, and their layers by group or number; a map that a person wrote may leave one of the two out."""
    groups, layers = (block.get(key, list) if block.has(key) else [] for key in ("groups", "layers"))
    stages = block.get("stages", list)
    if not all(group in GROUPS for group in groups) or not all(
        type(number) is int and number >= 0 for number in [*stages, *layers]
    ):
        raise block.broken(f"{block.place[:-1]} does not list stages, groups ({', '.join(GROUPS)}) and layers")
    return {"stages": stages, "groups": groups, "layers": layers}


def _bounds(head: _Head) -> list[float]:
    bounds: list[float] = head.get("stageBounds", list)
    if not all(isinstance(bound, (int, float)) for bound in bounds) or not check_stage_bounds(bounds):
        raise head.broken(f"{head.place}stageBounds do not fall to 0")
    return bounds


def _token(item: _Head, tensors: Mapping[str, torch.Tensor], stages: int) -> Token:
    name = item.get("name", str)
    if name not in (*ATTRIBUTES, WHOLE):
        raise item.broken(f'"{name}" is no attribute')
    vectors = _rows(item.path, name, tensors.get(name))
    cells = item.get("cells", list)
    rows_right = len(cells) == stages and all(isinstance(row, list) and len(row) == len(cells[0]) for row in cells)
    if not rows_right or not all(
        type(cell) is int and INACTIVE <= cell < len(vectors) for row in cells for cell in cast(list[object], row)
    ):
        raise item.broken(f'the cells of "{name}" are not {stages} equal rows of numbers of its {len(vectors)} vectors')
    return Token(name, vectors, cells, item.get("initialWord", str), item.optional("fallbackWord"), item.optional("classWord"))


def _rows(path: str, key: str, tensor: torch.Tensor | None) -> list[Vector]:
    """The vectors of a tensor `[vectors, width]`, or `[width]`."""
    if tensor is None or tensor.dim() not in (1, 2) or tensor.numel() == 0 or not tensor.is_floating_point():
        raise FacetError("corrupt-file", f'{path} has no tensor [vectors, width] of numbers named "{key}".')
    rows = tensor.float().reshape(-1, tensor.shape[-1])
    if not bool(torch.isfinite(rows).all()):
        raise FacetError("corrupt-file", f'{path}: "{key}" has numbers that are not finite.')
    return cast(list[Vector], rows.tolist())


def _embedding(path: str, tensors: Mapping[str, torch.Tensor], word: str | None, vectors: Literal["stages"] | None) -> TokenSet:
    if not tensors:
        raise FacetError("unsupported-format", f"{path} holds no tensor.")
    if tensors.keys() == {"clip_l", "clip_g"}:
        # Of Stable Diffusion XL, a vector for each text encoder.
        halves = [_only(path, key, _rows(path, key, tensors[key])) for key in ("clip_l", "clip_g")]
        return _whole(path, "textual-inversion", word, [[*halves[0], *halves[1]]], [1000, 0], None)
    if len(tensors) == 1:
        ((key, tensor),) = tensors.items()
        rows = _rows(path, key, tensor)
        if vectors == "stages":
            count = len(rows)
            bounds = [1000 - 1000 * stage / count for stage in range(count)]
            return _whole(path, "prospect", word, rows[::-1], [*bounds, 0], "stage")
        return _whole(path, "textual-inversion", word, [_only(path, key, rows)], [1000, 0], None)
    layers = _layers(path, list(tensors))
    plus = [_only(path, key, _rows(path, key, tensors[key])) for key in layers]
    if len({len(vector) for vector in plus}) != 1:
        raise FacetError("corrupt-file", f"{path} has vectors of different widths.")
    return _whole(path, "p-plus", word, plus, [1000, 0], "layer")


# The layers of Stable Diffusion 1.x and 2.x as kohya's scripts call them (XTI), in forward order.
_XTI = ["IN01", "IN02", "IN04", "IN05", "IN07", "IN08", "MID", *(f"OUT{number:02}" for number in range(3, 12))]


def _layers(path: str, keys: list[str]) -> list[str]:
    """The keys of the P+ form in the order of layers: they end in -0, -1, ... , or are kohya's."""
    if sorted(keys) == sorted(_XTI):
        return _XTI
    numbered = {int(match[0][1:]): key for key in keys if (match := re.search(r"-\d+$", key))}
    if len(numbered) != len(keys) or sorted(numbered) != list(range(len(keys))):
        raise FacetError(
            "unsupported-format",
            f"{path} has the keys {', '.join(keys[:4])}, ... One key is a single token; a P+ token has one for each layer, ending in -0, -1 and so on, or called IN01 to OUT11.",
        )
    return [numbered[at] for at in range(len(keys))]


def _only(path: str, key: str, rows: list[Vector]) -> Vector:
    if len(rows) == 1:
        return rows[0]
    raise FacetError(
        "unsupported-format",
        f'{path} has {len(rows)} vectors under "{key}". Of one token one vector, or one a layer, can be composed; if they are those of stages of denoising (ProSpect), load it with vectors="stages".',
    )


def _whole(
    path: str,
    method: str,
    word: str | None,
    vectors: list[Vector],
    bounds: list[float],
    per: Literal["layer", "stage"] | None,
) -> TokenSet:
    numbers = range(len(vectors))
    # A row of one stands for all layers of whatever model it meets.
    cells = None if per is None else [list(numbers)] if per == "layer" else [[at] for at in numbers]
    return TokenSet(path, [Token(WHOLE, vectors, cells, word)], bounds, None, "unknown", method)
