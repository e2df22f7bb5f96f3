"""Which prompt stands in which cross-attention layer at which time of denoising.

Plain Python on plain numbers, so that diffusers, ComfyUI and whoever writes a sampling loop share it. Each place of a prompt
template, such as `{color}`, stands for a token or for a word. In the cells (stage of denoising x cross-attention layer) of its
attribution map a token is active and its vector stands at its place; in all other cells a plain word does, or nothing. Cells
whose prompts are equal share one, so each distinct prompt is encoded once.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from .errors import FacetError

INACTIVE = -1

GROUPS = ("fine", "moderate", "coarse")
"""What maps call layers, by how often the latent's size was halved before them; all beyond are coarse."""

# A token's place, or the name of one.
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_-]*)\}")

Vector = Sequence[float]
Cells = Sequence[Sequence[int]]
"""`[stage][layer]`: the number of the active vector, or INACTIVE."""


@dataclass(frozen=True)
class BoundToken:
    """A token as a prompt uses it."""

    vectors: Sequence[Vector]
    cells: Cells
    stage_bounds: Sequence[float]
    """Timesteps from the noisy end down to 0: stage s holds those with bounds[s + 1] <= t < bounds[s]."""
    fallback_word: str | None = None
    """The plain word in its place in inactive cells; None leaves the place out."""


@dataclass(frozen=True)
class BoundWord:
    """A plain word in a place, or nothing."""

    word: str | None


Binding = BoundToken | BoundWord


@dataclass(frozen=True)
class PlannedPrompt:
    """One distinct prompt: text and, between texts, the places of active tokens in order."""

    text: str
    """Active tokens in braces."""
    active: Mapping[str, int]
    """Place name to the number of its vector."""

    def pieces(self) -> list[tuple[str, str | None]]:
        """The text cut at its active tokens: pairs of a text and the place that follows it, None after the last."""
        pieces: list[tuple[str, str | None]] = []
        start = 0
        for match in _PLACEHOLDER.finditer(self.text):
            pieces.append((self.text[start : match.start()], match.group(1)))
            start = match.end()
        pieces.append((self.text[start:], None))
        return pieces


@dataclass(frozen=True)
class Plan:
    """A template resolved for every cell."""

    stage_bounds: Sequence[float]
    prompts: Sequence[PlannedPrompt]
    cells: Cells
    """`[stage][layer]`: which of the prompts."""
    pooled: Sequence[int] = ()
    """`[stage]`: the prompt of the pooled vector, which conditions all layers at once, for models that take one. Every token stands
    in it that any layer of the stage has."""

    def stage_of(self, timestep: float) -> int:
        """The stage of a timestep, which may be a fraction; above the first bound it is stage 0."""
        return stage_of(self.stage_bounds, timestep)


def stage_of(bounds: Sequence[float], timestep: float) -> int:
    for stage in range(len(bounds) - 1):
        if timestep >= bounds[stage + 1]:
            return stage
    return len(bounds) - 2


def places_of(template: str) -> list[str]:
    """The names in braces, in order, each once."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(template)))


def fill(template: str, replace: Callable[[str], str | None]) -> str:
    """Puts a text into each place, or closes the gap where it is None."""
    if re.search(r"[{}]", _PLACEHOLDER.sub("", template)):
        raise FacetError(
            "invalid-prompt",
            f'The prompt "{template}" has a brace outside a placeholder; placeholders look like {{color}}.',
        )
    filled = _PLACEHOLDER.sub(lambda match: replace(match.group(1)) or "", template)
    return " ".join(filled.split())


def make_plan(template: str, bindings: Mapping[str, Binding], layer_count: int, pools: bool = False) -> Plan:
    """Resolves a template for every stage and layer, and for the pooled vector of each stage where the model takes one (`pools`).

    Tokens may have different stage bounds: the plan's stages are all of them together.

    Raises FacetError `invalid-prompt` for a place without a binding or a lone brace.
    """
    places = places_of(template)
    for name in places:
        if name not in bindings:
            known = ", ".join(bindings) or "none"
            raise FacetError(
                "invalid-prompt",
                f'The prompt "{template}" has the placeholder {{{name}}}, but there is no token or word for it (there is: {known}).',
            )
    tokens = [binding for name in places if isinstance(binding := bindings[name], BoundToken)]
    bounds: list[float] = sorted({bound for token in tokens for bound in token.stage_bounds}, reverse=True) or [1000, 0]
    prompts: dict[tuple[str, tuple[tuple[str, int], ...]], int] = {}

    def prompt_at(stage: int, choose: Callable[[Sequence[int]], int]) -> int:
        """The number of the stage's prompt, for which a token's vector is chosen from its row of cells."""
        active: dict[str, int] = {}

        def text_of(name: str) -> str | None:
            binding = bindings[name]
            if isinstance(binding, BoundWord):
                return binding.word
            # The last timestep of the plan's stage lies in exactly one stage of the token's own bounds.
            vector = choose(binding.cells[stage_of(binding.stage_bounds, bounds[stage + 1])])
            if vector == INACTIVE:
                return binding.fallback_word
            active[name] = vector
            return f"{{{name}}}"

        text = fill(template, text_of)
        return prompts.setdefault((text, tuple(active.items())), len(prompts))

    stages = range(len(bounds) - 1)
    cells = [[prompt_at(stage, itemgetter(layer)) for layer in range(layer_count)] for stage in stages]
    pooled = [prompt_at(stage, _first_active) for stage in stages] if pools else []
    return Plan(bounds, [PlannedPrompt(text, dict(active)) for text, active in prompts], cells, pooled)


def _first_active(row: Sequence[int]) -> int:
    return next((vector for vector in row if vector != INACTIVE), INACTIVE)


def check_stage_bounds(bounds: Sequence[float]) -> bool:
    """Whether bounds fall strictly and end at 0, at least one stage."""
    return len(bounds) >= 2 and bounds[-1] == 0 and all(a > b for a, b in zip(bounds, bounds[1:]))


def group_of(halvings: int) -> str:
    return GROUPS[min(halvings, len(GROUPS) - 1)]


def cells_in_map(
    blocks: Sequence[Mapping[str, Any]], stage_bounds: Sequence[float], groups: Sequence[str], token: BoundToken
) -> Cells:
    """The cells of one attribute of a map, each with the vector that the token itself has there.

    `blocks` list stages and their layers, by `groups` or by number; `groups` has one for each layer.
    """

    def row(stage: int) -> list[int]:
        # The last timestep of the map's stage lies in exactly one stage of the token's own bounds.
        own = token.cells[stage_of(token.stage_bounds, stage_bounds[stage + 1])]
        blocks_of_stage = [block for block in blocks if stage in block["stages"]]
        return [
            own[layer] if any(group in block["groups"] or layer in block["layers"] for block in blocks_of_stage) else INACTIVE
            for layer, group in enumerate(groups)
        ]

    return [row(stage) for stage in range(len(stage_bounds) - 1)]


def at_strength(fallback: Vector, token: Vector, strength: float) -> Vector:
    """A token's vector at a strength: from the fallback word's (0) to the token's (1) and beyond it (up to 2).

    The direction moves on the great circle through both (spherical interpolation), the length linearly; above 1 the direction
    goes on by the same angle and the length stays the token's.
    """
    if not 0 <= strength <= 2:
        raise FacetError("invalid-input", f"Strength {strength} is not between 0 (fallback word) and 2.")
    if strength == 1:
        return token
    length_a, length_b = math.hypot(*fallback), math.hypot(*token)
    if length_a == 0 or length_b == 0:
        raise FacetError(
            "invalid-input", "A vector of zeros has no direction, so there is no way to or from it; use it at strength 1."
        )
    cosine = sum(a * b for a, b in zip(fallback, token)) / (length_a * length_b)
    angle = math.acos(min(1.0, max(-1.0, cosine)))
    length = length_a + min(1.0, strength) * (length_b - length_a)
    # Parallel vectors span no circle; there the direction simply stays.
    a, b = (
        (0.0, 1.0)
        if angle < 1e-6
        else (
            math.sin((1 - strength) * angle) / math.sin(angle),
            math.sin(strength * angle) / math.sin(angle),
        )
    )
    return [length * (a * x / length_a + b * y / length_b) for x, y in zip(fallback, token)]


def layer_order(name: str) -> tuple[int, ...]:
    """Sorts the names of a U-Net's cross-attention layers into forward order: down blocks, mid block, up blocks."""
    part = 0 if name.startswith("down") else 1 if name.startswith("mid") else 2
    numbers = [int(number) for number in re.findall(r"\.(\d+)", name)]
    return (part, 0, *numbers) if part == 1 else (part, *numbers)


def layer_group(name: str, blocks: int) -> str:
    """What maps call a layer of a U-Net that has so many blocks down and up."""
    part, block, *_ = layer_order(name)
    return group_of((block, blocks - 1, blocks - 1 - block)[part])
