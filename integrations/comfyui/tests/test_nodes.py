"""The nodes inside of ComfyUI's own code: `COMFYUI=/path/to/ComfyUI python -m pytest tests`.

Random models of the shapes of Stable Diffusion 1.x, 2.x and XL, small enough for a CPU, are loaded by ComfyUI from a checkpoint and by diffusers from a folder.
ComfyUI's own sampler with the nodes must draw what diffusers draws with the Python package.
"""

import asyncio
import copy
import json
import math
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from safetensors.torch import save_file

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
COMFYUI = os.environ.get("COMFYUI", "")
if not COMFYUI:
    pytest.exit("Set COMFYUI to a checkout of ComfyUI.", 2)

sys.argv = ["comfyui", "--cpu", "--force-fp32", "--fp32-text-enc"]
sys.path[:0] = [
    COMFYUI,
    *(
        str(folder)
        for folder in (
            HERE,
            HERE.parent,
            HERE.parent / "examples",
            *(ROOT / f"integrations/python/{name}" for name in ("src", "tests")),
        )
    ),
]

import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()
import comfy.model_sampling  # noqa: E402
import comfy.sample  # noqa: E402
import diffusers  # noqa: E402
import facet_tokens  # noqa: E402
import folder_paths  # noqa: E402
import make  # noqa: E402
import models as small  # noqa: E402
import nodes as comfy_nodes  # noqa: E402
from pack import pack  # noqa: E402
from small import loaded  # noqa: E402

# Of several threads each waits for the slowest at every operation; beside other work that is seven times as long.
torch.set_num_threads(1)

PROMPT = "a {style} drawing of a {color} {object}, {layout}"
STEPS = 10  # 999 / 9 is whole: both programs then visit whole timesteps


class World:
    """A model in both programs, and two pictures' tokens for it."""

    nodes = comfy_nodes.NODE_CLASS_MAPPINGS

    def __init__(self, kind: small.Kind, folder: Path) -> None:
        small.pipeline(kind, folder)
        self.kind = kind
        self.pipe: Any = diffusers.DiffusionPipeline.from_pretrained(folder / "model")
        self.pipe.set_progress_bar_config(disable=True)
        self.fingerprint = facet_tokens.fingerprint(self.pipe)
        self.model, self.clip = loaded(kind, folder)
        self.embeddings = folder
        # ComfyUI's folder of tokens is one for all.
        self.folder = Path(folder_paths.get_folder_paths("facet_tokens")[0])
        self.folder.mkdir(parents=True, exist_ok=True)
        self.files = [
            small.token_file(self.folder / f"{kind}-{name}.safetensors", self.fingerprint, seed, kind=kind)
            for seed, name in enumerate("ab", 1)
        ]

    def load(self, name: str, strength: float = 1.0) -> Any:
        return self.nodes["LoadFacetTokens"]().run(f"facet_tokens/{self.kind}-{name}.safetensors", strength)[0]

    def compose(self, model: Any, prompt: str = PROMPT, **tokens: Any) -> Any:
        return self.nodes["FacetCompose"]().run(model, self.clip, prompt, **tokens)

    def negative(self) -> Any:
        states, pooled = self.clip.encode_from_tokens(self.clip.tokenize("blurry, dark"), return_pooled=True)
        return [[states, {"pooled_output": pooled}]]

    def sample(self, model: Any, positive: Any, negative: Any, noise: torch.Tensor) -> torch.Tensor:
        latents: torch.Tensor = comfy.sample.sample(
            model, noise, STEPS, 5.0, "euler", "normal", positive, negative, torch.zeros_like(noise), disable_pbar=True
        )
        scale: float = model.model.latent_format.scale_factor
        return latents * scale


@pytest.fixture(scope="session", autouse=True)
def pack_is_loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """As ComfyUI does at its start; its models' folder is one of the test's."""
    folder = tmp_path_factory.mktemp("comfyui")
    folder_paths.models_dir = str(folder / "models")
    pack(folder / "facet")
    done = comfy_nodes.load_custom_node(str(folder / "facet"))
    assert asyncio.run(done) if asyncio.iscoroutine(done) else done


@pytest.fixture(scope="session", params=["sd1", "sd2", "xl"])
def every(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World("sd1", tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def xl(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World("xl", tmp_path_factory.mktemp("two-encoders"))


@pytest.fixture(autouse=True)
def inference() -> Iterator[None]:
    """As ComfyUI runs nodes."""
    with torch.inference_mode():
        yield


def noise() -> torch.Tensor:
    return torch.randn(3, 4, 8, 8, generator=torch.Generator().manual_seed(1))


def with_diffusers(
    world: World,
    prompt: str,
    negative: str = "blurry, dark",
    guidance: float = 5.0,
    latents: torch.Tensor | None = None,
    schedule: dict[str, float] | None = None,
    **places: Any,
) -> torch.Tensor:
    usual = {"beta_start": 0.00085, "beta_end": 0.012}
    config = {**world.pipe.scheduler.config, "timestep_spacing": "linspace", "steps_offset": 0, **(schedule or usual)}
    world.pipe.scheduler = diffusers.EulerDiscreteScheduler.from_config(config)
    world.pipe.scheduler.set_timesteps(STEPS)
    first = float(world.pipe.scheduler.sigmas[0])
    begin = noise() if latents is None else latents
    images = facet_tokens.compose(
        world.pipe, prompt, negative_prompt=negative, num_inference_steps=STEPS, guidance_scale=guidance,
        # ComfyUI begins a little noisier than diffusers does.
        latents=begin * math.sqrt(1 + first**2) / first, num_images_per_prompt=len(begin), output_type="latent", width=16, height=16,
        # ComfyUI tells XL the size that latents have with its own autoencoder.
        **({"original_size": (64, 64), "target_size": (64, 64)} if world.kind == "xl" else {}), **places,
    ).images  # fmt: skip
    assert isinstance(images, torch.Tensor)
    return images


def difference(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    return float((ours - theirs).abs().max() / theirs.abs().max())


def test_comfyui_draws_with_the_nodes_what_diffusers_draws_with_the_package(every: World) -> None:
    a, b = every.load("a"), every.load("b", 0.7)
    model, positive = every.compose(every.model, color=a, style=b, object=b, layout=a)
    ours = every.sample(model, positive, every.negative(), noise())
    c, d = map(facet_tokens.load, every.files)
    theirs = with_diffusers(every, PROMPT, color=c, style=d @ 0.7, object=d @ 0.7, layout=c)
    assert difference(ours, theirs) < 1e-4
    plain, conditioning = every.compose(every.model, "a ink drawing of a red cat, sitting")
    assert difference(every.sample(plain, conditioning, every.negative(), noise()), theirs) > 0.1


def test_the_pooled_vector_of_xl_changes_by_stage_and_only_in_the_rows_of_the_composition(xl: World) -> None:
    seen: list[tuple[float, torch.Tensor]] = []

    def note(apply: Any, given: dict[str, Any]) -> Any:
        seen.append((float(given["timestep"][0]), given["c"]["y"][:, : small.SECOND_WIDTH]))
        return apply(given["input"], given["timestep"], **given["c"])

    # A wrapper of others, which is there first, sees what ours made and is not lost.
    before = xl.model.clone()
    before.set_model_unet_function_wrapper(note)
    a = xl.load("a")
    model, positive = xl.compose(before, color=a, style=a, object="cat", layout=a)
    xl.sample(model, positive, xl.negative(), noise())
    tokens = facet_tokens.load(xl.files[0])
    with facet_tokens.composition(xl.pipe, PROMPT, color=tokens, style=tokens, object="cat", layout=tokens) as expected:
        plan, pooled = expected.plan, expected.pooled
    assert pooled is not None
    negative = xl.negative()[0][1]["pooled_output"]
    sampling = xl.model.model.model_sampling
    stages = set()
    for sigma, rows in seen:
        stage = plan.stage_of(float(sampling.timestep(torch.tensor(sigma))))
        stages.add(stage)
        wanted = torch.cat([pooled[plan.pooled[stage]][None], negative])
        assert all(bool((row - wanted).abs().max(1).values.min() < 1e-5) for row in rows)
        assert len({tuple(row.tolist()) for row in rows}) == 2
    assert stages == {0, 1, 2, 3}
    assert len({tuple(pooled[at].tolist()) for at in plan.pooled}) > 1


def test_the_model_that_went_in_is_untouched_and_rows_of_others_stay(world: World) -> None:
    a = world.load("a")
    model, positive = world.compose(world.model, "a {color} {object}", color=a, object=a)
    before = world.sample(world.model, world.negative(), world.negative(), noise())
    # The patched model with prompts of others: nothing to replace.
    assert torch.equal(world.sample(model, world.negative(), world.negative(), noise()), before)
    assert difference(world.sample(model, positive, world.negative(), noise()), before) > 0.01


def test_a_copy_of_the_options_by_a_node_behind_copies_no_model(world: World) -> None:
    model, _ = world.compose(world.model, "a {color} {object}", color=world.load("a"), object="cat")

    def patches(options: Any) -> Any:
        return options["transformer_options"]["patches"]["attn2_patch"]

    # Methods are equal if they are of the same object.
    assert patches(copy.deepcopy(model.model_options)) == patches(model.model_options)


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


def test_the_schedule_of_the_moment_decides_the_stages_and_one_of_another_kind_is_refused(world: World) -> None:
    a = world.load("a")
    model, positive = world.compose(world.model, "a {color} {object}", color=a, object=a)
    sampling = comfy.model_sampling

    class Continuous(sampling.ModelSamplingContinuousEDM, sampling.EPS):  # type: ignore[misc]
        pass

    class Discrete(sampling.ModelSamplingDiscrete, sampling.EPS):  # type: ignore[misc]
        pass

    def sample_by(schedule: torch.nn.Module) -> torch.Tensor:
        # As nodes behind ours do it.
        patched = model.clone()
        patched.add_object_patch("model_sampling", schedule)
        return world.sample(patched, positive, world.negative(), noise())

    flatter = Discrete()
    flatter._register_schedule(linear_start=0.0005, linear_end=0.006)
    tokens = facet_tokens.load(world.files[0])
    betas = {"beta_start": 0.0005, "beta_end": 0.006}
    theirs = with_diffusers(world, "a {color} {object}", schedule=betas, color=tokens, object=tokens)
    assert difference(sample_by(flatter), theirs) < 1e-4
    with pytest.raises(Exception, match="Continuous counts time"):
        sample_by(Continuous(world.model.model.model_config))


def test_a_clip_and_a_model_of_other_families_are_refused_by_name(world: World) -> None:
    class Foreign:
        def __init__(self) -> None:
            self.tokenizer = self

        def tokenize(self, _text: str) -> dict[str, Any]:
            return {"l": [], "t5xxl": []}

    with pytest.raises(Exception, match=r"Foreign.*t5xxl"):
        world.nodes["FacetCompose"]().run(world.model, Foreign(), "a {color} cat", color=world.load("a"))

    class Transformer(torch.nn.Module):
        pass

    other = world.model.clone()
    other.model = type("Model", (), {"diffusion_model": Transformer()})()
    with pytest.raises(Exception, match="Transformer has no cross-attention"):
        world.compose(other, "a {color} cat", color=world.load("a"))


def test_tokens_of_xl_do_not_fit_into_sd1_and_the_other_way_round(world: World, xl: World) -> None:
    for one, other in ((world, xl), (xl, world)):
        with pytest.raises(Exception, match="numbers; this model takes") as error:
            one.compose(one.model, "a {color} cat", color=other.load("a"))
        assert type(error.value).__name__ == "FacetError"


def test_weights_in_parentheses_and_embeddings_of_comfyui_work_beside(world: World) -> None:
    a = world.load("a")
    save_file({"emb": torch.ones(1, small.WIDTH) * 0.1}, world.embeddings / "toy.safetensors")
    _, plain = world.compose(world.model, "a {color} cat", color=a)
    _, weighted = world.compose(world.model, "a ({color}:1.5) cat", color=a)
    assert not torch.equal(plain[0][0], weighted[0][0])
    _, beside = world.compose(world.model, "a {color} embedding:toy", color=a)
    assert not torch.equal(plain[0][0], beside[0][0])


def test_embeddings_of_others_by_layer_and_by_stage_draw_what_diffusers_draws_with_the_package(every: World) -> None:
    layers, width = (small.XL_LAYERS, small.WIDTH + small.SECOND_WIDTH) if every.kind == "xl" else (small.LAYERS, small.WIDTH)
    vectors = torch.randn(layers, width, generator=torch.Generator().manual_seed(3)) * 0.2
    plus, stages = (every.folder / f"{every.kind}-{name}.safetensors" for name in ("plus", "stages"))
    save_file({f"toy-{at}": vectors[at : at + 1].clone() for at in range(layers)}, plus)
    save_file({"emb_params": vectors}, stages)
    node = every.nodes["LoadFacetTokens"]()
    own = {
        "plus": ("refuse", facet_tokens.load(plus, word="toy")),
        "stages": ("are of stages (ProSpect)", facet_tokens.load(stages, word="toy", vectors="stages")),
    }
    drawn: list[torch.Tensor] = []
    for name, (choice, tokens) in own.items():
        (loaded,) = node.run(f"facet_tokens/{every.kind}-{name}.safetensors", 0.8, "toy", choice)
        model, positive = every.compose(every.model, "a drawing of a {token}", token=loaded)
        drawn.append(every.sample(model, positive, every.negative(), noise()))
        assert difference(drawn[-1], with_diffusers(every, "a drawing of a {token}", token=tokens @ 0.8)) < 1e-4
    assert difference(*drawn) > 0.01
    with pytest.raises(Exception, match="vectors under"):
        node.run(f"facet_tokens/{every.kind}-stages.safetensors", 1.0)
    with pytest.raises(Exception, match="no attribution map.*as trained"):
        node.run(f"facet_tokens/{every.kind}-plus.safetensors", 1.0, cells="of the file's map")


def test_tokens_of_every_cell_in_those_of_their_map_draw_what_diffusers_draws_with_the_package(every: World) -> None:
    layers = small.XL_LAYERS if every.kind == "xl" else small.LAYERS
    groups = {"color": "fine", "style": "moderate", "object": "moderate", "layout": "fine"}
    file = f"{every.kind}-everywhere.safetensors"
    path = small.token_file(
        every.folder / file, every.fingerprint, 5, kind=every.kind,
        tokens=[{"name": name, "cells": [[0] * layers] * 4, "initialWord": word} for name, word in small.WORDS.items()],
        map={"stageBounds": small.BOUNDS, "cells": {name: [{"stages": [1, 2], "groups": [group]}] for name, group in groups.items()}},
    )  # fmt: skip
    node = every.nodes["LoadFacetTokens"]()
    drawn: list[torch.Tensor] = []
    for choice, tokens in (("of the file's map", facet_tokens.load(path).in_map()), ("as trained", facet_tokens.load(path))):
        (loaded,) = node.run(f"facet_tokens/{file}", 1.0, cells=choice)
        model, positive = every.compose(every.model, **dict.fromkeys(groups, loaded))
        drawn.append(every.sample(model, positive, every.negative(), noise()))
        assert difference(drawn[-1], with_diffusers(every, PROMPT, **dict.fromkeys(groups, tokens))) < 1e-4
    assert difference(*drawn) > 0.01


@pytest.mark.parametrize(
    "prompt, word",
    [
        ("a {colour} cat", "colour"),
        ("a cat", "{color}"),
        ("a {color} {cat", "brace"),
        ("a {color} <|startoftext|>", "startoftext"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(world: World, prompt: str, word: str) -> None:
    # The pack has its own copy of the error's class.
    with pytest.raises(Exception, match=word) as error:
        world.compose(world.model, prompt, color=world.load("a"))
    assert type(error.value).__name__ == "FacetError"


EXAMPLES = HERE.parent / "examples"


def test_the_picture_of_the_example_carries_the_graph_and_both_are_what_the_program_writes() -> None:
    with Image.open(EXAMPLES / "workflow.png") as picture:
        assert isinstance(picture, PngImageFile)
        chunks = picture.text
    graph = json.loads((EXAMPLES / "workflow.json").read_text())
    assert json.loads(chunks["workflow"]) == graph == make.workflow()
    assert json.loads(chunks["prompt"]) == make.prompt()


def test_the_example_joins_nodes_that_are_there_by_sockets_and_widgets_that_they_have() -> None:
    graph = make.workflow()
    kinds = {node["id"]: comfy_nodes.NODE_CLASS_MAPPINGS[node["type"]] for node in graph["nodes"]}
    inputs = {node["id"]: node["inputs"] for node in graph["nodes"]}

    def declared(kind: Any) -> dict[str, Any]:
        types = kind.INPUT_TYPES()
        return {**types["required"], **types.get("optional", {})}

    for _, source, source_slot, target, target_slot, of in graph["links"]:
        assert kinds[source].RETURN_TYPES[source_slot] == of
        assert declared(kinds[target])[inputs[target][target_slot]["name"]][0] == of
    for identity, node in make.prompt().items():
        kind = kinds[int(identity)]
        assert node["inputs"].keys() <= declared(kind).keys()
        assert kind.INPUT_TYPES()["required"].keys() <= node["inputs"].keys()
        # The page fills a node's widgets in the order in which its class has them.
        widgets = [name for name in declared(kind) if name in node["inputs"] and not isinstance(node["inputs"][name], list)]
        assert widgets == [name for name, value in node["inputs"].items() if not isinstance(value, list)]


def test_the_example_runs_and_draws_what_diffusers_draws(world: World) -> None:
    """All of its nodes but those of the picture, of which the small checkpoint has no decoder."""
    for name, file in zip(("cat", "ink"), world.files):
        shutil.copy(file, world.folder / f"{name}.safetensors")
    steps = make.prompt()
    results: dict[str, Any] = {"1": (world.model, world.clip, None)}
    # Smaller, and in steps at which both programs visit whole timesteps.
    steps["6"]["inputs"] |= {"width": 64, "height": 64}
    steps["7"]["inputs"] |= {"steps": STEPS, "sampler_name": "euler"}
    for identity in ("2", "3", "4", "5", "6", "7"):
        kind = comfy_nodes.NODE_CLASS_MAPPINGS[steps[identity]["class_type"]]
        given = {
            name: results[value[0]][value[1]] if isinstance(value, list) else value
            for name, value in steps[identity]["inputs"].items()
        }
        results[identity] = getattr(kind(), kind.FUNCTION)(**given)
    drawn = results["7"][0]["samples"] * world.model.model.latent_format.scale_factor
    cat, ink = (facet_tokens.load(world.folder / f"{name}.safetensors") for name in ("cat", "ink"))
    theirs = with_diffusers(
        world, steps["4"]["inputs"]["prompt"], negative="blurry, low quality", guidance=7.0,
        latents=torch.randn(1, 4, 8, 8, generator=torch.manual_seed(1)), color=cat, style=ink @ 0.8, object=cat, layout=cat,
    )  # fmt: skip
    assert difference(drawn, theirs) < 1e-4
