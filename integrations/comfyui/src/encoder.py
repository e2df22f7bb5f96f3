"""ComfyUI's tokenizers and text encoders, with vectors in the places of words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from .facet_tokens.errors import FacetError
from .facet_tokens.plan import PlannedPrompt, Vector

# Stands for a token until its vector takes the place. Nobody writes it, and it is one id in every vocabulary of CLIP's.
_MARK = "<|startoftext|>"
# ComfyUI's keys of text encoders, of each family of models, in the order in which a token's vector has them.
_FAMILIES = [["l"], ["h"], ["l", "g"]]


@dataclass(frozen=True)
class Encoded:
    states: torch.Tensor
    """`[1, length, width]`"""
    others: dict[str, Any]
    """What ComfyUI keeps beside them in a conditioning."""

    @property
    def pooled(self) -> torch.Tensor:
        """`[1, width]`"""
        pooled: torch.Tensor = self.others["pooled_output"]
        return pooled


class Encoder:
    """A clip of Stable Diffusion 1.x, 2.x or XL, with its weights in parentheses and its own embeddings."""

    def __init__(self, clip: Any) -> None:
        self._clip = clip
        found = set(clip.tokenize(""))
        self._keys = next((keys for keys in _FAMILIES if set(keys) == found), [])
        if not self._keys:
            raise FacetError(
                "unsupported-pipeline",
                f"{type(clip.tokenizer).__name__} is not the tokenizer of Stable Diffusion 1.x, 2.x or XL (its text encoders are {', '.join(sorted(found))}); for other models there are no tokens.",
            )

    @property
    def widths(self) -> list[int]:
        """Numbers of a token's vector, for each text encoder."""
        return [int(self._table(key).shape[1]) for key in self._keys]

    @property
    def pools(self) -> bool:
        """Whether the U-Net takes a pooled vector too."""
        return len(self._keys) > 1

    def word_vector(self, word: str) -> Vector:
        """The input vectors of a word, one behind the other; of a word of several tokens the mean of theirs."""
        vector: list[float] = []
        for key in self._keys:
            tokenizer = getattr(self._clip.tokenizer, f"clip_{key}").tokenizer
            ids = tokenizer(word, add_special_tokens=False)["input_ids"]
            if not ids:
                raise FacetError("invalid-prompt", f'The word "{word}" has no tokens; give another.')
            vector += [float(number) for number in self._table(key)[ids].detach().float().mean(0)]
        return vector

    def encode(self, prompt: PlannedPrompt, vector_of: Callable[[str, int], Vector]) -> Encoded:
        """One prompt, as ComfyUI encodes it where it loads embeddings itself."""
        places = [place for _, place in prompt.pieces() if place is not None]
        text = "".join(piece if place is None else f"{piece} {_MARK} " for piece, place in prompt.pieces())
        tokens = self._clip.tokenize(text)
        start = 0
        for key, width in zip(self._keys, self.widths):
            vectors = [torch.tensor(vector_of(place, prompt.active[place])[start : start + width]) for place in places]
            tokens[key] = _with_vectors(tokens[key], vectors, prompt.text)
            start += width
        others = self._clip.encode_from_tokens(tokens, return_pooled=True, return_dict=True)
        return Encoded(others.pop("cond"), others)

    def _table(self, key: str) -> torch.Tensor:
        module = getattr(self._clip.cond_stage_model, f"clip_{key}")
        table: torch.Tensor = module.transformer.get_input_embeddings().weight
        return table


def _with_vectors(batches: list[list[Any]], vectors: list[torch.Tensor], text: str) -> list[list[Any]]:
    """Tokens and their weights, 77 at a time, with vectors for the marks in their order."""
    mark = batches[0][0][0]
    remaining = iter(vectors)

    def is_mark(at: int, token: object) -> bool:
        # Each 77 begin with the start token itself.
        return at > 0 and not isinstance(token, torch.Tensor) and token == mark

    marks = sum(is_mark(at, token) for batch in batches for at, (token, *_) in enumerate(batch))
    if marks != len(vectors):
        raise FacetError("invalid-prompt", f'The prompt "{text}" has {_MARK} in it; leave it out.')
    return [
        [(next(remaining) if is_mark(at, token) else token, *rest) for at, (token, *rest) in enumerate(batch)]
        for batch in batches
    ]
