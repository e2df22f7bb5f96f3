"""From planned prompts to what the U-Net is conditioned on, with learned vectors in the places of words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch

from .errors import FacetError
from .plan import PlannedPrompt, Vector

VectorOf = Callable[[str, int], Vector]
"""The vector that stands at an active place: its name and the number of the vector."""


@dataclass(frozen=True)
class _Row:
    ids: list[int]
    inserts: list[tuple[int, Vector]]
    """Positions in `ids` and what replaces the embedding there."""


class TextEncoder:
    """A pipeline's tokenizer and text encoder."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        self._tokenizer: Any = pipe.tokenizer
        self._module: Any = pipe.text_encoder

    @property
    def width(self) -> int:
        """Numbers of a token's vector."""
        return int(self._module.config.hidden_size)

    @torch.no_grad()
    def word_vector(self, word: str) -> Vector:
        """The input vector of a word; of a word of several tokens the mean of theirs."""
        ids = self._ids(word)
        if not ids:
            raise FacetError("invalid-prompt", f'The word "{word}" has no tokens; give another.')
        rows: torch.Tensor = self._module.get_input_embeddings()(torch.tensor([ids], device=self._pipe._execution_device))
        return [float(value) for value in rows[0].float().mean(0)]

    @torch.no_grad()
    def encode(self, prompts: Sequence[PlannedPrompt], vector_of: VectorOf, clip_skip: int | None = None) -> torch.Tensor:
        """The text encoder's states, `[prompts, length, width]`, of all prompts in one batch."""
        rows = [self._row(prompt, vector_of) for prompt in prompts]
        ids = torch.tensor([row.ids for row in rows], device=self._pipe._execution_device)

        def put(_module: torch.nn.Module, _args: object, embedded: torch.Tensor) -> torch.Tensor:
            embedded = embedded.clone()
            for at, row in enumerate(rows):
                for position, vector in row.inserts:
                    embedded[at, position] = torch.tensor(vector, dtype=embedded.dtype, device=embedded.device)
            return embedded

        handle = self._module.get_input_embeddings().register_forward_hook(put)
        try:
            output = self._module(ids, output_hidden_states=clip_skip is not None)
        finally:
            handle.remove()
        if clip_skip is None:
            return cast(torch.Tensor, output[0])
        return cast(torch.Tensor, self._module.text_model.final_layer_norm(output.hidden_states[-(clip_skip + 1)]))

    def _row(self, prompt: PlannedPrompt, vector_of: VectorOf) -> _Row:
        ids: list[int] = [self._tokenizer.bos_token_id]
        inserts: list[tuple[int, Vector]] = []
        for text, place in prompt.pieces():
            ids += self._ids(text)
            if place is not None:
                inserts.append((len(ids), vector_of(place, prompt.active[place])))
                # Any id but that of the end, by which some text encoders find the end of the prompt.
                ids.append(self._tokenizer.bos_token_id)
        ids.append(self._tokenizer.eos_token_id)
        room = self._tokenizer.model_max_length
        if len(ids) > room:
            raise FacetError(
                "prompt-too-long",
                f'The prompt "{prompt.text}" has {len(ids) - 2} tokens, but this model reads at most {room - 2}; shorten it.',
            )
        return _Row(ids + [self._tokenizer.pad_token_id] * (room - len(ids)), inserts)

    def _ids(self, text: str) -> list[int]:
        if not text.strip():
            return []
        # Words that stand for several vectors, of embeddings that the pipeline has loaded itself.
        text = self._pipe.maybe_convert_prompt(text, self._tokenizer)
        return list(self._tokenizer(text, add_special_tokens=False).input_ids)
