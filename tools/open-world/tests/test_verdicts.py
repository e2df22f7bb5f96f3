"""What judges say as words, and the pictures that come with the model."""
import json

import numpy as np
import torch
from torch import nn

from facet_world import references
from facet_world.measure import named_value
from facet_world.values import CHOICES, describe, held_out, held_out_combinations
from facet_world.verdicts import WORDS, Verdicts
from facet_world.vocabulary import ATTRIBUTES, OBJECT_WORDS


class Knows(nn.Module):
    """A judge that has been told the values."""

    def __init__(self, values):
        super().__init__()
        choices, numbers = describe(values)
        self.told = {a: nn.functional.one_hot(torch.from_numpy(c), CHOICES[a]).float() * 9 for a, c in choices.items()}
        self.told |= {f"{a} numbers": torch.from_numpy(n) for a, n in numbers.items()}

    def forward(self, image):
        return self.told


def test_of_a_judge_that_is_right_every_word_is():
    rng = np.random.default_rng(0)
    values = [{a: named_value(a, rng) for a in ATTRIBUTES} for _ in range(300)]
    logits = Verdicts(Knows(values))(None)
    for attribute, mine in zip(ATTRIBUTES, logits):
        assert mine.isfinite().all()
        said = [WORDS[attribute][i] for i in mine.argmax(1).tolist()]
        assert said == [v[attribute]["word"] for v in values], attribute


def test_listed_by_the_places_of_words_are_just_the_combinations_that_training_never_shows():
    listed = {tuple(row) for row in held_out_combinations().tolist()}
    rng, seen = np.random.default_rng(8), set()
    for _ in range(300):
        at = tuple(int(rng.integers(len(WORDS[a]))) for a in ("object", "color", "style", "layout"))
        words = {a: dict(word=WORDS[a][i]) for a, i in zip(("object", "color", "style", "layout"), at)}
        assert held_out(words) == (at in listed)
        seen.add(at in listed)
    assert seen == {True, False}


def test_the_references_of_a_pair_differ_in_every_attribute_and_are_what_they_are_called(tmp_path):
    references.write(tmp_path)
    entries = {e["file"]: e for e in json.loads((tmp_path / "references.json").read_text())}
    pairs = json.loads((tmp_path / "pairs.json").read_text())
    assert len(entries) == references.COUNT == 2 * len(pairs)
    for pair in pairs:
        a, b = entries[pair["a"]], entries[pair["b"]]
        assert all(a[name] != b[name] for name in ATTRIBUTES)
        assert (tmp_path / a["file"]).exists() and a["object"] in OBJECT_WORDS
    assert {e["heldOut"] for e in entries.values()} == {True, False}


def test_pictures_to_choose_settings_by_are_none_to_evaluate_with(tmp_path):
    references.write(tmp_path / "references")
    references.write_evaluation(tmp_path)
    told = json.loads((tmp_path / "evaluation" / "references.json").read_text())
    tuning, evaluation = (sum(told[split]["pairs"], []) for split in ("tuning", "evaluation"))
    assert not set(tuning) & set(evaluation)
    assert {*tuning, *evaluation} == {p.name for p in (tmp_path / "references").glob("*.png")}
