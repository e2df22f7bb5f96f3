"""The README's lines, as written, in a process that has the package from its wheel."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import World
from models import token_file

PACKAGE = Path(__file__).parents[1]
BLOCKS = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip puts into an environment, without what the package depends on."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "--target", folder, PACKAGE], check=True)
    return folder


@pytest.mark.parametrize("kind", ["sd1", "xl"])
def test_the_first_lines_draw(kind: str, installed: Path, sd1: World, xl: World, tmp_path: Path) -> None:
    world = {"sd1": sd1, "xl": xl}[kind]
    lines = BLOCKS[0]
    if kind == "xl":
        lines = lines.replace("StableDiffusionPipeline", "StableDiffusionXLPipeline")
    shutil.copytree(world.folder, tmp_path / "path/to/model")
    for seed, name in enumerate(("cat", "ink")):
        token_file(tmp_path / f"{name}.safetensors", world.fingerprint, seed, kind="xl" if kind == "xl" else "sd1")
    # Says which package it was and that a picture came out; the lines themselves are as written.
    program = f'{lines}\nimages[0].save("out.png")\nprint(facet_tokens.__file__)\n'
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    ended = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == str(installed / "facet_tokens/__init__.py")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
