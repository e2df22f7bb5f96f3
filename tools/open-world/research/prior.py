"""Vectors around a vocabulary, of which a model draws its own samples."""
import numpy as np


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
