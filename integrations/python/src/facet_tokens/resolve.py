"""From a prompt, tokens and words to the plan of a model: what every framework does in the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .errors import FacetError
from .plan import (
    Binding,
    BoundToken,
    BoundWord,
    Cells,
    Plan,
    PlannedPrompt,
    Vector,
    at_strength,
    cells_in_map,
    make_plan,
    places_of,
)
from .tokens import WHOLE, Token, TokenSet

Place = TokenSet | str | None
"""What stands in a place of the prompt: tokens, a plain word, or nothing (muted)."""


class Words(Protocol):
    """What is asked of a model's text encoders."""

    @property
    def widths(self) -> Sequence[int]:
        """Numbers of a token's vector for each text encoder, one behind the other."""
        ...

    @property
    def pools(self) -> bool:
        """Whether the U-Net takes a pooled vector beside the prompt."""
        ...

    def word_vector(self, word: str) -> Vector:
        """The input vector of a word."""
        ...


@dataclass(frozen=True)
class Resolved:
    plan: Plan
    everywhere: PlannedPrompt
    """The prompt with all tokens in it: what a plain loader of embeddings would give to every layer."""
    vectors: Mapping[str, Sequence[Vector]] = field(repr=False)
    """By place, at their strengths."""

    def vector_of(self, place: str, number: int) -> Vector:
        return self.vectors[place][number]


def resolve(prompt: str, places: Mapping[str, Place], groups: Sequence[str], words: Words) -> Resolved:
    """`groups` has for each cross-attention layer what maps call it.

    Raises FacetError `invalid-prompt`, `invalid-input`, `fingerprint-mismatch` for tokens whose width or layers are others.
    """
    named = places_of(prompt)
    bindings: dict[str, Binding] = {}
    vectors: dict[str, list[Vector]] = {}
    for name, place in places.items():
        if not isinstance(place, TokenSet):
            bindings[name] = _word(name, place)
            continue
        if name not in named:
            raise FacetError(
                "invalid-prompt",
                f'The prompt "{prompt}" has no {{{name}}}, so the given {name} token would not be used. Put {{{name}}} where it belongs.',
            )
        found = place.token_for(name)
        _check_width(name, place, found.vectors, sum(words.widths))
        if name == "object" and found.class_word is not None:
            prompt = prompt.replace("{object}", f"{{object}} {found.class_word}")
        bindings[name] = _bound(place, found, name, groups)
        word = found.fallback_word or found.initial_word
        vectors[name] = [_at(words, place, word, vector) for vector in found.vectors]
    plan = make_plan(prompt, bindings, len(groups), words.pools)
    all_cells = {
        name: BoundToken(binding.vectors, [[0]], [1000, 0]) if isinstance(binding, BoundToken) else binding
        for name, binding in bindings.items()
    }
    return Resolved(plan, make_plan(prompt, all_cells, 1).prompts[0], vectors)


def _word(name: str, word: object) -> BoundWord:
    if word is not None and not isinstance(word, str):
        raise FacetError("invalid-input", f"{name} is a {type(word).__name__}; give tokens (facet_tokens.load), a word, or None.")
    if word is not None and word.endswith(".safetensors"):
        raise FacetError("invalid-input", f'{name} is the file name "{word}"; read it with facet_tokens.load.')
    if word is not None and ("{" in word or "}" in word):
        raise FacetError("invalid-prompt", f'The word "{word}" for {name} has a brace; give it without.')
    return BoundWord(word)


def _check_width(name: str, tokens: TokenSet, vectors: Sequence[Vector], width: int) -> None:
    for vector in vectors:
        if len(vector) != width:
            raise FacetError(
                "fingerprint-mismatch",
                f"The {name} token of {tokens.path} has {len(vector)} numbers; this model takes {width}. It belongs to another family of models.",
            )


def _bound(tokens: TokenSet, token: Token, name: str, groups: Sequence[str]) -> BoundToken:
    cells = _cells(tokens, token.cells, name, len(groups))
    bound = BoundToken(token.vectors, cells, tokens.stage_bounds, token.fallback_word)
    if tokens.confined_to is None or name == WHOLE:
        return bound
    blocks, bounds = tokens.confined_to["cells"][name], tokens.confined_to["stageBounds"]
    beyond = [layer for block in blocks for layer in block["layers"] if layer >= len(groups)]
    if beyond:
        raise FacetError(
            "fingerprint-mismatch",
            f"The map of {tokens.path} names the cross-attention layer {beyond[0]}; this U-Net has {len(groups)} (0 to {len(groups) - 1}). Take the map of this model.",
        )
    # Outside of its cells only the object is said by a word, as where tokens are trained in their cells: that of a whole picture is the
    # object's, too, and would say it in the place of another attribute.
    word = None if token.name == WHOLE else token.fallback_word
    if name == "object":
        word = token.fallback_word or token.initial_word
    return BoundToken(token.vectors, cells_in_map(blocks, bounds, groups, bound), bounds, word)


def _cells(tokens: TokenSet, cells: Cells | None, name: str, layers: int) -> Cells:
    """The cells of a token for a model of so many layers; what is said once holds for all of them."""
    stages = len(tokens.stage_bounds) - 1
    if cells is None:
        return [[0] * layers] * stages
    if any(len(row) not in (1, layers) for row in cells):
        raise FacetError(
            "fingerprint-mismatch",
            f"The {name} token of {tokens.path} is made for {len(cells[0])} cross-attention layers; this U-Net has {layers}.",
        )
    return [list(row) * layers if len(row) == 1 else row for row in cells]


def _at(words: Words, tokens: TokenSet, word: str | None, vector: Vector) -> Vector:
    if tokens.strength == 1:
        return vector
    if word is None:
        raise FacetError(
            "invalid-input",
            f"{tokens.path} does not say which plain word a strength below 1 leads to. Load it with word=..., or use it at strength 1.",
        )
    # Each encoder's part by itself, since their words differ in length.
    fallback, at = words.word_vector(word), 0
    mixed: list[float] = []
    for width in words.widths:
        part = slice(at, at := at + width)
        mixed += at_strength(fallback[part], vector[part], tokens.strength)
    return mixed
