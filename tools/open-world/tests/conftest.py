"""Drawings made here, so that the tests need neither npm nor anybody's art: a lopsided shape with a light and a dark half per drawing."""
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from facet_world import drawings  # noqa: E402
from facet_world.vocabulary import DRAWINGS  # noqa: E402


@pytest.fixture(scope="session")
def drawings_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawings")
    for i, (concept, source) in enumerate(DRAWINGS):
        rgba = np.zeros((192, 192, 4), np.uint8)
        cv2.ellipse(rgba, (96, 96), (88, 40 + i), 0, 0, 300, (40, 40, 40, 255), -1)
        cv2.ellipse(rgba, (70, 96), (30, 30), 0, 0, 360, (220, 220, 220, 255), -1)
        cv2.imwrite(str(folder / f"{concept}.{source}.png"), rgba)
    return folder


@pytest.fixture(autouse=True)
def with_drawings(drawings_folder):
    drawings.use(drawings_folder)
