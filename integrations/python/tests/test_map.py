"""Tokens in the cells of a map, wherever they were trained."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import World
from models import BOUNDS, CELLS, LAYERS, WIDTH, WORDS, token_file
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from test_composition import draw

import facet_tokens
from facet_tokens import FacetError, TokenSet
from facet_tokens.composition import _layers
from facet_tokens.plan import layer_group

EVERYWHERE = [{"name": name, "cells": [[0] * LAYERS] * 4, "initialWord": word} for name, word in WORDS.items()]


def drawn_with(world: World, tokens: TokenSet) -> torch.Tensor:
    return draw(world.pipe, color=tokens, style=tokens, object=tokens, layout=tokens)


def test_tokens_that_were_trained_everywhere_draw_in_the_map_as_those_that_were_trained_in_it(sd1: World, tmp_path: Path) -> None:
    tokens = facet_tokens.load(token_file(tmp_path / "read.safetensors", sd1.fingerprint, 0, tokens=EVERYWHERE))
    everywhere, in_map, trained_in_it = (drawn_with(sd1, each) for each in (tokens, tokens.in_map(), sd1.a))
    assert torch.equal(in_map, trained_in_it)
    assert not torch.allclose(in_map, everywhere, rtol=0.01), "a comparison that could not fail says nothing"
    assert torch.equal(draw(sd1.pipe, color=tokens.in_map() @ 0.7), draw(sd1.pipe, color=sd1.a @ 0.7))


def test_the_embedding_of_a_whole_picture_stands_in_the_map_as_the_token_of_the_attribute(sd1: World, tmp_path: Path) -> None:
    path, chart = tmp_path / "toy.safetensors", tmp_path / "attribution.json"
    save_file({"<toy>": load_file(sd1.files[0])["style"]}, path)
    # As a person writes it: without the list that is empty.
    cells = {name: [{"stages": sorted(stages), "layers": sorted(layers)}] for name, (stages, layers) in CELLS.items()}
    chart.write_text(json.dumps({"formatVersion": 1, "source": "edited", "stageBounds": BOUNDS, "cells": cells}))
    toy = facet_tokens.load(path)
    assert torch.equal(draw(sd1.pipe, style=toy.in_map(chart), color="red"), draw(sd1.pipe, style=sd1.a, color="red"))
    # Facet's own names the picture's object, which is said in the object's place alone.
    own = {"name": "token", "cells": [[0] * LAYERS] * 4, "initialWord": "cat", "fallbackWord": "cat"}
    native = token_file(tmp_path / "native.safetensors", sd1.fingerprint, 0, tokens=[own])
    with safe_open(native, "pt") as file:
        save_file({"token": load_file(sd1.files[0])["style"]}, native, file.metadata())
    picture = facet_tokens.load(native).in_map()
    assert torch.equal(draw(sd1.pipe, style=picture, color="red"), draw(sd1.pipe, style=sd1.a, color="red"))
    whole = "a drawing of a {token}"
    assert torch.equal(draw(sd1.pipe, whole, token=toy.in_map(chart)), draw(sd1.pipe, whole, token=toy))


def test_a_layer_is_called_by_the_size_of_what_it_sees(world: World) -> None:
    """As Facet's engine calls it: fine above three quarters of the latent's side, moderate above three eighths, coarse below."""
    unet = world.pipe.unet
    names = _layers(unet)
    seen: dict[str, float] = {}

    def note(name: str) -> Any:
        return lambda _module, args: seen.__setitem__(name, math.sqrt(args[0].shape[1] / 64))

    handles = [unet.get_submodule(name).register_forward_pre_hook(note(name)) for name in names]
    draw(world.pipe, color=world.a)
    for handle in handles:
        handle.remove()
    sides = {"fine": [0.75, 2.0], "moderate": [0.375, 0.75], "coarse": [0.0, 0.375]}
    for name in names:
        low, high = sides[layer_group(name, len(unet.down_blocks))]
        assert low < seen[name] <= high
    assert len(seen) == len(names)


def test_the_groups_of_a_u_net_of_real_depth() -> None:
    def groups(blocks: int, names: list[str]) -> list[str]:
        return [layer_group(f"{name}.attentions.0.transformer_blocks.0.attn2", blocks) for name in names]

    down = ["down_blocks.0", "down_blocks.1", "down_blocks.2"]
    assert groups(4, [*down, "mid_block"]) == ["fine", "moderate", "coarse", "coarse"]
    assert groups(4, ["up_blocks.1", "up_blocks.2", "up_blocks.3"]) == ["coarse", "moderate", "fine"]
    xl = ["down_blocks.1", "down_blocks.2", "mid_block", "up_blocks.0", "up_blocks.1"]
    assert groups(3, xl) == ["moderate", "coarse", "coarse", "coarse", "moderate"]


BLOCK = {"stages": [0], "groups": ["fine"], "layers": []}
BROKEN: dict[str, Any] = {
    "that is no object": [],
    "without stages": {"stageBounds": [1000, 0], "cells": {name: [{"groups": ["fine"]}] for name in CELLS}},
    "whose stages rise": {"stageBounds": [0, 1000], "cells": {name: [BLOCK] for name in CELLS}},
    "without an attribute": {"stageBounds": [1000, 0], "cells": {"color": [BLOCK]}},
    "with a group that is none": {"stageBounds": [1000, 0], "cells": {name: [{**BLOCK, "groups": ["big"]}] for name in CELLS}},
    "with groups that are no words": {"stageBounds": [1000, 0], "cells": {name: [{**BLOCK, "groups": [[]]}] for name in CELLS}},
    "with half a layer": {"stageBounds": [1000, 0], "cells": {name: [{**BLOCK, "layers": [0.5]}] for name in CELLS}},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_map_is_refused_by_name(a: TokenSet, name: str, tmp_path: Path) -> None:
    path = tmp_path / "attribution.json"
    path.write_text(json.dumps(BROKEN[name]))
    with pytest.raises(FacetError) as error:
        a.in_map(path)
    assert error.value.code == "corrupt-file"
    assert str(path) in str(error.value)


def test_where_there_is_no_map_or_one_of_another_model_it_is_said(sd1: World, tmp_path: Path) -> None:
    path = tmp_path / "toy.safetensors"
    save_file({"<toy>": torch.ones(1, WIDTH)}, path)
    toy = facet_tokens.load(path)
    with pytest.raises(FacetError, match=r"no attribution map.*attribution\.json"):
        toy.in_map()
    with pytest.raises(FacetError) as error:
        toy.in_map(tmp_path / "nowhere.json")
    assert error.value.code == "io"
    chart = tmp_path / "attribution.json"
    block = {"stages": [0], "groups": [], "layers": [LAYERS]}
    chart.write_text(json.dumps({"stageBounds": [1000, 0], "cells": {name: [block] for name in CELLS}}))
    with pytest.raises(FacetError, match=f"layer {LAYERS}; this U-Net has {LAYERS}"):
        draw(sd1.pipe, color=toy.in_map(chart))
