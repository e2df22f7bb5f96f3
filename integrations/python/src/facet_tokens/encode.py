"""From planned prompts to what the U-Net is conditioned on, with learned vectors in the places of words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import get_ident
from typing import Any, cast

import torch

from .errors import FacetError
from .plan import PlannedPrompt, Vector

VectorOf = Callable[[str, int], Vector]
"""The vector that stands at an active place: its name and the number of the vector."""


@dataclass(frozen=True)
class Encoded:
    """What the U-Net is conditioned on, for each of several prompts."""

    states: torch.Tensor
    """`[prompts, length, width]`; of two text encoders one behind the other."""
    pooled: torch.Tensor | None
    """`[prompts, pooled width]`, of Stable Diffusion XL."""


class PromptEncoder:
    """A pipeline's text encoders: one of Stable Diffusion 1.x and 2.x, both of XL."""

    def __init__(self, pipe: Any) -> None:
        second = getattr(pipe, "text_encoder_2", None)
        parts = [(pipe.tokenizer, pipe.text_encoder), *([] if second is None else [(pipe.tokenizer_2, second)])]
        self._parts = [_TextEncoder(pipe, tokenizer, module) for tokenizer, module in parts]

    @property
    def widths(self) -> list[int]:
        """Numbers of a token's vector, for each text encoder."""
        return [part.width for part in self._parts]

    @property
    def pools(self) -> bool:
        """Whether the U-Net takes a pooled vector too."""
        return len(self._parts) > 1

    def _check_skipped(self, clip_skip: int | None) -> None:
        # Before the first layer there are only vectors of words; XL leaves one layer out already.
        most = min(part.layers for part in self._parts) - (2 if self.pools else 1)
        if clip_skip is not None and (not isinstance(clip_skip, int) or not 0 <= clip_skip <= most):
            raise FacetError(
                "invalid-input",
                f"clip_skip is {clip_skip!r}; it is how many of the text encoder's last layers are left out, here 0 to {most}.",
            )

    def word_vector(self, word: str) -> Vector:
        """The input vectors of a word, one behind the other; of a word of several tokens the mean of theirs."""
        return [number for part in self._parts for number in part.word_vector(word)]

    def encode(self, prompts: Sequence[PlannedPrompt], vector_of: VectorOf, clip_skip: int | None = None) -> Encoded:
        """All prompts in one batch."""
        self._check_skipped(clip_skip)
        states: list[torch.Tensor] = []
        pooled, start = None, 0
        for part in self._parts:
            end = start + part.width

            def own(place: str, number: int, start: int = start, end: int = end) -> Vector:
                return vector_of(place, number)[start:end]

            output = part.run(prompts, own, clip_skip is not None or self.pools)
            states.append(part.last(output, clip_skip) if not self.pools else output.hidden_states[-(clip_skip or 0) - 2])
            pooled, start = output[0], end
        return Encoded(torch.cat(states, -1), pooled if self.pools else None)


@dataclass(frozen=True)
class _Row:
    ids: list[int]
    inserts: list[tuple[int, Vector]]
    """Positions in `ids` and what replaces the embedding there."""


class _TextEncoder:
    """One tokenizer and text encoder of a pipeline."""

    def __init__(self, pipe: Any, tokenizer: Any, module: Any) -> None:
        self._pipe = pipe
        self._tokenizer = tokenizer
        self._module = module

    @property
    def width(self) -> int:
        """Numbers of a vector."""
        return int(self._module.config.hidden_size)

    @property
    def layers(self) -> int:
        return int(self._module.config.num_hidden_layers)

    @torch.no_grad()
    def word_vector(self, word: str) -> Vector:
        """The input vector of a word; of a word of several tokens the mean of theirs."""
        ids = self._ids(word)
        if not ids:
            raise FacetError("invalid-prompt", f'The word "{word}" has no tokens; give another.')
        rows: torch.Tensor = self._module.get_input_embeddings()(torch.tensor([ids], device=self._pipe._execution_device))
        return [float(value) for value in rows[0].float().mean(0)]

    @torch.no_grad()
    def run(self, prompts: Sequence[PlannedPrompt], vector_of: VectorOf, with_states: bool) -> Any:
        """What the module says of all prompts in one batch, with the states of all its layers where they are wanted."""
        rows = [self._row(prompt, vector_of) for prompt in prompts]
        ids = torch.tensor([row.ids for row in rows], device=self._pipe._execution_device)

        here = get_ident()

        def put(_module: torch.nn.Module, _args: object, embedded: torch.Tensor) -> torch.Tensor | None:
            # Pipelines that share a text encoder may draw in other threads meanwhile.
            if get_ident() != here:
                return None
            embedded = embedded.clone()
            for at, row in enumerate(rows):
                for position, vector in row.inserts:
                    embedded[at, position] = torch.tensor(vector, dtype=embedded.dtype, device=embedded.device)
            return embedded

        handle = self._module.get_input_embeddings().register_forward_hook(put)
        try:
            return self._module(ids, output_hidden_states=with_states)
        finally:
            handle.remove()

    @torch.no_grad()
    def last(self, output: Any, clip_skip: int | None) -> torch.Tensor:
        """The states that Stable Diffusion 1.x and 2.x are conditioned on."""
        if clip_skip is None:
            return cast(torch.Tensor, output[0])
        # Of transformers before 5 the layers are in a module of their own.
        layers = getattr(self._module, "text_model", self._module)
        return cast(torch.Tensor, layers.final_layer_norm(output.hidden_states[-(clip_skip + 1)]))

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
        # Words that stand for several vectors, of embeddings that the pipeline has loaded itself, if it is one that loads any.
        convert = getattr(self._pipe, "maybe_convert_prompt", None)
        text = text if convert is None else convert(text, self._tokenizer)
        return list(self._tokenizer(text, add_special_tokens=False).input_ids)
