"""Golden of torch.optim.AdamW over 100 steps for libs/inversion.

Run: tools/demo-model/.venv/bin/python tools/golden/optim.py
"""
import json
from pathlib import Path

import torch

OUT = Path(__file__).resolve().parents[2] / "libs/inversion/test/golden/adamw.json"

cases = []
for weight_decay in (0.0, 0.01):
    torch.manual_seed(0)
    p = torch.randn(8, requires_grad=True)
    start = p.detach().tolist()
    gradients = (torch.randn(100, 8) * torch.logspace(-4, 1, 8)).float()
    options = dict(lr=5e-3, betas=(0.9, 0.99), eps=1e-8, weight_decay=weight_decay)
    optimizer = torch.optim.AdamW([p], foreach=False, **options)
    snapshots = {}
    for step in range(100):
        p.grad = gradients[step].clone()
        optimizer.step()
        if step + 1 in (1, 10, 100):
            snapshots[step + 1] = p.detach().tolist()
    cases.append(dict(options=options, start=start, gradients=gradients.tolist(), snapshots=snapshots))
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(cases))
