"""From a prompt with tokens to ComfyUI's model and conditioning, on its own attention patches."""

from collections.abc import Mapping
from typing import Any

import torch

from .encoder import Encoded, Encoder
from .facet_tokens.errors import FacetError
from .facet_tokens.plan import Plan, group_of
from .facet_tokens.resolve import resolve
from .facet_tokens.tokens import TokenSet


def composed(model: Any, clip: Any, prompt: str, tokens: Mapping[str, TokenSet | None]) -> tuple[Any, Any]:
    """The model with a patch of its cross-attention, and the conditioning by which the patch knows its rows.

    In each layer, at each time, the rows of the batch that hold this conditioning get the prompt of that layer and time; all other
    rows (the negative prompt, other regions) stay as they are, in whatever order they come. The pooled vector of Stable Diffusion
    XL conditions all layers at once and changes by stage.

    Raises FacetError as `facet_tokens.compose`.
    """
    groups = _layers(model.model.diffusion_model)
    encoder = Encoder(clip)
    places = {name: place for name, place in tokens.items() if place is not None or f"{{{name}}}" in prompt}
    resolved = resolve(prompt, places, list(groups.values()), encoder)
    base, *prompts = (encoder.encode(each, resolved.vector_of) for each in [resolved.everywhere, *resolved.plan.prompts])
    composition = _Composition(model.model, resolved.plan, {name: at for at, name in enumerate(groups)}, base, prompts)
    patched = model.clone()
    patched.set_model_attn2_patch(composition.in_layer)
    if resolved.plan.pooled:
        patched.set_model_unet_function_wrapper(composition.around(model.model_options.get("model_function_wrapper")))
    return patched, [[base.states, base.others]]


class _Composition:
    """What stands where while a model draws."""

    def __init__(
        self, model: Any, plan: Plan, layers: Mapping[tuple[str, int, int], int], base: Encoded, prompts: list[Encoded]
    ) -> None:
        self._model = model
        self._plan = plan
        self._layers = layers
        self._base = _Moved(base.states)
        self._contexts = [_Moved(prompt.states) for prompt in prompts]
        self._pooled = [_Moved(prompt.pooled) for prompt in prompts]
        # A graphics card is asked for numbers once a step and not in each layer, where it would be waited for.
        self._times: tuple[Any, int] = (None, 0)
        self._seen: tuple[Any, torch.Tensor | None] = (None, None)

    def __deepcopy__(self, _memo: object) -> "_Composition":
        """Itself: ComfyUI up to 2025 copies all options of a model that it clones, and with its patches the model would be copied."""
        return self

    def in_layer(self, n: torch.Tensor, context: torch.Tensor, value: torch.Tensor, extra: dict[str, Any]) -> Any:
        """A patch of cross-attention: queries, keys and values of a layer."""
        rows = self._rows(context)
        layer = self._layers.get((*extra["block"], extra["block_index"]))
        if rows is None or layer is None:
            return n, context, value
        wanted = _as_long(self._contexts[self._plan.cells[self._stage(extra["sigmas"])][layer]].like(context), context.shape[1])
        replaced = torch.where(rows[:, None, None], wanted, context)
        return n, replaced, replaced if value is context else torch.where(rows[:, None, None], wanted, value)

    def around(self, others: Any) -> Any:
        """A wrapper of the whole U-Net, around the one that is there, which gives it the pooled vector of the time."""

        def run(apply: Any, given: dict[str, Any]) -> Any:
            rows, y = self._rows(given["c"]["c_crossattn"]), given["c"].get("y")
            if rows is not None and y is not None:
                pooled = self._pooled[self._plan.pooled[self._stage(given["timestep"])]].like(y)
                # Behind the pooled vector stand sizes.
                wanted = torch.cat([pooled.expand(len(y), -1), y[:, pooled.shape[-1] :]], 1)
                given = {**given, "c": {**given["c"], "y": torch.where(rows[:, None].to(y.device), wanted, y)}}
            return apply(given["input"], given["timestep"], **given["c"]) if others is None else others(apply, given)

        return run

    def _stage(self, sigmas: torch.Tensor) -> int:
        if sigmas is not self._times[0]:
            # Asked for at each step: nodes that come later may give the model another schedule.
            sampling = self._model.model_sampling
            time, first = (float(sampling.timestep(sigma.flatten()[0])) for sigma in (sigmas, sampling.sigma_max))
            if first < 500:
                raise FacetError(
                    "unsupported-pipeline",
                    f"{type(sampling).__name__} counts time as {first:.3g} to 0 where tokens know it as 999 to 0. Take a model of Stable Diffusion with its own schedule.",
                )
            self._times = (sigmas, self._plan.stage_of(time))
        return self._times[1]

    def _rows(self, context: torch.Tensor) -> torch.Tensor | None:
        """Which rows of a batch hold the conditioning; shorter ones are repeated to the length of the longest beside them."""
        if context is not self._seen[0]:
            base = self._base.like(context)
            rows: torch.Tensor | None = None
            if context.shape[-1] == base.shape[-1] and context.shape[1] % base.shape[1] == 0:
                same = (context == _as_long(base, context.shape[1])).flatten(1).all(1)
                rows = same if bool(same.any()) else None
            self._seen = (context, rows)
        return self._seen[1]


class _Moved:
    """A tensor that is moved once to each device and precision."""

    def __init__(self, tensor: torch.Tensor) -> None:
        self._tensor = tensor
        self._moved: dict[tuple[torch.device, torch.dtype], torch.Tensor] = {}

    def like(self, other: torch.Tensor) -> torch.Tensor:
        where = (other.device, other.dtype)
        if where not in self._moved:
            self._moved[where] = self._tensor.to(other)
        return self._moved[where]


def _as_long(states: torch.Tensor, length: int) -> torch.Tensor:
    if length % states.shape[1] != 0:
        raise FacetError(
            "prompt-too-long",
            "With its tokens the prompt is longer than 75 tokens in some layers and not in others. Shorten it.",
        )
    return states.repeat(1, length // states.shape[1], 1)


def _layers(unet: Any) -> dict[tuple[str, int, int], str]:
    """ComfyUI's name of each cross-attention layer, in forward order, and what maps call it by the size of what it sees."""
    layers: dict[tuple[str, int, int], str] = {}
    middle = getattr(unet, "middle_block", None)
    parts = [
        ("input", getattr(unet, "input_blocks", [])),
        ("middle", [] if middle is None else [middle]),
        ("output", getattr(unet, "output_blocks", [])),
    ]
    level = 0
    for part, blocks in parts:
        for number, block in enumerate(blocks):
            for module in block:
                # In a block, what changes the size comes last.
                level += {"Downsample": 1, "Upsample": -1}.get(type(module).__name__, 0)
                for at in range(len(getattr(module, "transformer_blocks", []))):
                    layers[part, number, at] = group_of(level)
    if not layers:
        raise FacetError(
            "unsupported-pipeline",
            f"{type(unet).__name__} has no cross-attention layers of a U-Net. Tokens work in Stable Diffusion 1.x, 2.x and XL.",
        )
    return layers
