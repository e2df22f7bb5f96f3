from collections import Counter

import numpy as np
import pytest

from facet_world import colors, styles, values
from facet_world.vocabulary import ATTRIBUTES, DRAWINGS, FOREIGN_DRAWINGS, OBJECT_WORDS, OBJECTS, UNNAMED_OBJECTS, WORDS, WORDS_OF


def fully_named(count, seed=0):
    rng, found = np.random.default_rng(seed), []
    while len(found) < count:
        v = values.draw_values(rng)
        if all(v[a]["word"] for a in ATTRIBUTES) and v["color"]["kind"] != "pair":
            found.append(v)
    return found


def test_there_are_24_concepts_and_8_of_them_have_no_word():
    assert len(OBJECTS) >= 24 and len(UNNAMED_OBJECTS) == 8
    assert not set(UNNAMED_OBJECTS) & set(WORDS)


def test_a_word_means_one_thing():
    meanings = Counter(word for table in WORDS_OF.values() for words in table.values() for word in words)
    assert max(meanings.values()) == 1


def test_foreign_drawings_are_never_learned():
    assert not set(FOREIGN_DRAWINGS) & set(DRAWINGS)


def test_about_15_percent_of_named_combinations_are_held_out_and_every_word_is_on_both_sides():
    found = fully_named(1500)
    held = [values.held_out(v) for v in found]
    assert 0.10 < np.mean(held) < 0.20
    for a in ATTRIBUTES:
        for side in (True, False):
            assert {v[a]["word"] for v, h in zip(found, held) if h == side} == {v[a]["word"] for v in found}


def test_training_never_draws_a_held_out_combination():
    rng = np.random.default_rng(1)
    assert not any(values.held_out(values.training_values(rng)) for _ in range(3000))


@pytest.mark.parametrize("name", colors.UNNAMED_PLAIN)
def test_everyday_colors_left_without_a_word_are_far_from_every_phrase(name):
    assert colors.is_unnamed(colors.single(colors.UNNAMED_PLAIN[name]))


def test_grey_is_grey_and_every_color_word_is_its_own_nearest_phrase():
    rng = np.random.default_rng(2)
    assert colors.nearest_phrase(colors.CENTRES["grey"])[0] == "grey"
    for word in WORDS_OF["color"]:
        found = [colors.nearest_phrase(colors.color_value(rng, word=word)["palette"])[0] for _ in range(20)]
        assert found.count(word) >= 18, (word, found)


def test_ends_of_free_palettes_stand_out_from_their_background():
    rng = np.random.default_rng(3)
    for _ in range(200):
        ground, dark, light = colors.color_value(rng, "free")["palette"]
        assert light[0] - dark[0] > 0.18 and np.linalg.norm(ground - (dark + light) / 2) > 0.2


def test_a_treatments_word_means_what_it_is_taught_with_and_no_more():
    rng = np.random.default_rng(4)
    for kind in styles.MEANT:
        assert all(styles.style_value(rng, kind, wide=False)["word"] == kind for _ in range(50))
        assert any(styles.style_value(rng, kind, wide=True)["word"] is None for _ in range(50))
    assert not styles.is_meant("striped", 11, 60) and not styles.is_meant("dots", 12, 0)


def test_angles_that_look_the_same_have_the_same_numbers():
    for kind, symmetry in styles.SYMMETRY.items():
        low, high = (values.numbers_of("style", dict(kind=kind, size=11, angle=a)) for a in (20, 20 + 360 / symmetry))
        assert low == pytest.approx(high, abs=1e-6)


def test_numbers_say_the_palette():
    palette = colors.color_value(np.random.default_rng(5), "free")["palette"]
    numbers = values.numbers_of("color", dict(palette=palette)).reshape(3, 3)
    assert numbers * 1.5 * values.PALETTE_SPREAD + values.PALETTE_MEAN == pytest.approx(palette, abs=1e-6)


def test_numbers_are_about_one_in_size():
    rng = np.random.default_rng(6)
    _, numbers = values.describe([values.draw_values(rng) for _ in range(2000)])
    for n in numbers.values():
        spread = np.nanstd(n, 0)
        assert (spread > 0.3).all() and (spread < 1.2).all(), spread


def test_every_named_object_is_drawn_as_often_as_another():
    rng = np.random.default_rng(7)
    counts = Counter(values.object_value(rng)["name"] for _ in range(4800))
    assert set(counts) == set(OBJECTS) and min(counts.values()) > 130 and max(counts.values()) < 280
    assert all(values.object_value(rng, c)["word"] == c for c in OBJECT_WORDS)
