import numpy as np
import pytest

from facet_world.oklab import ciede2000, from_lch, to_cielab, to_oklab, to_rgb

# Sharma, Wu and Dalal (2005), table 1: pairs that catch wrong implementations of the hue's mean and of the rotation.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, -1.0, 2.0), (50, 0, 0), 2.3669), ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195), ((50, 2.5, 0), (73, 25, -18), 27.1492), ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373), ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize("first, second, wanted", SHARMA)
def test_ciede2000_is_that_of_the_published_pairs(first, second, wanted):
    assert ciede2000(first, second) == pytest.approx(wanted, abs=1e-4)
    assert ciede2000(second, first) == pytest.approx(wanted, abs=1e-4)


def test_oklab_of_red_is_the_published_one():
    assert to_oklab(np.array([1.0, 0, 0])) == pytest.approx([0.627955, 0.224863, 0.125846], abs=2e-4)


def test_cielab_of_white_and_of_middle_grey():
    assert to_cielab([1.0, 1, 1]) == pytest.approx([100, 0, 0], abs=0.02)
    assert to_cielab([119 / 255] * 3)[0] == pytest.approx(50.0, abs=0.1)


def test_colors_come_back_from_oklab():
    rgb = np.random.default_rng(0).random((50, 3))
    assert to_rgb(to_oklab(rgb)) / 255 == pytest.approx(rgb, abs=1e-3)
    assert from_lch((0.5, 0.1, 90)) == pytest.approx([0.5, 0, 0.1])
