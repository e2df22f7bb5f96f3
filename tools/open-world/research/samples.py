"""The model's own samples: vectors drawn from a prior around the vocabulary, one a slot, independent of each other, and what the frozen model
draws for them. Shards of 512, resumable. usage: samples.py NAME COUNT"""
import sys
import time

import numpy as np
import torch

from lab import FACTORS, ROOT, Lab
from prior import around_words

SHARD, STEPS, GUIDANCE, GUIDED_UNTIL = 512, 8, 3.0, 300


def main(name, count):
    lab = Lab()
    (ROOT / "samples").mkdir(exist_ok=True)
    began = time.process_time()
    for shard in range(count // SHARD):
        path = ROOT / f"samples/{name}-{shard:03d}.pt"
        if path.exists():
            continue
        rng = np.random.default_rng([2, shard, len(name)])
        vectors = np.stack([around_words(lab.table[f], rng, SHARD) for f in FACTORS], 1)
        vectors = torch.from_numpy(vectors)
        noise = torch.randn(SHARD, 6, 16, 16, generator=torch.Generator().manual_seed(1000 + shard))
        with torch.no_grad():
            z = lab.latents(lab.states(vectors), noise, STEPS, GUIDANCE, guided_until=GUIDED_UNTIL)
        torch.save((vectors.half(), z.half()), path)
        print(shard, round(time.process_time() - began), "CPU-s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
