"""Values to pictures: 128x128 RGB uint8, with numpy and OpenCV alone. The same values and seed give the same picture."""
import math
from pathlib import Path

import cv2
import numpy as np

from .drawings import INK, layers
from .layouts import ARRANGEMENTS
from .oklab import to_rgb
from .treatments import SIZE, TREAT, YY, Scene

cv2.setNumThreads(1)


def _place(copies, x, y, size, turn, mirror):
    """Coverage and tone of the drawing with its side `size`, centred at x, y (shares of the picture), turned clockwise."""
    scale = size * SIZE / INK
    level = min(len(copies) - 1, max(0, int(math.floor(-math.log2(max(scale, 1e-3)) + 0.35))))
    source = copies[level][:, ::-1] if mirror else copies[level]
    scale *= copies[0].shape[0] / source.shape[0]
    middle = source.shape[0] / 2 - 0.5
    matrix = cv2.getRotationMatrix2D((middle, middle), -turn, scale)
    matrix[:, 2] += (0.5 + x) * SIZE - 0.5 - middle, (0.5 + y) * SIZE - 0.5 - middle
    return cv2.warpAffine(np.ascontiguousarray(source), matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR)


def arrange(values):
    """Coverage and tone [128, 128] of the picture."""
    drawing, layout = values["object"], values["layout"]
    copies = layers(drawing["name"], drawing["set"])
    alpha, tone = np.zeros((SIZE, SIZE), np.float32), np.zeros((SIZE, SIZE), np.float32)
    for dx, dy, factor in ARRANGEMENTS[layout["kind"]]:
        new = _place(copies, layout["x"] + dx, layout["y"] + dy, layout["size"] * factor, layout["turn"], layout["mirror"])
        tone = new[..., 1] + tone * (1 - new[..., 0])
        alpha = new[..., 0] + alpha * (1 - new[..., 0])
    return np.clip(alpha, 0, 1), np.clip(tone / np.maximum(alpha, 1e-3), 0, 1)


def _line_color(palette):
    """As dark as lines on this background can be, or light on a dark one."""
    ground, dark, light = palette
    if ground[0] < 0.45:
        lab = light * [1, 0.6, 0.6] + [0.06, 0, 0]
        return np.array([min(0.97, lab[0]), *lab[1:]])
    return np.array([min(dark[0] * 0.6, 0.3), *(dark[1:] * 0.8)])


def render(values, rng):
    """The picture of the values; `rng` gives what they leave open (where a pattern begins, blotches, the paper's light)."""
    palette, style = np.asarray(values["color"]["palette"], float), values["style"]
    alpha, tone = arrange(values)
    ramp = to_rgb(palette[1] + (palette[2] - palette[1]) * np.linspace(0, 1, 64)[:, None])
    ground, line, middle, shade = to_rgb(np.stack([palette[0], _line_color(palette), (palette[1] + palette[2]) / 2, palette[0] * [0.35, 0.5, 0.5]]))
    paper = np.broadcast_to(ground, (SIZE, SIZE, 3)) + (YY / SIZE - 0.5)[..., None] * rng.uniform(-5, 5)
    scene = Scene(alpha, tone, ramp[(tone * 63).astype(int)], paper, line, middle, shade, rng)
    return np.clip(TREAT[style["kind"]](scene, style["size"], style["angle"]) + 0.5, 0, 255).astype(np.uint8)


def sheet(pictures, columns, gap=3):
    """Pictures [128, 128, 3] side by side on white, in rows of `columns`."""
    rows, step = -(-len(pictures) // columns), SIZE + gap
    canvas = np.full((rows * step + gap, columns * step + gap, 3), 255, np.uint8)
    for i, picture in enumerate(pictures):
        y, x = (i // columns) * step + gap, (i % columns) * step + gap
        canvas[y : y + SIZE, x : x + SIZE] = picture
    return canvas


def save_png(path, rgb):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), rgb[..., ::-1])
