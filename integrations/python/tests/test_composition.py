"""Composing on real pipelines of diffusers, against Facet's own engine."""

import copy
import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import World
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EDMEulerScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    LCMScheduler,
    StableDiffusionPipeline,
    TCDScheduler,
    UniPCMultistepScheduler,
)
from models import LAYERS, SECOND_WIDTH, WIDTH, XL_LAYERS, token_file
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import T5Config, T5EncoderModel

import facet_tokens
from facet_tokens import FacetError, TokenSet
from facet_tokens.__main__ import main
from facet_tokens.encode import PromptEncoder
from facet_tokens.plan import layer_order
from facet_tokens.resolve import resolve

ROOT = Path(__file__).parents[3]
PROMPT = "a {style} drawing of a {color} {object} {layout}"
SCHEDULERS = {
    "ddim": DDIMScheduler,
    "dpm-solver++": DPMSolverMultistepScheduler,
    "dpm-solver++-sde": DPMSolverMultistepScheduler,
    "euler": EulerDiscreteScheduler,
    "euler-ancestral": EulerAncestralDiscreteScheduler,
    "lcm": LCMScheduler,
    "tcd": TCDScheduler,
    "unipc": UniPCMultistepScheduler,
}
# What the engine sets where diffusers has another default.
OWN_SETTINGS = {"dpm-solver++-sde": {"algorithm_type": "sde-dpmsolver++"}}
# As distilled models are used; the others take twenty.
STEPS = {"lcm": 4, "tcd": 4}
OWN_ARGUMENTS = {"tcd": {"eta": 0.3}}
SEEDS = [5, 6, 7]


def noise(seeds: list[int]) -> torch.Tensor:
    return torch.cat([torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(seed)) for seed in seeds])


def draw(pipe: Any, prompt: Any = PROMPT, seeds: list[int] = SEEDS, **arguments: Any) -> torch.Tensor:
    settings: dict[str, Any] = {
        "num_inference_steps": 4,
        "guidance_scale": 5.0,
        "negative_prompt": "blurry, dark",
        "output_type": "latent",
    }
    sizes = {"latents": noise(seeds), "num_images_per_prompt": len(seeds), "width": 16, "height": 16}
    images = facet_tokens.compose(pipe, prompt, **{**settings, **sizes, **arguments}).images
    assert isinstance(images, torch.Tensor)
    return images


def facet(world: World, folder: Path, tokens: dict[str, tuple[Path, float]], **sampling: Any) -> torch.Tensor:
    """What Facet's engine draws of the same."""
    job = {
        "model": str(world.folder),
        "prompt": PROMPT,
        "negativePrompt": "blurry, dark",
        "tokens": {name: {"file": str(file), "strength": strength} for name, (file, strength) in tokens.items()},
        "words": {},
        "seeds": SEEDS,
        "size": 16,
        "out": str(folder / "latents.safetensors"),
        **sampling,
    }
    (folder / "job.json").write_text(json.dumps(job))
    node = ROOT / "node_modules/.bin/node"
    program = Path(__file__).with_name("facet-draw.ts")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    subprocess.run([node, program, folder / "job.json"], check=True, cwd=ROOT, env=environment)
    return load_file(folder / "latents.safetensors")["latents"]


def difference(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    """Of the largest value."""
    return float((ours - theirs).abs().max() / theirs.abs().max())


# All of them with one text encoder, by both kinds of prediction; what two change is nothing of theirs.
PAIRS = [*((kind, name) for kind in ("sd1", "sd2") for name in SCHEDULERS), ("xl", "dpm-solver++"), ("xl", "euler")]


@pytest.mark.parametrize(("world", "scheduler"), PAIRS, indirect=["world"])
def test_what_every_scheduler_draws_with_strengths_guidance_and_a_batch_is_what_facets_engine_draws(
    world: World, scheduler: str, tmp_path: Path
) -> None:
    config = DDIMScheduler.from_pretrained(world.folder, subfolder="scheduler").config
    world.pipe.scheduler = SCHEDULERS[scheduler].from_config(config, **OWN_SETTINGS.get(scheduler, {}))
    # A generator a picture, from which also the noise comes that some schedulers add at each step.
    generator = [torch.Generator().manual_seed(seed) for seed in SEEDS]
    sampling: dict[str, Any] = {"latents": None, "generator": generator, **OWN_ARGUMENTS.get(scheduler, {})}
    steps = STEPS.get(scheduler, 20)
    tokens: dict[str, Any] = {"color": world.a, "style": world.b @ 0.7, "object": world.b, "layout": world.a @ 1.4}
    ours = draw(world.pipe, **tokens, **sampling, num_inference_steps=steps)
    file_a, file_b = world.files
    uses = {"color": (file_a, 1.0), "style": (file_b, 0.7), "object": (file_b, 1.0), "layout": (file_a, 1.4)}
    theirs = facet(world, tmp_path, uses, steps=steps, guidance=5, scheduler=scheduler)
    assert difference(ours, theirs) < 1e-4
    plain = draw(world.pipe, "an ink drawing of a red cat sitting", **sampling, num_inference_steps=steps)
    assert difference(plain, theirs) > 0.1, "a comparison that could not fail says nothing"


def test_each_layer_is_given_the_prompt_of_its_cell_and_only_in_the_conditional_rows(sd1: World) -> None:
    seen: dict[tuple[float, int], torch.Tensor] = {}
    names = sorted((name for name, _ in sd1.pipe.unet.named_modules() if name.endswith("attn2")), key=layer_order)
    time: list[float] = [0.0]
    handles = [
        sd1.pipe.unet.register_forward_pre_hook(lambda _, args: time.__setitem__(0, float(args[1]))),
    ]
    with facet_tokens.composition(sd1.pipe, PROMPT, color=sd1.a, style=sd1.a, object=sd1.a, layout="sitting") as composed:
        for at, name in enumerate(names):

            def note(_module: Any, _args: Any, kwargs: Any, at: int = at) -> None:
                seen[(time[0], at)] = kwargs["encoder_hidden_states"]

            handles.append(sd1.pipe.unet.get_submodule(name).register_forward_pre_hook(note, with_kwargs=True))
        base = composed.prompt_embeds
        # The rows in an order that no pipeline has.
        hidden = torch.cat([base, torch.zeros_like(base), base])
        for moment in (900.0, 300.0):
            sd1.pipe.unet(noise([1, 2, 3]), torch.tensor(moment), encoder_hidden_states=hidden)
        plan, contexts = composed.plan, composed.contexts
    for handle in handles:
        handle.remove()
    assert len(seen) == 2 * LAYERS
    for (at_time, at), states in seen.items():
        context = contexts[plan.cells[plan.stage_of(at_time)][at]]
        assert torch.equal(states, torch.stack([context, torch.zeros_like(context), context]))
    assert len(plan.prompts) > 3


def modules(pipe: Any) -> list[Any]:
    hooks = [(name, len(module._forward_pre_hooks)) for name, module in pipe.unet.named_modules()]
    return [hooks, pipe.unet, len(pipe.text_encoder.get_input_embeddings()._forward_hooks), len(pipe.tokenizer)]


def test_the_pipeline_is_as_before_afterwards_also_after_an_exception(sd1: World, a: TokenSet) -> None:
    before = modules(sd1.pipe)
    draw(sd1.pipe, "a {color} cat", color=a)
    assert modules(sd1.pipe) == before

    def fail(*_: Any) -> dict[str, Any]:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        draw(sd1.pipe, "a {color} cat", color=a, callback_on_step_end=fail)
    assert modules(sd1.pipe) == before
    draw(sd1.pipe, "a {color} cat", color=a)


def test_tokens_by_a_name_that_is_no_place_are_refused_which_diffusers_would_leave_out_silently(sd1: World, a: TokenSet) -> None:
    with pytest.raises(FacetError, match=r"no place colour .* there are color, style, object, layout, token"):
        draw(sd1.pipe, "a {color} cat", colour=a)


def test_a_muted_place_is_left_out_and_a_word_is_the_word(sd1: World, a: TokenSet) -> None:
    muted = draw(sd1.pipe, "a {style} drawing of a {color} cat", color=a)
    assert torch.equal(muted, draw(sd1.pipe, "a drawing of a {color} cat", color=a))
    worded = draw(sd1.pipe, "a {style} drawing of a {color} cat", color=a, style="ink")
    assert torch.equal(worded, draw(sd1.pipe, "a ink drawing of a {color} cat", color=a))


def test_an_embedding_of_another_tool_draws_what_diffusers_own_loader_draws(sd1: World, tmp_path: Path) -> None:
    path = tmp_path / "toy.safetensors"
    vector = torch.randn(1, WIDTH, generator=torch.Generator().manual_seed(3)) * 0.2
    save_file({"<toy>": vector}, path)
    ours = draw(sd1.pipe, "a drawing of a {token}", token=facet_tokens.load(path))
    sd1.pipe.load_textual_inversion(str(path))
    plain = sd1.pipe(
        "a drawing of a <toy>", negative_prompt="blurry, dark", num_inference_steps=4, guidance_scale=5.0, latents=noise(SEEDS),
        num_images_per_prompt=3, output_type="latent", width=16, height=16,
    ).images  # fmt: skip
    beside = draw(sd1.pipe, "a {color} drawing of a <toy>")
    sd1.pipe.unload_textual_inversion()
    assert torch.equal(ours, plain)
    assert torch.equal(beside, plain), "an embedding that the pipeline has loaded works beside"


def test_an_embedding_of_two_vectors_draws_what_diffusers_own_loader_draws_with_xl(xl: World, tmp_path: Path) -> None:
    path = tmp_path / "toy.safetensors"
    generator = torch.Generator().manual_seed(3)
    vectors = {
        name: torch.randn(1, width, generator=generator) * 0.2 for name, width in (("clip_l", WIDTH), ("clip_g", SECOND_WIDTH))
    }
    save_file(vectors, path)
    before = modules(xl.pipe)
    ours = draw(xl.pipe, "a drawing of a {token}", token=facet_tokens.load(path))
    assert modules(xl.pipe) == before
    encoders = {
        "clip_l": {"text_encoder": xl.pipe.text_encoder, "tokenizer": xl.pipe.tokenizer},
        "clip_g": {"text_encoder": xl.pipe.text_encoder_2, "tokenizer": xl.pipe.tokenizer_2},
    }
    for name, parts in encoders.items():
        xl.pipe.load_textual_inversion({"<toy>": vectors[name]}, token="<toy>", **parts)
    plain = xl.pipe(
        "a drawing of a <toy>", negative_prompt="blurry, dark", num_inference_steps=4, guidance_scale=5.0, latents=noise(SEEDS),
        num_images_per_prompt=3, output_type="latent", width=16, height=16,
    ).images  # fmt: skip
    for parts in encoders.values():
        xl.pipe.unload_textual_inversion("<toy>", **parts)
    assert difference(ours, plain) < 1e-5
    assert difference(draw(xl.pipe, "a drawing of a toy"), plain) > 0.01, "a comparison that could not fail says nothing"


def test_strength_is_each_encoders_own(xl: World) -> None:
    words = PromptEncoder(xl.pipe)
    assert words.widths == [WIDTH, SECOND_WIDTH]

    def parts(vector: Any) -> tuple[torch.Tensor, ...]:
        return torch.split(torch.tensor(vector), words.widths)

    word, token = (parts(vector) for vector in (words.word_vector("red"), xl.a.token_for("color").vectors[0]))
    for strength in (0.0, 0.5):
        tokens = xl.a @ strength
        made = parts(resolve("a {color} cat", {"color": tokens}, ["coarse"] * XL_LAYERS, words).vectors["color"][0])
        for ours, old, new in zip(made, word, token, strict=True):
            assert ours.norm().item() == pytest.approx(((1 - strength) * old.norm() + strength * new.norm()).item(), rel=1e-5)
            if strength == 0:
                assert torch.allclose(ours, old, atol=1e-6)


def test_the_vectors_of_p_plus_are_in_their_layers(world: World, tmp_path: Path) -> None:
    """The keys and values of each layer are of the prompt with that layer's vector, by diffusers' own loader."""
    pipe = world.pipe
    layers, widths = (XL_LAYERS, [WIDTH, SECOND_WIDTH]) if hasattr(pipe, "text_encoder_2") else (LAYERS, [WIDTH])
    vectors = torch.randn(layers, sum(widths), generator=torch.Generator().manual_seed(3)) * 0.2
    path = tmp_path / "plus.safetensors"
    # In no order of layers.
    save_file({f"toy-{at}": vectors[at : at + 1].clone() for at in reversed(range(layers))}, path)
    expected = torch.cat([plainly(pipe, vector, widths) for vector in vectors])
    with facet_tokens.composition(pipe, "a {token}", token=facet_tokens.load(path)) as composed:
        given = composed.contexts[composed.plan.cells[0]]
    assert torch.allclose(given, expected, atol=1e-5)
    assert len({tuple(row.flatten().tolist()) for row in expected}) == layers


def test_the_vectors_of_prospect_are_at_their_times(world: World, tmp_path: Path) -> None:
    """ProSpect conditions time t of 1000 by its vector number `int(t * count / 1000)`."""
    pipe, count = world.pipe, 10
    widths = [WIDTH, SECOND_WIDTH] if hasattr(pipe, "text_encoder_2") else [WIDTH]
    vectors = torch.randn(count, sum(widths), generator=torch.Generator().manual_seed(4)) * 0.2
    path = tmp_path / "stages.safetensors"
    save_file({"emb_params": vectors}, path)
    tokens = facet_tokens.load(path, vectors="stages")
    with facet_tokens.composition(pipe, "a {token}", token=tokens) as composed:
        for time in (0, 99, 100, 450, 899, 900, 999):
            (index,) = set(composed.plan.cells[composed.plan.stage_of(time)])
            wanted = plainly(pipe, vectors[int(time * count / 1000)], widths)[0]
            assert torch.allclose(composed.contexts[index], wanted, atol=1e-5)


def plainly(pipe: Any, vector: torch.Tensor, widths: list[int]) -> torch.Tensor:
    """`[1, 77, width]`: what diffusers makes of "a <toy>" where its own loader has brought the vector."""
    parts = [(pipe.tokenizer, pipe.text_encoder)]
    if len(widths) > 1:
        parts.append((pipe.tokenizer_2, pipe.text_encoder_2))
    for (tokenizer, module), part in zip(parts, torch.split(vector, widths)):
        pipe.load_textual_inversion({"<toy>": part[None]}, token="<toy>", tokenizer=tokenizer, text_encoder=module)
    states: torch.Tensor = pipe.encode_prompt(
        "a <toy>", device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=False
    )[0]
    for tokenizer, module in parts:
        pipe.unload_textual_inversion("<toy>", tokenizer=tokenizer, text_encoder=module)
    return states


def refused(code: str, *words: str, pipe: Any, prompt: Any = "a {color} cat", **arguments: Any) -> None:
    with pytest.raises(FacetError) as error:
        draw(pipe, prompt, **arguments)
    assert error.value.code == code, str(error.value)
    for word in words:
        assert word in str(error.value)


def test_what_does_not_fit_is_refused_by_name(sd1: World, a: TokenSet, tmp_path: Path) -> None:
    pipe = sd1.pipe
    foreign = facet_tokens.load(token_file(tmp_path / "foreign.safetensors", "0" * 64, 1))
    refused(
        "fingerprint-mismatch", "foreign.safetensors", "small", "000000000000", sd1.fingerprint[:12], pipe=pipe, color=foreign
    )
    with pytest.raises(FacetError) as error:
        draw(pipe, "a {color} cat", color=foreign)
    assert "bfloat16" not in str(error.value)
    draw(pipe, "a {color} cat", color=foreign, check_model=False)
    wide = tmp_path / "wide.safetensors"
    save_file({"a": torch.ones(1, WIDTH + 1)}, wide)
    refused("fingerprint-mismatch", "65", "64", pipe=pipe, prompt="{token}", token=facet_tokens.load(wide))
    layers = tmp_path / "layers.safetensors"
    save_file({f"a-{at}": torch.ones(1, WIDTH) for at in range(16)}, layers)
    refused("fingerprint-mismatch", "16", "7", pipe=pipe, prompt="{token}", token=facet_tokens.load(layers))
    refused("invalid-prompt", "{style}", pipe=pipe, color=a, style=a)
    refused("invalid-prompt", "{colour}", pipe=pipe, prompt="a {colour} cat", color=a)
    refused("invalid-prompt", "brace", pipe=pipe, color="{x}")
    refused("invalid-input", "int", pipe=pipe, color=3)
    refused("invalid-input", "prompt_embeds", pipe=pipe, color=a, prompt_embeds=torch.ones(1, 77, WIDTH))
    refused("invalid-input", "pooled_prompt_embeds", pipe=pipe, color=a, pooled_prompt_embeds=torch.ones(1, WIDTH))
    refused("invalid-input", "cat.safetensors", "facet_tokens.load", pipe=pipe, color="tokens/cat.safetensors")
    refused("invalid-input", "list", "num_images_per_prompt", pipe=pipe, prompt=["a {color} cat"], color=a)
    refused("invalid-prompt", "negative", "{style}", pipe=pipe, color=a, negative_prompt=["blurry", "a {style} picture"])
    refused("invalid-input", "prompt_2", pipe=pipe, color=a, prompt_2="a cat")
    refused("invalid-prompt", "negative", "{style}", pipe=pipe, color=a, negative_prompt_2="a {style} picture")
    for skipped in (-1, 2, "1", 1.0):
        refused("invalid-input", f"clip_skip is {skipped!r}", "0 to 1", pipe=pipe, color=a, clip_skip=skipped)
    refused("prompt-too-long", "75", pipe=pipe, prompt="{color} " + "cat " * 80, color=a)
    one = tmp_path / "one.safetensors"
    save_file({"a": torch.ones(1, WIDTH)}, one)
    refused("invalid-input", "word=", pipe=pipe, prompt="{token}", token=facet_tokens.load(one) @ 0.5)
    refused("invalid-input", "no style token", pipe=pipe, prompt="{style}", style=facet_tokens.TokenSet(
        "x", [a.token_for("color")], a.stage_bounds, None, "", ""))  # fmt: skip
    refused("unsupported-pipeline", "object", pipe=object(), color=a)


def test_a_pipeline_whose_text_encoder_is_not_clips_is_refused_by_name(sd1: World, a: TokenSet) -> None:
    t5: Any = T5EncoderModel(T5Config(vocab_size=32, d_model=WIDTH, d_kv=8, d_ff=8, num_layers=1, num_heads=1))

    class Foreign:
        unet, text_encoder, tokenizer = sd1.pipe.unet, t5, sd1.pipe.tokenizer

    refused("unsupported-pipeline", "Foreign", "CLIP", pipe=Foreign(), color=a)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (EDMEulerScheduler, {}),
        (FlowMatchEulerDiscreteScheduler, {}),
        (EulerDiscreteScheduler, {"timestep_type": "continuous", "prediction_type": "v_prediction"}),
    ],
)
def test_a_scheduler_that_counts_time_otherwise_is_refused_by_name(
    sd1: World, a: TokenSet, kind: Any, changes: dict[str, str]
) -> None:
    pipe: Any = StableDiffusionPipeline(**{**sd1.pipe.components, "scheduler": kind(**changes)}, requires_safety_checker=False)
    refused("unsupported-pipeline", kind.__name__, "999 to 0", pipe=pipe, color=a)


def test_a_u_net_of_another_kind_is_refused_by_name(sd1: World, a: TokenSet) -> None:
    pipe: Any = StableDiffusionPipeline(**sd1.pipe.components, requires_safety_checker=False)
    pipe.unet = get_peft_model(copy.deepcopy(sd1.pipe.unet), LoraConfig(target_modules=["to_q"]))
    refused("unsupported-pipeline", "PeftModel", "load_lora_weights", pipe=pipe, color=a)


def test_what_shares_the_text_encoder_reads_its_own_prompts_meanwhile(sd1: World, a: TokenSet) -> None:
    encoder, seen = sd1.pipe.text_encoder, []

    def read() -> None:
        seen.append(sd1.pipe.encode_prompt("a cat", "cpu", 1, False)[0])

    def beside(*_: object) -> None:
        handle.remove()
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()

    read()
    handle = encoder.register_forward_pre_hook(beside)
    draw(sd1.pipe, "{color} cat", color=a)
    assert torch.equal(*seen)


def test_two_compositions_at_once_on_one_pipeline_are_refused_and_the_first_goes_on(sd1: World, a: TokenSet) -> None:
    errors: list[str] = []

    def other(*_: Any) -> dict[str, Any]:
        def run() -> None:
            try:
                draw(sd1.pipe, "a {color} cat", color=a)
            except FacetError as error:
                errors.append(error.code)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return {}

    alone = draw(sd1.pipe, "a {color} cat", color=a)
    beside = draw(sd1.pipe, "a {color} cat", color=a, callback_on_step_end=other)
    assert errors == ["invalid-input"] * 4
    assert torch.equal(alone, beside)


def test_a_loop_that_never_gives_the_unet_its_prompt_is_told_so(sd1: World, a: TokenSet) -> None:
    with pytest.raises(FacetError, match="never given"), facet_tokens.composition(sd1.pipe, "a {color} cat", color=a):
        sd1.pipe("a red cat", num_inference_steps=1, width=16, height=16, output_type="latent")


def test_the_command_line_says_in_a_line_what_a_pipeline_does_not_take(
    sd1: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["compose", "a {color} cat", "--model", str(sd1.folder), "--color", str(sd1.files[0]), "--steps", "1", "--out"]
    picture = tmp_path / "cat.png"
    assert main([*asked, str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    for wrong in (["--size", "13"], ["--device", "nowhere"]):
        assert main([*asked, str(tmp_path / "none.png"), *wrong]) == 1
        said = capsys.readouterr().err
        assert f"facet-tokens: {sd1.folder} does not draw so" in said
        assert wrong[1] in said
    assert not (tmp_path / "none.png").exists()


def test_the_command_line_says_what_is_wrong_before_it_reads_the_model(
    sd1: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, picture = str(sd1.files[0]), str(tmp_path / "none.png")

    def said(*options: str, code: int = 1) -> str:
        asked = ["compose", "a {color} cat", "--model", "no-model", "--color", file, "--out", picture, *options]
        try:
            assert main(asked) == code
        except SystemExit as end:
            assert end.code == code
        return capsys.readouterr().err

    assert "=red" in said("--color", "red")
    assert f"{tmp_path} is a folder" in said("--color", str(tmp_path))
    assert "no number" in said("--color", f"{file}@much")
    assert str(tmp_path / "nowhere") in said("--out", str(tmp_path / "nowhere/none.png"))
    assert f"{tmp_path} cannot be written" in said("--out", str(tmp_path))
    assert "whole number" in said("--steps", "0", code=2)
    assert "whole number" in said("--size", "-8", code=2)
