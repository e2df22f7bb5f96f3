"""A folder of pictures whose values nobody tells: renders, their latents, those of a repainted view, and the words the model's own image encoder finds."""
import pickle
import time

import numpy as np
import torch

import lab as L
import narrow
import render
from bind import repaint

COUNT = 2000

if __name__ == "__main__":
    lab, rng, began = L.Lab(), np.random.default_rng(77), time.process_time()
    values = [narrow.draw_values(rng) for _ in range(COUNT)]
    pictures = np.stack([render.render(v, rng) for v in values])
    pickle.dump(values, open("samples/real-values.pkl", "wb"))  # for analysis alone: nothing is trained on them
    print("rendered", round(time.process_time() - began), flush=True)
    painted = np.stack([repaint(p, rng) for p in pictures])
    print("repainted", round(time.process_time() - began), flush=True)
    np.savez("samples/real-pictures.npz", pictures=pictures, painted=painted)
    words = [lab.best_words(pictures[i : i + 500], objects=narrow.NAMED, pairs=False) for i in range(0, COUNT, 500)]
    words = {f: [w for part in words for w in part[f]] for f in L.FACTORS}
    with torch.no_grad():
        look = lambda x: torch.cat([lab.trunk.trunk(L.to_tensor(x[i : i + 200])) for i in range(0, COUNT, 200)]).half()
        torch.save(dict(latents=lab.encode(pictures).half(), own=look(pictures), painted=look(painted), words=words), "samples/real.pt")
    print("done", round(time.process_time() - began), flush=True)
