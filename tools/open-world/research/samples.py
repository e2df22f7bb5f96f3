"""The model's own samples: vectors drawn from a prior around the vocabulary, one a slot, independent of each other, and what the frozen model
draws for them. Shards of 512, resumable. usage: samples.py NAME COUNT"""
import sys
import time

import numpy as np
import torch

from lab import FACTORS, ROOT, Lab

SHARD, STEPS, GUIDANCE, GUIDED_UNTIL = 512, 8, 3.0, 300


def around_words(table, rng, n):
    """n vectors of one attribute: words, affine mixtures beyond the convex hull, noise along the vocabulary's directions and a little elsewhere."""
    words, middle = table.numpy(), table.numpy().mean(0)
    lengths = np.linalg.norm(words, axis=1)
    out = []
    for _ in range(n):
        u = rng.random()
        if u < 0.3:
            out.append(words[rng.integers(len(words))])
            continue
        if u < 0.75:
            k = rng.choice(len(words), min(len(words), int(rng.integers(2, 5))), replace=False)
            v = middle + rng.uniform(1, 1.7) * (rng.dirichlet(np.full(len(k), 0.8)) @ words[k] - middle)
        else:
            v = middle + rng.normal(size=len(words)) @ (words - middle) * rng.uniform(0.3, 0.8)
        v = v / np.linalg.norm(v) * rng.choice(lengths) + rng.normal(size=words.shape[1]) * rng.uniform(0, 0.012)
        out.append(v)
    return np.stack(out).astype(np.float32)


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
