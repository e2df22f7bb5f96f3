"""PyTorch's outputs and gradients of a small reader of random weights, for libs/inversion/src/reader.

Run from the repository root with the demo model's environment: tools/demo-model/.venv/bin/python tools/golden/reader.py
Writes libs/inversion/test/golden/reader.safetensors. Gradients are computed in float64.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

SLOTS, ROWS, FEATURES, HIDDEN, NARROW, WIDTH = 4, 7, 6, 5, 3, 4
OUT = Path("libs/inversion/test/golden/reader.safetensors")

torch.manual_seed(4)
draw = lambda *dims: torch.randn(*dims, dtype=torch.float32)
fixed = {"mean": draw(1, 1, FEATURES), "spread": draw(1, 1, FEATURES).abs() + 0.5}
learned = {
    "hidden.weight": draw(SLOTS, FEATURES, HIDDEN), "hidden.bias": draw(SLOTS, 1, HIDDEN), "narrow.weight": draw(SLOTS, HIDDEN, NARROW),
    "narrow.bias": draw(SLOTS, 1, NARROW), "token.weight": draw(SLOTS, NARROW, WIDTH), "token.bias": draw(SLOTS, 1, WIDTH),
}
features, cotangent = draw(SLOTS, ROWS, FEATURES), draw(SLOTS, ROWS, WIDTH)

wide = {name: value.double().requires_grad_() for name, value in learned.items()}
x = (features.double() - fixed["mean"].double()) / fixed["spread"].double()
x = F.gelu(x @ wide["hidden.weight"] + wide["hidden.bias"])
x = F.gelu(x @ wide["narrow.weight"] + wide["narrow.bias"])
tokens = x @ wide["token.weight"] + wide["token.bias"]
(tokens * cotangent.double()).sum().backward()

tensors = {**fixed, **learned, "features": features, "cotangent": cotangent, "tokens": tokens.detach().float()}
tensors |= {f"grad/{name}": value.grad.float() for name, value in wide.items()}
OUT.parent.mkdir(parents=True, exist_ok=True)
save_file({name: value.contiguous() for name, value in tensors.items()}, OUT)
