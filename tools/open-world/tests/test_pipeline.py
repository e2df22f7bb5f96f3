"""Every training stage, one after the other, for a second each: that they fit together, end, are not made twice, and come back from elsewhere."""
import json

import pytest
import torch

from facet_world import __main__ as pipeline
from facet_world import carry, measure, transfers
from facet_world import pool as pools
from facet_world.stages import image, judge, latents, text, trunk, unet, vae
from facet_world.training import Run
from facet_world.vocabulary import ATTRIBUTES, WORDS

STAGES = ["pool", "trunk", "text", "vae", "image", "latents", "unet-narrow", "unet", "judge", "measure"]


@pytest.fixture
def small(monkeypatch):
    for module in (pools, trunk):
        monkeypatch.setattr(module, "SHARD", 24)
    for module in (trunk, text, vae, image):
        monkeypatch.setattr(module, "to_measure", lambda count: pools.to_measure(24))
    monkeypatch.setattr(pipeline, "CPU_SHARDS", 2)
    monkeypatch.setattr(latents, "CPU_SHARDS", 2)
    monkeypatch.setattr(judge, "CPU_SHARDS", 1)
    for module in (trunk, text, image, vae, unet):
        monkeypatch.setattr(module, "CPU_BATCH", 8)
    for function in (measure.named, measure.through_vae, measure.closed, measure.draw_sheet):
        monkeypatch.setattr(measure, function.__name__, lambda *a, f=function, **k: f(*a, **k, count=2))
    monkeypatch.setattr(unet, "draw_sheet", measure.draw_sheet)
    monkeypatch.setattr(measure, "STEPS", 2)


def make_run(folder, drawings_folder):
    run = Run(folder, minutes=0.05)
    if not (folder / "drawings").exists():
        (folder / "drawings").symlink_to(drawings_folder)
        (folder / "tokenizer").mkdir()
        tokens = {w + "</w>": i for i, w in enumerate(WORDS)} | {"<|startoftext|>": len(WORDS), "<|endoftext|>": len(WORDS) + 1}
        (folder / "tokenizer" / "vocab.json").write_text(json.dumps(tokens))
    return run


def test_all_stages_run_and_are_made_once_and_results_can_be_measured_elsewhere(small, monkeypatch, tmp_path, drawings_folder, capsys):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    run = make_run(here, drawings_folder)
    pipeline.train(run, STAGES)
    figures = json.loads((here / "figures.json").read_text())
    assert set(figures["unnamed"]) == {"object", "color", "style", "layout"}
    assert (here / "look" / "unet.png").exists() and (here / "look" / "vae.png").exists()
    before = {p.name: p.stat().st_mtime_ns for p in here.glob("*.safetensors")}
    assert set(before) == {f"{n}.safetensors" for n in ("trunk", "text", "vae", "image", "unet-narrow", "unet", "judge")}
    pipeline.train(run, STAGES)
    assert before == {p.name: p.stat().st_mtime_ns for p in here.glob("*.safetensors")}

    monkeypatch.setattr(transfers, "FOREIGN_DRAWINGS", [])  # they are nobody's here
    pictures = tmp_path / "transfers"
    pictures.mkdir()
    transfers.write(run, pictures, count=7, each=1)
    told = json.loads((pictures / "transfers.json").read_text())
    kinds = [reference["kind"] for reference in told["references"]]
    two, four = told["swaps"][:7], told["swaps"][7:]
    assert len({tuple(swap["sources"]) for swap in two}) == 6 and {tuple(swap["sources"]) for swap in four} == {tuple(ATTRIBUTES)}
    for swap in told["swaps"]:
        sources = list(swap["sources"].values())
        assert len(set(sources)) == len(sources) and {kinds[i] for i in sources} == {"unnamed"}
        assert set(swap["words"]) == set(ATTRIBUTES) - set(swap["sources"])
    assert all((pictures / each["wanted"]).exists() for each in told["swaps"] + told["transfers"])

    carry.bring_back(here, tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) <= 8
    elsewhere = make_run(there, drawings_folder)
    carry.take(tmp_path / "out", there)
    pipeline.train(elsewhere, ["pool", "measure"])
    assert (there / "figures.json").exists()
    assert torch.equal(elsewhere.load_result("vae")["quant_conv.weight"].half(), run.load_result("vae")["quant_conv.weight"].half())
