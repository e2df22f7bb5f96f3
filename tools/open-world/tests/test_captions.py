import json

import numpy as np
import pytest
import torch

from facet_world.captions import MEANINGS, OFF, PRIVATE, VAGUELY, WORD, CaptionMaker, Labels, Vocabulary, encode_text
from facet_world.nets.text import LENGTH, NAME_LENGTH, WIDTH, PrivateNames, TextTower
from facet_world.stages.unet import draw_modes, draw_timesteps
from facet_world.values import training_values
from facet_world.vocabulary import ATTRIBUTES, UNNAMED_OBJECTS, WORDS, WORDS_OF


@pytest.fixture
def vocabulary(tmp_path):
    tokens = {w + "</w>": i for i, w in enumerate(WORDS)} | {"<|startoftext|>": len(WORDS), "<|endoftext|>": len(WORDS) + 1}
    (tmp_path / "vocab.json").write_text(json.dumps(tokens))
    return Vocabulary(tmp_path)


@pytest.fixture
def values():
    rng = np.random.default_rng(0)
    return [training_values(rng) for _ in range(300)]


def texts(vocabulary, ids):
    known = {i: w for w, i in vocabulary.id.items()} | {i: f"<{a}>" for a, i in vocabulary.place.items()}
    return [[known[i] for i in row if i in known] for row in ids.tolist()]


def test_captions_start_and_end_and_say_each_attribute_as_asked(vocabulary, values):
    torch.manual_seed(0)
    maker, labels = CaptionMaker(vocabulary), Labels(values)
    modes, _ = draw_modes(labels, "cpu")
    ids, ends = maker(modes, labels)
    assert ids.shape == (300, LENGTH) and (ids[:, 0] == vocabulary.start).all()
    assert (ids.gather(1, ends[:, None])[:, 0] == vocabulary.end).all()
    assert all(vocabulary.end not in row[1:end].tolist() for row, end in zip(ids, ends))
    for text, value, k in zip(texts(vocabulary, ids), values, range(300)):
        for a in ATTRIBUTES:
            mode, meaning = int(modes[a][k]), value[a]["word"]
            assert (f"<{a}>" in text) == (mode == PRIVATE)
            if mode == WORD and " and " not in meaning:
                assert set(text) & set(WORDS_OF[a][meaning])
            if mode in (OFF, VAGUELY, PRIVATE):
                assert not set(text) & {w for words in WORDS_OF[a].values() for w in words}, (a, text)


def test_what_has_no_word_is_never_called_by_one(vocabulary, values):
    labels = Labels(values)
    for k, v in enumerate(values):
        assert (v["object"]["name"] in UNNAMED_OBJECTS) == (int(labels.meaning["object"][k]) < 0)
    for _ in range(5):
        modes, _ = draw_modes(labels, "cpu")
        assert all(not ((modes[a] == WORD) & (labels.meaning[a] < 0)).any() for a in ATTRIBUTES)


def test_a_style_that_is_left_out_takes_its_glue_along(vocabulary, values):
    labels = Labels(values)
    modes = {a: torch.full((300,), OFF if a == "style" else VAGUELY) for a in ATTRIBUTES}
    ids, _ = CaptionMaker(vocabulary)(modes, labels, forms=torch.full((300,), 1))
    assert all(text[-1] == "placed" and "style" not in text for text in texts(vocabulary, ids))


def test_naming_gives_one_caption_for_each_meaning(vocabulary):
    maker = CaptionMaker(vocabulary)
    for a in ATTRIBUTES:
        found = texts(vocabulary, maker.naming(a)[0])
        assert len(found) == len(MEANINGS[a])
        assert len({" ".join(t) for t in found}) == len(found)
    assert "red and orange".split() == texts(vocabulary, maker.naming("color")[0])[MEANINGS["color"].index("red and orange")][4:7]


def test_private_names_stand_in_their_places_and_have_words_length(vocabulary, values):
    labels, names, tower = Labels(values), PrivateNames(), TextTower(vocabulary.size)
    modes = {a: torch.full((300,), PRIVATE) for a in ATTRIBUTES}
    ids, _ = CaptionMaker(vocabulary)(modes, labels)
    for a in ATTRIBUTES:
        vectors = names(a, labels.choices.get(a), labels.numbers.get(a))
        assert vectors.shape == (300, WIDTH)
        assert torch.allclose(vectors.norm(dim=-1), torch.tensor(NAME_LENGTH), atol=1e-5)
    states = encode_text(tower, names, vocabulary, ids, labels)
    other = encode_text(tower, names, vocabulary, ids, labels[torch.arange(299, -1, -1)])
    assert states.isfinite().all() and not torch.allclose(states, other)


def test_timesteps_come_from_everywhere_and_less_from_the_end():
    t = draw_timesteps(20_000, "cpu")
    low, high = ((t < 200).float().mean() / 0.2).item(), ((t > 400).float().mean() / 0.6).item()
    assert t.min() < 10 and t.max() > 990 and low / high == pytest.approx(0.35, abs=0.03)
