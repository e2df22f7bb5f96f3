"""What the image encoder's trunk reads off the decoded samples: a file beside each shard. usage: features.py PREFIX"""
import sys
import time

import torch

from lab import ROOT, Lab, to_tensor

lab, began = Lab(), time.process_time()
for path in sorted((ROOT / "samples").glob(f"{sys.argv[1]}-[0-9]*.pt")):
    out = path.with_name(path.stem + "-trunk.npt")
    if not out.exists():
        pictures = lab.decode(torch.load(path)[1].float())
        with torch.no_grad():
            torch.save(torch.cat([lab.trunk.trunk(to_tensor(pictures[i : i + 128])) for i in range(0, len(pictures), 128)]).half(), out)
        if path.stem.endswith("000"):
            torch.save(pictures[:48], path.with_name("look.npt"))
        print(path.stem, round(time.process_time() - began), "CPU-s", flush=True)
