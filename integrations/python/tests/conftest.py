from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import DiffusionPipeline
from models import Kind, pipeline, token_file

import facet_tokens
from facet_tokens import TokenSet

torch.set_num_threads(1)


class World:
    """A pipeline read from a folder, and two pictures' tokens for it."""

    def __init__(self, kind: Kind, folder: Path) -> None:
        pipeline(kind, folder)
        self.folder = folder / "model"
        self.pipe: Any = DiffusionPipeline.from_pretrained(self.folder)
        self.pipe.set_progress_bar_config(disable=True)
        self.fingerprint = facet_tokens.fingerprint(self.pipe)
        self.files = [
            token_file(folder / f"{name}.safetensors", self.fingerprint, seed, kind=kind) for seed, name in enumerate("ab")
        ]
        self.a, self.b = (facet_tokens.load(file) for file in self.files)


@pytest.fixture(scope="session", params=["sd1", "sd2", "xl"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def sd1(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World("sd1", tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="session")
def xl(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World("xl", tmp_path_factory.mktemp("two-encoders"))


@pytest.fixture(scope="session")
def a(sd1: World) -> TokenSet:
    return sd1.a
