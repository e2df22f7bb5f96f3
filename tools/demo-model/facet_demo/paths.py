"""Where things are: the work folder (checkpoints, data; ignored by git) and the exported model."""
import os
from pathlib import Path

TOOL = Path(__file__).resolve().parent.parent
WORK = Path(os.environ.get("FACET_DEMO_WORK", TOOL / "work"))
EXPORT = Path(os.environ.get("FACET_DEMO_EXPORT", TOOL.parent.parent / "models" / "demo"))
