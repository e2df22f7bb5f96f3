"""`python pack.py FOLDER`: the node pack as a folder for ComfyUI's custom_nodes, with what it shares with the Python package inside."""

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHARED = HERE.parent / "python" / "src" / "facet_tokens"
BESIDE = ["README.md", "pyproject.toml", "examples"]
# The rest of the package needs diffusers.
TAKEN = ["errors.py", "plan.py", "resolve.py", "service.py", "tokens.py"]
FACE = '''"""What the nodes share with the Python package facet-tokens."""

from .service import pull
from .tokens import TokenSet, load

__all__ = ["TokenSet", "load", "pull"]
'''


def pack(target: Path) -> None:
    """Raises FileExistsError for a folder that is there: what somebody keeps in it would be lost."""
    shutil.copytree(HERE / "src", target, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE:
        source = HERE / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy(source, target / name)
    shared = target / "facet_tokens"
    shared.mkdir()
    for name in TAKEN:
        shutil.copy(SHARED / name, shared / name)
    (shared / "__init__.py").write_text(FACE)


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
