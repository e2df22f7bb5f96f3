import numpy as np
import torch

from facet_world.pictures import Pictures, to_tensor


def shards():
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (3, 16, 16, 3), np.uint8) for _ in range(2)]


def test_shards_are_one_row_of_pictures_whole_or_cut():
    held = Pictures(shards(), torch.device("cpu"))
    whole = np.concatenate(shards())
    index, corners = np.array([5, 0, 3]), np.array([[0, 8], [4, 4], [8, 1]])
    assert len(held) == 6
    assert torch.equal(held[index], to_tensor(whole[index]))
    cut = np.stack([whole[i, y : y + 8, x : x + 8] for i, (y, x) in zip(index, corners)])
    assert torch.equal(held.crops(index, corners, 8), to_tensor(cut))


def test_pictures_in_a_cards_memory_are_the_same_as_mapped_ones():
    """The card's branch, on memory that a CPU can look at."""
    mapped, held = Pictures(shards(), torch.device("cpu")), Pictures(shards(), torch.device("cpu"))
    held.all = torch.from_numpy(np.concatenate(shards()))
    index, corners = np.array([5, 0, 3]), np.array([[0, 8], [4, 4], [8, 1]])
    assert torch.equal(held[index], mapped[index])
    assert torch.equal(held.crops(index, corners, 8), mapped.crops(index, corners, 8))
