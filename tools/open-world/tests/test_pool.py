import numpy as np
import pytest

from facet_world import pool as pools
from facet_world.values import held_out


@pytest.fixture
def pool(tmp_path, drawings_folder, monkeypatch):
    monkeypatch.setattr(pools, "SHARD", 6)
    return pools.Pool(tmp_path, drawings_folder)


def test_a_shard_is_the_same_whoever_makes_it_and_when(pool, tmp_path_factory, drawings_folder):
    pool.fill(2)
    other = pools.Pool(tmp_path_factory.mktemp("other"), drawings_folder)
    pools.make_shard(other.folder, 1)
    assert other.numbers() == [1] and pool.numbers() == [0, 1]
    assert (pool.pictures(1) == other.pictures(1)).all() and (pool.pictures(0) != pool.pictures(1)).any()


def test_a_shard_that_was_stopped_half_way_is_made_again(pool):
    pool.fill(2)
    (pool.folder / "values-00000.pkl").unlink()
    before = np.array(pool.pictures(0))
    assert pool.numbers() == [1]
    pool.fill(2)
    assert pool.numbers() == [0, 1] and (pool.pictures(0) == before).all()


def test_pictures_to_learn_from_hold_no_combination_that_is_held_out_and_those_to_measure_with_do(pool):
    pool.fill(1)
    assert not any(held_out(v) for v in pool.values(0))
    assert any(held_out(v) for v in pools.to_measure(60)[1])
