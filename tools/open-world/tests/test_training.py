import os
import signal

import pytest
import torch
from torch import nn

from facet_world import training
from facet_world.carry import bring_back, pack, take
from facet_world.muon import Muon, orthogonal
from facet_world.training import Average, Budget, Loop, Run, Stopped, only_one, stoppable


@pytest.fixture(autouse=True)
def nobody_asked(monkeypatch):
    monkeypatch.setattr(training, "_asked", False)


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 8), nn.Linear(8, 2))


def learn(run, samples, stop_at=None):
    """Trains a small network on one fixed task; gives the network and its loop."""
    net = network()
    optimizer = Muon(net, ("0.", "3."))
    loop = Loop(run, "net", dict(model=net, optimizer=optimizer), Budget(samples))
    x = torch.linspace(-1, 1, 60).reshape(10, 6)
    for _ in loop:
        loss = (net(x) - x[:, :2]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step(1e-2)
        loop.note(10, loss=loss)
        if loop.step == stop_at:
            os.kill(os.getpid(), signal.SIGTERM)
    return net, loop


def test_a_training_that_was_stopped_ends_where_one_that_was_not_ends(tmp_path):
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    whole, _ = learn(Run(tmp_path / "a"), 200)
    with stoppable(), pytest.raises(Stopped):
        learn(Run(tmp_path / "b"), 200, stop_at=7)
    training._asked = False
    resumed, loop = learn(Run(tmp_path / "b"), 200)
    assert (loop.step, loop.seen) == (20, 200)
    for a, b in zip(whole.parameters(), resumed.parameters()):
        torch.testing.assert_close(a, b)


def test_a_write_that_is_cut_off_leaves_the_last_checkpoint(tmp_path, monkeypatch):
    learn(Run(tmp_path), 50)

    def cut_off(state, path):
        path.write_bytes(b"half of it")
        raise KeyboardInterrupt

    monkeypatch.setattr(torch, "save", cut_off)
    with pytest.raises(KeyboardInterrupt):
        learn(Run(tmp_path), 100)
    monkeypatch.undo()
    assert learn(Run(tmp_path), 50)[1].step == 5


def test_a_stage_is_made_by_one_process_at_a_time(tmp_path):
    run = Run(tmp_path)
    with only_one(run, "net"):
        with pytest.raises(SystemExit, match="stage net is being made by another process"):
            with only_one(run, "net"):
                pass
        with only_one(run, "another"):
            pass
    with only_one(run, "net"):
        pass


def test_a_budget_is_of_samples_or_of_seconds(tmp_path):
    assert Budget(100).progress(50, 1e9) == 0.5
    assert Budget(100, seconds=60).progress(1e9, 15) == 0.25
    (tmp_path / "plan.json").write_text('{"vae": 7}')
    assert Run(tmp_path).budget("vae", 100, 0.5) == Budget(7)
    assert Run(tmp_path, minutes=10).budget("text", 100, 0.5) == Budget(100, 300)


def test_orthogonal_makes_all_singular_values_alike():
    for shape in ((3, 12, 30), (2, 30, 12)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(0))))
        assert values.min() > 0.5 and values.max() < 1.4


def test_results_come_back_as_they_went_but_for_half_precision(tmp_path):
    for part in ("drawings", "tokenizer"):
        (tmp_path / "here" / part).mkdir(parents=True)
        (tmp_path / "here" / part / "file").write_text(part)
    pack(tmp_path / "here", tmp_path / "carried")
    run = Run(tmp_path / "carried")
    weight = torch.randn(5, 5)
    run.save_result("vae", dict(weight=weight, count=torch.tensor(3)))
    bring_back(tmp_path / "carried", tmp_path / "out")
    take(tmp_path / "out", tmp_path / "here")
    back = Run(tmp_path / "here").load_result("vae")
    assert (tmp_path / "carried" / "drawings" / "file").read_text() == "drawings"
    assert back["weight"].dtype == torch.float32 and back["count"] == 3
    torch.testing.assert_close(back["weight"], weight, atol=2e-3, rtol=1e-3)


def test_a_rate_and_a_share_count_alike_as_numbers_and_as_tensors():
    """A captured step gets tensors, since numbers would be those of the capture for ever. AdamW takes tensors on cards alone, so it rests here."""
    results = []
    for make in (float, torch.tensor):
        net = network().append(nn.BatchNorm1d(2))
        average, optimizer = Average(net, 0.9), Muon(net, ("0.", "3."))
        optimizer.rest.step = lambda: None
        for step in range(5):
            optimizer.zero_grad()
            net(torch.linspace(-1, 1, 60).reshape(10, 6).sin()).square().mean().backward()
            optimizer.step(make(1e-2))
            average.follow(make(average.share(step)))
        assert torch.equal(net[4].running_var, average.network[4].running_var)
        results.append([net[2].weight, average.network[2].weight])
    (weight, kept), others = results
    assert not torch.equal(weight, kept) and not torch.equal(weight, network()[2].weight)
    torch.testing.assert_close([weight, kept], others)
