"""The nodes inside of ComfyUI's own code: `COMFYUI=/path/to/ComfyUI python -m pytest tests`.

A random model of Stable Diffusion's shape, small enough for a CPU, is loaded by ComfyUI from a checkpoint and by diffusers from a folder.
ComfyUI's own sampler with the nodes must draw what diffusers draws with the Python package.
"""

import json
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
COMFYUI = os.environ.get("COMFYUI", "")
if not COMFYUI:
    pytest.exit("Set COMFYUI to a checkout of ComfyUI.", 2)

sys.argv = ["comfyui", "--cpu", "--force-fp32", "--fp32-text-enc"]
sys.path[:0] = [COMFYUI, str(HERE.parent), str(ROOT / "integrations/python/src"), str(ROOT / "integrations/python/tests")]

import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()
import comfy.latent_formats  # noqa: E402
import comfy.sample  # noqa: E402
import comfy.sd  # noqa: E402
import comfy.sd1_clip  # noqa: E402
import comfy.supported_models  # noqa: E402
import comfy.supported_models_base  # noqa: E402
import comfy.utils  # noqa: E402
import diffusers  # noqa: E402
import facet_tokens  # noqa: E402
import folder_paths  # noqa: E402
import models as small  # noqa: E402

import nodes as comfy_nodes  # noqa: E402
from pack import pack  # noqa: E402

PROMPT = "a {style} drawing of a {color} {object}, {layout}"
STEPS = 10  # 999 / 9 is whole: both programs then visit whole timesteps


class SmallText(comfy.sd1_clip.SDClipModel):
    def __init__(self, device: str = "cpu", dtype: Any = None, model_options: Any = None) -> None:
        config = str(HERE / "small_text.json")
        super().__init__(device=device, dtype=dtype, textmodel_json_config=config, return_projected_pooled=False)


class SmallTokenizer(comfy.sd1_clip.SDTokenizer):
    def __init__(self, **arguments: Any) -> None:
        super().__init__(embedding_size=small.WIDTH, **arguments)


class Small(comfy.supported_models.SD15):
    unet_config = {**comfy.supported_models.SD15.unet_config, "context_dim": small.WIDTH, "model_channels": 32}  # noqa: RUF012

    def clip_target(self, state_dict: Any = None) -> Any:
        class Tokenizer(comfy.sd1_clip.SD1Tokenizer):
            def __init__(self, embedding_directory: Any = None, tokenizer_data: Any = None) -> None:
                super().__init__(embedding_directory, tokenizer_data or {}, tokenizer=SmallTokenizer)

        class Text(comfy.sd1_clip.SD1ClipModel):
            def __init__(self, device: str = "cpu", dtype: Any = None, model_options: Any = None) -> None:
                super().__init__(device=device, dtype=dtype, clip_model=SmallText, model_options=model_options or {})

        return comfy.supported_models_base.ClipTarget(Tokenizer, Text)


comfy.supported_models.models.insert(0, Small)


class World:
    def __init__(self, folder: Path) -> None:
        small.pipeline("sd1", folder)
        self.pipe: Any = diffusers.StableDiffusionPipeline.from_pretrained(folder / "model", safety_checker=None)
        self.pipe.set_progress_bar_config(disable=True)
        self.fingerprint = facet_tokens.fingerprint(self.pipe)
        self.model, self.clip = self._comfy(folder)
        self.nodes = folder / "custom_nodes" / "facet"
        pack(self.nodes)
        tokens = Path(folder_paths.folder_names_and_paths.setdefault("facet_tokens", ([str(folder)], {".safetensors"}))[0][0])
        small.token_file(tokens / "a.safetensors", self.fingerprint, 1)
        small.token_file(tokens / "b.safetensors", self.fingerprint, 2)
        self.folder = tokens
        assert comfy_nodes.load_custom_node(str(self.nodes))

    def _comfy(self, folder: Path) -> tuple[Any, Any]:
        """ComfyUI's objects, from a checkpoint with the original names of the U-Net's weights."""
        unet = load_file(folder / "model/unet/diffusion_pytorch_model.safetensors")
        config = {
            "num_res_blocks": [1, 1], "channel_mult": [1, 2], "transformer_depth": [1, 1], "transformer_depth_output": [1] * 4,
            "transformer_depth_middle": 1, "model_channels": 32,
        }  # fmt: skip
        names = comfy.utils.unet_to_diffusers(config)
        state = {f"model.diffusion_model.{names[name]}": value for name, value in unet.items()}
        text = load_file(folder / "model/text_encoder/model.safetensors")
        state |= {f"cond_stage_model.transformer.{name}": value for name, value in text.items()}
        path = folder / "checkpoint.safetensors"
        save_file({name: value.contiguous() for name, value in state.items()}, path)
        model, clip, *_ = comfy.sd.load_checkpoint_guess_config(str(path), output_vae=False, embedding_directory=str(folder))
        return model, clip

    def load(self, name: str, strength: float = 1.0) -> Any:
        return comfy_nodes.NODE_CLASS_MAPPINGS["LoadFacetTokens"]().run(f"facet_tokens/{name}.safetensors", strength)[0]

    def compose(self, model: Any, prompt: str = PROMPT, **tokens: Any) -> Any:
        return comfy_nodes.NODE_CLASS_MAPPINGS["FacetCompose"]().run(model, self.clip, prompt, **tokens)

    def negative(self) -> Any:
        states, pooled = self.clip.encode_from_tokens(self.clip.tokenize("blurry, dark"), return_pooled=True)
        return [[states, {"pooled_output": pooled}]]

    def sample(self, model: Any, positive: Any, negative: Any, noise: torch.Tensor) -> torch.Tensor:
        latents: torch.Tensor = comfy.sample.sample(
            model, noise, STEPS, 5.0, "euler", "normal", positive, negative, torch.zeros_like(noise), disable_pbar=True
        )
        return latents * comfy.latent_formats.SD15().scale_factor


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture(autouse=True)
def inference() -> Iterator[None]:
    """As ComfyUI runs nodes."""
    with torch.inference_mode():
        yield


def noise() -> torch.Tensor:
    return torch.randn(3, 4, 8, 8, generator=torch.Generator().manual_seed(1))


def with_diffusers(world: World, prompt: str, **places: Any) -> torch.Tensor:
    config = {**world.pipe.scheduler.config, "timestep_spacing": "linspace", "steps_offset": 0}
    world.pipe.scheduler = diffusers.EulerDiscreteScheduler.from_config(config)
    world.pipe.scheduler.set_timesteps(STEPS)
    first = float(world.pipe.scheduler.sigmas[0])
    images = facet_tokens.compose(
        world.pipe, prompt, negative_prompt="blurry, dark", num_inference_steps=STEPS, guidance_scale=5.0,
        # ComfyUI begins a little noisier than diffusers does.
        latents=noise() * math.sqrt(1 + first**2) / first, num_images_per_prompt=3, output_type="latent", width=16, height=16,
        **places,
    ).images  # fmt: skip
    assert isinstance(images, torch.Tensor)
    return images


def difference(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    return float((ours - theirs).abs().max() / theirs.abs().max())


def test_comfyui_draws_with_the_nodes_what_diffusers_draws_with_the_package(world: World) -> None:
    a, b = world.load("a"), world.load("b", 0.7)
    model, positive = world.compose(world.model, color=a, style=b, object=b, layout=a)
    ours = world.sample(model, positive, world.negative(), noise())
    c, d = (facet_tokens.load(world.folder / f"{name}.safetensors") for name in "ab")
    theirs = with_diffusers(world, PROMPT, color=c, style=d @ 0.7, object=d @ 0.7, layout=c)
    assert difference(ours, theirs) < 1e-4
    plain, conditioning = world.compose(world.model, "a ink drawing of a red cat, sitting")
    assert difference(world.sample(plain, conditioning, world.negative(), noise()), theirs) > 0.1


def test_the_model_that_went_in_is_untouched_and_rows_of_others_stay(world: World) -> None:
    a = world.load("a")
    model, positive = world.compose(world.model, "a {color} {object}", color=a, object=a)
    before = world.sample(world.model, world.negative(), world.negative(), noise())
    # The patched model with prompts of others: nothing to replace.
    assert torch.equal(world.sample(model, world.negative(), world.negative(), noise()), before)
    assert difference(world.sample(model, positive, world.negative(), noise()), before) > 0.01


def test_the_composition_may_be_the_negative_part_too(world: World) -> None:
    a = world.load("a")
    model, tokens = world.compose(world.model, "a {color} {object}", color=a, object=a)
    swapped = world.sample(model, world.negative(), tokens, noise())
    assert difference(swapped, world.sample(model, tokens, world.negative(), noise())) > 0.01


def test_two_regions_have_a_composition_each(world: World) -> None:
    a, b = world.load("a"), world.load("b")
    first, left = world.compose(world.model, "a {color} {object}", color=a, object=a)
    both, right = world.compose(first, "a {color} {object}", color=b, object=b)

    def region(conditioning: Any, columns: slice) -> Any:
        mask = torch.zeros(1, 8, 8)
        mask[:, :, columns] = 1
        return [
            [states, {**more, "mask": mask, "mask_strength": 1.0, "set_area_to_bounds": False}] for states, more in conditioning
        ]

    regional = region(left, slice(0, 4)) + region(right, slice(4, 8))
    drawn = world.sample(both, regional, world.negative(), noise())
    alone = world.sample(first, left, world.negative(), noise())
    unpatched = world.sample(world.model, regional, world.negative(), noise())
    assert difference(drawn, alone) > 0.01
    assert difference(drawn, unpatched) > 0.01


def test_weights_in_parentheses_and_embeddings_of_comfyui_work_beside(world: World) -> None:
    a = world.load("a")
    save_file({"emb": torch.ones(1, small.WIDTH) * 0.1}, world.folder / "toy.safetensors")
    _, plain = world.compose(world.model, "a {color} cat", color=a)
    _, weighted = world.compose(world.model, "a ({color}:1.5) cat", color=a)
    assert not torch.equal(plain[0][0], weighted[0][0])
    _, beside = world.compose(world.model, "a {color} embedding:toy", color=a)
    assert not torch.equal(plain[0][0], beside[0][0])


@pytest.mark.parametrize("prompt, word", [("a {colour} cat", "colour"), ("a cat", "{color}"), ("a {color} {cat", "brace")])
def test_what_does_not_fit_is_refused_by_name(world: World, prompt: str, word: str) -> None:
    # The pack has its own copy of the error's class.
    with pytest.raises(Exception, match=word) as error:
        world.compose(world.model, prompt, color=world.load("a"))
    assert type(error.value).__name__ == "FacetError"


def test_the_example_joins_nodes_that_are_there_by_sockets_that_they_have(world: World) -> None:
    graph = json.loads((HERE.parent / "examples/workflow.json").read_text())
    kinds = {node["id"]: comfy_nodes.NODE_CLASS_MAPPINGS[node["type"]] for node in graph["nodes"]}
    inputs = {node["id"]: node["inputs"] for node in graph["nodes"]}
    for _, source, source_slot, target, target_slot, of in graph["links"]:
        assert kinds[source].RETURN_TYPES[source_slot] == of
        name = inputs[target][target_slot]["name"]
        declared = kinds[target].INPUT_TYPES()
        assert {**declared["required"], **declared.get("optional", {})}[name][0] == of
