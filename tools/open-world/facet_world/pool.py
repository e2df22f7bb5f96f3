"""The pool of rendered pictures: shards of SHARD pictures with their values, each made from its number alone, so that any process may
make any of them and a stopped run goes on where it was.

A shard is pictures-NNNNN.npy, uint8 [SHARD, 128, 128, 3], and values-NNNNN.pkl, the list of their values; the latter is written last.
"""
import os
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from . import drawings
from .render import render
from .values import training_values, draw_values, held_out

SHARD = 2048
HELD_SEED, TRAIN_SEED = 1, 2  # first number of the seeds of pictures to measure with, of pictures to learn from


def make(seed, count, draw=training_values):
    """Pictures uint8 [count, 128, 128, 3] and the list of their values."""
    rng = np.random.default_rng(seed)
    values = [draw(rng) for _ in range(count)]
    return np.stack([render(v, rng) for v in values]), values


def to_measure(count):
    """Pictures that training does not see, half of them of combinations that it does not see either (where the four have words)."""

    def draw(rng):
        wanted = rng.random() < 0.15
        while wanted and not held_out(values := draw_values(rng)):
            pass
        return values if wanted else training_values(rng)

    return make([HELD_SEED, 0], count, draw)


def _write(path, save):
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    with open(temporary, "wb") as file:
        save(file)
    os.replace(temporary, path)


def make_shard(folder, number):
    pictures, values = make([TRAIN_SEED, number], SHARD)
    _write(folder / f"pictures-{number:05d}.npy", lambda file: np.save(file, pictures))
    _write(folder / f"values-{number:05d}.pkl", lambda file: pickle.dump(values, file))


def _start(drawings_folder):
    drawings.use(drawings_folder)


class Pool:
    """The shards in `folder`; drawings must be in `drawings_folder`."""

    def __init__(self, folder, drawings_folder):
        self.folder, self.drawings = Path(folder), Path(drawings_folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        drawings.use(self.drawings)
        self._values = {}

    def numbers(self):
        """The numbers of the shards that are complete, in order."""
        return sorted(int(p.stem.split("-")[1]) for p in self.folder.glob("values-*.pkl"))

    def fill(self, shards, workers=1, progress=lambda done, total: None):
        """Makes what is missing of the first `shards` shards."""
        missing = sorted(set(range(shards)) - set(self.numbers()))
        if workers == 1:
            for i, number in enumerate(missing):
                make_shard(self.folder, number)
                progress(i + 1, len(missing))
        elif missing:
            with ProcessPoolExecutor(workers, get_context("spawn"), _start, (self.drawings,)) as executor:
                for i, _ in enumerate(executor.map(make_shard, [self.folder] * len(missing), missing)):
                    progress(i + 1, len(missing))

    def pictures(self, number):
        """A shard's pictures, mapped into memory."""
        return np.load(self.folder / f"pictures-{number:05d}.npy", mmap_mode="r")

    def values(self, number):
        if number not in self._values:
            self._values[number] = pickle.loads((self.folder / f"values-{number:05d}.pkl").read_bytes())
        return self._values[number]
