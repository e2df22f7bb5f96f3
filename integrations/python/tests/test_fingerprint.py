"""The identity of a loaded model: what changes it, and what it costs a second time."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
import torch
from conftest import World
from diffusers import DiffusionPipeline

import facet_tokens


def fresh(world: World) -> Any:
    return DiffusionPipeline.from_pretrained(world.folder)


def table(pipe: Any) -> torch.Tensor:
    weight: torch.Tensor = pipe.text_encoder.get_input_embeddings().weight
    return weight


def one_row(pipe: Any) -> None:
    # Through .data, where PyTorch does not count changes.
    table(pipe).data[12345] += 0.5


def a_table_in_place(pipe: Any) -> None:
    with torch.no_grad():
        table(pipe).mul_(1.5)


def a_table_in_its_place(pipe: Any) -> None:
    pipe.text_encoder.get_input_embeddings().weight = torch.nn.Parameter(table(pipe) + 1)


def a_layer_of_the_unet(pipe: Any) -> None:
    pipe.unet.conv_in.weight.data += 0.5


CHANGES = [one_row, a_table_in_place, a_table_in_its_place, a_layer_of_the_unet]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("world", ["sd1", "xl"], indirect=True)
def test_a_model_that_was_known_and_is_changed_is_another_and_changed_back_the_same(
    world: World, change: Callable[[Any], None]
) -> None:
    pipe = fresh(world)
    state = {name: weight.clone() for name, weight in pipe.text_encoder.state_dict().items()}
    unet = {name: weight.clone() for name, weight in pipe.unet.state_dict().items()}
    assert facet_tokens.fingerprint(pipe) == world.fingerprint
    change(pipe)
    assert facet_tokens.fingerprint(pipe) != world.fingerprint
    pipe.text_encoder.load_state_dict(state)
    pipe.unet.load_state_dict(unet)
    assert facet_tokens.fingerprint(pipe) == world.fingerprint


def test_tables_are_read_once(xl: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # The package has a function of the module's name.
    module = import_module("facet_tokens.fingerprint")
    halves: Callable[[torch.Tensor], bytes] = module._halves
    read = 0

    def counting(tensor: torch.Tensor) -> bytes:
        nonlocal read
        read += tensor.numel()
        return halves(tensor)

    monkeypatch.setattr(module, "_halves", counting)
    pipe = fresh(xl)
    first = facet_tokens.fingerprint(pipe)
    once, read = read, 0
    assert facet_tokens.fingerprint(pipe) == first
    assert read < once / 10
