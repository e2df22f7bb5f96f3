"""From a prompt with tokens to ComfyUI's model and conditioning, on its own attention patches."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import torch

from .facet_tokens.errors import FacetError
from .facet_tokens.plan import PlannedPrompt, Vector
from .facet_tokens.resolve import resolve
from .facet_tokens.tokens import TokenSet

# How a place is written for ComfyUI's tokenizer, which takes vectors for words that begin so.
_NAME = "facet-"


def composed(model: Any, clip: Any, prompt: str, tokens: Mapping[str, TokenSet | None]) -> tuple[Any, Any]:
    """The model with a patch of its cross-attention, and the conditioning by which the patch knows its rows.

    In each layer, at each time, the rows of the batch that hold this conditioning get the prompt of that layer and time; all other
    rows (the negative prompt, other regions) stay as they are, in whatever order they come.

    Raises FacetError as `facet_tokens.compose`.
    """
    layers = _layers(model.model.diffusion_model)
    encoder = _Encoder(clip)
    places = {name: place for name, place in tokens.items() if place is not None or f"{{{name}}}" in prompt}
    resolved = resolve(prompt, places, len(layers), encoder)
    states = [encoder.encode(each, resolved.vector_of) for each in [resolved.everywhere, *resolved.plan.prompts]]
    (base, pooled), *contexts = states
    sampling = model.model.model_sampling

    def patch(n: torch.Tensor, context: torch.Tensor, value: torch.Tensor, extra: dict[str, Any]) -> Any:
        rows = _rows(context, base)
        layer = layers.get((*extra["block"], extra["block_index"]))
        if rows is None or layer is None:
            return n, context, value
        time = float(sampling.timestep(extra["sigmas"].flatten()[0]))
        index = resolved.plan.cells[resolved.plan.stage_of(time)][layer]
        wanted = _as_long(contexts[index][0].to(context), context.shape[1])
        replaced = torch.where(rows[:, None, None], wanted, context)
        return n, replaced, replaced if value is context else torch.where(rows[:, None, None], wanted, value)

    patched = model.clone()
    patched.set_model_attn2_patch(patch)
    return patched, [[base, {"pooled_output": pooled}]]


def _rows(context: torch.Tensor, base: torch.Tensor) -> torch.Tensor | None:
    """Which rows of a batch hold the conditioning; shorter ones are repeated to the length of the longest beside them."""
    if context.shape[-1] != base.shape[-1] or context.shape[1] % base.shape[1] != 0:
        return None
    rows = (context == _as_long(base.to(context), context.shape[1])).flatten(1).all(1)
    return rows if bool(rows.any()) else None


def _as_long(states: torch.Tensor, length: int) -> torch.Tensor:
    if length % states.shape[1] != 0:
        raise FacetError(
            "prompt-too-long",
            "With its tokens the prompt is longer than 75 tokens in some layers and not in others. Shorten it.",
        )
    return states.repeat(1, length // states.shape[1], 1)


def _layers(unet: Any) -> dict[tuple[str, int, int], int]:
    """ComfyUI's name of each cross-attention layer to its number in forward order."""
    names: list[tuple[str, int, int]] = []
    parts = [("input", unet.input_blocks), ("middle", [unet.middle_block]), ("output", unet.output_blocks)]
    for part, blocks in parts:
        for number, block in enumerate(blocks):
            transformers = [module for module in block if hasattr(module, "transformer_blocks")]
            names += [(part, number, at) for module in transformers for at in range(len(module.transformer_blocks))]
    if not names:
        raise FacetError(
            "unsupported-pipeline", "This model has no cross-attention layers. Tokens work in Stable Diffusion 1.x and 2.x."
        )
    return {name: at for at, name in enumerate(names)}


class _Encoder:
    """ComfyUI's tokenizer and text encoder, with its weights in parentheses and its own embeddings."""

    def __init__(self, clip: Any) -> None:
        self._clip = clip
        self._key = getattr(clip.tokenizer, "clip_name", None)
        tokenizer = getattr(clip.tokenizer, getattr(clip.tokenizer, "clip", ""), None)
        if self._key is None or tokenizer is None:
            raise FacetError(
                "unsupported-pipeline",
                f"{type(clip.tokenizer).__name__} is not the tokenizer of Stable Diffusion 1.x or 2.x; for other models there are no tokens yet.",
            )
        self._tokenizer: Any = tokenizer
        self.widths = [int(tokenizer.embedding_size)]
        self.pools = False

    def word_vector(self, word: str) -> Vector:
        """The input vector of a word; of a word of several tokens the mean of theirs."""
        ids = self._tokenizer.tokenizer(word, add_special_tokens=False)["input_ids"]
        if not ids:
            raise FacetError("invalid-prompt", f'The word "{word}" has no tokens; give another.')
        stage = self._clip.cond_stage_model
        table = getattr(stage, stage.clip).transformer.get_input_embeddings().weight
        return [float(value) for value in table[ids].detach().float().mean(0)]

    def encode(self, prompt: PlannedPrompt, vector_of: Callable[[str, int], Vector]) -> tuple[torch.Tensor, Any]:
        """`[1, length, width]` and the pooled vector."""
        words = {f"{_NAME}{place}": vector_of(place, number) for place, number in prompt.active.items()}
        text = "".join(
            piece if place is None else f"{piece} {self._tokenizer.embedding_identifier}{_NAME}{place} "
            for piece, place in prompt.pieces()
        )
        # A copy, so that these words are no embeddings for anybody else.
        tokenizer = copy.copy(self._tokenizer)
        others = tokenizer._try_get_embedding
        # Without a folder of embeddings the tokenizer looks for none.
        tokenizer.embedding_directory = tokenizer.embedding_directory or []

        def find(name: str) -> Any:
            if name in words:
                return torch.tensor(words[name]), ""
            return others(name) if self._tokenizer.embedding_directory else (None, "")

        tokenizer._try_get_embedding = find
        tokens = {self._key: tokenizer.tokenize_with_weights(text)}
        states, pooled = self._clip.encode_from_tokens(tokens, return_pooled=True)
        return states, pooled
