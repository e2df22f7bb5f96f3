"""Names and shapes of the tensors of models of the real size, without their weights, for tools/gpu to make random ones of.

Run from the repository root with the demo model's environment:
    tools/demo-model/.venv/bin/python tools/golden/full_shapes.py

Writes tools/gpu/data/<kind>.json.gz in the form of the `parts` of model_files.py.
"""

import gzip
import json
from pathlib import Path

import torch

from full_models import KINDS

OUT = Path("tools/gpu/data")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for kind in ("sd1", "sdxl"):
        parts = {}
        for part, make in KINDS[kind].items():
            with torch.device("meta"):
                model = make()
            tensors = [[k, list(v.shape)] for k, v in model.state_dict().items() if "position_ids" not in k]
            config = model.config.to_dict() if hasattr(model.config, "to_dict") else dict(model.config)
            # Private entries differ from run to run.
            kept = {k: v for k, v in config.items() if not k.startswith("_")}
            parts[part] = {"config": kept, "tensors": tensors}
        text = json.dumps({"parts": parts}, separators=(",", ":"), sort_keys=True, default=str)
        (OUT / f"{kind}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
