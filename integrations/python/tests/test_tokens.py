"""Reading token files: what is right is read, what is broken is named."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from models import LAYERS, WIDTH, token_file
from safetensors.torch import save_file

import facet_tokens
from facet_tokens import FacetError
from facet_tokens.__main__ import main


def refused(path: Path, code: str, *words: str, **options: Any) -> None:
    with pytest.raises(FacetError) as error:
        facet_tokens.load(path, **options)
    assert error.value.code == code
    for word in (str(path), *words):
        assert word in str(error.value)


def test_a_native_file_is_read_whole(tmp_path: Path) -> None:
    tokens = facet_tokens.load(token_file(tmp_path / "a.safetensors", "f" * 64, 1))
    assert [token.name for token in tokens.tokens] == ["color", "style", "object", "layout"]
    assert tokens.stage_bounds == [1000, 800, 600, 200, 0]
    assert tokens.palette == [("red", 0.75), ("blue", 0.25)]
    assert tokens.token_for("object").fallback_word == "cat"
    assert len(tokens.token_for("style").vectors[0]) == WIDTH
    assert (tokens @ 0.5).strength == 0.5
    with pytest.raises(FacetError):
        tokens @ 3


HEADS: dict[str, Any] = {
    "another format": {"format": "x"},
    "a newer version": {"formatVersion": 2},
    "weights beside": {"weights": ["a"]},
    "no tokens": {"tokens": []},
    "an attribute that is none": {"tokens": [{"name": "mood", "cells": [[0]] * 4, "initialWord": "x"}]},
    "cells of other stages": {"tokens": [{"name": "color", "cells": [[0]], "initialWord": "x"}]},
    "cells that name no vector": {"tokens": [{"name": "color", "cells": [[1]] * 4, "initialWord": "x"}]},
    "bounds that rise": {"stageBounds": [0, 1000]},
    "a fingerprint that is no text": {"fingerprint": 3},
}


@pytest.mark.parametrize("name", HEADS)
def test_a_native_file_with_is_refused(name: str, tmp_path: Path) -> None:
    path = token_file(tmp_path / "a.safetensors", "f" * 64, 1, **HEADS[name])
    with pytest.raises(FacetError) as error:
        facet_tokens.load(path)
    assert error.value.code in ("corrupt-file", "unsupported-format")
    assert str(path) in str(error.value)


def test_no_random_damage_of_a_file_comes_out_as_anything_but_a_refusal(tmp_path: Path) -> None:
    whole = token_file(tmp_path / "a.safetensors", "f" * 64, 1).read_bytes()
    head = 8 + int.from_bytes(whole[:8], "little")
    chance = random.Random(1)
    path = tmp_path / "broken.safetensors"
    refusals = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(head)] = chance.randrange(256)
        path.write_bytes(data[: chance.randint(0, len(data))] if chance.random() < 0.3 else data)
        try:
            facet_tokens.load(path)
        except FacetError:
            refusals += 1
    assert refusals > 200


def test_embeddings_of_others_are_the_whole_picture(tmp_path: Path) -> None:
    one = tmp_path / "one.safetensors"
    save_file({"<cat-toy>": torch.ones(WIDTH)}, one)
    tokens = facet_tokens.load(one, word="toy")
    assert tokens.token_for("style").vectors == [[1.0] * WIDTH]
    assert tokens.token_for("style").initial_word == "toy"
    assert tokens.fingerprint is None

    plus = tmp_path / "plus.safetensors"
    save_file({f"cat-{at}": torch.full((1, WIDTH), float(at)) for at in range(LAYERS)}, plus)
    assert [vector[0] for vector in facet_tokens.load(plus).tokens[0].vectors] == list(range(LAYERS))

    names = ["IN01", "IN02", "IN04", "IN05", "IN07", "IN08", "MID", *(f"OUT{number:02}" for number in range(3, 12))]
    kohya = tmp_path / "kohya.safetensors"
    save_file({name: torch.full((WIDTH,), float(at)) for at, name in enumerate(names)}, kohya)
    assert [vector[0] for vector in facet_tokens.load(kohya).tokens[0].vectors] == list(range(16))

    stages = tmp_path / "stages.safetensors"
    save_file({"emb_params": torch.ones(10, WIDTH)}, stages)
    prospect = facet_tokens.load(stages, vectors="stages")
    assert prospect.stage_bounds == [1000, 900, 800, 700, 600, 500, 400, 300, 200, 100, 0]
    refused(stages, "unsupported-format", "10 vectors", 'vectors="stages"')


def test_what_is_no_token_file_is_refused_by_what_it_is(tmp_path: Path) -> None:
    refused(tmp_path / "missing.safetensors", "io")
    refused(tmp_path, "io", "folder", "tokens.safetensors")
    pickle = tmp_path / "a.pt"
    pickle.write_bytes(b"x")
    refused(pickle, "unsupported-format", "pickle")
    page = tmp_path / "page.safetensors"
    page.write_text("<!doctype html>")
    refused(page, "corrupt-file")
    tensors = {
        "nan": ({"a": torch.tensor([float("nan")])}, "corrupt-file"),
        "two": ({"a": torch.ones(1, 4), "b": torch.ones(1, 4)}, "unsupported-format"),
        "hole": ({"a-0": torch.ones(1, 4), "a-2": torch.ones(1, 4)}, "unsupported-format"),
        "widths": ({"a-0": torch.ones(1, 4), "a-1": torch.ones(1, 5)}, "corrupt-file"),
        "whole": ({"a": torch.ones(4, dtype=torch.int64)}, "corrupt-file"),
        "checkpoint": ({f"model.{at}": torch.ones(1) for at in range(300)}, "unsupported-format"),
        "several": ({"clip_l": torch.ones(2, 4), "clip_g": torch.ones(2, 4)}, "unsupported-format"),
    }
    for name, (content, code) in tensors.items():
        path = tmp_path / f"{name}.safetensors"
        save_file(content, path)
        refused(path, code)


@pytest.mark.parametrize("strength", ["0.5", None, [0.5], 1j, -0.1, 2.1, float("nan"), float("inf")])
def test_what_is_no_strength_is_refused(strength: Any, tmp_path: Path) -> None:
    tokens = facet_tokens.load(token_file(tmp_path / "a.safetensors", "f" * 64, 1))
    with pytest.raises(FacetError, match=r"(?i)strength .*(@ 0\.7|0 \(the plain word\) and 2)") as error:
        tokens @ strength
    assert error.value.code == "invalid-input"


def test_a_strength_may_be_a_number_of_any_library(tmp_path: Path) -> None:
    tokens = facet_tokens.load(token_file(tmp_path / "a.safetensors", "f" * 64, 1))
    assert [(tokens @ strength).strength for strength in (1, torch.tensor(0.5), np.float32(0.25))] == [1.0, 0.5, 0.25]


def test_inspect_says_what_a_file_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = token_file(tmp_path / "a.safetensors", "f" * 64, 1)
    assert main(["inspect", str(path)]) == 0
    said = capsys.readouterr().out
    assert "red 75%" in said
    assert "active in 6 of 28 cells, elsewhere nothing" in said
    assert main(["inspect", str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err


def test_a_head_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    save_file({"color": torch.ones(1, 4)}, path, {"facet": "{"})
    refused(path, "corrupt-file", "not JSON")
    save_file({"color": torch.ones(1, 4)}, path, {"facet": json.dumps([])})
    refused(path, "corrupt-file")
