"""What people use beside tokens: other pipelines of the family, adapters, offloading, precisions, attention processors, compilation.

The oracle is diffusers itself. A token that stands in all layers until half of the way and is a word from there on draws what a plain
pipeline draws whose prompt is exchanged between two steps (`callback_on_step_end`), the token loaded by its own loader.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from accelerate import cpu_offload
from conftest import World
from diffusers import (
    ControlNetModel,
    DiffusionPipeline,
    MultiControlNetModel,
    StableDiffusionControlNetPipeline,
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInpaintPipeline,
    StableDiffusionXLControlNetPipeline,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLInpaintPipeline,
)
from diffusers.models.attention_processor import AttnProcessor, AttnProcessor2_0, SlicedAttnProcessor
from models import LAYERS, SECOND_WIDTH, WIDTH, XL_LAYERS, token_file
from peft import LoHaConfig, LoraConfig, get_peft_model_state_dict, inject_adapter_in_model
from PIL import Image
from safetensors.torch import load_file, save_file

import facet_tokens
from facet_tokens import FacetError, TokenSet

STEPS, HALFWAY = 10, 500
PROMPT = "a drawing of a {color} cat"
BOTH = pytest.mark.parametrize("world", ["sd1", "xl"], indirect=True)
Draw = Callable[..., torch.Tensor]


@dataclass(frozen=True)
class Embedded:
    """A prompt as a plain pipeline takes it."""

    states: torch.Tensor
    pooled: torch.Tensor | None


def fresh(world: World, dtype: torch.dtype = torch.float32) -> Any:
    pipe: Any = DiffusionPipeline.from_pretrained(world.folder, torch_dtype=dtype)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def staged(world: World, folder: Path) -> tuple[TokenSet, list[torch.Tensor]]:
    """Tokens of which the color stands in all layers until half of the way, and its vector, for each encoder."""
    xl = world.pipe.config.get("force_zeros_for_empty_prompt") is not None
    layers = XL_LAYERS if xl else LAYERS
    color = {"name": "color", "cells": [[0] * layers, [-1] * layers], "initialWord": "red", "fallbackWord": "red"}
    path = token_file(
        folder / "staged.safetensors", world.fingerprint, 3, kind="xl" if xl else "sd1",
        tokens=[color], stageBounds=[1000, HALFWAY, 0],
    )  # fmt: skip
    vector = load_file(path)["color"][0]
    return facet_tokens.load(path), list(torch.split(vector, [WIDTH, SECOND_WIDTH] if xl else [WIDTH]))


def embedded(pipe: Any, vectors: list[torch.Tensor], prompt: str = PROMPT) -> list[Embedded]:
    """What diffusers makes of a prompt with the token, with the word, and of the negative prompt."""
    parts = [(pipe.tokenizer, pipe.text_encoder)]
    if len(vectors) > 1:
        parts.append((pipe.tokenizer_2, pipe.text_encoder_2))

    def encode(prompt: str) -> Embedded:
        made = pipe.encode_prompt(prompt, device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=False)
        return Embedded(made[0], made[2] if len(vectors) > 1 else None)

    for vector, (tokenizer, module) in zip(vectors, parts):
        pipe.load_textual_inversion({"<toy>": vector[None]}, token="<toy>", tokenizer=tokenizer, text_encoder=module)
    token = encode(prompt.replace("{color}", "<toy>"))
    for tokenizer, module in parts:
        pipe.unload_textual_inversion("<toy>", tokenizer=tokenizer, text_encoder=module)
    return [token, encode(prompt.replace("{color}", "red")), encode("blurry")]


def exchanging(pipe: Any, prompts: list[Embedded], **arguments: Any) -> torch.Tensor:
    """A plain call whose prompt is exchanged half of the way."""
    token, word, negative = prompts
    count = arguments["num_images_per_prompt"]

    def rows(name: str) -> torch.Tensor:
        return torch.cat([getattr(each, name).repeat(count, *[1] * (getattr(each, name).dim() - 1)) for each in (negative, word)])

    def exchange(pipe: Any, _step: int, timestep: Any, _tensors: dict[str, Any]) -> dict[str, Any]:
        later = [float(time) for time in pipe.scheduler.timesteps if time < timestep]
        if not later or later[0] >= HALFWAY:
            return {}
        pooled = {} if word.pooled is None else {"add_text_embeds": rows("pooled")}
        return {"prompt_embeds": rows("states"), **pooled}

    inputs = ["prompt_embeds", *([] if word.pooled is None else ["add_text_embeds"])]
    embeds: dict[str, Any] = {"prompt_embeds": token.states, "negative_prompt_embeds": negative.states}
    if token.pooled is not None:
        embeds |= {"pooled_prompt_embeds": token.pooled, "negative_pooled_prompt_embeds": negative.pooled}
    images = pipe(
        **embeds, callback_on_step_end=exchange, callback_on_step_end_tensor_inputs=inputs, **sampling(), **arguments
    ).images
    assert isinstance(images, torch.Tensor)
    return images


def sampling() -> dict[str, Any]:
    return {
        "num_inference_steps": STEPS, "guidance_scale": 5.0, "output_type": "latent",
        "generator": torch.Generator().manual_seed(1),
    }  # fmt: skip


def composed(pipe: Any, tokens: TokenSet | str, prompt: str = PROMPT, **arguments: Any) -> torch.Tensor:
    images = facet_tokens.compose(pipe, prompt, color=tokens, negative_prompt="blurry", **sampling(), **arguments).images
    assert isinstance(images, torch.Tensor)
    return images


def difference(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    return float((ours.float() - theirs.float()).abs().max() / theirs.float().abs().max())


SIZES: dict[str, Any] = {"width": 16, "height": 16, "num_images_per_prompt": 2}


def hooks(pipe: Any) -> list[Any]:
    """What a composition could leave behind."""
    networks = [module for module in pipe.components.values() if isinstance(module, torch.nn.Module)]

    def ours(hooks: dict[int, Any]) -> int:
        # Transformers 5 sets some of its own at the first run that asks for hidden states, and they stay.
        return sum(not getattr(hook, "__module__", "").startswith("transformers.") for hook in hooks.values())

    counts = [
        (name, ours(part._forward_pre_hooks), ours(part._forward_hooks))
        for module in networks
        for name, part in module.named_modules()
    ]
    return [counts, networks, [id(each) for each in networks]]


class Failure(Exception):
    pass


def fail(*_: Any) -> dict[str, Any]:
    raise Failure


def check(
    world: World, pipe: Any, folder: Path, prompts: list[Embedded] | None = None, within: float = 1e-5, **arguments: Any
) -> None:
    """Composing draws what exchanging the prompt predicts; the pipeline is as before, also after an exception in the middle."""
    tokens, vectors = staged(world, folder)
    prompts = prompts or embedded(pipe, vectors)
    arguments = {**SIZES, **arguments}
    before = hooks(pipe)
    ours = composed(pipe, tokens, **arguments)
    theirs = exchanging(pipe, prompts, **arguments)
    assert difference(ours, theirs) < within
    assert difference(composed(pipe, "red", **arguments), theirs) > 0.01, "a comparison that could not fail says nothing"
    assert hooks(pipe) == before
    with pytest.raises(Failure):
        composed(pipe, tokens, callback_on_step_end=fail, **arguments)
    assert hooks(pipe) == before
    assert torch.equal(exchanging(pipe, prompts, **arguments), theirs)


@BOTH
def test_text_to_image(world: World, tmp_path: Path) -> None:
    check(world, world.pipe, tmp_path)


def picture() -> Image.Image:
    return Image.linear_gradient("L").resize((16, 16)).convert("RGB")


def other(world: World, name: str, **more: Any) -> Any:
    kinds: dict[str, tuple[Any, Any]] = {
        "image": (StableDiffusionImg2ImgPipeline, StableDiffusionXLImg2ImgPipeline),
        "inpaint": (StableDiffusionInpaintPipeline, StableDiffusionXLInpaintPipeline),
        "control": (StableDiffusionControlNetPipeline, StableDiffusionXLControlNetPipeline),
    }
    xl = hasattr(world.pipe, "text_encoder_2")
    settings: dict[str, Any] = {"add_watermarker": False} if xl else {"requires_safety_checker": False}
    pipe = kinds[name][xl](**world.pipe.components, **settings, **more)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@BOTH
def test_image_to_image(world: World, tmp_path: Path) -> None:
    check(world, other(world, "image"), tmp_path, image=picture(), strength=0.8)


@BOTH
def test_inpainting(world: World, tmp_path: Path) -> None:
    mask = Image.new("L", (16, 16))
    mask.paste(255, (0, 0, 8, 16))
    check(world, other(world, "inpaint"), tmp_path, image=picture(), mask_image=mask, strength=1.0)


def controlnet(world: World, seed: int) -> Any:
    torch.manual_seed(seed)
    made: Any = ControlNetModel.from_unet(world.pipe.unet, conditioning_embedding_out_channels=(16, 32))
    with torch.no_grad():
        for block in [*made.controlnet_down_blocks, made.controlnet_mid_block]:
            block.weight.normal_(std=0.2)
    return made.eval()


@BOTH
@pytest.mark.parametrize("count", [1, 2])
def test_controlnet(world: World, count: int, tmp_path: Path) -> None:
    nets = [controlnet(world, seed) for seed in range(count)]
    net = nets[0] if count == 1 else MultiControlNetModel(nets)
    image = picture() if count == 1 else [picture()] * 2
    check(world, other(world, "control", controlnet=net), tmp_path, image=image)


def with_lora(pipe: Any) -> list[Any]:
    """Random LoRA adapters in U-Net and text encoder; the modules that they are in."""
    torch.manual_seed(7)
    settings: dict[str, Any] = {"r": 4, "lora_alpha": 8, "init_lora_weights": False}
    pipe.unet.add_adapter(LoraConfig(target_modules=["to_q", "to_k", "to_v", "to_out.0"], **settings))
    pipe.text_encoder.add_adapter(LoraConfig(target_modules=["q_proj", "v_proj"], **settings))
    return [pipe.unet, pipe.text_encoder]


def merged(pipe: Any, adapted: Any) -> None:
    """Adds to the weights of one pipeline what adapters of another add to theirs: W + alpha / r B A."""
    for part in ("unet", "text_encoder"):
        for name, module in getattr(adapted, part).named_modules():
            if hasattr(module, "lora_A"):
                a, b = module.lora_A["default"].weight, module.lora_B["default"].weight
                with torch.no_grad():
                    getattr(pipe, part).get_submodule(name).weight += 2 * b @ a


@BOTH
def test_lora_draws_what_merged_weights_draw_and_its_model_is_the_tokens_still(world: World, tmp_path: Path) -> None:
    adapted, plain = fresh(world), fresh(world)
    with_lora(adapted)
    assert facet_tokens.fingerprint(adapted) == world.fingerprint
    tokens, vectors = staged(world, tmp_path)
    merged(plain, adapted)
    # Merged weights are another model.
    with pytest.raises(FacetError, match="fingerprint"):
        composed(plain, tokens, **SIZES)
    theirs = exchanging(plain, embedded(plain, vectors), **SIZES)
    before = hooks(adapted)
    # By as much as diffusers alone is apart, which rounds W x + B A x otherwise than (W + B A) x: 4e-6 to 5e-5, by its version.
    assert difference(composed(adapted, tokens, **SIZES), theirs) < 1e-4
    assert hooks(adapted) == before
    assert difference(composed(world.pipe, tokens, **SIZES), theirs) > 0.01


def ip_adapter(width: int, dims: list[int]) -> dict[str, Any]:
    torch.manual_seed(8)
    tokens, picture_width = 4, 32
    attention = {
        f"{2 * at + 1}.{name}_ip.weight": torch.randn(dim, width) / width**0.5
        for at, dim in enumerate(dims)
        for name in ("to_k", "to_v")
    }
    projection = {
        "proj.weight": torch.randn(tokens * width, picture_width), "proj.bias": torch.zeros(tokens * width),
        "norm.weight": torch.ones(width), "norm.bias": torch.zeros(width),
    }  # fmt: skip
    return {"image_proj": projection, "ip_adapter": attention}


@BOTH
def test_ip_adapter(world: World, tmp_path: Path) -> None:
    pipe = fresh(world)
    names = [name for name in pipe.unet.attn_processors if ".attn2." in name]
    dims = [pipe.unet.get_submodule(name.removesuffix(".processor")).to_k.out_features for name in names]
    pipe.load_ip_adapter(
        ip_adapter(pipe.unet.config.cross_attention_dim, dims), subfolder="", weight_name="", image_encoder_folder=None
    )
    pipe.set_ip_adapter_scale(0.8)
    picture = torch.randn(2, 1, 32, generator=torch.Generator().manual_seed(2))
    check(world, pipe, tmp_path, ip_adapter_image_embeds=[picture])
    tokens, _ = staged(world, tmp_path)
    beside = composed(pipe, tokens, ip_adapter_image_embeds=[picture], **SIZES)
    assert difference(beside, composed(world.pipe, tokens, **SIZES)) > 0.01, "the picture must matter"


@contextmanager
def offloaded(pipe: Any, how: str) -> Iterator[None]:
    if how == "model":
        pipe.enable_model_cpu_offload(device="cpu")
    else:
        # As enable_sequential_cpu_offload does it, which calls its device cpu:0; accelerate takes that for another than cpu.
        for module in [each for each in pipe.components.values() if isinstance(each, torch.nn.Module)]:
            cpu_offload(module, torch.device("cpu"), offload_buffers=True)
    try:
        yield
    finally:
        pipe.remove_all_hooks()


@BOTH
@pytest.mark.parametrize("how", ["model", "sequential"])
def test_cpu_offload(world: World, how: str, tmp_path: Path) -> None:
    pipe = fresh(world)
    _, vectors = staged(world, tmp_path)
    prompts = embedded(world.pipe, vectors)
    with offloaded(pipe, how):
        assert how == "model" or pipe.unet.conv_in.weight.is_meta, "weights are really elsewhere"
        check(world, pipe, tmp_path, prompts)


@BOTH
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(world: World, dtype: torch.dtype, tmp_path: Path) -> None:
    pipe = fresh(world, dtype)
    tokens, vectors = staged(world, tmp_path)
    prompts = embedded(pipe, vectors)
    if dtype is torch.bfloat16:
        with pytest.raises(
            FacetError,
            match=r"In bfloat16 the weights of its text_encoder.* and unet have lost.*torch.float32 or torch.float16.*check_model=False",
        ):
            composed(pipe, tokens, **SIZES)
    ours = composed(pipe, tokens, check_model=dtype is torch.float16, **SIZES)
    assert ours.dtype is dtype
    assert difference(ours, exchanging(pipe, prompts, **SIZES)) < 1e-2
    assert difference(ours, composed(pipe, "red", **SIZES)) > 0.05


def test_what_bfloat16_has_lost_is_said_of_the_part_that_lost_it_however_it_is_held(sd1: World, tmp_path: Path) -> None:
    pipe = fresh(sd1)
    tokens, _ = staged(sd1, tmp_path)
    pipe.unet.to(torch.bfloat16).to(torch.float32)
    with pytest.raises(FacetError, match="its unet have lost digits") as error:
        composed(pipe, tokens, **SIZES)
    assert error.value.code == "fingerprint-mismatch"


@pytest.mark.parametrize("processor", [AttnProcessor, AttnProcessor2_0, lambda: SlicedAttnProcessor(1)])
def test_attention_processors_that_were_set_before_stay_and_work(sd1: World, processor: Any, tmp_path: Path) -> None:
    pipe = fresh(sd1)
    pipe.unet.set_attn_processor(processor())
    set_before = pipe.unet.attn_processors
    check(sd1, pipe, tmp_path)
    assert pipe.unet.attn_processors == set_before


def whole(holder: Any, name: str, backend: Any) -> None:
    setattr(holder, name, torch.compile(getattr(holder, name), backend=backend))


def in_place(holder: Any, name: str, backend: Any) -> None:
    getattr(holder, name).compile(backend=backend)


def by_blocks(holder: Any, name: str, backend: Any) -> None:
    """As diffusers' `compile_repeated_blocks`."""
    for module in getattr(holder, name).modules():
        if type(module).__name__ == "BasicTransformerBlock":
            module.compile(backend=backend)


COMPILED = [
    ("unet", whole, "U-Net"),
    ("unet", in_place, "U-Net"),
    ("unet", by_blocks, "U-Net"),
    ("text_encoder", whole, "text_encoder"),
    ("text_encoder", in_place, "text_encoder"),
    ("controlnet", whole, "ControlNet"),
    ("controlnet", by_blocks, "ControlNet"),
]


@pytest.mark.parametrize(("name", "compile_it", "said"), COMPILED)
def test_what_is_compiled_and_has_run_composes_uncompiled_and_is_compiled_afterwards(
    sd1: World, name: str, compile_it: Callable[..., None], said: str, tmp_path: Path
) -> None:
    pipe, arguments = fresh(sd1), SIZES
    if name == "controlnet":
        pipe, arguments = other(sd1, "control", controlnet=controlnet(sd1, 0)), {**SIZES, "image": picture()}
    tokens, vectors = staged(sd1, tmp_path)
    prompts = embedded(pipe, vectors)
    theirs = exchanging(pipe, prompts, **arguments)
    frames: list[int] = []

    def backend(graph: Any, _examples: Any) -> Any:
        def run(*arguments: Any) -> Any:
            frames.append(1)
            return graph(*arguments)

        return run

    compile_it(pipe, name, backend)
    compiled = getattr(pipe, name)
    words = {"num_inference_steps": 2, "output_type": "latent", **arguments}
    pipe("a red cat", **words)
    runs = len(frames)
    assert runs > 0
    with pytest.warns(UserWarning, match=f"compiled: the {said}"):
        assert difference(composed(pipe, tokens, **arguments), theirs) < 1e-5
    assert len(frames) == runs, "compiled code does not see what is put in"
    assert getattr(pipe, name) is compiled
    with pytest.warns(UserWarning), pytest.raises(Failure):
        composed(pipe, tokens, callback_on_step_end=fail, **arguments)
    assert getattr(pipe, name) is compiled
    pipe("a red cat", **words)
    assert len(frames) > runs


@BOTH
def test_sixty_four_tokens_at_once_are_one_composition(world: World, tmp_path: Path) -> None:
    tokens, vectors = staged(world, tmp_path)
    prompt = " ".join(["{color}"] * 64)
    theirs = exchanging(world.pipe, embedded(world.pipe, vectors, prompt), **SIZES)
    assert difference(composed(world.pipe, tokens, prompt, **SIZES), theirs) < 1e-5
    with pytest.raises(FacetError, match="75"):
        composed(world.pipe, tokens, " ".join(["{color}"] * 76), **SIZES)


def test_an_embedding_that_the_pipeline_loaded_beside_leaves_it_the_tokens_model(sd1: World, tmp_path: Path) -> None:
    pipe = fresh(sd1)
    tokens, _ = staged(sd1, tmp_path)
    expected = composed(pipe, tokens, **SIZES)
    pipe.load_textual_inversion({"<other>": torch.ones(1, WIDTH)}, token="<other>")
    assert torch.equal(composed(pipe, tokens, **SIZES), expected)


def test_a_copy_of_a_pipeline_composes_beside_it(sd1: World, tmp_path: Path) -> None:
    one, two = fresh(sd1), fresh(sd1)
    two.unet = deepcopy(one.unet)
    tokens, _ = staged(sd1, tmp_path)
    with facet_tokens.composition(one, PROMPT, color=tokens):
        assert torch.equal(composed(two, tokens, **SIZES), composed(sd1.pipe, tokens, **SIZES))
        with pytest.raises(FacetError, match="in force"):
            composed(one, tokens, **SIZES)


def test_adapters_of_another_kind_and_joined_projections_leave_the_model_the_tokens_own(sd1: World, tmp_path: Path) -> None:
    tokens, _ = staged(sd1, tmp_path)
    expected = composed(sd1.pipe, tokens, **SIZES)
    joined = fresh(sd1)
    joined.fuse_qkv_projections(vae=False)
    assert difference(composed(joined, tokens, **SIZES), expected) < 1e-5
    adapted = fresh(sd1)
    inject_adapter_in_model(LoHaConfig(r=4, target_modules=["to_q", "to_v"], init_weights=False), adapted.unet)
    assert difference(composed(adapted, tokens, **SIZES), expected) > 0.01


@BOTH
def test_a_pipeline_that_was_saved_and_loaded_again_draws_the_same(world: World, tmp_path: Path) -> None:
    tokens, _ = staged(world, tmp_path)
    pipe = fresh(world)
    drawn = composed(pipe, tokens, **SIZES)
    pipe.save_pretrained(tmp_path / "again")
    again: Any = DiffusionPipeline.from_pretrained(tmp_path / "again")
    assert torch.equal(composed(again, tokens, **SIZES), drawn)


@BOTH
def test_a_lora_that_is_loaded_after_a_composition_and_removed_again_works_in_between(world: World, tmp_path: Path) -> None:
    tokens, _ = staged(world, tmp_path)
    pipe, adapted = fresh(world), fresh(world)
    before = composed(pipe, tokens, **SIZES)
    with_lora(adapted)
    adapted_layers = get_peft_model_state_dict(adapted.unet)
    save_file({f"unet.{name}": weight.contiguous() for name, weight in adapted_layers.items()}, tmp_path / "lora.safetensors")
    pipe.load_lora_weights(tmp_path / "lora.safetensors")
    assert difference(composed(pipe, tokens, **SIZES), before) > 0.01
    pipe.unload_lora_weights()
    assert difference(composed(pipe, tokens, **SIZES), before) < 1e-6
