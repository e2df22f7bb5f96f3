import numpy as np
import pytest

from facet_world.layouts import ARRANGEMENTS, layout_value
from facet_world.oklab import ciede2000, to_cielab, to_rgb
from facet_world.pixels import differences, palette_and_mask
from facet_world.render import arrange, render
from facet_world.styles import style_value
from facet_world.values import draw_values
from facet_world.vocabulary import TREATMENTS


def plain(**changed):
    """A flat drawing in the middle; strong colors on white."""
    palette = np.array([[0.97, 0, 0], [0.4, 0.1, 0.05], [0.75, -0.1, 0.1]])
    base = dict(
        object=dict(name="cat", set="fluent-emoji-flat", word="cat"), color=dict(kind="free", word=None, palette=palette),
        style=dict(kind="flat", word="flat", size=1, angle=0.0), layout=dict(kind="single", word=None, x=0.0, y=0.0, size=0.7, turn=0.0, mirror=False),
    )
    return base | changed


@pytest.mark.parametrize("kind", TREATMENTS)
def test_the_same_values_and_seed_give_the_same_picture(kind):
    v = plain(style=style_value(np.random.default_rng(1), kind))
    first, second = (render(v, np.random.default_rng(7)) for _ in range(2))
    assert first.shape == (128, 128, 3) and first.dtype == np.uint8
    assert (first == second).all()


@pytest.mark.parametrize("kind", TREATMENTS)
def test_every_treatment_looks_unlike_flat(kind):
    flat, treated = (render(plain(style=style_value(np.random.default_rng(1), k)), np.random.default_rng(7)).astype(int) for k in ("flat", kind))
    assert (np.abs(flat - treated).mean() > 1) == (kind != "flat")


def test_what_is_measured_on_the_pixels_is_near_the_palette():
    """The ends are means of the darkest and lightest third, so they fall short of the palette's by some."""
    v = plain()
    measured, _ = palette_and_mask(render(v, np.random.default_rng(0)))
    assert ciede2000(measured, to_cielab(to_rgb(v["color"]["palette"]) / 255)) == pytest.approx([0, 0, 0], abs=8)


def test_mirrored_is_the_mirror_image():
    layout = plain()["layout"]
    straight, mirrored = (arrange(plain(layout=layout | dict(mirror=m)))[0] for m in (False, True))
    assert np.abs(straight[:, ::-1] - mirrored).mean() < 0.01
    assert np.abs(straight - mirrored).mean() > 0.03


def test_a_turn_is_clockwise():
    layout = plain()["layout"]
    upright, turned = (arrange(plain(layout=layout | dict(turn=t)))[0] for t in (0, 90))
    assert np.abs(np.rot90(upright, -1) - turned).mean() < 0.01


@pytest.mark.parametrize("kind", ARRANGEMENTS)
def test_layouts_move_the_subject_to_where_they_say(kind):
    v = layout_value(np.random.default_rng(3), kind=kind)
    alpha, _ = arrange(plain(layout=v))
    yy, xx = np.nonzero(alpha > 0.5)
    pieces = ARRANGEMENTS[kind]
    wanted = np.average([(v["x"] + dx, v["y"] + dy) for dx, dy, _ in pieces], axis=0, weights=[f**2 for *_, f in pieces])
    assert np.hypot(*(np.array([xx.mean(), yy.mean()]) / 128 - 0.5 - wanted)) < 0.12


def test_a_shadow_does_not_come_in_at_the_other_side():
    v = plain(style=dict(kind="sticker", word=None, size=8.0, angle=0.0), layout=plain()["layout"] | dict(x=0.3, size=0.5))
    left = render(v, np.random.default_rng(0))[:, :8].astype(int)
    assert left.std((0, 1)).max() < 3


def test_equal_pictures_do_not_differ_and_others_do():
    rng = np.random.default_rng(5)
    a, b = (render(draw_values(rng), rng) for _ in range(2))
    assert all(v[0] == 0 for v in differences([a], [a]).values())
    assert all(v[0] > 0 for v in differences([a], [b]).values())
