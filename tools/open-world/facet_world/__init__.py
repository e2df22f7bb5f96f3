"""An open picture world and the training of a small model of it. What it shares with tools/demo-model is imported from there."""
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "demo-model"))
