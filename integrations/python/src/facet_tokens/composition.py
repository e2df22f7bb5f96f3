"""Drawing with tokens, each in its own layers and at its own times."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, cast
from weakref import WeakSet

import torch

from .encode import PromptEncoder
from .errors import FacetError
from .fingerprint import fingerprint, plain
from .plan import Plan, layer_group, layer_order
from .resolve import Place, resolve
from .tokens import ATTRIBUTES, WHOLE, TokenSet

_busy: "WeakSet[torch.nn.Module]" = WeakSet()
_entering = Lock()


def compose(
    pipe: Any,
    prompt: str,
    *,
    color: Place = None,
    style: Place = None,
    object: Place = None,
    layout: Place = None,
    token: Place = None,
    check_model: bool = True,
    clip_skip: int | None = None,
    **arguments: Any,
) -> Any:
    """Draws with any pipeline of Stable Diffusion 1.x, 2.x or XL of diffusers; returns what the pipeline returns.

    `{color}`, `{style}`, `{object}` and `{layout}` in the prompt are places for tokens, `{token}` for one that stands for a whole
    picture. A place takes tokens (`cat`, or `cat @ 0.7` for a strength from 0, the plain word, to 2), a plain word, or None, which
    leaves it out. All other arguments go to the pipeline.

    Raises FacetError `fingerprint-mismatch` for tokens of another model (`check_model=False` uses them all the same, if their width
    fits), `invalid-prompt`, `invalid-input`, `prompt-too-long`, `unsupported-pipeline`.
    """
    # The second prompt of Stable Diffusion XL too: one composed prompt is read by both text encoders.
    for given in ("prompt_2", "prompt_embeds", "pooled_prompt_embeds"):
        if given in arguments:
            raise FacetError("invalid-input", f"The prompt is composed here; do not give {given} as well.")
    # Pipelines of diffusers take any name and say nothing.
    for name, given_tokens in arguments.items():
        if isinstance(given_tokens, TokenSet):
            raise FacetError(
                "invalid-input", f"There is no place {name} for tokens; there are {', '.join((*ATTRIBUTES, WHOLE))}."
            )
    for name in ("negative_prompt", "negative_prompt_2"):
        _check_negative(arguments.get(name))
    _check_scheduler(getattr(pipe, "scheduler", None))
    with composition(
        pipe,
        prompt,
        color=color,
        style=style,
        object=object,
        layout=layout,
        token=token,
        check_model=check_model,
        clip_skip=clip_skip,
    ) as composed:
        embeds = {"prompt_embeds": composed.prompt_embeds}
        if composed.pooled_prompt_embeds is not None:
            embeds["pooled_prompt_embeds"] = composed.pooled_prompt_embeds
        return pipe(**embeds, **arguments)


def _check_negative(prompt: object) -> None:
    texts = prompt if isinstance(prompt, list) else [prompt]
    for place in (*ATTRIBUTES, WHOLE):
        if any(isinstance(text, str) and f"{{{place}}}" in text for text in texts):
            raise FacetError(
                "invalid-prompt", f"The negative prompt has {{{place}}}, where only words are read; give a word instead."
            )


def _check_scheduler(scheduler: Any) -> None:
    """Its times must be those of the training, which maps are made of; some schedulers give the U-Net a function of the noise level."""
    if scheduler is None:
        return
    if not hasattr(scheduler, "alphas_cumprod") or scheduler.config.get("timestep_type") == "continuous":
        raise FacetError(
            "unsupported-pipeline",
            f"The pipeline's {type(scheduler).__name__} does not count time from 999 to 0, as tokens know it. Take another scheduler, such as DDIMScheduler, and a model of Stable Diffusion with its own schedule.",
        )


@dataclass
class Composition:
    """A composition that is in force on a pipeline's U-Net."""

    prompt_embeds: torch.Tensor
    """`[1, length, width]`: what the U-Net must be given for the rows that this composition conditions, wherever they are in the
    batch. In each layer the rows that equal it get the prompt of that layer and time; all others stay as they are."""
    plan: Plan
    contexts: torch.Tensor = field(repr=False)
    """`[prompts, length, width]`"""
    pooled_prompt_embeds: torch.Tensor | None = None
    """`[1, width]`, of Stable Diffusion XL: given to the U-Net with `prompt_embeds`, it is replaced by that of each time."""
    pooled: torch.Tensor | None = field(default=None, repr=False)
    """`[prompts, width]`"""
    uses: int = 0
    """How many rows it has conditioned so far."""


@contextmanager
def composition(
    pipe: Any,
    prompt: str,
    *,
    color: Place = None,
    style: Place = None,
    object: Place = None,
    layout: Place = None,
    token: Place = None,
    check_model: bool = True,
    clip_skip: int | None = None,
) -> Iterator[Composition]:
    """As `compose`, for a sampling loop of one's own: give the U-Net `prompt_embeds` while it is in force.

    Afterwards the pipeline is as before, also after an exception. A ControlNet of the pipeline gets the same prompts, layer by
    layer. What is compiled runs uncompiled meanwhile.

    Raises FacetError as `compose`, and `invalid-input` where another composition is in force, or at the end where the U-Net ran and
    was never given `prompt_embeds`.
    """
    unet = _unet_of(pipe)
    if not isinstance(prompt, str):
        raise FacetError(
            "invalid-input",
            f"The prompt is a {type(prompt).__name__}; give one text (num_images_per_prompt makes several pictures of it).",
        )
    given: Mapping[str, Place] = {"color": color, "style": style, "object": object, "layout": layout, "token": token}
    places = {name: place for name, place in given.items() if place is not None or f"{{{name}}}" in prompt}
    with _entering:
        if unet in _busy:
            raise FacetError(
                "invalid-input",
                "Another composition is in force on this pipeline. Compose one after the other, or load it twice.",
            )
        _busy.add(unet)
    try:
        with ExitStack() as stack:
            networks = _uncompiled(pipe, stack)
            composed = _encode(pipe, unet, prompt, places, check_model, clip_skip)
            watches = [_Watch(network, composed) for network in networks]
            for watch in watches:
                stack.callback(watch.remove)
            yield composed
            if watches[0].calls > 0 and composed.uses == 0:
                raise FacetError(
                    "invalid-input",
                    "The U-Net was never given this composition's prompt_embeds, so no token was used. Pass them to it.",
                )
    finally:
        _busy.discard(unet)


def _unet_of(pipe: Any) -> torch.nn.Module:
    unet = plain(getattr(pipe, "unet", None))
    encoders = [plain(getattr(pipe, name, None)) for name in ("text_encoder", "text_encoder_2")]
    kinds = {getattr(encoder.config, "model_type", None) for encoder in encoders if encoder is not None}
    fits = encoders[0] is not None and kinds == {"clip_text_model"}
    if not isinstance(unet, torch.nn.Module) or not fits or not hasattr(pipe, "tokenizer"):
        raise FacetError(
            "unsupported-pipeline",
            f"{type(pipe).__name__} has no U-Net with a text encoder of CLIP's. Tokens work in pipelines of Stable Diffusion 1.x, 2.x and XL, not in XL's refiner.",
        )
    # Others, of videos for one, call other layers attn2 too; what wraps a U-Net, such as PEFT's own models, renames them.
    if not any(kind.__name__ == "UNet2DConditionModel" for kind in type(unet).__mro__):
        raise FacetError(
            "unsupported-pipeline",
            f"The U-Net of {type(pipe).__name__} is a {type(unet).__name__}; tokens know the layers of a UNet2DConditionModel, which Stable Diffusion 1.x, 2.x and XL have. Load adapters with load_lora_weights, which leaves it one.",
        )
    return unet


def _encode(
    pipe: Any,
    unet: torch.nn.Module,
    prompt: str,
    places: Mapping[str, Place],
    check_model: bool,
    clip_skip: int | None,
) -> Composition:
    model: str | None = None
    for name, place in places.items():
        if check_model and isinstance(place, TokenSet) and place.fingerprint is not None:
            model = model or fingerprint(pipe)
            _check_model(name, place, model, pipe)
    encoder = PromptEncoder(pipe)
    blocks = len(cast(Any, unet).down_blocks)
    resolved = resolve(prompt, places, [layer_group(name, blocks) for name in _layers(unet)], encoder)
    encoded = encoder.encode([resolved.everywhere, *resolved.plan.prompts], resolved.vector_of, clip_skip)
    states, pooled = encoded.states, encoded.pooled
    return Composition(
        prompt_embeds=states[:1],
        plan=resolved.plan,
        contexts=states[1:],
        pooled_prompt_embeds=None if pooled is None else pooled[:1],
        pooled=None if pooled is None else pooled[1:],
    )


def _check_model(name: str, tokens: TokenSet, model: str, pipe: Any) -> None:
    if tokens.fingerprint == model:
        return
    loaded = getattr(pipe.config, "_name_or_path", "") or type(pipe).__name__
    rounded = _rounded_parts(pipe)
    remedy = (
        f"In bfloat16 the weights of its {' and '.join(rounded)} have lost digits, so that whether it is the same model cannot be told: load it from its float32 or float16 files (torch_dtype=torch.float32 or torch.float16), or give check_model=False if you know that it is."
        if rounded
        else "Load the other model, without weights fused into it, or give check_model=False to use the token all the same."
    )
    raise FacetError(
        "fingerprint-mismatch",
        f"The {name} token of {tokens.path} belongs to the model {tokens.model_name} (fingerprint {(tokens.fingerprint or '')[:12]}), but the loaded model is {loaded} (fingerprint {model[:12]}). {remedy}",
    )


def _rounded_parts(pipe: Any) -> list[str]:
    """The parts whose weights have no more digits than bfloat16 keeps, whatever they are held in now."""
    rounded: list[str] = []
    for part in ("text_encoder", "text_encoder_2", "unet"):
        module = getattr(pipe, part, None)
        # Matrices, since shifts and scales may well be zeros and ones.
        weights = [] if module is None else [each for each in module.parameters() if each.ndim > 1 and not each.is_meta]
        if weights and all(torch.equal(each[0], each[0].to(torch.bfloat16).to(each.dtype)) for each in weights):
            rounded.append(part)
    return rounded


def _layers(network: torch.nn.Module) -> list[str]:
    """The names of the cross-attention layers in forward order."""
    names = [name for name, _ in network.named_modules() if name.endswith(".attn2")]
    if not names:
        raise FacetError("unsupported-pipeline", "The U-Net has no cross-attention layers (attn2), so no prompt reaches it.")
    return sorted(names, key=layer_order)


def _uncompiled(pipe: Any, stack: ExitStack) -> list[torch.nn.Module]:
    """The U-Net, and ControlNets beside it. Compiled code does not look at hooks that came later, so until the stack is closed plain
    code runs in them and in the text encoders, where all of one of them, or its blocks, was compiled."""
    controlnet = getattr(pipe, "controlnet", None)
    nets = getattr(controlnet, "nets", None)
    beside = (
        [] if controlnet is None else [(pipe, "controlnet")] if nets is None else [(nets, str(at)) for at in range(len(nets))]
    )
    encoders = [(pipe, name) for name in ("text_encoder", "text_encoder_2") if getattr(pipe, name, None) is not None]
    compiled: list[str] = []
    networks: list[torch.nn.Module] = []
    for holder, name in [(pipe, "unet"), *beside, *encoders]:
        held = getattr(holder, name)
        network: torch.nn.Module = plain(held)
        inside = [module for module in network.modules() if module._compiled_call_impl is not None]
        if network is not held:
            stack.callback(setattr, holder, name, held)
            setattr(holder, name, network)
        for module in inside:
            stack.callback(setattr, module, "_compiled_call_impl", module._compiled_call_impl)
            module._compiled_call_impl = None
        if network is not held or inside:
            compiled.append("U-Net" if name == "unet" else "ControlNet" if (holder, name) in beside else name)
        if (holder, name) not in encoders:
            networks.append(network)
    if compiled:
        names = " and the ".join(dict.fromkeys(compiled))
        warnings.warn(f"While tokens are composed, plain code runs in place of what was compiled: the {names}.", stacklevel=5)
    return networks


class _Watch:
    """Hooks of one network: notes the time of each run and which rows are the composition's, and gives each layer its prompt."""

    def __init__(self, network: torch.nn.Module, composed: Composition) -> None:
        self.calls = 0
        self._composed = composed
        self._rows: torch.Tensor | None = None
        self._stage = 0
        self._made: dict[int, torch.Tensor] = {}
        # A ControlNet has the first layers of its U-Net, by the same names.
        self._handles = [network.register_forward_pre_hook(self._before, with_kwargs=True)]
        for layer, name in enumerate(_layers(network)):
            module = network.get_submodule(name)
            self._handles.append(module.register_forward_pre_hook(self._layer_hook(layer), with_kwargs=True))

    def remove(self) -> None:
        for handle in self._handles:
            handle.remove()

    def _before(
        self, _network: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        timestep = args[1] if len(args) > 1 else kwargs["timestep"]
        hidden = args[2] if len(args) > 2 else kwargs["encoder_hidden_states"]
        self.calls += 1
        self._stage = self._composed.plan.stage_of(_one_time(timestep))
        base = self._composed.prompt_embeds.to(hidden)
        same = hidden.shape[1:] == base.shape[1:]
        rows = (hidden == base).flatten(1).all(1) if same else torch.zeros(len(hidden), dtype=torch.bool)
        self._rows = rows if bool(rows.any()) else None
        self._composed.uses += int(rows.sum())
        self._made = {}
        pooled = self._composed.pooled
        if self._rows is None or pooled is None:
            return None
        added = kwargs["added_cond_kwargs"]
        of_stage = pooled[self._composed.plan.pooled[self._stage]].to(added["text_embeds"])
        texts = torch.where(self._rows[:, None].to(of_stage.device), of_stage, added["text_embeds"])
        return args, {**kwargs, "added_cond_kwargs": {**added, "text_embeds": texts}}

    def _layer_hook(self, layer: int) -> Any:
        def replace(
            _module: torch.nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]
        ) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
            if self._rows is None:
                return None
            index = self._composed.plan.cells[self._stage][layer]
            if len(args) > 1:
                return (args[0], self._with_prompt(args[1], index), *args[2:]), kwargs
            return args, {**kwargs, "encoder_hidden_states": self._with_prompt(kwargs["encoder_hidden_states"], index)}

        return replace

    def _with_prompt(self, hidden: Any, index: int) -> Any:
        # An IP-Adapter puts its picture's states beside the text's.
        if isinstance(hidden, tuple):
            return (self._with_prompt(hidden[0], index), *hidden[1:])
        made = self._made.get(index)
        if made is None:
            rows = cast(torch.Tensor, self._rows).to(hidden.device)
            made = torch.where(rows[:, None, None], self._composed.contexts[index].to(hidden), hidden)
            self._made[index] = made
        return made


def _one_time(timestep: Any) -> float:
    if not isinstance(timestep, torch.Tensor):
        return float(timestep)
    times = {float(time) for time in timestep.flatten()}
    if len(times) != 1:
        raise FacetError("invalid-input", f"A batch at {len(times)} different timesteps cannot be composed; give one at a time.")
    return times.pop()
